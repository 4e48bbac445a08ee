/* SPDX-License-Identifier: BSD-2-Clause */
#include "cmd/config.h"

#include <errno.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sysexits.h>

#include "os/slurp.h"

enum { FILE_MAX = 4 * 1024 * 1024 };

/* Where the settings go, and where the file was that they came from. */
struct sink {
	struct settings *settings;
	struct span *directory;
};

/* directory_of - as dirname(1) */

static struct span
directory_of(struct arena *arena, const char *path)
{
	struct span s = span_of(path);
	size_t slash = span_find_last(s, '/');

	if (slash == s.len)
		return SPAN(".");
	while (slash > 0 && s.at[slash - 1] == '/')
		slash--;
	return slash == 0 ? SPAN("/") : arena_copy(arena,
	    span_first(s, slash));
}

/* read_file - EX_OK, EX_CONFIG, or EX_NOINPUT with errno */

static int
read_file(const char *path, struct sink *sink, struct dsn *why)
{
	struct str text;
	bool good;

	if (!slurp_file(path, FILE_MAX, &text, why))
		return EX_NOINPUT;
	good = settings_read(sink->settings, str_span(&text), span_of(path),
	    why);
	str_clear(&text);
	*sink->directory = directory_of(why->arena, path);
	return good ? EX_OK : EX_CONFIG;
}

static int
read_named(const char *path, struct sink *sink, struct dsn *why)
{
	struct stat about;

	if (stat(path, &about) == 0 && S_ISDIR(about.st_mode))
		path = arena_text(why->arena, "%s/main.cf", path).at;
	return read_file(path, sink, why);
}

/* own_file - the user's, or NULL if there is no telling where that is */

static const char *
own_file(struct arena *arena)
{
	const char *config = getenv("XDG_CONFIG_HOME");
	const char *home = getenv("HOME");

	/* The XDG specification has relative paths ignored. */
	if (config != NULL && config[0] == '/')
		return arena_text(arena, "%s/mxput/main.cf", config).at;
	if (home != NULL && home[0] == '/')
		return arena_text(arena, "%s/.config/mxput/main.cf",
		    home).at;
	return NULL;
}

/* read_default - false: it is not there */

static bool
read_default(const char *path, struct sink *sink, int *status,
    struct dsn *why)
{
	struct dsn inner = DSN_IN(why->arena);

	*status = read_file(path, sink, &inner);
	if (*status == EX_NOINPUT) {
		if (errno == ENOENT || errno == ENOTDIR)
			return false;
		*status = EX_CONFIG;
	}
	if (*status != EX_OK)
		*why = inner;
	return true;
}

int
config_read(const struct options *options, struct settings *settings,
    struct span *directory, struct dsn *why)
{
	struct sink sink = { settings, directory };
	const char *own = own_file(why->arena);
	int status;

	if (options->no_config)
		return EX_OK;
	if (options->config != NULL)
		return read_named(options->config, &sink, why);
	if (own != NULL && read_default(own, &sink, &status, why))
		return status;
	if (read_default("/etc/mxput/main.cf", &sink, &status, why))
		return status;
	return EX_OK;
}
