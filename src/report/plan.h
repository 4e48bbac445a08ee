/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The route as --plan shows it: what was asked of the DNS, what came back,
 * who would be tried in which order, and why others would not.
 */
#ifndef REPORT_PLAN_H
#define REPORT_PLAN_H

#include "base/str.h"
#include "deliver/preview.h"

/* One destination as a tree of lines, indented by two blanks a level. */
void plan_add_text(struct str *to, const struct preview *preview);

/* All of them as one JSON document, without a line feed behind it. */
void plan_add_json(struct str *to, const struct preview *previews,
    size_t len);

/* 0 if each has a candidate; else 75 if one of those that have none is a
 * temporary failure, else 69. */
int plan_exit_status(const struct preview *previews, size_t len);

/* "mx", "implicit-mx", "srv", "host", "address", "path". */
const char *plan_kind_name(enum route_kind kind);

#endif
