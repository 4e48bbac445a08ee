/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Whatever a message holds, what goes out consists of CRLF lines without a
 * bare CR or LF, none of them a lone dot and none too long, however the
 * message is cut; not folded and with the dots taken away again it is the
 * message. The survey knows its length beforehand. The first octets of the
 * input are the settings.
 */
#include <stdint.h>
#include <stdlib.h>

#include "base/str.h"
#include "message/body.h"
#include "message/survey.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
check(bool holds)
{
	if (!holds)
		abort();
}

static bool
gather(void *self, struct span octets, struct dsn *why)
{
	struct str *out = self;

	(void)why;
	str_add(out, octets);
	return octets.len > 0;
}

/* filter - the message in pieces of the given length */

static void
filter(struct body body, struct span in, size_t each, struct str *out)
{
	struct dsn why = { 0 };

	str_reset(out);
	body.sink = gather;
	body.self = out;
	while (in.len > 0) {
		size_t n = in.len < each ? in.len : each;

		check(body_feed(&body, span_first(in, n), &why));
		in = span_from_octet(in, n);
	}
	check(body_end(&body, &why) && !out->full);
}

static void
check_line(const struct body *set, struct span line)
{
	bool dot = line.len > 0 && line.at[0] == '.';

	if (!set->keep_bare_cr)
		check(span_find(line, '\r') == line.len);
	check(span_find(line, '\n') == line.len);
	if (!set->stuff)
		dot = false;
	check(!dot || (line.len > 1 && line.at[1] == '.'));
	check(set->fold == 0 || line.len - dot <= set->fold);
}

/* next_line - of what goes out: its end must be CRLF */

static struct span
next_line(struct span *out)
{
	struct span line = span_cut(out, '\n');

	check(line.len > 0 && line.at[line.len - 1] == '\r');
	line.len--;
	return line;
}

static void
check_out(const struct body *set, struct span out)
{
	if (out.len > 0)
		check(out.at[out.len - 1] == '\n');
	while (out.len > 0)
		check_line(set, next_line(&out));
}

/* check_same - line by line what came in, bare CRs aside */

static void
check_same(const struct body *set, struct span in, struct span out)
{
	while (in.len > 0) {
		bool ended = span_find(in, '\n') < in.len;
		struct span was = span_cut(&in, '\n');
		struct span is = next_line(&out);

		if (ended && was.len > 0 && was.at[was.len - 1] == '\r')
			was.len--;
		if (set->stuff && is.len > 0 && is.at[0] == '.')
			is = span_from_octet(is, 1);
		check(is.len == was.len);
		for (size_t i = 0; i < is.len; i++)
			check(is.at[i] == was.at[i] || (is.at[i] == ' ' &&
			    was.at[i] == '\r' && !set->keep_bare_cr));
	}
	check(out.len == 0);
}

static void
check_length(struct span in, struct span out)
{
	struct survey survey = { 0 };

	survey_feed(&survey, in);
	survey_end(&survey);
	check(survey_wire_octets(&survey) == out.len);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct span in = span_from((const char *)data, size);
	struct str out, again;
	struct body set = { 0 };

	if (size < 2)
		return 0;
	set.fold = (data[0] & 15) == 1 ? 0 : data[0] & 15;
	set.keep_bare_cr = (data[0] & 16) != 0;
	set.stuff = (data[0] & 32) == 0;
	in = span_from_octet(in, 2);
	str_init(&out, 8 * size + 8);
	str_init(&again, 8 * size + 8);
	filter(set, in, SIZE_MAX, &out);
	filter(set, in, data[1] % 16 + 1, &again);
	check(span_equal(str_span(&out), str_span(&again)));
	check_out(&set, str_span(&out));
	if (set.fold == 0)
		check_same(&set, in, str_span(&out));
	if (set.fold == 0 && !set.stuff)
		check_length(in, str_span(&out));
	str_clear(&out);
	str_clear(&again);
	return 0;
}
