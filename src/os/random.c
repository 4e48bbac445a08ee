/* SPDX-License-Identifier: BSD-2-Clause */
#define _GNU_SOURCE	/* getrandom is not in POSIX.1-2008 */
#include "os/random.h"

#include <errno.h>
#include <sys/random.h>

#include "base/mem.h"

void
random_fill(void *to, size_t len)
{
	char *at = to;

	while (len > 0) {
		ssize_t n = getrandom(at, len, 0);

		must(n > 0 || errno == EINTR);
		if (n > 0) {
			at += n;
			len -= (size_t)n;
		}
	}
}

uint32_t
random_below(uint32_t below)
{
	uint32_t limit, n;

	must(below > 0);
	limit = UINT32_MAX - UINT32_MAX % below;
	do
		random_fill(&n, sizeof(n));
	while (n >= limit);
	return n % below;
}
