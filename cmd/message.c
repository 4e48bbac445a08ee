/* SPDX-License-Identifier: BSD-2-Clause */
#include "cmd/message.h"

#include <sysexits.h>
#include <unistd.h>

#include "base/mem.h"
#include "message/header.h"
#include "message/pick.h"

enum {
	HEADER_MAX = 1024 * 1024,	/* octets that are looked at */
	DELIVERED_TO_MAX = 1000 * 100,	/* and of these fields (behaviour 5) */
};

static const char *const hidden[] = { "Bcc", "Resent-Bcc", NULL };

static const char *const addressing[] = { "To", "Cc", "Bcc", "Resent-To",
    "Resent-Cc", "Resent-Bcc", NULL };

/* Sees the message on its way. */
struct reading {
	struct message *message;
	struct pick sent;	/* what is sent of it */
	struct pick addresses;
	struct str header;	/* that is sent, and some of the body */
};

/* see_sent - the sink of what is sent */

static bool
see_sent(void *self, struct span piece, struct dsn *why)
{
	struct reading *reading = self;
	struct survey *survey = &reading->message->survey;
	size_t left = HEADER_MAX - reading->header.len;

	(void)why;
	if (!survey->in_body)
		str_add(&reading->header, piece.len > left ?
		    span_first(piece, left) : piece);
	survey_feed(survey, piece);
	return true;
}

static bool
see_addresses(void *self, struct span piece, struct dsn *why)
{
	struct reading *reading = self;

	(void)why;
	str_add(&reading->message->addresses, piece);
	return true;
}

static void
begin(struct reading *reading, const struct message_setup *setup,
    struct message *message)
{
	*message = (struct message){ .omit = setup->hide_bcc ? hidden :
	    NULL };
	str_init(&message->addresses, MESSAGE_ADDRESSES_MAX);
	str_init(&message->delivered_to, DELIVERED_TO_MAX);
	*reading = (struct reading){ .message = message,
	    .sent = { .names = hidden, .leave_out = true, .sink = see_sent,
		.place = setup->hide_bcc ? PICK_LINE : PICK_BODY },
	    .addresses = { .names = addressing, .sink = see_addresses,
		.place = setup->keep_addresses ? PICK_LINE : PICK_BODY } };
	reading->sent.self = reading->addresses.self = reading;
	str_init(&reading->header, HEADER_MAX);
}

/* The sinks refuse nothing. */

static void
read_piece(void *self, struct span piece)
{
	struct reading *reading = self;
	struct dsn why = { 0 };

	must(pick_feed(&reading->sent, piece, &why));
	must(pick_feed(&reading->addresses, piece, &why));
}

static void
look_for_loops(struct span header, struct str *to)
{
	struct header_field field;

	while (header_find(&header, SPAN("Delivered-To"), &field)) {
		str_add(to, span_trim(field.body));
		str_add_char(to, '\n');
	}
}

static void
look_at_header(const struct reading *reading)
{
	struct message *message = reading->message;
	struct span header = str_span(&reading->header);

	if (header.len > message->survey.header_octets)
		header.len = (size_t)message->survey.header_octets;
	message->declares_8bit = header_declares_8bit(header);
	/* What is beyond the part that was looked at may be UTF-8. */
	message->is_utf8 = header_is_utf8(header) ||
	    (message->survey.has_8bit_header && header.len == HEADER_MAX);
	message->waives_tls = header_waives_tls(header);
	message->wants_requiretls = header_wants_requiretls(header);
	look_for_loops(header, &message->delivered_to);
}

static void
finish(struct reading *reading)
{
	struct dsn why = { 0 };

	must(pick_end(&reading->sent, &why));
	must(pick_end(&reading->addresses, &why));
	survey_end(&reading->message->survey);
	look_at_header(reading);
}

/* check - there is something to send */

static bool
check(const struct message *message, const char *path, struct dsn *why)
{
	const char *name = path == NULL ? "standard input" : path;

	if (message->addresses.full)
		return dsn_fail(why, "5.6.0", "the message (%s) has more than "
		    "%d octets of addresses in its header", name,
		    MESSAGE_ADDRESSES_MAX);
	if (message->survey.octets > 0)
		return true;
	return dsn_fail(why, "5.6.0", "the message (%s) is empty%s", name,
	    source_size(message->source) == 0 ? "" : " but for Bcc fields");
}

int
message_read(const struct message_setup *setup, struct message *message,
    struct dsn *why)
{
	struct reading reading;
	const struct source_input input = { .path = setup->path,
	    .fd = STDIN_FILENO, .by = setup->by, .reader = read_piece,
	    .self = &reading };
	bool good;

	begin(&reading, setup, message);
	good = source_read(&input, &message->source, why);
	if (good)
		finish(&reading);
	str_clear(&reading.header);
	if (!good)
		return span_equal(span_of(why->status), SPAN("4.4.7")) ?
		    EX_TEMPFAIL : EX_NOINPUT;
	return check(message, setup->path, why) ? EX_OK : EX_DATAERR;
}

void
message_clear(struct message *message)
{
	source_free(&message->source);
	str_clear(&message->addresses);
	str_clear(&message->delivered_to);
}

bool
message_declare(const struct message *message, struct envelope *envelope,
    struct dsn *why)
{
	bool is_8bit = message->survey.has_8bit || message->declares_8bit;

	if (is_8bit && envelope->body == BODY_7BIT)
		return dsn_fail(why, "5.6.0", "--body=7bit, but the message "
		    "%s", message->survey.has_8bit ? "holds 8-bit octets" :
		    "header declares 8bit content");
	if (is_8bit)
		envelope->body = BODY_8BITMIME;
	envelope->waives_tls = message->waives_tls;
	envelope->utf8_header = message->is_utf8;
	envelope->needs_smtputf8 = message->is_utf8 ||
	    envelope_is_utf8(envelope);
	envelope->smtputf8 |= envelope->needs_smtputf8;
	return true;
}
