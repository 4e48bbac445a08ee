/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Whatever servers and users say, a delivery status has the fields that it
 * should have, each once and in order, in lines of a good length without
 * controls, and in US-ASCII where it must be.
 */
#include <stdint.h>
#include <stdlib.h>

#include "base/utf8.h"
#include "mail/xtext.h"
#include "report/dsn_fields.h"
#include "report/folded.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
check(bool holds)
{
	if (!holds)
		abort();
}

static void
check_characters(struct span line, bool utf8)
{
	check(utf8_is_valid(line));
	for (size_t i = 0; i < line.len; i++) {
		unsigned char c = (unsigned char)line.at[i];

		check(c >= 0x20 && c != 0x7f && (utf8 || c < 0x80));
	}
}

/* next_name - of the field at the front of *rest, which goes on behind it;
 * empty at the end */

static struct span
next_name(struct span *rest, bool utf8)
{
	struct span line, name = { 0 };

	do {
		line = span_cut(rest, '\n');
		check(line.len <= FOLDED_LINE_MAX);
		check_characters(line, utf8);
		check(span_trim(line).len > 0 || line.at == NULL);
		if (name.at == NULL)
			name = span_first(line, span_find(line, ':'));
	} while (rest->len > 0 && rest->at[0] == ' ');
	return name;
}

static void
check_names(struct span text, const char *const *names, bool utf8)
{
	for (; *names != NULL; names++)
		check(text.len > 0 && span_equal(next_name(&text, utf8),
		    span_of(*names)));
	check(text.len == 0);
}

/* check_message - ENVID is good xtext, or has no field */

static void
check_message(const struct dsn_report *report, bool has_envid)
{
	static const char *const with[] = { "Reporting-MTA",
	    "Original-Envelope-Id", "Arrival-Date", NULL };
	static const char *const without[] = { "Reporting-MTA",
	    "Arrival-Date", NULL };
	struct str to;

	str_init(&to, 100000);
	dsn_fields_add_message(&to, report);
	check(!to.full);
	check_names(str_span(&to), has_envid ? with : without, report->utf8);
	str_clear(&to);
}

static void
check_recipient(const struct dsn_report *report,
    const struct outcome *outcome)
{
	static const char *const with[] = { "Original-Recipient",
	    "Final-Recipient", "Action", "Status", "Remote-MTA",
	    "Diagnostic-Code", "Last-Attempt-Date", NULL };
	bool has_original = outcome->recipient->orcpt.len > 0;
	struct str to;

	str_init(&to, 100000);
	dsn_fields_add_recipient(&to, report, outcome);
	check(!to.full);
	check_names(str_span(&to), has_original ? with : with + 1,
	    report->utf8);
	str_clear(&to);
}

/* text - up to the next NUL, not longer than it can be */

static struct span
text(struct span *rest, size_t max)
{
	struct span s = span_cut(rest, '\0');

	return s.len > max ? span_first(s, max) : s;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct span rest = span_from((const char *)data, size);
	bool utf8 = size > 0 && (data[0] & 1) != 0;
	struct envelope envelope = { .envid = text(&rest, 100) };
	struct dsn_report report = { .mta = SPAN("h.test"),
	    .envelope = &envelope, .utf8 = utf8 };
	struct recipient r = { .fate = FATE_BOUNCED, .dsn = {
	    .status = "5.0.0", .code = 550, .reply = text(&rest, 2048) } };
	struct visit visit = { .opened = true, .remote = {
	    .name = text(&rest, 255) } };
	struct outcome outcome = { .recipient = &r, .visit = &visit };
	struct str plain;

	r.orcpt = text(&rest, 500);
	r.address.local = text(&rest, 500);
	r.address.domain = text(&rest, 500);
	str_init(&plain, 1000);
	check_message(&report, xtext_decode(&plain, envelope.envid) &&
	    span_trim(str_span(&plain)).len > 0);
	check_recipient(&report, &outcome);
	str_clear(&plain);
	return 0;
}
