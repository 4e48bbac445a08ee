/* SPDX-License-Identifier: BSD-2-Clause */
#include "param/expand.h"

#include "base/ascii.h"
#include "base/str.h"
#include "mail/domain.h"
#include "param/level.h"

/* A name whose value is being expanded. */
struct frame {
	struct span name;
	const struct frame *outer;
};

struct expansion {
	expand_lookup *lookup;
	void *self;
	struct dsn *why;
	const struct frame *inside;	/* NULL: in no name's value */
	unsigned depth, steps;
};

static bool expand_into(struct expansion *x, struct span text,
    struct str *to);

/* Trouble -------------------------------------------------------------------*/

enum { SHOWN = 60, CHAIN_MAX = 500 };

/* trouble - what is wrong, at which text, and in which name's value */

static bool
trouble(struct expansion *x, const char *what, struct span at)
{
	struct span name;

	at = span_up_to(at, SHOWN);
	if (x->inside == NULL)
		return dsn_fail(x->why, "5.3.5", "%s \"%.*s\"", what,
		    SPAN_ARG(at));
	name = span_up_to(x->inside->name, SHOWN);
	return dsn_fail(x->why, "5.3.5", "%s \"%.*s\", in $%.*s", what,
	    SPAN_ARG(at), SPAN_ARG(name));
}

static bool
is_inside(const struct frame *frame, struct span name)
{
	for (; frame != NULL; frame = frame->outer)
		if (span_equal(frame->name, name))
			return true;
	return false;
}

/* add_chain - from the name to the innermost frame */

static void
add_chain(const struct frame *frame, struct span name, struct str *to)
{
	struct span part = span_up_to(frame->name, SHOWN);

	if (!span_equal(frame->name, name))
		add_chain(frame->outer, name, to);
	str_addf(to, "%.*s -> ", SPAN_ARG(part));
}

static bool
circle(struct expansion *x, struct span name)
{
	struct str chain;

	str_init(&chain, CHAIN_MAX);
	add_chain(x->inside, name, &chain);
	name = span_up_to(name, SHOWN);
	dsn_fail(x->why, "5.3.5", "$%.*s leads to itself: %s%.*s",
	    SPAN_ARG(name), str_chars(&chain), SPAN_ARG(name));
	str_clear(&chain);
	return false;
}

/* Parts of a macro ----------------------------------------------------------*/

static void
skip_blanks(struct span *s)
{
	while (s->len > 0 && memchr(" \t\r\n", s->at[0], 4) != NULL)
		*s = span_from_octet(*s, 1);
}

/* cut_name - the name at the front, perhaps empty */

static struct span
cut_name(struct span *s)
{
	size_t n = 0;
	struct span name;

	while (n < s->len && (ascii_is_alnum(s->at[n]) || s->at[n] == '_'))
		n++;
	name = span_first(*s, n);
	*s = span_from_octet(*s, n);
	return name;
}

/* cut_operator - of whatever characters it is made, for the message */

static struct span
cut_operator(struct span *s)
{
	size_t n = 0;
	struct span op;

	while (n < s->len && s->at[n] != '{' && !ascii_is_space(s->at[n]))
		n++;
	op = span_first(*s, n);
	*s = span_from_octet(*s, n);
	return op;
}

/* cut_pair - what stands between the bracket at the front and its match */

static bool
cut_pair(struct expansion *x, struct span *s, struct span *inside)
{
	char open = s->at[0], close = open == '{' ? '}' : ')';
	size_t depth = 0, i;

	for (i = 0; i < s->len; i++) {
		if (s->at[i] == open)
			depth++;
		else if (s->at[i] == close && --depth == 0)
			break;
	}
	if (i == s->len)
		return trouble(x, "a bracket is not closed in", *s);
	*inside = span_from(s->at + 1, i - 1);
	*s = span_from_octet(*s, i + 1);
	return true;
}

/* cut_operand - a text in braces, which may have blanks around it; those
 * inside are its own */

static bool
cut_operand(struct expansion *x, struct span *s, struct span *operand)
{
	skip_blanks(s);
	if (s->len == 0 || s->at[0] != '{')
		return trouble(x, "a text in braces is wanted at", *s);
	if (!cut_pair(x, s, operand))
		return false;
	skip_blanks(s);
	return true;
}

/* cut_arm - the text behind "?" or ":", which goes to the end unless it is in
 * braces */

static bool
cut_arm(struct expansion *x, struct span *s, struct span *arm)
{
	struct span rest = span_from_octet(*s, 1);

	*arm = rest;
	skip_blanks(&rest);
	if (rest.len > 0 && rest.at[0] == '{') {
		*s = rest;
		return cut_operand(x, s, arm);
	}
	*s = span_from_octet(rest, rest.len);
	return true;
}

/* What a macro stands for ---------------------------------------------------*/

static bool
deeper(struct expansion *x, struct span text, struct str *to)
{
	bool good;

	if (x->depth == EXPAND_DEPTH)
		return trouble(x, "macros are nested too deep at", text);
	if (x->steps == EXPAND_STEPS)
		return trouble(x, "too many macros follow from it, at", text);
	x->depth++;
	x->steps++;
	good = expand_into(x, text, to);
	x->depth--;
	return good;
}

static bool
use_name(struct expansion *x, struct span name, struct str *to)
{
	struct frame frame = { name, x->inside };
	struct span value;
	bool good;

	if (is_inside(x->inside, name))
		return circle(x, name);
	x->lookup(x->self, name, &value);
	x->inside = &frame;
	good = deeper(x, value, to);
	x->inside = frame.outer;
	return good;
}

/* choose - of "?text", ":text" and "?{a}:{b}" what holds is asked for */

static bool
choose(struct expansion *x, bool holds, struct span s, struct str *to)
{
	struct span yes = { 0 }, no = { 0 };

	if (s.len > 0 && s.at[0] == '?' && !cut_arm(x, &s, &yes))
		return false;
	if (s.len > 0 && s.at[0] == ':' && !cut_arm(x, &s, &no))
		return false;
	if (s.len > 0)
		return trouble(x, "nothing more is wanted at", s);
	return deeper(x, holds ? yes : no, to);
}

/* expand_operand - a text of its own; the caller clears *to in any case */

static bool
expand_operand(struct expansion *x, struct span text, struct str *to)
{
	str_init(to, EXPAND_MAX);
	return deeper(x, text, to);
}

/* compare - whether "{a} OP {b}" holds */

static bool
compare(struct expansion *x, struct span operands[2], struct span op,
    bool *holds)
{
	struct str a, b;
	bool good;

	str_init(&b, EXPAND_MAX);
	good = expand_operand(x, operands[0], &a) &&
	    expand_operand(x, operands[1], &b);
	if (good && !level_compare(str_span(&a), op, str_span(&b), holds))
		good = dsn_fail(x->why, "5.3.5",
		    "cannot compare \"%.60s\" %.*s \"%.60s\"",
		    str_chars(&a), SPAN_ARG(op), str_chars(&b));
	str_clear(&a);
	str_clear(&b);
	return good;
}

/* use_comparison - the inside of "${{a} OP {b} ...}" */

static bool
use_comparison(struct expansion *x, struct span s, struct str *to)
{
	struct span operands[2], op, at;
	bool holds;

	if (!cut_operand(x, &s, &operands[0]))
		return false;
	at = s;
	op = cut_operator(&s);
	if (!level_is_operator(op))
		return trouble(x, "one of == != < <= >= >, perhaps with "
		    "\"level\" behind it, is wanted at", at);
	if (!cut_operand(x, &s, &operands[1]) ||
	    !compare(x, operands, op, &holds))
		return false;
	if (s.len > 0)
		return choose(x, holds, s, to);
	str_add(to, holds ? SPAN("true") : SPAN(""));
	return true;
}

/* use_ascii - domain_to_ascii; what is ASCII stays as it is */

static bool
use_ascii(struct expansion *x, struct span s, struct str *to)
{
	struct span operand, ascii;
	struct str name;
	bool good;

	if (!cut_operand(x, &s, &operand))
		return false;
	if (s.len > 0)
		return trouble(x, "nothing more is wanted at", s);
	good = expand_operand(x, operand, &name);
	ascii = str_span(&name);
	if (good && !ascii_is_all(ascii))
		good = domain_to_ascii(x->why->arena, ascii, &ascii) ||
		    trouble(x, "no A-label can be made of", ascii);
	if (good)
		str_add(to, ascii);
	str_clear(&name);
	return good;
}

/* use_braces - the inside of "${...}" */

static bool
use_braces(struct expansion *x, struct span s, struct str *to)
{
	struct span whole = s, name, value;

	skip_blanks(&s);
	if (s.len > 0 && s.at[0] == '{')
		return use_comparison(x, s, to);
	name = cut_name(&s);
	if (name.len == 0)
		return trouble(x, "a name is wanted in", whole);
	skip_blanks(&s);
	if (s.len == 0)
		return use_name(x, name, to);
	if (s.at[0] == '{' && span_equal(name, SPAN("domain_to_ascii")))
		return use_ascii(x, s, to);
	if (s.at[0] != '?' && s.at[0] != ':')
		return trouble(x, "\"?\", \":\" or the end is wanted behind "
		    "the name in", whole);
	x->lookup(x->self, name, &value);
	return choose(x, value.len > 0, s, to);
}

/* use_dollar - what the dollar at the front begins, cut off *s */

static bool
use_dollar(struct expansion *x, struct span *s, struct str *to)
{
	struct span whole = *s, inside;

	*s = span_from_octet(*s, 1);
	if (s->len > 0 && s->at[0] == '$') {
		*s = span_from_octet(*s, 1);
		str_add_char(to, '$');
		return true;
	}
	if (s->len > 0 && (s->at[0] == '{' || s->at[0] == '('))
		return cut_pair(x, s, &inside) && use_braces(x, inside, to);
	inside = cut_name(s);
	if (inside.len == 0)
		return trouble(x, "a name is wanted behind the dollar (or a "
		    "second dollar, to mean itself) of", whole);
	return use_name(x, inside, to);
}

static bool
expand_into(struct expansion *x, struct span text, struct str *to)
{
	bool good = true;

	while (good && text.len > 0 && !to->full) {
		size_t n = span_find(text, '$');

		str_add(to, span_first(text, n));
		text = span_from_octet(text, n);
		if (text.len > 0)
			good = use_dollar(x, &text, to);
	}
	if (good && to->full)
		return trouble(x, "too long becomes", str_span(to));
	return good;
}

bool
expand(struct span text, expand_lookup *lookup, void *self,
    struct span *expanded, struct dsn *why)
{
	struct expansion x = { .lookup = lookup, .self = self, .why = why };
	struct str to;
	bool good;

	str_init(&to, EXPAND_MAX);
	good = expand_into(&x, text, &to);
	if (good)
		*expanded = arena_copy(why->arena, str_span(&to));
	str_clear(&to);
	return good;
}
