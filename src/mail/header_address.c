/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A member of a list is read from left to right. Until a "<" or a colon comes
 * nobody knows whether its words are an address or a name, so they are put
 * together as an address, and what is wrong with that is forgotten if they
 * turn out to be a name.
 */
#include "mail/header_address.h"

#include <string.h>

#include "base/ascii.h"
#include "mail/address.h"

static const char special[] = "a special character stands outside of "
    "quotes";

struct reader {
	struct span text;	/* the list */
	size_t i;		/* what comes next */
	struct str to;		/* the address so far */
	const char *wrong;	/* why it is none; NULL: it may be one */
	bool has_words;
	bool has_at;
	bool after_word;	/* a word cannot follow */
};

/* begin - an address may begin here */

static void
begin(struct reader *r)
{
	str_reset(&r->to);
	r->wrong = NULL;
	r->has_words = r->has_at = r->after_word = false;
}

static void
complain(struct reader *r, const char *what)
{
	if (r->wrong == NULL)
		r->wrong = what;
}

static bool
at_end(const struct reader *r)
{
	return r->i == r->text.len;
}

/* is_at - one of these characters comes next */

static bool
is_at(const struct reader *r, const char *any)
{
	return !at_end(r) && r->text.at[r->i] != '\0' &&
	    strchr(any, r->text.at[r->i]) != NULL;
}

size_t
header_comment_length(struct span s)
{
	size_t depth = 0;

	for (size_t i = 0; i < s.len; i++) {
		if (s.at[i] == '\\')
			i++;
		else if (s.at[i] == '(')
			depth++;
		else if (s.at[i] == ')' && --depth == 0)
			return i + 1;
	}
	return 0;
}

static void
skip_comment(struct reader *r)
{
	struct span rest = span_from_octet(r->text, r->i);
	size_t len = header_comment_length(rest);

	if (len == 0)
		r->wrong = "a comment has no end";
	r->i += len > 0 ? len : rest.len;
}

static void
skip_gap(struct reader *r)
{
	while (!at_end(r)) {
		if (is_at(r, "("))
			skip_comment(r);
		else if (ascii_is_space(r->text.at[r->i]))
			r->i++;
		else
			break;
	}
}

/* read_quoted - with its quotes, but unfolded */

static void
read_quoted(struct reader *r)
{
	bool escaped = false, open = true;

	str_add_char(&r->to, '"');
	for (r->i++; open && !at_end(r); r->i++) {
		char c = r->text.at[r->i];
		bool crlf = c == '\r' && r->i + 1 < r->text.len &&
		    r->text.at[r->i + 1] == '\n';

		if (c == '\n' || crlf)
			continue;
		str_add_char(&r->to, c);
		open = c != '"' || escaped;
		escaped = c == '\\' && !escaped;
	}
	if (open)
		r->wrong = "a quote has no end";
}

/* read_literal - without its blanks */

static void
read_literal(struct reader *r)
{
	for (; !at_end(r) && !is_at(r, "]"); r->i++)
		if (!ascii_is_space(r->text.at[r->i]))
			str_add_char(&r->to, r->text.at[r->i]);
	if (at_end(r)) {
		r->wrong = "a [ has no end";
		return;
	}
	str_add_char(&r->to, ']');
	r->i++;
}

static void
read_atom(struct reader *r)
{
	size_t from = r->i;

	while (!at_end(r) && !is_at(r, "()<>[]:;@\\,.\"") &&
	    !ascii_is_space(r->text.at[r->i]))
		r->i++;
	str_add(&r->to, span_from(r->text.at + from, r->i - from));
}

static void
read_word(struct reader *r)
{
	if (is_at(r, ")]\\"))
		complain(r, special);
	if (r->after_word)
		complain(r, "words stand side by side");
	r->has_words = r->after_word = true;
	if (is_at(r, "\""))
		read_quoted(r);
	else if (is_at(r, "["))
		read_literal(r);
	else if (is_at(r, ")]\\"))
		r->i++;
	else
		read_atom(r);
}

/* read_words - up to what ends an address or a name */

static void
read_words(struct reader *r)
{
	for (skip_gap(r); !at_end(r) && !is_at(r, "<>,;:");
	    skip_gap(r)) {
		if (!is_at(r, ".@")) {
			read_word(r);
			continue;
		}
		r->has_words = true;
		r->has_at |= is_at(r, "@");
		r->after_word = false;
		str_add_char(&r->to, r->text.at[r->i++]);
	}
}

/* read_route - "@a,@b:" (RFC 5322 section 4.4) says nothing any more */

static void
read_route(struct reader *r)
{
	while (is_at(r, ",:") && r->to.len > 0 && r->to.at[0] == '@') {
		if (is_at(r, ":"))
			begin(r);
		r->after_word = false;
		r->i++;
		read_words(r);
	}
}

/* read_angle - <address>, and nothing behind it */

static void
read_angle(struct reader *r)
{
	begin(r);
	r->i++;
	read_words(r);
	read_route(r);
	if (!is_at(r, ">")) {
		complain(r, "nothing ends the <");
		return;
	}
	r->i++;
	skip_gap(r);
	if (!at_end(r) && !is_at(r, ",;"))
		complain(r, "something stands behind the >");
}

/* read_group - its name, as long as it is one; then its first member */

static bool
read_group(struct reader *r)
{
	if (!is_at(r, ":"))
		return false;
	if (!r->has_words || r->has_at) {
		complain(r, "a colon stands outside of quotes");
		return false;
	}
	begin(r);
	r->i++;
	read_words(r);
	return true;
}

/* check_bare - words that are an address by themselves */

static void
check_bare(struct reader *r)
{
	struct span to = str_span(&r->to);

	if (r->has_at || !r->has_words)
		return;
	if (span_starts(to, SPAN("\"")) || span_starts(to, SPAN("=?")))
		complain(r, "it is a name without an address");
}

static void
read_member(struct reader *r)
{
	begin(r);
	read_words(r);
	while (read_group(r))
		;
	if (is_at(r, "<"))
		read_angle(r);
	else
		check_bare(r);
	if (is_at(r, "<>:"))
		complain(r, special);
	if (r->to.full)
		complain(r, "it is too long");
}

bool
header_address_next(struct span *rest, struct span *address, struct dsn *why)
{
	struct reader r = { .text = *rest };
	size_t from = 0;

	str_init(&r.to, ADDRESS_MAX);
	while (r.wrong == NULL && !r.has_words && !at_end(&r)) {
		from = r.i;
		read_member(&r);
		if (r.wrong == NULL && !at_end(&r))
			r.i++;
	}
	if (r.wrong != NULL)
		address_refuse(span_trim(span_from(rest->at + from,
		    r.i - from)), r.wrong, why);
	else {
		*address = arena_copy(why->arena, str_span(&r.to));
		*rest = span_from_octet(*rest, r.i);
	}
	str_clear(&r.to);
	return r.wrong == NULL;
}
