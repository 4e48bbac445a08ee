/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The fields of any header, put together, are the header up to where the
 * walk ends; each has a name of printable ASCII and goes on only with folds;
 * the first of each name is the one that is found. No fold is left behind.
 */
#include <stdint.h>
#include <stdlib.h>

#include "base/ascii.h"
#include "message/header.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
check(bool holds)
{
	if (!holds)
		abort();
}

static bool
is_inside(struct span part, struct span whole)
{
	return part.at >= whole.at &&
	    part.at + part.len <= whole.at + whole.len;
}

static void
check_field(struct span header, const struct header_field *field)
{
	struct header_field first;
	struct span body = field->body;

	check(field->name.len > 0 && field->name.at == field->whole.at);
	check(is_inside(field->name, field->whole));
	check(is_inside(body, field->whole));
	for (size_t i = 0; i < field->name.len; i++)
		check(ascii_is_print(field->name.at[i]) &&
		    field->name.at[i] != ' ' && field->name.at[i] != ':');
	check(body.at[-1] == ':');
	while (span_find(body, '\n') < body.len) {
		span_cut(&body, '\n');
		check(body.len > 0 && ascii_is_blank(body.at[0]));
	}
	check(header_find(&header, field->name, &first));
	check(first.whole.at <= field->whole.at);
	check(ascii_equal(first.name, field->name));
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct span header = span_from((const char *)data, size);
	struct span rest = header, search = header, encoding =
	    SPAN("content-transfer-encoding");
	struct header_field field;
	const char *at = header.at;
	bool found = false;

	while (header_next(&rest, &field)) {
		check(field.whole.at == at && field.whole.len > 1);
		at += field.whole.len;
		check(rest.at == at);
		check_field(header, &field);
		found = found || ascii_equal(field.name, encoding);
	}
	check(rest.len == 0 || rest.at == header.at ||
	    !ascii_is_blank(rest.at[0]));
	check(header_find(&search, encoding, &field) == found);
	check(found || !header_declares_8bit(header));
	check(header_waives_tls(header) == header_waives_tls(
	    span_first(header, header.len - rest.len)));
	check(header_declares_8bit(header) == header_declares_8bit(
	    span_first(header, header.len - rest.len)));
	return 0;
}
