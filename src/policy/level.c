/* SPDX-License-Identifier: BSD-2-Clause */
#include "policy/level.h"

#include "policy/site.h"
#include "policy/tls_map.h"

static const char *const names[] = {
	[TLS_NONE] = "none",
	[TLS_MAY] = "may",
	[TLS_ENCRYPT] = "encrypt",
	[TLS_HALF_DANE] = "half-dane",
	[TLS_DANE] = "dane",
	[TLS_DANE_ONLY] = "dane-only",
	[TLS_FINGERPRINT] = "fingerprint",
	[TLS_VERIFY] = "verify",
	[TLS_SECURE] = "secure",
	[TLS_UNSAID] = "",
};

const char *
tls_level_name(enum tls_level level)
{
	return names[level];
}

bool
level_wraps(const struct policy_setup *setup)
{
	enum { SUBMISSIONS = 465 };

	return setup->params->tls_wrappermode || setup->nexthop->smtps ||
	    (!setup->params->postfix_mode &&
	    setup->candidate->addr.port == SUBMISSIONS);
}

/* general - the level, and the parameter that it comes from; smtp_enforce_tls
 * asks for more than smtp_use_tls */

static enum tls_level
general(const struct params *p, const char **name)
{
	*name = "tls_security_level";
	if (p->tls_security_level != TLS_UNSAID)
		return p->tls_security_level;
	if (p->enforce_tls) {
		*name = "enforce_tls";
		return p->tls_enforce_peername ? TLS_VERIFY : TLS_ENCRYPT;
	}
	if (!p->use_tls)
		return TLS_NONE;
	*name = "use_tls";
	return TLS_MAY;
}

enum tls_level
level_general(const struct params *p)
{
	const char *ignored;

	return general(p, &ignored);
}

static void
from_general(const struct params *p, struct tls_wish *wish,
    struct arena *arena)
{
	const char *name;

	wish->level = general(p, &name);
	wish->from = arena_text(arena, "%s_%s", protocol_name(p->protocol),
	    name);
}

/* waive - behaviour 106: no table is asked, and no more is insisted on than
 * the wrapper needs */

static void
waive(const struct policy_setup *setup, struct tls_wish *wish)
{
	const struct params *p = setup->params;
	enum tls_level most = level_wraps(setup) ? TLS_ENCRYPT : TLS_MAY;

	wish->level = level_general(p);
	if (wish->level > most)
		wish->level = most;
	wish->from = SPAN("TLS-Required: no in the header");
}

static bool
from_map(const struct policy_setup *setup, struct tls_wish *wish,
    struct dsn *why)
{
	struct dsn trouble = DSN_IN(why->arena);
	const char *protocol = protocol_name(setup->params->protocol);
	struct tls_entry entry = { 0 };
	struct span key;

	if (!tls_map_find(setup->params, setup->nexthop, &entry, &key,
	    &trouble))
		return dsn_fail(why, "4.7.5", "%s_tls_policy_maps, %.*s",
		    protocol, SPAN_ARG(trouble.text));
	if (key.len == 0)
		return true;
	wish->level = entry.level;
	wish->from = arena_text(why->arena, "%s_tls_policy_maps, %.*s",
	    protocol, SPAN_ARG(key));
	wish->entry = entry;
	if (entry.ignored.len > 0)
		tellf(setup->teller, EVENT_NOTE, "%.*s: at the level none "
		    "\"%.*s\" means nothing", SPAN_ARG(wish->from),
		    SPAN_ARG(entry.ignored));
	return true;
}

static bool
from_site(const struct policy_setup *setup, struct tls_wish *wish,
    struct dsn *why)
{
	enum site site;

	if (!site_find(setup->params, tls_map_key(setup->nexthop),
	    setup->candidate->host, &site, why))
		return false;
	if (site == SITE_NOTHING)
		return true;
	wish->level = site_level(site, wish->level);
	wish->from = arena_text(why->arena, "%s_tls_per_site",
	    protocol_name(setup->params->protocol));
	return true;
}

bool
level_find(const struct policy_setup *setup, struct tls_wish *wish,
    struct dsn *why)
{
	const struct param_maps *maps = &setup->params->maps;

	*wish = (struct tls_wish){ 0 };
	if (setup->waives_tls && setup->params->tls_required_enable) {
		waive(setup, wish);
		return true;
	}
	from_general(setup->params, wish, why->arena);
	if (!mapping_is_empty(&maps->tls_policy))
		return from_map(setup, wish, why);
	return mapping_is_empty(&maps->tls_per_site) ||
	    from_site(setup, wish, why);
}
