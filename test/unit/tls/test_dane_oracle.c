/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The scenes of test_dane before openssl s_client, which meets a server that
 * sends the chain as it stands: whom we call verified, it must call so too,
 * and nobody else.
 */
#include "tls/dane.h"

#include "unit/tap.h"
#include "unit/tls/dane_scenes.h"
#include "unit/tls/openssl.h"

static struct folder f;

static struct span
path_of(const char *name)
{
	return arena_text(f.arena, "%s/%s", f.path, name);
}

/* serve - a server for one session; it is there once its socket is */

static pid_t
serve(const enum who *chain)
{
	struct command command = { .len = 0 };
	struct span behind[CHAIN], socket_path = path_of("socket");
	size_t len = 0;
	pid_t pid;

	for (; chain[len + 1] != NOBODY; len++)
		behind[len] = ca_pem(f.arena, them.at[chain[len + 1]]);
	ca_file(f.arena, f.path, "leaf.pem",
	    CA_TEXTS(ca_pem(f.arena, them.at[chain[0]])));
	ca_file(f.arena, f.path, "key.pem",
	    CA_TEXTS(ca_key_pem(f.arena, them.at[chain[0]])));
	ca_file(f.arena, f.path, "behind.pem", behind, len);
	COMMAND_ADD(&command, "openssl", "s_server", "-rev", "-naccept",
	    "1", "-unix", socket_path.at, "-cert", path_of("leaf.pem").at,
	    "-key", path_of("key.pem").at, "-cipher", "ALL:@SECLEVEL=0");
	if (len > 0)
		COMMAND_ADD(&command, "-cert_chain",
		    path_of("behind.pem").at);
	unlink(socket_path.at);
	pid = command_begin(&command);
	for (int i = 0; i < 5000 && access(socket_path.at, F_OK) != 0; i++)
		poll(NULL, 0, 1);
	return pid;
}

static struct span
record_text(const struct tlsa *tlsa)
{
	struct span hex = fingerprint_hex(f.arena, tlsa->data), text;
	char *octets = arena_get(f.arena, hex.len + 1, 1);
	size_t len = 0;

	for (size_t i = 0; i < hex.len; i++)
		if (hex.at[i] != ':')
			octets[len++] = hex.at[i];
	text = arena_text(f.arena, "%u %u %u %s", tlsa->usage,
	    tlsa->selector, tlsa->type, octets);
	return text;
}

static bool
ask(const struct about *about, const enum who *chain)
{
	struct command command = { .len = 0 };
	struct tlsa tlsa = record(about);
	pid_t server = serve(chain);
	int status;

	COMMAND_ADD(&command, "openssl", "s_client", "-unix",
	    path_of("socket").at, "-verify_return_error",
	    "-dane_ee_no_namechecks", "-cipher", "DEFAULT:@SECLEVEL=1",
	    "-dane_tlsa_domain", "mx.example", "-dane_tlsa_rrdata",
	    record_text(&tlsa).at);
	status = command_end(command_begin(&command));
	kill(server, SIGTERM);
	command_end(server);
	return status == 0;
}

static void
compare(void)
{
	for (size_t i = 0; i < sizeof(scenes) / sizeof(scenes[0]); i++)
		if (scenes[i].chain[0] != NOBODY)
			is_number(ask(&scenes[i].about, scenes[i].chain),
			    scenes[i].standing == STANDING_VERIFIED,
			    scenes[i].name);
}

/* every usage, selector and type, whether the anchor was sent or not */

static void
matrix(enum who who, unsigned usage, const enum who *chain, bool sent)
{
	for (unsigned i = 0; i < 6; i++) {
		struct about about = { usage, i % 2, i / 2, who };

		is_number(ask(&about, chain),
		    sent || about.type == TLSA_FULL, arena_text(f.arena,
		    "%u %u %u, %s", usage, about.selector, about.type,
		    sent ? "sent" : "not sent").at);
	}
}

int
main(void)
{
	static const enum who whole[] = { LEAF, INTER, ROOT, NOBODY };
	static const enum who part[] = { LEAF, INTER, NOBODY };
	static const enum who bare[] = { LEAF, NOBODY };

	if (!openssl_is_there()) {
		printf("1..0 # SKIP there is no openssl\n");
		return 0;
	}
	folder_begin(&f);
	begin();
	compare();
	matrix(LEAF, 3, bare, true);
	matrix(ROOT, 2, whole, true);
	matrix(INTER, 2, whole, true);
	matrix(ROOT, 2, part, false);
	matrix(INTER, 2, bare, false);
	end();
	folder_end(&f);
	return tap_done();
}
