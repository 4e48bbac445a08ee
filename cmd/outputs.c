/* SPDX-License-Identifier: BSD-2-Clause */
#include "cmd/outputs.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sysexits.h>
#include <unistd.h>

#include "cmd/gate.h"
#include "cmd/input.h"
#include "report/chat.h"
#include "report/jsonl.h"

static bool
open_file(const char *path, FILE **file, struct dsn *why)
{
	int fd;

	if (path == NULL)
		return true;
	fd = open(path, O_WRONLY | O_CREAT | O_CLOEXEC | O_NOCTTY,
	    S_IRUSR | S_IWUSR);
	*file = fd < 0 ? NULL : fdopen(fd, "w");
	if (*file != NULL)
		return true;
	dsn_fail(why, "4.3.0", "open %s for writing: %s", path,
	    strerror(errno));
	if (fd >= 0)
		close(fd);
	return false;
}

/* wants_color - NO_COLOR, if it is not empty, is obeyed where nothing else is
 * said */

static bool
wants_color(const struct options *o)
{
	const char *no = getenv("NO_COLOR"), *term = getenv("TERM");

	switch (o->color) {
	case COLOR_ALWAYS:
		return true;
	case COLOR_NEVER:
		return false;
	case COLOR_AUTO:
		break;
	}
	return (no == NULL || no[0] == '\0') && isatty(STDERR_FILENO) &&
	    (term == NULL || strcmp(term, "dumb") != 0);
}

static int
chat_level(const struct options *o)
{
	if (o->verbosity > 0)
		return (int)o->verbosity;
	return o->quiet ? -1 : 0;
}

/* Which file is what -----------------------------------------------------*/

/* A file that the command line speaks of. */
struct named {
	const char *option;
	const char *path;	/* NULL: fd */
	int fd;			/* -1: there is no such file */
};

static bool
find(const struct named *file, struct stat *about)
{
	if (file->path != NULL)
		return stat(file->path, about) == 0;
	return file->fd >= 0 && fstat(file->fd, about) == 0;
}

static bool
is_same(const struct named *a, const struct named *b)
{
	struct stat one, other;

	return find(a, &one) && find(b, &other) && S_ISREG(one.st_mode) &&
	    one.st_dev == other.st_dev && one.st_ino == other.st_ino;
}

/* check_apart - a file is none of the others */

static bool
check_apart(const struct named *file, const struct named *others, size_t len,
    struct dsn *why)
{
	for (size_t i = 0; i < len; i++)
		if (is_same(file, &others[i]))
			return dsn_fail(why, "5.3.5", "%s and %s are the same "
			    "file: %s", file->option, others[i].option,
			    file->path);
	return true;
}

static bool
reads_stdin(const struct options *o)
{
	return (options_want_message(o) && input_message(o) == NULL) ||
	    (o->recipients_from != NULL &&
	    strcmp(o->recipients_from, "-") == 0);
}

/* check_files - nothing that is read is written over */

static bool
check_files(const struct options *o, struct dsn *why)
{
	enum { OUTPUTS = 3 };
	const char *in_folder = o->config == NULL ? NULL : arena_text(
	    why->arena, "%s/main.cf", o->config).at;
	const struct named files[] = {
	    { "--chat-log", o->chat_log, -1 },
	    { "--trace", o->trace, -1 },
	    { "--dsn-message", o->dsn_message, -1 },
	    { "--message", input_message(o), -1 },
	    { "standard input", NULL, reads_stdin(o) ? STDIN_FILENO : -1 },
	    { "--recipients-from", o->recipients_from, -1 },
	    { "--config", o->config, -1 },
	    { "--config", in_folder, -1 },
	    { "--auth-password-file", o->auth_password_file, -1 },
	    { "--auth-password-fd", NULL, o->auth_password_fd } };
	size_t len = sizeof(files) / sizeof(files[0]);

	for (size_t i = 0; i < OUTPUTS; i++)
		if (!check_apart(&files[i], &files[i + 1], len - i - 1, why))
			return false;
	return true;
}

/* Opening, beginning, closing ----------------------------------------------*/

static void
begin_to_listen(struct outputs *outputs, const struct options *o,
    struct trace *trace)
{
	struct chat_setup chat = { .out = stderr, .level = chat_level(o),
	    .color = wants_color(o), .program = "mxput" };
	struct listener listener = chat_listener(&chat);

	trace_listen(trace, &listener);
	if (outputs->chat_log != NULL) {
		chat.out = outputs->chat_log;
		chat.level = o->verbosity > 1 ? (int)o->verbosity : 1;
		chat.color = false;
		listener = chat_listener(&chat);
		outputs->chat_gate = gate_listen(trace, &listener);
	}
	if (outputs->trace != NULL) {
		listener = jsonl_listener(outputs->trace);
		outputs->trace_gate = gate_listen(trace, &listener);
	}
}

int
outputs_open(struct outputs *outputs, const struct options *o,
    struct trace *trace, struct dsn *why)
{
	if (!open_file(o->chat_log, &outputs->chat_log, why) ||
	    !open_file(o->trace, &outputs->trace, why) ||
	    !open_file(o->dsn_message, &outputs->dsn_message, why))
		return EX_IOERR;
	if (!check_files(o, why))
		return EX_USAGE;
	begin_to_listen(outputs, o, trace);
	return EX_OK;
}

/* empty - what is no regular file holds nothing */

static bool
empty(FILE *file, const char *option, struct dsn *why)
{
	struct stat about;

	if (file == NULL)
		return true;
	if (fstat(fileno(file), &about) == 0 && (!S_ISREG(about.st_mode) ||
	    ftruncate(fileno(file), 0) == 0))
		return true;
	return dsn_fail(why, "4.3.0", "%s: empty the file: %s", option,
	    strerror(errno));
}

bool
outputs_begin(struct outputs *outputs, struct dsn *why)
{
	if (!empty(outputs->chat_log, "--chat-log", why) ||
	    !empty(outputs->trace, "--trace", why) ||
	    !empty(outputs->dsn_message, "--dsn-message", why))
		return false;
	if (outputs->chat_gate != NULL)
		gate_open(outputs->chat_gate);
	if (outputs->trace_gate != NULL)
		gate_open(outputs->trace_gate);
	return true;
}

static void
close_file(FILE **file, const char *option)
{
	FILE *f = *file;
	bool lost;

	if (f == NULL)
		return;
	*file = NULL;
	lost = ferror(f) != 0;
	if (fclose(f) != 0 || lost)
		fprintf(stderr, "mxput: %s: some of it could not be "
		    "written\n", option);
}

void
outputs_close(struct outputs *outputs)
{
	close_file(&outputs->chat_log, "--chat-log");
	close_file(&outputs->trace, "--trace");
	close_file(&outputs->dsn_message, "--dsn-message");
}
