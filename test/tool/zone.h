/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What a names server knows: records, faults and lies, from the lines that
 * names.c describes. Names are absolute and compared in any case.
 */
#ifndef TEST_TOOL_ZONE_H
#define TEST_TOOL_ZONE_H

#include <ldns/ldns.h>
#include <stdbool.h>
#include <stddef.h>

enum fault {
	NONE, SERVFAIL, REFUSED, FORMERR, NOTIMP, NXDOMAIN, NODATA, DROP,
	MALFORMED, CNAMEONLY, TRUNCATE, TCPCLOSE, WRONGID, WRONGNAME,
	WRONGPORT, WRONGADDR, ELSEWHERE, HOLD,
};

struct entry {
	char *name;
	int type;		/* -1: all */
	bool secure;		/* this, or a record, or a fault */
	ldns_rr *rr;
	enum fault fault;
	bool once, spent;
	char *other;		/* for HOLD */
};

_Noreturn void give_up(const char *what, const char *which);

void zone_read(const char *path);

/* What is wrong with answers about this, or (holds) what they wait for; NULL:
 * nothing. One that is there once goes away when it is spent. */
struct entry *zone_fault(const char *name, int type, bool holds);

/* The fault of an entry, or NONE; it is spent if it was there once only. */
enum fault zone_spend(struct entry *e);

/* Answers about the name are validated. */
bool zone_is_secure(const char *name);

/* There is something about the name, or below it. */
bool zone_has(const char *name);

/* The records of this type, into the answer; how many. */
size_t zone_answer(ldns_pkt *answer, const char *name, int type);

#endif
