/* SPDX-License-Identifier: BSD-2-Clause */
#include "policy/tlsa.h"

#include "unit/policy/rig.h"

/* RDATA in the words of a zone: 32 octets of digest. */
#define DIGEST	"0123456789abcdef0123456789abcdef"
#define EE	"\003\001\001" DIGEST
#define TA	"\002\001\001" DIGEST
#define PKIX	"\001\001\001" DIGEST
#define ODD	"\003\001\011" DIGEST
#define PRIVATE	"\003\001\377" DIGEST
#define EMPTY	"\003\001\001"

#define SIGNED	ANSWER_RECORDS, DNSSEC_SECURE
#define PLAIN	ANSWER_RECORDS, DNSSEC_INSECURE

#define OWN	"_25._tcp.mx.example.test"
#define FINAL	"_25._tcp.real.test"

static const struct scene {
	const char *name;
	struct zone_row zone[4];
	struct change {
		bool only;		/* dane-only */
		bool insecure_mx, insecure_host;
		bool no_mx;
		const char *final_name;	/* the host is an alias of it */
		enum insecure_mx policy;
		bool force;
	} change;
	const char *level;		/* NULL: trouble */
	const char *reason;		/* or the word of trouble */
	const char *base;
	const char *asked;		/* flights, with "; " between */
	size_t records;
} scenes[] = {
	{ "behaviour 115: records of the host",
	    { { OWN, RR_TLSA, EE " " TA, SIGNED, NULL, 0 } }, { 0 }, "dane",
	    "", "mx.example.test", OWN " TLSA+; example.test MX+", 2 },
	{ "behaviour 117: dane-only with records",
	    { { OWN, RR_TLSA, EE, SIGNED, NULL, 0 } }, { .only = true },
	    "dane-only", "", "mx.example.test",
	    OWN " TLSA+; example.test MX+", 1 },
	{ "behaviour 117: NXDOMAIN", { { 0 } }, { 0 }, "may",
	    "there are no TLSA records", NULL, OWN " TLSA+", 0 },
	{ "behaviour 117: NODATA",
	    { { OWN, RR_A, "192.0.2.1", SIGNED, NULL, 0 } }, { 0 }, "may",
	    "there are no TLSA records", NULL, OWN " TLSA+", 0 },
	{ "behaviour 117: dane-only without", { { 0 } }, { .only = true },
	    NULL, "4.7.5 no TLSA records found", NULL, OWN " TLSA+", 0 },
	{ "behaviour 117: records that are not signed",
	    { { OWN, RR_TLSA, EE, PLAIN, NULL, 0 } }, { 0 }, "may",
	    "the TLSA records are not signed", NULL, OWN " TLSA+", 0 },
	{ "behaviour 117: nor are they for dane-only",
	    { { OWN, RR_TLSA, EE, PLAIN, NULL, 0 } }, { .only = true }, NULL,
	    "4.7.5 no TLSA records found", NULL, OWN " TLSA+", 0 },
	{ "behaviour 116: SERVFAIL",
	    { { OWN, RR_TLSA, NULL, ANSWER_TEMPORARY, 0, NULL, 0 } }, { 0 },
	    NULL, "4.7.5 TLSA lookup error for mx.example.test:25", NULL,
	    OWN " TLSA+", 0 },
	{ "behaviour 116: another failure, dane-only",
	    { { OWN, RR_TLSA, NULL, ANSWER_FORMERR, 0, NULL, 0 } },
	    { .only = true }, NULL,
	    "4.7.5 TLSA lookup error for mx.example.test:25", NULL,
	    OWN " TLSA+", 0 },

	{ "behaviour 114: the MX records are not signed: may",
	    { { OWN, RR_TLSA, EE, SIGNED, NULL, 0 } },
	    { .insecure_mx = true, .policy = INSECURE_MX_MAY }, "may",
	    "the MX records are not signed", NULL, "", 0 },
	{ "behaviour 114: and dane-only",
	    { { OWN, RR_TLSA, EE, SIGNED, NULL, 0 } },
	    { .only = true, .insecure_mx = true,
		.policy = INSECURE_MX_DANE }, NULL,
	    "4.7.5 non DNSSEC destination", NULL, "", 0 },
	{ "behaviour 119: the MX records are not signed: half-dane",
	    { { OWN, RR_TLSA, EE, SIGNED, NULL, 0 } },
	    { .insecure_mx = true, .policy = INSECURE_MX_DANE }, "half-dane",
	    "the MX records are not signed", "mx.example.test",
	    OWN " TLSA+; example.test MX+", 1 },
	{ "behaviour 119: the MX records are not signed: encrypt",
	    { { OWN, RR_TLSA, EE, SIGNED, NULL, 0 } },
	    { .insecure_mx = true, .policy = INSECURE_MX_ENCRYPT },
	    "encrypt", "the MX records are not signed", NULL,
	    OWN " TLSA+", 0 },
	{ "behaviours 114, 117: encrypt, and no records", { { 0 } },
	    { .insecure_mx = true, .policy = INSECURE_MX_ENCRYPT }, "may",
	    "there are no TLSA records", NULL, OWN " TLSA+", 0 },
	{ "behaviour 114: without MX it does not matter",
	    { { OWN, RR_TLSA, EE, SIGNED, NULL, 0 } },
	    { .insecure_mx = true, .no_mx = true,
		.policy = INSECURE_MX_MAY }, "dane", "", "mx.example.test",
	    OWN " TLSA+", 1 },

	{ "behaviour 115: the end of the aliases comes first",
	    { { FINAL, RR_TLSA, EE, SIGNED, NULL, 0 },
	    { OWN, RR_TLSA, TA, SIGNED, NULL, 0 } },
	    { .final_name = "real.test" }, "dane", "", "real.test",
	    FINAL " TLSA+; example.test MX+", 1 },
	{ "behaviour 115: then the alias",
	    { { OWN, RR_TLSA, EE, SIGNED, NULL, 0 } },
	    { .final_name = "real.test" }, "dane", "", "mx.example.test",
	    FINAL " TLSA+; " OWN " TLSA+; example.test MX+", 1 },
	{ "behaviour 115: not when that cannot be looked up",
	    { { FINAL, RR_TLSA, NULL, ANSWER_TEMPORARY, 0, NULL, 0 },
	    { OWN, RR_TLSA, EE, SIGNED, NULL, 0 } },
	    { .final_name = "real.test" }, NULL,
	    "4.7.5 TLSA lookup error for mx.example.test:25", NULL,
	    FINAL " TLSA+", 0 },
	{ "behaviour 118: nor when its records cannot be used",
	    { { FINAL, RR_TLSA, PKIX, SIGNED, NULL, 0 },
	    { OWN, RR_TLSA, EE, SIGNED, NULL, 0 } },
	    { .final_name = "real.test" }, "encrypt",
	    "none of the TLSA records can be used", NULL, FINAL " TLSA+", 0 },
	{ "behaviour 115: a name in another case is no alias",
	    { { OWN, RR_TLSA, EE, SIGNED, NULL, 0 } },
	    { .final_name = "MX.example.TEST" }, "dane", "",
	    "mx.example.test", OWN " TLSA+; example.test MX+", 1 },
	{ "behaviour 115: addresses not signed: no question",
	    { { OWN, RR_TLSA, EE, SIGNED, NULL, 0 } },
	    { .insecure_host = true }, "may",
	    "the address of the host is not signed", NULL, "", 0 },
	{ "behaviour 115: unless that is forced",
	    { { OWN, RR_TLSA, EE, SIGNED, NULL, 0 } },
	    { .insecure_host = true, .force = true }, "dane", "",
	    "mx.example.test", OWN " TLSA+; example.test MX+", 1 },
	{ "behaviour 115: the records must still be signed",
	    { { OWN, RR_TLSA, EE, PLAIN, NULL, 0 } },
	    { .insecure_host = true, .force = true }, "may",
	    "the TLSA records are not signed", NULL, OWN " TLSA+", 0 },
	{ "behaviour 115: addresses not signed, but the alias is",
	    { { "mx.example.test", RR_CNAME, "real.test", SIGNED, NULL, 0 },
	    { OWN, RR_TLSA, EE, SIGNED, NULL, 0 } },
	    { .insecure_host = true, .final_name = "real.test" }, "dane", "",
	    "mx.example.test",
	    "mx.example.test CNAME+; " OWN " TLSA+; example.test MX+", 1 },
	{ "behaviour 115: nor is the alias",
	    { { "mx.example.test", RR_CNAME, "real.test", PLAIN, NULL, 0 },
	    { OWN, RR_TLSA, EE, SIGNED, NULL, 0 } },
	    { .insecure_host = true, .final_name = "real.test" }, "may",
	    "the address of the host is not signed", NULL,
	    "mx.example.test CNAME+", 0 },
	{ "behaviour 116: the alias cannot be looked up",
	    { { "mx.example.test", RR_CNAME, NULL, ANSWER_TEMPORARY, 0, NULL,
		0 } },
	    { .insecure_host = true, .final_name = "real.test" }, NULL,
	    "4.7.5 TLSA lookup error for mx.example.test:25", NULL,
	    "mx.example.test CNAME+", 0 },

	{ "behaviour 118: usages, types and data that are dropped at once",
	    { { OWN, RR_TLSA, PKIX " " PRIVATE " " EMPTY, SIGNED, NULL,
		0 } }, { 0 }, "encrypt",
	    "none of the TLSA records can be used", NULL, OWN " TLSA+", 0 },
	{ "behaviour 118: dane-only",
	    { { OWN, RR_TLSA, PKIX, SIGNED, NULL, 0 } }, { .only = true },
	    NULL, "4.7.5 TLSA records unusable", NULL, OWN " TLSA+", 0 },
	{ "behaviour 118: others stay until the handshake",
	    { { OWN, RR_TLSA, PKIX " " ODD, SIGNED, NULL, 0 } }, { 0 },
	    "dane", "", "mx.example.test", OWN " TLSA+; example.test MX+",
	    1 },
};

static void
change(struct rig *s, const struct change *c)
{
	if (c->insecure_mx)
		s->candidate.mx_dnssec = DNSSEC_INSECURE;
	if (c->insecure_host)
		s->candidate.host_dnssec = DNSSEC_INSECURE;
	if (c->no_mx)
		s->route.kind = ROUTE_IMPLICIT;
	if (c->final_name != NULL)
		s->candidate.final_name = span_of(c->final_name);
	s->params.dane_insecure_mx_policy = c->policy;
	s->params.tls_force_insecure_host_tlsa_lookup = c->force;
}

static struct span
flights(struct rig *s)
{
	struct span all = { "", 0 };

	for (size_t i = 0; i < s->zone.len; i++)
		all = arena_text(s->arena, "%.*s%s%.*s", SPAN_ARG(all),
		    i == 0 ? "" : "; ", SPAN_ARG(s->zone.flights[i]));
	return all;
}

static void
play(const struct scene *scene)
{
	enum tls_level level = scene->change.only ? TLS_DANE_ONLY : TLS_DANE;
	struct tlsa_result r;
	struct rig s;
	bool good;

	rig_begin(&s, NULL, scene->zone);
	change(&s, &scene->change);
	good = tlsa_find(&s.setup, level, &r, &s.why);
	ok(good == (scene->level != NULL), scene->name);
	is_text(flights(&s), scene->asked, scene->name);
	is_text(good ? r.reason : rig_word(&s), scene->reason, scene->name);
	if (good) {
		is_text(span_of(tls_level_name(r.level)), scene->level,
		    scene->name);
		is_number(r.demand == NULL ? 0 : r.demand->len,
		    scene->records, scene->name);
	}
	if (good && r.demand != NULL)
		is_text(r.base, scene->base, scene->name);
	rig_end(&s);
}

/* Behaviour 113 */

static const struct need {
	const char *name, *settings, *reason;
} needs[] = {
	{ "behaviour 113: no DNSSEC", "smtp_dns_support_level = enabled",
	    "smtp_dns_support_level is not dnssec" },
	{ "behaviour 113: no DNS", "smtp_dns_support_level = dnssec\n"
	    "smtp_host_lookup = native", "smtp_host_lookup does without DNS" },
	{ "behaviour 113: MX lookups that may fail",
	    "smtp_dns_support_level = dnssec\nignore_mx_lookup_error = yes",
	    "ignore_mx_lookup_error is on" },
	{ "behaviour 113: names that are changed",
	    "smtp_dns_support_level = dnssec\n"
	    "smtp_dns_resolver_options = res_defnames",
	    "smtp_dns_resolver_options change names" },
};

static void
play_need(const struct need *need)
{
	static const struct zone_row zone[] = {
		{ OWN, RR_TLSA, EE, SIGNED, NULL, 0 }, { 0 } };
	struct tlsa_result r;
	struct span refusal;
	struct rig s;

	rig_begin(&s, need->settings, zone);
	settings_load(s.arena, PROTOCOL_SMTP, true, need->settings,
	    &s.params);
	ok(tlsa_find(&s.setup, TLS_DANE, &r, &s.why) && r.level == TLS_MAY,
	    need->name);
	is_text(r.reason, need->reason, need->name);
	ok(!tlsa_find(&s.setup, TLS_DANE_ONLY, &r, &s.why), need->name);
	refusal = arena_text(s.arena, "4.7.5 dane-only cannot be had: %s",
	    need->reason);
	is_span(rig_word(&s), refusal, need->name);
	is_number(s.zone.len, 0, "behaviour 113: and nothing is asked");
	rig_end(&s);
}

/* Whom a certificate below a trust anchor may be made out to. */

static struct span
names_of(const struct rig *s, const struct tlsa_result *r)
{
	struct span all = { "", 0 };

	for (size_t i = 0; i < r->demand->names->len; i++)
		all = arena_text(s->arena, "%.*s%s%.*s", SPAN_ARG(all),
		    i == 0 ? "" : " ", SPAN_ARG(r->demand->names->at[i].name));
	return all;
}

static void
names(enum route_kind kind, const char *final_mx, const char *expected,
    const char *name)
{
	const struct zone_row zone[] = {
		{ OWN, RR_TLSA, TA, SIGNED, NULL, 0 },
		{ "example.test", RR_MX, "10 mx.example.test", SIGNED,
		    final_mx, 0 }, { 0 } };
	struct tlsa_result r;
	struct rig s;

	rig_begin(&s, NULL, zone);
	s.route.kind = kind;
	if (tlsa_find(&s.setup, TLS_DANE, &r, &s.why))
		is_text(names_of(&s, &r), expected, name);
	else
		ok(false, name);
	rig_end(&s);
}

static void
literal(void)
{
	struct tlsa_result r;
	struct rig s;

	rig_begin(&s, NULL, NULL);
	s.host.name = s.candidate.host = s.candidate.address;
	s.route.kind = ROUTE_LITERAL;
	s.params.tls_force_insecure_host_tlsa_lookup = true;
	ok(tlsa_find(&s.setup, TLS_DANE, &r, &s.why) && r.level == TLS_MAY &&
	    s.zone.len == 0, "behaviour 120: an address makes no TLSA query");
	rig_end(&s);
}

/* Behaviour 32: what smtp_dns_reply_filter leaves of the records. */

static void
filtered(void)
{
	static const struct zone_row zone[] = {
		{ OWN, RR_TLSA, EE, SIGNED, NULL, 0 }, { 0 } };
	static const struct {
		const char *name, *key, *action;
		bool good;
	} rows[] = {
		{ "behaviour 32: TLSA records that no rule is about",
		    "x", "IGNORE", true },
		{ "behaviours 32, 116: all are dropped", "*", "IGNORE",
		    false },
		{ "behaviours 32, 116: an unknown action", "*", "BOGUS",
		    false },
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		const struct listing list[] = {
			{ rows[i].key, rows[i].action }, { NULL, NULL } };
		struct tlsa_result r;
		struct rig s;

		rig_begin(&s, NULL, zone);
		s.params.maps.dns_reply_filter = listing_of(list);
		ok(tlsa_find(&s.setup, TLS_DANE, &r, &s.why) ==
		    rows[i].good, rows[i].name);
		is_text(rig_word(&s), rows[i].good ? "" : "4.7.5 TLSA lookup "
		    "error for mx.example.test:25", rows[i].name);
		rig_end(&s);
	}
}

static void
told(void)
{
	static const struct zone_row zone[] = { { OWN, RR_TLSA,
	    PKIX " " EE, SIGNED, NULL, 0 }, { 0 } };
	struct tlsa_result r;
	struct rig s;

	rig_begin(&s, "tls_dane_digests = sha256 sha3", zone);
	ok(tlsa_find(&s.setup, TLS_DANE, &r, &s.why) &&
	    r.demand->digests.len == 1 && r.demand->digests.type[0] == 1,
	    "behaviour 120: tls_dane_digests");
	is_text(rig_told(&s), OWN " TLSA 1 1 1 "
	    "30313233343536373839616263646566... is left out: mail has no "
	    "use for it\ntls_dane_digests: \"sha3\" is passed over\n",
	    "behaviour 118: what is dropped is told");
	rig_end(&s);
}

int
main(void)
{
	for (size_t i = 0; i < sizeof(scenes) / sizeof(scenes[0]); i++)
		play(&scenes[i]);
	for (size_t i = 0; i < sizeof(needs) / sizeof(needs[0]); i++)
		play_need(&needs[i]);
	names(ROUTE_MX, NULL, "mx.example.test example.test",
	    "behaviour 120: the base domain and the domain of the mail");
	names(ROUTE_MX, "end.test", "mx.example.test example.test end.test",
	    "behaviour 120: and what that is an alias of");
	names(ROUTE_HOST, NULL, "mx.example.test",
	    "behaviour 120: without MX the base domain only");
	names(ROUTE_SRV, NULL, "mx.example.test example.test",
	    "behaviour 120: with SRV the domain of the service");
	literal();
	filtered();
	told();
	return tap_done();
}
