/* SPDX-License-Identifier: BSD-2-Clause */
#include "cmd/assign.h"

#include "param/rows.h"

static void
set(struct reading *r, struct span name, struct span value)
{
	const struct setting setting = { .name = name, .value = value,
	    .from = SETTING_OPTION, .file = r->spelling };

	settings_set(r->settings, &setting);
}

bool
take_setting(struct reading *r, const struct option_row *row, const char *arg)
{
	set(r, span_of(row->param[r->o->protocol]),
	    span_of(row->value != NULL ? row->value : arg));
	return true;
}

bool
take_tls(struct reading *r, const struct option_row *row, const char *arg)
{
	const struct limits any = ANY;
	unsigned level;

	(void)row;
	if (arg[0] == '\0' || !KIND_TLS_LEVEL.read(&KIND_TLS_LEVEL,
	    span_of(arg), &any, &level))
		return take_wanted(r, "a TLS level", arg);
	set(r, span_of(r->o->protocol == PROTOCOL_LMTP ?
	    "lmtp_tls_security_level" : "smtp_tls_security_level"),
	    span_of(arg));
	return true;
}

/* holds_secret - a table of passwords that is spelled out, or may be: behind
 * a macro, or as the rules of a table */

static bool
holds_secret(const struct param_row *row, const char *value)
{
	return row != NULL && row->kind == &KIND_PASSWORDS &&
	    (strstr(value, "inline:") != NULL ||
	    strstr(value, "static:") != NULL ||
	    strpbrk(value, "${") != NULL);
}

static bool
take_assignment(struct reading *r, struct span name, const char *value)
{
	enum protocol protocol;
	const struct param_row *row;

	name = span_trim(name);
	row = param_find(name, &protocol);
	if (name.len == 0)
		return take_fail(r, ": no name stands before the \"=\"", "");
	if (row == NULL && param_is_reserved(name))
		return take_fail(r, ": no parameter is called ",
		    arena_copy(r->why->arena, name).at);
	if (holds_secret(row, value))
		return take_fail(r, ": passwords do not belong on the command "
		    "line, where everybody can see them: name a table "
		    "outright", "");
	set(r, name, span_of(value));
	return true;
}

bool
take_option(struct reading *r, const struct option_row *row, const char *arg)
{
	static const char *const ignored[] = { "em", "ee", "di", "m" };
	const char *equals = strchr(arg, '=');

	(void)row;
	if (equals != NULL)
		return take_assignment(r, span_from(arg,
		    (size_t)(equals - arg)), equals + 1);
	if (strcmp(arg, "i") == 0) {
		r->o->as_sendmail = true;
		return true;
	}
	for (size_t i = 0; i < sizeof(ignored) / sizeof(ignored[0]); i++)
		if (strcmp(arg, ignored[i]) == 0)
			return true;
	return take_wanted(r, "NAME=VALUE", arg);
}
