/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The text of a texthash: table, or of a database, read a second time in the
 * plainest way: every key that is found there has the value that the table
 * says, and what is wrong with the table as a whole is wrong there too. And
 * an inline: table has the pair that it was made of.
 */
#include <stdint.h>
#include <string.h>

#include "base/ascii.h"
#include "base/str.h"
#include "base/vec.h"
#include "fuzz/table_text.h"
#include "table/spec.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

struct entry {
	struct span key, value;
};

struct plain {
	struct arena *arena;
	VEC(struct entry) entries;
	bool twice;		/* a key stands there twice */
};

static struct span
lower(struct arena *arena, struct span s)
{
	char *copy = arena_get(arena, s.len + 1, 1);

	for (size_t i = 0; i < s.len; i++)
		copy[i] = ascii_lower(s.at[i]);
	return span_from(copy, s.len);
}

static void
plain_add(struct plain *p, struct span line, bool fold)
{
	struct entry entry;
	size_t n = 0;

	if (line.len == 0 || ascii_is_space(line.at[0]) ||
	    span_find(line, '\0') < line.len)
		return;
	while (n < line.len && !ascii_is_space(line.at[n]))
		n++;
	entry.key = span_first(line, n);
	entry.value = spec_trim(span_from_octet(line, n));
	if (entry.value.len == 0)
		return;
	if (fold)
		entry.key = lower(p->arena, entry.key);
	for (size_t i = 0; i < p->entries.len; i++)
		if (span_equal(p->entries.at[i].key, entry.key)) {
			p->twice = true;
			return;
		}
	*vec_add(&p->entries) = entry;
}

/* plain_read - lines are put together octet by octet */

static void
plain_read(struct plain *p, struct span text, bool fold)
{
	struct str whole;

	str_init(&whole, text.len + 1);
	while (text.len > 0) {
		struct span line = span_cut(&text, '\n');
		struct span words = spec_trim(line);

		if (words.len == 0 || words.at[0] == '#')
			continue;
		if (!ascii_is_space(line.at[0])) {
			plain_add(p, arena_copy(p->arena,
			    str_span(&whole)), fold);
			str_reset(&whole);
		}
		str_add(&whole, line);
	}
	plain_add(p, arena_copy(p->arena, str_span(&whole)), fold);
	str_clear(&whole);
}

static void
check_file(const char *type, struct span text, unsigned use)
{
	bool database = strcmp(type, "hash") == 0;
	struct table_text t;
	struct plain plain = { 0 };
	struct span value;

	table_text_open(&t, type, text, use);
	plain.arena = t.arena;
	plain_read(&plain, text, database || (use & TABLE_FOLD) != 0);
	if (plain.twice && !database)
		hold(!table_text_ask(&t, SPAN("any"), &value));
	for (size_t i = 0; i < plain.entries.len && (database ||
	    !plain.twice); i++) {
		hold(table_text_ask(&t, plain.entries.at[i].key, &value));
		hold(span_equal(value, plain.entries.at[i].value));
	}
	hold(plain.twice || (table_text_ask(&t, SPAN("\x01 none"), &value) &&
	    value.len == 0));
	vec_clear(&plain.entries);
	table_text_close(&t);
}

/* is_pair - what can stand in braces as it is */

static bool
is_pair(struct span key, struct span value)
{
	size_t depth = 0;

	for (size_t i = 0; i < key.len; i++)
		if (ascii_is_space(key.at[i]) ||
		    memchr("={}", key.at[i], 3) != NULL || key.at[i] == '\0')
			return false;
	if (span_find(value, '\0') < value.len)
		return false;
	for (size_t i = 0; i < value.len; i++) {
		depth += value.at[i] == '{';
		if (value.at[i] == '}' && depth-- == 0)
			return false;
	}
	return depth == 0 && key.len > 0 && value.len > 0;
}

static void
check_pair(struct tables *tables, struct span key, struct span value,
    struct dsn *why)
{
	struct mapping mapping;
	struct span found;
	struct str list;

	str_init(&list, key.len + value.len + 100);
	str_add(&list, SPAN("inline:{{other=x}, {"));
	str_add(&list, key);
	str_add(&list, SPAN(" = "));
	str_add(&list, value);
	str_add(&list, SPAN("}}"));
	hold(tables_check(str_span(&list), why));
	mapping = tables_mapping(tables, str_span(&list), 0);
	hold(mapping_find(&mapping, key, MAPPING_WHOLE, &found, why));
	hold(span_equal(found, value));
	str_clear(&list);
}

static void
check_inline(struct span text)
{
	struct arena *arena = arena_new();
	struct tables *tables = tables_new((struct teller){ 0 });
	struct span key = span_cut(&text, '\n'), value = spec_trim(text);
	struct dsn why = DSN_IN(arena);

	hold(tables_check(key, &why) || why.text.len > 0);
	if (is_pair(key, value))
		check_pair(tables, key, value, &why);
	tables_free(&tables);
	arena_free(&arena);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct span text = span_from((const char *)data, size);

	if (size > TABLE_TEXT_MAX)
		return 0;
	check_file("texthash", text, 0);
	check_file("texthash", text, TABLE_FOLD);
	check_file("hash", text, 0);
	check_inline(text);
	return 0;
}
