/* SPDX-License-Identifier: BSD-2-Clause */
#include "cmd/addressees.h"

#include "base/mem.h"
#include "unit/tap.h"

enum { MANY = 10000 };

struct scene {
	struct arena *arena;
	struct envelope envelope;
	struct addressees addressees;
	struct dsn why;
	struct span origin;
};

static void
begin(struct scene *s, const char *origin)
{
	*s = (struct scene){ .arena = arena_new(),
	    .origin = span_of(origin) };
	s->why = DSN_IN(s->arena);
	s->addressees = (struct addressees){ .envelope = &s->envelope,
	    .origin = origin == NULL ? NULL : &s->origin,
	    .notify = NOTIFY_DELAY };
}

static void
end(struct scene *s)
{
	envelope_clear(&s->envelope);
	arena_free(&s->arena);
}

/* All recipients as they would be sent: <given>=<local@domain>, ... */

static struct span
list_of(struct scene *s)
{
	struct str to;
	struct span copy;

	str_init(&to, 100000);
	for (size_t i = 0; i < s->envelope.recipients.len; i++) {
		const struct recipient *r = &s->envelope.recipients.at[i];

		str_addf(&to, "%s%.*s=", i == 0 ? "" : ", ",
		    SPAN_ARG(r->given));
		address_add(&to, &r->address, true);
	}
	copy = arena_copy(s->arena, str_span(&to));
	str_clear(&to);
	return copy;
}

static const struct good {
	const char *name, *list, *want;
} lists[] = {
	{ "one address", "a@x.example", "a@x.example=a@x.example" },
	{ "a comma list, with and without blanks", "a@x,b@y , c@z",
	    "a@x=a@x, b@y=b@y, c@z=c@z" },
	{ "angle brackets", "<a@x>, <b@y>", "a@x=a@x, b@y=b@y" },
	{ "a comma in a quoted local part", "\"a,b\"@x,c@x",
	    "\"a,b\"@x=\"a,b\"@x, c@x=c@x" },
	{ "a comma in a quoted local part in angle brackets",
	    "<\"a,b\"@x>,c@x", "\"a,b\"@x=\"a,b\"@x, c@x=c@x" },
	{ "without a domain: that of the origin", "bob, <eve>",
	    "bob=bob@here.example, eve=eve@here.example" },
	{ "the same twice, domain in any case: once",
	    "a@x.example,a@X.EXAMPLE,A@x.example",
	    "a@x.example=a@x.example, A@x.example=A@x.example" },
	{ "the origin's domain counts for that",
	    "bob,bob@HERE.example", "bob=bob@here.example" },
	{ "separators twice", "a@x,,b@y,", "a@x=a@x, b@y=b@y" },
	{ "an address literal", "a@[192.0.2.1]",
	    "a@[192.0.2.1]=a@[192.0.2.1]" },
	{ "UTF-8", "us\xc3\xa9r@x", "us\xc3\xa9r@x=us\xc3\xa9r@x" },
	{ "behaviour 176: quoted again where it must be", "a..b@x",
	    "a..b@x=\"a..b\"@x" },
};

static void
test_lists(void)
{
	for (size_t i = 0; i < sizeof(lists) / sizeof(lists[0]); i++) {
		struct scene s;

		begin(&s, "here.example");
		ok(addressees_add_list(&s.addressees, span_of(lists[i].list),
		    SPAN("recipient"), &s.why), lists[i].name);
		is_text(list_of(&s), lists[i].want, lists[i].name);
		end(&s);
	}
}

static const struct bad {
	const char *name;
	struct span list;
} bad_lists[] = {
	{ "nothing", SPAN_INIT("") },
	{ "only separators", SPAN_INIT(" , ,") },
	{ "the null address", SPAN_INIT("<>") },
	{ "the null address after a good one", SPAN_INIT("a@x,<>") },
	{ "a display name", SPAN_INIT("Ann <a@x>") },
	{ "two addresses without a comma", SPAN_INIT("a@x b@x") },
	{ "LF", SPAN_INIT("a@x\nb@x") },
	{ "a command behind CRLF", SPAN_INIT("a@x>\r\nRSET") },
	{ "CR", SPAN_INIT("a\r@x") },
	{ "NUL", SPAN_INIT("a\0@x") },
	{ "CR between quotes", SPAN_INIT("\"a\rb\"@x") },
	{ "a lone quote", SPAN_INIT("\"a@x") },
	{ "no local part", SPAN_INIT("@x") },
	{ "no domain behind the @", SPAN_INIT("a@") },
	{ "two @", SPAN_INIT("a@b@c") },
	{ "a domain that is none", SPAN_INIT("a@x..y") },
	{ "octets that are no UTF-8", SPAN_INIT("a\xff@x") },
};

static void
test_bad_lists(void)
{
	static char much[1100];
	struct scene s;

	for (size_t i = 0; i < sizeof(bad_lists) / sizeof(bad_lists[0]); i++) {
		begin(&s, "here.example");
		ok(!addressees_add_list(&s.addressees, bad_lists[i].list,
		    SPAN("recipient"), &s.why) &&
		    span_starts(s.why.text, SPAN("recipient: ")),
		    bad_lists[i].name);
		end(&s);
	}
	begin(&s, NULL);
	memset(much, 'a', sizeof(much));
	ok(!addressees_add_list(&s.addressees, span_from(much, sizeof(much)),
	    SPAN("recipient"), &s.why), "longer than any address");
	ok(addressees_add_list(&s.addressees, SPAN("bob"), SPAN("recipient"),
	    &s.why), "without an origin");
	is_text(list_of(&s), "bob=bob", "a local part stands for itself");
	end(&s);
	begin(&s, "no domain");
	ok(addressees_add_list(&s.addressees, SPAN("a@x"), SPAN("recipient"),
	    &s.why), "an origin that is none harms nobody who needs none");
	ok(!addressees_add_list(&s.addressees, SPAN("bob"), SPAN("recipient"),
	    &s.why), "and is an error where it is needed");
	is_text(s.why.text, "recipient: \"bob\" has no domain, and myorigin "
	    "(\"no domain\") is none", "which says so");
	end(&s);
}

static void
test_file(void)
{
	struct scene s;
	const struct recipient *r;

	begin(&s, "here.example");
	ok(addressees_add_file(&s.addressees, SPAN("# a comment, a@x\n"
	    "bob@x NOTIFY=never\n"
	    "\n"
	    "  \"a b\"@y\torcpt=rfc822;o+2Bx@z  notify=DELAY,success\r\n"
	    "eve\n"
	    "#end@x\n"
	    "\"#\"@last"), SPAN("rcpts"), &s.why), "a file is read");
	is_text(list_of(&s), "bob@x=bob@x, \"a b\"@y=\"a b\"@y, "
	    "eve=eve@here.example, \"#\"@last=#@last",
	    "comments and empty lines are left out, order is kept");
	r = s.envelope.recipients.at;
	is_number(r[0].notify, NOTIFY_NEVER, "NOTIFY=never");
	is_text(r[0].orcpt, "", "no ORCPT was given");
	is_number(r[1].notify, NOTIFY_DELAY | NOTIFY_SUCCESS,
	    "NOTIFY in any order and case");
	is_text(r[1].orcpt, "rfc822;o+2Bx@z", "ORCPT is kept as given");
	is_number(r[2].notify, NOTIFY_DELAY,
	    "who says nothing has what the command line says");
	end(&s);
}

static const struct bad_line {
	const char *name;
	struct span text;
	const char *where;
} bad_lines[] = {
	{ "an unknown keyword", SPAN_INIT("a@x FOO=bar"), "rcpts:1: " },
	{ "an address behind the address", SPAN_INIT("a@x b@x"),
	    "rcpts:1: " },
	{ "a comma", SPAN_INIT("a@x,b@x"), "rcpts:1: " },
	{ "NOTIFY without a value", SPAN_INIT("a@x\nb@x NOTIFY="),
	    "rcpts:2: " },
	{ "NOTIFY with an unknown word", SPAN_INIT("b@x NOTIFY=relay"),
	    "rcpts:1: " },
	{ "NOTIFY=NEVER with others", SPAN_INIT("b@x NOTIFY=NEVER,DELAY"),
	    "rcpts:1: " },
	{ "NOTIFY twice", SPAN_INIT("b@x NOTIFY=NEVER NOTIFY=NEVER"),
	    "rcpts:1: " },
	{ "ORCPT without a type", SPAN_INIT("#\n\nb@x ORCPT=b@x"),
	    "rcpts:3: " },
	{ "ORCPT that is no xtext", SPAN_INIT("b@x ORCPT=rfc822;a=b"),
	    "rcpts:1: " },
	{ "NUL in an address", SPAN_INIT("b@x\na\0b@x\n"), "rcpts:2: " },
	{ "NUL behind an address", SPAN_INIT("b@x\nab@x\0\n"), "rcpts:2: " },
	{ "CR within a line", SPAN_INIT("b@x\rc@x\n"), "rcpts:1: " },
	{ "a comment behind an address", SPAN_INIT("a@x # b\n"),
	    "rcpts:1: " },
	{ "a display name", SPAN_INIT("Ann <a@x>\n"), "rcpts:1: " },
};

static void
test_bad_lines(void)
{
	for (size_t i = 0; i < sizeof(bad_lines) / sizeof(bad_lines[0]); i++) {
		struct scene s;
		bool good;

		begin(&s, "here.example");
		good = addressees_add_file(&s.addressees, bad_lines[i].text,
		    SPAN("rcpts"), &s.why);
		if (!ok(!good && span_starts(s.why.text,
		    span_of(bad_lines[i].where)), bad_lines[i].name))
			printf("# said: %.*s\n", SPAN_ARG(s.why.text));
		end(&s);
	}
}

static const struct good headers[] = {
	{ "no field", "", "" },
	{ "To, Cc and Bcc in their order",
	    "Cc: Ann <a@x>, b@y\nTo: c@z\nBCC: d@w\n",
	    "a@x=a@x, b@y=b@y, c@z=c@z, d@w=d@w" },
	{ "Resent- wins", "To: a@x\nResent-To: b@x\nCc: c@x\n"
	    "resent-bcc: d@x\nResent-Cc: e@x\n",
	    "b@x=b@x, d@x=d@x, e@x=e@x" },
	{ "even an empty one", "To: a@x\nResent-Bcc:\n", "" },
	{ "malformed ones that do not count", "To: a b\nResent-To: c@x\n",
	    "c@x=c@x" },
	{ "nobody", "To: undisclosed-recipients:;\nCc: <>\n", "" },
	{ "each once", "To: a@x, A@x\nCc: a@X\n", "a@x=a@x, A@x=A@x" },
	{ "without a domain: that of the origin", "To: Root <root>\n",
	    "root=root@here.example" },
	{ "folded, with comments", "To: (x)\r\n \"a b\"\r\n @ (y) x\r\n",
	    "\"a b\"@x=\"a b\"@x" },
};

static const struct bad_header {
	const char *name, *fields, *why;
} bad_headers[] = {
	{ "no address list", "To: a@x\nCc: b c\n", "Cc: malformed address "
	    "\"b c\": words stand side by side" },
	{ "no address", "Bcc: b@x..y\n", "Bcc: malformed address "
	    "\"b@x..y\": what stands behind the @ is no domain" },
	{ "no header field", "To: a@x\nBcc\n",
	    "a header field of the message is malformed" },
};

static void
test_headers(void)
{
	for (size_t i = 0; i < sizeof(headers) / sizeof(headers[0]); i++) {
		struct scene s;

		begin(&s, "here.example");
		ok(addressees_add_header(&s.addressees,
		    span_of(headers[i].list), &s.why), headers[i].name);
		is_text(list_of(&s), headers[i].want, headers[i].name);
		for (size_t j = 0; j < s.envelope.recipients.len; j++)
			is_number(s.envelope.recipients.at[j].notify,
			    NOTIFY_DELAY, "NOTIFY is the command line's");
		end(&s);
	}
	for (size_t i = 0; i < sizeof(bad_headers) / sizeof(bad_headers[0]);
	    i++) {
		struct scene s;

		begin(&s, "here.example");
		ok(!addressees_add_header(&s.addressees,
		    span_of(bad_headers[i].fields), &s.why),
		    bad_headers[i].name);
		is_text(s.why.text, bad_headers[i].why, "which says so");
		end(&s);
	}
}

static void
test_many(void)
{
	struct scene s;
	struct str text;

	begin(&s, "here.example");
	str_init(&text, MANY * 40);
	for (size_t i = 0; i < MANY; i++)
		str_addf(&text, "user%zu@d%zu.example\n", i, i % 100);
	must(!text.full);
	ok(addressees_add_file(&s.addressees, str_span(&text), SPAN("rcpts"),
	    &s.why), "10,000 recipients are fine");
	is_number(s.envelope.recipients.len, MANY, "none is lost");
	is_number(s.envelope.recipients.at[MANY - 1].number, MANY - 1,
	    "each has its number");
	str_clear(&text);
	end(&s);
}

int
main(void)
{
	test_lists();
	test_bad_lists();
	test_file();
	test_bad_lines();
	test_headers();
	test_many();
	return tap_done();
}
