/* SPDX-License-Identifier: BSD-2-Clause */
#include "message/mime_internal.h"

#include "unit/message/parts.h"

int
main(void)
{
	const struct mime_setup setup = parts_setup(NULL);
	struct mime *mime = mime_new(&setup);
	struct level *outer, *inner;

	ok(level_delimited(mime, SPAN("--x")) == NULL,
	    "nothing delimits anything where there is no multipart");
	level_push(mime, SPAN("x"));
	outer = mime->level;
	mime->entity.type.is_digest = true;
	level_push(mime, SPAN("xy\0z"));
	inner = mime->level;
	is_number((long long)mime->depth, 2, "two levels");
	ok(inner->is_digest && !outer->is_digest,
	    "what the type says goes with its level");
	ok(level_delimited(mime, SPAN("--xy\0z")) == inner,
	    "the innermost comes first");
	ok(level_delimited(mime, SPAN("--xy\0z--")) == inner,
	    "behaviour 196: what stands behind it does not count");
	ok(level_delimited(mime, SPAN("--xy")) == outer,
	    "then those around it");
	ok(level_delimited(mime, SPAN("--y")) == NULL &&
	    level_delimited(mime, SPAN("-x")) == NULL &&
	    level_delimited(mime, SPAN("x")) == NULL &&
	    level_delimited(mime, SPAN("--")) == NULL &&
	    level_delimited(mime, SPAN("")) == NULL &&
	    level_delimited(mime, SPAN(" --x")) == NULL, "or none");
	level_pop(mime);
	ok(mime->level == outer && mime->depth == 1, "the innermost goes");
	mime_free(&mime);
	ok(mime == NULL, "the rest goes with the parser");
	return tap_done();
}
