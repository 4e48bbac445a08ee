/* SPDX-License-Identifier: BSD-2-Clause */
#include "param/words.h"

#include "base/arena.h"
#include "base/mem.h"
#include "unit/tap.h"

enum { NO_VALUE = 99 };

static const struct scene {
	const char *name;
	const struct kind *kind;
	const char *text;
	unsigned value;		/* NO_VALUE: it cannot be read */
	const char *shown;
} scenes[] = {
	{ "behaviour 245: address preference in any case",
	    &KIND_ADDRESS_PREFERENCE, "IPv6", PREFER_IPV6, "ipv6" },
	{ "no other address preference", &KIND_ADDRESS_PREFERENCE, "ipv5",
	    NO_VALUE, NULL },
	{ "one address preference", &KIND_ADDRESS_PREFERENCE, "ipv4 ipv6",
	    NO_VALUE, NULL },
	{ "some address preference", &KIND_ADDRESS_PREFERENCE, "", NO_VALUE,
	    NULL },
	{ "behaviour 245: DNS support in any case", &KIND_DNS_SUPPORT,
	    "DNSSEC", DNS_DNSSEC, "dnssec" },
	{ "DNS support disabled", &KIND_DNS_SUPPORT, "disabled",
	    DNS_DISABLED, "disabled" },
	{ "DNS support that another parameter decides", &KIND_DNS_SUPPORT, "",
	    DNS_UNSAID, "" },
	{ "host lookup in DNS", &KIND_HOST_LOOKUP, "dns", HOST_LOOKUP_DNS,
	    "dns" },
	{ "behaviour 242: commas and blanks in lists", &KIND_HOST_LOOKUP,
	    " native ,,\tdns ", HOST_LOOKUP_DNS | HOST_LOOKUP_NATIVE,
	    "dns, native" },
	{ "behaviour 245: host lookup minds case", &KIND_HOST_LOOKUP, "DNS",
	    NO_VALUE, NULL },
	{ "unknown host lookup", &KIND_HOST_LOOKUP, "dns, nis", NO_VALUE,
	    NULL },
	{ "both resolver options", &KIND_RESOLVER_OPTIONS,
	    "res_dnsrch res_defnames", RESOLVER_DEFNAMES | RESOLVER_DNSRCH,
	    "res_defnames, res_dnsrch" },
	{ "no resolver options", &KIND_RESOLVER_OPTIONS, "", 0, "" },
	{ "behaviour 245: resolver options mind case",
	    &KIND_RESOLVER_OPTIONS, "RES_DNSRCH", NO_VALUE, NULL },
	{ "an unknown resolver option", &KIND_RESOLVER_OPTIONS,
	    "res_debug", NO_VALUE, NULL },
	{ "our own words in any case", &KIND_DNSSEC, "Validate",
	    DNSSEC_VALIDATE, "validate" },
	{ "no other source of DNSSEC status", &KIND_DNSSEC, "yes", NO_VALUE,
	    NULL },
	{ "all protocols", &KIND_INET_PROTOCOLS, "all", INET_IPV4 | INET_IPV6,
	    "all" },
	{ "both protocols are all of them", &KIND_INET_PROTOCOLS,
	    "ipv4, ipv6", INET_IPV4 | INET_IPV6, "all" },
	{ "one protocol", &KIND_INET_PROTOCOLS, "ipv6", INET_IPV6, "ipv6" },
	{ "behaviour 20: no protocol", &KIND_INET_PROTOCOLS, "", 0, "" },
	{ "behaviour 245: protocols mind case", &KIND_INET_PROTOCOLS, "IPv4",
	    NO_VALUE, NULL },
	{ "workarounds in any case, unknown ones passed over",
	    &KIND_PIX_WORKAROUNDS, "Delay_DotCRLF, walk_the_dog",
	    PIX_DELAY_DOTCRLF, "delay_dotcrlf" },
	{ "no workarounds", &KIND_PIX_WORKAROUNDS, "", 0, "" },
	{ "behaviour 3: flags, side by side, in any order", &KIND_FLAGS, "ROD",
	    FLAG_DELIVERED_TO | FLAG_ORIGINAL_TO | FLAG_RETURN_PATH, "DOR" },
	{ "no flags", &KIND_FLAGS, "", 0, "" },
	{ "behaviour 3: any other letter is refused", &KIND_FLAGS, "DF",
	    NO_VALUE, NULL },
	{ "a small letter is another one", &KIND_FLAGS, "d", NO_VALUE, NULL },
	{ "nothing stands between them", &KIND_FLAGS, "D, O", NO_VALUE, NULL },
	{ "behaviour 245: TLS level in any case", &KIND_TLS_LEVEL, "May", 1,
	    "may" },
	{ "halfdane is no level to be set", &KIND_TLS_LEVEL, "halfdane",
	    NO_VALUE, NULL },
};

static void
test_scene(const struct scene *scene)
{
	const struct limits any = ANY;
	unsigned value = NO_VALUE;
	struct str shown;

	if (!scene->kind->read(scene->kind, span_of(scene->text), &any,
	    &value))
		value = NO_VALUE;
	is_number(value, scene->value, scene->name);
	if (value == NO_VALUE)
		return;
	str_init(&shown, 1000);
	scene->kind->show(scene->kind, &value, &shown);
	is_text(str_span(&shown), scene->shown, scene->name);
	str_clear(&shown);
}

static enum built
built(const struct kind *kind, const char *text)
{
	const struct limits any = ANY;
	unsigned value;

	must(kind->read(kind, span_of(text), &any, &value));
	return words_built(kind, &value);
}

static void
test_built(void)
{
	static const char *const levels[] = { "", "none", "may", "encrypt",
	    "dane", "dane-only", "fingerprint", "verify", "secure" };
	bool yes = true;

	for (size_t i = 0; i < sizeof(levels) / sizeof(levels[0]); i++)
		is_number(built(&KIND_TLS_LEVEL, levels[i]), BUILT_ACTS,
		    "every TLS level is built");
	is_number(built(&KIND_HOST_LOOKUP, "dns"), BUILT_ACTS,
	    "looking up in DNS is built");
	is_number(words_built(&KIND_BOOL, &yes), BUILT_ACTS,
	    "what has no words is built as far as they go");
}

int
main(void)
{
	for (size_t i = 0; i < sizeof(scenes) / sizeof(scenes[0]); i++)
		test_scene(&scenes[i]);
	test_built();
	return tap_done();
}
