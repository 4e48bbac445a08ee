/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Everything that one run of the program owns, and the steps that lead up to
 * the delivery.
 */
#ifndef CMD_PROGRAM_H
#define CMD_PROGRAM_H

#include <stdbool.h>

#include "base/attr.h"
#include "cmd/keyring.h"
#include "cmd/message.h"
#include "cmd/options.h"
#include "cmd/outputs.h"
#include "deliver/deliver.h"
#include "table/table.h"

struct program {
	int argc;
	char **argv;
	msec_t started;		/* clock_now */
	bool has_stdout;
	struct arena *arena;	/* what lives as long as the run */
	struct dsn why;
	struct options options;
	struct settings *settings;
	struct host_facts facts;
	struct trace *trace;
	struct outputs outputs;
	struct params params;
	struct tables *tables;
	struct match_list watched;	/* debug_peer_list */
	struct envelope envelope;
	struct message message;
	bool is_late;		/* the time was over before it was read */
	struct halt *halt;
	struct resolver *resolver;
	struct engine *engine;	/* for TLS */
	struct keyring keyring;	/* to log in with */
	struct here here;	/* the addresses of this machine */
};

/* Before anything else happens: argv is borrowed. */
void program_init(struct program *program, int argc, char **argv);

/* Also of one that is prepared by halves. */
void program_clear(struct program *program);

/* The steps, in their order. Each is an exit status of CLI.md: 0, or another
 * with program->why; nothing was tried then. */

/* Reads the command line, and sees to it that stdout can be written. */
int program_begin(struct program *program) MUST_USE;

/* Opens the outputs and reads the configuration file. */
int program_configure(struct program *program) MUST_USE;

/* What the parameters are made of. */
struct params_input program_params(struct program *program);

/* The parameters as they are meant, with warnings. */
int program_load_params(struct program *program) MUST_USE;

/* Parameters, envelope, destinations and message; then what the delivery
 * needs to run. Last of all, when nothing can be found wrong any more, the
 * outputs are begun. */
int program_prepare(struct program *program) MUST_USE;

/* What deliver_run needs to know; nobody takes the outcomes yet. */
struct run program_run(struct program *program);

#endif
