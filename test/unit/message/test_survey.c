/* SPDX-License-Identifier: BSD-2-Clause */
#include "message/survey.h"

#include "unit/message/noise.h"
#include "unit/tap.h"

/* A message and what it is found to be; wire: octets with CRLF line ends. */
struct scene {
	const char *name;
	struct span message;
	uint64_t bare_lf, bare_cr, longest, header, wire;
	bool high, nul, high_header, newline;
};

#define M(text)		.message = SPAN_INIT(text)

static const struct scene scenes[] = {
	{ "no message", M("") },
	{ "LF line ends", M("a: b\n\nbody\n"), .bare_lf = 3, .longest = 4,
	    .header = 6, .wire = 14, .newline = true },
	{ "CRLF line ends", M("a: b\r\n\r\nbody\r\n"), .longest = 4,
	    .header = 8, .wire = 14, .newline = true },
	{ "both", M("a: b\n\r\nbody\r\nx\n"), .bare_lf = 2, .longest = 4,
	    .header = 7, .wire = 17, .newline = true },
	{ "behaviour 189: no line end at the end", M("a: b\n\nbod"),
	    .bare_lf = 2, .longest = 4, .header = 6, .wire = 13 },
	{ "an empty line only", M("\n"), .bare_lf = 1, .header = 1,
	    .wire = 2, .newline = true },
	{ "an empty line only, CRLF", M("\r\n"), .header = 2, .wire = 2,
	    .newline = true },
	{ "no empty line: all is header", M("a: b\nc: \xc3\xa9\n"),
	    .bare_lf = 2, .longest = 5, .header = 11, .wire = 13,
	    .high = true, .high_header = true, .newline = true },
	{ "a line of blanks does not end the header", M("a: b\n \nc\n\nd"),
	    .bare_lf = 4, .longest = 4, .header = 10, .wire = 17 },
	{ "a CR does not either", M("a\n\r\r\nb"), .bare_lf = 1,
	    .bare_cr = 1, .longest = 1, .header = 6, .wire = 9 },
	{ "8-bit octets in the body", M("a: b\n\n\xff\n"), .bare_lf = 3,
	    .longest = 4, .header = 6, .wire = 11, .high = true,
	    .newline = true },
	{ "8-bit octets right before the body", M("a: \x80\n\nb\n"),
	    .bare_lf = 3, .longest = 4, .header = 6, .wire = 11,
	    .high = true, .high_header = true, .newline = true },
	{ "127 is none", M("a: \x7f\n\n\x7f\n"), .bare_lf = 3, .longest = 4,
	    .header = 6, .wire = 11, .newline = true },
	{ "D26: CR alone is content", M("x\ry\r"), .bare_cr = 2,
	    .longest = 4, .header = 4, .wire = 6 },
	{ "D26: two CRs and LF: the first is content", M("x\r\r\n"),
	    .bare_cr = 1, .longest = 2, .header = 4, .wire = 4,
	    .newline = true },
	{ "D26: LF CR is an end and a content", M("x\n\r"), .bare_lf = 1,
	    .bare_cr = 1, .longest = 1, .header = 3, .wire = 6 },
	{ "a NUL", M("a\n\nb\0c\n"), .bare_lf = 3, .longest = 3,
	    .header = 3, .wire = 10, .nul = true, .newline = true },
	{ "the last line is the longest", M("a\nbc"), .bare_lf = 1,
	    .longest = 2, .header = 4, .wire = 7 },
	{ "dots are not doubled", M(".\n..\n"), .bare_lf = 2, .longest = 2,
	    .header = 5, .wire = 7, .newline = true },
};

static bool
same(const struct survey *a, const struct survey *b)
{
	return a->octets == b->octets && a->bare_lf == b->bare_lf &&
	    a->bare_cr == b->bare_cr && a->longest == b->longest &&
	    a->header_octets == b->header_octets &&
	    a->has_8bit == b->has_8bit && a->has_nul == b->has_nul &&
	    a->has_8bit_header == b->has_8bit_header &&
	    a->ends_in_newline == b->ends_in_newline;
}

static struct survey
in_two(struct span m, size_t cut)
{
	struct survey s = { 0 };

	survey_feed(&s, span_first(m, cut));
	survey_feed(&s, span_from_octet(m, cut));
	survey_end(&s);
	return s;
}

static struct survey
octet_by_octet(struct span m)
{
	struct survey s = { 0 };

	for (size_t i = 0; i < m.len; i++)
		survey_feed(&s, span_from(m.at + i, 1));
	survey_end(&s);
	return s;
}

/* all_cuts - the same is found however the message is cut */

static bool
all_cuts(struct span m, const struct survey *want)
{
	struct survey s = octet_by_octet(m);
	bool good = same(&s, want);

	for (size_t cut = 0; cut <= m.len; cut++) {
		s = in_two(m, cut);
		good = good && same(&s, want);
	}
	return good;
}

static void
play(const struct scene *scene)
{
	struct survey want = { .octets = scene->message.len,
	    .bare_lf = scene->bare_lf, .bare_cr = scene->bare_cr,
	    .longest = scene->longest, .header_octets = scene->header,
	    .has_8bit = scene->high, .has_nul = scene->nul,
	    .has_8bit_header = scene->high_header,
	    .ends_in_newline = scene->newline };
	struct survey s = in_two(scene->message, 0);

	ok(same(&s, &want), scene->name);
	is_number(survey_wire_octets(&s), scene->wire,
	    "RFC 1870: its octets on the wire");
	ok(all_cuts(scene->message, &want), "the same from all pieces");
}

/* slow_line - from its first octet to its LF or the end of the message */

static void
slow_line(struct survey *s, struct span m, size_t from, size_t to)
{
	bool ended = to < m.len;
	bool crlf = ended && to > from && m.at[to - 1] == '\r';
	size_t len = to - from - crlf;

	s->bare_lf += ended && !crlf;
	s->longest = len > s->longest ? len : s->longest;
	for (size_t i = from; i < from + len; i++) {
		s->bare_cr += m.at[i] == '\r';
		s->has_nul = s->has_nul || m.at[i] == '\0';
		s->has_8bit = s->has_8bit || (m.at[i] & 0x80) != 0;
	}
	if (s->header_octets == 0)
		s->has_8bit_header = s->has_8bit;
	if (ended && len == 0 && s->header_octets == 0)
		s->header_octets = to + 1;
	s->ends_in_newline = to + 1 == m.len;
}

/* slow - the definition, line by line and octet by octet */

static struct survey
slow(struct span m)
{
	struct survey s = { .octets = m.len };
	size_t from = 0, to;

	while (from < m.len) {
		for (to = from; to < m.len && m.at[to] != '\n';)
			to++;
		slow_line(&s, m, from, to);
		from = to + 1;
	}
	if (s.header_octets == 0)
		s.header_octets = m.len;
	return s;
}

static void
by_chance(void)
{
	enum { ROUNDS = 20000, MOST = 40 };
	uint64_t state = 4711;
	unsigned wrong = 0;
	char room[MOST];

	for (unsigned i = 0; i < ROUNDS; i++) {
		struct span m = noise_message(&state, room, MOST);
		struct survey want = slow(m);

		wrong += !all_cuts(m, &want);
	}
	is_number(wrong, 0, "20000 messages by chance, in all pieces, as by a "
	    "slow count");
}

/* high_places - one octet above 127 is found wherever it stands */

static void
high_places(void)
{
	enum { LEN = 200 };
	char room[LEN];
	unsigned missed = 0, invented = 0;

	for (size_t i = 0; i < LEN; i++) {
		struct span m = span_from(room, LEN);
		struct survey s;

		memset(room, 'x', LEN);
		memcpy(room + 100, "\n\n", 2);
		if (i != 100 && i != 101)
			room[i] = '\x80';
		s = in_two(m, 0);
		missed += s.has_8bit != (i != 100 && i != 101);
		invented += s.has_8bit_header != (i < 100);
	}
	is_number(missed, 0, "an 8-bit octet is found at every place");
	is_number(invented, 0, "and is of the header only before its end");
}

int
main(void)
{
	for (size_t i = 0; i < sizeof(scenes) / sizeof(scenes[0]); i++)
		play(&scenes[i]);
	by_chance();
	high_places();
	return tap_done();
}
