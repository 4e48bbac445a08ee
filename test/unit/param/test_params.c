/* SPDX-License-Identifier: BSD-2-Clause */
#include "param/params.h"

#include "base/mem.h"
#include "base/str.h"
#include "unit/tap.h"

/* A run of params_load, and what came of it. */
struct load {
	struct arena *arena;
	struct settings *settings;
	struct params params;
	bool good;
	struct dsn why;
	struct str warnings;	/* one a line */
};

static void
note(void *self, struct span text)
{
	struct load *load = self;

	str_addf(&load->warnings, "%.*s\n", SPAN_ARG(text));
}

/* by_option - "name = value" as -o gives it */

static void
by_option(struct settings *settings, const char *option)
{
	struct span value = span_of(option);
	struct setting s = { .from = SETTING_OPTION, .file = SPAN("-o") };

	s.name = span_cut(&value, '=');
	s.value = value;
	settings_set(settings, &s);
}

/* load - a file, and an option or NULL */

static struct load
load(enum protocol protocol, const char *config, const char *option)
{
	static const struct host_facts facts = {
		.hostname = SPAN_INIT("h.example") };
	struct load l = { .arena = arena_new(), .settings = settings_new() };
	struct params_input input = { .settings = l.settings,
	    .facts = &facts, .protocol = protocol, .warn = note,
	    .self = &l };

	l.why = DSN_IN(l.arena);
	str_init(&l.warnings, 10000);
	must(settings_read(l.settings, span_of(config), SPAN("main.cf"),
	    &l.why));
	if (option != NULL)
		by_option(l.settings, option);
	l.good = params_load(&input, &l.params, &l.why);
	return l;
}

static void
unload(struct load *l)
{
	str_clear(&l->warnings);
	settings_free(&l->settings);
	arena_free(&l->arena);
}

static void
test_fields(void)
{
	struct load l = load(PROTOCOL_SMTP, "", NULL);

	ok(l.good, "nothing need be set");
	is_text(str_span(&l.warnings), "", "and then there is no warning");
	ok(!l.params.postfix_mode, "no file, no Postfix mode");
	is_number(l.params.protocol, PROTOCOL_SMTP, "the protocol");
	is_number(l.params.helo_timeout, 300000, "a time in milliseconds");
	is_number(l.params.line_length_limit, 2048, "a number");
	ok(l.params.always_send_ehlo, "a bool");
	is_text(l.params.helo_name, "h.example", "a text");
	is_number(l.params.address_preference, PREFER_ANY, "a choice");
	is_number(l.params.pix_workarounds,
	    PIX_DISABLE_ESMTP | PIX_DELAY_DOTCRLF, "a set");
	is_number(l.params.fold_limit, 998, "a field of another name");
	is_text(l.params.resolvers, "", "an own parameter");
	unload(&l);
}

static void
test_settings_may_go(void)
{
	struct load l = load(PROTOCOL_SMTP, "relayhost = [mx.example]", NULL);

	settings_free(&l.settings);
	is_text(l.params.relayhost, "[mx.example]",
	    "texts outlive the settings");
	unload(&l);
}

static void
test_protocols(void)
{
	static const char config[] = "smtp_connect_timeout = 7\n"
	    "lmtp_connect_timeout = 8\nsmtp_helo_name = s\n"
	    "lmtp_lhlo_name = l\nsmtp_always_send_ehlo = no\n";
	struct load smtp = load(PROTOCOL_SMTP, config, NULL);
	struct load lmtp = load(PROTOCOL_LMTP, config, NULL);

	ok(smtp.good && lmtp.good, "names of both protocols");
	is_number(smtp.params.connect_timeout, 7000, "the one of SMTP");
	is_number(lmtp.params.connect_timeout, 8000, "the one of LMTP");
	is_text(smtp.params.helo_name, "s", "a name that differs, SMTP");
	is_text(lmtp.params.helo_name, "l", "a name that differs, LMTP");
	ok(!smtp.params.always_send_ehlo, "what LMTP has not got, SMTP");
	ok(lmtp.params.always_send_ehlo, "what LMTP has not got, LMTP");
	is_text(str_span(&smtp.warnings), "",
	    "the other protocol's parameters in a file are no matter");
	unload(&smtp);
	unload(&lmtp);
}

/* modes: what a configuration makes of three parameters */
static const struct {
	const char *name, *config, *option;
	bool postfix_mode, deadline;
	enum dns_support dns;
	unsigned host_lookup;
} modes[] = {
	{ "outside Postfix mode", "relayhost =", NULL,
	    false, true, DNS_DNSSEC, HOST_LOOKUP_DNS | HOST_LOOKUP_NATIVE },
	{ "in Postfix mode", "compatibility_level = 3.6", NULL,
	    true, false, DNS_ENABLED, HOST_LOOKUP_DNS },
	{ "an option does not turn it on", "", "compatibility_level=3.6",
	    false, true, DNS_DNSSEC, HOST_LOOKUP_DNS | HOST_LOOKUP_NATIVE },
	{ "an option does not turn it off", "compatibility_level = 0",
	    "compatibility_level=3.6",
	    true, false, DNS_ENABLED, HOST_LOOKUP_DNS },
	{ "no DNS, outside", "disable_dns_lookups = YES", NULL,
	    false, true, DNS_DISABLED, HOST_LOOKUP_DNS | HOST_LOOKUP_NATIVE },
	{ "no DNS, in Postfix mode",
	    "compatibility_level = 2\ndisable_dns_lookups = yes", NULL,
	    true, false, DNS_DISABLED, HOST_LOOKUP_DNS },
	{ "the level of DNS support wins",
	    "disable_dns_lookups = yes\nsmtp_dns_support_level = Enabled",
	    NULL,
	    false, true, DNS_ENABLED, HOST_LOOKUP_DNS | HOST_LOOKUP_NATIVE },
	{ "set to empty, it leaves it to the other",
	    "disable_dns_lookups = no\nsmtp_dns_support_level =", NULL,
	    false, true, DNS_ENABLED, HOST_LOOKUP_DNS | HOST_LOOKUP_NATIVE },
};

static void
test_modes(void)
{
	for (size_t i = 0; i < sizeof(modes) / sizeof(modes[0]); i++) {
		struct load l = load(PROTOCOL_SMTP, modes[i].config,
		    modes[i].option);

		ok(l.good, modes[i].name);
		is_number(l.params.postfix_mode, modes[i].postfix_mode,
		    modes[i].name);
		is_number(l.params.per_request_deadline, modes[i].deadline,
		    modes[i].name);
		is_number(l.params.dns_support_level, modes[i].dns,
		    modes[i].name);
		is_number(l.params.host_lookup, modes[i].host_lookup,
		    modes[i].name);
		unload(&l);
	}
}

static void
test_precedence(void)
{
	struct load l = load(PROTOCOL_SMTP,
	    "smtp_mx_session_limit = 3\nsmtp_mx_session_limit = 4\n",
	    "smtp_mx_session_limit=5");

	is_number(l.params.mx_session_limit, 5, "an option beats the file");
	unload(&l);
}

static const struct {
	const char *name, *config, *option, *why;
} errors[] = {
	{ "behaviour 241: a bool", "\nsmtp_randomize_addresses = maybe", NULL,
	    "main.cf:2: smtp_randomize_addresses = maybe: yes or no is "
	    "wanted" },
	{ "behaviour 241: below the least", "line_length_limit = 511", NULL,
	    "main.cf:1: line_length_limit = 511: a number of at least 512 is "
	    "wanted" },
	{ "behaviour 241: no time", "", "smtp_quit_timeout=soon",
	    "-o: smtp_quit_timeout = soon: a time above 0 is wanted" },
	{ "D25: a line length of 1", "smtp_line_length_limit = 1", NULL,
	    "main.cf:1: smtp_line_length_limit = 1: 0, or a number of at "
	    "least 12 is wanted" },
	{ "behaviour 245: an unknown word", "smtp_host_lookup = DNS", NULL,
	    "main.cf:1: smtp_host_lookup = DNS: a list of dns, native is "
	    "wanted" },
	{ "a name that is empty", "smtp_helo_name =", NULL,
	    "main.cf:1: smtp_helo_name = : a text without control "
	    "characters and not empty is wanted" },
	{ "a value that another one made bad", "x = 3 s\n"
	    "smtp_rset_timeout = $x", NULL,
	    "main.cf:2: smtp_rset_timeout = 3 s: a time above 0 is wanted" },
	{ "a default that another one made bad",
	    "compatibility_level = 3.6\nsmtp_per_record_deadline = 2", NULL,
	    "smtp_per_request_deadline = 2: yes or no is wanted" },
	{ "a value that is not used yet is read all the same",
	    "mime_nesting_limit = 0", NULL,
	    "main.cf:1: mime_nesting_limit = 0: a number of at least 1 is "
	    "wanted" },
	{ "a compatibility level that is none", "compatibility_level = new",
	    NULL, "main.cf:1: compatibility_level = new: a level such as 3.6 "
	    "is wanted" },
	{ "a default that another one makes malformed",
	    "mydomain = $\n", NULL,
	    "main.cf:1: mydomain: a name is wanted behind the dollar "
	    "(or a second dollar, to mean itself) of \"$\"" },
	{ "a default made of something malformed",
	    "fallback_relay = $", NULL, "the default of smtp_fallback_relay: "
	    "a name is wanted behind the dollar (or a second dollar, to mean "
	    "itself) of \"$\", in $fallback_relay" },
	{ "a circle", "\nrelayhost = $a\na = [$b]\nb = ${a}", NULL,
	    "main.cf:2: relayhost: $a leads to itself: a -> b -> a" },
	{ "a malformed macro", "relayhost = $", NULL,
	    "main.cf:1: relayhost: a name is wanted behind the dollar "
	    "(or a second dollar, to mean itself) of \"$\"" },
	{ "no such parameter in an option", "", "smtp_hello=1",
	    "-o: smtp_hello is no parameter" },
};

static void
test_errors(void)
{
	for (size_t i = 0; i < sizeof(errors) / sizeof(errors[0]); i++) {
		struct load l = load(PROTOCOL_SMTP, errors[i].config,
		    errors[i].option);

		ok(!l.good, errors[i].name);
		is_text(l.why.text, errors[i].why, errors[i].name);
		is_text(span_of(l.why.status), "5.3.5", errors[i].name);
		unload(&l);
	}
}

static const char *const protecting[] = {
	"smtp_tls_security_level = encrypt", "smtp_tls_security_level = Dane",
	"smtp_tls_security_level = ${{a} == {a} ? {secure} : {none}}",
	"smtp_tls_wrappermode = yes", "smtp_tls_policy_maps = texthash:/x",
	"smtp_tls_per_site = texthash:/x", "smtp_enforce_tls = yes",
	"smtp_requiretls_policy = enforce", "smtp_sasl_auth_enable = yes",
	"smtp_sasl_password_maps = texthash:/x",
	"smtp_sender_dependent_authentication = yes",
	"mxput_sasl_auth_required = yes", "mxput_mta_sts = yes",
	"mxput_netrc = yes", "mxput_dnssec = validate",
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

static void
test_no_secret(void)
{
	struct load l = load(PROTOCOL_SMTP,
	    "smtp_sasl_password_maps = inline:{ {a = u:hunter2} }", NULL);

	ok(!l.good, "passwords in the file are not used yet");
	is_text(l.why.text, "main.cf:1: smtp_sasl_password_maps is not built "
	    "yet, and nothing is sent without it",
	    "and not shown in the message");
	unload(&l);
}

static const struct {
	const char *name;
	enum protocol protocol;
	const char *config, *option, *warnings;
} warnings[] = {
	{ "what has no effect yet", PROTOCOL_SMTP,
	    "\nsmtp_generic_maps = texthash:/x", NULL,
	    "main.cf:2: smtp_generic_maps has no effect yet\n" },
	{ "what never will have", PROTOCOL_SMTP, "max_use = 5", NULL,
	    "main.cf:1: max_use has no effect: one run delivers one "
	    "message\n" },
	{ "one with an option", PROTOCOL_SMTP, "", "inet_interfaces=all",
	    "-o: inet_interfaces has no effect yet\n" },
	{ "several, in the order of the table", PROTOCOL_SMTP,
	    "max_use = 5\nsmtp_use_tls = yes", NULL,
	    "main.cf:2: smtp_use_tls has no effect yet\n"
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
	{ "another mode's default is news", PROTOCOL_SMTP,
	    "mxput_dnssec = trust\nsmtp_tls_security_level = may", NULL,
	    "main.cf:2: smtp_tls_security_level has no effect yet\n"
	    "main.cf:1: mxput_dnssec has no effect yet\n" },
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

static void
test_untouched(void)
{
	static const struct host_facts facts = {
		.hostname = SPAN_INIT("h.example") };
	struct arena *arena = arena_new();
	struct dsn why = DSN_IN(arena);
	struct settings *settings = settings_new();
	struct params params = { .helo_timeout = 5 };
	struct params_input input = { .settings = settings,
	    .facts = &facts };

	by_option(settings, "smtp_foo=1");
	ok(!params_load(&input, &params, &why), "nobody need hear warnings");
	is_number(params.helo_timeout, 5, "a failure leaves all untouched");
	settings_free(&settings);
	arena_free(&arena);
}

int
main(void)
{
	test_fields();
	test_settings_may_go();
	test_protocols();
	test_modes();
	test_precedence();
	test_errors();
	test_protecting();
	test_no_secret();
	test_warnings();
	test_shown();
	test_ignored();
	test_untouched();
	return tap_done();
}
