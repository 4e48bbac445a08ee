/* SPDX-License-Identifier: BSD-2-Clause */
#include "tls/notes.h"

#include <stdarg.h>
#include <stdio.h>

#include "base/utf8.h"

enum { NOTE_MAX = 512 };

void
notes_add(struct notes *notes, const char *format, ...)
{
	char text[NOTE_MAX + 1];
	va_list args;

	if (notes == NULL || notes->len == NOTES_MAX)
		return;
	va_start(args, format);
	vsnprintf(text, sizeof(text), format, args);
	va_end(args);
	notes->line[notes->len++] = utf8_printable(notes->arena,
	    span_of(text), '?');
}
