/* SPDX-License-Identifier: BSD-2-Clause */
#include "policy/engine.h"

#include "unit/settings.h"
#include "unit/tap.h"

/* Whom we trust. */

static const struct {
	const char *name, *settings;
	bool own_mode;
	const char *file, *folder;
	bool system;
} trusts[] = {
	{ "behaviour 131: nobody by default", NULL, false, "", "", false },
	{ "behaviour 131: a file and a folder",
	    "smtp_tls_CAfile = /a\nsmtp_tls_CApath = /b", false, "/a", "/b",
	    false },
	{ "tls_append_default_CA adds to a file",
	    "smtp_tls_CAfile = /a\ntls_append_default_CA = yes", false, "/a",
	    "", true },
	{ "or a folder",
	    "smtp_tls_CApath = /b\ntls_append_default_CA = yes", false, "",
	    "/b", true },
	{ "but to nothing it adds nothing", "tls_append_default_CA = yes",
	    false, "", "", false },
	{ "outside Postfix mode the system is whom we trust", NULL, true, "",
	    "", true },
	{ "unless it is not wanted", "tls_append_default_CA = no", true, "",
	    "", false },
	{ "or with others", "smtp_tls_CAfile = /a", true, "/a", "", true },
};

static void
trust(size_t i, struct arena *arena)
{
	struct engine_setup setup;
	struct params p;

	settings_load(arena, PROTOCOL_SMTP, !trusts[i].own_mode,
	    trusts[i].settings, &p);
	setup = engine_setup_for(&p, arena);
	is_text(setup.trust.file, trusts[i].file, trusts[i].name);
	is_text(setup.trust.folder, trusts[i].folder, trusts[i].name);
	ok(setup.trust.system == trusts[i].system, trusts[i].name);
}

static struct identity_setup
identity(const char *settings, struct arena *arena)
{
	struct params p = settings_postfix(arena, settings);

	return engine_setup_for(&p, arena).identity;
}

static void
identities(struct arena *arena)
{
	struct identity_setup id = identity(NULL, arena);

	ok(id.chain_files_len == 0 && id.file[0].certificate.len == 0 &&
	    id.file[1].certificate.len == 0 &&
	    id.file[2].certificate.len == 0, "we are nobody by default");
	id = identity("smtp_tls_cert_file = /a", arena);
	is_text(id.file[0].certificate, "/a", "a certificate");
	is_text(id.file[0].key, "/a", "its key is in the same file");
	id = identity("smtp_tls_cert_file = /a\nsmtp_tls_key_file = /b\n"
	    "smtp_tls_eccert_file = /c\nsmtp_tls_eckey_file = /d", arena);
	is_text(id.file[0].key, "/b", "or in another one");
	is_text(id.file[1].certificate, "/c", "a second certificate");
	is_text(id.file[1].key, "/d", "and its key");
	is_number(id.chain_files_len, 0, "and no chain files");
	id = identity("smtp_tls_chain_files = /a, /b /c", arena);
	is_number(id.chain_files_len, 3, "chain files");
	is_text(id.chain_files[0], "/a", "in order, the first");
	is_text(id.chain_files[2], "/c", "and the last");
}

int
main(void)
{
	struct arena *arena = arena_new();

	for (size_t i = 0; i < sizeof(trusts) / sizeof(trusts[0]); i++)
		trust(i, arena);
	identities(arena);
	arena_free(&arena);
	return tap_done();
}
