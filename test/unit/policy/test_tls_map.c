/* SPDX-License-Identifier: BSD-2-Clause */
#include "policy/tls_map.h"

#include "unit/policy/rig.h"

static const struct scene {
	const char *name;
	const char *hop;	/* as it is written */
	struct listing table[3];
	const char *key;	/* NULL: trouble */
	enum tls_level level;
	const char *trouble;
} scenes[] = {
	{ "behaviour 101: the domain itself", "a.b.example",
	    { { "a.b.example", "secure" }, { ".b.example", "none" } },
	    "a.b.example", TLS_SECURE, NULL },
	{ "behaviour 101: the one above, with a dot", "a.b.example",
	    { { "b.example", "none" }, { ".b.example", "verify" } },
	    ".b.example", TLS_VERIFY, NULL },
	{ "behaviour 101: the top", "a.b.example",
	    { { ".example", "may" } }, ".example", TLS_MAY, NULL },
	{ "behaviour 101: what is nearer comes first", "a.b.example",
	    { { ".example", "none" }, { ".b.example", "may" } }, ".b.example",
	    TLS_MAY, NULL },
	{ "behaviour 101: no dot before the domain itself", "b.example",
	    { { ".b.example", "none" } }, "", TLS_NONE, NULL },
	{ "behaviour 101: nothing for it", "a.example",
	    { { "b.example", "none" } }, "", TLS_NONE, NULL },
	{ "behaviour 101: brackets and port, letter by letter",
	    "[mx.example]:587", { { "[mx.example]:587", "encrypt" } },
	    "[mx.example]:587", TLS_ENCRYPT, NULL },
	{ "behaviour 101: no host in them", "[mx.example]:587",
	    { { "mx.example", "none" }, { "[mx.example]", "none" } }, "",
	    TLS_NONE, NULL },
	{ "behaviour 101: nothing above them", "[mx.example]",
	    { { ".example", "none" }, { ".example]", "none" } }, "",
	    TLS_NONE, NULL },
	{ "behaviour 101: a port", "mx.example:587",
	    { { "mx.example:587", "encrypt" } }, "mx.example:587",
	    TLS_ENCRYPT, NULL },
	{ "behaviour 101: nothing above it", "mx.example:587",
	    { { ".example:587", "none" }, { ".example", "none" } }, "",
	    TLS_NONE, NULL },
	{ "behaviour 103: a table that cannot say", "a.example",
	    { { ".example", NULL } }, NULL, TLS_NONE,
	    "4.7.5 look up \".example\": no table" },
	{ "behaviour 103: a malformed entry", "a.example",
	    { { ".example", "much" } }, NULL, TLS_NONE,
	    "4.7.5 .example: \"much\" is no TLS level" },
	{ "behaviour 101: one label", "localhost",
	    { { "localhost", "none" } }, "localhost", TLS_NONE, NULL },
};

static void
play(const struct scene *scene)
{
	struct rig s;
	struct tls_entry entry = { .level = TLS_UNSAID };
	struct span key = { 0 };
	bool good;

	rig_begin(&s, NULL, NULL);
	s.nexthop.text = span_of(scene->hop);
	s.params.maps.tls_policy = listing_of(scene->table);
	good = tls_map_find(&s.params, &s.nexthop, &entry, &key, &s.why);
	ok(good == (scene->key != NULL), scene->name);
	is_text(key, scene->key, scene->name);
	is_text(rig_word(&s), scene->trouble, scene->name);
	if (key.len > 0)
		is_number(entry.level, scene->level, scene->name);
	rig_end(&s);
}

static void
socket_key(void)
{
	const struct nexthop nexthop = { .text = SPAN_INIT("unix:/run/lmtp"),
	    .host = SPAN_INIT("client.test"), .literal = {
	    .family = NET_UNIX, .path = SPAN_INIT("/run/lmtp") } };

	is_text(tls_map_key(&nexthop), "/run/lmtp",
	    "behaviour 101: of a socket its path");
}

int
main(void)
{
	for (size_t i = 0; i < sizeof(scenes) / sizeof(scenes[0]); i++)
		play(&scenes[i]);
	socket_key();
	return tap_done();
}
