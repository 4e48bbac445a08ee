/* SPDX-License-Identifier: BSD-2-Clause */
#include "mail/domain.h"

#include <idn2.h>
#include <stdint.h>

#include "base/ascii.h"
#include "base/num.h"
#include "base/utf8.h"

/* is_label - one label; what is no ASCII may stand in it if wide says so */

static bool
is_label(struct span label, bool wide)
{
	if (label.len == 0 || label.at[0] == '-' ||
	    label.at[label.len - 1] == '-')
		return false;
	if (label.len > DOMAIN_LABEL_MAX && (!wide || ascii_is_all(label)))
		return false;
	for (size_t i = 0; i < label.len; i++) {
		char c = label.at[i];

		if (!ascii_is_alnum(c) && c != '-' && c != '_' &&
		    (!wide || (unsigned char)c < 0x80))
			return false;
	}
	return true;
}

static bool
is_labels(struct span name, bool wide)
{
	bool more = true;

	if (name.len > DOMAIN_MAX && (!wide || ascii_is_all(name)))
		return false;
	while (more) {
		size_t n = span_find(name, '.');

		if (!is_label(span_first(name, n), wide))
			return false;
		more = n < name.len;
		name = span_from_octet(name, more ? n + 1 : n);
	}
	return true;
}

bool
domain_is_host(struct span name)
{
	return is_labels(name, false) && !domain_is_numeric(name);
}

bool
domain_is_numeric(struct span name)
{
	for (size_t i = 0; i < name.len; i++)
		if (!ascii_is_digit(name.at[i]) && name.at[i] != '.')
			return false;
	return name.len > 0;
}

bool
domain_is_ipv4(struct span text)
{
	for (int i = 0; i < 4; i++) {
		size_t n = span_find(text, '.');
		uint64_t number;

		if (n > 3 || !num_unsigned(span_first(text, n), &number) ||
		    number > 255 || (i < 3) != (n < text.len))
			return false;
		text = span_from_octet(text, n < text.len ? n + 1 : n);
	}
	return true;
}

static bool
is_group(struct span group)
{
	if (group.len == 0 || group.len > 4)
		return false;
	for (size_t i = 0; i < group.len; i++)
		if (ascii_hex(group.at[i]) < 0)
			return false;
	return true;
}

/* count_groups - 16-bit groups between colons, none for the empty text; an
 * IPv4 address that ends them counts as two; -1: something else stands there */

static int
count_groups(struct span text)
{
	int count = 0;

	while (text.len > 0) {
		size_t n = span_find(text, ':');

		if (n == text.len && domain_is_ipv4(text))
			return count + 2;
		if (!is_group(span_first(text, n)) || n + 1 == text.len)
			return -1;
		count++;
		text = span_from_octet(text, n < text.len ? n + 1 : n);
	}
	return count;
}

/* find_gap - where "::" stands, or the length */

static size_t
find_gap(struct span text)
{
	for (size_t i = 0; i + 1 < text.len; i++)
		if (text.at[i] == ':' && text.at[i + 1] == ':')
			return i;
	return text.len;
}

bool
domain_is_ipv6(struct span text)
{
	size_t gap = find_gap(text);
	int before, behind;

	if (gap == text.len)
		return count_groups(text) == 8;
	before = count_groups(span_first(text, gap));
	behind = count_groups(span_from_octet(text, gap + 2));
	return before >= 0 && behind >= 0 && before + behind <= 7 &&
	    span_find(span_first(text, gap), '.') == gap;
}

/* is_tagged - tag ":" and printable characters but for brackets and the
 * backslash (RFC 5321 section 4.1.3, General-address-literal) */

static bool
is_tagged(struct span text)
{
	size_t n = span_find(text, ':');

	if (n + 1 >= text.len || !is_label(span_first(text, n), false) ||
	    span_find(span_first(text, n), '_') < n)
		return false;
	for (size_t i = n + 1; i < text.len; i++)
		if (!ascii_is_print(text.at[i]) || text.at[i] == ' ' ||
		    (text.at[i] >= '[' && text.at[i] <= ']'))
			return false;
	return true;
}

bool
domain_is_literal(struct span name)
{
	static const struct span tag = SPAN_INIT("IPv6:");

	if (name.len < 2 || name.at[0] != '[' || name.at[name.len - 1] != ']')
		return false;
	name = span_from(name.at + 1, name.len - 2);
	if (ascii_starts(name, tag))
		return domain_is_ipv6(span_from_octet(name, tag.len));
	return domain_is_ipv4(name) || is_tagged(name);
}

bool
domain_is_good(struct span name)
{
	return is_labels(name, true) || domain_is_literal(name);
}

/* convert - a name with a NUL behind it, by libidn2 */

static bool
convert(struct arena *arena, const char *name, struct span *ascii)
{
	uint8_t *found = NULL;

	if (idn2_lookup_u8((const uint8_t *)name, &found,
	    IDN2_NFC_INPUT | IDN2_NONTRANSITIONAL) != IDN2_OK)
		return false;
	*ascii = arena_copy(arena, span_of((const char *)found));
	idn2_free(found);
	return true;
}

bool
domain_to_ascii(struct arena *arena, struct span name, struct span *ascii)
{
	struct span found;

	if (ascii_is_all(name)) {
		*ascii = name;
		return true;
	}
	if (name.len > 4 * DOMAIN_MAX || !utf8_is_valid(name) ||
	    span_find(name, '\0') < name.len ||
	    !convert(arena, arena_copy(arena, name).at, &found) ||
	    !domain_is_host(found))
		return false;
	*ascii = found;
	return true;
}

struct span
domain_fold(struct arena *arena, struct span name)
{
	char *copy;

	domain_to_ascii(arena, name, &name);	/* or its octets must do */
	copy = arena_get(arena, name.len + 1, 1);
	for (size_t i = 0; i < name.len; i++)
		copy[i] = ascii_lower(name.at[i]);
	return span_from(copy, name.len);
}
