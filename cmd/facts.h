/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What this machine says of itself and of its user: files and system calls,
 * never a DNS query.
 */
#ifndef CMD_FACTS_H
#define CMD_FACTS_H

#include "base/arena.h"
#include "base/span.h"
#include "param/params.h"

/*
 * gethostname(); where that has no dot, the first dotted name that
 * /etc/hosts has beside it, else as it is. The login name of the real user,
 * or the user's number where there is none.
 */
void facts_find(struct arena *arena, struct host_facts *facts);

/*
 * The first name with a dot on a line of hosts(5) that names the host, in
 * any case; the host itself where there is none.
 */
struct span facts_dotted(struct span hosts, struct span host);

#endif
