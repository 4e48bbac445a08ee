/* SPDX-License-Identifier: BSD-2-Clause */
#include "param/values.h"

#include "base/mem.h"
#include "unit/tap.h"

/* The directory of the configuration, in all scenes. */
#define DIRECTORY	"/c$$d/$one"

struct scene {
	const char *name;
	const char *hostname;
	const char *config;
	enum protocol protocol;
	const char *param, *value;
};

static const struct scene scenes[] = {
	{ "a default", "h.example", "", PROTOCOL_SMTP, "smtp_helo_timeout",
	    "300s" },
	{ "what was set", "h.example", "smtp_helo_timeout = 5", PROTOCOL_SMTP,
	    "smtp_helo_timeout", "5" },
	{ "the twin is another parameter", "h.example",
	    "lmtp_lhlo_timeout = 5", PROTOCOL_SMTP, "smtp_helo_timeout",
	    "300s" },
	{ "the row has the name of the protocol", "h.example",
	    "lmtp_lhlo_timeout = 5", PROTOCOL_LMTP, "smtp_helo_timeout",
	    "5" },
	{ "a parameter that LMTP lacks has its default", "h.example",
	    "smtp_always_send_ehlo = no", PROTOCOL_LMTP,
	    "smtp_always_send_ehlo", "yes" },

	{ "a name of one's own", "h.example",
	    "me = $us.example\nus = we\nsmtp_helo_name = $me", PROTOCOL_SMTP,
	    "smtp_helo_name", "we.example" },
	{ "the default of another parameter", "h.example", "", PROTOCOL_SMTP,
	    "smtp_helo_name", "h.example" },
	{ "the default of the SMTP twin, in SMTP", "h.example",
	    "x = $smtp_connect_timeout $lmtp_connect_timeout\n"
	    "mydestination = $x", PROTOCOL_SMTP, "mydestination", "30s 0s" },
	{ "and in LMTP", "h.example",
	    "x = $smtp_connect_timeout $lmtp_connect_timeout\n"
	    "mydestination = $x", PROTOCOL_LMTP, "mydestination", "30s 0s" },
	{ "a reference to something that is set", "h.example",
	    "fallback_relay = [a]", PROTOCOL_SMTP, "smtp_fallback_relay",
	    "[a]" },
	{ "an old name that is set", "h.example",
	    "compatibility_level = 3.6\nsmtp_per_record_deadline = yes",
	    PROTOCOL_SMTP, "smtp_per_request_deadline", "yes" },
	{ "an old name that is not set", "h.example",
	    "compatibility_level = 3.6", PROTOCOL_SMTP,
	    "smtp_per_request_deadline", "no" },

	{ "levels: below 1", "h.example", "compatibility_level = 0",
	    PROTOCOL_SMTP, "smtputf8_enable", "no" },
	{ "levels: from 1 on", "h.example", "compatibility_level = 1",
	    PROTOCOL_SMTP, "smtputf8_enable", "yes" },
	{ "levels: below 3.6", "h.example", "compatibility_level = 3.5",
	    PROTOCOL_SMTP, "smtp_tls_fingerprint_digest", "md5" },
	{ "levels: below 3.11", "h.example", "compatibility_level = 3.9",
	    PROTOCOL_SMTP, "smtp_tls_security_level", "" },
	{ "levels: from 3.11 on", "h.example", "compatibility_level = 3.11",
	    PROTOCOL_SMTP, "smtp_tls_security_level", "may" },
	{ "without a level, the newest", "h.example", "", PROTOCOL_SMTP,
	    "smtp_tls_fingerprint_digest", "sha256" },
	{ "DNSSEC outside Postfix mode", "h.example", "", PROTOCOL_SMTP,
	    "smtp_dns_support_level", "dnssec" },
	{ "no DNS at all outside Postfix mode", "h.example",
	    "disable_dns_lookups = yes", PROTOCOL_SMTP,
	    "smtp_dns_support_level", "" },

	{ "a host name with a dot", "h.example", "", PROTOCOL_SMTP,
	    "myhostname", "h.example" },
	{ "a host name without a dot", "h", "", PROTOCOL_SMTP, "myhostname",
	    "h.localdomain" },
	{ "a host name that mydomain completes", "h",
	    "mydomain = $x.example\nx = y", PROTOCOL_SMTP, "myhostname",
	    "h.y.example" },
	{ "no host name", "", "", PROTOCOL_SMTP, "myhostname",
	    "localhost.localdomain" },
	{ "a host name that looks like a macro", "$self", "", PROTOCOL_SMTP,
	    "myhostname", "localhost.localdomain" },
	{ "the domain of the host", "h.sub.example", "", PROTOCOL_SMTP,
	    "mydomain", "sub.example" },
	{ "the domain of a host without one", "h", "", PROTOCOL_SMTP,
	    "mydomain", "localdomain" },
	{ "the domain of the name that is set", "h",
	    "myhostname = a.b.c", PROTOCOL_SMTP, "mydomain", "b.c" },
	{ "the domain of a set name without one", "h.example",
	    "myhostname = a", PROTOCOL_SMTP, "mydomain", "localdomain" },
	{ "a name made of the domain that would be made of it", "h.example",
	    "myhostname = mail.$mydomain", PROTOCOL_SMTP, "myhostname",
	    "mail.localdomain" },
	{ "and the domain", "h.example", "myhostname = mail.$mydomain",
	    PROTOCOL_SMTP, "mydomain", "localdomain" },
	{ "the directory of the file, whatever its name", "h.example",
	    "one = 1", PROTOCOL_SMTP, "config_directory", DIRECTORY },
	{ "in another parameter", "h.example",
	    "one = 1\nmydestination = hash:$config_directory/x",
	    PROTOCOL_SMTP, "mydestination", "hash:" DIRECTORY "/x" },
	{ "another directory", "h.example", "config_directory = /e",
	    PROTOCOL_SMTP, "config_directory", "/e" },
	{ "the origin", "h.example", "", PROTOCOL_SMTP, "myorigin",
	    "h.example" },
	{ "local domains", "h.example", "", PROTOCOL_SMTP, "mydestination",
	    "h.example, localhost.example, localhost" },
};

static void
test_scene(const struct scene *scene)
{
	struct arena *arena = arena_new();
	struct dsn why = DSN_IN(arena);
	struct settings *settings = settings_new();
	struct host_facts facts = { .hostname = span_of(scene->hostname),
	    .config_directory = SPAN(DIRECTORY) };
	struct params_input input = { .settings = settings, .facts = &facts,
	    .protocol = scene->protocol };
	struct value_text text = { .text = SPAN("(failed)") };
	struct values values;

	must(settings_read(settings, span_of(scene->config), SPAN("conf"),
	    &why));
	values_init(&values, &input, arena);
	ok(values_text(&values, values_row(&values, span_of(scene->param)),
	    &text, &why), scene->name);
	is_text(text.text, scene->value, scene->name);
	values_clear(&values);
	settings_free(&settings);
	arena_free(&arena);
}

static void
test_trouble(void)
{
	struct arena *arena = arena_new();
	struct dsn why = DSN_IN(arena);
	struct settings *settings = settings_new();
	struct host_facts facts = { .hostname = SPAN("h.example") };
	struct params_input input = { .settings = settings, .facts = &facts };
	struct value_text text;
	struct span dflt;
	struct values values;

	must(settings_read(settings, SPAN("a = 1\nrelayhost = ${a\n"
	    "myhostname = $myhostname\n"), SPAN("conf"), &why));
	values_init(&values, &input, arena);
	ok(!values_text(&values, values_row(&values, SPAN("relayhost")),
	    &text, &why), "a malformed macro");
	is_text(why.text, "conf:2: relayhost: a bracket is not closed in "
	    "\"{a\"", "and where it is");
	ok(!values_text(&values, values_row(&values, SPAN("myhostname")),
	    &text, &why), "a host name that is itself");
	ok(values_default(&values, values_row(&values, SPAN("mydomain")),
	    &dflt, &why), "and the domain that is made of it");
	is_text(dflt, "localdomain", "is what it is without a host name");
	ok(values_row(&values, SPAN("nonsense")) == NULL, "no such row");
	values_clear(&values);
	settings_free(&settings);
	arena_free(&arena);
}

int
main(void)
{
	for (size_t i = 0; i < sizeof(scenes) / sizeof(scenes[0]); i++)
		test_scene(&scenes[i]);
	test_trouble();
	return tap_done();
}
