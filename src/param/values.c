/* SPDX-License-Identifier: BSD-2-Clause */
#include "param/values.h"

#include "param/expand.h"

static void
index_rows(struct values *values)
{
	for (size_t i = 0; i < param_rows_len; i++)
		for (int p = PROTOCOL_SMTP; p <= PROTOCOL_LMTP; p++) {
			struct span name = param_name(&param_rows[i],
			    (enum protocol)p);

			if (name.len > 0)
				map_put(&values->rows, name, i);
		}
}

void
values_init(struct values *values, const struct params_input *input,
    struct arena *arena)
{
	*values = (struct values){ .input = input, .arena = arena };
	values->postfix_mode = settings_in_file(input->settings,
	    SPAN("compatibility_level"));
	index_rows(values);
}

void
values_clear(struct values *values)
{
	map_clear(&values->rows);
	map_clear(&values->used);
}

const struct param_row *
values_row(const struct values *values, struct span name)
{
	size_t i;

	return map_get(&values->rows, name, &i) ? &param_rows[i] : NULL;
}

static void look_up(void *self, struct span name, struct span *value);

/* host_name - with a dot in it, if need be by $mydomain or localdomain; what
 * is no host name could mean a macro, and is passed over */

static struct span
host_name(struct values *values)
{
	struct span host = values->input->facts->hostname;
	const char *domain = settings_get(values->input->settings,
	    SPAN("mydomain")) != NULL ? "$mydomain" : "localdomain";

	if (host.len == 0 || span_find(host, '$') < host.len)
		host = SPAN("localhost");
	if (span_find(host, '.') < host.len)
		return host;
	return arena_text(values->arena, "%.*s.%s", SPAN_ARG(host), domain);
}

/* domain_name - what follows the first dot of $myhostname; myhostname may in
 * turn be made of $mydomain, which is then localdomain */

static struct span
domain_name(struct values *values)
{
	struct dsn unheard = DSN_IN(values->arena);
	struct span host, domain = SPAN("localdomain");
	size_t dot;

	if (values->in_mydomain)
		return domain;
	values->in_mydomain = true;
	if (expand(SPAN("$myhostname"), look_up, values, &host, &unheard)) {
		dot = span_find(host, '.');
		if (dot < host.len)
			domain = span_from_octet(host, dot + 1);
	}
	values->in_mydomain = false;
	return domain;
}

/* directory - of the configuration file; a dollar in its name means itself */

static struct span
directory(struct values *values)
{
	struct span rest = values->input->facts->config_directory;
	struct span whole = SPAN("");

	while (rest.len > 0) {
		bool dollar = span_find(rest, '$') < rest.len;
		struct span part = span_cut(&rest, '$');

		whole = arena_text(values->arena, "%.*s%.*s%s",
		    SPAN_ARG(whole), SPAN_ARG(part), dollar ? "$$" : "");
	}
	return whole;
}

/* default_of - the default of a row as it is before expansion */

static struct span
default_of(struct values *values, const struct param_row *row,
    enum protocol protocol)
{
	struct span text = param_default(row, protocol,
	    values->postfix_mode);

	if (span_equal(text, SPAN(FROM_HOST)))
		return host_name(values);
	if (span_equal(text, SPAN(FROM_MYHOSTNAME)))
		return domain_name(values);
	if (span_equal(text, SPAN(FROM_FILE)))
		return directory(values);
	return text;
}

/* look_up - what $name stands for, before expansion */

static void
look_up(void *self, struct span name, struct span *value)
{
	struct values *values = self;
	const struct setting *setting = settings_get(values->input->settings,
	    name);
	const struct param_row *row = values_row(values, name);
	enum protocol protocol = values->input->protocol;

	if (setting != NULL) {
		map_put(&values->used, setting->name, 1);
		*value = setting->value;
		return;
	}
	*value = SPAN("");
	if (row == NULL)
		return;
	if (!span_equal(param_name(row, protocol), name))
		protocol = protocol == PROTOCOL_SMTP ? PROTOCOL_LMTP :
		    PROTOCOL_SMTP;
	*value = default_of(values, row, protocol);
}

bool
values_default(struct values *values, const struct param_row *row,
    struct span *text, struct dsn *why)
{
	enum protocol protocol = values->input->protocol;
	struct span name = param_name(row, protocol);

	return expand(default_of(values, row, protocol), look_up, values,
	    text, why) || dsn_fail(why, "5.3.5", "the default of %.*s: %.*s",
	    SPAN_ARG(name), SPAN_ARG(why->text));
}

bool
values_text(struct values *values, const struct param_row *row,
    struct value_text *text, struct dsn *why)
{
	struct span name = param_name(row, values->input->protocol), origin;
	const struct setting *setting = name.len == 0 ? NULL :
	    settings_get(values->input->settings, name);

	text->setting = setting;
	if (setting == NULL)
		return values_default(values, row, &text->text, why);
	if (expand(setting->value, look_up, values, &text->text, why))
		return true;
	origin = setting_origin(values->arena, setting);
	return dsn_fail(why, "5.3.5", "%.*s: %.*s: %.*s", SPAN_ARG(origin),
	    SPAN_ARG(name), SPAN_ARG(why->text));
}
