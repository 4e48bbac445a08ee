/* SPDX-License-Identifier: BSD-2-Clause */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sysexits.h>
#include <unistd.h>

#include "base/mem.h"
#include "cmd/pages.h"
#include "cmd/program.h"
#include "os/emit.h"
#include "os/jail.h"
#include "param/describe.h"
#include "report/results.h"

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

static int
deliver(struct program *p)
{
	struct results_setup setup = { .out = stdout,
	    .format = p->options.format == FORMAT_JSON ? RESULTS_JSON :
	    RESULTS_TEXT, .quiet = p->options.quiet,
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
	case ACTION_RUN:
		break;
	}
}

static int
answer(struct program *p)
{
	struct str text;
	int error;

	str_init(&text, PAGES_MAX);
	add_answer(p, &text);
	error = emit_all(STDOUT_FILENO, str_span(&text));
	str_clear(&text);
	if (error == 0)
		return EX_OK;
	fprintf(stderr, "mxput: write to standard output: %s\n",
	    strerror(error));
	return EX_IOERR;
}

/* act - --help and the like must work beside a broken configuration */

static int
act(struct program *p)
{
	int status = program_begin(p);
	enum action action = p->options.action;

	if (status == EX_OK && action != ACTION_RUN &&
	    action != ACTION_SHOW_CONFIG)
		return answer(p);
	if (status == EX_OK)
		status = program_configure(p);
	if (status == EX_OK && action == ACTION_SHOW_CONFIG)
		return answer(p);
	if (status == EX_OK)
		status = program_prepare(p);
	if (status == EX_OK)
		return deliver(p);
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
	return status;
}
