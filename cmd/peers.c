/* SPDX-License-Identifier: BSD-2-Clause */
#include "cmd/peers.h"

#include "os/slurp.h"

enum { FILE_MAX = 16 << 20 };	/* octets */

struct opener {
	struct tables *tables;
	struct str text;	/* of the last file */
};

static bool
open_table(void *self, struct span name, struct mapping *table,
    struct dsn *why)
{
	struct opener *o = self;

	if (!tables_check(name, why))
		return false;
	*table = tables_mapping(o->tables, name, TABLE_FOLD);
	return true;
}

static bool
open_file(void *self, struct span path, struct span *text, struct dsn *why)
{
	struct opener *o = self;
	struct str read;

	if (!slurp_file(arena_copy(why->arena, path).at, FILE_MAX, &read,
	    why))
		return false;
	str_clear(&o->text);
	o->text = read;
	*text = str_span(&o->text);
	return true;
}

bool
peers_read_list(struct tables *tables, const char *name, struct span text,
    struct match_list *list, struct dsn *why)
{
	struct opener opener = { .tables = tables };
	const struct match_source source = { open_table, open_file, &opener };
	struct dsn trouble = *why;
	bool good;

	str_init(&opener.text, 1);
	good = match_list_read(text, &source, list, &trouble);
	str_clear(&opener.text);
	return good || dsn_fail(why, "5.3.5", "%s: %.*s", name,
	    SPAN_ARG(trouble.text));
}

bool
peers_read(const struct params *p, struct tables *tables,
    struct match_list *peers, struct dsn *why)
{
	static const char name[] = "debug_peer_list";
	struct match_list features = { 0 };

	*peers = (struct match_list){ 0 };
	if (p->debug_peer_list.len == 0)
		return true;
	if (!peers_read_list(tables, "parent_domain_matches_subdomains",
	    p->parent_domain_matches_subdomains, &features, why))
		return false;
	peers->parents = match_list_has(&features, span_of(name),
	    (struct span){ 0 });
	return peers_read_list(tables, name, p->debug_peer_list, peers, why);
}
