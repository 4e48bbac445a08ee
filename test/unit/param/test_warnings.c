/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What params_load has to say about settings that cannot do what they say.
 */
#include "unit/param/load.h"

static const char *const protecting[] = {
	"smtp_requiretls_policy = enforce", "mxput_mta_sts = yes",
};

static void
test_protecting(void)
{
	size_t i, n = sizeof(protecting) / sizeof(protecting[0]);

	for (i = 0; i < n; i++) {
		struct load l = load(PROTOCOL_SMTP, protecting[i], NULL);
		struct span rest = span_of(protecting[i]);
		struct span name = span_trim(span_cut(&rest, '='));

		ok(!l.good, protecting[i]);
		is_span(l.why.text, arena_text(l.arena, "main.cf:1: %.*s is "
		    "not built yet, and nothing is sent without it",
		    SPAN_ARG(name)), protecting[i]);
		unload(&l);
	}
}

static const struct {
	const char *name;
	enum protocol protocol;
	const char *config, *option, *warnings;
} warnings[] = {
	{ "what has no effect yet", PROTOCOL_SMTP,
	    "\nsmtputf8_autodetect_classes = all", NULL,
	    "main.cf:2: smtputf8_autodetect_classes has no effect yet\n" },
	{ "what never will have", PROTOCOL_SMTP, "max_use = 5", NULL,
	    "main.cf:1: max_use has no effect: one run delivers one "
	    "message\n" },
	{ "one with an option", PROTOCOL_SMTP, "",
	    "enable_idna2003_compatibility=yes",
	    "-o: enable_idna2003_compatibility has no effect yet\n" },
	{ "several, in the order of the table", PROTOCOL_SMTP,
	    "max_use = 5\nsmtp_tls_enable_rpk = yes", NULL,
	    "main.cf:2: smtp_tls_enable_rpk has no effect yet\n"
	    "main.cf:1: max_use has no effect: one run delivers one "
	    "message\n" },
	{ "the default is no news", PROTOCOL_SMTP,
	    "max_use = 100\nmax_idle = 100\nnotify_classes = "
	    "resource, software\nhelpful_warnings = YES", NULL, "" },
	{ "nor is the default of the mode", PROTOCOL_SMTP,
	    "compatibility_level = 3.11\nsmtp_tls_security_level = may\n"
	    "inet_interfaces = all\nmxput_dnssec = trust", NULL, "" },
	{ "nor a default made of others", PROTOCOL_SMTP,
	    "myhostname = a.b\nmydestination = a.b, localhost.b, localhost",
	    NULL, "" },
	{ "what asks for nothing is done already", PROTOCOL_SMTP,
	    "smtp_tls_security_level = none\nsmtp_tls_wrappermode = no\n"
	    "smtp_sasl_auth_enable = no\nsmtp_sasl_password_maps =\n"
	    "mxput_dnssec = no\nsmtp_tls_policy_maps = $nothing", NULL, "" },
	{ "a list whose words all act", PROTOCOL_LMTP,
	    "lmtp_host_lookup = native", NULL, "" },
	{ "what acts, and what acts through others", PROTOCOL_SMTP,
	    "smtp_mx_address_limit = 1\nfallback_relay = [a]", NULL, "" },
	{ "no such name in a file", PROTOCOL_SMTP,
	    "smtp_hello = 1\nlmtp_hello = 1\nmxput_hello = 1", NULL,
	    "main.cf:1: smtp_hello is no parameter\n"
	    "main.cf:2: lmtp_hello is no parameter\n"
	    "main.cf:3: mxput_hello is no parameter\n" },
	{ "names of other programs", PROTOCOL_SMTP,
	    "smtpd_banner = x\nqueue_directory = /x\nmy_own = 1", NULL, "" },
	{ "a reserved name of one's own that is used", PROTOCOL_SMTP,
	    "smtp_mine = 5s\nsmtp_rset_timeout = $smtp_mine", NULL, "" },
	{ "the other protocol's, in an option", PROTOCOL_SMTP, "",
	    "lmtp_connect_timeout=5",
	    "-o: lmtp_connect_timeout has no effect: this is SMTP\n" },
	{ "the other protocol's, in an option of LMTP", PROTOCOL_LMTP, "",
	    "smtp_always_send_ehlo=no",
	    "-o: smtp_always_send_ehlo has no effect: this is LMTP\n" },
	{ "the other protocol's demands", PROTOCOL_SMTP,
	    "lmtp_tls_security_level = encrypt", NULL, "" },
	{ "an own name in an option that nobody uses", PROTOCOL_SMTP, "",
	    "relayhots=[a]", "-o: relayhots is no parameter\n" },
	{ "an own name in an option that is used", PROTOCOL_SMTP,
	    "relayhost = $r", "r=[a]", "" },
	{ "two values in a file", PROTOCOL_SMTP,
	    "relayhost = [a]\nx = 1\ny = 1\nx = 2\nrelayhost = [b]\n"
	    "y = 2\nmydomain = $x", NULL,
	    "main.cf:5: relayhost replaces another value in line 1\n"
	    "main.cf:4: x replaces another value in line 2\n" },
	{ "two values in a file, and one on the command line",
	    PROTOCOL_SMTP, "relayhost = [a]\nrelayhost = [b]\n",
	    "relayhost=[c]", "" },
	{ "the queue manager's, by our protocol's name", PROTOCOL_SMTP,
	    "smtp_transport_rate_delay = 1s", NULL,
	    "main.cf:1: smtp_transport_rate_delay has no effect: one run "
	    "delivers one message\n" },
};

static void
test_warnings(void)
{
	size_t i, n = sizeof(warnings) / sizeof(warnings[0]);

	for (i = 0; i < n; i++) {
		struct load l = load(warnings[i].protocol,
		    warnings[i].config, warnings[i].option);

		ok(l.good, warnings[i].name);
		is_text(str_span(&l.warnings), warnings[i].warnings,
		    warnings[i].name);
		unload(&l);
	}
}

/* shown - as for --show-config; what is ignored is noted, warnings are not
 * if no_warnings says so */

static struct load
shown(const char *config, bool no_warnings)
{
	static const struct host_facts facts = {
		.hostname = SPAN_INIT("h.example") };
	struct load l = { .arena = arena_new(), .settings = settings_new() };
	struct params_input input = { .settings = l.settings,
	    .facts = &facts, .only_shown = true, .self = &l,
	    .warn = no_warnings ? NULL : note,
	    .ignored = no_warnings ? note : NULL };

	l.why = DSN_IN(l.arena);
	str_init(&l.warnings, 10000);
	must(settings_read(l.settings, span_of(config), SPAN("main.cf"),
	    &l.why));
	l.good = params_load(&input, &l.params, &l.why);
	return l;
}

static void
test_shown(void)
{
	for (size_t i = 0; i < sizeof(protecting) / sizeof(protecting[0]);
	    i++) {
		struct load l = shown(protecting[i], false);

		ok(l.good, protecting[i]);
		ok(strstr(str_chars(&l.warnings), " is not built yet, and "
		    "nothing is sent without it\n") != NULL,
		    "which is a warning if nothing is sent");
		unload(&l);
	}
}

static void
test_ignored(void)
{
	struct load l = shown("smtpd_banner = $own\nown = 1\nused = 2\n"
	    "relayhost = $used\nmax_use = 1\nsmtp_hello = 1\n", true);

	is_text(str_span(&l.warnings),
	    "main.cf:1: smtpd_banner is ignored: it is no parameter of this "
	    "program\nmain.cf:2: own is ignored: it is no parameter of this "
	    "program\n", "names that mean nothing here, and no others");
	unload(&l);
}

int
main(void)
{
	test_protecting();
	test_warnings();
	test_shown();
	test_ignored();
	return tap_done();
}
