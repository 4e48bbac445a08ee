/* SPDX-License-Identifier: BSD-2-Clause */
#include "dns/anchor.h"

#include <stdlib.h>
#include <unistd.h>

#include "base/mem.h"
#include "unit/tap.h"

#define DIGEST	"0123456789ABCDEF0123456789ABCDEF" \
    "0123456789ABCDEF0123456789ABCDEF"
#define DS	". 172800 IN DS 12345 8 2 " DIGEST
#define KEY	".\t86400\tIN\tDNSKEY\t257 3 8 AwEAAaz/tAm8 ;{id = 1 (ksk)} "
#define NONE	"no key of the root zone is in it"

static const struct {
	const char *title, *text;
	size_t len;		/* 0: it cannot be read */
	const char *first, *why;
} rows[] = {
	{ "a DS record", DS "\n", 1, DS, NULL },
	{ "without the end of its line", DS, 1, DS, NULL },
	{ "without time to live and class", ". DS 1 8 2 " DIGEST, 1,
	    ". DS 1 8 2 " DIGEST, NULL },
	{ "comments, empty lines, two records",
	    "; the root\n\n" DS " ; a key\r\n  " DS "\n", 2, DS, NULL },
	{ "RFC 5011: a key that is valid", KEY ";;state=2 [  VALID  ] ;;x\n",
	    1, ".\t86400\tIN\tDNSKEY\t257 3 8 AwEAAaz/tAm8", NULL },
	{ "RFC 5011: one that is missing", KEY ";;state=3 [ MISSING ]", 1,
	    ".\t86400\tIN\tDNSKEY\t257 3 8 AwEAAaz/tAm8", NULL },
	{ "RFC 5011: one that is pending is passed over",
	    KEY ";;state=1 [ ADDPEND ]\n" DS, 1, DS, NULL },
	{ "RFC 5011: one that is revoked", KEY ";;state=4 [ REVOKED ]", 0,
	    NULL, NONE },
	{ "RFC 5011: a state that is none", KEY ";;state=x [ VALID ]", 0,
	    NULL, NONE },
	{ "nothing", "", 0, NULL, NONE },
	{ "only comments", "; nothing\n\n", 0, NULL, NONE },
	{ "the key of another zone", "test. IN DS 1 8 2 " DIGEST, 0, NULL,
	    "no key of the root zone: test. IN DS 1 8 2 0123456789ABCDEF0123"
	    "456789ABCDEF0123456789" },
	{ "another record of the root", ". IN A 192.0.2.1", 0, NULL,
	    "no key of the root zone: . IN A 192.0.2.1" },
	{ "something else", DS "\ntrust-anchors {", 0, NULL,
	    "no key of the root zone: trust-anchors {" },
	{ "half a record", ". IN DS 12345", 0, NULL,
	    "no key of the root zone: . IN DS 12345" },
};

static void
test_read(struct arena *arena)
{
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct dsn why = DSN_IN(arena);
		struct anchor anchor = { .len = 0 };
		bool good = anchor_read(span_of(rows[i].text), &anchor, &why);

		ok(good == (rows[i].len > 0), rows[i].title);
		is_number((long long)anchor.len, (long long)rows[i].len,
		    "so many records");
		if (good)
			is_text(anchor.at[0], rows[i].first, "the first");
		else
			is_text(why.text, rows[i].why, "why not");
	}
}

static void
test_many(struct arena *arena)
{
	struct dsn why = DSN_IN(arena);
	struct span text = { 0 };
	struct anchor anchor;

	for (int i = 0; i < ANCHOR_RECORDS_MAX; i++)
		text = arena_text(arena, "%.*s%s\n", SPAN_ARG(text), DS);
	ok(anchor_read(text, &anchor, &why), "as many as there may be");
	text = arena_text(arena, "%.*s%s\n", SPAN_ARG(text), DS);
	ok(!anchor_read(text, &anchor, &why), "one more");
}

static void
test_find(struct arena *arena)
{
	char path[] = "/tmp/test_anchor.XXXXXX";
	struct dsn why = DSN_IN(arena);
	struct anchor anchor = { .len = 0 };
	int fd = mkstemp(path);

	ok(!anchor_find(span_of(path), &anchor, &why), "an empty file");
	is_span(why.text, arena_text(arena, "%s: " NONE, path),
	    "which is named");
	must(write(fd, DS, sizeof(DS) - 1) == sizeof(DS) - 1);
	close(fd);
	ok(anchor_find(span_of(path), &anchor, &why), "a file");
	is_text(anchor.path, path, "its path");
	is_text(anchor.at[0], DS, "its record");
	must(unlink(path) == 0);
	ok(!anchor_find(span_of(path), &anchor, &why), "no file");
	is_text(span_of(why.status), "4.3.5", "is our own fault");
	ok(span_find(why.text, '/') < why.text.len, "and is named");
}

int
main(void)
{
	struct arena *arena = arena_new();

	test_read(arena);
	test_many(arena);
	test_find(arena);
	arena_free(&arena);
	return tap_done();
}
