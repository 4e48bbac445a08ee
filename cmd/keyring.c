/* SPDX-License-Identifier: BSD-2-Clause */
#include "cmd/keyring.h"

#include <errno.h>
#include <stdlib.h>
#include <sysexits.h>

#include "base/ascii.h"
#include "cmd/peers.h"
#include "os/ask.h"
#include "os/run.h"

/* The level ----------------------------------------------------------------*/

static bool
is_set(const struct settings *settings, enum protocol protocol,
    const char *name)
{
	enum { NAME_MAX = 60 };
	struct str full;
	bool set;

	str_init(&full, NAME_MAX);
	str_addf(&full, "%s_%s", protocol_name(protocol), name);
	set = settings_get(settings, str_span(&full)) != NULL;
	str_clear(&full);
	return set;
}

void
keyring_raise_level(const struct options *o, struct settings *settings)
{
	static const char *const levels[] = { "tls_security_level", "use_tls",
	    "enforce_tls" };
	struct setting setting = { .from = SETTING_OPTION,
	    .name = o->protocol == PROTOCOL_LMTP ?
	    SPAN("lmtp_tls_security_level") :
	    SPAN("smtp_tls_security_level"),
	    .value = SPAN("secure"), .file = SPAN("--auth-user") };

	if (o->auth_user.at == NULL)
		return;
	for (size_t i = 0; i < sizeof(levels) / sizeof(levels[0]); i++)
		if (is_set(settings, o->protocol, levels[i]))
			return;
	settings_set(settings, &setting);
}

/* Secrets of the command line ----------------------------------------------*/

static void
warn_if(bool exposed, const char *path, const struct keyring_setup *setup)
{
	if (exposed)
		tellf(setup->teller, EVENT_WARNING, "%s: everybody can read "
		    "the secret in it", path);
}

static int
ask_path(struct keyring *k, const struct keyring_setup *setup,
    struct dsn *why)
{
	const char *path = setup->options->auth_password_file;
	bool exposed = false;

	if (!ask_file(path, &k->password, &exposed, why))
		return EX_NOINPUT;
	warn_if(exposed, path, setup);
	return EX_OK;
}

static bool
ask_manager(struct keyring *k, const struct keyring_setup *setup,
    struct dsn *why)
{
	bool exposed;

	if (!ask_service("mxput.password", &k->password, &exposed, why))
		return false;
	warn_if(exposed, "$CREDENTIALS_DIRECTORY/mxput.password", setup);
	return true;
}

/* ask_somebody - the service manager, or else the user */

static int
ask_somebody(struct keyring *k, const struct keyring_setup *setup,
    struct dsn *why)
{
	const struct options *o = setup->options;
	enum { PROMPT_MAX = 300 };
	struct dsn trouble = DSN_IN(why->arena);
	struct str prompt;
	bool good;

	if (!ask_manager(k, setup, why))
		return EX_CONFIG;
	if (k->password != NULL)
		return EX_OK;
	str_init(&prompt, PROMPT_MAX);
	str_add(&prompt, SPAN("Password of "));
	for (size_t i = 0; i < o->auth_user.len; i++)
		str_add_char(&prompt, ascii_is_print(o->auth_user.at[i]) ?
		    o->auth_user.at[i] : '?');
	str_add(&prompt, SPAN(": "));
	good = ask_terminal(str_chars(&prompt), &k->password, &trouble);
	str_clear(&prompt);
	if (good)
		return EX_OK;
	dsn_fail(why, "4.3.5", "--auth-user: %.*s; without a terminal the "
	    "password comes from --auth-password-file, "
	    "--auth-password-command or --auth-password-fd",
	    SPAN_ARG(trouble.text));
	return EX_USAGE;
}

/* needs_password - unless something else was given, or the only mechanisms
 * that may be used take another thing */

static bool
needs_password(const struct keyring_setup *setup)
{
	struct span rest = setup->params->sasl_mechanism_filter, word;
	bool any = false;

	if (setup->options->auth_token_command != NULL)
		return false;
	while (ascii_word(&rest, ", \t\r\n", &word)) {
		if (!ascii_equal(word, SPAN("EXTERNAL")) &&
		    !ascii_equal(word, SPAN("GSSAPI")) &&
		    !ascii_equal(word, SPAN("ANONYMOUS")))
			return true;
		any = true;
	}
	return !any;
}

static int
ask_password(struct keyring *k, const struct keyring_setup *setup,
    struct dsn *why)
{
	const struct options *o = setup->options;

	if (o->auth_password_file != NULL)
		return ask_path(k, setup, why);
	if (o->auth_password_fd >= 0)
		return ask_descriptor(o->auth_password_fd, &k->password,
		    why) ? EX_OK : EX_NOINPUT;
	if (o->auth_password_command != NULL)
		return ask_command(o->auth_password_command, RUN_LIMIT,
		    &k->password, why) ? EX_OK : EX_CONFIG;
	return needs_password(setup) ? ask_somebody(k, setup, why) : EX_OK;
}

static int
ask_token(struct keyring *k, const struct keyring_setup *setup,
    struct dsn *why)
{
	const char *command = setup->options->auth_token_command;

	return command == NULL || ask_command(command, RUN_LIMIT, &k->token,
	    why) ? EX_OK : EX_CONFIG;
}

static int
ask_own(struct keyring *k, const struct keyring_setup *setup, struct dsn *why)
{
	const struct options *o = setup->options;
	bool said = settings_get(setup->settings,
	    SPAN("mxput_sasl_auth_required")) != NULL;
	int status;

	if (o->auth_user.at == NULL)
		return EX_OK;
	status = ask_password(k, setup, why);
	if (status == EX_OK)
		status = ask_token(k, setup, why);
	k->logins.own = (struct own_login){ .user = o->auth_user,
	    .password = k->password, .token = k->token,
	    .required = !said };
	return status;
}

/* What parameters speak of -------------------------------------------------*/

static int
read_netrc(struct keyring *k, const struct keyring_setup *setup,
    struct dsn *why)
{
	const char *home = getenv("HOME");
	struct dsn trouble = DSN_IN(why->arena);
	bool exposed = false;
	struct span path;

	if (!setup->params->netrc || home == NULL || home[0] == '\0')
		return EX_OK;
	path = arena_text(why->arena, "%s/.netrc", home);
	if (ask_whole_file(path.at, &k->netrc, &exposed, &trouble)) {
		warn_if(exposed, path.at, setup);
		k->logins.netrc = k->netrc;
		return EX_OK;
	}
	if (errno == ENOENT)
		return EX_OK;
	dsn_fail(why, "5.3.5", "mxput_netrc: %.*s", SPAN_ARG(trouble.text));
	return EX_CONFIG;
}

static int
read_filter(struct keyring *k, const struct keyring_setup *setup,
    struct dsn *why)
{
	const struct params *p = setup->params;

	if (p->sasl_mechanism_filter.len == 0)
		return EX_OK;
	if (!peers_read_list(setup->tables, p->protocol == PROTOCOL_LMTP ?
	    "lmtp_sasl_mechanism_filter" : "smtp_sasl_mechanism_filter",
	    p->sasl_mechanism_filter, &k->filter, why))
		return EX_CONFIG;
	k->logins.filter = &k->filter;
	return EX_OK;
}

/* logs_in - somebody may, somewhere */

static bool
logs_in(const struct keyring_setup *setup)
{
	return setup->params->sasl_auth_enable || setup->params->netrc ||
	    setup->options->auth_user.at != NULL;
}

/* open_refused - without it logins are tried that will be refused again, and
 * that is all */

static int
open_refused(struct keyring *k, const struct keyring_setup *setup,
    struct dsn *why)
{
	struct span name = setup->params->sasl_auth_cache_name;
	struct dsn trouble = DSN_IN(why->arena);

	if (span_starts(name, SPAN("proxy:")))
		name = span_from_octet(name, sizeof("proxy:") - 1);
	if (name.len == 0 || !logs_in(setup))
		return EX_OK;
	if (!span_starts(name, SPAN("lmdb:"))) {
		tellf(setup->teller, EVENT_DECISION, "logins that were refused "
		    "are not remembered: %.*s is not of type lmdb",
		    SPAN_ARG(name));
		return EX_OK;
	}
	name = span_from_octet(name, sizeof("lmdb:") - 1);
	if (store_open(arena_copy(why->arena, name).at, &k->refused, &trouble))
		k->logins.refused = k->refused;
	else
		tellf(setup->teller, EVENT_WARNING, "logins that were refused "
		    "are not remembered: %.*s", SPAN_ARG(trouble.text));
	return EX_OK;
}

int
keyring_fill(struct keyring *k, const struct keyring_setup *setup,
    struct dsn *why)
{
	static int (*const steps[])(struct keyring *k,
	    const struct keyring_setup *setup, struct dsn *why) = {
	    read_filter, read_netrc, open_refused, ask_own };
	int status = EX_OK;

	for (size_t i = 0; status == EX_OK &&
	    i < sizeof(steps) / sizeof(steps[0]); i++)
		status = steps[i](k, setup, why);
	return status;
}

void
keyring_clear(struct keyring *k)
{
	secret_free(&k->password);
	secret_free(&k->token);
	secret_free(&k->netrc);
	store_close(&k->refused);
	*k = (struct keyring){ .password = NULL };
}
