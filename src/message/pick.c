/* SPDX-License-Identifier: BSD-2-Clause */
#include "message/pick.h"

#include <string.h>

#include "base/ascii.h"

/* Where octets belong. */
enum lot {
	LOT_REST,
	LOT_PICKED,
	LOT_UNKNOWN,		/* held until it is known */
};

static bool
is_name_octet(char c)
{
	return ascii_is_print(c) && c != ' ' && c != ':';
}

static struct span
held(const struct pick *p)
{
	return span_from(p->held, p->held_len);
}

/* begins_one - one of the names begins with what is held and this octet */

static bool
begins_one(const struct pick *p, char c)
{
	for (const char *const *at = p->names; *at != NULL; at++) {
		struct span name = span_of(*at);

		if (name.len > p->held_len && ascii_starts(name, held(p)) &&
		    ascii_lower(name.at[p->held_len]) == ascii_lower(c))
			return true;
	}
	return false;
}

static bool
is_one(const struct pick *p)
{
	for (const char *const *name = p->names; *name != NULL; name++)
		if (ascii_equal(span_of(*name), held(p)))
			return true;
	return false;
}

/*
 * The steps: each is given what comes next, at least one octet, and says how
 * many of these octets belong where; with none of them it has only found
 * another place.
 */

/* no_field - neither it nor what continues it is picked */

static void
no_field(struct pick *p)
{
	p->is_picked = false;
	p->place = PICK_FIELD;
}

static size_t
step_line(struct pick *p, struct span s)
{
	char c = s.at[0];

	p->is_candidate = true;
	if (is_name_octet(c))
		p->place = PICK_NAME;
	else if (ascii_is_blank(c))
		p->place = PICK_FIELD;
	else if (c == '\n')
		p->place = PICK_BODY;
	else if (c == '\r') {
		p->place = PICK_CR;
		return 1;
	} else
		no_field(p);
	return 0;
}

static size_t
step_cr(struct pick *p, struct span s)
{
	if (s.at[0] == '\n')
		p->place = PICK_BODY;
	else
		no_field(p);
	return 0;
}

static size_t
step_colon(struct pick *p, enum lot *lot)
{
	p->is_picked = p->is_candidate;
	p->place = PICK_FIELD;
	*lot = p->is_picked ? LOT_PICKED : LOT_REST;
	return 1;
}

static size_t
step_name(struct pick *p, struct span s, enum lot *lot)
{
	char c = s.at[0];

	if (is_name_octet(c)) {
		p->is_candidate = p->is_candidate && begins_one(p, c);
		*lot = p->is_candidate ? LOT_UNKNOWN : LOT_REST;
		return 1;
	}
	p->is_candidate = p->is_candidate && is_one(p);
	if (c == ':')
		return step_colon(p, lot);
	if (ascii_is_blank(c))
		p->place = PICK_BLANKS;
	else
		no_field(p);
	return 0;
}

static size_t
step_blanks(struct pick *p, struct span s, enum lot *lot)
{
	if (s.at[0] == ':')
		return step_colon(p, lot);
	if (!ascii_is_blank(s.at[0])) {
		no_field(p);
		return 0;
	}
	if (p->is_candidate && p->held_len == PICK_HELD_MAX) {
		p->is_picked = true;
		p->place = PICK_FIELD;
		return 0;
	}
	*lot = p->is_candidate ? LOT_UNKNOWN : LOT_REST;
	return 1;
}

static size_t
step_field(struct pick *p, struct span s, enum lot *lot)
{
	size_t lf = span_find(s, '\n');

	*lot = p->is_picked ? LOT_PICKED : LOT_REST;
	if (lf == s.len)
		return s.len;
	p->place = PICK_LINE;
	return lf + 1;
}

static size_t
step(struct pick *p, struct span s, enum lot *lot)
{
	*lot = LOT_REST;
	switch (p->place) {
	case PICK_LINE:
		return step_line(p, s);
	case PICK_CR:
		return step_cr(p, s);
	case PICK_NAME:
		return step_name(p, s, lot);
	case PICK_BLANKS:
		return step_blanks(p, s, lot);
	case PICK_FIELD:
		return step_field(p, s, lot);
	case PICK_BODY:
		break;
	}
	return s.len;
}

static bool
comes_out(const struct pick *p, enum lot lot)
{
	return lot != LOT_UNKNOWN && (lot == LOT_PICKED) != p->leave_out;
}

static bool
put(struct pick *p, const char *at, size_t len, struct dsn *why)
{
	return len == 0 || p->sink(p->self, span_from(at, len), why);
}

/* settle - what was held belongs where the octets behind it do */

static bool
settle(struct pick *p, enum lot lot, struct dsn *why)
{
	size_t len = p->held_len;

	p->held_len = 0;
	return !comes_out(p, lot) || put(p, p->held, len, why);
}

static void
hold(struct pick *p, const char *at, size_t len)
{
	memcpy(p->held + p->held_len, at, len);
	p->held_len += len;
}

bool
pick_feed(struct pick *p, struct span piece, struct dsn *why)
{
	const char *from = piece.at;	/* comes out, and is not yet put */
	bool ok = true;

	if (piece.len == 0)
		return true;
	while (ok && piece.len > 0) {
		enum lot lot;
		size_t n = step(p, piece, &lot);
		const char *at = piece.at;

		piece = span_from_octet(piece, n);
		if (n == 0)
			continue;
		if (!comes_out(p, lot)) {
			ok = put(p, from, (size_t)(at - from), why);
			from = piece.at;
		}
		if (lot == LOT_UNKNOWN)
			hold(p, at, n);
		else
			ok = ok && settle(p, lot, why);
	}
	return ok && put(p, from, (size_t)(piece.at - from), why);
}

bool
pick_end(struct pick *p, struct dsn *why)
{
	return settle(p, LOT_REST, why);
}
