/* SPDX-License-Identifier: BSD-2-Clause */
#include "report/results.h"

#include <pthread.h>
#include <string.h>
#include <sysexits.h>
#include <time.h>

#include "base/mem.h"
#include "os/clock.h"
#include "os/emit.h"
#include "report/record.h"

/* CLI.md, Exit status: beyond what sysexits.h has. */
enum { EX_UNKNOWN_FATE = 80, EX_PARTLY_DELAYED = 81 };

/* How long the last words wait for a record that another thread writes. */
enum { PATIENCE = 1000 };

struct results {
	struct results_setup setup;
	pthread_mutex_t lock;	/* for all below; checks for errors, so that
				 * the last words of the thread that holds it
				 * know */
	const struct outcome **taken;	/* by number; NULL: not yet */
	size_t len, next;	/* next: the first that is not written */
	size_t sent, deliverable, bounced, deferred, unknown;
	struct str line;
	struct str spare;	/* has its room already: the last words */
	bool begun;		/* something was written */
	int error;		/* of the write that failed; then no more */
};

static void
lock_new(pthread_mutex_t *lock)
{
	pthread_mutexattr_t kind;

	must(pthread_mutexattr_init(&kind) == 0);
	must(pthread_mutexattr_settype(&kind, PTHREAD_MUTEX_ERRORCHECK) == 0);
	must(pthread_mutex_init(lock, &kind) == 0);
	pthread_mutexattr_destroy(&kind);
}

/* take_room - so much that the string never needs to grow again */

static void
take_room(struct str *s, size_t max)
{
	str_init(s, max);
	s->at = mem_new(max + 1, 1);
	s->room = max + 1;
}

struct results *
results_new(const struct results_setup *setup)
{
	struct results *results = mem_new(1, sizeof(*results));

	results->setup = *setup;
	lock_new(&results->lock);
	results->len = setup->envelope->recipients.len;
	results->taken = mem_new(results->len, sizeof(results->taken[0]));
	str_init(&results->line, RECORD_MAX);
	take_room(&results->spare, RECORD_SHORT_MAX);
	return results;
}

void
results_free(struct results **results)
{
	struct results *r = *results;

	if (r == NULL)
		return;
	pthread_mutex_destroy(&r->lock);
	mem_free(&r->taken);
	str_clear(&r->line);
	str_clear(&r->spare);
	mem_free(results);
}

static void
count(struct results *results, const struct recipient *r)
{
	must(r->fate != FATE_OPEN);
	results->sent += r->fate == FATE_SENT;
	results->deliverable += r->fate == FATE_DELIVERABLE;
	results->bounced += r->fate == FATE_BOUNCED;
	results->deferred += r->fate == FATE_DEFERRED;
	results->unknown += recipient_is_unknown(r);
}

static bool
is_hushed(const struct results *results, const struct recipient *r)
{
	return results->setup.quiet && recipient_is_good(r);
}

static void
add_record(const struct results *results, struct str *to,
    const struct outcome *outcome)
{
	switch (results->setup.format) {
	case RESULTS_TEXT:
		record_add_text(to, outcome);
		break;
	case RESULTS_JSON:
		record_add_json(to, outcome);
		break;
	case RESULTS_DSN:
		if (!results->begun) {
			dsn_fields_add_message(to, &results->setup.dsn);
			str_add_char(to, '\n');
		}
		dsn_fields_add_recipient(to, &results->setup.dsn, outcome);
		break;
	case RESULTS_POSTFIX:
		maillog_add(to, &results->setup.maillog, outcome);
		break;
	}
	str_add_char(to, '\n');
}

/* write_record - the record is composed in the string first */

static void
write_record(struct results *results, struct str *line,
    const struct outcome *outcome)
{
	struct outcome brief = *outcome;

	if (results->error != 0 || is_hushed(results, outcome->recipient))
		return;
	str_reset(line);
	add_record(results, line, outcome);
	if (line->full) {
		brief.attempts = NULL;
		str_reset(line);
		add_record(results, line, &brief);
	}
	results->begun = true;
	results->error = emit_all(fileno(results->setup.out), str_span(line));
}

void
results_take(void *self, const struct outcome *outcome)
{
	struct results *results = self;
	size_t number = outcome->recipient->number;

	must(pthread_mutex_lock(&results->lock) == 0);
	must(number < results->len && results->taken[number] == NULL);
	count(results, outcome->recipient);
	results->taken[number] = outcome;
	while (results->next < results->len &&
	    results->taken[results->next] != NULL) {
		write_record(results, &results->line,
		    results->taken[results->next]);
		results->next++;
	}
	pthread_mutex_unlock(&results->lock);
}

int
results_exit_status(const struct results *results)
{
	must(results->sent + results->deliverable + results->bounced +
	    results->deferred == results->len);
	if (results->unknown > 0)
		return EX_UNKNOWN_FATE;
	if (results->sent > 0 && results->deferred > 0)
		return EX_PARTLY_DELAYED;
	if (results->deferred > 0)
		return EX_TEMPFAIL;
	if (results->bounced > 0)
		return EX_UNAVAILABLE;
	return EX_OK;
}

const struct outcome *const *
results_outcomes(const struct results *results)
{
	must(results->next == results->len);
	return results->taken;
}

bool
results_failed(const struct results *results, struct span *why)
{
	if (results->error == 0)
		return false;
	*why = span_of(strerror(results->error));
	return true;
}

/* say_untaken - a recipient whose outcome never came: its verdict if there is
 * one, its doubt if there is one, else nothing */

static void
say_untaken(struct results *results, const struct recipient *r, msec_t now)
{
	struct recipient told = *r;
	struct outcome outcome = { .recipient = &told, .time = now };
	struct dsn lost = { .status = "4.4.2", .stage = STAGE_END_OF_DATA,
	    .text = SPAN_INIT("this program ended before the answer to the "
	    "end of data was read") };

	if (recipient_is_open(r)) {
		if (!r->in_doubt && !r->was_in_doubt)
			return;
		told.fate = FATE_DEFERRED;
		told.dsn = r->was_in_doubt ? r->doubt : lost;
		told.was_in_doubt = true;
	}
	write_record(results, &results->spare, &outcome);
}

void
results_last_words(void *self, int status)
{
	struct results *results = self;
	msec_t now = clock_wall(), until = now + PATIENCE;
	struct timespec by = { .tv_sec = (time_t)(until / 1000),
	    .tv_nsec = (long)(until % 1000) * 1000000 };

	(void)status;
	/* Kept: nobody writes after us. Not got: we hold it ourselves, or its
	 * holder hangs, and what can be said is said all the same. */
	pthread_mutex_timedlock(&results->lock, &by);
	for (; results->next < results->len; results->next++) {
		size_t i = results->next;

		if (results->taken[i] != NULL)
			write_record(results, &results->spare,
			    results->taken[i]);
		else
			say_untaken(results,
			    &results->setup.envelope->recipients.at[i], now);
	}
}
