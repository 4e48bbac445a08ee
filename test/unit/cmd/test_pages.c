/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The pages that are checked in must be what the tables say; where this test
 * fails, `make pages` makes them anew.
 */
#include "cmd/pages.h"

#include <stdio.h>
#include <stdlib.h>

#include "cmd/take.h"
#include "os/slurp.h"
#include "unit/tap.h"

static struct span
path_of(struct arena *arena, const char *file)
{
	const char *top = getenv("srcdir");

	return arena_text(arena, "%s/%s", top == NULL ? "." : top, file);
}

/* differ - show where two texts part */

static void
differ(struct span a, struct span b)
{
	while (a.len > 0 || b.len > 0) {
		struct span left = span_cut(&a, '\n');
		struct span right = span_cut(&b, '\n');

		if (span_equal(left, right))
			continue;
		printf("# checked in: %.*s\n# the tables: %.*s\n",
		    SPAN_ARG(left), SPAN_ARG(right));
		return;
	}
}

static void
test_page(struct arena *arena, const char *file)
{
	struct dsn why = DSN_IN(arena);
	struct str old, new;
	bool good, same;

	good = slurp_file(path_of(arena, file).at, PAGES_MAX, &old, &why);
	if (!ok(good, file))
		return;
	str_init(&new, PAGES_MAX);
	ok(pages_refresh(str_span(&old), &new, &why), file);
	same = span_equal(str_span(&old), str_span(&new));
	ok(same, "it is what the tables say");
	if (!same)
		differ(str_span(&old), str_span(&new));
	ok(old.len > 3 * strlen(file), "it is not empty");
	str_clear(&old);
	str_clear(&new);
}

/* Pages of a few lines; refreshed NULL: they cannot be. */
static const struct {
	const char *name, *page, *why;
} pages[] = {
	{ "what is written by hand stays", "a\n# begins nothing\nb\n", NULL },
	{ "a part without an end", "# begin options\nx\n",
	    "no line ends the part \"options\"" },
	{ "a part with the end of another",
	    "# begin options\n# end bash options\n",
	    "no line ends the part \"options\"" },
	{ "no such part", "# begin nonsense\n# end nonsense\n",
	    "there is no part \"nonsense\"" },
};

static void
test_refresh(struct arena *arena)
{
	struct str to;

	str_init(&to, PAGES_MAX);
	for (size_t i = 0; i < sizeof(pages) / sizeof(pages[0]); i++) {
		struct dsn why = DSN_IN(arena);
		bool good;

		str_reset(&to);
		good = pages_refresh(span_of(pages[i].page), &to, &why);
		is_number(good, pages[i].why == NULL, pages[i].name);
		is_text(good ? str_span(&to) : why.text, good ?
		    pages[i].page : pages[i].why, pages[i].name);
	}
	str_clear(&to);
}

static void
test_made(struct arena *arena)
{
	struct dsn why = DSN_IN(arena);
	struct str to;

	str_init(&to, PAGES_MAX);
	ok(pages_refresh(SPAN(".\\\" begin options\nOLD\n.\\\" end options\n"
	    "rest\n"), &to, &why), "a part of the manual");
	ok(span_starts(str_span(&to), SPAN(".\\\" begin options\n"
	    ".Ss The envelope\n")), "is made between the marks");
	ok(strstr(str_chars(&to), "OLD") == NULL, "the old text is gone");
	ok(strstr(str_chars(&to), ".\\\" end options\nrest\n") != NULL,
	    "and what follows is kept");
	ok(strstr(str_chars(&to), "\n.It Fl f Ar ADDR , Fl Fl from Ns = Ns "
	    "Ar ADDR\nThe envelope sender.\n") != NULL, "an option");
	ok(strstr(str_chars(&to), "\n.It Fl Fl timing\nNot built yet.\n") !=
	    NULL, "an option that is not built");
	ok(strstr(str_chars(&to), "\n.It Fl Fl show-config Ns Op = Ns Ar "
	    "WHICH\n") != NULL, "an argument that can be left out");
	str_clear(&to);
}

static void
test_help(void)
{
	struct str to;
	struct span rest;
	size_t longest = 0, named = 0;

	str_init(&to, PAGES_MAX);
	pages_help(&to);
	rest = str_span(&to);
	while (rest.len > 0) {
		struct span line = span_cut(&rest, '\n');

		longest = line.len > longest ? line.len : longest;
	}
	ok(longest <= 79, "help fits a terminal");
	for (size_t i = 0; i < option_rows_len; i++) {
		char name[100];

		if (option_rows[i].name == NULL)
			snprintf(name, sizeof(name), "  -%c",
			    option_rows[i].letter);
		else
			snprintf(name, sizeof(name), " --%s",
			    option_rows[i].name);
		named += strstr(str_chars(&to), name) != NULL;
	}
	is_number(named, option_rows_len, "help names every option");
	ok(strstr(str_chars(&to), "\n  -f, --from=ADDR             The "
	    "envelope sender\n") != NULL, "an option in a line");
	ok(strstr(str_chars(&to), "\n      --timing                (not built "
	    "yet) Show on ") != NULL, "a name without a letter");
	ok(strstr(str_chars(&to), "\n      --auth-password-command=CMD\n"
	    "                              The password is ") != NULL,
	    "an option that leaves no room");
	ok(strstr(str_chars(&to), " \n") == NULL, "no blank ends a line");
	str_reset(&to);
	pages_features(&to);
	ok(strstr(str_chars(&to), "SMTP: yes\n") != NULL &&
	    strstr(str_chars(&to), "\nAUTH: yes (GNU SASL)\n") != NULL &&
	    strstr(str_chars(&to), "\n--journal: not yet\n") != NULL,
	    "features say what is built and what is not");
	str_clear(&to);
}

int
main(void)
{
	struct arena *arena = arena_new();

	test_page(arena, "man1/mxput.1");
	test_page(arena, "completions/mxput.bash");
	test_page(arena, "completions/_mxput");
	test_page(arena, "completions/mxput.fish");
	test_refresh(arena);
	test_made(arena);
	test_help();
	arena_free(&arena);
	return tap_done();
}
