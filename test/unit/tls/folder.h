/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A folder for the files of a test, which goes with all that is in it.
 */
#ifndef TEST_UNIT_TLS_FOLDER_H
#define TEST_UNIT_TLS_FOLDER_H

#include <dirent.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "unit/tls/ca.h"

struct folder {
	struct arena *arena;
	char path[64];
};

static inline void
folder_begin(struct folder *folder)
{
	folder->arena = arena_new();
	snprintf(folder->path, sizeof(folder->path), "/tmp/tls.XXXXXX");
	must(mkdtemp(folder->path) != NULL);
}

static inline void
folder_end(struct folder *folder)
{
	DIR *dir = opendir(folder->path);
	struct dirent *entry;

	while ((entry = readdir(dir)) != NULL)
		unlink(arena_text(folder->arena, "%s/%s", folder->path,
		    entry->d_name).at);
	closedir(dir);
	rmdir(folder->path);
	arena_free(&folder->arena);
}

/* Whether the text holds the part. */
static inline bool
holds(struct span text, const char *part)
{
	size_t len = strlen(part);

	for (size_t i = 0; i + len <= text.len; i++)
		if (memcmp(text.at + i, part, len) == 0)
			return true;
	return false;
}

#endif
