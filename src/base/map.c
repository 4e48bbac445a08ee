/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Open addressing: a name stands in the first free slot from its hash on, and
 * at least a quarter of the slots is free.
 */
#include "base/map.h"

#include <stdint.h>

#include "base/mem.h"

/* hash - FNV-1a */

static size_t
hash(struct span name)
{
	uint64_t h = 0xcbf29ce484222325;

	for (size_t i = 0; i < name.len; i++)
		h = (h ^ (unsigned char)name.at[i]) * 0x100000001b3;
	return (size_t)(h ^ h >> 32);
}

/* slot_for - where the name is, or where it belongs */

static struct map_slot *
slot_for(const struct map *map, struct span name)
{
	size_t i = hash(name) & (map->room - 1);

	while (map->slots[i].name.at != NULL &&
	    !span_equal(map->slots[i].name, name))
		i = (i + 1) & (map->room - 1);
	return &map->slots[i];
}

static void
grow(struct map *map)
{
	struct map old = *map;

	map->room = old.room == 0 ? 64 : old.room * 2;
	map->slots = mem_new(map->room, sizeof(*map->slots));
	for (size_t i = 0; i < old.room; i++)
		if (old.slots[i].name.at != NULL)
			*slot_for(map, old.slots[i].name) = old.slots[i];
	mem_free(&old.slots);
}

void
map_put(struct map *map, struct span name, size_t number)
{
	struct map_slot *slot;

	must(name.at != NULL);
	if (map->len >= map->room / 4 * 3)
		grow(map);
	slot = slot_for(map, name);
	map->len += slot->name.at == NULL;
	*slot = (struct map_slot){ name, number };
}

bool
map_get(const struct map *map, struct span name, size_t *number)
{
	const struct map_slot *slot;

	if (map->room == 0)
		return false;
	slot = slot_for(map, name);
	if (slot->name.at == NULL)
		return false;
	*number = slot->number;
	return true;
}

void
map_clear(struct map *map)
{
	mem_free(&map->slots);
	*map = (struct map){ 0 };
}
