/* SPDX-License-Identifier: BSD-2-Clause */
#include "policy/engine.h"

#include "policy/tls_entry.h"

struct engine_setup
engine_setup_for(const struct params *p, struct arena *arena)
{
	struct tls_values chain_files = tls_values_of(arena,
	    p->tls_chain_files);
	struct engine_setup setup = {
		.identity.chain_files = chain_files.at,
		.identity.chain_files_len = chain_files.len,
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
	return setup;
}

bool
engine_is_ready(struct engine *engine, const struct tls_policy *tls,
    struct dsn *why)
{
	if (dsn_is_said(&tls->no_engine))
		return dsn_fail(why, "4.7.5", "%.*s",
		    SPAN_ARG(tls->no_engine.text));
	if (engine == NULL)
		return dsn_fail(why, "4.7.5", "nobody has brought one");
	return engine_start(engine, why);
}
