/* SPDX-License-Identifier: BSD-2-Clause */
#include "message/checks.h"

#include "base/ascii.h"
#include "base/names.h"
#include "message/header.h"

static const struct name rows[] = {
	{ "DUNNO", CHECK_KEEP },
	{ "OK", CHECK_KEEP },
	{ "WARN", CHECK_NOTE },
	{ "INFO", CHECK_NOTE },
	{ "REPLACE", CHECK_REPLACE },
	{ "PREPEND", CHECK_PREPEND },
	{ "IGNORE", CHECK_IGNORE },
	{ "STRIP", CHECK_STRIP },
	{ NULL, 0 }
};

static const struct names commands = { .rows = rows };

static bool
is_field(struct span text)
{
	struct header_field field;

	return header_next(&text, &field);
}

struct check
check_read(struct span answer, bool field)
{
	struct check check = { CHECK_UNKNOWN, { 0 }, { 0 } };
	unsigned code = CHECK_UNKNOWN;

	ascii_word(&answer, " \t\r\n", &check.command);
	check.text = span_trim(answer);
	names_code(&commands, check.command, &code);
	check.action = (enum check_action)code;
	if (code != CHECK_REPLACE && code != CHECK_PREPEND)
		return check;
	if (check.text.len == 0)
		check.action = CHECK_NO_TEXT;
	else if (field && code == CHECK_REPLACE && !is_field(check.text))
		check.action = CHECK_NO_FIELD;
	return check;
}
