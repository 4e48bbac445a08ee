/* SPDX-License-Identifier: BSD-2-Clause */
#include "cmd/take.h"

#include <limits.h>
#include <sysexits.h>

#include "base/ascii.h"
#include "cmd/addressees.h"
#include "cmd/assign.h"
#include "cmd/destination.h"
#include "mail/xtext.h"
#include "os/clock.h"

bool
take_fail(struct reading *r, const char *what, const char *detail)
{
	return dsn_fail(r->why, "5.3.5", "%.*s%s%s", SPAN_ARG(r->spelling),
	    what, detail);
}

bool
take_wanted(struct reading *r, const char *what, const char *arg)
{
	return dsn_fail(r->why, "5.3.5", "%.*s: %s is wanted, not \"%s\"",
	    SPAN_ARG(r->spelling), what, arg);
}

static void *
field(struct reading *r, const struct option_row *row)
{
	return (char *)r->o + row->offset;
}

/* Options that fill a field ------------------------------------------------*/

static bool
take_flag(struct reading *r, const struct option_row *row, const char *arg)
{
	const bool yes = true;

	(void)arg;
	memcpy(field(r, row), &yes, sizeof(yes));
	return true;
}

static bool
take_file(struct reading *r, const struct option_row *row, const char *arg)
{
	if (arg[0] == '\0')
		return take_wanted(r, "the name of a file", arg);
	memcpy(field(r, row), &arg, sizeof(arg));
	return true;
}

static bool
take_command(struct reading *r, const struct option_row *row,
    const char *arg)
{
	if (arg[0] == '\0')
		return take_wanted(r, "a command", arg);
	memcpy(field(r, row), &arg, sizeof(arg));
	return true;
}

/* not_a_word - which words there are */

static bool
not_a_word(struct reading *r, const struct option_row *row, const char *arg)
{
	enum { WORDS_MAX = 200 };
	struct str words;

	str_init(&words, WORDS_MAX);
	for (const struct word *word = row->words; word->name != NULL; word++)
		str_addf(&words, "%s%s", words.len == 0 ? "" :
		    word[1].name == NULL ? " or " : ", ", word->name);
	take_wanted(r, str_chars(&words), arg);
	str_clear(&words);
	return false;
}

static bool
take_word(struct reading *r, const struct option_row *row, const char *arg)
{
	for (const struct word *word = row->words; word->name != NULL; word++)
		if (ascii_equal(span_of(word->name), span_of(arg))) {
			memcpy(field(r, row), &word->value,
			    sizeof(word->value));
			return word->built == BUILT_ACTS ||
			    take_fail(r, ": not built yet: ", word->name);
		}
	return not_a_word(r, row, arg);
}

static bool
take_from(struct reading *r, const struct option_row *row, const char *arg)
{
	(void)row;
	r->o->from = span_of(arg);
	r->o->from_given = true;
	return true;
}

bool
take_to(struct reading *r, const struct option_row *row, const char *arg)
{
	(void)row;
	*vec_add(&r->o->to) = span_of(arg);
	return true;
}

bool
take_lmtp(struct reading *r, const struct option_row *row, const char *arg)
{
	(void)row;
	(void)arg;
	r->o->protocol = PROTOCOL_LMTP;
	return true;
}

static bool
take_auth_user(struct reading *r, const struct option_row *row,
    const char *arg)
{
	(void)row;
	if (arg[0] == '\0')
		return take_wanted(r, "the name of a user", arg);
	r->o->auth_user = span_of(arg);
	return true;
}

static bool
take_descriptor(struct reading *r, const struct option_row *row,
    const char *arg)
{
	uint64_t fd;

	(void)row;
	if (!num_unsigned(span_of(arg), &fd) || fd > INT_MAX)
		return take_wanted(r, "the number of a descriptor", arg);
	r->o->auth_password_fd = (int)fd;
	return true;
}

static bool
take_notify(struct reading *r, const struct option_row *row, const char *arg)
{
	(void)row;
	if (!addressees_notify(span_of(arg), &r->o->notify))
		return take_wanted(r, "never, or a list of success, failure "
		    "and delay", arg);
	return true;
}

static bool
take_envid(struct reading *r, const struct option_row *row, const char *arg)
{
	struct span envid = span_of(arg);

	(void)row;
	if (!envid_is_good(envid)) {
		r->o->status = EX_DATAERR;
		return take_wanted(r, "xtext as in RFC 3461", arg);
	}
	r->o->envid = envid;
	return true;
}

static bool
take_arrival(struct reading *r, const struct option_row *row, const char *arg)
{
	(void)row;
	if (!clock_read(span_of(arg), &r->o->arrival))
		return take_wanted(r, "a time as in RFC 3339, or @seconds",
		    arg);
	r->o->arrival_given = true;
	return true;
}

/* is_one_time - nothing stands behind the unit. (A parameter would pass it
 * over, behaviour 241.) */

static bool
is_one_time(struct span s)
{
	while (s.len > 0 && ascii_is_digit(s.at[0]))
		s = span_from_octet(s, 1);
	return s.len <= 1 || ascii_equal(s, SPAN("ms"));
}

static bool
take_timeout(struct reading *r, const struct option_row *row, const char *arg)
{
	(void)row;
	if (!is_one_time(span_of(arg)) ||
	    !num_time(span_of(arg), 's', &r->o->timeout) ||
	    r->o->timeout == 0)
		return take_wanted(r, "a time above 0", arg);
	return true;
}

static bool
take_json(struct reading *r, const struct option_row *row, const char *arg)
{
	(void)row;
	(void)arg;
	r->o->format = FORMAT_JSON;
	return true;
}

static bool
take_verbose(struct reading *r, const struct option_row *row, const char *arg)
{
	(void)row;
	(void)arg;
	r->o->verbosity++;
	return true;
}

/* take_action - of several, the first one counts */

static bool
take_action(struct reading *r, const struct option_row *row, const char *arg)
{
	(void)arg;
	if (r->o->action == ACTION_RUN)
		r->o->action = row->action;
	return true;
}

static bool
take_show_config(struct reading *r, const struct option_row *row,
    const char *arg)
{
	(void)row;
	if (arg != NULL && strcmp(arg, "all") != 0 && strcmp(arg, "set") != 0)
		return take_wanted(r, "all or set", arg);
	r->o->config_set_only = arg != NULL && strcmp(arg, "set") == 0;
	if (r->o->action == ACTION_RUN)
		r->o->action = ACTION_SHOW_CONFIG;
	return true;
}

/* Options of sendmail's callers --------------------------------------------*/

static bool
take_ignored(struct reading *r, const struct option_row *row, const char *arg)
{
	(void)r;
	(void)row;
	(void)arg;
	return true;
}

static bool
take_mode(struct reading *r, const struct option_row *row, const char *arg)
{
	(void)row;
	return strcmp(arg, "m") == 0 || take_wanted(r, "m", arg);
}

/* The table ----------------------------------------------------------------*/

static const struct word returns[] = {
	{ "full", RET_FULL, BUILT_ACTS },
	{ "hdrs", RET_HDRS, BUILT_ACTS },
	{ 0 },
};

static const struct word bodies[] = {
	{ "7bit", BODY_7BIT, BUILT_ACTS },
	{ "8bitmime", BODY_8BITMIME, BUILT_ACTS },
	{ 0 },
};

static const struct word formats[] = {
	{ "text", FORMAT_TEXT, BUILT_ACTS },
	{ "json", FORMAT_JSON, BUILT_ACTS },
	{ "dsn", FORMAT_DSN, BUILT_ACTS },
	{ "postfix", FORMAT_POSTFIX, BUILT_ACTS },
	{ 0 },
};

static const struct word colors[] = {
	{ "auto", COLOR_AUTO, BUILT_ACTS },
	{ "always", COLOR_ALWAYS, BUILT_ACTS },
	{ "never", COLOR_NEVER, BUILT_ACTS },
	{ 0 },
};

static const struct word stages[] = {
	{ "connect", STAGE_CONNECT, BUILT_ACTS },
	{ "banner", STAGE_BANNER, BUILT_ACTS },
	{ "hello", STAGE_HELLO, BUILT_ACTS },
	{ "tls", STAGE_TLS, BUILT_ACTS },
	{ "auth", STAGE_AUTH, BUILT_ACTS },
	{ "mail", STAGE_MAIL, BUILT_ACTS },
	{ "rcpt", STAGE_RCPT, BUILT_ACTS },
	{ "data", STAGE_DATA, BUILT_ACTS },
	{ 0 },
};

#define FIELD(f)	.offset = offsetof(struct options, f)
#define NOTHING		.take = NULL
#define TAKE(f)		.take = (f)
#define TAKE_OF(f, list)	.take = (f), .choices = (list)
#define TAKE_MAYBE(f, list)	TAKE_OF(f, list), .arg_optional = true
#define FLAG(f)		.take = take_flag, FIELD(f)
#define FILE_NAME(f)	.take = take_file, FIELD(f)
#define COMMAND(f)	.take = take_command, FIELD(f)
#define WORD(f, table)	.take = take_word, FIELD(f), .words = (table)
#define ACTION(a)	.take = take_action, .action = (a)
#define SETTING(smtp, lmtp, text) \
	.take = take_setting, .param = { smtp, lmtp }, .value = (text)
#define SETTING_BY(f, smtp, lmtp)	.take = (f), .param = { smtp, lmtp }

const struct option_row option_rows[] = {
#define OPTION(in, l, n, a, b, does, text) \
	{ .group = GROUP_##in, .letter = (l), .name = (n), .arg = (a), \
	    .built = BUILT_##b, does, .doc = text },
#include "cmd/options.def"
#undef OPTION
};

const size_t option_rows_len = sizeof(option_rows) / sizeof(option_rows[0]);

const char *const option_groups[OPTION_GROUPS] = {
	[GROUP_ENVELOPE] = "The envelope",
	[GROUP_POLICY] = "Policy",
	[GROUP_HOW_FAR] = "How far to go",
	[GROUP_STATE] = "State",
	[GROUP_OUTPUT] = "Output",
	[GROUP_SENDMAIL] = "For sendmail's callers",
};

struct span
option_summary(const struct option_row *row)
{
	const char *end = strstr(row->doc, ". ");

	return span_from(row->doc, end != NULL ? (size_t)(end - row->doc) :
	    strlen(row->doc) - 1);
}
