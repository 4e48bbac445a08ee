/* SPDX-License-Identifier: BSD-2-Clause */
#include "message/generic.h"

#include "base/ascii.h"
#include "mail/domain.h"

/* A search under way. */
struct search {
	const struct generic *generic;
	const struct address *in;
	struct span user;	/* the local part without its extension */
	struct span value;	/* what was found; empty: nothing yet */
	bool bare;		/* for the address without extension */
	struct dsn *why;
};

/* can_have_extension - what means the mail system, or the owner of a list,
 * has none */

static bool
can_have_extension(struct span local, char delimiter)
{
	if (ascii_equal(local, SPAN("postmaster")) ||
	    ascii_equal(local, SPAN("mailer-daemon")) ||
	    ascii_equal(local, SPAN("double-bounce")))
		return false;
	return delimiter != '-' || !(ascii_starts(local, SPAN("owner-")) ||
	    (local.len > 8 && ascii_equal(span_from_octet(local,
	    local.len - 8), SPAN("-request"))));
}

/* user_of - what stands before the first delimiter, or all of it */

static struct span
user_of(struct span local, struct span delimiters)
{
	for (size_t i = 1; i < local.len; i++)
		if (span_find(delimiters, local.at[i]) < delimiters.len)
			return can_have_extension(local, local.at[i]) ?
			    span_first(local, i) : local;
	return local;
}

bool
generic_is_local(const struct generic *generic, struct span domain)
{
	struct span rest = generic->local, word;

	if (ascii_equal(domain, generic->origin))
		return true;
	while (ascii_word(&rest, ", \t\r\n", &word))
		if (ascii_equal(domain, word))
			return true;
	return false;
}

/* ask - unless something was found; with quotes where they are needed, then
 * without */

static bool
ask(struct search *s, struct span local, struct span domain,
    enum mapping_key part)
{
	const struct address key = { local, domain };
	struct str text;
	bool good = true;

	str_init(&text, ADDRESS_QUOTED_MAX);
	for (int quote = 1; good && s->value.len == 0 && quote >= 0; quote--) {
		size_t before = text.len;

		address_add(&text, &key, quote == 1);
		if (quote == 0 && text.len == 2 * before)
			break;	/* the same once more */
		good = mapping_find(&s->generic->map, span_from_octet(
		    str_span(&text), before), part, &s->value, s->why);
	}
	str_clear(&text);
	return good;
}

static bool
ask_user(struct search *s, struct span domain, enum mapping_key part)
{
	if (!ask(s, s->in->local, domain, part))
		return false;
	if (s->value.len > 0 || s->user.len == s->in->local.len)
		return true;
	if (!ask(s, s->user, domain, MAPPING_PART))
		return false;
	s->bare = s->value.len > 0;
	return true;
}

static bool
ask_domain(struct search *s)
{
	struct span key = arena_text(s->why->arena, "@%.*s",
	    SPAN_ARG(s->in->domain));

	return mapping_find(&s->generic->map, key, MAPPING_PART, &s->value,
	    s->why);
}

static bool
find(struct search *s)
{
	const struct span none = { 0 };
	const struct span domain = s->in->domain;

	if (!ask_user(s, domain, MAPPING_WHOLE))
		return false;
	if (s->value.len > 0 || domain.len == 0)
		return true;
	if (generic_is_local(s->generic, domain) &&
	    !ask_user(s, none, MAPPING_PART))
		return false;
	return s->value.len > 0 || ask_domain(s);
}

/* made - the address that a value means */

static bool
made(const struct search *s, struct address *out)
{
	struct span rest = s->value, word = { 0 }, ext;
	struct dsn trouble = *s->why;
	struct address found;

	address_word(&rest, ", \t\r\n", &word);
	if (word.len > 1 && word.at[0] == '@' &&
	    domain_is_good(span_from_octet(word, 1))) {
		*out = (struct address){ s->in->local,
		    span_from_octet(word, 1) };
		return true;
	}
	if (!address_parse(word, &found, &trouble) || address_is_null(&found))
		return dsn_fail(s->why, "4.3.0", "%.*s, in a table of generic "
		    "addresses, is no address", SPAN_ARG(word));
	if (found.domain.len == 0)
		found.domain = s->generic->origin;
	ext = span_from_octet(s->in->local, s->user.len);
	if (s->bare && s->generic->propagates)
		found.local = arena_text(s->why->arena, "%.*s%.*s",
		    SPAN_ARG(found.local), SPAN_ARG(ext));
	*out = found;
	return true;
}

bool
generic_map(const struct generic *generic, const struct address *in,
    struct address *out, struct dsn *why)
{
	struct search s = { .generic = generic, .in = in, .why = why,
	    .user = user_of(in->local, generic->delimiters) };

	if (address_is_null(in) || generic_is_empty(generic)) {
		*out = *in;
		return true;
	}
	if (!find(&s))
		return false;
	if (s.value.len > 0)
		return made(&s, out);
	*out = *in;
	return true;
}
