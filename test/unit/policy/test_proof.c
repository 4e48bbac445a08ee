/* SPDX-License-Identifier: BSD-2-Clause */
#include "policy/proof.h"

#include "unit/policy/rig.h"

static const struct scene {
	const char *name;
	const char *entry;	/* of a policy table */
	const char *settings;
	const char *hop, *host;	/* NULL: as they are */
	const char *proof;	/* names, fingerprints in hex; NULL: trouble */
	const char *trouble;
	const char *told;
} scenes[] = {
	{ "behaviour 131: verify", "verify", NULL, NULL, NULL,
	    "mx.example.test", NULL, "" },
	{ "behaviour 131: secure", "secure", NULL, NULL, NULL,
	    "example.test .example.test", NULL, "" },
	{ "behaviour 131: names of main.cf", "verify",
	    "smtp_tls_verify_cert_match = Some.test:.Below.test hostname, "
	    "dot-nexthop", NULL, NULL,
	    "Some.test .Below.test mx.example.test .example.test", NULL, "" },
	{ "behaviour 131: of the level secure", "secure",
	    "smtp_tls_secure_cert_match = other.test", NULL, NULL,
	    "other.test", NULL, "" },
	{ "behaviour 131: of the table, each and all",
	    "secure match=nexthop:a.test match=.b.test",
	    "smtp_tls_secure_cert_match = other.test", NULL, NULL,
	    "example.test a.test .b.test", NULL, "" },
	{ "behaviour 102: '|' does not stand between names",
	    "secure match=a|b:c.test", NULL, NULL, NULL, "a|b c.test", NULL,
	    "" },
	{ "behaviour 102: what is no name is passed over",
	    "secure match=.:c.test", NULL, NULL, NULL, "c.test", NULL,
	    "here: \".\" is no name, and passed over\n" },
	{ "behaviour 102: no name is left: no certificate will do",
	    "secure match=.", NULL, NULL, NULL, "", NULL,
	    "here: \".\" is no name, and passed over\n" },
	{ "behaviour 131: an address as next hop", "secure", NULL,
	    "192.0.2.1", "192.0.2.1", "192.0.2.1 .192.0.2.1", NULL, "" },
	{ "behaviour 131: an address as match", "verify match=nexthop", NULL,
	    "192.0.2.1", "192.0.2.1", "192.0.2.1", NULL, "" },

	{ "behaviour 132: fingerprints of main.cf", "fingerprint",
	    "smtp_tls_fingerprint_cert_match = 00:11, aabb", NULL, NULL,
	    "00:11 AA:BB", NULL, "" },
	{ "behaviour 132: of the table instead",
	    "fingerprint match=01:02|0304 match=05",
	    "smtp_tls_fingerprint_cert_match = 00:11", NULL, NULL,
	    "01:02 03:04 05", NULL, "" },
	{ "behaviour 112: of any length",
	    "fingerprint match=00", NULL, NULL, NULL, "00", NULL, "" },
	{ "behaviour 112: some are none", "fingerprint match=zz:zz|00", NULL,
	    NULL, NULL, "00", NULL,
	    "here: \"zz:zz\" is no fingerprint, and passed over\n" },
	{ "behaviour 112: all are none", "fingerprint match=zz:zz", NULL,
	    NULL, NULL, NULL,
	    "4.7.5 here: the level fingerprint, and no fingerprint",
	    "here: \"zz:zz\" is no fingerprint, and passed over\n" },
	{ "behaviour 112: there is none", "fingerprint", NULL, NULL, NULL,
	    NULL, "4.7.5 here: the level fingerprint, and no fingerprint",
	    "" },

	{ "behaviour 122: a pattern has the host",
	    "secure policy_type=sts match=example.test "
	    "mx_host_pattern=other.test mx_host_pattern=*.EXAMPLE.test", NULL,
	    NULL, NULL, "mx.example.test", NULL, "" },
	{ "behaviour 122: no pattern has it",
	    "secure policy_type=sts match=hostname "
	    "mx_host_pattern=other.test", NULL, NULL, NULL, NULL,
	    "4.3.0 no mx_host_pattern of the policy for example.test has the "
	    "host mx.example.test", "" },
	{ "behaviour 122: without match the names of the level stay",
	    "secure policy_type=sts mx_host_pattern=mx.example.test", NULL,
	    NULL, NULL, "example.test .example.test", NULL, "" },
	{ "behaviour 122: but the patterns count",
	    "verify policy_type=sts mx_host_pattern=other.test", NULL, NULL,
	    NULL, NULL,
	    "4.3.0 no mx_host_pattern of the policy for example.test has the "
	    "host mx.example.test", "" },
	{ "behaviour 122: there are no patterns",
	    "secure policy_type=sts match=a.test", NULL, NULL, NULL, "a.test",
	    NULL, "" },
	{ "behaviour 122: no-policy-found enforces none",
	    "secure policy_type=no-policy-found match=a.test "
	    "mx_host_pattern=other.test", NULL, NULL, NULL, "a.test", NULL,
	    "" },
	{ "behaviour 122: smtp_tls_enforce_sts_mx_patterns = no",
	    "secure policy_type=sts match=a.test mx_host_pattern=other.test",
	    "smtp_tls_enforce_sts_mx_patterns = no", NULL, NULL, "a.test",
	    NULL, "" },
	{ "behaviour 122: the name of the MX record, not what it is an alias "
	    "of", "verify policy_type=sts mx_host_pattern=mx.example.test",
	    NULL, NULL, "alias.test", "alias.test", NULL, "" },
	{ "behaviour 122: at encrypt patterns mean nothing",
	    "encrypt policy_type=sts mx_host_pattern=other.test", NULL, NULL,
	    NULL, "", NULL, "" },
	{ "behaviour 122: at fingerprint \"hostname\" is a bad fingerprint",
	    "fingerprint match=00 policy_type=sts mx_host_pattern=other.test",
	    NULL, NULL, NULL, NULL,
	    "4.7.5 here: the level fingerprint, and no fingerprint",
	    "here: \"hostname\" is no fingerprint, and passed over\n" },
};

static struct span
proof_text(struct rig *s, const struct tls_policy *tls)
{
	struct span all = { "", 0 };

	for (size_t i = 0; tls->names != NULL && i < tls->names->len; i++)
		all = arena_text(s->arena, "%.*s%s%s%.*s", SPAN_ARG(all),
		    i == 0 ? "" : " ", tls->names->at[i].below ? "." : "",
		    SPAN_ARG(tls->names->at[i].name));
	for (size_t i = 0; tls->fingerprints != NULL &&
	    i < tls->fingerprints->len; i++) {
		struct span hex = fingerprint_hex(s->arena,
		    tls->fingerprints->octets[i]);

		all = arena_text(s->arena, "%.*s%s%.*s", SPAN_ARG(all),
		    i == 0 ? "" : " ", SPAN_ARG(hex));
	}
	return all;
}

static bool
find(struct rig *s, const char *entry, struct tls_policy *tls)
{
	struct tls_wish wish = { .from = SPAN_INIT("here") };

	must(tls_entry_read(span_of(entry), &wish.entry, &s->why));
	wish.level = wish.entry.level;
	*tls = (struct tls_policy){ .level = wish.level };
	return proof_find(&s->setup, &wish, tls, &s->why);
}

static void
play(const struct scene *scene)
{
	struct tls_policy tls;
	struct rig s;
	bool good;

	rig_begin(&s, scene->settings, NULL);
	if (scene->hop != NULL)
		s.nexthop.host = span_of(scene->hop);
	if (scene->host != NULL)
		s.candidate.host = span_of(scene->host);
	good = find(&s, scene->entry, &tls);
	ok(good == (scene->proof != NULL), scene->name);
	is_text(good ? proof_text(&s, &tls) : rig_word(&s), good ?
	    scene->proof : scene->trouble, scene->name);
	is_text(rig_told(&s), scene->told, scene->name);
	rig_end(&s);
}

static void
no_name(void)
{
	struct tls_policy tls;
	struct rig s;

	rig_begin(&s, NULL, NULL);
	ok(find(&s, "secure match=.", &tls), "behaviour 102: no name at all");
	is_text(tls_proof_text(s.arena, &tls), "a name, of which there is "
	    "none", "behaviour 102: which is said");
	rig_end(&s);
}

/* Which way of proof, and what goes with it. */

static const struct {
	const char *level;
	enum tls_proof proof;
} ways[] = {
	{ "may", TLS_PROOF_NONE },
	{ "encrypt", TLS_PROOF_NONE },
	{ "fingerprint match=00", TLS_PROOF_FINGERPRINT },
	{ "verify", TLS_PROOF_NAME },
	{ "secure", TLS_PROOF_NAME },
};

static void
way(const char *level, enum tls_proof proof)
{
	struct tls_policy tls;
	struct rig s;
	struct span name;

	rig_begin(&s, NULL, NULL);
	name = arena_text(s.arena, "behaviours 129, 130: the level %s", level);
	ok(find(&s, level, &tls) && tls.proof == proof, name.at);
	ok(tls_policy_needs_trust(&tls) == (proof == TLS_PROOF_NAME),
	    "and only names need a trust store");
	rig_end(&s);
}

static void
anchors(const char *entry, const char *settings, const char *expected,
    const char *name)
{
	struct tls_policy tls;
	struct span all = { "", 0 };
	struct rig s;

	rig_begin(&s, settings, NULL);
	ok(find(&s, entry, &tls) && !tls_policy_needs_trust(&tls), name);
	for (size_t i = 0; i < tls.anchor_files_len; i++)
		all = arena_text(s.arena, "%.*s%s%.*s", SPAN_ARG(all),
		    i == 0 ? "" : ";", SPAN_ARG(tls.anchor_files[i]));
	is_text(all, expected, name);
	rig_end(&s);
}

static void
failure(const char *level, const char *expected, const char *name)
{
	struct tls_policy tls;
	struct span entry;
	struct rig s;

	rig_begin(&s, NULL, NULL);
	entry = arena_text(s.arena, "%s policy_type=sts "
	    "policy_failure=validation-failure", level);
	ok(find(&s, entry.at, &tls), name);
	is_text(tls.failure, expected, name);
	rig_end(&s);
}

static void
digest_and_depth(void)
{
	struct tls_policy tls;
	unsigned sha512;
	struct rig s;

	rig_begin(&s, "smtp_tls_fingerprint_digest = SHA512\n"
	    "smtp_tls_scert_verifydepth = 2", NULL);
	ok(fingerprint_digest(SPAN("sha512"), &sha512) &&
	    find(&s, "fingerprint match=00", &tls) &&
	    tls.fingerprints->digest == sha512,
	    "behaviour 132: smtp_tls_fingerprint_digest");
	ok(find(&s, "verify", &tls) && tls.depth == 2,
	    "behaviour 131: smtp_tls_scert_verifydepth");
	rig_end(&s);
}

static const struct {
	const char *pattern, *name;
	bool has;
} patterns[] = {
	{ "mx.a.test", "mx.a.test", true },
	{ "MX.a.test", "mx.A.test", true },
	{ "mx.a.test", "a.test", false },
	{ "a.test", "mx.a.test", false },
	{ "*.a.test", "mx.a.test", true },
	{ "*.a.test", "x.mx.a.test", false },
	{ "*.a.test", "a.test", false },
	{ "*.test", "mx.a.test", false },
	{ "*", "mx", false },
	{ "*.", "mx", false },
	{ "*.", "mx.", false },
	{ "", "", false },
	{ "m*.a.test", "mx.a.test", false },
};

int
main(void)
{
	for (size_t i = 0; i < sizeof(scenes) / sizeof(scenes[0]); i++)
		play(&scenes[i]);
	for (size_t i = 0; i < sizeof(ways) / sizeof(ways[0]); i++)
		way(ways[i].level, ways[i].proof);
	anchors("secure tafile=/a { tafile = /b c }",
	    "smtp_tls_trust_anchor_file = /d", "/a;/b c",
	    "behaviour 131: tafile");
	anchors("verify", "smtp_tls_trust_anchor_file = /d, /e", "/d;/e",
	    "behaviour 131: smtp_tls_trust_anchor_file");
	failure("secure", "validation-failure", "behaviour 122: a failure "
	    "that is known beforehand");
	failure("fingerprint match=00", "validation-failure",
	    "behaviour 122: at each level that has a match");
	failure("encrypt", "", "behaviour 122: not at encrypt");
	failure("may", "", "behaviour 122: not at may");
	digest_and_depth();
	no_name();
	for (size_t i = 0; i < sizeof(patterns) / sizeof(patterns[0]); i++)
		ok(proof_pattern_has(span_of(patterns[i].pattern),
		    span_of(patterns[i].name)) == patterns[i].has,
		    "behaviour 122: a pattern is the name, or \"*\" and one "
		    "label more");
	return tap_done();
}
