/* SPDX-License-Identifier: BSD-2-Clause */
#include "report/chat.h"

#include "base/mem.h"
#include "unit/tap.h"

/* What the chat makes of one event. */

static struct span
shown(const struct chat_setup *setup, const struct event *event)
{
	static char line[20000];
	struct chat_setup here = *setup;
	struct listener chat;
	size_t len;

	here.out = tmpfile();
	chat = chat_listener(&here);
	chat.take(chat.self, event);
	chat.done(chat.self);
	rewind(here.out);
	len = fread(line, 1, sizeof(line), here.out);
	fclose(here.out);
	return span_from(line, len);
}

static const struct scene {
	const char *name;
	struct event event;
	const char *line;
} scenes[] = {
	{ "what we say", { EVENT_SAID, .text = SPAN_INIT("EHLO a.example") },
	    " -> EHLO a.example\n" },
	{ "what we say inside TLS", { EVENT_SAID, .secured = true,
	    .text = SPAN_INIT("EHLO a.example") }, " ~> EHLO a.example\n" },
	{ "what we hear", { EVENT_HEARD, .text = SPAN_INIT("250-PIPELINING"),
	    .number = 250 }, "<-  250-PIPELINING\n" },
	{ "what we hear inside TLS", { EVENT_HEARD, .secured = true,
	    .text = SPAN_INIT("354 go"), .number = 354 }, "<~  354 go\n" },
	{ "a refusal", { EVENT_HEARD, .text = SPAN_INIT("550 who?"),
	    .number = 550 }, "<** 550 who?\n" },
	{ "a refusal from 400 on", { EVENT_HEARD, .number = 400,
	    .text = SPAN_INIT("400 x") }, "<** 400 x\n" },
	{ "399 is none", { EVENT_HEARD, .number = 399,
	    .text = SPAN_INIT("399 x") }, "<-  399 x\n" },
	{ "a refusal inside TLS", { EVENT_HEARD, .secured = true,
	    .text = SPAN_INIT("450 later"), .number = 450 },
	    "<~* 450 later\n" },
	{ "the message is a count", { EVENT_CONTENT, .number = 1234 },
	    " -> [1234 octets of message]\n" },
	{ "the message inside TLS is a count", { EVENT_CONTENT,
	    .secured = true, .number = 1234 },
	    " ~> [1234 octets of message]\n" },
	{ "controls are made printable", { EVENT_HEARD, .number = 250,
	    .text = SPAN_INIT("250 \033[2J\r\xff") }, "<-  250 ?[2J??\n" },
	{ "one event is one line", { EVENT_NOTE,
	    .text = SPAN_INIT("a\nb") }, "=== a b\n" },
	{ "a warning names the program", { EVENT_WARNING,
	    .text = SPAN_INIT("x has no effect") },
	    "mxput: warning: x has no effect\n" },
	{ "connecting", { EVENT_CONNECTING, .text =
	    SPAN_INIT("mx.example[192.0.2.1]:25") },
	    "=== connecting to mx.example[192.0.2.1]:25\n" },
	{ "connected", { EVENT_CONNECTED, .text =
	    SPAN_INIT("mx.example[192.0.2.1]:25") },
	    "=== connected to mx.example[192.0.2.1]:25\n" },
	{ "a connection that failed", { EVENT_CONNECT_FAILED, .text =
	    SPAN_INIT("connect to mx.example[192.0.2.1]:25: refused") },
	    "*** connect to mx.example[192.0.2.1]:25: refused\n" },
	{ "a connection that was lost", { EVENT_LOST, .text =
	    SPAN_INIT("lost connection with x") },
	    "*** lost connection with x\n" },
	{ "closed", { EVENT_CLOSED, .text = SPAN_INIT("mx[192.0.2.1]:25") },
	    "=== connection to mx[192.0.2.1]:25 closed\n" },
	{ "a question", { EVENT_DNS_ASKED, .text = SPAN_INIT("x MX") },
	    "=== dns: x MX?\n" },
	{ "an answer", { EVENT_DNS_ANSWERED, .number = 12,
	    .text = SPAN_INIT("x MX 10 a") }, "=== dns: x MX 10 a (12 ms)\n" },
	{ "no session number unless asked for", { EVENT_NOTE, .session = 3,
	    .text = SPAN_INIT("a") }, "=== a\n" },
};

static void
test_scenes(void)
{
	struct chat_setup setup = { .level = 1, .program = "mxput" };

	for (size_t i = 0; i < sizeof(scenes) / sizeof(scenes[0]); i++)
		is_text(shown(&setup, &scenes[i].event), scenes[i].line,
		    scenes[i].name);
}

static bool
holds(struct span s, struct span part)
{
	for (; s.len >= part.len; s = span_from_octet(s, 1))
		if (span_starts(s, part))
			return true;
	return false;
}

/* Every row of event.def has its look. */

static void
test_every_kind(void)
{
	static const char *const prefixes[] = { "=== ", "*** ", " -> ",
	    "<-  ", "mxput: warning: " };
	struct chat_setup setup = { .program = "mxput" };

	for (size_t kind = 0; kind < EVENT_KINDS; kind++) {
		struct event e = { (enum event_kind)kind, .number = 271 };
		struct span line;
		bool good = false;

		if (event_shapes[kind].text != NULL)
			e.text = SPAN("the text");
		line = shown(&setup, &e);
		for (size_t i = 0; i < 5; i++)
			good |= span_starts(line, span_of(prefixes[i]));
		line.len -= line.len > 0;
		good &= span_find(line, '\n') == line.len;
		good &= e.text.len == 0 || holds(line, e.text);
		good &= event_shapes[kind].number == NULL ||
		    kind == EVENT_HEARD || holds(line, SPAN("271"));
		ok(good, event_shapes[kind].name);
	}
}

static void
test_manner(void)
{
	struct chat_setup setup = { .level = 2, .program = "mxput" };
	struct event e = { EVENT_SAID, .session = 3, .text = SPAN("QUIT") };
	struct listener chat = chat_listener(&setup);
	static char much[100000];
	struct span line;

	is_number(chat.level, 2, "the listener has the level that was asked");
	chat.done(chat.self);
	is_text(shown(&setup, &e), " -> QUIT\n",
	    "one session after another: no number");
	e.side_by_side = true;
	is_text(shown(&setup, &e), "3:  -> QUIT\n",
	    "several sessions: the number comes first");
	e.session = 0;
	is_text(shown(&setup, &e), " -> QUIT\n",
	    "what belongs to no session has no number");
	setup.color = true;
	is_text(shown(&setup, &e), "\033[36m -> QUIT\033[0m\n",
	    "color when it was asked for");
	e = (struct event){ EVENT_HEARD, .number = 550,
	    .text = SPAN("550 no") };
	is_text(shown(&setup, &e), "\033[31m<** 550 no\033[0m\n",
	    "a refusal is red");
	setup.color = false;
	memset(much, 'x', sizeof(much));
	e.text = span_from(much, sizeof(much));
	line = shown(&setup, &e);
	ok(line.len > 4000 && line.len < 10000 &&
	    line.at[line.len - 1] == '\n',
	    "a text without end is cut, and the line ends");
}

static void
test_warnings_side_by_side(void)
{
	struct chat_setup setup = { .level = 1, .program = "mxput" };
	struct event e = { EVENT_WARNING, .session = 3,
	    .side_by_side = true, .text = SPAN("well") };

	is_text(shown(&setup, &e), "3: mxput: warning: well\n",
	    "a warning in the chat of several sessions has its number");
	setup.level = 0;
	is_text(shown(&setup, &e), "mxput: warning: well\n",
	    "where there is no chat it has none");
}

int
main(void)
{
	test_scenes();
	test_every_kind();
	test_manner();
	test_warnings_side_by_side();
	return tap_done();
}
