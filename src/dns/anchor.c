/* SPDX-License-Identifier: BSD-2-Clause */
#include "dns/anchor.h"

#include "base/num.h"
#include "base/str.h"
#include "dns/ldns_door.h"
#include "os/slurp.h"

enum {
	FILE_MAX = 262144,
	LINE_SHOWN = 60,
	VALID = 2, MISSING = 3,	/* states of RFC 5011 section 4.2 in which a
				 * key is believed */
};

/* Where it is looked for, in this order. */
static const char *const places[] = {
#ifdef TRUST_ANCHOR		/* configure --with-trust-anchor */
	TRUST_ANCHOR,
#endif
	"/usr/share/dns/root.key",
	"/var/lib/unbound/root.key",
	"/etc/unbound/root.key",
	"/etc/trusted-key.key",
};

/* is_believed - a key without a state is */

static bool
is_believed(struct span comment)
{
	static const struct span mark = SPAN_INIT(";;state=");
	size_t at = span_find_text(comment, mark);
	uint64_t state;

	if (at == comment.len)
		return true;
	comment = span_from_octet(comment, at + mark.len);
	return num_unsigned(span_first(comment, span_find(comment, ' ')),
	    &state) && (state == VALID || state == MISSING);
}

/* read_line - false: it is neither a root key nor empty */

static bool
read_line(struct span line, struct span *at, struct anchor *anchor)
{
	size_t comment = span_find(line, ';');
	struct span record = span_trim(span_first(line, comment));

	if (record.len == 0 || !is_believed(span_from_octet(line, comment)))
		return true;
	if (anchor->len == ANCHOR_RECORDS_MAX || !door_is_root_key(record))
		return false;
	at[anchor->len++] = record;
	return true;
}

static struct span
shown(struct span line)
{
	return span_up_to(span_trim(line), LINE_SHOWN);
}

bool
anchor_read(struct span text, struct anchor *anchor, struct dsn *why)
{
	struct span *at = arena_get(why->arena, ANCHOR_RECORDS_MAX,
	    sizeof(*at));
	struct anchor read = { .at = at };
	struct span line;

	while (text.len > 0) {
		line = span_cut(&text, '\n');
		if (!read_line(line, at, &read))
			return dsn_fail(why, "4.3.5", "no key of the root "
			    "zone: %.*s", SPAN_ARG(shown(line)));
	}
	if (read.len == 0)
		return dsn_fail(why, "4.3.5", "no key of the root zone is in "
		    "it");
	*anchor = read;
	return true;
}

static bool
read_file(const char *path, struct anchor *anchor, struct dsn *why)
{
	struct str text;
	struct span kept;

	if (!slurp_file(path, FILE_MAX, &text, why))
		return dsn_fail(why, "4.3.5", "%.*s", SPAN_ARG(why->text));
	kept = arena_copy(why->arena, str_span(&text));
	str_clear(&text);
	if (!anchor_read(kept, anchor, why))
		return dsn_fail(why, "4.3.5", "%s: %.*s", path,
		    SPAN_ARG(why->text));
	anchor->path = arena_copy(why->arena, span_of(path));
	return true;
}

bool
anchor_find(struct span path, struct anchor *anchor, struct dsn *why)
{
	struct dsn unheard = *why;

	if (path.len > 0)
		return read_file(arena_copy(why->arena, path).at, anchor,
		    why);
	for (size_t i = 0; i < sizeof(places) / sizeof(places[0]); i++)
		if (read_file(places[i], anchor, &unheard))
			return true;
	return dsn_fail(why, "4.3.5", "no root key is in %s, nor where else "
	    "it is looked for", places[0]);
}
