/* SPDX-License-Identifier: BSD-2-Clause */
#include "tls/handshake.h"

#include "base/mem.h"
#include "mail/domain.h"
#include "tls/chain_internal.h"
#include "tls/identity_internal.h"
#include "tls/transport_internal.h"

/* answer - which of our certificates for a server that asks; a handler of
 * GnuTLS, and so are its parameters */

static int
answer(gnutls_session_t session, const gnutls_datum_t *authorities,
    int authorities_len, const gnutls_pk_algorithm_t *algorithms,
    int algorithms_len, gnutls_pcert_st **certificates, unsigned *len,
    gnutls_privkey_t *key)
{
	struct tls *tls = gnutls_session_get_ptr(session);
	struct identity_chain *chain = identity_pick(tls->identity,
	    algorithms, algorithms_len > 0 ? (size_t)algorithms_len : 0);

	(void)authorities;	/* whom the server trusts is its business */
	(void)authorities_len;
	tls->asked = true;
	*len = 0;
	if (chain == NULL)
		return 0;
	tls->answered = true;
	*certificates = chain->certificate;
	*len = chain->len;
	*key = chain->key;
	return 0;
}

static bool
set_priority(struct tls *tls, struct span priority, struct dsn *why)
{
	struct span copy = arena_copy(why->arena, priority);
	const char *at = copy.at;
	int rc = gnutls_priority_set_direct(tls->session, copy.at, &at);

	if (rc >= 0)
		return true;
	return dsn_fail(why, "4.7.5", "cannot start TLS: GnuTLS cannot use "
	    "the priorities \"%s\" from \"%s\" on: %.*s", copy.at, at,
	    SPAN_ARG(chain_words(rc)));
}

static bool
set_name(struct tls *tls, struct span name, struct dsn *why)
{
	if (name.len == 0)
		return true;
	if (name.len <= DOMAIN_MAX && gnutls_server_name_set(tls->session,
	    GNUTLS_NAME_DNS, name.at, name.len) >= 0)
		return true;
	return dsn_fail(why, "4.7.5", "cannot start TLS: no server name for "
	    "SNI: %.*s", SPAN_ARG(name));
}

static bool
prepare(struct tls *tls, const struct handshake_setup *setup,
    struct dsn *why)
{
	tls->identity = setup->identity;
	gnutls_certificate_set_retrieve_function2(tls->certificate, answer);
	must(gnutls_credentials_set(tls->session, GNUTLS_CRD_CERTIFICATE,
	    tls->certificate) == 0);
	must(gnutls_credentials_set(tls->session, GNUTLS_CRD_ANON,
	    tls->anonymous) == 0);
	return set_priority(tls, setup->priority, why) &&
	    set_name(tls, setup->server_name, why);
}

static bool
failed(struct dsn *why, const char *words)
{
	return dsn_fail(why, "4.7.5", "cannot start TLS: %s", words);
}

static bool
refused(const struct tls *tls, struct dsn *why)
{
	const char *alert = gnutls_alert_get_name(
	    gnutls_alert_get(tls->session));

	return dsn_fail(why, "4.7.5", "cannot start TLS: the server says: "
	    "%s", alert == NULL ? "an unknown alert" : alert);
}

static bool
explain(const struct tls *tls, int rc, struct dsn *why)
{
	switch (tls->io) {
	case IO_HALTED:
		return halt_fail(tls->wait.halt, why);
	case IO_TIMEOUT:
		return failed(why, "the handshake took too long");
	case IO_END:
		return failed(why, "the server closed the connection during "
		    "the handshake");
	case IO_DONE:
		break;
	}
	if (rc == GNUTLS_E_FATAL_ALERT_RECEIVED)
		return refused(tls, why);
	return dsn_fail(why, "4.7.5", "cannot start TLS: %.*s",
	    SPAN_ARG(chain_words(rc)));
}

static bool
shake(struct tls *tls, const struct wait *wait, struct dsn *why)
{
	int rc;

	tls_begin(tls, wait, false);
	do {
		tls->io = IO_DONE;
		rc = gnutls_handshake(tls->session);
	} while (rc < 0 && gnutls_error_is_fatal(rc) == 0 &&
	    tls->io == IO_DONE);
	if (rc < 0)
		return explain(tls, rc, why);
	tls->open = true;
	return true;
}

static struct span
version_name(gnutls_session_t session)
{
	switch (gnutls_protocol_get_version(session)) {
	case GNUTLS_TLS1_0:
		return SPAN("TLSv1");
	case GNUTLS_TLS1_1:
		return SPAN("TLSv1.1");
	case GNUTLS_TLS1_2:
		return SPAN("TLSv1.2");
	case GNUTLS_TLS1_3:
		return SPAN("TLSv1.3");
	default:
		return SPAN("unknown");
	}
}

/* exchange_name - "ECDHE" for ECDHE-RSA, but "ANON-ECDH" */

static struct span
exchange_name(gnutls_session_t session)
{
	struct span name = span_of(gnutls_kx_get_name(
	    gnutls_kx_get(session)));

	if (span_starts(name, SPAN("ANON-")))
		return name;
	return span_first(name, span_find(name, '-'));
}

static struct span
group_name(gnutls_session_t session)
{
	gnutls_group_t group = gnutls_group_get(session);

	return group == GNUTLS_GROUP_INVALID ? (struct span){ 0 } :
	    span_of(gnutls_group_get_name(group));
}

static struct span
signature_name(gnutls_session_t session)
{
	int algorithm = gnutls_sign_algorithm_get(session);

	return algorithm <= 0 ? (struct span){ 0 } : span_of(
	    gnutls_sign_get_name((gnutls_sign_algorithm_t)algorithm));
}

static void
take_chain(struct arena *arena, gnutls_session_t session,
    struct peer_chain *chain)
{
	unsigned len = 0;
	const gnutls_datum_t *list = NULL;
	struct span *der;

	if (gnutls_certificate_type_get2(session, GNUTLS_CTYPE_SERVER) ==
	    GNUTLS_CRT_X509)
		list = gnutls_certificate_get_peers(session, &len);
	if (list == NULL)
		len = 0;
	if (len > PEER_CHAIN_MAX)
		len = PEER_CHAIN_MAX;
	der = arena_get(arena, len, sizeof(*der));
	for (unsigned i = 0; i < len; i++)
		der[i] = arena_copy(arena, span_of_datum(&list[i]));
	*chain = (struct peer_chain){ der, len };
}

static void
take_facts(struct arena *arena, const struct tls *tls,
    struct tls_facts *facts)
{
	gnutls_session_t session = tls->session;

	*facts = (struct tls_facts){
		.version = version_name(session),
		.cipher = span_of(gnutls_ciphersuite_get(session)),
		.bits = 8 * (unsigned)gnutls_cipher_get_key_size(
		    gnutls_cipher_get(session)),
		.key_exchange = exchange_name(session),
		.group = group_name(session),
		.signature = signature_name(session),
		.asked = tls->asked,
		.answered = tls->answered,
	};
	take_chain(arena, session, &facts->chain);
}

bool
handshake(struct transport **transport, const struct handshake_setup *setup,
    struct tls_facts *facts, struct dsn *why)
{
	struct tls *tls = tls_new();
	struct transport *secured = &tls->transport;

	tls->below = *transport;
	*transport = NULL;
	if (prepare(tls, setup, why) && shake(tls, &setup->wait, why)) {
		take_facts(why->arena, tls, facts);
		*transport = secured;
		return true;
	}
	transport_free(&secured);
	return false;
}
