/* SPDX-License-Identifier: BSD-2-Clause */
#include "base/mem.h"
#include "deliver/delivery_internal.h"
#include "unit/listing.h"
#include "unit/tap.h"

#define FILTER	"smtp_delivery_status_filter: "

static const struct scene {
	const char *name;
	const char *status, *text;	/* the verdict, before */
	struct listing filter;
	enum fate fate;		/* and afterwards */
	const char *to_status, *to_text;
	const char *told;
	bool soft_bounce;
	bool softened;		/* afterwards; before with soft_bounce */
} scenes[] = {
	{ "behaviour 233: deferred, now bounced", "4.2.1", "no room",
	    { "4.2.1 no room", "5.2.1 gone" }, FATE_BOUNCED, "5.2.1", "gone",
	    .told = "" },
	{ "behaviour 233: bounced, now deferred", "5.1.1", "who",
	    { "5.1.1 who", "4.1.1 who knows" }, FATE_DEFERRED, "4.1.1",
	    "who knows", .told = "" },
	{ "behaviour 233: another status of the class", "5.1.1", "who",
	    { "5.1.1 who", "5.7.1 not you" }, FATE_BOUNCED, "5.7.1",
	    "not you", .told = "" },
	{ "behaviour 233: the text of what was sent", "2.0.0", "ok",
	    { "2.0.0 ok", "2.7.7 changed ok" }, FATE_SENT, "2.7.7",
	    "changed ok", .told = "" },
	{ "behaviour 233: blanks around the text", "4.2.1", "no room",
	    { "4.2.1 no room", "4.2.2   full up " }, FATE_DEFERRED, "4.2.2",
	    "full up", .told = "" },
	{ "behaviour 233: what is not in the table", "4.2.1", "no room",
	    { "4.2.1", "5.2.1 gone" }, FATE_DEFERRED, "4.2.1", "no room",
	    .told = "" },
	{ "behaviour 233: success cannot fail", "2.0.0", "ok",
	    { "*", "5.7.7 no" }, FATE_SENT, "2.0.0", "ok",
	    .told = "warning: " FILTER "success and failure cannot be "
	    "exchanged: \"5.7.7 no\"\n" },
	{ "behaviour 233: nor be put off", "2.0.0", "ok",
	    { "*", "4.7.7 later" }, FATE_SENT, "2.0.0", .to_text = "ok" },
	{ "behaviour 233: deferred cannot be success", "4.2.1", "no room",
	    { "*", "2.7.7 fine" }, FATE_DEFERRED, "4.2.1",
	    .to_text = "no room" },
	{ "behaviour 233: nor can bounced", "5.1.1", "who",
	    { "*", "2.7.7 fine" }, FATE_BOUNCED, "5.1.1", .to_text = "who" },
	{ "behaviour 233: no status", "4.2.1", "no room", { "*", "gone" },
	    FATE_DEFERRED, "4.2.1", "no room", .told = "warning: " FILTER
	    "this does not begin with a status: \"gone\"\n" },
	{ "behaviour 233: a class that is none", "4.2.1", "no room",
	    { "*", "3.2.1 gone" }, FATE_DEFERRED, "4.2.1", "no room",
	    .told = "warning: " FILTER "this does not begin with a status: "
	    "\"3.2.1 gone\"\n" },
	{ "behaviour 233: a code is no status", "5.1.1", "who",
	    { "*", "450 4.1.1 later" }, FATE_BOUNCED, "5.1.1",
	    .to_text = "who" },
	{ "behaviour 233: a table that cannot say", "5.1.1", "who",
	    { "*", NULL }, FATE_BOUNCED, "5.1.1", "who",
	    .told = "warning: " FILTER "it cannot say: "
	    "\"look up \"5.1.1 who\": no table\"\n" },

	{ "behaviours 63, 233: asked before it is softened", "5.1.1", "who",
	    { "5.1.1 who", "5.7.1 not you" }, FATE_DEFERRED, "4.7.1",
	    "not you", "", true, true },
	{ "behaviours 63, 233: and not afterwards", "5.1.1", "who",
	    { "4.1.1 who", "4.7.1 not you" }, FATE_DEFERRED, "4.1.1", "who",
	    "", true, true },
	{ "behaviours 63, 233: deferred by the filter is no soft bounce",
	    "5.1.1", "who", { "5.1.1 who", "4.7.1 not now" }, FATE_DEFERRED,
	    "4.7.1", "not now", "", true, false },
	{ "behaviours 63, 233: bounced by the filter is one", "4.2.1",
	    "no room", { "4.2.1 no room", "5.2.1 gone" }, FATE_DEFERRED,
	    "4.2.1", "gone", "", true, true },
};

static void
hear(void *self, const struct event *event)
{
	str_addf(self, "%s: %.*s\n", event_shapes[event->kind].name,
	    SPAN_ARG(event->text));
}

/* A delivery that has nothing but a filter and somebody who listens. */
struct bench {
	struct params params;
	struct run run;
	struct delivery d;
	struct trace *trace;
	struct str told;
};

static void
begin(struct bench *b, const struct listing *filter)
{
	*b = (struct bench){ .trace = trace_new() };
	b->run.params = &b->params;
	b->params.maps.delivery_status_filter = listing_of(filter);
	b->d = (struct delivery){ .run = &b->run, .arena = arena_new(),
	    .teller = { .trace = b->trace } };
	str_init(&b->told, 4096);
	trace_listen(b->trace, &(struct listener){ .take = hear, .level = 2,
	    .self = &b->told });
}

static void
end(struct bench *b)
{
	arena_free(&b->d.arena);
	trace_free(&b->trace);
	str_clear(&b->told);
}

/* settle - as a session does, softened if that is asked for */

static void
settle(struct recipient *r, const struct scene *s, struct dsn dsn)
{
	dsn_fail(&dsn, s->status, "%s", s->text);
	if (s->soft_bounce && dsn_class(&dsn) == '5') {
		dsn = dsn_as(dsn, '4');
		dsn.softened = true;
	}
	recipient_judge(r, &dsn);
	if (recipient_is_open(r))
		recipient_give_up(r);
}

static void
play(const struct scene *s)
{
	const struct listing filter[] = { s->filter, { NULL, NULL } };
	struct recipient r = { .number = 0 };
	struct bench b;

	begin(&b, filter);
	b.params.soft_bounce = s->soft_bounce;
	settle(&r, s, DSN_IN(b.d.arena));
	refile(&b.d, &r);
	is_number(r.fate, s->fate, s->name);
	is_text(span_of(r.dsn.status), s->to_status, s->name);
	is_text(r.dsn.text, s->to_text, s->name);
	ok(r.dsn.softened == s->softened, s->name);
	if (s->told != NULL)
		is_text(str_span(&b.told), s->told, s->name);
	else
		ok(strstr(str_chars(&b.told), "warning: ") != NULL, s->name);
	end(&b);
}

/* Who heard what the server said keeps that, whatever is made of it. */

static void
keeps(void)
{
	struct remote remote = { .name = SPAN_INIT("mx.test") };
	struct recipient r = { .number = 0 };
	struct dsn word;
	struct bench b;

	begin(&b, LISTING({ "*", "4.7.1 later" }));
	word = DSN_IN(b.d.arena);
	word.remote = &remote;
	word.at = 5;
	word.stage = STAGE_RCPT;
	dsn_hear(&word, 550, SPAN("5.1.1"), SPAN("550 5.1.1 who"), "refused");
	recipient_judge(&r, &word);
	refile(&b.d, &r);
	ok(r.dsn.remote == &remote && r.dsn.at == 5 && r.dsn.code == 550 &&
	    r.dsn.stage == STAGE_RCPT, "server, time, code and stage stay");
	is_text(r.dsn.reply, "550 5.1.1 who", "and so does the reply");
	end(&b);
}

static void
unknown(void)
{
	struct recipient r = { .number = 0 };
	struct dsn word;
	struct bench b;

	begin(&b, LISTING({ "*", "5.7.1 gone" }));
	word = DSN_IN(b.d.arena);
	dsn_fail(&word, "4.4.2", "lost");
	recipient_doubt(&r);
	recipient_remember(&r, &word);
	recipient_give_up(&r);
	refile(&b.d, &r);
	ok(recipient_is_unknown(&r) && r.fate == FATE_DEFERRED,
	    "D3: who is unknown stays so");
	is_text(r.dsn.text, "lost", "D3: and so do the words about it");
	is_text(str_span(&b.told), "", "D3: the filter is not asked");
	end(&b);
}

int
main(void)
{
	for (size_t i = 0; i < sizeof(scenes) / sizeof(scenes[0]); i++)
		play(&scenes[i]);
	keeps();
	unknown();
	return tap_done();
}
