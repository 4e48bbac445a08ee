/* SPDX-License-Identifier: BSD-2-Clause */
#include "proto/reply.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/ascii.h"
#include "base/mem.h"
#include "base/utf8.h"

enum { CODE_LEN = 3 };

void
reply_init(struct reply *reply)
{
	*reply = (struct reply){ 0 };
	str_init(&reply->text, (size_t)REPLY_TEXT_MAX * 2);
}

void
reply_clear(struct reply *reply)
{
	str_clear(&reply->text);
	reply_start(reply);
}

void
reply_start(struct reply *reply)
{
	reply->code = 0;
	reply->status[0] = '\0';
	reply->begun = false;
	str_reset(&reply->text);
}

/* proper - the part of a line that counts */

static struct span
proper(struct span line)
{
	while (line.len > 0 && line.at[line.len - 1] == '\r')
		line.len--;
	return span_up_to(span_first(line, span_find(line, '\0')),
	    REPLY_TEXT_MAX);
}

static bool
is_printable(unsigned long point)
{
	return point >= 0x20 && (point < 0x7f || point >= 0xa0);
}

/* censor - the line made printable, in room, which has as many octets */

static struct span
censor(char *room, struct span line, bool utf8)
{
	char *to = room;
	unsigned long point;
	size_t n;

	while (line.len > 0) {
		n = utf8_step(line, &point);
		if (n == 0 || (n > 1 && !utf8)) {
			*to++ = '?';
			n = 1;
		} else if (!is_printable(point))
			*to++ = '?';
		else {
			memcpy(to, line.at, n);
			to += n;
		}
		line = span_from_octet(line, n);
	}
	return span_from(room, (size_t)(to - room));
}

struct span
reply_censor(struct arena *arena, struct span line, bool utf8)
{
	char room[REPLY_TEXT_MAX];

	return arena_copy(arena, censor(room, proper(line), utf8));
}

static void
keep(struct reply *reply, struct span line)
{
	if (reply->text.len >= REPLY_TEXT_MAX)
		return;
	if (reply->begun)
		str_add_char(&reply->text, '\n');
	str_add(&reply->text, line);
}

/* is_reply_line - ddd-text, ddd text, or ddd alone */

static bool
is_reply_line(struct span line)
{
	if (line.len < CODE_LEN)
		return false;
	for (size_t i = 0; i < CODE_LEN; i++)
		if (!ascii_is_digit(line.at[i]))
			return false;
	return line.len == CODE_LEN || line.at[CODE_LEN] == ' ' ||
	    line.at[CODE_LEN] == '-';
}

/* take_status - RFC 3463 code of the last line; the three digits win */

static void
take_status(struct reply *reply, struct span text)
{
	int class = reply_class(reply);
	struct span word;

	while (text.len > 0 && text.at[0] == ' ')
		text = span_from_octet(text, 1);
	word = span_first(text, span_find(text, ' '));
	if (class != 2 && class != 4 && class != 5)
		word = SPAN("5.5.0");
	else if (!dsn_status_is_good(word) || word.at[0] - '0' != class)
		word = class == 2 ? SPAN("2.0.0") :
		    class == 4 ? SPAN("4.0.0") : SPAN("5.0.0");
	memcpy(reply->status, word.at, word.len);
	reply->status[word.len] = '\0';
}

enum reply_progress
reply_feed(struct reply *reply, struct span line, bool utf8)
{
	char room[REPLY_TEXT_MAX];

	line = censor(room, proper(line), utf8);
	keep(reply, line);
	reply->begun = true;
	if (!is_reply_line(line))
		return REPLY_MALFORMED;
	if (line.len > CODE_LEN && line.at[CODE_LEN] == '-')
		return REPLY_MORE;
	reply->code = (line.at[0] - '0') * 100 + (line.at[1] - '0') * 10 +
	    (line.at[2] - '0');
	take_status(reply, span_from_octet(line, CODE_LEN));
	return REPLY_DONE;
}

void
reply_tell(const struct reply *reply, struct dsn *dsn, const char *format, ...)
{
	char text[DSN_TEXT_MAX + 1];
	va_list args;
	int len;

	va_start(args, format);
	len = vsnprintf(text, sizeof(text), format, args);
	va_end(args);
	must(len >= 0);
	dsn_hear(dsn, reply->code, span_of(reply->status),
	    str_span(&reply->text), "%s", text);
}

struct span
reply_line(struct arena *arena, const struct reply *reply)
{
	return utf8_printable(arena, str_span(&reply->text), '?');
}
