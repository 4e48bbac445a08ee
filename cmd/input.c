/* SPDX-License-Identifier: BSD-2-Clause */
#include "cmd/input.h"

#include <string.h>
#include <sysexits.h>
#include <unistd.h>

#include "cmd/addressees.h"
#include "os/clock.h"
#include "os/slurp.h"

enum { LIST_MAX = 64 * 1024 * 1024, ORIGIN_MAX = 4096 };

static bool
is_stdin(const char *path)
{
	return strcmp(path, "-") == 0;
}

const char *
input_message(const struct options *o)
{
	return o->message == NULL || is_stdin(o->message) ? NULL : o->message;
}

/* find_origin - the domain for addresses that have none: myorigin, or the
 * first line of the file that it names */

static int
find_origin(const struct params *params, struct span *origin,
    struct dsn *why)
{
	struct dsn inner = DSN_IN(why->arena);
	struct str text;
	struct span rest;

	*origin = params->myorigin;
	if (!span_starts(*origin, SPAN("/")))
		return EX_OK;
	rest = arena_copy(why->arena, *origin);
	if (!slurp_file(rest.at, ORIGIN_MAX, &text, &inner)) {
		dsn_fail(why, "5.3.5", "myorigin: %.*s",
		    SPAN_ARG(inner.text));
		return EX_CONFIG;
	}
	rest = str_span(&text);
	*origin = arena_copy(why->arena, span_trim(span_cut(&rest, '\n')));
	str_clear(&text);
	return EX_OK;
}

static bool
read_sender(const struct options *o, const struct host_facts *facts,
    const struct span *origin, struct address *sender, struct dsn *why)
{
	if (o->from_given)
		return addressees_read(o->from, origin, SPAN("sender"),
		    sender, why);
	return addressees_read(facts->login, origin,
	    SPAN("sender (the login name)"), sender, why);
}

/* read_list - the file of --recipients-from */

static int
read_list(const struct options *o, const struct addressees *addressees,
    struct dsn *why)
{
	const char *path = o->recipients_from;
	const char *name = is_stdin(path) ? "standard input" : path;
	struct str text;
	bool good;

	if (is_stdin(path) && input_message(o) == NULL &&
	    options_want_message(o)) {
		dsn_fail(why, "5.3.5", "--recipients-from=-: standard input "
		    "is the message already: name a file with -m");
		return EX_USAGE;
	}
	good = is_stdin(path) ?
	    slurp_fd(STDIN_FILENO, name, LIST_MAX, &text, why) :
	    slurp_file(path, LIST_MAX, &text, why);
	if (!good)
		return EX_NOINPUT;
	good = addressees_add_file(addressees, str_span(&text),
	    span_of(name), why);
	str_clear(&text);
	return good ? EX_OK : EX_DATAERR;
}

static bool
add_arguments(const struct options *o, const struct addressees *addressees,
    struct dsn *why)
{
	for (size_t i = 0; i < o->to.len; i++)
		if (!addressees_add_list(addressees, o->to.at[i],
		    SPAN("recipient"), why))
			return false;
	return true;
}

/* goes_without - a recipient: only the destination is looked at */

static bool
goes_without(const struct options *o)
{
	bool early = o->quit_after != STAGE_INPUT &&
	    o->quit_after < STAGE_RCPT;

	return (early || o->action == ACTION_PLAN) && o->destination.len > 0;
}

static int
read_recipients(const struct input *input,
    const struct addressees *addressees, struct dsn *why)
{
	const struct options *o = input->options;
	int status = EX_OK;

	if (!add_arguments(o, addressees, why))
		return EX_DATAERR;
	if (o->recipients_from != NULL)
		status = read_list(o, addressees, why);
	if (status != EX_OK)
		return status;
	if (!addressees_add_header(addressees, input->addresses, why))
		return EX_DATAERR;
	if (addressees->envelope->recipients.len > 0)
		return EX_OK;
	if (goes_without(o)) {
		envelope_add_nobody(addressees->envelope);
		return EX_OK;
	}
	dsn_fail(why, "5.3.5", "no recipient is given%s",
	    o->read_recipients ? ", and the message names none" : "");
	return EX_USAGE;
}

int
input_envelope(const struct input *input, struct envelope *envelope,
    struct dsn *why)
{
	const struct options *o = input->options;
	bool as_given = o->protocol == PROTOCOL_LMTP && o->destination.len > 0;
	struct addressees addressees = { .envelope = envelope,
	    .notify = o->notify };
	struct span origin;
	int status;

	*envelope = (struct envelope){ .envid = o->envid, .ret = o->ret,
	    .body = o->body, .smtputf8 = o->smtputf8,
	    .arrival = o->arrival_given ? o->arrival : clock_wall() };
	status = find_origin(input->params, &origin, why);
	if (status != EX_OK)
		return status;
	if (!read_sender(o, input->facts, &origin, &envelope->sender, why))
		return EX_DATAERR;
	addressees.origin = as_given ? NULL : &origin;
	return read_recipients(input, &addressees, why);
}
