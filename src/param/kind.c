/* SPDX-License-Identifier: BSD-2-Clause */
#include "param/kind.h"

#include <inttypes.h>

#include "base/ascii.h"
#include "base/num.h"
#include "mail/domain.h"
#include "param/level.h"

static bool
within(const struct limits *limits, int64_t n)
{
	return (n == 0 && limits->or_zero) ||
	    (n >= limits->least && n <= limits->most);
}

/* Yes and no ---------------------------------------------------------------*/

static bool
read_bool(const struct kind *kind, struct span text,
    const struct limits *limits, void *value)
{
	bool yes = ascii_equal(text, SPAN("yes"));

	(void)kind;
	(void)limits;
	if (!yes && !ascii_equal(text, SPAN("no")))
		return false;
	memcpy(value, &yes, sizeof(yes));
	return true;
}

static bool
as_bool(const void *value)
{
	bool yes;

	memcpy(&yes, value, sizeof(yes));
	return yes;
}

static void
show_bool(const struct kind *kind, const void *value, struct str *to)
{
	(void)kind;
	str_add(to, as_bool(value) ? SPAN("yes") : SPAN("no"));
}

/* Numbers and times --------------------------------------------------------*/

static int64_t
as_number(const void *value)
{
	int64_t n;

	memcpy(&n, value, sizeof(n));
	return n;
}

static bool
keep_number(const struct limits *limits, int64_t n, void *value)
{
	if (!within(limits, n))
		return false;
	memcpy(value, &n, sizeof(n));
	return true;
}

static bool
read_number(const struct kind *kind, struct span text,
    const struct limits *limits, void *value)
{
	int64_t n;

	(void)kind;
	return num_signed(text, &n) && keep_number(limits, n, value);
}

static void
show_number(const struct kind *kind, const void *value, struct str *to)
{
	(void)kind;
	str_addf(to, "%" PRId64, as_number(value));
}

static bool
read_time(const struct kind *kind, struct span text,
    const struct limits *limits, void *value)
{
	msec_t time;

	return num_time(text, kind == &KIND_DAYS ? 'd' : 's', &time) &&
	    keep_number(limits, time, value);
}

static void
show_time(const struct kind *kind, const void *value, struct str *to)
{
	enum { SECOND = 1000, DAY = 24 * 60 * 60 * SECOND };
	msec_t time = as_number(value);

	if (time % SECOND != 0)
		str_addf(to, "%" PRId64 "ms", time);
	else if (kind == &KIND_DAYS && time % DAY == 0)
		str_addf(to, "%" PRId64 "d", time / DAY);
	else
		str_addf(to, "%" PRId64 "s", time / SECOND);
}

/* Texts --------------------------------------------------------------------*/

static bool
read_text(const struct kind *kind, struct span text,
    const struct limits *limits, void *value)
{
	(void)kind;
	/* Blanks alone are nothing: they would not outlive a file. */
	if (text.len > INT64_MAX || !within(limits, (int64_t)text.len) ||
	    !within(limits, (int64_t)span_trim(text).len))
		return false;
	memcpy(value, &text, sizeof(text));
	return true;
}

/* read_line - a text that may stand in a command, or names a file */

static bool
read_line(const struct kind *kind, struct span text,
    const struct limits *limits, void *value)
{
	for (size_t i = 0; i < text.len; i++) {
		unsigned char c = (unsigned char)text.at[i];

		if ((c < 0x20 && c != '\t') || c == 0x7f)
			return false;
	}
	return read_text(kind, text, limits, value);
}

static bool
read_level(const struct kind *kind, struct span text,
    const struct limits *limits, void *value)
{
	return level_is_good(text) && read_text(kind, text, limits, value);
}

/* read_address - behaviour 49. Whether there is such an interface as stands
 * behind a '%' is found out when the address is used. */

static bool
read_address(const struct kind *kind, struct span text,
    const struct limits *limits, void *value)
{
	struct span address = text;

	if (text.len > 1 && text.at[0] == '[' && text.at[text.len - 1] == ']')
		address = span_from(text.at + 1, text.len - 2);
	if (text.len > 0 && !(kind == &KIND_IPV4 ? domain_is_ipv4(address) :
	    domain_is_ipv6(span_first(address, span_find(address, '%')))))
		return false;
	return read_line(kind, text, limits, value);
}

static struct span
as_text(const void *value)
{
	struct span text;

	memcpy(&text, value, sizeof(text));
	return text;
}

static void
show_text(const struct kind *kind, const void *value, struct str *to)
{
	(void)kind;
	str_add(to, as_text(value));
}

/* holds_secret - whether a table, "static:user:password", is spelled out */

static bool
holds_secret(struct span table)
{
	for (; table.len > 0; table = span_from_octet(table, 1))
		if (table.at[0] == '{' ||
		    ascii_starts(table, SPAN("static:")) ||
		    ascii_starts(table, SPAN("inline:")))
			return true;
	return false;
}

/* show_passwords - tables in files as they are, of all else the type; where
 * braces end is no matter, nothing behind them is shown */

static void
show_passwords(const struct kind *kind, const void *value, struct str *to)
{
	struct span rest = as_text(value), word;
	const char *comma = "";
	bool braces = false;

	(void)kind;
	while (!braces && ascii_word(&rest, ", \t\r\n", &word)) {
		braces = span_find(word, '{') < word.len;
		str_addf(to, "%s", comma);
		comma = ", ";
		if (holds_secret(word))
			str_addf(to, "%.*s:{***}",
			    (int)span_find(word, ':'), word.at);
		else
			str_add(to, word);
	}
}

#define SIMPLE(name, called, shape, read, show) \
	const struct kind name = { (called), (shape), (read), (show), \
	    NULL, 0, false, false };

SIMPLE(KIND_BOOL, "yes or no", SHAPE_BOOL, read_bool, show_bool)
SIMPLE(KIND_NUMBER, "a number", SHAPE_NUMBER, read_number, show_number)
SIMPLE(KIND_TIME, "a time", SHAPE_TIME, read_time, show_time)
SIMPLE(KIND_DAYS, "a time", SHAPE_TIME, read_time, show_time)
SIMPLE(KIND_TEXT, "a text without control characters", SHAPE_TEXT,
    read_line, show_text)
SIMPLE(KIND_LEVEL, "a level such as 3.6", SHAPE_TEXT, read_level, show_text)
SIMPLE(KIND_IPV4, "an IPv4 address", SHAPE_TEXT, read_address, show_text)
SIMPLE(KIND_IPV6, "an IPv6 address", SHAPE_TEXT, read_address, show_text)
SIMPLE(KIND_PATH, "a file", SHAPE_TEXT, read_line, show_text)
SIMPLE(KIND_PATHS, "files", SHAPE_TEXT, read_text, show_text)
SIMPLE(KIND_LIST, "a list", SHAPE_TEXT, read_text, show_text)
SIMPLE(KIND_TABLE, "a table", SHAPE_TEXT, read_text, show_text)
SIMPLE(KIND_TABLES, "tables", SHAPE_TEXT, read_text, show_text)
SIMPLE(KIND_PASSWORDS, "tables", SHAPE_TEXT, read_text, show_passwords)

/* What is wanted -----------------------------------------------------------*/

static void
add_words(const struct kind *kind, struct str *to)
{
	const char *comma = " ";

	for (size_t i = 0; i < kind->words_len; i++) {
		if (kind->words[i].name[0] == '\0')
			continue;
		str_addf(to, "%s%s", comma, kind->words[i].name);
		comma = ", ";
	}
}

static void
add_limits(const struct kind *kind, const struct limits *limits,
    struct str *to)
{
	if (limits->least == INT64_MIN)
		return;
	if (kind->shape == SHAPE_TEXT) {
		str_add(to, limits->most == 1 ? SPAN(" of one octet") :
		    SPAN(" and not empty"));
		return;
	}
	if (kind->shape == SHAPE_TIME && limits->least <= 1) {
		/* There are no times below 0. */
		str_add(to, limits->least == 1 ? SPAN(" above 0") : SPAN(""));
		return;
	}
	str_add(to, limits->most == INT64_MAX ? SPAN(" of at least ") :
	    SPAN(" from "));
	kind->show(kind, &limits->least, to);
	if (limits->most < INT64_MAX) {
		str_add(to, SPAN(" to "));
		kind->show(kind, &limits->most, to);
	}
}

void
kind_add_wanted(const struct kind *kind, const struct limits *limits,
    struct str *to)
{
	if (limits->or_zero)
		str_add(to, SPAN("0, or "));
	str_addf(to, "%s", kind->name);
	add_words(kind, to);
	add_limits(kind, limits, to);
}

bool
kind_is_off(const struct kind *kind, const void *value)
{
	if (kind->shape == SHAPE_BOOL)
		return !as_bool(value);
	return kind->shape == SHAPE_TEXT && as_text(value).len == 0;
}
