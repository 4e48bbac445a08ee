/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Time: points of the monotonic clock, deadlines, and the time of day.
 */
#ifndef OS_CLOCK_H
#define OS_CLOCK_H

#include <stdbool.h>
#include <stdint.h>

#include "base/num.h"
#include "base/str.h"

/* Milliseconds of the monotonic clock; its zero means nothing. */
msec_t clock_now(void);

/* Milliseconds since 1970-01-01T00:00:00Z. */
msec_t clock_wall(void);

/* The same as RFC 3339 in UTC with three decimals: 2026-11-25T21:04:05.678Z,
 * added to the text. */
void clock_add_rfc3339(struct str *to, msec_t wall);

/* The same as syslog writes it (RFC 3164 section 4.1.2), in the time zone of
 * this machine or of TZ: "Nov 25 21:04:05", the day in two places. */
void clock_add_syslog(struct str *to, msec_t wall);

/* The same as RFC 5322 section 3.3, in UTC: "Wed, 25 Nov 2026 21:04:05
 * +0000", on one line. */
void clock_add_rfc5322(struct str *to, msec_t wall);

/*
 * The time that RFC 3339 text or @seconds (a fraction is allowed) names, in
 * milliseconds since 1970; false when it names none.
 */
bool clock_read(struct span text, msec_t *wall);

/*
 * Both clocks become functions of the caller's; for tests. NULL brings the
 * real ones back.
 */
void clock_replace(msec_t (*now)(void));

/*
 * A point in time by which something must have happened. `each` > 0: every
 * time that something was read or written, that much is allowed again (the
 * limits of Postfix without smtp_per_request_deadline, behaviour 216).
 */
struct deadline {
	msec_t at;
	msec_t each;
	msec_t most;		/* deadline_at_rate: these three */
	int64_t rate;
	int64_t spare;		/* what is left of octets: below the rate */
};

/* From now on; a negative or huge limit is as good as never. */
struct deadline deadline_in(msec_t limit);

/* The limit holds for each single read or write. */
struct deadline deadline_for_each(msec_t limit);

/*
 * From now on; but with so many octets a second (at least 1) that move there
 * is a second more, though never more left than the limit. So a peer that
 * takes what is sent at that rate has as long as it needs, and one that is
 * slower has not.
 */
struct deadline deadline_at_rate(msec_t limit, int64_t rate);

struct deadline deadline_never(void);

/* The one that comes first; it does not begin anew. */
struct deadline deadline_sooner(struct deadline a, struct deadline b);

/* Something moved: begins anew if `each` says so. */
void deadline_renew(struct deadline *by);

/* So many octets did: the same, and more time at a rate. */
void deadline_earn(struct deadline *by, size_t octets);

/* What is left, never below 0. */
msec_t deadline_left(struct deadline by);

/* So much time as poll(2) takes it: -1 for never, else no more than fits. */
int msec_for_poll(msec_t left);

#endif
