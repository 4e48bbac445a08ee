/* SPDX-License-Identifier: BSD-2-Clause */
#include "base/dsn.h"

#include "base/mem.h"
#include "unit/child.h"
#include "unit/tap.h"

static const struct {
	const char *text;
	bool good;
} statuses[] = {
	{ "2.0.0", true }, { "4.4.2", true }, { "5.1.1", true },
	{ "5.123.456", true }, { "5.001.001", true }, { "5.0.99", true },
	{ "5.1.1234", false }, { "5.1234.1", false }, { "3.0.0", false },
	{ "1.0.0", false }, { "6.0.0", false }, { "5.1", false },
	{ "5.1.", false }, { "5..1", false }, { "5.1.1.1", false },
	{ "5.1.1:", false }, { "#5.1.1", false }, { "(5.1.1)", false },
	{ "55.1.1", false }, { "5.a.1", false }, { "5.1.a", false },
	{ "5,1.1", false }, { "5.1,1", false }, { "", false },
	{ "5.1.1 ", false }, { ".1.1.", false },
};

static void
form(void)
{
	char name[64];

	for (size_t i = 0; i < sizeof(statuses) / sizeof(*statuses); i++) {
		snprintf(name, sizeof(name), "behaviour 71: \"%s\" is %s",
		    statuses[i].text, statuses[i].good ? "good" : "none");
		ok(dsn_status_is_good(span_of(statuses[i].text)) ==
		    statuses[i].good, name);
	}
}

/* What a reply's code and status make together. */
static const struct {
	const char *name;
	int code;
	const char *status, *want;
} replies[] = {
	{ "the reply's own status", 550, "5.1.1", "5.1.1" },
	{ "behaviour 71: kept verbatim", 550, "5.001.001", "5.001.001" },
	{ "behaviour 71: none, so X.0.0", 450, "", "4.0.0" },
	{ "behaviour 71: success too", 250, "", "2.0.0" },
	{ "behaviour 71: another class: the digits win", 550, "4.1.1",
	    "5.0.0" },
	{ "250 with 5.1.1: the digits win", 250, "5.1.1", "2.0.0" },
	{ "behaviour 71: ill-formed", 550, "5.1.1234", "5.0.0" },
	{ "behaviour 72: 354 is 5.5.0", 354, "", "5.5.0" },
	{ "behaviour 72: 199 is 5.5.0", 199, "2.0.0", "5.5.0" },
	{ "behaviour 72: 600 is 5.5.0", 600, "", "5.5.0" },
	{ "behaviour 72: 000 is 5.5.0", 0, "", "5.5.0" },
	{ "behaviour 72: 999 is 5.5.0", 999, "5.9.9", "5.5.0" },
};

static void
hearing(struct arena *arena)
{
	for (size_t i = 0; i < sizeof(replies) / sizeof(*replies); i++) {
		struct dsn dsn = DSN_IN(arena);

		dsn_hear(&dsn, replies[i].code, span_of(replies[i].status),
		    SPAN("reply"), "text");
		is_text(span_of(dsn.status), replies[i].want,
		    replies[i].name);
		if (dsn.code != replies[i].code)
			ok(false, "the code is kept");
	}
}

static void
keeping(struct arena *arena)
{
	struct remote remote = { .port = 25 };
	struct dsn dsn = DSN_IN(arena), soft;
	char big[5000];

	memset(big, 'x', sizeof(big));
	dsn.stage = STAGE_RCPT;
	dsn.remote = &remote;
	dsn.at = 77;
	is_number(dsn_class(&dsn), 0, "a new one is no word");
	ok(!dsn_is_said(&dsn), "and was not said");
	dsn_hear(&dsn, 550, SPAN("5.1.1"), SPAN("550-a\n550 b"), "host %s",
	    "h");
	ok(dsn.stage == STAGE_RCPT && dsn.remote == &remote && dsn.at == 77,
	    "stage, server and time are kept");
	ok(dsn_is_said(&dsn), "but now it was");
	is_text(dsn.reply, "550-a\n550 b", "the reply keeps its lines");
	is_text(dsn.text, "host h", "the sentence is ours");
	dsn.softened = true;
	dsn_hear(&dsn, 550, SPAN("5.1.1"), SPAN("550 b"), "host %s", "h");
	ok(!dsn.softened, "a new word is as the server said it");
	dsn.softened = true;
	dsn_fail(&dsn, "5.1.1", "none");
	ok(!dsn.softened, "and so is one of ours");
	soft = dsn_as(dsn, '4');
	ok(dsn_class(&soft) == '4' && strcmp(soft.status, "4.1.1") == 0 &&
	    dsn_class(&dsn) == '5', "another class leaves the original");
	soft = dsn_soften(dsn);
	ok(strcmp(soft.status, "4.1.1") == 0 && soft.softened &&
	    !dsn.softened, "behaviour 63: a permanent one softened");
	dsn_fail(&soft, "4.2.1", "later");
	soft = dsn_soften(soft);
	ok(strcmp(soft.status, "4.2.1") == 0 && !soft.softened,
	    "behaviour 63: a temporary one is none that was softened");
	dsn_hear(&dsn, 550, SPAN(""), span_from(big, sizeof(big)), "%.*s",
	    (int)sizeof(big), big);
	ok(dsn.reply.len == DSN_TEXT_MAX && dsn.text.len == DSN_TEXT_MAX,
	    "text and reply are cut at 2048 octets");
	ok(!dsn_fail(&dsn, "4.4.1", "connect to %s: %s", "a\r\nb",
	    "\033[31m\xff"), "a failure is false");
	is_text(dsn.text, "connect to a? b: ?[31m?",
	    "its text is one printable line");
	ok(dsn.code == 0 && dsn.reply.len == 0,
	    "and knows of no reply any more");
	ok(dsn.stage == STAGE_RCPT && dsn.remote == &remote && dsn.at == 77,
	    "but keeps stage, server and time");
}

static void
bad_status(void *arg)
{
	struct dsn dsn = DSN_IN(arg);

	dsn_fail(&dsn, "4.4", "text");
}

static void
no_arena(void *arg)
{
	struct dsn dsn = DSN_IN(arg);

	dsn_fail(&dsn, "4.4.1", "text");
}

/* As CLI.md's results name them, in their order. */
static const char *const stages[] = { "input", "dns", "policy", "connect",
	"banner", "hello", "starttls", "tls", "auth", "xforward", "mail",
	"rcpt", "data", "message", "end-of-data", "quit" };

static void
naming(void)
{
	bool same = true;

	for (size_t i = 0; i < sizeof(stages) / sizeof(*stages); i++)
		same = same &&
		    strcmp(stage_name((enum stage)i), stages[i]) == 0;
	ok(same && STAGE_QUIT + 1 == sizeof(stages) / sizeof(*stages),
	    "the stages are named as the results name them");
}

int
main(void)
{
	struct arena *arena = arena_new();

	form();
	hearing(arena);
	keeping(arena);
	naming();
	is_number(child_run(bad_status, arena).status, 70,
	    "a status that is none is a bug of ours");
	is_number(child_run(no_arena, NULL).status, 70,
	    "so is a word without an arena");
	arena_free(&arena);
	return tap_done();
}
