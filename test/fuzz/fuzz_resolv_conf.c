/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * resolv.conf, and mxput_resolvers: whatever is in them, there are servers
 * with ports to ask, and every number is within its limits.
 */
#include <stdint.h>
#include <stdlib.h>

#include "dns/resolv_conf.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
hold(bool what)
{
	if (!what)
		abort();
}

static void
check(struct arena *arena, const struct resolv_conf *conf)
{
	hold(conf->servers_len >= 1);
	hold(conf->servers_len <= RESOLV_SERVERS_MAX);
	for (size_t i = 0; i < conf->servers_len; i++) {
		struct span text = netaddr_text(arena, &conf->servers[i]);
		struct netaddr again;

		hold(conf->servers[i].port > 0);
		hold(netaddr_parse(text, &again));
		hold(netaddr_equal(&again, &conf->servers[i]));
	}
	hold(conf->search_len <= RESOLV_SEARCH_MAX);
	for (size_t i = 0; i < conf->search_len; i++)
		hold(conf->search[i].len > 0);
	hold(conf->timeout >= 1000 && conf->timeout <= 30000);
	hold(conf->attempts >= 1 && conf->attempts <= 5);
	hold(conf->ndots <= 15);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *arena = arena_new();
	struct span text = span_from((const char *)data, size);
	struct dsn why = DSN_IN(arena);
	struct resolv_conf conf;

	resolv_conf_read(text, &conf);
	check(arena, &conf);
	if (resolv_conf_list(text, &conf, &why))
		check(arena, &conf);
	else
		hold(why.text.len > 0);
	arena_free(&arena);
	return 0;
}
