/* SPDX-License-Identifier: BSD-2-Clause */
#include "os/secret.h"

#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/mem.h"
#include "os/secret_reveal.h"
#include "unit/child.h"
#include "unit/tap.h"

static void
test_values(void)
{
	struct secret *a = secret_copy(SPAN("one\0two"));
	struct secret *none = secret_copy(SPAN(""));

	is_span(secret_reveal(a), SPAN("one\0two"), "any octets");
	is_number(secret_len(a), 7, "their number");
	is_number(secret_reveal(a).at[7], 0, "a NUL behind them");
	is_number(secret_reveal(none).at[0], 0, "none is an empty string");
	secret_keep(a, 3);
	is_text(secret_reveal(a), "one", "cut");
	is_span(span_from(secret_reveal(a).at, 7), SPAN("one\0\0\0\0"),
	    "and what was cut off is overwritten");
	secret_free(&a);
	ok(a == NULL, "the pointer is gone");
	secret_free(&a);
	secret_free(&none);
}

static void
test_publish(void)
{
	struct secret *found = secret_copy(SPAN("found")), *secret = NULL;

	ok(!secret_publish(false, found, &secret) && secret == NULL,
	    "what went wrong is not handed out");
	found = secret_copy(SPAN("found"));
	ok(secret_publish(true, found, &secret) && secret == found,
	    "what went well is");
	secret_free(&secret);
}

static void
test_filling(void)
{
	long page = sysconf(_SC_PAGESIZE);
	struct secret *secret = secret_new((size_t)page);
	size_t room;
	char *at = secret_room(secret, &room);

	is_number(room, page, "room for a page");
	memset(at, 'x', room);
	secret_grow(secret, room);
	is_number(secret_len(secret), page, "is filled");
	is_number(secret_reveal(secret).at[page], 0,
	    "the NUL is on the next one");
	secret_room(secret, &room);
	is_number(room, 0, "and no more");
	secret_free(&secret);
}

/* What the system says about the pages --------------------------------------*/

/* flags_of - the line of flags of the mapping that holds an address */

static bool
flags_of(const char *at, char *flags, size_t size)
{
	FILE *maps = fopen("/proc/self/smaps", "r");
	bool here = false, found = false;
	char line[512];

	while (maps != NULL && !found &&
	    fgets(line, sizeof(line), maps) != NULL) {
		char *end;
		unsigned long from = strtoul(line, &end, 16);

		if (*end == '-')
			here = from <= (unsigned long)at &&
			    (unsigned long)at < strtoul(end + 1, NULL, 16);
		found = here && strncmp(line, "VmFlags:", 8) == 0;
	}
	if (maps != NULL)
		fclose(maps);
	snprintf(flags, size, "%s", found ? line : "");
	return found;
}

/* can_lock - what mlock does here: nothing below a sanitizer, or with a limit
 * of zero */

static bool
can_lock(void)
{
	struct secret *page = secret_new(1);
	char *at = (char *)(size_t)secret_reveal(page).at, flags[512];
	bool can;

	munlock(at, 1);
	can = mlock(at, 1) == 0 && flags_of(at, flags, sizeof(flags)) &&
	    strstr(flags, " lo") != NULL;
	secret_free(&page);
	return can;
}

static void
test_flags(void)
{
	struct secret *secret = secret_copy(SPAN("secret"));
	char flags[512];

	if (!flags_of(secret_reveal(secret).at, flags, sizeof(flags))) {
		ok(true, "the pages # SKIP no /proc/self/smaps");
		secret_free(&secret);
		return;
	}
	ok(strstr(flags, " dd") != NULL, "the pages are not dumped");
	ok(strstr(flags, " wf") != NULL, "nor seen by a child");
	ok((strstr(flags, " lo") != NULL) == can_lock(), "nor swapped out");
	ok(flags_of(flags, flags, sizeof(flags)) &&
	    strstr(flags, " dd") == NULL, "other pages are as usual");
	secret_free(&secret);
}

/* look - the child's exit status is 0 if the octets are gone */

static void
look(void *arg)
{
	const struct secret *secret = arg;
	struct span octets = secret_reveal(secret);

	for (size_t i = 0; i < octets.len; i++)
		if (octets.at[i] != 0)
			_exit(1);
	_exit(0);
}

static void
test_fork(void)
{
	struct secret *secret = secret_copy(SPAN("secret"));

	is_number(child_run(look, secret).status, 0,
	    "a child finds nothing but zeros");
	is_text(secret_reveal(secret), "secret", "the parent has it still");
	secret_free(&secret);
}

int
main(void)
{
	test_values();
	test_publish();
	test_filling();
	test_flags();
	test_fork();
	return tap_done();
}
