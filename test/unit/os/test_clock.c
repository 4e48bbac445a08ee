/* SPDX-License-Identifier: BSD-2-Clause */
#include "os/clock.h"

#include <limits.h>
#include <stdlib.h>
#include <time.h>

#include "unit/tap.h"

/* RFC 3339, and our own @seconds: the milliseconds, and what
 * clock_add_rfc3339 makes of them. */
static const struct {
	const char *name, *text;
	msec_t wall;
	const char *again;
} times[] = {
	{ "the epoch", "1970-01-01T00:00:00Z", 0,
	    "1970-01-01T00:00:00.000Z" },
	{ "RFC 3339 5.8: a fraction", "1985-04-12T23:20:50.52Z",
	    INT64_C(482196050520), "1985-04-12T23:20:50.520Z" },
	{ "RFC 3339 5.8: west of Greenwich", "1996-12-19T16:39:57-08:00",
	    INT64_C(851042397000), "1996-12-20T00:39:57.000Z" },
	{ "RFC 3339 5.8: a leap second", "1990-12-31T23:59:60Z",
	    INT64_C(662688000000), "1991-01-01T00:00:00.000Z" },
	{ "RFC 3339 5.8: Dutch minutes", "1937-01-01T12:00:27.87+00:20",
	    INT64_C(-1041337172130), "1937-01-01T11:40:27.870Z" },
	{ "RFC 3339 5.6: t and z", "1985-04-12t23:20:50z",
	    INT64_C(482196050000), "1985-04-12T23:20:50.000Z" },
	{ "RFC 3339 5.6: a blank for the T", "1985-04-12 23:20:50Z",
	    INT64_C(482196050000), "1985-04-12T23:20:50.000Z" },
	{ "RFC 3339 4.3: -00:00", "1985-04-12T23:20:50-00:00",
	    INT64_C(482196050000), "1985-04-12T23:20:50.000Z" },
	{ "the widest offsets", "2000-01-01T00:00:00+23:59",
	    INT64_C(946598460000), "1999-12-31T00:01:00.000Z" },
	{ "a leap day", "2024-02-29T12:00:00Z", INT64_C(1709208000000),
	    "2024-02-29T12:00:00.000Z" },
	{ "2000 was a leap year", "2000-02-29T00:00:00Z",
	    INT64_C(951782400000), "2000-02-29T00:00:00.000Z" },
	{ "the last day of a year", "2026-12-31T23:59:59.999Z",
	    INT64_C(1798761599999), "2026-12-31T23:59:59.999Z" },
	{ "a millisecond before the epoch", "1969-12-31T23:59:59.999Z", -1,
	    "1969-12-31T23:59:59.999Z" },
	{ "more digits than milliseconds are cut", "2026-01-01T00:00:00.98765Z",
	    INT64_C(1767225600987), "2026-01-01T00:00:00.987Z" },
	{ "the first day of all", "0000-01-01T00:00:00Z",
	    INT64_C(-62167219200000), "0000-01-01T00:00:00.000Z" },
	{ "the last second of all", "9999-12-31T23:59:59Z",
	    INT64_C(253402300799000), "9999-12-31T23:59:59.000Z" },
	{ "@seconds", "@1767225600", INT64_C(1767225600000),
	    "2026-01-01T00:00:00.000Z" },
	{ "@seconds with a fraction", "@1767225600.25",
	    INT64_C(1767225600250), "2026-01-01T00:00:00.250Z" },
	{ "@0", "@0", 0, "1970-01-01T00:00:00.000Z" },
};

static const struct {
	const char *name, *text;
} none[] = {
	{ "nothing", "" },
	{ "a date alone", "2026-11-25" },
	{ "no offset", "2026-11-25T00:00:00" },
	{ "no seconds", "2026-11-25T00:00Z" },
	{ "a two-digit year", "26-11-25T00:00:00Z" },
	{ "a five-digit year", "12026-11-25T00:00:00Z" },
	{ "a one-digit month", "2026-1-25T00:00:00Z" },
	{ "month 0", "2026-00-25T00:00:00Z" },
	{ "month 13", "2026-13-25T00:00:00Z" },
	{ "day 0", "2026-11-00T00:00:00Z" },
	{ "the 31st of a month of 30 days", "2026-11-31T00:00:00Z" },
	{ "the 32nd", "2026-12-32T00:00:00Z" },
	{ "the 29th of February", "2026-02-29T00:00:00Z" },
	{ "1900 was no leap year", "1900-02-29T00:00:00Z" },
	{ "hour 24", "2026-11-25T24:00:00Z" },
	{ "minute 60", "2026-11-25T00:60:00Z" },
	{ "second 61", "2026-11-25T00:00:61Z" },
	{ "a point without digits", "2026-11-25T00:00:00.Z" },
	{ "a comma for the point", "2026-11-25T00:00:00,5Z" },
	{ "an offset of hours only", "2026-11-25T00:00:00+01" },
	{ "an offset without a colon", "2026-11-25T00:00:00+0100" },
	{ "an offset of 24 hours", "2026-11-25T00:00:00+24:00" },
	{ "an offset of 60 minutes", "2026-11-25T00:00:00+00:60" },
	{ "another letter", "2026-11-25T00:00:00A" },
	{ "text behind it", "2026-11-25T00:00:00Z " },
	{ "text before it", " 2026-11-25T00:00:00Z" },
	{ "a sign in a number", "2026-11-25T00:+1:00Z" },
	{ "other separators", "2026/11/25T00:00:00Z" },
	{ "@ alone", "@" },
	{ "@ and a sign", "@-1" },
	{ "@ and a point", "@1." },
	{ "@ and only a fraction", "@.5" },
	{ "@ and text behind it", "@1s" },
	{ "@ and two fractions", "@1.5.5" },
	{ "@ beyond all milliseconds", "@9223372036854775" },
	{ "@ beyond all numbers", "@18446744073709551616" },
};

static void
reading(void)
{
	struct str s;

	str_init(&s, 100);
	for (size_t i = 0; i < sizeof(times) / sizeof(*times); i++) {
		msec_t wall = 77;

		ok(clock_read(span_of(times[i].text), &wall), times[i].name);
		is_number(wall, times[i].wall, "... in milliseconds");
		str_reset(&s);
		clock_add_rfc3339(&s, wall);
		is_text(str_span(&s), times[i].again, "... and back");
	}
	for (size_t i = 0; i < sizeof(none) / sizeof(*none); i++) {
		msec_t wall = 77;

		ok(!clock_read(span_of(none[i].text), &wall) && wall == 77,
		    none[i].name);
	}
	str_clear(&s);
}

/* The zones are spelled out: no file is needed. */
static const struct {
	const char *name, *zone;
	msec_t wall;
	const char *want;
} local[] = {
	{ "syslog's time", "UTC0", INT64_C(1795640645678),
	    "Nov 25 21:04:05" },
	{ "a day of one digit", "UTC0", INT64_C(1767225600000),
	    "Jan  1 00:00:00" },
	{ "the last of a year", "UTC0", INT64_C(1798761599999),
	    "Dec 31 23:59:59" },
	{ "a millisecond before the epoch", "UTC0", -1, "Dec 31 23:59:59" },
	{ "east of Greenwich", "XXX-05:30", INT64_C(1795640645678),
	    "Nov 26 02:34:05" },
	{ "in winter", "CET-1CEST,M3.5.0,M10.5.0/3", INT64_C(1795640645678),
	    "Nov 25 22:04:05" },
	{ "in summer", "CET-1CEST,M3.5.0,M10.5.0/3", INT64_C(1782864000000),
	    "Jul  1 02:00:00" },
};

static void
of_syslog(void)
{
	struct str s;

	str_init(&s, 100);
	for (size_t i = 0; i < sizeof(local) / sizeof(*local); i++) {
		setenv("TZ", local[i].zone, 1);
		tzset();
		str_reset(&s);
		clock_add_syslog(&s, local[i].wall);
		is_text(str_span(&s), local[i].want, local[i].name);
	}
	str_clear(&s);
}

/* RFC 5322 section 3.3 */
static const struct {
	const char *name;
	msec_t wall;
	const char *want;
} of_mail[] = {
	{ "a date of mail", INT64_C(1795640645678),
	    "Wed, 25 Nov 2026 21:04:05 +0000" },
	{ "a day of one digit", INT64_C(1767225600000),
	    "Thu, 1 Jan 2026 00:00:00 +0000" },
	{ "a leap day", INT64_C(1709164800000),
	    "Thu, 29 Feb 2024 00:00:00 +0000" },
	{ "a millisecond before the epoch", -1,
	    "Wed, 31 Dec 1969 23:59:59 +0000" },
};

static void
dates_of_mail(void)
{
	struct str s;

	str_init(&s, 100);
	for (size_t i = 0; i < sizeof(of_mail) / sizeof(*of_mail); i++) {
		str_reset(&s);
		clock_add_rfc5322(&s, of_mail[i].wall);
		is_text(str_span(&s), of_mail[i].want, of_mail[i].name);
	}
	str_clear(&s);
}

static msec_t pretended;

static msec_t
pretend(void)
{
	return pretended;
}

/* A limit of 300 milliseconds, at 2000 octets a second. */

static void
rates(void)
{
	struct deadline by = deadline_at_rate(300, 2000);

	is_number(deadline_left(by), 300, "a rate has a limit to begin with");
	pretended += 200;
	deadline_renew(&by);
	is_number(deadline_left(by), 100, "which progress does not renew");
	deadline_earn(&by, 100);
	is_number(deadline_left(by), 150, "but 100 octets earn 50 ms");
	deadline_earn(&by, 1);
	is_number(deadline_left(by), 150, "one octet earns nothing yet");
	deadline_earn(&by, 1);
	is_number(deadline_left(by), 151, "two of them do");
	deadline_earn(&by, 100000);
	is_number(deadline_left(by), 300, "never more than the limit is left");
	pretended += 300;
	deadline_earn(&by, 20);
	is_number(deadline_left(by), 10, "what came too late still counts");
	by = deadline_in(300);
	pretended += 100;
	deadline_earn(&by, 100000);
	is_number(deadline_left(by), 200, "without a rate nothing is earned");
	by = deadline_for_each(300);
	pretended += 100;
	deadline_earn(&by, 1);
	is_number(deadline_left(by), 300, "but each octet renews what it did");
	by = deadline_at_rate(-1, 2000);
	deadline_earn(&by, 100);
	is_number(deadline_left(by), INT64_MAX, "never stays never");
}

static void
deadlines(void)
{
	struct deadline by, other;

	clock_replace(pretend);
	pretended = 1000;
	ok(clock_now() == 1000 && clock_wall() == 1000,
	    "both clocks can be replaced");
	by = deadline_in(300);
	is_number(deadline_left(by), 300, "a limit counts from now");
	pretended = 1299;
	is_number(deadline_left(by), 1, "and becomes less");
	pretended = 1300;
	is_number(deadline_left(by), 0, "until nothing is left");
	pretended = 99999;
	is_number(deadline_left(by), 0, "never below nothing");
	is_number(deadline_left(deadline_never()), INT64_MAX,
	    "never is always far away");
	is_number(deadline_left(deadline_in(-1)), INT64_MAX,
	    "a negative limit is never");
	is_number(deadline_left(deadline_in(INT64_MAX)), INT64_MAX,
	    "so is one beyond the end of time");
	is_number(deadline_left(deadline_in(0)), 0, "no time is no time");

	pretended = 1000;
	by = deadline_in(300);
	pretended = 1200;
	deadline_renew(&by);
	is_number(deadline_left(by), 100,
	    "behaviour 216: with a deadline, progress renews nothing");
	by = deadline_for_each(300);
	pretended = 1400;
	deadline_renew(&by);
	is_number(deadline_left(by), 300,
	    "behaviour 216: without one each read or write has the limit");
	pretended = 1500;
	deadline_renew(&by);
	is_number(deadline_left(by), 300, "behaviour 216: again and again");
	rates();
	by = deadline_for_each(-1);
	deadline_renew(&by);
	is_number(deadline_left(by), INT64_MAX, "never stays never");

	by = deadline_for_each(300);
	other = deadline_in(200);
	is_number(deadline_left(deadline_sooner(by, other)), 200,
	    "of two the sooner one");
	is_number(deadline_left(deadline_sooner(other, by)), 200,
	    "in any order");
	other = deadline_sooner(by, deadline_never());
	pretended += 100;
	deadline_renew(&other);
	is_number(deadline_left(other), 200, "which does not begin anew");
	clock_replace(NULL);
}

static void
real(void)
{
	msec_t a = clock_now(), b = clock_now();

	ok(a > 0 && b >= a, "the monotonic clock does not go back");
	ok(clock_wall() > INT64_C(1700000000000), "it is later than 2023");
}

static void
for_poll(void)
{
	is_number(msec_for_poll(0), 0, "poll: not at all");
	is_number(msec_for_poll(1500), 1500, "poll: milliseconds");
	is_number(msec_for_poll((msec_t)INT_MAX + 1), INT_MAX,
	    "poll: no more than fits");
	is_number(msec_for_poll(INT64_MAX), -1, "poll: never");
}

int
main(void)
{
	reading();
	of_syslog();
	dates_of_mail();
	deadlines();
	for_poll();
	real();
	return tap_done();
}
