/* SPDX-License-Identifier: BSD-2-Clause */
#include "report/jsonl.h"

#include "base/json.h"
#include "base/mem.h"
#include "base/str.h"
#include "report/outlet.h"

enum { LINE_MAX_OCTETS = 65536, EVERYTHING = 9 };

struct jsonl {
	struct outlet *outlet;
	struct str line;
};

static void
compose(struct str *to, const struct event *e)
{
	const struct event_shape *shape = &event_shapes[e->kind];
	struct json json;

	json_init(&json, to);
	json_object(&json);
	json_key(&json, "event");
	json_string(&json, span_of(shape->name));
	json_key(&json, "at");
	json_decimal(&json, e->at);
	json_key(&json, "session");
	json_number(&json, (int64_t)e->session);
	json_key(&json, "secured");
	json_bool(&json, e->secured);
	if (shape->text != NULL) {
		json_key(&json, shape->text);
		json_string(&json, e->text);
	}
	if (shape->number != NULL) {
		json_key(&json, shape->number);
		json_number(&json, e->number);
	}
	json_end(&json);
}

static void
take(void *self, const struct event *event)
{
	struct jsonl *jsonl = self;
	struct event brief = *event;

	str_reset(&jsonl->line);
	compose(&jsonl->line, event);
	if (jsonl->line.full) {
		brief.text = span_first(event->text, LINE_MAX_OCTETS / 16);
		str_reset(&jsonl->line);
		compose(&jsonl->line, &brief);
	}
	str_add_char(&jsonl->line, '\n');
	outlet_add(jsonl->outlet, str_span(&jsonl->line));
}

static void
flush(void *self)
{
	struct jsonl *jsonl = self;

	outlet_flush(jsonl->outlet);
}

static void
done(void *self)
{
	struct jsonl *jsonl = self;

	str_clear(&jsonl->line);
	outlet_free(&jsonl->outlet);
	mem_free(&jsonl);
}

struct listener
jsonl_listener(FILE *out)
{
	struct jsonl *jsonl = mem_new(1, sizeof(*jsonl));

	jsonl->outlet = outlet_new(out);
	str_init(&jsonl->line, LINE_MAX_OCTETS);
	return (struct listener){ .take = take, .flush = flush, .done = done,
	    .self = jsonl, .level = EVERYTHING };
}
