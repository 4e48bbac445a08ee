/* SPDX-License-Identifier: BSD-2-Clause */
#include "tls/priority.h"

#include "base/ascii.h"
#include "base/names.h"
#include "base/str.h"
#include "tls/protocols.h"

enum { PRIORITY_MAX = 8192 };	/* octets of a priority string */

static const char separators[] = ", \t\r\n:";

/* A word of OpenSSL for some suites, and how GnuTLS leaves them out; NULL:
 * GnuTLS has none of them. */
struct suites {
	const char *word;
	const char *out;
};

#define NO_AES_128_CCM	":-AES-128-CCM:-AES-128-CCM-8"
#define NO_AES_256_CCM	":-AES-256-CCM:-AES-256-CCM-8"
#define NO_CAMELLIA_128	":-CAMELLIA-128-CBC:-CAMELLIA-128-GCM"
#define NO_CAMELLIA_256	":-CAMELLIA-256-CBC:-CAMELLIA-256-GCM"
#define NO_CBC		":-AES-128-CBC:-AES-256-CBC:-CAMELLIA-128-CBC" \
    ":-CAMELLIA-256-CBC:-3DES-CBC"
#define NO_DHE		":-DHE-RSA:-DHE-DSS"
#define NO_ECDHE	":-ECDHE-RSA:-ECDHE-ECDSA"
#define NO_GCM		":-AES-128-GCM:-AES-256-GCM"
#define NO_AES_128	":-AES-128-GCM:-AES-128-CBC" NO_AES_128_CCM
#define NO_AES_256	":-AES-256-GCM:-AES-256-CBC" NO_AES_256_CCM
#define NO_OLD_TLS	":-VERS-TLS1.2:-VERS-TLS1.1:-VERS-TLS1.0"

/*
 * What is missed least stands first: a combination loses the part that has
 * the first row. TLS 1.3 has suites of its own, which ALL and HIGH do not
 * mean.
 */
static const struct suites words[] = {
	{ "EXP", NULL }, { "EXPORT", NULL }, { "LOW", NULL },
	{ "MEDIUM", NULL }, { "DES", NULL }, { "RC2", NULL },
	{ "RC5", NULL }, { "IDEA", NULL }, { "SEED", NULL },
	{ "ARIA", NULL }, { "ARIA128", NULL }, { "ARIA256", NULL },
	{ "GOST89", NULL }, { "aGOST", NULL }, { "kGOST", NULL },
	{ "PSK", NULL }, { "kPSK", NULL }, { "aPSK", NULL },
	{ "SRP", NULL }, { "kSRP", NULL }, { "aSRP", NULL },
	{ "kDH", NULL }, { "kDHr", NULL }, { "kDHd", NULL },
	{ "kECDH", NULL }, { "aDH", NULL }, { "aECDH", NULL },
	{ "aDSS", NULL }, { "DSS", NULL }, { "kKRB5", NULL },
	{ "eNULL", ":-NULL" }, { "NULL", ":-NULL" },
	{ "aNULL", ":-ANON-ECDH:-ANON-DH" },
	{ "ADH", ":-ANON-DH" }, { "AECDH", ":-ANON-ECDH" },
	{ "MD5", ":-MD5" }, { "RC4", ":-ARCFOUR-128" },
	{ "3DES", ":-3DES-CBC" },
	{ "CAMELLIA", NO_CAMELLIA_128 NO_CAMELLIA_256 },
	{ "CAMELLIA128", NO_CAMELLIA_128 },
	{ "CAMELLIA256", NO_CAMELLIA_256 },
	{ "AESCCM8", ":-AES-128-CCM-8:-AES-256-CCM-8" },
	{ "AESCCM", NO_AES_128_CCM NO_AES_256_CCM },
	{ "SHA256", ":-SHA256" }, { "SHA384", ":-SHA384" },
	{ "kRSA", ":-RSA" }, { "RSA", ":-RSA" },
	{ "kDHE", NO_DHE }, { "kEDH", NO_DHE }, { "DHE", NO_DHE },
	{ "EDH", NO_DHE }, { "DH", NO_DHE ":-ANON-DH" },
	{ "SSLv3", ":-SHA1:-MD5" }, { "TLSv1", ":-SHA1:-MD5" },
	{ "SHA1", ":-SHA1" }, { "SHA", ":-SHA1" },
	{ "CBC", NO_CBC },
	{ "CHACHA20", ":-CHACHA20-POLY1305" },
	{ "aECDSA", ":-ECDHE-ECDSA" }, { "ECDSA", ":-ECDHE-ECDSA" },
	{ "AES128", NO_AES_128 }, { "AES256", NO_AES_256 },
	{ "AESGCM", NO_GCM },
	{ "AES", NO_AES_128 NO_AES_256 },
	{ "aRSA", ":-RSA:-DHE-RSA:-ECDHE-RSA" },
	{ "kECDHE", NO_ECDHE }, { "kEECDH", NO_ECDHE },
	{ "ECDHE", NO_ECDHE }, { "EECDH", NO_ECDHE },
	{ "ECDH", NO_ECDHE ":-ANON-ECDH" },
	{ "HIGH", NO_OLD_TLS }, { "DEFAULT", NO_OLD_TLS },
	{ "ALL", NO_OLD_TLS },
};

/* How the names of single suites end, without the key exchange. */
static const struct suites ciphers[] = {
	{ "AES128-GCM-SHA256", ":-AES-128-GCM" },
	{ "AES256-GCM-SHA384", ":-AES-256-GCM" },
	{ "AES128-SHA256", ":-AES-128-CBC" },
	{ "AES128-SHA", ":-AES-128-CBC" },
	{ "AES256-SHA384", ":-AES-256-CBC" },
	{ "AES256-SHA256", ":-AES-256-CBC" },
	{ "AES256-SHA", ":-AES-256-CBC" },
	{ "AES128-CCM8", ":-AES-128-CCM-8" },
	{ "AES128-CCM", ":-AES-128-CCM" },
	{ "AES256-CCM8", ":-AES-256-CCM-8" },
	{ "AES256-CCM", ":-AES-256-CCM" },
	{ "CAMELLIA128-SHA256", ":-CAMELLIA-128-CBC" },
	{ "CAMELLIA128-SHA", ":-CAMELLIA-128-CBC" },
	{ "CAMELLIA256-SHA384", ":-CAMELLIA-256-CBC" },
	{ "CAMELLIA256-SHA256", ":-CAMELLIA-256-CBC" },
	{ "CAMELLIA256-SHA", ":-CAMELLIA-256-CBC" },
	{ "CHACHA20-POLY1305", ":-CHACHA20-POLY1305" },
	{ "DES-CBC3-SHA", ":-3DES-CBC" },
	{ "RC4-SHA", ":-ARCFOUR-128" }, { "RC4-MD5", ":-ARCFOUR-128" },
};

/* How they begin; out: NULL: the cipher is missed less than this. */
static const struct suites exchanges[] = {
	{ "ECDHE-ECDSA-", NULL }, { "ECDHE-RSA-", NULL },
	{ "DHE-RSA-", ":-DHE-RSA" }, { "EDH-RSA-", ":-DHE-RSA" },
	{ "ADH-", ":-ANON-DH" }, { "AECDH-", ":-ANON-ECDH" },
	{ "", ":-RSA" },
};

enum {
	WORDS = sizeof(words) / sizeof(words[0]),
	CIPHERS = sizeof(ciphers) / sizeof(ciphers[0]),
	EXCHANGES = sizeof(exchanges) / sizeof(exchanges[0]),
};

/* find - the row of a word, or len */

static size_t
find(const struct suites *rows, size_t len, struct span word)
{
	size_t i = 0;

	while (i < len && !span_equal(word, span_of(rows[i].word)))
		i++;
	return i;
}

/* exclude_suite - one by its name; a name that is none does nothing */

static const char *
exclude_suite(struct span name)
{
	const struct suites *exchange = exchanges;
	size_t cipher;

	while (!span_starts(name, span_of(exchange->word)))
		exchange++;
	cipher = find(ciphers, CIPHERS,
	    span_from_octet(name, strlen(exchange->word)));
	if (cipher == CIPHERS)
		return NULL;
	return exchange->out != NULL ? exchange->out : ciphers[cipher].out;
}

/* exclude - "aNULL", "kRSA+AES128", "AES128-SHA"; NULL: nothing that we have
 * is meant */

static const char *
exclude(struct span element)
{
	size_t least = WORDS;

	if (find(words, WORDS, element) == WORDS &&
	    span_find(element, '+') == element.len)
		return exclude_suite(element);
	while (element.len > 0) {
		size_t row = find(words, WORDS, span_cut(&element, '+'));

		if (row == WORDS)
			return NULL;	/* no suite has what nobody knows */
		least = row < least ? row : least;
	}
	return least == WORDS ? NULL : words[least].out;
}

static bool
add_exclusions(struct str *to, struct span list, struct dsn *why)
{
	struct span element;

	while (ascii_word(&list, separators, &element)) {
		const char *out = exclude(element);

		if (memchr("!+-@", element.at[0], 4) != NULL)
			return dsn_fail(why, "4.7.5", "a cipher exclusion "
			    "begins with %c: %.*s", element.at[0],
			    SPAN_ARG(element));
		if (out != NULL)
			str_addf(to, "%s", out);
	}
	return true;
}

/* Curves and groups, by the names that OpenSSL and its users have for them. */
static const struct suites groups[] = {
	{ "X25519", "GROUP-X25519" }, { "X448", "GROUP-X448" },
	{ "prime256v1", "GROUP-SECP256R1" },
	{ "secp256r1", "GROUP-SECP256R1" }, { "P-256", "GROUP-SECP256R1" },
	{ "secp384r1", "GROUP-SECP384R1" }, { "P-384", "GROUP-SECP384R1" },
	{ "secp521r1", "GROUP-SECP521R1" }, { "P-521", "GROUP-SECP521R1" },
	{ "secp224r1", "GROUP-SECP224R1" }, { "P-224", "GROUP-SECP224R1" },
	{ "secp192r1", "GROUP-SECP192R1" },
	{ "prime192v1", "GROUP-SECP192R1" }, { "P-192", "GROUP-SECP192R1" },
	{ "ffdhe2048", "GROUP-FFDHE2048" },
	{ "ffdhe3072", "GROUP-FFDHE3072" },
	{ "ffdhe4096", "GROUP-FFDHE4096" },
	{ "ffdhe6144", "GROUP-FFDHE6144" },
	{ "ffdhe8192", "GROUP-FFDHE8192" },
};

enum { GROUPS = sizeof(groups) / sizeof(groups[0]) };

static const char *
group_named(struct span word)
{
	while (word.len > 0 && memchr("?*", word.at[0], 2) != NULL)
		word = span_from_octet(word, 1);
	for (size_t i = 0; i < GROUPS; i++)
		if (ascii_equal(word, span_of(groups[i].word)))
			return groups[i].out;
	return NULL;
}

/* add_groups - those of a list that we know; without any the list of GnuTLS
 * stays */

static void
add_groups(struct str *to, struct span list, bool *begun)
{
	struct span word;

	while (ascii_word(&list, ", \t\r\n:/", &word)) {
		const char *group = group_named(word);

		if (group == NULL)
			continue;
		str_addf(to, "%s:+%s", *begun ? "" : ":-GROUP-ALL", group);
		*begun = true;
	}
}

enum grade { GRADE_NULL, GRADE_OURS };

static const struct name grade_rows[] = {
	{ "null", GRADE_NULL }, { "low", GRADE_OURS },
	{ "export", GRADE_OURS }, { "medium", GRADE_OURS },
	{ "high", GRADE_OURS }, { NULL, 0 },
};

static const struct names grades = { grade_rows, false };

/* add_ciphers - medium and high are one: in today's OpenSSL they hardly
 * differ, and GnuTLS's NORMAL is between them */

static bool
add_ciphers(struct str *to, const struct priority_setup *setup,
    struct dsn *why)
{
	unsigned grade;

	if (!names_code(&grades, setup->grade, &grade))
		return dsn_fail(why, "4.7.5", "no such cipher grade: %.*s",
		    SPAN_ARG(setup->grade));
	if (grade == GRADE_NULL)
		return dsn_fail(why, "4.7.5", "GnuTLS has no cipher suite of "
		    "the grade null");
	str_add(to, SPAN("NORMAL:+SHA256:+SHA384"));
	return true;
}

static const struct name protocol_rows[] = {	/* the newest first */
	{ "VERS-TLS1.3", PROTOCOL_TLS_1_3 },
	{ "VERS-TLS1.2", PROTOCOL_TLS_1_2 },
	{ "VERS-TLS1.1", PROTOCOL_TLS_1_1 },
	{ "VERS-TLS1.0", PROTOCOL_TLS_1_0 },
	{ NULL, 0 },
};

static const struct names protocols = { protocol_rows, true };

/* add_protocols - whoever must prove himself needs a signature that does not
 * rest on SHA-1: TLS 1.2 at least */

static bool
add_protocols(struct str *to, const struct priority_setup *setup,
    struct dsn *why)
{
	unsigned mask;

	if (!protocols_read(setup->protocols, &mask, why))
		return false;
	if (setup->matching)
		mask &= PROTOCOL_TLS_1_2 | PROTOCOL_TLS_1_3;
	if (mask == 0)
		return dsn_fail(why, "4.7.5", "no server can prove who it is "
		    "before TLS 1.2: %.*s", SPAN_ARG(setup->protocols));
	str_add(to, SPAN(":-VERS-ALL:+"));
	names_add_mask(to, &protocols, mask, ":+");
	return true;
}

static bool
make(struct str *to, const struct priority_setup *setup, struct dsn *why)
{
	bool begun = false;

	if (!add_ciphers(to, setup, why) || !add_protocols(to, setup, why))
		return false;
	if (setup->anonymous)
		str_add(to, SPAN(":+ANON-ECDH:+ANON-DH"));
	for (size_t i = 0; i < PRIORITY_LISTS; i++)
		if (!add_exclusions(to, setup->exclude[i], why))
			return false;
	add_groups(to, setup->curves, &begun);
	if (begun)
		add_groups(to, setup->groups, &begun);
	str_add(to, setup->matching ? SPAN(":-SIGN-RSA-SHA1"
	    ":-SIGN-ECDSA-SHA1:%PROFILE_LOW") : SPAN(":%PROFILE_VERY_WEAK"));
	if (to->full)
		return dsn_fail(why, "4.7.5", "the cipher lists are too long");
	return true;
}

bool
priority_make(struct arena *arena, const struct priority_setup *setup,
    struct span *priority, struct dsn *why)
{
	struct str text;
	bool good;

	str_init(&text, PRIORITY_MAX);
	good = make(&text, setup, why);
	if (good)
		*priority = arena_copy(arena, str_span(&text));
	str_clear(&text);
	return good;
}
