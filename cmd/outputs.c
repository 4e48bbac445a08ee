/* SPDX-License-Identifier: BSD-2-Clause */
#include "cmd/outputs.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "report/chat.h"
#include "report/jsonl.h"

static bool
open_file(const char *path, FILE **file, struct dsn *why)
{
	int fd;

	if (path == NULL)
		return true;
	fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOCTTY,
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

static void
listen_chat(struct trace *trace, struct chat_setup setup)
{
	struct listener chat = chat_listener(&setup);

	trace_listen(trace, &chat);
}

bool
outputs_open(struct outputs *outputs, const struct options *o,
    struct trace *trace, struct dsn *why)
{
	struct chat_setup chat = { .out = stderr, .level = chat_level(o),
	    .color = wants_color(o), .program = "mxput" };

	if (!open_file(o->chat_log, &outputs->chat_log, why) ||
	    !open_file(o->trace, &outputs->trace, why) ||
	    !open_file(o->dsn_message, &outputs->dsn_message, why))
		return false;
	listen_chat(trace, chat);
	if (outputs->chat_log != NULL) {
		chat.out = outputs->chat_log;
		chat.level = o->verbosity > 1 ? (int)o->verbosity : 1;
		chat.color = false;
		listen_chat(trace, chat);
	}
	if (outputs->trace != NULL) {
		struct listener jsonl = jsonl_listener(outputs->trace);

		trace_listen(trace, &jsonl);
	}
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
