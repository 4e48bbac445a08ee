/* SPDX-License-Identifier: BSD-2-Clause */
#include "policy/offer.h"

#include "mail/domain.h"
#include "tls/priority.h"

/* said_or - an attribute of the policy table, which may be empty, or else a
 * parameter */

static struct span
said_or(struct span said, struct span otherwise)
{
	return said.at != NULL ? said : otherwise;
}

/* find_priority - that there is none is trouble only once a handshake is due
 * (110) */

static void
find_priority(const struct params *p, const struct tls_entry *entry,
    struct tls_policy *tls, struct arena *arena)
{
	bool mandatory = tls->level > TLS_MAY;
	struct priority_setup setup = {
		.protocols = said_or(entry->protocols, mandatory ?
		    p->tls_mandatory_protocols : p->tls_protocols),
		.grade = said_or(entry->ciphers, mandatory ?
		    p->tls_mandatory_ciphers : p->tls_ciphers),
		.curves = p->tls_eecdh_auto_curves,
		.groups = p->tls_ffdhe_auto_groups,
		.anonymous = tls->level <= TLS_ENCRYPT,
		.matching = tls->level > TLS_ENCRYPT,
	};

	setup.exclude[0] = said_or(entry->exclude, p->tls_exclude_ciphers);
	if (mandatory && entry->exclude.at == NULL)
		setup.exclude[1] = p->tls_mandatory_exclude_ciphers;
	tls->no_priority = DSN_IN(arena);
	if (!priority_make(arena, &setup, &tls->priority, &tls->no_priority))
		tls->priority = (struct span){ 0 };
}

/* name_of - keywords are keywords in lower case only (111 as observed) */

static struct span
name_of(const struct policy_setup *setup, struct span word)
{
	if (span_equal(word, SPAN("hostname")))
		return setup->candidate->host;
	if (span_equal(word, SPAN("nexthop")))
		return setup->nexthop->host;
	return word;
}

static bool
find_server_name(const struct policy_setup *setup,
    const struct tls_entry *entry, struct tls_policy *tls, struct dsn *why)
{
	struct span word = said_or(entry->servername,
	    setup->params->tls_servername);
	struct span name = name_of(setup, word), ascii;
	struct netaddr numeric;

	if (word.len == 0)
		return true;
	/* RFC 6066 section 3: addresses are not names of servers. */
	if (name.at != word.at && netaddr_parse(name, &numeric))
		return true;
	if (!domain_to_ascii(why->arena, name, &ascii) ||
	    !domain_is_host(ascii))
		return dsn_fail(why, "4.7.5", "the server name \"%.*s\" is no "
		    "host name", SPAN_ARG(name));
	tls->server_name = ascii;
	return true;
}

/* check_digest - without it Postfix has no TLS at all (107) */

static void
check_digest(const struct params *p, struct tls_policy *tls,
    struct arena *arena)
{
	unsigned digest;

	tls->no_engine = DSN_IN(arena);
	if (!fingerprint_digest(p->tls_fingerprint_digest, &digest))
		dsn_fail(&tls->no_engine, "4.7.5",
		    "%s_tls_fingerprint_digest: \"%.*s\" is no digest",
		    protocol_name(p->protocol),
		    SPAN_ARG(p->tls_fingerprint_digest));
}

bool
offer_find(const struct policy_setup *setup, const struct tls_wish *wish,
    struct span base, struct tls_policy *tls, struct dsn *why)
{
	if (!find_server_name(setup, &wish->entry, tls, why))
		return false;
	if (base.len > 0)
		tls->server_name = base;
	find_priority(setup->params, &wish->entry, tls, why->arena);
	check_digest(setup->params, tls, why->arena);
	return true;
}
