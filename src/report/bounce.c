/* SPDX-License-Identifier: BSD-2-Clause */
#include "report/bounce.h"

#include <stdint.h>

#include "os/clock.h"
#include "report/folded.h"
#include "report/returned.h"

enum {
	PIECE_MAX = 64 * 1024,	/* octets about one recipient */
	BOUNDARY_MAX = 70,	/* RFC 2046 section 5.1.1 */
};

/* What a recipient's fate is to the sender; the worst one first. */
enum topic {
	TOPIC_FAILED,
	TOPIC_UNKNOWN,
	TOPIC_DELAYED,
	TOPIC_RELAYED,
	TOPIC_DELIVERED,
	TOPICS,			/* nothing to tell */
};

static const struct {
	const char *subject;
	const char *text;
} topics[] = {
	[TOPIC_FAILED] = { "Your message could not be delivered",
	    "It could not be delivered, and will not be, to:" },
	[TOPIC_UNKNOWN] = { "Your message may not have been delivered",
	    "Nobody knows whether it was delivered to the following; if it is "
	    "sent\nagain they may get it twice:" },
	[TOPIC_DELAYED] = { "Your message is delayed",
	    "It is not yet delivered to:" },
	[TOPIC_RELAYED] = { "Your message was passed on",
	    "It was passed on to a server that does not report deliveries, "
	    "for:" },
	[TOPIC_DELIVERED] = { "Your message was delivered",
	    "It was delivered to:" },
};

/* A report while it is written. */
struct writing {
	const struct bounce *bounce;
	FILE *out;
	enum topic worst;
	bool whole;		/* all of the message comes back */
	bool returns;		/* something of it does */
	struct returned returned;
	struct str boundary;
	struct str piece;
};

/* wishes - no NOTIFY is as good as failure and delay, and never is neither
 * (RFC 3461 section 4.1) */

static bool
wishes(const struct recipient *r, unsigned what)
{
	return r->notify == 0 || (r->notify & what) != 0;
}

static enum topic
topic_of(const struct recipient *r)
{
	if (r->nobody)
		return TOPICS;
	if (r->fate == FATE_BOUNCED && wishes(r, NOTIFY_FAILURE))
		return TOPIC_FAILED;
	if (r->fate == FATE_DEFERRED && wishes(r, NOTIFY_DELAY))
		return recipient_is_unknown(r) ? TOPIC_UNKNOWN :
		    TOPIC_DELAYED;
	if (r->fate == FATE_SENT && !r->dsn.reports &&
	    (r->notify & NOTIFY_SUCCESS) != 0)
		return r->dsn.final ? TOPIC_DELIVERED : TOPIC_RELAYED;
	return TOPICS;
}

static enum topic
worst_of(const struct bounce *bounce)
{
	enum topic worst = TOPICS, topic;

	for (size_t i = 0; i < bounce->len; i++) {
		topic = topic_of(bounce->outcomes[i]->recipient);
		if (topic < worst)
			worst = topic;
	}
	return worst;
}

bool
bounce_is_due(const struct bounce *bounce)
{
	return !address_is_null(&bounce->report.envelope->sender) &&
	    worst_of(bounce) != TOPICS;
}

/* flush - the piece is on its way, and empty again */

static void
flush(struct writing *w)
{
	fwrite(str_chars(&w->piece), 1, w->piece.len, w->out);
	str_reset(&w->piece);
}

/* The header ---------------------------------------------------------------*/

static bool
has_8bit(const struct writing *w)
{
	const struct survey *survey = w->bounce->survey;

	return w->returns && (w->whole ? survey->has_8bit :
	    survey->has_8bit_header);
}

static void
add_encoding(struct str *to, bool is_8bit)
{
	str_addf(to, "Content-Transfer-Encoding: %s\n",
	    is_8bit ? "8bit" : "7bit");
}

static void
add_recipient_of_report(struct writing *w)
{
	const struct dsn_report *report = &w->bounce->report;
	struct str address;

	str_init(&address, ADDRESS_QUOTED_MAX + 2);
	str_add_char(&address, '<');
	address_add(&address, &report->envelope->sender, true);
	str_add_char(&address, '>');
	folded_add_field(&w->piece, "To", str_span(&address), report->utf8);
	str_clear(&address);
}

/* write_header - Auto-Submitted: RFC 3834 section 5 */

static void
write_header(struct writing *w)
{
	const struct bounce *b = w->bounce;
	const struct span mta = b->report.mta;
	struct str *to = &w->piece;

	str_addf(to, "From: Mail Delivery <MAILER-DAEMON@%.*s>\n",
	    SPAN_ARG(mta));
	add_recipient_of_report(w);
	str_addf(to, "Subject: %s\nDate: ", topics[w->worst].subject);
	clock_add_rfc5322(to, b->now);
	str_addf(to, "\nMessage-ID: <%.*s@%.*s>\n", SPAN_ARG(b->id),
	    SPAN_ARG(mta));
	str_add(to, SPAN("Auto-Submitted: auto-replied\n"
	    "MIME-Version: 1.0\n"));
	add_encoding(to, b->report.utf8 || has_8bit(w));
	str_addf(to, "Content-Type: multipart/report;\n"
	    "\treport-type=%sdelivery-status;\n\tboundary=\"%s\"\n\n",
	    b->report.utf8 ? "global-" : "", str_chars(&w->boundary));
	flush(w);
}

/* begin_part - the line end before a boundary belongs to it, so there is an
 * empty line (RFC 2046 section 5.1.1) */

static void
begin_part(struct writing *w, const char *type, const char *description,
    bool is_8bit)
{
	str_addf(&w->piece, "\n--%s\nContent-Type: %s\n"
	    "Content-Description: %s\n", str_chars(&w->boundary), type,
	    description);
	add_encoding(&w->piece, is_8bit);
	str_add_char(&w->piece, '\n');
	flush(w);
}

/* The parts ----------------------------------------------------------------*/

static void
explain_one(struct writing *w, const struct recipient *r)
{
	const bool utf8 = w->bounce->report.utf8;
	const struct folding name = { .column = 2, .indent = "   ",
	    .utf8 = utf8 }, text = { .column = 6, .indent = "     ",
	    .utf8 = utf8 };

	str_add(&w->piece, SPAN("\n  "));
	folded_add(&w->piece, &name, r->given);
	str_add(&w->piece, SPAN("\n      "));
	folded_add(&w->piece, &text, r->dsn.text);
	str_add_char(&w->piece, '\n');
	flush(w);
}

static void
explain_topic(struct writing *w, enum topic topic)
{
	const struct bounce *b = w->bounce;
	bool first = true;

	for (size_t i = 0; i < b->len; i++) {
		const struct recipient *r = b->outcomes[i]->recipient;

		if (topic_of(r) != topic)
			continue;
		if (first)
			str_addf(&w->piece, "\n%s\n", topics[topic].text);
		first = false;
		explain_one(w, r);
	}
}

static void
write_explanation(struct writing *w)
{
	const bool utf8 = w->bounce->report.utf8;

	begin_part(w, utf8 ? "text/plain; charset=utf-8" :
	    "text/plain; charset=us-ascii", "Explanation", utf8);
	str_addf(&w->piece, "This is a report of the mail program at host\n"
	    "%.*s about a message of yours.\n",
	    SPAN_ARG(w->bounce->report.mta));
	flush(w);
	for (enum topic topic = TOPIC_FAILED; topic < TOPICS; topic++)
		explain_topic(w, topic);
	if (w->returns)
		str_addf(&w->piece, "\n%s is attached.\n", w->whole ?
		    "Your message" : "The header of your message");
	flush(w);
}

static void
write_status(struct writing *w)
{
	const struct bounce *b = w->bounce;

	begin_part(w, b->report.utf8 ? "message/global-delivery-status" :
	    "message/delivery-status", "Delivery status", b->report.utf8);
	dsn_fields_add_message(&w->piece, &b->report);
	flush(w);
	for (size_t i = 0; i < b->len; i++) {
		if (topic_of(b->outcomes[i]->recipient) == TOPICS)
			continue;
		str_add_char(&w->piece, '\n');
		dsn_fields_add_recipient(&w->piece, &b->report,
		    b->outcomes[i]);
		flush(w);
	}
}

static bool
write_returned(struct writing *w, struct dsn *why)
{
	static const char *const types[2][2] = {
		{ "text/rfc822-headers", "message/global-headers" },
		{ "message/rfc822", "message/global" },
	};

	if (!w->returns)
		return true;
	begin_part(w, types[w->whole][w->bounce->report.utf8],
	    w->whole ? "Your message" : "The header of your message",
	    has_8bit(w));
	return returned_write(&w->returned, w->out, why);
}

/* choose_boundary - one that does not occur in what comes back; nothing does
 * if that cannot be read. In the other parts no line begins with a hyphen. */

static bool
choose_boundary(struct writing *w, struct dsn *why)
{
	bool holds = false, good = true;
	unsigned n = 0;

	do {
		str_reset(&w->boundary);
		str_addf(&w->boundary, "=_%.*s-%u", SPAN_ARG(w->bounce->id),
		    n++);
		good = !w->returns || returned_holds(&w->returned,
		    str_span(&w->boundary), &holds, why);
	} while (good && holds);
	w->returns = w->returns && good;
	return good;
}

static struct writing
begin(const struct bounce *b, FILE *out)
{
	struct writing w = { .bounce = b, .out = out, .worst = worst_of(b),
	    .returns = b->source != NULL };

	w.whole = w.worst == TOPIC_FAILED &&
	    b->report.envelope->ret == RET_FULL;
	w.returned = (struct returned){ .source = b->source, .omit = b->omit,
	    .octets = w.whole ? UINT64_MAX : b->survey->header_octets };
	str_init(&w.boundary, BOUNDARY_MAX);
	str_init(&w.piece, PIECE_MAX);
	return w;
}

bool
bounce_write(const struct bounce *bounce, FILE *out, struct dsn *why)
{
	struct writing w = begin(bounce, out);
	bool good = choose_boundary(&w, why);

	write_header(&w);
	write_explanation(&w);
	write_status(&w);
	good = write_returned(&w, why) && good;
	str_addf(&w.piece, "\n--%s--\n", str_chars(&w.boundary));
	flush(&w);
	str_clear(&w.boundary);
	str_clear(&w.piece);
	return good;
}
