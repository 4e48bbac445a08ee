/* SPDX-License-Identifier: BSD-2-Clause */
#include "cmd/url.h"

#include "base/ascii.h"
#include "base/str.h"

/* scheme_len - the octets before "://", or the whole length without it */

static size_t
scheme_len(struct span s)
{
	for (size_t i = 0; i + 3 <= s.len; i++)
		if (memcmp(s.at + i, "://", 3) == 0)
			return i;
	return s.len;
}

/* split - "host:port" and "[host]:port"; more than one colon without
 * brackets is an IPv6 address. False: a bracket has no match, or something
 * else than a colon stands behind it. */

static bool
split(struct span s, struct span *host, struct span *port)
{
	size_t colon = span_find(s, ':');

	*port = SPAN("");
	if (s.len > 0 && s.at[0] == '[') {
		size_t close = span_find(s, ']');

		if (close == s.len ||
		    (close + 1 < s.len && s.at[close + 1] != ':'))
			return false;
		*host = span_from(s.at + 1, close - 1);
		if (close + 1 < s.len)
			*port = span_from_octet(s, close + 2);
		return true;
	}
	*host = s;
	if (colon < s.len && colon == span_find_last(s, ':')) {
		*host = span_first(s, colon);
		*port = span_from_octet(s, colon + 1);
	}
	return true;
}

/* is_clean - nothing of what has a meaning in lists and URLs */

static bool
is_clean(struct span s)
{
	for (size_t i = 0; i < s.len; i++)
		if (!((unsigned char)s.at[i] >= 0x80 ||
		    (ascii_is_print(s.at[i]) &&
		    strchr(" ,/@?#%[]<>\"\\", s.at[i]) == NULL)))
			return false;
	return s.len > 0;
}

static bool
is_number(struct span s)
{
	for (size_t i = 0; i < s.len; i++)
		if (!ascii_is_digit(s.at[i]))
			return false;
	return true;
}

static struct span
bracketed(struct arena *arena, struct span host, struct span port)
{
	return arena_text(arena, "[%.*s]%s%.*s", SPAN_ARG(host),
	    port.len == 0 ? "" : ":", SPAN_ARG(port));
}

/* host_url - host[:port], and perhaps a "/" */

static bool
host_url(struct span url, struct span rest, struct span *to, struct dsn *why)
{
	struct span host, port;

	if (rest.len > 0 && rest.at[rest.len - 1] == '/')
		rest.len--;
	if (!split(rest, &host, &port) || !is_clean(host) ||
	    !is_number(port))
		return dsn_fail(why, "5.1.3", "%.*s is not of the form "
		    "%.*s://host:port", SPAN_ARG(url),
		    (int)scheme_len(url), url.at);
	*to = bracketed(why->arena, host, port);
	if (ascii_starts(url, SPAN("smtps:")))
		*to = arena_text(why->arena, "smtps:%.*s", SPAN_ARG(*to));
	return true;
}

/* path_url - lmtp:///path, which is all of a destination */

static bool
path_url(struct span url, struct span path, struct span *to, struct dsn *why)
{
	for (size_t i = 0; i < path.len; i++)
		if (path.at[i] != '/' && !is_clean(span_from(path.at + i, 1)))
			return dsn_fail(why, "5.1.3", "%.*s is not of the "
			    "form lmtp:///path", SPAN_ARG(url));
	*to = arena_text(why->arena, "unix:%.*s", SPAN_ARG(path));
	return true;
}

/* A list that is being translated. */
struct reader {
	struct dsn *why;
	struct str to;
	bool smtp, lmtp;	/* there was a URL of this scheme */
	bool path;		/* there was a path */
	size_t len;		/* members */
};

static bool
translate_url(struct reader *r, struct span scheme, struct span url,
    struct span *to)
{
	struct span rest = span_from_octet(url, scheme.len + 3);

	/* What stands before the "@" may be a password: it is not shown. */
	if ((r->smtp || r->lmtp) && span_find(rest, '@') < rest.len)
		return dsn_fail(r->why, "5.1.3", "a URL with a user in it is "
		    "no destination");
	if (r->smtp && r->lmtp)
		return dsn_fail(r->why, "5.1.3", "smtp:// and lmtp:// do not "
		    "go together");
	if (!r->lmtp || rest.len < 2 || rest.at[0] != '/')
		return host_url(url, rest, to, r->why);
	r->path = true;
	return path_url(url, rest, to, r->why);
}

static bool
translate(struct reader *r, struct span piece, struct span *to)
{
	struct span scheme = span_first(piece, scheme_len(piece));

	*to = piece;
	if (scheme.len == piece.len)
		return true;
	if (ascii_equal(scheme, SPAN("smtp")) ||
	    ascii_equal(scheme, SPAN("smtps")))
		r->smtp = true;
	else if (ascii_equal(scheme, SPAN("lmtp")))
		r->lmtp = true;
	else
		return dsn_fail(r->why, "5.1.3", "%.*s:// is no URL of a mail "
		    "server", SPAN_ARG(scheme));
	return translate_url(r, scheme, piece, to);
}

static bool
take(struct reader *r, struct span piece)
{
	struct span to;

	if (!translate(r, piece, &to))
		return false;
	str_addf(&r->to, "%s", r->len++ == 0 ? "" : ", ");
	str_add(&r->to, to);
	return !r->path || r->len == 1 || dsn_fail(r->why, "5.1.3",
	    "lmtp:///path is all of a destination");
}

static bool
take_all(struct reader *r, struct span list)
{
	struct span piece;

	/* A path may hold what stands between members elsewhere. */
	if (span_starts(list, SPAN("unix:")))
		return take(r, list);
	while (ascii_word(&list, ", \t\r\n", &piece))
		if (!take(r, piece))
			return false;
	return r->len > 0 || dsn_fail(r->why, "5.1.3", "there is no "
	    "destination in it");
}

bool
url_asks_lmtp(struct span list)
{
	struct span piece;

	while (ascii_word(&list, ", \t\r\n", &piece))
		if (ascii_starts(piece, SPAN("lmtp://")))
			return true;
	return false;
}

bool
url_destinations(struct span list, struct span *destinations,
    struct dsn *why)
{
	struct reader r = { .why = why };
	bool good;

	str_init(&r.to, list.len * 2 + 1);
	good = take_all(&r, span_trim(list));
	if (good)
		*destinations = arena_copy(why->arena, str_span(&r.to));
	str_clear(&r.to);
	return good;
}

bool
url_server(struct span server, struct span *destination, struct dsn *why)
{
	struct span host, port;

	if (!split(server, &host, &port) || !is_clean(host) ||
	    (port.len > 0 && !is_clean(port)))
		return dsn_fail(why, "5.1.3", "\"%.*s\" is not of the form "
		    "host:port", SPAN_ARG(server));
	*destination = bracketed(why->arena, host, port);
	return true;
}
