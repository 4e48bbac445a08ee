/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A field is read word by word. Until a "<", a comma or the end comes nobody
 * knows whether words are an address or a name, so the words of a member are
 * kept, and written when the member is complete.
 */
#include "message/rewrite.h"

#include "base/names.h"
#include "base/vec.h"
#include "message/field_word.h"

enum { LINE_FULL = 70 };	/* octets, the tab not counted */

static const struct name concerned_rows[] = {
	{ "From", 0 }, { "Sender", 0 }, { "Reply-To", 0 },
	{ "Errors-To", 0 }, { "Return-Path", 0 }, { "Return-Receipt-To", 0 },
	{ "Disposition-Notification-To", 0 }, { "Mail-Followup-To", 0 },
	{ "To", 0 }, { "Cc", 0 }, { "Bcc", 0 }, { "Apparently-To", 0 },
	{ "Resent-From", 0 }, { "Resent-Sender", 0 },
	{ "Resent-Reply-To", 0 }, { "Resent-To", 0 }, { "Resent-Cc", 0 },
	{ "Resent-Bcc", 0 },
	{ NULL, 0 }
};

static const struct names concerned = { .rows = concerned_rows };

bool
rewrite_concerns(struct span name)
{
	unsigned code;

	return names_code(&concerned, name, &code);
}

struct rewriter {
	const struct generic *generic;
	struct span rest;	/* of the body of the field */
	size_t words;		/* that may still be looked at */
	VEC(struct field_word) member;	/* its words so far */
	struct str member_text;	/* what becomes of it */
	struct str *to;
	size_t line;		/* where the line begins in it */
	bool changed;		/* some address was replaced */
	bool broken;		/* something has no end */
	struct dsn *why;
};

/* Words of a member --------------------------------------------------------*/

static bool
is_word(const struct field_word *word, char c)
{
	return word->text.len == 1 && word->text.at[0] == c;
}

static bool
is_comment(const struct field_word *word)
{
	return word->text.at[0] == '(';
}

/* find_word - where a special character stands, or the end */

static size_t
find_word(const struct rewriter *r, char c)
{
	size_t i = 0;

	while (i < r->member.len && !is_word(&r->member.at[i], c))
		i++;
	return i;
}

/* ends_in - what was written does, in one of these */

static bool
ends_in(const struct str *to, const char *any)
{
	return to->len > 0 && strchr(any, to->at[to->len - 1]) != NULL;
}

/* add_space - one, unless there is something like it already */

static void
add_space(struct str *to)
{
	if (to->len > 0 && !ends_in(to, " "))
		str_add_char(to, ' ');
}

/* add_unfolded - what is quoted may be folded */

static void
add_unfolded(struct str *to, struct span text)
{
	for (size_t i = 0; i < text.len; i++)
		if (text.at[i] != '\r' && text.at[i] != '\n')
			str_add_char(to, text.at[i]);
}

/* add_words - as Postfix writes them: no blanks around dots */

static void
add_words(struct rewriter *r, size_t from, size_t end, bool only_comments)
{
	for (size_t i = from; i < end; i++) {
		const struct field_word *word = &r->member.at[i];

		if (only_comments && !is_comment(word))
			continue;
		if ((word->apart && word->text.at[0] != '.' &&
		    !ends_in(&r->member_text, ".;")) || only_comments)
			add_space(&r->member_text);
		add_unfolded(&r->member_text, word->text);
	}
}

/* join - words that may be an address, without comments; false: they are
 * certainly none, as "@a,@b:user@host" and the empty text */

static bool
join(const struct rewriter *r, size_t from, size_t end, struct str *text)
{
	bool after_word = false;

	for (size_t i = from; i < end; i++) {
		const struct field_word *word = &r->member.at[i];
		bool binds = is_word(word, '@') || word->text.at[0] == '.';

		if (is_comment(word))
			continue;
		if (after_word && word->apart && !binds)
			return false;
		str_add(text, word->text);
		after_word = !is_word(word, '@') &&
		    word->text.at[word->text.len - 1] != '.';
	}
	return text->len > 0 && text->at[0] != '@' && !text->full;
}

/* is_address - that these words are */

static bool
is_address(const struct rewriter *r, size_t from, size_t end,
    struct address *address)
{
	struct dsn trouble = *r->why;
	struct str text;
	bool good;

	str_init(&text, ADDRESS_MAX);
	good = join(r, from, end, &text) &&
	    address_parse(str_span(&text), address, &trouble) &&
	    !address_is_null(address);
	str_clear(&text);
	return good;
}

/* add_address - words that may be an address: if they are, it, or another one
 * in its place, else the words; *found, and the comments are still to be
 * added */

static bool
add_address(struct rewriter *r, size_t from, size_t end, bool *found)
{
	struct address in, out;

	*found = is_address(r, from, end, &in);
	if (!*found) {
		add_words(r, from, end, false);
		return true;
	}
	if (!generic_map(r->generic, &in, &out, r->why))
		return false;
	r->changed |= !span_equal(in.local, out.local) ||
	    !span_equal(in.domain, out.domain);
	address_add(&r->member_text, &out, true);
	return true;
}

/* Writing ------------------------------------------------------------------*/

/* put_member - behind those before it, or on a line of its own */

static void
put_member(struct rewriter *r)
{
	size_t line = r->to->len - r->line + r->member_text.len;

	if (r->line == 0 && r->to->at[r->to->len - 1] == ' ')
		;		/* the first one, behind the colon */
	else if (line + 1 < LINE_FULL)
		str_add_char(r->to, ' ');
	else {
		str_add(r->to, SPAN("\n\t"));
		r->line = r->to->len;
	}
	str_add(r->to, str_span(&r->member_text));
}

/* add_member - its words, and the special character behind it */

static bool
add_member(struct rewriter *r, struct span special)
{
	size_t open = find_word(r, '<'), close = find_word(r, '>');
	size_t len = r->member.len;
	bool found = false, good = true;

	if (open < close && close < len) {
		add_words(r, 0, open, false);
		add_space(&r->member_text);
		str_add_char(&r->member_text, '<');
		good = add_address(r, open + 1, close, &found);
		str_add_char(&r->member_text, '>');
		if (found)
			add_words(r, open + 1, close, true);
		for (size_t i = close + 1; i < len; i++)
			add_unfolded(&r->member_text, r->member.at[i].text);
	} else if (open < len || close < len)
		r->broken = true;
	else {
		good = add_address(r, 0, len, &found);
		if (found)
			add_words(r, 0, len, true);
	}
	str_add(&r->member_text, special);
	r->member.len = 0;
	return good;
}

/* end_member - with the comma that ends it, if one does */

static bool
end_member(struct rewriter *r, struct span comma)
{
	bool good = add_member(r, comma);

	put_member(r);
	str_reset(&r->member_text);
	return good;
}

/* begin_group - the name of a group stands before its first member */

static void
begin_group(struct rewriter *r)
{
	add_words(r, 0, r->member.len, false);
	str_add(&r->member_text, SPAN(": "));
	r->member.len = 0;
}

static bool
take_word(struct rewriter *r, const struct field_word *word)
{
	bool angle = find_word(r, '<') < r->member.len &&
	    find_word(r, '>') == r->member.len;

	if (is_word(word, ',') && !angle)
		return end_member(r, word->text);
	if (is_word(word, ';') && !angle)
		return add_member(r, word->text);
	if (is_word(word, ':') && !angle) {
		begin_group(r);
		return true;
	}
	*vec_add(&r->member) = *word;
	return true;
}

static bool
rewrite(struct rewriter *r)
{
	struct field_word word;

	while (!r->broken && r->words > 0 &&
	    field_word_next(&r->rest, &word, &r->broken)) {
		r->words--;
		if (!take_word(r, &word))
			return false;
	}
	if (r->broken)
		return true;
	if (r->words == 0) {
		add_words(r, 0, r->member.len, false);
		add_unfolded(&r->member_text, r->rest);
		r->member.len = 0;
		put_member(r);
		return true;
	}
	return (r->member.len == 0 && r->member_text.len == 0) ||
	    end_member(r, SPAN(""));
}

bool
rewrite_field(const struct generic *generic, struct span field,
    size_t words, struct str *to, struct dsn *why)
{
	size_t colon = span_find(field, ':');
	struct rewriter r = { .generic = generic, .words = words, .to = to,
	    .rest = span_from_octet(field, colon + 1), .why = why };
	bool good;

	str_init(&r.member_text, to->max);
	str_add(to, span_first(field, colon));
	str_add(to, SPAN(": "));
	good = rewrite(&r);
	if (!good || r.broken || !r.changed || to->full ||
	    r.member_text.full)
		str_reset(to);
	str_clear(&r.member_text);
	vec_clear(&r.member);
	return good;
}
