/* SPDX-License-Identifier: BSD-2-Clause */
#include "auth/veil.h"

#include "base/ascii.h"
#include "base/str.h"
#include "os/secret_reveal.h"

static bool
is_hidden(const struct veil *veil, struct span text)
{
	for (size_t i = 0; i < veil->hidden.len; i++)
		if (span_equal(secret_reveal(veil->hidden.at[i].what), text))
			return true;
	return false;
}

static void
hide(struct veil *veil, struct span text, size_t part)
{
	if (veil->hidden.len < VEIL_MAX && !is_hidden(veil, text))
		*vec_add(&veil->hidden) = (struct veiled){
		    secret_copy(text), text.len < part ? text.len : part };
}

void
veil_secret(struct veil *veil, const struct secret *secret)
{
	if (secret != NULL && secret_len(secret) >= VEIL_SECRET_MIN)
		hide(veil, secret_reveal(secret), VEIL_SECRET_PART);
}

void
veil_word(struct veil *veil, struct span line)
{
	size_t blank = span_find_last(line, ' ');
	struct span word = blank < line.len ?
	    span_from_octet(line, blank + 1) : line;

	if (word.len >= VEIL_WORD_MIN)
		hide(veil, word, VEIL_WORD_MIN);
}

/* common - octets at the beginning of both */

static size_t
common(struct span a, struct span b)
{
	size_t n = 0;

	while (n < a.len && n < b.len && a.at[n] == b.at[n])
		n++;
	return n;
}

/* covered - octets at the beginning of the text that must not be seen */

static size_t
covered(const struct veil *veil, struct span text)
{
	size_t most = 0;

	for (size_t i = 0; i < veil->hidden.len; i++) {
		const struct veiled *veiled = &veil->hidden.at[i];
		size_t n = common(secret_reveal(veiled->what), text);

		if (n >= veiled->part && n > most)
			most = n;
	}
	return most;
}

/* framed - octets at the beginning that make it a reply line */

static size_t
framed(struct span line)
{
	enum { CODE = 3 };

	for (size_t i = 0; i < CODE; i++)
		if (line.len <= CODE || !ascii_is_digit(line.at[i]))
			return 0;
	return line.at[CODE] == ' ' || line.at[CODE] == '-' ? CODE + 1 : 0;
}

struct span
veil_over(const struct veil *veil, struct span line, struct arena *arena)
{
	size_t i = framed(line), n;
	struct span shown;
	struct str text;

	if (veil->hidden.len == 0)
		return line;
	str_init(&text, line.len + 1);
	str_add(&text, span_first(line, i));
	for (; i < line.len; i += n > 0 ? n : 1) {
		n = covered(veil, span_from_octet(line, i));
		str_add_char(&text, n > 0 ? '*' : line.at[i]);
	}
	shown = arena_copy(arena, str_span(&text));
	str_clear(&text);
	return shown;
}

void
veil_clear(struct veil *veil)
{
	for (size_t i = 0; i < veil->hidden.len; i++)
		secret_free(&veil->hidden.at[i].what);
	vec_clear(&veil->hidden);
}
