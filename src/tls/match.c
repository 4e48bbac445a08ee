/* SPDX-License-Identifier: BSD-2-Clause */
#include "tls/match.h"

#include "base/ascii.h"
#include "mail/domain.h"

/* is_plain - printable US-ASCII and no blank: whatever else a certificate
 * says is no name */

static bool
is_plain(struct span name)
{
	for (size_t i = 0; i < name.len; i++)
		if (!ascii_is_print(name.at[i]) || name.at[i] == ' ')
			return false;
	return name.len > 0;
}

static bool
add_name(struct arena *arena, struct references *references, struct span name)
{
	struct reference r = { 0 };

	r.below = name.len > 0 && name.at[0] == '.';
	if (r.below)
		name = span_from_octet(name, 1);
	while (name.len > 0 && name.at[name.len - 1] == '.')
		name.len--;
	if (name.len == 0 || span_find(name, '\0') < name.len)
		return false;
	if (!r.below && netaddr_parse(name, &r.address))
		r.name = arena_copy(arena, name);
	else if (!domain_to_ascii(arena, name, &r.name) || !is_plain(r.name))
		return false;
	if (references->len == REFERENCES_MAX) {
		references->cut = true;
		return true;
	}
	references->at[references->len++] = r;
	return true;
}

bool
reference_add(struct arena *arena, struct references *references,
    struct span word, const struct destination *destination)
{
	if (span_equal(word, SPAN("nexthop")))
		word = destination->nexthop;
	else if (span_equal(word, SPAN("hostname")))
		word = destination->host;
	else if (span_equal(word, SPAN("dot-nexthop")))
		word = arena_text(arena, ".%.*s",
		    SPAN_ARG(destination->nexthop));
	return add_name(arena, references, word);
}

void
references_read(struct arena *arena, struct references *references,
    struct span list, const struct destination *destination,
    struct span *bad)
{
	struct span word;

	*bad = (struct span){ 0 };
	while (ascii_word(&list, ", \t\r\n:", &word))
		if (!reference_add(arena, references, word, destination) &&
		    bad->len == 0)
			*bad = word;
}

static bool
is_one_label(struct span s)
{
	for (size_t i = 0; i < s.len; i++)
		if (!ascii_is_alnum(s.at[i]) && s.at[i] != '-')
			return false;
	return s.len > 0;
}

/* match_star - name is what follows the "*" of a certificate's name, with
 * its dot: two labels at least (RFC 6125 section 6.4.3) */

static bool
match_star(struct span wanted, struct span name)
{
	struct span rest = span_from_octet(name, 1);
	struct span first = span_cut(&rest, '.');

	if (first.len == 0 || rest.len == 0 || wanted.len <= name.len)
		return false;
	return ascii_equal(span_from_octet(wanted, wanted.len - name.len),
	    name) && is_one_label(span_first(wanted, wanted.len - name.len));
}

static bool
match_below(struct span domain, struct span name)
{
	size_t dot;

	if (name.len <= domain.len + 1)
		return false;
	dot = name.len - domain.len - 1;
	return name.at[dot] == '.' &&
	    ascii_equal(span_from_octet(name, dot + 1), domain);
}

bool
match_name(const struct reference *reference, struct span name)
{
	if (reference->address.family != NET_NONE || !is_plain(name))
		return false;
	if (reference->below)
		return match_below(reference->name, name);
	if (span_starts(name, SPAN("*.")))
		return match_star(reference->name, span_from_octet(name, 1));
	return ascii_equal(reference->name, name);
}

bool
match_address(const struct reference *reference, struct span octets)
{
	switch (reference->address.family) {
	case NET_INET:
		return octets.len == 4 &&
		    memcmp(octets.at, reference->address.octets, 4) == 0;
	case NET_INET6:
		return octets.len == 16 &&
		    memcmp(octets.at, reference->address.octets, 16) == 0;
	case NET_NONE:
	case NET_UNIX:
		break;
	}
	return false;
}
