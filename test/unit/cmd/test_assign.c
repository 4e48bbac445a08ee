/* SPDX-License-Identifier: BSD-2-Clause */
#include "cmd/assign.h"

#include <sysexits.h>

#include "unit/cmd/command_line.h"
#include "unit/tap.h"

/* A "~" in the line is a blank. */
static const struct {
	const char *line, *param, *value, *origin;
} settings[] = {
	{ "mxput a -o relayhost=[r]", "relayhost", "[r]", "-o" },
	{ "mxput a -orelayhost=[r]", "relayhost", "[r]", "-o" },
	{ "mxput a --option=relayhost=[r]", "relayhost", "[r]", "--option" },
	{ "mxput a -o ~relayhost~=~[r]~", "relayhost", "[r]", "-o" },
	{ "mxput a -o relayhost=", "relayhost", "", "-o" },
	{ "mxput a -o x=a=b", "x", "a=b", "-o" },
	{ "mxput a -o x=1 -o x=2", "x", "2", "-o" },
	{ "mxput a --helo=me", "smtp_helo_name", "me", "--helo" },
	{ "mxput a --helo=me -o smtp_helo_name=you", "smtp_helo_name", "you",
	    "-o" },
	{ "mxput a -o smtp_helo_name=you --helo=me", "smtp_helo_name", "me",
	    "--helo" },
	{ "mxput a --fallback-relay=[f]", "smtp_fallback_relay", "[f]",
	    "--fallback-relay" },
	{ "mxput a --fallback-relay=smtp://f:2525,smtps://g",
	    "smtp_fallback_relay", "[f]:2525, smtps:[g]",
	    "--fallback-relay" },
	{ "mxput a --fallback-relay=", "smtp_fallback_relay", "",
	    "--fallback-relay" },
	{ "mxput a -o header=$x{y}", "header", "$x{y}", "-o" },
	{ "mxput a -4", "inet_protocols", "ipv4", "-4" },
	{ "mxput a -4 -6", "inet_protocols", "ipv6", "-6" },
	{ "mxput a --tls=may", "smtp_tls_security_level", "may", "--tls" },
	{ "mxput a --tls=NONE", "smtp_tls_security_level", "NONE", "--tls" },
	{ "mxput a --tls=dane-only", "smtp_tls_security_level", "dane-only",
	    "--tls" },
	{ "lmtp --help --helo=me", "lmtp_lhlo_name", "me", "--helo" },
	{ "mxput --helo=me --help --lmtp", "lmtp_lhlo_name", "me",
	    "--helo" },
	{ "lmtp --help --fallback-relay=[f]", "lmtp_fallback_relay", "[f]",
	    "--fallback-relay" },
	{ "lmtp --help -6", "inet_protocols", "ipv6", "-6" },
	{ "lmtp --help --tls=may", "lmtp_tls_security_level", "may",
	    "--tls" },
	{ "mxput a -o smtp_sasl_password_maps=texthash:/x",
	    "smtp_sasl_password_maps", "texthash:/x", "-o" },
	{ "mxput a -oi -oem -oee -odi -om -o i", "i", NULL, NULL },
};

static void
test_settings(void)
{
	for (size_t i = 0; i < sizeof(settings) / sizeof(settings[0]); i++) {
		const char *param = settings[i].param;
		struct command_line c;
		const struct setting *s;

		command_line_read(&c, settings[i].line);
		ok(c.good, settings[i].line);
		s = settings_get(c.settings, span_of(param));
		is_number(s != NULL, settings[i].value != NULL,
		    settings[i].line);
		if (s != NULL) {
			is_text(s->value, settings[i].value,
			    settings[i].line);
			is_text(setting_origin(c.arena, s),
			    settings[i].origin, settings[i].line);
		}
		command_line_clear(&c);
	}
}

#define PASSWORDS \
	"-o: passwords do not belong on the command line, where everybody " \
	"can see them: name a table outright"

static const struct {
	const char *line, *why;
} errors[] = {
	{ "mxput a -o x", "-o: NAME=VALUE is wanted, not \"x\"" },
	{ "mxput a -oe", "-o: NAME=VALUE is wanted, not \"e\"" },
	{ "mxput a -o =x", "-o: no name stands before the \"=\"" },
	{ "mxput a -o smtp_foo=x", "-o: no parameter is called smtp_foo" },
	{ "mxput a -o mxput_foo=x", "-o: no parameter is called mxput_foo" },
	{ "mxput a -o smtp_sasl_password_maps=inline:{a=u:hunter2}",
	    PASSWORDS },
	{ "mxput a -o lmtp_sasl_password_maps=texthash:/x,static:hunter2",
	    PASSWORDS },
	{ "mxput a -o smtp_sasl_password_maps=$x", PASSWORDS },
	{ "mxput a -o smtp_sasl_password_maps=sta${y}tic:u:hunter2",
	    PASSWORDS },
	{ "mxput a -o smtp_sasl_password_maps=pcre:{{/./~u:hunter2}}",
	    PASSWORDS },
	{ "lmtp a -d b -o lmtp_sasl_password_maps=texthash:$x", PASSWORDS },
	{ "mxput a --tls=", "--tls: a TLS level is wanted, not \"\"" },
	{ "mxput a --tls=much", "--tls: a TLS level is wanted, not "
	    "\"much\"" },
};

static void
test_errors(void)
{
	for (size_t i = 0; i < sizeof(errors) / sizeof(errors[0]); i++) {
		struct command_line c;

		command_line_read(&c, errors[i].line);
		ok(!c.good, errors[i].line);
		is_text(c.why.text, errors[i].why, errors[i].line);
		is_number(c.options.status, EX_USAGE, errors[i].line);
		command_line_clear(&c);
	}
}

int
main(void)
{
	test_settings();
	test_errors();
	return tap_done();
}
