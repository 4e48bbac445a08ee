/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Texts as messages, and what was written to a stream as a text.
 */
#ifndef TEST_UNIT_REPORT_TEXTS_H
#define TEST_UNIT_REPORT_TEXTS_H

#include <stdio.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/mem.h"
#include "message/survey.h"
#include "os/source.h"

static inline void
texts_survey(void *self, struct span piece)
{
	survey_feed(self, piece);
}

/* A file that holds the text; to be closed after the source is freed. */
static inline FILE *
texts_source(struct arena *arena, struct span text, struct survey *survey,
    struct source **source)
{
	struct dsn why = DSN_IN(arena);
	FILE *file = tmpfile();

	must(file != NULL && (text.len == 0 ||
	    fwrite(text.at, text.len, 1, file) == 1));
	must(fflush(file) == 0 && lseek(fileno(file), 0, SEEK_SET) == 0);
	*survey = (struct survey){ 0 };
	must(source_read(&(const struct source_input){ .fd = fileno(file),
	    .reader = texts_survey, .self = survey }, source, &why));
	survey_end(survey);
	return file;
}

/* What the stream holds; it is closed. */
static inline struct span
texts_written(struct arena *arena, FILE **stream)
{
	long size;
	char *text;

	must(fseek(*stream, 0, SEEK_END) == 0);
	size = ftell(*stream);
	must(size >= 0 && fseek(*stream, 0, SEEK_SET) == 0);
	text = arena_get(arena, (size_t)size + 1, 1);
	must(fread(text, 1, (size_t)size, *stream) == (size_t)size);
	fclose(*stream);
	*stream = NULL;
	return span_from(text, (size_t)size);
}

#endif
