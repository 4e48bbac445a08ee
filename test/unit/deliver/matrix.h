/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The cells of the fault matrix, and what must hold in every one of them.
 */
#ifndef TEST_UNIT_DELIVER_MATRIX_H
#define TEST_UNIT_DELIVER_MATRIX_H

#include "unit/deliver/faulty_server.h"
#include "unit/deliver/trial.h"

enum { SHOWN_MAX = 20 };	/* cells that are shown of a place */

/* The other host: none, or it takes or refuses everybody. */
enum next { NEXT_NONE, NEXT_TAKES, NEXT_REFUSES, NEXTS };

static const char *const place_names[PLACES] = { "greeting", "EHLO or LHLO",
    "XFORWARD", "MAIL", "the first RCPT", "the second RCPT", "the last RCPT",
    "DATA", "the body", "the first chunk", "the last octet of the message",
    "the end of the message", "the second answer to it",
    "the last answer to it", "QUIT" };

static const char *const fault_names[FAULTS] = { "none", "closes", "resets",
    "hangs", "chokes", "421", "4xx", "5xx", "garbage", "garbage before",
    "half a line", "half a line and hangs", "endless line",
    "endless answer", "wrong code", "221", "too early", "twice" };

static const char *const custom_names[CUSTOMS] = { "takes all",
    "refuses the second", "delays the first", "differs at the end",
    "refuses all", "refuses all but DATA" };

static const char *const next_names[NEXTS] = { "nobody else",
    "another takes all", "another refuses all" };

struct text {
	struct source *source;
	struct survey survey;
	struct str wire;	/* what must arrive */
};

struct matrix {
	struct trial t;
	struct text text[2];	/* a short one, and one of two chunks */
	struct recipient *batch[FAULTY_RECIPIENTS];
	unsigned cells[PLACES][2];	/* [lmtp]: that were reached */
	unsigned wrong[PLACES][2];
	struct str shown;
};

/* One cell that is played. */
struct play {
	struct matrix *m;
	struct cell cell;
	enum next next;
	struct delivery d;
	struct candidate candidate;
	struct faulty host[2];
	bool doubt[FAULTY_RECIPIENTS];	/* the first host left it so */
	bool open[FAULTY_RECIPIENTS];	/* for the next one */
	bool wrong;
};

static inline void
charge(struct play *p, size_t i, const char *what)
{
	const struct cell *c = &p->cell;
	const struct recipient *r = p->m->batch[i];
	static const char *const chunking[] = { "DATA", "BDAT", "at once" };

	if (p->m->shown.len / 200 < SHOWN_MAX)
		str_addf(&p->m->shown, "# %s, %s%s%s, server %s, at %s: %s; "
		    "%s: r%zu: %s; %s %s %.*s\n", c->lmtp ? "LMTP" : "SMTP",
		    chunking[c->chunking], c->pipelining ? ", pipelined" : "",
		    c->in_bits ? ", in bits" : "", custom_names[c->custom],
		    place_names[c->at], fault_names[c->fault],
		    next_names[p->next], i, what, trial_fate(r),
		    r->dsn.status, SPAN_ARG(r->dsn.text));
	p->wrong = true;
}

static inline void
must_hold(struct play *p, bool holds, size_t i, const char *what)
{
	if (!holds)
		charge(p, i, what);
}

/* is_miscounted - the answers may be anybody's: in LMTP, or where all go in one
 * flight, there are more or less of them than there should be, and the server
 * does not know it (D16) */

static inline bool
is_miscounted(const struct faulty *f)
{
	const struct cell *c = &f->cell;
	const bool at_end = c->at >= AT_END && c->at <= AT_LAST_END;

	if ((!c->lmtp && c->chunking != AT_ONCE) || !f->struck)
		return false;
	return f->soiled || (at_end && c->fault == PARTS) ||
	    (c->lmtp && at_end && f->answers == 1) || (c->at == AT_QUIT &&
	    (c->fault == SAYS_4XX || c->fault == SAYS_5XX ||
	    c->fault == WRONG_CODE));
}

/* judge_answer - an answer about this recipient, in its place, decides */

static inline void
judge_answer(struct play *p, size_t i, const struct entry *e)
{
	const struct recipient *r = p->m->batch[i];

	if (e->answer == 0 || is_miscounted(&p->host[0]))
		return;
	must_hold(p, !p->doubt[i], i, "in doubt, and was answered");
	if (e->answer / 100 == 4)
		must_hold(p, recipient_is_open(r), i, "4xx is not heeded");
	else
		must_hold(p, r->fate == (e->answer / 100 == 2 ? FATE_SENT :
		    FATE_BOUNCED), i, "the answer is not heeded");
}

/* judge_doubt - it is there exactly if the whole message may have left and no
 * complete answer came (D3) */

static inline void
judge_doubt(struct play *p, size_t i, const struct entry *e)
{
	const struct faulty *f = &p->host[0];
	const struct recipient *r = p->m->batch[i];

	if (p->doubt[i]) {
		must_hold(p, f->whole, i, "in doubt, and nothing had left");
		must_hold(p, e->named, i, "in doubt, and was not named");
		must_hold(p, !e->declined || is_miscounted(f), i,
		    "in doubt, and was declined");
	} else if (f->whole && e->named && recipient_is_open(r))
		must_hold(p, e->declined || e->answer / 100 == 4, i,
		    "not in doubt, and the message had left");
}

/* After the first host. */

static inline void
judge_first(struct play *p)
{
	const struct faulty *f = &p->host[0];

	must_hold(p, !f->damaged, 0, "not the message that was meant");
	must_hold(p, !f->strange, 0, "something that is no command");
	must_hold(p, !f->unbounded, 0, "waits forever");
	must_hold(p, f->freed, 0, "not closed");
	for (size_t i = 0; i < FAULTY_RECIPIENTS; i++) {
		const struct recipient *r = p->m->batch[i];
		const struct entry *e = &f->entry[i];

		must_hold(p, r->fate != FATE_SENT || e->accepted > 0, i,
		    "delivered, and was not accepted");
		must_hold(p, r->fate != FATE_BOUNCED || e->refused, i,
		    "bounced, and was not refused");
		must_hold(p, e->accepted == 0 || r->fate == FATE_SENT ||
		    r->was_in_doubt, i, "accepted, and nobody says so");
		must_hold(p, !r->in_doubt, i, "left in doubt without a word");
		judge_doubt(p, i, e);
		judge_answer(p, i, e);
	}
}

/* judge_last - r has its verdict, and there were two hosts at most */

static inline void
judge_last(struct play *p, size_t i)
{
	const struct recipient *r = p->m->batch[i];
	const struct entry *at[] = { &p->host[0].entry[i],
	    &p->host[1].entry[i] };
	const unsigned accepted = at[0]->accepted + at[1]->accepted;
	unsigned told = 0;

	for (size_t n = 0; n < p->m->t.told_len; n++)
		told += p->m->t.told[n]->recipient == r;
	must_hold(p, told == 1 && !recipient_is_open(r), i,
	    "not settled exactly once");
	must_hold(p, r->fate != FATE_SENT || accepted > 0, i,
	    "delivered, and nobody accepted it");
	must_hold(p, r->fate != FATE_BOUNCED || at[0]->refused ||
	    at[1]->refused, i, "bounced, and nobody refused it");
	must_hold(p, accepted < 2 || recipient_may_be_duplicate(r), i,
	    "delivered twice, and nobody says so");
	must_hold(p, p->doubt[i] == (recipient_may_be_duplicate(r) ||
	    recipient_is_unknown(r)), i, "doubt is gone, or new");
	must_hold(p, !recipient_is_unknown(r) ||
	    strcmp(r->dsn.status, "4.4.2") == 0, i, "unknown is not 4.4.2");
	must_hold(p, p->next == NEXT_NONE ||
	    at[1]->named == p->open[i], i,
	    "offered to the next host, or not offered");
	must_hold(p, p->next != NEXT_TAKES || !p->open[i] ||
	    r->fate == FATE_SENT, i, "not delivered by the next host");
}

#endif
