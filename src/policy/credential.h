/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Which user and which secret for this sender, server and destination
 * (behaviours 153 to 156).
 */
#ifndef POLICY_CREDENTIAL_H
#define POLICY_CREDENTIAL_H

#include <stdbool.h>

#include "base/dsn.h"
#include "base/span.h"
#include "mail/address.h"
#include "mail/lookup.h"
#include "os/secret.h"
#include "table/search.h"

struct credential {
	struct span user;	/* in the arena of the *why */
	struct secret *password;	/* NULL: there is no credential */
};

struct credential_wish {
	struct mapping passwords;	/* smtp_sasl_password_maps */
	/* The sender comes first, if he is given: SMTP, with
	 * smtp_sender_dependent_authentication, and a sender. */
	const struct address *sender;
	struct search_way way;
	struct span host;	/* the server's name */
	struct span nexthop;	/* the destination as configured:
				 * "[relay.example]:587"; of a socket its path
				 * (behaviour 18) */
	struct span delimiter;	/* smtp_sasl_password_result_delimiter: its
				 * first octet ends the user */
	const struct secret *netrc;	/* what ~/.netrc holds, or NULL; asked
					 * for the host when no table has it */
};

/*
 * True: *credential is what the first key that has a value says: a user, and
 * behind the delimiter a password, which is empty if there is none; its
 * password is NULL if no key has one. It is the caller's. The octets of the
 * table are not kept. False: a table could not say, or the netrc file is
 * malformed: 4.3.0 (behaviour 155).
 */
bool credential_find(const struct credential_wish *wish,
    struct credential *credential, struct dsn *why) MUST_USE;

/* Overwrites the password. */
void credential_clear(struct credential *credential);

#endif
