/* SPDX-License-Identifier: BSD-2-Clause */
#include "cmd/config.h"

#include <errno.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sysexits.h>

#include "os/slurp.h"

enum { FILE_MAX = 4 * 1024 * 1024 };

/* read_file - EX_OK, EX_CONFIG, or EX_NOINPUT with errno */

static int
read_file(const char *path, struct settings *settings, struct dsn *why)
{
	struct str text;
	bool good;

	if (!slurp_file(path, FILE_MAX, &text, why))
		return EX_NOINPUT;
	good = settings_read(settings, str_span(&text), span_of(path), why);
	str_clear(&text);
	return good ? EX_OK : EX_CONFIG;
}

static int
read_named(const char *path, struct settings *settings, struct dsn *why)
{
	struct stat about;

	if (stat(path, &about) == 0 && S_ISDIR(about.st_mode))
		path = arena_text(why->arena, "%s/main.cf", path).at;
	return read_file(path, settings, why);
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
read_default(const char *path, struct settings *settings, int *status,
    struct dsn *why)
{
	struct dsn inner = DSN_IN(why->arena);

	*status = read_file(path, settings, &inner);
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
    struct dsn *why)
{
	const char *own = own_file(why->arena);
	int status;

	if (options->no_config)
		return EX_OK;
	if (options->config != NULL)
		return read_named(options->config, settings, why);
	if (own != NULL && read_default(own, settings, &status, why))
		return status;
	if (read_default("/etc/mxput/main.cf", settings, &status, why))
		return status;
	return EX_OK;
}
