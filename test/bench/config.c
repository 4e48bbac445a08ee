/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * config - what it costs to read a configuration.
 *
 *   config FILE [RUNS]
 *
 * Reads a main.cf and loads the parameters from it RUNS times (2000), as one
 * run of the program does once: from opening the file to the last default.
 * Prints the CPU time of one load in microseconds.
 */
#include <stdio.h>
#include <stdlib.h>
#include <sysexits.h>
#include <time.h>

#include "base/mem.h"
#include "cmd/config.h"
#include "param/params.h"

enum { RUNS = 2000 };

static double
cpu_us(void)
{
	struct timespec t;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	return (double)t.tv_sec * 1e6 + (double)t.tv_nsec / 1e3;
}

/* hear - warnings are made, and nobody reads them */

static void
hear(void *self, struct span text)
{
	size_t *octets = self;

	*octets += text.len;
}

/* load - false: the file cannot be read, or not so */

static bool
load(const char *path)
{
	struct options options = { .config = path };
	struct arena *arena = arena_new();
	struct dsn why = DSN_IN(arena);
	struct settings *settings = settings_new();
	struct host_facts facts = { .hostname = SPAN("mail.example.org") };
	size_t octets = 0;
	struct params_input input = { .settings = settings,
	    .facts = &facts, .only_shown = true, .warn = hear,
	    .self = &octets };
	struct params params;
	bool good = config_read(&options, settings, &facts.config_directory,
	    &why) == EX_OK && params_load(&input, &params, &why);

	if (!good)
		fprintf(stderr, "config: %.*s\n", SPAN_ARG(why.text));
	settings_free(&settings);
	arena_free(&arena);
	return good;
}

static int
compare(const void *a, const void *b)
{
	const double *left = a, *right = b;

	return (*left > *right) - (*left < *right);
}

int
main(int argc, char **argv)
{
	size_t runs = argc > 2 ? strtoul(argv[2], NULL, 10) : RUNS;
	double *cost;

	if (argc < 2 || runs == 0)
		return EX_USAGE;
	cost = mem_new(runs, sizeof(*cost));
	for (size_t i = 0; i < runs; i++) {
		double start = cpu_us();

		if (!load(argv[1]))
			return EX_CONFIG;
		cost[i] = cpu_us() - start;
	}
	qsort(cost, runs, sizeof(*cost), compare);
	printf("least %.1f median %.1f 99%% %.1f us\n", cost[0],
	    cost[runs / 2], cost[runs * 99 / 100]);
	mem_free(&cost);
	return 0;
}
