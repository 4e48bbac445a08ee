/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The message in chunks (RFC 3030): BDAT, which says how many octets follow.
 * A chunk is gathered before it is announced. The last one, which ends the
 * message, is left to ending.c.
 */
#include <stddef.h>

#include "session/session_internal.h"

enum {				/* octets */
	CHUNK_MAX = 256 * 1024,
	AT_ONCE_MAX = 64 * 1024,	/* of a message that may share a flight
					 * with MAIL and RCPT */
};

static void heard_chunk(void *, struct recipient *, const struct reply *);

static const struct question chunk = {
	.stage = STAGE_MESSAGE,
	.doing = "sending message body",
	.limit = offsetof(struct params, data_xfer_timeout),
	.heard = heard_chunk,
};

/* heard_chunk - one that is refused is refused for all (RFC 3030 section 2) */

static void
heard_chunk(void *self, struct recipient *about, const struct reply *reply)
{
	struct session *s = self;
	struct dsn word;

	(void)about;
	if (reply_class(reply) == 2)
		return;
	word = verdict_of(s, STAGE_MESSAGE, reply, "BDAT", false);
	note_421(s, &word);
	verdict_judge_accepted(s, &word);
	s->accepted_len = 0;
}

void
chunk_begin(struct session *s)
{
	const enum chunking wanted = s->setup.params->use_chunking;

	str_init(&s->chunk, CHUNK_MAX);
	s->chunks = wanted != CHUNKING_NO &&
	    s->setup.quit_after == STAGE_INPUT &&
	    capabilities_has(&s->caps, CAP_CHUNKING);
	/* In LMTP nobody knows whether a message that nobody wants is answered
	 * (RFC 2033 section 4.3): better not if something is to follow. */
	s->at_once = s->chunks && wanted == CHUNKING_AUTO &&
	    s->talk.pipelining && s->size <= AT_ONCE_MAX &&
	    (!session_is_lmtp(s) || !session_goes_on(s));
}

void
chunk_end(struct session *s)
{
	str_clear(&s->chunk);
}

/* is_wanted - what was asked before is answered, and somebody was accepted */

static enum payload
is_wanted(struct session *s, struct dsn *why)
{
	if (!dialogue_settle(&s->talk, why))
		return PAYLOAD_STOPPED;
	if (s->accepted_len == 0)
		return PAYLOAD_UNWANTED;
	return dialogue_is_quiet(&s->talk, &chunk, why) ? PAYLOAD_SENT :
	    PAYLOAD_STOPPED;
}

/* announce - BDAT and its octets, of which some are still queued then */

static enum payload
announce(struct session *s, const char *mark, struct deadline *by,
    struct dsn *why)
{
	struct span octets = str_span(&s->chunk);
	struct span line = arena_text(why->arena, "BDAT %zu%s", octets.len,
	    mark);

	if (!wire_say(s->talk.wire, line, why))
		return PAYLOAD_STOPPED;
	tell(s->talk.teller, EVENT_SAID, line, 0);
	tell(s->talk.teller, EVENT_CONTENT, (struct span){ 0 },
	    (long)octets.len);
	return payload_after(s, &chunk, wire_put(s->talk.wire, octets, by),
	    why);
}

/* send_chunk - one that others follow. It is answered before those are sent:
 * if it is refused they must not be */

static enum payload
send_chunk(struct session *s, struct dsn *why)
{
	struct deadline by;
	enum payload payload = is_wanted(s, why);

	by = payload_deadline(s, &chunk);
	if (payload == PAYLOAD_SENT)
		payload = announce(s, "", &by, why);
	if (payload == PAYLOAD_SENT &&
	    !dialogue_is_quiet(&s->talk, &chunk, why))
		return PAYLOAD_STOPPED;
	if (payload == PAYLOAD_SENT)
		payload = payload_after(s, &chunk,
		    wire_flush(s->talk.wire, &by), why);
	if (payload != PAYLOAD_SENT)
		return payload;
	str_reset(&s->chunk);
	dialogue_expect(&s->talk, &chunk, NULL);
	return is_wanted(s, why);
}

enum payload
chunk_put(struct session *s, struct span octets, struct dsn *why)
{
	enum payload payload = PAYLOAD_SENT;

	while (payload == PAYLOAD_SENT && octets.len > 0) {
		size_t room = CHUNK_MAX - s->chunk.len;
		size_t n = octets.len < room ? octets.len : room;

		str_add(&s->chunk, span_first(octets, n));
		octets = span_from_octet(octets, n);
		if (octets.len > 0)
			payload = send_chunk(s, why);
	}
	return payload;
}

enum payload
chunk_queue_last(struct session *s, struct dsn *why)
{
	enum payload payload = PAYLOAD_SENT;
	struct deadline by;

	/* It may have grown on its way through the filters. */
	if (!s->at_once || s->chunk.len > AT_ONCE_MAX)
		payload = is_wanted(s, why);
	else if (!dialogue_is_quiet(&s->talk, s->talk.due.at[0].question,
	    why))
		payload = PAYLOAD_STOPPED;
	if (payload != PAYLOAD_SENT)
		return payload;
	by = payload_deadline(s, &chunk);
	return announce(s, " LAST", &by, why);
}
