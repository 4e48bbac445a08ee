/* SPDX-License-Identifier: BSD-2-Clause */
#include "report/jsonl.h"

#include "unit/report/well_formed.h"
#include "unit/tap.h"

/* What is written of one event. */

static struct span
written(const struct event *event)
{
	static char line[100000];
	FILE *out = tmpfile();
	struct listener jsonl = jsonl_listener(out);
	size_t len;

	jsonl.take(jsonl.self, event);
	jsonl.done(jsonl.self);
	rewind(out);
	len = fread(line, 1, sizeof(line), out);
	fclose(out);
	return span_from(line, len);
}

static void
test_lines(void)
{
	struct event e = { EVENT_HEARD, .at = 1250, .session = 2,
	    .text = SPAN("250-a \"b\"\r"), .number = 250 };

	is_text(written(&e), "{\"event\":\"heard\",\"at\":1.250,\"session\":2,"
	    "\"secured\":false,\"line\":\"250-a \\\"b\\\"\\r\","
	    "\"code\":250}\n", "text and number have their names");
	e = (struct event){ EVENT_CONTENT, .secured = true, .number = 12 };
	is_text(written(&e), "{\"event\":\"content\",\"at\":0.000,"
	    "\"session\":0,\"secured\":true,\"octets\":12}\n",
	    "without a text there is no key for one");
	e = (struct event){ EVENT_NOTE, .text = SPAN("a") };
	is_text(written(&e), "{\"event\":\"note\",\"at\":0.000,\"session\":0,"
	    "\"secured\":false,\"text\":\"a\"}\n",
	    "without a number there is no key for one");
}

static bool
is_taken(const char *name)
{
	static const char *const keys[] = { "event", "at", "session",
	    "secured" };

	for (size_t i = 0; i < 4; i++)
		if (name != NULL && strcmp(name, keys[i]) == 0)
			return true;
	return false;
}

static void
test_every_kind(void)
{
	for (size_t kind = 0; kind < EVENT_KINDS; kind++) {
		const struct event_shape *shape = &event_shapes[kind];
		struct event e = { (enum event_kind)kind, .session = 1,
		    .text = SPAN("\xff\x1b\"\\\xe2\x80\xa8\0x"),
		    .number = -1 };
		struct span line = written(&e);

		ok(line.len > 0 && line.at[line.len - 1] == '\n' &&
		    is_one_object(span_first(line, line.len - 1)) &&
		    !is_taken(shape->text) && !is_taken(shape->number),
		    shape->name);
	}
}

static void
test_long(void)
{
	static char much[200000];
	struct event e = { EVENT_SAID, .text = { much, sizeof(much) } };
	struct span line;

	memset(much, 1, sizeof(much));
	line = written(&e);
	ok(line.len > 10000 && is_one_object(span_first(line, line.len - 1)),
	    "a text without end is cut, and the line is whole");
	e.text.len = 500;
	line = written(&e);
	is_number(line.len, strlen("{\"event\":\"said\",\"at\":0.000,"
	    "\"session\":0,\"secured\":false,\"line\":\"\"}\n") + 500 * 6,
	    "others are not");
}

int
main(void)
{
	struct listener jsonl = jsonl_listener(stdout);

	for (size_t i = 0; i < EVENT_KINDS; i++)
		if (event_shapes[i].level > jsonl.level)
			ok(false, "every level is heard");
	jsonl.done(jsonl.self);
	test_lines();
	test_every_kind();
	test_long();
	return tap_done();
}
