/* SPDX-License-Identifier: BSD-2-Clause */
#include "tls/peer.h"

#include <limits.h>
#include <pthread.h>

#include "unit/tap.h"
#include "unit/tls/peer_scenes.h"

static void
play(const struct cast *cast, const struct scene *scene, unsigned depth)
{
	struct order order = scene->order;
	struct destination destination = { SPAN("example"),
	    SPAN("mx.example") };
	struct references names = { .len = 0 };
	struct peer_demand demand = { .authorities = cast->authorities,
	    .names = &names, .depth = depth };
	struct span der[CHAIN], bad;
	struct peer_chain chain = { der, 1 };
	struct notes notes = { .arena = cast->arena };
	struct verdict v;
	struct minted *leaf;

	order.issuer = who_is(cast, scene->by);
	leaf = ca_mint(cast->arena, &order);
	der[0] = leaf->der;
	for (size_t i = 0; i < CHAIN - 1 && scene->behind[i] != NOBODY; i++)
		der[chain.len++] = who_is(cast, scene->behind[i])->der;
	references_read(cast->arena, &names, span_of(scene->want),
	    &destination, &bad);
	v = peer_check_names(cast->arena, &chain, &demand, &notes);
	if (!is_text(span_of(standing_name(v.standing)),
	    standing_name(scene->standing), scene->name))
		printf("# %.*s%.*s\n", SPAN_ARG(v.reason), SPAN_ARG(v.by));
	if (scene->says != NULL)
		is_text(v.standing == STANDING_VERIFIED ? v.by : v.reason,
		    scene->says, scene->name);
	ok((v.by.len > 0) == (v.standing == STANDING_VERIFIED) &&
	    (v.reason.len > 0) == (v.standing != STANDING_VERIFIED) &&
	    notes.len > 0, "a verdict has one reason, and notes");
	ca_forget(leaf, true);
}

static void
no_chain(const struct cast *cast)
{
	struct references names = { .len = 0 };
	struct peer_demand demand = { .authorities = cast->authorities,
	    .names = &names };
	struct span junk = SPAN("junk");
	struct peer_chain chain = { NULL, 0 };
	struct verdict v;

	v = peer_check_names(cast->arena, &chain, &demand, NULL);
	ok(v.standing == STANDING_ANONYMOUS, "no certificate: anonymous");
	chain = (struct peer_chain){ &junk, 1 };
	v = peer_check_names(cast->arena, &chain, &demand, NULL);
	ok(v.standing == STANDING_UNTRUSTED,
	    "no certificate but junk: untrusted");
	v = peer_check_fingerprints(cast->arena, &chain,
	    &(struct fingerprints){ .len = 0 }, NULL);
	is_text(v.reason, "a certificate cannot be read",
	    "junk has no fingerprint");
	chain = (struct peer_chain){ &cast->root->der, 1 };
	demand.authorities = NULL;
	v = peer_check_names(cast->arena, &chain, &demand, NULL);
	is_text(v.reason, "nobody is trusted to vouch for servers",
	    "without a store nobody is trusted");
}

static void
constrained(struct cast *cast)
{
	struct minted *inter = ca_mint(cast->arena, &(struct order){
	    .issuer = cast->root, .cn = "narrow", .authority = true,
	    .permitted = "a.test" });
	struct minted *keep = cast->inter;
	const struct scene out = { "a name beyond the issuer's constraints",
	    { MX }, INTER, { INTER }, "hostname", STANDING_UNTRUSTED, NULL };
	const struct scene in = { "a name within them",
	    { NAMES(SPAN_INIT("mx.a.test")) }, INTER, { INTER }, "mx.a.test",
	    STANDING_VERIFIED, NULL };

	cast->inter = inter;
	play(cast, &out, 9);
	play(cast, &in, 9);
	cast->inter = keep;
	ca_forget(inter, true);
}

static void
leaf_issues(struct cast *cast)
{
	struct minted *server = ca_mint(cast->arena, &(struct order){
	    .issuer = cast->root, .cn = "server", MX });
	struct minted *keep = cast->inter;
	const struct scene scene = { "a server's certificate that issues",
	    { MX }, INTER, { INTER }, "hostname", STANDING_UNTRUSTED,
	    "the issuer may not issue" };

	cast->inter = server;
	play(cast, &scene, 9);
	cast->inter = keep;
	ca_forget(server, true);
}

/* trusts_itself - a store that holds the leaf */

static void
trusts_itself(const struct cast *cast, struct order order, enum standing want,
    const char *name)
{
	struct minted *leaf = ca_mint(cast->arena, &order);
	struct authorities_setup setup = { .file = ca_file(cast->arena,
	    cast->folder, "leaf.pem", CA_TEXTS(ca_pem(cast->arena, leaf))) };
	struct references names = { .len = 0 };
	struct peer_demand demand = { .names = &names };
	struct peer_chain chain = { &leaf->der, 1 };
	struct dsn why = DSN_IN(cast->arena);
	struct authorities *authorities;

	must(authorities_load(&setup, &authorities, &why));
	must(reference_add(cast->arena, &names, SPAN("mx.example"),
	    &(struct destination){ SPAN(""), SPAN("") }));
	demand.authorities = authorities;
	ok(peer_check_names(cast->arena, &chain, &demand, NULL).standing ==
	    want, name);
	authorities_free(&authorities);
	unlink(setup.file.at);
	ca_forget(leaf, true);
}

static void
trusted_leaves(const struct cast *cast)
{
	trusts_itself(cast, (struct order){ MX }, STANDING_VERIFIED,
	    "a leaf that is trusted itself");
	trusts_itself(cast, (struct order){ .rsa = 768, MX },
	    STANDING_UNTRUSTED, "behaviour 132: not if its key is weak");
	trusts_itself(cast, (struct order){ MX,
	    .purpose = GNUTLS_KP_TLS_WWW_CLIENT }, STANDING_UNTRUSTED,
	    "behaviour 132: nor if it is for clients");
	trusts_itself(cast, (struct order){ MX, .from = -9, .to = -1 },
	    STANDING_UNTRUSTED, "nor once it has expired");
}

static void
by_fingerprint(const struct cast *cast, struct span list, unsigned digest,
    enum standing want, const char *name)
{
	struct minted *leaf = ca_mint(cast->arena, &(struct order){ MX,
	    .from = -9, .to = -1 });
	struct fingerprints prints = { .digest = digest };
	struct peer_chain chain = { &leaf->der, 1 };
	struct notes notes = { .arena = cast->arena };
	struct verdict v;
	struct span bad;

	if (list.len == 0)
		list = fingerprint_text(cast->arena, digest, leaf->der);
	else if (span_equal(list, SPAN("key")))
		list = fingerprint_text(cast->arena, digest, leaf->spki);
	fingerprints_read(cast->arena, list, &prints, &bad);
	v = peer_check_fingerprints(cast->arena, &chain, &prints, &notes);
	ok(v.standing == want, name);
	is_number(notes.len, 2, "both fingerprints are noted");
	ca_forget(leaf, true);
}

static void
fingerprints(const struct cast *cast)
{
	struct minted *weak = ca_mint(cast->arena, &(struct order){ MX,
	    .rsa = 768 });
	struct fingerprints prints = { .len = 0 };
	struct peer_chain chain = { &weak->der, 1 };
	unsigned digest;
	struct span bad;
	struct verdict v;

	must(fingerprint_digest(SPAN("SHA256"), &digest));
	by_fingerprint(cast, SPAN(""), digest, STANDING_VERIFIED,
	    "behaviour 132: the digest of an expired certificate");
	by_fingerprint(cast, SPAN("key"), digest, STANDING_VERIFIED,
	    "behaviour 132: the digest of its key");
	by_fingerprint(cast, SPAN("AB:CD"), digest, STANDING_UNTRUSTED,
	    "behaviour 132: another digest");
	must(fingerprint_digest(SPAN("md5"), &digest));
	by_fingerprint(cast, SPAN("key"), digest, STANDING_VERIFIED,
	    "behaviour 132: MD5");
	prints.digest = digest;
	fingerprints_read(cast->arena, fingerprint_text(cast->arena, digest,
	    weak->der), &prints, &bad);
	v = peer_check_fingerprints(cast->arena, &chain, &prints, NULL);
	is_text(v.reason, "the key of the certificate is too weak",
	    "behaviour 132: a weak key, whatever its digest");
	ca_forget(weak, true);
}

/* What threads that share the authorities find, all at once. */
struct together {
	const struct cast *cast;
	struct span der[3];
	bool good;
};

static void *
check_often(void *self)
{
	struct together *t = self;
	struct arena *arena = arena_new();
	struct references names = { .len = 0 };
	struct peer_demand demand = { .names = &names, .depth = 9,
	    .authorities = t->cast->authorities };
	struct peer_chain chain = { t->der, 3 };

	must(reference_add(arena, &names, SPAN("mx.example"),
	    &(struct destination){ SPAN(""), SPAN("") }));
	t->good = true;
	for (int i = 0; i < 50; i++)
		t->good = t->good && peer_check_names(arena, &chain, &demand,
		    NULL).standing == STANDING_VERIFIED;
	arena_free(&arena);
	return NULL;
}

static void
threads(const struct cast *cast)
{
	enum { THREADS = 4 };
	struct minted *leaf = ca_mint(cast->arena, &(struct order){ MX,
	    .issuer = cast->inter2 });
	struct together all[THREADS];
	pthread_t thread[THREADS];
	bool good = true;

	for (size_t i = 0; i < THREADS; i++) {
		all[i] = (struct together){ cast, { leaf->der,
		    cast->inter2->der, cast->inter->der }, false };
		must(pthread_create(&thread[i], NULL, check_often,
		    &all[i]) == 0);
	}
	for (size_t i = 0; i < THREADS; i++) {
		must(pthread_join(thread[i], NULL) == 0);
		good = good && all[i].good;
	}
	ok(good, "threads share the authorities");
	ca_forget(leaf, true);
}

static void
described(const struct cast *cast)
{
	struct span der[] = { cast->inter->der, cast->root->der };
	struct peer_chain chain = { der, 2 };
	struct notes notes = { .arena = cast->arena };

	peer_describe(&chain, &notes);
	is_number(notes.len, 2, "a line for each certificate");
	ok(span_starts(notes.line[1], SPAN("certificate 1: subject `CN=root'")),
	    "which begins with its subject");
	peer_describe(&chain, NULL);
	chain.len = 0;
	peer_describe(&chain, &notes);
	is_text(notes.line[2], "no chain to look at: there is no certificate",
	    "or that there is none");
}

static void
test_names_of_standings(void)
{
	is_text(span_of(standing_name(STANDING_ANONYMOUS)), "none",
	    "a server that has shown no certificate is none");
	is_text(span_of(standing_name(STANDING_UNTRUSTED)), "untrusted",
	    "one whom nobody vouches for");
	is_text(span_of(standing_name(STANDING_TRUSTED)), "trusted",
	    "one whom somebody does");
	is_text(span_of(standing_name(STANDING_VERIFIED)), "verified",
	    "one who has proved what was asked for");
}

int
main(void)
{
	struct cast cast;

	cast_begin(&cast);
	for (size_t i = 0; i < sizeof(scenes) / sizeof(scenes[0]); i++)
		play(&cast, &scenes[i], 9);
	for (size_t i = 0; i < sizeof(shallow) / sizeof(shallow[0]); i++)
		play(&cast, &shallow[i], 0);
	play(&cast, &scenes[2], UINT_MAX);
	no_chain(&cast);
	constrained(&cast);
	leaf_issues(&cast);
	trusted_leaves(&cast);
	fingerprints(&cast);
	threads(&cast);
	described(&cast);
	cast_end(&cast);
	test_names_of_standings();
	return tap_done();
}
