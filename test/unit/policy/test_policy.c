/* SPDX-License-Identifier: BSD-2-Clause */
#include "policy/policy.h"

#include "proto/capability.h"
#include "unit/settings.h"
#include "unit/tap.h"

int
main(void)
{
	struct arena *arena = arena_new();
	const struct candidate candidate = { .host = SPAN_INIT("mx.test") };
	struct params p = settings_postfix(arena,
	    "smtp_discard_ehlo_keywords = dsn\n"
	    "smtp_pix_workarounds = delay_dotcrlf");
	struct policy policy = { .discard = CAP_SIZE,
	    .discard_silently = true, .pix = PIX_DISABLE_ESMTP };
	struct dsn why = DSN_IN(arena);

	ok(policy_for(&p, &candidate, &policy, &why),
	    "a candidate may be tried");
	ok(policy.discard == CAP_DSN && policy.pix == PIX_DELAY_DOTCRLF,
	    "behaviours 81, 92: its quirks are part of its policy");
	ok(!policy.discard_silently,
	    "and nothing is left of an earlier candidate's");
	ok(dsn_class(&why) == '\0', "and no word is said");
	p = settings_postfix(arena, NULL);
	ok(policy_for(&p, &candidate, &policy, &why) && policy.discard == 0,
	    "nothing is overlooked unless that is asked for");
	arena_free(&arena);
	return tap_done();
}
