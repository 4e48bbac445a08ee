/* SPDX-License-Identifier: BSD-2-Clause */
#include "cmd/config.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sysexits.h>
#include <unistd.h>

#include "base/mem.h"
#include "unit/tap.h"

/* Files below a folder of our own, which is gone afterwards. */

static char top[] = "/tmp/test_config_XXXXXX";

static struct arena *arena;

static const char *
path(const char *name)
{
	return arena_text(arena, "%s/%s", top, name).at;
}

static const char *const files[] = { "a.cf", "dir/main.cf",
    "xdg/mxput/main.cf", "home/.config/mxput/main.cf", "bad.cf" };

static const char *const folders[] = { "dir", "xdg", "xdg/mxput", "home",
    "home/.config", "home/.config/mxput", "empty" };

/* Each file says its own name. */

static void
make_files(void)
{
	must(mkdtemp(top) != NULL);
	for (size_t i = 0; i < sizeof(folders) / sizeof(folders[0]); i++)
		must(mkdir(path(folders[i]), 0700) == 0);
	for (size_t i = 0; i < sizeof(files) / sizeof(files[0]); i++) {
		FILE *file = fopen(path(files[i]), "w");

		must(file != NULL);
		fprintf(file, "helo = %s\n%s", files[i],
		    i == 4 ? "nonsense\n" : "");
		fclose(file);
	}
}

static void
remove_files(void)
{
	for (size_t i = sizeof(files) / sizeof(files[0]); i-- > 0;)
		unlink(path(files[i]));
	for (size_t i = sizeof(folders) / sizeof(folders[0]); i-- > 0;)
		rmdir(path(folders[i]));
	rmdir(top);
}

/* want: what helo is then; NULL: it is not set. */

static void
check(const struct options *o, int status, const char *want, const char *name)
{
	struct settings *settings = settings_new();
	struct dsn why = DSN_IN(arena);
	struct span directory = SPAN("");
	const struct setting *set;

	is_number(config_read(o, settings, &directory, &why), status, name);
	set = settings_get(settings, SPAN("helo"));
	if (want == NULL) {
		ok(set == NULL, name);
		is_text(directory, "", "and no directory");
	} else
		is_text(set == NULL ? SPAN("(not set)") : set->value, want,
		    name);
	if (status != EX_OK)
		ok(span_starts(why.text, SPAN("open ")) ||
		    strstr(why.text.at, ":2") != NULL, "which says where");
	settings_free(&settings);
}

static void
test_named(void)
{
	struct options o = { .config = path("a.cf") };

	check(&o, EX_OK, "a.cf", "-C FILE");
	o.config = path("dir");
	check(&o, EX_OK, "dir/main.cf", "-C DIRECTORY: its main.cf");
	o.config = path("empty");
	check(&o, EX_NOINPUT, NULL, "a directory without one: 66");
	o.config = path("nowhere");
	check(&o, EX_NOINPUT, NULL, "a file that is not there: 66");
	o.config = path("bad.cf");
	check(&o, EX_CONFIG, "bad.cf", "a line that is none: 78");
}

/* find_directory - of a file that may be read or not */

static struct span
find_directory(const char *file)
{
	struct options o = { .config = file };
	struct settings *settings = settings_new();
	struct dsn why = DSN_IN(arena);
	struct span directory = SPAN("(none)");

	if (config_read(&o, settings, &directory, &why) != EX_OK)
		directory = SPAN("(failed)");
	settings_free(&settings);
	return directory;
}

static void
test_directory(void)
{
	is_span(find_directory(path("a.cf")), span_of(top),
	    "the directory of a file");
	is_span(find_directory(path("dir")), span_of(path("dir")),
	    "a directory is its own");
	is_span(find_directory(path("dir//main.cf")), span_of(path("dir")),
	    "of several slashes none is left");
	must(chdir(path("dir")) == 0);
	is_text(find_directory("main.cf"), ".", "a file without a directory");
	must(chdir("/") == 0);
	is_text(find_directory("nowhere"), "(failed)", "no file");
}

static void
test_default(void)
{
	struct options o = { 0 };

	setenv("XDG_CONFIG_HOME", path("xdg"), 1);
	setenv("HOME", path("home"), 1);
	o.no_config = true;
	check(&o, EX_OK, NULL, "--no-config");
	o.no_config = false;
	check(&o, EX_OK, "xdg/mxput/main.cf", "that of $XDG_CONFIG_HOME");
	setenv("XDG_CONFIG_HOME", "", 1);
	check(&o, EX_OK, "home/.config/mxput/main.cf", "else of ~/.config");
	setenv("XDG_CONFIG_HOME", "xdg", 1);
	check(&o, EX_OK, "home/.config/mxput/main.cf",
	    "a relative $XDG_CONFIG_HOME is none");
	o.no_config = true;
	check(&o, EX_OK, NULL, "--no-config");
	o.no_config = false;
	unlink(path("home/.config/mxput/main.cf"));
	must(mkdir(path("home/.config/mxput/main.cf"), 0700) == 0);
	unsetenv("XDG_CONFIG_HOME");
	{
		struct settings *settings = settings_new();
		struct dsn why = DSN_IN(arena);
		struct span directory;

		is_number(config_read(&o, settings, &directory,
		    &why), EX_CONFIG,
		    "one that exists and cannot be read: 78");
		settings_free(&settings);
	}
	rmdir(path("home/.config/mxput/main.cf"));
}

int
main(void)
{
	arena = arena_new();
	make_files();
	test_named();
	test_directory();
	test_default();
	remove_files();
	arena_free(&arena);
	return tap_done();
}
