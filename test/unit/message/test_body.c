/* SPDX-License-Identifier: BSD-2-Clause */
#include "message/body.h"

#include "base/mem.h"
#include "base/str.h"
#include "unit/message/noise.h"
#include "unit/tap.h"

enum { OUT_MAX = 1 << 22 };

/* How the filter is set. */
struct setting {
	size_t fold;
	bool keep;
	bool plain;		/* dots are not doubled */
};

struct scene {
	const char *name;
	struct span in, out;
	struct setting set;
};

#define GOES(in_, out_)	.in = SPAN_INIT(in_), .out = SPAN_INIT(out_)
#define DIGITS		"0123456789"

static const struct scene scenes[] = {
	{ "nothing comes of nothing", GOES("", "") },
	{ "behaviour 189: LF becomes CRLF", GOES("a\n\nb\n",
	    "a\r\n\r\nb\r\n") },
	{ "behaviour 189: CRLF stays CRLF", GOES("a\r\n\r\nb\r\n",
	    "a\r\n\r\nb\r\n") },
	{ "behaviour 189: one line end each way", GOES("a\r\nb\nc\r\n",
	    "a\r\nb\r\nc\r\n") },
	{ "behaviour 189: a last line gets its end", GOES("a\nb",
	    "a\r\nb\r\n") },
	{ "behaviour 189: dots that begin a line are doubled",
	    GOES("..two\n.\n...\nend.\n.x\n",
	    "...two\r\n..\r\n....\r\nend.\r\n..x\r\n") },
	{ "behaviour 189: so is a first dot, and a last", GOES(".a\n.",
	    "..a\r\n..\r\n") },
	{ "behaviour 189: CRLF before the dot", GOES("a\r\n.\r\n",
	    "a\r\n..\r\n") },
	{ "BDAT: dots are not doubled", GOES(".\n..a\n.", ".\r\n..a\r\n.\r\n"),
	    .set = { .plain = true } },
	{ "behaviour 189: NUL and 8-bit octets pass", GOES("a\0b\xff\n\0\n",
	    "a\0b\xff\r\n\0\r\n") },

	{ "D26: CR alone becomes a blank", GOES("one\rtwo\n\rthree\n",
	    "one two\r\n three\r\n") },
	{ "D26: Postfix mode keeps it", GOES("one\rtwo\n\rthree\n",
	    "one\rtwo\r\n\rthree\r\n"), .set = { .keep = true } },
	{ "D26: CR CR LF", GOES("a\r\r\nb", "a \r\nb\r\n") },
	{ "D26: CR CR LF kept", GOES("a\r\r\nb", "a\r\r\nb\r\n"),
	    .set = { .keep = true } },
	{ "D26: LF CR", GOES("a\n\rb", "a\r\n b\r\n") },
	{ "D26: CR at the end", GOES("a\r", "a \r\n") },
	{ "D26: CR at the end kept", GOES("a\r", "a\r\r\n"),
	    .set = { .keep = true } },
	{ "D26: only CRs", GOES("\r\r\r", "   \r\n") },

	{ "D26: CRLF . CR", GOES("a\r\n.\rMAIL", "a\r\n.. MAIL\r\n") },
	{ "D26: LF . LF", GOES("a\n.\nMAIL", "a\r\n..\r\nMAIL\r\n") },
	{ "D26: LF . CRLF", GOES("a\n.\r\nMAIL", "a\r\n..\r\nMAIL\r\n") },
	{ "D26: CRLF . LF", GOES("a\r\n.\nMAIL", "a\r\n..\r\nMAIL\r\n") },
	{ "D26: CRLF . CRLF", GOES("a\r\n.\r\nMAIL",
	    "a\r\n..\r\nMAIL\r\n") },
	{ "D26: CR . CR", GOES("a\r.\rMAIL", "a . MAIL\r\n") },
	{ "D26: CR . CRLF", GOES("a\r.\r\nMAIL", "a .\r\nMAIL\r\n") },
	{ "D26: CR . LF", GOES("a\r.\nMAIL", "a .\r\nMAIL\r\n") },
	{ "D26: LF CR . CR LF", GOES("a\n\r.\r\nMAIL",
	    "a\r\n .\r\nMAIL\r\n") },
	{ "D26: CR CR LF . CR CR LF", GOES("a\r\r\n.\r\r\nMAIL",
	    "a \r\n.. \r\nMAIL\r\n") },
	{ "D26: CR NUL LF . CR NUL LF", GOES("a\r\0\n.\r\0\nMAIL",
	    "a \0\r\n.. \0\r\nMAIL\r\n") },

	{ "behaviour 190: L octets stay", GOES(DIGITS DIGITS "\n",
	    DIGITS DIGITS "\r\n"), .set = { .fold = 20 } },
	{ "behaviour 190: L+1 octets: L, a blank and 1",
	    GOES(DIGITS DIGITS "x\n", DIGITS DIGITS "\r\n x\r\n"),
	    .set = { .fold = 20 } },
	{ "behaviour 190: the blank counts",
	    GOES(DIGITS DIGITS "012345678" DIGITS "\n", DIGITS DIGITS
	    "\r\n 012345678" DIGITS "\r\n"), .set = { .fold = 20 } },
	{ "behaviour 190: and one more", GOES(DIGITS DIGITS "012345678"
	    DIGITS "x", DIGITS DIGITS "\r\n 012345678" DIGITS "\r\n x\r\n"),
	    .set = { .fold = 20 } },
	{ "behaviour 190: the added dot does not count",
	    GOES("." DIGITS "012345678\n", ".." DIGITS "012345678\r\n"),
	    .set = { .fold = 20 } },
	{ "behaviour 190: no dot is doubled behind a fold",
	    GOES(DIGITS DIGITS ".\n.", DIGITS DIGITS "\r\n .\r\n..\r\n"),
	    .set = { .fold = 20 } },
	{ "behaviour 190: CRLF is no content", GOES(DIGITS DIGITS "\r\n",
	    DIGITS DIGITS "\r\n"), .set = { .fold = 20 } },
	{ "behaviour 190: CR alone is", GOES(DIGITS DIGITS "\rx",
	    DIGITS DIGITS "\r\n  x\r\n"), .set = { .fold = 20 } },
	{ "behaviour 190: CR alone, kept", GOES(DIGITS "012345678\r\r\n",
	    DIGITS "012345678\r\r\n"),
	    .set = { .fold = 20, .keep = true } },
	{ "behaviour 190: two is the least", GOES("abcd\n\n",
	    "ab\r\n c\r\n d\r\n\r\n"), .set = { .fold = 2 } },
	{ "behaviour 190: 0 never folds", GOES(DIGITS DIGITS DIGITS,
	    DIGITS DIGITS DIGITS "\r\n"), .set = { .fold = 0 } },
};

static bool
gather(void *self, struct span octets, struct dsn *why)
{
	struct str *out = self;

	(void)why;
	str_add(out, octets);
	return octets.len > 0;
}

static struct body
filter(const struct setting *set, struct str *out)
{
	str_reset(out);
	return (struct body){ .sink = gather, .self = out,
	    .fold = set->fold, .keep_bare_cr = set->keep,
	    .stuff = !set->plain };
}

/* pass - the message in pieces of the given length, the first of another */

static bool
pass(const struct setting *set, struct span in, size_t first, size_t each,
    struct str *out)
{
	struct body body = filter(set, out);
	struct dsn why = { 0 };
	bool good = body_feed(&body, span_first(in, first), &why);

	in = span_from_octet(in, first);
	while (good && in.len > 0) {
		size_t n = in.len < each ? in.len : each;

		good = body_feed(&body, span_first(in, n), &why);
		in = span_from_octet(in, n);
	}
	return good && body_end(&body, &why);
}

static bool
all_cuts(const struct setting *set, struct span in, struct span want,
    struct str *out)
{
	bool good = pass(set, in, 0, 1, out) &&
	    span_equal(str_span(out), want);

	for (size_t cut = 0; cut <= in.len; cut++)
		good = good && pass(set, in, cut, SIZE_MAX, out) &&
		    span_equal(str_span(out), want) &&
		    pass(set, in, cut, 2, out) &&
		    span_equal(str_span(out), want);
	return good;
}

static void
play(const struct scene *scene, struct str *out)
{
	ok(pass(&scene->set, scene->in, 0, SIZE_MAX, out), "it passes");
	is_span(str_span(out), scene->out, scene->name);
	ok(all_cuts(&scene->set, scene->in, scene->out, out),
	    "the same from all pieces");
}

/* slow_line - the definition of a line on the wire, octet by octet */

static void
slow_line(const struct setting *set, struct span line, struct str *want)
{
	size_t at = 0;

	if (line.len > 0 && line.at[0] == '.' && !set->plain)
		str_add_char(want, '.');
	for (size_t i = 0; i < line.len; i++) {
		if (set->fold > 0 && at == set->fold) {
			str_add(want, SPAN("\r\n "));
			at = 1;
		}
		str_add_char(want, line.at[i] == '\r' && !set->keep ? ' ' :
		    line.at[i]);
		at++;
	}
	str_add(want, SPAN("\r\n"));
}

static void
slow(const struct setting *set, struct span in, struct str *want)
{
	struct span line;
	bool ended;

	str_reset(want);
	while (in.len > 0) {
		ended = span_find(in, '\n') < in.len;
		line = span_cut(&in, '\n');
		if (ended && line.len > 0 && line.at[line.len - 1] == '\r')
			line.len--;
		slow_line(set, line, want);
	}
}

static struct setting
any_setting(uint64_t *state)
{
	static const size_t folds[] = { 0, 2, 3, 5, 12 };

	return (struct setting){ .fold = folds[noise(state, 5)],
	    .keep = noise(state, 2) == 0, .plain = noise(state, 4) == 0 };
}

static void
by_chance(struct str *out, struct str *want)
{
	enum { ROUNDS = 10000, MOST = 30 };
	uint64_t state = 4711;
	unsigned wrong = 0;
	char room[MOST];

	for (unsigned i = 0; i < ROUNDS; i++) {
		struct span in = noise_message(&state, room, MOST);
		struct setting set = any_setting(&state);

		slow(&set, in, want);
		wrong += !all_cuts(&set, in, str_span(want), out);
	}
	is_number(wrong, 0, "10000 messages by chance, in all pieces, as by a "
	    "slow filter");
}

/* long_ones - more than the filter can gather, in large and odd pieces */

static void
long_ones(struct str *out, struct str *want)
{
	enum { LEN = 300000, ROUNDS = 40 };
	uint64_t state = 42;
	char *room = mem_new(LEN, 1);
	unsigned wrong = 0;

	for (unsigned i = 0; i < ROUNDS; i++) {
		size_t lines = 1 + noise(&state, i % 2 == 0 ? 200 : 60000);
		struct setting set = any_setting(&state);

		for (size_t j = 0; j < LEN; j++)
			room[j] = noise(&state, lines) != 0 ? 'x' :
			    "\n\r."[noise(&state, 3)];
		slow(&set, span_from(room, LEN), want);
		wrong += !pass(&set, span_from(room, LEN),
		    noise(&state, LEN), 65536, out) ||
		    !span_equal(str_span(out), str_span(want));
	}
	is_number(wrong, 0, "40 long messages, as by a slow filter");
	mem_free(&room);
}

/* A sink that breaks after a number of calls. */
struct fragile {
	unsigned left, late;
};

static bool
break_down(void *self, struct span octets, struct dsn *why)
{
	struct fragile *f = self;

	(void)octets;
	if (f->left == 0)
		f->late++;
	else if (--f->left > 0)
		return true;
	return dsn_fail(why, "4.4.2", "no more");
}

static void
broken_sinks(void)
{
	struct arena *arena = arena_new();
	char *room = mem_new(100000, 1);
	unsigned wrong = 0, late = 0;

	memset(room, '\n', 100000);
	memset(room + 30000, 'x', 40000);
	for (unsigned i = 1; i <= 6; i++) {
		struct fragile f = { .left = i };
		struct dsn why = DSN_IN(arena);
		struct body body = { .sink = break_down, .self = &f };

		wrong += body_feed(&body, span_from(room, 100000), &why) ||
		    dsn_class(&why) != '4';
		late += f.late;
	}
	is_number(wrong, 0, "a sink that breaks is told of");
	is_number(late, 0, "and not called again");
	mem_free(&room);
	arena_free(&arena);
}

int
main(void)
{
	struct str out, want;

	str_init(&out, OUT_MAX);
	str_init(&want, OUT_MAX);
	for (size_t i = 0; i < sizeof(scenes) / sizeof(scenes[0]); i++)
		play(&scenes[i], &out);
	by_chance(&out, &want);
	long_ones(&out, &want);
	broken_sinks();
	str_clear(&out);
	str_clear(&want);
	return tap_done();
}
