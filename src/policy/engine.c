/* SPDX-License-Identifier: BSD-2-Clause */
#include "policy/engine.h"

#include "base/ascii.h"

static const char between[] = ", \t\r\n";

static void
split(struct span list, struct identity_setup *identity, struct arena *arena)
{
	struct span rest = list, word, *files;
	size_t n = 0;

	while (ascii_word(&rest, between, &word))
		n++;
	files = arena_get(arena, n, sizeof(*files));
	for (size_t i = 0; i < n; i++)
		(void)ascii_word(&list, between, &files[i]);
	identity->chain_files = files;
	identity->chain_files_len = n;
}

struct engine_setup
engine_setup_for(const struct params *p, struct arena *arena)
{
	struct engine_setup setup = {
		.identity.file = {
			{ p->tls_cert_file, p->tls_key_file },
			{ p->tls_eccert_file, p->tls_eckey_file },
		},
		.trust = { .file = p->tls_ca_file,
		    .folder = p->tls_ca_path },
	};

	setup.trust.system = p->tls_append_default_ca &&
	    (!p->postfix_mode || p->tls_ca_file.len > 0 ||
	    p->tls_ca_path.len > 0);
	split(p->tls_chain_files, &setup.identity, arena);
	return setup;
}
