/* SPDX-License-Identifier: BSD-2-Clause */
#include "report/folded.h"

#include "report/printable.h"

enum {
	WORD_MAX = 800,		/* octets of a word in one line */
	GAP_MAX = 64,		/* blanks in a row */
};

/* clean - printable, and US-ASCII if it must be; room has its room already */

static struct span
clean(struct str *room, struct span text, bool utf8)
{
	printable_add(room, text);
	for (size_t i = 0; !utf8 && i < room->len; i++)
		if ((unsigned char)room->at[i] > 127)
			room->at[i] = '?';
	return span_trim(str_span(room));
}

static void
break_line(struct str *to, const struct folding *folding, size_t *column)
{
	str_add_char(to, '\n');
	str_add(to, span_of(folding->indent));
	*column = strlen(folding->indent);
}

/* cut_word - as much of it as a line may hold, not in the middle of a
 * character */

static struct span
cut_word(struct span *word)
{
	size_t n = word->len;
	struct span head;

	if (n > WORD_MAX)
		for (n = WORD_MAX; ((unsigned char)word->at[n] & 0xc0) ==
		    0x80;)
			n--;
	head = span_first(*word, n);
	*word = span_from_octet(*word, n);
	return head;
}

static void
add_word(struct str *to, const struct folding *folding, size_t *column,
    struct span word)
{
	struct span head = cut_word(&word);

	str_add(to, head);
	*column += head.len;
	while (word.len > 0) {
		break_line(to, folding, column);
		head = cut_word(&word);
		str_add_char(to, ' ');
		str_add(to, head);
		*column += 1 + head.len;
	}
}

static size_t
cut_gap(struct span *rest)
{
	size_t n = 0;

	while (n < rest->len && rest->at[n] == ' ')
		n++;
	*rest = span_from_octet(*rest, n);
	return n < GAP_MAX ? n : GAP_MAX;
}

void
folded_add(struct str *to, const struct folding *folding, struct span text)
{
	char chars[FOLDED_TEXT_MAX + 1];
	struct str room = { .at = chars, .max = FOLDED_TEXT_MAX,
	    .room = sizeof(chars) };
	struct span rest = clean(&room, text, folding->utf8);
	size_t column = folding->column, gap, len;

	while (rest.len > 0) {
		gap = cut_gap(&rest);
		len = span_find(rest, ' ');
		if (gap > 0 && column + gap + len > FOLDED_WIDTH)
			break_line(to, folding, &column);
		str_addf(to, "%*s", (int)gap, "");
		column += gap;
		add_word(to, folding, &column, span_first(rest, len));
		rest = span_from_octet(rest, len);
	}
}

void
folded_add_field(struct str *to, const char *name, struct span text, bool utf8)
{
	const struct folding folding = { .column = strlen(name) + 2,
	    .indent = "", .utf8 = utf8 };

	if (span_trim(text).len == 0)
		return;
	str_addf(to, "%s: ", name);
	folded_add(to, &folding, text);
	str_add_char(to, '\n');
}
