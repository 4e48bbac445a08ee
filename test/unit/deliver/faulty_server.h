/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What a faulty server does with what it hears: commands, the message, and
 * the transport that it is.
 */
#ifndef TEST_UNIT_DELIVER_FAULTY_SERVER_H
#define TEST_UNIT_DELIVER_FAULTY_SERVER_H

#include "unit/deliver/faulty.h"

static inline void
faulty_hello(struct faulty *f, bool extended)
{
	char text[256];

	snprintf(text, sizeof(text), !extended ? "250 mx.test" :
	    "250-mx.test\r\n250-XFORWARD NAME ADDR HELO\r\n%s%s250 8BITMIME",
	    f->cell.pipelining ? "250-PIPELINING\r\n" : "",
	    f->cell.chunking != WITH_DATA ? "250-CHUNKING\r\n" : "");
	faulty_answer(f, AT_HELLO, FAULTY_RECIPIENTS, text);
}

static inline const char *
faulty_rcpt_answer(const struct faulty *f, size_t i)
{
	const struct cell *cell = &f->cell;

	if (!f->mailed)
		return "503 5.5.1 need MAIL";
	if (cell->custom >= REFUSES_ALL ||
	    (cell->custom == REFUSES_SECOND && i == 1))
		return "550 5.1.1 who?";
	return cell->custom == DELAYS_FIRST && i == 0 ? "450 4.2.1 later" :
	    "250 2.1.5 ok";
}

/* RCPT TO:<r1@...: the digit says who it is. */
static inline void
faulty_rcpt(struct faulty *f)
{
	static const char rcpt[] = "RCPT TO:<r";
	size_t i = (size_t)(f->line[sizeof(rcpt) - 1] - '0');

	if (strncmp(f->line, rcpt, sizeof(rcpt) - 1) != 0 ||
	    i >= FAULTY_RECIPIENTS) {
		f->strange = true;
		return;
	}
	f->entry[i].named = true;
	faulty_answer(f, (enum place)(AT_FIRST_RCPT + f->named++), i,
	    faulty_rcpt_answer(f, i));
}

static inline bool
faulty_has_welcomed(const struct faulty *f)
{
	for (size_t i = 0; i < FAULTY_RECIPIENTS; i++)
		if (f->entry[i].welcome)
			return true;
	return false;
}

static inline void
faulty_data(struct faulty *f)
{
	const char *good = "354 go on";

	if (!faulty_has_welcomed(f) &&
	    f->cell.custom != REFUSES_ALL_BUT_DATA)
		good = "554 5.5.1 nobody is there";
	faulty_answer(f, AT_DATA, FAULTY_RECIPIENTS, good);
	if (f->go_on)
		f->mode = MESSAGE;
}

static inline void
faulty_bdat(struct faulty *f)
{
	struct span rest = span_of(f->line + 5);
	uint64_t octets = 0;

	f->strange = f->strange ||
	    !num_unsigned(span_cut(&rest, ' '), &octets) || octets == 0;
	f->chunk_left = (size_t)octets;
	f->chunk_last = span_equal(rest, SPAN("LAST"));
	f->mode = CHUNK;
}

static inline void
faulty_end_lmtp(struct faulty *f)
{
	static const char *const differ[FAULTY_RECIPIENTS] = {
		"250 2.0.0 stored", "552 5.2.2 too large", "452 4.2.2 full" };
	enum place place = AT_END;

	for (size_t i = 0; i < FAULTY_RECIPIENTS; i++)
		if (f->entry[i].welcome)
			faulty_answer(f, place++, i,
			    f->cell.custom == DIFFERS_AT_END ? differ[i] :
			    "250 2.0.0 stored");
}

/* All of the message is there: it must be what was meant for those who are
 * to get it. */
static inline void
faulty_end(struct faulty *f)
{
	const bool welcomed = faulty_has_welcomed(f);

	f->whole = true;
	f->mode = COMMANDS;
	f->damaged = f->damaged || (welcomed &&
	    !span_equal(str_span(&f->content), f->message));
	if (f->cell.lmtp)
		faulty_end_lmtp(f);
	else
		faulty_answer(f, AT_END, FAULTY_RECIPIENTS, !welcomed ?
		    "554 5.5.1 nobody is there" :
		    f->cell.custom == DIFFERS_AT_END ?
		    "552 5.2.2 too large" : "250 2.0.0 stored");
}

static inline void
faulty_command(struct faulty *f)
{
	const char *line = f->line;

	if (strncmp(line, "EHLO ", 5) == 0 || strncmp(line, "LHLO ", 5) == 0)
		faulty_hello(f, true);
	else if (strncmp(line, "HELO ", 5) == 0)
		faulty_hello(f, false);
	else if (strncmp(line, "XFORWARD ", 9) == 0)
		faulty_answer(f, AT_XFORWARD, FAULTY_RECIPIENTS, "250 ok");
	else if (strncmp(line, "MAIL FROM:<", 11) == 0)
		faulty_answer(f, AT_MAIL, FAULTY_RECIPIENTS, "250 2.1.0 ok");
	else if (strncmp(line, "RCPT ", 5) == 0)
		faulty_rcpt(f);
	else if (strcmp(line, "DATA") == 0)
		faulty_data(f);
	else if (strncmp(line, "BDAT ", 5) == 0)
		faulty_bdat(f);
	else if (strcmp(line, "RSET") == 0)
		faulty_put(f, SPAN("250 2.0.0 ok\r\n"));
	else if (strcmp(line, "QUIT") == 0) {
		faulty_answer(f, AT_QUIT, FAULTY_RECIPIENTS, "221 2.0.0 bye");
		f->silent = true;
		f->gone = f->gone || f->cell.at != AT_QUIT;
	} else
		f->strange = true;
}

static inline void
faulty_interrupt(struct faulty *f, enum place place)
{
	if (f->cell.at == place && !f->struck && f->cell.fault != NO_FAULT)
		faulty_strike(f, place, FAULTY_RECIPIENTS,
		    "250 2.0.0 too early");
}

static inline void
faulty_take_line(struct faulty *f)
{
	size_t dot = f->line[0] == '.';

	if (f->mode == COMMANDS)
		faulty_command(f);
	else if (strcmp(f->line, ".") == 0)
		faulty_end(f);
	else {
		str_add(&f->content, span_of(f->line + dot));
		str_add(&f->content, SPAN("\r\n"));
		if (f->content.len > BODY_PLACE)
			faulty_interrupt(f, AT_BODY);
	}
}

/* An octet of a command or of a line of the message. */
static inline size_t
faulty_take_octet(struct faulty *f, char c)
{
	if (f->mode == MESSAGE && c == '\n' && f->line_len == 2 &&
	    f->line[0] == '.') {
		faulty_interrupt(f, AT_LAST_OCTET);
		if (f->startled)
			return 0;
	}
	must(f->line_len + 1 < sizeof(f->line));
	f->line[f->line_len++] = c;
	if (c != '\n')
		return 1;
	f->line_len -= f->line_len > 1 && f->line[f->line_len - 2] == '\r' ?
	    2 : 1;
	f->line[f->line_len] = '\0';
	f->line_len = 0;
	faulty_take_line(f);
	return 1;
}

static inline size_t
faulty_take_chunk(struct faulty *f, struct span octets)
{
	size_t n = octets.len < f->chunk_left ? octets.len : f->chunk_left;

	if (f->cell.at == AT_LAST_OCTET && f->chunk_last && n > 1 &&
	    n == f->chunk_left)
		n--;
	if (n == 1 && f->chunk_last && f->chunk_left == 1) {
		faulty_interrupt(f, AT_LAST_OCTET);
		if (f->startled)
			return 0;
	}
	str_add(&f->content, span_first(octets, n));
	f->chunk_left -= n;
	if (f->content.len > BODY_PLACE)
		faulty_interrupt(f, AT_BODY);
	if (f->chunk_left > 0)
		return n;
	f->mode = COMMANDS;
	if (f->chunk_last)
		faulty_end(f);
	else
		faulty_answer(f, AT_FIRST_CHUNK, FAULTY_RECIPIENTS,
		    "250 2.0.0 go on");
	return n;
}

/* How many octets it takes before something startles it. */
static inline size_t
faulty_take(struct faulty *f, struct span octets)
{
	size_t taken = 0;

	f->startled = false;
	while (taken < octets.len && !f->startled)
		taken += f->mode == CHUNK && f->chunk_left > 0 ?
		    faulty_take_chunk(f, span_from_octet(octets, taken)) :
		    faulty_take_octet(f, octets.at[taken]);
	return taken;
}

static inline enum io
faulty_wait(struct faulty *f, const struct wait *wait)
{
	msec_t left = deadline_left(wait->by);

	f->unbounded = f->unbounded || left > 86400000;
	if (f->unbounded)
		return IO_END;
	faulty_time += left;
	return IO_TIMEOUT;
}

static inline enum io
faulty_receive(struct transport *t, char *room, size_t size, size_t *len,
    const struct wait *wait)
{
	enum { PACE = 1000 };
	struct faulty *f = faulty_of(t);

	faulty_time++;
	if (f->out.len == 0 && f->endless != NULL) {
		faulty_time += PACE;
		str_add(&f->out, span_of(f->endless));
	}
	if (f->out.len == 0)
		return f->gone ? IO_END : faulty_wait(f, wait);
	*len = f->out.len < size ? f->out.len : size;
	memcpy(room, f->out.at, *len);
	str_drop(&f->out, *len);
	f->heard += *len;
	return IO_DONE;
}

/* After it has closed one write still seems to go well. */
static inline enum io
faulty_send(struct transport *t, struct span octets, size_t *len,
    const struct wait *wait)
{
	enum { BITS = 7 };
	struct faulty *f = faulty_of(t);

	faulty_time++;
	if (f->dead)
		return IO_END;
	if (f->choked)
		return faulty_wait(f, wait);
	f->dead = f->gone;
	if (f->cell.in_bits && octets.len > BITS)
		octets.len = BITS;
	*len = faulty_take(f, octets);
	if (*len > 0)
		return IO_DONE;
	return f->choked ? faulty_wait(f, wait) : IO_END;
}

static inline enum input
faulty_input(struct transport *t)
{
	struct faulty *f = faulty_of(t);

	if (f->out.len > 0 || f->endless != NULL)
		return INPUT_OCTETS;
	return f->gone ? INPUT_END : INPUT_NONE;
}

static inline void
faulty_free(struct transport *t)
{
	faulty_of(t)->freed = true;
}

static const struct transport_ops faulty_ops = {
	.receive = faulty_receive,
	.send = faulty_send,
	.input = faulty_input,
	.free = faulty_free,
};

static inline void
faulty_init(struct faulty *f, const struct cell *cell, struct span message)
{
	*f = (struct faulty){ .transport = { &faulty_ops }, .cell = *cell,
	    .message = message };
	str_init(&f->out, FAULTY_MAX);
	str_init(&f->content, FAULTY_MAX);
	faulty_answer(f, AT_GREETING, FAULTY_RECIPIENTS,
	    "220 mx.test ESMTP");
}

static inline void
faulty_clear(struct faulty *f)
{
	str_clear(&f->out);
	str_clear(&f->content);
}

#endif
