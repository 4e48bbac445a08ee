/* SPDX-License-Identifier: BSD-2-Clause */
#include "tls/text.h"

#include "os/slurp.h"

enum { FILE_MAX = 16 << 20 };	/* octets */

bool
text_read(struct span path, struct str *text, struct dsn *why)
{
	struct span copy = arena_copy(why->arena, path);
	struct dsn trouble = *why;

	if (slurp_file(copy.at, FILE_MAX, text, &trouble))
		return true;
	return dsn_fail(why, "4.7.5", "cannot %.*s", SPAN_ARG(trouble.text));
}
