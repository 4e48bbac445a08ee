/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A map from names to numbers, such as the places of things in a VEC, which
 * also keeps their order. Names are octets: case counts, NUL is one. It
 * borrows them. The zero value is the empty map.
 */
#ifndef BASE_MAP_H
#define BASE_MAP_H

#include <stdbool.h>
#include <stddef.h>

#include "base/span.h"

struct map_slot {
	struct span name;	/* .at NULL: the slot is free */
	size_t number;
};

struct map {
	struct map_slot *slots;
	size_t len;		/* names in it */
	size_t room;		/* slots: a power of two, or 0 */
};

/* From now on the name stands for the number. An empty name needs an address
 * too: .at is not NULL. */
void map_put(struct map *map, struct span name, size_t number);

/* False: the name is not in it, and *number is untouched. */
bool map_get(const struct map *map, struct span name, size_t *number);

void map_clear(struct map *map);

#endif
