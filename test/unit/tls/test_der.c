/* SPDX-License-Identifier: BSD-2-Clause */
#include "tls/der.h"

#include "unit/tap.h"

static void
part(struct span from, const char *want, const char *name)
{
	struct span got = { 0 };
	bool good = der_signed_part(from, &got);

	ok(good == (want != NULL), name);
	if (good && want != NULL)
		is_text(got, want, name);
}

static void
long_form(void)
{
	char octets[400];
	struct span got, whole = { octets, sizeof(octets) };

	memset(octets, 'x', sizeof(octets));
	memcpy(octets, "\x30\x82\x01\x8c" "\x30\x81\xc8", 7);
	ok(der_signed_part(whole, &got), "lengths of several octets");
	ok(got.at == octets + 4 && got.len == 203, "with its head");
	whole.len--;
	ok(!der_signed_part(whole, &got), "one octet too few");
}

int
main(void)
{
	part(SPAN("\x30\x06\x30\x02" "abcd"), "\x30\x02" "ab",
	    "the first sequence in the sequence");
	part(SPAN("\x30\x04\x30\x02" "ab and more"), "\x30\x02" "ab",
	    "whatever stands behind");
	part(SPAN(""), NULL, "no octets");
	part(SPAN("\x30"), NULL, "no length");
	part(SPAN("\x31\x04\x30\x02" "ab"), NULL, "no sequence");
	part(SPAN("\x30\x04\x02\x02" "ab"), NULL, "none inside");
	part(SPAN("\x30\x05\x30\x02" "ab"), NULL, "too short");
	part(SPAN("\x30\x04\x30\x03" "ab"), NULL, "longer than the outer");
	part(SPAN("\x30\x80\x30\x02" "ab"), NULL, "an indefinite length");
	part(SPAN("\x30\x85\0\0\0\0\x04\x30\x02" "ab"), NULL,
	    "a length of five octets");
	part(SPAN("\x30\x84\xff\xff\xff\xff\x30\x02" "ab"), NULL,
	    "a huge length");
	long_form();
	return tap_done();
}
