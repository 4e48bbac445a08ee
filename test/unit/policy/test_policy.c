/* SPDX-License-Identifier: BSD-2-Clause */
#include "policy/policy.h"

#include "proto/capability.h"
#include "unit/policy/rig.h"

static const struct {
	const char *name, *settings;
	const char *trouble;
} checks[] = {
	{ "D23: the defaults are fine", NULL, "" },
	{ "D23: an unknown lowest version",
	    "smtp_tls_mandatory_protocols = >=0305", "5.3.5 "
	    "smtp_tls_mandatory_protocols: \">=0305\" is a version of TLS "
	    "that nobody knows" },
	{ "D23: among others, and for opportunistic TLS",
	    "smtp_tls_protocols = !SSLv3, >=0x0309:<=TLSv1.3", "5.3.5 "
	    "smtp_tls_protocols: \">=0x0309\" is a version of TLS that "
	    "nobody knows" },
	{ "D23: a known one in hex", "smtp_tls_protocols = >=0303", "" },
	{ "D23: a highest one may be unknown", "smtp_tls_protocols = <=0305",
	    "" },
	{ "behaviour 110: what is no version waits for the handshake",
	    "smtp_tls_protocols = bogus >=bogus", "" },
};

static void
check(const char *name, const char *settings, const char *trouble)
{
	struct rig s;

	rig_begin(&s, settings, NULL);
	ok(policy_check(&s.params, &s.why) == (trouble[0] == '\0'), name);
	is_text(rig_word(&s), trouble, name);
	rig_end(&s);
}

int
main(void)
{
	struct policy policy = { .discard = CAP_SIZE,
	    .discard_silently = true, .pix = PIX_DISABLE_ESMTP };
	struct rig s;

	rig_begin(&s, "smtp_discard_ehlo_keywords = dsn\n"
	    "smtp_pix_workarounds = delay_dotcrlf", NULL);
	ok(policy_for(&s.setup, &policy, &s.why), "a candidate may be tried");
	ok(policy.discard == CAP_DSN && policy.pix == PIX_DELAY_DOTCRLF,
	    "behaviours 81, 92: its quirks are part of its policy");
	ok(!policy.discard_silently,
	    "and nothing is left of an earlier candidate's");
	ok(policy.tls.level == TLS_MAY,
	    "behaviour 100: so is its TLS level");
	ok(dsn_class(&s.why) == '\0', "and no word is said");
	s.params.tls_security_level = TLS_DANE_ONLY;
	ok(!policy_for(&s.setup, &policy, &s.why),
	    "behaviour 117: a candidate that must not be tried");
	is_text(rig_word(&s), "4.7.5 no TLSA records found",
	    "behaviour 117: and why");
	rig_end(&s);
	rig_begin(&s, NULL, NULL);
	ok(policy_for(&s.setup, &policy, &s.why) && policy.discard == 0,
	    "nothing is overlooked unless that is asked for");
	rig_end(&s);
	for (size_t i = 0; i < sizeof(checks) / sizeof(checks[0]); i++)
		check(checks[i].name, checks[i].settings, checks[i].trouble);
	return tap_done();
}
