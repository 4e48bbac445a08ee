/* SPDX-License-Identifier: BSD-2-Clause */
#include "auth/scram.h"

#include "base/mem.h"
#include "unit/tap.h"

/* The example of draft-melnikov-scram-sha-512 (the one of RFC 5802, with
 * another hash); the other logins were reckoned with Python's hashlib. */
#define NONCE	"rOprNGfwEbeRWgbNEkqO"
#define LONGER	NONCE "02431b08-2f89-4bad-a4e6-80c0564ec865"
#define SALT	"s=Yin2FuHTt/M0kJWb0t9OI32n2VmOGi3m+JfjOvuDF88="
#define FIRST	"n,,n=user,r=" NONCE
#define SERVER	"r=" LONGER "," SALT ",i=4096"
#define FINAL	"c=biws,r=" LONGER ",p=Hc5yec3NmCD7t+kFRw4/3yD6/F3SQHc7AVYs" \
    "chRja+Bc3sbdjlA0eH1OjJc0DD4ghn1tnXN5/Wr6qm9xmaHt4A=="
#define PROOF	"v=BQuhnKHqYDwQWS5jAw4sZed+C9KFUALsbrq81bB0mh+bcUUbbMPNNmBIu" \
    "pnS2AmyyDnG5CTBQtkjJ9kyY4kzmw=="

static const struct login {
	const char *name;
	enum mechanism mechanism;
	const char *user, *password;
	bool authzid;
	enum binding_kind binding;
	const char *nonce, *first, *server, *final, *proof;
} logins[] = {
	{ "the example", MECHANISM_SCRAM_SHA_512, "user", "pencil", false,
	    BINDING_NONE, NONCE, FIRST, SERVER, FINAL, PROOF },
	{ "a session inside TLS does not bind it", MECHANISM_SCRAM_SHA_512,
	    "user", "pencil", false, BINDING_EXPORTER, NONCE, FIRST, SERVER,
	    FINAL, PROOF },
	{ "what else the server says is signed, not read",
	    MECHANISM_SCRAM_SHA_512, "user", "pencil", false, BINDING_NONE,
	    "abc", "n,,n=user,r=abc", "r=abcdef,s=c2FsdA==,i=1,x=later",
	    "c=biws,r=abcdef,p=hvA/y40sfNXv6alnPpdzm1ih+GZeiBcme43VZemoieDbF"
	    "O+/+t7acot9ZbdVld5/YjFi5Bo2QWf1kV3PDAAdYA==",
	    "v=b7Sh5vQDdcJmdYahN1wSlVbPQiP4VbGDnFu6CbcYwN1yST0Pda6nYSPw+iSAq"
	    "K0subHltjliEuWBTvY022NeTg==" },
	{ "RFC 9266: bound by the exporter; behaviour 165: as somebody; "
	    "RFC 4013: a password is prepared",
	    MECHANISM_SCRAM_SHA_512_PLUS, "a=b,c", "I\302\255X", true,
	    BINDING_EXPORTER, "abc",
	    "p=tls-exporter,a=a=3Db=2Cc,n=a=3Db=2Cc,r=abc",
	    "r=abcdef,s=c2FsdA==,i=1", "c=cD10bHMtZXhwb3J0ZXIsYT1hPTNEYj0yQ2"
	    "MsYm91bmQ=,r=abcdef,p=wp8Bff6aIPZPg7bKZx/1zM8CUR0aH1WHeNJRumxDb"
	    "CRsqjL1eze+m7Kq5+RRPod7Bg2bgyuNOyk2UtTn7pQnOQ==", "v=dLSYPMmltr"
	    "eDtUPxeCaF45iSPAAJLTMW8vbHj/10BRKLookaP2OvTuY+7ZFLIPPdxXkPr5/bf"
	    "4l4ugPp0tQegw==" },
	{ "RFC 5929: bound by tls-unique", MECHANISM_SCRAM_SHA_512_PLUS,
	    "u", "e\314\201a", false, BINDING_UNIQUE, "abc",
	    "p=tls-unique,,n=u,r=abc", "r=abcdef,s=c2FsdA==,i=1",
	    "c=cD10bHMtdW5pcXVlLCxib3VuZA==,r=abcdef,p=P5VddjzsCa9N7nNWADgKO"
	    "VpVAxGmxpJATGxlzEEu/ztZU3tsVbdot8cC1kI6E3XhEP6GR+0DfTVEXV+rrMs6"
	    "oQ==", "v=+vcrfGj48kJPBBgnCrSCdNMt3lBCfI5WjzhubPfGGQ0TYBmS4xhqr"
	    "qUKGr5STLdxJn4qbi6fWW8DjLzC/npNuA==" },
};

static bool
begin(const struct login *login, struct auth_setup *setup,
    struct scram **scram, const char **problem)
{
	*setup = (struct auth_setup){ .mechanism = login->mechanism,
	    .user = span_of(login->user), .authzid = login->authzid,
	    .password = login->password == NULL ? NULL :
		secret_copy(span_of(login->password)),
	    .binding = login->binding, .bound_to = SPAN("bound") };
	*scram = NULL;
	return scram_new(setup, span_of(login->nonce), scram, problem);
}

static void
end(struct auth_setup *setup, struct scram **scram)
{
	struct secret *password = (struct secret *)(size_t)setup->password;

	scram_free(scram);
	secret_free(&password);
}

static void
test_login(const struct login *login)
{
	struct auth_setup setup;
	struct scram *scram;
	const char *problem = NULL;
	struct str said;

	ok(begin(login, &setup, &scram, &problem), login->name);
	str_init(&said, AUTH_LINE_MAX);
	is_number(scram_step(scram, SPAN(""), &said, &problem), STEP_MORE,
	    "it speaks first");
	is_text(str_span(&said), login->first, "client-first-message");
	str_reset(&said);
	is_number(scram_step(scram, span_of(login->server), &said, &problem),
	    STEP_MORE, "it has to prove itself");
	is_text(str_span(&said), login->final, "client-final-message");
	str_reset(&said);
	is_number(scram_step(scram, span_of(login->proof), &said, &problem),
	    STEP_DONE, "and so has the server");
	ok(said.len == 0 && problem == NULL, "no word behind that");
	str_clear(&said);
	end(&setup, &scram);
}

/* What the server may say instead. */

static const struct {
	const char *name;
	struct span server, proof;
	const char *problem;
} liars[] = {
	{ "nothing", SPAN_INIT(""), { 0 }, "its first message is none" },
	{ "RFC 5802 section 5.1: what must be understood",
	    SPAN_INIT("m=x," SERVER), { 0 }, "its first message is none" },
	{ "another order", SPAN_INIT(SALT ",r=" LONGER ",i=4096"), { 0 },
	    "its first message is none" },
	{ "no salt", SPAN_INIT("r=" LONGER ",i=4096"), { 0 },
	    "its first message is none" },
	{ "an empty salt", SPAN_INIT("r=" LONGER ",s=,i=4096"), { 0 },
	    "its salt is none" },
	{ "a salt that is no base64", SPAN_INIT("r=" LONGER ",s=?,i=4096"),
	    { 0 }, "its salt is none" },
	{ "no iterations", SPAN_INIT("r=" LONGER "," SALT), { 0 },
	    "its first message is none" },
	{ "zero of them", SPAN_INIT("r=" LONGER "," SALT ",i=0"), { 0 },
	    "its first message is none" },
	{ "more than a number can hold",
	    SPAN_INIT("r=" LONGER "," SALT ",i=4294967296"), { 0 },
	    "its first message is none" },
	{ "our nonce alone", SPAN_INIT("r=" NONCE "," SALT ",i=4096"), { 0 },
	    "its nonce is not ours with its own behind it" },
	{ "another nonce", SPAN_INIT("r=x" LONGER "," SALT ",i=4096"), { 0 },
	    "its nonce is not ours with its own behind it" },
	{ "a nonce with a NUL", SPAN_INIT("r=" NONCE "\0," SALT ",i=4096"),
	    { 0 }, "its nonce is not ours with its own behind it" },
	{ "that it failed", SPAN_INIT(SERVER), SPAN_INIT("e=other-error"),
	    "the server says that it failed" },
	{ "no proof", SPAN_INIT(SERVER), SPAN_INIT(""),
	    "its last message is none" },
	{ "an empty proof", SPAN_INIT(SERVER), SPAN_INIT("v="),
	    "the server does not prove that it knows the password" },
	{ "half a proof", SPAN_INIT(SERVER), SPAN_INIT("v=BQuhnKHqYDwQ"),
	    "the server does not prove that it knows the password" },
	{ "another proof", SPAN_INIT(SERVER), SPAN_INIT("v=BQuhnKHqYDwQWS5j"
	    "Aw4sZed+C9KFUALsbrq81bB0mh+bcUUbbMPNNmBIupnS2AmyyDnG5CTBQtkjJ9k"
	    "yY4kzmg=="),
	    "the server does not prove that it knows the password" },
};

static void
test_liars(void)
{
	for (size_t i = 0; i < sizeof(liars) / sizeof(liars[0]); i++) {
		struct auth_setup setup;
		struct scram *scram;
		const char *problem = "";
		struct str said;
		enum step step;

		must(begin(&logins[0], &setup, &scram, &problem));
		str_init(&said, AUTH_LINE_MAX);
		must(scram_step(scram, SPAN(""), &said, &problem) ==
		    STEP_MORE);
		str_reset(&said);
		step = scram_step(scram, liars[i].server, &said, &problem);
		if (step == STEP_MORE) {
			str_reset(&said);
			step = scram_step(scram, liars[i].proof, &said,
			    &problem);
		}
		ok(step == STEP_FAILED, liars[i].name);
		is_text(span_of(problem), liars[i].problem, "why");
		is_number(said.len, 0, "nothing is said to that");
		str_clear(&said);
		end(&setup, &scram);
	}
}

/* What cannot even be begun. */

static const struct {
	struct login login;
	const char *problem;
} mute[] = {
	{ { "no password", MECHANISM_SCRAM_SHA_512, "user", NULL, false,
	    BINDING_NONE, NONCE, NULL, NULL, NULL, NULL },
	    "there is no password that it can say" },
	{ { "an empty one", MECHANISM_SCRAM_SHA_512, "user", "", false,
	    BINDING_NONE, NONCE, NULL, NULL, NULL, NULL },
	    "there is no password that it can say" },
	{ { "RFC 4013: one with a control character",
	    MECHANISM_SCRAM_SHA_512, "user", "pen\177cil", false,
	    BINDING_NONE, NONCE, NULL, NULL, NULL, NULL },
	    "there is no password that it can say" },
	{ { "no user", MECHANISM_SCRAM_SHA_512, "", "pencil", false,
	    BINDING_NONE, NONCE, NULL, NULL, NULL, NULL },
	    "there is no user that it can say" },
	{ { "one that is no UTF-8", MECHANISM_SCRAM_SHA_512, "\377", "pencil",
	    false, BINDING_NONE, NONCE, NULL, NULL, NULL, NULL },
	    "there is no user that it can say" },
	{ { "D15: nothing to be bound to", MECHANISM_SCRAM_SHA_512_PLUS,
	    "user", "pencil", false, BINDING_NONE, NONCE, NULL, NULL, NULL,
	    NULL }, "there is nothing to bind it to" },
};

static void
test_mute(void)
{
	for (size_t i = 0; i < sizeof(mute) / sizeof(mute[0]); i++) {
		struct auth_setup setup;
		struct scram *scram;
		const char *problem = "";

		ok(!begin(&mute[i].login, &setup, &scram, &problem) &&
		    scram == NULL, mute[i].login.name);
		is_text(span_of(problem), mute[i].problem, "why");
		end(&setup, &scram);
	}
}

int
main(void)
{
	for (size_t i = 0; i < sizeof(logins) / sizeof(logins[0]); i++)
		test_login(&logins[i]);
	test_liars();
	test_mute();
	return tap_done();
}
