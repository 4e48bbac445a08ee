/* SPDX-License-Identifier: BSD-2-Clause */
#include "cmd/program.h"

#include <sysexits.h>
#include <unistd.h>

#include "cmd/config.h"
#include "cmd/facts.h"
#include "cmd/input.h"
#include "cmd/maps.h"
#include "cmd/peers.h"
#include "cmd/place.h"
#include "os/clock.h"
#include "policy/engine.h"
#include "policy/policy.h"
#include "route/nexthop.h"
#include "route/plan.h"

void
program_init(struct program *p, int argc, char **argv)
{
	*p = (struct program){ .argc = argc, .argv = argv };
	p->started = clock_now();
	p->arena = arena_new();
	p->why = DSN_IN(p->arena);
	p->settings = settings_new();
	p->trace = trace_new();
}

void
program_clear(struct program *p)
{
	keyring_clear(&p->keyring);
	engine_free(&p->engine);
	resolver_free(&p->resolver);
	halt_free(&p->halt);
	message_clear(&p->message);
	envelope_clear(&p->envelope);
	settings_free(&p->settings);
	options_clear(&p->options);
	tables_free(&p->tables);
	trace_free(&p->trace);
	outputs_close(&p->outputs);
	arena_free(&p->arena);
}

static int
read_options(struct program *p)
{
	if (!options_read(p->argc, p->argv, &p->options, p->settings,
	    &p->why))
		return p->options.status;
	return EX_OK;
}

static int
look_at_stdout(struct program *p)
{
	if (p->has_stdout)
		return EX_OK;
	dsn_fail(&p->why, "4.3.0", "standard output is closed or cannot be "
	    "written: there is no place for the results");
	return EX_IOERR;
}

static int
open_outputs(struct program *p)
{
	return outputs_open(&p->outputs, &p->options, p->trace, &p->why);
}

static void
warn(void *self, struct span text)
{
	struct program *p = self;

	tell((struct teller){ .trace = p->trace }, EVENT_WARNING, text, 0);
}

static void
ignore(void *self, struct span text)
{
	struct program *p = self;

	tell((struct teller){ .trace = p->trace }, EVENT_DECISION, text, 0);
}

static int
read_config(struct program *p)
{
	int status;

	facts_find(p->arena, &p->facts);
	status = config_read(&p->options, p->settings,
	    &p->facts.config_directory, &p->why);
	keyring_raise_level(&p->options, p->settings);
	return status;
}

struct params_input
program_params(struct program *p)
{
	const struct teller teller = { .trace = p->trace };

	return (struct params_input){ .settings = p->settings,
	    .facts = &p->facts, .protocol = p->options.protocol,
	    .only_shown = p->options.action == ACTION_SHOW_CONFIG,
	    .warn = warn, .ignored = tell_is_heard(teller,
	    EVENT_DECISION) ? ignore : NULL, .self = p };
}

int
program_load_params(struct program *p)
{
	struct params_input input = program_params(p);

	return params_load(&input, &p->params, &p->why) ? EX_OK : EX_CONFIG;
}

static int
open_tables(struct program *p)
{
	p->tables = tables_new((struct teller){ .trace = p->trace });
	return maps_fill(&p->params, p->tables, &p->why) ? EX_OK : EX_CONFIG;
}

static int
read_peers(struct program *p)
{
	return peers_read(&p->params, p->tables, &p->watched, &p->why) ?
	    EX_OK : EX_CONFIG;
}

/* read_secrets - nobody is asked for any where no login comes about */

static int
read_secrets(struct program *p)
{
	const struct keyring_setup setup = { .options = &p->options,
	    .params = &p->params, .settings = p->settings,
	    .tables = p->tables, .teller = { .trace = p->trace } };

	return options_want_login(&p->options) ? keyring_fill(&p->keyring,
	    &setup, &p->why) : EX_OK;
}

static int
read_envelope(struct program *p)
{
	const struct input input = { .options = &p->options,
	    .params = &p->params, .facts = &p->facts,
	    .addresses = str_span(&p->message.addresses) };

	return input_envelope(&input, &p->envelope, &p->why);
}

struct run
program_run(struct program *p)
{
	return (struct run){
		.params = &p->params,
		.envelope = &p->envelope,
		.source = p->message.source,
		.survey = &p->message.survey,
		.delivered_to = str_span(&p->message.delivered_to),
		.omit = p->message.omit,
		.destination = p->options.destination,
		.quit_after = p->options.quit_after,
		.all_hosts = p->options.all_hosts,
		.watched = p->watched.len > 0 ? &p->watched : NULL,
		.resolver = p->resolver,
		.engine = p->engine,
		.logins = &p->keyring.logins,
		.show_secrets = p->options.show_secrets,
		.here = &p->here,
		.trace = p->trace,
		.halt = p->halt,
		.timeout = p->options.timeout,
		.started = p->started,
		.in_turn = p->options.verbosity > 0 && isatty(STDERR_FILENO),
	};
}

static int
check_routes(struct program *p)
{
	return route_check(&p->params, &p->why) ? EX_OK : EX_CONFIG;
}

static int
check_policy(struct program *p)
{
	return policy_check(&p->params, &p->why) &&
	    login_policy_check(&p->params, p->options.auth_user.at != NULL,
	    &p->why) ? EX_OK : EX_CONFIG;
}

/* find_here - which addresses are this machine's (behaviours 38, 50) */

static int
find_here(struct program *p)
{
	const struct here_setup setup = { .params = &p->params,
	    .native = native_look_up, .interfaces = interfaces_find };

	return here_find(&setup, &p->here, &p->why) ? EX_OK : EX_CONFIG;
}

/* check_port - what destinations without a port get; before them, of whom it
 * would be told otherwise */

static int
check_port(struct program *p)
{
	const struct params *params = &p->params;
	struct dsn unheard = DSN_IN(p->arena);
	struct nexthop any;

	if (nexthop_read(SPAN("[127.0.0.1]"), params, &any, &unheard))
		return EX_OK;
	dsn_fail(&p->why, "5.3.5", "%s_tcp_port = %.*s: a port, or the name "
	    "of a service that is known here, is wanted",
	    protocol_name(params->protocol), SPAN_ARG(params->tcp_port));
	return EX_CONFIG;
}

/* check_destinations - a malformed one is the command line's fault, the
 * configuration's, or else that of a recipient */

static int
check_destinations(struct program *p)
{
	struct run run = program_run(p);
	struct span trouble;

	if (deliver_check(&run, &p->why))
		return EX_OK;
	if (p->options.destination.len > 0)
		return EX_USAGE;
	if (span_trim(p->params.relayhost).len == 0)
		return EX_DATAERR;
	trouble = p->why.text;
	dsn_fail(&p->why, "5.3.5", "relayhost: %.*s", SPAN_ARG(trouble));
	return EX_CONFIG;
}

static int
read_message(struct program *p)
{
	const struct options *o = &p->options;
	msec_t left = o->timeout - (clock_now() - p->started);
	const struct deadline by = deadline_in(left > 0 ? left : 0);
	const struct message_setup setup = { .path = input_message(o),
	    .by = o->timeout > 0 ? &by : NULL,
	    .hide_bcc = o->read_recipients || o->as_sendmail,
	    .keep_addresses = o->read_recipients };

	return message_read(&setup, &p->message, &p->why);
}

/* read_message_first - where recipients stand in it */

static int
read_message_first(struct program *p)
{
	return p->options.read_recipients ? read_message(p) : EX_OK;
}

/* read_message_last - else not before the command line is known to be good:
 * somebody may be typing it. If they take longer than --timeout allows, every
 * recipient is told so. */

static int
read_message_last(struct program *p)
{
	int status = EX_OK;

	if (options_want_message(&p->options) && !p->options.read_recipients)
		status = read_message(p);
	p->is_late = status == EX_TEMPFAIL;
	return p->is_late ? EX_OK : status;
}

static int
declare(struct program *p)
{
	return p->is_late || message_declare(&p->message, &p->envelope,
	    &p->why) ? EX_OK : EX_DATAERR;
}

/* check_requiretls - protection that the message asks for is never left out
 * in silence */

static int
check_requiretls(struct program *p)
{
	if (!p->message.wants_requiretls || !p->params.requiretls_enable ||
	    !p->params.requiretls_esmtp_header)
		return EX_OK;
	dsn_fail(&p->why, "5.3.5", "the message wants REQUIRETLS "
	    "(Require-TLS-ESMTP), which is not built yet");
	return EX_CONFIG;
}

/* watch_signals - not before the message is read: until then nothing is
 * begun, and a signal ends the program as it ends any other */

static int
watch_signals(struct program *p)
{
	if (!halt_new(&p->halt, &p->why))
		return EX_OSERR;
	if (p->is_late)
		halt_expire(p->halt);
	return EX_OK;
}

static int
find_resolver(struct program *p)
{
	struct span host = p->facts.hostname;
	struct resolver_setup setup = { .servers = p->params.resolvers,
	    .search = p->params.dns_resolver_options,
	    .dnssec = p->params.dnssec,
	    .trust_anchor = p->params.trust_anchor,
	    .dnssec_probe = p->params.dnssec_probe,
	    .may_probe = p->params.dane_by_name, .halt = p->halt };

	span_cut(&host, '.');
	setup.domain = host;

	return resolver_new(&setup, &p->resolver, &p->why) ? EX_OK :
	    EX_CONFIG;
}

/* make_engine - no file is opened before a server is to be talked to in TLS
 */

static int
make_engine(struct program *p)
{
	const struct engine_setup setup = engine_setup_for(&p->params,
	    p->arena);

	p->engine = engine_new(&setup);
	return EX_OK;
}

static int
begin_outputs(struct program *p)
{
	return outputs_begin(&p->outputs, &p->why) ? EX_OK : EX_IOERR;
}

/* walk - steps until one fails; the last one is NULL */

static int
walk(struct program *p, int (*const *step)(struct program *p))
{
	int status = EX_OK;

	while (status == EX_OK && *step != NULL)
		status = (*step++)(p);
	return status;
}

int
program_begin(struct program *p)
{
	static int (*const steps[])(struct program *p) = { read_options,
	    look_at_stdout, NULL };

	return walk(p, steps);
}

int
program_configure(struct program *p)
{
	static int (*const steps[])(struct program *p) = { open_outputs,
	    read_config, NULL };

	return walk(p, steps);
}

int
program_prepare(struct program *p)
{
	static int (*const steps[])(struct program *p) = {
	    program_load_params, open_tables, read_peers, read_secrets,
	    read_message_first, read_envelope, check_port, check_destinations,
	    check_routes, check_policy, find_here, read_message_last,
	    check_requiretls, declare, watch_signals, find_resolver,
	    make_engine, begin_outputs, NULL };
	int status = walk(p, steps);

	if (status == EX_CONFIG)
		place_add(p->settings, &p->why);
	return status;
}
