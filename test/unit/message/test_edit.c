/* SPDX-License-Identifier: BSD-2-Clause */
#include "message/edit.h"

#include "unit/message/outbox.h"

/* A table for everything: a field or line, and what is to become of it. */
static const char *const answers[] = {
	"A: keep", "DUNNO", "A: warn", "WARN of it", "A: replace",
	"REPLACE B : new", "A: prepend", "PREPEND B: before", "A: ignore",
	"ignore", "A: strip", "STRIP gone", "A: reject", "REJECT",
	"A: bad", "REPLACE no field", "A: empty", "PREPEND", "A: a\n b",
	"REPLACE A: c\n d", "From: <a@b>", "REPLACE From: <from@x>",
	"line", "REPLACE other", "stuck", "!",
	"A: stuck", "!", "gone", "IGNORE", "note", "INFO", "A: from",
	"REPLACE To: <from@x>", NULL
};

static const char *const outside[] = { "from@x", "to@y", "bad@x", "!", NULL };

struct bench {
	struct outbox box;
	struct pairs pairs, generic;
	struct content_setup setup;
	struct edit edit;
	struct mime_taker taker;
};

static void
set(struct bench *b)
{
	*b = (struct bench){ .pairs = { answers, NULL },
	    .generic = { outside, NULL } };
	outbox_init(&b->box);
	b->setup = outbox_setup(&b->box);
	b->edit.setup = &b->setup;
	b->edit.sink = outbox_take;
	b->edit.self = &b->box;
	b->taker = edit_taker(&b->edit);
}

static void
check_all(struct bench *b)
{
	for (size_t i = 0; i < CHECKS; i++)
		b->setup.checks[i] = (struct checks){
			pairs_mapping(&b->pairs), "smtp_some_checks" };
}

static void
clear(struct bench *b)
{
	edit_clear(&b->edit);
	outbox_clear(&b->box);
}

static const struct {
	const char *name, *field, *out, *notes;
} fields[] = {
	{ "behaviour 199: what is not found stays", "A: b", "A: b\r\n", "" },
	{ "behaviour 199: DUNNO", "A: keep", "A: keep\r\n", "" },
	{ "behaviour 199: WARN", "A: warn", "A: warn\r\n",
	    "WARN: header A: warn: of it\n" },
	{ "behaviour 199: REPLACE, and blanks before its colon stay",
	    "A: replace", "B : new\r\n",
	    "REPLACE: header A: replace: B : new\n" },
	{ "behaviour 199: PREPEND", "A: prepend",
	    "B: before\r\nA: prepend\r\n",
	    "PREPEND: header A: prepend: B: before\n" },
	{ "behaviour 199: IGNORE", "A: ignore", "", "" },
	{ "behaviour 199: STRIP", "A: strip", "",
	    "STRIP: header A: strip: gone\n" },
	{ "behaviour 199: an unknown command keeps it", "A: reject",
	    "A: reject\r\n", "!smtp_some_checks says what is no command "
	    "here: REJECT \n" },
	{ "behaviour 199: what is no field replaces none", "A: bad",
	    "A: bad\r\n", "!smtp_some_checks replaces a header field by what "
	    "is none: REPLACE no field\n" },
	{ "a command without text", "A: empty", "A: empty\r\n",
	    "!smtp_some_checks has a command without text: PREPEND \n" },
	{ "behaviour 198: the key is the whole field, LF where it is folded",
	    "A: a\n b", "A: c\r\n d\r\n", "REPLACE: header A: a\n b: A: c\n"
	    " d\n" },
};

static void
test_fields(enum field_class class)
{
	for (size_t i = 0; i < sizeof(fields) / sizeof(fields[0]); i++) {
		struct bench b;
		struct dsn why = { 0 };

		set(&b);
		check_all(&b);
		must(b.taker.field(&b.edit, class, span_of(fields[i].field),
		    &why) && edit_flush(&b.edit, &why));
		is_text(str_span(&b.box.octets), fields[i].out,
		    fields[i].name);
		is_text(str_span(&b.box.notes), fields[i].notes,
		    fields[i].name);
		clear(&b);
	}
}

/* Each class asks its own table, and no other. */

static void
test_classes(void)
{
	static const char *const names[CHECKS] = {
		"behaviour 198: header_checks", "mime_header_checks",
		"nested_header_checks", "body_checks" };
	struct dsn why = { 0 };

	for (size_t i = 0; i < CHECKS; i++) {
		struct bench b;

		set(&b);
		b.setup.checks[i] = (struct checks){ pairs_mapping(&b.pairs),
		    "x" };
		for (unsigned c = FIELD_PRIMARY; c <= FIELD_NESTED; c++)
			must(b.taker.field(&b.edit, (enum field_class)c,
			    SPAN("A: ignore"), &why));
		must(b.taker.line(&b.edit, SPAN("gone"), true, &why) &&
		    edit_flush(&b.edit, &why));
		is_text(str_span(&b.box.octets), i == CHECKS_BODY ?
		    "A: ignore\r\nA: ignore\r\nA: ignore\r\n" :
		    "A: ignore\r\nA: ignore\r\ngone\r\n", names[i]);
		clear(&b);
	}
}

static void
test_lines(void)
{
	struct dsn why = { 0 };
	struct bench b;

	set(&b);
	check_all(&b);
	must(b.taker.line(&b.edit, SPAN("line"), true, &why) &&
	    b.taker.line(&b.edit, SPAN("gone"), true, &why) &&
	    b.taker.line(&b.edit, SPAN("line\0x"), true, &why) &&
	    b.taker.line(&b.edit, SPAN(""), true, &why) &&
	    b.taker.line(&b.edit, SPAN("note"), false, &why) &&
	    b.taker.line(&b.edit, SPAN("line"), true, &why) &&
	    b.taker.octets(&b.edit, SPAN("line\n"), &why));
	ok(b.box.octets.len == 0, "what is small is gathered");
	must(edit_flush(&b.edit, &why));
	is_text(str_span(&b.box.octets), "other\r\nother\r\n\r\nnoteother\r\n"
	    "line\n", "behaviours 198, 199: lines of the body, up to a NUL");
	is_text(str_span(&b.box.notes), "REPLACE: body line: other\n"
	    "REPLACE: body line: other\nINFO: body note\n"
	    "REPLACE: body line: other\n", "what was done is told");
	clear(&b);
}

static void
test_generic(void)
{
	struct dsn why = { 0 };
	struct bench b;

	set(&b);
	check_all(&b);
	b.setup.generic.map = pairs_mapping(&b.generic);
	must(b.taker.field(&b.edit, FIELD_PRIMARY, SPAN("From: <from@x>"),
	    &why) && b.taker.field(&b.edit, FIELD_MIME,
	    SPAN("From: <from@x>"), &why) && b.taker.field(&b.edit,
	    FIELD_NESTED, SPAN("From: <from@x>"), &why) &&
	    b.taker.field(&b.edit, FIELD_PRIMARY, SPAN("X-From: from@x"),
	    &why) && edit_flush(&b.edit, &why));
	is_text(str_span(&b.box.octets), "From: <to@y>\r\nFrom: <from@x>\r\n"
	    "From: <from@x>\r\nX-From: from@x\r\n",
	    "behaviour 201: addresses of the message itself");
	outbox_empty(&b.box);
	must(b.taker.field(&b.edit, FIELD_PRIMARY, SPAN("From: <a@b>"), &why)
	    && b.taker.field(&b.edit, FIELD_PRIMARY, SPAN("A: from"), &why) &&
	    edit_flush(&b.edit, &why));
	is_text(str_span(&b.box.octets), "From: <to@y>\r\nTo: <to@y>\r\n",
	    "behaviour 199: generic maps see what checks have made of it, "
	    "its name included");
	clear(&b);
}

static void
test_stuck(void)
{
	struct arena *arena = arena_new();
	struct dsn why = DSN_IN(arena);
	struct bench b;

	set(&b);
	check_all(&b);
	ok(!b.taker.line(&b.edit, SPAN("stuck"), true, &why) &&
	    b.edit.is_stuck, "behaviour 200: a table that cannot say");
	is_text(span_of(why.status), "4.3.0", "is 4.3.0");
	is_text(why.text, "no answer for stuck", "and says why");
	clear(&b);
	set(&b);
	check_all(&b);
	ok(!b.taker.field(&b.edit, FIELD_NESTED, SPAN("A: stuck"), &why) &&
	    b.edit.is_stuck, "behaviour 200: likewise about a field");
	clear(&b);
	set(&b);
	b.setup.generic.map = pairs_mapping(&b.generic);
	ok(!b.taker.field(&b.edit, FIELD_PRIMARY, SPAN("To: bad@x"), &why) &&
	    b.edit.is_stuck, "and about an address");
	is_text(why.text, "no answer for bad@x", "whose words outlive it");
	clear(&b);
	arena_free(&arena);
}

/* A table that is wrong about every line is complained about once; memory
 * does not grow with the number of questions. */

static void
test_many(void)
{
	struct dsn why = { 0 };
	struct bench b;
	bool good = true;

	set(&b);
	check_all(&b);
	for (unsigned i = 0; i < 3 * EDIT_ASKED_MAX; i++)
		good &= b.taker.field(&b.edit, FIELD_PRIMARY,
		    SPAN("A: reject"), &why);
	ok(good && edit_flush(&b.edit, &why), "many fields");
	is_text(str_span(&b.box.notes), "!smtp_some_checks says what is no "
	    "command here: REJECT \n", "and one warning");
	is_number((long long)b.box.octets.len, 3 * EDIT_ASKED_MAX * 11,
	    "all of them come out");
	clear(&b);
}

int
main(void)
{
	test_fields(FIELD_PRIMARY);
	test_fields(FIELD_NESTED);
	test_classes();
	test_lines();
	test_generic();
	test_stuck();
	test_many();
	return tap_done();
}
