/* SPDX-License-Identifier: BSD-2-Clause */
#include "cmd/take.h"

#include <sysexits.h>

#include "unit/cmd/command_line.h"
#include "unit/tap.h"

static const struct {
	const char *arguments, *why;
	int status;
} errors[] = {
	{ "--format=xml",
	    "--format: text, json, dsn or postfix is wanted, not \"xml\"",
	    EX_USAGE },
	{ "--dsn-message=",
	    "--dsn-message: the name of a file is wanted, not \"\"", EX_USAGE },
	{ "--color=blue",
	    "--color: auto, always or never is wanted, not \"blue\"",
	    EX_USAGE },
	{ "-R all", "-R: full or hdrs is wanted, not \"all\"", EX_USAGE },
	{ "--body=9bit", "--body: 7bit or 8bitmime is wanted, not \"9bit\"",
	    EX_USAGE },
	{ "-B 9bit", "-B: 7bit or 8bitmime is wanted, not \"9bit\"",
	    EX_USAGE },
	{ "-N never,delay", "-N: never, or a list of success, failure and "
	    "delay is wanted, not \"never,delay\"", EX_USAGE },
	{ "-V a+b", "-V: xtext as in RFC 3461 is wanted, not \"a+b\"",
	    EX_DATAERR },
	{ "-V =", "-V: xtext as in RFC 3461 is wanted, not \"=\"",
	    EX_DATAERR },
	{ "--arrival=yesterday", "--arrival: a time as in RFC 3339, or "
	    "@seconds is wanted, not \"yesterday\"", EX_USAGE },
	{ "--timeout=0", "--timeout: a time above 0 is wanted, not \"0\"",
	    EX_USAGE },
	{ "--timeout=1h30m", "--timeout: a time above 0 is wanted, not "
	    "\"1h30m\"", EX_USAGE },
	{ "--timeout=5s~", "--timeout: a time above 0 is wanted, not \"5s \"",
	    EX_USAGE },
	{ "--timeout=5y", "--timeout: a time above 0 is wanted, not \"5y\"",
	    EX_USAGE },
	{ "--show-config=some",
	    "--show-config: all or set is wanted, not \"some\"", EX_USAGE },
	{ "--message=",
	    "--message: the name of a file is wanted, not \"\"", EX_USAGE },
	{ "-bs", "-b: m is wanted, not \"s\"", EX_USAGE },
	{ "-d smtp://u:hunter2@mx",
	    "-d: a URL with a user in it is no destination", EX_USAGE },
	{ "-d ,", "-d: there is no destination in it", EX_USAGE },
	{ "--server=a/b",
	    "--server: \"a/b\" is not of the form host:port", EX_USAGE },
};

static void
test_errors(void)
{
	for (size_t i = 0; i < sizeof(errors) / sizeof(errors[0]); i++) {
		struct command_line c;
		struct span line;
		struct arena *arena = arena_new();

		line = arena_text(arena, "mxput a@b %s", errors[i].arguments);
		command_line_read(&c, line.at);
		ok(!c.good, errors[i].arguments);
		is_text(c.why.text, errors[i].why, errors[i].arguments);
		is_number(c.options.status, errors[i].status,
		    errors[i].arguments);
		command_line_clear(&c);
		arena_free(&arena);
	}
}

static void
test_fields(void)
{
	struct command_line c;
	const struct options *o = &c.options;

	command_line_read(&c, "mxput -f a@x b@y --to=c@z,d@z -t@ e@y --"
	    " --to");
	ok(!c.good, "-t is an option, -@ is none");
	command_line_clear(&c);

	command_line_read(&c, "mxput -f a@x b@y --to=c@z,d@z e@y -m msg"
	    " --recipients-from=list -d p -d q,r --server=s:1"
	    " -N success,delay -R hdrs -V id --body=8BITMIME --smtputf8"
	    " --arrival=@12.5 -C conf --timeout=2m --json -vvv"
	    " --chat-log=chat --trace=trace -q --color=never");
	ok(c.good, "a full command line");
	ok(o->from_given, "a sender is given");
	is_text(o->from, "a@x", "the sender");
	is_number(o->to.len, 3, "recipients and --to");
	is_text(o->to.at[0], "b@y", "in order");
	is_text(o->to.at[1], "c@z,d@z", "a list as it is given");
	is_text(o->to.at[2], "e@y", "in order");
	is_text(span_of(o->message), "msg", "the message");
	is_text(span_of(o->recipients_from), "list", "more recipients");
	is_text(o->destination, "p, q, r, [s]:1", "destinations add up");
	is_number(o->notify, NOTIFY_SUCCESS | NOTIFY_DELAY, "NOTIFY");
	is_number(o->ret, RET_HDRS, "RET");
	is_text(o->envid, "id", "ENVID");
	is_number(o->body, BODY_8BITMIME, "BODY");
	ok(o->smtputf8, "SMTPUTF8");
	ok(o->arrival_given, "an arrival is given");
	is_number(o->arrival, 12500, "the arrival in milliseconds");
	is_text(span_of(o->config), "conf", "the configuration");
	ok(!o->no_config, "which is read");
	is_number(o->timeout, 120000, "the timeout in milliseconds");
	is_number(o->format, FORMAT_JSON, "the format");
	is_number(o->verbosity, 3, "as many v as there are");
	is_text(span_of(o->chat_log), "chat", "the chat");
	is_text(span_of(o->trace), "trace", "the trace");
	ok(o->quiet, "quiet");
	is_number(o->color, COLOR_NEVER, "colour");
	is_number(o->protocol, PROTOCOL_SMTP, "SMTP");
	command_line_clear(&c);
}

static void
test_nothing(void)
{
	struct command_line c;
	const struct options *o = &c.options;

	command_line_read(&c, "mxput a@b");
	ok(c.good, "nothing but a recipient");
	ok(!o->from_given && !o->arrival_given && !o->read_recipients &&
	    !o->as_sendmail && o->message == NULL &&
	    o->recipients_from == NULL && o->config == NULL &&
	    o->chat_log == NULL && o->trace == NULL, "nothing is given");
	is_number(o->format, FORMAT_TEXT, "the results are text");
	is_number(o->color, COLOR_AUTO, "colour on a terminal");
	is_number(o->body, BODY_NONE, "nothing is declared");
	is_number(o->ret, RET_NONE, "nor asked for");
	is_number(o->action, ACTION_RUN, "there is something to do");
	command_line_clear(&c);

	command_line_read(&c, "mxput -f  a@b");
	is_text(c.options.from, "a@b", "-f takes what comes");
	command_line_clear(&c);
	command_line_read(&c, "mxput --from= a@b");
	ok(c.options.from_given && c.options.from.len == 0,
	    "an empty sender is a sender");
	command_line_clear(&c);
}

static const struct {
	const char *line;
	bool read_recipients, as_sendmail;
} callers[] = {
	{ "mxput -t", true, false },
	{ "mxput --read-recipients", true, false },
	{ "mxput -ti", true, true },
	{ "mxput -t -oi", true, true },
	{ "mxput -i a@b", false, true },
	{ "mxput -oi -oem -odi a@b", false, true },
	{ "mxput -om -oee -bm -F~Me a@b", false, false },
};

static void
test_callers(void)
{
	for (size_t i = 0; i < sizeof(callers) / sizeof(callers[0]); i++) {
		struct command_line c;

		command_line_read(&c, callers[i].line);
		ok(c.good, callers[i].line);
		is_number(c.options.read_recipients,
		    callers[i].read_recipients, "are recipients read");
		is_number(c.options.as_sendmail, callers[i].as_sendmail,
		    "is Bcc hidden without that");
		command_line_clear(&c);
	}
}

static const struct {
	const char *line;
	enum action action;
	bool set_only;
} actions[] = {
	{ "mxput --help", ACTION_HELP, false },
	{ "mxput --version", ACTION_VERSION, false },
	{ "mxput --features", ACTION_FEATURES, false },
	{ "mxput --show-config", ACTION_SHOW_CONFIG, false },
	{ "mxput --show-config=all", ACTION_SHOW_CONFIG, false },
	{ "mxput --show-config=set", ACTION_SHOW_CONFIG, true },
	{ "mxput --version --help", ACTION_VERSION, false },
	{ "mxput --plan --help", ACTION_PLAN, false },
	{ "lmtp --help", ACTION_HELP, false },
};

static void
test_actions(void)
{
	for (size_t i = 0; i < sizeof(actions) / sizeof(actions[0]); i++) {
		struct command_line c;

		command_line_read(&c, actions[i].line);
		ok(c.good, actions[i].line);
		is_number(c.options.action, actions[i].action,
		    actions[i].line);
		is_number(c.options.config_set_only, actions[i].set_only,
		    actions[i].line);
		command_line_clear(&c);
	}
}

/* The table itself ----------------------------------------------------------*/

static bool
row_is_good(const struct option_row *row)
{
	size_t len = strlen(row->doc);

	if (len < 5 || row->doc[len - 1] != '.' ||
	    (row->name == NULL && row->letter == 0) ||
	    (row->take == NULL && row->built != BUILT_NOT_YET) ||
	    (row->arg_optional && (row->arg == NULL || row->name == NULL))) {
		printf("# %s\n", row->doc);
		return false;
	}
	return true;
}

static bool
is_unlike(const struct option_row *a, const struct option_row *b)
{
	return (a->letter == 0 || a->letter != b->letter) &&
	    (a->name == NULL || b->name == NULL ||
	    strcmp(a->name, b->name) != 0);
}

static void
test_table(void)
{
	bool good = true, unlike = true;

	for (size_t i = 0; i < option_rows_len; i++) {
		good = row_is_good(&option_rows[i]) && good;
		for (size_t j = 0; j < i; j++)
			unlike = is_unlike(&option_rows[i],
			    &option_rows[j]) && unlike;
	}
	ok(good, "every option has a name, does something and says what");
	ok(unlike, "no option stands there twice");
	is_text(option_summary(&option_rows[0]), "The envelope sender",
	    "a summary is the first sentence");
}

int
main(void)
{
	test_errors();
	test_fields();
	test_nothing();
	test_callers();
	test_actions();
	test_table();
	return tap_done();
}
