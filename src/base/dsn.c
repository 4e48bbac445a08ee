/* SPDX-License-Identifier: BSD-2-Clause */
#include "base/dsn.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/ascii.h"
#include "base/mem.h"
#include "base/utf8.h"

static const char *const stage_names[] = {
	[STAGE_INPUT] = "input",
	[STAGE_DNS] = "dns",
	[STAGE_POLICY] = "policy",
	[STAGE_CONNECT] = "connect",
	[STAGE_BANNER] = "banner",
	[STAGE_HELLO] = "hello",
	[STAGE_STARTTLS] = "starttls",
	[STAGE_TLS] = "tls",
	[STAGE_AUTH] = "auth",
	[STAGE_XFORWARD] = "xforward",
	[STAGE_MAIL] = "mail",
	[STAGE_RCPT] = "rcpt",
	[STAGE_DATA] = "data",
	[STAGE_MESSAGE] = "message",
	[STAGE_END_OF_DATA] = "end-of-data",
	[STAGE_QUIT] = "quit",
};

const char *
stage_name(enum stage stage)
{
	return stage_names[stage];
}

/* compose - our sentence: printable, one line, bounded */

PRINTF_LIKE(2, 0) static struct span
compose(struct arena *arena, const char *format, va_list args)
{
	char text[DSN_TEXT_MAX + 1];
	int len = vsnprintf(text, sizeof(text), format, args);

	must(len >= 0);
	return utf8_printable(arena, span_from(text, strlen(text)), '?');
}

bool
dsn_fail(struct dsn *why, const char *status, const char *format, ...)
{
	va_list args;

	must(why->arena != NULL && dsn_status_is_good(span_of(status)));
	memcpy(why->status, status, strlen(status) + 1);
	why->code = 0;
	why->softened = false;
	why->reply = (struct span){ 0 };
	va_start(args, format);
	why->text = compose(why->arena, format, args);
	va_end(args);
	return false;
}

/* fill - the one place that settles a reply which contradicts itself */

static void
fill(struct dsn *why, int code, struct span status)
{
	int class = code / 100;

	why->code = (short)code;
	why->softened = false;
	if (class != 2 && class != 4 && class != 5)
		memcpy(why->status, "5.5.0", sizeof("5.5.0"));
	else if (dsn_status_is_good(status) && status.at[0] - '0' == class) {
		memcpy(why->status, status.at, status.len);
		why->status[status.len] = '\0';
	} else {
		memcpy(why->status, "0.0.0", sizeof("0.0.0"));
		why->status[0] = (char)('0' + class);
	}
}

void
dsn_hear(struct dsn *why, int code, struct span status, struct span reply,
    const char *format, ...)
{
	va_list args;

	must(why->arena != NULL && code >= 0 && code <= 999);
	fill(why, code, status);
	if (reply.len > DSN_TEXT_MAX)
		reply.len = DSN_TEXT_MAX;
	why->reply = arena_copy(why->arena, reply);
	va_start(args, format);
	why->text = compose(why->arena, format, args);
	va_end(args);
}

struct dsn
dsn_as(struct dsn dsn, char class)
{
	must(dsn.status[0] != '\0');
	dsn.status[0] = class;
	return dsn;
}

struct dsn
dsn_soften(struct dsn dsn)
{
	if (dsn_class(&dsn) != '5')
		return dsn;
	dsn = dsn_as(dsn, '4');
	dsn.softened = true;
	return dsn;
}

/* number - one to three digits at *i, which goes on behind them */

static bool
number(struct span s, size_t *i)
{
	size_t from = *i;

	while (*i < s.len && *i - from < 3 && ascii_is_digit(s.at[*i]))
		++*i;
	return *i > from;
}

bool
dsn_status_is_good(struct span s)
{
	size_t i = 2;

	if (s.len < 5 || s.len > DSN_STATUS_MAX || s.at[1] != '.' ||
	    (s.at[0] != '2' && s.at[0] != '4' && s.at[0] != '5'))
		return false;
	return number(s, &i) && i < s.len && s.at[i++] == '.' &&
	    number(s, &i) && i == s.len;
}
