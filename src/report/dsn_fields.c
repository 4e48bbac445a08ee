/* SPDX-License-Identifier: BSD-2-Clause */
#include "report/dsn_fields.h"

#include "base/ascii.h"
#include "mail/xtext.h"
#include "os/clock.h"
#include "report/folded.h"
#include "report/record.h"

enum { BODY_MAX = FOLDED_TEXT_MAX };	/* octets of a field's body */

/* A field that is being made, in room of its own: nothing is allocated. */
struct field {
	struct str body;
	char room[BODY_MAX + 1];
};

static struct str *
begin(struct field *field)
{
	field->body = (struct str){ .at = field->room, .max = BODY_MAX,
	    .room = sizeof(field->room) };
	return &field->body;
}

static void
end(struct str *to, const char *name, const struct field *field, bool utf8)
{
	folded_add_field(to, name, str_span(&field->body), utf8);
}

struct dsn_report
dsn_report_for(struct span mta, const struct envelope *envelope)
{
	return (struct dsn_report){ .mta = mta, .envelope = envelope,
	    .utf8 = envelope->needs_smtputf8 || envelope_is_utf8(envelope) };
}

static void
add_date(struct str *to, const char *name, msec_t time)
{
	struct field field;

	clock_add_rfc5322(begin(&field), time);
	end(to, name, &field, false);
}

/* add_mta - a name of the DNS, or an address literal (RFC 3464 section
 * 2.1.2) */

static void
add_mta(struct str *to, const char *name, struct span mta, bool is_address)
{
	bool v6 = is_address && span_find(mta, ':') < mta.len;
	struct field field;
	struct str *body = begin(&field);

	str_add(body, SPAN("dns; "));
	if (is_address)
		str_add(body, v6 ? SPAN("[IPv6:") : SPAN("["));
	str_add(body, mta);
	if (is_address)
		str_add_char(body, ']');
	end(to, name, &field, false);
}

void
dsn_fields_add_message(struct str *to, const struct dsn_report *report)
{
	struct field field;

	add_mta(to, "Reporting-MTA", report->mta, false);
	xtext_decode(begin(&field), report->envelope->envid);
	end(to, "Original-Envelope-Id", &field, report->utf8);
	add_date(to, "Arrival-Date", report->envelope->arrival);
}

/*
 * add_original - as ORCPT gave it, decoded (RFC 3464 section 2.3.1). In a
 * report of US-ASCII an address of type utf-8 keeps its seven-bit form (RFC
 * 6533 section 3).
 */

static void
add_original(struct str *to, const struct dsn_report *report,
    struct span orcpt)
{
	struct field field;
	struct str *body = begin(&field);
	struct span text = orcpt, type = span_cut(&text, ';');

	if (orcpt.len == 0)
		return;
	str_add(body, type);
	str_add(body, SPAN("; "));
	if (ascii_equal(type, SPAN("utf-8")) && !report->utf8)
		str_add(body, text);
	else
		orcpt_decode(body, orcpt);
	end(to, "Original-Recipient", &field, report->utf8);
}

/* add_final - RFC 3464 section 2.3.2; where nobody was asked for, their
 * destination stands for them */

static void
add_final(struct str *to, const struct dsn_report *report,
    const struct outcome *o)
{
	const struct recipient *r = o->recipient;
	struct field field;
	struct str *body = begin(&field);

	if (r->nobody) {
		str_add(body, SPAN("x-mxput-destination; "));
		str_add(body, o->destination);
	} else {
		str_add(body, address_is_utf8(&r->address) ?
		    SPAN("utf-8; ") : SPAN("rfc822; "));
		address_add(body, &r->address, true);
	}
	end(to, "Final-Recipient", &field, report->utf8);
}

/* add_diagnosis - sections 2.3.5 and 2.3.6, behaviour 231 */

static void
add_diagnosis(struct str *to, const struct dsn_report *report,
    const struct outcome *o)
{
	const struct remote *server = record_server(o);
	const struct dsn *dsn = &o->recipient->dsn;
	struct field field;
	struct str *body = begin(&field);

	if (dsn->code != 0 && server != NULL)
		add_mta(to, "Remote-MTA", server->name,
		    span_equal(server->name, server->address));
	str_add(body, dsn->code != 0 ? SPAN("smtp; ") : SPAN("x-mxput; "));
	str_add(body, dsn->code != 0 ? dsn->reply : dsn->text);
	end(to, "Diagnostic-Code", &field, report->utf8);
}

void
dsn_fields_add_recipient(struct str *to, const struct dsn_report *report,
    const struct outcome *o)
{
	const struct recipient *r = o->recipient;

	add_original(to, report, r->orcpt);
	add_final(to, report, o);
	str_addf(to, "Action: %s\n", record_action(r));
	str_addf(to, "Status: %s\n", r->dsn.status);
	add_diagnosis(to, report, o);
	add_date(to, "Last-Attempt-Date", o->time);
	if (recipient_is_unknown(r))
		str_add(to, SPAN("X-Mxput-Unknown: yes\n"));
	if (recipient_may_be_duplicate(r))
		str_add(to, SPAN("X-Mxput-May-Be-Duplicate: yes\n"));
}
