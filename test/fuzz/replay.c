/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The main of a fuzzer without libFuzzer: runs the seeds, each a test. A
 * property that does not hold aborts, and the tests that are missing from
 * the plan tell it.
 *
 * fuzz_NAME [FILE...]: the default is every file in test/fuzz/NAME below
 * $srcdir.
 */
#include <dirent.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { SEED_MAX = 1 << 20, PATH_LEN = 1024, FILES_MAX = 4096 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

struct seeds {
	char *path[FILES_MAX];
	size_t len;
};

static void
add(struct seeds *seeds, const char *dir, const char *name)
{
	char path[PATH_LEN];

	if (name[0] == '.' || seeds->len == FILES_MAX)
		return;
	snprintf(path, sizeof(path), "%s%s", dir, name);
	seeds->path[seeds->len] = strdup(path);
	if (seeds->path[seeds->len] != NULL)
		seeds->len++;
}

static void
find_seeds(struct seeds *seeds, const char *program)
{
	const char *src = getenv("srcdir");
	const char *name = strstr(program, "fuzz_");
	struct dirent *entry;
	char where[PATH_LEN];
	DIR *dir;

	snprintf(where, sizeof(where), "%s/test/fuzz/%s/",
	    src == NULL ? "." : src, name == NULL ? "" : name + 5);
	dir = opendir(where);
	if (dir == NULL)
		return;
	while ((entry = readdir(dir)) != NULL)
		add(seeds, where, entry->d_name);
	closedir(dir);
}

/* The input lies in a block of just its size, so that a sanitizer sees the
 * first octet too far. */
static void
run(const char *path)
{
	FILE *in = fopen(path, "rb");
	uint8_t *data = malloc(SEED_MAX), *snug;
	size_t size;

	if (in == NULL || data == NULL)
		abort();
	size = fread(data, 1, SEED_MAX, in);
	fclose(in);
	snug = malloc(size > 0 ? size : 1);
	if (snug == NULL)
		abort();
	memcpy(snug, data, size);
	free(data);
	LLVMFuzzerTestOneInput(snug, size);
	free(snug);
}

int
main(int argc, char **argv)
{
	static struct seeds seeds;

	for (int i = 1; i < argc; i++)
		add(&seeds, "", argv[i]);
	if (argc == 1)
		find_seeds(&seeds, argv[0]);
	printf("1..%zu\n", seeds.len);
	for (size_t i = 0; i < seeds.len; i++) {
		fflush(stdout);
		run(seeds.path[i]);
		printf("ok %zu - holds for %s\n", i + 1, seeds.path[i]);
		free(seeds.path[i]);
	}
	return seeds.len == 0;
}
