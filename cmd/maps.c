/* SPDX-License-Identifier: BSD-2-Clause */
#include "cmd/maps.h"

#include <stddef.h>

#include "param/rows.h"

/* A parameter, where its mapping goes, and how its keys are asked for (244). */
static const struct row {
	const char *name;
	size_t text;		/* a struct span in struct params */
	size_t map;		/* a struct mapping in struct params */
	unsigned use;		/* TABLE_ bits; UTF8 only counts where
				 * smtputf8_enable is yes */
} rows[] = {
#define MAP(field, map, use) \
	{ "smtp_" #field, offsetof(struct params, field), \
	    offsetof(struct params, maps.map), use },
	MAP(discard_ehlo_keyword_address_maps, discard_ehlo_keywords, 0)
	MAP(pix_workaround_maps, pix_workarounds, 0)
	MAP(reply_filter, reply_filter, TABLE_FOLD)
	MAP(dns_reply_filter, dns_reply_filter, TABLE_FOLD)
	MAP(delivery_status_filter, delivery_status_filter, 0)
	MAP(generic_maps, generic, TABLE_FOLD | TABLE_UTF8)
	MAP(header_checks, header_checks, 0)
	MAP(mime_header_checks, mime_header_checks, 0)
	MAP(nested_header_checks, nested_header_checks, 0)
	MAP(body_checks, body_checks, 0)
	MAP(tls_policy_maps, tls_policy, TABLE_FOLD | TABLE_UTF8)
	MAP(tls_per_site, tls_per_site, TABLE_FOLD)
	MAP(sasl_password_maps, sasl_passwords,
	    TABLE_FOLD | TABLE_UTF8 | TABLE_SECRET)
#undef MAP
};

/* refuse - what a table of passwords holds is shown to nobody */

static bool
refuse(const struct row *row, enum protocol protocol, struct span trouble,
    struct dsn *why)
{
	enum protocol any;
	struct span name = param_name(param_find(span_of(row->name), &any),
	    protocol);

	if (row->map == offsetof(struct params, maps.sasl_passwords))
		trouble = SPAN("there is a table in it that is malformed, or "
		    "of a type that cannot be looked up");
	return dsn_fail(why, "5.3.5", "%.*s: %.*s", SPAN_ARG(name),
	    SPAN_ARG(trouble));
}

static bool
fill_one(struct params *params, const struct row *row, struct tables *tables,
    struct dsn *why)
{
	char *base = (char *)params;
	struct span text = *(struct span *)(void *)(base + row->text);
	struct mapping *map = (struct mapping *)(void *)(base + row->map);
	unsigned use = params->smtputf8_enable ? row->use :
	    row->use & ~(unsigned)TABLE_UTF8;
	struct dsn trouble = *why;

	if (text.len == 0)
		return true;
	if (params->postfix_mode && (use & TABLE_SECRET) != 0)
		use |= TABLE_TRUSTING;
	if (!tables_check(text, &trouble))
		return refuse(row, params->protocol, trouble.text, why);
	*map = tables_mapping(tables, text, use);
	return true;
}

bool
maps_fill(struct params *params, struct tables *tables, struct dsn *why)
{
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		if (!fill_one(params, &rows[i], tables, why))
			return false;
	return true;
}
