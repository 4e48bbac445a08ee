/* SPDX-License-Identifier: BSD-2-Clause */
#include "tls/notes.h"

#include "unit/tap.h"

int
main(void)
{
	struct arena *arena = arena_new();
	struct notes notes = { .arena = arena };
	char text[2000];

	notes_add(NULL, "nobody asks");
	notes_add(&notes, "%s\x1b[2J", "a name");
	is_text(notes.line[0], "a name?[2J", "a line is made printable");
	memset(text, 'x', sizeof(text) - 1);
	text[sizeof(text) - 1] = '\0';
	notes_add(&notes, "%s", text);
	ok(notes.len == 2 && notes.line[1].len < 1000, "and cut");
	for (size_t i = 0; i < 2 * NOTES_MAX; i++)
		notes_add(&notes, "%zu", i);
	is_number(notes.len, NOTES_MAX, "too many are dropped");
	is_text(notes.line[NOTES_MAX - 1], "97", "the last ones");
	arena_free(&arena);
	return tap_done();
}
