/* SPDX-License-Identifier: BSD-2-Clause */
#include "report/printable.h"

#include "unit/tap.h"

static const struct scene {
	const char *name;
	struct span given;
	const char *shown;
} scenes[] = {
	{ "plain text stays as it is", SPAN_INIT("250 2.1.5 ~Ok!"),
	    "250 2.1.5 ~Ok!" },
	{ "UTF-8 stays as it is", SPAN_INIT("gr\xc3\xbc\xc3\x9f"),
	    "gr\xc3\xbc\xc3\x9f" },
	{ "a line feed becomes a blank", SPAN_INIT("a\nb"), "a b" },
	{ "CR, NUL, ESC, tab and DEL become question marks",
	    SPAN_INIT("a\rb\0c\033d\te\x7f"), "a?b?c?d?e?" },
	{ "C1 controls become question marks", SPAN_INIT("a\xc2\x9b" "2J"),
	    "a?2J" },
	{ "octets that are no UTF-8 become a question mark each",
	    SPAN_INIT("\xff\xc3x\xe2\x82"), "??x??" },
	{ "line ends and turns of direction of Unicode do not pass",
	    SPAN_INIT("\xe2\x80\xa8\xe2\x80\xa9\xe2\x80\xae\xe2\x81\xa6."),
	    "????." },
	{ "their neighbours do", SPAN_INIT("\xe2\x80\xa7\xe2\x80\xaf"),
	    "\xe2\x80\xa7\xe2\x80\xaf" },
};

int
main(void)
{
	struct str to;

	str_init(&to, 100);
	for (size_t i = 0; i < sizeof(scenes) / sizeof(scenes[0]); i++) {
		str_reset(&to);
		printable_add(&to, scenes[i].given);
		is_text(str_span(&to), scenes[i].shown, scenes[i].name);
	}
	str_clear(&to);
	return tap_done();
}
