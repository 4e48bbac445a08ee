/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What the parameters and this server make of the message and of addresses on
 * their way out: conversion, checks, generic maps, fields put before it.
 */
#include "base/ascii.h"
#include "mail/xtext.h"
#include "session/session_internal.h"

enum { FIELD_MAX = 3 * (ADDRESS_QUOTED_MAX + 20) };

bool
outgoing_converts(const struct session *s)
{
	return !capabilities_has(&s->caps, CAP_8BITMIME) &&
	    s->setup.letter->envelope->body != BODY_7BIT &&
	    !s->setup.params->disable_mime_output_conversion;
}

/* propagates - propagate_unmatched_extensions has the word */

static bool
propagates(const struct params *p)
{
	struct span rest = p->propagate_unmatched_extensions, word;

	while (ascii_word(&rest, ", \t\r\n", &word))
		if (ascii_equal(word, SPAN("generic")))
			return true;
	return false;
}

struct generic
session_generic(const struct params *p)
{
	return (struct generic){ .map = p->maps.generic,
	    .delimiters = p->recipient_delimiter,
	    .propagates = propagates(p), .origin = p->myorigin,
	    .local = p->mydestination };
}

bool
outgoing_address(struct session *s, const struct address *in,
    struct address *out, struct dsn *why)
{
	const struct generic generic = session_generic(s->setup.params);

	return generic_map(&generic, in, out, why) ||
	    dialogue_stuck(&s->talk, why);
}

/* Fields that are put before the message -----------------------------------*/

/* A field, and what stands around its address. */
struct frame {
	unsigned flag;
	const char *before, *behind;
};

static const struct frame return_path = { FLAG_RETURN_PATH,
    "Return-Path: <", ">\n" };
static const struct frame original_to = { FLAG_ORIGINAL_TO,
    "X-Original-To: ", "\n" };
static const struct frame delivered_to = { FLAG_DELIVERED_TO,
    "Delivered-To: ", "\n" };

/* add_field - if it is wanted, with an address as it is called outside */

static bool
add_field(struct session *s, const struct frame *frame,
    const struct address *address, struct str *to, struct dsn *why)
{
	struct address outside;

	if ((s->setup.params->flags & frame->flag) == 0)
		return true;
	if (!outgoing_address(s, address, &outside, why))
		return false;
	str_add(to, span_of(frame->before));
	address_add(to, &outside, true);
	str_add(to, span_of(frame->behind));
	return true;
}

/* original - the address that ORCPT gives, if it gives one */

static struct address
original(const struct session *s, const struct recipient *r)
{
	struct dsn ignored = DSN_IN(s->setup.arena);
	struct address address = r->address;
	struct str text;

	str_init(&text, ADDRESS_MAX);
	if (r->orcpt.len > 0 && orcpt_decode(&text, r->orcpt) && (
	    !address_parse(str_span(&text), &address, &ignored) ||
	    address_is_null(&address)))
		address = r->address;
	str_clear(&text);
	return address;
}

/* add_fields - in the order of behaviour 3 */

static bool
add_fields(struct session *s, const struct recipient *r, struct str *to,
    struct dsn *why)
{
	const struct address from = original(s, r);

	return add_field(s, &return_path, &s->setup.letter->envelope->sender,
	    to, why) && (r->nobody ||
	    (add_field(s, &original_to, &from, to, why) &&
	    add_field(s, &delivered_to, &r->address, to, why)));
}

/* first_open - with D or O a transaction has no other recipient (4) */

static const struct recipient *
first_open(const struct batch *batch)
{
	for (size_t i = 0; i < batch->len; i++)
		if (recipient_is_open(batch->at[i]))
			return batch->at[i];
	return NULL;
}

bool
outgoing_prepare(struct session *s, const struct batch *part, struct dsn *why)
{
	const struct recipient *r = first_open(part);
	struct str to;
	bool good;

	s->added = (struct span){ 0 };
	s->size = survey_wire_octets(s->setup.letter->survey);
	if (s->setup.params->flags == 0 || r == NULL)
		return true;
	why->stage = STAGE_MAIL;
	str_init(&to, FIELD_MAX);
	good = add_fields(s, r, &to, why);
	if (good) {
		s->added = arena_copy(s->setup.arena, str_span(&to));
		s->size += to.len;
		for (size_t i = 0; i < to.len; i++)
			s->size += to.at[i] == '\n';	/* becomes CRLF */
	}
	str_clear(&to);
	return good;
}

/* Content ------------------------------------------------------------------*/

/* checks_of - a kind of them, by enum field_class */

static struct checks
checks_of(const struct params *p, size_t which)
{
	const struct mapping *const maps[CHECKS] = {
		&p->maps.header_checks, &p->maps.mime_header_checks,
		&p->maps.nested_header_checks, &p->maps.body_checks,
	};
	static const char *const names[2][CHECKS] = {
		{ "smtp_header_checks", "smtp_mime_header_checks",
		  "smtp_nested_header_checks", "smtp_body_checks" },
		{ "lmtp_header_checks", "lmtp_mime_header_checks",
		  "lmtp_nested_header_checks", "lmtp_body_checks" },
	};

	return (struct checks){ *maps[which],
	    names[p->protocol == PROTOCOL_LMTP][which] };
}

static size_t
limit(int64_t n)
{
	return n > INT32_MAX ? INT32_MAX : (size_t)n;
}

struct content *
outgoing_content(const struct session *s, const struct content_setup *sinks)
{
	const struct params *p = s->setup.params;
	struct content_setup set = *sinks;

	for (size_t i = 0; i < CHECKS; i++)
		set.checks[i] = checks_of(p, i);
	set.omit = s->setup.letter->omit;
	set.added = s->added;
	set.converts = outgoing_converts(s);
	set.generic = session_generic(p);
	set.words = limit(p->header_address_token_limit);
	set.limits.line = limit(p->line_length_limit);
	set.limits.field = limit(p->header_size_limit);
	set.limits.boundary = limit(p->mime_boundary_length_limit);
	set.limits.nesting = limit(p->mime_nesting_limit);
	set.fold = (size_t)p->fold_limit;
	set.keep_bare_cr = p->postfix_mode;
	return content_new(&set);
}

bool
outgoing_fits(struct session *s)
{
	const uint64_t size = s->size;
	struct dsn word = s->blank;

	if (!capabilities_has(&s->caps, CAP_SIZE) || s->caps.size == 0 ||
	    size <= s->caps.size)
		return true;
	word.stage = STAGE_MAIL;
	dsn_fail(&word, "5.3.4", "message size %llu exceeds size limit %llu "
	    "of server %.*s", (unsigned long long)size,
	    (unsigned long long)s->caps.size, SPAN_ARG(s->talk.peer));
	verdict_judge_all(s, &word);
	s->quit_said = s->parted = true;	/* behaviour 221: no QUIT */
	return false;
}
