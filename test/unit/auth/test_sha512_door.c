/* SPDX-License-Identifier: BSD-2-Clause */
#include "auth/sha512_door.h"

#include "base/ascii.h"
#include "base/mem.h"
#include "unit/tap.h"

/* is_hex - the octets are these, in hexadecimal */

static void
is_hex(const struct sha512 *got, const char *want, const char *name)
{
	struct sha512 octets;

	must(strlen(want) == 2 * SHA512_LEN);
	for (size_t i = 0; i < SHA512_LEN; i++)
		octets.at[i] = (char)(ascii_hex(want[2 * i]) << 4 |
		    ascii_hex(want[2 * i + 1]));
	ok(sha512_equal(got, sha512_span(&octets)), name);
}

int
main(void)
{
	struct sha512 key = { { 0 } }, got;

	ok(sha512_start(), "it can be had");
	ok(sha512_hash(SPAN("abc"), &got), "a hash");
	is_hex(&got, "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee"
	    "64b55d39a2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94"
	    "fa54ca49f", "FIPS 180-2 appendix C.1");
	memset(key.at, 0x0b, 20);	/* shorter ones end in zeros */
	ok(sha512_hmac(&key, SPAN("Hi There"), &got), "a code");
	is_hex(&got, "87aa7cdea5ef619d4ff0b4241a1d6cb02379f4e2ce4ec2787ad0b30"
	    "545e17cdedaa833b7d6b8a702038b274eaea3f4e4be9d914eeb61f1702e696c2"
	    "03a126854", "RFC 4231 section 4.2");
	ok(sha512_salted(SPAN("password"), SPAN("salt"), 2, &got), "a key");
	is_hex(&got, "e1d9c16aa681708a45f5c7c4e215ceb66e011a2e9f0040713f18aef"
	    "db866d53cf76cab2868a39b9f7840edce4fef5a82be67335c77a6068e04112754"
	    "f27ccf4e", "two iterations");
	ok(!sha512_equal(&got, span_first(sha512_span(&got), 63)),
	    "a part is not the whole");
	ok(!sha512_equal(&got, SPAN("")), "nor is nothing");
	key = got;
	key.at[63] ^= 1;
	ok(!sha512_equal(&got, sha512_span(&key)), "a bit counts");
	sha512_end();
	return tap_done();
}
