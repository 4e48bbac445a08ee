/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * pages FILE... - makes the made parts of the manual and the completions
 * anew (cmd/pages.h). For maintainers: `make pages`.
 */
#include <stdio.h>

#include "cmd/pages.h"
#include "os/slurp.h"

static bool
write_file(const char *path, struct span text)
{
	FILE *file = fopen(path, "w");
	bool good;

	if (file == NULL) {
		perror(path);
		return false;
	}
	good = fwrite(text.at, 1, text.len, file) == text.len;
	good = fclose(file) == 0 && good;
	if (!good)
		perror(path);
	return good;
}

static bool
refresh(const char *path, struct dsn *why)
{
	struct str old, new;
	bool good;

	if (!slurp_file(path, PAGES_MAX, &old, why)) {
		fprintf(stderr, "%.*s\n", SPAN_ARG(why->text));
		return false;
	}
	str_init(&new, PAGES_MAX);
	good = pages_refresh(str_span(&old), &new, why);
	if (!good)
		fprintf(stderr, "%s: %.*s\n", path, SPAN_ARG(why->text));
	else if (!span_equal(str_span(&old), str_span(&new)))
		good = write_file(path, str_span(&new));
	str_clear(&old);
	str_clear(&new);
	return good;
}

int
main(int argc, char **argv)
{
	struct arena *arena = arena_new();
	struct dsn why = DSN_IN(arena);
	bool good = true;

	for (int i = 1; i < argc; i++)
		good = refresh(argv[i], &why) && good;
	arena_free(&arena);
	return good ? 0 : 1;
}
