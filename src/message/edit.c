/* SPDX-License-Identifier: BSD-2-Clause */
#include "message/edit.h"

#include "message/checks.h"
#include "message/rewrite.h"

enum { SHOWN_MAX = 200, NOTE_MAX = 1000 };	/* octets */

/* Writing ------------------------------------------------------------------*/

bool
edit_flush(struct edit *e, struct dsn *why)
{
	size_t len = e->len;

	e->len = 0;
	return len == 0 || e->sink(e->self, span_from(e->room, len), why);
}

static bool
put(struct edit *e, struct span octets, struct dsn *why)
{
	if (octets.len > EDIT_ROOM - e->len) {
		if (!edit_flush(e, why))
			return false;
		if (octets.len > EDIT_ROOM)
			return e->sink(e->self, octets, why);
	}
	memcpy(e->room + e->len, octets.at, octets.len);
	e->len += octets.len;
	return true;
}

/* put_line - a CR that ends the text must not become a part of the line
 * end, so that one is whole */

static bool
put_line(struct edit *e, struct span text, bool ends, struct dsn *why)
{
	return (text.len == 0 || put(e, text, why)) &&
	    (!ends || put(e, SPAN("\r\n"), why));
}

/* put_field - with its folds */

static bool
put_field(struct edit *e, struct span field, struct dsn *why)
{
	bool more, good;

	do {
		more = span_find(field, '\n') < field.len;
		good = put_line(e, span_cut(&field, '\n'), true, why);
	} while (good && more);
	return good;
}

/* Asking -------------------------------------------------------------------*/

/* lend_arena - what tables say is needed for one field or line only, and
 * messages are long */

static struct arena *
lend_arena(struct edit *e)
{
	if (e->asked++ % EDIT_ASKED_MAX == 0) {
		arena_free(&e->arena);
		e->arena = arena_new();
	}
	return e->arena;
}

/* stuck - the words are kept, the arena that they live in is not */

static bool
stuck(struct edit *e, const struct dsn *trouble, struct dsn *why)
{
	e->is_stuck = true;
	return dsn_fail(why, "4.3.0", "%.*s", SPAN_ARG(trouble->text));
}

static void
note(struct edit *e, bool warning, const struct str *text)
{
	e->setup->note(e->setup->self, warning, str_span(text));
}

/* tell - what was done, as in Postfix's log (behaviour 199) */

static void
tell(struct edit *e, unsigned which, const struct check *check,
    struct span about)
{
	struct str text;

	about = span_up_to(about, SHOWN_MAX);
	str_init(&text, NOTE_MAX);
	str_addf(&text, "%.*s: %s %.*s", SPAN_ARG(check->command),
	    which == CHECKS_BODY ? "body" : "header", SPAN_ARG(about));
	if (check->text.len > 0)
		str_addf(&text, ": %.*s", SPAN_ARG(check->text));
	note(e, false, &text);
	str_clear(&text);
}

/* complain - about the table, once: it may be asked about every line */

static void
complain(struct edit *e, unsigned which, const struct check *check)
{
	static const char *const what[] = {
		[CHECK_UNKNOWN] = "says what is no command here",
		[CHECK_NO_TEXT] = "has a command without text",
		[CHECK_NO_FIELD] = "replaces a header field by what is none",
	};
	struct str text;

	if (e->told[which])
		return;
	e->told[which] = true;
	str_init(&text, NOTE_MAX);
	str_addf(&text, "%s %s: %.*s %.*s", e->setup->checks[which].name,
	    what[check->action], SPAN_ARG(check->command),
	    SPAN_ARG(check->text));
	note(e, true, &text);
	str_clear(&text);
}

/* ask - what is to become of a text; with nobody to ask, nothing */

static bool
ask(struct edit *e, unsigned which, struct span about, struct check *check,
    struct dsn *why)
{
	const struct mapping *map = &e->setup->checks[which].map;
	struct dsn trouble = *why;
	struct span value;

	*check = (struct check){ .action = CHECK_KEEP };
	if (mapping_is_empty(map))
		return true;
	trouble.arena = lend_arena(e);
	if (!mapping_find(map, about, MAPPING_WHOLE, &value, &trouble))
		return stuck(e, &trouble, why);
	if (value.len > 0)
		*check = check_read(value, which != CHECKS_BODY);
	return true;
}

/*
 * act - what was said, but for writing: *text is what is to be written, behind
 * what is put before it. False: the text is not.
 */

static bool
act(struct edit *e, unsigned which, const struct check *check,
    struct span *text)
{
	switch (check->action) {
	case CHECK_NOTE:
	case CHECK_REPLACE:
	case CHECK_PREPEND:
	case CHECK_STRIP:
		tell(e, which, check, *text);
		break;
	case CHECK_UNKNOWN:
	case CHECK_NO_TEXT:
	case CHECK_NO_FIELD:
		complain(e, which, check);
		break;
	case CHECK_KEEP:
	case CHECK_IGNORE:
		break;
	}
	if (check->action == CHECK_REPLACE)
		*text = check->text;
	return check->action != CHECK_IGNORE && check->action != CHECK_STRIP;
}

/* Taking -------------------------------------------------------------------*/

/* put_mapped - a field of the message itself, its addresses replaced */

static bool
put_mapped(struct edit *e, struct span field, struct dsn *why)
{
	struct dsn trouble = *why;
	struct str to;
	bool good;

	trouble.arena = arena_new();
	str_init(&to, 2 * field.len + EDIT_ROOM);
	good = rewrite_field(&e->setup->generic, field, e->setup->words, &to,
	    &trouble) || stuck(e, &trouble, why);
	if (good)
		good = put_field(e, to.len > 0 ? str_span(&to) : field, why);
	str_clear(&to);
	arena_free(&trouble.arena);
	return good;
}

static bool
is_mapped(const struct edit *e, enum field_class class, struct span field)
{
	struct span name = span_first(field, span_find(field, ':'));

	while (name.len > 0 && name.at[name.len - 1] == ' ')
		name.len--;
	return class == FIELD_PRIMARY && !generic_is_empty(
	    &e->setup->generic) && rewrite_concerns(name);
}

static bool
take_field(void *self, enum field_class class, struct span field,
    struct dsn *why)
{
	struct edit *e = self;
	struct check check;
	bool keep;

	if (!ask(e, class, field, &check, why))
		return false;
	keep = act(e, class, &check, &field);
	if (check.action == CHECK_PREPEND &&
	    !put_field(e, check.text, why))
		return false;
	if (!keep)
		return true;
	return is_mapped(e, class, field) ? put_mapped(e, field, why) :
	    put_field(e, field, why);
}

static bool
take_line(void *self, struct span octets, bool ends, struct dsn *why)
{
	struct edit *e = self;
	struct check check;
	bool keep;

	if (!ask(e, CHECKS_BODY, octets, &check, why))
		return false;
	keep = act(e, CHECKS_BODY, &check, &octets);
	if (check.action == CHECK_PREPEND &&
	    !put_line(e, check.text, true, why))
		return false;
	return !keep || put_line(e, octets, ends, why);
}

static bool
take_octets(void *self, struct span octets, struct dsn *why)
{
	return put(self, octets, why);
}

struct mime_taker
edit_taker(struct edit *edit)
{
	return (struct mime_taker){ .field = take_field, .line = take_line,
	    .octets = take_octets, .self = edit };
}

void
edit_clear(struct edit *edit)
{
	arena_free(&edit->arena);
}
