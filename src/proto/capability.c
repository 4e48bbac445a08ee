/* SPDX-License-Identifier: BSD-2-Clause */
#include "proto/capability.h"

#include "base/ascii.h"
#include "base/num.h"
#include "proto/reply.h"

enum { SERVER_NAME_MAX = REPLY_TEXT_MAX, AUTH_MAX = REPLY_TEXT_MAX * 2 };

/* Where words of a line end (behaviour 86). A tab never gets here from a
 * reply; it counts all the same. */
static const char between[] = " \t=";

static void
take_xforward(struct capabilities *caps, struct span rest)
{
	static const struct {
		struct span name;
		unsigned bit;
	} attributes[] = {
		{ SPAN_INIT("NAME"), XFORWARD_NAME },
		{ SPAN_INIT("ADDR"), XFORWARD_ADDR },
		{ SPAN_INIT("PORT"), XFORWARD_PORT },
		{ SPAN_INIT("PROTO"), XFORWARD_PROTO },
		{ SPAN_INIT("HELO"), XFORWARD_HELO },
		{ SPAN_INIT("IDENT"), XFORWARD_IDENT },
		{ SPAN_INIT("SOURCE"), XFORWARD_SOURCE },
	};
	size_t n = sizeof(attributes) / sizeof(attributes[0]);
	struct span word;

	while (ascii_word(&rest, between, &word))
		for (size_t i = 0; i < n; i++)
			if (ascii_equal(word, attributes[i].name))
				caps->xforward |= attributes[i].bit;
}

static bool
is_number(struct span s)
{
	for (size_t i = 0; i < s.len; i++)
		if (!ascii_is_digit(s.at[i]))
			return false;
	return s.len > 0;
}

/* take_size - what is no number says nothing; one too big is no limit */

static void
take_size(struct capabilities *caps, struct span rest)
{
	struct span word;

	if (!ascii_word(&rest, between, &word) || !is_number(word))
		return;
	if (!num_unsigned(word, &caps->size))
		caps->size = 0;
}

static bool
has_word(struct span list, struct span wanted)
{
	struct span word;

	while (ascii_word(&list, " ", &word))
		if (ascii_equal(word, wanted))
			return true;
	return false;
}

static void
take_auth(struct capabilities *caps, struct span rest)
{
	struct span word;

	while (ascii_word(&rest, between, &word)) {
		if (has_word(str_span(&caps->auth), word))
			continue;
		if (caps->auth.len > 0)
			str_add_char(&caps->auth, ' ');
		str_add(&caps->auth, word);
	}
}

/* read_limit - 1 to 999999; what is written in another way says nothing
 * (RFC 9422 section 3.1) */

static void
read_limit(struct span text, uint64_t *limit)
{
	uint64_t value;

	if (is_number(text) && text.len <= 6 && text.at[0] != '0' &&
	    num_unsigned(text, &value))
		*limit = value;
}

static void
take_limits(struct capabilities *caps, struct span rest)
{
	struct server_limits *limits = &caps->limits;
	struct span word;

	while (ascii_word(&rest, " \t", &word)) {
		struct span name = span_cut(&word, '=');

		if (ascii_equal(name, SPAN("MAILMAX")))
			read_limit(word, &limits->mails);
		else if (ascii_equal(name, SPAN("RCPTMAX")))
			read_limit(word, &limits->rcpts);
		else if (ascii_equal(name, SPAN("RCPTDOMAINMAX")))
			read_limit(word, &limits->rcpt_domains);
	}
}

/* In the order of the bits. */
static const struct keyword {
	struct span name;
	unsigned bit;
	void (*take)(struct capabilities *caps, struct span rest);
} keywords[] = {
	{ SPAN_INIT("8BITMIME"), CAP_8BITMIME, NULL },
	{ SPAN_INIT("PIPELINING"), CAP_PIPELINING, NULL },
	{ SPAN_INIT("XFORWARD"), CAP_XFORWARD, take_xforward },
	{ SPAN_INIT("SIZE"), CAP_SIZE, take_size },
	{ SPAN_INIT("STARTTLS"), CAP_STARTTLS, NULL },
	{ SPAN_INIT("REQUIRETLS"), CAP_REQUIRETLS, NULL },
	{ SPAN_INIT("AUTH"), CAP_AUTH, take_auth },
	{ SPAN_INIT("DSN"), CAP_DSN, NULL },
	{ SPAN_INIT("SMTPUTF8"), CAP_SMTPUTF8, NULL },
	{ SPAN_INIT("CHUNKING"), CAP_CHUNKING, NULL },
	{ SPAN_INIT("LIMITS"), CAP_LIMITS, take_limits },
};

enum { KEYWORDS = sizeof(keywords) / sizeof(keywords[0]) };

static const struct keyword *
keyword_find(struct span name)
{
	for (size_t i = 0; i < KEYWORDS; i++)
		if (ascii_equal(name, keywords[i].name))
			return &keywords[i];
	return NULL;
}

void
capabilities_init(struct capabilities *caps)
{
	*caps = (struct capabilities){ 0 };
	str_init(&caps->name, SERVER_NAME_MAX);
	str_init(&caps->auth, AUTH_MAX);
}

void
capabilities_clear(struct capabilities *caps)
{
	capabilities_reset(caps);
	str_clear(&caps->name);
	str_clear(&caps->auth);
}

void
capabilities_reset(struct capabilities *caps)
{
	caps->offered = 0;
	caps->xforward = 0;
	caps->size = 0;
	caps->limits = (struct server_limits){ 0 };
	str_reset(&caps->name);
	str_reset(&caps->auth);
}

/* take_line - one line behind its code and the mark that follows it */

static void
take_line(struct capabilities *caps, struct span line, unsigned discard)
{
	const struct keyword *keyword;
	struct span word;

	if (!ascii_word(&line, between, &word))
		return;
	if (caps->name.len == 0) {
		str_add(&caps->name, span_up_to(word, SERVER_NAME_MAX));
		return;
	}
	keyword = keyword_find(word);
	if (keyword == NULL || (keyword->bit & discard) != 0)
		return;
	caps->offered |= keyword->bit;
	if (keyword->take != NULL)
		keyword->take(caps, line);
}

void
capabilities_read(struct capabilities *caps, struct span reply_text,
    unsigned discard)
{
	enum { CODE_AND_MARK = 4 };
	struct span line;

	capabilities_reset(caps);
	while (reply_text.len > 0) {
		line = span_cut(&reply_text, '\n');
		if (line.len > CODE_AND_MARK)
			take_line(caps, span_from_octet(line, CODE_AND_MARK),
			    discard);
	}
	if (capabilities_has(caps, CAP_SMTPUTF8))
		caps->offered |= CAP_8BITMIME;
}

unsigned
capabilities_from_list(struct span list, bool *silent)
{
	const struct keyword *keyword;
	unsigned bits = 0;
	struct span word;

	*silent = false;
	while (ascii_word(&list, ", \t\r\n", &word)) {
		keyword = keyword_find(word);
		if (keyword != NULL)
			bits |= keyword->bit;
		else if (ascii_equal(word, SPAN("silent-discard")))
			*silent = true;
	}
	return bits;
}

void
capabilities_add_names(struct str *to, unsigned bits)
{
	const char *before = "";

	for (size_t i = 0; i < KEYWORDS; i++)
		if ((keywords[i].bit & bits) != 0) {
			str_addf(to, "%s%.*s", before,
			    SPAN_ARG(keywords[i].name));
			before = " ";
		}
}
