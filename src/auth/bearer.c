/* SPDX-License-Identifier: BSD-2-Clause */
#include "auth/bearer.h"

#include "auth/saslname.h"

enum { FRAME = 64 };	/* octets between user, host and token */

void
bearer_add(const struct auth_setup *setup, struct span token,
    struct str *message)
{
	if (!str_reserve(message, 3 * setup->user.len + setup->host.len +
	    token.len + FRAME))
		return;
	if (setup->mechanism == MECHANISM_XOAUTH2) {
		str_add(message, SPAN("user="));
		str_add(message, setup->user);
	} else {
		str_add(message, SPAN("n,a="));
		saslname_add(setup->user, message);
		str_add(message, SPAN(",\001host="));
		str_add(message, setup->host);
		str_addf(message, "\001port=%u", setup->port);
	}
	str_add(message, SPAN("\001auth=Bearer "));
	str_add(message, token);
	str_add(message, SPAN("\001\001"));
}

struct span
bearer_answer(enum mechanism mechanism)
{
	return mechanism == MECHANISM_OAUTHBEARER ? SPAN("\001") : SPAN("");
}
