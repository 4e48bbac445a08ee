/* SPDX-License-Identifier: BSD-2-Clause */
#include "policy/site.h"

#include "unit/policy/rig.h"

/* Words of smtp_tls_per_site; NULL: there is no entry. */
static const char *const words[] = { NULL, "NONE", "MAY", "MUST_NOPEERMATCH",
	"MUST" };

enum { WORDS = sizeof(words) / sizeof(words[0]) };

static const char *const general[] = { "none", "may", "encrypt", "verify",
	"secure" };

enum { LEVELS = sizeof(general) / sizeof(general[0]) };

/*
 * Behaviour 104, written out: rows are what is said of the next hop, columns
 * what is said of the host. '=' is the general level, '+' the same but at
 * least may, else the first letter of the level.
 */
static const char *const results[WORDS] = {
	/* host:	 -  NONE  MAY  NOPEER  MUST */
	/* nothing */	"=n+ev",
	/* NONE */	"nnnev",
	/* MAY */	"+n+ev",
	/* NOPEERMATCH */ "eeeev",
	/* MUST */	"vvvvv",
};

static enum tls_level
expected(char result, enum tls_level otherwise)
{
	switch (result) {
	case '+':
		return otherwise == TLS_NONE ? TLS_MAY : otherwise;
	case 'n':
		return TLS_NONE;
	case 'e':
		return TLS_ENCRYPT;
	case 'v':
		return TLS_VERIFY;
	default:
		return otherwise;
	}
}

static void
combine(struct rig *s, size_t hop, size_t host, size_t level)
{
	const struct listing pairs[] = {
		{ words[hop] != NULL ? "hop.test" : "-", words[hop] },
		{ words[host] != NULL ? "host.test" : "-", words[host] },
		{ NULL, NULL } };
	enum tls_level otherwise = rig_level(general[level]);
	enum site site;
	struct span name;

	s->params.maps.tls_per_site = listing_of(pairs);
	name = arena_text(s->arena, "behaviour 104: %s for the next hop, %s "
	    "for the host, general level %s",
	    words[hop] != NULL ? words[hop] : "nothing",
	    words[host] != NULL ? words[host] : "nothing", general[level]);
	ok(site_find(&s->params, SPAN("hop.test"), SPAN("host.test"), &site,
	    &s->why) && site_level(site, otherwise) ==
	    expected(results[hop][host], otherwise), name.at);
}

static bool
find(struct rig *s, const struct listing *pairs, const char *hop,
    enum site *site)
{
	s->params.maps.tls_per_site = listing_of(pairs);
	s->why = DSN_IN(s->arena);
	return site_find(&s->params, span_of(hop), SPAN("host.test"), site,
	    &s->why);
}

int
main(void)
{
	enum site site;
	struct rig s;

	rig_begin(&s, NULL, NULL);
	for (size_t i = 0; i < WORDS * WORDS * LEVELS; i++)
		combine(&s, i / WORDS / LEVELS, i / LEVELS % WORDS,
		    i % LEVELS);
	ok(find(&s, LISTING({ "hop.test", "must_NoPeerMatch" }), "hop.test",
	    &site) && site == SITE_MUST_NOPEERMATCH,
	    "behaviour 104: words in any case");
	ok(find(&s, LISTING({ ".test", "MUST" }), "hop.test", &site) &&
	    site == SITE_NOTHING, "behaviour 104: no parents are asked for");
	ok(find(&s, LISTING({ "[hop.test]:25", "MUST" }), "[hop.test]:25",
	    &site) && site == SITE_MUST, "behaviour 104: a whole next hop");
	ok(!find(&s, LISTING({ "hop.test", "SECURE" }), "hop.test", &site),
	    "behaviour 104: an unknown word");
	is_text(rig_word(&s), "4.7.5 smtp_tls_per_site, hop.test: "
	    "\"SECURE\" is none of its words", "behaviour 104: and what of");
	ok(!find(&s, LISTING({ "host.test", NULL }), "hop.test", &site),
	    "behaviours 103, 104: a table that cannot say");
	is_text(rig_word(&s), "4.3.0 smtp_tls_per_site: look up "
	    "\"host.test\": no table", "is 4.3.0 here");
	rig_end(&s);
	return tap_done();
}
