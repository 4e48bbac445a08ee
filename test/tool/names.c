/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * names - a name server for trouble: answers like a resolver from a file of
 * names, with faults and lies.
 *
 *   names [-l LOG] [-r FILE] [-w MS] ADDRESS PORT ZONE
 *
 * Once it listens it writes "ready" to FILE. With -w each answer by UDP takes
 * so long, whatever else is asked meanwhile. Each question becomes a line of
 * LOG: `udp|tcp CLIENT PORT ID NAME TYPE` and of rd, ad, do what was set.
 *
 * A line of ZONE is one of
 *   NAME TYPE RDATA            a record
 *   NAME secure                answers about NAME carry the AD bit, if the
 *                              question has AD or DO
 *   NAME TYPE !FAULT [once]    every (or the first) question for this type
 *   NAME * !FAULT [once]       the same for all types
 *   NAME TYPE !HOLD OTHER      answer only after somebody asked for OTHER
 * Faults: SERVFAIL REFUSED FORMERR NOTIMP NXDOMAIN NODATA; DROP (no answer),
 * MALFORMED (a record that is cut short), CNAMEONLY (a CNAME without what it
 * points at), TRUNCATE (TC by UDP, the whole by TCP), TCPCLOSE (truncated,
 * and by TCP nothing). Lies, told before the truth and with the AD bit:
 * WRONGID, WRONGNAME (another question), WRONGPORT, WRONGADDR, ELSEWHERE
 * (both).
 * Names are absolute. A name with names below it exists.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <ldns/ldns.h>
#include <netdb.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>
#include <unistd.h>

#include "zone.h"

enum {
	ASKED_MAX = 4096,
	HELD_MAX = 256,
	WIRE_MAX = 65535,
	CHAIN_MAX = 8,
	TTL = 60,
	PLAIN_UDP = 512,
};

struct query {
	uint8_t wire[WIRE_MAX];
	size_t len;
	struct sockaddr_storage from;
	socklen_t from_len;
	bool tcp;
};

struct held {
	struct query *query;
	const char *other;
};

static struct {
	struct held held[HELD_MAX];
	size_t held_len;
	char *asked[ASKED_MAX];
	size_t asked_len;
	const char *address, *port;
	int udp, tcp;
	unsigned long wait;	/* milliseconds */
	FILE *log;
} names;

/* Answers ------------------------------------------------------------------ */

static const ldns_rr *
question_of(const ldns_pkt *query)
{
	return ldns_rr_list_rr(ldns_pkt_question(query), 0);
}

static ldns_pkt *
new_answer(const ldns_pkt *query)
{
	ldns_pkt *a = ldns_pkt_new();

	ldns_pkt_set_id(a, ldns_pkt_id(query));
	ldns_pkt_set_qr(a, true);
	ldns_pkt_set_rd(a, ldns_pkt_rd(query));
	ldns_pkt_set_ra(a, true);
	ldns_pkt_push_rr(a, LDNS_SECTION_QUESTION,
	    ldns_rr_clone(question_of(query)));
	if (ldns_pkt_edns(query)) {
		ldns_pkt_set_edns_udp_size(a, 1232);
		ldns_pkt_set_edns_do(a, ldns_pkt_edns_do(query));
	}
	return a;
}

static void
empty_answer(ldns_pkt *a)
{
	ldns_rr_list_deep_free(ldns_pkt_answer(a));
	ldns_pkt_set_answer(a, ldns_rr_list_new());
	ldns_pkt_set_ancount(a, 0);
}

static void
set_code(ldns_pkt *a, enum fault fault)
{
	static const uint8_t codes[] = { [SERVFAIL] = LDNS_RCODE_SERVFAIL,
	    [REFUSED] = LDNS_RCODE_REFUSED, [FORMERR] = LDNS_RCODE_FORMERR,
	    [NOTIMP] = LDNS_RCODE_NOTIMPL, [NXDOMAIN] = LDNS_RCODE_NXDOMAIN };

	empty_answer(a);
	ldns_pkt_set_rcode(a, codes[fault]);
}

/* The end of a chain of aliases, told by the text of its record. */
static char *
target_of(const ldns_pkt *a)
{
	const ldns_rr_list *list = ldns_pkt_answer(a);

	return ldns_rdf2str(ldns_rr_rdf(ldns_rr_list_rr(list,
	    ldns_rr_list_rr_count(list) - 1), 0));
}

/* fill_answer - what the zone says; the fault that is left to the sender. */
static enum fault
fill_answer(ldns_pkt *a, char *name, int type, bool wants_ad)
{
	enum fault fault = NONE;
	bool secure = true;

	for (int i = 0; i < CHAIN_MAX; i++) {
		secure = secure && zone_is_secure(name);
		fault = zone_spend(zone_fault(name, type, false));
		if (fault >= SERVFAIL && fault <= NXDOMAIN) {
			set_code(a, fault);
			break;
		}
		if (fault == NODATA || fault == DROP || fault == MALFORMED ||
		    zone_answer(a, name, type) > 0)
			break;
		if (zone_answer(a, name, LDNS_RR_TYPE_CNAME) == 0) {
			if (!zone_has(name))
				ldns_pkt_set_rcode(a, LDNS_RCODE_NXDOMAIN);
			break;
		}
		if (fault == CNAMEONLY)
			break;
		free(name);
		name = target_of(a);
	}
	ldns_pkt_set_ad(a, secure && wants_ad);
	free(name);
	return fault;
}

/* lie_about - the answer says something else, and that it was validated. */
static void
lie_about(ldns_pkt *a, enum fault fault)
{
	const char *name = fault == WRONGNAME ? "other.example." : "liar.test.";
	ldns_rr *question = ldns_rr_list_rr(ldns_pkt_question(a), 0);
	char text[256], *asked;
	ldns_rr *rr = NULL;

	empty_answer(a);
	if (fault == WRONGNAME) {
		ldns_rdf_deep_free(ldns_rr_owner(question));
		ldns_rr_set_owner(question, ldns_dname_new_frm_str(name));
	}
	asked = ldns_rdf2str(ldns_rr_owner(question));
	switch ((int)ldns_rr_get_type(question)) {
	case LDNS_RR_TYPE_MX:
		snprintf(text, sizeof(text), "%s IN MX 0 liar.test.", asked);
		break;
	case LDNS_RR_TYPE_AAAA:
		snprintf(text, sizeof(text), "%s IN AAAA ::1", asked);
		break;
	default:
		snprintf(text, sizeof(text), "%s IN A 127.0.0.66", asked);
	}
	free(asked);
	ldns_rr_new_frm_str(&rr, text, TTL, NULL, NULL);
	ldns_pkt_push_rr(a, LDNS_SECTION_ANSWER, rr);
	ldns_pkt_set_ad(a, true);
	if (fault == WRONGID)
		ldns_pkt_set_id(a, ldns_pkt_id(a) ^ 0x5555);
}

/* Sending ------------------------------------------------------------------ */

static void
send_wire(const struct query *q, int fd, const uint8_t *wire, size_t len)
{
	uint8_t prefix[2] = { (uint8_t)(len >> 8), (uint8_t)len };

	if (q->tcp)
		(void)!write(fd, prefix, 2);
	if (q->tcp)
		(void)!write(fd, wire, len);
	else
		sendto(fd, wire, len, 0, (const void *)&q->from, q->from_len);
}

static void
send_packet(const struct query *q, int fd, const ldns_pkt *a)
{
	uint8_t *wire;
	size_t len;

	if (ldns_pkt2wire(&wire, a, &len) != LDNS_STATUS_OK)
		give_up("cannot pack", "an answer");
	send_wire(q, fd, wire, len);
	free(wire);
}

/* A socket that is not the one that was asked. */
static int
other_socket(const char *address, const char *port)
{
	const struct addrinfo hints = { .ai_socktype = SOCK_DGRAM,
	    .ai_flags = AI_NUMERICHOST | AI_NUMERICSERV };
	struct addrinfo *where;
	int fd;

	if (getaddrinfo(address, port, &hints, &where) != 0)
		give_up("no address", address);
	fd = socket(where->ai_family, where->ai_socktype, 0);
	if (fd < 0 || bind(fd, where->ai_addr, where->ai_addrlen) < 0)
		give_up("cannot bind to", address);
	freeaddrinfo(where);
	return fd;
}

static void
send_lie(const struct query *q, const ldns_pkt *truth, enum fault fault)
{
	ldns_pkt *lie = ldns_pkt_clone(truth);
	int fd = names.udp;

	lie_about(lie, fault);
	if (fault == WRONGPORT)
		fd = other_socket(names.address, "0");
	else if (fault == WRONGADDR)
		fd = other_socket("127.0.0.66", names.port);
	else if (fault == ELSEWHERE)
		fd = other_socket("127.0.0.66", "0");
	send_packet(q, fd, lie);
	if (fd != names.udp)
		close(fd);
	ldns_pkt_free(lie);
}

/* One record that claims more octets than there are. */
static void
send_malformed(const struct query *q, int fd, ldns_pkt *a)
{
	static const uint8_t stump[] = { 0xc0, 12, 0, 1, 0, 1, 0, 0, 0, 60,
	    0, 40, 7 };
	uint8_t *wire, bad[1024];
	size_t len;

	empty_answer(a);
	ldns_pkt_set_edns_udp_size(a, 0);
	ldns_pkt_set_edns_do(a, false);
	if (ldns_pkt2wire(&wire, a, &len) != LDNS_STATUS_OK ||
	    len + sizeof(stump) > sizeof(bad))
		give_up("cannot pack", "a malformed answer");
	memcpy(bad, wire, len);
	memcpy(bad + len, stump, sizeof(stump));
	bad[len + 3] = (uint8_t)ldns_rr_get_type(question_of(a));
	bad[7] = 1;		/* ANCOUNT */
	send_wire(q, fd, bad, len + sizeof(stump));
	free(wire);
}

static bool
does_not_fit(const ldns_pkt *query, const ldns_pkt *a)
{
	size_t room = PLAIN_UDP, len;
	uint8_t *wire;

	if (ldns_pkt_edns(query) && ldns_pkt_edns_udp_size(query) > room)
		room = ldns_pkt_edns_udp_size(query);
	if (ldns_pkt2wire(&wire, a, &len) != LDNS_STATUS_OK)
		give_up("cannot pack", "an answer");
	free(wire);
	return len > room;
}

/* Questions ---------------------------------------------------------------- */

static void
log_question(const struct query *q, const ldns_pkt *query, const char *name)
{
	char host[64] = "?", port[16] = "?";
	char *type = ldns_rr_type2str(ldns_rr_get_type(question_of(query)));

	getnameinfo((const void *)&q->from, q->from_len, host, sizeof(host),
	    port, sizeof(port), NI_NUMERICHOST | NI_NUMERICSERV);
	fprintf(names.log, "%s %s %s %u %s %s%s%s%s\n",
	    q->tcp ? "tcp" : "udp", host, port, ldns_pkt_id(query), name,
	    type, ldns_pkt_rd(query) ? " rd" : "",
	    ldns_pkt_ad(query) ? " ad" : "",
	    ldns_pkt_edns_do(query) ? " do" : "");
	fflush(names.log);
	free(type);
}

static void
reply(const struct query *q, int fd, const ldns_pkt *query)
{
	ldns_pkt *a = new_answer(query);
	enum fault fault = fill_answer(a,
	    ldns_rdf2str(ldns_rr_owner(question_of(query))),
	    (int)ldns_rr_get_type(question_of(query)),
	    ldns_pkt_ad(query) || ldns_pkt_edns_do(query));
	bool cut = fault == TRUNCATE || fault == TCPCLOSE;

	if (!q->tcp && (cut || does_not_fit(query, a))) {
		empty_answer(a);
		ldns_pkt_set_tc(a, true);
	}
	if (!q->tcp && fault >= WRONGID && fault <= ELSEWHERE)
		send_lie(q, a, fault);
	if (fault == MALFORMED)
		send_malformed(q, fd, a);
	else if (q->tcp && fault == TCPCLOSE)
		_exit(0);
	else if (fault != DROP)
		send_packet(q, fd, a);
	ldns_pkt_free(a);
}

static bool
was_asked(const char *name)
{
	for (size_t i = 0; i < names.asked_len; i++)
		if (strcasecmp(names.asked[i], name) == 0)
			return true;
	return false;
}

/* hold - keeps the question if its answer waits for another question. */
static bool
hold(const struct query *q, const char *name, int type)
{
	struct entry *e = zone_fault(name, type, true);
	struct held *h = &names.held[names.held_len];

	if (e == NULL || was_asked(e->other))
		return false;
	if (names.held_len == HELD_MAX)
		give_up("too many questions wait", name);
	h->other = e->other;
	h->query = malloc(sizeof(*q));
	if (h->query == NULL)
		give_up("no memory", name);
	*h->query = *q;
	names.held_len++;
	return true;
}

static void
release_held(int fd)
{
	for (size_t i = 0; i < names.held_len; i++) {
		struct held *h = &names.held[i];
		ldns_pkt *query;

		if (h->query == NULL || !was_asked(h->other))
			continue;
		if (ldns_wire2pkt(&query, h->query->wire, h->query->len) ==
		    LDNS_STATUS_OK) {
			reply(h->query, fd, query);
			ldns_pkt_free(query);
		}
		free(h->query);
		h->query = NULL;
	}
}

static void
hear(const struct query *q, int fd)
{
	ldns_pkt *query;
	char *name;

	if (ldns_wire2pkt(&query, q->wire, q->len) != LDNS_STATUS_OK ||
	    ldns_pkt_qdcount(query) != 1)
		return;
	name = ldns_rdf2str(ldns_rr_owner(question_of(query)));
	log_question(q, query, name);
	if (names.asked_len < ASKED_MAX && !was_asked(name))
		names.asked[names.asked_len++] = strdup(name);
	if (q->tcp || !hold(q, name,
	    (int)ldns_rr_get_type(question_of(query))))
		reply(q, fd, query);
	release_held(names.udp);
	ldns_pkt_free(query);
	free(name);
}

static void
hear_udp(void)
{
	static struct query q;
	ssize_t n;

	q.from_len = sizeof(q.from);
	n = recvfrom(names.udp, q.wire, sizeof(q.wire), 0, (void *)&q.from,
	    &q.from_len);
	q.len = n > 0 ? (size_t)n : 0;
	if (n <= 0 || (names.wait > 0 && fork() > 0))
		return;
	usleep((useconds_t)names.wait * 1000);
	hear(&q, names.udp);
	if (names.wait > 0)
		_exit(0);
}

static bool
read_all(int fd, uint8_t *at, size_t len)
{
	ssize_t n;

	for (; len > 0; at += n, len -= (size_t)n) {
		n = read(fd, at, len);
		if (n <= 0)
			return false;
	}
	return true;
}

/* A connection has a process of its own, which ends with it. */
static void
hear_tcp(void)
{
	static struct query q = { .tcp = true };
	uint8_t prefix[2];
	int fd;

	q.from_len = sizeof(q.from);
	fd = accept(names.tcp, (void *)&q.from, &q.from_len);
	if (fd < 0)
		return;
	if (fork() > 0) {
		close(fd);
		return;
	}
	while (read_all(fd, prefix, 2)) {
		q.len = (size_t)prefix[0] << 8 | prefix[1];
		if (!read_all(fd, q.wire, q.len))
			break;
		hear(&q, fd);
	}
	_exit(0);
}

static void
open_sockets(void)
{
	const struct addrinfo hints = { .ai_socktype = SOCK_STREAM,
	    .ai_flags = AI_NUMERICHOST | AI_NUMERICSERV };
	struct addrinfo *where;
	int yes = 1;

	names.udp = other_socket(names.address, names.port);
	if (getaddrinfo(names.address, names.port, &hints, &where) != 0)
		give_up("no address", names.address);
	names.tcp = socket(where->ai_family, SOCK_STREAM, 0);
	setsockopt(names.tcp, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof(yes));
	if (bind(names.tcp, where->ai_addr, where->ai_addrlen) < 0 ||
	    listen(names.tcp, 64) < 0)
		give_up("cannot listen on", names.address);
	freeaddrinfo(where);
}

static void
serve(void)
{
	struct pollfd p[2] = { { names.udp, POLLIN, 0 },
	    { names.tcp, POLLIN, 0 } };

	for (;;) {
		if (poll(p, 2, -1) <= 0)
			continue;
		if (p[0].revents != 0)
			hear_udp();
		if (p[1].revents != 0)
			hear_tcp();
	}
}

int
main(int argc, char **argv)
{
	const char *ready = NULL;
	FILE *out;
	int option;

	names.log = stdout;
	while ((option = getopt(argc, argv, "l:r:w:")) != -1)
		if (option == 'r')
			ready = optarg;
		else if (option == 'w')
			names.wait = strtoul(optarg, NULL, 10);
		else if (option == 'l')
			names.log = fopen(optarg, "a");
	if (argc - optind != 3 || names.log == NULL)
		return 64;
	signal(SIGCHLD, SIG_IGN);
	signal(SIGPIPE, SIG_IGN);
	names.address = argv[optind];
	names.port = argv[optind + 1];
	zone_read(argv[optind + 2]);
	open_sockets();
	out = ready == NULL ? NULL : fopen(ready, "w");
	if (out != NULL) {
		fputs("ready\n", out);
		fclose(out);
	}
	serve();
	return 0;
}
