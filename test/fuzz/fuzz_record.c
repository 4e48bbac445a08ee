/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Whatever a server said and a user wrote, a result is one line without
 * control characters, in JSON it is one object that no reader takes for two,
 * and in Postfix's form nothing adds a word to what stands before to=.
 */
#include <stdint.h>
#include <stdlib.h>

#include "base/mem.h"
#include "report/maillog.h"
#include "report/record.h"
#include "unit/report/well_formed.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
check(bool holds)
{
	if (!holds)
		abort();
}

static void
check_text(struct span line)
{
	check(utf8_is_valid(line));
	for (size_t i = 0; i < line.len; i++)
		check((unsigned char)line.at[i] >= 0x20 &&
		    line.at[i] != 0x7f);
}

/* check_maillog - there are two blanks before a day of one digit */

static void
check_maillog(struct str *line, const struct outcome *outcome,
    struct span name)
{
	struct maillog m = { .host = name, .program = name, .service = "smtp",
	    .decimals = 2, .quote = true };
	struct span rest;
	unsigned blanks = 0;

	str_reset(line);
	maillog_add(line, &m, outcome);
	check(!line->full);
	check_text(str_span(line));
	rest = str_span(line);
	for (; rest.len > 0 && !span_starts(rest, SPAN(": to=<"));
	    rest = span_from_octet(rest, 1))
		blanks += rest.at[0] == ' ';
	check(rest.len > 0 && (blanks == 5 || blanks == 6));
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct span text = span_from((const char *)data, size);
	struct visit visit = { .opened = size % 2 == 0, .protocol = "smtp" };
	struct recipient r = { .fate = FATE_BOUNCED, .dsn = {
	    .status = "5.1.1", .code = 550 } };
	struct attempt attempt = { .visit = &visit };
	struct outcome outcome = { .recipient = &r, .visit = &visit,
	    .protocol = "smtp", .attempts = &attempt };
	struct str line;

	r.given = span_cut(&text, '\n');
	r.orcpt = span_cut(&text, '\n');
	visit.remote.name = span_cut(&text, '\n');
	visit.remote.address = span_cut(&text, '\n');
	r.dsn.text = span_cut(&text, '\n');
	r.dsn.reply = outcome.destination = text;
	attempt.dsn = r.dsn;

	str_init(&line, RECORD_MAX);
	record_add_text(&line, &outcome);
	check(!line.full);
	check_text(str_span(&line));
	str_reset(&line);
	record_add_json(&line, &outcome);
	check(!line.full && is_one_object(str_span(&line)));
	check_text(str_span(&line));
	r.address = (struct address){ r.given, outcome.destination };
	if (size < RECORD_SHORT_MAX / 8)
		check_maillog(&line, &outcome, visit.remote.name);
	str_clear(&line);
	return 0;
}
