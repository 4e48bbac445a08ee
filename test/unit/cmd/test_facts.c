/* SPDX-License-Identifier: BSD-2-Clause */
#include "cmd/facts.h"

#include "unit/tap.h"

static const struct scene {
	const char *name, *hosts, *host, *dotted;
} scenes[] = {
	{ "the dotted name beside it",
	    "127.0.0.1 localhost\n192.0.2.1 box.example.org box\n", "box",
	    "box.example.org" },
	{ "also behind it, in any case, between tabs",
	    "192.0.2.1\tBox\tbox.example.org\n", "box", "box.example.org" },
	{ "the first line that has one",
	    "127.0.1.1 box\n::1 box a.example\n::2 box b.example\n", "box",
	    "a.example" },
	{ "no part of a name", "192.0.2.1 mybox.example.org mybox\n", "box",
	    "box" },
	{ "no comment", "192.0.2.1 box # box.example.org\n"
	    "#192.0.2.1 box box.example.net\n", "box", "box" },
	{ "no address", "box.example.org box\n192.0.2.1 box\n", "box",
	    "box" },
	{ "none", "", "box", "box" },
	{ "CRLF, and a last line without end", "::1 box box.example\r\n",
	    "box", "box.example" },
};

int
main(void)
{
	struct arena *arena = arena_new();
	struct host_facts facts = { 0 };

	for (size_t i = 0; i < sizeof(scenes) / sizeof(scenes[0]); i++)
		is_text(facts_dotted(span_of(scenes[i].hosts),
		    span_of(scenes[i].host)), scenes[i].dotted,
		    scenes[i].name);
	facts_find(arena, &facts);
	ok(facts.hostname.len > 0 && facts.login.len > 0,
	    "this machine has a name, and so has its user");
	arena_free(&arena);
	return tap_done();
}
