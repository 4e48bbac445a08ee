/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * params_load with a file and an option, and what came of it.
 */
#ifndef TEST_UNIT_PARAM_LOAD_H
#define TEST_UNIT_PARAM_LOAD_H

#include "base/mem.h"
#include "base/str.h"
#include "param/params.h"
#include "unit/tap.h"

/* A run of params_load, and what came of it. */
struct load {
	struct arena *arena;
	struct settings *settings;
	struct params params;
	bool good;
	struct dsn why;
	struct str warnings;	/* one a line */
};

static inline void
note(void *self, struct span text)
{
	struct load *load = self;

	str_addf(&load->warnings, "%.*s\n", SPAN_ARG(text));
}

/* by_option - "name = value" as -o gives it */

static inline void
by_option(struct settings *settings, const char *option)
{
	struct span value = span_of(option);
	struct setting s = { .from = SETTING_OPTION, .file = SPAN("-o") };

	s.name = span_cut(&value, '=');
	s.value = value;
	settings_set(settings, &s);
}

/* load - a file, and an option or NULL */

static inline struct load
load(enum protocol protocol, const char *config, const char *option)
{
	static const struct host_facts facts = {
		.hostname = SPAN_INIT("h.example") };
	struct load l = { .arena = arena_new(), .settings = settings_new() };
	struct params_input input = { .settings = l.settings,
	    .facts = &facts, .protocol = protocol, .warn = note,
	    .self = &l };

	l.why = DSN_IN(l.arena);
	str_init(&l.warnings, 10000);
	must(settings_read(l.settings, span_of(config), SPAN("main.cf"),
	    &l.why));
	if (option != NULL)
		by_option(l.settings, option);
	l.good = params_load(&input, &l.params, &l.why);
	return l;
}

static inline void
unload(struct load *l)
{
	str_clear(&l->warnings);
	settings_free(&l->settings);
	arena_free(&l->arena);
}

#endif
