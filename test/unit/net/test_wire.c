/* SPDX-License-Identifier: BSD-2-Clause */
#include "net/wire.h"

#include "base/mem.h"
#include "unit/halted.h"
#include "unit/tap.h"

enum { LINE_MAX_HERE = 2048, ROOM = 1 << 20, QUEUE = 65536 };

/* The other side: says what it is given, takes what it likes. */
struct fake {
	struct transport transport;	/* first: it is cast to and fro */
	struct span says;	/* not yet read; then the end */
	size_t piece;		/* octets a read, 0: all */
	size_t takes;		/* octets a write, 0: all */
	size_t in_all;		/* octets it takes before it fails */
	enum io failure;	/* with this */
	enum input input;	/* what it says to input */
	struct wait wait;	/* the last one */
	unsigned reads, writes;
	struct str took;
	bool freed;
};

static struct fake *
fake_of(struct transport *t)
{
	return (struct fake *)(void *)t;
}

static enum io
fake_receive(struct transport *t, char *room, size_t size, size_t *len,
    const struct wait *wait)
{
	struct fake *f = fake_of(t);

	f->reads++;
	f->wait = *wait;
	if (f->says.len == 0)
		return f->failure;
	*len = f->says.len < size ? f->says.len : size;
	if (f->piece > 0 && *len > f->piece)
		*len = f->piece;
	memcpy(room, f->says.at, *len);
	f->says = span_from_octet(f->says, *len);
	return IO_DONE;
}

static enum io
fake_send(struct transport *t, struct span octets, size_t *len,
    const struct wait *wait)
{
	struct fake *f = fake_of(t);

	f->writes++;
	f->wait = *wait;
	if (f->in_all == f->took.len)
		return f->failure;
	*len = octets.len;
	if (f->takes > 0 && *len > f->takes)
		*len = f->takes;
	if (*len > f->in_all - f->took.len)
		*len = f->in_all - f->took.len;
	str_add(&f->took, span_first(octets, *len));
	return IO_DONE;
}

static enum input
fake_input(struct transport *t)
{
	return fake_of(t)->input;
}

static void
fake_free(struct transport *t)
{
	fake_of(t)->freed = true;
}

static const struct transport_ops fake_ops = {
	.receive = fake_receive,
	.send = fake_send,
	.input = fake_input,
	.free = fake_free,
};

static msec_t time_now = 5000;

static msec_t
now(void)
{
	return time_now;
}

static struct wire *
begin(struct fake *f, struct span says)
{
	const struct wire_setup setup = { .transport = &f->transport,
	    .line_max = LINE_MAX_HERE };

	*f = (struct fake){ .transport = { &fake_ops }, .says = says,
	    .in_all = ROOM, .failure = IO_END };
	str_init(&f->took, ROOM);
	return wire_new(&setup);
}

static void
end(struct fake *f, struct wire **wire)
{
	wire_free(wire);
	ok(f->freed && *wire == NULL, "the wire frees its transport");
	str_clear(&f->took);
}

static enum io
hear(struct wire *wire, struct span *line)
{
	struct deadline by = deadline_in(1000);

	return wire_hear(wire, line, &by, 0);
}

/* What is heard of some input, all at once and octet by octet. */

static const struct sound {
	const char *name;
	struct span says;
	const char *lines[4];	/* then the end */
	size_t len;		/* of the first, where it holds a NUL */
} sounds[] = {
	{ "behaviour 64: CRLF ends a line", SPAN_INIT("250 ok\r\n"),
	    { "250 ok" }, 0 },
	{ "behaviour 64: a bare LF does", SPAN_INIT("250 ok\n251 ok\n"),
	    { "250 ok", "251 ok" }, 0 },
	{ "behaviour 64: all CRs before it belong to it",
	    SPAN_INIT("250 ok\r\r\r\n251\r\n"), { "250 ok", "251" }, 0 },
	{ "behaviour 65: other CRs do not", SPAN_INIT("2\r5 o\rk\r\n"),
	    { "2\r5 o\rk" }, 0 },
	{ "empty lines", SPAN_INIT("\n\r\n\r\r\nx\n"), { "", "", "", "x" },
	    0 },
	{ "behaviour 64: a line without an end is none",
	    SPAN_INIT("250 ok\r\n250 2.0.0 sto"), { "250 ok" }, 0 },
	{ "behaviour 64: nor with a CR", SPAN_INIT("250 ok\r"), { NULL }, 0 },
	{ "NUL is an octet like any other", SPAN_INIT("550 a\0b\r\n220 x\n"),
	    { "550 a\0b", "220 x" }, 7 },
	{ "nothing", SPAN_INIT(""), { NULL }, 0 },
};

static void
hear_sound(const struct sound *sound, size_t piece)
{
	struct span line = { 0 };
	struct fake f;
	struct wire *wire = begin(&f, sound->says);
	bool good = true;

	f.piece = piece;
	for (size_t i = 0; i < 4 && sound->lines[i] != NULL; i++) {
		size_t len = i == 0 && sound->len > 0 ? sound->len :
		    strlen(sound->lines[i]);

		good = good && hear(wire, &line) == IO_DONE &&
		    span_equal(line, span_from(sound->lines[i], len));
	}
	ok(good && hear(wire, &line) == IO_END, sound->name);
	end(&f, &wire);
}

/*
 * Behaviour 66, as observed: of a line 2,048 octets are used and 2,047 more
 * are skipped, a CR at the end counts; one more, and that was all that is
 * ever heard.
 */

static const struct measure {
	const char *name;
	size_t octets;		/* before the line end */
	const char *line_end;
	size_t heard;
	bool goes_on;
} measures[] = {
	{ "2,047 octets", 2047, "\r\n", 2047, true },
	{ "2,048 octets", 2048, "\r\n", 2048, true },
	{ "2,049 octets are cut", 2049, "\r\n", 2048, true },
	{ "4,094 octets and a CR are cut", 4094, "\r\n", 2048, true },
	{ "4,095 octets are cut", 4095, "\n", 2048, true },
	{ "4,095 octets and a CR are too many", 4095, "\r\n", 2048, false },
	{ "4,096 octets are too many", 4096, "\n", 2048, false },
	{ "4,095 octets, no end", 4095, "", 0, false },
	{ "4,096 octets, no end", 4096, "", 2048, false },
	{ "20,000 octets", 20000, "\r\n", 2048, false },
};

static void
take_measure(const struct measure *m, size_t piece)
{
	static char text[32768];
	struct span line = { 0 }, next = { 0 };
	struct fake f;
	struct wire *wire;
	char name[128];
	size_t len = m->octets;

	memset(text, 'x', m->octets);
	for (const char *at = m->line_end; *at != '\0'; at++)
		text[len++] = *at;
	if (m->line_end[0] != '\0') {
		memcpy(text + len, "221 x\r\n", 7);
		len += 7;
	}
	wire = begin(&f, span_from(text, len));
	f.piece = piece;
	f.input = INPUT_OCTETS;
	must(snprintf(name, sizeof(name), "behaviour 66: %s", m->name) > 0);
	ok(hear(wire, &line) == (m->heard > 0 ? IO_DONE : IO_END) &&
	    line.len == m->heard, name);
	if (m->goes_on)
		ok(hear(wire, &next) == IO_DONE &&
		    span_equal(next, SPAN("221 x")), "and the next line");
	else if (m->heard > 0)
		ok(wire_input(wire) == INPUT_END &&
		    hear(wire, &next) == IO_END, "and nothing more, ever");
	end(&f, &wire);
}

static void
input(void)
{
	struct span line;
	struct fake f;
	struct wire *wire = begin(&f, SPAN("250 a\r\n250 b\r\n"));

	f.input = INPUT_END;
	ok(wire_input(wire) == INPUT_END, "input: the transport is asked");
	must(hear(wire, &line) == IO_DONE);
	ok(wire_input(wire) == INPUT_OCTETS, "D16: what was read waits");
	must(hear(wire, &line) == IO_DONE);
	f.input = INPUT_NONE;
	ok(wire_input(wire) == INPUT_NONE, "input: none");
	f.input = INPUT_OCTETS;
	ok(wire_input(wire) == INPUT_OCTETS, "input: something");
	is_number(f.reads, 1, "nothing is read for that");
	end(&f, &wire);
}

static void
say(void)
{
	struct deadline by = deadline_in(1000);
	struct arena *arena = arena_new();
	struct dsn why = DSN_IN(arena);
	struct fake f;
	struct wire *wire = begin(&f, SPAN(""));

	ok(wire_say(wire, SPAN("MAIL"), &why) &&
	    wire_say(wire, SPAN(""), &why), "lines are queued");
	is_number(f.writes, 0, "and not sent");
	is_number((long long)wire_queued(wire), 8, "with their line ends");
	ok(!wire_say(wire, SPAN("a\rb"), &why) &&
	    !wire_say(wire, SPAN("a\n"), &why) &&
	    !wire_say(wire, SPAN("\0"), &why), "no CR, LF, NUL in a line");
	is_text(span_of(why.status), "5.5.2", "that is 5.5.2");
	is_number((long long)wire_queued(wire), 8, "and not queued");
	ok(wire_flush(wire, &by) == IO_DONE, "flushed");
	is_text(str_span(&f.took), "MAIL\r\n\r\n", "as they were said");
	is_number(f.writes, 1, "in one write");
	ok(wire_flush(wire, &by) == IO_DONE && f.writes == 1,
	    "nothing to flush, nothing written");
	end(&f, &wire);
	arena_free(&arena);
}

static void
fill_with(char *text, size_t len)
{
	for (size_t i = 0; i < len; i++)
		text[i] = (char)('a' + i % 23);
}

static void
put(void)
{
	struct deadline by = deadline_in(1000);
	char *text = mem_new(3 * QUEUE, 1);
	struct fake f;
	struct wire *wire = begin(&f, SPAN(""));

	fill_with(text, 3 * QUEUE);
	ok(wire_put(wire, span_from(text, QUEUE), &by) == IO_DONE &&
	    f.writes == 0, "as much as the queue holds is queued");
	ok(wire_put(wire, span_from(text + QUEUE, 1), &by) == IO_DONE &&
	    f.writes == 1 && wire_queued(wire) == 1, "one octet more sends");
	f.takes = 1000;
	ok(wire_put(wire, span_from(text + QUEUE + 1, 2 * QUEUE - 1), &by) ==
	    IO_DONE && wire_flush(wire, &by) == IO_DONE,
	    "a lot, of which little is taken at a time");
	is_number((long long)wire_queued(wire), 0, "all of it is gone");
	ok(span_equal(str_span(&f.took), span_from(text, 3 * QUEUE)),
	    "every octet in its place");
	end(&f, &wire);
	mem_free(&text);
}

/* Lines behind a queue that is full of content. */

static void
say_behind(void)
{
	struct deadline by = deadline_in(1000);
	char *text = mem_new(QUEUE, 1);
	struct arena *arena = arena_new();
	struct dsn why = DSN_IN(arena);
	struct fake f;
	struct wire *wire = begin(&f, SPAN(""));

	memset(text, 'x', QUEUE);
	ok(wire_put(wire, span_from(text, QUEUE), &by) == IO_DONE &&
	    wire_say(wire, SPAN("."), &why) &&
	    wire_say(wire, SPAN("QUIT"), &why) &&
	    wire_say(wire, span_from(text, WIRE_LINES - 11), &why),
	    "lines find room behind a full queue");
	ok(f.writes == 0 && wire_flush(wire, &by) == IO_DONE && f.writes == 1,
	    "and are in the same write");
	is_number((long long)f.took.len, QUEUE + WIRE_LINES, "all of them");
	must(wire_put(wire, span_from(text, QUEUE), &by) == IO_DONE &&
	    wire_say(wire, SPAN("x"), &why));
	ok(wire_put(wire, SPAN("y"), &by) == IO_DONE && f.writes == 2 &&
	    wire_queued(wire) == 1, "content behind such a line");
	end(&f, &wire);
	arena_free(&arena);
	mem_free(&text);
}

static void
fail(void)
{
	struct deadline by = deadline_in(1000);
	struct arena *arena = arena_new();
	struct dsn why = DSN_IN(arena);
	struct fake f;
	struct wire *wire = begin(&f, SPAN(""));

	f.in_all = 7;
	f.takes = 5;
	must(wire_say(wire, SPAN("0123456789"), &why));
	ok(wire_push(wire, &by) == IO_DONE && wire_queued(wire) == 7,
	    "push: one go");
	ok(wire_flush(wire, &by) == IO_END, "a write fails");
	is_number((long long)wire_queued(wire), 5, "what was not sent stays");
	f.in_all = 9;
	ok(wire_flush(wire, &by) == IO_END && wire_queued(wire) == 3,
	    "and goes on where it was");
	wire_forget(wire);
	is_number((long long)wire_queued(wire), 0, "it can be forgotten");
	f.in_all = ROOM;
	must(wire_say(wire, SPAN("next"), &why));
	ok(wire_flush(wire, &by) == IO_DONE, "then others are sent");
	is_text(str_span(&f.took), "012345678next\r\n", "without it");
	f.failure = IO_HALTED;
	f.in_all = f.took.len;
	must(wire_say(wire, SPAN("x"), &why));
	ok(wire_flush(wire, &by) == IO_HALTED, "as the transport says");
	end(&f, &wire);
	arena_free(&arena);
}

static void
put_fails(void)
{
	struct deadline by = deadline_in(1000);
	char *text = mem_new(2 * QUEUE, 1);
	struct fake f;
	struct wire *wire = begin(&f, SPAN(""));

	f.in_all = 100;
	f.failure = IO_TIMEOUT;
	ok(wire_put(wire, span_from(text, 2 * QUEUE), &by) == IO_TIMEOUT,
	    "content that is not taken");
	is_number((long long)wire_queued(wire), QUEUE - 100,
	    "what was not sent stays");
	end(&f, &wire);
	mem_free(&text);
}

/* How long, and by which rule. */

static void
deadlines(void)
{
	struct deadline each = deadline_for_each(3000), whole =
	    deadline_in(3000);
	struct arena *arena = arena_new();
	struct dsn why = DSN_IN(arena);
	struct span line;
	struct fake f;
	struct wire *wire = begin(&f, SPAN("a\nb\n"));

	f.piece = f.takes = 1;
	time_now += 2000;
	ok(wire_hear(wire, &line, &each, 42) == IO_DONE &&
	    f.wait.grace == 42 && f.wait.by.at == time_now + 3000,
	    "behaviour 216: begins anew with every read");
	must(wire_say(wire, SPAN("x"), &why));
	time_now += 2000;
	ok(wire_flush(wire, &each) == IO_DONE && f.wait.grace == 0 &&
	    f.wait.by.at == time_now + 3000,
	    "behaviour 216: and with every write");
	ok(f.wait.halt == NULL && f.writes == 3, "three of them");
	time_now += 2999;
	f.failure = IO_DONE;
	must(wire_say(wire, SPAN("x"), &why));
	ok(wire_flush(wire, &each) == IO_DONE, "as long as each is in time");
	ok(wire_hear(wire, &line, &whole, 0) == IO_TIMEOUT && f.reads == 2,
	    "D13: nothing is read once a deadline has passed");
	must(wire_say(wire, SPAN("x"), &why));
	ok(wire_flush(wire, &whole) == IO_TIMEOUT && f.writes == 6,
	    "D13: nor written");
	end(&f, &wire);
	arena_free(&arena);
}

/* A pause is over after its time, or when the run must stop. */

static void
pauses(void)
{
	struct arena *arena = arena_new();
	struct dsn why = DSN_IN(arena);
	struct fake f = { .transport = { &fake_ops }, .says = SPAN("a\n") };
	struct wire_setup setup = { .transport = &f.transport,
	    .line_max = LINE_MAX_HERE };
	struct span line;
	struct halt *halt;
	struct wire *wire;

	must(halt_new(&halt, &why));
	setup.halt = halt;
	wire = wire_new(&setup);
	ok(wire_pause(wire, 1) == IO_TIMEOUT, "a pause is over in its time");
	halted_by(halt, SIGTERM);
	ok(wire_pause(wire, 600000) == IO_HALTED,
	    "or when the run must stop");
	must(hear(wire, &line) == IO_DONE);
	ok(f.wait.halt == halt, "which the transport watches too");
	end(&f, &wire);
	halt_free(&halt);
	arena_free(&arena);
}

/* What is told at -vvv: octets that went, whatever became of the rest. */

static void
note(void *self, const struct event *event)
{
	str_addf(self, "%s %ld ", event_shapes[event->kind].name,
	    event->number);
}

static void
events(void)
{
	struct arena *arena = arena_new();
	struct dsn why = DSN_IN(arena);
	struct str told;
	const struct listener listener = { .take = note, .self = &told,
	    .level = 3 };
	struct fake f = { .transport = { &fake_ops }, .says = SPAN("ab\n"),
	    .in_all = 5, .takes = 4, .failure = IO_END };
	struct wire_setup setup = { .transport = &f.transport,
	    .line_max = LINE_MAX_HERE, .teller = { trace_new(), 0, false } };
	struct deadline by = deadline_in(1000);
	struct wire *wire = wire_new(&setup);
	struct span line;

	str_init(&told, 1000);
	str_init(&f.took, 1000);
	trace_listen(setup.teller.trace, &listener);
	must(hear(wire, &line) == IO_DONE && hear(wire, &line) == IO_END);
	must(wire_say(wire, SPAN("12345678"), &why));
	must(wire_flush(wire, &by) == IO_END);
	is_text(str_span(&told), "octets-read 3 octets-sent 4 octets-sent 1 ",
	    "octets are told as they go");
	wire_forget(wire);
	f.in_all = 1000;
	str_reset(&told);
	ok(wire_send_hidden(wire, SPAN("s3cret"), &by) == IO_DONE,
	    "D11: a line that is a secret");
	is_text(str_span(&f.took), "12345s3cret\r\n", "D11: goes whole");
	is_text(str_span(&told), "", "D11: and not even its length is told");
	f.in_all = f.took.len + 3;
	ok(wire_send_hidden(wire, SPAN("s3cret"), &by) == IO_END &&
	    wire_queued(wire) == 0, "D11: nothing stays of one that does not");
	must(wire_say(wire, SPAN("12345678"), &why));
	f.in_all = 1000;
	must(wire_flush(wire, &by) == IO_DONE);
	is_text(str_span(&told), "octets-sent 4 octets-sent 4 octets-sent 2 ",
	    "what comes after it is told again");
	end(&f, &wire);
	trace_free(&setup.teller.trace);
	str_clear(&told);
	arena_free(&arena);
}

/* From one transport to the one over it (behaviour 127). */

static void
replace(void)
{
	struct fake f, above = { .transport = { &fake_ops },
	    .says = SPAN("250 inside\r\n"), .in_all = ROOM,
	    .failure = IO_END };
	struct wire *wire = begin(&f, SPAN("220 go\r\n250 injected\r\n"));
	struct transport *below;
	struct span line;

	str_init(&above.took, ROOM);
	must(hear(wire, &line) == IO_DONE);
	is_number(wire_release(wire, &below), 14, "behaviour 127: what was "
	    "read and not heard is counted, and gone");
	ok(below == &f.transport && !f.freed, "the transport is the caller's");
	wire_secure(wire, &above.transport);
	ok(wire_transport(wire) == &above.transport, "until it brings another");
	must(hear(wire, &line) == IO_DONE);
	is_text(line, "250 inside", "which is heard from here on");
	wire_free(&wire);
	ok(above.freed && !f.freed, "and which the wire frees");
	str_clear(&above.took);
	str_clear(&f.took);
}

/* A wire whose transport did not come back. */

static void
lose(void)
{
	struct fake f;
	struct wire *wire = begin(&f, SPAN(""));
	struct transport *below;

	is_number(wire_release(wire, &below), 0, "nothing was read");
	wire_free(&wire);
	ok(wire == NULL && !f.freed, "it can be freed all the same");
	str_clear(&f.took);
}

int
main(void)
{
	clock_replace(now);
	for (size_t i = 0; i < sizeof(sounds) / sizeof(sounds[0]); i++) {
		hear_sound(&sounds[i], 0);
		hear_sound(&sounds[i], 1);
	}
	for (size_t i = 0; i < sizeof(measures) / sizeof(measures[0]); i++) {
		take_measure(&measures[i], 0);
		take_measure(&measures[i], 1000);
	}
	input();
	say();
	put();
	say_behind();
	fail();
	put_fails();
	deadlines();
	events();
	replace();
	lose();
	clock_replace(NULL);
	pauses();
	return tap_done();
}
