/* SPDX-License-Identifier: BSD-2-Clause */
#include "table/lines.h"

#include <errno.h>

#include "unit/table/tables.h"

static struct lines
lines_over(struct ears *ears, struct span text)
{
	return (struct lines){ .rest = text, .label = SPAN_INIT("x:y"),
	    .arena = ears->arena,
	    .teller = { .trace = ears->trace } };
}

/* all - "1<a b>4<c>": each line and where it began */

static struct span
all(struct ears *ears, struct lines *lines)
{
	struct span text = SPAN_INIT(""), line;

	while (lines_next(lines, &line))
		text = arena_text(ears->arena, "%.*s%u<%.*s>",
		    SPAN_ARG(text), lines->line, SPAN_ARG(line));
	return text;
}

static const struct {
	const char *name, *text, *lines, *warnings;
} texts[] = {
	{ "nothing", "", "", "" },
	{ "a line", "a b\n", "1<a b>", "" },
	{ "without a line end", "a b", "1<a b>", "" },
	{ "several", "a\nb\n\nc\n", "1<a>2<b>4<c>", "" },
	{ "blanks at the end", "a \t\r\nb\v\f\n", "1<a>2<b>", "" },
	{ "comments", "#a\nb\n # c\n#\nd\n", "2<b>5<d>", "" },
	{ "a line that goes on", "a\n b\n\tc \nd\n", "1<a b\tc>4<d>", "" },
	{ "beyond comments and empty lines", "a\n#x\n\n  #y\n b\nc\n",
	    "1<a b>6<c>", "" },
	{ "comments behind the last", "a\n b\n#x\n", "1<a b>", "" },
	{ "a blank at the beginning", " a\nb\n", "2<b>",
	    "x:y, line 1: it begins with a blank, but there is none before "
	    "it to go on with; it is skipped\n" },
	{ "and what goes on with it", "#x\n a\n b\nc\n", "4<c>",
	    "x:y, line 2: it begins with a blank, but there is none before "
	    "it to go on with; it is skipped\n" },
	{ "nothing else", " a\n b", "",
	    "x:y, line 1: it begins with a blank, but there is none before "
	    "it to go on with; it is skipped\n" },
};

static void
test_texts(void)
{
	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		struct ears ears;
		struct lines lines;
		struct dsn why;

		ears_open(&ears);
		why = DSN_IN(ears.arena);
		lines = lines_over(&ears, span_of(texts[i].text));
		is_text(all(&ears, &lines), texts[i].lines, texts[i].name);
		ok(lines_end(&lines, &why), "which is all");
		is_text(str_span(&ears.warnings), texts[i].warnings,
		    "its warnings");
		is_text(span_of(lines_unit(&lines)), "line", "lines");
		ears_close(&ears);
	}
}

static void
test_nul(void)
{
	struct ears ears;
	struct lines lines;

	ears_open(&ears);
	lines = lines_over(&ears, SPAN("a\0b c\nd\n e\0\nf\n"));
	is_text(all(&ears, &lines), "4<f>", "lines with a NUL are skipped");
	is_text(str_span(&ears.warnings), "x:y, line 1: there is a NUL in "
	    "it; it is skipped\nx:y, line 2: there is a NUL in it; it is "
	    "skipped\n", "in words");
	ears_close(&ears);
}

static void
test_braces(void)
{
	struct ears ears;
	struct lines lines;
	struct dsn why;

	ears_open(&ears);
	why = DSN_IN(ears.arena);
	lines = lines_over(&ears, SPAN(""));
	ok(lines_unbrace(&lines, SPAN("{ {a b}, {c}{d} }"), &why) == false,
	    "rules that stand together");
	ok(lines_unbrace(&lines, SPAN("{ { a b }, {#c} {} ,{d {e}} }"), &why),
	    "rules in braces");
	is_text(all(&ears, &lines), "1<a b>4<d {e}>",
	    "comments and nothing are passed over, but counted");
	is_text(span_of(lines_unit(&lines)), "rule", "they are rules");
	lines_warn(&lines, "%s", "no");
	is_text(str_span(&ears.warnings), "x:y, rule 4: no\n",
	    "in warnings too");
	ears_close(&ears);
}

static void
test_warnings(void)
{
	struct ears ears;
	struct lines lines;
	struct dsn why;

	ears_open(&ears);
	why = DSN_IN(ears.arena);
	lines = lines_over(&ears, SPAN("a\n"));
	for (int i = 1; i <= LINES_WARNINGS; i++)
		lines_warn_at(&lines, 7, "number %d", i);
	is_number(ears.count, LINES_WARNINGS, "some warnings are told");
	ok(lines_end(&lines, &why), "the end");
	is_number(ears.count, LINES_WARNINGS, "and no more");
	lines_warn_at(&lines, 7, "another");
	lines_warn_at(&lines, 7, "another");
	is_number(ears.count, LINES_WARNINGS, "many are not");
	str_reset(&ears.warnings);
	ok(lines_end(&lines, &why), "the end");
	is_text(str_span(&ears.warnings), "x:y: 2 more warnings like "
	    "these\n", "but how many there were");
	ears_close(&ears);
}

static void
test_bounds(void)
{
	struct ears ears;
	struct lines lines;
	struct span line;
	struct dsn why;
	struct str text;
	unsigned count = 0;

	ears_open(&ears);
	why = DSN_IN(ears.arena);
	str_init(&text, 4 << 20);
	for (int i = 0; i < LINES_MAX; i++)
		str_add(&text, SPAN("a\n"));
	lines = lines_over(&ears, str_span(&text));
	while (lines_next(&lines, &line))
		count++;
	is_number(count, LINES_MAX, "as many lines as there may be");
	ok(lines_end(&lines, &why), "are no trouble");
	str_add(&text, SPAN("a\n"));
	lines = lines_over(&ears, str_span(&text));
	for (count = 0; lines_next(&lines, &line);)
		count++;
	is_number(count, LINES_MAX, "one more is not given");
	ok(!lines_next(&lines, &line), "not even then");
	ok(!lines_end(&lines, &why), "and trouble");
	is_text(why.text, "it has more than 1000000 lines", "in words");
	is_text(span_of(why.status), "4.3.0", "its status");
	str_clear(&text);
	ears_close(&ears);
}

static void
test_load(void)
{
	struct ears ears;
	struct lines lines;
	struct str text;
	struct dsn why;
	const char *path;
	enum exposure exposure = EXPOSURE_WRITE;

	ears_open(&ears);
	why = DSN_IN(ears.arena);
	path = file_with(ears.arena, SPAN("a\n b\n"));
	lines = lines_over(&ears, SPAN(""));
	ok(lines_load(&lines, path, &text, &exposure, &why), "a file");
	is_text(all(&ears, &lines), "1<a b>", "its lines");
	is_number(exposure, EXPOSURE_NONE, "nobody else can read them");
	str_clear(&text);
	unlink(path);
	ok(!lines_load(&lines, path, &text, &exposure, &why),
	    "a file that was removed");
	is_number(errno, ENOENT, "as slurp_file says");
	ok(!lines_load(&lines, "/dev/zero", &text, &exposure,
	    &why), "one without end");
	is_text(why.text, "read /dev/zero: more than 67108864 octets",
	    "is not read for ever");
	ears_close(&ears);
}

int
main(void)
{
	test_texts();
	test_nul();
	test_braces();
	test_warnings();
	test_bounds();
	test_load();
	return tap_done();
}
