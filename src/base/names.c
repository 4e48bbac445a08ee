/* SPDX-License-Identifier: BSD-2-Clause */
#include "base/names.h"

#include "base/ascii.h"

static bool
same(const struct names *names, const struct name *row, struct span word)
{
	struct span own = span_of(row->word);

	return names->exact ? span_equal(own, word) : ascii_equal(own, word);
}

bool
names_code(const struct names *names, struct span word, unsigned *code)
{
	for (const struct name *r = names->rows; r->word != NULL; r++)
		if (same(names, r, word)) {
			*code = r->code;
			return true;
		}
	return false;
}

const char *
names_word(const struct names *names, unsigned code)
{
	for (const struct name *r = names->rows; r->word != NULL; r++)
		if (r->code == code)
			return r->word;
	return NULL;
}

bool
names_mask(const struct names *names, struct span list, unsigned *mask,
    struct span *unknown)
{
	unsigned all = 0, code;
	struct span word;

	while (ascii_word(&list, ", \t\r\n", &word)) {
		if (!names_code(names, word, &code)) {
			*unknown = word;
			return false;
		}
		all |= code;
	}
	*mask = all;
	return true;
}

/* join - one more word of a list that began at octet `from` */

static void
join(struct str *to, size_t from, const char *between, const char *word)
{
	if (to->len > from)
		str_add(to, span_of(between));
	str_add(to, span_of(word));
}

void
names_add_mask(struct str *to, const struct names *names, unsigned mask,
    const char *between)
{
	size_t from = to->len;

	for (const struct name *r = names->rows; r->word != NULL; r++)
		if (r->code != 0 && (r->code & mask) == r->code)
			join(to, from, between, r->word);
}

void
names_add_all(struct str *to, const struct names *names, const char *between)
{
	size_t from = to->len;

	for (const struct name *r = names->rows; r->word != NULL; r++)
		join(to, from, between, r->word);
}
