/* SPDX-License-Identifier: BSD-2-Clause */
#include "message/pick.h"

#include "base/ascii.h"
#include "base/mem.h"
#include "base/str.h"
#include "unit/message/noise.h"
#include "unit/tap.h"

static const char *const names[] = { "Bcc", "Resent-Bcc", "Bc", NULL };

/* A message, and its parts: what is picked, and the rest. */
struct scene {
	const char *name;
	struct span in, picked, rest;
};

#define FALLS(i, p, r)	SPAN_INIT(i), SPAN_INIT(p), SPAN_INIT(r)

static const struct scene scenes[] = {
	{ "nothing comes of nothing", FALLS("", "", "") },
	{ "no such field", FALLS("To: a\n\nhi\n", "", "To: a\n\nhi\n") },
	{ "one field", FALLS("To: a\nBcc: b\nCc: c\n\nhi\n", "Bcc: b\n",
	    "To: a\nCc: c\n\nhi\n") },
	{ "the first field", FALLS("Bcc: b\nTo: a\n\nhi\n", "Bcc: b\n",
	    "To: a\n\nhi\n") },
	{ "the last field", FALLS("To: a\nBcc: b\n\nhi\n", "Bcc: b\n",
	    "To: a\n\nhi\n") },
	{ "with all its folds", FALLS("Bcc: b,\n c,\r\n\td\nTo: a\n e\n",
	    "Bcc: b,\n c,\r\n\td\n", "To: a\n e\n") },
	{ "a fold of blanks is no empty line", FALLS("Bcc: b\n \nX: y\n",
	    "Bcc: b\n \n", "X: y\n") },
	{ "several, in any case", FALLS("BCC:b\nX: y\nresent-bcc: c\nbC:d\n",
	    "BCC:b\nresent-bcc: c\nbC:d\n", "X: y\n") },
	{ "blanks before the colon", FALLS("Bcc \t: b\nX : y\n",
	    "Bcc \t: b\n", "X : y\n") },
	{ "an empty field", FALLS("Bcc:\nX:\n", "Bcc:\n", "X:\n") },
	{ "CRLF", FALLS("To: a\r\nBcc: b\r\n\r\nhi\r\n", "Bcc: b\r\n",
	    "To: a\r\n\r\nhi\r\n") },
	{ "a last line without an end", FALLS("To: a\nBcc: b", "Bcc: b",
	    "To: a\n") },
	{ "a message that is nothing else", FALLS("Bcc: b\n", "Bcc: b\n",
	    "") },
	{ "longer and shorter names are others",
	    FALLS("Bccc: b\nB: b\nX-Bcc: b\nResent-Bc: b\n", "",
	    "Bccc: b\nB: b\nX-Bcc: b\nResent-Bc: b\n") },
	{ "the body is nobody's header", FALLS("To: a\n\nBcc: b\n", "",
	    "To: a\n\nBcc: b\n") },
	{ "nor is it behind an empty CRLF line",
	    FALLS("To: a\r\n\r\nBcc: b\n", "", "To: a\r\n\r\nBcc: b\n") },
	{ "a message without a header", FALLS("\nBcc: b\n", "",
	    "\nBcc: b\n") },
	{ "a name alone is no field", FALLS("Bcc\nX: y\n", "",
	    "Bcc\nX: y\n") },
	{ "nor with blanks", FALLS("Bcc \nX: y\n", "", "Bcc \nX: y\n") },
	{ "nor at the end", FALLS("X: y\nBcc", "", "X: y\nBcc") },
	{ "a colon on the next line is none", FALLS("Bcc\n : b\n", "",
	    "Bcc\n : b\n") },
	{ "a blank in the name", FALLS("Bcc x: b\n", "", "Bcc x: b\n") },
	{ "a control character in the name", FALLS("B\001cc: b\n", "",
	    "B\001cc: b\n") },
	{ "a mailbox line does not end the header",
	    FALLS("From a Mon Jan 1\nBcc: b\n\nhi\n", "Bcc: b\n",
	    "From a Mon Jan 1\n\nhi\n") },
	{ "nor does any other line that is no field",
	    FALLS("Subject: a\nand more\nBcc: b\n\nhi\n", "Bcc: b\n",
	    "Subject: a\nand more\n\nhi\n") },
	{ "whose folds are not those of the field before it",
	    FALLS("Bcc: b\nand more\n c\n", "Bcc: b\n", "and more\n c\n") },
	{ "a fold at the beginning", FALLS(" x\nBcc: b\n", "Bcc: b\n",
	    " x\n") },
	{ "a CR at the front of a line", FALLS("\rBcc: b\nBcc: c\n",
	    "Bcc: c\n", "\rBcc: b\n") },
	{ "CR CR LF is no empty line", FALLS("\r\r\nBcc: b\n", "Bcc: b\n",
	    "\r\r\n") },
	{ "a CR alone ends no line", FALLS("Bcc: b\rX: y\nX: y\n",
	    "Bcc: b\rX: y\n", "X: y\n") },
	{ "NUL and 8-bit octets", FALLS("Bcc: \0\xff\n\0: x\n\xff: x\nA: b\n",
	    "Bcc: \0\xff\n", "\0: x\n\xff: x\nA: b\n") },
};

static bool
gather(void *self, struct span octets, struct dsn *why)
{
	(void)why;
	str_add(self, octets);
	return octets.len > 0;
}

/* pass - the message in pieces of the given length, the first of another */

static bool
pass(bool leave_out, struct span in, size_t first, size_t each,
    struct str *out)
{
	struct pick pick = { .names = names, .leave_out = leave_out,
	    .sink = gather, .self = out };
	struct dsn why = { 0 };
	bool good;

	str_reset(out);
	good = pick_feed(&pick, span_first(in, first), &why);
	in = span_from_octet(in, first);
	while (good && in.len > 0) {
		size_t n = in.len < each ? in.len : each;

		good = pick_feed(&pick, span_first(in, n), &why);
		in = span_from_octet(in, n);
	}
	return good && pick_end(&pick, &why);
}

static bool
all_cuts(bool leave_out, struct span in, struct span want, struct str *out)
{
	bool good = pass(leave_out, in, 0, 1, out) &&
	    span_equal(str_span(out), want);

	for (size_t cut = 0; cut <= in.len; cut++)
		good = good && pass(leave_out, in, cut, SIZE_MAX, out) &&
		    span_equal(str_span(out), want);
	return good;
}

static void
play(const struct scene *scene, struct str *out)
{
	ok(pass(false, scene->in, 0, SIZE_MAX, out), "it passes");
	is_span(str_span(out), scene->picked, scene->name);
	ok(pass(true, scene->in, 0, SIZE_MAX, out), "it passes");
	is_span(str_span(out), scene->rest, scene->name);
	ok(all_cuts(false, scene->in, scene->picked, out) &&
	    all_cuts(true, scene->in, scene->rest, out),
	    "the same from all pieces");
}

/* As many blanks as may be held, and one more; and a name that is none. */

static void
blanks(struct str *out)
{
	static char room[PICK_HELD_MAX + 10];
	struct span in = { room, 0 };

	memset(room, ' ', sizeof(room));
	memcpy(room, "Bcc", 3);
	room[PICK_HELD_MAX] = 'x';
	in.len = PICK_HELD_MAX + 1;
	ok(pass(true, in, 0, 7, out) && span_equal(str_span(out), in),
	    "blanks that can be held, and no colon: no field");
	room[PICK_HELD_MAX] = ':';
	ok(pass(true, in, 0, 7, out) && out->len == 0,
	    "the same, and a colon: a field");
	room[PICK_HELD_MAX] = ' ';
	room[PICK_HELD_MAX + 1] = 'x';
	in.len = PICK_HELD_MAX + 2;
	ok(pass(true, in, 0, 7, out) && out->len == 0,
	    "one more: taken for a field, whatever comes");
	ok(pass(false, in, 0, 7, out) && span_equal(str_span(out), in),
	    "of which no octet is lost");
	memcpy(room, "Bcd", 3);
	ok(pass(true, in, 0, 7, out) && span_equal(str_span(out), in),
	    "another name may have as many as it likes");
}

/* A header of 3 MiB, and one field of 2 MiB. */

static void
large(struct str *out)
{
	enum { LINES = 50000 };
	struct str in;

	str_init(&in, 1 << 23);
	for (int i = 0; i < LINES; i++)
		str_addf(&in, "X-Line-%05d: %050d\n", i, i);
	str_add(&in, SPAN("Bcc: a"));
	for (int i = 0; i < LINES; i++)
		str_addf(&in, ",\n %040d@x", i);
	str_add(&in, SPAN("\n\nhello\n"));
	must(!in.full);
	ok(pass(true, str_span(&in), 11, 65536, out), "a large header");
	is_number(out->len, LINES * 65 + 7, "keeps all its lines");
	ok(pass(false, str_span(&in), 11, 65536, out), "and its large field");
	is_number(out->len, LINES * 45 + 7, "comes out as one");
	str_clear(&in);
}

/* next_line - with its end */

static struct span
next_line(struct span *in)
{
	size_t lf = span_find(*in, '\n');
	struct span line = span_first(*in, lf < in->len ? lf + 1 : lf);

	*in = span_from_octet(*in, line.len);
	return line;
}

/* slow - the definition, line by line */

static void
slow(struct span in, struct str *picked, struct str *rest)
{
	bool is_picked = false, in_body = false;

	str_reset(picked);
	str_reset(rest);
	while (in.len > 0) {
		struct span line = next_line(&in), name = line;

		name = span_first(line, span_find(line, ':'));
		while (name.len > 0 && ascii_is_blank(name.at[name.len - 1]))
			name.len--;
		if (span_equal(line, SPAN("\n")) ||
		    span_equal(line, SPAN("\r\n")))
			in_body = true;
		if (!ascii_is_blank(line.at[0]))
			is_picked = span_find(line, ':') < line.len &&
			    (ascii_equal(name, SPAN("Bcc")) ||
			    ascii_equal(name, SPAN("Bc")));
		str_add(is_picked && !in_body ? picked : rest, line);
	}
}

static void
by_chance(struct str *out)
{
	enum { ROUNDS = 20000, MOST = 30 };
	static const char octets[] = "BbCCcc:::  \t\n\n\n\rx";
	struct str picked, rest;
	uint64_t state = 4711;
	unsigned wrong = 0;
	char room[MOST];

	str_init(&picked, MOST);
	str_init(&rest, MOST);
	for (unsigned i = 0; i < ROUNDS; i++) {
		struct span in = { room, noise(&state, MOST + 1) };

		for (size_t j = 0; j < in.len; j++)
			room[j] = octets[noise(&state, sizeof(octets) - 1)];
		if (in.len > 4 && i % 2 == 0)
			memcpy(room, "Bcc:", 4);
		slow(in, &picked, &rest);
		wrong += !all_cuts(false, in, str_span(&picked), out) ||
		    !all_cuts(true, in, str_span(&rest), out);
	}
	is_number(wrong, 0, "20000 messages by chance, in all pieces, as by a "
	    "slow filter");
	str_clear(&picked);
	str_clear(&rest);
}

/* A sink that breaks down at once. */

static bool
break_down(void *self, struct span octets, struct dsn *why)
{
	unsigned *calls = self;

	(void)octets;
	++*calls;
	return dsn_fail(why, "4.4.2", "no more");
}

static void
broken_sink(void)
{
	struct arena *arena = arena_new();
	struct dsn why = DSN_IN(arena);
	unsigned calls = 0;
	struct pick pick = { .names = names, .leave_out = true,
	    .sink = break_down, .self = &calls };

	ok(!pick_feed(&pick, SPAN("To: a\nBcc: b\nTo: c\n"), &why) &&
	    dsn_class(&why) == '4', "a sink that breaks is told of");
	is_number(calls, 1, "and not called again");
	pick = (struct pick){ .names = names, .leave_out = true,
	    .sink = break_down, .self = &calls };
	ok(pick_feed(&pick, SPAN("Bcc"), &why) && !pick_end(&pick, &why),
	    "also when it is at the very end");
	arena_free(&arena);
}

int
main(void)
{
	struct str out;

	str_init(&out, 1 << 23);
	for (size_t i = 0; i < sizeof(scenes) / sizeof(scenes[0]); i++)
		play(&scenes[i], &out);
	blanks(&out);
	large(&out);
	by_chance(&out);
	broken_sink();
	str_clear(&out);
	return tap_done();
}
