/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Scenes of table files: the text of a file, a key, and what the table says.
 */
#ifndef TEST_UNIT_TABLE_SCENES_H
#define TEST_UNIT_TABLE_SCENES_H

#include "unit/table/tables.h"

struct table_scene {
	const char *name;
	const char *type;
	const char *text;	/* NULL: that of the scene before */
	const char *key;
	const char *value;	/* "-": none; "! why": trouble, in which %
				 * stands for type:path */
	const char *warnings;	/* a line each, without "type:path, "; NULL:
				 * none */
	bool apart;		/* Postfix is known to differ */
};

/* without_path - the text with % where the name of the table stood */

static inline struct span
without_path(struct arena *arena, struct span text, struct span table,
    const char *instead)
{
	struct span left = SPAN_INIT("");

	while (text.len > 0) {
		bool here = span_starts(text, table);
		size_t n = here ? table.len : 1;

		left = arena_text(arena, "%.*s%.*s", SPAN_ARG(left),
		    here ? (int)strlen(instead) : 1,
		    here ? instead : text.at);
		text = span_from_octet(text, n);
	}
	return left;
}

static inline void
table_scene_play(const struct table_scene *scene, const char *text)
{
	const char *path, *table;
	struct span said, told;
	struct ears ears;

	ears_open(&ears);
	path = file_with(ears.arena, span_of(text));
	table = arena_text(ears.arena, "%s:%s", scene->type, path).at;
	said = without_path(ears.arena, tables_ask(&ears, table, TABLE_FOLD,
	    span_of(scene->key)), span_of(table), "%");
	is_text(said, scene->value, scene->name);
	told = without_path(ears.arena, str_span(&ears.warnings),
	    arena_text(ears.arena, "%s, ", table), "");
	told = without_path(ears.arena, told, span_of(table), "%");
	is_text(told, scene->warnings == NULL ? "" : scene->warnings,
	    "its warnings");
	if (!scene->apart)
		postmap_agrees(ears.arena, table, scene->key,
		    span_of(scene->value), "as Postfix says");
	unlink(path);
	ears_close(&ears);
}

static inline void
table_scenes_play(const struct table_scene *scenes, size_t len)
{
	const char *text = "";

	for (size_t i = 0; i < len; i++) {
		if (scenes[i].text != NULL)
			text = scenes[i].text;
		table_scene_play(&scenes[i], text);
	}
}

#endif
