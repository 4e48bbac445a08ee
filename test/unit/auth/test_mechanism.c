/* SPDX-License-Identifier: BSD-2-Clause */
#include "auth/mechanism.h"

#include "base/ascii.h"
#include "unit/tap.h"

enum {
	ALL = HAVE_PASSWORD | HAVE_TOKEN | HAVE_CERTIFICATE | HAVE_TICKET |
	    HAVE_BINDING,
	NAMED = SECURITY_NOANONYMOUS,
	HIDDEN = SECURITY_NOANONYMOUS | SECURITY_NOPLAINTEXT,
};

#define EVERYTHING \
	"ANONYMOUS LOGIN PLAIN NTLM XOAUTH2 OAUTHBEARER CRAM-MD5 DIGEST-MD5 " \
	"GSSAPI EXTERNAL SCRAM-SHA-1 SCRAM-SHA-256 SCRAM-SHA-1-PLUS " \
	"SCRAM-SHA-256-PLUS SCRAM-SHA-512 SCRAM-SHA-512-PLUS"

/* Of these, in our own order. */
#define SCRAMS \
	"SCRAM-SHA-512-PLUS SCRAM-SHA-256-PLUS SCRAM-SHA-1-PLUS " \
	"SCRAM-SHA-512 SCRAM-SHA-256 SCRAM-SHA-1"

static const struct scene {
	const char *name, *offered, *filter;
	unsigned options, have;
	bool ntlm;
	const char *candidates, *remarks;
} scenes[] = {
	{ "behaviour 159: the strongest first", "LOGIN PLAIN CRAM-MD5 "
	    "DIGEST-MD5 SCRAM-SHA-1 SCRAM-SHA-256 SCRAM-SHA-512", "", NAMED,
	    HAVE_PASSWORD, false, "SCRAM-SHA-512 SCRAM-SHA-256 SCRAM-SHA-1 "
	    "DIGEST-MD5 CRAM-MD5 PLAIN LOGIN", "" },
	{ "our own order, a token first", EVERYTHING, "", 0, ALL, true,
	    "OAUTHBEARER XOAUTH2 " SCRAMS " EXTERNAL GSSAPI DIGEST-MD5 "
	    "CRAM-MD5 NTLM PLAIN LOGIN ANONYMOUS", "" },
	{ "D15: nothing to log in with", EVERYTHING, "", 0, 0, true,
	    "ANONYMOUS", "LOGIN needs a password; PLAIN needs a password; "
	    "NTLM needs a password; XOAUTH2 needs a token; OAUTHBEARER needs "
	    "a token; CRAM-MD5 needs a password; DIGEST-MD5 needs a "
	    "password; GSSAPI needs a ticket; EXTERNAL needs a certificate "
	    "of ours that the server has seen; SCRAM-SHA-1 needs a password; "
	    "SCRAM-SHA-256 needs a password; SCRAM-SHA-1-PLUS needs a "
	    "password; SCRAM-SHA-256-PLUS needs a password; SCRAM-SHA-512 "
	    "needs a password; SCRAM-SHA-512-PLUS needs a password; " },
	{ "D15: EXTERNAL does not stand in the way of PLAIN",
	    "EXTERNAL PLAIN", "", NAMED, HAVE_PASSWORD, false, "PLAIN",
	    "EXTERNAL needs a certificate of ours that the server has "
	    "seen; " },
	{ "D15: bound only where there is something to be bound to",
	    "SCRAM-SHA-256-PLUS SCRAM-SHA-256", "", HIDDEN, HAVE_PASSWORD,
	    false, "SCRAM-SHA-256", "SCRAM-SHA-256-PLUS needs a TLS session "
	    "that it can be bound to; " },
	{ "behaviour 157: noplaintext", "PLAIN LOGIN XOAUTH2 OAUTHBEARER", "",
	    HIDDEN, ALL, false, "", "PLAIN noplaintext rules it out on this "
	    "connection; LOGIN noplaintext rules it out on this connection; "
	    "XOAUTH2 noplaintext rules it out on this connection; "
	    "OAUTHBEARER noplaintext rules it out on this connection; " },
	{ "behaviour 157: noanonymous", EVERYTHING, "", HIDDEN, ALL, true,
	    SCRAMS " EXTERNAL GSSAPI DIGEST-MD5 CRAM-MD5 NTLM", NULL },
	{ "behaviour 159: without it ANONYMOUS is used", "ANONYMOUS", "", 0,
	    HAVE_PASSWORD, false, "ANONYMOUS", "" },
	{ "behaviour 159: noactive", EVERYTHING, "", SECURITY_NOACTIVE, ALL,
	    true, SCRAMS " GSSAPI", NULL },
	{ "behaviour 159: nodictionary", EVERYTHING, "",
	    SECURITY_NODICTIONARY, ALL, true, "EXTERNAL", NULL },
	{ "behaviour 159: mutual_auth", EVERYTHING, "", SECURITY_MUTUAL_AUTH,
	    ALL, true, SCRAMS " GSSAPI DIGEST-MD5", NULL },
	{ "behaviour 159: forward_secrecy", EVERYTHING, "",
	    SECURITY_FORWARD_SECRECY, ALL, true, "", NULL },
	{ "behaviour 158: only what the filter names, in any case",
	    "PLAIN LOGIN cram-md5", "Login CRAM-MD5", NAMED, HAVE_PASSWORD,
	    false, "CRAM-MD5 LOGIN",
	    "PLAIN the mechanism filter holds it back; " },
	{ "behaviour 158: nothing that it names", "LOGIN", "plain", NAMED,
	    HAVE_PASSWORD, false, "",
	    "LOGIN the mechanism filter holds it back; " },
	{ "NTLM only if it is named", "NTLM", "", HIDDEN, HAVE_PASSWORD,
	    false, "", "NTLM is used only if the mechanism filter names "
	    "it; " },
	{ "NTLM if it is", "NTLM PLAIN", "ntlm plain", NAMED, HAVE_PASSWORD,
	    false, "NTLM PLAIN", "" },
	{ "NTLM not if it passes without being named", "NTLM PLAIN",
	    "* plain", NAMED, HAVE_PASSWORD, false, "PLAIN",
	    "NTLM is used only if the mechanism filter names it; " },
	{ "NTLM if it passes, and need not be named", "NTLM", "*", HIDDEN,
	    HAVE_PASSWORD, true, "NTLM", "" },
	{ "NTLM without a name", "NTLM", "", HIDDEN, HAVE_PASSWORD, true,
	    "NTLM", "" },
	{ "names in any case, twice, and names nobody knows",
	    "plain X-OWN Plain SCRAM-SHA-384 PLAINS", "", NAMED,
	    HAVE_PASSWORD, false, "PLAIN", "X-OWN is not known here; "
	    "SCRAM-SHA-384 is not known here; PLAINS is not known here; " },
	{ "nothing is offered", "", "", 0, ALL, true, "", "" },
};

/* names - a filter on paper: names with blanks between them */

static bool
names(const void *self, struct span name)
{
	struct span rest = span_of(self), word;

	while (ascii_word(&rest, " ", &word))
		if (ascii_equal(word, name))
			return true;
	return false;
}

/* passes - there may also be a star, for any name */

static bool
passes(const void *self, struct span name)
{
	return names(self, SPAN("*")) || names(self, name);
}

static struct span
list(const struct mechanism_choice *choice, struct arena *arena)
{
	struct span all = SPAN("");

	for (size_t i = 0; i < choice->len; i++)
		all = arena_text(arena, "%.*s%s%s", SPAN_ARG(all),
		    i == 0 ? "" : " ", mechanism_name(choice->candidates[i]));
	return all;
}

static struct span
reasons(const struct mechanism_choice *choice, struct arena *arena)
{
	struct span all = SPAN("");

	for (size_t i = 0; i < choice->remarks_len; i++)
		all = arena_text(arena, "%.*s%.*s %s; ", SPAN_ARG(all),
		    SPAN_ARG(choice->remarks[i].name),
		    choice->remarks[i].reason);
	return all;
}

static void
play(const struct scene *s, struct arena *arena)
{
	struct mechanism_wish wish = { .offered = span_of(s->offered),
	    .options = s->options, .have = s->have, .ntlm = s->ntlm };
	struct mechanism_choice choice = { .len = 7, .remarks_len = 7 };

	if (s->filter[0] != '\0')
		wish.filter = (struct mechanism_filter){ passes, names,
		    s->filter };
	mechanism_choose(&wish, &choice);
	is_text(list(&choice, arena), s->candidates, s->name);
	if (s->remarks != NULL)
		is_text(reasons(&choice, arena), s->remarks, s->name);
}

static void
test_many(struct arena *arena)
{
	struct span offered = SPAN("PLAIN");
	struct mechanism_wish wish = { .have = HAVE_PASSWORD };
	struct mechanism_choice choice;

	for (unsigned i = 0; i < 100; i++)
		offered = arena_text(arena, "X%u %.*s", i, SPAN_ARG(offered));
	wish.offered = offered;
	mechanism_choose(&wish, &choice);
	ok(choice.len == 1 && choice.candidates[0] == MECHANISM_PLAIN,
	    "a hundred others do not hide one that is good");
	is_number(choice.remarks_len, REMARKS_MAX, "remarks are bounded");
}

static void
test_options(struct arena *arena)
{
	struct security_lists lists = { .plain = 1, .tls = 2, .matched = 4 };
	struct dsn why = DSN_IN(arena);
	unsigned options = 77;

	ok(security_read(SPAN("noplaintext, noanonymous"), &options, &why) &&
	    options == HIDDEN, "behaviour 157: two words");
	ok(security_read(SPAN("noactive nodictionary mutual_auth,"
	    "forward_secrecy"), &options, &why) && options ==
	    (SECURITY_NOACTIVE | SECURITY_NODICTIONARY | SECURITY_MUTUAL_AUTH |
	    SECURITY_FORWARD_SECRECY), "the others");
	ok(security_read(SPAN(" "), &options, &why) && options == 0, "none");
	ok(!security_read(SPAN("noanonymous NoPlaintext"), &options, &why),
	    "D24: in capitals it is none");
	is_text(why.text, "\"NoPlaintext\" is no SASL security option",
	    "and named");
	is_number(security_lists_for(&lists, false, false), 1,
	    "behaviour 157: no TLS");
	is_number(security_lists_for(&lists, true, false), 2,
	    "behaviour 157: TLS with a server that proved nothing");
	is_number(security_lists_for(&lists, true, true), 4,
	    "behaviour 157, D6: with one whose certificate matched");
}

int
main(void)
{
	struct arena *arena = arena_new();

	for (size_t i = 0; i < sizeof(scenes) / sizeof(scenes[0]); i++)
		play(&scenes[i], arena);
	test_many(arena);
	test_options(arena);
	ok(mechanism_speaks_first(MECHANISM_PLAIN) &&
	    !mechanism_speaks_first(MECHANISM_LOGIN),
	    "who speaks first");
	arena_free(&arena);
	return tap_done();
}
