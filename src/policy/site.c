/* SPDX-License-Identifier: BSD-2-Clause */
#include "policy/site.h"

#include "base/ascii.h"
#include "base/names.h"

static const struct name words[] = {
	{ "NONE", SITE_NONE },
	{ "MAY", SITE_MAY },
	{ "MUST_NOPEERMATCH", SITE_MUST_NOPEERMATCH },
	{ "MUST", SITE_MUST },
	{ 0 },
};

static const struct names sites = { .rows = words };

/* raise - by what one key has to say */

static bool
raise(const struct params *p, struct span key, enum site *site,
    struct dsn *why)
{
	const struct mapping *map = &p->maps.tls_per_site;
	const char *protocol = protocol_name(p->protocol);
	struct dsn trouble = DSN_IN(why->arena);
	struct span value;
	unsigned code;

	if (!mapping_find(map, key, MAPPING_WHOLE, &value, &trouble))
		return dsn_fail(why, "4.3.0", "%s_tls_per_site: %.*s",
		    protocol, SPAN_ARG(trouble.text));
	if (value.len == 0)
		return true;
	if (!names_code(&sites, value, &code))
		return dsn_fail(why, "4.7.5", "%s_tls_per_site, %.*s: "
		    "\"%.*s\" is none of its words", protocol,
		    SPAN_ARG(key), SPAN_ARG(value));
	if (code > *site)
		*site = (enum site)code;
	return true;
}

bool
site_find(const struct params *p, struct span nexthop, struct span host,
    enum site *site, struct dsn *why)
{
	enum site found = SITE_NOTHING;

	if (!raise(p, nexthop, &found, why))
		return false;
	if (!ascii_equal(nexthop, host) && !raise(p, host, &found, why))
		return false;
	*site = found;
	return true;
}

enum tls_level
site_level(enum site site, enum tls_level general)
{
	switch (site) {
	case SITE_NOTHING:
		break;
	case SITE_MAY:
		return general > TLS_MAY ? general : TLS_MAY;
	case SITE_NONE:
		return TLS_NONE;
	case SITE_MUST_NOPEERMATCH:
		return TLS_ENCRYPT;
	case SITE_MUST:
		return TLS_VERIFY;
	}
	return general;
}
