/* SPDX-License-Identifier: BSD-2-Clause */
#include "policy/policy.h"

#include "base/ascii.h"
#include "policy/quirks.h"
#include "tls/protocols.h"

bool
policy_for(const struct policy_setup *setup, struct policy *policy,
    struct dsn *why)
{
	*policy = (struct policy){ 0 };
	if (!quirks_for(setup->params, setup->candidate, policy, why) ||
	    !login_policy_for(setup, &policy->login, why) ||
	    !tls_policy_for(setup, &policy->tls, why))
		return false;
	/* Behaviour 134: no password goes where TLS has just failed. */
	if (policy->tls.may_retry_plain)
		policy->tls.may_retry_plain =
		    !login_policy_has_credential(&policy->login);
	return true;
}

bool
policy_wants_tlsa(const struct params *params, const struct nexthop *nexthop)
{
	return tls_policy_may_be_dane(params, nexthop);
}

static bool
is_hex(struct span s)
{
	if (span_starts(s, SPAN("0x")))
		s = span_from_octet(s, 2);
	for (size_t i = 0; i < s.len; i++)
		if (ascii_hex(s.at[i]) < 0)
			return false;
	return s.len > 0;
}

/* has_floor - it is one that we know, or there is none; what is no version at
 * all is trouble of the handshake (110) */

static bool
has_floor(const struct params *p, const char *name, struct span list,
    struct dsn *why)
{
	struct dsn unheard = DSN_IN(why->arena);
	struct span word;
	unsigned mask;

	while (ascii_word(&list, ", \t\r\n:", &word))
		if (span_starts(word, SPAN(">=")) &&
		    is_hex(span_from_octet(word, 2)) &&
		    !protocols_read(word, &mask, &unheard))
			return dsn_fail(why, "5.3.5", "%s_%s: \"%.*s\" is a "
			    "version of TLS that nobody knows",
			    protocol_name(p->protocol), name,
			    SPAN_ARG(word));
	return true;
}

bool
policy_check(const struct params *p, struct dsn *why)
{
	return has_floor(p, "tls_protocols", p->tls_protocols, why) &&
	    has_floor(p, "tls_mandatory_protocols",
	    p->tls_mandatory_protocols, why);
}
