/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Several sweeps over a piece, each with the fastest means for one question,
 * are quicker than one loop that looks at every octet: a piece fits into the
 * cache, and memchr goes through it at many octets a step.
 */
#include "message/survey.h"

#include <string.h>

/* has_high - an octet above 127 is there; eight octets a look */

static bool
has_high(struct span s)
{
	const uint64_t high = UINT64_C(0x8080808080808080);
	uint64_t word[8], any = 0;
	size_t i = 0;

	for (; s.len - i >= sizeof(word); i += sizeof(word)) {
		memcpy(word, s.at + i, sizeof(word));
		any = word[0] | word[1] | word[2] | word[3] |
		    word[4] | word[5] | word[6] | word[7];
		if ((any & high) != 0)
			return true;
	}
	for (any = 0; i < s.len; i++)
		any |= (unsigned char)s.at[i];
	return (any & 0x80) != 0;
}

static uint64_t
count_cr(struct span s)
{
	uint64_t n = 0;
	size_t at;

	for (at = span_find(s, '\r'); at < s.len; at = span_find(s, '\r')) {
		s = span_from_octet(s, at + 1);
		n++;
	}
	return n;
}

/* look_high - octets above 127; the first of the piece are header */

static void
look_high(struct survey *survey, struct span piece, size_t header)
{
	if (!survey->has_8bit_header && has_high(span_first(piece, header)))
		survey->has_8bit = survey->has_8bit_header = true;
	if (!survey->has_8bit && has_high(span_from_octet(piece, header)))
		survey->has_8bit = true;
}

/* end_line - part is what this piece has of a line, before its LF */

static void
end_line(struct survey *survey, struct span part)
{
	bool crlf = part.len > 0 ? part.at[part.len - 1] == '\r' :
	    survey->after_cr;
	uint64_t line = survey->line + part.len - crlf;

	if (crlf)
		survey->bare_cr--;	/* counted when it was seen */
	else
		survey->bare_lf++;
	if (line > survey->longest)
		survey->longest = line;
	survey->octets += part.len + 1;
	if (line == 0 && !survey->in_body) {
		survey->in_body = true;
		survey->header_octets = survey->octets;
	}
	survey->line = 0;
	survey->after_cr = false;
}

void
survey_feed(struct survey *survey, struct span piece)
{
	const uint64_t before = survey->octets;
	const bool began_in_body = survey->in_body;
	struct span rest = piece;
	size_t lf;

	if (piece.len == 0)
		return;
	survey->bare_cr += count_cr(piece);
	if (!survey->has_nul)
		survey->has_nul = span_find(piece, '\0') < piece.len;
	for (lf = span_find(rest, '\n'); lf < rest.len;
	    lf = span_find(rest, '\n')) {
		end_line(survey, span_first(rest, lf));
		rest = span_from_octet(rest, lf + 1);
	}
	survey->octets += rest.len;
	survey->line += rest.len;
	survey->after_cr = piece.at[piece.len - 1] == '\r';
	survey->ends_in_newline = rest.len == 0;
	look_high(survey, piece, began_in_body ? 0 : !survey->in_body ?
	    piece.len : (size_t)(survey->header_octets - before));
}

void
survey_end(struct survey *survey)
{
	if (survey->line > survey->longest)
		survey->longest = survey->line;
	if (!survey->in_body)
		survey->header_octets = survey->octets;
}

uint64_t
survey_wire_octets(const struct survey *survey)
{
	bool unfinished = survey->octets > 0 && !survey->ends_in_newline;

	return survey->octets + survey->bare_lf + (unfinished ? 2 : 0);
}
