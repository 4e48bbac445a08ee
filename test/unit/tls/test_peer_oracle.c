/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The scenes of test_peer before openssl verify: whom we call verified, it
 * must call so too, and nobody else.
 */
#include "tls/peer.h"

#include "unit/tap.h"
#include "unit/tls/openssl.h"
#include "unit/tls/peer_scenes.h"

/* ask_for - the name, in words of openssl; false: it has no such question */

static bool
ask_for(struct command *command, const char *want)
{
	if (strcmp(want, "hostname") == 0)
		want = "mx.example";
	else if (strcmp(want, "dot-nexthop") == 0)
		want = ".example";
	if (strchr(want, ',') != NULL || strcmp(want, ".") == 0)
		return false;
	if (strspn(want, "0123456789.") == strlen(want))
		COMMAND_ADD(command, "-verify_ip", want);
	else if ((unsigned char)want[1] > 127)
		COMMAND_ADD(command, "-verify_hostname",
		    "xn--bcher-kva.example");
	else
		COMMAND_ADD(command, "-verify_hostname", want);
	return true;
}

/* is_lax - openssl(1) lets a star stand for a part of a label, and has no
 * option against it; Postfix asks the library not to */

static bool
is_lax(const struct scene *scene)
{
	return span_starts(scene->order.dns[0], SPAN("m*."));
}

static void
compare(const struct cast *cast, struct folder *f, const struct scene *scene,
    const char *depth)
{
	struct order order = scene->order;
	struct command command = { .len = 0 };
	struct span behind[CHAIN - 1], leaf_path, behind_path;
	struct minted *leaf;
	size_t len = 0;

	COMMAND_ADD(&command, "openssl", "verify", "-purpose", "sslserver",
	    "-auth_level", "1", "-no-CApath", "-no-CAstore", "-CAfile",
	    arena_text(f->arena, "%s/ca.pem", cast->folder).at,
	    "-verify_depth", depth);
	if (!ask_for(&command, scene->want))
		return;
	order.issuer = who_is(cast, scene->by);
	leaf = ca_mint(f->arena, &order);
	for (; len < CHAIN - 1 && scene->behind[len] != NOBODY; len++)
		behind[len] = ca_pem(f->arena,
		    who_is(cast, scene->behind[len]));
	leaf_path = ca_file(f->arena, f->path, "leaf.pem",
	    CA_TEXTS(ca_pem(f->arena, leaf)));
	behind_path = ca_file(f->arena, f->path, "behind.pem", behind, len);
	if (len > 0)
		COMMAND_ADD(&command, "-untrusted", behind_path.at);
	COMMAND_ADD(&command, leaf_path.at);
	is_number(command_end(command_begin(&command)) == 0,
	    scene->standing == STANDING_VERIFIED || is_lax(scene), scene->name);
	ca_forget(leaf, true);
}

int
main(void)
{
	struct folder f;
	struct cast cast;

	if (!openssl_is_there()) {
		printf("1..0 # SKIP there is no openssl\n");
		return 0;
	}
	folder_begin(&f);
	cast_begin(&cast);
	for (size_t i = 0; i < sizeof(scenes) / sizeof(scenes[0]); i++)
		compare(&cast, &f, &scenes[i], "10");
	for (size_t i = 0; i < sizeof(shallow) / sizeof(shallow[0]); i++)
		compare(&cast, &f, &shallow[i], "1");
	cast_end(&cast);
	folder_end(&f);
	return tap_done();
}
