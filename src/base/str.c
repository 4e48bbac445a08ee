/* SPDX-License-Identifier: BSD-2-Clause */
#include "base/str.h"

#include <stdio.h>
#include <string.h>

#include "base/mem.h"

void
str_init(struct str *s, size_t max)
{
	must(max > 0);
	*s = (struct str){ .max = max };
}

void
str_clear(struct str *s)
{
	mem_free(&s->at);
	*s = (struct str){ .max = s->max };
}

void
str_wipe(struct str *s)
{
	if (s->at != NULL)
		mem_wipe(s->at, s->room);
	str_clear(s);
}

void
str_reset(struct str *s)
{
	s->len = 0;
	s->full = false;
	if (s->at != NULL)
		s->at[0] = '\0';
}

bool
str_reserve(struct str *s, size_t more)
{
	size_t need, room;

	must(s->max > 0);
	if (more > s->max - s->len) {
		s->full = true;
		return false;
	}
	need = s->len + more + 1;
	if (need <= s->room)
		return true;
	room = s->room < 64 ? 64 : s->room;
	while (room < need)
		room = room > s->max ? need : room * 2;
	s->at = mem_grow(s->at, room, 1);
	s->room = room;
	return true;
}

void
str_add(struct str *s, struct span text)
{
	if (!str_reserve(s, text.len))
		return;
	if (text.len > 0)
		memcpy(s->at + s->len, text.at, text.len);
	s->len += text.len;
	s->at[s->len] = '\0';
}

void
str_add_char(struct str *s, char c)
{
	str_add(s, span_from(&c, 1));
}

void
str_addv(struct str *s, const char *format, va_list args)
{
	va_list again;
	int len;

	va_copy(again, args);
	len = vsnprintf(NULL, 0, format, again);
	va_end(again);
	must(len >= 0);
	if (!str_reserve(s, (size_t)len))
		return;
	vsnprintf(s->at + s->len, (size_t)len + 1, format, args);
	s->len += (size_t)len;
}

void
str_addf(struct str *s, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	str_addv(s, format, args);
	va_end(args);
}

void
str_drop(struct str *s, size_t n)
{
	must(n <= s->len);
	if (n == 0)
		return;
	memmove(s->at, s->at + n, s->len - n + 1);
	s->len -= n;
}
