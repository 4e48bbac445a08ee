/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The command line (CLI.md), as a record. The options are rows of
 * cmd/options.def, from which --help, the manual and the completions are made
 * as well; an option that stands for a parameter becomes a setting.
 *
 * What main does with it: options_read; on failure one line on stderr and
 * o.status. For an action other than ACTION_RUN it prints what is asked for
 * and ends. Else it reads the configuration file (config, unless no_config)
 * with settings_read, loads the parameters for o.protocol, and then reads
 * recipients and message.
 */
#ifndef CMD_OPTIONS_H
#define CMD_OPTIONS_H

#include <stdbool.h>

#include "base/dsn.h"
#include "base/num.h"
#include "base/span.h"
#include "base/str.h"
#include "base/vec.h"
#include "mail/envelope.h"
#include "param/params.h"
#include "param/settings.h"

enum action {
	ACTION_RUN,
	ACTION_PLAN,
	ACTION_HELP,
	ACTION_VERSION,
	ACTION_FEATURES,
	ACTION_SHOW_CONFIG,
};

enum format { FORMAT_TEXT, FORMAT_JSON, FORMAT_DSN, FORMAT_POSTFIX };

enum color { COLOR_AUTO, COLOR_ALWAYS, COLOR_NEVER };

/* Texts are borrowed from argv or from the arena of options_read. */
struct options {
	int status;		/* options_read failed: the exit status */
	enum action action;
	bool config_set_only;	/* --show-config=set */

	bool from_given;
	struct span from;	/* as given; '' and '<>': the null sender */
	VEC(struct span) to;	/* RECIPIENT and --to, in order; each may be
				 * a comma list */
	bool read_recipients;	/* also those of the message's header */
	bool as_sendmail;	/* -i or -oi: Bcc: is not sent */
	const char *recipients_from;	/* a file, "-": stdin; or NULL */
	const char *message;	/* a file; "-" or NULL: stdin */
	struct span destination;	/* in the syntax of smtp(8), URLs
				 * translated; empty: none was given */
	unsigned notify;	/* NOTIFY_ bits */
	enum ret ret;
	struct span envid;	/* good xtext, or empty */
	enum body_value body;
	bool smtputf8;
	bool arrival_given;
	msec_t arrival;		/* since 1970 */

	struct span auth_user;	/* .at is NULL: nobody logs in */
	const char *auth_password_file;	/* a file, or NULL */
	const char *auth_password_command;	/* or NULL */
	int auth_password_fd;	/* -1: none */
	const char *auth_token_command;	/* or NULL */

	enum protocol protocol;
	const char *config;	/* a file or directory, or NULL */
	bool no_config;
	msec_t timeout;		/* of the whole run; 0: none */

	enum stage quit_after;	/* STAGE_INPUT: not before the end */
	bool all_hosts;

	enum format format;
	unsigned verbosity;	/* how often -v was given */
	const char *chat_log, *trace, *dsn_message;	/* files, or NULL */
	bool show_secrets;
	bool quiet;
	enum color color;
};

/*
 * Reads the command line; *o need not be initialised, and is to be cleared in
 * any case. Settings get the option's name as their origin. False: *why is
 * one line that says what is wrong with which option, and o->status is 64, or
 * 65 for what the command line says about the message; nothing may be tried.
 */
bool options_read(int argc, char **argv, struct options *o,
    struct settings *settings, struct dsn *why) MUST_USE;
void options_clear(struct options *o);

/* The run goes so far that somebody may log in. */
bool options_want_login(const struct options *o);

/* The message is read: it is to be sent, or recipients stand in it. */
bool options_want_message(const struct options *o);

#endif
