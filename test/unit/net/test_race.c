/* SPDX-License-Identifier: BSD-2-Clause */
#include "net/race.h"

#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include "unit/halted.h"
#include "unit/tap.h"

enum { COURSE_MAX = RACE_MAX + 1, CROWD = 4, HOUR = 60 * 60 * 1000 };

/* What is at an address. */
enum place {
	NOTHING,		/* the end of a list */
	ALIVE,
	CLOSED,			/* nobody listens: refused at once */
	HOLE,			/* no answer ever comes */
	FORBIDDEN,		/* its runner is not made ready */
};

/* A race over ports of the loopback, and what was told of it. */
struct course {
	struct arena *arena;
	enum place places[COURSE_MAX];
	msec_t patience;	/* of each runner; 0: never ends */
	int listeners[COURSE_MAX];
	int crowds[COURSE_MAX][CROWD];
	struct sockaddr_in to[COURSE_MAX];
	struct runner runners[COURSE_MAX];
	struct race race;
	struct halt *halt;	/* or NULL */
	struct transport *transport;
	struct str told;	/* "+0" is made ready, "-0" has failed, "!0"
				 * has won, "~0" was overtaken */
	size_t running, most;
	int files;		/* open before the race */
};

static size_t
place_of(const struct course *c, const struct runner *r)
{
	return (size_t)(r - c->runners);
}

static bool
ready(void *self, struct runner *r)
{
	struct course *c = self;
	size_t i = place_of(c, r);

	str_addf(&c->told, " +%zu", i);
	if (++c->running > c->most)
		c->most = c->running;
	if (c->places[i] == FORBIDDEN)
		return dsn_fail(&r->why, "4.7.5", "forbidden");
	r->setup = (struct connect_setup){ .name = SPAN("h"),
	    .addr = { .family = NET_INET, .octets = { 127, 0, 0, 1 },
		.port = ntohs(c->to[i].sin_port) },
	    .wait.by = c->patience == 0 ? deadline_never() :
		deadline_in(c->patience) };
	return true;
}

static void
done(void *self, struct runner *r)
{
	static const char signs[] = { [RUNNER_WAITING] = '?',
	    [RUNNER_RUNNING] = '?', [RUNNER_FAILED] = '-',
	    [RUNNER_OVERTAKEN] = '~', [RUNNER_WON] = '!' };
	struct course *c = self;

	c->running--;
	str_addf(&c->told, " %c%zu", signs[r->state], place_of(c, r));
}

static int
open_files(void)
{
	int n = 0;

	for (int fd = 0; fd < 256; fd++)
		n += fcntl(fd, F_GETFD) >= 0;
	return n;
}

/* listen_at - a port; a queue that is full swallows who comes */

static void
listen_at(struct course *c, size_t i)
{
	struct sockaddr_in *to = &c->to[i];
	socklen_t len = sizeof(*to);

	*to = (struct sockaddr_in){ .sin_family = AF_INET,
	    .sin_addr = { htonl(INADDR_LOOPBACK) } };
	c->listeners[i] = socket(AF_INET, SOCK_STREAM, 0);
	must(bind(c->listeners[i], (struct sockaddr *)to, len) == 0);
	must(getsockname(c->listeners[i], (struct sockaddr *)to, &len) == 0);
	if (c->places[i] != CLOSED)
		must(listen(c->listeners[i], 0) == 0);
	for (size_t n = 0; c->places[i] == HOLE && n < CROWD; n++) {
		int fd = socket(AF_INET, SOCK_STREAM, 0);

		c->crowds[i][n] = fd;
		must(fcntl(fd, F_SETFL, O_NONBLOCK) == 0);
		must(connect(fd, (struct sockaddr *)to, sizeof(*to)) == 0 ||
		    errno == EINPROGRESS);
	}
}

static void
begin(struct course *c, const enum place *places, msec_t delay)
{
	*c = (struct course){ .arena = arena_new(), .race = {
	    .at = c->runners, .delay = delay, .ready = ready, .done = done,
	    .self = c } };
	str_init(&c->told, 4096);
	while (places[c->race.len] != NOTHING) {
		size_t i = c->race.len++;

		c->places[i] = places[i];
		c->runners[i].why = DSN_IN(c->arena);
		listen_at(c, i);
	}
	c->files = open_files();
}

static bool
run(struct course *c)
{
	return net_race(&c->race, &c->transport);
}

static void
is_told(const struct course *c, const char *told, const char *name)
{
	is_text(str_span(&c->told), told, name);
}

static void
end(struct course *c)
{
	transport_free(&c->transport);
	halt_free(&c->halt);
	for (size_t i = 0; i < c->race.len; i++) {
		close(c->listeners[i]);
		for (size_t n = 0; c->places[i] == HOLE && n < CROWD; n++)
			close(c->crowds[i][n]);
	}
	str_clear(&c->told);
	arena_free(&c->arena);
}

/* Who wins, who loses, and in which order. */
static const struct scene {
	const char *name;
	enum place places[COURSE_MAX + 1];
	msec_t delay, patience;
	bool lost;		/* nobody wins */
	const char *told;
} scenes[] = {
	{ "one alone", { ALIVE }, HOUR, 0, false, " +0 !0" },
	{ "nobody", { NOTHING }, HOUR, 0, true, "" },
	{ "the first stands at once: the second never begins",
	    { ALIVE, ALIVE }, HOUR, 0, false, " +0 !0" },
	{ "the first fails: the second does not wait for the delay",
	    { CLOSED, ALIVE }, HOUR, 0, false, " +0 -0 +1 !1" },
	{ "all fail, one after the other",
	    { CLOSED, CLOSED, CLOSED }, HOUR, 0, true,
	    " +0 -0 +1 -1 +2 -2" },
	{ "the first does not answer: the second overtakes it",
	    { HOLE, ALIVE }, 1, 0, false, " +0 +1 !1 ~0" },
	{ "what is behind the winner never begins",
	    { HOLE, CLOSED, ALIVE, ALIVE }, 50, 0, false,
	    " +0 +1 -1 +2 !2 ~0" },
	{ "a failure lets the next one begin while others run",
	    { HOLE, CLOSED, CLOSED, ALIVE }, 50, 0, false,
	    " +0 +1 -1 +2 -2 +3 !3 ~0" },
	{ "behaviour 59: who must not begin has failed",
	    { FORBIDDEN, ALIVE }, HOUR, 0, false, " +0 -0 +1 !1" },
	{ "delay 0: one begins when the one before has failed",
	    { HOLE, ALIVE }, 0, 20, false, " +0 -0 +1 !1" },
	{ "delay 0: all fail in turn", { HOLE, CLOSED, HOLE }, 0, 20, true,
	    " +0 -0 +1 -1 +2 -2" },
};

static void
play(const struct scene *scene)
{
	struct course c;

	begin(&c, scene->places, scene->delay);
	c.patience = scene->patience;
	ok(run(&c) == !scene->lost, scene->name);
	is_told(&c, scene->told, scene->name);
	is_number(open_files(), c.files + !scene->lost,
	    "and all other descriptors are closed");
	end(&c);
}

static void
is_why(const struct course *c, size_t i, const char *status,
    const char *text, const char *name)
{
	is_text(span_of(c->runners[i].why.status), status, name);
	is_text(c->runners[i].why.text, text, name);
}

static void
reasons(void)
{
	static const enum place places[] = { HOLE, CLOSED, FORBIDDEN, HOLE,
	    NOTHING };
	struct course c;

	begin(&c, places, 1);
	c.patience = 20;
	ok(!run(&c), "behaviour 48: nobody answers");
	is_why(&c, 0, "4.4.1", "connect to h: Connection timed out",
	    "behaviour 48: the first in its own time");
	is_why(&c, 1, "4.4.1", "connect to h: Connection refused",
	    "behaviour 48: refused");
	is_why(&c, 2, "4.7.5", "forbidden", "behaviour 59: policy");
	is_why(&c, 3, "4.4.1", "connect to h: Connection timed out",
	    "behaviour 48: the last, in its own time");
	end(&c);
}

static void
is_used(void)
{
	static const enum place places[] = { CLOSED, ALIVE, NOTHING };
	const struct wait wait = { .by = deadline_never() };
	struct course c;
	char room[8];
	size_t len;
	int other;

	begin(&c, places, 1);
	must(run(&c));
	other = accept(c.listeners[1], NULL, NULL);
	must(send(other, "220", 3, 0) == 3);
	ok(c.transport->ops->receive(c.transport, room, sizeof(room), &len,
	    &wait) == IO_DONE && span_equal(span_from(room, len),
	    SPAN("220")), "the transport is the winner's");
	close(other);
	end(&c);
}

static void
is_bounded(void)
{
	enum place places[COURSE_MAX + 1] = { NOTHING };
	struct course c;

	for (size_t i = 0; i < COURSE_MAX; i++)
		places[i] = HOLE;
	begin(&c, places, 1);
	c.patience = 100;
	ok(!run(&c), "more than may run at once");
	ok(c.most <= RACE_MAX, "never do");
	is_number(c.runners[COURSE_MAX - 1].state, RUNNER_FAILED,
	    "but the last has its turn");
	end(&c);
}

static void
stoppable(struct course *c)
{
	must(halt_new(&c->halt, &c->runners[0].why));
	c->race.halt = c->halt;
	c->files = open_files();
}

static void
is_halted(void)
{
	static const enum place places[] = { HOLE, HOLE, ALIVE, NOTHING };
	struct course c;

	begin(&c, places, HOUR);
	stoppable(&c);
	halted_by(c.halt, SIGTERM);
	ok(!run(&c), "a stop before the first");
	is_told(&c, "", "and none begins");
	end(&c);
}

/* ready_and_stop - the stop comes once the second has begun */

static bool
ready_and_stop(void *self, struct runner *r)
{
	struct course *c = self;

	if (place_of(c, r) == 1)
		halt_expire(c->halt);
	return ready(self, r);
}

static void
is_halted_later(void)
{
	static const enum place places[] = { HOLE, HOLE, ALIVE, NOTHING };
	struct course c;

	begin(&c, places, 1);
	stoppable(&c);
	c.race.ready = ready_and_stop;
	ok(!run(&c), "a stop while two run");
	is_told(&c, " +0 +1 -0 -1", "ends both");
	is_text(span_of(c.runners[1].why.status), "4.4.7",
	    "with what it was");
	is_number(c.runners[2].state, RUNNER_WAITING,
	    "and the third never begins");
	is_number(open_files(), c.files, "nothing is left open");
	end(&c);
}

int
main(void)
{
	for (size_t i = 0; i < sizeof(scenes) / sizeof(scenes[0]); i++)
		play(&scenes[i]);
	reasons();
	is_used();
	is_bounded();
	is_halted();
	is_halted_later();
	return tap_done();
}
