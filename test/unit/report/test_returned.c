/* SPDX-License-Identifier: BSD-2-Clause */
#include "report/returned.h"

#include <stdint.h>

#include "unit/report/texts.h"
#include "unit/tap.h"

static const char *const bcc[] = { "Bcc", NULL };

static const struct {
	const char *name, *text;
	const char *const *omit;
	uint64_t octets;
	const char *want;
} rows[] = {
	{ "a message", "A: b\n\nc\n", NULL, UINT64_MAX, "A: b\n\nc\n" },
	{ "so many octets of it", "A: b\n\nc\n", NULL, 6, "A: b\n\n" },
	{ "none", "A: b\n\nc\n", NULL, 0, "" },
	{ "CRLF becomes LF", "A: b\r\n\r\nc\r\n", NULL, UINT64_MAX,
	    "A: b\n\nc\n" },
	{ "another CR stays", "\r\ra\rb\n\r\r\n\r", NULL, UINT64_MAX,
	    "\r\ra\rb\n\r\n\r" },
	{ "what was not sent does not come back", "A: b\nBcc: c\n d\nE: f\n",
	    bcc, UINT64_MAX, "A: b\nE: f\n" },
	{ "and does not count", "A: b\nBcc: c\n\nx\n", bcc, 6, "A: b\n\n" },
	{ "nothing", "", NULL, UINT64_MAX, "" },
};

static void
test_write(struct arena *arena)
{
	struct dsn why = DSN_IN(arena);
	struct survey survey;

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		FILE *out = tmpfile(), *file;
		struct source *source;
		struct returned returned = { .omit = rows[i].omit,
		    .octets = rows[i].octets };

		file = texts_source(arena, span_of(rows[i].text), &survey,
		    &source);
		returned.source = source;
		must(returned_write(&returned, out, &why));
		is_text(texts_written(arena, &out), rows[i].want,
		    rows[i].name);
		source_free(&source);
		fclose(file);
	}
}

/* long_text - longer than a window, with the mark across its edge */

static struct span
long_text(struct arena *arena, struct span mark)
{
	char *text = arena_get(arena, 2 * SOURCE_WINDOW, 1);

	memset(text, '=', 2 * SOURCE_WINDOW);
	memcpy(text + SOURCE_WINDOW - 3, mark.at, mark.len);
	return span_from(text, 2 * SOURCE_WINDOW);
}

static bool
holds(struct arena *arena, struct span text, uint64_t octets,
    struct span mark)
{
	struct dsn why = DSN_IN(arena);
	struct survey survey;
	struct source *source;
	FILE *file = texts_source(arena, text, &survey, &source);
	struct returned returned = { .source = source, .octets = octets };
	bool found = false;

	must(returned_holds(&returned, mark, &found, &why));
	source_free(&source);
	fclose(file);
	return found;
}

static void
test_holds(struct arena *arena)
{
	struct span mark = SPAN("=_ab-0");

	ok(holds(arena, SPAN("x=_ab-0"), UINT64_MAX, mark), "at the end");
	ok(holds(arena, SPAN("=_ab-0"), UINT64_MAX, mark), "all of it");
	ok(!holds(arena, SPAN("=_ab-"), UINT64_MAX, mark), "not to its end");
	ok(!holds(arena, SPAN("x=_ab-0"), 6, mark), "beyond what comes back");
	ok(holds(arena, SPAN("=_a=_ab=_ab-0"), UINT64_MAX, mark),
	    "after beginnings of it");
	ok(!holds(arena, SPAN("=_ab=-0"), UINT64_MAX, mark), "not in a row");
	ok(holds(arena, long_text(arena, mark), UINT64_MAX, mark),
	    "across the edge of a window");
	ok(!holds(arena, long_text(arena, SPAN("=_ab-1")), UINT64_MAX, mark),
	    "not at all");
}

/* A file that is shorter now. */

static void
test_changed(struct arena *arena)
{
	struct dsn why = DSN_IN(arena);
	struct survey survey;
	struct source *source;
	FILE *out = tmpfile(), *file = texts_source(arena, SPAN("A: b\n\nc\n"),
	    &survey, &source);
	struct returned returned = { .source = source,
	    .octets = UINT64_MAX };
	bool found = false;

	must(ftruncate(fileno(file), 2) == 0);
	ok(!returned_write(&returned, out, &why), "a file that shrank");
	is_text(span_of(why.status), "4.3.0", "and why");
	ok(!returned_holds(&returned, SPAN("=x"), &found, &why) && !found,
	    "nor can anything be found in it");
	source_free(&source);
	fclose(file);
	fclose(out);
}

int
main(void)
{
	struct arena *arena = arena_new();

	test_write(arena);
	test_holds(arena);
	test_changed(arena);
	arena_free(&arena);
	return tap_done();
}
