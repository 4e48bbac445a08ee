/* SPDX-License-Identifier: BSD-2-Clause */
#include "policy/quirks.h"

#include "proto/capability.h"
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
	arena_free(&arena);
	return tap_done();
}
