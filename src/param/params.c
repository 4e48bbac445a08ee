/* SPDX-License-Identifier: BSD-2-Clause */
#include "param/params.h"

#include <stdarg.h>

#include "param/expand.h"
#include "param/values.h"

/* The sizes of the values that struct params holds, by shape. */
static const size_t sizes[] = {
	[SHAPE_BOOL] = sizeof(bool),
	[SHAPE_NUMBER] = sizeof(int64_t),
	[SHAPE_TIME] = sizeof(msec_t),
	[SHAPE_TEXT] = sizeof(struct span),
	[SHAPE_CHOICE] = sizeof(unsigned),
	[SHAPE_SET] = sizeof(unsigned),
};

/* The line "main.cf:7: smtp_foo ...", for errors and warnings. */
static struct span
about(struct values *values, struct span name, const struct setting *setting)
{
	struct span origin;

	if (setting == NULL)
		return name;
	origin = setting_origin(values->arena, setting);
	return arena_text(values->arena, "%.*s: %.*s", SPAN_ARG(origin),
	    SPAN_ARG(name));
}

static void
say(struct values *values, params_warning *listener,
    const struct setting *setting, struct span what)
{
	struct span who;

	if (listener == NULL)
		return;
	who = about(values, setting->name, setting);
	listener(values->input->self, arena_text(values->arena, "%.*s %.*s",
	    SPAN_ARG(who), SPAN_ARG(what)));
}

static void
warn(struct values *values, const struct setting *setting,
    struct span what)
{
	say(values, values->input->warn, setting, what);
}

/* reason - what the doc of a row without use says, "Has no effect: ...", as
 * the end of a line */

static struct span
reason(struct values *values, const struct param_row *row)
{
	size_t len = strlen(row->doc);

	return arena_text(values->arena, "h%.*s", (int)len - 2,
	    row->doc + 1);
}

/* cannot_read - no such value, or out of limits */

static bool
cannot_read(struct values *values, const struct param_row *row,
    const struct value_text *text, struct dsn *why)
{
	enum { WANTED_MAX = 500 };
	struct span who = about(values, param_name(row,
	    values->input->protocol), text->setting);
	struct str wanted;

	str_init(&wanted, WANTED_MAX);
	kind_add_wanted(row->kind, &row->limits, &wanted);
	dsn_fail(why, "5.3.5", "%.*s = %.100s: %s is wanted", SPAN_ARG(who),
	    arena_copy(values->arena, text->text).at, str_chars(&wanted));
	str_clear(&wanted);
	return false;
}

/* is_default - a value means the same as the default */

static bool
is_default(struct values *values, const struct param_row *row,
    const union value *value)
{
	struct dsn unheard = DSN_IN(values->arena);
	struct span text;
	union value other;
	struct str a, b;
	bool same;

	if (!values_default(values, row, &text, &unheard) ||
	    !row->kind->read(row->kind, text, &row->limits, &other))
		return false;
	str_init(&a, EXPAND_MAX);
	str_init(&b, EXPAND_MAX);
	row->kind->show(row->kind, value, &a);
	row->kind->show(row->kind, &other, &b);
	same = span_equal(str_span(&a), str_span(&b));
	str_clear(&a);
	str_clear(&b);
	return same;
}

/* built - how far what a value asks for is built */

static enum built
built(const struct param_row *row, const union value *value)
{
	enum built words = words_built(row->kind, value);

	if (row->built == BUILT_PROTECTS && kind_is_off(row->kind, value))
		return BUILT_ACTS;
	return words > row->built ? words : row->built;
}

/* protects - what is asked for must not be left out in silence */

static bool
protects(struct values *values, const struct setting *setting,
    struct dsn *why)
{
	const struct span what = SPAN_INIT("is not built yet, and nothing is "
	    "sent without it");
	struct span who;

	if (values->input->only_shown) {
		warn(values, setting, what);
		return true;
	}
	who = about(values, setting->name, setting);
	return dsn_fail(why, "5.3.5", "%.*s %.*s", SPAN_ARG(who),
	    SPAN_ARG(what));
}

/* weigh - what is set but has no effect is a warning, or an error */

static bool
weigh(struct values *values, const struct param_row *row,
    const struct setting *setting, const union value *value, struct dsn *why)
{
	enum built how = built(row, value);

	if (how == BUILT_ACTS || how == BUILT_INDIRECT)
		return true;
	if (how == BUILT_PROTECTS)
		return protects(values, setting, why);
	if (is_default(values, row, value))
		return true;
	warn(values, setting, how == BUILT_NO_USE ? reason(values, row) :
	    SPAN("has no effect yet"));
	return true;
}

static bool
load_row(struct values *values, const struct param_row *row,
    struct params *params, struct dsn *why)
{
	struct value_text text;
	union value value;

	if (!values_text(values, row, &text, why))
		return false;
	if (!row->kind->read(row->kind, text.text, &row->limits, &value))
		return cannot_read(values, row, &text, why);
	if (row->has_field)
		memcpy((char *)params + row->offset, &value,
		    sizes[row->kind->shape]);
	return text.setting == NULL ||
	    weigh(values, row, text.setting, &value, why);
}

/* load_rows - those that have a field, and those that were set */

static bool
load_rows(struct values *values, struct params *params, struct dsn *why)
{
	for (size_t i = 0; i < param_rows_len; i++) {
		const struct param_row *row = &param_rows[i];
		struct span name = param_name(row, values->input->protocol);

		if (!row->has_field && (name.len == 0 ||
		    settings_get(values->input->settings, name) == NULL))
			continue;
		if (!load_row(values, row, params, why))
			return false;
	}
	return true;
}

/* check_name - a setting that no row of this protocol has taken up */

static bool
check_name(struct values *values, const struct setting *setting,
    struct dsn *why)
{
	enum protocol protocol = values->input->protocol;
	const struct param_row *row = values_row(values, setting->name);
	bool option = setting->from == SETTING_OPTION;
	struct span who;
	size_t times;

	if (map_get(&values->used, setting->name, &times))
		return true;
	if (row != NULL) {
		if (option && !span_equal(param_name(row, protocol),
		    setting->name))
			warn(values, setting, protocol == PROTOCOL_SMTP ?
			    SPAN("has no effect: this is SMTP") :
			    SPAN("has no effect: this is LMTP"));
		return true;
	}
	if (option && param_is_reserved(setting->name)) {
		who = about(values, setting->name, setting);
		return dsn_fail(why, "5.3.5", "%.*s is no parameter",
		    SPAN_ARG(who));
	}
	if (option || param_is_reserved(setting->name))
		warn(values, setting, SPAN("is no parameter"));
	else
		say(values, values->input->ignored, setting,
		    SPAN("is ignored: it is no parameter of this program"));
	return true;
}

/* check_once - two values in a file are perhaps a mistake */

static void
check_once(struct values *values, const struct setting *setting)
{
	size_t times;

	if (setting->over == 0)
		return;
	if (values_row(values, setting->name) != NULL ||
	    map_get(&values->used, setting->name, &times))
		warn(values, setting, arena_text(values->arena,
		    "replaces another value in line %u", setting->over));
}

static bool
check_names(struct values *values, struct dsn *why)
{
	const struct setting *setting;
	size_t i = 0;

	while ((setting = settings_at(values->input->settings, i++)) !=
	    NULL) {
		check_once(values, setting);
		if (!check_name(values, setting, why))
			return false;
	}
	return true;
}

static bool
is_dane_by_name(const struct params_input *input,
    const struct params *params)
{
	struct span name = input->protocol == PROTOCOL_LMTP ?
	    SPAN("lmtp_tls_security_level") :
	    SPAN("smtp_tls_security_level");

	return settings_get(input->settings, name) != NULL &&
	    (params->tls_security_level == TLS_DANE ||
	    params->tls_security_level == TLS_DANE_ONLY);
}

/* settle - what depends on more than one parameter */

static void
settle(const struct params_input *input, struct params *params)
{
	params->dane_by_name = is_dane_by_name(input, params);
	if ((unsigned)params->dns_support_level == DNS_UNSAID)
		params->dns_support_level = params->disable_dns_lookups ?
		    DNS_DISABLED : DNS_ENABLED;
}

bool
params_load(const struct params_input *input, struct params *params,
    struct dsn *why)
{
	struct values values;
	struct params loaded = { .protocol = input->protocol };
	bool good;

	values_init(&values, input, why->arena);
	loaded.postfix_mode = values.postfix_mode;
	good = load_rows(&values, &loaded, why) && check_names(&values, why);
	values_clear(&values);
	if (!good)
		return false;
	settle(input, &loaded);
	*params = loaded;
	return true;
}
