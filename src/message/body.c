/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What goes out is what came in with a few octets put between or left out.
 * So the filter jumps from line end to line end, and what lies between two
 * changes is passed on as one; small parts are gathered first.
 */
#include "message/body.h"

#include <string.h>

#include "base/mem.h"

enum { ROOM = 16384 };

/* One call of the filter. */
struct pass {
	struct body *body;
	struct dsn *why;
	const char *from;	/* input that was read and not yet put out */
	const char *end;
	size_t len;		/* gathered in room */
	char room[ROOM];
};

static void
begin(struct pass *pass, struct body *body, struct span piece,
    struct dsn *why)
{
	must(body->fold != 1);
	pass->body = body;
	pass->why = why;
	pass->from = piece.at;
	pass->end = piece.at + piece.len;
	pass->len = 0;
}

static bool
sink(struct pass *pass, const char *at, size_t len)
{
	return len == 0 || pass->body->sink(pass->body->self,
	    span_from(at, len), pass->why);
}

static bool
flush(struct pass *pass)
{
	size_t len = pass->len;

	pass->len = 0;
	return sink(pass, pass->room, len);
}

static bool
put(struct pass *pass, const char *at, size_t len)
{
	if (len > ROOM - pass->len) {
		if (!flush(pass))
			return false;
		if (len > ROOM)
			return sink(pass, at, len);
	}
	memcpy(pass->room + pass->len, at, len);
	pass->len += len;
	return true;
}

/* change - input before `at` goes out, then text; skip octets are left out */

static bool
change(struct pass *pass, const char *at, size_t skip, struct span text)
{
	const char *from = pass->from;

	pass->from = at + skip;
	return put(pass, from, (size_t)(at - from)) &&
	    put(pass, text.at, text.len);
}

/* fold - a line may not go on behind its last octet without a new one */

static bool
fold(struct pass *pass, const char *at)
{
	pass->body->line = 1;	/* the blank counts (behaviour 190) */
	return change(pass, at, 0, SPAN("\r\n "));
}

/* content - octets of a line, with no line end in them */

static bool
content(struct pass *pass, const char *at, size_t len)
{
	struct body *body = pass->body;
	size_t fits;

	if (body->line == 0 && *at == '.' && body->stuff &&
	    !change(pass, at, 0, SPAN(".")))
		return false;
	while (body->fold > 0 && len > body->fold - body->line) {
		fits = body->fold - body->line;
		at += fits;
		len -= fits;
		if (!fold(pass, at))
			return false;
	}
	body->line += len;
	return true;
}

static bool
bare_cr(struct pass *pass, const char *cr)
{
	return content(pass, cr, 1) && (pass->body->keep_bare_cr ||
	    change(pass, cr, 1, SPAN(" ")));
}

/* settle - the CR that an earlier piece ended with, now that the octet
 * behind it is known; at the end of the message there is none */

static bool
settle(struct pass *pass)
{
	struct body *body = pass->body;
	const char *at = pass->from;

	if (!body->after_cr)
		return true;
	body->after_cr = false;
	if (at < pass->end && *at == '\n') {
		body->line = 0;
		return change(pass, at, 1, SPAN("\r\n"));
	}
	if (body->fold > 0 && body->line == body->fold && !fold(pass, at))
		return false;
	body->line++;
	return change(pass, at, 0,
	    body->keep_bare_cr ? SPAN("\r") : SPAN(" "));
}

static const char *
find(const char *at, const char *end, char c)
{
	const char *hit = at == end ? NULL :
	    memchr(at, c, (size_t)(end - at));

	return hit == NULL ? end : hit;
}

/* lines - all the rest of the piece; lf and cr stand where the next ones
 * are, so that nothing is searched twice */

static bool
lines(struct pass *pass)
{
	struct body *body = pass->body;
	const char *at = pass->from, *end = pass->end;
	const char *lf = find(at, end, '\n'), *cr = find(at, end, '\r');
	bool ok = true;

	while (ok && at < end) {
		const char *stop = lf < cr ? lf : cr;

		ok = stop == at || content(pass, at, (size_t)(stop - at));
		if (!ok || stop == end)
			break;
		at = stop + 1;
		if (stop == cr && at == end) {
			body->after_cr = true;
			ok = change(pass, cr, 1, SPAN(""));
		} else if (stop == cr && lf != at)
			ok = bare_cr(pass, cr);
		else {
			body->line = 0;
			ok = stop == cr || change(pass, lf, 1, SPAN("\r\n"));
			at = lf + 1;
			lf = find(at, end, '\n');
		}
		if (cr < at)
			cr = find(at, end, '\r');
	}
	return ok && change(pass, end, 0, SPAN(""));
}

bool
body_feed(struct body *body, struct span piece, struct dsn *why)
{
	struct pass pass;

	if (piece.len == 0)
		return true;
	begin(&pass, body, piece, why);
	return settle(&pass) && lines(&pass) && flush(&pass);
}

bool
body_end(struct body *body, struct dsn *why)
{
	struct pass pass;

	begin(&pass, body, SPAN(""), why);
	if (!settle(&pass))
		return false;
	if (body->line > 0 && !change(&pass, pass.end, 0, SPAN("\r\n")))
		return false;
	body->line = 0;
	return flush(&pass);
}
