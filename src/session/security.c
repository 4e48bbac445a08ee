/* SPDX-License-Identifier: BSD-2-Clause */
#include "session/security.h"

struct security
security_of(enum tls_level asked)
{
	return (struct security){ .state = SECURITY_UNDECIDED,
	    .asked = asked, .level = asked };
}
