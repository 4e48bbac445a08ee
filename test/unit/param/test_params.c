/* SPDX-License-Identifier: BSD-2-Clause */
#include "param/params.h"

#include "unit/param/load.h"

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

static const struct {
	const char *title;
	enum protocol protocol;
	const char *config;
	bool by_name;
} dane[] = {
	{ "our own default is no wish", PROTOCOL_SMTP, "", false },
	{ "a level of DANE by name", PROTOCOL_SMTP,
	    "smtp_tls_security_level = dane", true },
	{ "the other one", PROTOCOL_SMTP,
	    "smtp_tls_security_level = ${{a} == {a} ? {DANE-only} : {may}}",
	    true },
	{ "another level", PROTOCOL_SMTP, "smtp_tls_security_level = may",
	    false },
	{ "the other protocol's", PROTOCOL_LMTP,
	    "smtp_tls_security_level = dane", false },
	{ "LMTP's", PROTOCOL_LMTP, "lmtp_tls_security_level = dane", true },
};

static void
test_dane(void)
{
	static const struct host_facts facts = {
		.hostname = SPAN_INIT("h.example") };

	for (size_t i = 0; i < sizeof(dane) / sizeof(dane[0]); i++) {
		struct arena *arena = arena_new();
		struct settings *settings = settings_new();
		struct params_input input = { .settings = settings,
		    .facts = &facts, .protocol = dane[i].protocol,
		    .only_shown = true };
		struct dsn why = DSN_IN(arena);
		struct params params;

		must(settings_read(settings, span_of(dane[i].config),
		    SPAN("main.cf"), &why));
		ok(params_load(&input, &params, &why), dane[i].title);
		ok(params.dane_by_name == dane[i].by_name, "as it should");
		settings_free(&settings);
		arena_free(&arena);
	}
}

int
main(void)
{
	test_fields();
	test_settings_may_go();
	test_protocols();
	test_modes();
	test_dane();
	test_precedence();
	test_errors();
	test_untouched();
	return tap_done();
}
