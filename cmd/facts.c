/* SPDX-License-Identifier: BSD-2-Clause */
#include "cmd/facts.h"

#include <pwd.h>
#include <sys/types.h>
#include <unistd.h>

#include "base/ascii.h"
#include "os/slurp.h"

enum { HOSTS_MAX = 1024 * 1024, NAME_MAX_OCTETS = 256 };

/* line_names - the host is one of the names on the line; dotted: the first of
 * them that has a dot, or empty */

static bool
line_names(struct span line, struct span host, struct span *dotted)
{
	struct span word;
	bool named = false;

	*dotted = (struct span){ 0 };
	line = span_cut(&line, '#');
	if (!ascii_word(&line, " \t\r", &word))	/* the address */
		return false;
	while (ascii_word(&line, " \t\r", &word)) {
		named |= ascii_equal(word, host);
		if (dotted->len == 0 && span_find(word, '.') < word.len)
			*dotted = word;
	}
	return named && dotted->len > 0;
}

struct span
facts_dotted(struct span hosts, struct span host)
{
	struct span dotted;

	while (hosts.len > 0)
		if (line_names(span_cut(&hosts, '\n'), host, &dotted))
			return dotted;
	return host;
}

static struct span
find_hostname(struct arena *arena)
{
	struct dsn why = DSN_IN(arena);
	char name[NAME_MAX_OCTETS + 1] = "";
	struct span host;
	struct str hosts;

	if (gethostname(name, NAME_MAX_OCTETS) != 0 || name[0] == '\0')
		return SPAN("localhost");
	host = arena_copy(arena, span_of(name));
	if (span_find(host, '.') < host.len ||
	    !slurp_file("/etc/hosts", HOSTS_MAX, &hosts, &why))
		return host;
	host = arena_copy(arena, facts_dotted(str_span(&hosts), host));
	str_clear(&hosts);
	return host;
}

void
facts_find(struct arena *arena, struct host_facts *facts)
{
	const struct passwd *user = getpwuid(getuid());

	facts->hostname = find_hostname(arena);
	facts->login = user != NULL && user->pw_name[0] != '\0' ?
	    arena_copy(arena, span_of(user->pw_name)) :
	    arena_text(arena, "%lu", (unsigned long)getuid());
}
