/* SPDX-License-Identifier: BSD-2-Clause */
#include "base/ascii.h"
#include "message/header.h"
#include "message/mime_internal.h"

static bool
put_field(struct mime *m, enum field_class class, struct span field,
    struct dsn *why)
{
	return m->set.taker.field(m->set.taker.self, class, field, why);
}

static enum field_class
class_of(const struct mime *m, struct span name)
{
	if (m->place == IN_PART_HEADER ||
	    ascii_starts(name, SPAN("Content-")) ||
	    ascii_equal(name, SPAN("MIME-Version")))
		return FIELD_MIME;
	return m->place == IN_HEADER ? FIELD_PRIMARY : FIELD_NESTED;
}

/* block_class - of a field that we add: as if it were any (behaviour 198 as
 * observed) */

static enum field_class
block_class(const struct mime *m)
{
	return class_of(m, SPAN("X"));
}

/* read_type - behaviour 197 as observed: two levels more than the limit says,
 * and deeper ones are none unless that would leave them as they are */

static bool
read_type(struct mime *m, struct span body, struct dsn *why)
{
	struct str boundary;
	bool fits = m->depth < m->set.limits.nesting + 2;

	str_init(&boundary, m->set.limits.boundary);
	m->entity.type = content_type_read(body, &boundary);
	if (boundary.len > 0 && fits)
		level_push(m, str_span(&boundary));
	fits |= boundary.len == 0 || !m->set.converts;
	str_clear(&boundary);
	return fits || dsn_fail(why, "5.6.0",
	    "MIME nesting exceeds safety limit");
}

/*
 * take_encoding - a label for 8-bit content is held back until it is known
 * what it is a label of. 7bit behind it says nothing; what contradicts it
 * makes both of them stay, and the body too. True: the field is to be put.
 */

static bool
take_encoding(struct mime *m, struct span field, struct span body)
{
	enum encoding said = encoding_read(body), *known = &m->entity.encoding;

	if (!m->set.converts || *known == ENCODING_OTHER) {
		*known = said;
		return true;
	}
	if (said == ENCODING_8BIT) {
		*known = said;
		str_reset(&m->label);
		str_add(&m->label, field);
		return false;
	}
	if (said == ENCODING_7BIT && *known == ENCODING_8BIT)
		return false;
	*known = said;
	return true;
}

/* put_label - that was held back, as it was */

static bool
put_label(struct mime *m, struct dsn *why)
{
	bool good = m->label.len == 0 ||
	    put_field(m, FIELD_MIME, str_span(&m->label), why);

	str_reset(&m->label);
	return good;
}

/* put_taken - the field that is complete; what it says takes effect behind
 * it */

static bool
put_taken(struct mime *m, struct span field, struct dsn *why)
{
	size_t colon = span_find(field, ':');
	struct span name = span_first(field, colon);
	struct span body = span_from_octet(field, colon + 1);

	if (m->set.only_header)
		return put_field(m, class_of(m, name), field, why);
	if (ascii_equal(name, SPAN("Content-Transfer-Encoding"))) {
		if (!take_encoding(m, field, body))
			return true;
		if (m->entity.encoding == ENCODING_OTHER &&
		    !put_label(m, why))
			return false;
	}
	if (!put_field(m, class_of(m, name), field, why))
		return false;
	return !ascii_equal(name, SPAN("Content-Type")) ||
	    read_type(m, body, why);
}

static bool
end_field(struct mime *m, struct dsn *why)
{
	bool good = m->field.len == 0 ||
	    put_taken(m, str_span(&m->field), why);

	str_reset(&m->field);
	return good;
}

static bool
begin_field(struct mime *m, struct span line)
{
	struct header_field field;

	if (!header_next(&line, &field))
		return false;
	str_add(&m->field, field.name);
	str_add_char(&m->field, ':');
	str_add(&m->field, field.body);
	return true;
}

/* continue_field - the open one, as long as it is not too long (203) */

static void
continue_field(struct mime *m, struct span text, bool new_line)
{
	if (m->field.len == 0 || m->field.len >= m->set.limits.field)
		return;
	if (new_line)
		str_add_char(&m->field, '\n');
	str_add(&m->field, text);
}

/*
 * relabel - the header is complete: says how its body is encoded, now that
 * it is known what that is. Composite entities are 7bit, their parts speak
 * for themselves; what may be neither recoded nor taken apart stays as it is
 * (D22, RFC 2046 section 5.2).
 */

static bool
relabel(struct mime *m, struct dsn *why)
{
	const struct entity *e = &m->entity;

	if (m->label.len == 0)
		return true;
	if (e->type.media == MEDIA_MESSAGE_PART)
		return put_label(m, why);
	str_reset(&m->label);
	m->is_converted = true;
	m->recodes = e->type.media == MEDIA_LEAF ||
	    e->type.media == MEDIA_GLOBAL;
	return put_field(m, block_class(m), m->recodes ?
	    SPAN("Content-Transfer-Encoding: quoted-printable") :
	    SPAN("Content-Transfer-Encoding: 7bit"), why);
}

/* is_nested - the body has a header of its own: one that is neither encoded
 * nor about to be */

static bool
is_nested(const struct mime *m)
{
	const struct entity *e = &m->entity;

	if (e->encoding == ENCODING_OTHER || m->set.only_header)
		return false;
	return e->type.media == MEDIA_MESSAGE ||
	    (e->type.media == MEDIA_GLOBAL && e->encoding != ENCODING_8BIT);
}

bool
mime_header_end(struct mime *m, struct dsn *why)
{
	if (!end_field(m, why) || !relabel(m, why))
		return false;
	m->place = is_nested(m) ? IN_NESTED_HEADER : IN_BODY;
	m->entity = (struct entity){ 0 };
	return true;
}

bool
mime_header_take(struct mime *m, struct span text, bool *over, struct dsn *why)
{
	*over = false;
	if (m->field.len > 0 && text.len > 0 && ascii_is_blank(text.at[0])) {
		continue_field(m, text, true);
		return true;
	}
	if (!end_field(m, why))
		return false;
	*over = (m->place != IN_HEADER && level_delimited(m, text) != NULL) ||
	    !begin_field(m, text);
	return !*over;
}

void
mime_header_go_on(struct mime *m, struct span text)
{
	continue_field(m, text, false);
}
