/* SPDX-License-Identifier: BSD-2-Clause */
#include "policy/tls_entry.h"

#include "base/ascii.h"
#include "base/num.h"
#include "mail/domain.h"
#include "param/words.h"
#include "policy/tls_policy.h"

static const char between[] = ", \t\r\n";

/* What is wrong with a value, as the end of a sentence; NULL: nothing. */
typedef const char *check_value(struct span value);

static const char *
check_some(struct span value)
{
	return value.len > 0 ? NULL : "has no value";
}

static const char *
check_host(struct span value)
{
	return domain_is_host(value) || (!ascii_is_all(value) &&
	    domain_is_good(value)) ? NULL : "is no host name";
}

static const char *
check_number(struct span value)
{
	uint64_t number;

	return num_unsigned(value, &number) && number <= UINT32_MAX ? NULL :
	    "is no number of seconds";
}

static bool
is_one_of(struct span value, const char *const *words)
{
	for (; *words != NULL; words++)
		if (ascii_equal(value, span_of(*words)))
			return true;
	return false;
}

static const char *
check_yes_no(struct span value)
{
	static const char *const words[] = { "yes", "no", NULL };

	return is_one_of(value, words) ? NULL : "is neither yes nor no";
}

static const char *
check_type(struct span value)
{
	static const char *const words[] = { "sts", "no-policy-found", NULL };

	return is_one_of(value, words) ? NULL :
	    "is neither sts nor no-policy-found";
}

static const char *
check_failure(struct span value)
{
	static const char *const words[] = { "sts-policy-fetch-error",
	    "sts-policy-invalid", "sts-webpki-invalid", "validation-failure",
	    NULL };

	return is_one_of(value, words) ? NULL :
	    "is no failure of a policy of MTA-STS";
}

enum times { ONCE, LAST_WINS, OFTEN };

#define LEVEL(level)	(1u << TLS_##level)

enum {
	WITH_NAMES = LEVEL(VERIFY) | LEVEL(SECURE),
	WITH_MATCH = WITH_NAMES | LEVEL(FINGERPRINT),
	AT_ANY = ~0,
};

static const struct attribute {
	const char *name;
	size_t offset;		/* of a span or, OFTEN, of values */
	enum times times;
	int levels;		/* that have a use for it */
	bool needs_type;	/* it is about a policy with policy_type */
	check_value *check;
} attributes[] = {
#define ATTRIBUTE(name, times, levels, needs_type, check) \
	{ #name, offsetof(struct tls_entry, name), times, levels, \
	    needs_type, check },
	ATTRIBUTE(ciphers, ONCE, AT_ANY, false, check_some)
	ATTRIBUTE(protocols, ONCE, AT_ANY, false, NULL)
	ATTRIBUTE(exclude, ONCE, AT_ANY, false, NULL)
	ATTRIBUTE(servername, ONCE, AT_ANY, false, check_host)
	ATTRIBUTE(match, OFTEN, WITH_MATCH, false, check_some)
	ATTRIBUTE(tafile, OFTEN, WITH_NAMES, false, check_some)
	ATTRIBUTE(connection_reuse, LAST_WINS, AT_ANY, false, check_yes_no)
	ATTRIBUTE(enable_rpk, LAST_WINS, AT_ANY, false, check_yes_no)
	ATTRIBUTE(policy_type, ONCE, AT_ANY, false, check_type)
	ATTRIBUTE(policy_ttl, ONCE, AT_ANY, true, check_number)
	ATTRIBUTE(policy_domain, ONCE, AT_ANY, true, check_host)
	ATTRIBUTE(policy_failure, ONCE, AT_ANY, true, check_failure)
	ATTRIBUTE(policy_string, OFTEN, AT_ANY, true, NULL)
	ATTRIBUTE(mx_host_pattern, OFTEN, AT_ANY, true, NULL)
#undef ATTRIBUTE
};

enum { ATTRIBUTES = sizeof(attributes) / sizeof(attributes[0]) };

static const struct attribute *
attribute_find(struct span name)
{
	for (size_t i = 0; i < ATTRIBUTES; i++)
		if (ascii_equal(name, span_of(attributes[i].name)))
			return &attributes[i];
	return NULL;
}

/* value_of, values_of - where the entry keeps an attribute */

static struct span *
value_of(const struct attribute *a, struct tls_entry *entry)
{
	return (struct span *)(void *)((char *)entry + a->offset);
}

static struct tls_values *
values_of(const struct attribute *a, struct tls_entry *entry)
{
	return (struct tls_values *)(void *)((char *)entry + a->offset);
}

static bool
is_there(const struct attribute *a, struct tls_entry *entry)
{
	return a->times == OFTEN ? values_of(a, entry)->len > 0 :
	    value_of(a, entry)->at != NULL;
}

/* next_word - up to a comma or blank that stands in no braces. False: there
 * is none any more, or its braces do not match: then *whole is false. */

static bool
next_word(struct span *rest, struct span *word, bool *whole)
{
	size_t i = 0, deep = 0;

	while (rest->len > 0 && strchr(between, rest->at[0]) != NULL)
		*rest = span_from_octet(*rest, 1);
	for (; i < rest->len; i++) {
		char c = rest->at[i];

		if (c == '{')
			deep++;
		else if (c == '}' && deep-- == 0)
			break;
		else if (deep == 0 && strchr(between, c) != NULL)
			break;
	}
	*word = span_first(*rest, i);
	*whole = deep == 0;
	*rest = span_from_octet(*rest, i);
	return i > 0 && *whole;
}

/* unwrap - without the braces around it; they are a pair, and nothing stands
 * behind them */

static bool
unwrap(struct span *word)
{
	size_t deep = 0, i = 0;

	if (word->at[0] != '{')
		return true;
	do {
		deep += word->at[i] == '{';
		deep -= word->at[i] == '}';
	} while (++i < word->len && deep > 0);
	if (i < word->len)
		return false;
	*word = span_trim(span_from(word->at + 1, word->len - 2));
	return true;
}

static void
keep(struct tls_values *values, struct span value, struct arena *arena)
{
	values->at = arena_grow(arena, values->at, values->len,
	    sizeof(*values->at));
	values->at[values->len++] = value;
}

struct tls_values
tls_values_of(struct arena *arena, struct span list)
{
	struct tls_values values = { .len = 0 };
	struct span word;

	while (ascii_word(&list, between, &word))
		keep(&values, word, arena);
	return values;
}

static bool
take_value(struct tls_entry *entry, const struct attribute *a,
    struct span value, struct dsn *why)
{
	const char *trouble = a->check != NULL ? a->check(value) : NULL;

	if (!(a->levels & (1 << entry->level)))
		return dsn_fail(why, "4.7.5", "the level %s has no attribute "
		    "\"%s\"", tls_level_name(entry->level), a->name);
	if (trouble != NULL)
		return dsn_fail(why, "4.7.5", "%s=%.*s %s", a->name,
		    SPAN_ARG(value), trouble);
	if (a->times == ONCE && is_there(a, entry))
		return dsn_fail(why, "4.7.5", "attribute \"%s\" is there "
		    "twice", a->name);
	if (a->times == OFTEN)
		keep(values_of(a, entry), value, why->arena);
	else
		*value_of(a, entry) = value;
	return true;
}

static bool
take_attribute(struct tls_entry *entry, struct span word, struct dsn *why)
{
	struct span value = word, name;
	const struct attribute *a;

	if (!unwrap(&value) || span_find(value, '=') == value.len)
		return dsn_fail(why, "4.7.5", "\"%.*s\" is not of the form "
		    "name=value", SPAN_ARG(word));
	name = span_trim(span_cut(&value, '='));
	a = attribute_find(name);
	if (a == NULL)
		return dsn_fail(why, "4.7.5", "\"%.*s\" is no attribute",
		    SPAN_ARG(name));
	return take_value(entry, a, span_trim(value), why);
}

static bool
take_attributes(struct tls_entry *entry, struct span rest, struct dsn *why)
{
	struct span word;
	bool whole;

	while (next_word(&rest, &word, &whole))
		if (!take_attribute(entry, word, why))
			return false;
	if (whole && rest.len == 0)
		return true;
	return dsn_fail(why, "4.7.5", "the braces do not match in \"%.*s\"",
	    SPAN_ARG(whole ? rest : word));
}

/* check_whole - what is about a policy needs the type of that (102) */

static bool
check_whole(struct tls_entry *entry, struct dsn *why)
{
	if (entry->policy_type.at != NULL)
		return true;
	for (size_t i = 0; i < ATTRIBUTES; i++)
		if (attributes[i].needs_type &&
		    is_there(&attributes[i], entry))
			return dsn_fail(why, "4.7.5", "attribute \"%s\" "
			    "without \"policy_type\"", attributes[i].name);
	return true;
}

static bool
take_level(struct span word, enum tls_level *level, struct dsn *why)
{
	const struct limits any = ANY;
	unsigned code;

	if (word.len == 0)
		return dsn_fail(why, "4.7.5", "the policy is empty");
	if (!KIND_TLS_LEVEL.read(&KIND_TLS_LEVEL, word, &any, &code))
		return dsn_fail(why, "4.7.5", "\"%.*s\" is no TLS level",
		    SPAN_ARG(word));
	*level = (enum tls_level)code;
	return true;
}

bool
tls_entry_read(struct span text, struct tls_entry *entry, struct dsn *why)
{
	struct tls_entry e = { 0 };
	struct span word = { 0 };

	if (span_find(text, '\0') < text.len)
		return dsn_fail(why, "4.7.5", "the policy holds a NUL");
	/* The word that is no level stays what it is, braces and all. */
	(void)ascii_word(&text, between, &word);
	if (!take_level(word, &e.level, why))
		return false;
	if (e.level == TLS_NONE)
		e.ignored = span_trim(text);
	else if (!take_attributes(&e, text, why) || !check_whole(&e, why))
		return false;
	*entry = e;
	return true;
}

bool
tls_entry_is_sts(const struct tls_entry *entry)
{
	return ascii_equal(entry->policy_type, SPAN("sts"));
}

/* show_value - in braces where the value would fall apart without them */

static void
show_value(const char *name, struct span value, struct str *to)
{
	struct span rest = value, word;
	bool whole, single = value.len == 0 || (next_word(&rest, &word,
	    &whole) && word.len == value.len);

	str_addf(to, single ? " %s=%.*s" : " { %s = %.*s }", name,
	    SPAN_ARG(value));
}

void
tls_entry_show(const struct tls_entry *entry, struct str *to)
{
	struct tls_entry copy = *entry;

	str_addf(to, "%s", tls_level_name(copy.level));
	for (size_t i = 0; i < ATTRIBUTES; i++) {
		const struct attribute *a = &attributes[i];
		const struct tls_values *values;

		if (!is_there(a, &copy))
			continue;
		if (a->times != OFTEN) {
			show_value(a->name, *value_of(a, &copy), to);
			continue;
		}
		values = values_of(a, &copy);
		for (size_t k = 0; k < values->len; k++)
			show_value(a->name, values->at[k], to);
	}
}
