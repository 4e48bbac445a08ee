/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The kinds of value that are words of a table: one of them, or several. The
 * table says for each word how far what it asks for is built.
 */
#ifndef PARAM_WORDS_H
#define PARAM_WORDS_H

#include "param/kind.h"
#include "param/params.h"

/* What an empty smtp_dns_support_level is read as; params_load replaces it. */
enum { DNS_UNSAID = DNS_DNSSEC + 1 };

/* Of the words in the value, that which is built least; BUILT_ACTS for a
 * kind without words. */
enum built words_built(const struct kind *kind, const void *value);

extern const struct kind KIND_ADDRESS_PREFERENCE, KIND_DNS_SUPPORT;
extern const struct kind KIND_HOST_LOOKUP, KIND_INET_PROTOCOLS;
extern const struct kind KIND_PIX_WORKAROUNDS;
extern const struct kind KIND_RESOLVER_OPTIONS;
extern const struct kind KIND_FLAGS;	/* letters, side by side */
extern const struct kind KIND_TLS_LEVEL, KIND_DNSSEC, KIND_CHUNKING;
extern const struct kind KIND_XFORWARD_SOURCE;
extern const struct kind KIND_VERIFY_TARGET, KIND_INSECURE_MX;
extern const struct kind KIND_ADDRESS_FORMAT, KIND_FROM_FORMAT;

#endif
