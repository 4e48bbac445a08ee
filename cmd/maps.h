/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The tables that the parameters name, opened for the run.
 */
#ifndef CMD_MAPS_H
#define CMD_MAPS_H

#include <stdbool.h>

#include "base/dsn.h"
#include "param/params.h"
#include "table/table.h"

/*
 * Fills in params->maps, which live as long as the tables. False: a parameter
 * names what can be no table (78 for the caller); *why names the parameter.
 * No file is opened before it is asked.
 */
bool maps_fill(struct params *params, struct tables *tables,
    struct dsn *why) MUST_USE;

#endif
