/* SPDX-License-Identifier: BSD-2-Clause */
#include "tls/protocols.h"

#include <stddef.h>

#include "base/ascii.h"

enum {
	NOT_OURS = 0,		/* too old to be had */
	ALL = PROTOCOL_TLS_1_0 | PROTOCOL_TLS_1_1 | PROTOCOL_TLS_1_2 |
	    PROTOCOL_TLS_1_3,
};

struct version {
	const char *name;
	unsigned number;	/* in the protocol */
	unsigned bit;
};

static const struct version versions[] = {	/* the newest first */
	{ "TLSv1.3", 0x304, PROTOCOL_TLS_1_3 },
	{ "TLSv1.2", 0x303, PROTOCOL_TLS_1_2 },
	{ "TLSv1.1", 0x302, PROTOCOL_TLS_1_1 },
	{ "TLSv1", 0x301, PROTOCOL_TLS_1_0 },
	{ "SSLv3", 0x300, NOT_OURS },
	{ "SSLv2", 0x002, NOT_OURS },
};

enum { VERSIONS = sizeof(versions) / sizeof(versions[0]) };

static const char separators[] = ", \t\r\n:";

static const struct version *
version_named(struct span name)
{
	for (size_t i = 0; i < VERSIONS; i++)
		if (ascii_equal(name, span_of(versions[i].name)))
			return &versions[i];
	return NULL;
}

static const struct version *
version_numbered(unsigned number)
{
	for (size_t i = 0; i < VERSIONS; i++)
		if (versions[i].number == number)
			return &versions[i];
	return NULL;
}

/* read_hex - "0303", with or without 0x */

static bool
read_hex(struct span text, unsigned *number)
{
	unsigned n = 0;

	if (span_starts(text, SPAN("0x")))
		text = span_from_octet(text, 2);
	if (text.len == 0 || text.len > 4)
		return false;
	for (size_t i = 0; i < text.len; i++) {
		int digit = ascii_hex(text.at[i]);

		if (digit < 0)
			return false;
		n = n << 4 | (unsigned)digit;
	}
	*number = n;
	return true;
}

/* read_limit - what stands behind ">=" or "<="; None is no limit, 0 */

static bool
read_limit(struct span text, unsigned *number)
{
	const struct version *version = version_named(text);

	if (version != NULL) {
		*number = version->number;
		return true;
	}
	if (ascii_equal(text, SPAN("None"))) {
		*number = 0;
		return true;
	}
	return read_hex(text, number);
}

struct limits {
	unsigned floor, ceiling;	/* 0: none */
	unsigned in, out;	/* bits of those named, and of those named
				 * with a "!" */
	bool named;		/* some stand alone */
};

static bool
read_protocol(struct limits *limits, struct span word)
{
	const struct version *version;

	if (span_starts(word, SPAN(">=")))
		return read_limit(span_from_octet(word, 2), &limits->floor) &&
		    (limits->floor == 0 ||
		    version_numbered(limits->floor) != NULL);
	if (span_starts(word, SPAN("<=")))
		return read_limit(span_from_octet(word, 2),
		    &limits->ceiling);
	version = version_named(word.at[0] == '!' ?
	    span_from_octet(word, 1) : word);
	if (version == NULL)
		return false;
	if (word.at[0] == '!')
		limits->out |= version->bit;
	else {
		limits->in |= version->bit;
		limits->named = true;
	}
	return true;
}

static unsigned
within(const struct limits *limits)
{
	unsigned mask = limits->named ? limits->in : ALL;

	for (size_t i = 0; i < VERSIONS; i++)
		if (versions[i].number < limits->floor ||
		    (limits->ceiling != 0 &&
		    versions[i].number > limits->ceiling))
			mask &= ~versions[i].bit;
	return mask & ~limits->out;
}

bool
protocols_read(struct span list, unsigned *mask, struct dsn *why)
{
	struct limits limits = { 0 };
	struct span rest = list, word;

	while (ascii_word(&rest, separators, &word))
		if (!read_protocol(&limits, word))
			return dsn_fail(why, "4.7.5", "no such TLS protocol "
			    "version: %.*s", SPAN_ARG(word));
	if (within(&limits) == 0)
		return dsn_fail(why, "4.7.5", "no TLS protocol version is "
		    "left by: %.*s", SPAN_ARG(list));
	*mask = within(&limits);
	return true;
}
