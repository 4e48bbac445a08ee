/* SPDX-License-Identifier: BSD-2-Clause */
#include "policy/proof.h"

#include "base/ascii.h"
#include "base/str.h"

/* Words that every level of names has its own of. */
static struct span
names_by_default(const struct params *p, enum tls_level level)
{
	return level == TLS_SECURE ? p->tls_secure_cert_match :
	    p->tls_verify_cert_match;
}

static bool
enforces_patterns(const struct policy_setup *setup,
    const struct tls_entry *entry)
{
	return setup->params->tls_enforce_sts_mx_patterns &&
	    tls_entry_is_sts(entry) && entry->mx_host_pattern.len > 0;
}

bool
proof_pattern_has(struct span pattern, struct span name)
{
	if (!span_starts(pattern, SPAN("*.")))
		return name.len > 0 && ascii_equal(pattern, name);
	pattern = span_from_octet(pattern, 2);
	return span_cut(&name, '.').len > 0 && name.len > 0 &&
	    ascii_equal(pattern, name);
}

/* check_patterns - the name that MX records have for the host, whatever that
 * is an alias of (122 as observed) */

static bool
check_patterns(const struct policy_setup *setup,
    const struct tls_entry *entry, struct dsn *why)
{
	size_t via = setup->candidate->via;
	struct span name = setup->route->hosts[via].name;

	for (size_t i = 0; i < entry->mx_host_pattern.len; i++)
		if (proof_pattern_has(entry->mx_host_pattern.at[i], name))
			return true;
	return dsn_fail(why, "4.3.0", "no mx_host_pattern of the policy for "
	    "%.*s has the host %.*s", SPAN_ARG(setup->nexthop->text),
	    SPAN_ARG(name));
}

static void
tell_bad(const struct policy_setup *setup, const struct tls_wish *wish,
    const char *what, struct span bad)
{
	if (bad.len > 0)
		tellf(setup->teller, EVENT_NOTE, "%.*s: \"%.*s\" is no %s, "
		    "and passed over", SPAN_ARG(wish->from), SPAN_ARG(bad),
		    what);
}

/* A list that is read into names or fingerprints. */
struct reader {
	const struct policy_setup *setup;
	const struct tls_wish *wish;
	struct arena *arena;
	struct references *names;
	struct fingerprints *fingerprints;
};

static void
read_names(const struct reader *r, struct span list)
{
	const struct destination destination = {
	    .nexthop = r->setup->nexthop->host,
	    .host = r->setup->candidate->host };
	struct span bad;

	references_read(r->arena, r->names, list, &destination, &bad);
	tell_bad(r->setup, r->wish, "name", bad);
}

static void
read_fingerprints(const struct reader *r, struct span list)
{
	struct span bad;

	fingerprints_read(r->arena, list, r->fingerprints, &bad);
	tell_bad(r->setup, r->wish, "fingerprint", bad);
}

/* read_lists - those of the policy table, or else the parameter's; with
 * patterns of MTA-STS, "hostname" in the place of the former */

static void
read_lists(const struct reader *r, struct span otherwise,
    void (*read)(const struct reader *r, struct span list))
{
	const struct tls_entry *entry = &r->wish->entry;

	if (entry->match.len == 0) {
		read(r, otherwise);
		return;
	}
	if (enforces_patterns(r->setup, entry)) {
		read(r, SPAN("hostname"));
		return;
	}
	for (size_t i = 0; i < entry->match.len; i++)
		read(r, entry->match.at[i]);
}

static bool
find_fingerprints(const struct policy_setup *setup,
    const struct tls_wish *wish, struct tls_policy *tls, struct dsn *why)
{
	const struct params *p = setup->params;
	struct reader r = { .setup = setup, .wish = wish,
	    .arena = why->arena };

	r.fingerprints = arena_get(why->arena, 1, sizeof(*r.fingerprints));
	(void)fingerprint_digest(p->tls_fingerprint_digest,
	    &r.fingerprints->digest);
	read_lists(&r, p->tls_fingerprint_cert_match, read_fingerprints);
	tls->proof = TLS_PROOF_FINGERPRINT;
	tls->fingerprints = r.fingerprints;
	return r.fingerprints->len > 0 || dsn_fail(why, "4.7.5", "%.*s: "
	    "the level fingerprint, and no fingerprint", SPAN_ARG(wish->from));
}

/* find_anchors - those of the policy table, or else the parameter's */

static void
find_anchors(const struct params *p, const struct tls_entry *entry,
    struct tls_policy *tls, struct arena *arena)
{
	struct tls_values files = entry->tafile.len > 0 ? entry->tafile :
	    tls_values_of(arena, p->tls_trust_anchor_file);

	tls->anchor_files = files.at;
	tls->anchor_files_len = files.len;
}

static bool
find_names(const struct policy_setup *setup, const struct tls_wish *wish,
    struct tls_policy *tls, struct dsn *why)
{
	const struct params *p = setup->params;
	struct reader r = { .setup = setup, .wish = wish,
	    .arena = why->arena };

	r.names = arena_get(why->arena, 1, sizeof(*r.names));
	read_lists(&r, names_by_default(p, tls->level), read_names);
	tls->proof = TLS_PROOF_NAME;
	tls->names = r.names;
	tls->depth = tls_policy_depth(p);
	find_anchors(p, &wish->entry, tls, why->arena);
	return !enforces_patterns(setup, &wish->entry) ||
	    check_patterns(setup, &wish->entry, why);
}

bool
proof_find(const struct policy_setup *setup, const struct tls_wish *wish,
    struct tls_policy *tls, struct dsn *why)
{
	if (tls->level <= TLS_ENCRYPT)
		return true;
	tls->failure = wish->entry.policy_failure;
	if (tls->level == TLS_FINGERPRINT)
		return find_fingerprints(setup, wish, tls, why);
	if (tls->level == TLS_VERIFY || tls->level == TLS_SECURE)
		return find_names(setup, wish, tls, why);
	return true;
}

static struct span
names_text(struct arena *arena, const struct references *names)
{
	struct str text;
	struct span copy;

	if (names->len == 0)
		return SPAN("a name, of which there is none");
	str_init(&text, DSN_TEXT_MAX);
	str_add(&text, SPAN("one of the names "));
	for (size_t i = 0; i < names->len; i++)
		str_addf(&text, "%s%s%.*s", i == 0 ? "" : ", ",
		    names->at[i].below ? "." : "",
		    SPAN_ARG(names->at[i].name));
	copy = arena_copy(arena, str_span(&text));
	str_clear(&text);
	return copy;
}

static struct span
count_text(struct arena *arena, size_t n, const char *what)
{
	if (n == 1)
		return arena_text(arena, "the one %s", what);
	return arena_text(arena, "one of %zu %ss", n, what);
}

struct span
tls_proof_text(struct arena *arena, const struct tls_policy *tls)
{
	switch (tls->proof) {
	case TLS_PROOF_NONE:
		break;
	case TLS_PROOF_NAME:
		return names_text(arena, tls->names);
	case TLS_PROOF_FINGERPRINT:
		return count_text(arena, tls->fingerprints->len,
		    "fingerprint");
	case TLS_PROOF_DANE:
		return count_text(arena, tls->dane->len, "TLSA record");
	}
	return (struct span){ 0 };
}
