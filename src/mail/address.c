/* SPDX-License-Identifier: BSD-2-Clause */
#include "mail/address.h"

#include <string.h>

#include "base/arena.h"
#include "base/ascii.h"
#include "base/utf8.h"
#include "mail/domain.h"

/* is_atext - may stand outside of quotes (RFC 5321 section 4.1.2, RFC 6531
 * section 3.3); '.' is looked at elsewhere */

static bool
is_atext(char c)
{
	return ascii_is_alnum(c) || (unsigned char)c >= 0x80 ||
	    (c != '\0' && strchr("!#$%&'*+-/=?^_`{|}~", c) != NULL);
}

bool
address_refuse(struct span text, const char *what, struct dsn *why)
{
	enum { SHOWN = 200 };
	bool long_one = text.len > SHOWN;

	if (long_one)
		text.len = SHOWN;
	return dsn_fail(why, "5.1.3", "malformed address \"%.*s%s\": %s",
	    SPAN_ARG(text), long_one ? "..." : "", what);
}

static const char *
what_is_wrong(struct span text)
{
	if (text.len > ADDRESS_MAX)
		return "it is too long";
	if (span_find(text, '\r') < text.len ||
	    span_find(text, '\n') < text.len)
		return "a line end stands in it";
	if (span_find(text, '\0') < text.len)
		return "a NUL stands in it";
	if (!utf8_is_valid(text))
		return "it is not UTF-8";
	return NULL;
}

/* A local part on its way from the written form to the kept one. */
struct reader {
	struct span text;
	size_t i;		/* what comes next */
	char *to;		/* as much room as text has octets */
	size_t len;
};

/* read_quoted - a quoted-string at the front, without its quotes */

static const char *
read_quoted(struct reader *r)
{
	if (r->i > 0 && r->text.at[r->i - 1] != '.')
		return "a quote stands in the middle of a word";
	for (r->i++; r->i < r->text.len && r->text.at[r->i] != '"'; r->i++) {
		if (r->text.at[r->i] == '\\')
			r->i++;
		if (r->i == r->text.len)
			break;
		r->to[r->len++] = r->text.at[r->i];
	}
	if (r->i >= r->text.len)
		return "a quote has no end";
	r->i++;
	if (r->i < r->text.len && r->text.at[r->i] != '.' &&
	    r->text.at[r->i] != '@')
		return "something stands right behind a quoted part";
	return NULL;
}

/* read_local - up to an @ outside of quotes, or the end */

static const char *
read_local(struct reader *r)
{
	const char *wrong = NULL;

	while (wrong == NULL && r->i < r->text.len && r->text.at[r->i] != '@') {
		char c = r->text.at[r->i];

		if (c == '"')
			wrong = read_quoted(r);
		else if (c == ' ' || c == '\t')
			wrong = "a blank stands outside of quotes";
		else if (c != '.' && !is_atext(c))
			wrong = "a special character stands outside of quotes";
		else
			r->to[r->len++] = r->text.at[r->i++];
	}
	if (wrong == NULL && r->i == 0)
		wrong = r->text.len == 0 ? "it is empty" :
		    "nothing stands before the @";
	return wrong;
}

/* without_brackets - the text between < and > where both are there */

static struct span
without_brackets(struct span text)
{
	if (text.len >= 2 && text.at[0] == '<' &&
	    text.at[text.len - 1] == '>')
		return span_from(text.at + 1, text.len - 2);
	return text;
}

bool
address_parse(struct span text, struct address *address, struct dsn *why)
{
	struct span whole = span_trim(text), domain = { 0 };
	struct reader r = { .text = without_brackets(whole) };
	const char *wrong = what_is_wrong(text);

	if (wrong != NULL)
		return address_refuse(text, wrong, why);
	if (r.text.len == 0) {
		*address = (struct address){ 0 };
		return true;
	}
	r.to = arena_get(why->arena, r.text.len + 1, 1);
	wrong = read_local(&r);
	if (wrong == NULL && r.i < r.text.len) {
		domain = span_from_octet(r.text, r.i + 1);
		if (!domain_is_good(domain))
			wrong = "what stands behind the @ is no domain";
	} else if (wrong == NULL && r.len == 0)
		wrong = "an empty local part needs a domain";
	if (wrong != NULL)
		return address_refuse(whole, wrong, why);
	address->local = span_from(r.to, r.len);
	address->domain = arena_copy(why->arena, domain);
	return true;
}

/* word_len - octets before the next separator outside of quotes, or all */

static size_t
word_len(struct span s, const char *between)
{
	bool quoted = false;
	size_t i = 0;

	for (; i < s.len; i++) {
		char c = s.at[i];

		if (c == '"')
			quoted = !quoted;
		else if (quoted && c == '\\' && i + 1 < s.len)
			i++;
		else if (!quoted && c != '\0' && strchr(between, c) != NULL)
			break;
	}
	return i;
}

/* without_blanks - only blanks and tabs: a line end must be seen and refused */

static struct span
without_blanks(struct span s)
{
	while (s.len > 0 && ascii_is_blank(s.at[0]))
		s = span_from_octet(s, 1);
	while (s.len > 0 && ascii_is_blank(s.at[s.len - 1]))
		s.len--;
	return s;
}

bool
address_word(struct span *rest, const char *between, struct span *word)
{
	struct span s = *rest, found = { 0 };

	while (s.len > 0 && found.len == 0) {
		size_t n = word_len(s, between);

		found = without_blanks(span_first(s, n));
		s = span_from_octet(s, n < s.len ? n + 1 : n);
	}
	if (found.len == 0)
		return false;
	*word = found;
	*rest = s;
	return true;
}

/* is_dot_string - atoms with single dots between them. More generous than
 * the RFC as to what an atom is: only what Postfix quotes is quoted. */

static bool
is_dot_string(struct span local)
{
	char last = '.';

	for (size_t i = 0; i < local.len; i++) {
		char c = local.at[i];

		if ((unsigned char)c <= ' ' || c == 0x7f ||
		    strchr("<>()[]\\,;:@\"", c) != NULL ||
		    (c == '.' && last == '.'))
			return false;
		last = c;
	}
	return last != '.';
}

void
address_add(struct str *to, const struct address *address, bool quote)
{
	struct span local = address->local;

	if (address_is_null(address))
		return;
	if (!quote || is_dot_string(local))
		str_add(to, local);
	else {
		str_add_char(to, '"');
		for (size_t i = 0; i < local.len; i++) {
			if (local.at[i] == '"' || local.at[i] == '\\')
				str_add_char(to, '\\');
			str_add_char(to, local.at[i]);
		}
		str_add_char(to, '"');
	}
	if (address->domain.len > 0) {
		str_add_char(to, '@');
		str_add(to, address->domain);
	}
}

bool
address_equal(const struct address *a, const struct address *b)
{
	struct arena *arena;
	bool same;

	if (!span_equal(a->local, b->local))
		return false;
	if (ascii_is_all(a->domain) && ascii_is_all(b->domain))
		return ascii_equal(a->domain, b->domain);
	arena = arena_new();
	same = span_equal(domain_fold(arena, a->domain),
	    domain_fold(arena, b->domain));
	arena_free(&arena);
	return same;
}

bool
address_is_utf8(const struct address *address)
{
	return !ascii_is_all(address->local) || !ascii_is_all(address->domain);
}
