/* SPDX-License-Identifier: BSD-2-Clause */
#include "cmd/options.h"

#include <stdio.h>
#include <sysexits.h>

#include "cmd/take.h"
#include "unit/cmd/command_line.h"
#include "unit/tap.h"

/* refuses - a line is refused with this text, as usage */

static void
refuses(const char *line, const char *text)
{
	struct command_line c;

	command_line_read(&c, line);
	ok(!c.good, line);
	is_text(c.why.text, text, line);
	is_number(c.options.status, EX_USAGE, line);
	command_line_clear(&c);
}

/* test_not_built - whatever is marked so is refused by its name */

static void
test_not_built(void)
{
	size_t n = 0;

	for (size_t i = 0; i < option_rows_len; i++) {
		const struct option_row *row = &option_rows[i];
		char line[200], text[200];

		if (row->built != BUILT_NOT_YET)
			continue;
		n++;
		snprintf(line, sizeof(line), "mxput a@b --%s%s", row->name,
		    row->arg == NULL ? "" : "=x");
		snprintf(text, sizeof(text), "--%s is not built yet",
		    row->name);
		refuses(line, text);
	}
	ok(n >= 1, "there are such options");
}

static void
test_named(void)
{
	static const char *const wanted[] = { "lmtp", "read-recipients",
	    "requiretls", "auth-user", "auth-password-file",
	    "auth-password-command", "auth-password-fd",
	    "auth-token-command", "auth-mechanisms", "plan", "quit-after",
	    "all-hosts", "journal", "retry-unknown", "dsn-message", "timing",
	    "show-secrets" };

	for (size_t i = 0; i < sizeof(wanted) / sizeof(wanted[0]); i++) {
		bool found = false;

		for (size_t j = 0; j < option_rows_len; j++)
			found |= option_rows[j].name != NULL &&
			    strcmp(option_rows[j].name, wanted[i]) == 0;
		ok(found, wanted[i]);
	}
}

/* test_login - whose secret it is, and where it may go */

static void
test_login(void)
{
	struct command_line c;

	refuses("mxput a@b --auth-user=ann", "--auth-user needs -d or "
	    "--server: the secret is for the servers named there, and for no "
	    "others");
	refuses("mxput a@b -d c --auth-user=", "--auth-user: the name of a "
	    "user is wanted, not \"\"");
	refuses("mxput a@b -d c --auth-password-fd=3", "a password or token is "
	    "given, but no --auth-user whose it is");
	refuses("mxput a@b -d c --auth-token-command=x", "a password or token "
	    "is given, but no --auth-user whose it is");
	refuses("mxput a@b -d c --auth-user=ann --auth-password-fd=0 "
	    "--auth-password-file=x", "the password is given more than once");
	refuses("mxput a@b -d c --auth-user=ann --auth-password-fd=-1",
	    "--auth-password-fd: the number of a descriptor is wanted, not "
	    "\"-1\"");
	refuses("mxput a@b -d c --auth-user=ann "
	    "--auth-password-fd=99999999999", "--auth-password-fd: the number "
	    "of a descriptor is wanted, not \"99999999999\"");
	refuses("mxput a@b -d c --auth-user=ann --auth-password-command=",
	    "--auth-password-command: a command is wanted, not \"\"");
	command_line_read(&c, "mxput a@b --server=c --auth-user=ann "
	    "--auth-password-command=pass~mail --auth-mechanisms=PLAIN,LOGIN "
	    "--show-secrets");
	ok(c.good, "a user and a command");
	is_text(c.options.auth_user, "ann", "the user");
	is_text(span_of(c.options.auth_password_command), "pass mail",
	    "the command");
	ok(c.options.auth_password_fd == -1, "no descriptor");
	ok(c.options.show_secrets, "secrets are shown");
	is_text(command_line_setting(&c, "smtp_sasl_mechanism_filter"),
	    "PLAIN,LOGIN", "--auth-mechanisms is a parameter");
	ok(options_want_login(&c.options), "somebody may log in");
	command_line_clear(&c);
	command_line_read(&c, "mxput a@b -d c --quit-after=tls");
	ok(c.good && !options_want_login(&c.options),
	    "nobody does before the stage auth");
	command_line_clear(&c);
	command_line_read(&c, "mxput a@b -d c --auth-user=u --plan");
	ok(c.good && !options_want_login(&c.options), "nor in a plan");
	command_line_clear(&c);
}

static void
test_lmtp(void)
{
	static const char *const lines[] = { "lmtp a@b",
	    "/usr/bin/lmtp-client a@b", "mxput a@b --lmtp",
	    "mxput a@b -d lmtp:///run/x",
	    "mxput a@b --destination=a,lmtp://b" };
	struct command_line c;

	for (size_t i = 0; i < sizeof(lines) / sizeof(lines[0]); i++) {
		command_line_read(&c, lines[i]);
		ok(c.good && c.options.protocol == PROTOCOL_LMTP, lines[i]);
		command_line_clear(&c);
	}
	refuses("mxput a@b -d lmtp://", "-d: lmtp:// is not of the form "
	    "lmtp://host:port");
	command_line_read(&c, "/usr/lmtp/mxput a@b");
	ok(c.good, "D12: only the last part of the name counts");
	command_line_clear(&c);
	command_line_read(&c, "smtp a@b");
	ok(c.good, "D12: any other name is SMTP");
	is_number(c.options.protocol, PROTOCOL_SMTP, "D12: SMTP");
	command_line_clear(&c);
}

static void
test_first_error(void)
{
	refuses("mxput --frob --plan", "--frob is no option");
	refuses("mxput --plan --frob", "--frob is no option");
	refuses("mxput --plan -o x", "-o: NAME=VALUE is wanted, not \"x\"");
	refuses("mxput a --timing --plan", "--timing is not built yet");
}

static void
test_config(void)
{
	struct command_line c;

	refuses("mxput a@b --no-config -C x", "--no-config and --config: only "
	    "one of them is possible");
	refuses("mxput --show-config -C x --no-config", "--no-config and "
	    "--config: only one of them is possible");
	command_line_read(&c, "mxput a@b --no-config");
	ok(c.good && c.options.no_config, "one of them is fine");
	command_line_clear(&c);
}

static void
test_reach(void)
{
	refuses("mxput a@b --all-hosts", "--all-hosts needs --quit-after: a "
	    "message is delivered to one host only");
	refuses("mxput a@b --plan --quit-after=rcpt", "--plan connects "
	    "nowhere, and --quit-after does: only one of them is possible");
	refuses("mxput -t --quit-after=rcpt", "--read-recipients: with "
	    "--quit-after=rcpt no message is read");
	refuses("mxput a@b --quit-after=dot", "--quit-after: connect, "
	    "banner, hello, tls, auth, mail, rcpt or data is wanted, not "
	    "\"dot\"");
}

static const struct {
	const char *line;
	enum stage quit_after;
	bool all_hosts, wants_message;
} reaches[] = {
	{ "mxput a@b", STAGE_INPUT, false, true },
	{ "mxput --quit-after=connect", STAGE_CONNECT, false, false },
	{ "mxput --quit-after=banner", STAGE_BANNER, false, false },
	{ "mxput --quit-after=hello", STAGE_HELLO, false, false },
	{ "mxput --quit-after=mail", STAGE_MAIL, false, false },
	{ "mxput --quit-after=RCPT --all-hosts", STAGE_RCPT, true, false },
	{ "mxput -t --quit-after data", STAGE_DATA, false, true },
};

static void
test_message(void)
{
	for (size_t i = 0; i < sizeof(reaches) / sizeof(reaches[0]); i++) {
		struct command_line c;

		command_line_read(&c, reaches[i].line);
		ok(c.good, reaches[i].line);
		is_number(c.options.quit_after, reaches[i].quit_after,
		    "how far");
		is_number(c.options.all_hosts, reaches[i].all_hosts,
		    "at all hosts");
		is_number(options_want_message(&c.options),
		    reaches[i].wants_message, "with the message");
		command_line_clear(&c);
	}
}

static void
test_no_program(void)
{
	struct command_line c;

	command_line_read(&c, "");
	ok(c.good, "not even the program has a name");
	is_number(c.options.to.len, 0, "nor a recipient");
	command_line_clear(&c);
}

int
main(void)
{
	test_not_built();
	test_named();
	test_login();
	test_lmtp();
	test_first_error();
	test_config();
	test_reach();
	test_message();
	test_no_program();
	return tap_done();
}
