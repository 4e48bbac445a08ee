/* SPDX-License-Identifier: BSD-2-Clause */
#include "table/rule.h"

#include "base/ascii.h"
#include "table/spec.h"

static bool
is_word(struct span line, struct span word)
{
	return ascii_starts(line, word) && (line.len == word.len ||
	    !ascii_is_alnum(line.at[word.len]));
}

enum rule_kind
rule_kind(struct span line, struct span *rest)
{
	static const struct {
		struct span word;
		enum rule_kind kind;
	} words[] = {
		{ SPAN_INIT("if"), RULE_IF },
		{ SPAN_INIT("endif"), RULE_ENDIF },
	};

	*rest = line;
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
		if (!is_word(line, words[i].word))
			continue;
		*rest = spec_trim(span_from_octet(line, words[i].word.len));
		return words[i].kind;
	}
	return RULE_MATCH;
}

/* pattern_end - where its second delimiter stands, or s.len; a backslash
 * takes the octet behind it along */

static size_t
pattern_end(struct span s)
{
	size_t i = 1;

	while (i < s.len && s.at[i] != s.at[0])
		i += s.at[i] == '\\' ? 2 : 1;
	return i < s.len && s.at[0] != '\\' ? i : s.len;
}

static void
cut_flags(struct span *rest, bool two, struct span *flags)
{
	size_t n = 0;

	while (n < rest->len && !ascii_is_space(rest->at[n]) &&
	    !(two && rest->at[n] == '!'))
		n++;
	*flags = span_first(*rest, n);
	*rest = span_from_octet(*rest, n);
}

/* read_pattern - !/text/flags at the beginning of *rest, which goes on
 * behind it */

static bool
read_pattern(struct span *rest, bool two, struct rule_pattern *pattern,
    struct dsn *why)
{
	bool negated = false;
	size_t end;

	while (rest->len > 0 && (rest->at[0] == '!' ||
	    ascii_is_space(rest->at[0]))) {
		negated = negated != (rest->at[0] == '!');
		*rest = span_from_octet(*rest, 1);
	}
	if (rest->len == 0)
		return dsn_fail(why, "4.3.5", "there is no pattern");
	end = pattern_end(*rest);
	if (end == rest->len)
		return dsn_fail(why, "4.3.5", "the pattern has no second "
		    "\"%c\" to end it", rest->at[0]);
	pattern->negated = negated;
	pattern->text = span_from(rest->at + 1, end - 1);
	*rest = span_from_octet(*rest, end + 1);
	cut_flags(rest, two, &pattern->flags);
	return true;
}

static bool
read_patterns(struct span *rest, bool two, struct rule *rule,
    struct dsn *why)
{
	if (!read_pattern(rest, two, &rule->pattern, why))
		return false;
	if (!two || rest->len == 0 || rest->at[0] != '!')
		return true;
	return read_pattern(rest, two, &rule->second, why);
}

bool
rule_read(struct span line, bool two, struct rule *rule, struct dsn *why)
{
	struct span rest;
	struct rule r = { .kind = rule_kind(line, &rest) };

	switch (r.kind) {
	case RULE_MATCH:
		if (ascii_is_alnum(line.at[0]))
			return dsn_fail(why, "4.3.5", "a pattern such as "
			    "/text/, if or endif is wanted at its beginning");
		if (!read_patterns(&rest, two, &r, why))
			return false;
		break;
	case RULE_IF:
		if (!read_pattern(&rest, two, &r.pattern, why))
			return false;
		break;
	case RULE_ENDIF:
		break;
	}
	r.rest = spec_trim(rest);
	*rule = r;
	return true;
}
