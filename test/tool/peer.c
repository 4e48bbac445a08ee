/* SPDX-License-Identifier: BSD-2-Clause */
#define _GNU_SOURCE
#include <ctype.h>
#include <errno.h>
#include <gnutls/gnutls.h>
#include <netdb.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include "peer.h"

enum { AHEAD_MS = 10 };		/* how long somebody who is ahead may take */

struct peer peer = { .script = "actor", .line = "the beginning",
    .listener = -1, .fd = -1 };

static gnutls_session_t tls;	/* NULL: it is in the clear */
static gnutls_certificate_credentials_t certificate;	/* of tls */

/* Complaints --------------------------------------------------------------- */

static void
put_octets(const char *at, size_t len)
{
	putchar('"');
	for (size_t i = 0; i < len && i < 200; i++)
		if (at[i] == '\r' || at[i] == '\n')
			fputs(at[i] == '\r' ? "\\r" : "\\n", stdout);
		else if (isprint((unsigned char)at[i]))
			putchar(at[i]);
		else
			printf("\\x%02x", (unsigned char)at[i]);
	fputs(len > 200 ? "\"..." : "\"", stdout);
}

_Noreturn void
complain(const char *what, const char *at, size_t len)
{
	printf("%s:%zu: at \"%s\": %s", peer.script, peer.number, peer.line,
	    what);
	if (at != NULL) {
		fputs(": ", stdout);
		put_octets(at, len);
	}
	putchar('\n');
	fflush(stdout);
	_exit(1);
}

_Noreturn void
trouble(const char *what)
{
	complain(what, strerror(errno), strlen(strerror(errno)));
}

/* The wire ----------------------------------------------------------------- */

bool
peer_fill(void)
{
	ssize_t n;

	if (peer.in_len == PEER_IN_MAX)
		complain("a line without end", peer.in, peer.in_len);
	n = tls == NULL ? read(peer.fd, peer.in + peer.in_len,
	    PEER_IN_MAX - peer.in_len) : gnutls_record_recv(tls,
	    peer.in + peer.in_len, PEER_IN_MAX - peer.in_len);
	if (n > 0)
		peer.in_len += (size_t)n;
	return n > 0;
}

void
peer_consume(size_t n)
{
	peer.in_len -= n;
	memmove(peer.in, peer.in + n, peer.in_len);
}

void
peer_flush(void)
{
	size_t done = 0;
	ssize_t n;

	while (done < peer.out_len) {
		n = tls == NULL ? send(peer.fd, peer.out + done,
		    peer.out_len - done, MSG_NOSIGNAL) :
		    gnutls_record_send(tls, peer.out + done,
		    peer.out_len - done);
		if (n < 0)
			break;	/* gone; the next line of the client tells */
		done += (size_t)n;
	}
	peer.out_len = 0;
}

void
peer_hang_up(void)
{
	peer_flush();
	if (tls != NULL) {
		gnutls_bye(tls, GNUTLS_SHUT_WR);
		gnutls_deinit(tls);
		gnutls_certificate_free_credentials(certificate);
		tls = NULL;
	}
	close(peer.fd);
	peer.fd = -1;
	peer.in_len = 0;
}

static void
start_tls(const char *file, gnutls_certificate_request_t request)
{
	int rc;

	peer_flush();
	if (peer.in_len > 0)
		complain("the client is ahead", peer.in, peer.in_len);
	rc = gnutls_certificate_allocate_credentials(&certificate);
	if (rc >= 0)
		rc = gnutls_certificate_set_x509_key_file(certificate, file,
		    file, GNUTLS_X509_FMT_PEM);
	if (rc < 0)
		complain(file, gnutls_strerror(rc),
		    strlen(gnutls_strerror(rc)));
	gnutls_init(&tls, GNUTLS_SERVER | GNUTLS_NO_SIGNAL);
	gnutls_set_default_priority(tls);
	gnutls_credentials_set(tls, GNUTLS_CRD_CERTIFICATE, certificate);
	gnutls_certificate_server_set_request(tls, request);
	gnutls_transport_set_int(tls, peer.fd);
	do {
		rc = gnutls_handshake(tls);
	} while (rc < 0 && !gnutls_error_is_fatal(rc));
	if (rc < 0)
		complain("no handshake", gnutls_strerror(rc),
		    strlen(gnutls_strerror(rc)));
}

void
peer_start_tls(const char *file)
{
	start_tls(file, GNUTLS_CERT_IGNORE);
}

void
peer_start_tls_and_ask(const char *file)
{
	start_tls(file, GNUTLS_CERT_REQUEST);
}

bool
peer_is_certified(void)
{
	unsigned n = 0;

	return tls != NULL && gnutls_certificate_get_peers(tls, &n) != NULL;
}

size_t
peer_binding(bool exporter, char *at, size_t room)
{
	gnutls_datum_t octets;
	size_t len;

	if (tls == NULL || gnutls_session_channel_binding(tls, exporter ?
	    GNUTLS_CB_TLS_EXPORTER : GNUTLS_CB_TLS_UNIQUE, &octets) < 0)
		return 0;
	len = octets.size < room ? octets.size : 0;
	memcpy(at, octets.data, len);
	gnutls_free(octets.data);
	return len;
}

/* is_ahead - something waits to be heard */
static bool
is_ahead(void)
{
	struct pollfd p = { .fd = peer.fd, .events = POLLIN };

	if (tls != NULL && gnutls_record_check_pending(tls) > 0)
		return true;
	return poll(&p, 1, AHEAD_MS) > 0;
}

void
peer_say(const char *at, size_t len)
{
	if (peer.out_len == 0 && !peer.loose) {
		if (peer.in_len == 0 && is_ahead())
			peer_fill();
		if (peer.in_len > 0)
			complain("the client is ahead", peer.in,
			    peer.in_len);
	}
	if (len > PEER_OUT_MAX - peer.out_len)
		peer_flush();
	memcpy(peer.out + peer.out_len, at, len);
	peer.out_len += len;
}

struct octets
peer_line(size_t *size)
{
	struct octets line = { peer.in, 0 };
	char *end;

	while ((end = memchr(peer.in, '\n', peer.in_len)) == NULL)
		if (!peer_fill())
			complain("the client has closed the connection",
			    peer.in_len > 0 ? peer.in : NULL, peer.in_len);
	line.len = (size_t)(end - peer.in);
	*size = line.len + 1;
	if (line.len == 0 || end[-1] != '\r')
		complain("a line that ends in a bare LF", line.at, line.len);
	line.len--;
	return line;
}

/* Listening ---------------------------------------------------------------- */

static int
listen_unix(const char *path)
{
	struct sockaddr_un where = { .sun_family = AF_UNIX };
	int fd = socket(AF_UNIX, SOCK_STREAM, 0);

	snprintf(where.sun_path, sizeof(where.sun_path), "%s", path);
	unlink(path);
	if (fd < 0 || bind(fd, (void *)&where, sizeof(where)) < 0 ||
	    chmod(path, 0666) < 0)
		trouble(path);
	return fd;
}

static int
listen_inet(const char *address)
{
	const struct addrinfo hints = { .ai_socktype = SOCK_STREAM,
	    .ai_flags = AI_NUMERICHOST | AI_NUMERICSERV | AI_PASSIVE };
	const char *port = strrchr(address, ':');
	struct addrinfo *where;
	char host[128];
	int fd, yes = 1;

	if (port == NULL)
		complain("no port", address, strlen(address));
	snprintf(host, sizeof(host), "%.*s", (int)(port - address), address);
	if (host[0] == '[') {
		memmove(host, host + 1, strlen(host));
		host[strcspn(host, "]")] = '\0';
	}
	if (getaddrinfo(host, port + 1, &hints, &where) != 0)
		complain("no address", address, strlen(address));
	fd = socket(where->ai_family, SOCK_STREAM, 0);
	setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof(yes));
	if (fd < 0 || bind(fd, where->ai_addr, where->ai_addrlen) < 0)
		trouble(address);
	freeaddrinfo(where);
	return fd;
}

void
peer_listen(const char *address, const char *ready)
{
	FILE *out;

	if (strncmp(address, "unix:", 5) == 0)
		peer.listener = listen_unix(address + 5);
	else
		peer.listener = listen_inet(address);
	if (listen(peer.listener, 64) < 0)
		trouble("listen");
	if (ready == NULL)
		return;
	out = fopen(ready, "w");
	if (out == NULL || fputs("ready\n", out) < 0 || fclose(out) != 0)
		trouble(ready);
}
