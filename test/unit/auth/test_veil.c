/* SPDX-License-Identifier: BSD-2-Clause */
#include "auth/veil.h"

#include "unit/tap.h"

static const struct row {
	const char *line, *want, *name;
} rows[] = {
	{ "535 5.7.8 no", "535 5.7.8 no", "what is no secret is shown" },
	{ "535 bad s3cret!", "535 bad *!", "D11: a password" },
	{ "s3cret", "*", "D11: all of a line" },
	{ "535 s3crets3cret, s3cret", "535 **, *", "D11: wherever it is" },
	{ "535 s3cre", "535 s3cre", "the beginning of a short one is none" },
	{ "535 AGFubgBzM2NyZXQ=.", "535 *.", "D11: the word of a line" },
	{ "535 AGFubgBz", "535 *", "D11: as much of it as is there" },
	{ "535 AGFubgBzXXX", "535 *XXX", "D11: and no more" },
	{ "535 AGFubgB", "535 AGFubgB", "less than eight octets are no word" },
	{ "535 czNjcmV0", "535 *", "D11: of any line" },
	{ "535 the-token-is-very-long", "535 *", "D11: a token" },
	{ "535 the-token-is-ver-", "535 *-", "D11: sixteen octets of it" },
	{ "535 the-token-is-ve", "535 the-token-is-ve", "but not fifteen" },
	{ "535 PLAIN", "535 PLAIN", "a short word is none" },
	{ "535 abc", "535 abc", "nor is a short secret one" },
	{ "535 12 5351234", "535 12 535*", "D11: one of digits" },
	{ "1234 x", "* x", "D11: where no code is" },
	{ "250 x", "250 x", "D1: a code stays one, whatever the secret is" },
	{ "250-250 x", "250-*x", "D1: but only there" },
	{ "", "", "an empty line" },
	{ "53", "53", "a short line" },
	{ "535", "535", "a code" },
};

static void
hide(struct veil *veil, const char *text)
{
	struct secret *secret = secret_copy(span_of(text));

	veil_secret(veil, secret);
	secret_free(&secret);
}

int
main(void)
{
	struct arena *arena = arena_new();
	struct veil veil = { { 0 } };
	char name[sizeof("secret") + 12];

	is_text(veil_over(&veil, SPAN("s3cret"), arena), "s3cret",
	    "nothing is hidden at first");
	hide(&veil, "s3cret");
	hide(&veil, "s3cret");
	hide(&veil, "the-token-is-very-long");
	hide(&veil, "abc");
	hide(&veil, "1234");
	hide(&veil, "250 ");
	veil_secret(&veil, NULL);
	veil_word(&veil, SPAN("AUTH PLAIN AGFubgBzM2NyZXQ="));
	veil_word(&veil, SPAN("czNjcmV0"));
	veil_word(&veil, SPAN("AUTH PLAIN"));
	veil_word(&veil, SPAN(""));
	is_number((long long)veil.hidden.len, 6, "each of them once");
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		is_text(veil_over(&veil, span_of(rows[i].line), arena),
		    rows[i].want, rows[i].name);
	for (int i = 0; i < 2 * VEIL_MAX; i++) {
		snprintf(name, sizeof(name), "secret%d", i);
		hide(&veil, name);
	}
	is_number((long long)veil.hidden.len, VEIL_MAX, "there is an end");
	veil_clear(&veil);
	is_text(veil_over(&veil, SPAN("s3cret"), arena), "s3cret",
	    "nothing is hidden afterwards");
	arena_free(&arena);
	return tap_done();
}
