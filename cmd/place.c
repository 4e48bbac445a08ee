/* SPDX-License-Identifier: BSD-2-Clause */
#include "cmd/place.h"

/* name_in - the name of a parameter that a text begins with, or what cannot
 * be one */

static struct span
name_in(struct span text)
{
	struct span name = span_first(text, span_find(text, ' '));

	if (name.len > 0 && name.len < text.len &&
	    name.at[name.len - 1] == ':')
		name.len--;
	return name;
}

void
place_add(const struct settings *settings, struct dsn *why)
{
	const struct dsn found = *why;
	struct span text = found.text, origin;
	const struct setting *setting = settings_get(settings, name_in(text));

	if (setting == NULL)
		return;
	origin = setting_origin(why->arena, setting);
	dsn_fail(why, found.status, "%.*s: %.*s", SPAN_ARG(origin),
	    SPAN_ARG(text));
}
