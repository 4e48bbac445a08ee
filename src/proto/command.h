/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * SMTP commands as text: envelope and capabilities in, one line out, without
 * its CRLF. Pure. Nothing here can put CR, LF or NUL into a command unless
 * an address holds them; wire_say refuses such a line all the same.
 */
#ifndef PROTO_COMMAND_H
#define PROTO_COMMAND_H

#include <stdbool.h>
#include <stdint.h>

#include "base/str.h"
#include "mail/envelope.h"
#include "proto/capability.h"

/*
 * Octets of a command without CRLF. With addresses of ADDRESS_MAX octets and
 * ENVID and ORCPT values of at most ENVID_MAX and ORCPT_MAX no command gets
 * longer, so a str with this maximum never becomes full.
 */
enum { COMMAND_MAX = 4096 };

/* What is to be said in MAIL FROM besides the envelope. */
struct mail_facts {
	const struct address *sender;	/* as it is called there; NULL: as the
					 * envelope has it */
	uint64_t size;		/* octets of the message (RFC 1870); 0: there
				 * is none, and SIZE is left out */
	bool converts;		/* the message may be converted to 7 bit: SIZE
				 * is left out (behaviours 89, 170) */
	bool quote;		/* smtp_quote_rfc821_envelope */
	bool requiretls;	/* RFC 8689 is wanted and offered: REQUIRETLS is
				 * said without a look at the capabilities */
	bool dummy_auth;	/* AUTH=<> (behaviour 174) */
};

/*
 * MAIL FROM:<sender> and its parameters in the order of behaviour 169:
 * SIZE, BODY, ENVID, RET, SMTPUTF8, REQUIRETLS, AUTH, each only where the
 * server offers the extension (behaviours 170 to 174).
 */
void command_mail(struct str *to, const struct envelope *envelope,
    const struct capabilities *caps, const struct mail_facts *facts);

/*
 * RCPT TO:<recipient>, as it is called there (outside; NULL: the same), with
 * ORCPT and NOTIFY where DSN is offered (175).
 * ORCPT is the given one, else rfc822 and the address as it was typed (its
 * quotes and the case of its domain included), with the domain if none was
 * typed; left out if it would be longer than ORCPT_MAX.
 */
void command_rcpt(struct str *to, const struct recipient *recipient,
    const struct address *outside, const struct capabilities *caps,
    bool quote);

#endif
