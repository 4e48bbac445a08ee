/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What those options do that stand for parameters: they become settings whose
 * origin is the option.
 */
#ifndef CMD_ASSIGN_H
#define CMD_ASSIGN_H

#include "cmd/take.h"

/* The parameter of the row: to the row's value, else to the argument. */
bool take_setting(struct reading *reading, const struct option_row *row,
    const char *arg);

/* --tls: a level that is built. */
bool take_tls(struct reading *reading, const struct option_row *row,
    const char *arg);

/* -o NAME=VALUE, and those words behind -o that sendmail's callers use. */
bool take_option(struct reading *reading, const struct option_row *row,
    const char *arg);

#endif
