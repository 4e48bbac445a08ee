/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * STARTTLS as far as it is spoken in the clear: who is asked, and what
 * becomes of a session that does not get it.
 */
#include "unit/session/scene.h"

#define EHLO		"C: EHLO me.example"
#define HELO		"C: HELO me.example"
#define QUIT		"C: QUIT"
#define STARTTLS	"C: STARTTLS"
#define OFFER		"S: 220 mx ESMTP", EHLO, "S: 250-mx", "S: 250 STARTTLS"
#define REFUSED		"TLS is required, but " HOST " refused to start TLS: "
#define NOT_OFFERED	"TLS is required, but was not offered by " HOST
#define LATER(s, g, t)	{ FATE_OPEN, s, g, t, 0, false }
#define NO_ENGINE	"TLS is required, but our TLS engine is unavailable: "

static void
level(struct bench *b, enum tls_level level)
{
	static const struct engine_setup nothing;

	b->policy.tls.level = level;
	b->policy.tls.priority = SPAN("NORMAL");
	b->engine = engine_new(&nothing);
}

static void
none(struct bench *b)
{
	level(b, TLS_NONE);
}

static void
none_noted(struct bench *b)
{
	level(b, TLS_NONE);
	b->params.tls_note_starttls_offer = true;
}

static void
may(struct bench *b)
{
	level(b, TLS_MAY);
}

static void
may_noted(struct bench *b)
{
	level(b, TLS_MAY);
	b->params.tls_note_starttls_offer = true;
}

static void
encrypt(struct bench *b)
{
	level(b, TLS_ENCRYPT);
}

static void
secure_level(struct bench *b)
{
	level(b, TLS_SECURE);
	b->policy.tls.proof = TLS_PROOF_NAME;
}

static void
soft_bounce(struct bench *b)
{
	level(b, TLS_ENCRYPT);
	b->params.soft_bounce = true;
}

static void
discarded(struct bench *b)
{
	level(b, TLS_ENCRYPT);
	b->policy.discard = CAP_STARTTLS;
}

static void
no_identity(struct bench *b, enum tls_level wanted)
{
	const struct engine_setup setup = { .identity.file = { {
	    SPAN("/nonexistent/mxput.pem"), SPAN("/nonexistent/mxput.pem") } }
	};

	level(b, wanted);
	engine_free(&b->engine);
	b->engine = engine_new(&setup);
}

static void
may_no_identity(struct bench *b)
{
	no_identity(b, TLS_MAY);
}

static void
encrypt_no_identity(struct bench *b)
{
	no_identity(b, TLS_ENCRYPT);
}

static void
wrapped_no_identity(struct bench *b)
{
	no_identity(b, TLS_ENCRYPT);
	b->policy.tls.wrapper = true;
}

static void
no_authorities(struct bench *b, enum tls_level wanted)
{
	const struct engine_setup setup = { .trust.folder =
	    SPAN("/nonexistent/mxput") };

	level(b, wanted);
	engine_free(&b->engine);
	b->engine = engine_new(&setup);
}

static void
encrypt_no_authorities(struct bench *b)
{
	no_authorities(b, TLS_ENCRYPT);
}

static void
secure_no_authorities(struct bench *b)
{
	no_authorities(b, TLS_SECURE);
	b->policy.tls.proof = TLS_PROOF_NAME;
}

static void
policy_has_none(struct bench *b)
{
	level(b, TLS_ENCRYPT);
	b->policy.tls.no_engine = DSN_IN(b->arena);
	dsn_fail(&b->policy.tls.no_engine, "4.7.5", "no such digest");
}

/* The session goes on in the clear. */

static const struct scene clear[] = {
	{ "behaviour 123: at the level none nobody asks",
	    .script = SCRIPT(OFFER, QUIT), .arrange = none,
	    .untold = "offers STARTTLS" },
	{ "smtp_tls_note_starttls_offer: that it could be had is told",
	    .script = SCRIPT(OFFER, QUIT), .arrange = none_noted,
	    .told = "host mx.example[192.0.2.1] offers STARTTLS, and the TLS "
	    "level is none" },
	{ "smtp_tls_note_starttls_offer: not if it is not offered",
	    .script = SCRIPT("S: 220 mx", EHLO, "S: 250 mx", QUIT),
	    .arrange = none_noted, .untold = "offers STARTTLS" },
	{ "behaviour 126: at the level may an offer is not needed",
	    .script = SCRIPT("S: 220 mx", EHLO, "S: 250 mx", QUIT),
	    .arrange = may, .told = "going on without TLS" },
	{ "behaviour 124: nor is consent: 454",
	    .script = SCRIPT(OFFER, STARTTLS, "S: 454 4.7.0 no", QUIT),
	    .arrange = may_noted, .untold = "offers STARTTLS" },
	{ "behaviour 124: 501",
	    .script = SCRIPT(OFFER, STARTTLS, "S: 501 5.5.4 no", QUIT),
	    .arrange = may },
	{ "behaviour 124: 354",
	    .script = SCRIPT(OFFER, STARTTLS, "S: 354 go", QUIT),
	    .arrange = may },
	{ "behaviour 107: our own certificate cannot be read: nobody is asked",
	    .script = SCRIPT(OFFER, QUIT), .arrange = may_no_identity,
	    .told = "/nonexistent/mxput.pem" },
};

/* Everybody hears why it does not. */

static const struct scene stopped[] = {
	{ "behaviour 126: not offered",
	    .script = SCRIPT("S: 220 mx", EHLO, "S: 250 mx", QUIT),
	    .arrange = encrypt, .recipients = 2,
	    .want = { LATER("4.7.4", STAGE_STARTTLS, NOT_OFFERED),
	    LATER("4.7.4", STAGE_STARTTLS, NOT_OFFERED) } },
	{ "behaviour 126: no EHLO, no offer",
	    .script = SCRIPT("S: 220 mx", EHLO, "S: 502 what?", HELO,
		"S: 250 mx", QUIT), .arrange = secure_level,
	    .want = { LATER("4.7.4", STAGE_STARTTLS, NOT_OFFERED) } },
	{ "behaviour 92: an offer that is discarded is none",
	    .script = SCRIPT(OFFER, QUIT), .arrange = discarded,
	    .want = { LATER("4.7.4", STAGE_STARTTLS, NOT_OFFERED) } },
	{ "behaviour 125: 454 is temporary",
	    .script = SCRIPT(OFFER, STARTTLS, "S: 454 4.7.0 later", QUIT),
	    .arrange = encrypt,
	    .want = { { FATE_OPEN, "4.7.0", STAGE_STARTTLS, REFUSED
		"454 4.7.0 later", 454, false } } },
	{ "behaviour 125: 501 is for good",
	    .script = SCRIPT(OFFER, STARTTLS, "S: 501 5.5.4 never", QUIT),
	    .arrange = encrypt,
	    .want = { { FATE_BOUNCED, "5.5.4", STAGE_STARTTLS, REFUSED
		"501 5.5.4 never", 501, false } } },
	{ "behaviour 63: unless soft_bounce says otherwise",
	    .script = SCRIPT(OFFER, STARTTLS, "S: 501 5.5.4 never", QUIT),
	    .arrange = soft_bounce,
	    .want = { { FATE_OPEN, "4.5.4", STAGE_STARTTLS, REFUSED
		"501 5.5.4 never", 501, false } } },
	{ "behaviour 125: 354 is 5.5.0",
	    .script = SCRIPT(OFFER, STARTTLS, "S: 354 go", QUIT),
	    .arrange = secure_level,
	    .want = { { FATE_BOUNCED, "5.5.0", STAGE_STARTTLS, REFUSED
		"354 go", 354, false } } },
	{ "behaviour 213: the connection is lost",
	    .script = SCRIPT(OFFER, STARTTLS, "hangup"), .arrange = may,
	    .want = { LATER("4.4.2", STAGE_STARTTLS,
		"lost connection " WITH " while receiving the STARTTLS "
		"response") } },
	{ "behaviour 215: smtp_starttls_timeout",
	    .script = SCRIPT(OFFER, STARTTLS, "stall 19"), .arrange = may,
	    .want = { LATER("4.4.2", STAGE_STARTTLS,
		"conversation " WITH " timed out while receiving the STARTTLS "
		"response") } },
	{ "D16: an answer that comes before STARTTLS was said",
	    .script = SCRIPT("S: 220 mx ESMTP", EHLO, "S: 250-mx",
		"S: 250 STARTTLS", "S: 220 go"), .arrange = encrypt,
	    .want = { LATER("4.5.0", STAGE_STARTTLS, "protocol error: "
		HOST " answered before it was asked, while receiving the "
		"STARTTLS response: 220 go") } },
	{ "behaviour 107: our own certificate is needed at encrypt",
	    .script = SCRIPT(OFFER, QUIT), .arrange = encrypt_no_identity,
	    .want = { LATER("4.7.5", STAGE_TLS, NULL) },
	    .told = "QUIT" },
	{ "behaviour 107: so is what policy knows of",
	    .script = SCRIPT(OFFER, QUIT), .arrange = policy_has_none,
	    .want = { LATER("4.7.5", STAGE_TLS, NO_ENGINE
		"no such digest") } },
	{ "behaviour 107: a trust store that cannot be read",
	    .script = SCRIPT(OFFER, QUIT), .arrange = secure_no_authorities,
	    .want = { LATER("4.7.5", STAGE_TLS, NULL) } },
	{ "behaviour 107: it is not looked for before there is an offer",
	    .script = SCRIPT("S: 220 mx", EHLO, "S: 250 mx", QUIT),
	    .arrange = secure_no_authorities,
	    .want = { LATER("4.7.4", STAGE_STARTTLS, NOT_OFFERED) } },
	{ "behaviour 130: nor where nobody must be trusted",
	    .script = SCRIPT(OFFER, STARTTLS, "S: 454 4.7.0 later", QUIT),
	    .arrange = encrypt_no_authorities,
	    .want = { { FATE_OPEN, "4.7.0", STAGE_STARTTLS, REFUSED
		"454 4.7.0 later", 454, false } } },
	{ "behaviour 137: nothing is said in the clear where TLS comes first",
	    .script = SCRIPT("half"), .arrange = wrapped_no_identity,
	    .want = { LATER("4.7.5", STAGE_TLS, NULL) } },
};

/* --quit-after=tls wants TLS, whatever the level says. */

static const struct scene probes[] = {
	{ "--quit-after=tls at the level none",
	    .script = SCRIPT(OFFER, QUIT), .arrange = none,
	    .quit_after = STAGE_TLS,
	    .want = { LATER("4.7.4", STAGE_STARTTLS,
		"TLS is required, but the TLS level is none") } },
	{ "--quit-after=tls where it is not offered",
	    .script = SCRIPT("S: 220 mx", EHLO, "S: 250 mx", QUIT),
	    .arrange = may, .quit_after = STAGE_TLS,
	    .want = { LATER("4.7.4", STAGE_STARTTLS, NOT_OFFERED) } },
	{ "--quit-after=tls where it is refused",
	    .script = SCRIPT(OFFER, STARTTLS, "S: 454 4.7.0 later", QUIT),
	    .arrange = may, .quit_after = STAGE_TLS,
	    .want = { { FATE_OPEN, "4.7.0", STAGE_STARTTLS, REFUSED
		"454 4.7.0 later", 454, false } } },
};

/* --quit-after=hello asks for no TLS. */

static const struct scene hello = {
	"--quit-after=hello comes before STARTTLS",
	.script = SCRIPT(OFFER, QUIT), .arrange = encrypt,
	.quit_after = STAGE_HELLO,
	.want = { { FATE_DELIVERABLE, "2.0.0", STAGE_HELLO,
	    "250-mx 250 STARTTLS", 250, false } },
};

static void
greet_all(const struct scene *scenes, size_t len, bool opens)
{
	for (size_t i = 0; i < len; i++) {
		struct scene scene = scenes[i];

		scene.no_mail = true;
		scene_greet(&scene, opens);
	}
}

/* state - after the scene, what is said of the level (behaviour 229) */

static void
state(const struct scene *scene, enum security_state want,
    enum tls_level in_force, const char *name)
{
	struct bench b;

	bench_set(&b, scene);
	bench_open(&b);
	ok(session_open(b.session) == (want == SECURITY_KEPT) &&
	    b.facts.security.state == want &&
	    b.facts.security.level == in_force &&
	    !b.facts.security.on && !session_failed_in_tls(b.session), name);
	session_free(&b.session);
	bench_clear(&b);
}

static void
test_states(void)
{
	state(&clear[0], SECURITY_KEPT, TLS_NONE,
	    "behaviour 229: none is kept");
	state(&clear[3], SECURITY_KEPT, TLS_NONE,
	    "behaviour 229: may:none");
	state(&stopped[0], SECURITY_VIOLATED, TLS_ENCRYPT,
	    "behaviour 229: !encrypt where it is not offered");
	state(&stopped[3], SECURITY_VIOLATED, TLS_ENCRYPT,
	    "behaviour 229: !encrypt where it is refused");
	state(&stopped[7], SECURITY_UNDECIDED, TLS_MAY,
	    "behaviours 134, 229: a lost answer decides nothing, and is no "
	    "failure of TLS");
	state(&stopped[10], SECURITY_UNDECIDED, TLS_ENCRYPT,
	    "behaviour 229: nor does an engine of ours");
}

int
main(void)
{
	greet_all(clear, sizeof(clear) / sizeof(clear[0]), true);
	greet_all(stopped, sizeof(stopped) / sizeof(stopped[0]), false);
	greet_all(probes, sizeof(probes) / sizeof(probes[0]), false);
	greet_all(&hello, 1, true);
	test_states();
	return tap_done();
}
