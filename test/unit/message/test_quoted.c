/* SPDX-License-Identifier: BSD-2-Clause */
#include "message/quoted.h"

#include <stdint.h>

#include "base/mem.h"
#include "base/str.h"
#include "unit/tap.h"

enum { OUT_MAX = 1 << 16 };

#define DIGITS		"0123456789"
#define SEVENTY		DIGITS DIGITS DIGITS DIGITS DIGITS DIGITS DIGITS

static const struct {
	const char *name;
	struct span in;		/* a line */
	const char *out;	/* LF behind each line */
} scenes[] = {
	{ "an empty line", SPAN_INIT(""), "\n" },
	{ "behaviour 196: what is printable stays", SPAN_INIT("From !~\"#\tx"),
	    "From !~\"#\tx\n" },
	{ "behaviour 196: the sign itself, controls, DEL, 8 bit",
	    SPAN_INIT("=\x01\x1f\x7f\x80\xff\0\r"),
	    "=3D=01=1F=7F=80=FF=00=0D\n" },
	{ "behaviour 196: a blank at the end", SPAN_INIT("a b "), "a b=20\n" },
	{ "behaviour 196: a tab at the end, and only the last",
	    SPAN_INIT(" \t\t"), " \t=09\n" },
	{ "behaviour 196: 73 octets are a line", SPAN_INIT(SEVENTY "123"),
	    SEVENTY "123\n" },
	{ "behaviour 196: one more is not", SPAN_INIT(SEVENTY "1234"),
	    SEVENTY "123=\n4\n" },
	{ "behaviour 196: what is begun at 72 is 75 long",
	    SPAN_INIT(SEVENTY "12\xe9x"), SEVENTY "12=E9=\nx\n" },
	{ "a blank before a soft line break stays",
	    SPAN_INIT(SEVENTY "12 x"), SEVENTY "12 =\nx\n" },
	{ "a blank that ends a full line", SPAN_INIT(SEVENTY "12 "),
	    SEVENTY "12=20\n" },
	{ "a dot is nothing special", SPAN_INIT("."), ".\n" },
};

static bool
gather(void *self, struct span text, struct dsn *why)
{
	(void)why;
	str_add(self, text);
	str_add_char(self, '\n');
	return true;
}

static void
test_scenes(size_t each)
{
	struct dsn why = { 0 };
	struct str out;

	str_init(&out, OUT_MAX);
	for (size_t i = 0; i < sizeof(scenes) / sizeof(scenes[0]); i++) {
		struct quoted q = { .line = gather, .self = &out };
		struct span in = scenes[i].in;

		str_reset(&out);
		for (size_t at = 0; at < in.len; at += each)
			must(quoted_add(&q, span_first(span_from_octet(in,
			    at), in.len - at < each ? in.len - at : each),
			    &why));
		must(quoted_end(&q, &why));
		is_text(str_span(&out), scenes[i].out, scenes[i].name);
	}
	str_clear(&out);
}

static bool
refuse(void *self, struct span text, struct dsn *why)
{
	(void)self;
	(void)text;
	(void)why;
	return false;
}

int
main(void)
{
	struct quoted q = { .line = refuse };
	struct dsn why = { 0 };

	test_scenes(SIZE_MAX);
	test_scenes(1);
	ok(quoted_add(&q, SPAN("x"), &why), "nothing is put before it must");
	ok(!quoted_end(&q, &why), "what the taker says is passed on");
	q = (struct quoted){ .line = refuse };
	ok(!quoted_add(&q, SPAN(SEVENTY "1234"), &why), "likewise in a line");
	return tap_done();
}
