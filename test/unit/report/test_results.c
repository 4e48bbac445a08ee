/* SPDX-License-Identifier: BSD-2-Clause */
#include "report/results.h"

#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/mem.h"
#include "report/record.h"
#include "unit/report/well_formed.h"
#include "unit/tap.h"

enum { MANY = 8000, THREADS = 4 };

/* One letter a recipient: (s)ent, (b)ounced, (d)eferred, (u)nknown, sent
 * (t)wice, deli(v)erable, (o)pen, open and in doubt (?), open after a doubt
 * (!). */

static void
make_recipient(struct recipient *r, char fate)
{
	static const struct dsn good = { .status = "2.0.0", .code = 250,
	    .text = SPAN_INIT("250 Ok"), .reply = SPAN_INIT("250 Ok") };
	static const struct dsn bad = { .status = "5.1.1", .code = 550,
	    .text = SPAN_INIT("550 who?"), .reply = SPAN_INIT("550 who?") };
	static const struct dsn later = { .status = "4.4.1",
	    .text = SPAN_INIT("connection refused") };
	static const struct dsn doubt = { .status = "4.4.2",
	    .text = SPAN_INIT("lost connection") };

	r->was_in_doubt = strchr("ut!", fate) != NULL;
	r->in_doubt = fate == '?';
	r->doubt = doubt;
	if (strchr("stv", fate) != NULL) {
		r->fate = fate == 'v' ? FATE_DELIVERABLE : FATE_SENT;
		r->dsn = good;
	} else if (fate == 'b') {
		r->fate = FATE_BOUNCED;
		r->dsn = bad;
	} else if (fate == 'd' || fate == 'u') {
		r->fate = FATE_DEFERRED;
		r->dsn = fate == 'd' ? later : doubt;
	}
}

struct scene {
	struct arena *arena;
	struct envelope envelope;
	struct outcome *outcomes;
	FILE *out;
	struct results *results;
};

/* fates: a letter a recipient; they are called r0@x, r1@x, ... */

static void
begin(struct scene *s, struct span fates, struct results_setup setup)
{
	*s = (struct scene){ .arena = arena_new(), .out = tmpfile() };
	s->outcomes = arena_get(s->arena, fates.len, sizeof(*s->outcomes));
	for (size_t i = 0; i < fates.len; i++) {
		struct recipient *r = vec_add(&s->envelope.recipients);

		*r = (struct recipient){ .given = arena_text(s->arena,
		    "r%zu@x", i), .number = i };
		r->address = (struct address){ arena_text(s->arena, "r%zu",
		    i), SPAN("x") };
		make_recipient(r, fates.at[i]);
	}
	for (size_t i = 0; i < fates.len; i++)
		s->outcomes[i] = (struct outcome){ .protocol = "smtp",
		    .recipient = &s->envelope.recipients.at[i] };
	setup.envelope = setup.dsn.envelope = &s->envelope;
	setup.out = s->out;
	s->results = results_new(&setup);
}

static void
end(struct scene *s)
{
	results_free(&s->results);
	vec_clear(&s->envelope.recipients);
	arena_free(&s->arena);
	fclose(s->out);
}

/* What was written so far. */

static struct span
written(struct scene *s)
{
	off_t size = lseek(fileno(s->out), 0, SEEK_END);
	char *text = arena_get(s->arena, (size_t)size + 1, 1);

	must(pread(fileno(s->out), text, (size_t)size, 0) == size);
	return span_from(text, (size_t)size);
}

static void
take(struct scene *s, size_t i)
{
	results_take(s->results, &s->outcomes[i]);
}

/* CLI.md, Exit status: for each row the smallest sets that give it. */

static const struct row {
	const char *fates;
	int status;
	const char *name;
} rows[] = {
	{ "u", 80, "one is unknown: 80" },
	{ "su", 80, "80 comes before 81" },
	{ "bdu", 80, "80 comes before 75 and 69" },
	{ "sd", 81, "some delivered, some delayed: 81" },
	{ "ds", 81, "81 whatever the order" },
	{ "sdb", 81, "81 comes before 69" },
	{ "td", 81, "a duplicate is delivered, too: 81" },
	{ "d", 75, "one is delayed, none delivered: 75" },
	{ "db", 75, "75 comes before 69" },
	{ "b", 69, "one has failed: 69" },
	{ "sb", 69, "delivered and failed: 69" },
	{ "tb", 69, "a duplicate and failed: 69" },
	{ "s", 0, "delivered: 0" },
	{ "st", 0, "all delivered, one perhaps twice: 0" },
	{ "v", 0, "deliverable: 0" },
	{ "vb", 69, "deliverable and failed: 69" },
	{ "vd", 75, "deliverable and delayed: 75, for nothing was sent" },
	{ "vdb", 75, "75 comes before 69 there, too" },
};

static void
test_exit_status(void)
{
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct span fates = span_of(rows[i].fates);
		struct scene s;

		begin(&s, fates, (struct results_setup){ 0 });
		for (size_t n = fates.len; n-- > 0;)
			take(&s, n);
		is_number(results_exit_status(s.results), rows[i].status,
		    rows[i].name);
		end(&s);
	}
}

static void
test_order(void)
{
	struct scene s;

	begin(&s, SPAN("sbdu"), (struct results_setup){ 0 });
	take(&s, 2);
	take(&s, 1);
	is_text(written(&s), "", "nothing is told before the first is settled");
	take(&s, 0);
	is_text(written(&s), "r0@x: relayed 2.0.0: 250 Ok\n"
	    "r1@x: failed 5.1.1: 550 who?\n"
	    "r2@x: delayed 4.4.1: connection refused\n",
	    "then all that stood behind it, in the order given");
	take(&s, 3);
	is_text(written(&s), "r0@x: relayed 2.0.0: 250 Ok\n"
	    "r1@x: failed 5.1.1: 550 who?\n"
	    "r2@x: delayed 4.4.1: connection refused\n"
	    "r3@x: unknown 4.4.2: lost connection\n",
	    "and each later one at once");
	end(&s);
}

static void
test_quiet(void)
{
	struct scene s;

	begin(&s, SPAN("sbtdv"), (struct results_setup){ .quiet = true });
	for (size_t i = 0; i < 5; i++)
		take(&s, i);
	is_text(written(&s), "r1@x: failed 5.1.1: 550 who?\n"
	    "r3@x: delayed 4.4.1: connection refused\n",
	    "quiet: no record of what was delivered or is deliverable");
	is_number(results_exit_status(s.results), 81,
	    "quiet: the exit status is the same");
	end(&s);
}

static void
test_dsn(void)
{
	struct scene s;

	begin(&s, SPAN("sb"), (struct results_setup){ .format = RESULTS_DSN,
	    .quiet = true, .dsn = { .mta = SPAN("here.test") } });
	take(&s, 0);
	is_text(written(&s), "", "RFC 3464: no record, no fields");
	take(&s, 1);
	is_text(written(&s), "Reporting-MTA: dns; here.test\n"
	    "Arrival-Date: Thu, 1 Jan 1970 00:00:00 +0000\n\n"
	    "Final-Recipient: rfc822; r1@x\nAction: failed\n"
	    "Status: 5.1.1\nDiagnostic-Code: smtp; 550 who?\n"
	    "Last-Attempt-Date: Thu, 1 Jan 1970 00:00:00 +0000\n\n",
	    "RFC 3464 section 2: an empty line ends each group");
	end(&s);
}

static void
test_json(void)
{
	struct scene s;
	struct span text, line;
	size_t good = 0;

	begin(&s, SPAN("sbdu"), (struct results_setup){
	    .format = RESULTS_JSON });
	for (size_t i = 4; i-- > 0;)
		take(&s, i);
	text = written(&s);
	while (text.len > 0) {
		char head[40];

		line = span_cut(&text, '\n');
		snprintf(head, sizeof(head), "{\"recipient\":\"r%zu@x\",",
		    good);
		good += is_one_object(line) &&
		    span_starts(line, span_of(head));
	}
	is_number(good, 4, "JSON: one object a line, in the order given");
	end(&s);
}

static void
test_postfix(void)
{
	static const char *const words[] = { "status=sent (250 Ok)",
	    "status=bounced (550 who?)",
	    "status=deferred (connection refused)",
	    "status=deferred (lost connection)" };
	struct scene s;
	struct span text;
	size_t good = 0;

	begin(&s, SPAN("sbdu"), (struct results_setup){
	    .format = RESULTS_POSTFIX, .maillog = { .service = "smtp",
	    .host = SPAN("h"), .program = SPAN("p"), .decimals = 2 } });
	for (size_t i = 4; i-- > 0;)
		take(&s, i);
	text = written(&s);
	while (text.len > 0) {
		struct span line = span_cut(&text, '\n');
		size_t end = strlen(words[good]);

		if (strstr(line.at, " h p/smtp[0]: ") == NULL ||
		    line.len < end || !span_equal(span_from_octet(line,
		    line.len - end), span_of(words[good])))
			break;
		good++;
	}
	is_number(good, 4, "postfix: one line each, in the order given");
	end(&s);
}

struct share {
	struct scene *scene;
	pthread_barrier_t *start;
	size_t from;
};

static void *
take_share(void *self)
{
	struct share *share = self;

	pthread_barrier_wait(share->start);
	for (size_t i = share->from; i < MANY; i += THREADS)
		take(share->scene, i);
	return NULL;
}

static void
test_threads(void)
{
	static char fates[MANY];
	struct share shares[THREADS];
	pthread_t threads[THREADS];
	pthread_barrier_t start;
	struct scene s;
	struct span text;
	size_t good = 0;

	memset(fates, 's', sizeof(fates));
	begin(&s, span_from(fates, MANY), (struct results_setup){ 0 });
	must(pthread_barrier_init(&start, NULL, THREADS) == 0);
	for (size_t i = 0; i < THREADS; i++) {
		shares[i] = (struct share){ &s, &start, i };
		must(pthread_create(&threads[i], NULL, take_share,
		    &shares[i]) == 0);
	}
	for (size_t i = 0; i < THREADS; i++)
		pthread_join(threads[i], NULL);
	pthread_barrier_destroy(&start);
	text = written(&s);
	while (text.len > 0) {
		char want[60];

		snprintf(want, sizeof(want), "r%zu@x: relayed 2.0.0: 250 Ok",
		    good);
		good += span_equal(span_cut(&text, '\n'), span_of(want));
	}
	is_number(good, MANY, "many threads: one record each, in order");
	is_number(results_exit_status(s.results), 0, "many threads: 0");
	end(&s);
}

static void
test_full(void)
{
	struct scene s;
	struct span why = { 0 };
	int full = open("/dev/full", O_WRONLY);

	begin(&s, SPAN("sb"), (struct results_setup){ 0 });
	ok(!results_failed(s.results, &why), "nothing has failed yet");
	must(dup2(full, fileno(s.out)) >= 0);
	take(&s, 0);
	take(&s, 1);
	ok(results_failed(s.results, &why), "a full device is a failure");
	is_text(why, "No space left on device", "which says why");
	is_number(results_exit_status(s.results), 69,
	    "and changes nothing of the exit status");
	close(full);
	end(&s);
}

static void
test_broken_pipe(void)
{
	struct scene s;
	struct span why = { 0 };
	int ends[2];

	signal(SIGPIPE, SIG_IGN);
	begin(&s, SPAN("s"), (struct results_setup){ 0 });
	must(pipe(ends) == 0 && dup2(ends[1], fileno(s.out)) >= 0);
	close(ends[0]);
	take(&s, 0);
	ok(results_failed(s.results, &why), "a broken pipe is a failure");
	is_text(why, "Broken pipe", "which says so");
	is_number(results_exit_status(s.results), 0, "delivered all the same");
	close(ends[1]);
	end(&s);
	signal(SIGPIPE, SIG_DFL);
}

/* More hosts than a record has room for. */

static void
test_attempts(void)
{
	static char long_text[2048];
	static struct attempt hosts[RECORD_ATTEMPTS];
	struct visit visit = { .protocol = "smtp" };
	struct scene s;

	memset(long_text, 1, sizeof(long_text));
	visit.remote.name = span_from(long_text, 2048);
	visit.remote.address = visit.remote.name;
	for (size_t i = 0; i < RECORD_ATTEMPTS; i++)
		hosts[i] = (struct attempt){ .visit = &visit,
		    .dsn = { .status = "4.4.1", .text = visit.remote.name },
		    .next = i + 1 < RECORD_ATTEMPTS ? &hosts[i + 1] : NULL };
	begin(&s, SPAN("b"), (struct results_setup){ .format = RESULTS_JSON });
	s.outcomes[0].attempts = hosts;
	take(&s, 0);
	ok(is_one_object(span_first(written(&s), written(&s).len - 1)),
	    "a record too long for its room is written without attempts");
	end(&s);
}

/* Last words, each in a child that ends badly. */

static void
run_child(struct scene *s, void (*die)(void), int status, const char *want,
    const char *name)
{
	pid_t child;
	int how = 0;

	fflush(stdout);
	child = fork();
	if (child == 0) {
		must(freopen("/dev/null", "w", stderr) != NULL);
		last_words_set(results_last_words, s->results);
		die();
		_exit(0);
	}
	must(child > 0 && waitpid(child, &how, 0) == child);
	is_number(WIFEXITED(how) ? WEXITSTATUS(how) : -1, status, name);
	is_text(written(s), want, name);
}

static void
meet_a_bug(void)
{
	must(last_words_set == NULL);
}

static void
test_bug(void)
{
	struct scene s;

	begin(&s, SPAN("sd?b!o"), (struct results_setup){ 0 });
	take(&s, 0);
	take(&s, 3);
	run_child(&s, meet_a_bug, 70, "r0@x: relayed 2.0.0: 250 Ok\n"
	    "r1@x: delayed 4.4.1: connection refused\n"
	    "r2@x: unknown 4.4.2: this program ended before the answer to "
	    "the end of data was read\n"
	    "r3@x: failed 5.1.1: 550 who?\n"
	    "r4@x: unknown 4.4.2: lost connection\n",
	    "a bug: 70, and all that is known, what is in doubt as unknown");
	end(&s);
}

static struct scene *within;

/* The bug is met inside of results_take, with its lock held. */

static void
meet_a_bug_within(void)
{
	take(within, 1);
	take(within, 1);
}

static void
test_bug_within(void)
{
	struct scene s;

	begin(&s, SPAN("ds"), (struct results_setup){
	    .format = RESULTS_TEXT });
	within = &s;
	run_child(&s, meet_a_bug_within, 70,
	    "r0@x: delayed 4.4.1: connection refused\n"
	    "r1@x: relayed 2.0.0: 250 Ok\n",
	    "a bug met by the thread that writes: the same");
	end(&s);
}

/* The memory of a sanitizer fits no limit. */
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define SANITIZED	1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define SANITIZED	1
#endif
#endif

#ifndef SANITIZED

/* Takes all memory that there is, to the last octets. */

static void
run_out_of_memory(void)
{
	struct rlimit limit = { 256 << 20, 256 << 20 };

	setrlimit(RLIMIT_AS, &limit);
	for (size_t size = 1 << 20; size >= 16; size /= 2)
		while (malloc(size) != NULL)
			;
	mem_new(1, 1 << 20);
}

static void
test_no_memory(void)
{
	struct scene s;
	struct span text, line;
	bool good = true;

	begin(&s, SPAN("s?"), (struct results_setup){ 0 });
	s.outcomes[0].time = 1795640645678;
	run_child(&s, run_out_of_memory, 71, "r0@x: relayed 2.0.0: 250 Ok\n"
	    "r1@x: unknown 4.4.2: this program ended before the answer to "
	    "the end of data was read\n", "no memory: 71, and the last words "
	    "take none");
	end(&s);
	begin(&s, SPAN("s?b"), (struct results_setup){
	    .format = RESULTS_JSON });
	take(&s, 2);
	must(ftruncate(fileno(s.out), 0) == 0);
	fflush(stdout);
	if (fork() == 0) {
		last_words_set(results_last_words, s.results);
		run_out_of_memory();
		_exit(0);
	}
	wait(NULL);
	for (text = written(&s); text.len > 0; good &= is_one_object(line))
		line = span_cut(&text, '\n');
	ok(good && written(&s).len > 0, "nor in JSON");
	end(&s);
	begin(&s, SPAN("?"), (struct results_setup){ .format = RESULTS_DSN,
	    .dsn = { .mta = SPAN("here.test") } });
	fflush(stdout);
	if (fork() == 0) {
		last_words_set(results_last_words, s.results);
		run_out_of_memory();
		_exit(0);
	}
	wait(NULL);
	text = written(&s);
	ok(span_starts(text, SPAN("Reporting-MTA: dns; here.test\n")) &&
	    text.len > 25 && span_equal(span_from_octet(text, text.len - 23),
	    SPAN("\nX-Mxput-Unknown: yes\n\n")), "nor as fields of RFC 3464");
	end(&s);
}

#else

static void
test_no_memory(void)
{
	/* The plain build shows it. */
}

#endif

int
main(void)
{
	test_exit_status();
	test_order();
	test_quiet();
	test_dsn();
	test_json();
	test_postfix();
	test_threads();
	test_full();
	test_broken_pipe();
	test_attempts();
	test_bug();
	test_bug_within();
	test_no_memory();
	return tap_done();
}
