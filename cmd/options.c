/* SPDX-License-Identifier: BSD-2-Clause */
#include "cmd/options.h"

#include <sysexits.h>

#include "cmd/parse.h"
#include "cmd/url.h"

/* is_lmtp - what kind of program the name says it is (deviation D12) */

static bool
is_lmtp(const char *program)
{
	struct span name = span_of(program);
	size_t slash = span_find_last(name, '/');

	if (slash < name.len)
		name = span_from_octet(name, slash + 1);
	return span_starts(name, SPAN("lmtp"));
}

static bool
asks_lmtp(const struct given *given)
{
	return given->row->take == take_lmtp ||
	    (given->row->take == take_destination &&
	    url_asks_lmtp(span_of(given->arg)));
}

/* take_all - LMTP first: it decides which parameters options stand for */

static bool
take_all(struct reading *r, const struct parsed *parsed)
{
	for (size_t i = 0; i < parsed->given.len; i++)
		if (asks_lmtp(&parsed->given.at[i]))
			r->o->protocol = PROTOCOL_LMTP;
	for (size_t i = 0; i < parsed->given.len; i++) {
		const struct given *given = &parsed->given.at[i];

		r->spelling = given->spelling;
		if (given->row->take != NULL &&
		    !given->row->take(r, given->row, given->arg))
			return false;
	}
	return true;
}

/* check_built - nothing is done without what was asked for */

static bool
check_built(struct reading *r, const struct parsed *parsed)
{
	for (size_t i = 0; i < parsed->given.len; i++)
		if (parsed->given.at[i].row->built == BUILT_NOT_YET) {
			r->spelling = parsed->given.at[i].spelling;
			return take_fail(r, " is not built yet", "");
		}
	return true;
}

static bool
comes_to_data(const struct options *o)
{
	return o->quit_after == STAGE_INPUT || o->quit_after == STAGE_DATA;
}

/* check_reach - of a run that is to end early (--quit-after) */

static bool
check_reach(struct reading *r)
{
	const struct options *o = r->o;

	if (o->action == ACTION_PLAN && o->quit_after != STAGE_INPUT)
		return dsn_fail(r->why, "5.3.5", "--plan connects nowhere, and "
		    "--quit-after does: only one of them is possible");
	if (o->all_hosts && o->quit_after == STAGE_INPUT)
		return dsn_fail(r->why, "5.3.5", "--all-hosts needs "
		    "--quit-after: a message is delivered to one host only");
	if (o->read_recipients && !comes_to_data(o))
		return dsn_fail(r->why, "5.3.5", "--read-recipients: with "
		    "--quit-after=%s no message is read",
		    stage_name(o->quit_after));
	return true;
}

/* check_config - one of them would be of no effect */

static bool
check_config(struct reading *r)
{
	return r->o->config == NULL || !r->o->no_config || dsn_fail(r->why,
	    "5.3.5", "--no-config and --config: only one of them is "
	    "possible");
}

static size_t
count_password_sources(const struct options *o)
{
	return (o->auth_password_file != NULL ? 1u : 0u) +
	    (o->auth_password_command != NULL ? 1u : 0u) +
	    (o->auth_password_fd >= 0 ? 1u : 0u);
}

/* check_login - whose secret it is, and where it may go (deviation D5) */

static bool
check_login(struct reading *r)
{
	const struct options *o = r->o;
	size_t sources = count_password_sources(o);

	if (o->auth_user.at == NULL && (sources > 0 ||
	    o->auth_token_command != NULL))
		return dsn_fail(r->why, "5.3.5", "a password or token is given,"
		    " but no --auth-user whose it is");
	if (o->auth_user.at != NULL && o->destination.len == 0)
		return dsn_fail(r->why, "5.3.5", "--auth-user needs -d or "
		    "--server: the secret is for the servers named there, and "
		    "for no others");
	if (sources > 1)
		return dsn_fail(r->why, "5.3.5", "the password is given more "
		    "than once");
	return true;
}

/* is_question - the answer is all that is wanted */

static bool
is_question(const struct options *o)
{
	return o->action != ACTION_RUN && o->action != ACTION_PLAN;
}

bool
options_want_login(const struct options *o)
{
	return o->action == ACTION_RUN && (o->quit_after == STAGE_INPUT ||
	    o->quit_after >= STAGE_AUTH);
}

bool
options_want_message(const struct options *o)
{
	return o->read_recipients || (o->action != ACTION_PLAN &&
	    comes_to_data(o));
}

bool
options_read(int argc, char **argv, struct options *o,
    struct settings *settings, struct dsn *why)
{
	struct reading r = { .o = o, .settings = settings, .why = why };
	struct parsed parsed = { 0 };
	bool good;

	*o = (struct options){ .status = EX_USAGE, .auth_password_fd = -1 };
	if (argc > 0 && is_lmtp(argv[0]))
		o->protocol = PROTOCOL_LMTP;
	good = parse(argc, argv, &parsed, why) && take_all(&r, &parsed) &&
	    check_config(&r) && (is_question(o) || (check_built(&r, &parsed) &&
	    check_reach(&r) && check_login(&r)));
	parse_clear(&parsed);
	return good;
}

void
options_clear(struct options *o)
{
	vec_clear(&o->to);
}
