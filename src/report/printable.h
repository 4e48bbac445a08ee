/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Text from outside on its way to a person, without allocation once the
 * string has its room.
 */
#ifndef REPORT_PRINTABLE_H
#define REPORT_PRINTABLE_H

#include "base/span.h"
#include "base/str.h"

/*
 * Adds the text on one line: a line feed becomes a blank; every other control
 * character (C0, DEL, C1), the line ends and the marks of Unicode that turn
 * the direction of writing, and every octet that is no UTF-8 become '?'.
 */
void printable_add(struct str *to, struct span text);

#endif
