/* SPDX-License-Identifier: BSD-2-Clause */
#include "tls/peer.h"
#include "unit/tap.h"
#include "unit/tls/folder.h"

static struct {
	struct folder folder;
	struct minted *root, *inter, *leaf, *old, *other, *weak;
	struct minted *old_root, *of_old;
} them;

static struct minted *
leaf(const struct minted *issuer, struct order order)
{
	order.issuer = issuer;
	order.dns[0] = SPAN("mx.example");
	return ca_mint(them.folder.arena, &order);
}

static void
begin(void)
{
	struct arena *arena;

	folder_begin(&them.folder);
	arena = them.folder.arena;
	them.root = ca_authority(arena, "root", NULL);
	them.inter = ca_authority(arena, "inter", them.root);
	them.leaf = leaf(them.inter, (struct order){ .rsa = 0 });
	them.old = leaf(them.inter, (struct order){ .from = -9, .to = -1 });
	them.weak = leaf(NULL, (struct order){ .rsa = 768 });
	them.other = ca_authority(arena, "other", NULL);
	them.old_root = ca_mint(arena, &(struct order){ .cn = "old root",
	    .authority = true, .from = -9, .to = -1 });
	them.of_old = leaf(them.old_root, (struct order){ .rsa = 0 });
}

static void
end(void)
{
	ca_forget(them.root, true);
	ca_forget(them.inter, true);
	ca_forget(them.leaf, true);
	ca_forget(them.old, true);
	ca_forget(them.weak, true);
	ca_forget(them.other, true);
	ca_forget(them.old_root, true);
	ca_forget(them.of_old, true);
	folder_end(&them.folder);
}

static struct anchors *
anchors(const char *name, struct span text)
{
	struct span path = ca_file(them.folder.arena, them.folder.path, name,
	    CA_TEXTS(text));
	struct dsn why = DSN_IN(them.folder.arena);
	struct anchors *a = NULL;

	must(anchors_load(&path, 1, &a, &why));
	return a;
}

static void
holds_for(struct span text, const struct minted *who,
    const struct minted *behind, enum standing want, const char *name)
{
	struct arena *arena = them.folder.arena;
	struct anchors *a = anchors("anchors.pem", text);
	struct references names = { .len = 0 };
	struct peer_demand demand = { .anchors = a, .names = &names,
	    .depth = 9 };
	struct span der[2] = { who->der }, bad;
	struct peer_chain chain = { der, 1 };
	struct verdict v;

	if (behind != NULL)
		der[chain.len++] = behind->der;
	references_read(arena, &names, SPAN("mx.example"),
	    &(struct destination){ SPAN("example"), SPAN("") }, &bad);
	v = peer_check_names(arena, &chain, &demand, NULL);
	if (!is_text(span_of(standing_name(v.standing)),
	    standing_name(want), name))
		printf("# %.*s\n", SPAN_ARG(v.reason));
	anchors_free(&a);
}

static struct span
pem(const struct minted *minted)
{
	return ca_pem(them.folder.arena, minted);
}

static struct span
public(const struct minted *minted)
{
	return ca_public_pem(them.folder.arena, minted);
}

static void
good(void)
{
	enum standing yes = STANDING_VERIFIED;

	holds_for(pem(them.root), them.leaf, them.inter, yes,
	    "behaviour 131: a root");
	holds_for(pem(them.inter), them.leaf, NULL, yes,
	    "behaviour 131: an issuer that was not sent");
	holds_for(pem(them.leaf), them.leaf, NULL, yes,
	    "behaviour 131: the leaf itself");
	holds_for(pem(them.old), them.old, NULL, yes,
	    "behaviour 131: the leaf itself, whatever its dates");
	holds_for(pem(them.old_root), them.of_old, NULL, yes,
	    "behaviour 131: an issuer, whatever its dates");
	holds_for(public(them.inter), them.leaf, NULL, yes,
	    "behaviour 131: a public key that signed the leaf");
	holds_for(public(them.root), them.leaf, them.inter, yes,
	    "behaviour 131: a public key that signed the issuer");
}

static void
bad(void)
{
	enum standing no = STANDING_UNTRUSTED;

	holds_for(pem(them.other), them.leaf, them.inter, no,
	    "behaviour 131: another root");
	holds_for(public(them.other), them.leaf, them.inter, no,
	    "behaviour 131: another key");
	holds_for(public(them.leaf), them.leaf, them.inter, no,
	    "behaviour 131: the leaf's own key signed nothing");
	holds_for(pem(them.root), them.leaf, NULL, no,
	    "behaviour 131: one between is missing");
	holds_for(pem(them.inter), them.old, NULL, no,
	    "behaviour 131: the dates of a leaf that is no anchor");
	holds_for(public(them.inter), them.old, NULL, no,
	    "behaviour 131: also below a key");
	holds_for(pem(them.weak), them.weak, NULL, no,
	    "behaviour 132: a weak leaf, even itself");
}

static void
refuses(const char *name, struct span text, const char *says)
{
	struct arena *arena = them.folder.arena;
	struct span paths[] = {
		ca_file(arena, them.folder.path, "good.pem",
		    CA_TEXTS(pem(them.root))),
		ca_file(arena, them.folder.path, "bad.pem", CA_TEXTS(text)),
	};
	struct dsn why = DSN_IN(arena);
	struct anchors *a = NULL;

	ok(!anchors_load(paths, 2, &a, &why) && a == NULL, name);
	is_text(span_of(why.status), "4.7.5", "is 4.7.5");
	if (!ok(holds(why.text, says), "says why"))
		printf("# %.*s\n", SPAN_ARG(why.text));
}

static void
missing(void)
{
	struct span path = SPAN("/nowhere/anchors.pem");
	struct dsn why = DSN_IN(them.folder.arena);
	struct anchors *a = NULL;

	ok(!anchors_load(&path, 1, &a, &why), "a file that is not there");
	is_text(why.text, "cannot open /nowhere/anchors.pem: No such file or "
	    "directory", "says why");
}

int
main(void)
{
	begin();
	good();
	bad();
	refuses("D23: a file with a private key only",
	    ca_key_pem(them.folder.arena, them.root),
	    "there is no trust anchor in ");
	refuses("D23: a file without PEM", SPAN("words\n"),
	    "there is no trust anchor in ");
	refuses("a certificate of junk", SPAN("-----BEGIN CERTIFICATE-----\n"
	    "AAAA\n-----END CERTIFICATE-----\n"),
	    "cannot read a trust anchor in ");
	refuses("a key of junk", SPAN("-----BEGIN PUBLIC KEY-----\n"
	    "AAAA\n-----END PUBLIC KEY-----\n"),
	    "cannot read a trust anchor in ");
	missing();
	end();
	return tap_done();
}
