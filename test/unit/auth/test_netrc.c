/* SPDX-License-Identifier: BSD-2-Clause */
#include "auth/netrc.h"

#include "os/secret_reveal.h"
#include "unit/tap.h"

static const struct row {
	const char *name;
	struct span text;
	const char *wanted;	/* user, or "" */
	const char *user, *password;	/* NULL: nothing is found */
} rows[] = {
	{ "one entry on a line",
	    SPAN_INIT("machine mx.test login ann password secret\n"), "",
	    "ann", "secret" },
	{ "one over several lines",
	    SPAN_INIT("machine\tmx.test\r\n  password\n secret login\n\nann"),
	    "", "ann", "secret" },
	{ "the machine in any case",
	    SPAN_INIT("machine MX.Test login ann password secret"), "",
	    "ann", "secret" },
	{ "behind others", SPAN_INIT("machine a.test login a password b\n"
	    "machine mx.test.example login x password x\n"
	    "machine mx.test login ann password secret\n"
	    "machine z.test login y password z\n"), "", "ann", "secret" },
	{ "none of them", SPAN_INIT("machine a.test login a password b\n"),
	    "", NULL, NULL },
	{ "the first of two",
	    SPAN_INIT("machine mx.test login ann password secret\n"
	    "machine mx.test login bob password other\n"), "", "ann",
	    "secret" },
	{ "the one of the user",
	    SPAN_INIT("machine mx.test login ann password secret\n"
	    "machine mx.test login bob password other\n"), "bob", "bob",
	    "other" },
	{ "no such user",
	    SPAN_INIT("machine mx.test login ann password secret\n"), "Ann",
	    NULL, NULL },
	{ "one without a password is passed over",
	    SPAN_INIT("machine mx.test login ann\n"
	    "machine mx.test login bob password other\n"), "", "bob",
	    "other" },
	{ "so is one without a user",
	    SPAN_INIT("machine mx.test password secret\n"), "", NULL, NULL },
	{ "an account is not asked for", SPAN_INIT("machine mx.test login ann "
	    "account password password secret"), "", "ann", "secret" },
	{ "default is for nobody, and ends an entry",
	    SPAN_INIT("machine mx.test login ann default password x "
	    "login y"), "", NULL, NULL },
	{ "default behind an entry",
	    SPAN_INIT("machine mx.test login ann password secret default "
	    "login y password x"), "", "ann", "secret" },
	{ "comments", SPAN_INIT("# machine mx.test login x password y\n"
	    "machine mx.test # login x\nlogin ann password secret"), "",
	    "ann", "secret" },
	{ "no comment inside of a word",
	    SPAN_INIT("machine mx.test login ann password sec#ret"), "",
	    "ann", "sec#ret" },
	{ "quotes", SPAN_INIT("machine \"mx.test\" login \"ann b\" password "
	    "\"a \\\"b\\\\\\tc\""), "", "ann b", "a \"b\\\tc" },
	{ "a quote in a word", SPAN_INIT("machine mx.test login a\"b "
	    "password c\\d"), "", "a\"b", "c\\d" },
	{ "an empty password", SPAN_INIT("machine mx.test login ann "
	    "password \"\""), "", "ann", "" },
	{ "a macro is skipped", SPAN_INIT("machine a.test login a password b\n"
	    "macdef init\nmachine mx.test login x password y\nbye\n\n"
	    "machine mx.test login ann password secret"), "", "ann",
	    "secret" },
	{ "one without an end", SPAN_INIT("macdef init\nmachine mx.test "
	    "login x password y"), "", NULL, NULL },
	{ "the last password counts", SPAN_INIT("machine mx.test login ann "
	    "password x password secret"), "", "ann", "secret" },
	{ "an empty text", SPAN_INIT(""), "", NULL, NULL },
};

static const struct {
	const char *name;
	struct span text;
	const char *why;
} wrong[] = {
	{ "a quote without an end",
	    SPAN_INIT("machine mx.test\nlogin \"ann\npassword x\""),
	    "netrc: line 3: a quote without an end" },
	{ "a word too few", SPAN_INIT("machine mx.test login ann password\n"),
	    "netrc: line 2: a word is missing at the end" },
	{ "a machine without a name", SPAN_INIT("machine"),
	    "netrc: line 1: a word is missing at the end" },
	{ "a word of its own", SPAN_INIT("machine mx.test hunter2"),
	    "netrc: line 1: there is a word that is none of machine, "
	    "default, login, password, account, macdef" },
	{ "a NUL", SPAN_INIT("machine mx.test login a\0b password x"),
	    "netrc: line 1: there is a NUL in it" },
};

static void
play(const struct row *row, struct arena *arena)
{
	struct netrc_entry entry;
	struct dsn why = DSN_IN(arena);

	ok(netrc_find(row->text, SPAN("mx.test"), span_of(row->wanted),
	    &entry, &why), row->name);
	is_text(entry.user, row->user, row->name);
	ok((entry.password != NULL) == (row->password != NULL), row->name);
	if (entry.password != NULL)
		is_text(secret_reveal(entry.password), row->password,
		    row->name);
	secret_free(&entry.password);
}

int
main(void)
{
	struct arena *arena = arena_new();
	struct netrc_entry entry = { .password = NULL };
	struct dsn why = DSN_IN(arena);
	struct secret *file = secret_copy(SPAN("machine mx.test login ann "
	    "password secret"));

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		play(&rows[i], arena);
	for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
		ok(!netrc_find(wrong[i].text, SPAN("mx.test"), SPAN(""),
		    &entry, &why), wrong[i].name);
		is_text(why.text, wrong[i].why, wrong[i].name);
		ok(entry.password == NULL, "nothing is found");
	}
	is_text(span_of(why.status), "4.3.5", "the status");
	ok(netrc_find_in(file, SPAN("mx.test"), SPAN(""), &entry, &why) &&
	    entry.password != NULL, "the same in a secret");
	secret_free(&entry.password);
	secret_free(&file);
	arena_free(&arena);
	return tap_done();
}
