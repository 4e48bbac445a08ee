/* SPDX-License-Identifier: BSD-2-Clause */
#include "policy/match_list.h"

#include "base/ascii.h"
#include "table/spec.h"

/* A text with patterns: the parameter, or a file in it, or a file in that. */
struct level {
	struct span line, rest;
	bool excludes;		/* "!/file" */
};

struct reader {
	const struct match_source *source;
	struct match_list *list;
	struct level levels[MATCH_FILES_DEEP + 1];
	size_t depth;		/* of levels that are not read to the end */
	size_t files;		/* opened in all */
};

/* enter_file - its patterns stand in the place of its name */

static bool
enter_file(struct reader *r, struct span path, bool excludes,
    struct dsn *why)
{
	struct level *level = &r->levels[r->depth];

	if (r->depth > MATCH_FILES_DEEP)
		return dsn_fail(why, "5.3.5", "%.*s: files in more than %d "
		    "files", SPAN_ARG(path), MATCH_FILES_DEEP);
	if (r->files++ == MATCH_FILES_MAX)
		return dsn_fail(why, "5.3.5", "there are more than %d files",
		    MATCH_FILES_MAX);
	*level = (struct level){ .excludes = excludes };
	if (!r->source->file(r->source->self, path, &level->rest, why))
		return false;
	level->rest = arena_copy(why->arena, level->rest);
	r->depth++;
	return true;
}

/* is_net - "[...", and with or without a length what is an address */

static bool
is_net(struct span word)
{
	struct netaddr addr;

	return word.at[0] == '[' || network_read_address(span_first(word,
	    span_find(word, '/')), &addr);
}

static bool
read_pattern(const struct reader *r, struct span word,
    struct match_pattern *p, struct dsn *why)
{
	if (is_net(word)) {
		p->kind = MATCH_NET;
		return network_read(word, &p->net, why);
	}
	if (span_find(word, ':') < word.len) {
		p->kind = MATCH_TABLE;
		return r->source->table(r->source->self, word, &p->table,
		    why);
	}
	if (span_find(word, '/') < word.len)
		return dsn_fail(why, "5.3.5", "\"%.*s\" is neither a host "
		    "nor a network", SPAN_ARG(word));
	p->kind = MATCH_HOST;
	p->text = arena_copy(why->arena, word);
	return true;
}

/* read_word - a word of the innermost text */

static bool
read_word(struct reader *r, struct span word, struct dsn *why)
{
	struct match_list *list = r->list;
	struct match_pattern p = {
	    .excludes = r->levels[r->depth - 1].excludes };

	for (; span_starts(word, SPAN("!")); word = span_from_octet(word, 1))
		p.excludes = !p.excludes;
	if (word.len == 0)
		return dsn_fail(why, "5.3.5", "nothing stands behind a \"!\"");
	if (word.at[0] == '/')
		return enter_file(r, word, p.excludes, why);
	if (list->len == MATCH_PATTERNS_MAX)
		return dsn_fail(why, "5.3.5", "there are more than %d "
		    "patterns", MATCH_PATTERNS_MAX);
	if (!read_pattern(r, word, &p, why))
		return false;
	list->at = arena_grow(why->arena, list->at, list->len, sizeof(p));
	list->at[list->len++] = p;
	return true;
}

/* next_word - of a text; false: it is read */

static bool
next_word(struct level *level, struct span *word)
{
	while (!spec_word(&level->line, word)) {
		if (level->rest.len == 0)
			return false;
		level->line = span_cut(&level->rest, '\n');
		if (span_starts(level->line, SPAN("#")))
			level->line = (struct span){ 0 };
	}
	return true;
}

bool
match_list_read(struct span text, const struct match_source *source,
    struct match_list *list, struct dsn *why)
{
	struct reader r = { .source = source, .list = list,
	    .levels = { { .line = text } }, .depth = 1 };
	struct span word;

	while (r.depth > 0) {
		if (!next_word(&r.levels[r.depth - 1], &word))
			r.depth--;
		else if (!read_word(&r, word, why))
			return false;
	}
	return true;
}

/* Matching -----------------------------------------------------------------*/

/* What is looked for. */
struct subject {
	struct span host, address;
	struct netaddr addr;	/* NET_NONE: the address is none */
	struct arena *arena;	/* for the values of tables, which are not
				 * looked at */
	bool parents;
	bool trouble;		/* a table could not say */
};

/* is_below - whether a host is in a domain, which begins with a dot */

static bool
is_below(struct span host, struct span domain)
{
	return host.len > domain.len && ascii_equal(span_from_octet(host,
	    host.len - domain.len), domain);
}

static bool
matches_host(const struct subject *s, struct span pattern)
{
	size_t parent = s->host.len - pattern.len;

	if (ascii_equal(s->host, pattern))
		return true;
	if (!s->parents)
		return pattern.at[0] == '.' && is_below(s->host, pattern);
	return is_below(s->host, pattern) && s->host.at[parent - 1] == '.';
}

static bool
has_key(struct subject *s, const struct mapping *table, struct span key,
    enum mapping_key part)
{
	struct dsn why = DSN_IN(s->arena);
	struct span value;

	if (s->trouble || key.len == 0)
		return false;
	if (mapping_find(table, key, part, &value, &why))
		return value.len > 0;
	s->trouble = true;
	return false;
}

/* parent_of - "example.org" of "mx.example.org", with its dot if a domain
 * alone does not mean what is below it; empty: there is none */

static struct span
parent_of(const struct subject *s, struct span name)
{
	size_t dot = 1 + span_find(span_from_octet(name, 1), '.');

	return dot >= name.len ? (struct span){ 0 } :
	    span_from_octet(name, dot + s->parents);
}

static bool
matches_table(struct subject *s, const struct mapping *table)
{
	struct span name = s->host;

	if (has_key(s, table, name, MAPPING_WHOLE))
		return true;
	while (name.len > 0) {
		name = parent_of(s, name);
		if (has_key(s, table, name, MAPPING_PART))
			return true;
	}
	return has_key(s, table, s->address, MAPPING_WHOLE);
}

static bool
matches(struct subject *s, const struct match_pattern *p)
{
	switch (p->kind) {
	case MATCH_HOST:
		return matches_host(s, p->text);
	case MATCH_NET:
		return network_has(&p->net, &s->addr);
	case MATCH_TABLE:
		return matches_table(s, &p->table);
	}
	return false;
}

/* hit_of - the pattern that decides, or NULL */

static const struct match_pattern *
hit_of(const struct match_list *list, struct span host, struct span address)
{
	struct subject s = { .host = host, .address = address,
	    .parents = list->parents, .arena = arena_new() };
	const struct match_pattern *hit = NULL;

	if (!netaddr_parse(address, &s.addr))
		s.addr.family = NET_NONE;
	for (size_t i = 0; i < list->len && hit == NULL && !s.trouble; i++)
		if (matches(&s, &list->at[i]))
			hit = &list->at[i];
	arena_free(&s.arena);
	return hit;
}

bool
match_list_has(const struct match_list *list, struct span host,
    struct span address)
{
	const struct match_pattern *hit = hit_of(list, host, address);

	return hit != NULL && !hit->excludes;
}

bool
match_list_names(const struct match_list *list, struct span host)
{
	const struct match_pattern *hit = hit_of(list, host,
	    (struct span){ 0 });

	return hit != NULL && !hit->excludes && hit->kind == MATCH_HOST &&
	    ascii_equal(hit->text, host);
}
