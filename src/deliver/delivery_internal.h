/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * One delivery: one next hop, and the recipients that go there.
 */
#ifndef DELIVER_DELIVERY_INTERNAL_H
#define DELIVER_DELIVERY_INTERNAL_H

#include "base/arena.h"
#include "deliver/deliver.h"
#include "net/transport.h"
#include "policy/policy.h"
#include "route/candidate.h"
#include "session/session.h"

/* What is kept of one recipient until it is settled and told. */
struct record {
	struct outcome outcome;
	struct attempt *last;	/* the end of its list of attempts */
};

struct delivery {
	const struct run *run;
	struct arena *arena;	/* lives until the report is done */
	struct span destination;	/* the list of next hops */
	struct letter letter;
	struct record *records;	/* one a recipient of the letter */
	msec_t began;		/* clock_now */
	struct teller teller;
	struct visit *visit;	/* the host that is being tried */
	struct session_facts facts;
	bool failed_in_tls;	/* the session that was open last did */
	size_t open;		/* recipients not yet settled */
	struct batch offered;	/* who the present session is for: all of the
				 * letter, or as many as it may serve */
	struct batch left;	/* who was left out of it, and waits for
				 * another one with the same server */
};

/* deliver/deliver.c: what a delivery needs to run. */
void delivery_equip(struct delivery *delivery);

/* deliver/delivery.c: tries hosts until everybody is settled, and tells. */
void delivery_run(struct delivery *delivery);

struct member;

/* The candidates of a member's route that are still to be tried, in order. */
struct field {
	const struct member *member;
	const struct candidate **at;
	size_t len;
};

/* What counts for the limits of a route (behaviours 51, 52). */
struct tally {
	int64_t addresses;	/* tried */
	int64_t sessions;	/* that came about */
};

/*
 * heat.c: connects to one of the first `len` candidates, and visits it. They
 * may be as good as each other: outside of Postfix mode they are raced, and
 * it all looks as if they had been tried in turn. Those that failed before one
 * was reached are attempts, each with its own word, in the order of the
 * field, and count; then comes the one that was reached. They all leave the
 * field. Those that were overtaken are no attempts and do not count: they
 * stay, for who is still open.
 */
void heat_run(struct delivery *delivery, struct field *field, size_t len,
    struct tally *tally);

/* A candidate that is looked at more closely. */
struct entrant {
	const struct candidate *candidate;
	bool without_tls;	/* it is tried once more, TLS has failed */
	struct visit *visit;
	struct policy policy;
	struct anchors *anchors;	/* of its files, or NULL */
	struct teller teller;	/* with a session of its own */
};

/*
 * entrant.c: what policy has to say, and what it needs of files. Candidate,
 * visit and teller are there already. False: it must not be tried; *why says
 * why. In any case entrant_clear is due.
 */
bool entrant_prepare(struct delivery *delivery, const struct member *member,
    struct entrant *entrant, struct dsn *why) MUST_USE;
void entrant_clear(struct entrant *entrant);

/*
 * entrant.c: after a session with it: TLS was what failed there, and it may
 * be done without (behaviours 134 to 136), with nobody in doubt (deviation
 * D18).
 */
bool entrant_may_go_plain(const struct delivery *delivery,
    const struct entrant *entrant);

/* attempt.c: it came to no connection there; *why is a word for everybody. */
void attempt_fail(struct delivery *delivery, const struct entrant *entrant,
    const struct dsn *why);

/*
 * attempt.c: over a connection that stands. Every open recipient is settled,
 * or has heard a word. Gives whether a session came about (behaviour 52).
 */
bool attempt_talk(struct delivery *delivery, const struct entrant *entrant,
    struct transport *transport);

/* A word of our own for everybody who is offered and open; softened with
 * soft_bounce. It is of now, if it does not say of when. */
void delivery_remember(struct delivery *delivery, const struct dsn *word);

/* forwarding.c: who must not even be tried is settled (behaviours 4, 5). */
void forwarding_check(struct delivery *delivery);

/* refile.c: what the user's filter makes of a verdict. */
void refile(struct delivery *delivery, struct recipient *recipient);

/*
 * outcome.c: a recipient was settled: builds its outcome and tells it. If
 * this happened at a host (d->visit), that is its last attempt.
 */
void outcome_settled(struct delivery *delivery, struct recipient *recipient);

/* outcome.c: a visit is over: it is one more attempt for who is open; with
 * run.all_hosts everybody still is. */
void outcome_visited(struct delivery *delivery);

#endif
