/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A server with one fault at one place, as a transport. It keeps a ledger of
 * what it has done with each recipient, so that this can be compared with
 * what is reported about them. Time is its own: it jumps over every wait that
 * leads to nothing.
 */
#ifndef TEST_UNIT_DELIVER_FAULTY_H
#define TEST_UNIT_DELIVER_FAULTY_H

#include <stdio.h>
#include <string.h>

#include "base/mem.h"
#include "base/num.h"
#include "base/str.h"
#include "net/transport.h"
#include "os/clock.h"

enum {
	FAULTY_RECIPIENTS = 3,
	FAULTY_MAX = 1 << 20,
	BODY_PLACE = 30000,	/* octets of the message before AT_BODY */
};

enum place {
	AT_GREETING, AT_HELLO, AT_XFORWARD, AT_MAIL, AT_FIRST_RCPT,
	AT_SECOND_RCPT, AT_LAST_RCPT, AT_DATA, AT_BODY, AT_FIRST_CHUNK,
	AT_LAST_OCTET,		/* all of the message was taken but that */
	AT_END, AT_SECOND_END, AT_LAST_END,	/* but for the first: LMTP */
	AT_QUIT, PLACES
};

enum fault {
	NO_FAULT, CLOSES, RESETS, HANGS,
	CHOKES,			/* and takes no more either */
	GOES,			/* 421, and closes */
	SAYS_4XX, SAYS_5XX,
	SAYS_GARBAGE,		/* instead of the answer */
	GARBAGE_BEFORE,		/* and then the answer */
	HALF_A_LINE,		/* then it closes */
	HALF_AND_HANGS, ENDLESS_LINE, ENDLESS_ANSWER, WRONG_CODE,
	PARTS,			/* 221, and closes */
	TOO_EARLY,		/* the answer comes before it is due */
	TWICE, FAULTS
};

enum custom {			/* what it does else */
	TAKES_ALL, REFUSES_SECOND, DELAYS_FIRST,
	DIFFERS_AT_END,		/* refuses; LMTP: 250, 552, 452 */
	REFUSES_ALL,		/* and DATA */
	REFUSES_ALL_BUT_DATA, CUSTOMS
};

enum chunking_cell { WITH_DATA, WITH_CHUNKS, AT_ONCE };

struct cell {
	bool lmtp, pipelining, in_bits;	/* in_bits: writes are cut */
	enum chunking_cell chunking;
	enum place at;
	enum fault fault;
	enum custom custom;
};

/* What became of one recipient there. */
struct entry {
	bool named;		/* in a RCPT command */
	bool welcome;		/* which was answered with 2xx */
	bool declined;		/* or not, or MAIL was not */
	size_t declined_at;	/* octets that had been said then */
	bool refused;		/* for good: 5xx, or a code that is wrong */
	unsigned accepted;	/* 2xx, said with the message taken whole */
	int answer;		/* the code of the answer to its end, if that
				 * is in its place; else 0 */
	size_t answer_at;
};

struct faulty {
	struct transport transport;	/* first: it is cast to and fro */
	struct cell cell;
	struct span message;	/* as it must come, without dots added */
	struct entry entry[FAULTY_RECIPIENTS];
	unsigned answers;	/* to the end of the message */
	size_t named;
	bool whole;		/* the message was taken to its last octet */
	bool damaged;		/* which was not what was meant */
	bool struck;		/* the fault has happened */
	bool early;		/* it has said what was not due */
	bool soiled;		/* what it says is out of step */
	bool mailed;		/* MAIL was answered with 2xx */
	bool go_on;		/* 354 was said */
	bool strange;		/* it heard what is no command */
	bool unbounded;		/* it was waited for without a limit */
	bool freed;

	struct str out;		/* said, not yet heard */
	size_t said, heard;	/* octets */
	bool silent;		/* it says no more */
	bool gone;		/* it has closed */
	bool dead;		/* and nothing can be written any more */
	bool choked;
	bool startled;		/* the present write ends here */
	const char *endless;
	enum { COMMANDS, MESSAGE, CHUNK } mode;
	size_t chunk_left;
	bool chunk_last;
	size_t line_len;
	char line[1024];
	struct str content;	/* of the message, as far as it came */
};

static msec_t faulty_time = 1000000;

static inline msec_t
faulty_now(void)
{
	return faulty_time;
}

static inline struct faulty *
faulty_of(struct transport *t)
{
	return (struct faulty *)(void *)t;
}

static inline void
faulty_decline(struct faulty *f, struct entry *e, bool for_good)
{
	e->refused = e->refused || for_good;
	if (e->declined || f->soiled)
		return;
	e->declined = true;
	e->declined_at = f->said;
}

/* An answer to the end of the message. 221 and 421 are none (D16). */
static inline void
faulty_enter_end(struct faulty *f, struct entry *e, int code)
{
	e->refused = e->refused || code / 100 == 5 || code / 100 == 3;
	if (!f->whole || code == 221 || code == 421)
		return;
	e->accepted += code / 100 == 2;
	if (f->soiled)
		return;
	e->answer = code;
	e->answer_at = f->said;
}

/* Before the end of the message an answer is for all who are welcome; in LMTP
 * that in the middle of it is the first of several. */
static inline void
faulty_enter_early(struct faulty *f, enum place place, int code)
{
	const bool for_one = place == AT_BODY && f->cell.lmtp &&
	    f->cell.chunking == WITH_DATA;
	bool done = false;

	for (size_t i = 0; i < FAULTY_RECIPIENTS && !done; i++) {
		struct entry *e = &f->entry[i];

		if (!e->welcome)
			continue;
		e->refused = e->refused || code / 100 == 5 ||
		    code / 100 == (place == AT_DATA ? 2 : 3);
		/* A chunk that is refused ends the transaction. */
		e->welcome = place != AT_FIRST_CHUNK || code / 100 == 2;
		done = for_one;
	}
}

static inline void
faulty_enter_one(struct faulty *f, struct entry *e, enum place place,
    int code)
{
	const bool for_good = code / 100 == 5 || code / 100 == 3;

	if (place <= AT_HELLO)
		e->refused = e->refused || for_good;
	else if (place >= AT_MAIL && place <= AT_LAST_RCPT && code / 100 != 2)
		faulty_decline(f, e, for_good);
	else if (place > AT_MAIL && place <= AT_LAST_RCPT)
		e->welcome = true;
	else if (e->welcome && place >= AT_END && place < AT_QUIT)
		faulty_enter_end(f, e, code);
}

/* Into the ledger; about: the recipient, or FAULTY_RECIPIENTS for all. */
static inline void
faulty_enter(struct faulty *f, enum place place, size_t about, int code)
{
	f->go_on = f->go_on || (place == AT_DATA && code / 100 == 3);
	f->mailed = f->mailed || (place == AT_MAIL && code / 100 == 2);
	f->answers += place >= AT_END && place <= AT_LAST_END;
	if (place >= AT_DATA && place < AT_END)
		faulty_enter_early(f, place, code);
	for (size_t i = 0; i < FAULTY_RECIPIENTS; i++)
		if (about == FAULTY_RECIPIENTS || about == i)
			faulty_enter_one(f, &f->entry[i], place, code);
}

static inline void
faulty_put(struct faulty *f, struct span octets)
{
	if (f->silent)
		return;
	str_add(&f->out, octets);
	f->said += octets.len;
}

static inline void
faulty_say(struct faulty *f, enum place place, size_t about, const char *text)
{
	uint64_t code = 0;

	if (f->silent)
		return;
	faulty_put(f, span_of(text));
	faulty_put(f, SPAN("\r\n"));
	must(num_unsigned(span_first(span_of(text), 3), &code));
	faulty_enter(f, place, about, (int)code);
}

static inline void
faulty_close(struct faulty *f)
{
	f->silent = f->gone = true;
}

/* What was said and not yet heard is lost. */
static inline void
faulty_reset(struct faulty *f)
{
	faulty_close(f);
	f->dead = f->startled = true;
	str_reset(&f->out);
	for (size_t i = 0; i < FAULTY_RECIPIENTS; i++) {
		struct entry *e = &f->entry[i];

		if (e->declined_at > f->heard)
			e->declined = false;
		if (e->answer_at > f->heard)
			e->answer = 0;
	}
}

static inline void
faulty_fall_silent(struct faulty *f, enum fault fault, const char *good)
{
	struct span text = span_of(good);

	if (fault == HALF_A_LINE || fault == HALF_AND_HANGS ||
	    fault == ENDLESS_LINE)
		faulty_put(f, span_first(text, text.len / 2 + 2));
	f->soiled = f->soiled || fault >= SAYS_GARBAGE;
	if (fault == ENDLESS_LINE)
		f->endless = "x";
	if (fault == ENDLESS_ANSWER)
		f->endless = *good == '3' ? "354-go on\r\n" :
		    "250-go on\r\n";
	if (fault == CLOSES || fault == HALF_A_LINE)
		faulty_close(f);
	f->choked = f->startled = fault == CHOKES;
	f->silent = true;
}

static inline void
faulty_misspeak(struct faulty *f, enum place place, size_t about,
    const char *good)
{
	const enum fault fault = f->cell.fault;

	if (fault == GOES)
		faulty_say(f, place, about, "421 4.3.2 going");
	else if (fault == PARTS)
		faulty_say(f, place, about, "221 2.0.0 bye");
	else if (fault == SAYS_4XX)
		faulty_say(f, place, about, "451 4.3.0 not now");
	else if (fault == SAYS_5XX)
		faulty_say(f, place, about, "554 5.3.0 never");
	else if (fault == WRONG_CODE)
		faulty_say(f, place, about, *good == '3' ? "250 2.0.0 wrong" :
		    "354 wrong");
	if (fault == SAYS_GARBAGE || fault == GARBAGE_BEFORE) {
		f->soiled = true;
		faulty_put(f, SPAN("hello world\r\n"));
	}
	if (fault == GARBAGE_BEFORE || fault == TWICE)
		faulty_say(f, place, about, good);
	if (fault == TWICE) {
		f->soiled = true;
		faulty_put(f, span_of(good));
		faulty_put(f, SPAN("\r\n"));
	}
	/* Whoever interrupts a message does not go on with it. */
	if (fault == GOES || fault == PARTS || ((fault == SAYS_4XX ||
	    fault == SAYS_5XX) && (place == AT_BODY ||
	    place == AT_LAST_OCTET)))
		faulty_close(f);
}

static inline void
faulty_strike(struct faulty *f, enum place place, size_t about,
    const char *good)
{
	const enum fault fault = f->cell.fault;

	f->struck = true;
	f->startled = place == AT_BODY || place == AT_LAST_OCTET;
	if (fault == RESETS)
		faulty_reset(f);
	else if (fault <= CHOKES || (fault >= HALF_A_LINE &&
	    fault <= ENDLESS_ANSWER))
		faulty_fall_silent(f, fault, good);
	else if (fault != TOO_EARLY)
		faulty_misspeak(f, place, about, good);
	else if (place == AT_BODY || place == AT_LAST_OCTET) {
		f->soiled = true;
		faulty_say(f, place, about, good);
	}
}

/* The place whose answer an early one comes with. */
static inline enum place
faulty_before(const struct cell *cell)
{
	static const enum place before[PLACES] = {
		[AT_HELLO] = AT_GREETING, [AT_XFORWARD] = AT_HELLO,
		[AT_MAIL] = AT_XFORWARD, [AT_FIRST_RCPT] = AT_MAIL,
		[AT_SECOND_RCPT] = AT_FIRST_RCPT,
		[AT_LAST_RCPT] = AT_SECOND_RCPT, [AT_DATA] = AT_LAST_RCPT,
		[AT_FIRST_CHUNK] = AT_LAST_RCPT,
	};

	if (cell->at == AT_END)
		return cell->chunking == WITH_DATA ? AT_DATA : AT_LAST_RCPT;
	if (cell->at == AT_QUIT)
		return cell->lmtp ? AT_LAST_END : AT_END;
	return before[cell->at];
}

static inline void
faulty_say_early(struct faulty *f)
{
	const enum place at = f->cell.at;
	const bool rcpt = at >= AT_FIRST_RCPT && at <= AT_LAST_RCPT;

	/* Who pipelines cannot know it, and need not. */
	f->soiled = !f->cell.pipelining || at < AT_MAIL || at > AT_DATA;
	f->early = f->startled = true;
	faulty_say(f, at, rcpt ? (size_t)(at - AT_FIRST_RCPT) :
	    FAULTY_RECIPIENTS, at == AT_DATA ? "354 go on" :
	    at == AT_QUIT ? "221 2.0.0 bye" : "250 2.0.0 ok");
}

static inline void
faulty_answer(struct faulty *f, enum place place, size_t about,
    const char *good)
{
	const struct cell *cell = &f->cell;

	if (place == cell->at && !f->struck && cell->fault != NO_FAULT)
		faulty_strike(f, place, about, good);
	else
		faulty_say(f, place, about, good);
	if (cell->fault == TOO_EARLY && cell->at != AT_GREETING &&
	    cell->at != AT_BODY && cell->at != AT_LAST_OCTET &&
	    place == faulty_before(cell) && !f->early)
		faulty_say_early(f);
}

#endif
