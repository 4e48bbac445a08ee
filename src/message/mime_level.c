/* SPDX-License-Identifier: BSD-2-Clause */
#include "base/mem.h"
#include "message/mime_internal.h"

void
level_push(struct mime *m, struct span boundary)
{
	struct level *level = mem_new(1, sizeof(*level) + boundary.len);

	level->outer = m->level;
	level->is_digest = m->entity.type.is_digest;
	level->len = boundary.len;
	memcpy(level->boundary, boundary.at, boundary.len);
	m->level = level;
	m->depth++;
}

void
level_pop(struct mime *m)
{
	struct level *level = m->level;

	m->level = level->outer;
	m->depth--;
	mem_free(&level);
}

struct level *
level_delimited(const struct mime *m, struct span line)
{
	struct level *level = m->level;

	if (level == NULL || !span_starts(line, SPAN("--")))
		return NULL;
	line = span_from_octet(line, 2);
	while (level != NULL &&
	    !span_starts(line, span_from(level->boundary, level->len)))
		level = level->outer;
	return level;
}
