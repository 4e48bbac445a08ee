/* SPDX-License-Identifier: BSD-2-Clause */
#include "os/ticket.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "unit/tap.h"

int
main(void)
{
	char path[64];

	snprintf(path, sizeof(path), "/tmp/krb5cc_%lu",
	    (unsigned long)geteuid());
	unsetenv("KRB5CCNAME");
	unsetenv("KRB5_CLIENT_KTNAME");
	ok(ticket_is_likely() == (access(path, F_OK) == 0),
	    "D15: the usual place decides");
	setenv("KRB5CCNAME", "KCM:", 1);
	ok(ticket_is_likely(), "D15: a cache is named");
	setenv("KRB5CCNAME", "", 1);
	ok(ticket_is_likely() == (access(path, F_OK) == 0),
	    "D15: an empty name is none");
	setenv("KRB5_CLIENT_KTNAME", "FILE:/etc/mail.keytab", 1);
	ok(ticket_is_likely(), "D15: so is a table of keys");
	return tap_done();
}
