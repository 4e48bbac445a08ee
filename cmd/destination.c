/* SPDX-License-Identifier: BSD-2-Clause */
#include "cmd/destination.h"

#include "cmd/assign.h"
#include "cmd/url.h"

/* explain - what a part of the command line says of itself, behind the
 * option */

static bool
explain(struct reading *r)
{
	struct span text = r->why->text;

	return dsn_fail(r->why, "5.3.5", "%.*s: %.*s", SPAN_ARG(r->spelling),
	    SPAN_ARG(text));
}

static bool
is_socket(struct span destination)
{
	return span_starts(destination, SPAN("unix:"));
}

/* add_destination - to those that were given before it; a socket, whose path
 * may hold commas, goes with no other */

static bool
add_destination(struct reading *r, struct span destination)
{
	struct span *all = &r->o->destination;

	if (all->len > 0 && (is_socket(*all) || is_socket(destination)))
		return take_fail(r, ": a socket is all of a destination: "
		    "there can be no other", "");
	*all = all->len == 0 ? destination : arena_text(r->why->arena,
	    "%.*s, %.*s", SPAN_ARG(*all), SPAN_ARG(destination));
	return true;
}

bool
take_destination(struct reading *r, const struct option_row *row,
    const char *arg)
{
	struct span destinations;

	(void)row;
	if (!url_destinations(span_of(arg), &destinations, r->why))
		return explain(r);
	if (is_socket(destinations) && r->o->protocol != PROTOCOL_LMTP)
		return take_fail(r, ": a socket needs --lmtp: ", arg);
	return add_destination(r, destinations);
}

bool
take_server(struct reading *r, const struct option_row *row, const char *arg)
{
	struct span destination;

	(void)row;
	if (!url_server(span_of(arg), &destination, r->why))
		return explain(r);
	return add_destination(r, destination);
}

/* take_fallback - an empty one beats the configuration's */

bool
take_fallback(struct reading *r, const struct option_row *row,
    const char *arg)
{
	struct span relays = SPAN("");

	if (arg[0] != '\0' &&
	    !url_destinations(span_of(arg), &relays, r->why))
		return explain(r);
	if (is_socket(relays))
		return take_fail(r, ": a socket can be no fallback relay: ",
		    arg);
	if (url_asks_lmtp(span_of(arg)) && r->o->protocol != PROTOCOL_LMTP)
		return take_fail(r, ": an lmtp:// URL needs --lmtp: ", arg);
	return take_setting(r, row, arena_copy(r->why->arena, relays).at);
}
