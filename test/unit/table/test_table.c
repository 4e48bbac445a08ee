/* SPDX-License-Identifier: BSD-2-Clause */
#include "table/table.h"

#include <pthread.h>

#include "unit/table/tables.h"

enum { THREADS = 8 };

#define TYPES "tables of this type cannot be looked up; those of type " \
	"inline, static, texthash, cidr, regexp and pcre can, and hash, " \
	"btree, dbm, lmdb and cdb if the text they are made from is there"

static const struct {
	const char *name, *list, *key, *value;
} lists[] = {
	{ "behaviour 242: the first table that has the key",
	    "inline:{a=1}, inline:{a=2, b=3}", "a", "1" },
	{ "behaviour 242: a later one", "inline:{a=1} inline:{a=2,b=3}", "b",
	    "3" },
	{ "none of them", "inline:{a=1}, inline:{a=2, b=3}", "c", "-" },
	{ "no tables", "", "a", "-" },
	{ "separators only", " , ", "a", "-" },
	{ "the same table twice", "inline:{a=1}, inline:{a=1}", "a", "1" },
	{ "types of all kinds", "inline:{a=1} cidr:{{::1 2}} "
	    "regexp:{{/^b/ 3}} pcre:{{/^\\d/ 4}} static:5", "7", "4" },
	{ "the last of them", "inline:{a=1} cidr:{{::1 2}} "
	    "regexp:{{/^b/ 3}} pcre:{{/^\\d/ 4}} static:5", "c", "5" },
	{ "proxy: is dropped", "proxy:inline:{a=1}", "a", "1" },
	{ "behaviour 243: trouble ends the search", "inline:{a=1}, fail:x, "
	    "inline:{b=2}", "b", "! look up \"b\" in fail:x: this type of "
	    "table always fails" },
	{ "behaviour 243: but only when it is asked", "inline:{a=1}, fail:x",
	    "a", "1" },
	{ "behaviour 243: an empty value ends it too",
	    "inline:{a=}, inline:{a=1}", "a",
	    "! look up \"a\" in inline:{...}: its value is empty" },
	{ "behaviour 243: a table that cannot be opened",
	    "texthash:/nonexistent/x, inline:{a=1}", "a", "! look up \"a\" "
	    "in texthash:/nonexistent/x: open /nonexistent/x: No such file "
	    "or directory" },
	{ "behind one that has the key", "inline:{a=1}, "
	    "texthash:/nonexistent/x", "a", "1" },
	{ "a type that is not known", "ldap:/etc/x", "a",
	    "! look up \"a\" in ldap:/etc/x: " TYPES },
	{ "the same, with a secret in it", "ldap:{x = secret}", "a",
	    "! look up \"a\" in ldap:{...}: " TYPES },
	{ "types have their case", "Inline:{a=1}", "a",
	    "! look up \"a\" in Inline:{...}: " TYPES },
	{ "no type", "/etc/x", "a", "! look up \"a\" in \"/etc/x\": not "
	    "a table; type:name is wanted" },
	{ "no name", "hash:", "a", "! look up \"a\" in \"hash:\": not a "
	    "table; type:name is wanted" },
	{ "no type, and a secret", "{secret}", "a", "! look up \"a\" in "
	    "\"{...\": not a table; type:name is wanted" },
	{ "a key is printable in messages", "fail:x", "a\nb\x1b",
	    "! look up \"a b?\" in fail:x: this type of table always "
	    "fails" },
};

static void
test_lists(void)
{
	struct ears ears;

	ears_open(&ears);
	for (size_t i = 0; i < sizeof(lists) / sizeof(lists[0]); i++)
		is_text(tables_ask(&ears, lists[i].list, 0,
		    span_of(lists[i].key)), lists[i].value, lists[i].name);
	is_number(ears.count, 0, "no warnings");
	ears_close(&ears);
}

static const struct {
	const char *name, *list, *trouble;	/* NULL: it is fine */
} checks[] = {
	{ "no tables", "", NULL },
	{ "every type", "inline:{a=b}, static:x, static:{x y}, texthash:/x, "
	    "cidr:/x, cidr:{{::1 x}}, regexp:/x, regexp:{ }, pcre:/x, "
	    "hash:/x, btree:/x, dbm:/x, lmdb:/x, cdb:/x, fail:x, "
	    "proxy:hash:/x", NULL },
	{ "no file is looked at", "texthash:/nonexistent/x", NULL },
	{ "nor a rule", "pcre:{{/(/ x}}", NULL },
	{ "behaviour 243: an empty value is none of ours", "inline:{a=}",
	    NULL },
	{ "a later one", "hash:/x, ldap:/y", "ldap:/y: " TYPES },
	{ "a word that is none", "hash:/x /y", "\"/y\": not a table; "
	    "type:name is wanted" },
	{ "unions", "unionmap:{static:secret}", "unionmap:{...}: " TYPES },
	{ "pipes", "pipemap:{static:a, static:b}", "pipemap:{...}: " TYPES },
	{ "random ones", "randmap:{a, b}", "randmap:{...}: " TYPES },
	{ "sockets", "socketmap:unix:/x:y", "socketmap:unix:/x:y: " TYPES },
	{ "half a table", "inline:{secret=secret", "inline:{...}: its last "
	    "\"}\" is missing" },
	{ "an empty one", "inline:{}", "inline:{...}: it is empty" },
	{ "no pair", "inline:{secret}", "inline:{...}: key=value is wanted, "
	    "and no \"=\" stands behind a key" },
	{ "no braces", "inline:secret=secret", "inline:...: a \"{\" is "
	    "wanted at its beginning" },
	{ "static, half in braces", "static:{secret", "static:{...}: its "
	    "last \"}\" is missing" },
	{ "rules without braces", "regexp:{/secret/ secret}",
	    "regexp:{...}: each of its rules stands in braces, "
	    "{{rule}, {rule}}" },
	{ "a file in braces", "hash:{secret secret}", "hash:{...}: it is the "
	    "name of a file; a table in the parameter itself is "
	    "inline:{key=value}" },
};

static void
test_check(struct arena *arena)
{
	for (size_t i = 0; i < sizeof(checks) / sizeof(checks[0]); i++) {
		struct dsn why = DSN_IN(arena);
		bool good = tables_check(span_of(checks[i].list), &why);

		ok(good == (checks[i].trouble == NULL), checks[i].name);
		if (good)
			continue;
		is_text(why.text, checks[i].trouble != NULL ?
		    checks[i].trouble : "", "in words, without secrets");
		is_text(span_of(why.status), "4.3.5", "its status");
	}
}

static void
test_use(void)
{
	struct ears ears;

	ears_open(&ears);
	is_text(tables_ask(&ears, "inline:{A=1,a=2}", TABLE_FOLD, SPAN("A")),
	    "2", "behaviour 244: keys are folded where that is wanted");
	is_text(tables_ask(&ears, "inline:{A=1,a=2}", 0, SPAN("A")), "1",
	    "behaviour 244: and not elsewhere, in the same table");
	is_text(tables_ask(&ears, "pcre:{{/^A$/i 1}}", TABLE_FOLD, SPAN("A")),
	    "1", "behaviour 244: nor for patterns");
	ears_close(&ears);
}

/* test_secret - a file of passwords of such a mode */

static void
test_secret(const char *type, mode_t mode, unsigned use, const char *want,
    const char *warning)
{
	struct ears ears;
	const char *path, *list, *name;

	ears_open(&ears);
	path = file_with(ears.arena, SPAN("a b\n"));
	must(chmod(path, mode) == 0);
	list = arena_text(ears.arena, "%s:%s", type, path).at;
	name = arena_text(ears.arena, "%s, mode %o, use %u", type,
	    (unsigned)mode, use).at;
	is_text(tables_ask(&ears, list, use, SPAN("a")), want[0] != '!' ?
	    want : arena_text(ears.arena, "! look up \"a\" in %s: %s: %s",
	    list, path, want + 2).at, name);
	is_text(str_span(&ears.warnings), warning[0] == '\0' ? "" :
	    arena_text(ears.arena, "%s: %s\n", list, warning).at, name);
	unlink(path);
	ears_close(&ears);
}

#define REFUSED	"! everybody may write to it: no secret is taken from there"
#define READ	"everybody can read the secrets in it"
#define CHANGE	"everybody can change the secrets in it"

static void
test_secrets(void)
{
	const unsigned ours = TABLE_SECRET | TABLE_FOLD;
	const unsigned postfix = ours | TABLE_TRUSTING;

	test_secret("texthash", 0600, ours, "b", "");
	test_secret("texthash", 0660, ours, "b", "");
	test_secret("texthash", 0644, ours, "b", READ);
	test_secret("texthash", 0602, ours, REFUSED, "");
	test_secret("texthash", 0666, ours, REFUSED, "");
	test_secret("texthash", 0666, TABLE_FOLD, "b", "");
	test_secret("texthash", 0600, postfix, "b", "");
	test_secret("texthash", 0644, postfix, "b", READ);
	test_secret("texthash", 0666, postfix, "b", CHANGE);
	test_secret("hash", 0666, ours, REFUSED, "");
	test_secret("pcre", 0666, ours, REFUSED, "");
	test_secret("cidr", 0666, ours, REFUSED, "");
}

static void
test_parts(void)
{
	struct ears ears;
	struct mapping mapping;
	struct span value;
	struct dsn why;

	ears_open(&ears);
	why = DSN_IN(ears.arena);
	mapping = tables_mapping(ears.tables, SPAN("regexp:{{/x/ 1}}, "
	    "pcre:{{/x/ 2}}, cidr:/nonexistent, inline:{@x=3}, static:4"),
	    0);
	ok(mapping_find(&mapping, SPAN("@x"), MAPPING_WHOLE, &value, &why),
	    "a whole key is asked of patterns");
	is_text(value, "1", "the first");
	ok(mapping_find(&mapping, SPAN("@x"), MAPPING_PART, &value, &why),
	    "a part is not");
	is_text(value, "3", "but of tables with keys");
	ok(mapping_find(&mapping, SPAN("@y"), MAPPING_PART, &value, &why),
	    "another");
	is_text(value, "4", "and of static:");
	mapping = tables_mapping(ears.tables, SPAN("foo:x"), 0);
	ok(!mapping_find(&mapping, SPAN("@x"), MAPPING_PART, &value, &why),
	    "what is no table is trouble for parts too");
	ears_close(&ears);
}

static void
test_empty(void)
{
	struct ears ears;
	struct mapping mapping;

	ears_open(&ears);
	mapping = tables_mapping(ears.tables, SPAN(" , "), 0);
	ok(mapping_is_empty(&mapping), "no tables are no mapping");
	mapping = tables_mapping(ears.tables, SPAN("x"), 0);
	ok(!mapping_is_empty(&mapping), "but what is no table is one");
	ears_close(&ears);
}

/* test_once - a file is read when it is first asked, and never again */

static void
test_once(void)
{
	struct ears ears;
	const char *path, *list;

	ears_open(&ears);
	path = file_with(ears.arena, SPAN("a 1\nb 2\nc\n"));
	list = arena_text(ears.arena, "texthash:%s, proxy:texthash:%s, "
	    "hash:/nonexistent/y", path, path).at;
	is_text(tables_ask(&ears, list, 0, SPAN("a")), "1", "a table");
	unlink(path);
	is_text(tables_ask(&ears, list, 0, SPAN("b")), "2",
	    "is remembered");
	is_text(tables_ask(&ears, arena_text(ears.arena, "texthash:%s",
	    path).at, 0, SPAN("a")), "1", "for other parameters too");
	is_number(ears.count, 1, "and its warnings are told once");
	ears_close(&ears);
}

struct asker {
	const struct mapping *mapping;
	pthread_barrier_t *start;
	unsigned right;
};

static void *
ask_often(void *arg)
{
	struct asker *asker = arg;
	struct arena *arena = arena_new();
	struct dsn why = DSN_IN(arena);
	struct span value;

	pthread_barrier_wait(asker->start);
	for (int i = 0; i < 200; i++) {
		struct span key = arena_text(arena, "user%d@x", i);
		struct span want = arena_text(arena, "x has user%d", i);

		asker->right += mapping_find(asker->mapping, key,
		    MAPPING_WHOLE, &value, &why) && span_equal(value, want);
	}
	arena_free(&arena);
	return NULL;
}

/* test_threads - several ask a table at once that nobody asked before */

static void
test_threads(const char *type)
{
	struct asker askers[THREADS];
	pthread_t threads[THREADS];
	pthread_barrier_t start;
	struct mapping mapping;
	unsigned right = 0;
	struct ears ears;
	const char *path;

	ears_open(&ears);
	path = file_with(ears.arena,
	    SPAN("/nobody/ x\n/(/ y\n/^(.*)@(.*)$/ $2 has $1\n"));
	mapping = tables_mapping(ears.tables, arena_text(ears.arena,
	    "inline:{x=y}, %s:%s", type, path), 0);
	must(pthread_barrier_init(&start, NULL, THREADS) == 0);
	for (int i = 0; i < THREADS; i++) {
		askers[i] = (struct asker){ &mapping, &start, 0 };
		must(pthread_create(&threads[i], NULL, ask_often,
		    &askers[i]) == 0);
	}
	for (int i = 0; i < THREADS; i++) {
		pthread_join(threads[i], NULL);
		right += askers[i].right;
	}
	is_number(right, THREADS * 200, "threads get their own answers");
	is_number(ears.count, 1, "and the table was read once");
	pthread_barrier_destroy(&start);
	unlink(path);
	ears_close(&ears);
}

static void
test_null(void)
{
	struct tables *tables = NULL;

	tables_free(&tables);
	ok(tables == NULL, "no tables are freed without harm");
	tables = tables_new((struct teller){ 0 });
	tables_mapping(tables, SPAN("hash:/x"), 0);
	tables_free(&tables);
	ok(tables == NULL, "nor are those that nobody asked opened");
}

int
main(void)
{
	struct arena *arena = arena_new();

	test_lists();
	test_check(arena);
	test_use();
	test_secrets();
	test_parts();
	test_empty();
	test_once();
	test_threads("regexp");
	test_threads("pcre");
	test_null();
	arena_free(&arena);
	return tap_done();
}
