/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Everything that a delivery needs, for a test: a DNS in a table, servers on
 * loopback, an envelope and a short message; and what came of it in words.
 */
#ifndef TEST_UNIT_DELIVER_TRIAL_H
#define TEST_UNIT_DELIVER_TRIAL_H

#include "deliver/delivery_internal.h"
#include "os/clock.h"
#include "unit/deliver/server.h"
#include "unit/route/zone.h"
#include "unit/settings.h"

enum { TRIAL_RECIPIENTS = 16 };

struct trial_setup {
	const char *settings;	/* lines; or NULL */
	const char *recipients;	/* blank-separated */
	const char *destination;	/* or NULL */
	struct server servers[SERVERS_MAX];	/* they are copied */
	const struct zone_row *rows;
	bool utf8;		/* the message needs SMTPUTF8 */
	bool in_turn;
	msec_t timeout;
};

struct trial {
	struct arena *arena;
	struct params params;
	struct envelope envelope;
	struct source *source;
	struct survey survey;
	struct zone zone;
	struct trace *trace;
	struct halt *halt;
	struct server servers[SERVERS_MAX];
	size_t servers_len;
	uint16_t port;
	struct run run;
	struct deliveries *deliveries;
	pthread_mutex_t lock;	/* of what was told */
	const struct outcome *told[TRIAL_RECIPIENTS];	/* in that order */
	size_t told_len;
	struct str events;	/* "name: text|" of each, secrets none */
};

static inline void
trial_read(void *self, struct span piece)
{
	survey_feed(self, piece);
}

static inline void
trial_write_message(struct trial *s)
{
	static const char text[] = "Subject: hello\n\nhello\n";
	struct dsn why = DSN_IN(s->arena);
	int ends[2];

	must(pipe(ends) == 0);
	must(write(ends[1], text, sizeof(text) - 1) == sizeof(text) - 1);
	close(ends[1]);
	must(source_read(&(const struct source_input){ .fd = ends[0],
	    .reader = trial_read, .self = &s->survey }, &s->source, &why));
	close(ends[0]);
	survey_end(&s->survey);
}

static inline void
trial_address(struct trial *s, const char *recipients)
{
	struct span rest = span_of(recipients), word;
	struct dsn why = DSN_IN(s->arena);

	must(address_parse(SPAN("from@sender.test"), &s->envelope.sender,
	    &why));
	while (ascii_word(&rest, " ", &word)) {
		struct recipient r = { .given = word };

		must(address_parse(word, &r.address, &why));
		envelope_add(&s->envelope, &r);
	}
	must(s->envelope.recipients.len <= TRIAL_RECIPIENTS);
}

static inline void
trial_hear(void *self, const struct event *event)
{
	struct trial *s = self;

	str_addf(&s->events, "%s: %.*s|", event_shapes[event->kind].name,
	    SPAN_ARG(event->text));
}

static inline void
trial_told(void *self, const struct outcome *outcome)
{
	struct trial *s = self;

	pthread_mutex_lock(&s->lock);
	must(s->told_len < TRIAL_RECIPIENTS);
	s->told[s->told_len++] = outcome;
	pthread_mutex_unlock(&s->lock);
}

static inline void
trial_listen(struct trial *s)
{
	str_init(&s->events, 65536);
	s->trace = trace_new();
	trace_listen(s->trace, &(struct listener){ .take = trial_hear,
	    .self = s, .level = 2 });
}

/* The servers run from here on. */

static inline void
trial_open(struct trial *s, const struct trial_setup *setup)
{
	struct dsn why;

	*s = (struct trial){ .arena = arena_new() };
	must(pthread_mutex_init(&s->lock, NULL) == 0);
	why = DSN_IN(s->arena);
	must(halt_new(&s->halt, &why));
	memcpy(s->servers, setup->servers, sizeof(s->servers));
	while (s->servers_len < SERVERS_MAX &&
	    s->servers[s->servers_len].address != NULL)
		s->servers[s->servers_len++].stop = halt_fd(s->halt);
	s->port = s->servers_len == 0 ? 25 :
	    servers_start(s->servers, s->servers_len);
	s->params = settings_postfix(s->arena, arena_text(s->arena,
	    "inet_protocols = ipv4\nsmtp_tls_security_level = none\n"
	    "smtp_tcp_port = %u\n%s", s->port, setup->settings == NULL ? "" :
	    setup->settings).at);
	trial_write_message(s);
	trial_address(s, setup->recipients);
	s->envelope.smtputf8 = s->envelope.utf8_header = setup->utf8;
	s->envelope.arrival = clock_wall();
	s->zone = zone_of(setup->rows, s->arena);
	trial_listen(s);
	s->run = (struct run){ .params = &s->params,
	    .envelope = &s->envelope, .source = s->source,
	    .survey = &s->survey, .resolver = &s->zone.resolver,
	    .destination = span_of(setup->destination),
	    .trace = s->trace, .halt = s->halt, .timeout = setup->timeout,
	    .started = clock_now(), .in_turn = setup->in_turn,
	    .settled = trial_told, .self = s };
}

/* The run; afterwards the servers have stopped. */

static inline void
trial_run(struct trial *s)
{
	deliver_run(&s->run, &s->deliveries);
	servers_stop(s->servers, s->servers_len);
}

static inline void
trial_close(struct trial *s)
{
	deliveries_free(&s->deliveries);
	for (size_t i = 0; i < s->servers_len; i++)
		str_clear(&s->servers[i].heard);
	trace_free(&s->trace);
	str_clear(&s->events);
	source_free(&s->source);
	envelope_clear(&s->envelope);
	halt_free(&s->halt);
	pthread_mutex_destroy(&s->lock);
	arena_free(&s->arena);
}

/* Text in which the port behind an address is PORT. */

static inline struct span
trial_text(const struct trial *s, struct span text)
{
	struct span port = arena_text(s->arena, "]:%u", s->port), to = { 0 };

	while (text.len > 0) {
		bool hit = span_starts(text, port);

		to = arena_text(s->arena, "%.*s%.*s", SPAN_ARG(to),
		    hit ? 6 : 1, hit ? "]:PORT" : text.at);
		text = span_from_octet(text, hit ? port.len : 1);
	}
	return to;
}

/* The outcome of the n-th recipient; NULL: none was told. */

static inline const struct outcome *
trial_outcome(const struct trial *s, size_t n)
{
	for (size_t i = 0; i < s->told_len; i++)
		if (s->told[i]->recipient->number == n)
			return s->told[i];
	return NULL;
}

static inline const char *
trial_fate(const struct recipient *r)
{
	static const char *const fates[] = { "open", "sent", "deliverable",
	    "deferred", "bounced" };

	if (recipient_is_unknown(r))
		return "unknown";
	return recipient_may_be_duplicate(r) ? "duplicate" : fates[r->fate];
}

/* "sent 2.0.0 a.test: 250 2.0.0 stored"; host "none" without a session. */

static inline struct span
trial_verdict(const struct trial *s, size_t n)
{
	const struct outcome *o = trial_outcome(s, n);
	struct span host = SPAN("none");

	if (o == NULL)
		return SPAN("nothing was told");
	if (o->visit != NULL)
		host = o->visit->remote.name;
	return trial_text(s, arena_text(s->arena, "%s %s %.*s: %.*s",
	    trial_fate(o->recipient), o->recipient->dsn.status,
	    SPAN_ARG(host), SPAN_ARG(o->recipient->dsn.text)));
}

/* "a.test connect 4.4.1, b.test end-of-data 2.0.0" */

static inline struct span
trial_attempts(const struct trial *s, size_t n)
{
	const struct outcome *o = trial_outcome(s, n);
	const struct attempt *a = o == NULL ? NULL : o->attempts;
	struct span text = { 0 };

	for (; a != NULL; a = a->next)
		text = arena_text(s->arena, "%.*s%s%.*s %s %s",
		    SPAN_ARG(text), text.len == 0 ? "" : ", ",
		    SPAN_ARG(a->visit->remote.name),
		    stage_name(a->dsn.stage), a->dsn.status);
	return text;
}

/* Each recipient was told once, and what was told is complete. */

static inline bool
trial_is_whole(const struct trial *s)
{
	bool whole = s->told_len == s->envelope.recipients.len;

	for (size_t i = 0; i < s->envelope.recipients.len; i++) {
		const struct outcome *o = trial_outcome(s, i);

		whole = whole && o != NULL && !recipient_is_open(o->recipient)
		    && o->recipient->dsn.status[0] != '\0' &&
		    o->recipient->dsn.text.len > 0 && o->protocol != NULL &&
		    o->delay == o->delays.before + o->delays.setup +
			o->delays.connect + o->delays.transmit;
	}
	return whole;
}

static inline bool
trial_said(const struct trial *s, const char *what)
{
	return strstr(str_chars(&s->events), what) != NULL;
}

#endif
