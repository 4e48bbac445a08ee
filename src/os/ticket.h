/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Whether Kerberos is worth asking for a ticket: it looks the server's name
 * up in the DNS before it finds that there is none, and knows no deadline.
 */
#ifndef OS_TICKET_H
#define OS_TICKET_H

#include <stdbool.h>

/*
 * $KRB5CCNAME or $KRB5_CLIENT_KTNAME says where a ticket comes from, or there
 * is a cache in the usual place, /tmp/krb5cc_UID. Caches that only krb5.conf
 * knows of are not seen: name one in $KRB5CCNAME.
 */
bool ticket_is_likely(void);

#endif
