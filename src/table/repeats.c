/* SPDX-License-Identifier: BSD-2-Clause */
#include "table/repeats.h"

#include <stdint.h>

#include "base/ascii.h"

enum {
	GREAT_MANY = 1 << 30,	/* more is as good as that */
	PLUS = 4,		/* what a "+" makes of its piece: that is
				 * written twice, and each copy searched for
				 * the other where it may be empty: with
				 * glibc 2.36 a*++++++++++++ took 11 s */
};

struct level {
	uint64_t total;		/* of what was read in these brackets */
	uint64_t last;		/* of its last piece, which may be repeated */
};

struct walk {
	struct span rest;
	size_t depth;
	struct level levels[REPEATS_DEPTH_MAX + 1];
};

static uint64_t
bounded(uint64_t n)
{
	return n < GREAT_MANY ? n : GREAT_MANY;
}

static void
add(struct walk *w, uint64_t size)
{
	struct level *level = &w->levels[w->depth];

	level->total = bounded(level->total + size);
	level->last = size;
}

/* repeat - the last piece stands there so many times */

static void
repeat(struct walk *w, uint64_t times)
{
	struct level *level = &w->levels[w->depth];
	uint64_t size = bounded(level->last * times);

	if (size <= level->last)
		return;
	level->total = bounded(level->total + size - level->last);
	level->last = size;
}

/* skip_set - behind the [ of a set of characters, to behind its ] */

static void
skip_set(struct walk *w)
{
	struct span s = w->rest;
	size_t i = s.len > 0 && s.at[0] == '^';

	i += i < s.len && s.at[i] == ']';
	while (i < s.len && s.at[i] != ']') {
		char class = i + 1 < s.len && s.at[i] == '[' ? s.at[i + 1] :
		    '\0';
		struct span inner;

		i++;
		if (class != ':' && class != '.' && class != '=')
			continue;
		inner = span_from_octet(s, i + 1);
		i += 1 + span_find(inner, ']');
		i += i < s.len;
	}
	w->rest = span_from_octet(s, i < s.len ? i + 1 : s.len);
	add(w, 1);
}

static uint64_t
cut_number(struct span *s)
{
	uint64_t n = 0;

	while (s->len > 0 && ascii_is_digit(s->at[0])) {
		n = bounded(n * 10 + (uint64_t)(s->at[0] - '0'));
		*s = span_from_octet(*s, 1);
	}
	return n;
}

/* read_times - behind the { of {3}, {3,} or {3,7}, to behind its } */

static void
read_times(struct walk *w)
{
	uint64_t from = cut_number(&w->rest), times = from, to;

	if (w->rest.len > 0 && w->rest.at[0] == ',') {
		w->rest = span_from_octet(w->rest, 1);
		to = cut_number(&w->rest);
		times = to > from ? to : from + 1;
	}
	if (w->rest.len > 1 && w->rest.at[0] == '\\')
		w->rest = span_from_octet(w->rest, 1);
	if (w->rest.len > 0 && w->rest.at[0] == '}')
		w->rest = span_from_octet(w->rest, 1);
	repeat(w, bounded(times));
}

static bool
open_brackets(struct walk *w)
{
	if (w->depth == REPEATS_DEPTH_MAX)
		return false;
	w->levels[++w->depth] = (struct level){ 0 };
	return true;
}

static void
close_brackets(struct walk *w)
{
	uint64_t size = w->levels[w->depth].total;

	if (w->depth == 0)
		return;
	w->depth--;
	add(w, bounded(size + 1));
}

/* take - one character that means something; brackets and braces do so with
 * a backslash or without, as the syntax is */

static bool
take(struct walk *w, char c, bool special)
{
	switch (special ? c : '\0') {
	case '(':
		return open_brackets(w);
	case ')':
		close_brackets(w);
		break;
	case '{':
		read_times(w);
		break;
	case '+':
		repeat(w, PLUS);
		break;
	case '?':
		break;
	default:
		add(w, 1);
		break;
	}
	return true;
}

bool
repeats_fit(struct span pattern, bool extended, unsigned long most)
{
	struct walk w = { .rest = pattern };
	bool good = true;

	while (good && w.rest.len > 0) {
		char c = w.rest.at[0];
		bool escaped = c == '\\' && w.rest.len > 1;

		c = escaped ? w.rest.at[1] : c;
		w.rest = span_from_octet(w.rest, escaped ? 2 : 1);
		if (c == '[' && !escaped)
			skip_set(&w);
		else if (c != '*' || escaped)
			good = take(&w, c, escaped != extended);
	}
	while (w.depth > 0)
		close_brackets(&w);
	return good && w.levels[0].total <= most;
}
