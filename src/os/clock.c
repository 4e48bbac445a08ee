/* SPDX-License-Identifier: BSD-2-Clause */
#include "os/clock.h"

#include <limits.h>
#include <time.h>

#include "base/ascii.h"

static msec_t (*replaced)(void);	/* tests: both clocks */

static msec_t
read_clock(clockid_t which)
{
	struct timespec t;

	if (replaced != NULL)
		return replaced();
	clock_gettime(which, &t);
	return (msec_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

msec_t
clock_now(void)
{
	return read_clock(CLOCK_MONOTONIC);
}

msec_t
clock_wall(void)
{
	return read_clock(CLOCK_REALTIME);
}

void
clock_replace(msec_t (*now)(void))
{
	replaced = now;
}

/* fraction_of - milliseconds of a second, before 1970 too */

static msec_t
fraction_of(msec_t wall)
{
	return (wall % 1000 + 1000) % 1000;
}

static time_t
seconds_of(msec_t wall)
{
	return (time_t)((wall - fraction_of(wall)) / 1000);
}

void
clock_add_rfc3339(struct str *to, msec_t wall)
{
	time_t seconds = seconds_of(wall);
	struct tm t;

	if (gmtime_r(&seconds, &t) == NULL)
		return;
	str_addf(to, "%04d-%02d-%02dT%02d:%02d:%02d.%03dZ", t.tm_year + 1900,
	    t.tm_mon + 1, t.tm_mday, t.tm_hour, t.tm_min, t.tm_sec,
	    (int)fraction_of(wall));
}

static const char months[] = "JanFebMarAprMayJunJulAugSepOctNovDec";

void
clock_add_rfc5322(struct str *to, msec_t wall)
{
	static const char days_of_week[] = "SunMonTueWedThuFriSat";
	time_t seconds = seconds_of(wall);
	struct tm t;

	if (gmtime_r(&seconds, &t) == NULL)
		return;
	str_addf(to, "%.3s, %d %.3s %04d %02d:%02d:%02d +0000",
	    days_of_week + 3 * t.tm_wday, t.tm_mday, months + 3 * t.tm_mon,
	    t.tm_year + 1900, t.tm_hour, t.tm_min, t.tm_sec);
}

void
clock_add_syslog(struct str *to, msec_t wall)
{
	time_t seconds = seconds_of(wall);
	struct tm t;

	if (localtime_r(&seconds, &t) == NULL)
		return;
	str_addf(to, "%.3s %2d %02d:%02d:%02d", months + 3 * t.tm_mon,
	    t.tm_mday, t.tm_hour, t.tm_min, t.tm_sec);
}

/* digits - exactly n digits at the front of *s, cut off it */

static bool
digits(struct span *s, size_t n, int *value)
{
	uint64_t v;

	if (s->len < n || !num_unsigned(span_first(*s, n), &v))
		return false;
	*value = (int)v;
	*s = span_from_octet(*s, n);
	return true;
}

/* mark - one of the given characters at the front of *s, cut off it */

static bool
mark(struct span *s, const char *any)
{
	for (; *any != '\0'; any++)
		if (s->len > 0 && s->at[0] == *any) {
			*s = span_from_octet(*s, 1);
			return true;
		}
	return false;
}

/* fraction - ".5" and the like; nothing is 0 milliseconds */

static bool
fraction(struct span *s, msec_t *msec)
{
	msec_t unit = 100;

	*msec = 0;
	if (!mark(s, "."))
		return true;
	if (s->len == 0 || !ascii_is_digit(s->at[0]))
		return false;
	for (; s->len > 0 && ascii_is_digit(s->at[0]); unit /= 10) {
		*msec += (s->at[0] - '0') * unit;
		*s = span_from_octet(*s, 1);
	}
	return true;
}

/* days - from 1970-01-01 to a day of the Gregorian calendar */

static msec_t
days(int year, int month, int day)
{
	msec_t y = month <= 2 ? year - 1 : year;
	msec_t era = (y < 0 ? y - 399 : y) / 400, of_era = y - era * 400;
	msec_t of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 +
	    day - 1;

	return era * 146097 + of_era * 365 + of_era / 4 - of_era / 100 +
	    of_year - 719468;
}

/* zone - Z or +hh:mm (RFC 3339 section 5.6), as minutes east */

static bool
zone(struct span *s, int *minutes)
{
	bool west = s->len > 0 && s->at[0] == '-';
	int h, m;

	*minutes = 0;
	if (mark(s, "Zz"))
		return true;
	if (!mark(s, "+-") || !digits(s, 2, &h) || !mark(s, ":") ||
	    !digits(s, 2, &m) || h > 23 || m > 59)
		return false;
	*minutes = (h * 60 + m) * (west ? -1 : 1);
	return true;
}

static int
days_of(int month, int year)
{
	static const int of[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30,
	    31 };
	bool leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);

	return of[month - 1] + (month == 2 && leap);
}

static bool
read_rfc3339(struct span s, msec_t *wall)
{
	int year, month, day, hour, minute, second, east;
	msec_t msec;

	if (!digits(&s, 4, &year) || !mark(&s, "-") ||
	    !digits(&s, 2, &month) || !mark(&s, "-") ||
	    !digits(&s, 2, &day) || !mark(&s, "Tt ") ||
	    !digits(&s, 2, &hour) || !mark(&s, ":") ||
	    !digits(&s, 2, &minute) || !mark(&s, ":") ||
	    !digits(&s, 2, &second) || !fraction(&s, &msec) ||
	    !zone(&s, &east) || s.len > 0)
		return false;
	if (month < 1 || month > 12 || day < 1 || day > days_of(month, year) ||
	    hour > 23 || minute > 59 || second > 60)
		return false;
	*wall = (((days(year, month, day) * 24 + hour) * 60 + minute - east) *
	    60 + second) * 1000 + msec;
	return true;
}

bool
clock_read(struct span text, msec_t *wall)
{
	struct span whole;
	uint64_t seconds;
	msec_t msec;

	if (!mark(&text, "@"))
		return read_rfc3339(text, wall);
	whole = span_first(text, span_find(text, '.'));
	text = span_from_octet(text, whole.len);
	if (!num_unsigned(whole, &seconds) || seconds > INT64_MAX / 1000 - 1 ||
	    !fraction(&text, &msec) || text.len > 0)
		return false;
	*wall = (msec_t)seconds * 1000 + msec;
	return true;
}

struct deadline
deadline_in(msec_t limit)
{
	msec_t now = clock_now();

	if (limit < 0 || limit > INT64_MAX - now)
		return deadline_never();
	return (struct deadline){ .at = now + limit };
}

struct deadline
deadline_for_each(msec_t limit)
{
	struct deadline by = deadline_in(limit);

	by.each = by.at == INT64_MAX ? 0 : limit;
	return by;
}

struct deadline
deadline_never(void)
{
	return (struct deadline){ .at = INT64_MAX };
}

struct deadline
deadline_sooner(struct deadline a, struct deadline b)
{
	return (struct deadline){ .at = a.at < b.at ? a.at : b.at };
}

void
deadline_renew(struct deadline *by)
{
	if (by->each > 0)
		*by = deadline_for_each(by->each);
}

struct deadline
deadline_at_rate(msec_t limit, int64_t rate)
{
	struct deadline by = deadline_in(limit);

	if (by.at == INT64_MAX)
		return by;
	by.most = limit;
	by.rate = rate;
	return by;
}

void
deadline_earn(struct deadline *by, size_t octets)
{
	const int64_t second = 1000;
	msec_t more, most;

	deadline_renew(by);
	if (by->rate == 0 || octets > (uint64_t)(INT64_MAX / second / 2))
		return;
	by->spare += (int64_t)octets * second;
	more = by->spare / by->rate;
	by->spare %= by->rate;
	most = clock_now() + by->most;
	by->at = more > most - by->at ? most : by->at + more;
}

msec_t
deadline_left(struct deadline by)
{
	msec_t now;

	if (by.at == INT64_MAX)
		return INT64_MAX;
	now = clock_now();
	return by.at > now ? by.at - now : 0;
}

int
msec_for_poll(msec_t left)
{
	if (left == INT64_MAX)
		return -1;
	return left > INT_MAX ? INT_MAX : (int)left;
}
