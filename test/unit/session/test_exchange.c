/* SPDX-License-Identifier: BSD-2-Clause */
#include "session/exchange.h"

#include "unit/session/login_scene.h"

static const struct scene logged_in[] = {
	{ .name = "behaviours 153, 160: the password of this server, with the "
	    "first line", .arrange = by_table, .script = SCRIPT(
	    OFFERS("PLAIN"), PLAIN, "S: 235 2.7.0 ok", MAIL_TO_QUIT),
	    .want = { SENT },
	    .told = "logged in at mx.example[192.0.2.1] as ann with PLAIN" },
	{ .name = "D11: not a word of it is told", .arrange = by_table,
	    .script = SCRIPT(OFFERS("PLAIN"), PLAIN, "S: 235 ok",
	    MAIL_TO_QUIT), .want = { SENT }, .told = "said 0 AUTH PLAIN *\n",
	    .untold = "AGFubgBzM2NyZXQ" },
	{ .name = "D11: nor of what is said later", .arrange = by_table,
	    .script = SCRIPT(OFFERS("LOGIN"), "C: AUTH LOGIN",
	    "S: 334 VXNlcm5hbWU6", "C: YW5u", "S: 334 UGFzc3dvcmQ6",
	    "C: czNjcmV0", "S: 235 ok", MAIL_TO_QUIT), .want = { SENT },
	    .told = "said 0 AUTH LOGIN\n", .untold = "czNjcmV0" },
	{ .name = "D11: nor of what it was asked", .arrange = by_table,
	    .script = SCRIPT(OFFERS("LOGIN"), "C: AUTH LOGIN",
	    "S: 334 VXNlcm5hbWU6", "C: YW5u", "S: 334 UGFzc3dvcmQ6",
	    "C: czNjcmV0", "S: 235 ok", MAIL_TO_QUIT), .want = { SENT },
	    .told = "heard 334 334 *\n", .untold = "UGFzc3dvcmQ6" },
	{ .name = "D11: nor when the server repeats it to a later command",
	    .arrange = by_table, .script = SCRIPT(OFFERS("PLAIN"), PLAIN,
	    "S: 235 s3cret ok", MAIL, "S: 250 AGFubgBzM2NyZXQ= s3cret",
	    RCPT(0), "S: 550 you said AGFubgBzM2NyZXQ= and s3cret",
	    "C: RSET", "S: 250 s3cret", QUIT),
	    .want = { { FATE_BOUNCED, "5.0.0", STAGE_RCPT, HOST " said: 550 "
	    "you said * and * (in reply to RCPT TO command)", 550, false } },
	    .told = "heard 250 250 * *\n",
	    .untold = "s3cret" },
	{ .name = "behaviour 163: any 2xx is a success", .arrange = by_table,
	    .script = SCRIPT(OFFERS("PLAIN"), PLAIN, "S: 250 fine",
	    MAIL_TO_QUIT), .want = { SENT } },
	{ .name = "behaviour 163: even where the server has proven nothing",
	    .arrange = by_table, .script = SCRIPT(OFFERS("LOGIN"),
	    "C: AUTH LOGIN", "S: 235 at once", MAIL_TO_QUIT),
	    .want = { SENT } },
	{ .name = "behaviour 165: the user is the authorization identity",
	    .arrange = authzid, .script = SCRIPT(OFFERS("PLAIN"),
	    "C: AUTH PLAIN YW5uAGFubgBzM2NyZXQ=", "S: 235 ok", MAIL_TO_QUIT),
	    .want = { SENT } },
	{ .name = "D15: a mechanism that cannot begin is passed over",
	    .arrange = odd_user, .script = SCRIPT(
	    OFFERS("SCRAM-SHA-256 PLAIN"), "C: AUTH PLAIN AP8AczNjcmV0",
	    "S: 235 ok", MAIL_TO_QUIT), .want = { SENT } },
	{ .name = "behaviour 164: nothing is remembered without a store",
	    .arrange = required, .script = SCRIPT(OFFERS("PLAIN"), PLAIN,
	    "S: 235 ok", MAIL_TO_QUIT), .want = { SENT } },
};

static const struct scene refused[] = {
	{ .name = "behaviour 163: 535 is softened", .arrange = by_table,
	    .script = SCRIPT(OFFERS("PLAIN"), PLAIN, "S: 535 5.7.8 no", QUIT),
	    .want = { LATER("4.7.8", SAID "535 5.7.8 no", 535) } },
	{ .name = "behaviour 163: a class that is not the code's",
	    .arrange = by_table, .script = SCRIPT(OFFERS("PLAIN"), PLAIN,
	    "S: 535 4.7.8 no", QUIT),
	    .want = { LATER("4.0.0", SAID "535 4.7.8 no", 535) } },
	{ .name = "behaviour 163: smtp_sasl_auth_soft_bounce = no",
	    .arrange = hard, .script = SCRIPT(OFFERS("PLAIN"), PLAIN,
	    "S: 535 no", QUIT),
	    .want = { NEVER("5.0.0", SAID "535 no", 535) } },
	{ .name = "behaviour 63: but soft_bounce", .arrange = soft_bounce,
	    .script = SCRIPT(OFFERS("PLAIN"), PLAIN, "S: 535 5.7.8 no", QUIT),
	    .want = { LATER("4.7.8", SAID "535 5.7.8 no", 535) } },
	{ .name = "behaviour 163: any other 5xx likewise",
	    .arrange = by_table, .script = SCRIPT(OFFERS("PLAIN"), PLAIN,
	    "S: 550 5.7.1 no", QUIT),
	    .want = { LATER("4.7.1", SAID "550 5.7.1 no", 550) } },
	{ .name = "behaviour 163: 454", .arrange = hard, .script = SCRIPT(
	    OFFERS("PLAIN"), PLAIN, "S: 454 4.7.0 later", QUIT),
	    .want = { LATER("4.7.0", SAID "454 4.7.0 later", 454) } },
	{ .name = "behaviour 163: what is neither yes nor no",
	    .arrange = by_table, .script = SCRIPT(OFFERS("PLAIN"), PLAIN,
	    "S: 199 well", QUIT),
	    .want = { NEVER("5.5.0", SAID "199 well", 199) } },
	{ .name = "behaviour 159: there is no second try",
	    .arrange = by_table, .script = SCRIPT(OFFERS("PLAIN LOGIN"), PLAIN,
	    "S: 504 5.5.4 what", QUIT),
	    .want = { LATER("4.5.4", SAID "504 5.5.4 what", 504) } },
	{ .name = "D15: nothing that can begin", .arrange = odd_user,
	    .script = SCRIPT(OFFERS("SCRAM-SHA-256"), QUIT),
	    .want = { LATER("4.7.0", NULL, 0) } },
	{ .name = "behaviour 162: a challenge that is no base64",
	    .arrange = by_table, .script = SCRIPT(OFFERS("CRAM-MD5"),
	    "C: AUTH CRAM-MD5", "S: 334 !", QUIT),
	    .want = { LATER("4.7.0", NULL, 0) } },
	{ .name = "behaviour 162: one of two lines", .arrange = by_table,
	    .script = SCRIPT(OFFERS("CRAM-MD5"), "C: AUTH CRAM-MD5",
	    "S: 334-PDFA", "S: 334 bXg+", QUIT),
	    .want = { LATER("4.7.0", NULL, 0) } },
	{ .name = "behaviour 162: a server that asks once more",
	    .arrange = by_table, .script = SCRIPT(OFFERS("PLAIN"), PLAIN,
	    "S: 334 ", QUIT), .want = { LATER("4.7.0", NULL, 0) } },
	{ .name = "behaviour 161, D19: a challenge where none may be",
	    .arrange = by_long_password, .script = SCRIPT(OFFERS("PLAIN"),
	    "C: AUTH PLAIN", "S: 334 d2hhdD8=", QUIT),
	    .want = { LATER("4.7.0", NULL, 0) }, .untold = "eHh4eHh4" },
	{ .name = "D11: a server that repeats what it heard",
	    .arrange = by_table, .script = SCRIPT(OFFERS("PLAIN"), PLAIN,
	    "S: 535 5.7.8 bad: AGFubgBzM2NyZXQ=, AGFubgBzM2NyZXQ=", QUIT),
	    .want = { LATER("4.7.8", SAID "535 5.7.8 bad: *, *", 535) },
	    .untold = "AGFubgBzM2NyZXQ" },
	{ .name = "D11: or that says the password itself",
	    .arrange = by_table, .script = SCRIPT(OFFERS("PLAIN"), PLAIN,
	    "S: 535-s3cret", "S: 535 5.7.8 bad s3cret", QUIT),
	    .want = { LATER("4.7.8", SAID "535-* 535 5.7.8 bad *", 535) },
	    .untold = "s3cret" },
	{ .name = "D11: or in a challenge that is none", .arrange = by_table,
	    .script = SCRIPT(OFFERS("CRAM-MD5"), "C: AUTH CRAM-MD5",
	    "S: 334-s3cret", "S: 535 5.7.8 s3cret", QUIT),
	    .want = { LATER("4.7.8", SAID "334-* 535 5.7.8 *", 535) },
	    .untold = "s3cret" },
	{ .name = "D11: or in a line that is no reply", .arrange = by_table,
	    .script = SCRIPT(OFFERS("PLAIN"), PLAIN, "S: s3cret"),
	    .want = { LATER("4.5.0", "protocol error: host mx.example"
	    "[192.0.2.1] answered with \"*\" while performing the EHLO "
	    "handshake", 0) }, .untold = "s3cret" },
	{ .name = "D11: or with a token", .arrange = by_token,
	    .script = SCRIPT(OFFERS("XOAUTH2"), "C: AUTH XOAUTH2 "
	    "dXNlcj1ib2IBYXV0aD1CZWFyZXIgdDBrM24BAQ==", "S: 535 t0k3n", QUIT),
	    .want = { LATER("4.0.0", SAID "535 *", 535) },
	    .untold = "t0k3n" },
	{ .name = "D11: the name of the mechanism is no secret",
	    .arrange = odd_user, .script = SCRIPT(
	    OFFERS("DIGEST-MD5"), "C: AUTH DIGEST-MD5",
	    "S: 504 5.5.4 no DIGEST-MD5", QUIT),
	    .want = { LATER("4.5.4", SAID "504 5.5.4 no DIGEST-MD5", 504) } },
	{ .name = "behaviour 166: a connection that is lost",
	    .arrange = by_table, .script = SCRIPT(OFFERS("PLAIN"), PLAIN,
	    "hangup"), .want = { LATER("4.4.2", "lost connection " WITH
	    " while performing the EHLO handshake", 0) } },
	{ .name = "behaviour 166: a server that says nothing",
	    .arrange = by_table, .script = SCRIPT(OFFERS("PLAIN"), PLAIN,
	    "stall 11"), .want = { LATER("4.4.2", "conversation " WITH
	    " timed out while performing the EHLO handshake", 0) } },
	{ .name = "D16: an answer that was there before AUTH",
	    .arrange = by_table, .script = SCRIPT("S: 220 mx",
	    "C: EHLO me.example", "S: 250-mx", "S: 250 AUTH PLAIN",
	    "S: 235 ok"), .want = { LATER("4.5.0", NULL, 0) } },
};

static const struct scene lmtp_lost = {
	.name = "behaviour 166: the same in LMTP", .arrange = lmtp,
	.script = SCRIPT("S: 220 mx", "C: LHLO me.example", "S: 250-mx",
	    "S: 250 AUTH PLAIN", PLAIN, "hangup"), .no_mail = true,
	.want = { LATER("4.4.2", "lost connection " WITH " while performing "
	    "the LHLO handshake", 0) },
};

/* held_back - a first line of n octets of base64, and what is said then */

static void
held_back(size_t n, bool held)
{
	const char *const at_once[] = { OFFERS("PLAIN"), "C: AUTH PLAIN %s",
	    "S: 535 no", QUIT, NULL };
	const char *const later[] = { OFFERS("PLAIN"), "C: AUTH PLAIN",
	    "S: 334 ", "C: %s", "S: 535 no", QUIT, NULL };
	const char *const *script = held ? later : at_once;
	const char *steps[12] = { NULL };
	struct scene scene = { .name = held ? "behaviour 160: 500 octets are "
	    "held back until the server asks" : "behaviour 160: 496 are not",
	    .script = steps, .arrange = by_long_password, .no_mail = true,
	    .want = { LATER("4.0.0", SAID "535 no", 535) } };
	struct arena *arena = arena_new();
	struct str octets, base64;

	str_init(&octets, 1000);
	str_init(&base64, 1000);
	str_add(&octets, SPAN("\0bob\0"));
	while (octets.len < n / 4 * 3)
		str_add_char(&octets, 'x');
	base64_encode(str_span(&octets), &base64);
	must(base64.len == n);
	for (size_t i = 0; script[i] != NULL; i++)
		steps[i] = strstr(script[i], "%s") == NULL ? script[i] :
		    arena_text(arena, "%.*s%s", (int)strlen(script[i]) - 2,
		    script[i], str_chars(&base64)).at;
	secret_free(&long_password);
	long_password = secret_copy(span_from_octet(str_span(&octets), 5));
	scene_greet(&scene, false);
	str_clear(&octets);
	str_clear(&base64);
	arena_free(&arena);
}

/* test_shown - --show-secrets, and only that, shows what is said */

static void
test_shown(void)
{
	const struct scene scene = { .arrange = by_table, .script = SCRIPT(
	    OFFERS("LOGIN"), "C: AUTH LOGIN", "S: 334 VXNlcm5hbWU6",
	    "C: YW5u", "S: 334 UGFzc3dvcmQ6", "C: czNjcmV0", "S: 535 no",
	    QUIT) };
	struct bench b;

	bench_set(&b, &scene);
	bench_open(&b);
	b.session->talk.show_secrets = true;
	ok(!session_open(b.session), "a session of which all is shown");
	ok(was_told(&b, "said 0 czNjcmV0\n") &&
	    was_told(&b, "heard 334 334 UGFzc3dvcmQ6\n"),
	    "D11: what was said and heard is told with --show-secrets");
	session_free(&b.session);
	bench_clear(&b);
}

int
main(void)
{
	secrets_begin();
	held_back(496, false);
	held_back(500, true);
	for (size_t i = 0; i < sizeof(logged_in) / sizeof(logged_in[0]); i++)
		scene_play(&logged_in[i]);
	greet_all(refused, sizeof(refused) / sizeof(refused[0]), false);
	scene_greet(&lmtp_lost, false);
	test_shown();
	secrets_end();
	return tap_done();
}
