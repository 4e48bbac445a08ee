/* SPDX-License-Identifier: BSD-2-Clause */
#include <stdarg.h>

#include "unit/session/scene.h"

static const struct scene stage = { .name = "", .script = SCRIPT("C: QUIT"),
    .recipients = 4 };

static void
set(struct bench *b)
{
	bench_set(b, &stage);
	bench_open(b);
	b->session->accepted = mem_new(RECIPIENTS,
	    sizeof(struct recipient *));
}

static void
strike(struct bench *b)
{
	mem_free(&b->session->accepted);
	session_free(&b->session);
	bench_clear(b);
}

/* say - the reply that these lines make */

static void
say(struct bench *b, const char *lines)
{
	struct reply *reply = &b->session->talk.reply;
	struct span rest = span_of(lines);
	enum reply_progress progress = REPLY_MORE;

	reply_start(reply);
	while (rest.len > 0 && progress == REPLY_MORE)
		progress = reply_feed(reply, span_cut(&rest, '\n'), false);
	must(progress == REPLY_DONE);
}

static void
is_word(struct dsn word, const char *status, int code, const char *text,
    const char *name)
{
	struct str line;

	str_init(&line, 4096);
	str_addf(&line, "%s %d %.*s", word.status, word.code,
	    SPAN_ARG(word.text));
	if (!ok(span_equal(span_of(word.status), span_of(status)) &&
	    word.code == code && span_equal(word.text, span_of(text)), name))
		printf("#  got: %s\n", str_chars(&line));
	str_clear(&line);
}

static struct dsn
of(struct bench *b, const char *lines, const char *command, bool may_succeed)
{
	say(b, lines);
	return verdict_of(b->session, STAGE_RCPT, &b->session->talk.reply,
	    command, may_succeed);
}

static void
words(void)
{
	struct dsn word;
	struct bench b;

	set(&b);
	is_word(of(&b, "550 5.1.1 who?", "RCPT TO", false), "5.1.1", 550, HOST
	    " said: 550 5.1.1 who? (in reply to RCPT TO command)",
	    "behaviour 74: the sentence about a refusal");
	word = of(&b, "450-4.2.1 not\n450 4.2.2 now", "RCPT TO", false);
	is_word(word, "4.2.2", 450, HOST " said: 450-4.2.1 not 450 4.2.2 now "
	    "(in reply to RCPT TO command)",
	    "behaviours 70, 74: several lines become one, the last counts");
	is_text(word.reply, "450-4.2.1 not\n450 4.2.2 now",
	    "the reply keeps its lines");
	is_number(word.stage, STAGE_RCPT, "the stage is the caller's");
	ok(word.remote == &b.remote, "it is about this server");
	is_word(of(&b, "250 2.1.5 fine", "DATA", false), "5.5.0", 250,
	    "Protocol error: " HOST " said: 250 2.1.5 fine (in reply to DATA "
	    "command)", "behaviour 73: 2xx where it is no success");
	is_word(of(&b, "250 2.6.0 queued as 4X", "end of DATA", true),
	    "2.6.0", 250, "250 2.6.0 queued as 4X",
	    "behaviour 227: success is the reply itself");
	is_word(of(&b, "554 no", "end of DATA", true), "5.0.0", 554, HOST
	    " said: 554 no (in reply to end of DATA command)",
	    "a refusal where success was possible");
	is_word(of(&b, "354 go", "end of DATA", true), "5.5.0", 354, HOST
	    " said: 354 go (in reply to end of DATA command)",
	    "behaviour 72: 354 is neither");
	say(&b, "554-5.7.1 go\n554 5.7.1 away");
	is_word(verdict_refusal(b.session, &b.session->talk.reply), "5.7.1",
	    554, HOST " refused to talk to me: 554-5.7.1 go 554 5.7.1 away",
	    "behaviours 77, 85: the sentence about a cold welcome");
	strike(&b);
}

/* now - a word of this server with a status, at a time of its own */

static struct dsn
now(struct bench *b, const char *status)
{
	struct dsn word = b->session->blank;

	script_time += 1000;
	dsn_fail(&word, status, "because");
	return word;
}

/* is_fate - fate, last status, how often it was told */

static void
is_fate(const struct bench *b, size_t i, enum fate fate, const char *status,
    const char *name)
{
	const struct recipient *r = b->at[i];

	if (!ok(r->fate == fate && span_equal(span_of(r->word.status),
	    span_of(status)) && b->settled[i] == (fate != FATE_OPEN), name))
		printf("# r%zu: %d, \"%s\", told %u times\n", i, r->fate,
		    r->word.status, b->settled[i]);
}

static void
judged(void)
{
	struct dsn word;
	struct bench b;

	set(&b);
	word = now(&b, "5.1.1");
	verdict_judge(b.session, b.at[0], &word);
	is_fate(&b, 0, FATE_BOUNCED, "5.1.1", "5 settles, and is told");
	is_number(b.at[0]->dsn.at, script_time, "the word has its time");
	is_fate(&b, 1, FATE_OPEN, "", "nobody else hears it");
	word = now(&b, "4.2.1");
	verdict_judge(b.session, b.at[1], &word);
	is_fate(&b, 1, FATE_OPEN, "4.2.1", "4 is remembered, and not told");
	word = now(&b, "5.3.4");
	verdict_judge_all(b.session, &word);
	is_fate(&b, 0, FATE_BOUNCED, "5.1.1", "who is settled stays so");
	is_fate(&b, 1, FATE_OPEN, "4.2.1",
	    "behaviour 187: who has heard its word keeps it");
	is_fate(&b, 2, FATE_BOUNCED, "5.3.4", "all others hear it");
	is_fate(&b, 3, FATE_BOUNCED, "5.3.4", "all of them");
	strike(&b);
}

static void
remembered(void)
{
	struct dsn word;
	struct bench b;

	set(&b);
	word = now(&b, "4.2.1");
	verdict_judge(b.session, b.at[0], &word);
	word = now(&b, "5.1.1");
	verdict_judge(b.session, b.at[1], &word);
	recipient_doubt(b.at[2]);
	word = now(&b, "5.6.7");
	verdict_remember_all(b.session, &word);
	is_fate(&b, 0, FATE_OPEN, "4.2.1", "behaviour 187: 4xx is kept");
	is_fate(&b, 1, FATE_BOUNCED, "5.1.1", "behaviour 187: 5xx is kept");
	is_fate(&b, 2, FATE_OPEN, "5.6.7", "a permanent reason settles not");
	ok(b.at[2]->was_in_doubt && !b.at[2]->in_doubt,
	    "D3: who was in doubt stays so for good");
	is_fate(&b, 3, FATE_OPEN, "5.6.7", "nobody is left without a word");
	ok(!b.at[3]->was_in_doubt, "nor in a doubt that is not there");
	strike(&b);
}

/* A word of an earlier server does not count as one of this. */

static void
remembered_elsewhere(void)
{
	const struct remote other = { .name = SPAN("other.example") };
	struct dsn word;
	struct bench b;

	set(&b);
	word = now(&b, "4.2.1");
	word.remote = &other;
	recipient_remember(b.at[0], &word);
	word = now(&b, "4.4.2");
	verdict_remember_all(b.session, &word);
	is_fate(&b, 0, FATE_OPEN, "4.4.2", "a word of another server is old");
	strike(&b);
}

static void
accepted(void)
{
	struct dsn word;
	struct bench b;

	set(&b);
	b.session->accepted[0] = b.at[3];
	b.session->accepted[1] = b.at[1];
	b.session->accepted_len = 2;
	recipient_doubt(b.at[1]);
	recipient_doubt(b.at[3]);
	word = of(&b, "250 2.0.0 stored", "end of DATA", true);
	verdict_judge_accepted(b.session, &word);
	is_fate(&b, 0, FATE_OPEN, "", "who was not accepted is not sent");
	is_fate(&b, 1, FATE_SENT, "2.0.0", "behaviour 205: who was, is");
	is_fate(&b, 2, FATE_OPEN, "", "behaviour 205: nobody else");
	is_fate(&b, 3, FATE_SENT, "2.0.0", "behaviour 205: in any order");
	ok(!b.at[1]->in_doubt && !b.at[1]->was_in_doubt,
	    "D3: the answer ends the doubt");
	strike(&b);
}

static void
softened(void)
{
	struct dsn word;
	struct bench b;

	set(&b);
	b.params.soft_bounce = true;
	b.session->accepted[0] = b.at[0];
	b.session->accepted_len = 1;
	word = of(&b, "554 5.7.1 no", "RCPT TO", false);
	verdict_judge(b.session, b.at[1], &word);
	is_fate(&b, 1, FATE_OPEN, "4.7.1", "behaviour 63: of one recipient");
	is_number(b.at[1]->dsn.code, 554, "behaviour 63: the code stays");
	verdict_judge_accepted(b.session, &word);
	is_fate(&b, 0, FATE_OPEN, "4.7.1", "behaviour 63: of the accepted");
	verdict_judge_all(b.session, &word);
	is_fate(&b, 2, FATE_OPEN, "4.7.1", "behaviour 63: of all others");
	word = of(&b, "250 2.0.0 fine", "end of DATA", true);
	verdict_judge(b.session, b.at[3], &word);
	is_fate(&b, 3, FATE_SENT, "2.0.0", "behaviour 63: not of success");
	strike(&b);
}

static void
softened_reasons(void)
{
	struct dsn word;
	struct bench b;

	set(&b);
	b.params.soft_bounce = true;
	word = now(&b, "5.6.7");
	verdict_remember_all(b.session, &word);
	is_fate(&b, 0, FATE_OPEN, "4.6.7", "behaviour 63: of our own reasons");
	strike(&b);
}

/* Nobody must want to hear of it. */

static void
untold(void)
{
	struct dsn word;
	struct bench b;

	set(&b);
	b.session->setup.settled = NULL;
	word = now(&b, "5.1.1");
	verdict_judge_all(b.session, &word);
	is_number(b.at[3]->fate, FATE_BOUNCED, "settled without a hook");
	strike(&b);
}

int
main(void)
{
	words();
	judged();
	remembered();
	remembered_elsewhere();
	accepted();
	softened();
	softened_reasons();
	untold();
	return tap_done();
}
