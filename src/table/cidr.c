/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * cidr:, networks and addresses (cidr_table(5)). Declared in
 * table_internal.h.
 */
#include "base/ascii.h"
#include "base/mem.h"
#include "base/vec.h"
#include "net/network.h"
#include "table/rule.h"
#include "table/spec.h"
#include "table/table_internal.h"

struct step {
	enum rule_kind kind;
	unsigned line;
	struct network network;
	bool negated;		/* the other addresses of its family */
	struct span value;	/* MATCH */
	size_t end;		/* IF: the place of its endif */
};

struct cidr {
	VEC(struct step) steps;
	VEC(size_t) open;	/* places of ifs that wait for their endif */
};

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

	step->negated = negate(&line);
	while (n < line.len && (step->kind == RULE_IF ||
	    !ascii_is_space(line.at[n])))
		n++;
	step->value = spec_trim(span_from_octet(line, n));
	if (n == 0)
		return dsn_fail(why, "4.3.5", "there is no address");
	if (step->kind == RULE_MATCH && step->value.len == 0)
		return dsn_fail(why, "4.3.5",
		    "no result stands behind the address");
	return network_read(span_first(line, n), &step->network, why);
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
is_in(const struct step *step, const struct netaddr *addr)
{
	return addr->family == step->network.addr.family &&
	    network_has(&step->network, addr) != step->negated;
}

static bool
find_cidr(const void *content, struct span key, struct span *value,
    struct dsn *why)
{
	const struct cidr *cidr = content;
	struct netaddr addr;

	(void)why;
	*value = (struct span){ 0 };
	if (!network_read_address(key, &addr))
		return true;
	for (size_t i = 0; i < cidr->steps.len; i++) {
		const struct step *step = &cidr->steps.at[i];
		bool in = step->kind != RULE_ENDIF &&
		    is_in(step, &addr);

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
