/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * An entry of smtp_tls_policy_maps (behaviours 102, 122): a level, and then
 * attributes, "name=value" or "{ name = value }". Pure.
 */
#ifndef POLICY_TLS_ENTRY_H
#define POLICY_TLS_ENTRY_H

#include <stdbool.h>
#include <stddef.h>

#include "base/dsn.h"
#include "base/span.h"
#include "base/str.h"
#include "param/params.h"

/* The values of an attribute that may be there several times. */
struct tls_values {
	struct span *at;
	size_t len;
};

/* The words of a parameter that lists such values. */
struct tls_values tls_values_of(struct arena *arena, struct span list);

/* An attribute that is not there has an .at of NULL, which is not the same
 * as an empty value. */
struct tls_entry {
	enum tls_level level;
	struct span ciphers, protocols, exclude, servername;
	struct tls_values match;	/* lists: with ':' in them, and '|' at
					 * the level fingerprint */
	struct tls_values tafile;
	struct span connection_reuse;	/* "yes" or "no"; means nothing here */
	struct span enable_rpk;		/* likewise */
	struct span policy_type;	/* "sts", "no-policy-found", any case */
	struct span policy_ttl, policy_domain, policy_failure;
	struct tls_values policy_string, mx_host_pattern;
	struct span ignored;	/* what stands behind the level none */
};

/*
 * Reads it; values are borrowed, lists live in the arena of *why. False:
 * 4.7.5, and *why says what is wrong, without saying where it stands.
 */
bool tls_entry_read(struct span text, struct tls_entry *entry,
    struct dsn *why) MUST_USE;

/* It is a policy of MTA-STS. */
bool tls_entry_is_sts(const struct tls_entry *entry);

/* Adds the entry as it is read again to the same, but for what is ignored. */
void tls_entry_show(const struct tls_entry *entry, struct str *to);

#endif
