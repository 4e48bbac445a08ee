/* SPDX-License-Identifier: BSD-2-Clause */
#include "policy/login_policy.h"

#include "unit/policy/rig.h"

static const struct listing passwords[] = { { "mx.example.test", "h:x" },
	{ NULL, NULL } };
static const struct listing none[] = { { NULL, NULL } };
static const struct listing broken[] = { { "*", NULL }, { NULL, NULL } };

static bool
any(void *self, struct span name, struct mapping *table, struct dsn *why)
{
	static const struct listing all[] = { { "*", "x" }, { NULL, NULL } };

	(void)self, (void)name, (void)why;
	*table = listing_of(all);
	return true;
}

/* Before anything is tried. */
static const struct {
	const char *name, *settings;
	bool has_own;
	const char *trouble;
} checks[] = {
	{ "the defaults are fine", NULL, false, "" },
	{ "D24: a login without passwords", "smtp_sasl_auth_enable = yes",
	    false, "5.3.5 smtp_sasl_auth_enable is yes, but "
	    "smtp_sasl_password_maps is empty" },
	{ "but with one of the user's own", "smtp_sasl_auth_enable = yes",
	    true, "" },
	{ "or ~/.netrc", "smtp_sasl_auth_enable = yes\nmxput_netrc = yes",
	    false, "" },
	{ "D24: an option that is none",
	    "smtp_sasl_tls_security_options = noplain", false,
	    "5.3.5 smtp_sasl_tls_security_options: \"noplain\" is no SASL "
	    "security option" },
	{ "D24: which the others inherit",
	    "smtp_sasl_security_options = NoPlaintext", false,
	    "5.3.5 smtp_sasl_security_options: \"NoPlaintext\" is no SASL "
	    "security option" },
};

/* A candidate: is a login wanted, and required, and whose. */
static const struct {
	const char *name, *settings;
	bool own, named;	/* the user gave one; for this destination */
	bool netrc;
	bool wanted, required, is_own, asks;	/* asks: the tables */
} logins[] = {
	{ "behaviour 153: without smtp_sasl_auth_enable", NULL, false, true,
	    false, false, false, false, false },
	{ "behaviour 153: with it", "smtp_sasl_auth_enable = yes", false,
	    false, false, true, false, false, true },
	{ "mxput_sasl_auth_required", "mxput_sasl_auth_required = yes", false,
	    false, false, false, true, false, false },
	{ "D5: the user's own", NULL, true, true, false, true, true, true,
	    false },
	{ "D5: not where it was not meant for", NULL, true, false, false,
	    false, false, false, false },
	{ "D5: there the tables are asked, as ever",
	    "smtp_sasl_auth_enable = yes", true, false, false, true, false,
	    false, true },
	{ "~/.netrc, and no tables", NULL, false, false, true, true, false,
	    false, false },
};

static void
test_logins(void)
{
	struct secret *secret = secret_copy(SPAN("s3cret"));

	for (size_t i = 0; i < sizeof(logins) / sizeof(logins[0]); i++) {
		struct logins all = { .own = { .user = logins[i].own ?
		    SPAN("ann") : (struct span){ 0 }, .password = secret,
		    .required = true },
		    .netrc = logins[i].netrc ? secret : NULL };
		struct login_policy l;
		struct rig s;

		rig_begin(&s, logins[i].settings, NULL);
		s.params.maps.sasl_passwords = listing_of(passwords);
		s.setup.logins = &all;
		s.setup.is_named = logins[i].named;
		ok(login_policy_for(&s.setup, &l, &s.why), logins[i].name);
		ok(l.wanted == logins[i].wanted &&
		    l.required == logins[i].required &&
		    (l.own != NULL) == logins[i].is_own &&
		    (l.wish.passwords.find != NULL) == logins[i].asks,
		    logins[i].name);
		rig_end(&s);
	}
	secret_free(&secret);
}

/* Whose password it is, by the sender (154). */
static const struct {
	const char *name, *settings;
	struct address sender;
	bool counts, local;
} senders[] = {
	{ "behaviour 154: not by the sender", "x = y",
	    { SPAN_INIT("ann"), SPAN_INIT("b.test") }, false, false },
	{ "behaviour 154: by the sender",
	    "smtp_sender_dependent_authentication = yes",
	    { SPAN_INIT("ann"), SPAN_INIT("b.test") }, true, false },
	{ "behaviour 154: of a domain of ours",
	    "smtp_sender_dependent_authentication = yes\n"
	    "mydestination = a.test, b.test",
	    { SPAN_INIT("ann"), SPAN_INIT("B.test") }, true, true },
	{ "behaviour 154: not by the null sender",
	    "smtp_sender_dependent_authentication = yes", { { 0 }, { 0 } },
	    false, false },
};

static void
test_senders(void)
{
	for (size_t i = 0; i < sizeof(senders) / sizeof(senders[0]); i++) {
		struct login_policy l;
		struct rig s;

		rig_begin(&s, senders[i].settings, NULL);
		s.setup.sender = &senders[i].sender;
		ok(login_policy_for(&s.setup, &l, &s.why) &&
		    (l.wish.sender != NULL) == senders[i].counts &&
		    l.wish.way.local == senders[i].local, senders[i].name);
		s.params.protocol = PROTOCOL_LMTP;
		ok(login_policy_for(&s.setup, &l, &s.why) &&
		    l.wish.sender == NULL, "behaviour 154: never in LMTP");
		rig_end(&s);
	}
}

/* names_ntlm - does such a filter name it? */

static bool
names_ntlm(const char *text)
{
	struct match_list filter = { 0 };
	const struct match_source source = { .table = any };
	const struct logins all = { .filter = &filter };
	struct login_policy l;
	struct rig s;
	bool named;

	rig_begin(&s, NULL, NULL);
	must(match_list_read(span_of(text), &source, &filter, &s.why));
	s.setup.logins = &all;
	must(login_policy_for(&s.setup, &l, &s.why));
	named = l.filter.names(l.filter.self, SPAN("NTLM"));
	rig_end(&s);
	return named;
}

static void
test_names(void)
{
	ok(names_ntlm("plain, ntlm"), "behaviour 158: NTLM by its name");
	ok(!names_ntlm("!CRAM-MD5, static:all"),
	    "behaviour 158: not by a table that has everything");
	ok(!names_ntlm("static:all, NTLM"),
	    "behaviour 158: nor behind one");
	ok(!names_ntlm("!NTLM, static:all"),
	    "behaviour 158: nor by its exclusion");
	ok(!names_ntlm("PLAIN"), "behaviour 158: nor by another name");
}

static void
test_socket(void)
{
	struct login_policy l;
	struct rig s;

	rig_begin(&s, "smtp_sasl_auth_enable = yes", NULL);
	s.nexthop.text = SPAN("unix:/run/lmtp");
	s.nexthop.literal.family = NET_UNIX;
	s.nexthop.literal.path = SPAN("/run/lmtp");
	must(login_policy_for(&s.setup, &l, &s.why));
	is_text(l.wish.nexthop, "/run/lmtp",
	    "behaviour 18: the password of a socket is by its path");
	s.nexthop.text = SPAN("[mx.test]:587");
	s.nexthop.literal.family = NET_NONE;
	must(login_policy_for(&s.setup, &l, &s.why));
	is_text(l.wish.nexthop, "[mx.test]:587",
	    "behaviour 154: of another next hop by its text");
	rig_end(&s);
}

/* retries - is the same server tried without TLS, if TLS fails there? */

static bool
retries(const char *settings, const struct listing *rows)
{
	struct policy policy;
	struct rig s;
	bool may;

	rig_begin(&s, settings, NULL);
	s.params.tls_security_level = TLS_MAY;
	s.params.maps.sasl_passwords = listing_of(rows);
	s.setup.age = s.params.minimal_backoff_time;
	may = policy_for(&s.setup, &policy, &s.why) &&
	    policy.tls.may_retry_plain;
	rig_end(&s);
	return may;
}

int
main(void)
{
	struct match_list filter = { 0 };
	struct match_source source = { 0 };
	struct logins all = { .filter = &filter };
	struct login_policy l;
	struct rig s;

	for (size_t i = 0; i < sizeof(checks) / sizeof(checks[0]); i++) {
		rig_begin(&s, checks[i].settings, NULL);
		ok(login_policy_check(&s.params, checks[i].has_own,
		    &s.why) == (checks[i].trouble[0] == '\0'),
		    checks[i].name);
		is_text(rig_word(&s), checks[i].trouble, checks[i].name);
		rig_end(&s);
	}
	test_logins();
	test_senders();
	rig_begin(&s, "smtp_sasl_security_options =\n"
	    "smtp_sasl_tls_security_options = noplaintext\n"
	    "smtp_sasl_tls_verified_security_options = noanonymous", NULL);
	must(match_list_read(SPAN("!plain, LOGIN"), &source, &filter,
	    &s.why));
	s.setup.logins = &all;
	ok(login_policy_for(&s.setup, &l, &s.why) && l.options.plain == 0 &&
	    l.options.tls == SECURITY_NOPLAINTEXT &&
	    l.options.matched == SECURITY_NOANONYMOUS,
	    "behaviour 157: options for each state of TLS");
	ok(l.filter.passes(l.filter.self, SPAN("login")) &&
	    !l.filter.passes(l.filter.self, SPAN("PLAIN")) &&
	    !l.filter.passes(l.filter.self, SPAN("NTLM")),
	    "behaviour 158: the filter, in any case");
	rig_end(&s);
	test_names();
	test_socket();
	ok(retries("smtp_sasl_auth_enable = no", passwords),
	    "behaviour 134: without logins TLS may be given up");
	ok(retries("smtp_sasl_auth_enable = yes", none),
	    "behaviour 134: or without one for this server");
	ok(!retries("smtp_sasl_auth_enable = yes", passwords),
	    "behaviour 134: but never with one");
	ok(!retries("smtp_sasl_auth_enable = yes", broken),
	    "behaviour 134: nor if nobody can tell");
	return tap_done();
}
