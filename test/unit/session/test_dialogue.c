/* SPDX-License-Identifier: BSD-2-Clause */
#include "session/dialogue.h"

#include "unit/listing.h"
#include "unit/session/scene.h"

/* A dialogue by itself, and who said what about whom. */
struct talk {
	struct bench bench;
	struct dialogue d;
	struct dsn why;
	struct str heard;	/* "a0=250 b-=354 ...": question, recipient,
				 * code */
};

static void
note(struct talk *t, char question, const struct recipient *about,
    const struct reply *reply)
{
	str_addf(&t->heard, "%c%c=%d ", question,
	    about == NULL ? '-' : (char)('0' + about->number), reply->code);
}

static void
heard_a(void *self, struct recipient *about, const struct reply *reply)
{
	note(self, 'a', about, reply);
}

static void
heard_b(void *self, struct recipient *about, const struct reply *reply)
{
	note(self, 'b', about, reply);
}

static const struct question a = {
	.stage = STAGE_MAIL,
	.doing = "saying a",
	.limit = offsetof(struct params, mail_timeout),
	.heard = heard_a,
};

static const struct question b = {
	.stage = STAGE_DATA,
	.doing = "saying b",
	.limit = offsetof(struct params, data_init_timeout),
	.last = true,
	.grace = HALT_GRACE,
	.heard = heard_b,
};

static const struct question unheard = {
	.stage = STAGE_QUIT,
	.doing = "saying nothing",
	.limit = offsetof(struct params, quit_timeout),
};

static void
begin(struct talk *t, const char *const *script)
{
	const struct scene scene = { .name = "", .script = script,
	    .recipients = 3 };
	struct wire_setup wire = { .line_max = 2048 };

	bench_set(&t->bench, &scene);
	wire.transport = &t->bench.script.transport;
	wire.teller.trace = t->bench.trace;
	t->d = (struct dialogue){ .wire = wire_new(&wire),
	    .params = &t->bench.params, .peer = SPAN("mx[::1]"), .self = t,
	    .teller = { .trace = t->bench.trace } };
	reply_init(&t->d.reply);
	t->why = DSN_IN(t->bench.arena);
	str_init(&t->heard, 4096);
}

/* finish - the whole of what was heard, and whether the script liked it */

static void
finish(struct talk *t, const char *heard, const char *name)
{
	wire_free(&t->d.wire);
	script_finish(&t->bench.script);
	if (!ok(t->bench.script.complaint.len == 0 &&
	    span_equal(str_span(&t->heard), span_of(heard)), name))
		printf("# %s\n# heard: %s\n",
		    str_chars(&t->bench.script.complaint),
		    str_chars(&t->heard));
	vec_clear(&t->d.due);
	veil_clear(&t->d.veil);
	reply_clear(&t->d.reply);
	str_clear(&t->heard);
	bench_clear(&t->bench);
}

static bool
ask(struct talk *t, const struct question *question, size_t about,
    const char *command)
{
	return dialogue_ask(&t->d, question, about == 9 ? NULL :
	    t->bench.at[about], span_of(command), &t->why);
}

/* is_why - how it ended */

static void
is_why(const struct talk *t, enum stage stage, const char *status,
    const char *text, const char *name)
{
	if (!ok(t->d.broken && t->why.stage == stage &&
	    span_equal(span_of(t->why.status), span_of(status)) &&
	    span_equal(t->why.text, span_of(text)), name))
		printf("# %s %s %.*s\n", stage_name(t->why.stage),
		    t->why.status, SPAN_ARG(t->why.text));
}

static void
one_by_one(void)
{
	struct talk t;

	begin(&t, SCRIPT("C: A", "S: 250 ok", "C: B", "S: 354-go", "S: 354 on",
	    "C: C", "S: 221 bye"));
	ok(ask(&t, &a, 0, "A") && ask(&t, &b, 9, "B") &&
	    ask(&t, &unheard, 1, "C"), "asked one by one");
	ok(!t.d.broken, "not broken");
	finish(&t, "a0=250 b-=354 ", "behaviour 178: one by one");
}

static void
in_a_flight(void)
{
	struct talk t;

	begin(&t, SCRIPT("C: A", "C: B", "C: C", "C: D", "S: 250 ok", "--",
	    "S: 551-no", "--", "S: 551 no", "S: 450 no", "S: 354 go"));
	t.d.pipelining = true;
	ok(ask(&t, &a, 2, "A") && ask(&t, &a, 0, "B") && ask(&t, &a, 1, "C"),
	    "nothing is sent yet");
	is_text(str_span(&t.heard), "", "nor heard");
	ok(ask(&t, &b, 9, "D"), "the last one of a group sends all");
	finish(&t, "a2=250 a0=551 a1=450 b-=354 ",
	    "behaviour 179: answers in order, to whom they belong");
}

static void
settled_by_hand(void)
{
	struct talk t;

	begin(&t, SCRIPT("S: 220 hi", "C: A", "C: B", "S: 250 a",
	    "S: 250 b"));
	dialogue_expect(&t.d, &b, NULL);
	ok(dialogue_settle(&t.d, &t.why), "an answer without a command");
	t.d.pipelining = true;
	ok(ask(&t, &a, 0, "A") && ask(&t, &a, 1, "B") &&
	    dialogue_settle(&t.d, &t.why), "a flight without a last one");
	ok(dialogue_settle(&t.d, &t.why), "nothing due, nothing done");
	finish(&t, "b-=220 a0=250 a1=250 ", "behaviours 77, 179: by hand");
}

static void
quiet(void)
{
	struct talk t;

	begin(&t, SCRIPT("C: A", "S: 250 ok", "C: B", "S: 250 ok"));
	ok(ask(&t, &a, 0, "A") && dialogue_is_quiet(&t.d, &a, &t.why) &&
	    ask(&t, &a, 0, "B"), "D16: nothing waits to be heard");
	finish(&t, "a0=250 a0=250 ", "D16: and nothing is lost by asking");
}

static void
not_quiet(void)
{
	struct talk t;

	begin(&t, SCRIPT("C: A", "S: 250 ok", "--", "S: 250 again"));
	ok(ask(&t, &a, 0, "A") && !dialogue_is_quiet(&t.d, &b, &t.why),
	    "D16: something does");
	is_why(&t, STAGE_DATA, "4.5.0", "protocol error: host mx[::1] "
	    "answered before it was asked, while saying b: 250 again",
	    "D16: what and before what");
	finish(&t, "a0=250 ", "D16: nobody hears it");
}

static void
unasked_421(void)
{
	struct talk t;

	begin(&t, SCRIPT("C: A", "S: 250 ok", "S: 421 4.3.2 bye"));
	ok(ask(&t, &a, 0, "A") && !ask(&t, &b, 0, "B"),
	    "D16: an unasked 421 ends it");
	is_why(&t, STAGE_DATA, "4.3.2", "host mx[::1] said: 421 4.3.2 bye "
	    "(before saying b)", "D16: with its own code");
	is_number(t.why.code, 421, "D16: which is a server's");
	finish(&t, "a0=250 ", "D16: unasked 421");
}

static void
leaving(void)
{
	struct talk t;

	begin(&t, SCRIPT("C: A", "S: 250 ok", "S: 354 more", "C: C", "C: D",
	    "S: 250 x"));
	ok(ask(&t, &a, 0, "A"), "an answer too many");
	t.d.leaving = t.d.pipelining = true;
	ok(ask(&t, &unheard, 9, "C") && ask(&t, &unheard, 9, "D") &&
	    dialogue_settle(&t.d, &t.why), "does not matter when leaving");
	finish(&t, "a0=250 ", "leaving");
}

static void
lost(const char *const *script, const char *text, const char *name)
{
	struct talk t;

	begin(&t, script);
	t.d.pipelining = true;
	ok(ask(&t, &a, 0, "A") && !ask(&t, &b, 1, "B"), name);
	is_why(&t, STAGE_DATA, "4.4.2", text, name);
	is_number((long long)t.d.due.len, 0, "nothing is due any more");
	finish(&t, "a0=250 ", name);
}

/* The flight leaves by the limit of its first question. */

static void
not_taken(void)
{
	struct talk t;

	begin(&t, SCRIPT("stall 12"));
	t.d.pipelining = true;
	ok(ask(&t, &a, 0, "A") && !ask(&t, &b, 1, "B"), "it is not taken");
	is_why(&t, STAGE_MAIL, "4.4.2", "conversation with mx[::1] timed out "
	    "while saying a", "behaviour 215: by the first one's limit");
	finish(&t, "", "behaviour 215: not taken");
}

static void
garbage(const char *line, const char *text, const char *name)
{
	const char *const script[] = { "C: A", line, NULL };
	struct talk t;

	begin(&t, script);
	ok(!ask(&t, &a, 0, "A"), name);
	is_why(&t, STAGE_MAIL, "4.5.0", text, name);
	finish(&t, "", name);
}

static void
halted(const char *const *script, bool has_grace, const char *name)
{
	struct talk t;

	begin(&t, script);
	ok(!ask(&t, has_grace ? &b : &a, 0, "A"), name);
	is_why(&t, has_grace ? STAGE_DATA : STAGE_MAIL, "4.3.0",
	    "interrupted by a signal", name);
	finish(&t, "", name);
}

static void
refuses(void)
{
	struct talk t;

	begin(&t, SCRIPT("C: A", "S: 250 ok"));
	ok(ask(&t, &a, 0, "A") && !ask(&t, &a, 1, "B\nC"),
	    "a command with a line end");
	is_why(&t, STAGE_MAIL, "5.5.2", "a command may not hold a line end or "
	    "NUL", "is not sent, and ends the session");
	finish(&t, "a0=250 ", "a command with a line end, heard");
}

/*
 * A server that has always something to say: lines that announce more, one
 * a second. With one deadline for a whole answer it is over after the limit
 * of the question, without it when the server likes.
 */

static void
chatter(bool one_deadline)
{
	const char *script[64] = { "C: A" };
	size_t n = 1;
	struct talk t;

	while (n < 60) {
		script[n++] = "S: 250-and";
		script[n++] = "--";
	}
	if (!one_deadline)
		script[n++] = "S: 250 out";
	begin(&t, script);
	t.bench.script.pace = 1000;
	t.bench.params.per_request_deadline = one_deadline;
	ok(ask(&t, &a, 0, "A") == !one_deadline, one_deadline ?
	    "D13: chatter ends with the deadline" :
	    "behaviour 216: chatter has no end without");
	if (one_deadline) {
		is_why(&t, STAGE_MAIL, "4.4.2", "conversation with mx[::1] "
		    "timed out while saying a", "D13: timed out");
		is_number(t.bench.script.step - script, 24,
		    "D13: twelve lines of it were read");
		t.bench.script.step = script + n;
	}
	finish(&t, one_deadline ? "" : "a0=250 ", "chatter");
}

static void
deadlines(void)
{
	struct deadline by;
	struct talk t;

	begin(&t, SCRIPT("hangup"));
	by = dialogue_deadline(&t.d, &b);
	ok(by.at == script_time + 14000 && by.each == 14000,
	    "behaviour 216: a limit for each read");
	t.bench.params.per_request_deadline = true;
	by = dialogue_deadline(&t.d, &a);
	ok(by.at == script_time + 12000 && by.each == 0,
	    "behaviour 216: one for the whole answer");
	finish(&t, "", "deadlines");
}

static void
events(void)
{
	struct talk t;

	begin(&t, SCRIPT("C: A", "C: B", "S: 250-x", "S: 250 y", "S: 5xx"));
	t.d.pipelining = true;
	ok(ask(&t, &a, 0, "A") && !ask(&t, &b, 1, "B"), "what is told");
	is_text(str_span(&t.bench.told),
	    "said 0 A\nsaid 0 B\noctets-sent 6 \ntimer 12000 saying a\n"
	    "octets-read 19 \nheard 250 250-x\nheard 250 250 y\n"
	    "timer 14000 saying b\nheard 0 5xx\nlost 0 protocol error: host "
	    "mx[::1] answered with \"5xx\" while saying b\n",
	    "every line, in the order of the wire");
	finish(&t, "a0=250 ", "events");
}

/* behaviour 76: what a table makes of "250 ok" and its kind. */

static void
filtered(const struct listing *filter, const char *const *script,
    const char *heard, const char *name)
{
	struct talk t;

	begin(&t, script);
	t.bench.params.maps.reply_filter = listing_of(filter);
	ok(ask(&t, &a, 0, "A"), name);
	finish(&t, heard, name);
}

static void
filtered_events(void)
{
	struct talk t;

	begin(&t, SCRIPT("C: A", "S: 250 ok"));
	t.bench.params.maps.reply_filter =
	    listing_of(LISTING({ "250 ok", "450 4.7.1 no" }));
	ok(ask(&t, &a, 0, "A"), "behaviour 76: a line is replaced");
	is_text(str_span(&t.d.reply.text), "450 4.7.1 no",
	    "behaviour 76: the reply is what the table says");
	ok(was_told(&t.bench, "heard 250 250 ok\nnote 0 smtp_reply_filter "
	    "makes of it: 450 4.7.1 no\n"),
	    "behaviour 76: both are told, what was heard and what is made "
	    "of it");
	finish(&t, "a0=450 ", "behaviour 76: told");
}

static void
filter_garbage(void)
{
	struct talk t;

	begin(&t, SCRIPT("C: A", "S: 250 ok"));
	t.bench.params.maps.reply_filter =
	    listing_of(LISTING({ "250 ok", "fine" }));
	ok(!ask(&t, &a, 0, "A"), "D1: a table that says what is no reply");
	is_why(&t, STAGE_MAIL, "4.5.0", "protocol error: host mx[::1] answered"
	    " with \"fine\" while saying a", "D1: ends the session");
	finish(&t, "", "D1: no reply");
}

static void
filter_trouble(void)
{
	struct talk t;

	begin(&t, SCRIPT("C: A", "C: B", "S: 250 ok", "S: 354 go"));
	t.d.pipelining = true;
	t.bench.params.maps.reply_filter =
	    listing_of(LISTING({ "354 go", NULL }));
	ok(ask(&t, &a, 0, "A") && !ask(&t, &b, 1, "B"),
	    "behaviour 76: a table that cannot say");
	ok(t.why.stage == STAGE_DATA && !t.d.broken,
	    "behaviour 76: where it was, and QUIT may still be said");
	is_text(span_of(t.why.status), "4.3.0", "behaviour 219: our own");
	is_text(t.why.text, "local data error while talking to mx[::1]",
	    "behaviour 219: without the words of the table");
	ok(was_told(&t.bench, "warning 0 look up \"354 go\": no table\n"),
	    "behaviour 219: which are told");
	finish(&t, "a0=250 ", "behaviour 76: trouble");
}

/* A challenge of a login goes through the table as it is, and is told by
 * nobody. */

static void
filter_challenge(const struct listing *filter, bool good, const char *reply,
    const char *told, const char *name)
{
	static const struct question login = {
		.stage = STAGE_AUTH,
		.doing = "logging in",
		.limit = offsetof(struct params, helo_timeout),
		.hidden = true,
	};
	struct talk t;

	begin(&t, SCRIPT("S: 334 YWJjZGVmZ2g="));
	t.bench.params.maps.reply_filter = listing_of(filter);
	veil_word(&t.d.veil, SPAN("YWJjZGVmZ2g="));
	dialogue_expect(&t.d, &login, NULL);
	ok(dialogue_settle(&t.d, &t.why) == good, name);
	is_text(str_span(&t.d.reply.text), reply, name);
	ok(was_told(&t.bench, told) && !was_told(&t.bench, "YWJjZ"), name);
	finish(&t, "", name);
}

static void
filter_challenges(void)
{
	filter_challenge(LISTING({ "x", "y" }), true, "334 YWJjZGVmZ2g=",
	    "heard 334 334 *\n", "D11: a challenge is heard as it is");
	filter_challenge(LISTING({ "334 YWJjZGVmZ2g=", "334 YWJjZA==" }), true,
	    "334 YWJjZA==", "makes of it: 334 *\n",
	    "D11: and so is what a table makes of it");
	filter_challenge(LISTING({ "334 YWJjZGVmZ2g=",
	    "535 YWJjZGVmZ2g= is bad" }), true, "535 * is bad",
	    "makes of it: 535 * is bad\n",
	    "D11: unless that is a challenge no more");
	filter_challenge(LISTING({ "*", NULL }), false, "",
	    "warning 0 smtp_reply_filter cannot be asked about a challenge "
	    "of a login\n", "D11: trouble does not quote it");
}

static void
filters(void)
{
	filter_challenges();
	filtered(LISTING({ "250 no", "450 no" }), SCRIPT("C: A", "S: 250 ok"),
	    "a0=250 ", "behaviour 76: a line that is not in the table");
	filtered(LISTING({ "250-x", "250 x" }), SCRIPT("C: A", "S: 250-x"),
	    "a0=250 ", "behaviour 76: the last line by the table");
	filtered(LISTING({ "250 ok", "250-ok" }), SCRIPT("C: A", "S: 250 ok",
	    "S: 250 y"), "a0=250 ", "behaviour 76: one that goes on by it");
	filtered(LISTING({ "550 a?b", "250 c" }), SCRIPT("C: A",
	    "S: 550 a\tb"), "a0=250 ",
	    "behaviour 76: it is asked with what is printable");
	filtered(LISTING({ "what is this", "250 ok" }), SCRIPT("C: A",
	    "S: what is this"), "a0=250 ",
	    "behaviour 76: garbage may be made a reply");
	filtered_events();
	filter_garbage();
	filter_trouble();
}

int
main(void)
{
	one_by_one();
	in_a_flight();
	settled_by_hand();
	quiet();
	not_quiet();
	unasked_421();
	leaving();
	lost(SCRIPT("C: A", "C: B", "S: 250 ok", "hangup"),
	    "lost connection with mx[::1] while saying b",
	    "behaviour 213: lost, the stage is the one that was awaited");
	lost(SCRIPT("C: A", "C: B", "S: 250 ok", "R: 354 g", "hangup"),
	    "lost connection with mx[::1] while saying b",
	    "behaviour 64: lost inside a line");
	lost(SCRIPT("C: A", "C: B", "S: 250 ok", "stall 14"),
	    "conversation with mx[::1] timed out while saying b",
	    "behaviour 215: its own limit");
	not_taken();
	garbage("S: hello", "protocol error: host mx[::1] answered with "
	    "\"hello\" while saying a", "D1: words");
	garbage("S: 123456789 123456789 123456789 123456789 123456789 "
	    "123456789 123456789 123456789 x", "protocol error: host "
	    "mx[::1] answered with \"123456789 123456789 123456789 "
	    "123456789 123456789 123456789 123456789 123456789 \" while "
	    "saying a", "D1: eighty octets of it are shown");
	garbage("S: a\x1b[2Jb\tc\x80", "protocol error: host mx[::1] answered "
	    "with \"a?[2Jb?c?\" while saying a", "D1: made printable");
	garbage("S: ", "protocol error: host mx[::1] answered with \"\" while "
	    "saying a", "D1: an empty line");
	halted(SCRIPT("C: A", "halt"), false, "a stop is obeyed at once");
	halted(SCRIPT("C: A", "spent"), true, "or after a time of grace");
	refuses();
	chatter(true);
	chatter(false);
	deadlines();
	events();
	filters();
	return tap_done();
}
