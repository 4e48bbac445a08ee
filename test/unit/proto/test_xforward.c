/* SPDX-License-Identifier: BSD-2-Clause */
#include "proto/xforward.h"

#include "unit/tap.h"

enum { TEXT_MAX = 4096, ALL = XFORWARD_CLIENT | XFORWARD_SESSION };

struct scene {
	const char *name;
	struct xforward known;
	unsigned offered, wanted;
	const char *want;
};

#define EVERYTHING { SPAN_INIT("n"), SPAN_INIT("a"), SPAN_INIT("1"), \
	SPAN_INIT("p"), SPAN_INIT("h"), SPAN_INIT("i"), SPAN_INIT("LOCAL") }
#define UNKNOWN { SPAN_INIT("unknown"), SPAN_INIT("unknown"), \
	SPAN_INIT("unknown"), SPAN_INIT("unknown"), SPAN_INIT("unknown"), \
	SPAN_INIT("unknown"), SPAN_INIT("unknown") }

static const struct scene scenes[] = {
	{ "behaviour 168: NAME, ADDR, PORT", EVERYTHING, ALL,
	    XFORWARD_CLIENT, "XFORWARD NAME=n ADDR=a PORT=1" },
	{ "behaviour 168: PROTO, HELO, IDENT, SOURCE", EVERYTHING, ALL,
	    XFORWARD_SESSION, "XFORWARD PROTO=p HELO=h IDENT=i SOURCE=LOCAL" },
	{ "behaviours 91, 168: only what is offered", EVERYTHING,
	    XFORWARD_ADDR | XFORWARD_HELO, XFORWARD_CLIENT,
	    "XFORWARD ADDR=a" },
	{ "behaviour 168: nothing of it is offered", EVERYTHING,
	    XFORWARD_NAME, XFORWARD_SESSION, "" },
	{ "behaviour 168: nothing is known", .offered = ALL, .wanted = ALL,
	    .want = "" },
	{ "behaviour 168: what is empty is left out",
	    { .port = SPAN_INIT("25") }, ALL, XFORWARD_CLIENT,
	    "XFORWARD PORT=25" },
	{ "behaviour 168: \"unknown\" is no name, address or port", UNKNOWN,
	    ALL, XFORWARD_CLIENT, "" },
	{ "behaviour 168: nor a protocol, but it may be a HELO name", UNKNOWN,
	    ALL, XFORWARD_PROTO | XFORWARD_HELO, "XFORWARD HELO=unknown" },
	{ "behaviour 168: blanks, controls, plus and high octets as +XX",
	    { .helo = SPAN_INIT("a b+c=d\r\n\x7f\xc3\xa9~!") }, ALL,
	    XFORWARD_SESSION,
	    "XFORWARD HELO=a+20b+2Bc=d+0D+0A+7F+C3+A9~!" },
	{ "an IPv6 address", { .addr = SPAN_INIT("IPv6:2001:db8::1") }, ALL,
	    XFORWARD_CLIENT, "XFORWARD ADDR=IPv6:2001:db8::1" },
};

int
main(void)
{
	for (size_t i = 0; i < sizeof(scenes) / sizeof(scenes[0]); i++) {
		const struct capabilities caps = {
		    .xforward = scenes[i].offered };
		struct str text;

		str_init(&text, TEXT_MAX);
		xforward_add(&text, &scenes[i].known, &caps,
		    scenes[i].wanted);
		is_text(str_span(&text), scenes[i].want, scenes[i].name);
		str_clear(&text);
	}
	return tap_done();
}
