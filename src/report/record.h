/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * One outcome as it is printed (CLI.md, Results on stdout). Pure, and without
 * allocation once the string has its room: the last words need that.
 */
#ifndef REPORT_RECORD_H
#define REPORT_RECORD_H

#include "base/json.h"
#include "base/str.h"
#include "deliver/outcome.h"

enum {
	/* More hosts than this are not listed under `attempts`. */
	RECORD_ATTEMPTS = 256,
	/* Octets that no record exceeds, and none without attempts. */
	RECORD_MAX = 8 * 1024 * 1024,
	RECORD_SHORT_MAX = 128 * 1024,
};

/*
 * The action of RFC 3464: "relayed", or "delivered" by a last server
 * (behaviour 211), "delayed" or "failed", and "deliverable" (224). What is
 * unknown is "delayed".
 */
const char *record_action(const struct recipient *r);

/* The server that the verdict is about; NULL: no session was open (behaviour
 * 228). */
const struct remote *record_server(const struct outcome *outcome);

/* HOST[ADDR]:PORT, without a port for a socket. */
void record_add_server(struct str *to, const struct remote *server);

/* A key "port"; null is a socket of this machine. */
void record_put_port(struct json *json, unsigned port);

/* RECIPIENT: ACTION STATUS[ via HOST[ADDR]:PORT][ (VERSION, LEVEL PEER)]:
 * TEXT, without line end; what is in parentheses only where it was TLS.
 * Where the recipient is nobody the destination takes its place; in JSON
 * "recipient" is null then. */
void record_add_text(struct str *to, const struct outcome *outcome);

/* An object with every key of CLI.md, on one line, without line end. */
void record_add_json(struct str *to, const struct outcome *outcome);

#endif
