/* SPDX-License-Identifier: BSD-2-Clause */
#include "base/json.h"

#include <inttypes.h>
#include <stdio.h>

#include "base/mem.h"
#include "base/utf8.h"

/* put - adds a piece, unless an earlier one was lost already */

static void
put(struct json *json, struct span piece)
{
	if (!json->lost) {
		json->lost = piece.len > json->to->max - json->to->len;
		str_add(json->to, piece);
	}
}

/* begin - what comes before any value */

static void
begin(struct json *json)
{
	bool *has_some;

	must(!json->done);
	if (json->depth == 0)
		return;
	must(json->open[json->depth - 1] == '[' || json->has_key);
	has_some = &json->has_some[json->depth - 1];
	if (*has_some && !json->has_key)
		put(json, SPAN(","));
	*has_some = true;
	json->has_key = false;
}

static void
finish(struct json *json)
{
	json->done = json->depth == 0;
}

void
json_init(struct json *json, struct str *to)
{
	*json = (struct json){ .to = to };
}

static void
open_one(struct json *json, char how)
{
	begin(json);
	must(json->depth < JSON_DEPTH);
	put(json, span_from(&how, 1));
	json->open[json->depth] = how;
	json->has_some[json->depth] = false;
	json->depth++;
}

void
json_object(struct json *json)
{
	open_one(json, '{');
}

void
json_array(struct json *json)
{
	open_one(json, '[');
}

void
json_end(struct json *json)
{
	must(json->depth > 0 && !json->has_key);
	json->depth--;
	put(json, json->open[json->depth] == '{' ? SPAN("}") : SPAN("]"));
	finish(json);
}

static bool
is_escaped(unsigned long point)
{
	return point < 0x20 || point == '"' || point == '\\' ||
	    (point >= 0x7f && point < 0xa0) || point == 0x2028 ||
	    point == 0x2029;
}

static void
put_escaped(struct json *json, unsigned long point)
{
	static const char from[] = "\"\\\n\r\t\b\f", to[] = "\"\\nrtbf";
	char text[] = "\\u0000";
	size_t i = span_find(SPAN(from), point < 0x80 ? (char)point : 'x');

	if (i < sizeof(from) - 1) {
		put(json, span_from((char[]){ '\\', to[i] }, 2));
		return;
	}
	for (i = 5; i >= 2; i--, point >>= 4)
		text[i] = "0123456789abcdef"[point & 0xf];
	put(json, SPAN(text));
}

/* put_text - a string in its quotes, in runs of what needs no escape */

static void
put_text(struct json *json, struct span s)
{
	unsigned long point;
	size_t run = 0, n;

	put(json, SPAN("\""));
	while (run < s.len) {
		n = utf8_step(span_from_octet(s, run), &point);
		if (n > 0 && !is_escaped(point)) {
			run += n;
			continue;
		}
		put(json, span_first(s, run));
		if (n == 0)
			put(json, SPAN("\xef\xbf\xbd"));
		else
			put_escaped(json, point);
		s = span_from_octet(s, run + (n == 0 ? 1 : n));
		run = 0;
	}
	put(json, s);
	put(json, SPAN("\""));
}

void
json_key(struct json *json, const char *name)
{
	bool *has_some;

	must(json->depth > 0 && json->open[json->depth - 1] == '{' &&
	    !json->has_key);
	has_some = &json->has_some[json->depth - 1];
	if (*has_some)
		put(json, SPAN(","));
	put_text(json, span_of(name));
	put(json, SPAN(":"));
	json->has_key = true;
}

void
json_string(struct json *json, struct span text)
{
	begin(json);
	put_text(json, text);
	finish(json);
}

/* put_number - decimal digits, `whole` given as a magnitude; no allocation,
 * for the sake of the last words */

static void
put_number(struct json *json, bool minus, uint64_t whole, const char *rest)
{
	char text[32];
	int len = snprintf(text, sizeof(text), "%s%" PRIu64 "%s",
	    minus ? "-" : "", whole, rest);

	begin(json);
	put(json, span_from(text, (size_t)len));
	finish(json);
}

static uint64_t
magnitude(int64_t number)
{
	return number < 0 ? 0 - (uint64_t)number : (uint64_t)number;
}

void
json_text(struct json *json, const char *name, struct span text)
{
	json_key(json, name);
	if (text.at == NULL)
		json_null(json);
	else
		json_string(json, text);
}

void
json_number(struct json *json, int64_t number)
{
	put_number(json, number < 0, magnitude(number), "");
}

void
json_decimal(struct json *json, int64_t thousandths)
{
	uint64_t n = magnitude(thousandths);
	char rest[] = ".000";

	rest[1] = (char)('0' + n / 100 % 10);
	rest[2] = (char)('0' + n / 10 % 10);
	rest[3] = (char)('0' + n % 10);
	put_number(json, thousandths < 0, n / 1000, rest);
}

static void
put_word(struct json *json, struct span word)
{
	begin(json);
	put(json, word);
	finish(json);
}

void
json_bool(struct json *json, bool value)
{
	put_word(json, value ? SPAN("true") : SPAN("false"));
}

void
json_null(struct json *json)
{
	put_word(json, SPAN("null"));
}

bool
json_is_whole(const struct json *json)
{
	return json->done && !json->lost;
}
