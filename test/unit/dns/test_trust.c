/* SPDX-License-Identifier: BSD-2-Clause */
#include "dns/trust.h"

#include <stdlib.h>
#include <unistd.h>

#include "base/mem.h"
#include "base/str.h"
#include "dns/unbound_door.h"
#include "unit/tap.h"

static struct arena *arena;
static char key_file[] = "/tmp/test_trust.XXXXXX";

static void
make_key(void)
{
	static const char key[] = ". IN DS 12345 8 2 0123456789ABCDEF0123456"
	    "789ABCDEF0123456789ABCDEF0123456789ABCDEF\n";
	int fd = mkstemp(key_file);

	must(write(fd, key, sizeof(key) - 1) == sizeof(key) - 1);
	close(fd);
}

static struct servers *
servers_of(const char *list, enum dnssec_source source)
{
	struct dsn why = DSN_IN(arena);
	struct resolv_conf conf;

	must(resolv_conf_list(span_of(list), &conf, &why));
	return servers_new(&conf, source == DNSSEC_TRUST);
}

static void
take(void *self, const struct event *event)
{
	str_addf(self, "%s: %.*s\n", event_shapes[event->kind].name,
	    SPAN_ARG(event->text));
}

/* told - what is said, when it is asked for twice */

static struct span
told(struct trust *trust)
{
	struct trace *trace = trace_new();
	struct str text;
	struct listener listener = { .take = take, .self = &text,
	    .level = 2 };
	struct span kept;

	str_init(&text, 4096);
	trace_listen(trace, &listener);
	trust_tell(trust, (struct teller){ .trace = trace });
	trust_tell(trust, (struct teller){ .trace = trace });
	trace_free(&trace);
	kept = arena_copy(arena, str_span(&text));
	str_clear(&text);
	return kept;
}

#define HERE	"127.0.0.1"
#define AWAY	"192.0.2.53"
#define NOT_HERE "note: DNSSEC status: none by 192.0.2.53, which is not on " \
    "this host; nor is it validated here: "

static const struct {
	const char *title;
	enum dnssec_source source;
	const char *servers;
	bool may_probe, key;
	enum trust_way way;	/* with libunbound built in */
	const char *told;
} ways[] = {
	{ "no", DNSSEC_NO, HERE, true, true, TRUST_NOBODY,
	    "decision: DNSSEC status: none is wanted, by mxput_dnssec\n" },
	{ "trust: whoever it is", DNSSEC_TRUST, AWAY, true, true, TRUST_AD,
	    "decision: DNSSEC status: AD of 192.0.2.53\n" },
	{ "auto: a resolver on this host", DNSSEC_AUTO, HERE, true, true,
	    TRUST_AD, "decision: DNSSEC status: AD of 127.0.0.1\n" },
	{ "auto: one elsewhere, and no DANE by name", DNSSEC_AUTO, AWAY,
	    false, true, TRUST_AD,
	    NOT_HERE "no level of DANE is asked for by name\n" },
	{ "auto: one elsewhere, DANE by name", DNSSEC_AUTO, AWAY, true, true,
	    TRUST_UNDECIDED, "" },
	{ "auto: one here and one elsewhere", DNSSEC_AUTO, HERE " " AWAY,
	    true, true, TRUST_UNDECIDED, "" },
	{ "auto: the same without DANE", DNSSEC_AUTO, HERE " " AWAY, false,
	    true, TRUST_AD, "decision: DNSSEC status: AD of 127.0.0.1\n"
	    NOT_HERE "no level of DANE is asked for by name\n" },
	{ "auto: without a key", DNSSEC_AUTO, AWAY, true, false, TRUST_AD,
	    NULL },
	{ "validate", DNSSEC_VALIDATE, HERE, false, true, TRUST_VALIDATOR,
	    NULL },
};

static void
test_ways(void)
{
	for (size_t i = 0; i < sizeof(ways) / sizeof(ways[0]); i++) {
		struct servers *servers = servers_of(ways[i].servers,
		    ways[i].source);
		struct trust_setup setup = { .source = ways[i].source,
		    .may_probe = ways[i].may_probe, .servers = servers,
		    .anchor = ways[i].key ? span_of(key_file) :
		    SPAN("/nonexistent") };
		struct dsn why = DSN_IN(arena);
		struct trust *trust = NULL;

		if (!unbound_is_built() && ways[i].way >= TRUST_VALIDATOR) {
			ok(true, "# SKIP built without libunbound");
			servers_free(&servers);
			continue;
		}
		ok(trust_new(&setup, &trust, &why), ways[i].title);
		is_number(trust_way(trust), ways[i].way, "the way");
		ok((trust_validator(trust) != NULL) ==
		    (ways[i].way >= TRUST_VALIDATOR), "its validator");
		if (ways[i].told != NULL)
			is_text(told(trust), ways[i].told, "said once");
		trust_free(&trust);
		servers_free(&servers);
	}
}

static void
test_decide(bool is_signed)
{
	struct servers *servers = servers_of(AWAY, DNSSEC_AUTO);
	struct trust_setup setup = { .may_probe = true, .servers = servers,
	    .anchor = span_of(key_file) };
	struct dsn why = DSN_IN(arena);
	struct trust *trust;

	must(trust_new(&setup, &trust, &why));
	trust_decide(trust, is_signed);
	trust_decide(trust, !is_signed);
	is_number(trust_way(trust), is_signed ? TRUST_VALIDATOR : TRUST_AD,
	    "decided once");
	is_span(told(trust), is_signed ? arena_text(arena, "decision: DNSSEC "
	    "status: validated here with %s\n", key_file) : SPAN(NOT_HERE
	    "the name servers send no signatures\n"), "and told");
	trust_free(&trust);
	servers_free(&servers);
}

static void
test_validate_without(void)
{
	struct servers *servers = servers_of(HERE, DNSSEC_VALIDATE);
	struct trust_setup setup = { .source = DNSSEC_VALIDATE,
	    .servers = servers, .anchor = SPAN("/nonexistent") };
	struct dsn why = DSN_IN(arena);
	struct trust *trust = NULL;

	ok(!trust_new(&setup, &trust, &why) && trust == NULL,
	    "validate without a key is not to be had");
	is_text(span_of(why.status), "4.3.5", "our own fault");
	ok(span_starts(why.text, SPAN("mxput_dnssec = validate: ")),
	    "which names the parameter");
	servers_free(&servers);
}

static const struct {
	const char *probe;
	bool good;
	enum rr_type type;
	const char *name;
} probes[] = {
	{ "ns:.", true, RR_NS, "." },
	{ " MX:example.org. ", true, RR_MX, "example.org" },
	{ "tlsa:_25._tcp.example.org", true, RR_TLSA,
	    "_25._tcp.example.org" },
	{ "", true, 0, "" },
	{ "ns", false, 0, "" },
	{ ":.", false, 0, "" },
	{ "ns:", false, 0, "" },
	{ "nosuchtype:.", false, 0, "" },
	{ "a-type-with-quite-a-long-name:.", false, 0, "" },
	{ "ns:a..b", false, 0, "" },
	{ "ns:..", false, 0, "" },
};

static void
test_probes(void)
{
	struct servers *servers = servers_of(HERE, DNSSEC_AUTO);

	for (size_t i = 0; i < sizeof(probes) / sizeof(probes[0]); i++) {
		struct trust_setup setup = { .servers = servers,
		    .may_probe = true, .probe = span_of(probes[i].probe) };
		struct trust_probe probe = { .name = { 0 } };
		struct dsn why = DSN_IN(arena);
		struct trust *trust = NULL;
		bool good = trust_new(&setup, &trust, &why);

		ok(good == probes[i].good, probes[i].probe);
		if (!good) {
			is_text(span_of(why.status), "4.3.5", "our own fault");
			continue;
		}
		ok(trust_doubts(trust, DNSSEC_INSECURE, &probe) ==
		    (probes[i].name[0] != '\0'), "behaviour 34: a doubt");
		is_text(probe.name, probes[i].name, "the name");
		is_number(probe.type, probes[i].type, "the type");
		trust_free(&trust);
	}
	servers_free(&servers);
}

static const struct {
	const char *title;
	enum dnssec_source source;
	bool may_probe;
	enum dnssec status[3];
	bool doubts[3];
} doubts[] = {
	{ "behaviour 34: the first answer without AD, and no other",
	    DNSSEC_AUTO, true,
	    { DNSSEC_INSECURE, DNSSEC_INSECURE, DNSSEC_SECURE },
	    { true, false, false } },
	{ "behaviour 34: none after one with AD", DNSSEC_TRUST, true,
	    { DNSSEC_SECURE, DNSSEC_INSECURE, DNSSEC_INSECURE },
	    { false, false, false } },
	{ "behaviour 34: none where there was no answer", DNSSEC_AUTO, true,
	    { DNSSEC_INDETERMINATE, DNSSEC_INSECURE },
	    { false, true, false } },
	{ "no probe if no level of DANE is asked for by name", DNSSEC_AUTO,
	    false, { DNSSEC_INSECURE }, { false, false, false } },
	{ "none where nobody looks", DNSSEC_NO, true,
	    { DNSSEC_INDETERMINATE }, { false, false, false } },
};

static void
test_doubts(void)
{
	for (size_t i = 0; i < sizeof(doubts) / sizeof(doubts[0]); i++) {
		struct servers *servers = servers_of(HERE, doubts[i].source);
		struct trust_setup setup = { .source = doubts[i].source,
		    .may_probe = doubts[i].may_probe, .servers = servers,
		    .probe = SPAN("ns:.") };
		struct dsn why = DSN_IN(arena);
		struct trust_probe probe;
		struct trust *trust;

		must(trust_new(&setup, &trust, &why));
		for (int n = 0; n < 3; n++)
			ok(trust_doubts(trust, doubts[i].status[n], &probe)
			    == doubts[i].doubts[n], doubts[i].title);
		trust_free(&trust);
		servers_free(&servers);
	}
}

int
main(void)
{
	arena = arena_new();
	make_key();
	test_ways();
	if (unbound_is_built()) {
		test_decide(true);
		test_decide(false);
	}
	test_validate_without();
	test_probes();
	test_doubts();
	must(unlink(key_file) == 0);
	arena_free(&arena);
	return tap_done();
}
