/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The inside of a secret, for those who must speak it or fill it. Who copies
 * octets out of here overwrites the copy.
 */
#ifndef OS_SECRET_REVEAL_H
#define OS_SECRET_REVEAL_H

#include <stdbool.h>

#include "os/secret.h"

/* Its octets, with a NUL behind them; they live as long as it does. */
struct span secret_reveal(const struct secret *secret);

/* An empty one with room for so many octets. */
struct secret *secret_new(size_t room);

/* Where more octets can be put, and how many. */
char *secret_room(struct secret *secret, size_t *room);

/* So many have been put there. */
void secret_grow(struct secret *secret, size_t n);

/* Only the first n octets are kept (n <= its length). */
void secret_keep(struct secret *secret, size_t n);

/* The end of filling one, which may be NULL: if that went well, *secret is
 * it; else it is freed. Gives back `good`. */
bool secret_publish(bool good, struct secret *found, struct secret **secret);

#endif
