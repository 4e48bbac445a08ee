/* SPDX-License-Identifier: BSD-2-Clause */
#include "proto/capability.h"

#include "proto/reply.h"
#include "unit/tap.h"

/* An EHLO reply and what it offers. */
struct scene {
	const char *name;
	const char *reply;
	unsigned discard;
	unsigned offered;
	uint64_t size;
	const char *server;	/* its name; NULL: mx */
	const char *auth;	/* NULL: none */
	unsigned xforward;
	struct server_limits limits;
};

static const struct scene scenes[] = {
	{ "behaviour 88: all that we know",
	    "250-mx\n250-8BITMIME\n250-PIPELINING\n250-XFORWARD NAME\n"
	    "250-SIZE 1\n250-STARTTLS\n250-REQUIRETLS\n250-AUTH PLAIN\n"
	    "250-DSN\n250-SMTPUTF8\n250-CHUNKING\n250 LIMITS RCPTMAX=9",
	    .offered = CAP_8BITMIME | CAP_PIPELINING | CAP_XFORWARD |
	    CAP_SIZE | CAP_STARTTLS | CAP_REQUIRETLS | CAP_AUTH | CAP_DSN |
	    CAP_SMTPUTF8 | CAP_CHUNKING | CAP_LIMITS,
	    .size = 1, .auth = "PLAIN", .xforward = XFORWARD_NAME,
	    .limits.rcpts = 9 },
	{ "behaviour 88: what we do not know",
	    "250-mx\n250-ENHANCEDSTATUSCODES\n250-VRFY\n250-ETRN\n"
	    "250-BINARYMIME\n250-SIZES 3\n250 8BITMIM", .offered = 0 },

	{ "behaviour 86: a greeting alone", "250 mx", .offered = 0 },
	{ "behaviour 86: words of the first line are no keywords",
	    "250 mx SIZE DSN", .offered = 0 },
	{ "behaviour 86: the first line that has a word gives the name",
	    "250-\n250-PIPELINING\n250 DSN", .offered = CAP_DSN,
	    .server = "PIPELINING" },
	{ "behaviour 86: a first line of blanks has no word",
	    "250-  \n250-mx\n250 DSN", .offered = CAP_DSN },
	{ "behaviour 86: a name ends at '='", "250-mx=a b\n250 DSN",
	    .offered = CAP_DSN },
	{ "behaviour 86: a name of one octet", "250-m\n250 DSN",
	    .offered = CAP_DSN, .server = "m" },
	{ "behaviour 86: no line has a word", "250", .server = "" },
	{ "behaviour 86: any case", "250-mx\n250-pipelining\n250 8BitMime",
	    .offered = CAP_PIPELINING | CAP_8BITMIME },
	{ "behaviour 86: further words are no matter",
	    "250-mx\n250-DSN and more\n250 8BITMIME yes",
	    .offered = CAP_DSN | CAP_8BITMIME },
	{ "behaviour 86: blanks before the keyword", "250-mx\n250   DSN",
	    .offered = CAP_DSN },
	{ "behaviour 86: a dash before the keyword",
	    "250-mx\n250- -SIZE 100000\n250--DSN", .offered = 0 },
	{ "behaviour 86: '?' for a tab is part of the word",
	    "250-mx\n250-SIZE?100\n250 DSN?", .offered = 0 },
	{ "behaviour 86: the codes are no matter",
	    "250-mx\n554-DSN\n200-SIZE 7\n250 AUTH",
	    .offered = CAP_DSN | CAP_SIZE | CAP_AUTH, .size = 7 },

	{ "behaviour 89: SIZE alone", "250-mx\n250 SIZE",
	    .offered = CAP_SIZE },
	{ "behaviour 89: SIZE 0", "250-mx\n250 SIZE 0",
	    .offered = CAP_SIZE },
	{ "behaviour 89: SIZE abc", "250-mx\n250 SIZE abc",
	    .offered = CAP_SIZE },
	{ "behaviour 89: SIZE 10x", "250-mx\n250 SIZE 10x",
	    .offered = CAP_SIZE },
	{ "behaviour 89: SIZE -1", "250-mx\n250 SIZE -1",
	    .offered = CAP_SIZE },
	{ "behaviour 89: too big a number is no limit",
	    "250-mx\n250-SIZE 5\n250 SIZE 18446744073709551616",
	    .offered = CAP_SIZE },
	{ "behaviour 89: the greatest number",
	    "250-mx\n250 SIZE 18446744073709551615",
	    .offered = CAP_SIZE, .size = UINT64_MAX },
	{ "behaviour 86: SIZE=100", "250-mx\n250 SIZE=100",
	    .offered = CAP_SIZE, .size = 100 },
	{ "behaviour 86: the last number wins",
	    "250-mx\n250-SIZE 100\n250 SIZE 100000",
	    .offered = CAP_SIZE, .size = 100000 },
	{ "behaviour 86: what is no number does not win",
	    "250-mx\n250-SIZE 100\n250-SIZE\n250 SIZE abc",
	    .offered = CAP_SIZE, .size = 100 },

	{ "behaviour 90: AUTH with blanks",
	    "250-mx\n250 AUTH  PLAIN   LOGIN", .offered = CAP_AUTH,
	    .auth = "PLAIN LOGIN" },
	{ "behaviour 90: AUTH=", "250-mx\n250 AUTH=PLAIN LOGIN",
	    .offered = CAP_AUTH, .auth = "PLAIN LOGIN" },
	{ "behaviour 90: the same list twice",
	    "250-mx\n250-AUTH PLAIN LOGIN\n250 AUTH=plain login",
	    .offered = CAP_AUTH, .auth = "PLAIN LOGIN" },
	{ "behaviour 90: two lists",
	    "250-mx\n250-AUTH LOGIN\n250 AUTH PLAIN LOGIN-X LOGIN",
	    .offered = CAP_AUTH, .auth = "LOGIN PLAIN LOGIN-X" },
	{ "behaviour 153: AUTH without mechanisms", "250-mx\n250 AUTH",
	    .offered = CAP_AUTH },

	{ "behaviour 91: all attributes, unknown ones, any case",
	    "250-mx\n250-XFORWARD NAME addr PORT WHAT\n"
	    "250 XFORWARD PROTO HELO IDENT SOURCE",
	    .offered = CAP_XFORWARD, .xforward = XFORWARD_NAME |
	    XFORWARD_ADDR | XFORWARD_PORT | XFORWARD_PROTO | XFORWARD_HELO |
	    XFORWARD_IDENT | XFORWARD_SOURCE },

	{ "behaviour 92: what is discarded is not there",
	    "250-mx\n250-SIZE 5\n250-AUTH PLAIN\n250-XFORWARD NAME\n250 DSN",
	    .discard = CAP_SIZE | CAP_AUTH | CAP_XFORWARD | CAP_CHUNKING,
	    .offered = CAP_DSN },
	{ "behaviour 94: SMTPUTF8 implies 8BITMIME", "250-mx\n250 SMTPUTF8",
	    .offered = CAP_SMTPUTF8 | CAP_8BITMIME },
	{ "behaviour 94: even where that is discarded",
	    "250-mx\n250-8BITMIME\n250 SMTPUTF8", .discard = CAP_8BITMIME,
	    .offered = CAP_SMTPUTF8 | CAP_8BITMIME },
	{ "behaviour 94: not when SMTPUTF8 is discarded",
	    "250-mx\n250 SMTPUTF8", .discard = CAP_SMTPUTF8 },

	{ "RFC 9422: all limits, any case, unknown ones",
	    "250-mx\n250 LIMITS MAILMAX=5 rcptmax=20 RCPTDOMAINMAX=1 "
	    "FOOMAX=7", .offered = CAP_LIMITS, .limits = { 5, 20, 1 } },
	{ "RFC 9422: six digits at most",
	    "250-mx\n250 LIMITS MAILMAX=999999 RCPTMAX=1000000",
	    .offered = CAP_LIMITS, .limits.mails = 999999 },
	{ "RFC 9422 section 3.1: what is not well written says nothing",
	    "250-mx\n250 LIMITS MAILMAX RCPTMAX=0 RCPTDOMAINMAX=1x",
	    .offered = CAP_LIMITS },
	{ "RFC 9422 section 3.1: nor does a leading zero, or nothing",
	    "250-mx\n250 LIMITS MAILMAX=05 RCPTMAX= RCPTDOMAINMAX=-1",
	    .offered = CAP_LIMITS },
	{ "RFC 9422: LIMITS alone", "250-mx\n250 LIMITS",
	    .offered = CAP_LIMITS },
	{ "behaviour 92: discarded, it limits nothing",
	    "250-mx\n250 LIMITS RCPTMAX=9", .discard = CAP_LIMITS },
};

static void
play(struct capabilities *caps, const struct scene *scene)
{
	capabilities_read(caps, span_of(scene->reply), scene->discard);
	is_number(caps->offered, scene->offered, scene->name);
	is_number(caps->size, scene->size, "its size");
	is_number(caps->xforward, scene->xforward, "its attributes");
	is_number(caps->limits.mails, scene->limits.mails, "its MAILMAX");
	is_number(caps->limits.rcpts, scene->limits.rcpts, "its RCPTMAX");
	is_number(caps->limits.rcpt_domains, scene->limits.rcpt_domains,
	    "its RCPTDOMAINMAX");
	is_text(str_span(&caps->name),
	    scene->server == NULL ? "mx" : scene->server, "its name");
	is_text(str_span(&caps->auth),
	    scene->auth == NULL ? "" : scene->auth, "its mechanisms");
}

/* beyond - a keyword on both sides of the end of what is kept of a reply */

static void
beyond(struct capabilities *caps)
{
	struct reply reply;
	struct str line;

	reply_init(&reply);
	str_init(&line, REPLY_TEXT_MAX);
	for (size_t i = sizeof("250-mx\n"); i < REPLY_TEXT_MAX; i++)
		str_add_char(&line, 'z');
	memcpy(line.at, "250-X-", 6);
	reply_feed(&reply, SPAN("250-mx"), false);
	reply_feed(&reply, str_span(&line), false);
	reply_feed(&reply, SPAN("250-SIZE 1234567"), false);
	reply_feed(&reply, SPAN("250 DSN"), false);
	capabilities_read(caps, str_span(&reply.text), 0);
	is_number(caps->offered, CAP_SIZE,
	    "behaviour 86: a keyword beyond 2048 octets is lost");
	is_number(caps->size, 1234567,
	    "behaviour 67: one that begins before is whole");
	str_clear(&line);
	reply_clear(&reply);
}

static void
huge_words(struct capabilities *caps)
{
	enum { MANY = 20000 };
	struct str text;

	str_init(&text, (size_t)MANY * 4);
	str_add(&text, SPAN("250-"));
	for (int i = 0; i < MANY; i++)
		str_add_char(&text, 'm');
	str_add(&text, SPAN("\n250-DSN\n250 AUTH "));
	for (int i = 0; i < MANY; i++)
		str_add_char(&text, 'A');
	capabilities_read(caps, str_span(&text), 0);
	is_number(caps->name.len, REPLY_TEXT_MAX, "a huge name is cut");
	is_number(caps->offered, CAP_DSN | CAP_AUTH,
	    "and the lines behind it are keywords");
	is_number(caps->auth.len, 0, "a huge mechanism is left out");
	str_clear(&text);
}

static void
lists(void)
{
	bool silent = true;
	struct str names;

	str_init(&names, 100);
	is_number(capabilities_from_list(
	    SPAN("8bitmime, DSN\t,foo,starttls  chunking,, etrn"), &silent),
	    CAP_8BITMIME | CAP_DSN | CAP_STARTTLS | CAP_CHUNKING,
	    "behaviour 92: a list of keywords");
	ok(!silent, "it is not silent");
	is_number(capabilities_from_list(SPAN("Silent-Discard, size"),
	    &silent), CAP_SIZE, "behaviour 92: silent-discard is no keyword");
	ok(silent, "it is silent");
	is_number(capabilities_from_list(SPAN(""), &silent), 0,
	    "an empty list");
	ok(!silent, "it is not silent");

	capabilities_add_names(&names, CAP_DSN | CAP_8BITMIME | CAP_LIMITS);
	is_text(str_span(&names), "8BITMIME DSN LIMITS", "names of bits");
	str_reset(&names);
	capabilities_add_names(&names, 0);
	is_text(str_span(&names), "", "no bits, no names");
	str_clear(&names);
}

int
main(void)
{
	struct capabilities caps;

	capabilities_init(&caps);
	for (size_t i = 0; i < sizeof(scenes) / sizeof(scenes[0]); i++)
		play(&caps, &scenes[i]);
	beyond(&caps);
	huge_words(&caps);
	lists();
	capabilities_read(&caps, SPAN("250-mx\n250-AUTH A\n250 SIZE 1"), 0);
	capabilities_reset(&caps);
	ok(caps.offered == 0 && caps.size == 0 && caps.name.len == 0 &&
	    caps.auth.len == 0, "everything is forgotten");
	capabilities_clear(&caps);
	return tap_done();
}
