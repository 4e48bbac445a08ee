/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The peer of an actor: a connection, what is read from it and not yet used,
 * what is to be said together; and how an actor complains and ends.
 */
#ifndef TEST_TOOL_PEER_H
#define TEST_TOOL_PEER_H

#include <stdbool.h>
#include <stddef.h>

enum { PEER_IN_MAX = 1 << 16, PEER_OUT_MAX = 1 << 16 };

struct octets {
	char *at;
	size_t len;
};

struct peer {
	const char *script, *line;	/* for complaints: where we are */
	size_t number;
	int listener, fd;		/* -1: none */
	bool loose;		/* the message was cut: it may be ahead */
	char in[PEER_IN_MAX], out[PEER_OUT_MAX];
	size_t in_len, out_len;
};

extern struct peer peer;

/* Says what went against the script, with these octets unless at is NULL, and
 * ends the program. */
_Noreturn void complain(const char *what, const char *at, size_t len);

/* The same for the system's last error. */
_Noreturn void trouble(const char *what);

/* Listens on an address as actor.c describes it, and writes "ready" to a file
 * unless that is NULL. */
void peer_listen(const char *address, const char *ready);

/* More input; false if the peer has closed the connection. */
bool peer_fill(void);

/* The first n octets of the input are done with. */
void peer_consume(size_t n);

/* One line without its CRLF, in place until peer_consume(*size). */
struct octets peer_line(size_t *size);

/* Octets to say with the next flush; the peer must not be ahead of them. */
void peer_say(const char *at, size_t len);

void peer_flush(void);

/* Flushes and closes. */
void peer_hang_up(void);

/* A TLS handshake as a server, with the key and the certificates of a file;
 * from here on everything is said and heard inside. */
void peer_start_tls(const char *file);

/* The same, and the client is asked for a certificate, any one. */
void peer_start_tls_and_ask(const char *file);

/* It has shown one. */
bool peer_is_certified(void);

/* What the session is told by, tls-exporter or tls-unique: so many octets, 0 if
 * there is nothing. */
size_t peer_binding(bool exporter, char *at, size_t room);

#endif
