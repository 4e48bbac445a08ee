/* SPDX-License-Identifier: BSD-2-Clause */
#include "unit/session/login_scene.h"

static const struct scene logged_in[] = {
	{ .name = "behaviour 159: CRAM-MD5 before PLAIN", .arrange = by_table,
	    .script = SCRIPT(OFFERS("PLAIN CRAM-MD5"), "C: AUTH CRAM-MD5",
	    "S: 334 PDFAbXg+",
	    "C: YW5uIDAyNWZjYWUwMWFhYzQ3ZWY3ZDA0YmNhZWYwNDc3MWI4",
	    "S: 235 ok", MAIL_TO_QUIT), .want = { SENT },
	    .told = "decision 0 AUTH CRAM-MD5 is the best that will do\n" },
	{ .name = "behaviour 157: the options without TLS",
	    .arrange = in_tls_only, .script = SCRIPT(OFFERS("PLAIN"), PLAIN,
	    "S: 235 ok", MAIL_TO_QUIT), .want = { SENT } },
	{ .name = "behaviour 174: AUTH=<> behind MAIL", .arrange = dummy,
	    .script = SCRIPT(OFFERS("PLAIN"), PLAIN, "S: 235 ok",
	    MAIL " AUTH=<>", "S: 250 ok", RCPT(0), "S: 250 ok", "C: DATA",
	    "S: 354 go", "C: hello", "C: .", "S: 250 done", QUIT),
	    .want = { SENT } },
	{ .name = "D5: the user's own login, no table is asked",
	    .arrange = by_own, .script = SCRIPT(OFFERS("PLAIN"),
	    "C: AUTH PLAIN AGJvYgBzM2NyZXQ=", "S: 235 ok", MAIL_TO_QUIT),
	    .want = { SENT } },
	{ .name = "D15: a token, where no password is", .arrange = by_token,
	    .script = SCRIPT(OFFERS("CRAM-MD5 XOAUTH2 PLAIN"),
	    "C: AUTH XOAUTH2 dXNlcj1ib2IBYXV0aD1CZWFyZXIgdDBrM24BAQ==",
	    "S: 235 ok", MAIL_TO_QUIT), .want = { SENT },
	    .told = "decision 0 AUTH CRAM-MD5 needs a password\n" },
};

static const struct scene as_nobody[] = {
	{ .name = "behaviour 153: AUTH is not offered, no table is asked",
	    .arrange = by_broken_table, .script = SCRIPT("S: 220 mx",
	    "C: EHLO me.example", "S: 250 mx", MAIL_TO_QUIT),
	    .want = { SENT }, .told = "decision 0 no login: it is not offered",
	    },
	{ .name = "behaviour 153: there is no password for this server",
	    .arrange = by_other_table, .script = SCRIPT(OFFERS("PLAIN"),
	    MAIL_TO_QUIT), .want = { SENT } },
	{ .name = "behaviour 153: nobody asks for a login",
	    .arrange = not_enabled, .script = SCRIPT(OFFERS("PLAIN"),
	    MAIL_TO_QUIT), .want = { SENT } },
	{ .name = "behaviour 174: no AUTH=<> without a login",
	    .arrange = dummy_without_login, .script = SCRIPT(OFFERS("PLAIN"),
	    MAIL_TO_QUIT), .want = { SENT } },
};

static const struct scene refused[] = {
	{ .name = "behaviour 159: NTLM only by a filter or in Postfix mode",
	    .arrange = by_table, .script = SCRIPT(OFFERS("NTLM"), QUIT),
	    .want = { LATER("4.7.0", NO_WAY ": NTLM is used only if the "
	    "mechanism filter names it", 0) } },
	{ .name = "behaviour 155: a table that cannot say",
	    .arrange = by_broken_table, .script = SCRIPT(OFFERS("PLAIN"),
	    QUIT), .want = { LATER("4.3.0", "local data error while talking "
	    "to mx.example[192.0.2.1]", 0) } },
	{ .name = "behaviour 158: nothing is offered", .arrange = by_table,
	    .script = SCRIPT("S: 220 mx", "C: EHLO me.example", "S: 250-mx",
	    "S: 250 AUTH", QUIT), .want = { LATER("4.7.0", NO_WAY, 0) } },
	{ .name = "behaviours 157, 159: nothing that is safe enough",
	    .arrange = no_plaintext, .script = SCRIPT(OFFERS("PLAIN X"),
	    QUIT), .want = { LATER("4.7.0", NO_WAY ": PLAIN noplaintext rules "
	    "it out on this connection, X is not known here", 0) } },
	{ .name = "D5: a login is required, and AUTH is not offered",
	    .arrange = required, .script = SCRIPT("S: 220 mx",
	    "C: EHLO me.example", "S: 250 mx", QUIT),
	    .want = { LATER("4.7.0", REQUIRED "it is not offered", 0) } },
	{ .name = "D5: a login is required, and there is no password",
	    .arrange = required_elsewhere, .script = SCRIPT(OFFERS("PLAIN"),
	    QUIT), .want = { LATER("4.7.0", REQUIRED "there is no password "
	    "for this server", 0) } },
};

static const struct scene checked[] = {
	{ .name = "--quit-after=auth: the login is good", .arrange = by_table,
	    .quit_after = STAGE_AUTH, .script = SCRIPT(OFFERS("PLAIN"), PLAIN,
	    "S: 235 2.7.0 ok", QUIT), .want = { { FATE_DELIVERABLE, "2.7.0",
	    STAGE_AUTH, "235 2.7.0 ok", 235, false } } },
	{ .name = "--quit-after=auth: nobody logs in",
	    .arrange = by_other_table, .quit_after = STAGE_AUTH,
	    .script = SCRIPT(OFFERS("PLAIN"), QUIT),
	    .want = { LATER("4.7.0", REQUIRED "there is no password for this "
	    "server", 0) } },
	{ .name = "--quit-after=hello: the secret is not told",
	    .arrange = by_table, .quit_after = STAGE_HELLO,
	    .script = SCRIPT(OFFERS("PLAIN"), QUIT),
	    .want = { { FATE_DELIVERABLE, "2.0.0", STAGE_HELLO, NULL, 250,
	    false } } },
};

/* test_facts - what the report gets to know */

static void
test_facts(void)
{
	const struct scene scene = { .arrange = by_table, .script = SCRIPT(
	    OFFERS("PLAIN"), PLAIN, "S: 235 ok", QUIT) };
	struct bench b;

	bench_set(&b, &scene);
	bench_open(&b);
	ok(b.facts.login.mechanism == NULL, "nobody is logged in at first");
	ok(session_open(b.session), "a session with a login");
	is_text(span_of(b.facts.login.mechanism), "PLAIN",
	    "the mechanism is a fact");
	is_text(b.facts.login.user, "ann", "and so is the user");
	session_free(&b.session);
	bench_clear(&b);
}

int
main(void)
{
	secrets_begin();
	for (size_t i = 0; i < sizeof(logged_in) / sizeof(logged_in[0]); i++)
		scene_play(&logged_in[i]);
	for (size_t i = 0; i < sizeof(as_nobody) / sizeof(as_nobody[0]); i++)
		scene_play(&as_nobody[i]);
	greet_all(refused, sizeof(refused) / sizeof(refused[0]), false);
	greet_all(checked, 1, true);
	greet_all(checked + 1, 1, false);
	greet_all(checked + 2, 1, true);
	test_facts();
	secrets_end();
	return tap_done();
}
