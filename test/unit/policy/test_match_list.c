/* SPDX-License-Identifier: BSD-2-Clause */
#include "policy/match_list.h"

#include "base/ascii.h"
#include "base/mem.h"
#include "base/str.h"
#include "unit/tap.h"

enum { PATTERNS = 2000 };

/* What the file and the tables of the tests hold. */
static const struct file {
	const char *path, *text;
} files[] = {
	{ "/hosts", "# mx1.test\nmx2.test, mx3.test\n\n 192.0.2.0/24\n" },
	{ "/not", "!mx2.test mx3.test" },
	{ "/more", "/hosts mx9.test" },
	{ "/round", "/round" },
	{ "/bad", "mx.test 192.0.2.1/24" },
	{ "/empty", "" },
	{ "/ten", "/empty /empty /empty /empty /empty /empty /empty /empty "
	    "/empty /empty" },
	{ "/hundred", "/ten /ten /ten /ten /ten /ten /ten /ten /ten /ten" },
};

static bool
find(const void *self, struct span key, enum mapping_key part,
    struct span *value, struct dsn *why)
{
	const char *spec = self;

	*value = (struct span){ 0 };
	if (strcmp(spec, "trouble:x") == 0)
		return dsn_fail(why, "4.3.0", "no");
	if (strcmp(spec, "pattern:mx.test") == 0 && part == MAPPING_PART)
		return true;
	if (ascii_equal(key, span_from_octet(span_of(spec), 8)))
		*value = SPAN("yes");
	return true;
}

/* "kind-of:the one key that it has" */

static bool
table(void *self, struct span name, struct mapping *to, struct dsn *why)
{
	(void)self;
	if (!span_starts(name, SPAN("hashing:")) &&
	    !span_starts(name, SPAN("pattern:")) &&
	    !span_starts(name, SPAN("trouble:")))
		return dsn_fail(why, "4.3.5", "no such table");
	*to = (struct mapping){ find, arena_copy(why->arena, name).at };
	return true;
}

static bool
file(void *self, struct span path, struct span *text, struct dsn *why)
{
	(void)self;
	for (size_t i = 0; i < sizeof(files) / sizeof(files[0]); i++)
		if (span_equal(path, span_of(files[i].path))) {
			*text = span_of(files[i].text);
			return true;
		}
	return dsn_fail(why, "4.3.0", "no such file");
}

static const struct match_source source = { table, file, NULL };

static const struct row {
	const char *list;
	bool parents;
	const char *host, *address;	/* NULL: no address */
	bool has;
} rows[] = {
	{ "", true, "mx.test", NULL, false },
	{ " ,\t ", true, "mx.test", NULL, false },
	{ "mx.test", false, "mx.test", NULL, true },
	{ "MX.Test", false, "mx.tEST", NULL, true },
	{ "a.test, mx.test b.test", false, "mx.test", NULL, true },
	{ "mx.test", false, "a.mx.test", NULL, false },
	{ "mx.test", true, "a.mx.test", NULL, true },
	{ "mx.test", true, "amx.test", NULL, false },
	{ "mx.test", true, "test", NULL, false },
	{ ".mx.test", false, "a.mx.test", NULL, true },
	{ ".mx.test", false, "mx.test", NULL, false },
	{ ".mx.test", false, "b.a.MX.test", NULL, true },
	{ "mx.test", true, "", NULL, false },
	{ "192.0.2.1", true, "mx.test", "192.0.2.1", true },
	{ "192.0.2.1", true, "mx.test", "192.0.2.11", false },
	{ "192.0.2.0/24", true, "mx.test", "192.0.2.9", true },
	{ "192.0.2.0/24", true, "mx.test", "192.0.3.9", false },
	{ "192.0.2.0/24", true, "mx.test", NULL, false },
	{ "[2001:db8::]/32", true, "mx.test", "2001:db8::25", true },
	{ "[2001:db8::25]", true, "mx.test", "2001:db8:0:0::25", true },
	{ "2001:db8::/32", true, "mx.test", "2001:db8::25", true },
	{ "2001:db8::25", true, "mx.test", "2001:db8::26", false },
	{ "0.0.0.0/0", true, "mx.test", "/var/run/lmtp", false },
	/* the first that matches decides */
	{ "!mx1.test, test", true, "mx1.test", NULL, false },
	{ "!mx1.test, test", true, "mx2.test", NULL, true },
	{ "test, !mx1.test", true, "mx1.test", NULL, true },
	{ "!!mx1.test", true, "mx1.test", NULL, true },
	{ "!192.0.2.1 192.0.2.0/24", true, "x.test", "192.0.2.1", false },
	{ "!192.0.2.1 192.0.2.0/24", true, "x.test", "192.0.2.2", true },
	/* files */
	{ "/hosts", false, "mx1.test", NULL, false },
	{ "/hosts", false, "mx3.test", NULL, true },
	{ "/hosts", false, "x.test", "192.0.2.3", true },
	{ "!/hosts test", true, "mx3.test", NULL, false },
	{ "!/hosts test", true, "mx4.test", NULL, true },
	{ "!/not test", true, "mx2.test", NULL, true },
	{ "!/not test", true, "mx3.test", NULL, false },
	{ "/more", false, "mx2.test", NULL, true },
	{ "/more", false, "mx9.test", NULL, true },
	{ "/empty mx.test", false, "mx.test", NULL, true },
	/* tables */
	{ "hashing:mx.test", true, "mx.test", NULL, true },
	{ "hashing:mx.test", true, "a.b.mx.test", NULL, true },
	{ "hashing:mx.test", false, "a.mx.test", NULL, false },
	{ "hashing:.mx.test", false, "a.mx.test", NULL, true },
	{ "hashing:192.0.2.1", true, "mx.test", "192.0.2.1", true },
	{ "hashing:192.0.2.1", true, "mx.test", "192.0.2.2", false },
	{ "pattern:mx.test", true, "mx.test", NULL, true },
	{ "pattern:mx.test", true, "a.mx.test", NULL, false },
	{ "!hashing:mx.test test", true, "mx.test", NULL, false },
	{ "trouble:x mx.test", true, "mx.test", NULL, false },
	{ "mx.test trouble:x", true, "mx.test", NULL, true },
};

static const struct bad {
	const char *list, *why;
} bads[] = {
	{ "a.test ! b.test", "nothing stands behind a \"!\"" },
	{ "!!", "nothing stands behind a \"!\"" },
	{ "192.0.2.1/24", "\"192.0.2.1/24\" has bits behind its length; "
	    "perhaps 192.0.2.0/24 is meant" },
	{ "[192.0.2.1", "the \"]\" of \"[192.0.2.1\" is missing" },
	{ "[mx.test]", "\"[mx.test]\" is no address and no address/length" },
	{ "mx.test/24", "\"mx.test/24\" is neither a host nor a network" },
	{ "odd:mx.test", "no such table" },
	{ "/nowhere", "no such file" },
	{ "/bad", "\"192.0.2.1/24\" has bits behind its length; perhaps "
	    "192.0.2.0/24 is meant" },
	{ "/round", "/round: files in more than 8 files" },
	{ "/hundred", "there are more than 100 files" },
};

static void
has(const struct row *row, struct arena *arena)
{
	struct match_list list = { .parents = row->parents };
	struct dsn why = DSN_IN(arena);
	struct span name = arena_text(arena, "\"%s\"%s %s %s %s", row->list,
	    row->parents ? " with parents" : "", row->has ? "has" :
	    "does not have", row->host, row->address == NULL ? "" :
	    row->address);

	ok(match_list_read(span_of(row->list), &source, &list, &why) &&
	    match_list_has(&list, span_of(row->host),
	    span_of(row->address)) == row->has, name.at);
}

static void
fails(const struct bad *bad, struct arena *arena)
{
	struct match_list list = { 0 };
	struct dsn why = DSN_IN(arena);

	ok(!match_list_read(span_of(bad->list), &source, &list, &why),
	    bad->list);
	is_text(why.text, bad->why, "and why is said");
}

static void
grows(struct arena *arena)
{
	struct match_list list = { 0 };
	struct dsn why = DSN_IN(arena);
	struct str text;

	str_init(&text, 65536);
	for (int i = 0; i < PATTERNS; i++)
		str_addf(&text, "mx%d.test ", i);
	ok(match_list_read(str_span(&text), &source, &list, &why) &&
	    list.len == PATTERNS, "a long list");
	str_clear(&text);
	ok(match_list_has(&list, SPAN("mx0.test"), SPAN("")) &&
	    match_list_has(&list, SPAN("mx1999.test"), SPAN("")) &&
	    !match_list_has(&list, SPAN("mx2000.test"), SPAN("")),
	    "keeps its own texts, all of them");
}

static void
is_bounded(struct arena *arena)
{
	struct match_list list = { .len = MATCH_PATTERNS_MAX };
	struct dsn why = DSN_IN(arena);

	ok(!match_list_read(SPAN("one.more"), &source, &list, &why),
	    "a list has an end");
	is_text(why.text, "there are more than 100000 patterns",
	    "and says so");
}

int
main(void)
{
	struct arena *arena = arena_new();

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		has(&rows[i], arena);
	for (size_t i = 0; i < sizeof(bads) / sizeof(bads[0]); i++)
		fails(&bads[i], arena);
	grows(arena);
	is_bounded(arena);
	arena_free(&arena);
	return tap_done();
}
