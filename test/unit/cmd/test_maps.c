/* SPDX-License-Identifier: BSD-2-Clause */
#include "cmd/maps.h"

#include "unit/settings.h"
#include "unit/tap.h"

enum { MAPS = 7 };

static const struct row {
	const char *name;	/* of a parameter */
	bool folds;		/* behaviour 244: keys in lower case */
} rows[MAPS] = {
	{ "smtp_discard_ehlo_keyword_address_maps", false },
	{ "smtp_pix_workaround_maps", false },
	{ "smtp_reply_filter", true },
	{ "smtp_dns_reply_filter", true },
	{ "smtp_delivery_status_filter", false },
	{ "smtp_tls_policy_maps", true },
	{ "smtp_tls_per_site", true },
};

/* nth - the mapping of the n-th row */

static const struct mapping *
nth(const struct params *p, size_t n)
{
	const struct mapping *const maps[MAPS] = {
	    &p->maps.discard_ehlo_keywords, &p->maps.pix_workarounds,
	    &p->maps.reply_filter, &p->maps.dns_reply_filter,
	    &p->maps.delivery_status_filter, &p->maps.tls_policy,
	    &p->maps.tls_per_site };

	return maps[n];
}

static struct params
set(struct arena *arena, size_t n, const char *value)
{
	return settings_postfix(arena, arena_text(arena, "%s = %s",
	    rows[n].name, value).at);
}

static struct span
find(struct arena *arena, const struct mapping *map, const char *key)
{
	struct dsn why = DSN_IN(arena);
	struct span value;

	if (!mapping_find(map, span_of(key), MAPPING_WHOLE, &value, &why))
		return arena_text(arena, "! %s", why.status);
	return value;
}

static void
reaches(struct arena *arena, size_t n)
{
	struct params p = set(arena, n, "inline:{key=one}, inline:{two=2}");
	struct tables *tables = tables_new((struct teller){ NULL });
	struct dsn why = DSN_IN(arena);
	const struct mapping *map = nth(&p, n);

	ok(maps_fill(&p, tables, &why), rows[n].name);
	is_text(find(arena, map, "key"), "one", "its table is asked");
	is_text(find(arena, map, "two"), "2", "and the one behind it");
	is_text(find(arena, map, "Key"), rows[n].folds ? "one" : "",
	    "behaviour 244: in lower case or as it is");
	for (size_t i = 0; i < MAPS; i++)
		ok(mapping_is_empty(nth(&p, i)) == (i != n),
		    "no other mapping has it");
	tables_free(&tables);
}

static void
refuses(struct arena *arena, size_t n, const char *value, const char *text)
{
	struct params p = set(arena, n, value);
	struct tables *tables = tables_new((struct teller){ NULL });
	struct dsn why = DSN_IN(arena);

	ok(!maps_fill(&p, tables, &why), rows[n].name);
	ok(span_starts(why.text, arena_text(arena, "%s: ", rows[n].name)),
	    "the parameter is named first");
	ok(strstr(why.text.at, text) != NULL, text);
	tables_free(&tables);
}

/* in_lmtp - the parameter is called as it is set there */

static void
in_lmtp(struct arena *arena)
{
	struct tables *tables = tables_new((struct teller){ NULL });
	struct dsn why = DSN_IN(arena);
	struct params p;

	settings_load(arena, PROTOCOL_LMTP, false,
	    "lmtp_discard_lhlo_keyword_address_maps = ldap:/etc/x", &p);
	ok(!maps_fill(&p, tables, &why), "LMTP");
	ok(span_starts(why.text, SPAN(
	    "lmtp_discard_lhlo_keyword_address_maps: ")),
	    "has its own names of parameters");
	tables_free(&tables);
}

/* behaviour 243: files are opened when they are asked, and not before. */

static void
opens_nothing(struct arena *arena, size_t n)
{
	struct params p = set(arena, n, "texthash:/nonexistent/table");
	struct tables *tables = tables_new((struct teller){ NULL });
	struct dsn why = DSN_IN(arena);

	ok(maps_fill(&p, tables, &why), "behaviour 243: no file is opened");
	is_text(find(arena, nth(&p, n), "key"), "! 4.3.0",
	    "behaviour 243: what is not there is trouble when it is asked");
	tables_free(&tables);
}

static void
nothing(struct arena *arena)
{
	struct params p = settings_postfix(arena, NULL);
	struct tables *tables = tables_new((struct teller){ NULL });
	struct dsn why = DSN_IN(arena);

	ok(maps_fill(&p, tables, &why), "nothing set");
	for (size_t i = 0; i < MAPS; i++)
		ok(mapping_is_empty(nth(&p, i)), "an empty mapping");
	tables_free(&tables);
}

/* utf8 - behaviour 244: whether what is no UTF-8 is no key */

static void
utf8(struct arena *arena, const char *enable, const char *expected,
    const char *name)
{
	struct params p = settings_postfix(arena, arena_text(arena,
	    "smtputf8_enable = %s\n"
	    "smtp_tls_policy_maps = static:none", enable).at);
	struct tables *tables = tables_new((struct teller){ NULL });
	struct dsn why = DSN_IN(arena);

	ok(maps_fill(&p, tables, &why), name);
	is_text(find(arena, &p.maps.tls_policy, "\xff"), expected, name);
	tables_free(&tables);
}

int
main(void)
{
	struct arena *arena = arena_new();

	for (size_t i = 0; i < MAPS; i++) {
		reaches(arena, i);
		refuses(arena, i, "ldap:/etc/x", "type");
		refuses(arena, i, "/etc/x", "type:name");
		refuses(arena, i, "inline:{a=b", "}");
		opens_nothing(arena, i);
	}
	nothing(arena);
	in_lmtp(arena);
	utf8(arena, "yes", "", "behaviour 244: no UTF-8, no key");
	utf8(arena, "no", "none", "behaviour 244: unless nobody minds");
	arena_free(&arena);
	return tap_done();
}
