/* SPDX-License-Identifier: BSD-2-Clause */
#include "base/num.h"

#include "unit/tap.h"

static const struct {
	const char *name, *text;
	bool good;
	uint64_t value;
} unsigneds[] = {
	{ "zero", "0", true, 0 },
	{ "leading zeros are harmless", "0025", true, 25 },
	{ "the largest", "18446744073709551615", true, UINT64_MAX },
	{ "one more does not fit", "18446744073709551616", false, 0 },
	{ "ten times as much neither", "184467440737095516150", false, 0 },
	{ "no digit", "", false, 0 },
	{ "a sign is no digit", "+1", false, 0 },
	{ "nor is a minus", "-1", false, 0 },
	{ "nothing may follow", "12a", false, 0 },
	{ "no blank before", " 1", false, 0 },
	{ "no blank behind", "1 ", false, 0 },
	{ "no other base", "0x10", false, 0 },
	{ "a slash stands before 0", "1/", false, 0 },
	{ "a colon stands behind 9", "1:", false, 0 },
};

static void
read_unsigned(void)
{
	for (size_t i = 0; i < sizeof(unsigneds) / sizeof(*unsigneds); i++) {
		uint64_t value = 77;
		bool good = num_unsigned(span_of(unsigneds[i].text), &value);

		ok(good == unsigneds[i].good &&
		    value == (good ? unsigneds[i].value : 77),
		    unsigneds[i].name);
	}
}

static const struct {
	const char *name, *text;
	bool good;
	int64_t value;
} signeds[] = {
	{ "a minus", "-42", true, -42 },
	{ "no minus", "42", true, 42 },
	{ "minus zero is zero", "-0", true, 0 },
	{ "the largest", "9223372036854775807", true, INT64_MAX },
	{ "one more does not fit", "9223372036854775808", false, 0 },
	{ "the least", "-9223372036854775808", true, INT64_MIN },
	{ "one less does not fit", "-9223372036854775809", false, 0 },
	{ "only a minus", "-", false, 0 },
	{ "two of them", "--1", false, 0 },
	{ "nothing", "", false, 0 },
};

static void
read_signed(void)
{
	for (size_t i = 0; i < sizeof(signeds) / sizeof(*signeds); i++) {
		int64_t value = 77;
		bool good = num_signed(span_of(signeds[i].text), &value);

		ok(good == signeds[i].good &&
		    value == (good ? signeds[i].value : 77), signeds[i].name);
	}
}

static const struct {
	const char *name, *text;
	char unit;
	bool good;
	msec_t value;
} times[] = {
	{ "behaviour 241: seconds", "30s", 'h', true, 30000 },
	{ "behaviour 241: minutes", "2m", 's', true, 120000 },
	{ "behaviour 241: hours", "1h", 's', true, 3600000 },
	{ "behaviour 241: days", "1d", 's', true, 86400000 },
	{ "behaviour 241: weeks", "1w", 's', true, 604800000 },
	{ "behaviour 241: any case", "1H", 's', true, 3600000 },
	{ "behaviour 241: no unit, the default's", "5", 'd', true, 432000000 },
	{ "behaviour 241: only the first letter", "5sheep", 'd', true, 5000 },
	{ "behaviour 241: \"min\" is minutes", "2min", 's', true, 120000 },
	{ "behaviour 241: unknown unit", "5x", 's', false, 0 },
	{ "behaviour 241: negative", "-5s", 's', false, 0 },
	{ "behaviour 241: a blank is no unit", "5 s", 's', false, 0 },
	{ "our own milliseconds", "250ms", 's', true, 250 },
	{ "in any case", "250MS", 's', true, 250 },
	{ "nothing", "", 's', false, 0 },
	{ "a unit alone", "s", 's', false, 0 },
	{ "zero", "0", 's', true, 0 },
	{ "no fractions", "1.5s", 's', false, 0 },
	{ "as long as it fits", "9223372036854775s", 's', true,
	    INT64_C(9223372036854775000) },
	{ "a second more does not", "9223372036854776s", 's', false, 0 },
	{ "nor do so many weeks", "18446744073709551615w", 's', false, 0 },
};

static void
read_times(void)
{
	for (size_t i = 0; i < sizeof(times) / sizeof(*times); i++) {
		msec_t value = 77;
		bool good = num_time(span_of(times[i].text), times[i].unit,
		    &value);

		ok(good == times[i].good &&
		    value == (good ? times[i].value : 77), times[i].name);
	}
}

int
main(void)
{
	read_unsigned();
	read_signed();
	read_times();
	return tap_done();
}
