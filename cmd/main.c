/* SPDX-License-Identifier: BSD-2-Clause */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sysexits.h>
#include <unistd.h>

#include "base/mem.h"
#include "cmd/pages.h"
#include "cmd/program.h"
#include "os/clock.h"
#include "os/emit.h"
#include "os/jail.h"
#include "os/random.h"
#include "param/describe.h"
#include "report/bounce.h"
#include "report/plan.h"
#include "report/results.h"

enum { ANSWER_MAX = 64 << 20 };	/* octets of --show-config, --plan */

static void
complain(struct span what)
{
	fprintf(stderr, "mxput: %.*s\n", SPAN_ARG(what));
}

/* check_stdout - results that were lost are told, and that is all: sending
 * went on */

static void
check_stdout(const struct results *results)
{
	struct span what;

	if (results_failed(results, &what))
		fprintf(stderr, "mxput: write to standard output: %.*s\n",
		    SPAN_ARG(what));
	else if (close(STDOUT_FILENO) != 0)
		fprintf(stderr, "mxput: close standard output: %s\n",
		    strerror(errno));
}

static enum results_format
format(const struct program *p)
{
	switch (p->options.format) {
	case FORMAT_JSON:
		return RESULTS_JSON;
	case FORMAT_POSTFIX:
		return RESULTS_POSTFIX;
	case FORMAT_DSN:
		return RESULTS_DSN;
	case FORMAT_TEXT:
		break;
	}
	return RESULTS_TEXT;
}

static struct maillog
maillog(const struct program *p)
{
	const struct params *params = &p->params;

	return (struct maillog){ .host = params->myhostname,
	    .program = params->syslog_name,
	    .service = protocol_name(params->protocol),
	    .started = clock_wall(), .process = (long)getpid(),
	    .decimals = (int)params->delay_decimals,
	    .with_tls = params->log_tls_feature_status,
	    .quote = params->info_log_address_format == ADDRESS_EXTERNAL,
	    .verifies = p->options.quit_after != STAGE_INPUT };
}

static struct span
new_id(struct arena *arena)
{
	unsigned char random[12];
	char text[2 * sizeof(random) + 1];

	random_fill(random, sizeof(random));
	for (size_t i = 0; i < sizeof(random); i++)
		snprintf(text + 2 * i, 3, "%02x", random[i]);
	return arena_copy(arena, span_of(text));
}

/* write_bounce - not about a message that was never to be sent (behaviour
 * 224) */

static void
write_bounce(struct program *p, const struct outcome *const *outcomes)
{
	FILE *out = p->outputs.dsn_message;
	struct bounce bounce = {
	    .report = dsn_report_for(p->params.myhostname, &p->envelope),
	    .outcomes = outcomes, .len = p->envelope.recipients.len,
	    .source = p->message.source, .survey = &p->message.survey,
	    .omit = p->message.omit, .now = clock_wall() };

	if (out == NULL || p->options.quit_after != STAGE_INPUT ||
	    !bounce_is_due(&bounce))
		return;
	bounce.id = new_id(p->arena);
	if (!bounce_write(&bounce, out, &p->why))
		fprintf(stderr, "mxput: --dsn-message: %.*s\n",
		    SPAN_ARG(p->why.text));
}

static int
deliver(struct program *p)
{
	struct results_setup setup = { .out = stdout, .format = format(p),
	    .maillog = maillog(p), .quiet = p->options.quiet,
	    .dsn = dsn_report_for(p->params.myhostname, &p->envelope),
	    .envelope = &p->envelope };
	struct results *results = results_new(&setup);
	struct run run = program_run(p);
	struct deliveries *deliveries;
	int status;

	last_words_set(results_last_words, results);
	run.settled = results_take;
	run.self = results;
	deliver_run(&run, &deliveries);
	status = results_exit_status(results);
	check_stdout(results);
	write_bounce(p, results_outcomes(results));
	last_words_set(NULL, NULL);
	results_free(&results);
	deliveries_free(&deliveries);
	return status;
}

/* add_answer - what the user asked for instead of a delivery */

static void
add_answer(struct program *p, struct str *to)
{
	struct params_input input = program_params(p);

	switch (p->options.action) {
	case ACTION_HELP:
		pages_help(to);
		break;
	case ACTION_VERSION:
		str_add(to, SPAN("mxput " PACKAGE_VERSION "\n"));
		break;
	case ACTION_FEATURES:
		pages_features(to);
		break;
	case ACTION_SHOW_CONFIG:
		describe_config(&input, p->options.config_set_only,
		    p->options.verbosity > 0, to);
		break;
	case ACTION_PLAN:
	case ACTION_RUN:
		break;
	}
}

static int
print(struct span text)
{
	int error = emit_all(STDOUT_FILENO, text);

	if (error == 0)
		return EX_OK;
	fprintf(stderr, "mxput: write to standard output: %s\n",
	    strerror(error));
	return EX_IOERR;
}

static int
answer(struct program *p)
{
	struct str text;
	int status;

	str_init(&text, ANSWER_MAX);
	add_answer(p, &text);
	status = print(str_span(&text));
	str_clear(&text);
	return status;
}

/* show_config - all of it, and then what is wrong with it */

static int
show_config(struct program *p)
{
	int status = answer(p);

	if (status != EX_OK)
		return status;
	status = program_load_params(p);
	if (status != EX_OK)
		complain(p->why.text);
	return status;
}

/* print_plan - a destination at a time; as JSON all in one */

static int
print_plan(const struct program *p, const struct preview *previews,
    size_t len)
{
	bool as_json = p->options.format == FORMAT_JSON;
	int status = EX_OK;
	struct str text;

	str_init(&text, ANSWER_MAX);
	if (as_json) {
		plan_add_json(&text, previews, len);
		str_add_char(&text, '\n');
		status = print(str_span(&text));
	}
	for (size_t i = 0; !as_json && status == EX_OK && i < len; i++) {
		str_reset(&text);
		plan_add_text(&text, &previews[i]);
		status = print(str_span(&text));
	}
	str_clear(&text);
	return status;
}

static int
plan(struct program *p)
{
	struct run run = program_run(p);
	const struct preview *all;
	struct previews *previews;
	size_t len;
	int status;

	deliver_preview(&run, &previews);
	all = previews_all(previews, &len);
	status = print_plan(p, all, len);
	if (status == EX_OK)
		status = plan_exit_status(all, len);
	previews_free(&previews);
	return status;
}

/* act - --help and the like must work beside a broken configuration */

static int
act(struct program *p)
{
	int status = program_begin(p);
	enum action action = p->options.action;

	if (status == EX_OK && action != ACTION_RUN &&
	    action != ACTION_PLAN && action != ACTION_SHOW_CONFIG)
		return answer(p);
	if (status == EX_OK)
		status = program_configure(p);
	if (status == EX_OK && action == ACTION_SHOW_CONFIG)
		return show_config(p);
	if (status == EX_OK)
		status = program_prepare(p);
	if (status == EX_OK)
		return action == ACTION_PLAN ? plan(p) : deliver(p);
	complain(p->why.text);
	return status;
}

int
main(int argc, char **argv)
{
	struct program program;
	int status;

	jail_no_core();
	jail_no_pipe_signal();
	program_init(&program, argc, argv);
	program.has_stdout = jail_low_descriptors();
	status = act(&program);
	program_clear(&program);
	jail_leave(status);
}
