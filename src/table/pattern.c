/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * regexp: and pcre:, lists of patterns and results of which the first that
 * matches counts. Both are declared in table_internal.h.
 *
 * A pattern for which it cannot be said whether it matches, because that
 * takes too long, is trouble. (Postfix warns and takes it for one that does
 * not match.)
 */
#include "base/mem.h"
#include "base/vec.h"
#include "table/engine.h"
#include "table/table_internal.h"

enum { VALUE_MAX = 1 << 20 };	/* octets of a result */

/* A compiled pattern, or none. */
struct matcher {
	void *code;
	bool negated;
};

struct step {
	enum rule_kind kind;
	unsigned line;
	struct matcher first, second;
	struct template result;	/* MATCH */
	struct span value;	/* MATCH, if the result names no groups */
	size_t end;		/* IF: the place of its endif */
};

struct patterns {
	const struct engine *engine;
	const char *unit;	/* "line" */
	VEC(struct step) steps;
	VEC(size_t) open;	/* places of ifs that wait for their endif */
};

/* Reading ------------------------------------------------------------------*/

static void
drop_step(const struct engine *engine, struct step *step)
{
	if (step->first.code != NULL)
		engine->drop(step->first.code);
	if (step->second.code != NULL)
		engine->drop(step->second.code);
}

static bool
compile(const struct engine *engine, const struct rule_pattern *pattern,
    unsigned groups, struct matcher *matcher, struct dsn *why)
{
	matcher->negated = pattern->negated;
	return engine->compile(pattern, groups, &matcher->code, why);
}

/* value_of - a result that is the same for every key */

static struct span
value_of(const struct template *template, struct arena *arena)
{
	struct span value;
	struct str text;

	str_init(&text, VALUE_MAX);
	template_add(template, NULL, &text);
	value = arena_copy(arena, str_span(&text));
	str_clear(&text);
	return value;
}

static bool
read_match(struct patterns *p, const struct rule *rule, struct step *step,
    struct lines *lines, struct dsn *why)
{
	if (!template_read(lines->arena, rule->rest, &step->result, why))
		return false;
	if (step->result.groups > 0 && rule->pattern.negated)
		return dsn_fail(why, "4.3.5", "the result names a group, but "
		    "a pattern behind \"!\" has none when it counts");
	if (!compile(p->engine, &rule->pattern, step->result.groups,
	    &step->first, why))
		return false;
	if (rule->second.text.at != NULL && !compile(p->engine,
	    &rule->second, 0, &step->second, why))
		return false;
	if (rule->rest.len == 0)
		lines_warn(lines, "no result stands behind the pattern: a key "
		    "that matches is trouble");
	if (step->result.groups == 0)
		step->value = value_of(&step->result, lines->arena);
	return true;
}

static bool
read_if(struct patterns *p, const struct rule *rule, struct step *step,
    struct lines *lines, struct dsn *why)
{
	if (rule->rest.len > 0)
		lines_warn(lines, "what stands behind the if is ignored; if "
		    "it was a line of its own, it must not begin with a "
		    "blank");
	if (!compile(p->engine, &rule->pattern, 0, &step->first, why))
		return dsn_fail(why, "4.3.5", "%.*s; what it should guard "
		    "holds for every key", SPAN_ARG(why->text));
	*vec_add(&p->open) = p->steps.len;
	return true;
}

static bool
read_endif(struct patterns *p, const struct rule *rule, struct lines *lines,
    struct dsn *why)
{
	if (p->open.len == 0)
		return dsn_fail(why, "4.3.5", "no if belongs to this endif");
	if (rule->rest.len > 0)
		lines_warn(lines, "what stands behind the endif is ignored");
	p->steps.at[p->open.at[--p->open.len]].end = p->steps.len;
	return true;
}

static bool
read_step(struct patterns *p, struct span line, struct step *step,
    struct lines *lines, struct dsn *why)
{
	struct rule rule;

	if (!rule_read(line, p->engine->two, &rule, why))
		return false;
	step->kind = rule.kind;
	switch (rule.kind) {
	case RULE_MATCH:
		return read_match(p, &rule, step, lines, why);
	case RULE_IF:
		return read_if(p, &rule, step, lines, why);
	case RULE_ENDIF:
		break;
	}
	return read_endif(p, &rule, lines, why);
}

/* close_rest - an if without an endif goes on to the end of the table */

static void
close_rest(struct patterns *p, struct lines *lines)
{
	while (p->open.len > 0) {
		struct step *step = &p->steps.at[p->open.at[--p->open.len]];

		step->end = p->steps.len;
		lines_warn_at(lines, step->line,
		    "no endif belongs to this if");
	}
}

static void
read_steps(struct patterns *p, struct lines *lines)
{
	struct dsn why = DSN_IN(lines->arena);
	struct span line;

	while (lines_next(lines, &line)) {
		struct step step = { .line = lines->line };

		if (read_step(p, line, &step, lines, &why)) {
			*vec_add(&p->steps) = step;
			continue;
		}
		drop_step(p->engine, &step);
		lines_warn(lines, "%.*s; it is skipped", SPAN_ARG(why.text));
	}
	close_rest(p, lines);
}

static void
free_patterns(void *content)
{
	struct patterns *p = content;

	for (size_t i = 0; i < p->steps.len; i++)
		drop_step(p->engine, &p->steps.at[i]);
	vec_clear(&p->steps);
	vec_clear(&p->open);
	mem_free(&p);
}

static bool
open_patterns(const struct table_setup *setup, const struct engine *engine,
    void **content, struct dsn *why)
{
	struct patterns *p;
	struct lines lines;

	if (!table_lines(setup, &lines, why))
		return false;
	p = mem_new(1, sizeof(*p));
	p->engine = engine;
	p->unit = lines_unit(&lines);
	read_steps(p, &lines);
	if (lines_end(&lines, why)) {
		*content = p;
		return true;
	}
	free_patterns(p);
	return false;
}

static bool
open_regexp(const struct table_setup *setup, void **content, struct dsn *why)
{
	return open_patterns(setup, &ENGINE_POSIX, content, why);
}

static bool
open_pcre(const struct table_setup *setup, void **content, struct dsn *why)
{
	return open_patterns(setup, &ENGINE_PCRE, content, why);
}

/* Asking -------------------------------------------------------------------*/

/* ask - no pattern holds for every key */

static bool
ask(const struct engine *engine, const struct matcher *matcher,
    struct trial *trial, bool *holds, struct dsn *why)
{
	bool matches;

	*holds = true;
	if (matcher->code == NULL)
		return true;
	if (!engine->match(matcher->code, trial, &matches, why))
		return false;
	*holds = matches != matcher->negated;
	return true;
}

static bool
ask_both(const struct engine *engine, const struct step *step,
    struct trial *trial, bool *holds, struct dsn *why)
{
	trial->groups = step->result.groups;
	if (!ask(engine, &step->first, trial, holds, why))
		return false;
	trial->groups = 0;
	return !*holds || ask(engine, &step->second, trial, holds, why);
}

/* find_step - the first that counts, or NULL */

static bool
find_step(const struct patterns *p, struct trial *trial,
    const struct step **found, struct dsn *why)
{
	bool holds;

	*found = NULL;
	for (size_t i = 0; i < p->steps.len; i++) {
		const struct step *step = &p->steps.at[i];

		if (!ask_both(p->engine, step, trial, &holds, why))
			return dsn_fail(why, "4.3.0", "the pattern in %s %u: "
			    "%.*s", p->unit, step->line, SPAN_ARG(why->text));
		if (step->kind == RULE_MATCH && holds) {
			*found = step;
			return true;
		}
		if (step->kind == RULE_IF && !holds)
			i = step->end;
	}
	return true;
}

static bool
compose(const struct step *step, const struct trial *trial,
    struct span *value, struct dsn *why)
{
	struct str text;
	bool good;

	if (step->result.groups == 0) {
		*value = step->value;
		return true;
	}
	str_init(&text, VALUE_MAX);
	template_add(&step->result, trial->group, &text);
	good = !text.full || dsn_fail(why, "4.3.0", "its result is longer "
	    "than %d octets", VALUE_MAX);
	if (good)
		*value = arena_copy(why->arena, str_span(&text));
	str_clear(&text);
	return good;
}

static bool
find_with(const struct patterns *p, struct trial *trial, struct span *value,
    struct dsn *why)
{
	const struct step *step;
	bool good;

	p->engine->begin(trial);
	good = find_step(p, trial, &step, why);
	if (good && step == NULL)
		*value = (struct span){ 0 };
	else if (good)
		good = compose(step, trial, value, why);
	p->engine->end(trial);
	return good;
}

static bool
find_pattern(const void *content, struct span key, struct span *value,
    struct dsn *why)
{
	const struct patterns *p = content;
	struct trial trial = { 0 };
	char *copy;
	bool good;

	if (key.len > p->engine->key_max)
		return dsn_fail(why, "4.3.0", "a text of %zu octets is more "
		    "than the %zu that such a table is asked with", key.len,
		    p->engine->key_max);
	copy = mem_string(key);
	trial.key = span_from(copy, key.len);
	good = find_with(p, &trial, value, why);
	mem_free(&copy);
	return good;
}

const struct table_type TABLE_REGEXP = {
	.patterns = true,
	.check = table_check_rules,
	.open = open_regexp,
	.find = find_pattern,
	.free = free_patterns,
};

const struct table_type TABLE_PCRE = {
	.patterns = true,
	.check = table_check_rules,
	.open = open_pcre,
	.find = find_pattern,
	.free = free_patterns,
};
