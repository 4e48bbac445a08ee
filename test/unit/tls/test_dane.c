/* SPDX-License-Identifier: BSD-2-Clause */
#include "tls/dane.h"

#include "unit/tap.h"
#include "unit/tls/dane_scenes.h"

static unsigned depth = 9;

static struct verdict
check(const struct tlsa *tlsa, size_t len, const enum who *chain,
    const char *names, struct notes *notes)
{
	struct destination destination = { SPAN("example"),
	    SPAN("mx.example") };
	struct references references = { .len = 0 };
	struct dane_demand demand = { .tlsa = tlsa, .len = len,
	    .names = &references, .depth = depth };
	struct span der[CHAIN], unknown;
	struct peer_chain from = { der, 0 };

	tlsa_digests_read(SPAN("sha512 sha256"), &demand.digests, &unknown);
	references_read(them.arena, &references, span_of(names),
	    &destination, &unknown);
	for (; chain[from.len] != NOBODY; from.len++)
		der[from.len] = them.at[chain[from.len]]->der;
	return dane_check(them.arena, &from, &demand, notes);
}

/* every usage, selector and type, whether the anchor was sent or not */

static void
matrix(enum who who, unsigned usage, const enum who *chain, bool sent)
{
	for (unsigned selector = 0; selector < 2; selector++)
		for (unsigned type = 0; type < 3; type++) {
			struct about about = { usage, selector, type, who };
			struct tlsa tlsa = record(&about);
			bool want = sent || type == TLSA_FULL;
			struct verdict v = check(&tlsa, 1, chain, "hostname",
			    NULL);
			struct span name = arena_text(them.arena,
			    "behaviour 120: %u %u %u, %s", usage, selector,
			    type, sent ? "sent" : "not sent");

			if (!ok((v.standing == STANDING_VERIFIED) == want,
			    name.at))
				printf("# %.*s\n", SPAN_ARG(v.reason));
		}
}

static void
all_sorts(void)
{
	static const enum who whole[] = { LEAF, INTER, ROOT, NOBODY };
	static const enum who part[] = { LEAF, INTER, NOBODY };
	static const enum who bare[] = { LEAF, NOBODY };

	matrix(LEAF, 3, whole, true);
	matrix(LEAF, 3, bare, true);
	matrix(ROOT, 2, whole, true);
	matrix(INTER, 2, whole, true);
	matrix(ROOT, 2, part, false);
	matrix(INTER, 2, bare, false);
}

static void
several_names(void)
{
	static const enum who chain[] = { LEAF, INTER, NOBODY };
	struct tlsa tlsa = record(&(struct about){ 2, 1, 1, INTER });

	ok(check(&tlsa, 1, chain, "base.test, mx.example", NULL).standing ==
	    STANDING_VERIFIED, "behaviour 120: any of several names will do");
	ok(check(&tlsa, 1, chain, "base.test, example", NULL).standing ==
	    STANDING_TRUSTED, "behaviour 120: but one must");
}

static void
several_records(void)
{
	static const enum who chain[] = { LEAF, INTER, NOBODY };
	struct tlsa tlsa[3] = {
		record(&(struct about){ 3, 1, 1, LEAF }),
		record(&(struct about){ 3, 1, 2, STRANGER }),
		record(&(struct about){ 2, 0, 1, INTER }),
	};
	struct notes notes = { .arena = them.arena };
	struct verdict v;

	v = check(tlsa, 2, chain, "hostname", NULL);
	is_text(v.reason, "the server has another key",
	    "behaviour 120: only the strongest digest counts");
	v = check(tlsa, 3, chain, "hostname", &notes);
	ok(v.standing == STANDING_VERIFIED, "of one usage and selector");
	is_span(v.by, tlsa_text(them.arena, &tlsa[2]), "by the right record");
	is_number(notes.len, 3, "one did not match, a name did, one matched");
	tlsa[1].data.len--;
	v = check(tlsa, 2, chain, "hostname", NULL);
	is_span(v.by, tlsa_text(them.arena, &tlsa[0]),
	    "behaviour 120: a damaged record outdoes none");
	tlsa[0].type = tlsa[1].type = 9;
	notes.len = 0;
	v = check(tlsa, 2, chain, "hostname", &notes);
	is_text(v.reason, "no TLSA record can be used",
	    "behaviour 118: none can be used");
	is_number(notes.len, 2, "each is noted");
}

static void
no_chain(void)
{
	struct references names = { .len = 0 };
	struct dane_demand demand = { .names = &names };
	struct span junk = SPAN("junk");
	struct peer_chain chain = { &junk, 1 };

	ok(dane_check(them.arena, &chain, &demand, NULL).standing ==
	    STANDING_UNTRUSTED, "no certificate but junk");
	chain.len = 0;
	ok(dane_check(them.arena, &chain, &demand, NULL).standing ==
	    STANDING_ANONYMOUS, "no certificate");
}

static void
deep(void)
{
	static const enum who chain[] = { DEEP, INTER2, INTER, ROOT, NOBODY };
	static const enum who bare[] = { DEEP, INTER2, INTER, NOBODY };
	struct tlsa root = record(&(struct about){ 2, 1, 1, ROOT });
	struct tlsa key = record(&(struct about){ 2, 1, 0, ROOT });
	struct tlsa inter = record(&(struct about){ 2, 1, 1, INTER });

	depth = 1;
	ok(check(&root, 1, chain, "hostname", NULL).standing ==
	    STANDING_VERIFIED, "depth 1 and two between");
	depth = 0;
	is_text(check(&root, 1, chain, "hostname", NULL).reason,
	    "the chain is too long", "depth 0 and two between");
	ok(check(&inter, 1, chain, "hostname", NULL).standing ==
	    STANDING_VERIFIED, "depth 0 and one between");
	ok(check(&key, 1, bare, "hostname", NULL).standing == STANDING_VERIFIED,
	    "a bare key stands where the certificate does that it signed");
	depth = 9;
}

static void
usable(void)
{
	struct tlsa tlsa[] = {
		record(&(struct about){ 3, 1, 1, LEAF }),
		record(&(struct about){ 2, 0, 0, LEAF }),
		record(&(struct about){ 2, 1, 0, LEAF }),
		{ 2, 0, 0, SPAN_INIT("no certificate") },
		{ 3, 1, 0, SPAN_INIT("no key") },
		{ 1, 1, 1, SPAN_INIT("01234567890123456789012345678901") },
	};
	struct dane_demand demand = { .tlsa = tlsa, .len = 6 };
	struct span unknown;

	tlsa_digests_read(SPAN("sha512 sha256"), &demand.digests, &unknown);
	is_number(dane_usable(&demand), 3,
	    "behaviour 118: what is no certificate and no key is no use");
	demand.digests.len = 0;
	is_number(dane_usable(&demand), 2,
	    "behaviour 118: nor a digest that we may not use");
	demand.len = 0;
	is_number(dane_usable(&demand), 0, "no records");
}

int
main(void)
{
	begin();
	for (size_t i = 0; i < sizeof(scenes) / sizeof(scenes[0]); i++) {
		struct tlsa tlsa = record(&scenes[i].about);
		struct verdict v = check(&tlsa, 1, scenes[i].chain,
		    "hostname", NULL);

		if (!is_text(span_of(standing_name(v.standing)),
		    standing_name(scenes[i].standing), scenes[i].name))
			printf("# %.*s\n", SPAN_ARG(v.reason));
	}
	all_sorts();
	several_names();
	several_records();
	no_chain();
	deep();
	usable();
	end();
	return tap_done();
}
