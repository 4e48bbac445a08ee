/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Known limits: sortlist, and the environment's LOCALDOMAIN and RES_OPTIONS,
 * are not looked at.
 */
#include "dns/resolv_conf.h"

#include "base/ascii.h"

#define BLANKS " \t\r"

enum {
	SECOND = 1000,		/* milliseconds */
	TIMEOUT = 5, TIMEOUT_MAX = 30,
	ATTEMPTS = 2, ATTEMPTS_MAX = 5,
	NDOTS = 1, NDOTS_MAX = 15,
};

static void
begin(struct resolv_conf *conf)
{
	*conf = (struct resolv_conf){ .timeout = TIMEOUT * SECOND,
	    .attempts = ATTEMPTS, .ndots = NDOTS };
}

static void
add_server(struct resolv_conf *conf, struct netaddr addr, uint16_t port)
{
	if (conf->servers_len == RESOLV_SERVERS_MAX)
		return;
	addr.port = port;
	conf->servers[conf->servers_len++] = addr;
}

/* add_default - resolv.conf(5): without a server, the local machine */

static void
add_default(struct resolv_conf *conf)
{
	static const unsigned char local[4] = { 127, 0, 0, 1 };

	if (conf->servers_len == 0)
		add_server(conf, netaddr_from_octets(NET_INET, local, 0),
		    RESOLV_PORT);
}

static void
read_server(struct resolv_conf *conf, struct span rest)
{
	struct netaddr addr;
	struct span word;

	if (ascii_word(&rest, BLANKS, &word) && netaddr_parse(word, &addr))
		add_server(conf, addr, RESOLV_PORT);
}

static void
read_search(struct resolv_conf *conf, struct span rest)
{
	struct span word;

	conf->search_len = 0;
	while (conf->search_len < RESOLV_SEARCH_MAX &&
	    ascii_word(&rest, BLANKS, &word))
		conf->search[conf->search_len++] = word;
}

static void
read_domain(struct resolv_conf *conf, struct span rest)
{
	conf->search_len = 0;
	if (ascii_word(&rest, BLANKS, &conf->search[0]))
		conf->search_len = 1;
}

/* number - what stands behind "timeout:" and the like, within limits */

static bool
number(struct span word, struct span name, unsigned most, unsigned *value)
{
	uint64_t n;

	if (!span_starts(word, name) ||
	    !num_unsigned(span_from_octet(word, name.len), &n))
		return false;
	*value = n < most ? (unsigned)n : most;
	return true;
}

static void
read_option(struct resolv_conf *conf, struct span word)
{
	unsigned n;

	if (number(word, SPAN("timeout:"), TIMEOUT_MAX, &n))
		conf->timeout = (msec_t)(n > 0 ? n : 1) * SECOND;
	else if (number(word, SPAN("attempts:"), ATTEMPTS_MAX, &n))
		conf->attempts = n > 0 ? n : 1;
	else if (number(word, SPAN("ndots:"), NDOTS_MAX, &n))
		conf->ndots = n;
	else if (span_equal(word, SPAN("rotate")))
		conf->rotate = true;
	else if (span_equal(word, SPAN("use-vc")))
		conf->use_vc = true;
	else if (span_equal(word, SPAN("trust-ad")))
		conf->trust_ad = true;
	else if (span_equal(word, SPAN("edns0")))
		conf->edns0 = true;
}

static void
read_options(struct resolv_conf *conf, struct span rest)
{
	struct span word;

	while (ascii_word(&rest, BLANKS, &word))
		read_option(conf, word);
}

/* read_line - a keyword stands at the very beginning, a blank behind it */

static void
read_line(struct resolv_conf *conf, struct span line)
{
	static const struct {
		struct span keyword;
		void (*read)(struct resolv_conf *conf, struct span rest);
	} rows[] = {
		{ SPAN_INIT("nameserver"), read_server },
		{ SPAN_INIT("search"), read_search },
		{ SPAN_INIT("domain"), read_domain },
		{ SPAN_INIT("options"), read_options },
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		size_t n = rows[i].keyword.len;

		if (span_starts(line, rows[i].keyword) && line.len > n &&
		    ascii_is_blank(line.at[n])) {
			rows[i].read(conf, span_from_octet(line, n));
			return;
		}
	}
}

void
resolv_conf_read(struct span text, struct resolv_conf *conf)
{
	begin(conf);
	while (text.len > 0)
		read_line(conf, span_cut(&text, '\n'));
	add_default(conf);
}

static bool
read_port(struct span text, uint16_t *port)
{
	uint64_t n;

	if (!num_unsigned(text, &n) || n == 0 || n > UINT16_MAX)
		return false;
	*port = (uint16_t)n;
	return true;
}

/* read_bracketed - [address] or [address]:port */

static bool
read_bracketed(struct span word, struct netaddr *addr, uint16_t *port)
{
	struct span inner;

	word = span_from_octet(word, 1);
	inner = span_first(word, span_find(word, ']'));
	if (inner.len == word.len || !netaddr_parse(inner, addr))
		return false;
	word = span_from_octet(word, inner.len + 1);
	return word.len == 0 || (word.at[0] == ':' &&
	    read_port(span_from_octet(word, 1), port));
}

/* read_listed - one member; more than one colon is IPv6 without a port */

static bool
read_listed(struct span word, struct netaddr *addr, uint16_t *port)
{
	size_t n = span_find(word, ':');

	*port = RESOLV_PORT;
	if (word.at[0] == '[')
		return read_bracketed(word, addr, port);
	if (n < word.len && n == span_find_last(word, ':'))
		return netaddr_parse(span_first(word, n), addr) &&
		    read_port(span_from_octet(word, n + 1), port);
	return netaddr_parse(word, addr);
}

bool
resolv_conf_list(struct span list, struct resolv_conf *conf, struct dsn *why)
{
	struct resolv_conf c;
	struct netaddr addr;
	struct span word;
	uint16_t port;

	begin(&c);
	while (ascii_word(&list, ", \t\r\n", &word)) {
		if (!read_listed(word, &addr, &port))
			return dsn_fail(why, "4.3.5", "no name server "
			    "address: %.*s", SPAN_ARG(word));
		if (c.servers_len == RESOLV_SERVERS_MAX)
			return dsn_fail(why, "4.3.5", "more than %d name "
			    "servers", RESOLV_SERVERS_MAX);
		add_server(&c, addr, port);
	}
	if (c.servers_len == 0)
		return dsn_fail(why, "4.3.5", "an empty list of name servers");
	*conf = c;
	return true;
}
