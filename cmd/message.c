/* SPDX-License-Identifier: BSD-2-Clause */
#include "cmd/message.h"

#include <sysexits.h>
#include <unistd.h>

#include "base/str.h"
#include "message/header.h"

enum { HEADER_MAX = 1024 * 1024 };	/* octets that are looked at */

/* Sees the message on its way. */
struct reading {
	struct survey *survey;
	struct str header;	/* and some of the body behind it */
};

static void
read_piece(void *self, struct span piece)
{
	struct reading *reading = self;
	size_t left = HEADER_MAX - reading->header.len;

	if (!reading->survey->in_body)
		str_add(&reading->header, piece.len > left ?
		    span_first(piece, left) : piece);
	survey_feed(reading->survey, piece);
}

static bool
declares_8bit(const struct reading *reading)
{
	struct span header = str_span(&reading->header);

	if (header.len > reading->survey->header_octets)
		header.len = (size_t)reading->survey->header_octets;
	return header_declares_8bit(header);
}

int
message_read(const char *path, struct message *message, struct dsn *why)
{
	struct reading reading = { .survey = &message->survey };
	bool good;

	*message = (struct message){ 0 };
	str_init(&reading.header, HEADER_MAX);
	good = source_read(path, STDIN_FILENO, read_piece, &reading,
	    &message->source, why);
	if (good) {
		survey_end(&message->survey);
		message->declares_8bit = declares_8bit(&reading);
	}
	str_clear(&reading.header);
	if (!good)
		return EX_NOINPUT;
	if (source_size(message->source) > 0)
		return EX_OK;
	dsn_fail(why, "5.6.0", "the message (%s) is empty",
	    path == NULL ? "standard input" : path);
	return EX_DATAERR;
}

void
message_clear(struct message *message)
{
	source_free(&message->source);
}

static bool
needs_smtputf8(const struct message *message, const struct envelope *envelope)
{
	if (message->survey.has_8bit_header ||
	    address_is_utf8(&envelope->sender))
		return true;
	for (size_t i = 0; i < envelope->recipients.len; i++)
		if (address_is_utf8(&envelope->recipients.at[i].address))
			return true;
	return false;
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
	envelope->needs_smtputf8 = needs_smtputf8(message, envelope);
	envelope->smtputf8 |= envelope->needs_smtputf8;
	return true;
}
