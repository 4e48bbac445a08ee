/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What was said in a login and nobody is to see, for as long as a server may
 * still repeat it (deviation D11). The copies are secrets of their own, and
 * are overwritten in the end. The zero value hides nothing.
 *
 * Known limits: what a server has changed before it repeats it, as by another
 * encoding, is not known again.
 */
#ifndef AUTH_VEIL_H
#define AUTH_VEIL_H

#include "base/arena.h"
#include "base/span.h"
#include "base/vec.h"
#include "os/secret.h"

enum {
	VEIL_SECRET_MIN = 4,	/* octets of a password or token; a shorter
				 * one may stand anywhere */
	VEIL_SECRET_PART = 16,	/* so many octets of its beginning are known
				 * again, if it has more than these */
	VEIL_WORD_MIN = 8,	/* octets of base64, and of its beginning */
	VEIL_MAX = 256,		/* things that are hidden; more than a login
				 * can say */
};

struct veiled {
	struct secret *what;
	size_t part;		/* octets of its beginning that are known
				 * again */
};

struct veil {
	VEC(struct veiled) hidden;
};

/* Hides a password or a token from now on; NULL is none. */
void veil_secret(struct veil *veil, const struct secret *secret);

/* Hides the last word of a line of a login: of base64, all of it or what
 * stands behind the name of the mechanism. */
void veil_word(struct veil *veil, struct span line);

/*
 * The line with a star for each thing that is hidden, and for as much of its
 * beginning as is there: lines are cut, and words broken. The three digits and
 * the octet behind them that make it a reply line stay as they are. In the
 * arena, or the same if there is nothing to hide.
 */
struct span veil_over(const struct veil *veil, struct span line,
    struct arena *arena);

/* Overwrites what was hidden, and hides nothing any more. */
void veil_clear(struct veil *veil);

#endif
