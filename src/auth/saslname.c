/* SPDX-License-Identifier: BSD-2-Clause */
#include "auth/saslname.h"

void
saslname_add(struct span name, struct str *to)
{
	for (size_t i = 0; i < name.len; i++)
		if (name.at[i] == ',')
			str_add(to, SPAN("=2C"));
		else if (name.at[i] == '=')
			str_add(to, SPAN("=3D"));
		else
			str_add_char(to, name.at[i]);
}
