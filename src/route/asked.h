/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What is asked about the hosts of a route, of the DNS and of the system, and
 * the answers (behaviours 27, 28, 33).
 */
#ifndef ROUTE_ASKED_H
#define ROUTE_ASKED_H

#include "route/draft.h"

enum {
	ASKED_FAMILIES = 2,
	ASKED_TLSA = ASKED_FAMILIES,
	ASKED_QUESTIONS,
};

extern const struct asked_family {
	enum rr_type type;
	enum net_family family;
	unsigned bit;		/* of inet_protocols */
} asked_families[ASKED_FAMILIES];

/* About one host. */
struct asked {
	struct lookup lookups[ASKED_QUESTIONS];	/* answer NULL: not asked */
	const struct answer *best;	/* of those for addresses, that which
					 * counts; NULL: none was asked for */
	const struct native_question *native;	/* NULL: the DNS has decided,
						 * or nobody is to be asked */
};

struct all_asked {
	struct asked *at;	/* one a host of the route */
	struct native_question *natives;
};

/*
 * Asks the DNS in one flight, and then the system, where it is to be asked,
 * about several hosts at a time.
 */
void asked_all(struct draft *draft, struct all_asked *all);
void asked_clear(struct all_asked *all);

#endif
