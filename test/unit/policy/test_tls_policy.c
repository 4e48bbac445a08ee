/* SPDX-License-Identifier: BSD-2-Clause */
#include "policy/tls_policy.h"

#include "unit/policy/rig.h"

#define EE	"\003\001\001" "0123456789abcdef0123456789abcdef"
#define OWN	"_25._tcp.mx.example.test"

static const struct zone_row signed_zone[] = {
	{ OWN, RR_TLSA, EE, ANSWER_RECORDS, DNSSEC_SECURE, NULL, 0 }, { 0 } };
static const struct zone_row broken_zone[] = {
	{ OWN, RR_TLSA, NULL, ANSWER_TEMPORARY, 0, NULL, 0 }, { 0 } };

static const struct scene {
	const char *name;
	const char *general;		/* a level */
	const char *entry;		/* of the policy table; NULL: none */
	const struct zone_row *zone;	/* NULL: empty */
	bool insecure_mx, socket, wrapper, smtps, own_mode;
	uint16_t port;			/* 0: 25 */
	const char *level;		/* NULL: trouble */
	const char *why;		/* or the word of trouble */
} scenes[] = {
	{ "behaviour 100: none", .general = "none", .level = "none",
	    .why = "smtp_tls_security_level" },
	{ "behaviour 100: may", .general = "may", .level = "may",
	    .why = "smtp_tls_security_level" },
	{ "behaviour 100: by the table", .general = "none",
	    .entry = "encrypt", .level = "encrypt",
	    .why = "smtp_tls_policy_maps, example.test" },
	{ "behaviour 117: dane becomes may", .general = "dane",
	    .level = "may", .why = "smtp_tls_security_level: dane, but there "
	    "are no TLSA records" },
	{ "behaviour 117: dane-only does not", .general = "dane-only",
	    .why = "4.7.5 no TLSA records found" },
	{ "behaviour 115: dane stays", .general = "dane",
	    .zone = signed_zone, .level = "dane",
	    .why = "smtp_tls_security_level" },
	{ "behaviour 115: by the table", .general = "none", .entry = "dane",
	    .zone = signed_zone, .level = "dane",
	    .why = "smtp_tls_policy_maps, example.test" },
	{ "behaviour 119: half of it", .general = "dane",
	    .zone = signed_zone, .insecure_mx = true, .level = "half-dane",
	    .why = "smtp_tls_security_level: dane, but the MX records are not "
	    "signed" },
	{ "behaviours 116, 121: the reason is the server's own",
	    .general = "dane", .zone = broken_zone,
	    .why = "4.7.5 TLSA lookup error for mx.example.test:25" },
	{ "behaviour 103: a bad table is a problem of ours",
	    .general = "may", .entry = "encrypt foo",
	    .why = "4.7.5 client TLS configuration problem: "
	    "smtp_tls_policy_maps, example.test: \"foo\" is not of the form "
	    "name=value" },
	{ "behaviour 111: so is a bad name", .general = "may",
	    .entry = "may servername=-", .why = "4.7.5 client TLS "
	    "configuration problem: smtp_tls_policy_maps, example.test: "
	    "servername=- is no host name" },
	{ "behaviour 112: so is no fingerprint", .general = "may",
	    .entry = "fingerprint", .why = "4.7.5 client TLS configuration "
	    "problem: smtp_tls_policy_maps, example.test: the level "
	    "fingerprint, and no fingerprint" },
	{ "behaviour 122: a pattern that does not fit is none",
	    .general = "may", .entry = "secure policy_type=sts "
	    "mx_host_pattern=other.test", .why = "4.3.0 no mx_host_pattern "
	    "of the policy for example.test has the host mx.example.test" },

	{ "behaviour 143: a socket: may becomes none", .general = "may",
	    .socket = true, .level = "none",
	    .why = "smtp_tls_security_level: may, but it is a socket" },
	{ "behaviour 143: encrypt works", .general = "encrypt",
	    .socket = true, .level = "encrypt",
	    .why = "smtp_tls_security_level" },
	{ "behaviour 143: verify works", .general = "verify",
	    .socket = true, .level = "verify",
	    .why = "smtp_tls_security_level" },
	{ "behaviour 143: dane is a mistake", .general = "dane",
	    .socket = true, .why = "4.7.5 client TLS configuration problem: "
	    "smtp_tls_security_level: the level dane for a socket" },
	{ "behaviour 143: and dane-only", .general = "dane-only",
	    .socket = true, .why = "4.7.5 client TLS configuration problem: "
	    "smtp_tls_security_level: the level dane-only for a socket" },

	{ "behaviour 60: wrapper mode", .general = "encrypt",
	    .wrapper = true, .level = "encrypt",
	    .why = "smtp_tls_security_level" },
	{ "behaviour 60: needs the level encrypt", .general = "may",
	    .wrapper = true, .why = "4.3.0 smtp_tls_wrappermode needs the "
	    "level encrypt or more, and the level is may" },
	{ "behaviour 60: also where dane comes to nothing",
	    .general = "dane", .wrapper = true, .why = "4.3.0 "
	    "smtp_tls_wrappermode needs the level encrypt or more, and the "
	    "level is may" },
	{ "our own port 465 brings the level encrypt along",
	    .general = "dane", .own_mode = true, .port = 465,
	    .level = "encrypt", .why = "smtp_tls_security_level: dane, but "
	    "port 465 is TLS from the first octet" },
	{ "smtps: does so at any port, and in Postfix mode",
	    .general = "may", .smtps = true, .level = "encrypt",
	    .why = "smtp_tls_security_level: may, but smtps is TLS from the "
	    "first octet" },
	{ "behaviour 60: and whatever smtp_tls_wrappermode says",
	    .general = "may", .smtps = true, .wrapper = true,
	    .level = "encrypt", .why = "smtp_tls_security_level: may, but "
	    "smtps is TLS from the first octet" },
	{ "which is no less if it is more", .general = "secure",
	    .own_mode = true, .port = 465, .level = "secure",
	    .why = "smtp_tls_security_level" },
};

static void
set_up(struct rig *s, const struct scene *scene, struct listing *table)
{
	rig_begin(s, NULL, scene->zone);
	s->params.tls_security_level = rig_level(scene->general);
	s->params.dane_insecure_mx_policy = INSECURE_MX_DANE;
	s->params.tls_wrappermode = scene->wrapper;
	s->params.postfix_mode = !scene->own_mode;
	s->nexthop.smtps = scene->smtps;
	if (scene->port != 0)
		s->candidate.addr.port = scene->port;
	if (scene->insecure_mx)
		s->candidate.mx_dnssec = DNSSEC_INSECURE;
	if (scene->socket) {
		s->candidate.addr = (struct netaddr){ .family = NET_UNIX,
		    .path = SPAN_INIT("/run/x") };
		s->candidate.address = SPAN("/run/x");
	}
	table[0] = (struct listing){ "example.test", scene->entry };
	if (scene->entry != NULL)
		s->params.maps.tls_policy = listing_of(table);
}

static void
play(const struct scene *scene)
{
	struct listing table[2] = { { NULL, NULL }, { NULL, NULL } };
	struct tls_policy tls;
	struct rig s;
	bool good;

	set_up(&s, scene, table);
	good = tls_policy_for(&s.setup, &tls, &s.why);
	ok(good == (scene->level != NULL), scene->name);
	is_text(good ? tls.why : rig_word(&s), scene->why, scene->name);
	if (good) {
		is_text(span_of(tls_level_name(tls.level)), scene->level,
		    scene->name);
		ok(tls.wrapper == (scene->wrapper || scene->smtps ||
		    scene->port == 465),
		    scene->name);
		ok((tls.priority.len > 0) == (tls.level != TLS_NONE),
		    scene->name);
	}
	rig_end(&s);
}

static void
dane(void)
{
	struct tls_policy tls;
	struct rig s;

	rig_begin(&s, NULL, signed_zone);
	s.params.tls_security_level = TLS_DANE;
	ok(tls_policy_for(&s.setup, &tls, &s.why) &&
	    tls.proof == TLS_PROOF_DANE && tls.dane->len == 1 &&
	    dane_usable(tls.dane) == 1,
	    "behaviours 120, 129: dane needs a match of its records");
	ok(!tls_policy_needs_trust(&tls),
	    "behaviour 120: trusted certificates are not asked");
	is_text(tls.server_name, "mx.example.test",
	    "behaviour 111: the base domain is sent");
	ok(tls.configured == TLS_DANE && tls.level == TLS_DANE,
	    "and both levels are dane");
	is_text(rig_told(&s), "mx.example.test[192.0.2.1]:25: TLS level dane "
	    "(smtp_tls_security_level)\n"
	    "mx.example.test[192.0.2.1]:25: it is told the name "
	    "mx.example.test\n"
	    "mx.example.test[192.0.2.1]:25: its certificate must have the "
	    "one TLSA record\n", "the decision is told");
	rig_end(&s);

	rig_begin(&s, NULL, NULL);
	s.params.tls_security_level = TLS_DANE;
	ok(tls_policy_for(&s.setup, &tls, &s.why) && tls.dane == NULL &&
	    tls.proof == TLS_PROOF_NONE && tls.server_name.len == 0 &&
	    tls.configured == TLS_DANE,
	    "behaviours 117, 118: what became of it asks for no proof, and "
	    "sends no name");
	is_text(rig_told(&s), "mx.example.test[192.0.2.1]:25: TLS level may "
	    "(smtp_tls_security_level: dane, but there are no TLSA "
	    "records)\n", "and why is told");
	rig_end(&s);
}

/* Behaviours 134 to 136: may the same address be tried in the clear? */

static const struct retry {
	const char *name, *level;
	msec_t age;
	bool allowed, verifies;
} retries[] = {
	{ "behaviour 134: may, and an old message", "may", .age = 1000,
	    .allowed = true },
	{ "behaviour 134: a young one", "may", .age = 999 },
	{ "D7: a message that is handed over now", "may", .age = 0 },
	{ "behaviour 134: none at all, only an address", "may",
	    .verifies = true, .allowed = true },
	{ "behaviour 136: that does not count at encrypt", "encrypt",
	    .verifies = true },
	{ "behaviour 134: dane that fell back to may", "dane", .age = 1000,
	    .allowed = true },
	{ "behaviour 136: never at encrypt", "encrypt", .age = 5000 },
	{ "behaviour 136: never at secure", "secure", .age = 5000 },
	{ "behaviours 134, 135: at none there is nothing to fall back from",
	    "none", .age = 5000 },
};

static void
play_retry(const struct retry *retry)
{
	struct tls_policy tls;
	struct rig s;

	rig_begin(&s, "minimal_backoff_time = 1s", NULL);
	s.params.tls_security_level = rig_level(retry->level);
	s.setup.age = retry->age;
	s.setup.verifies = retry->verifies;
	ok(tls_policy_for(&s.setup, &tls, &s.why) &&
	    tls.may_retry_plain == retry->allowed, retry->name);
	rig_end(&s);
}

/* Whether the route should ask for TLSA records. */

static void
may_be_dane(const char *level, const char *entry, const char *settings,
    bool expected, const char *name)
{
	const struct listing table[] = { { ".test", entry }, { NULL, NULL } };
	struct rig s;

	rig_begin(&s, settings, NULL);
	s.params.tls_security_level = rig_level(level);
	if (entry != NULL)
		s.params.maps.tls_policy = listing_of(table);
	ok(policy_wants_tlsa(&s.params, &s.nexthop) == expected, name);
	rig_end(&s);
}

static void
check_may_be_dane(void)
{
	struct rig s;

	may_be_dane("may", NULL, NULL, false, "may wants no TLSA records");
	may_be_dane("dane", NULL, NULL, true, "dane does");
	may_be_dane("dane-only", NULL, NULL, true, "dane-only too");
	may_be_dane("verify", NULL, NULL, false, "what is above does not");
	may_be_dane("none", "dane", NULL, true,
	    "behaviour 100: a table raises the level for one next hop");
	may_be_dane("dane", "none", NULL, false, "or lowers it");
	may_be_dane("dane", "dane foo", NULL, true,
	    "what a malformed entry means is found later, and costs nothing");
	may_be_dane("dane", NULL, "ignore_mx_lookup_error = yes", false,
	    "behaviour 113: not where DANE cannot be had");

	rig_begin(&s, NULL, NULL);
	s.params.tls_security_level = TLS_DANE;
	s.params.maps.tls_policy = listing_of(LISTING({ "*", NULL }));
	ok(policy_wants_tlsa(&s.params, &s.nexthop),
	    "nor a table that cannot say");
	rig_end(&s);
}

/* What is told of the certificate, behind the level. */

static void
told(const char *entry, const char *expected, const char *name)
{
	const struct listing table[] = { { "*", entry }, { NULL, NULL } };
	struct tls_policy tls;
	struct span text;
	struct rig s;

	rig_begin(&s, NULL, NULL);
	s.params.maps.tls_policy = listing_of(table);
	ok(tls_policy_for(&s.setup, &tls, &s.why), name);
	text = rig_told(&s);
	span_cut(&text, '\n');
	is_text(text, expected, name);
	rig_end(&s);
}

#define SERVER	"mx.example.test[192.0.2.1]:25: "

static void
check_told(void)
{
	told("encrypt", "", "behaviour 130: of encrypt nothing");
	told("secure", SERVER "its certificate must have one of the names "
	    "example.test, .example.test\n", "behaviour 131: names");
	told("fingerprint match=00|11", SERVER "its certificate must have "
	    "one of 2 fingerprints\n", "behaviour 132: fingerprints");
	told("verify policy_type=sts policy_failure=sts-policy-invalid "
	    "servername=nexthop", SERVER "it is told the name example.test\n"
	    SERVER "its certificate must have one of the names "
	    "mx.example.test\n"
	    SERVER "no certificate will do: sts-policy-invalid\n",
	    "behaviours 111, 122: the name that is sent, and a failure");
}

int
main(void)
{
	for (size_t i = 0; i < sizeof(scenes) / sizeof(scenes[0]); i++)
		play(&scenes[i]);
	dane();
	for (size_t i = 0; i < sizeof(retries) / sizeof(retries[0]); i++)
		play_retry(&retries[i]);
	check_may_be_dane();
	check_told();
	return tap_done();
}
