/* SPDX-License-Identifier: BSD-2-Clause */
#include "table/table.h"

#include <pthread.h>

#include "base/map.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "base/vec.h"
#include "table/pairs.h"
#include "table/spec.h"
#include "table/table_internal.h"

enum state {
	STATE_NEW,		/* the zero value: nobody asked it yet */
	STATE_OPENING,		/* by another thread */
	STATE_OPEN,
	STATE_BROKEN,
};

struct table {
	enum state state;	/* under the lock */
	const struct table_type *type;	/* NULL: of no type we know */
	struct table_setup setup;
	struct arena *arena;
	struct str text;
	void *content;		/* OPEN: const since then */
	struct span trouble;	/* BROKEN: why */
};

struct tables {
	struct teller teller;
	pthread_mutex_t lock;	/* never held over I/O */
	pthread_cond_t news;	/* a table is open, or broken */
	struct arena *arena;
	struct map places;	/* of tables by use and name in all */
	VEC(struct table *) all;
};

/* What a parameter names. */
struct list {
	struct tables *tables;
	struct table **members;
	size_t len;
};

/* Types --------------------------------------------------------------------*/

static const struct {
	struct span name;
	const struct table_type *type;
	bool database;
} types[] = {
	{ SPAN_INIT("inline"), &TABLE_INLINE, false },
	{ SPAN_INIT("static"), &TABLE_STATIC, false },
	{ SPAN_INIT("texthash"), &TABLE_TEXTHASH, false },
	{ SPAN_INIT("cidr"), &TABLE_CIDR, false },
	{ SPAN_INIT("regexp"), &TABLE_REGEXP, false },
	{ SPAN_INIT("pcre"), &TABLE_PCRE, false },
	{ SPAN_INIT("hash"), &TABLE_TEXTHASH, true },
	{ SPAN_INIT("btree"), &TABLE_TEXTHASH, true },
	{ SPAN_INIT("dbm"), &TABLE_TEXTHASH, true },
	{ SPAN_INIT("lmdb"), &TABLE_TEXTHASH, true },
	{ SPAN_INIT("cdb"), &TABLE_TEXTHASH, true },
	{ SPAN_INIT("fail"), &TABLE_FAIL, false },
};

static const struct table_type *
type_of(struct span name, bool *database)
{
	for (size_t i = 0; i < sizeof(types) / sizeof(types[0]); i++)
		if (span_equal(types[i].name, name)) {
			*database = types[i].database;
			return types[i].type;
		}
	return NULL;
}

/* label_of - a table as messages name it: tables in parameters may be
 * secret */

static struct span
label_of(struct arena *arena, const struct table_spec *spec)
{
	if (spec->name.at[0] == '{')
		return arena_text(arena, "%.*s:{...}", SPAN_ARG(spec->type));
	if (span_equal(spec->type, SPAN("static")) ||
	    span_equal(spec->type, SPAN("inline")))
		return arena_text(arena, "%.*s:...", SPAN_ARG(spec->type));
	return arena_text(arena, "%.*s:%.*s", SPAN_ARG(spec->type),
	    SPAN_ARG(spec->name));
}

static bool
no_type(struct span label, struct dsn *why)
{
	return dsn_fail(why, "4.3.5", "%.*s: tables of this type cannot be "
	    "looked up; those of type inline, static, texthash, cidr, regexp "
	    "and pcre can, and hash, btree, dbm, lmdb and cdb if the text "
	    "they are made from is there", SPAN_ARG(label));
}

static bool
no_table(struct span word, struct dsn *why)
{
	size_t brace = span_find(word, '{');

	return dsn_fail(why, "4.3.5", "\"%.*s%s\": not a table; type:name is "
	    "wanted", (int)brace, word.at, brace < word.len ? "{..." : "");
}

/* check_word - all that can be said of a member without opening it */

static bool
check_word(struct span word, struct dsn *why)
{
	const struct table_type *type;
	struct table_spec spec;
	struct span label;
	bool database;

	if (!spec_read(word, &spec))
		return no_table(word, why);
	label = label_of(why->arena, &spec);
	type = type_of(spec.type, &database);
	if (type == NULL)
		return no_type(label, why);
	if (type->check == NULL || type->check(spec.name, why))
		return true;
	return dsn_fail(why, "4.3.5", "%.*s: %.*s", SPAN_ARG(label),
	    SPAN_ARG(why->text));
}

bool
tables_check(struct span list, struct dsn *why)
{
	struct span word;

	while (spec_word(&list, &word))
		if (!check_word(word, why))
			return false;
	return true;
}

/* For the types ------------------------------------------------------------*/

/* check_exposure - a file of passwords is not for everybody */

static bool
check_exposure(const struct table_setup *setup, enum exposure exposure,
    struct dsn *why)
{
	bool writable = exposure == EXPOSURE_WRITE;

	if ((setup->use & TABLE_SECRET) == 0 || exposure == EXPOSURE_NONE)
		return true;
	if (writable && (setup->use & TABLE_TRUSTING) == 0)
		return exposure_refuse(setup->name.at, why);
	tellf(setup->teller, EVENT_WARNING, "%.*s: everybody can %s the "
	    "secrets in it", SPAN_ARG(setup->label), writable ? "change" :
	    "read");
	return true;
}

bool
table_lines(const struct table_setup *setup, struct lines *lines,
    struct dsn *why)
{
	enum exposure exposure;

	*lines = (struct lines){ .label = setup->label,
	    .teller = setup->teller, .arena = setup->arena };
	if (setup->name.at[0] == '{')
		return lines_unbrace(lines, setup->name, why);
	return lines_load(lines, setup->name.at, setup->text, &exposure,
	    why) && check_exposure(setup, exposure, why);
}

bool
table_check_rules(struct span name, struct dsn *why)
{
	struct lines lines = { 0 };

	return name.at[0] != '{' || lines_unbrace(&lines, name, why);
}

/* Opening ------------------------------------------------------------------*/

static struct table *
table_new(struct tables *tables, struct span word, unsigned use)
{
	struct table *t = mem_new(1, sizeof(*t));
	struct dsn why;
	struct table_spec spec;

	t->arena = arena_new();
	t->text = (struct str){ .max = LINES_TEXT_MAX };
	why = DSN_IN(t->arena);
	if (!check_word(word, &why)) {
		t->state = STATE_BROKEN;
		t->trouble = why.text;
		return t;
	}
	must(spec_read(word, &spec));
	t->setup = (struct table_setup){ .use = use, .arena = t->arena,
	    .text = &t->text, .teller = tables->teller,
	    .name = arena_copy(t->arena, spec.name),
	    .label = label_of(t->arena, &spec) };
	t->type = type_of(spec.type, &t->setup.database);
	return t;
}

static void
table_free(struct table **table)
{
	struct table *t = *table;

	if (t->state == STATE_OPEN)
		t->type->free(t->content);
	if (t->text.at != NULL)
		mem_wipe(t->text.at, t->text.len);
	str_clear(&t->text);
	arena_free(&t->arena);
	mem_free(table);
}

/* open_table - by the one thread that found it new; without the lock */

static enum state
open_table(struct table *t)
{
	struct dsn why = DSN_IN(t->arena);

	if (t->type->open(&t->setup, &t->content, &why))
		return STATE_OPEN;
	t->trouble = arena_text(t->arena, "%.*s: %.*s",
	    SPAN_ARG(t->setup.label), SPAN_ARG(why.text));
	return STATE_BROKEN;
}

/* is_open - opens it if need be, or waits for who does; else it is broken */

static bool
is_open(struct tables *tables, struct table *t)
{
	enum state state;

	pthread_mutex_lock(&tables->lock);
	while (t->state == STATE_OPENING)
		pthread_cond_wait(&tables->news, &tables->lock);
	state = t->state;
	if (state == STATE_NEW)
		t->state = STATE_OPENING;
	pthread_mutex_unlock(&tables->lock);
	if (state != STATE_NEW)
		return state == STATE_OPEN;
	state = open_table(t);
	pthread_mutex_lock(&tables->lock);
	t->state = state;
	pthread_cond_broadcast(&tables->news);
	pthread_mutex_unlock(&tables->lock);
	return state == STATE_OPEN;
}

/* Asking -------------------------------------------------------------------*/

static bool
trouble(struct span key, struct span what, struct dsn *why)
{
	return dsn_fail(why, "4.3.0", "look up \"%.*s\" in %.*s",
	    LINES_QUOTE(key), SPAN_ARG(what));
}

static bool
trouble_with(const struct table *t, struct span key, struct span what,
    struct dsn *why)
{
	return trouble(key, arena_text(why->arena, "%.*s: %.*s",
	    SPAN_ARG(t->setup.label), SPAN_ARG(what)), why);
}

/* is_key - what is no UTF-8 cannot be in a table of UTF-8 */

static bool
is_key(const struct table *t, struct span key)
{
	if ((t->setup.use & TABLE_UTF8) == 0 || utf8_is_valid(key))
		return true;
	tellf(t->setup.teller, EVENT_WARNING, "%.*s: the key \"%.*s\" is no "
	    "UTF-8; it is not looked up", SPAN_ARG(t->setup.label),
	    LINES_QUOTE(key));
	return false;
}

static bool
check_value(const struct table *t, struct span key, struct span value,
    struct dsn *why)
{
	if (value.at != NULL && value.len == 0)
		return trouble_with(t, key, SPAN("its value is empty"),
		    why);
	if ((t->setup.use & TABLE_UTF8) != 0 && !utf8_is_valid(value))
		return trouble_with(t, key, SPAN("its value is no UTF-8"),
		    why);
	return true;
}

/* ask - one table that is open */

static bool
ask(const struct table *t, struct span key, struct span *value,
    struct dsn *why)
{
	if ((t->setup.use & TABLE_FOLD) != 0 && !t->type->patterns)
		key = pairs_fold(why->arena, key);
	if (!t->type->find(t->content, key, value, why))
		return trouble_with(t, key, why->text, why);
	return check_value(t, key, *value, why);
}

/* find - mapping_find, for a list */

static bool
find(const void *self, struct span key, enum mapping_key part,
    struct span *value, struct dsn *why)
{
	const struct list *list = self;
	struct span found = { 0 };

	for (size_t i = 0; i < list->len && found.len == 0; i++) {
		struct table *t = list->members[i];

		if (part == MAPPING_PART && t->type != NULL &&
		    t->type->patterns)
			continue;
		if (!is_open(list->tables, t))
			return trouble(key, t->trouble, why);
		if (is_key(t, key) && !ask(t, key, &found, why))
			return false;
	}
	*value = found;
	return true;
}

/* table_of - the one that is remembered, or a new one; under the lock */

static struct table *
table_of(struct tables *tables, struct span word, unsigned use)
{
	struct span name = arena_text(tables->arena, "%u/%.*s", use,
	    SPAN_ARG(word));
	size_t place;

	if (map_get(&tables->places, name, &place))
		return tables->all.at[place];
	map_put(&tables->places, name, tables->all.len);
	return *vec_add(&tables->all) = table_new(tables, word, use);
}

/* list_new - under the lock */

static struct list *
list_new(struct tables *tables, struct span text, unsigned use)
{
	struct list *list = arena_get(tables->arena, 1, sizeof(*list));
	struct span rest = text, word;

	while (spec_word(&rest, &word))
		list->len++;
	list->tables = tables;
	list->members = arena_get(tables->arena, list->len,
	    sizeof(*list->members));
	for (size_t i = 0; spec_word(&text, &word); i++)
		list->members[i] = table_of(tables, word, use);
	return list;
}

struct mapping
tables_mapping(struct tables *tables, struct span list, unsigned use)
{
	struct mapping mapping = { 0 };
	const struct list *made;

	pthread_mutex_lock(&tables->lock);
	made = list_new(tables, list, use);
	pthread_mutex_unlock(&tables->lock);
	if (made->len > 0)
		mapping = (struct mapping){ .find = find, .self = made };
	return mapping;
}

struct tables *
tables_new(struct teller teller)
{
	struct tables *tables = mem_new(1, sizeof(*tables));

	must(pthread_mutex_init(&tables->lock, NULL) == 0);
	must(pthread_cond_init(&tables->news, NULL) == 0);
	tables->arena = arena_new();
	tables->teller = teller;
	return tables;
}

void
tables_free(struct tables **tables)
{
	struct tables *t = *tables;

	if (t == NULL)
		return;
	for (size_t i = 0; i < t->all.len; i++)
		table_free(&t->all.at[i]);
	vec_clear(&t->all);
	map_clear(&t->places);
	arena_free(&t->arena);
	pthread_cond_destroy(&t->news);
	pthread_mutex_destroy(&t->lock);
	mem_free(tables);
}
