/* SPDX-License-Identifier: BSD-2-Clause */
#include "cmd/input.h"

#include <stdio.h>
#include <stdlib.h>
#include <sysexits.h>
#include <unistd.h>

#include "base/mem.h"
#include "os/clock.h"
#include "unit/tap.h"

enum { MOMENT = 1700000000 };

static msec_t
moment(void)
{
	return MOMENT;
}

struct scene {
	struct arena *arena;
	struct dsn why;
	struct options options;
	struct params params;
	struct host_facts facts;
	struct span addresses;
	struct envelope envelope;
};

/* A command line that names these recipients; a NULL ends them. */

static void
begin(struct scene *s, const char *const *to)
{
	*s = (struct scene){ .arena = arena_new(),
	    .params.myorigin = SPAN("origin.example"),
	    .facts = { SPAN("host.example"), SPAN("ann") } };
	s->why = DSN_IN(s->arena);
	for (; *to != NULL; to++)
		*vec_add(&s->options.to) = span_of(*to);
}

static void
end(struct scene *s)
{
	vec_clear(&s->options.to);
	envelope_clear(&s->envelope);
	arena_free(&s->arena);
}

#define TO(...)		((const char *const []){ __VA_ARGS__, NULL })
#define TO_NOBODY	((const char *const []){ NULL })

static int
read_envelope(struct scene *s)
{
	const struct input input = { .options = &s->options,
	    .params = &s->params, .facts = &s->facts,
	    .addresses = s->addresses };

	return input_envelope(&input, &s->envelope, &s->why);
}

static struct span
sent_as(struct scene *s, const struct address *address)
{
	struct str to;
	struct span text;

	str_init(&to, ADDRESS_QUOTED_MAX);
	address_add(&to, address, true);
	text = arena_copy(s->arena, str_span(&to));
	str_clear(&to);
	return text;
}

/* All recipients, as they would be sent. */

static struct span
recipients(struct scene *s)
{
	struct str to;
	struct span text;

	str_init(&to, 10000);
	for (size_t i = 0; i < s->envelope.recipients.len; i++) {
		str_add(&to, i == 0 ? SPAN("") : SPAN(" "));
		address_add(&to, &s->envelope.recipients.at[i].address, true);
	}
	text = arena_copy(s->arena, str_span(&to));
	str_clear(&to);
	return text;
}

/* A file that holds the text; its path is in the arena. */

static const char *
file_of(struct scene *s, struct span text)
{
	char *path = arena_get(s->arena, 1, 40);
	int fd;

	memcpy(path, "/tmp/test_input_XXXXXX", 23);
	fd = mkstemp(path);
	must(fd >= 0 && write(fd, text.at, text.len) == (ssize_t)text.len);
	close(fd);
	return path;
}

static void
test_defaults(void)
{
	struct scene s;

	begin(&s, TO("bob@x.example"));
	clock_replace(moment);
	is_number(read_envelope(&s), EX_OK, "one recipient is enough");
	clock_replace(NULL);
	is_text(sent_as(&s, &s.envelope.sender), "ann@origin.example",
	    "the sender is the login name @$myorigin");
	is_number(s.envelope.arrival, MOMENT, "it was handed over now");
	ok(s.envelope.body == BODY_NONE && s.envelope.ret == RET_NONE &&
	    s.envelope.envid.len == 0 && !s.envelope.smtputf8 &&
	    s.envelope.recipients.at[0].notify == 0,
	    "nothing is asked for besides");
	end(&s);
}

static void
test_options(void)
{
	struct scene s;

	begin(&s, TO("bob@x.example"));
	s.options.envid = SPAN("id+2B");
	s.options.ret = RET_HDRS;
	s.options.body = BODY_7BIT;
	s.options.smtputf8 = true;
	s.options.arrival_given = true;
	s.options.arrival = 4711;
	s.options.notify = NOTIFY_SUCCESS;
	is_number(read_envelope(&s), EX_OK, "everything is asked for");
	is_text(s.envelope.envid, "id+2B", "ENVID");
	ok(s.envelope.ret == RET_HDRS && s.envelope.body == BODY_7BIT &&
	    s.envelope.smtputf8 && s.envelope.arrival == 4711,
	    "RET, BODY, SMTPUTF8 and the arrival");
	is_number(s.envelope.recipients.at[0].notify, NOTIFY_SUCCESS,
	    "NOTIFY");
	end(&s);
}

static const struct sender {
	const char *name, *given, *sent;
} senders[] = {
	{ "as it was given", "eve@y.example", "eve@y.example" },
	{ "in angle brackets", "<eve@y.example>", "eve@y.example" },
	{ "without a domain", "eve", "eve@origin.example" },
	{ "'' is the null sender", "", "" },
	{ "'<>' is the null sender", "<>", "" },
	{ "quoted", "\"a b\"@y", "\"a b\"@y" },
};

static void
test_senders(void)
{
	struct scene s;

	for (size_t i = 0; i < sizeof(senders) / sizeof(senders[0]); i++) {
		begin(&s, TO("bob@x.example"));
		s.options.from_given = true;
		s.options.from = span_of(senders[i].given);
		is_number(read_envelope(&s), EX_OK, senders[i].name);
		is_text(sent_as(&s, &s.envelope.sender), senders[i].sent,
		    senders[i].name);
		end(&s);
	}
	begin(&s, TO("bob@x.example"));
	s.options.from_given = true;
	s.options.from = SPAN("a@x>\r\nRCPT TO:<b@y");
	is_number(read_envelope(&s), EX_DATAERR, "a malformed sender: 65");
	ok(span_starts(s.why.text, SPAN("sender: malformed address")),
	    "which says so");
	end(&s);
}

static void
test_domains(void)
{
	struct scene s;

	begin(&s, TO("bob"));
	s.options.destination = SPAN("unix:/s");
	is_number(read_envelope(&s), EX_OK, "no domain");
	is_text(recipients(&s), "bob@origin.example",
	    "SMTP: the domain is added, -d or not");
	end(&s);
	begin(&s, TO("bob"));
	s.options.protocol = PROTOCOL_LMTP;
	is_number(read_envelope(&s), EX_OK, "no domain, LMTP");
	is_text(recipients(&s), "bob@origin.example",
	    "LMTP without -d: the domain is added");
	end(&s);
	begin(&s, TO("bob"));
	s.options.protocol = PROTOCOL_LMTP;
	s.options.destination = SPAN("unix:/s");
	is_number(read_envelope(&s), EX_OK, "no domain, LMTP and -d");
	is_text(recipients(&s), "bob", "LMTP and -d: sent as given");
	is_text(sent_as(&s, &s.envelope.sender), "ann@origin.example",
	    "the sender has a domain all the same");
	end(&s);
}

static void
test_origin_file(void)
{
	struct scene s;
	const char *path;

	begin(&s, TO("bob"));
	path = file_of(&s, SPAN(" file.example \nother.example\n"));
	s.params.myorigin = span_of(path);
	is_number(read_envelope(&s), EX_OK, "myorigin names a file");
	is_text(recipients(&s), "bob@file.example",
	    "its first line is the domain");
	unlink(path);
	envelope_clear(&s.envelope);
	is_number(read_envelope(&s), EX_CONFIG,
	    "a file that is not there: 78");
	ok(span_starts(s.why.text, SPAN("myorigin: open /tmp/")),
	    "which names it");
	end(&s);
}

static void
test_lists(void)
{
	struct scene s;
	const char *path;

	begin(&s, TO("a@x,b@x", "c@x", "a@X"));
	path = file_of(&s, SPAN("d@x NOTIFY=NEVER\nb@x\ne\n"));
	s.options.recipients_from = path;
	s.options.notify = NOTIFY_DELAY;
	is_number(read_envelope(&s), EX_OK, "command line and file");
	is_text(recipients(&s), "a@x b@x c@x d@x e@origin.example",
	    "in the order given, each once");
	is_number(s.envelope.recipients.at[3].notify, NOTIFY_NEVER,
	    "the file's NOTIFY wins");
	is_number(s.envelope.recipients.at[4].notify, NOTIFY_DELAY,
	    "else the command line's holds");
	unlink(path);
	end(&s);
	begin(&s, TO_NOBODY);
	path = file_of(&s, SPAN("a@x\nb@x FOO\n"));
	s.options.recipients_from = path;
	is_number(read_envelope(&s), EX_DATAERR, "a malformed line: 65");
	ok(strstr(s.why.text.at, ":2: ") != NULL, "which is named");
	unlink(path);
	end(&s);
}

static void
test_header(void)
{
	struct scene s;
	const char *path;

	begin(&s, TO("a@x", "b@x"));
	path = file_of(&s, SPAN("c@x NOTIFY=NEVER\n"));
	s.options.recipients_from = path;
	s.options.read_recipients = true;
	s.options.notify = NOTIFY_DELAY;
	s.addresses = SPAN("To: D <d@x>, b@X, e\nBcc: c@x, f@x\n");
	is_number(read_envelope(&s), EX_OK, "command line, file and header");
	is_text(recipients(&s), "a@x b@x c@x d@x e@origin.example f@x",
	    "in this order, each once");
	is_number(s.envelope.recipients.at[2].notify, NOTIFY_NEVER,
	    "who is named twice keeps the first one's NOTIFY");
	is_number(s.envelope.recipients.at[5].notify, NOTIFY_DELAY,
	    "those of the header have the command line's");
	unlink(path);
	end(&s);

	begin(&s, TO_NOBODY);
	s.options.read_recipients = true;
	s.addresses = SPAN("To: d@x\n");
	is_number(read_envelope(&s), EX_OK, "the header is enough");
	envelope_clear(&s.envelope);
	s.addresses = SPAN("To: a b@x\n");
	is_number(read_envelope(&s), EX_DATAERR,
	    "a malformed address in it: 65");
	is_text(s.why.text, "To: malformed address \"a b@x\": words stand "
	    "side by side", "which names the field");
	envelope_clear(&s.envelope);
	s.addresses = SPAN("To: Nobody:;\n");
	is_number(read_envelope(&s), EX_USAGE, "no recipient anywhere: 64");
	is_text(s.why.text, "no recipient is given, and the message names "
	    "none", "which says so");
	end(&s);

	begin(&s, TO_NOBODY);
	s.options.protocol = PROTOCOL_LMTP;
	s.options.destination = SPAN("unix:/s");
	s.options.read_recipients = true;
	s.addresses = SPAN("To: Bob <bob>\n");
	is_number(read_envelope(&s), EX_OK, "LMTP and -d");
	is_text(recipients(&s), "bob", "no domain: sent as it is");
	end(&s);
}

static void
test_stdin(void)
{
	struct scene s;
	FILE *file = tmpfile();

	fputs("a@x\n", file);
	rewind(file);
	dup2(fileno(file), STDIN_FILENO);
	fclose(file);
	begin(&s, TO_NOBODY);
	s.options.recipients_from = "-";
	is_number(read_envelope(&s), EX_USAGE,
	    "standard input for recipients and message: 64");
	envelope_clear(&s.envelope);
	s.options.message = "-";
	is_number(read_envelope(&s), EX_USAGE, "also with -m -");
	ok(input_message(&s.options) == NULL, "which is standard input");
	envelope_clear(&s.envelope);
	s.options.quit_after = STAGE_DATA;
	is_number(read_envelope(&s), EX_USAGE,
	    "data needs the message, too: 64");
	envelope_clear(&s.envelope);
	s.options.message = "message";
	is_number(read_envelope(&s), EX_OK, "but not with -m FILE");
	is_text(recipients(&s), "a@x", "then it holds the recipients");
	is_text(span_of(input_message(&s.options)), "message",
	    "and the message is in the file");
	envelope_clear(&s.envelope);
	s.options.message = NULL;
	s.options.quit_after = STAGE_RCPT;
	must(lseek(STDIN_FILENO, 0, SEEK_SET) == 0);
	is_number(read_envelope(&s), EX_OK, "nor where no message is read");
	is_text(recipients(&s), "a@x", "then it is free for them");
	end(&s);
}

/* What a run that ends before RCPT needs no recipient for. */

static void
test_nobody(void)
{
	struct scene s;

	begin(&s, TO_NOBODY);
	s.options.destination = SPAN("[mx.example]");
	s.options.quit_after = STAGE_MAIL;
	is_number(read_envelope(&s), EX_OK, "a destination is enough");
	is_number(s.envelope.recipients.len, 1, "nobody stands for it");
	ok(s.envelope.recipients.at[0].nobody, "who is nobody");
	is_text(sent_as(&s, &s.envelope.sender), "ann@origin.example",
	    "there is a sender all the same");
	envelope_clear(&s.envelope);
	s.options.quit_after = STAGE_RCPT;
	is_number(read_envelope(&s), EX_USAGE, "RCPT names somebody: 64");
	is_text(s.why.text, "no recipient is given", "which says so");
	envelope_clear(&s.envelope);
	s.options.quit_after = STAGE_INPUT;
	is_number(read_envelope(&s), EX_USAGE, "and so does a delivery: 64");
	envelope_clear(&s.envelope);
	s.options.quit_after = STAGE_BANNER;
	s.options.destination = SPAN("");
	is_number(read_envelope(&s), EX_USAGE, "no destination either: 64");
	end(&s);

	begin(&s, TO("bob@x.example"));
	s.options.destination = SPAN("[mx.example]");
	s.options.quit_after = STAGE_CONNECT;
	is_number(read_envelope(&s), EX_OK, "with a recipient");
	is_text(recipients(&s), "bob@x.example", "it is that one");
	ok(!s.envelope.recipients.at[0].nobody, "who is somebody");
	end(&s);
}

static void
test_bad(void)
{
	struct scene s;

	begin(&s, TO_NOBODY);
	is_number(read_envelope(&s), EX_USAGE, "no recipient: 64");
	is_text(s.why.text, "no recipient is given", "which says so");
	end(&s);
	begin(&s, TO_NOBODY);
	s.options.recipients_from = "/dev/null";
	is_number(read_envelope(&s), EX_USAGE,
	    "a file without recipients: 64");
	end(&s);
	begin(&s, TO("a@x"));
	s.options.recipients_from = "/nonexistent/r";
	is_number(read_envelope(&s), EX_NOINPUT, "an unreadable file: 66");
	is_text(s.why.text, "open /nonexistent/r: No such file or directory",
	    "which is named");
	end(&s);
	begin(&s, TO("a@x", "b@@x"));
	is_number(read_envelope(&s), EX_DATAERR, "a malformed address: 65");
	ok(span_starts(s.why.text, SPAN("recipient: ")) &&
	    strstr(s.why.text.at, "b@@x") != NULL, "which is named");
	end(&s);
}

int
main(void)
{
	test_defaults();
	test_options();
	test_senders();
	test_domains();
	test_origin_file();
	test_lists();
	test_header();
	test_stdin();
	test_nobody();
	test_bad();
	return tap_done();
}
