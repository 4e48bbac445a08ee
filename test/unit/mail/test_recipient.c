/* SPDX-License-Identifier: BSD-2-Clause */
#include "mail/recipient.h"

#include <unistd.h>

#include "base/mem.h"
#include "unit/child.h"
#include "unit/tap.h"

/*
 * What happens to a recipient, a letter each: a server says 2, 4 or 5 about
 * it; t and p: a server is of no use, for a temporary or a permanent reason;
 * d: the last octet has left, u: it has not after all; r: it came as far as
 * was asked for; a: the verdict is set aside; . no server is left.
 * The status of a word is its class, a zero, and its place in the story:
 * "4.0.3".
 */
struct story {
	const char *name, *steps;
	enum fate fate;
	const char *status;
	bool unknown, duplicate;
};

static const struct story stories[] = {
	{ "2.x.x sends", "2", FATE_SENT, "2.0.1", false, false },
	{ "behaviour 54: 5.x.x bounces", "5", FATE_BOUNCED, "5.0.1", false,
	    false },
	{ "behaviour 54: 4.x.x stays open for the next server", "4",
	    FATE_OPEN, "4.0.1", false, false },
	{ "behaviour 54: and defers when there is none", "4.", FATE_DEFERRED,
	    "4.0.1", false, false },
	{ "behaviour 54: 450 at a, then 450 at b: b's word", "44.",
	    FATE_DEFERRED, "4.0.2", false, false },
	{ "450 at a, then taken at b", "42", FATE_SENT, "2.0.2", false,
	    false },
	{ "D17: 450 at a, then refused at b", "45", FATE_BOUNCED, "5.0.2",
	    false, false },
	{ "a connection that fails leaves it open", "t", FATE_OPEN, "4.0.1",
	    false, false },
	{ "and so does a permanent reason of ours", "p", FATE_OPEN, "5.0.1",
	    false, false },
	{ "which bounces it in the end", "p.", FATE_BOUNCED, "5.0.1", false,
	    false },
	{ "behaviour 56: the last word counts", "tt.", FATE_DEFERRED,
	    "4.0.2", false, false },
	{ "behaviour 56: a permanent one before it does not", "pt.",
	    FATE_DEFERRED, "4.0.2", false, false },
	{ "D17: 450 at a, then NXDOMAIN for b", "4p.", FATE_DEFERRED,
	    "4.0.1", false, false },
	{ "D17: a refuses connections, then null MX", "tp.", FATE_DEFERRED,
	    "4.0.1", false, false },
	{ "D17: the last of the temporary words", "t4pp.", FATE_DEFERRED,
	    "4.0.2", false, false },
	{ "D17: only permanent words bounce", "pp.", FATE_BOUNCED, "5.0.2",
	    false, false },

	{ "D3: an answer ends the doubt", "d2", FATE_SENT, "2.0.2", false,
	    false },
	{ "D3: a refusal of the message does too", "d5", FATE_BOUNCED,
	    "5.0.2", false, false },
	{ "D3: and a temporary one", "d4.", FATE_DEFERRED, "4.0.2", false,
	    false },
	{ "D3: no answer, no other host: unknown", "dt.", FATE_DEFERRED,
	    "4.4.2", true, false },
	{ "D3: whatever ended the session", "dp.", FATE_DEFERRED, "4.4.2",
	    true, false },
	{ "D3: open for the next host meanwhile", "dt", FATE_OPEN, "4.0.2",
	    false, false },
	{ "D3: the next host delivers: may be a duplicate", "dt2", FATE_SENT,
	    "2.0.3", false, true },
	{ "D3: in doubt there too, then it delivers", "dtd2", FATE_SENT,
	    "2.0.4", false, true },
	{ "D3: the next host refuses it: still unknown", "dt5",
	    FATE_DEFERRED, "4.4.2", true, false },
	{ "D3: the next host says 4.x.x: still unknown", "dt4.",
	    FATE_DEFERRED, "4.4.2", true, false },
	{ "D3: the next host is down: still unknown", "dtt.", FATE_DEFERRED,
	    "4.4.2", true, false },
	{ "D3: its name does not exist: still unknown", "dtp.",
	    FATE_DEFERRED, "4.4.2", true, false },
	{ "D3: left in doubt twice: unknown", "dtdt.", FATE_DEFERRED,
	    "4.4.2", true, false },
	{ "D3: a doubt that was answered is none later", "d4t.",
	    FATE_DEFERRED, "4.0.3", false, false },
	{ "D3: nor makes it a duplicate", "d42", FATE_SENT, "2.0.3", false,
	    false },
	{ "D3: the last octet did not leave: no doubt", "dut.",
	    FATE_DEFERRED, "4.0.3", false, false },
	{ "D3: a doubt about an earlier server stays", "dtdut.",
	    FATE_DEFERRED, "4.4.2", true, false },

	{ "behaviour 222: who was verified is deliverable", "r",
	    FATE_DELIVERABLE, "2.0.1", false, false },
	{ "behaviour 222: at the second server", "4r", FATE_DELIVERABLE,
	    "2.0.2", false, false },
	{ "a verdict that is set aside leaves it open", "ra", FATE_OPEN,
	    "2.0.1", false, false },
	{ "a refusal too", "5a", FATE_OPEN, "5.0.1", false, false },
	{ "in the end it is the verdict", "ra.", FATE_DELIVERABLE, "2.0.1",
	    false, false },
	{ "deliverable at one server is deliverable", "5a4tra5at.",
	    FATE_DELIVERABLE, "2.0.5", false, false },
	{ "the first of those counts", "5arara.", FATE_DELIVERABLE, "2.0.3",
	    false, false },
	{ "a refusal counts more than a temporary word", "45atp.",
	    FATE_BOUNCED, "5.0.2", false, false },
	{ "the first of those, too", "5a5a.", FATE_BOUNCED, "5.0.1", false,
	    false },
	{ "no verdict was set aside: the last word", "4t.", FATE_DEFERRED,
	    "4.0.2", false, false },
};

static void
step(struct recipient *r, char what, int place, struct arena *arena)
{
	struct dsn dsn = DSN_IN(arena);
	char status[8] = "0.0.0";

	status[0] = what == 't' ? '4' : what == 'p' ? '5' :
	    what == 'r' ? '2' : what;
	status[4] = (char)('0' + place);
	if (what == 'd')
		recipient_doubt(r);
	else if (what == 'u')
		recipient_undoubt(r);
	else if (what == 'a')
		recipient_set_aside(r);
	else if (what == '.')
		recipient_give_up(r);
	else {
		dsn_fail(&dsn, status, "word %d", place);
		if (what == 't' || what == 'p')
			recipient_remember(r, &dsn);
		else if (what == 'r')
			recipient_reach(r, &dsn);
		else
			recipient_judge(r, &dsn);
	}
}

static struct recipient
tell_story(const char *steps, struct arena *arena)
{
	struct recipient r = { 0 };

	for (int i = 0; steps[i] != '\0'; i++)
		step(&r, steps[i], i + 1, arena);
	return r;
}

/* has_last_word - whatever the verdict is, the last word is there as well */

static bool
has_last_word(const struct recipient *r, const char *steps)
{
	size_t n = strlen(steps);

	while (n > 0 && strchr("245tpr", steps[n - 1]) == NULL)
		n--;
	return n > 0 && r->word.text.len == strlen("word 1") &&
	    r->word.text.at[strlen("word ")] == (char)('0' + n);
}

static void
hear(const struct story *story, struct arena *arena)
{
	struct recipient r = tell_story(story->steps, arena);
	bool good = r.fate == story->fate &&
	    strcmp(r.dsn.status, story->status) == 0 &&
	    recipient_is_open(&r) == (story->fate == FATE_OPEN) &&
	    recipient_is_unknown(&r) == story->unknown &&
	    recipient_may_be_duplicate(&r) == story->duplicate &&
	    has_last_word(&r, story->steps);

	if (!ok(good, story->name))
		printf("# %s: fate %d, %s%s%s\n", story->steps, r.fate,
		    r.dsn.status, recipient_is_unknown(&r) ? " unknown" : "",
		    recipient_may_be_duplicate(&r) ? " duplicate" : "");
}

/* Stories that must not be: each ends the program. */
static const struct {
	const char *name, *steps;
} bugs[] = {
	{ "settled exactly once: sent, then sent", "22" },
	{ "settled exactly once: sent, then bounced", "25" },
	{ "settled exactly once: sent, then a temporary word", "24" },
	{ "settled exactly once: bounced, then sent", "52" },
	{ "settled exactly once: bounced, then remembered", "5t" },
	{ "settled exactly once: given up twice", "t.." },
	{ "settled exactly once: sent, then given up", "2." },
	{ "settled exactly once: deferred, then sent", "t.2" },
	{ "settled exactly once: unknown, then sent", "dt.2" },
	{ "settled exactly once: sent again in doubt", "2d" },
	{ "given up without a word", "." },
	{ "given up while in doubt", "td." },
	{ "settled exactly once: deliverable, then sent", "r2" },
	{ "settled exactly once: deliverable, then refused", "r5" },
	{ "deliverable, but the message may have left", "dr" },
	{ "deliverable, but it was left in doubt", "dtr" },
	{ "set aside while it is open", "4a" },
	{ "set aside after the message was sent", "2a" },
};

struct attempt {
	const char *steps;
	struct arena *arena;
};

static void
say_so(void *self, int status)
{
	static const char words[] = "last words\n";

	if (self != NULL || status != 70 ||
	    write(STDERR_FILENO, words, sizeof(words) - 1) < 0)
		_exit(1);
}

static void
try_story(void *arg)
{
	struct attempt *attempt = arg;

	last_words_set(say_so, NULL);
	tell_story(attempt->steps, attempt->arena);
}

static void
wordless(void *arg)
{
	struct recipient r = { 0 };
	struct dsn dsn = DSN_IN(arg);

	recipient_judge(&r, &dsn);
}

static void
useless_success(void *arg)
{
	struct recipient r = { 0 };
	struct dsn dsn = DSN_IN(arg);

	dsn_fail(&dsn, "2.0.0", "fine");
	recipient_remember(&r, &dsn);
}

static void
impossible(struct arena *arena)
{
	for (size_t i = 0; i < sizeof(bugs) / sizeof(*bugs); i++) {
		struct attempt attempt = { bugs[i].steps, arena };
		struct child c = child_run(try_story, &attempt);

		ok(c.status == 70 && strstr(c.said, "last words\n") != NULL &&
		    strstr(c.said, "mail/recipient.c") != NULL,
		    bugs[i].name);
	}
	is_number(child_run(wordless, arena).status, 70,
	    "a judgement without a word is a bug");
	is_number(child_run(useless_success, arena).status, 70,
	    "a server of no use for a 2.x.x reason is one");
}

static void
texts(struct arena *arena)
{
	struct recipient r = tell_story("dt5", arena);

	is_text(r.dsn.text, "word 2",
	    "D3: unknown says what left it in doubt, not what came later");
	r = tell_story("dtdp.", arena);
	is_text(r.dsn.text, "word 2", "D3: the first doubt of two");
	r = tell_story("4p.", arena);
	is_text(r.dsn.text, "word 1", "D17: the temporary word is told");
}

/* behaviour 233: steps, and what a filter makes of the verdict. */

static const struct {
	const char *name, *steps, *status;
	enum fate fate;
} refiled[] = {
	{ "behaviour 233: deferred to bounced", "4.", "5.7.1", FATE_BOUNCED },
	{ "behaviour 233: bounced to deferred", "5", "4.7.1", FATE_DEFERRED },
	{ "behaviour 233: deferred otherwise", "4.", "4.7.1",
	    FATE_DEFERRED },
	{ "behaviour 233: bounced otherwise", "5", "5.7.1", FATE_BOUNCED },
	{ "behaviour 233: sent otherwise", "2", "2.7.1", FATE_SENT },
	{ "behaviour 233: a duplicate stays one", "dt2", "2.7.1",
	    FATE_SENT },
	{ "behaviour 233: deliverable otherwise", "r", "2.7.1",
	    FATE_DELIVERABLE },
};

static void
refile(void)
{
	struct arena *arena = arena_new();

	for (size_t i = 0; i < sizeof(refiled) / sizeof(*refiled); i++) {
		struct recipient r = tell_story(refiled[i].steps, arena);
		bool duplicate = recipient_may_be_duplicate(&r);
		struct dsn to = DSN_IN(arena), word = r.word;

		dsn_fail(&to, refiled[i].status, "mine");
		recipient_refile(&r, &to);
		ok(r.fate == refiled[i].fate &&
		    recipient_may_be_duplicate(&r) == duplicate &&
		    !recipient_is_unknown(&r), refiled[i].name);
		is_text(r.dsn.text, "mine", "with words of its own");
		ok(span_equal(r.word.text, word.text) &&
		    strcmp(r.word.status, word.status) == 0,
		    "and what the server said stays");
	}
	arena_free(&arena);
}

static void
refile_badly(void *arg)
{
	const char *const *story = arg;
	struct arena *arena = arena_new();
	struct recipient r = tell_story(story[0], arena);
	struct dsn to = DSN_IN(arena);

	dsn_fail(&to, story[1], "mine");
	recipient_refile(&r, &to);
}

static void
refile_bugs(void)
{
	const char *wrong[][3] = {
		{ "2", "5.0.0", "success becomes no failure" },
		{ "r", "4.0.0", "nor does deliverable" },
		{ "5", "2.0.0", "nor a bounce success" },
		{ "4.", "2.0.0", "nor who is deferred" },
		{ "4", "5.0.0", "who is open has no verdict to change" },
		{ "dt.", "5.0.0", "D3: who is unknown is no filter's" },
	};

	for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++)
		is_number(child_run(refile_badly, wrong[i]).status, 70,
		    wrong[i][2]);
}

int
main(void)
{
	struct arena *arena = arena_new();

	for (size_t i = 0; i < sizeof(stories) / sizeof(*stories); i++)
		hear(&stories[i], arena);
	texts(arena);
	refile();
	refile_bugs();
	impossible(arena);
	arena_free(&arena);
	return tap_done();
}
