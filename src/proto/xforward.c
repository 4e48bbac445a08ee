/* SPDX-License-Identifier: BSD-2-Clause */
#include "proto/xforward.h"

#include <stddef.h>

/* In the order in which they are said. */
static const struct attribute {
	unsigned bit;
	const char *name;
	size_t value;		/* offset of a span in struct xforward */
	bool or_unknown;	/* the word is not taken for a value */
} attributes[] = {
	{ XFORWARD_NAME, "NAME", offsetof(struct xforward, name), true },
	{ XFORWARD_ADDR, "ADDR", offsetof(struct xforward, addr), true },
	{ XFORWARD_PORT, "PORT", offsetof(struct xforward, port), true },
	{ XFORWARD_PROTO, "PROTO", offsetof(struct xforward, proto), true },
	{ XFORWARD_HELO, "HELO", offsetof(struct xforward, helo), false },
	{ XFORWARD_IDENT, "IDENT", offsetof(struct xforward, ident), false },
	{ XFORWARD_SOURCE, "SOURCE", offsetof(struct xforward, source),
	    false },
};

static struct span
value_of(const struct xforward *known, const struct attribute *attribute)
{
	const char *at = (const char *)known + attribute->value;
	struct span value = *(const struct span *)(const void *)at;

	if (attribute->or_unknown && span_equal(value, SPAN("unknown")))
		return (struct span){ 0 };
	return value;
}

/* add_value - xtext, but that an equals sign stays */

static void
add_value(struct str *to, struct span value)
{
	for (size_t i = 0; i < value.len; i++) {
		unsigned char c = (unsigned char)value.at[i];

		if (c <= ' ' || c >= 127 || c == '+')
			str_addf(to, "+%02X", c);
		else
			str_add_char(to, value.at[i]);
	}
}

void
xforward_add(struct str *to, const struct xforward *known,
    const struct capabilities *caps, unsigned wanted)
{
	const char *before = "XFORWARD";

	for (size_t i = 0; i < sizeof(attributes) / sizeof(attributes[0]);
	    i++) {
		const struct attribute *attribute = &attributes[i];
		struct span value = value_of(known, attribute);

		if (value.len == 0 ||
		    (attribute->bit & wanted & caps->xforward) == 0)
			continue;
		str_addf(to, "%s %s=", before, attribute->name);
		add_value(to, value);
		before = "";
	}
}
