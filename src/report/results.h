/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The results on stdout: exactly one record a recipient, in the order of the
 * recipients, each as soon as all before it are settled; and the exit status
 * of the run (CLI.md, Results and Exit status).
 */
#ifndef REPORT_RESULTS_H
#define REPORT_RESULTS_H

#include <stdbool.h>
#include <stdio.h>

#include "deliver/outcome.h"
#include "mail/envelope.h"
#include "report/dsn_fields.h"
#include "report/maillog.h"

enum results_format {
	RESULTS_TEXT,
	RESULTS_JSON,
	RESULTS_DSN,		/* RFC 3464: a group of fields about the
				 * message comes first; an empty line ends each
				 * group */
	RESULTS_POSTFIX,
};

struct results_setup {
	FILE *out;
	enum results_format format;
	struct maillog maillog;	/* for RESULTS_POSTFIX */
	struct dsn_report dsn;	/* for RESULTS_DSN */
	bool quiet;		/* no record for who was sent to, or is
				 * deliverable */
	const struct envelope *envelope;
};

struct results;

struct results *results_new(const struct results_setup *setup);
void results_free(struct results **results);

/* An outcome_taker; self is the struct results. Safe for threads. */
void results_take(void *self, const struct outcome *outcome);

/*
 * 0, 69, 75, 80 or 81: the first of CLI.md's table that holds. Every
 * recipient must have been taken.
 */
int results_exit_status(const struct results *results);

/* Every outcome, in the order of the recipients, once all are taken. */
const struct outcome *const *results_outcomes(const struct results *results);

/* Writing to out has failed (errno text in *why); told once. */
bool results_failed(const struct results *results, struct span *why);

/*
 * The last words (base/mem.h): what was settled and not yet written, and as
 * unknown what is in doubt, straight to the descriptor, without allocation.
 */
void results_last_words(void *self, int status);

#endif
