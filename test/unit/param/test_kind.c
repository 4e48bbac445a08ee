/* SPDX-License-Identifier: BSD-2-Clause */
#include "param/kind.h"

#include "base/arena.h"
#include "base/mem.h"
#include "param/words.h"
#include "unit/tap.h"

/* Each is read, and shown again; shown NULL: it cannot be read. */
static const struct scene {
	const char *name;
	const struct kind *kind;
	struct limits limits;
	const char *text, *shown;
} scenes[] = {
	{ "blanks alone are an empty text", &KIND_TEXT, AT_LEAST(1), " \t",
	    NULL },
	{ "a text may begin with a blank", &KIND_TEXT, AT_LEAST(1), " a",
	    " a" },

	{ "yes", &KIND_BOOL, ANY, "yes", "yes" },
	{ "behaviour 241: yes and no in any case", &KIND_BOOL, ANY, "nO",
	    "no" },
	{ "behaviour 241: a bool is nothing else", &KIND_BOOL, ANY, "true",
	    NULL },
	{ "a bool is not empty", &KIND_BOOL, ANY, "", NULL },

	{ "a number", &KIND_NUMBER, ANY, "17", "17" },
	{ "a number below zero", &KIND_NUMBER, ANY, "-1", "-1" },
	{ "behaviour 241: decimal only", &KIND_NUMBER, ANY, "0x10", NULL },
	{ "behaviour 241: below the least", &KIND_NUMBER, AT_LEAST(1), "0",
	    NULL },
	{ "the least", &KIND_NUMBER, AT_LEAST(1), "1", "1" },
	{ "the most", &KIND_NUMBER, BETWEEN(0, 6), "6", "6" },
	{ "above the most", &KIND_NUMBER, BETWEEN(0, 6), "7", NULL },
	{ "D25: zero", &KIND_NUMBER, ZERO_OR_AT_LEAST(12), "0", "0" },
	{ "D25: below 12", &KIND_NUMBER, ZERO_OR_AT_LEAST(12), "11", NULL },
	{ "D25: 12", &KIND_NUMBER, ZERO_OR_AT_LEAST(12), "12", "12" },
	{ "a number that is too long", &KIND_NUMBER, ANY,
	    "99999999999999999999", NULL },

	{ "behaviour 241: seconds without a unit", &KIND_TIME, ANY, "90",
	    "90s" },
	{ "behaviour 241: minutes", &KIND_TIME, ANY, "5m", "300s" },
	{ "behaviour 241: only the first letter of the unit counts",
	    &KIND_TIME, ANY, "2hours", "7200s" },
	{ "milliseconds", &KIND_TIME, ANY, "250ms", "250ms" },
	{ "behaviour 241: an unknown unit", &KIND_TIME, ANY, "5y", NULL },
	{ "behaviour 241: no time is negative", &KIND_TIME, ANY, "-5s",
	    NULL },
	{ "a time above 0", &KIND_TIME, AT_LEAST(1), "0s", NULL },
	{ "a time is not empty", &KIND_TIME, ANY, "", NULL },
	{ "behaviour 241: days without a unit", &KIND_DAYS, ANY, "90",
	    "90d" },
	{ "seconds where days are usual", &KIND_DAYS, ANY, "90s", "90s" },

	{ "a level", &KIND_LEVEL, ANY, "3.6", "3.6" },
	{ "no level", &KIND_LEVEL, ANY, "3.6 ", NULL },

	{ "behaviour 49: an IPv4 address", &KIND_IPV4, ANY, "192.0.2.1",
	    "192.0.2.1" },
	{ "behaviour 49: in brackets", &KIND_IPV4, ANY, "[192.0.2.1]",
	    "[192.0.2.1]" },
	{ "no IPv4 address", &KIND_IPV4, ANY, "", "" },
	{ "behaviour 49: half an IPv4 address", &KIND_IPV4, ANY, "192.0.2",
	    NULL },
	{ "behaviour 49: half a bracket", &KIND_IPV4, ANY, "[192.0.2.1",
	    NULL },
	{ "behaviour 49: a bracket", &KIND_IPV4, ANY, "[", NULL },
	{ "behaviour 49: of the other family", &KIND_IPV4, ANY,
	    "2001:db8::1", NULL },
	{ "behaviour 49: a name", &KIND_IPV4, ANY, "mx.test", NULL },
	{ "behaviour 49: an IPv6 address", &KIND_IPV6, ANY, "2001:db8::1",
	    "2001:db8::1" },
	{ "behaviour 49: in brackets", &KIND_IPV6, ANY, "[2001:db8::1]",
	    "[2001:db8::1]" },
	{ "behaviour 49: with an interface", &KIND_IPV6, ANY, "fe80::1%eth0",
	    "fe80::1%eth0" },
	{ "behaviour 49: nonsense", &KIND_IPV6, ANY, "2001:db8::1::2",
	    NULL },
	{ "behaviour 49: not as in an address literal", &KIND_IPV6, ANY,
	    "[IPv6:2001:db8::1]", NULL },
	{ "behaviour 49: of the other family", &KIND_IPV6, ANY, "192.0.2.1",
	    NULL },

	{ "a text", &KIND_TEXT, ANY, "a b", "a b" },
	{ "an empty text", &KIND_TEXT, ANY, "", "" },
	{ "an empty text that must not be", &KIND_TEXT, AT_LEAST(1), "",
	    NULL },
	{ "a text of one octet", &KIND_TEXT, BETWEEN(1, 1), ":", ":" },
	{ "a text of two octets instead", &KIND_TEXT, BETWEEN(1, 1), "::",
	    NULL },
	{ "no command hides in a text", &KIND_TEXT, ANY, "a\r\nRSET", NULL },
	{ "no escape sequence hides in a text", &KIND_TEXT, ANY, "\033[2J",
	    NULL },
	{ "UTF-8 in a text", &KIND_TEXT, ANY, "\xc3\xa9", "\xc3\xa9" },
	{ "a list over several lines", &KIND_LIST, ANY, "a,\n b", "a,\n b" },

	{ "passwords in files", &KIND_PASSWORDS, ANY,
	    "hash:/etc/passwd, texthash:/x", "hash:/etc/passwd, texthash:/x" },
	{ "passwords in the value", &KIND_PASSWORDS, ANY,
	    "inline:{ a=u:secret, b=u:secret }, texthash:/x",
	    "inline:{***}" },
	{ "one password for all", &KIND_PASSWORDS, ANY, "static:u:secret",
	    "static:{***}" },
	{ "passwords behind a proxy", &KIND_PASSWORDS, ANY,
	    "texthash:/x proxy:static:secret", "texthash:/x, proxy:{***}" },
};

static void
test_scene(const struct scene *scene)
{
	union value value;
	struct str shown;
	bool good = scene->kind->read(scene->kind, span_of(scene->text),
	    &scene->limits, &value);

	is_number(good, scene->shown != NULL, scene->name);
	if (!good || scene->shown == NULL)
		return;
	str_init(&shown, 1000);
	scene->kind->show(scene->kind, &value, &shown);
	is_text(str_span(&shown), scene->shown, scene->name);
	str_clear(&shown);
}

static const struct {
	const struct kind *kind;
	struct limits limits;
	const char *wanted;
} wants[] = {
	{ &KIND_BOOL, ANY, "yes or no" },
	{ &KIND_NUMBER, ANY, "a number" },
	{ &KIND_NUMBER, AT_LEAST(512), "a number of at least 512" },
	{ &KIND_NUMBER, BETWEEN(0, 6), "a number from 0 to 6" },
	{ &KIND_NUMBER, ZERO_OR_AT_LEAST(12), "0, or a number of at least 12" },
	{ &KIND_TIME, AT_LEAST(0), "a time" },
	{ &KIND_TIME, AT_LEAST(1), "a time above 0" },
	{ &KIND_TIME, AT_LEAST(2000), "a time of at least 2s" },
	{ &KIND_TEXT, AT_LEAST(1),
	    "a text without control characters and not empty" },
	{ &KIND_TEXT, BETWEEN(1, 1),
	    "a text without control characters of one octet" },
	{ &KIND_ADDRESS_PREFERENCE, ANY, "one of any, ipv4, ipv6" },
	{ &KIND_DNS_SUPPORT, ANY, "one of disabled, enabled, dnssec" },
	{ &KIND_HOST_LOOKUP, ANY, "a list of dns, native" },
};

static void
test_wanted(void)
{
	struct str wanted;

	str_init(&wanted, 1000);
	for (size_t i = 0; i < sizeof(wants) / sizeof(wants[0]); i++) {
		str_reset(&wanted);
		kind_add_wanted(wants[i].kind, &wants[i].limits, &wanted);
		is_text(str_span(&wanted), wants[i].wanted, wants[i].wanted);
	}
	str_clear(&wanted);
}

static void
test_off(void)
{
	const union value yes = { .yes = true }, no = { .yes = false };
	const union value text = { .text = SPAN_INIT("x") };
	const union value empty = { .text = SPAN_INIT("") };
	const union value zero = { .number = 0 };

	ok(kind_is_off(&KIND_BOOL, &no), "no asks for nothing");
	ok(!kind_is_off(&KIND_BOOL, &yes), "yes asks for something");
	ok(kind_is_off(&KIND_TABLES, &empty), "no tables ask for nothing");
	ok(!kind_is_off(&KIND_TABLES, &text), "tables ask for something");
	ok(!kind_is_off(&KIND_NUMBER, &zero), "a number says something");
}

int
main(void)
{
	for (size_t i = 0; i < sizeof(scenes) / sizeof(scenes[0]); i++)
		test_scene(&scenes[i]);
	test_wanted();
	test_off();
	return tap_done();
}
