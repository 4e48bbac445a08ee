/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The words of a header field in which addresses stand (RFC 5322 section
 * 3.2), as they are written. Pure.
 */
#ifndef MESSAGE_FIELD_WORD_H
#define MESSAGE_FIELD_WORD_H

#include <stdbool.h>

#include "base/span.h"

/*
 * A quoted-string, a comment, a literal in brackets, each whole; one of
 * ()<>[]:;@\, by itself; or octets up to any of these or a blank: an atom with
 * its dots.
 */
struct field_word {
	struct span text;
	bool apart;		/* blanks or folds stand before it */
};

/*
 * The next word of *rest, which goes on behind it. False: there is none, or,
 * with *broken, it has no end.
 */
bool field_word_next(struct span *rest, struct field_word *word,
    bool *broken);

#endif
