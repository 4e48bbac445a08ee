/* SPDX-License-Identifier: BSD-2-Clause */
#include "os/ticket.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static bool
is_set(const char *name)
{
	const char *value = getenv(name);

	return value != NULL && value[0] != '\0';
}

bool
ticket_is_likely(void)
{
	char path[64];

	if (is_set("KRB5CCNAME") || is_set("KRB5_CLIENT_KTNAME"))
		return true;
	snprintf(path, sizeof(path), "/tmp/krb5cc_%lu",
	    (unsigned long)geteuid());
	return access(path, F_OK) == 0;
}
