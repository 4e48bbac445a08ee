/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The parameters as users see them: --show-config, the parameter part of the
 * manual, words for completions. All of it comes from the rows.
 */
#ifndef PARAM_DESCRIBE_H
#define PARAM_DESCRIBE_H

#include <stdbool.h>

#include "base/str.h"
#include "param/params.h"

/*
 * Adds a line "name = value" for each parameter of the protocol, by name, or
 * only for those that are set. Values are shown as they were understood,
 * passwords as stars, what cannot be understood as it was set, and any blanks
 * outside braces as one. origins: "# main.cf:7", "# -o" or "# default" stands
 * behind.
 */
void describe_config(const struct params_input *input, bool set_only,
    bool origins, struct str *to);

/* The lists of the manual. */
enum described {
	DESCRIBED_ACTS,
	DESCRIBED_NOT_YET,
	DESCRIBED_NO_USE,
};

/* Adds the items of an mdoc list: names, doc, what is wanted, defaults. */
void describe_manual(enum described which, struct str *to);

/* Adds the names of those that act, both of each, one a line. */
void describe_names(struct str *to);

/*
 * Adds sentences as lines of mdoc, each sentence on a line of its own and no
 * line longer than it must be.
 */
void describe_text(struct span text, struct str *to);

#endif
