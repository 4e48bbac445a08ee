/* SPDX-License-Identifier: BSD-2-Clause */
#include "os/random.h"

#include "unit/tap.h"

enum { MANY = 1000, DRAWS = 30000 };

/* Every bound below is more than six standard deviations away. */

static void
fills(void)
{
	unsigned char octets[MANY + 2] = { 0 }, again[MANY];
	unsigned ones = 0;

	random_fill(octets + 1, 0);
	ok(octets[0] == 0 && octets[1] == 0, "nothing is filled with nothing");
	random_fill(octets + 1, MANY);
	ok(octets[0] == 0 && octets[MANY + 1] == 0, "no octet too many");
	random_fill(again, MANY);
	ok(memcmp(octets + 1, again, MANY) != 0, "never the same");
	for (size_t i = 0; i < MANY; i++)
		for (unsigned bit = 1; bit < 256; bit <<= 1)
			ones += (octets[1 + i] & bit) != 0;
	ok(ones > 3700 && ones < 4300, "half of the bits are set");
}

static void
stays_below(void)
{
	unsigned hits[7] = { 0 };
	bool below = true, even = true;

	for (unsigned i = 0; i < DRAWS; i++) {
		uint32_t n = random_below(7);

		below = below && n < 7;
		hits[n % 7]++;
	}
	for (unsigned i = 0; i < 7; i++)
		even = even && hits[i] > 3886 && hits[i] < 4686;
	ok(below, "below the bound");
	ok(even, "evenly");
	ok(random_below(1) == 0, "below one is zero");
	below = true;
	for (unsigned i = 0; i < MANY; i++)
		below = below && random_below(UINT32_MAX) < UINT32_MAX &&
		    random_below(1u << 31) < 1u << 31;
	ok(below, "below large bounds");
}

/* A remainder would hit the lowest third of this range half of the time. */

static void
is_even_over_large_ranges(void)
{
	unsigned low = 0;

	for (unsigned i = 0; i < DRAWS; i++)
		low += random_below(3u << 30) < 1u << 30;
	ok(low > 9400 && low < 10600, "evenly over large ranges");
}

int
main(void)
{
	fills();
	stays_below();
	is_even_over_large_ranges();
	return tap_done();
}
