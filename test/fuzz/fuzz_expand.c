/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Macros of any text, with names of any value: the first line is the text,
 * and each further line, "name=value", is a name. It ends, within its limits,
 * whatever leads to what. A failure says why and leaves the result alone. Of
 * texts that have no "$$" no dollar is left. What was expanded, with its
 * dollars doubled, expands to itself; and a text in a macro that always
 * chooses it is what it is without.
 */
#include <stdint.h>
#include <stdlib.h>

#include "base/mem.h"
#include "base/str.h"
#include "param/expand.h"

struct names {
	struct span lines;	/* without the text */
	size_t asked;
};

static void
insist(bool holds)
{
	if (!holds)
		abort();
}

/* look_up - "yes" is always set, for wrapped() */

static void
look_up(void *self, struct span name, struct span *value)
{
	struct names *names = self;
	struct span rest = names->lines;

	names->asked++;
	*value = span_equal(name, SPAN("yes")) ? SPAN("1") : SPAN("");
	while (rest.len > 0 && value->len == 0) {
		struct span line = span_cut(&rest, '\n');
		struct span left = span_cut(&line, '=');

		if (span_equal(left, name))
			*value = line;
	}
}

/* run - and see that it keeps its promises */

static bool
run(struct span text, struct names *names, struct span *expanded,
    struct dsn *why)
{
	const struct span untouched = SPAN_INIT("(untouched)");
	bool good;

	names->asked = 0;
	*expanded = untouched;
	good = expand(text, look_up, names, expanded, why);
	insist(names->asked <= EXPAND_STEPS + 1);
	insist(good ? expanded->len <= EXPAND_MAX :
	    expanded->at == untouched.at && why->text.len > 0 &&
	    span_equal(span_of(why->status), SPAN("5.3.5")));
	return good;
}

/* has_dollars - whether two of them stand together */

static bool
has_dollars(struct span s)
{
	for (size_t i = 1; i < s.len; i++)
		if (s.at[i - 1] == '$' && s.at[i] == '$')
			return true;
	return false;
}

/* is_balanced - no brace ends what it did not begin */

static bool
is_balanced(struct span s)
{
	size_t depth = 0;

	for (size_t i = 0; i < s.len; i++) {
		if (s.at[i] == '}' && depth == 0)
			return false;
		depth += s.at[i] == '{';
		depth -= s.at[i] == '}';
	}
	return depth == 0;
}

/* doubled - each dollar twice: it means itself */

static void
doubled(struct span s, struct str *to)
{
	for (size_t i = 0; i < s.len; i++) {
		if (s.at[i] == '$')
			str_add_char(to, '$');
		str_add_char(to, s.at[i]);
	}
}

static void
check_again(struct span expanded, struct names *names, struct dsn *why)
{
	struct span again;
	struct str text;

	str_init(&text, 2 * EXPAND_MAX + 1);
	doubled(expanded, &text);
	insist(run(str_span(&text), names, &again, why));
	insist(span_equal(again, expanded));
	str_clear(&text);
}

/* check_wrapped - one macro deeper may be too deep, or too much */

static void
check_wrapped(struct span text, struct span expanded, struct names *names,
    struct dsn *why)
{
	struct span again;
	struct str wrapped;

	str_init(&wrapped, text.len + 100);
	str_addf(&wrapped, "${yes?{");
	str_add(&wrapped, text);
	str_addf(&wrapped, "}:{$yes}}");
	if (run(str_span(&wrapped), names, &again, why))
		insist(span_equal(again, expanded));
	str_clear(&wrapped);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct span all = span_from((const char *)data, size), text, expanded;
	struct arena *arena = arena_new();
	struct dsn why = DSN_IN(arena);
	struct names names;
	bool dollars = has_dollars(all);

	text = span_cut(&all, '\n');
	names = (struct names){ .lines = all };
	if (run(text, &names, &expanded, &why)) {
		insist(dollars ||
		    span_find(expanded, '$') == expanded.len);
		check_again(expanded, &names, &why);
		if (is_balanced(text))
			check_wrapped(text, expanded, &names, &why);
	}
	arena_free(&arena);
	return 0;
}
