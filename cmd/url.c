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

/* smtp_url - what follows smtp:// */

static bool
smtp_url(struct span url, struct span rest, struct span *to,
    struct dsn *why)
{
	struct span host, port;

	/* What stands before the "@" may be a password: it is not shown. */
	if (span_find(rest, '@') < rest.len)
		return dsn_fail(why, "5.1.3", "a URL with a user in it is no "
		    "destination");
	if (rest.len > 0 && rest.at[rest.len - 1] == '/')
		rest.len--;
	if (!split(rest, &host, &port) || !is_clean(host) ||
	    !is_number(port))
		return dsn_fail(why, "5.1.3", "%.*s is not of the form "
		    "smtp://host:port", SPAN_ARG(url));
	*to = bracketed(why->arena, host, port);
	return true;
}

static bool
translate(struct span piece, struct span *to, struct dsn *why)
{
	struct span scheme = span_first(piece, scheme_len(piece));

	*to = piece;
	if (scheme.len == piece.len)
		return true;
	if (ascii_equal(scheme, SPAN("smtp")))
		return smtp_url(piece, span_from_octet(piece, scheme.len + 3),
		    to, why);
	if (ascii_equal(scheme, SPAN("smtps")) ||
	    ascii_equal(scheme, SPAN("lmtp")))
		return dsn_fail(why, "5.3.5", "%.*s:// is not built yet",
		    SPAN_ARG(scheme));
	return dsn_fail(why, "5.1.3", "%.*s:// is no URL of a mail server",
	    SPAN_ARG(scheme));
}

bool
url_destinations(struct span list, struct span *destinations,
    struct dsn *why)
{
	struct span piece;
	struct str to;
	bool good = true;

	str_init(&to, list.len * 2 + 1);
	while (good && ascii_word(&list, ", \t\r\n", &piece)) {
		good = translate(piece, &piece, why);
		str_addf(&to, "%s", to.len == 0 ? "" : ", ");
		if (good)
			str_add(&to, piece);
	}
	if (good && to.len == 0)
		good = dsn_fail(why, "5.1.3", "there is no destination in it");
	if (good)
		*destinations = arena_copy(why->arena, str_span(&to));
	str_clear(&to);
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
