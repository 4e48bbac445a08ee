/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * cidr:, networks and addresses (cidr_table(5)). Declared in
 * table_internal.h.
 */
#include "base/ascii.h"
#include "base/mem.h"
#include "base/num.h"
#include "base/vec.h"
#include "net/netaddr.h"
#include "table/rule.h"
#include "table/spec.h"
#include "table/table_internal.h"

struct network {
	struct netaddr addr;	/* its first address */
	unsigned bits;		/* how many of them count */
	bool negated;		/* the other addresses of this family */
};

struct step {
	enum rule_kind kind;
	unsigned line;
	struct network network;
	struct span value;	/* MATCH */
	size_t end;		/* IF: the place of its endif */
};

struct cidr {
	VEC(struct step) steps;
	VEC(size_t) open;	/* places of ifs that wait for their endif */
};

static unsigned
bits_of(const struct netaddr *addr)
{
	return addr->family == NET_INET ? 32 : 128;
}

/* mask_of - of the octet that begins at bit `from`, what counts */

static unsigned
mask_of(unsigned bits, unsigned from)
{
	unsigned n = bits <= from ? 0 : bits - from;

	return n >= 8 ? 0xff : 0xffu << (8 - n) & 0xff;
}

/* clear_host - sets the bits to zero that do not count; false: they were */

static bool
clear_host(struct network *n)
{
	bool some = false;

	for (unsigned i = 0; i < bits_of(&n->addr) / 8; i++) {
		unsigned mask = mask_of(n->bits, i * 8);

		some = some || (n->addr.octets[i] & ~mask) != 0;
		n->addr.octets[i] &= (unsigned char)mask;
	}
	return some;
}

static bool
contains(const struct network *n, const struct netaddr *addr)
{
	bool in = true;

	if (n->addr.family != addr->family)
		return false;
	for (unsigned i = 0; in && i * 8 < n->bits; i++)
		in = ((addr->octets[i] ^ n->addr.octets[i]) &
		    mask_of(n->bits, i * 8)) == 0;
	return in != n->negated;
}

/* read_address - numbers only: a scope is of no use in a table */

static bool
read_address(struct span text, struct netaddr *addr)
{
	return span_find(text, '%') == text.len && netaddr_parse(text, addr);
}

/* open_brackets - [address]/length and [address/length] without brackets */

static bool
open_brackets(struct span *text, struct span *length, struct dsn *why)
{
	struct span inner, rest;

	*length = (struct span){ 0 };
	if (text->len == 0 || text->at[0] != '[')
		return true;
	inner = span_from_octet(*text, 1);
	rest = inner;
	inner = span_cut(&rest, ']');
	if (inner.len == text->len - 1)
		return dsn_fail(why, "4.3.5", "the \"]\" of \"%.*s\" is "
		    "missing", LINES_QUOTE(*text));
	if (rest.len > 0 && rest.at[0] != '/')
		return dsn_fail(why, "4.3.5", "something stands behind the "
		    "\"]\" of \"%.*s\"", LINES_QUOTE(*text));
	*length = rest;
	*text = inner;
	return true;
}

/* read_length - "/24", or nothing for all bits */

static bool
read_length(struct span text, struct network *n)
{
	uint64_t bits = bits_of(&n->addr);

	if (text.len > 0 && !num_unsigned(span_from_octet(text, 1), &bits))
		return false;
	n->bits = (unsigned)bits;
	return bits <= bits_of(&n->addr);
}

static bool
check_host(struct network *n, struct span text, struct dsn *why)
{
	struct span first;

	if (!clear_host(n))
		return true;
	first = netaddr_text(why->arena, &n->addr);
	return dsn_fail(why, "4.3.5", "\"%.*s\" has bits behind its length; "
	    "perhaps %.*s/%u is meant", LINES_QUOTE(text), SPAN_ARG(first),
	    n->bits);
}

/* read_network - everything but the negation */

static bool
read_network(struct span text, struct network *n, struct dsn *why)
{
	struct span length, address = text;

	if (!open_brackets(&address, &length, why))
		return false;
	if (length.len == 0) {
		size_t slash = span_find(address, '/');

		length = span_from_octet(address, slash);
		address = span_first(address, slash);
	}
	if (!read_address(address, &n->addr) || !read_length(length, n))
		return dsn_fail(why, "4.3.5", "\"%.*s\" is no address and no "
		    "address/length", LINES_QUOTE(text));
	return check_host(n, text, why);
}

/* negate - takes each "!" off, and blanks behind it */

static bool
negate(struct span *text)
{
	bool negated = false;

	while (text->len > 0 && (text->at[0] == '!' ||
	    ascii_is_space(text->at[0]))) {
		negated = negated != (text->at[0] == '!');
		*text = span_from_octet(*text, 1);
	}
	return negated;
}

/* split - the network is a word, but all there is behind an if */

static bool
split(struct span line, struct step *step, struct dsn *why)
{
	size_t n = 0;

	step->network.negated = negate(&line);
	while (n < line.len && (step->kind == RULE_IF ||
	    !ascii_is_space(line.at[n])))
		n++;
	step->value = spec_trim(span_from_octet(line, n));
	if (n == 0)
		return dsn_fail(why, "4.3.5", "there is no address");
	if (step->kind == RULE_MATCH && step->value.len == 0)
		return dsn_fail(why, "4.3.5",
		    "no result stands behind the address");
	return read_network(span_first(line, n), &step->network, why);
}

/* close_if - the step is the endif of the last if that is open */

static bool
close_if(struct cidr *cidr, struct span rest, struct dsn *why)
{
	if (cidr->open.len == 0)
		return dsn_fail(why, "4.3.5", "no if belongs to this endif");
	if (rest.len > 0)
		return dsn_fail(why, "4.3.5", "something stands behind the "
		    "endif, which closes nothing");
	cidr->steps.at[cidr->open.at[--cidr->open.len]].end =
	    cidr->steps.len;
	return true;
}

static bool
read_step(struct cidr *cidr, struct span line, struct step *step,
    struct dsn *why)
{
	struct span rest;

	step->kind = rule_kind(line, &rest);
	if (step->kind == RULE_ENDIF)
		return close_if(cidr, rest, why);
	if (!split(rest, step, why))
		return false;
	if (step->kind == RULE_IF)
		*vec_add(&cidr->open) = cidr->steps.len;
	return true;
}

/* close_rest - an if without an endif goes on to the end of the table */

static void
close_rest(struct cidr *cidr, struct lines *lines)
{
	while (cidr->open.len > 0) {
		struct step *step =
		    &cidr->steps.at[cidr->open.at[--cidr->open.len]];

		step->end = cidr->steps.len;
		lines_warn_at(lines, step->line,
		    "no endif belongs to this if");
	}
}

static void
read_steps(struct cidr *cidr, struct lines *lines)
{
	struct dsn why = DSN_IN(lines->arena);
	struct span line;

	while (lines_next(lines, &line)) {
		struct step step = { .line = lines->line };

		if (read_step(cidr, line, &step, &why))
			*vec_add(&cidr->steps) = step;
		else
			lines_warn(lines, "%.*s; it is skipped",
			    SPAN_ARG(why.text));
	}
	close_rest(cidr, lines);
}

static void
free_cidr(void *content)
{
	struct cidr *cidr = content;

	vec_clear(&cidr->steps);
	vec_clear(&cidr->open);
	mem_free(&cidr);
}

static bool
open_cidr(const struct table_setup *setup, void **content, struct dsn *why)
{
	struct cidr *cidr;
	struct lines lines;

	if (!table_lines(setup, &lines, why))
		return false;
	cidr = mem_new(1, sizeof(*cidr));
	read_steps(cidr, &lines);
	if (lines_end(&lines, why)) {
		*content = cidr;
		return true;
	}
	free_cidr(cidr);
	return false;
}

static bool
find_cidr(const void *content, struct span key, struct span *value,
    struct dsn *why)
{
	const struct cidr *cidr = content;
	struct netaddr addr;

	(void)why;
	*value = (struct span){ 0 };
	if (!read_address(key, &addr))
		return true;
	for (size_t i = 0; i < cidr->steps.len; i++) {
		const struct step *step = &cidr->steps.at[i];
		bool in = step->kind != RULE_ENDIF &&
		    contains(&step->network, &addr);

		if (step->kind == RULE_MATCH && in) {
			*value = step->value;
			return true;
		}
		if (step->kind == RULE_IF && !in)
			i = step->end;
	}
	return true;
}

const struct table_type TABLE_CIDR = {
	.patterns = true,
	.check = table_check_rules,
	.open = open_cidr,
	.find = find_cidr,
	.free = free_cidr,
};
