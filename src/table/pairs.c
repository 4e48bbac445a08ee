/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Known limits: letters beyond US-ASCII are not folded. Postfix built with
 * ICU does so where SMTPUTF8 is enabled.
 */
#include "table/pairs.h"

#include "base/ascii.h"

void
pairs_put(struct pairs *pairs, struct span key, struct span value,
    unsigned line)
{
	struct pair pair = { value, line };
	size_t place;

	if (map_get(&pairs->places, key, &place)) {
		pairs->list.at[place] = pair;
		return;
	}
	map_put(&pairs->places, key, pairs->list.len);
	*vec_add(&pairs->list) = pair;
}

const struct pair *
pairs_find(const struct pairs *pairs, struct span key)
{
	size_t place;

	if (!map_get(&pairs->places, key, &place))
		return NULL;
	return &pairs->list.at[place];
}

void
pairs_free(struct pairs **pairs)
{
	map_clear(&(*pairs)->places);
	vec_clear(&(*pairs)->list);
	mem_free(pairs);
}

bool
pairs_answer(const void *content, struct span key, struct span *value,
    struct dsn *why)
{
	const struct pair *pair = pairs_find(content, key);

	(void)why;
	*value = pair == NULL ? (struct span){ 0 } : pair->value;
	return true;
}

void
pairs_drop(void *content)
{
	struct pairs *pairs = content;

	pairs_free(&pairs);
}

struct span
pairs_fold(struct arena *arena, struct span text)
{
	size_t i = 0;
	char *folded;

	while (i < text.len && text.at[i] == ascii_lower(text.at[i]))
		i++;
	if (i == text.len)
		return text;
	folded = arena_get(arena, text.len + 1, 1);
	for (i = 0; i < text.len; i++)
		folded[i] = ascii_lower(text.at[i]);
	return span_from(folded, text.len);
}
