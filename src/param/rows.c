/* SPDX-License-Identifier: BSD-2-Clause */
#include "param/rows.h"

const struct param_row param_rows[] = {
#define PARAM(kind, field, smtp, lmtp, value, lmtp_value, limits, doc) \
	{ { smtp, lmtp }, { value, lmtp_value }, &KIND_##kind, limits, \
	    BUILT_ACTS, offsetof(struct params, field), true, doc },
#define LATER(kind, smtp, lmtp, value, lmtp_value, limits, built, doc) \
	{ { smtp, lmtp }, { value, lmtp_value }, &KIND_##kind, limits, \
	    BUILT_##built, 0, false, doc },
#include "param/def/all.def"
#undef PARAM
#undef LATER
};

const size_t param_rows_len = sizeof(param_rows) / sizeof(param_rows[0]);

/* Defaults that hold outside Postfix mode. */
static const struct {
	const char *name, *value;
} own_defaults[] = {
#define OWN(name, value, why) { name, value },
#include "param/def/own.def"
#undef OWN
};

struct span
param_name(const struct param_row *row, enum protocol protocol)
{
	const char *name = row->names[protocol];

	return span_of(name == SAME ? row->names[PROTOCOL_SMTP] : name);
}

struct span
param_default(const struct param_row *row, enum protocol protocol,
    bool postfix_mode)
{
	struct span name = param_name(row, protocol);
	const char *value = row->defaults[protocol];
	size_t i, n = sizeof(own_defaults) / sizeof(own_defaults[0]);

	for (i = 0; !postfix_mode && i < n; i++)
		if (span_equal(span_of(own_defaults[i].name), name))
			return span_of(own_defaults[i].value);
	return span_of(value == SAME ? row->defaults[PROTOCOL_SMTP] : value);
}

const struct param_row *
param_find(struct span name, enum protocol *protocol)
{
	const struct param_row *row = param_rows;

	for (; name.len > 0 && row < param_rows + param_rows_len; row++)
		for (int p = PROTOCOL_SMTP; p <= PROTOCOL_LMTP; p++)
			if (span_equal(param_name(row, (enum protocol)p),
			    name)) {
				*protocol = (enum protocol)p;
				return row;
			}
	return NULL;
}

bool
param_is_reserved(struct span name)
{
	return span_starts(name, SPAN("smtp_")) ||
	    span_starts(name, SPAN("lmtp_")) ||
	    span_starts(name, SPAN("mxput_"));
}
