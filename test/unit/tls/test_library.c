/* SPDX-License-Identifier: BSD-2-Clause */
#include "tls/library.h"

#include <gnutls/crypto.h>

#include "unit/tap.h"

static bool
works(void)
{
	unsigned char octets[8];

	return gnutls_rnd(GNUTLS_RND_NONCE, octets, sizeof(octets)) == 0;
}

int
main(void)
{
	struct arena *arena = arena_new();
	struct dsn why = DSN_IN(arena);

	ok(!works(), "the library does not start with the program");
	ok(library_start(&why) && works(), "but when it is wanted");
	ok(library_start(&why), "twice");
	library_end();
	ok(works(), "it stays for the other one");
	library_end();
	ok(library_start(&why) && works(), "and comes back");
	library_end();
	ok(!dsn_is_said(&why), "nothing is said about it");
	arena_free(&arena);
	return tap_done();
}
