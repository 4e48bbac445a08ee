/* SPDX-License-Identifier: BSD-2-Clause */
#include "table/template.h"

#include "base/ascii.h"
#include "base/num.h"
#include "table/lines.h"

struct reading {
	struct arena *arena;
	struct span rest;
	struct piece **end;	/* where the next piece goes */
	unsigned groups;
};

static void
add_piece(struct reading *r, struct span text, unsigned group)
{
	struct piece *piece;

	if (text.len == 0 && group == 0)
		return;
	piece = arena_get(r->arena, 1, sizeof(*piece));
	piece->text = text;
	piece->group = group;
	*r->end = piece;
	r->end = &piece->next;
}

/* enclosed - the length of the text up to the bracket that closes the one
 * before it, or s.len */

static size_t
enclosed(struct span s, char open, char close)
{
	size_t depth = 1, i;

	for (i = 0; i < s.len; i++) {
		if (s.at[i] == open)
			depth++;
		else if (s.at[i] == close && --depth == 0)
			break;
	}
	return i;
}

/* cut_name - what stands behind a dollar, brackets taken off */

static bool
cut_name(struct span *rest, struct span *name, struct dsn *why)
{
	char open = rest->len > 0 ? rest->at[0] : '\0';
	size_t n = 0;

	if (open == '{' || open == '(') {
		*rest = span_from_octet(*rest, 1);
		n = enclosed(*rest, open, open == '{' ? '}' : ')');
		if (n == rest->len)
			return dsn_fail(why, "4.3.5", "the \"$%c\" in the "
			    "result is not closed", open);
		*name = span_first(*rest, n);
		*rest = span_from_octet(*rest, n + 1);
		return true;
	}
	while (n < rest->len && (ascii_is_alnum(rest->at[n]) ||
	    rest->at[n] == '_'))
		n++;
	*name = span_first(*rest, n);
	*rest = span_from_octet(*rest, n);
	return true;
}

static bool
read_group(struct reading *r, struct dsn *why)
{
	struct span name;
	uint64_t n;

	if (!cut_name(&r->rest, &name, why))
		return false;
	if (name.len == 0)
		return dsn_fail(why, "4.3.5", "a \"$\" in the result has no "
		    "number behind it; \"$$\" is a dollar");
	if (!num_unsigned(name, &n))
		return dsn_fail(why, "4.3.5", "\"$%.*s\" in the result is no "
		    "number of a group; \"${1}x\" is group 1 and an x",
		    LINES_QUOTE(name));
	if (n == 0 || n >= TEMPLATE_GROUPS)
		return dsn_fail(why, "4.3.5", "\"$%.*s\" in the result: "
		    "groups are $1 to $%d", LINES_QUOTE(name),
		    TEMPLATE_GROUPS - 1);
	add_piece(r, (struct span){ 0 }, (unsigned)n);
	r->groups = n > r->groups ? (unsigned)n : r->groups;
	return true;
}

bool
template_read(struct arena *arena, struct span text,
    struct template *template, struct dsn *why)
{
	struct template t = { 0 };
	struct reading r = { .arena = arena, .rest = text, .end = &t.pieces };

	while (r.rest.len > 0) {
		size_t n = span_find(r.rest, '$');
		bool dollar = n + 1 < r.rest.len && r.rest.at[n + 1] == '$';

		add_piece(&r, span_first(r.rest, n + dollar), 0);
		if (n == r.rest.len)
			break;
		r.rest = span_from_octet(r.rest, n + 1 + dollar);
		if (!dollar && !read_group(&r, why))
			return false;
	}
	t.groups = r.groups;
	*template = t;
	return true;
}

void
template_add(const struct template *template, const struct span *group,
    struct str *to)
{
	for (const struct piece *p = template->pieces; p != NULL; p = p->next)
		str_add(to, p->group == 0 ? p->text : group[p->group]);
}
