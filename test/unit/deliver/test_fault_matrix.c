/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The fault matrix: one fault of a server at each place of a conversation,
 * then another host or none; and what is reported is compared with what the
 * servers did (deviations D1, D2, D3, D16; behaviours 206 to 213, 215). No
 * outcome is written down here, only what must hold in every cell.
 */
#include <stdlib.h>

#include "unit/deliver/matrix.h"
#include "unit/tap.h"

enum { LONG_LINES = 340 };	/* of 902 octets: two chunks */

/* What the message is made of, as given and as it is to arrive. */

static void
write_line(struct text *text, int fd, struct span line)
{
	must(write(fd, line.at, line.len) == (ssize_t)line.len &&
	    write(fd, "\n", 1) == 1);
	str_add(&text->wire, line);
	str_add(&text->wire, SPAN("\r\n"));
}

static void
read_survey(void *self, struct span piece)
{
	survey_feed(self, piece);
}

static void
text_init(struct text *text, struct arena *arena, size_t lines)
{
	char path[] = "/tmp/fault-matrix.XXXXXX", filler[900];
	struct dsn why = DSN_IN(arena);
	int fd = mkstemp(path);

	must(fd >= 0);
	str_init(&text->wire, FAULTY_MAX);
	memset(filler, 'x', sizeof(filler));
	write_line(text, fd, SPAN("Subject: hello"));
	write_line(text, fd, SPAN(""));
	write_line(text, fd, SPAN("."));
	write_line(text, fd, SPAN("QUIT"));
	for (size_t i = 0; i < lines; i++)
		write_line(text, fd, span_from(filler, sizeof(filler)));
	must(lseek(fd, 0, SEEK_SET) == 0);
	must(source_read(&(const struct source_input){ .fd = fd,
	    .reader = read_survey, .self = &text->survey }, &text->source,
	    &why));
	survey_end(&text->survey);
	unlink(path);
	close(fd);
}

/* is_played - there is such a place, and the fault is possible there */

static bool
is_played(const struct cell *c)
{
	const bool is_long = c->at == AT_BODY || c->at == AT_FIRST_CHUNK;

	if (!c->lmtp && (c->at == AT_SECOND_END || c->at == AT_LAST_END))
		return false;
	if ((c->chunking == AT_ONCE && (!c->pipelining || is_long)) ||
	    (c->at == AT_DATA && c->chunking != WITH_DATA) ||
	    (c->at == AT_FIRST_CHUNK && c->chunking != WITH_CHUNKS))
		return false;
	if (c->in_bits && (is_long || c->at == AT_LAST_OCTET))
		return false;
	return c->fault != TOO_EARLY || (c->at != AT_GREETING &&
	    c->at != AT_SECOND_END && c->at != AT_LAST_END);
}

static void
set_params(struct params *params, const struct cell *cell)
{
	static const enum chunking chunking[] = { CHUNKING_NO, CHUNKING_YES,
	    CHUNKING_AUTO };

	params->protocol = cell->lmtp ? PROTOCOL_LMTP : PROTOCOL_SMTP;
	params->skip_quit_response = !cell->lmtp;
	params->use_chunking = chunking[cell->chunking];
}

static void
prepare(struct play *p)
{
	struct trial *t = &p->m->t;
	const size_t long_one = p->cell.at == AT_BODY ||
	    p->cell.at == AT_FIRST_CHUNK;
	const struct text *text = &p->m->text[long_one];
	struct batch batch = { p->m->batch, FAULTY_RECIPIENTS };

	set_params(&t->params, &p->cell);
	t->told_len = 0;
	for (size_t i = 0; i < batch.len; i++) {
		struct recipient *r = batch.at[i];

		*r = (struct recipient){ .given = r->given,
		    .address = r->address, .number = r->number };
	}
	p->candidate = (struct candidate){ .host = SPAN("mx.test"),
	    .address = SPAN("192.0.2.1") };
	p->d = (struct delivery){ .run = &t->run, .arena = arena_new(),
	    .letter = { .envelope = &t->envelope, .source = text->source,
		.survey = &text->survey, .batch = batch },
	    .began = clock_now(), .teller = { .trace = t->trace },
	    .open = batch.len, .offered = batch };
	p->d.records = arena_get(p->d.arena, batch.len,
	    sizeof(*p->d.records));
}

static void
visit(struct play *p, struct faulty *host, const struct cell *cell)
{
	const size_t long_one = p->cell.at == AT_BODY ||
	    p->cell.at == AT_FIRST_CHUNK;
	struct entrant e = { .candidate = &p->candidate,
	    .teller = p->d.teller,
	    .visit = arena_get(p->d.arena, 1, sizeof(*e.visit)) };

	e.visit->remote = (struct remote){ p->candidate.host,
	    p->candidate.address, 25 };
	e.visit->protocol = protocol_name(p->m->t.params.protocol);
	faulty_init(host, cell, str_span(&p->m->text[long_one].wire));
	attempt_talk(&p->d, &e, &host->transport);
}

/* conclude - nobody is left to ask */

static void
conclude(struct play *p)
{
	for (size_t i = 0; i < FAULTY_RECIPIENTS; i++) {
		struct recipient *r = p->m->batch[i];

		if (!recipient_is_open(r))
			continue;
		recipient_give_up(r);
		outcome_settled(&p->d, r);
	}
}

static void
ask_next(struct play *p)
{
	struct cell cell = p->cell;

	cell.fault = NO_FAULT;
	cell.custom = p->next == NEXT_TAKES ? TAKES_ALL : REFUSES_ALL;
	visit(p, &p->host[1], &cell);
	must_hold(p, !p->host[1].damaged, 0, "not the message, elsewhere");
}

/* play - one cell; counted is where it belongs, if the fault came about */

static void
play(struct matrix *m, const struct cell *cell, enum next next)
{
	struct play p = { .m = m, .cell = *cell, .next = next };
	bool any = false;

	prepare(&p);
	visit(&p, &p.host[0], cell);
	for (size_t i = 0; i < FAULTY_RECIPIENTS; i++) {
		p.doubt[i] = m->batch[i]->was_in_doubt;
		p.open[i] = recipient_is_open(m->batch[i]);
		any = any || p.open[i];
	}
	judge_first(&p);
	if (any && next != NEXT_NONE)
		ask_next(&p);
	conclude(&p);
	for (size_t i = 0; i < FAULTY_RECIPIENTS; i++)
		judge_last(&p, i);
	m->cells[cell->at][cell->lmtp] += p.host[0].struck ||
	    p.host[0].early;
	m->wrong[cell->at][cell->lmtp] += p.wrong;
	faulty_clear(&p.host[0]);
	faulty_clear(&p.host[1]);
	arena_free(&p.d.arena);
}

/* play_ways - one fault at one place, in every way to send a message */

static void
play_ways(struct matrix *m, struct cell cell)
{
	for (unsigned way = 0; way < 12; way++) {
		cell.pipelining = way % 2 != 0;
		cell.in_bits = way / 2 % 2 != 0;
		cell.chunking = (enum chunking_cell)(way / 4);
		if (!is_played(&cell))
			continue;
		play(m, &cell, NEXT_TAKES);
		if (cell.in_bits)
			continue;
		play(m, &cell, NEXT_NONE);
		play(m, &cell, NEXT_REFUSES);
	}
}

static void
play_place(struct matrix *m, bool lmtp, enum place at)
{
	struct cell cell = { .lmtp = lmtp, .at = at };

	for (int fault = CLOSES; fault < FAULTS; fault++)
		for (int custom = 0; custom < CUSTOMS; custom++) {
			cell.fault = (enum fault)fault;
			cell.custom = (enum custom)custom;
			play_ways(m, cell);
		}
}

static void
report(struct matrix *m, bool lmtp, enum place at)
{
	char name[200];

	if (!lmtp && (at == AT_SECOND_END || at == AT_LAST_END))
		return;
	snprintf(name, sizeof(name), "D1, D2, D3, D16: %s, a fault at %s",
	    lmtp ? "LMTP" : "SMTP", place_names[at]);
	ok(m->cells[at][lmtp] > 0 && m->wrong[at][lmtp] == 0, name);
	printf("# %u cells, %u wrong\n%s", m->cells[at][lmtp],
	    m->wrong[at][lmtp], str_chars(&m->shown));
	str_reset(&m->shown);
}

static void
begin(struct matrix *m)
{
	static const struct zone_row nothing[] = { { .name = NULL } };
	const struct trial_setup setup = { .rows = nothing,
	    .settings = "mxput_xforward_name = client.test\n"
		"mxput_xforward_addr = 192.0.2.9\n"
		"mxput_xforward_helo = client.test\n"
		"smtp_per_request_deadline = yes\n",
	    .recipients = "r0@x.test r1@x.test r2@x.test" };

	clock_replace(faulty_now);
	trial_open(&m->t, &setup);
	m->t.params.send_xforward_command = true;
	for (size_t i = 0; i < FAULTY_RECIPIENTS; i++)
		m->batch[i] = &m->t.envelope.recipients.at[i];
	text_init(&m->text[0], m->t.arena, 0);
	text_init(&m->text[1], m->t.arena, LONG_LINES);
	str_init(&m->shown, FAULTY_MAX);
}

static void
end(struct matrix *m)
{
	for (size_t i = 0; i < 2; i++) {
		source_free(&m->text[i].source);
		str_clear(&m->text[i].wire);
	}
	str_clear(&m->shown);
	trial_close(&m->t);
	clock_replace(NULL);
}

int
main(void)
{
	static struct matrix m;
	unsigned cells = 0;

	begin(&m);
	for (int lmtp = 0; lmtp < 2; lmtp++)
		for (int at = 0; at < PLACES; at++) {
			play_place(&m, lmtp != 0, (enum place)at);
			report(&m, lmtp != 0, (enum place)at);
			cells += m.cells[at][lmtp];
		}
	end(&m);
	printf("# %u cells\n", cells);
	return tap_done();
}
