/* SPDX-License-Identifier: BSD-2-Clause */
#include "message/mime.h"

#include "base/mem.h"
#include "message/mime_internal.h"

static bool
put_line(struct mime *m, struct span octets, bool ends, struct dsn *why)
{
	return m->set.taker.line(m->set.taker.self, octets, ends, why);
}

static bool
put_quoted(void *self, struct span text, struct dsn *why)
{
	return put_line(self, text, true, why);
}

struct mime *
mime_new(const struct mime_setup *setup)
{
	struct mime *m = mem_new(1, sizeof(*m));
	size_t field = setup->limits.field + setup->limits.line + 2;

	must(setup->limits.line > 0 && field > setup->limits.field);
	must(!setup->converts || !setup->only_header);
	m->set = *setup;
	m->quoted.line = put_quoted;
	m->quoted.self = m;
	str_init(&m->field, field);
	str_init(&m->label, field);
	str_init(&m->line, setup->limits.line + 1);
	return m;
}

void
mime_free(struct mime **mime)
{
	struct mime *m = *mime;

	if (m == NULL)
		return;
	while (m->level != NULL)
		level_pop(m);
	str_clear(&m->field);
	str_clear(&m->label);
	str_clear(&m->line);
	mem_free(mime);
}

/* delimit - a part begins, or, if this is the last delimiter, what stands
 * behind the parts */

static bool
delimit(struct mime *m, const struct level *level, struct span line,
    bool ends, struct dsn *why)
{
	struct span behind = span_from_octet(line, 2 + level->len);

	while (m->level != level)
		level_pop(m);
	m->entity = (struct entity){ 0 };
	m->recodes = false;
	m->in_delimiter = !ends;
	if (span_starts(behind, SPAN("--"))) {
		level_pop(m);
		m->place = IN_BODY;
	} else {
		m->place = IN_PART_HEADER;
		if (level->is_digest)
			m->entity.type.media = MEDIA_MESSAGE;
	}
	return put_line(m, line, ends, why);
}

/* Lines --------------------------------------------------------------------*/

static bool
body_octets(struct mime *m, struct span text, bool ends, struct dsn *why)
{
	if (!m->recodes)
		return put_line(m, text, ends, why);
	return quoted_add(&m->quoted, text, why) &&
	    (!ends || quoted_end(&m->quoted, why));
}

/* between - behind a header comes an empty line; where it is missing, the
 * message itself gets one (behaviour 191) */

static bool
between(struct mime *m, struct span text, bool ends, bool *taken,
    struct dsn *why)
{
	const bool first = m->place == IN_HEADER;

	*taken = text.len == 0 && ends;
	return mime_header_end(m, why) &&
	    ((!*taken && !first) || put_line(m, SPAN(""), true, why));
}

/* begin_line - the first octets of a line */

static bool
begin_line(struct mime *m, struct span text, bool ends, struct dsn *why)
{
	const struct level *level;
	bool over = true, taken = false;

	while (m->place != IN_BODY && over && !taken) {
		if (mime_header_take(m, text, &over, why))
			return true;
		if (!over || !between(m, text, ends, &taken, why))
			return false;
	}
	if (taken)
		return true;
	level = level_delimited(m, text);
	return level != NULL ? delimit(m, level, text, ends, why) :
	    body_octets(m, text, ends, why);
}

/* take - octets of a line; one that does not end goes on in the next call */

static bool
take(struct mime *m, struct span text, bool ends, struct dsn *why)
{
	bool begins = !m->inside;

	m->inside = !ends;
	if (begins)
		return begin_line(m, text, ends, why);
	if (m->in_delimiter) {
		m->in_delimiter = !ends;
		return put_line(m, text, ends, why);
	}
	if (m->place == IN_BODY)
		return body_octets(m, text, ends, why);
	mime_header_go_on(m, text);
	return true;
}

/* take_held - what was gathered of a line; a CR at its end may belong to the
 * line end */

static bool
take_held(struct mime *m, bool ends, struct dsn *why)
{
	struct span held = str_span(&m->line);
	bool cr = held.len > 0 && held.at[held.len - 1] == '\r', good;

	held.len -= cr;
	good = take(m, held, ends, why);
	str_reset(&m->line);
	if (cr && !ends)
		str_add_char(&m->line, '\r');
	return good;
}

/* gather - a line that is in pieces, or long: it is taken as soon as there is
 * more of it than there is room for */

static bool
gather(struct mime *m, struct span part, struct dsn *why)
{
	struct span head;

	while (part.len > 0) {
		if (m->line.len > m->set.limits.line &&
		    !take_held(m, false, why))
			return false;
		head = span_up_to(part, m->set.limits.line + 1 - m->line.len);
		str_add(&m->line, head);
		part = span_from_octet(part, head.len);
	}
	return true;
}

/* whole - a line that is all there needs no copy */

static bool
whole(struct mime *m, struct span line, struct dsn *why)
{
	if (m->line.len > 0 || m->inside ||
	    line.len > m->set.limits.line + 1)
		return gather(m, line, why) && take_held(m, true, why);
	if (line.len > 0 && line.at[line.len - 1] == '\r')
		line.len--;
	return take(m, line, true, why);
}

bool
mime_feed(struct mime *m, struct span piece, struct dsn *why)
{
	size_t lf;

	while (piece.len > 0) {
		if (m->set.only_header && m->place == IN_BODY && !m->inside)
			return m->set.taker.octets(m->set.taker.self, piece,
			    why);
		lf = span_find(piece, '\n');
		if (lf == piece.len)
			return gather(m, piece, why);
		if (!whole(m, span_first(piece, lf), why))
			return false;
		piece = span_from_octet(piece, lf + 1);
	}
	return true;
}

bool
mime_is_converted(const struct mime *mime)
{
	return mime->is_converted;
}

bool
mime_end(struct mime *m, struct dsn *why)
{
	struct span rest = str_span(&m->line);

	if ((rest.len > 0 || m->inside) && !take(m, rest, true, why))
		return false;
	return m->place == IN_BODY || mime_header_end(m, why);
}
