/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The syntax of command lines, in GNU forms: --name=value, --name value, an
 * unambiguous beginning of a name, -abc, -fvalue, -f value; "--" ends the
 * options, which may stand behind operands. What options mean is take.h's.
 */
#ifndef CMD_PARSE_H
#define CMD_PARSE_H

#include "base/vec.h"
#include "cmd/take.h"

/* An option that was given; an operand is the argument of --to. */
struct given {
	const struct option_row *row;
	const char *arg;	/* NULL: none */
	struct span spelling;	/* "--from", "-f"; in full, static */
};

struct parsed {
	VEC(struct given) given;
};

/* False: no such option, or none or too much of an argument; *why (5.3.5)
 * says which. *parsed begins as zero and is to be cleared in any case. */
bool parse(int argc, char **argv, struct parsed *parsed, struct dsn *why)
    MUST_USE;
void parse_clear(struct parsed *parsed);

#endif
