/* SPDX-License-Identifier: BSD-2-Clause */
#include "policy/offer.h"

#include "tls/priority.h"
#include "unit/policy/rig.h"

/* Behaviour 111 */

static const struct scene {
	const char *name;
	const char *entry, *settings;
	const char *base;	/* of TLSA records */
	const char *hop;
	const char *server_name;	/* NULL: trouble */
	const char *trouble;
} scenes[] = {
	{ "behaviour 111: no name is sent by default", "encrypt", NULL, "",
	    NULL, "", NULL },
	{ "behaviour 111: a name", "may", "smtp_tls_servername = Main.test",
	    "", NULL, "Main.test", NULL },
	{ "behaviour 111: hostname", "may", "smtp_tls_servername = hostname",
	    "", NULL, "mx.example.test", NULL },
	{ "behaviour 111: nexthop", "may", "smtp_tls_servername = nexthop",
	    "", NULL, "example.test", NULL },
	{ "behaviour 111: keywords in lower case only",
	    "encrypt servername=Hostname", NULL, "", NULL, "Hostname", NULL },
	{ "behaviour 111: the table wins", "encrypt servername=pol.test",
	    "smtp_tls_servername = main.test", "", NULL, "pol.test", NULL },
	{ "behaviour 111: keywords of the table",
	    "secure servername=nexthop", NULL, "", NULL, "example.test",
	    NULL },
	{ "behaviour 111: A-labels", "may servername=m\xc3\xbc.test", NULL,
	    "", NULL, "xn--m-eha.test", NULL },
	{ "behaviour 111: with DANE the base domain", "dane",
	    "smtp_tls_servername = main.test", "base.test", NULL,
	    "base.test", NULL },
	{ "behaviour 111: an address is no name of a server",
	    "may servername=nexthop", NULL, "", "192.0.2.1", "", NULL },
	{ "behaviour 111: an invalid name", "may",
	    "smtp_tls_servername = bad..name", "", NULL, NULL,
	    "4.7.5 the server name \"bad..name\" is no host name" },
	{ "behaviour 111: even where DANE has another", "dane",
	    "smtp_tls_servername = bad..name", "base.test", NULL, NULL,
	    "4.7.5 the server name \"bad..name\" is no host name" },
	{ "behaviour 111: an address that is said by name", "may",
	    "smtp_tls_servername = 192.0.2.1", "", NULL, NULL,
	    "4.7.5 the server name \"192.0.2.1\" is no host name" },
};

static bool
find(struct rig *s, const char *entry, struct span base,
    struct tls_policy *tls)
{
	struct tls_wish wish = { .from = SPAN_INIT("here") };

	must(tls_entry_read(span_of(entry), &wish.entry, &s->why));
	*tls = (struct tls_policy){ .level = wish.entry.level };
	return offer_find(&s->setup, &wish, base, tls, &s->why);
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
	good = find(&s, scene->entry, span_of(scene->base), &tls);
	ok(good == (scene->server_name != NULL), scene->name);
	is_text(good ? tls.server_name : rig_word(&s), good ?
	    scene->server_name : scene->trouble, scene->name);
	rig_end(&s);
}

/*
 * Behaviours 108, 109: which words become the priority string. It is the one
 * that these words make by themselves.
 */

#define SETTINGS \
	"smtp_tls_protocols = TLSv1.2\n" \
	"smtp_tls_mandatory_protocols = TLSv1.3\n" \
	"smtp_tls_ciphers = low\n" \
	"smtp_tls_mandatory_ciphers = high\n" \
	"smtp_tls_exclude_ciphers = AES128\n" \
	"smtp_tls_mandatory_exclude_ciphers = CHACHA20\n" \
	"tls_eecdh_auto_curves = X25519\n" \
	"tls_ffdhe_auto_groups = ffdhe2048"

static const struct words {
	const char *name, *entry;
	const char *protocols, *grade, *exclude[2];
	bool anonymous, matching;
} words[] = {
	{ "behaviours 108, 109: may", "may", "TLSv1.2", "low",
	    { "AES128", NULL }, true, false },
	{ "behaviours 108, 109, 130: encrypt", "encrypt", "TLSv1.3", "high",
	    { "AES128", "CHACHA20" }, true, false },
	{ "behaviours 108, 109, 141: secure", "secure", "TLSv1.3", "high",
	    { "AES128", "CHACHA20" }, false, true },
	{ "behaviours 108, 141: fingerprint", "fingerprint match=00",
	    "TLSv1.3", "high", { "AES128", "CHACHA20" }, false, true },
	{ "behaviours 108, 141: dane", "dane", "TLSv1.3", "high",
	    { "AES128", "CHACHA20" }, false, true },
	{ "behaviours 108, 109: attributes win",
	    "encrypt ciphers=medium protocols=>=TLSv1.2 exclude=AES256",
	    ">=TLSv1.2", "medium", { "AES256", NULL }, true, false },
	{ "behaviours 108, 109: empty ones too", "encrypt protocols= exclude=",
	    "", "high", { NULL, NULL }, true, false },
	{ "behaviours 108, 109: at may as well", "may protocols=TLSv1.3",
	    "TLSv1.3", "low", { "AES128", NULL }, true, false },
};

static void
play_words(const struct words *w)
{
	struct priority_setup setup = { .protocols = span_of(w->protocols),
	    .grade = span_of(w->grade), .exclude = {
		span_of(w->exclude[0]), span_of(w->exclude[1]) },
	    .curves = SPAN_INIT("X25519"), .groups = SPAN_INIT("ffdhe2048"),
	    .anonymous = w->anonymous, .matching = w->matching };
	struct tls_policy tls;
	struct span priority;
	struct rig s;

	rig_begin(&s, SETTINGS, NULL);
	ok(priority_make(s.arena, &setup, &priority, &s.why), w->name);
	ok(find(&s, w->entry, (struct span){ 0 }, &tls) &&
	    dsn_class(&tls.no_priority) == '\0', w->name);
	is_span(tls.priority, priority, w->name);
	rig_end(&s);
}

static void
no_priority(const char *entry, const char *settings, const char *name)
{
	struct tls_policy tls;
	struct rig s;

	rig_begin(&s, settings, NULL);
	ok(find(&s, entry, (struct span){ 0 }, &tls) &&
	    tls.priority.len == 0, name);
	is_text(span_of(tls.no_priority.status), "4.7.5", name);
	ok(tls.no_priority.text.len > 0, "and says why");
	rig_end(&s);
}

static void
no_engine(void)
{
	struct tls_policy tls;
	struct rig s;

	rig_begin(&s, "smtp_tls_fingerprint_digest = nosuch", NULL);
	ok(find(&s, "may", (struct span){ 0 }, &tls),
	    "behaviour 107: an unknown digest is no trouble yet");
	is_text(span_of(tls.no_engine.status), "4.7.5",
	    "behaviour 107: but there can be no TLS");
	is_text(tls.no_engine.text, "smtp_tls_fingerprint_digest: \"nosuch\" "
	    "is no digest", "behaviour 107: and this is why");
	rig_end(&s);
}

int
main(void)
{
	for (size_t i = 0; i < sizeof(scenes) / sizeof(scenes[0]); i++)
		play(&scenes[i]);
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		play_words(&words[i]);
	no_priority("may", "smtp_tls_ciphers = wonderful",
	    "behaviour 110: a bad grade is found at the handshake");
	no_priority("encrypt", "smtp_tls_mandatory_protocols = bogus",
	    "behaviour 110: so is a bad list of protocols");
	no_priority("encrypt", "smtp_tls_mandatory_ciphers = null",
	    "behaviour 108: the grade null at encrypt");
	no_priority("encrypt exclude=!MD5", NULL,
	    "behaviour 108: an exclusion with a sign in it");
	no_priority("encrypt protocols=>=0305", NULL,
	    "D23: an unknown lowest version in a table");
	no_engine();
	return tap_done();
}
