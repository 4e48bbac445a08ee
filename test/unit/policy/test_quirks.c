/* SPDX-License-Identifier: BSD-2-Clause */
#include "policy/quirks.h"

#include "proto/capability.h"
#include "unit/listing.h"
#include "unit/settings.h"
#include "unit/tap.h"

static const struct scene {
	const char *name, *settings;
	unsigned discard;
	bool silently;
	unsigned pix;
} scenes[] = {
	{ "nothing set: nothing is overlooked", NULL, 0, false,
	    PIX_DISABLE_ESMTP | PIX_DELAY_DOTCRLF },
	{ "behaviour 92: keywords to overlook, in any case",
	    "smtp_discard_ehlo_keywords = chunking, PipeLining size",
	    CAP_CHUNKING | CAP_PIPELINING | CAP_SIZE, false,
	    PIX_DISABLE_ESMTP | PIX_DELAY_DOTCRLF },
	{ "behaviour 92: without a word about it",
	    "smtp_discard_ehlo_keywords = silent-discard, dsn", CAP_DSN,
	    true, PIX_DISABLE_ESMTP | PIX_DELAY_DOTCRLF },
	{ "behaviour 92: words that are no keywords",
	    "smtp_discard_ehlo_keywords = nonsense, 8bitmime", CAP_8BITMIME,
	    false, PIX_DISABLE_ESMTP | PIX_DELAY_DOTCRLF },
	{ "behaviour 81: one workaround of two",
	    "smtp_pix_workarounds = delay_dotcrlf", 0, false,
	    PIX_DELAY_DOTCRLF },
	{ "behaviour 81: the other one",
	    "smtp_pix_workarounds = disable_esmtp", 0, false,
	    PIX_DISABLE_ESMTP },
	{ "behaviour 81: none", "smtp_pix_workarounds =", 0, false, 0 },
};

/* What tables say about 192.0.2.1, where 8bitmime is discarded and both
 * workarounds are used otherwise. */

static const struct said {
	const char *name;
	struct listing discard, pix;
	unsigned mask, worked_around;
	bool silently, trouble;
} said[] = {
	{ "behaviours 81, 92: of another address", { "192.0.2.2", "dsn" },
	    { "192.0.2.2", "delay_dotcrlf" }, CAP_8BITMIME,
	    PIX_DISABLE_ESMTP | PIX_DELAY_DOTCRLF, false, false },
	{ "behaviour 92: a hit replaces the list",
	    { "192.0.2.1", "DSN, size" }, { NULL, NULL },
	    CAP_DSN | CAP_SIZE, PIX_DISABLE_ESMTP | PIX_DELAY_DOTCRLF, false,
	    false },
	{ "behaviour 92: and may bring all of it back",
	    { "192.0.2.1", "silent-discard" }, { NULL, NULL }, 0,
	    PIX_DISABLE_ESMTP | PIX_DELAY_DOTCRLF, true, false },
	{ "behaviour 92: trouble is kept for the session",
	    { "192.0.2.1", NULL }, { NULL, NULL }, 0,
	    PIX_DISABLE_ESMTP | PIX_DELAY_DOTCRLF, false, true },
	{ "behaviour 81: a hit replaces the workarounds", { NULL, NULL },
	    { "192.0.2.1", "delay_dotcrlf" }, CAP_8BITMIME,
	    PIX_DELAY_DOTCRLF, false, false },
	{ "behaviour 81: trouble is passed over", { NULL, NULL },
	    { "192.0.2.1", NULL }, CAP_8BITMIME,
	    PIX_DISABLE_ESMTP | PIX_DELAY_DOTCRLF, false, false },
};

static void
ask(const struct said *s, struct arena *arena)
{
	const struct candidate candidate = { .host = SPAN_INIT("mx.test"),
	    .address = SPAN_INIT("192.0.2.1") };
	const struct listing discard[] = { s->discard, { NULL, NULL } };
	const struct listing pix[] = { s->pix, { NULL, NULL } };
	struct params p = settings_postfix(arena,
	    "smtp_discard_ehlo_keywords = 8bitmime");
	struct policy policy = { 0 };
	struct dsn why = DSN_IN(arena);

	p.maps.discard_ehlo_keywords = listing_of(discard);
	p.maps.pix_workarounds = listing_of(pix);
	ok(quirks_for(&p, &candidate, &policy, &why) &&
	    dsn_class(&why) == '\0', s->name);
	ok(policy.discard == s->mask && policy.pix == s->worked_around &&
	    policy.discard_silently == s->silently, s->name);
	is_text(span_of(policy.trouble.status), s->trouble ? "4.3.0" : "",
	    s->name);
	is_text(policy.trouble.text, s->trouble ?
	    "look up \"192.0.2.1\": no table" : "", s->name);
}

int
main(void)
{
	struct arena *arena = arena_new();
	const struct candidate candidate = { .host = SPAN_INIT("mx.test") };

	for (size_t i = 0; i < sizeof(scenes) / sizeof(scenes[0]); i++) {
		const struct scene *s = &scenes[i];
		struct params p = settings_postfix(arena, s->settings);
		struct policy policy = { 0 };
		struct dsn why = DSN_IN(arena);

		ok(quirks_for(&p, &candidate, &policy, &why) &&
		    policy.discard == s->discard &&
		    policy.discard_silently == s->silently &&
		    policy.pix == s->pix && dsn_class(&why) == '\0',
		    s->name);
	}
	for (size_t i = 0; i < sizeof(said) / sizeof(said[0]); i++)
		ask(&said[i], arena);
	arena_free(&arena);
	return tap_done();
}
