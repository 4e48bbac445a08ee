/* SPDX-License-Identifier: BSD-2-Clause */
#include "param/words.h"

#include "base/ascii.h"

/* Enumerations are read into an unsigned. */
_Static_assert(sizeof(TYPE_OF_ADDRESS_PREFERENCE) == sizeof(unsigned) &&
    sizeof(TYPE_OF_ADDRESS_FORMAT) == sizeof(unsigned) &&
    sizeof(TYPE_OF_DNS_SUPPORT) == sizeof(unsigned), "enumerations");

static const struct word *
word_find(const struct kind *kind, struct span text)
{
	for (size_t i = 0; i < kind->words_len; i++) {
		struct span name = span_of(kind->words[i].name);

		if (kind->any_case ? ascii_equal(name, text) :
		    span_equal(name, text))
			return &kind->words[i];
	}
	return NULL;
}

static unsigned
as_word(const void *value)
{
	unsigned word;

	memcpy(&word, value, sizeof(word));
	return word;
}

/* read_choice - exactly one of the words, which may be the empty one */

static bool
read_choice(const struct kind *kind, struct span text,
    const struct limits *limits, void *value)
{
	const struct word *word = word_find(kind, text);

	(void)limits;
	if (word == NULL)
		return false;
	memcpy(value, &word->value, sizeof(word->value));
	return true;
}

static void
show_choice(const struct kind *kind, const void *value, struct str *to)
{
	for (size_t i = 0; i < kind->words_len; i++)
		if (kind->words[i].value == as_word(value)) {
			str_addf(to, "%s", kind->words[i].name);
			return;
		}
}

/* read_set - any of the words, whose bits are put together */

static bool
read_set(const struct kind *kind, struct span text,
    const struct limits *limits, void *value)
{
	const struct word *found;
	struct span word;
	unsigned bits = 0;

	(void)limits;
	while (ascii_word(&text, ", \t\r\n", &word)) {
		found = word_find(kind, word);
		if (found != NULL)
			bits |= found->value;
		else if (!kind->lenient)
			return false;
	}
	memcpy(value, &bits, sizeof(bits));
	return true;
}

/* show_set - words that stand for several bits come first in the table */

static void
show_set(const struct kind *kind, const void *value, struct str *to)
{
	unsigned bits = as_word(value);
	const char *comma = "";

	for (size_t i = 0; i < kind->words_len; i++) {
		const struct word *word = &kind->words[i];

		if ((bits & word->value) != word->value)
			continue;
		str_addf(to, "%s%s", comma, word->name);
		comma = ", ";
		bits &= ~word->value;
	}
}

/* holds - whether the value of a kind with words contains this one */

static bool
holds(const struct kind *kind, const void *value, const struct word *word)
{
	unsigned v = as_word(value);

	return kind->shape == SHAPE_CHOICE ? v == word->value :
	    (v & word->value) == word->value;
}

enum built
words_built(const struct kind *kind, const void *value)
{
	enum built built = BUILT_ACTS;

	for (size_t i = 0; i < kind->words_len; i++) {
		const struct word *word = &kind->words[i];

		if (word->built > built && holds(kind, value, word))
			built = word->built;
	}
	return built;
}

/* The kinds ----------------------------------------------------------------*/

#define WORDS(table)	(table), sizeof(table) / sizeof((table)[0])
#define CHOICE(name, table, any_case) \
	const struct kind name = { "one of", SHAPE_CHOICE, read_choice, \
	    show_choice, WORDS(table), any_case, false };
#define SET(name, table, any_case, lenient) \
	const struct kind name = { "a list of", SHAPE_SET, read_set, \
	    show_set, WORDS(table), any_case, lenient };

static const struct word preferences[] = {
	{ "any", PREFER_ANY, BUILT_ACTS },
	{ "ipv4", PREFER_IPV4, BUILT_ACTS },
	{ "ipv6", PREFER_IPV6, BUILT_ACTS },
};
CHOICE(KIND_ADDRESS_PREFERENCE, preferences, true)

static const struct word dns_support[] = {
	{ "disabled", DNS_DISABLED, BUILT_ACTS },
	{ "enabled", DNS_ENABLED, BUILT_ACTS },
	{ "dnssec", DNS_DNSSEC, BUILT_ACTS },
	{ "", DNS_UNSAID, BUILT_ACTS },
};
CHOICE(KIND_DNS_SUPPORT, dns_support, true)

static const struct word host_lookup[] = {
	{ "dns", HOST_LOOKUP_DNS, BUILT_ACTS },
	{ "native", HOST_LOOKUP_NATIVE, BUILT_ACTS },
};
SET(KIND_HOST_LOOKUP, host_lookup, false, false)

static const struct word protocols[] = {
	{ "all", INET_IPV4 | INET_IPV6, BUILT_ACTS },
	{ "ipv4", INET_IPV4, BUILT_ACTS },
	{ "ipv6", INET_IPV6, BUILT_ACTS },
};
SET(KIND_INET_PROTOCOLS, protocols, false, false)

static const struct word pix_workarounds[] = {
	{ "disable_esmtp", PIX_DISABLE_ESMTP, BUILT_ACTS },
	{ "delay_dotcrlf", PIX_DELAY_DOTCRLF, BUILT_ACTS },
};
SET(KIND_PIX_WORKAROUNDS, pix_workarounds, true, true)

/* The values are an order: how much is insisted on. */
static const struct word tls_levels[] = {
	{ "none", 0, BUILT_ACTS },
	{ "may", 1, BUILT_NOT_YET },
	{ "encrypt", 2, BUILT_PROTECTS },
	{ "dane", 3, BUILT_PROTECTS },
	{ "dane-only", 4, BUILT_PROTECTS },
	{ "fingerprint", 5, BUILT_PROTECTS },
	{ "verify", 6, BUILT_PROTECTS },
	{ "secure", 7, BUILT_PROTECTS },
	{ "", 8, BUILT_ACTS },		/* smtp_use_tls and the like decide */
};
CHOICE(KIND_TLS_LEVEL, tls_levels, true)

static const struct word dnssec[] = {
	{ "auto", 0, BUILT_NOT_YET },
	{ "trust", 1, BUILT_NOT_YET },
	{ "validate", 2, BUILT_PROTECTS },
	{ "no", 3, BUILT_ACTS },
};
CHOICE(KIND_DNSSEC, dnssec, true)

static const struct word chunking[] = {
	{ "no", 0, BUILT_ACTS },
	{ "yes", 1, BUILT_NOT_YET },
	{ "auto", 2, BUILT_NOT_YET },
};
CHOICE(KIND_CHUNKING, chunking, true)

static const struct word verify_targets[] = {
	{ "rcpt", 0, BUILT_ACTS },
	{ "data", 1, BUILT_ACTS },
};
CHOICE(KIND_VERIFY_TARGET, verify_targets, true)

static const struct word insecure_mx[] = {
	{ "may", 0, BUILT_ACTS },
	{ "encrypt", 1, BUILT_ACTS },
	{ "dane", 2, BUILT_ACTS },
};
CHOICE(KIND_INSECURE_MX, insecure_mx, false)

static const struct word address_formats[] = {
	{ "external", ADDRESS_EXTERNAL, BUILT_ACTS },
	{ "internal", ADDRESS_INTERNAL, BUILT_ACTS },
};
CHOICE(KIND_ADDRESS_FORMAT, address_formats, false)

static const struct word from_formats[] = {
	{ "standard", 0, BUILT_ACTS },
	{ "obsolete", 1, BUILT_ACTS },
};
CHOICE(KIND_FROM_FORMAT, from_formats, false)
