/* SPDX-License-Identifier: BSD-2-Clause */
#include "auth/netrc.h"

#include "base/ascii.h"
#include "base/mem.h"
#include "base/str.h"
#include "os/secret_reveal.h"

/* A file on its way through its words. */
struct reading {
	struct span rest;
	unsigned line;
	struct str word;	/* the last one, without its quotes */
};

/* One entry, as far as it was read. */
struct draft {
	bool ours;		/* it is for the machine */
	struct span user;
	struct secret *password;
};

static bool
refuse(const struct reading *r, const char *what, struct dsn *why)
{
	return dsn_fail(why, "4.3.5", "netrc: line %u: %s", r->line, what);
}

static char
take(struct reading *r)
{
	char c = r->rest.at[0];

	r->rest = span_from_octet(r->rest, 1);
	r->line += c == '\n';
	return c;
}

static void
skip_line(struct reading *r)
{
	while (r->rest.len > 0 && take(r) != '\n')
		continue;
}

/* skip_blanks - and comments */

static void
skip_blanks(struct reading *r)
{
	while (r->rest.len > 0) {
		if (r->rest.at[0] == '#')
			skip_line(r);
		else if (ascii_is_space(r->rest.at[0]))
			take(r);
		else
			return;
	}
}

/* unescape - what stands behind a backslash */

static char
unescape(char c)
{
	switch (c) {
	case 'n':
		return '\n';
	case 'r':
		return '\r';
	case 't':
		return '\t';
	}
	return c;
}

static bool
quoted_word(struct reading *r, struct dsn *why)
{
	take(r);
	while (r->rest.len > 0) {
		char c = take(r);

		if (c == '"')
			return true;
		if (c == '\n')
			break;
		if (c == '\\' && r->rest.len > 0)
			c = unescape(take(r));
		str_add_char(&r->word, c);
	}
	return refuse(r, "a quote without an end", why);
}

/* next_word - its length is 0 only at the end, or between quotes */

static bool
next_word(struct reading *r, bool *end, struct dsn *why)
{
	str_reset(&r->word);
	skip_blanks(r);
	*end = r->rest.len == 0;
	if (*end)
		return true;
	if (r->rest.at[0] == '"')
		return quoted_word(r, why);
	while (r->rest.len > 0 && !ascii_is_space(r->rest.at[0]))
		str_add_char(&r->word, take(r));
	return true;
}

static bool
argument(struct reading *r, struct dsn *why)
{
	bool end;

	if (!next_word(r, &end, why))
		return false;
	return !end || refuse(r, "a word is missing at the end", why);
}

/* skip_macro - up to an empty line */

static void
skip_macro(struct reading *r)
{
	skip_line(r);
	while (r->rest.len > 0 && r->rest.at[0] != '\n')
		skip_line(r);
}

static void
put_password(struct reading *r, struct draft *draft)
{
	secret_free(&draft->password);
	draft->password = secret_copy(str_span(&r->word));
	mem_wipe(r->word.at, r->word.len);
}

/* pair - a word of an entry and what stands behind it */

static bool
pair(struct reading *r, struct draft *draft, struct dsn *why)
{
	bool login = span_equal(str_span(&r->word), SPAN("login"));
	bool password = span_equal(str_span(&r->word), SPAN("password"));

	if (!login && !password &&
	    !span_equal(str_span(&r->word), SPAN("account")))
		return refuse(r, "there is a word that is none of machine, "
		    "default, login, password, account, macdef", why);
	if (!argument(r, why))
		return false;
	if (draft->ours && login)
		draft->user = arena_copy(why->arena, str_span(&r->word));
	if (draft->ours && password)
		put_password(r, draft);
	return true;
}

/* fits - the entry that was read is what is looked for */

static bool
fits(const struct draft *draft, struct span user)
{
	return draft->ours && draft->password != NULL && draft->user.len > 0 &&
	    (user.len == 0 || span_equal(draft->user, user));
}

static void
begin(struct draft *draft, bool ours)
{
	secret_free(&draft->password);
	*draft = (struct draft){ .ours = ours };
}

static bool
machine_word(struct reading *r, struct span machine, struct draft *draft,
    struct dsn *why)
{
	if (!argument(r, why))
		return false;
	begin(draft, ascii_equal(str_span(&r->word), machine));
	return true;
}

/* search - up to the end of the entry that fits, or of the text */

static bool
search(struct reading *r, struct span machine, struct span user,
    struct draft *draft, struct dsn *why)
{
	bool end, good = true;

	while (good && (good = next_word(r, &end, why)) && !end) {
		struct span word = str_span(&r->word);
		bool another = span_equal(word, SPAN("machine"));
		bool all = span_equal(word, SPAN("default"));

		if ((another || all) && fits(draft, user))
			return true;
		if (another)
			good = machine_word(r, machine, draft, why);
		else if (all)
			begin(draft, false);
		else if (span_equal(word, SPAN("macdef")))
			skip_macro(r);
		else
			good = pair(r, draft, why);
	}
	return good;
}

bool
netrc_find(struct span text, struct span machine, struct span user,
    struct netrc_entry *entry, struct dsn *why)
{
	struct reading r = { .rest = text, .line = 1 };
	struct draft draft = { .ours = false };
	bool good;

	*entry = (struct netrc_entry){ 0 };
	if (span_find(text, '\0') < text.len)
		return refuse(&r, "there is a NUL in it", why);
	str_init(&r.word, text.len + 1);
	(void)str_reserve(&r.word, text.len);
	good = search(&r, machine, user, &draft, why);
	if (good && fits(&draft, user)) {
		entry->user = draft.user;
		entry->password = draft.password;
		draft.password = NULL;
	}
	secret_free(&draft.password);
	str_wipe(&r.word);
	return good;
}

bool
netrc_find_in(const struct secret *text, struct span machine,
    struct span user, struct netrc_entry *entry, struct dsn *why)
{
	return netrc_find(secret_reveal(text), machine, user, entry, why);
}
