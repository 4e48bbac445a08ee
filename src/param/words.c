/* SPDX-License-Identifier: BSD-2-Clause */
#include "param/words.h"

#include "base/ascii.h"

/* Enumerations are read into an unsigned. */
_Static_assert(sizeof(TYPE_OF_ADDRESS_PREFERENCE) == sizeof(unsigned) &&
    sizeof(TYPE_OF_ADDRESS_FORMAT) == sizeof(unsigned) &&
    sizeof(TYPE_OF_DNS_SUPPORT) == sizeof(unsigned) &&
    sizeof(TYPE_OF_DNSSEC) == sizeof(unsigned) &&
    sizeof(TYPE_OF_CHUNKING) == sizeof(unsigned) &&
    sizeof(TYPE_OF_XFORWARD_SOURCE) == sizeof(unsigned) &&
    sizeof(TYPE_OF_TLS_LEVEL) == sizeof(unsigned) &&
    sizeof(TYPE_OF_INSECURE_MX) == sizeof(unsigned), "enumerations");

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

/* read_letters - words of one letter each, with nothing between them */

static bool
read_letters(const struct kind *kind, struct span text,
    const struct limits *limits, void *value)
{
	unsigned bits = 0;

	(void)limits;
	for (size_t i = 0; i < text.len; i++) {
		const struct word *found = word_find(kind,
		    span_from(text.at + i, 1));

		if (found == NULL)
			return false;
		bits |= found->value;
	}
	memcpy(value, &bits, sizeof(bits));
	return true;
}

static void
show_letters(const struct kind *kind, const void *value, struct str *to)
{
	for (size_t i = 0; i < kind->words_len; i++)
		if ((as_word(value) & kind->words[i].value) != 0)
			str_addf(to, "%s", kind->words[i].name);
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

static const struct word resolver_options[] = {
	{ "res_defnames", RESOLVER_DEFNAMES, BUILT_ACTS },
	{ "res_dnsrch", RESOLVER_DNSRCH, BUILT_ACTS },
};
SET(KIND_RESOLVER_OPTIONS, resolver_options, false, false)

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

static const struct word flags[] = {
	{ "D", FLAG_DELIVERED_TO, BUILT_ACTS },
	{ "O", FLAG_ORIGINAL_TO, BUILT_ACTS },
	{ "R", FLAG_RETURN_PATH, BUILT_ACTS },
	{ "X", FLAG_FINAL, BUILT_ACTS },
};
const struct kind KIND_FLAGS = { "letters of", SHAPE_SET, read_letters,
    show_letters, WORDS(flags), false, false };

static const struct word tls_levels[] = {
	{ "none", TLS_NONE, BUILT_ACTS },
	{ "may", TLS_MAY, BUILT_ACTS },
	{ "encrypt", TLS_ENCRYPT, BUILT_ACTS },
	{ "dane", TLS_DANE, BUILT_ACTS },
	{ "dane-only", TLS_DANE_ONLY, BUILT_ACTS },
	{ "fingerprint", TLS_FINGERPRINT, BUILT_ACTS },
	{ "verify", TLS_VERIFY, BUILT_ACTS },
	{ "secure", TLS_SECURE, BUILT_ACTS },
	{ "", TLS_UNSAID, BUILT_ACTS },
};
CHOICE(KIND_TLS_LEVEL, tls_levels, true)

static const struct word dnssec[] = {
	{ "auto", DNSSEC_AUTO, BUILT_ACTS },
	{ "trust", DNSSEC_TRUST, BUILT_ACTS },
	{ "validate", DNSSEC_VALIDATE, BUILT_ACTS },
	{ "no", DNSSEC_NO, BUILT_ACTS },
};
CHOICE(KIND_DNSSEC, dnssec, true)

static const struct word chunking[] = {
	{ "no", CHUNKING_NO, BUILT_ACTS },
	{ "yes", CHUNKING_YES, BUILT_ACTS },
	{ "auto", CHUNKING_AUTO, BUILT_ACTS },
};
CHOICE(KIND_CHUNKING, chunking, true)

static const struct word xforward_sources[] = {
	{ "LOCAL", XFORWARD_FROM_LOCAL, BUILT_ACTS },
	{ "REMOTE", XFORWARD_FROM_REMOTE, BUILT_ACTS },
	{ "", XFORWARD_FROM_NOWHERE, BUILT_ACTS },
};
CHOICE(KIND_XFORWARD_SOURCE, xforward_sources, true)

static const struct word verify_targets[] = {
	{ "rcpt", 0, BUILT_ACTS },
	{ "data", 1, BUILT_ACTS },
};
CHOICE(KIND_VERIFY_TARGET, verify_targets, true)

static const struct word insecure_mx[] = {
	{ "may", INSECURE_MX_MAY, BUILT_ACTS },
	{ "encrypt", INSECURE_MX_ENCRYPT, BUILT_ACTS },
	{ "dane", INSECURE_MX_DANE, BUILT_ACTS },
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
