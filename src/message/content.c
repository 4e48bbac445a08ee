/* SPDX-License-Identifier: BSD-2-Clause */
#include "message/content.h"

#include "base/mem.h"
#include "message/edit.h"
#include "message/pick.h"

/* pick, mime and edit, body: the first and the second are passed over where
 * they would change nothing. */
struct content {
	struct content_setup setup;
	struct pick pick;
	struct mime *mime;	/* NULL: not needed */
	struct edit edit;
	struct body body;
	bool begun;
};

static bool
to_body(void *self, struct span octets, struct dsn *why)
{
	struct content *c = self;

	return body_feed(&c->body, octets, why);
}

static bool
to_mime(void *self, struct span octets, struct dsn *why)
{
	struct content *c = self;

	return c->mime == NULL ? to_body(c, octets, why) :
	    mime_feed(c->mime, octets, why);
}

/* has_checks - one of the four tables is there: then all of the message is
 * taken apart (behaviour 192) */

static bool
has_checks(const struct content_setup *setup)
{
	for (size_t i = 0; i < CHECKS; i++)
		if (!mapping_is_empty(&setup->checks[i].map))
			return true;
	return false;
}

static struct mime *
mime_for(struct content *c)
{
	const struct content_setup *set = &c->setup;
	const bool all = set->converts || has_checks(set);
	const struct mime_setup mime = { .taker = edit_taker(&c->edit),
	    .limits = set->limits, .converts = set->converts,
	    .only_header = !all };

	return all || !generic_is_empty(&set->generic) ? mime_new(&mime) :
	    NULL;
}

struct content *
content_new(const struct content_setup *setup)
{
	struct content *c = mem_new(1, sizeof(*c));

	c->setup = *setup;
	c->pick.names = setup->omit;
	c->pick.leave_out = true;
	c->pick.place = setup->omit == NULL ? PICK_BODY : PICK_LINE;
	c->pick.sink = to_mime;
	c->pick.self = c;
	c->edit.setup = &c->setup;
	c->edit.sink = to_body;
	c->edit.self = c;
	c->body = (struct body){ .sink = setup->sink, .self = setup->self,
	    .fold = setup->fold, .keep_bare_cr = setup->keep_bare_cr,
	    .stuff = setup->stuff };
	c->mime = mime_for(c);
	return c;
}

void
content_free(struct content **content)
{
	struct content *c = *content;

	if (c == NULL)
		return;
	mime_free(&c->mime);
	edit_clear(&c->edit);
	mem_free(content);
}

/* begin - with what is put before the message */

static bool
begin(struct content *c, struct dsn *why)
{
	if (c->begun)
		return true;
	c->begun = true;
	return c->setup.added.len == 0 || to_mime(c, c->setup.added, why);
}

/* is_done - on failure what came before leaves all the same; if it is the
 * sink that failed, nothing is left of it */

static bool
is_done(struct content *c, bool good, struct dsn *why)
{
	struct dsn ignored = *why;
	bool flushed = edit_flush(&c->edit, good ? why : &ignored);

	return good && flushed;
}

bool
content_feed(struct content *c, struct span piece, struct dsn *why)
{
	return is_done(c, begin(c, why) && pick_feed(&c->pick, piece, why),
	    why);
}

bool
content_end(struct content *c, struct dsn *why)
{
	bool good = begin(c, why) && pick_end(&c->pick, why) &&
	    (c->mime == NULL || mime_end(c->mime, why));

	return is_done(c, good, why) && body_end(&c->body, why);
}

bool
content_is_converted(const struct content *content)
{
	return content->mime != NULL && mime_is_converted(content->mime);
}

bool
content_is_stuck(const struct content *content)
{
	return content->edit.is_stuck;
}
