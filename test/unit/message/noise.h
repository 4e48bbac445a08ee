/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Messages by chance, the same in every run: short, made of the octets that
 * matter, with line ends in all forms much too often.
 */
#ifndef TEST_UNIT_MESSAGE_NOISE_H
#define TEST_UNIT_MESSAGE_NOISE_H

#include <stddef.h>
#include <stdint.h>

#include "base/span.h"

/* A number below n; xorshift, *state must not be 0. */
static inline size_t
noise(uint64_t *state, size_t n)
{
	*state ^= *state << 13;
	*state ^= *state >> 7;
	*state ^= *state << 17;
	return (size_t)(*state >> 11) % n;
}

/* At most most octets, in room. */
static inline struct span
noise_message(uint64_t *state, char *room, size_t most)
{
	static const char octets[] = "\n\n\n\r\r...a \0\xe9";
	size_t len = noise(state, most + 1);

	for (size_t i = 0; i < len; i++)
		room[i] = octets[noise(state, sizeof(octets) - 1)];
	return span_from(room, len);
}

#endif
