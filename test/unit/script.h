/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A server that plays a script, as a transport. It insists on the order in
 * which the two sides speak and on what stands together in one write: a
 * client that writes where it should listen, listens where it should write,
 * or makes two writes of one flight, is complained about and hung up on.
 *
 * A script is a list of steps that ends with NULL:
 *
 *	"C: text"	the client says this line; lines that follow one
 *			another are one write
 *	"S: text"	the server says this line; lines that follow one
 *			another are there at once
 *	"R: text"	the same without a line end
 *	"T: text"	the server says this line already while the client
 *			may still write
 *	"--"		between lines of one side: another write, another
 *			segment
 *	"bulk 700"	the client writes so many octets, whatever they are and
 *			in as many writes as it likes
 *	"cut 7"		of the write before only so many octets are taken
 *	"rest"		the client writes what was not taken, at once
 *	"reset"		the next write fails; what was said can be read
 *	"hangup"	the server is gone
 *	"half"		it will say no more, and nothing may be said to it
 *	"stall 13"	the client waits, exactly so many seconds, in vain
 *	"halt"		the client waits, and the run must stop at once
 *	"grace"		the same, but this wait has a grace and goes on
 *	"spent"		until that is spent
 *
 * Time stands still but for stalls, and for the pace of reads and writes.
 */
#ifndef TEST_UNIT_SCRIPT_H
#define TEST_UNIT_SCRIPT_H

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include "base/num.h"
#include "base/str.h"
#include "net/transport.h"
#include "os/clock.h"
#include "os/halt.h"

#define SCRIPT(...)	((const char *const []){ __VA_ARGS__, NULL })

enum {
	SCRIPT_MAX = 1 << 20,
	SCRIPT_QUOTED = 1000,	/* octets shown in a complaint */
};

struct script {
	struct transport transport;	/* first: it is cast to and fro */
	const char *const *step;
	bool one_deadline;	/* limits hold for a whole answer, as with
				 * smtp_per_request_deadline */
	msec_t pace;		/* time that passes with every read */
	msec_t write_pace;	/* and with every write */
	bool overlaps;		/* what is said need not be read at once */
	bool dead;		/* a complaint was made */
	bool closed;		/* the client has closed */
	size_t bulk;		/* octets still to come of a bulk */
	struct str said;	/* by the server, and not yet read */
	struct str owed;	/* what was cut off, or is compared */
	struct str complaint;
	/* Sees every write before it is compared; may be NULL. */
	void (*watch)(void *self, struct span octets);
	void *self;
};

/* What clock_now gives in tests of scripts. */
static msec_t script_time = 1000000;

static inline msec_t
script_now(void)
{
	return script_time;
}

static inline struct script *
script_of(struct transport *t)
{
	return (struct script *)(void *)t;
}

static inline bool
script_is(const struct script *s, const char *kind)
{
	return *s->step != NULL &&
	    strncmp(*s->step, kind, strlen(kind)) == 0;
}

/* The number behind the word of the present step. */
static inline size_t
script_number(const struct script *s)
{
	struct span text = span_of(*s->step);
	uint64_t n = 0;

	span_cut(&text, ' ');
	return num_unsigned(text, &n) ? (size_t)n : 0;
}

static inline enum io
script_complain(struct script *s, const char *what, struct span octets)
{
	if (octets.len > SCRIPT_QUOTED)
		octets.len = SCRIPT_QUOTED;
	if (!s->dead)
		str_addf(&s->complaint, "%s; the script is at \"%s\"\n%.*s",
		    what, *s->step == NULL ? "its end" : *s->step,
		    SPAN_ARG(octets));
	s->dead = true;
	return IO_END;
}

/* A wait that leads to nothing, if the script has one here. */
static inline bool
script_waits(struct script *s, const struct wait *wait, enum io *io)
{
	msec_t limit;

	if (script_is(s, "stall ")) {
		limit = (msec_t)script_number(s) * 1000;
		if (deadline_left(wait->by) != limit ||
		    wait->by.each != (s->one_deadline ? 0 : limit)) {
			*io = script_complain(s, "another limit", SPAN(""));
			return true;
		}
		script_time += limit;
		*io = IO_TIMEOUT;
	} else if (script_is(s, "halt") || script_is(s, "spent")) {
		if (wait->grace != (script_is(s, "halt") ? 0 : HALT_GRACE))
			script_complain(s, "another grace", SPAN(""));
		*io = IO_HALTED;
	} else
		return false;
	s->step++;
	return true;
}

/* Everything that the server says in one go. */
static inline void
script_speak(struct script *s)
{
	while (script_is(s, "S: ") || script_is(s, "R: ") ||
	    script_is(s, "T: ")) {
		str_add(&s->said, span_of(*s->step + 3));
		if (!script_is(s, "R: "))
			str_add(&s->said, SPAN("\r\n"));
		s->step++;
	}
}

static inline enum io
script_receive(struct transport *t, char *room, size_t size, size_t *len,
    const struct wait *wait)
{
	struct script *s = script_of(t);
	enum io io;

	if (s->dead)
		return IO_END;
	if (s->said.len == 0) {
		if (script_is(s, "--"))
			s->step++;
		if (script_is(s, "grace")) {
			if (wait->grace != HALT_GRACE)
				return script_complain(s, "gives no grace",
				    SPAN(""));
			s->step++;
		}
		if (script_waits(s, wait, &io))
			return io;
		if (script_is(s, "hangup") || script_is(s, "half"))
			return IO_END;
		script_speak(s);
	}
	if (s->said.len == 0)
		return script_complain(s, "the client listens", SPAN(""));
	script_time += s->pace;
	*len = s->said.len < size ? s->said.len : size;
	memcpy(room, s->said.at, *len);
	str_drop(&s->said, *len);
	return IO_DONE;
}

/* All that the client has to say now, gathered in owed. */
static inline void
script_gather(struct script *s)
{
	str_reset(&s->owed);
	for (; script_is(s, "C: "); s->step++) {
		str_add(&s->owed, span_of(*s->step + 3));
		str_add(&s->owed, SPAN("\r\n"));
	}
}

/* Octets that must be what is owed. */
static inline enum io
script_compare(struct script *s, struct span octets, size_t *len)
{
	if (!span_equal(octets, str_span(&s->owed)))
		return script_complain(s, "the client says", octets);
	*len = octets.len;
	if (script_is(s, "cut ")) {
		*len = script_number(s);
		str_drop(&s->owed, *len);
		s->step++;
	}
	return IO_DONE;
}

static inline enum io
script_bulk(struct script *s, struct span octets, size_t *len)
{
	size_t n = s->bulk == 0 ? script_number(s) : s->bulk;

	if (octets.len < n) {
		s->bulk = n - octets.len;
		*len = octets.len;
		return IO_DONE;
	}
	s->bulk = 0;
	s->step++;
	if (octets.len > n) {
		script_gather(s);
		if (script_compare(s, span_from_octet(octets, n), len) !=
		    IO_DONE)
			return IO_END;
	}
	*len += octets.len > n ? n : octets.len;
	return IO_DONE;
}

static inline enum io
script_send(struct transport *t, struct span octets, size_t *len,
    const struct wait *wait)
{
	struct script *s = script_of(t);
	enum io io;

	if (s->watch != NULL)
		s->watch(s->self, octets);
	if (s->dead || script_is(s, "hangup"))
		return IO_END;
	if (script_is(s, "T: ")) {
		s->overlaps = true;
		script_speak(s);
	}
	if (s->said.len > 0 && !s->overlaps)
		return script_complain(s, "not all was read", octets);
	script_time += s->write_pace;
	if (script_is(s, "--"))
		s->step++;
	if (script_waits(s, wait, &io))
		return io;
	if (script_is(s, "reset")) {
		s->step++;
		return IO_END;
	}
	if (script_is(s, "bulk "))
		return script_bulk(s, octets, len);
	if (script_is(s, "rest"))
		s->step++;
	else if (script_is(s, "C: "))
		script_gather(s);
	else
		return script_complain(s, "the client speaks", octets);
	return script_compare(s, octets, len);
}

static inline enum input
script_input(struct transport *t)
{
	struct script *s = script_of(t);
	const char *const *next = s->step;

	if (*next != NULL && strcmp(*next, "--") == 0)
		next++;
	if (s->dead)
		return INPUT_END;
	if (s->said.len > 0 || (*next != NULL &&
	    strchr("SRT", (*next)[0]) != NULL))
		return INPUT_OCTETS;
	return script_is(s, "hangup") || script_is(s, "half") ? INPUT_END :
	    INPUT_NONE;
}

static inline void
script_free(struct transport *t)
{
	script_of(t)->closed = true;
}

static const struct transport_ops script_ops = {
	.receive = script_receive,
	.send = script_send,
	.input = script_input,
	.free = script_free,
};

static inline void
script_init(struct script *s, const char *const *steps)
{
	*s = (struct script){ .transport = { &script_ops }, .step = steps };
	str_init(&s->said, SCRIPT_MAX);
	str_init(&s->owed, SCRIPT_MAX);
	str_init(&s->complaint, SCRIPT_MAX);
}

/* At the end: the client has closed, and the script was played to its end.
 * What was complained about stays. */
static inline void
script_finish(struct script *s)
{
	if (script_is(s, "hangup") || script_is(s, "half"))
		s->step++;
	if (!s->closed)
		script_complain(s, "not closed", SPAN(""));
	if (*s->step != NULL || s->said.len > 0)
		script_complain(s, "the client has closed", SPAN(""));
}

static inline void
script_clear(struct script *s)
{
	str_clear(&s->said);
	str_clear(&s->owed);
	str_clear(&s->complaint);
}

#endif
