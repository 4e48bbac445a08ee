/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Scenes of a session: a script that the server plays (unit/script.h), and
 * what is to become of each recipient. The limits of the questions are all
 * different: helo 11 seconds, MAIL 12, RCPT 13, DATA 14, the message 15, its
 * end 16, RSET 17, QUIT 18, STARTTLS 19, XFORWARD 20.
 */
#ifndef TEST_UNIT_SESSION_SCENE_H
#define TEST_UNIT_SESSION_SCENE_H

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/mem.h"
#include "session/session_internal.h"
#include "unit/script.h"
#include "unit/tap.h"

enum { RECIPIENTS = 4, BENCH_TEXTS = 65536 };

/* What is said in most scenes. */
#define MAIL		"C: MAIL FROM:<a@x.example>"
#define RCPT(n)		"C: RCPT TO:<r" #n "@y.example>"
#define HOST		"host mx.example[192.0.2.1]"
#define WITH		"with mx.example[192.0.2.1]"
#define ONCE_MORE	" -- message may be sent more than once"

/* What is to become of a recipient, and the last word that it hears. */
struct want {
	enum fate fate;
	const char *status;	/* NULL: no word about this server */
	enum stage stage;
	const char *text;	/* Postfix's, where behaviours.md has it */
	int code;
	bool doubt;		/* this server left it in doubt */
};

struct bench;

struct scene {
	const char *name;
	const char *const *script;
	size_t recipients;	/* 0 is 1: r0@y.example, r1@y.example, ... */
	size_t limit;		/* of a transaction's recipients, 0: none */
	unsigned offers;	/* CAP_ bits, where no EHLO is played */
	enum stage quit_after;
	const char *message;	/* NULL: "hello\n" */
	void (*arrange)(struct bench *bench);	/* what else is different */
	struct want want[RECIPIENTS];
	const char *protocol;	/* of the facts, NULL: not looked at */
	bool no_mail;		/* MAIL was not due */
	const char *told;	/* something that must be told */
	const char *untold;	/* something that must not */
};

struct bench {
	struct arena *arena;
	struct params params;
	struct policy policy;
	struct candidate candidate;
	struct remote remote;
	struct envelope envelope;
	struct recipient *at[RECIPIENTS];
	struct letter letter;
	struct survey survey;
	struct source *source;
	struct engine *engine;	/* NULL, if none is arranged */
	struct transport *transport;	/* NULL: that of the script */
	struct script script;
	struct session_facts facts;
	struct halt *halt;
	enum stage quit_after;
	struct trace *trace;
	struct str told;	/* events, a line each */
	unsigned settled[RECIPIENTS];
	struct session *session;
};

static inline void
bench_read(void *self, struct span piece)
{
	survey_feed(self, piece);
}

/* The message, as if it came through a pipe. */
static inline void
bench_message(struct bench *b, struct span text)
{
	struct dsn why = DSN_IN(b->arena);
	int pipes[2];

	source_free(&b->source);
	b->survey = (struct survey){ 0 };
	must(text.len <= 65536 && pipe(pipes) == 0);
	must(write(pipes[1], text.at, text.len) == (ssize_t)text.len);
	close(pipes[1]);
	must(source_read(&(const struct source_input){ .fd = pipes[0],
	    .reader = bench_read, .self = &b->survey }, &b->source, &why));
	survey_end(&b->survey);
	close(pipes[0]);
}

/* A long message: so many lines of 63 octets, which are 65 on the wire. */
static inline void
bench_lines(struct bench *b, size_t lines)
{
	char path[] = "/tmp/scene.XXXXXX", line[64];
	struct dsn why = DSN_IN(b->arena);
	int fd = mkstemp(path);

	must(fd >= 0);
	memset(line, 'x', sizeof(line));
	line[sizeof(line) - 1] = '\n';
	for (size_t i = 0; i < lines; i++)
		must(write(fd, line, sizeof(line)) == (ssize_t)sizeof(line));
	must(lseek(fd, 0, SEEK_SET) == 0);
	source_free(&b->source);
	b->survey = (struct survey){ 0 };
	must(source_read(&(const struct source_input){ .fd = fd,
	    .reader = bench_read, .self = &b->survey }, &b->source, &why));
	survey_end(&b->survey);
	unlink(path);
	close(fd);
}

static inline void
bench_recipients(struct bench *b, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		struct recipient r = { .address = { arena_text(b->arena,
		    "r%zu", i), SPAN("y.example") } };

		envelope_add(&b->envelope, &r);
	}
	for (size_t i = 0; i < n; i++)
		b->at[i] = &b->envelope.recipients.at[i];
	b->letter.batch = (struct batch){ b->at, n };
}

static inline void
bench_settled(void *self, struct recipient *r)
{
	struct bench *b = self;

	must(!recipient_is_open(r));
	b->settled[r->number]++;
}

static inline void
bench_hear(void *self, const struct event *event)
{
	struct bench *b = self;

	str_addf(&b->told, "%s %ld %.*s\n", event_shapes[event->kind].name,
	    event->number, SPAN_ARG(event->text));
}

static inline void
bench_params(struct params *p)
{
	*p = (struct params){
		.helo_name = SPAN("me.example"),
		.myhostname = SPAN("me.example"),
		.always_send_ehlo = true,
		.skip_5xx_greeting = true,
		.skip_quit_response = true,
		.quote_rfc821_envelope = true,
		.fold_limit = 998,
		.line_length_limit = 2048,
		.header_size_limit = 102400,
		.header_address_token_limit = 10240,
		.mime_boundary_length_limit = 2048,
		.mime_nesting_limit = 100,
		.myorigin = SPAN("me.example"),
		.helo_timeout = 11000,
		.mail_timeout = 12000,
		.rcpt_timeout = 13000,
		.data_init_timeout = 14000,
		.data_xfer_timeout = 15000,
		.data_done_timeout = 16000,
		.rset_timeout = 17000,
		.quit_timeout = 18000,
		.xforward_timeout = 20000,
		.min_data_rate = 500,
		.starttls_timeout = 19000,
		.tls_fast_shutdown_enable = true,
	};
}

static inline void
bench_set(struct bench *b, const struct scene *scene)
{
	const struct listener listener = { .take = bench_hear, .self = b,
	    .level = 3 };

	*b = (struct bench){ .arena = arena_new() };
	clock_replace(script_now);
	bench_params(&b->params);
	b->remote = (struct remote){ .name = SPAN("mx.example"),
	    .address = SPAN("192.0.2.1"), .port = 25 };
	b->candidate = (struct candidate){ .host = b->remote.name,
	    .address = b->remote.address, .best = true,
	    .addr = { .family = NET_INET, .port = 25 } };
	b->envelope.sender = (struct address){ SPAN("a"), SPAN("x.example") };
	b->envelope.body = BODY_7BIT;
	b->envelope.arrival = script_time;
	bench_recipients(b, scene->recipients == 0 ? 1 : scene->recipients);
	bench_message(b, span_of(scene->message == NULL ? "hello\n" :
	    scene->message));
	b->letter.envelope = &b->envelope;
	b->quit_after = scene->quit_after;
	b->trace = trace_new();
	str_init(&b->told, SCRIPT_MAX);
	trace_listen(b->trace, &listener);
	script_init(&b->script, scene->script);
	if (scene->arrange != NULL)
		scene->arrange(b);
	b->script.one_deadline = b->params.per_request_deadline;
	b->facts.security = security_of(b->policy.tls.level);
}

static inline void
bench_open(struct bench *b)
{
	const struct wire_setup wire = {
		.transport = b->transport != NULL ? b->transport :
		    &b->script.transport,
		.line_max = (size_t)b->params.line_length_limit,
		.halt = b->halt,
		.teller = { .trace = b->trace },
	};
	const struct session_setup setup = {
		.params = &b->params,
		.policy = &b->policy,
		.candidate = &b->candidate,
		.remote = &b->remote,
		.letter = &b->letter,
		.engine = b->engine,
		.quit_after = b->quit_after,
		.wire = wire_new(&wire),
		.facts = &b->facts,
		.arena = b->arena,
		.halt = b->halt,
		.teller = { .trace = b->trace },
		.settled = bench_settled,
		.self = b,
	};

	b->letter.source = b->source;
	b->letter.survey = &b->survey;
	b->session = session_new(&setup);
}

static inline void
bench_clear(struct bench *b)
{
	clock_replace(NULL);
	trace_free(&b->trace);
	str_clear(&b->told);
	script_clear(&b->script);
	engine_free(&b->engine);
	source_free(&b->source);
	halt_free(&b->halt);
	envelope_clear(&b->envelope);
	arena_free(&b->arena);
}

/* Something is not as it should be: shown once the scene's line is out. */
static inline void
differs(struct str *wrong, const char *what, size_t i, struct span got)
{
	str_addf(wrong, "# r%zu: %s: %.*s\n", i, what, SPAN_ARG(got));
}

static inline void
compare_word(struct str *wrong, const struct bench *b, size_t i,
    const struct want *want)
{
	const struct dsn *dsn = &b->at[i]->word;

	if (want->status == NULL) {
		if (dsn->remote == &b->remote)
			differs(wrong, "has a word", i, dsn->text);
		return;
	}
	if (!span_equal(span_of(dsn->status), span_of(want->status)))
		differs(wrong, "status", i, span_of(dsn->status));
	if (dsn->stage != want->stage)
		differs(wrong, "stage", i, span_of(stage_name(dsn->stage)));
	if (dsn->remote != &b->remote)
		differs(wrong, "remote", i, dsn->text);
	if (dsn->at <= 0 || dsn->at > script_time)
		differs(wrong, "time", i, dsn->text);
	if (dsn->code != want->code || (dsn->code != 0 &&
	    dsn->reply.len == 0))
		differs(wrong, "code", i, dsn->text);
	if (want->text != NULL && !span_equal(dsn->text, span_of(want->text)))
		differs(wrong, "text", i, dsn->text);
}

static inline void
compare_recipient(struct str *wrong, const struct bench *b, size_t i,
    const struct want *want)
{
	const struct recipient *r = b->at[i];

	if (r->fate != want->fate)
		differs(wrong, "fate", i, r->dsn.text);
	compare_word(wrong, b, i, want);
	if (r->fate != FATE_DEFERRED &&
	    !span_equal(r->dsn.text, r->word.text))
		differs(wrong, "verdict", i, r->dsn.text);
	if (r->in_doubt)
		differs(wrong, "still in doubt", i, r->dsn.text);
	if (r->was_in_doubt != want->doubt)
		differs(wrong, r->was_in_doubt ? "doubt" : "no doubt", i,
		    r->dsn.text);
	if (r->was_in_doubt && !span_equal(span_of(r->doubt.status),
	    SPAN("4.4.2")))
		differs(wrong, "doubt status", i, r->doubt.text);
	if (b->settled[i] != (want->fate != FATE_OPEN))
		differs(wrong, "settled hook", i, r->dsn.text);
}

static inline bool
was_told(const struct bench *b, const char *what)
{
	return strstr(str_chars(&b->told), what) != NULL;
}

static inline void
compare_facts(struct str *wrong, const struct bench *b,
    const struct scene *scene)
{
	struct span protocol = span_of(b->facts.protocol);

	if (scene->protocol != NULL &&
	    !span_equal(protocol, span_of(scene->protocol)))
		differs(wrong, "protocol", 0, protocol);
	if ((b->facts.mail_at == 0) != scene->no_mail)
		differs(wrong, "MAIL was due, or not", 0, protocol);
	if (scene->told != NULL && !was_told(b, scene->told))
		differs(wrong, "not told", 0, str_span(&b->told));
	if (scene->untold != NULL && was_told(b, scene->untold))
		differs(wrong, "told", 0, str_span(&b->told));
}

/* One line of the result for one scene that was played. */
static inline void
scene_judge(struct bench *b, const struct scene *scene)
{
	struct str wrong;

	script_finish(&b->script);
	str_init(&wrong, BENCH_TEXTS);
	if (b->script.complaint.len > 0)
		str_addf(&wrong, "# %s\n", str_chars(&b->script.complaint));
	for (size_t i = 0; i < b->letter.batch.len; i++)
		compare_recipient(&wrong, b, i, &scene->want[i]);
	compare_facts(&wrong, b, scene);
	ok(wrong.len == 0 && !wrong.full, scene->name);
	printf("%s", str_chars(&wrong));
	str_clear(&wrong);
}

/* Greeting and EHLO only. */
static inline void
scene_greet(const struct scene *scene, bool opens)
{
	struct bench b;

	bench_set(&b, scene);
	bench_open(&b);
	if (session_open(b.session) != opens)
		str_add(&b.script.complaint, SPAN("open?"));
	session_free(&b.session);
	scene_judge(&b, scene);
	bench_clear(&b);
}

/* Transactions of so many recipients, 0: one for all. */
static inline void
bench_deliver(struct bench *b, size_t limit)
{
	struct batch all = b->letter.batch;
	bool more = true, last = false;

	for (size_t i = 0; more && !last; i += limit) {
		struct batch part = { all.at + i, all.len - i };

		last = limit == 0 || part.len <= limit;
		if (!last)
			part.len = limit;
		more = session_deliver(b->session, &part, last);
	}
	if (more)
		str_add(&b->script.complaint, SPAN("more?"));
}

/* The transaction, as if EHLO had just brought scene->offers. */
static inline void
scene_deliver(const struct scene *scene)
{
	struct bench b;

	bench_set(&b, scene);
	bench_open(&b);
	b.session->caps.offered = scene->offers;
	b.session->talk.pipelining = (scene->offers & CAP_PIPELINING) != 0;
	bench_deliver(&b, scene->limit);
	session_free(&b.session);
	scene_judge(&b, scene);
	bench_clear(&b);
}

/* All of a session. */
static inline void
scene_play(const struct scene *scene)
{
	struct bench b;

	bench_set(&b, scene);
	bench_open(&b);
	if (session_open(b.session))
		bench_deliver(&b, scene->limit);
	session_free(&b.session);
	scene_judge(&b, scene);
	bench_clear(&b);
}

#endif
