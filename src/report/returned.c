/* SPDX-License-Identifier: BSD-2-Clause */
#include "report/returned.h"

#include "base/mem.h"
#include "message/pick.h"

/* What somebody does with what comes back of it. */
struct reader {
	uint64_t left;		/* octets that are wanted */
	void (*see)(struct reader *reader, struct span piece);

	FILE *out;
	bool after_cr;		/* which may belong to a line end */

	struct span text;
	size_t matched;		/* octets of it, up to here */
	bool holds;
};

static bool
take(void *self, struct span piece, struct dsn *why)
{
	struct reader *reader = self;

	(void)why;
	if (piece.len > reader->left)
		piece.len = (size_t)reader->left;
	reader->left -= piece.len;
	if (piece.len > 0)
		reader->see(reader, piece);
	return true;
}

/* read_on - window by window, until the reader has enough */

static bool
read_on(const struct returned *r, struct pick *pick, struct reader *reader,
    struct dsn *why)
{
	char *room = mem_new(SOURCE_WINDOW, 1);
	struct span window = { 0 };
	uint64_t offset = 0;
	bool good;

	do {
		offset += window.len;
		good = source_window(r->source, offset, room, &window, why) &&
		    pick_feed(pick, window, why);
	} while (good && window.len > 0 && reader->left > 0);
	mem_free(&room);
	return good && pick_end(pick, why);
}

static bool
read_all(const struct returned *r, struct reader *reader, struct dsn *why)
{
	struct pick pick = { .names = r->omit, .leave_out = true,
	    .sink = take, .self = reader,
	    .place = r->omit != NULL ? PICK_LINE : PICK_BODY };

	reader->left = r->octets;
	return read_on(r, &pick, reader, why);
}

/* write_piece - a CR is held back until it is known what follows it */

static void
write_piece(struct reader *reader, struct span piece)
{
	struct span part;

	while (piece.len > 0) {
		if (reader->after_cr && piece.at[0] != '\n')
			putc('\r', reader->out);
		part = span_first(piece, span_find(piece, '\r'));
		fwrite(part.at, 1, part.len, reader->out);
		reader->after_cr = part.len < piece.len;
		piece = span_from_octet(piece, part.len + reader->after_cr);
	}
}

bool
returned_write(const struct returned *returned, FILE *out, struct dsn *why)
{
	struct reader reader = { .see = write_piece, .out = out };
	bool good = read_all(returned, &reader, why);

	if (reader.after_cr)
		putc('\r', out);
	return good;
}

/* look - a match that fails cannot have begun later, unless right here */

static void
look(struct reader *reader, struct span piece)
{
	const struct span text = reader->text;

	while (piece.len > 0 && !reader->holds) {
		if (reader->matched == 0)
			piece = span_from_octet(piece, span_find(piece,
			    text.at[0]));
		if (piece.len == 0)
			return;
		if (piece.at[0] != text.at[reader->matched]) {
			reader->matched = 0;
			continue;
		}
		reader->matched++;
		reader->holds = reader->matched == text.len;
		piece = span_from_octet(piece, 1);
	}
}

bool
returned_holds(const struct returned *returned, struct span text,
    bool *holds, struct dsn *why)
{
	struct reader reader = { .see = look, .text = text };
	bool good = read_all(returned, &reader, why);

	if (good)
		*holds = reader.holds;
	return good;
}
