/* SPDX-License-Identifier: BSD-2-Clause */
#include "session/security.h"

struct security
security_of(enum tls_level asked)
{
	return (struct security){ .state = SECURITY_UNDECIDED,
	    .asked = asked, .level = asked };
}

const char *
security_peer_name(enum standing peer)
{
	switch (peer) {
	case STANDING_ANONYMOUS:
		break;
	case STANDING_UNTRUSTED:
		return "untrusted";
	case STANDING_TRUSTED:
		return "trusted";
	case STANDING_VERIFIED:
		return "verified";
	}
	return "none";
}
