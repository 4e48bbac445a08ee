/* SPDX-License-Identifier: BSD-2-Clause */
#include "cmd/message.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sysexits.h>
#include <unistd.h>

#include "base/mem.h"
#include "unit/tap.h"

static const struct message_setup nothing = { 0 };

static int
read_file(const char *path, struct message *message, struct dsn *why)
{
	const struct message_setup setup = { .path = path };

	return message_read(&setup, message, why);
}

/* A message from standard input, which is a file or a pipe. */

static int
read_text(struct span text, struct message_setup setup, bool piped,
    struct message *message, struct dsn *why)
{
	FILE *file = piped ? NULL : tmpfile();
	int ends[2] = { -1, -1 };

	if (file != NULL) {
		fwrite(text.at, 1, text.len, file);
		rewind(file);
		dup2(fileno(file), STDIN_FILENO);
		fclose(file);
	} else {
		must(pipe(ends) == 0);
		must(write(ends[1], text.at, text.len) == (ssize_t)text.len);
		dup2(ends[0], STDIN_FILENO);
		close(ends[0]);
		close(ends[1]);
	}
	return message_read(&setup, message, why);
}

#define ASKED(a)	.asked = BODY_##a
#define DECLARED(d)	.declared = BODY_##d
#define M(octets)	.text = SPAN_INIT(octets)

static const struct scene {
	const char *name;
	struct span text;
	enum body_value asked, declared;
	bool refused, asked_utf8, utf8, needs_utf8;
} scenes[] = {
	{ "plain ASCII: nothing is declared", M("a: b\n\nc\n") },
	{ "8-bit octets in the body: 8bitmime", M("a: b\n\n\xc3\xa9\n"),
	    DECLARED(8BITMIME) },
	{ "octets of any character set", M("a: b\n\n\xe9\n"),
	    DECLARED(8BITMIME) },
	{ "behaviour 171: a header that declares 8bit",
	    M("Content-Transfer-Encoding: 8bit\n\nc\n"),
	    DECLARED(8BITMIME) },
	{ "a body that says so declares nothing",
	    M("a: b\n\nContent-Transfer-Encoding: 8bit\n\nc\n") },
	{ "8bitmime as it was asked for", M("a: b\n\nc\n"),
	    ASKED(8BITMIME), DECLARED(8BITMIME) },
	{ "7bit as it was asked for", M("a: b\n\nc\n"), ASKED(7BIT),
	    DECLARED(7BIT) },
	{ "7bit with 8-bit octets is refused", M("a: b\n\n\xe9\n"),
	    ASKED(7BIT), DECLARED(7BIT), .refused = true },
	{ "7bit with a header that declares 8bit is refused",
	    M("content-transfer-encoding: BINARY\n\nc\n"),
	    ASKED(7BIT), DECLARED(7BIT), .refused = true },
	{ "a header beyond ASCII needs SMTPUTF8",
	    M("Subject: \xc3\xa9\n\nc\n"), DECLARED(8BITMIME),
	    .utf8 = true, .needs_utf8 = true },
	{ "but not one in another character set",
	    M("Subject: \xe9\n\nc\n"), DECLARED(8BITMIME) },
	{ "nor what stands behind the last of its fields",
	    M("Subject: x\nno field \xc3\xa9\n\nc\n"),
	    DECLARED(8BITMIME) },
	{ "a body beyond ASCII does not", M("a: b\n\n\xc3\xa9\n"),
	    DECLARED(8BITMIME) },
	{ "asked for without a need", M("a: b\n\nc\n"),
	    .asked_utf8 = true, .utf8 = true },
};

static void
test_scene(const struct scene *s, bool piped)
{
	struct arena *arena = arena_new();
	struct dsn why = DSN_IN(arena);
	struct envelope envelope = { .body = s->asked,
	    .smtputf8 = s->asked_utf8 };
	struct message message;
	bool good;

	good = read_text(s->text, nothing, piped, &message, &why) == EX_OK &&
	    message_declare(&message, &envelope, &why) == !s->refused &&
	    envelope.body == s->declared && (s->refused ||
	    (envelope.smtputf8 == s->utf8 &&
	    envelope.needs_smtputf8 == s->needs_utf8));
	ok(good, s->name);
	message_clear(&message);
	arena_free(&arena);
}

static void
test_addresses(void)
{
	struct message message = { 0 };
	struct dsn why = { 0 };
	struct envelope envelope = { .sender = { SPAN("a"), SPAN("x") } };
	struct recipient r = { .address = { SPAN("us\xc3\xa9r"), SPAN("x") } };

	ok(message_declare(&message, &envelope, &why) &&
	    !envelope.needs_smtputf8, "ASCII addresses need no SMTPUTF8");
	envelope.sender.domain = SPAN("\xc3\xa9.example");
	ok(message_declare(&message, &envelope, &why) &&
	    envelope.needs_smtputf8, "a sender beyond ASCII does");
	envelope.sender.domain = SPAN("x");
	envelope_add(&envelope, &r);
	ok(message_declare(&message, &envelope, &why) &&
	    envelope.needs_smtputf8, "a recipient beyond ASCII does");
	envelope_clear(&envelope);
}

static void
test_loops(void)
{
	struct arena *arena = arena_new();
	struct dsn why = DSN_IN(arena);
	struct message message;

	is_number(read_text(SPAN("A: b\nDelivered-To:  a@b \ndelivered-TO: c@d"
	    "\n\nDelivered-To: e@f\n"), nothing, true, &message, &why),
	    EX_OK, "behaviour 5: Delivered-To fields");
	is_text(str_span(&message.delivered_to), "a@b\nc@d\n",
	    "are known, those of the header");
	message_clear(&message);
	arena_free(&arena);
}

static const struct message_setup hiding = { .hide_bcc = true };
static const struct message_setup asking = { .hide_bcc = true,
    .keep_addresses = true };

/* What is found of a message of which Bcc is not sent. */

static void
test_hidden(void)
{
	static const char eight[] = "To: a\nBcc: \xc3\xa9 <b>\n"
	    "resent-BCC: c\nContent-Transfer-Encoding: 7bit\n\nBcc: d\n";
	const size_t hidden = sizeof("Bcc: .. <b>\nresent-BCC: c\n") - 1;
	struct arena *arena = arena_new();
	struct dsn why = DSN_IN(arena);
	struct envelope envelope = { 0 };
	struct message message;

	is_number(read_text(span_of(eight), hiding, true, &message, &why),
	    EX_OK, "Bcc is not sent");
	is_number(message.survey.octets, sizeof(eight) - 1 - hidden,
	    "its octets do not count");
	is_text(span_of(message.omit[0]), "Bcc", "whoever sends knows of it");
	is_number(message.addresses.len, 0, "nobody wants the addresses");
	ok(message_declare(&message, &envelope, &why) &&
	    envelope.body == BODY_NONE && !envelope.needs_smtputf8,
	    "nor is its 8-bit content seen");
	message_clear(&message);

	is_number(read_text(span_of(eight), nothing, true, &message, &why),
	    EX_OK, "it is sent");
	is_number(message.survey.octets, sizeof(eight) - 1,
	    "and all its octets count");
	ok(message.omit == NULL, "there is nothing to know");
	ok(message_declare(&message, &envelope, &why) &&
	    envelope.body == BODY_8BITMIME && envelope.needs_smtputf8,
	    "and its 8-bit content is seen");
	message_clear(&message);

	is_number(read_text(SPAN("Bcc: a\n b\n"), hiding, false, &message,
	    &why), EX_DATAERR, "nothing but Bcc: 65");
	is_text(why.text, "the message (standard input) is empty but for Bcc "
	    "fields", "which says so");
	message_clear(&message);
	is_number(read_text(SPAN("Bcc: Content-Transfer-Encoding\n"
	    "Content-Transfer-Encoding: 8bit\n\nx"), hiding, true, &message,
	    &why), EX_OK, "a declaration behind it");
	ok(message.declares_8bit, "is seen");
	message_clear(&message);
	is_number(read_text(SPAN("A: b\nTLS-Required: no\n\nx"), nothing,
	    true, &message, &why), EX_OK, "behaviour 106: TLS-Required: no");
	ok(message.waives_tls && message_declare(&message, &envelope,
	    &why) && envelope.waives_tls,
	    "behaviour 106: is known of the envelope");
	message_clear(&message);
	is_number(read_text(SPAN("A: b\n\nTLS-Required: no\n"), nothing,
	    true, &message, &why), EX_OK, "behaviour 106: in the body");
	ok(message_declare(&message, &envelope, &why) &&
	    !envelope.waives_tls, "behaviour 106: it means nothing");
	message_clear(&message);
	is_number(read_text(SPAN("A: b\nRequire-TLS-ESMTP: yes\n\nx"), nothing,
	    true, &message, &why), EX_OK, "behaviour 144: REQUIRETLS");
	ok(message.wants_requiretls && !message.waives_tls,
	    "behaviour 144: is asked for");
	message_clear(&message);
	is_number(read_text(SPAN("A: b\n\nRequire-TLS-ESMTP: yes\n"), nothing,
	    true, &message, &why), EX_OK, "behaviour 144: in the body");
	ok(!message.wants_requiretls, "behaviour 144: it means nothing");
	message_clear(&message);
	arena_free(&arena);
}

static void
test_addresses_kept(void)
{
	struct arena *arena = arena_new();
	struct dsn why = DSN_IN(arena);
	struct message message;
	struct str text;

	is_number(read_text(SPAN("From: x\r\nTO: a,\r\n b\r\nX: y\r\ncc: c"
	    "\r\nResent-From: d\r\nResent-To: e\r\nbcc: f\r\n\r\nTo: g\r\n"),
	    asking, true, &message, &why), EX_OK, "addresses are wanted");
	is_text(str_span(&message.addresses), "TO: a,\r\n b\r\ncc: c\r\n"
	    "Resent-To: e\r\nbcc: f\r\n", "which are those of the header");
	message_clear(&message);

	str_init(&text, 1 << 22);
	while (text.len < 60000)
		str_add(&text, SPAN("X-Line: x\n"));
	str_add(&text, SPAN("To: a\n"));
	is_number(read_text(str_span(&text), asking, true, &message, &why),
	    EX_OK, "a field behind many others");
	is_text(str_span(&message.addresses), "To: a\n", "is found");
	message_clear(&message);

	while (text.len < 3000000)
		str_add(&text, SPAN("X-Line: x\n"));
	str_add(&text, SPAN("Bcc: b\n\nhello\n"));
	is_number(read_text(str_span(&text), asking, false, &message, &why),
	    EX_OK, "and one in a header of 3 MiB");
	is_text(str_span(&message.addresses), "To: a\nBcc: b\n", "is, too");
	is_number(message.survey.octets, text.len - sizeof("Bcc: b\n") + 1,
	    "and is hidden");
	message_clear(&message);
	str_clear(&text);
	arena_free(&arena);
}

static void
test_bad(void)
{
	struct arena *arena = arena_new();
	struct dsn why = DSN_IN(arena);
	struct message message;

	is_number(read_text(SPAN(""), nothing, true, &message, &why),
	    EX_DATAERR, "no octets: 65");
	is_text(why.text, "the message (standard input) is empty",
	    "which says so");
	message_clear(&message);
	is_number(read_file("/dev/null", &message, &why), EX_DATAERR,
	    "no octets in a file: 65");
	is_text(why.text, "the message (/dev/null) is empty",
	    "which names it");
	message_clear(&message);
	is_number(read_file("/nonexistent/m", &message, &why), EX_NOINPUT,
	    "no file: 66");
	is_text(why.text, "open /nonexistent/m: No such file or directory",
	    "which says what was tried");
	message_clear(&message);
	is_number(read_file("/", &message, &why), EX_NOINPUT,
	    "a directory: 66");
	message_clear(&message);
	close(STDIN_FILENO);
	is_number(read_file(NULL, &message, &why), EX_NOINPUT,
	    "a closed standard input: 66");
	message_clear(&message);
	arena_free(&arena);
}

/* More header than is looked at, and more than one piece. */

static void
test_large(void)
{
	enum { LINE = 1000, LINES = 3000 };
	struct arena *arena = arena_new();
	struct dsn why = DSN_IN(arena);
	struct message message;
	FILE *file = tmpfile();

	fputs("Content-Transfer-Encoding: 8bit\n", file);
	for (int i = 0; i < LINES; i++)
		fprintf(file, "X: %0*d\n", LINE, i);
	fflush(file);
	rewind(file);
	dup2(fileno(file), STDIN_FILENO);
	fclose(file);
	ok(read_file(NULL, &message, &why) == EX_OK &&
	    message.declares_8bit, "a header without end is read");
	is_number(message.survey.octets, 32 + LINES * (LINE + 4),
	    "to its last octet");
	message_clear(&message);
	arena_free(&arena);
}

int
main(void)
{
	for (size_t i = 0; i < sizeof(scenes) / sizeof(scenes[0]); i++) {
		test_scene(&scenes[i], false);
		test_scene(&scenes[i], true);
	}
	test_addresses();
	test_loops();
	test_large();
	test_hidden();
	test_addresses_kept();
	test_bad();
	return tap_done();
}
