/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A question whose answer is to be found: from the replies to its queries, of
 * which aliases and a search list may take several, to what they mean.
 */
#ifndef DNS_TASK_H
#define DNS_TASK_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "dns/memory.h"
#include "dns/query.h"
#include "dns/rrset.h"

struct task {
	struct memo *memo;	/* where the answer goes */
	struct answer answer;	/* as far as it is known */
	bool is_probe;		/* only the status of its answer matters;
				 * RECORDS then means that it is signed */
	const struct span *names;	/* asked for until one is there */
	size_t names_len, name;
	bool has_name;		/* one of them was there, without data */
	unsigned queries;	/* for this name, aliases included */
	msec_t began;
};

/* Before its first query. The names are borrowed. True: its answer is known
 * without any (behaviours 11, 29). */
bool task_begin(struct task *task, const struct memory_key *key,
    const struct span *names, size_t names_len);

/* What a query has brought. True: under its new name it is to be asked
 * again; false: the answer is complete, its texts are in the arena. */
bool task_hear(struct task *task, struct query *query, struct arena *arena);

/* Tells the answer (-vv), and what is left out of it. */
void task_tell(const struct task *task, struct teller teller,
    struct arena *arena);

#endif
