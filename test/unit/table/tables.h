/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Tables for a test: files that hold a text, what a list of tables says about
 * a key, and the warnings that were told. Where MXPUT_POSTMAP names Postfix's
 * postmap(1), or a script that runs it, scenes are shown to that as well.
 */
#ifndef TEST_UNIT_TABLE_TABLES_H
#define TEST_UNIT_TABLE_TABLES_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/mem.h"
#include "base/str.h"
#include "table/table.h"
#include "unit/tap.h"

/* Warnings and decisions, a line each; and the tables that tell them. */
struct ears {
	struct arena *arena;
	struct trace *trace;
	struct tables *tables;
	struct str warnings, decisions;
	unsigned count;		/* of warnings */
};

static inline void
ears_take(void *self, const struct event *event)
{
	struct ears *ears = self;
	struct str *to = event->kind == EVENT_WARNING ? &ears->warnings :
	    &ears->decisions;

	ears->count += event->kind == EVENT_WARNING;
	str_addf(to, "%.*s\n", SPAN_ARG(event->text));
}

static inline void
ears_open(struct ears *ears)
{
	struct listener listener = { .take = ears_take, .self = ears,
	    .level = 2 };

	*ears = (struct ears){ .arena = arena_new(), .trace = trace_new() };
	str_init(&ears->warnings, 1 << 20);
	str_init(&ears->decisions, 1 << 20);
	trace_listen(ears->trace, &listener);
	ears->tables = tables_new((struct teller){ .trace = ears->trace });
}

static inline void
ears_close(struct ears *ears)
{
	tables_free(&ears->tables);
	trace_free(&ears->trace);
	str_clear(&ears->warnings);
	str_clear(&ears->decisions);
	arena_free(&ears->arena);
}

/* The name of a new file that holds the text; remove it with unlink. */
static inline const char *
file_with(struct arena *arena, struct span text)
{
	const char *where = getenv("TMPDIR");
	struct span name = arena_text(arena, "%s/mxput-table-XXXXXX",
	    where == NULL ? "/tmp" : where);
	char *path = arena_get(arena, name.len + 1, 1);
	int fd;

	memcpy(path, name.at, name.len);
	fd = mkstemp(path);
	must(fd >= 0 && write(fd, text.at, text.len) == (ssize_t)text.len);
	close(fd);
	return path;
}

/* The value, "-" when there is none, "! why" when a table could not say. */
static inline struct span
tables_ask(struct ears *ears, const char *list, unsigned use,
    struct span key)
{
	struct mapping mapping = tables_mapping(ears->tables, span_of(list),
	    use);
	struct dsn why = DSN_IN(ears->arena);
	struct span value = SPAN_INIT("untouched");

	if (!mapping_find(&mapping, key, MAPPING_WHOLE, &value, &why)) {
		must(span_equal(value, SPAN("untouched")));
		must(strcmp(why.status, "4.3.0") == 0);
		return arena_text(ears->arena, "! %.*s", SPAN_ARG(why.text));
	}
	return value.len == 0 ? SPAN("-") : value;
}

/* What postmap -q says: the value, or "-". */
static inline struct span
postmap(struct arena *arena, const char *program, const char *table,
    const char *key)
{
	char text[65536];
	size_t len = 0;
	ssize_t n;
	int pipes[2];
	pid_t pid;

	must(pipe(pipes) == 0 && (pid = fork()) >= 0);
	if (pid == 0) {
		dup2(pipes[1], STDOUT_FILENO);
		fclose(stderr);
		execl(program, program, "-q", key, table, (char *)NULL);
		_exit(127);
	}
	close(pipes[1]);
	while ((n = read(pipes[0], text + len, sizeof(text) - len)) > 0)
		len += (size_t)n;
	close(pipes[0]);
	waitpid(pid, NULL, 0);
	if (len > 0 && text[len - 1] == '\n')
		len--;
	return len == 0 ? SPAN("-") : arena_copy(arena,
	    span_from(text, len));
}

/* Shows a scene to postmap, if it is at hand; what is trouble for us gives no
 * value there. */
static inline void
postmap_agrees(struct arena *arena, const char *table, const char *key,
    struct span want, const char *name)
{
	const char *program = getenv("MXPUT_POSTMAP");
	bool trouble = want.len > 0 && want.at[0] == '!';

	if (program != NULL)
		is_span(postmap(arena, program, table, key),
		    trouble ? SPAN("-") : want, name);
}

#endif
