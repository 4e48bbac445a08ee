/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Certificates good and bad, and what should be made of them: for our own
 * check and for another program's.
 */
#ifndef TEST_UNIT_TLS_PEER_SCENES_H
#define TEST_UNIT_TLS_PEER_SCENES_H

#include <stdlib.h>
#include <unistd.h>

#include "tls/peer.h"
#include "unit/tls/ca.h"

enum { CHAIN = 5 };

/* The people of this play. */
struct cast {
	struct arena *arena;
	char folder[64];
	struct minted *root, *inter, *inter2, *other, *forged;
	struct authorities *authorities;
};

#define NAMES(...)	.dns = { __VA_ARGS__ }
#define MX		NAMES(SPAN_INIT("mx.example"))

static inline void
cast_begin(struct cast *cast)
{
	struct arena *arena = cast->arena = arena_new();
	struct dsn why = DSN_IN(arena);
	struct authorities_setup setup = { .system = false };

	snprintf(cast->folder, sizeof(cast->folder), "/tmp/peer.XXXXXX");
	must(mkdtemp(cast->folder) != NULL);
	cast->root = ca_authority(arena, "root", NULL);
	cast->inter = ca_authority(arena, "inter", cast->root);
	cast->inter2 = ca_authority(arena, "inter2", cast->inter);
	cast->other = ca_authority(arena, "other", NULL);
	/* the name of the real one, another key */
	cast->forged = ca_authority(arena, "root", NULL);
	setup.file = ca_file(arena, cast->folder, "ca.pem",
	    CA_TEXTS(ca_pem(arena, cast->root)));
	must(authorities_load(&setup, &cast->authorities, &why));
}

static inline void
cast_end(struct cast *cast)
{
	char path[128];

	snprintf(path, sizeof(path), "%s/ca.pem", cast->folder);
	unlink(path);
	rmdir(cast->folder);
	authorities_free(&cast->authorities);
	ca_forget(cast->root, true);
	ca_forget(cast->inter, true);
	ca_forget(cast->inter2, true);
	ca_forget(cast->other, true);
	ca_forget(cast->forged, true);
	arena_free(&cast->arena);
}

/* Who issues the leaf, and what is sent behind it. */
enum who { NOBODY, ROOT, INTER, INTER2, OTHER, FORGED };

static inline const struct minted *
who_is(const struct cast *cast, enum who who)
{
	const struct minted *all[] = { NULL, cast->root, cast->inter,
	    cast->inter2, cast->other, cast->forged };

	return all[who];
}

struct scene {
	const char *name;
	struct order order;	/* of the leaf; its issuer is `by` */
	enum who by;
	enum who behind[CHAIN - 1];
	const char *want;	/* the list of names */
	enum standing standing;
	const char *says;	/* in the reason, or by */
};

static const struct scene scenes[] = {
	{ "behaviour 131: leaf and root", { MX }, ROOT, { NOBODY },
	    "hostname", STANDING_VERIFIED, "mx.example" },
	{ "behaviour 131: the root may be sent too", { MX }, ROOT, { ROOT },
	    "hostname", STANDING_VERIFIED, NULL },
	{ "behaviour 131: two between, in order", { MX }, INTER2,
	    { INTER2, INTER }, "hostname", STANDING_VERIFIED, NULL },
	{ "behaviour 131: in the wrong order", { MX }, INTER2,
	    { ROOT, INTER, INTER2 }, "hostname", STANDING_VERIFIED, NULL },
	{ "behaviour 131: strangers among them", { MX }, INTER,
	    { OTHER, INTER }, "hostname", STANDING_VERIFIED, NULL },
	{ "behaviour 131: one between is missing", { MX }, INTER2,
	    { INTER2 }, "hostname", STANDING_UNTRUSTED,
	    "the issuer is not known" },
	{ "behaviour 131: an unknown root", { MX }, OTHER, { OTHER },
	    "hostname", STANDING_UNTRUSTED, "the issuer is not known" },
	{ "behaviour 131: by itself", { MX }, NOBODY, { NOBODY },
	    "hostname", STANDING_UNTRUSTED, "the issuer is not known" },
	{ "a forged chain, the real root behind it", { MX }, OTHER,
	    { OTHER, ROOT }, "hostname", STANDING_UNTRUSTED,
	    "the issuer is not known" },
	{ "an issuer with the name of the root", { MX }, FORGED, { NOBODY },
	    "hostname", STANDING_UNTRUSTED, NULL },
	{ "the same, and it was sent", { MX }, FORGED, { FORGED, ROOT },
	    "hostname", STANDING_UNTRUSTED, NULL },
	{ "expired", { MX, .from = -9, .to = -1 }, ROOT, { NOBODY },
	    "hostname", STANDING_UNTRUSTED, "a certificate has expired" },
	{ "not yet valid", { MX, .from = 1, .to = 9 }, ROOT, { NOBODY },
	    "hostname", STANDING_UNTRUSTED, "a certificate is not valid yet" },
	{ "behaviour 132: a key of less than 80 bits", { MX, .rsa = 768 },
	    ROOT, { NOBODY }, "hostname", STANDING_UNTRUSTED,
	    "a key or a signature of the chain is too weak" },
	{ "RSA of 2048 bits", { MX, .rsa = 2048 }, ROOT, { NOBODY },
	    "hostname", STANDING_VERIFIED, NULL },
	{ "Ed25519", { MX, .ed25519 = true }, ROOT, { NOBODY },
	    "hostname", STANDING_VERIFIED, NULL },
	{ "a signature with SHA-1", { MX, .digest = GNUTLS_DIG_SHA1 }, ROOT,
	    { NOBODY }, "hostname", STANDING_UNTRUSTED,
	    "a key or a signature of the chain is too weak" },
	{ "behaviour 132: for clients only",
	    { MX, .purpose = GNUTLS_KP_TLS_WWW_CLIENT }, ROOT, { NOBODY },
	    "hostname", STANDING_UNTRUSTED,
	    "the certificate is not meant for servers" },
	{ "for servers", { MX, .purpose = GNUTLS_KP_TLS_WWW_SERVER }, ROOT,
	    { NOBODY }, "hostname", STANDING_VERIFIED, NULL },
	{ "behaviour 131: another name", { MX }, ROOT, { NOBODY },
	    "mail.example", STANDING_TRUSTED,
	    "the certificate is for other names" },
	{ "behaviour 131: one of several names",
	    { NAMES(SPAN_INIT("a.test"), SPAN_INIT("mx.example")) }, ROOT,
	    { NOBODY }, "nexthop, hostname", STANDING_VERIFIED, "mx.example" },
	{ "behaviour 131: a name below the nexthop", { MX }, ROOT,
	    { NOBODY }, "dot-nexthop", STANDING_VERIFIED, "mx.example" },
	{ "behaviour 131: but not the nexthop itself",
	    { NAMES(SPAN_INIT("example")) }, ROOT, { NOBODY }, "dot-nexthop",
	    STANDING_TRUSTED, NULL },
	{ "behaviour 131: a wildcard", { NAMES(SPAN_INIT("*.mx.example")) },
	    ROOT, { NOBODY }, "a.mx.example", STANDING_VERIFIED,
	    "*.mx.example" },
	{ "behaviour 131: a wildcard in the second label",
	    { NAMES(SPAN_INIT("a.*.example")) }, ROOT, { NOBODY },
	    "a.mx.example", STANDING_TRUSTED, NULL },
	{ "behaviour 131: a wildcard for part of a label",
	    { NAMES(SPAN_INIT("m*.mx.example")) }, ROOT, { NOBODY },
	    "mx.mx.example", STANDING_TRUSTED, NULL },
	{ "behaviour 131: a wildcard before one label",
	    { NAMES(SPAN_INIT("*.example")) }, ROOT, { NOBODY },
	    "mx.example", STANDING_TRUSTED, NULL },
	{ "behaviour 131: a CN where there is no DNS name",
	    { .cn = "mx.example" }, ROOT, { NOBODY }, "hostname",
	    STANDING_VERIFIED, "mx.example" },
	{ "behaviour 131: a wildcard as CN", { .cn = "*.mx.example" }, ROOT,
	    { NOBODY }, "a.mx.example", STANDING_VERIFIED, NULL },
	{ "behaviour 131: a CN beside a DNS name",
	    { .cn = "mx.example", NAMES(SPAN_INIT("a.test")) }, ROOT,
	    { NOBODY }, "hostname", STANDING_TRUSTED, NULL },
	{ "behaviour 131: a CN beside a mail address",
	    { .cn = "mx.example", .mail = "a@a.test" }, ROOT, { NOBODY },
	    "hostname", STANDING_VERIFIED, NULL },
	{ "a NUL in a name ends nothing",
	    { .raw = SPAN_INIT("\x30\x17\x82\x15mx.example\0.evil.test") },
	    ROOT, { NOBODY }, "hostname", STANDING_TRUSTED, NULL },
	{ "a subjectAltName that cannot be read: the CN is none either",
	    { .cn = "mx.example", .raw = SPAN_INIT("\x30\x7f") },
	    ROOT, { NOBODY }, "hostname", STANDING_UNTRUSTED,
	    "a certificate cannot be read" },
	{ "behaviour 131: an address", { .ip = SPAN_INIT("\xc0\0\2\1") },
	    ROOT, { NOBODY }, "192.0.2.1", STANDING_VERIFIED, "192.0.2.1" },
	{ "behaviour 131: an address as CN", { .cn = "192.0.2.1" }, ROOT,
	    { NOBODY }, "192.0.2.1", STANDING_TRUSTED, NULL },
	{ "behaviour 131: an address as DNS name",
	    { NAMES(SPAN_INIT("192.0.2.1")) }, ROOT, { NOBODY }, "192.0.2.1",
	    STANDING_TRUSTED, NULL },
	{ "behaviour 131: an address and a name must both fit",
	    { .ip = SPAN_INIT("\xc0\0\2\1") }, ROOT, { NOBODY },
	    "192.0.2.1, hostname", STANDING_TRUSTED, NULL },
	{ "A-labels for a name beyond US-ASCII",
	    { NAMES(SPAN_INIT("xn--bcher-kva.example")) }, ROOT, { NOBODY },
	    "b\xc3\xbc" "cher.example", STANDING_VERIFIED, NULL },
	{ "no name is asked for: nobody has it", { MX }, ROOT, { NOBODY },
	    ".", STANDING_TRUSTED, NULL },
};

static const struct scene shallow[] = {
	{ "behaviour 131: depth 0 and one between", { MX }, INTER,
	    { INTER }, "hostname", STANDING_VERIFIED, NULL },
	{ "behaviour 131: depth 0 and two between", { MX }, INTER2,
	    { INTER2, INTER }, "hostname", STANDING_UNTRUSTED,
	    "the chain is too long" },
};

#endif
