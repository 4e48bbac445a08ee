/* SPDX-License-Identifier: BSD-2-Clause */
#include "tls/protocols.h"

#include "unit/tap.h"

enum {
	T0 = PROTOCOL_TLS_1_0, T1 = PROTOCOL_TLS_1_1, T2 = PROTOCOL_TLS_1_2,
	T3 = PROTOCOL_TLS_1_3, NONE = 0
};

static const struct scene {
	const char *list;
	unsigned want;		/* NONE: it is refused */
	const char *says;
} scenes[] = {
	{ "", T0 | T1 | T2 | T3, NULL },
	{ ">=TLSv1", T0 | T1 | T2 | T3, NULL },
	{ ">=TLSv1.2", T2 | T3, NULL },
	{ ">=tlsv1.2", T2 | T3, NULL },
	{ "<=TLSv1.2", T0 | T1 | T2, NULL },
	{ ">=TLSv1.1, <=TLSv1.2", T1 | T2, NULL },
	{ ">=0303", T2 | T3, NULL },
	{ ">=0x0303", T2 | T3, NULL },
	{ "<=0303", T0 | T1 | T2, NULL },
	{ ">=None", T0 | T1 | T2 | T3, NULL },
	{ "<=None", T0 | T1 | T2 | T3, NULL },
	{ ">=SSLv3", T0 | T1 | T2 | T3, NULL },
	{ "!SSLv2, !SSLv3", T0 | T1 | T2 | T3, NULL },
	{ "!TLSv1 !TLSv1.1", T2 | T3, NULL },
	{ "TLSv1.2", T2, NULL },
	{ "TLSv1.2:TLSv1.3", T2 | T3, NULL },
	{ "TLSv1.2 TLSv1.3 !TLSv1.3", T2, NULL },
	{ "TLSv1.2,>=TLSv1.3,TLSv1.3", T3, NULL },
	{ "<=0305", T0 | T1 | T2 | T3, NULL },
	{ ">=0305", NONE, "no such TLS protocol version: >=0305" },
	{ ">=TLSv1.4", NONE, "no such TLS protocol version: >=TLSv1.4" },
	{ ">=", NONE, "no such TLS protocol version: >=" },
	{ "<=x", NONE, "no such TLS protocol version: <=x" },
	{ "<=00303", NONE, "no such TLS protocol version: <=00303" },
	{ "TLSv1.4", NONE, "no such TLS protocol version: TLSv1.4" },
	{ "!TLSv1.4", NONE, "no such TLS protocol version: !TLSv1.4" },
	{ "!", NONE, "no such TLS protocol version: !" },
	{ "0303", NONE, "no such TLS protocol version: 0303" },
	{ "SSLv3", NONE, "no TLS protocol version is left by: SSLv3" },
	{ "<=SSLv3", NONE, "no TLS protocol version is left by: <=SSLv3" },
	{ ">=TLSv1.3 <=TLSv1.2", NONE,
	    "no TLS protocol version is left by: >=TLSv1.3 <=TLSv1.2" },
};

int
main(void)
{
	struct arena *arena = arena_new();

	for (size_t i = 0; i < sizeof(scenes) / sizeof(scenes[0]); i++) {
		const struct scene *s = &scenes[i];
		struct dsn why = DSN_IN(arena);
		struct span name = arena_text(arena, "%s \"%s\"",
		    strncmp(s->list, ">=03", 4) == 0 ? "D23:" :
		    "behaviour 109:", s->list);
		unsigned got = NONE;

		ok(protocols_read(span_from(s->list,
		    strlen(s->list)), &got, &why) ==
		    (s->want != NONE), name.at);
		is_number(got, s->want, name.at);
		if (s->says != NULL)
			is_text(why.text, s->says, "and says why not");
	}
	arena_free(&arena);
	return tap_done();
}
