/* SPDX-License-Identifier: BSD-2-Clause */
#include "os/clock.h"
#include "unit/table/tables.h"

static msec_t now;

static msec_t
still(void)
{
	return 1000;
}

/* A clock that shows a second more whenever it is looked at. */
static msec_t
racing(void)
{
	return now += 1000;
}

/* repeated - so many times the text, then an end */

static struct span
repeated(struct arena *arena, const char *text, size_t times,
    const char *end)
{
	struct span copy;
	struct str all;

	str_init(&all, times * strlen(text) + strlen(end) + 1);
	while (times-- > 0)
		str_add(&all, span_of(text));
	str_add(&all, span_of(end));
	copy = arena_copy(arena, str_span(&all));
	str_clear(&all);
	return copy;
}

/* says - the answer with the key, which is long, left out */

static void
says(struct ears *ears, const char *table, struct span key, const char *want,
    const char *name)
{
	struct span got = tables_ask(ears, table, 0, key);
	size_t quote = span_find_last(got, '"');

	if (got.len > 0 && got.at[0] == '!' && quote < got.len)
		got = span_from_octet(got, quote + 1);
	is_text(got, want, name);
}

static void
test_steps(struct ears *ears)
{
	struct span key = repeated(ears->arena, "a", 64, "b");

	clock_replace(still);
	says(ears, "pcre:{{/^(a+)+$/ yes}, {/b/ other}}", key,
	    " in pcre:{...}: the pattern in rule 1: match limit exceeded",
	    "a pattern that doubles its work with each octet is trouble");
	says(ears, "pcre:{{/b/ yes}, {/^(a+)+$/ other}}", key, "yes",
	    "but not if an earlier one decides");
	says(ears, "pcre:{{if /^(a+)+$/} {/b/ yes} {endif} {/b/ no}}", key,
	    " in pcre:{...}: the pattern in rule 1: match limit exceeded",
	    "nor is it known whether an if is met");
	says(ears, "pcre:{{!/^(a+)+$/ yes}}", key,
	    " in pcre:{...}: the pattern in rule 1: match limit exceeded",
	    "nor whether a not is");
	says(ears, "pcre:{{/^(a+)+b$/ yes}}", key, "yes",
	    "one that matches at once");
	says(ears, "pcre:{{/^.*?a.*b.*c/ yes} {/b/ no}}", repeated(
	    ears->arena, "ab", 100, ""), "no",
	    "what is only cubic goes on to its end");
	clock_replace(NULL);
}

static void
test_time(struct ears *ears)
{
	struct span key = repeated(ears->arena, "x", 100, "cc");

	clock_replace(still);
	says(ears, "pcre:{{/x.*[bd]/ yes}, {/c/ no}}", key, "no",
	    "a pattern that may begin anywhere");
	clock_replace(racing);
	says(ears, "pcre:{{/x.*[bd]/ yes}, {/c/ no}}", key,
	    " in pcre:{...}: the pattern in rule 1: it was not done after "
	    "5 s", "is given up when it takes too long");
	says(ears, "pcre:{{/(*UTF)x.*[bd]/ yes}, {/c/ no}}", key,
	    " in pcre:{...}: the pattern in rule 1: it was not done after "
	    "5 s", "behind settings too");
	says(ears, "pcre:{{/a/ 1} {/[yz]c/ 2} {/^d/ 3} {/c$/ yes}}", key,
	    "yes", "patterns that need no look at the clock");
	says(ears, "pcre:{{/.*y\\d/ 1} {/.*z\\d/ 2} {/.+[bd]/ 3}}", key,
	    " in pcre:{...}: the pattern in rule 3: it was not done after "
	    "5 s", "all patterns of a table share the time");
	clock_replace(NULL);
}

static void
test_bounds(struct ears *ears)
{
	struct span key = repeated(ears->arena, "a", 1 << 20, "");
	const char *path, *table;
	struct str text;

	says(ears, "pcre:{{/^a/ yes}}", key, "yes", "a long key");
	key = repeated(ears->arena, "a", 1 << 20, "b");
	says(ears, "pcre:{{/^a/ yes}}", key, " in pcre:{...}: a text of "
	    "1048577 octets is more than the 1048576 that such a table is "
	    "asked with", "a longer one");
	str_init(&text, 1 << 20);
	str_addf(&text, "/^(%.*s|b)/ long\n/%.*s/ longer\n"
	    "/((x{1,255}){1,255}){1,255}/ large\n/c/ yes\n", 1 << 13, key.at,
	    1 << 17, key.at);
	path = file_with(ears->arena, str_span(&text));
	table = arena_text(ears->arena, "pcre:%s", path).at;
	says(ears, table, SPAN("c"), "yes", "patterns that are too large");
	ok(span_starts(str_span(&ears->warnings), arena_text(ears->arena,
	    "%s, line 2: the pattern has more than 65536 octets; it is "
	    "skipped\n%s, line 3: the pattern is wrong at its octet ", table,
	    table)), "are skipped");
	is_number(ears->count, 2, "with a warning each");
	says(ears, table, SPAN("bc"), "long", "a long one is not");
	unlink(path);
	str_clear(&text);
}

static void
test_own_callouts(struct ears *ears)
{
	says(ears, "pcre:{{/^a(?C7)b(?C)c/ yes}}", SPAN("abc"), "yes",
	    "callouts of the pattern itself do no harm");
	says(ears, "pcre:{{/^a(*COMMIT)b|ac/ yes} {/./ no}}", SPAN("ac"),
	    "no", "nor do verbs");
	says(ears, "pcre:{{/(*COMMIT)ab|b/ yes} {/./ no}}", SPAN("xab"),
	    "no", "a verb at the beginning means what it says");
	says(ears, "pcre:{{/(*FAIL)|b/ yes} {/./ no}}", SPAN("xab"), "yes",
	    "another one");
	says(ears, "pcre:{{/(*LIMIT_MATCH=5)^(a+)+$/ yes}}", SPAN("aaaab"),
	    " in pcre:{...}: the pattern in rule 1: match limit exceeded",
	    "a pattern may have less than its share");
}

int
main(void)
{
	struct ears ears;

	ears_open(&ears);
	test_steps(&ears);
	test_time(&ears);
	test_bounds(&ears);
	test_own_callouts(&ears);
	ears_close(&ears);
	return tap_done();
}
