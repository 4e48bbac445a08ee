/* SPDX-License-Identifier: BSD-2-Clause */
#include "cmd/place.h"

#include "base/mem.h"
#include "unit/tap.h"

static const struct {
	const char *text, *placed;
} scenes[] = {
	{ "relayhost: malformed", "dir/main.cf:2: relayhost: malformed" },
	{ "relayhost = [x: malformed",
	    "dir/main.cf:2: relayhost = [x: malformed" },
	{ "relayhost is bad", "dir/main.cf:2: relayhost is bad" },
	{ "helo: of an option", "--helo: helo: of an option" },
	{ "myorigin: not set", "myorigin: not set" },
	{ "relay: another name", "relay: another name" },
	{ "relayhost:7: a file of that name",
	    "relayhost:7: a file of that name" },
	{ "dir/main.cf:2: relayhost: placed already",
	    "dir/main.cf:2: relayhost: placed already" },
	{ "relayhost", "dir/main.cf:2: relayhost" },
	{ ": nothing", ": nothing" },
	{ " relayhost: a blank", " relayhost: a blank" },
	{ "", "" },
};

int
main(void)
{
	const struct setting helo = { .name = SPAN("helo"),
	    .value = SPAN("x"), .from = SETTING_OPTION,
	    .file = SPAN("--helo") };
	struct arena *arena = arena_new();
	struct settings *settings = settings_new();
	struct dsn why = DSN_IN(arena);

	must(settings_read(settings, SPAN("# mine\nrelayhost = [x\n"),
	    SPAN("dir/main.cf"), &why));
	settings_set(settings, &helo);
	for (size_t i = 0; i < sizeof(scenes) / sizeof(scenes[0]); i++) {
		dsn_fail(&why, "4.3.5", "%s", scenes[i].text);
		place_add(settings, &why);
		is_text(why.text, scenes[i].placed, scenes[i].text);
		is_text(span_of(why.status), "4.3.5", "the status stays");
	}
	settings_free(&settings);
	arena_free(&arena);
	return tap_done();
}
