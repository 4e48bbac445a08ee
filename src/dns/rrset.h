/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * DNS data in our own values (RFC 1035, 2782, 3596, 6698): what was asked,
 * what the answer is worth, and its records in the order of the answer.
 */
#ifndef DNS_RRSET_H
#define DNS_RRSET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/span.h"

enum rr_type {
	RR_A = 1,
	RR_NS = 2,		/* this and DNSKEY: only to see their status */
	RR_CNAME = 5,
	RR_MX = 15,
	RR_TXT = 16,
	RR_AAAA = 28,
	RR_SRV = 33,
	RR_DNSKEY = 48,
	RR_TLSA = 52,
};

enum { RR_MAX = 100 };	/* records kept of one answer (behaviour 31) */

struct rr {
	enum rr_type type;
	struct span owner;	/* without the dot at the end */
	uint32_t ttl;		/* seconds */
	unsigned preference;	/* MX; the priority of SRV */
	unsigned weight, port;	/* SRV */
	struct span target;	/* MX, SRV, CNAME: a name without the dot at
				 * the end; the root is "" (RFC 7505) */
	struct span data;	/* A, AAAA: 4 or 16 octets; else RDATA */
};

/*
 * What an answer says, by behaviours 21 to 31 as observed and deviation D9.
 * Only ANSWER_RECORDS has records.
 */
enum answer_state {
	ANSWER_RECORDS,
	ANSWER_NO_NAME,		/* NXDOMAIN; or digits and dots were asked
				 * for, without a query (behaviour 11) */
	ANSWER_NO_DATA,		/* the name is there, the type is not */
	ANSWER_TEMPORARY,	/* SERVFAIL, REFUSED, NOTIMP, no answer, or a
				 * BOGUS one */
	ANSWER_FORMERR,		/* Postfix's "non-recoverable"; D9: temporary */
	ANSWER_MALFORMED,	/* names in it are none; a reply that is no
				 * DNS at all is TEMPORARY */
	ANSWER_LOOP,		/* more than 10 aliases: as not found */
	ANSWER_NOT_A_NAME,	/* what was asked for is no valid name; no
				 * query was made */
	ANSWER_FILTERED,	/* smtp_dns_reply_filter drops all records */
	ANSWER_FILTER_TROUBLE,	/* it could not say: as temporary */
};

/* RFC 4033 section 5. */
enum dnssec {
	DNSSEC_INDETERMINATE,	/* nobody trusted looked */
	DNSSEC_INSECURE,
	DNSSEC_SECURE,
	DNSSEC_BOGUS,
};

struct answer {
	struct span name;	/* as it was asked for, A-labels */
	enum rr_type type;
	enum answer_state state;
	enum dnssec dnssec;	/* of the whole chain of aliases */
	struct span final_name;	/* behind the aliases; name if there are none */
	bool searched;		/* final_name is due to a search list */
	struct span asked;	/* the name of the last query, which failures
				 * are about: that of an alias's target if it
				 * took a query of its own */
	const struct rr *rr;	/* in the order of the answer */
	size_t len;
	bool truncated;		/* had more than RR_MAX records */
	size_t dropped;		/* records left out: their target is no host
				 * name (behaviour 24) */
	bool unreadable;	/* TEMPORARY: a reply came, and is no DNS */
	struct span reason;	/* in words, for states other than RECORDS:
				 * which server did what */
};

/* "MX"; "TYPE" for one that is none of ours. */
const char *rr_type_name(enum rr_type type);

/* What stands behind the type in rr_text: "10 mx.example.". */
struct span rr_data_text(struct arena *arena, const struct rr *rr);

/*
 * The record as smtp_dns_reply_filter and -vv show it (behaviour 32):
 * `name. ttl IN MX pref target.`
 */
struct span rr_text(struct arena *arena, const struct rr *rr);

/* Postfix's words for a failure (behaviour 22): "Host or domain name not
 * found. Name service error for name=N type=T: R", and for a BOGUS answer
 * ours in the place of R. Not for RECORDS. */
struct span answer_text(struct arena *arena, const struct answer *answer);

/* "example.org MX: 10 a.example., 20 b.example. (secure)", for -vv. */
struct span answer_line(struct arena *arena, const struct answer *answer);

/* "secure". */
const char *dnssec_name(enum dnssec dnssec);

/* A copy whose texts and records live in the arena. */
const struct answer *answer_copy(struct arena *arena,
    const struct answer *answer);

#endif
