/* SPDX-License-Identifier: BSD-2-Clause */
#include "report/chat.h"

#include "base/mem.h"
#include "base/str.h"
#include "report/outlet.h"
#include "report/printable.h"

enum {
	TEXT_MAX = 8192,	/* octets shown of one text */
	LINE_MAX_OCTETS = TEXT_MAX + 1024,
	FIRST_BAD_CODE = 400,
};

enum color { PLAIN, DIM, RED, GREEN, YELLOW, CYAN };

static const char *const colors[] = {
	[PLAIN] = "",
	[DIM] = "\033[2m",
	[RED] = "\033[31m",
	[GREEN] = "\033[32m",
	[YELLOW] = "\033[33m",
	[CYAN] = "\033[36m",
};

/*
 * How a kind of event looks: `before` stands before its text and `after`
 * behind it; the place of a number is marked with '#'.
 */
struct look {
	const char *prefix, *secured;	/* secured NULL: the same inside TLS */
	enum color color;
	const char *before, *after;
};

static const struct look looks[EVENT_KINDS] = {
	[EVENT_WARNING] = { "", NULL, YELLOW, "warning: ", "" },
	[EVENT_CONNECTING] = { "=== ", NULL, DIM, "connecting to ", "" },
	[EVENT_CONNECTED] = { "=== ", NULL, DIM, "connected to ", "" },
	[EVENT_CONNECT_FAILED] = { "*** ", NULL, RED, "", "" },
	[EVENT_SECURED] = { "=== ", NULL, DIM, "", "" },
	[EVENT_SAID] = { " -> ", " ~> ", CYAN, "", "" },
	[EVENT_HEARD] = { "<-  ", "<~  ", GREEN, "", "" },
	[EVENT_CONTENT] = { " -> ", " ~> ", CYAN, "",
	    "[# octets of message]" },
	[EVENT_LOST] = { "*** ", NULL, RED, "", "" },
	[EVENT_CLOSED] = { "=== ", NULL, DIM, "connection to ", " closed" },
	[EVENT_NOTE] = { "=== ", NULL, DIM, "", "" },
	[EVENT_SKIPPED] = { "=== ", NULL, DIM, "", "" },
	[EVENT_DECISION] = { "=== ", NULL, DIM, "", "" },
	[EVENT_DNS_ASKED] = { "=== ", NULL, DIM, "dns: ", "?" },
	[EVENT_DNS_ANSWERED] = { "=== ", NULL, DIM, "dns: ", " (# ms)" },
	[EVENT_OCTETS_SENT] = { "=== ", NULL, DIM, "", "# octets sent" },
	[EVENT_OCTETS_READ] = { "=== ", NULL, DIM, "", "# octets read" },
	[EVENT_TIMER] = { "=== ", NULL, DIM, "timer: ", " (# ms)" },
};

/* A server's no. */
static const struct look refusal = { "<** ", "<~* ", RED, "", "" };

struct chat {
	struct chat_setup setup;
	struct outlet *outlet;
	struct str line;
};

static const struct look *
look_of(const struct event *e)
{
	if (e->kind == EVENT_HEARD && e->number >= FIRST_BAD_CODE)
		return &refusal;
	return &looks[e->kind];
}

/* add_after - the number, if any, in its place */

static void
add_after(struct str *to, const char *after, long number)
{
	for (; *after != '\0'; after++) {
		if (*after == '#')
			str_addf(to, "%ld", number);
		else
			str_add_char(to, *after);
	}
}

/* needs_number - a warning without a chat around it is what every program
 * says: its name comes first */

static bool
needs_number(const struct chat *chat, const struct event *e)
{
	return e->side_by_side && e->session > 0 &&
	    (e->kind != EVENT_WARNING || chat->setup.level > 0);
}

static void
compose(struct chat *chat, const struct look *look, const struct event *e)
{
	struct str *to = &chat->line;
	bool color = chat->setup.color && look->color != PLAIN;

	str_reset(to);
	if (needs_number(chat, e))
		str_addf(to, "%u: ", e->session);
	if (color)
		str_addf(to, "%s", colors[look->color]);
	if (e->kind == EVENT_WARNING)
		str_addf(to, "%s: ", chat->setup.program);
	str_addf(to, "%s%s", e->secured && look->secured != NULL ?
	    look->secured : look->prefix, look->before);
	printable_add(to, span_up_to(e->text, TEXT_MAX));
	add_after(to, look->after, e->number);
	if (color)
		str_add(to, SPAN("\033[0m"));
	str_add_char(to, '\n');
}

static void
take(void *self, const struct event *e)
{
	struct chat *chat = self;

	compose(chat, look_of(e), e);
	outlet_add(chat->outlet, str_span(&chat->line));
}

static void
flush(void *self)
{
	struct chat *chat = self;

	outlet_flush(chat->outlet);
}

static void
done(void *self)
{
	struct chat *chat = self;

	str_clear(&chat->line);
	outlet_free(&chat->outlet);
	mem_free(&chat);
}

struct listener
chat_listener(const struct chat_setup *setup)
{
	struct chat *chat = mem_new(1, sizeof(*chat));

	chat->setup = *setup;
	chat->outlet = outlet_new(setup->out);
	str_init(&chat->line, LINE_MAX_OCTETS);
	return (struct listener){ .take = take, .flush = flush, .done = done,
	    .self = chat, .level = setup->level };
}
