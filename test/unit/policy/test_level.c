/* SPDX-License-Identifier: BSD-2-Clause */
#include "policy/level.h"

#include "unit/policy/rig.h"

/* Behaviour 105: what the old switches mean, and that they mean nothing. */

static const struct old {
	const char *name, *settings;
	const char *level;
} olds[] = {
	{ "behaviour 105: nothing set", "smtp_tls_security_level =", "none" },
	{ "behaviour 105: smtp_use_tls",
	    "smtp_tls_security_level =\nsmtp_use_tls = yes", "may" },
	{ "behaviour 105: smtp_enforce_tls wins over it",
	    "smtp_tls_security_level =\nsmtp_use_tls = yes\n"
	    "smtp_enforce_tls = yes", "verify" },
	{ "behaviour 105: without the name of the peer",
	    "smtp_tls_security_level =\nsmtp_enforce_tls = yes\n"
	    "smtp_tls_enforce_peername = no", "encrypt" },
	{ "behaviour 105: enforce_peername alone",
	    "smtp_tls_security_level =\nsmtp_tls_enforce_peername = yes",
	    "none" },
	{ "behaviour 105: a level beats them",
	    "smtp_tls_security_level = none\nsmtp_use_tls = yes\n"
	    "smtp_enforce_tls = yes", "none" },
};

static void
play_old(const struct old *old)
{
	struct rig s;

	rig_begin(&s, old->settings, NULL);
	is_text(span_of(tls_level_name(level_general(&s.params))),
	    old->level, old->name);
	rig_end(&s);
}

static const struct scene {
	const char *name;
	const char *general;	/* a level */
	struct listing policy[2], site[3];
	bool waives, deaf;	/* TLS-Required: no; and nobody minds it */
	bool wrapper;
	const char *level;	/* NULL: trouble */
	const char *from;	/* or the word of trouble */
} scenes[] = {
	{ "behaviour 100: no table", .general = "verify", .level = "verify",
	    .from = "smtp_tls_security_level" },
	{ "behaviour 100: the policy table", .general = "verify",
	    .policy = { { ".test", "may" } }, .level = "may",
	    .from = "smtp_tls_policy_maps, .test" },
	{ "behaviour 100: without an entry", .general = "verify",
	    .policy = { { "other.test", "may" } }, .level = "verify",
	    .from = "smtp_tls_security_level" },
	{ "behaviour 104: the older table", .general = "secure",
	    .site = { { "mx.example.test", "NONE" } }, .level = "none",
	    .from = "smtp_tls_per_site" },
	{ "behaviour 104: and the general level", .general = "secure",
	    .site = { { "example.test", "MAY" } }, .level = "secure",
	    .from = "smtp_tls_per_site" },
	{ "behaviour 104: without an entry", .general = "secure",
	    .site = { { "other.test", "NONE" } }, .level = "secure",
	    .from = "smtp_tls_security_level" },
	{ "behaviour 104: it is not asked beside a policy table",
	    .general = "may", .policy = { { "other.test", "none" } },
	    .site = { { "*", NULL } }, .level = "may",
	    .from = "smtp_tls_security_level" },
	{ "behaviour 103: the policy table cannot say", .general = "may",
	    .policy = { { "example.test", NULL } }, .from =
	    "4.7.5 smtp_tls_policy_maps, look up \"example.test\": no table" },
	{ "behaviour 103: or makes no sense", .general = "may",
	    .policy = { { ".test", "may foo" } }, .from =
	    "4.7.5 smtp_tls_policy_maps, .test: \"foo\" is not of the form "
	    "name=value" },
	{ "behaviour 103: the older table cannot say", .general = "may",
	    .site = { { "example.test", NULL } }, .from =
	    "4.3.0 smtp_tls_per_site: look up \"example.test\": no table" },

	{ "behaviour 106: TLS-Required: no", .general = "secure",
	    .waives = true, .level = "may",
	    .from = "TLS-Required: no in the header" },
	{ "behaviour 106: it raises nothing", .general = "none",
	    .waives = true, .level = "none",
	    .from = "TLS-Required: no in the header" },
	{ "behaviour 106: inside a wrapper", .general = "secure",
	    .waives = true, .wrapper = true, .level = "encrypt",
	    .from = "TLS-Required: no in the header" },
	{ "behaviour 106: it raises nothing there either", .general = "may",
	    .waives = true, .wrapper = true, .level = "may",
	    .from = "TLS-Required: no in the header" },
	{ "behaviour 106: no table is asked", .general = "dane",
	    .policy = { { "*", NULL } }, .waives = true, .level = "may",
	    .from = "TLS-Required: no in the header" },
	{ "behaviour 106: tls_required_enable = no", .general = "secure",
	    .waives = true, .deaf = true, .level = "secure",
	    .from = "smtp_tls_security_level" },
};

static void
play(const struct scene *scene)
{
	struct rig s;
	struct tls_wish wish;
	bool good;

	rig_begin(&s, scene->deaf ? "tls_required_enable = no" : NULL, NULL);
	s.params.tls_security_level = rig_level(scene->general);
	s.params.tls_wrappermode = scene->wrapper;
	s.setup.waives_tls = scene->waives;
	if (scene->policy[0].key != NULL)
		s.params.maps.tls_policy = listing_of(scene->policy);
	if (scene->site[0].key != NULL)
		s.params.maps.tls_per_site = listing_of(scene->site);
	good = level_find(&s.setup, &wish, &s.why);
	ok(good == (scene->level != NULL), scene->name);
	is_text(good ? span_of(tls_level_name(wish.level)) : (struct span){
	    0 }, scene->level, scene->name);
	is_text(good ? wish.from : rig_word(&s), scene->from, scene->name);
	rig_end(&s);
}

/* In LMTP the parameters have other names. */

static void
lmtp(void)
{
	struct rig s;
	struct tls_wish wish;

	rig_begin(&s, NULL, NULL);
	s.params.protocol = PROTOCOL_LMTP;
	s.params.maps.tls_policy = listing_of(LISTING({ ".test", "may" }));
	ok(level_find(&s.setup, &wish, &s.why), "LMTP: a policy table");
	is_text(wish.from, "lmtp_tls_policy_maps, .test", "and its name");
	s.params.maps.tls_policy = listing_of(LISTING({ ".test", "foo" }));
	ok(!level_find(&s.setup, &wish, &s.why), "LMTP: a mistake in it");
	ok(span_starts(s.why.text, SPAN("lmtp_tls_policy_maps, .test: ")),
	    "and its name");
	rig_end(&s);
	rig_begin(&s, NULL, NULL);
	s.params.protocol = PROTOCOL_LMTP;
	s.params.maps.tls_per_site = listing_of(LISTING({ "mx.example.test",
	    "NONE" }));
	ok(level_find(&s.setup, &wish, &s.why), "LMTP: the older table");
	is_text(wish.from, "lmtp_tls_per_site", "and its name");
	rig_end(&s);
}

static void
wraps(bool postfix_mode, bool wrappermode, uint16_t port, bool expected,
    const char *name)
{
	struct rig s;

	rig_begin(&s, NULL, NULL);
	s.params.postfix_mode = postfix_mode;
	s.params.tls_wrappermode = wrappermode;
	s.candidate.addr.port = port;
	ok(level_wraps(&s.setup) == expected, name);
	rig_end(&s);
}

static void
attributes(void)
{
	struct rig s;
	struct tls_wish wish;

	rig_begin(&s, NULL, NULL);
	s.params.maps.tls_policy = listing_of(LISTING({ "example.test",
	    "none ciphers=high" }));
	ok(level_find(&s.setup, &wish, &s.why) && wish.level == TLS_NONE,
	    "behaviour 102: attributes behind none");
	is_text(rig_told(&s), "smtp_tls_policy_maps, example.test: at the "
	    "level none \"ciphers=high\" means nothing\n",
	    "behaviour 102: are told of");
	s.params.maps.tls_policy = listing_of(LISTING({ "example.test",
	    "secure match=a" }));
	ok(level_find(&s.setup, &wish, &s.why) &&
	    wish.entry.match.len == 1, "attributes come along");
	rig_end(&s);
}

int
main(void)
{
	for (size_t i = 0; i < sizeof(olds) / sizeof(olds[0]); i++)
		play_old(&olds[i]);
	for (size_t i = 0; i < sizeof(scenes) / sizeof(scenes[0]); i++)
		play(&scenes[i]);
	lmtp();
	wraps(true, false, 465, false, "behaviour 60: in Postfix mode port "
	    "465 is a port like others");
	wraps(true, true, 25, true, "behaviour 60: smtp_tls_wrappermode");
	wraps(false, false, 465, true, "port 465 is TLS from the first octet");
	wraps(false, false, 25, false, "port 25 is not");
	attributes();
	return tap_done();
}
