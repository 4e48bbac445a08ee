/* SPDX-License-Identifier: BSD-2-Clause */
#include "message/checks.h"

#include "unit/tap.h"

static const struct {
	const char *name, *answer;
	bool body;
	enum check_action action;
	const char *text;
} scenes[] = {
	{ "behaviour 199: DUNNO", "DUNNO", false, CHECK_KEEP, "" },
	{ "OK", "OK it is", false, CHECK_KEEP, "it is" },
	{ "in any case", "dunno", false, CHECK_KEEP, "" },
	{ "behaviour 199: WARN", "warn  of it ", false, CHECK_NOTE, "of it" },
	{ "behaviour 199: INFO", "INFO", false, CHECK_NOTE, "" },
	{ "behaviour 199: REPLACE", "REPLACE A: b", false, CHECK_REPLACE,
	    "A: b" },
	{ "with blanks before the colon", "Replace\tA : b", false,
	    CHECK_REPLACE, "A : b" },
	{ "behaviour 199: what is no field does not replace one",
	    "REPLACE A", false, CHECK_NO_FIELD, "A" },
	{ "but a line of the body", "REPLACE A", true, CHECK_REPLACE, "A" },
	{ "REPLACE without text", "REPLACE", true, CHECK_NO_TEXT, "" },
	{ "behaviour 199: PREPEND", "PREPEND A", false, CHECK_PREPEND, "A" },
	{ "PREPEND without text", "prepend ", false, CHECK_NO_TEXT, "" },
	{ "behaviour 199: IGNORE", "IGNORE", false, CHECK_IGNORE, "" },
	{ "behaviour 199: STRIP", "strip gone", true, CHECK_STRIP, "gone" },
	{ "behaviour 199: REJECT is unknown", "REJECT go away", false,
	    CHECK_UNKNOWN, "go away" },
	{ "HOLD", "HOLD", false, CHECK_UNKNOWN, "" },
	{ "a longer word", "IGNORED", false, CHECK_UNKNOWN, "" },
	{ "nothing", " ", false, CHECK_UNKNOWN, "" },
};

int
main(void)
{
	for (size_t i = 0; i < sizeof(scenes) / sizeof(scenes[0]); i++) {
		struct check check = check_read(span_of(scenes[i].answer),
		    !scenes[i].body);

		ok(check.action == scenes[i].action, scenes[i].name);
		is_text(check.text, scenes[i].text, scenes[i].name);
	}
	is_text(check_read(SPAN(" Warn x"), true).command, "Warn",
	    "the command as it was written");
	return tap_done();
}
