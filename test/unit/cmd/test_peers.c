/* SPDX-License-Identifier: BSD-2-Clause */
#include "cmd/peers.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "unit/settings.h"
#include "unit/tap.h"

struct trial {
	struct arena *arena;
	struct tables *tables;
	struct match_list peers;
	struct dsn why;
};

/* read - debug_peer_list, and more lines of settings */

static bool
read_peers(struct trial *t, const char *list, const char *more)
{
	struct params p;

	*t = (struct trial){ .arena = arena_new() };
	t->tables = tables_new((struct teller){ .trace = NULL });
	t->why = DSN_IN(t->arena);
	p = settings_postfix(t->arena, arena_text(t->arena,
	    "debug_peer_list = %s\n%s", list, more).at);
	return peers_read(&p, t->tables, &t->peers, &t->why);
}

static bool
has(const struct trial *t, const char *host, const char *address)
{
	return match_list_has(&t->peers, span_of(host), span_of(address));
}

static void
end(struct trial *t)
{
	tables_free(&t->tables);
	arena_free(&t->arena);
}

static void
lists(void)
{
	struct trial t;

	ok(read_peers(&t, "", "parent_domain_matches_subdomains = a/b"),
	    "an empty list");
	ok(!has(&t, "mx.test", "192.0.2.1"), "has nobody");
	end(&t);
	ok(read_peers(&t, "mx.test, 192.0.2.0/24", ""), "a host, a network");
	ok(has(&t, "mx.test", "") && has(&t, "", "192.0.2.9") &&
	    !has(&t, "x.test", "192.0.3.9"), "have those in it");
	end(&t);
	ok(read_peers(&t, "inline:{MX.test=x}", "") && has(&t, "mx.Test", ""),
	    "behaviour 244: a table, with keys in any case");
	end(&t);
	ok(read_peers(&t, "inline:{ a.test=x, b.test=x } c.test", "") &&
	    has(&t, "b.test", "") && has(&t, "c.test", ""),
	    "behaviour 242: a table with blanks in it");
	end(&t);
}

static void
parents(void)
{
	static const char *const without[] = {
	    "parent_domain_matches_subdomains =",
	    "parent_domain_matches_subdomains = mynetworks",
	    ("parent_domain_matches_subdomains = !debug_peer_list, "
		"debug_peer_list") };
	struct trial t;

	ok(read_peers(&t, "mx.test", "") && has(&t, "a.mx.test", ""),
	    "a domain means those below it");
	end(&t);
	for (size_t i = 0; i < 3; i++) {
		ok(read_peers(&t, "mx.test .x.test", without[i]) &&
		    !has(&t, "a.mx.test", "") && has(&t, "a.x.test", ""),
		    without[i]);
		end(&t);
	}
}

static void
files(void)
{
	char path[] = "/tmp/peers.XXXXXX";
	int fd = mkstemp(path);
	struct trial t;

	must(fd >= 0);
	must(write(fd, "# who\nmx.test\n", 14) == 14);
	close(fd);
	ok(read_peers(&t, path, "") && has(&t, "mx.test", ""), "a file");
	end(&t);
	unlink(path);
	ok(!read_peers(&t, path, ""), "a file that is not there");
	ok(span_starts(t.why.text, SPAN("debug_peer_list: ")) &&
	    strstr(t.why.text.at, path) != NULL, "is named");
	end(&t);
}

static void
refuses(const char *list, const char *more, const char *why)
{
	struct trial t;

	ok(!read_peers(&t, list, more), why);
	is_text(t.why.text, why, "and why is said");
	is_text(span_of(t.why.status), "5.3.5", "as of any setting");
	end(&t);
}

int
main(void)
{
	lists();
	parents();
	files();
	refuses("mx.test !", "", "debug_peer_list: nothing stands behind a "
	    "\"!\"");
	refuses("192.0.2.9/24", "", "debug_peer_list: \"192.0.2.9/24\" has "
	    "bits behind its length; perhaps 192.0.2.0/24 is meant");
	refuses("mx.test", "parent_domain_matches_subdomains = !",
	    "parent_domain_matches_subdomains: nothing stands behind a "
	    "\"!\"");
	return tap_done();
}
