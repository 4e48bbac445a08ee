/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Patterns of regexp: tables (regexp_table(5)), by the C library's regcomp,
 * which is Postfix's choice too: what a pattern means, which of several ways
 * to match counts, and so what $1 is, differs between libraries. Declared in
 * engine.h.
 *
 * Known limits: regexec cannot be stopped. What it needs is bounded by the
 * lengths of pattern and key, at worst by the square of the key's, but for
 * patterns that refer back to a group, \1, where it may be more.
 */
#include <sys/types.h>

#include <regex.h>

#include "base/mem.h"
#include "table/engine.h"
#include "table/repeats.h"

enum {
	PATTERN_MAX = 1 << 14,	/* octets */
	SIZE_LIMIT = 1000,	/* with repeats written out: glibc takes a
				 * second for the worst of them */
	KEY_MAX = 1 << 17,
	MESSAGE_MAX = 256,
};

static bool
read_flags(struct span flags, int *options, struct dsn *why)
{
	*options = REG_EXTENDED | REG_ICASE;
	for (size_t i = 0; i < flags.len; i++) {
		switch (flags.at[i]) {
		case 'i':
			*options ^= REG_ICASE;
			break;
		case 'm':
			*options ^= REG_NEWLINE;
			break;
		case 'x':
			*options ^= REG_EXTENDED;
			break;
		default:
			return dsn_fail(why, "4.3.5", "the flag \"%c\" behind "
			    "the pattern is none of i, m and x",
			    flags.at[i]);
		}
	}
	return true;
}

static bool
trouble(int error, const regex_t *regex, const char *what, struct dsn *why)
{
	char text[MESSAGE_MAX];

	regerror(error, regex, text, sizeof(text));
	return dsn_fail(why, "4.3.5", "%s%s", what, text);
}

static bool
compile_text(struct span text, int options, regex_t *regex, struct dsn *why)
{
	char *copy;
	int error;

	if (text.len > PATTERN_MAX)
		return dsn_fail(why, "4.3.5", "the pattern has more than %d "
		    "octets", PATTERN_MAX);
	if (!repeats_fit(text, (options & REG_EXTENDED) != 0, SIZE_LIMIT))
		return dsn_fail(why, "4.3.5", "the pattern repeats too much, "
		    "or its brackets are too deep");
	copy = mem_string(text);
	error = regcomp(regex, copy, options);
	mem_free(&copy);
	return error == 0 ||
	    trouble(error, regex, "the pattern is wrong: ", why);
}

static void
drop(void *code)
{
	regex_t *regex = code;

	regfree(regex);
	mem_free(&regex);
}

static bool
compile(const struct rule_pattern *pattern, unsigned groups, void **code,
    struct dsn *why)
{
	regex_t *regex;
	size_t count;
	int options;

	if (!read_flags(pattern->flags, &options, why))
		return false;
	if (groups == 0)
		options |= REG_NOSUB;
	regex = mem_new(1, sizeof(*regex));
	if (!compile_text(pattern->text, options, regex, why)) {
		mem_free(&regex);
		return false;
	}
	count = regex->re_nsub;
	if (groups == 0 || groups <= count) {
		*code = regex;
		return true;
	}
	drop(regex);
	return dsn_fail(why, "4.3.5", "the result names group %u, and the "
	    "pattern has %zu", groups, count);
}

static void
begin(struct trial *trial)
{
	(void)trial;
}

static bool
match(const void *code, struct trial *trial, bool *matches, struct dsn *why)
{
	size_t count = trial->groups == 0 ? 0 : trial->groups + 1;
	regmatch_t at[TEMPLATE_GROUPS];
	int error = regexec(code, trial->key.at, count, at, 0);

	if (error != 0 && error != REG_NOMATCH)
		return trouble(error, code, "", why);
	*matches = error == 0;
	for (size_t i = 1; *matches && i < count; i++)
		trial->group[i] = at[i].rm_so < 0 ? (struct span){ 0 } :
		    span_from(trial->key.at + at[i].rm_so,
		    (size_t)(at[i].rm_eo - at[i].rm_so));
	return true;
}

const struct engine ENGINE_POSIX = {
	.two = true,
	.key_max = KEY_MAX,
	.compile = compile,
	.drop = drop,
	.begin = begin,
	.end = begin,
	.match = match,
};
