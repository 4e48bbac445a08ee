/* SPDX-License-Identifier: BSD-2-Clause */
#include "auth/mechanism.h"

#include "base/ascii.h"
#include "base/names.h"

/* A mechanism: what it protects from, and what it takes. */
struct trait {
	const char *name;
	unsigned gives;		/* SECURITY_ bits */
	unsigned needs;		/* HAVE_ bits */
	bool first;		/* the client speaks first */
};

#define NAMED	SECURITY_NOANONYMOUS
#define HIDDEN	(NAMED | SECURITY_NOPLAINTEXT)
#define PROVEN	(HIDDEN | SECURITY_NOACTIVE | SECURITY_MUTUAL_AUTH)

static const struct trait traits[MECHANISMS] = {
	[MECHANISM_SCRAM_SHA_512_PLUS] = { "SCRAM-SHA-512-PLUS", PROVEN,
	    HAVE_PASSWORD | HAVE_BINDING, true },
	[MECHANISM_SCRAM_SHA_256_PLUS] = { "SCRAM-SHA-256-PLUS", PROVEN,
	    HAVE_PASSWORD | HAVE_BINDING, true },
	[MECHANISM_SCRAM_SHA_1_PLUS] = { "SCRAM-SHA-1-PLUS", PROVEN,
	    HAVE_PASSWORD | HAVE_BINDING, true },
	[MECHANISM_SCRAM_SHA_512] = { "SCRAM-SHA-512", PROVEN,
	    HAVE_PASSWORD, true },
	[MECHANISM_SCRAM_SHA_256] = { "SCRAM-SHA-256", PROVEN,
	    HAVE_PASSWORD, true },
	[MECHANISM_SCRAM_SHA_1] = { "SCRAM-SHA-1", PROVEN,
	    HAVE_PASSWORD, true },
	[MECHANISM_EXTERNAL] = { "EXTERNAL", HIDDEN | SECURITY_NODICTIONARY,
	    HAVE_CERTIFICATE, true },
	[MECHANISM_GSSAPI] = { "GSSAPI", PROVEN, HAVE_TICKET, true },
	[MECHANISM_DIGEST_MD5] = { "DIGEST-MD5",
	    HIDDEN | SECURITY_MUTUAL_AUTH, HAVE_PASSWORD, false },
	[MECHANISM_CRAM_MD5] = { "CRAM-MD5", HIDDEN, HAVE_PASSWORD, false },
	/* A bearer token is as good as a password to whoever reads it. */
	[MECHANISM_OAUTHBEARER] = { "OAUTHBEARER", NAMED, HAVE_TOKEN, true },
	[MECHANISM_XOAUTH2] = { "XOAUTH2", NAMED, HAVE_TOKEN, true },
	[MECHANISM_NTLM] = { "NTLM", HIDDEN, HAVE_PASSWORD, true },
	[MECHANISM_PLAIN] = { "PLAIN", NAMED, HAVE_PASSWORD, true },
	[MECHANISM_LOGIN] = { "LOGIN", NAMED, HAVE_PASSWORD, false },
	[MECHANISM_ANONYMOUS] = { "ANONYMOUS", 0, 0, true },
};

/* Case counts (behaviour 159 as observed). */
static const struct name security_words[] = {
	{ "noanonymous", SECURITY_NOANONYMOUS },
	{ "noplaintext", SECURITY_NOPLAINTEXT },
	{ "noactive", SECURITY_NOACTIVE },
	{ "nodictionary", SECURITY_NODICTIONARY },
	{ "mutual_auth", SECURITY_MUTUAL_AUTH },
	{ "forward_secrecy", SECURITY_FORWARD_SECRECY },
	{ NULL, 0 },
};

static const struct names security_names = { security_words, true };

/* Why a mechanism is none, by what it lacks. */
static const struct name lacks_safety[] = {
	{ "noanonymous rules it out", SECURITY_NOANONYMOUS },
	{ "noplaintext rules it out on this connection",
	    SECURITY_NOPLAINTEXT },
	{ "noactive rules it out", SECURITY_NOACTIVE },
	{ "nodictionary rules it out", SECURITY_NODICTIONARY },
	{ "mutual_auth rules it out", SECURITY_MUTUAL_AUTH },
	{ "forward_secrecy rules it out", SECURITY_FORWARD_SECRECY },
	{ NULL, 0 },
};

static const struct name lacks_means[] = {
	{ "needs a password", HAVE_PASSWORD },
	{ "needs a token", HAVE_TOKEN },
	{ "needs a certificate of ours that the server has seen",
	    HAVE_CERTIFICATE },
	{ "needs a ticket", HAVE_TICKET },
	{ "needs a TLS session that it can be bound to", HAVE_BINDING },
	{ NULL, 0 },
};

const char *
mechanism_name(enum mechanism mechanism)
{
	return traits[mechanism].name;
}

bool
mechanism_speaks_first(enum mechanism mechanism)
{
	return traits[mechanism].first;
}

bool
security_read(struct span list, unsigned *options, struct dsn *why)
{
	struct span unknown;

	return names_mask(&security_names, list, options, &unknown) ||
	    dsn_fail(why, "4.3.5", "\"%.*s\" is no SASL security option",
	    SPAN_ARG(unknown));
}

/* The choice ---------------------------------------------------------------*/

static void
remark(struct mechanism_choice *choice, struct span name, const char *reason)
{
	if (choice->remarks_len < REMARKS_MAX)
		choice->remarks[choice->remarks_len++] =
		    (struct mechanism_remark){ name, reason };
}

/* first_of - the word of the first row that has one of the bits */

static const char *
first_of(const struct name *row, unsigned bits)
{
	while (row->word != NULL && (row->code & bits) == 0)
		row++;
	return row->word;
}

static bool
find(struct span name, enum mechanism *mechanism)
{
	for (size_t i = 0; i < MECHANISMS; i++)
		if (ascii_equal(span_of(traits[i].name), name)) {
			*mechanism = (enum mechanism)i;
			return true;
		}
	return false;
}

static bool
is_named(const struct mechanism_filter *filter, enum mechanism mechanism)
{
	return filter->passes != NULL && filter->names(filter->self,
	    span_of(traits[mechanism].name));
}

/* objection - why it is no candidate, or NULL */

static const char *
objection(const struct mechanism_wish *wish, enum mechanism mechanism)
{
	const struct trait *trait = &traits[mechanism];
	const char *reason = first_of(lacks_safety,
	    wish->options & ~trait->gives);

	if (reason == NULL)
		reason = first_of(lacks_means, trait->needs & ~wish->have);
	if (reason == NULL && mechanism == MECHANISM_NTLM && !wish->ntlm &&
	    !is_named(&wish->filter, mechanism))
		reason = "is used only if the mechanism filter names it";
	return reason;
}

/* sort - the bits of all candidates, to their order */

static void
sort(const struct mechanism_wish *wish, const bool *good,
    struct mechanism_choice *choice)
{
	bool token = (wish->have & HAVE_TOKEN) != 0;

	for (unsigned i = 0; token && i < MECHANISMS; i++)
		if (good[i] && mechanism_is_bearer((enum mechanism)i))
			choice->candidates[choice->len++] = (enum mechanism)i;
	for (unsigned i = 0; i < MECHANISMS; i++)
		if (good[i] && !mechanism_is_bearer((enum mechanism)i))
			choice->candidates[choice->len++] = (enum mechanism)i;
}

/* judge - why what was offered is no candidate; NULL: *mechanism is one */

static const char *
judge(const struct mechanism_wish *wish, struct span name,
    enum mechanism *mechanism)
{
	const struct mechanism_filter *filter = &wish->filter;

	if (filter->passes != NULL && !filter->passes(filter->self, name))
		return "the mechanism filter holds it back";
	if (!find(name, mechanism))
		return "is not known here";
	return objection(wish, *mechanism);
}

void
mechanism_choose(const struct mechanism_wish *wish,
    struct mechanism_choice *choice)
{
	struct span rest = wish->offered, name;
	bool good[MECHANISMS] = { false };

	*choice = (struct mechanism_choice){ .len = 0 };
	while (ascii_word(&rest, " \t", &name)) {
		enum mechanism mechanism = MECHANISMS;
		const char *reason = judge(wish, name, &mechanism);

		if (reason == NULL)
			good[mechanism] = true;
		else
			remark(choice, name, reason);
	}
	sort(wish, good, choice);
}
