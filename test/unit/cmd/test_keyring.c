/* SPDX-License-Identifier: BSD-2-Clause */
#include "cmd/keyring.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sysexits.h>
#include <unistd.h>

#include "base/mem.h"
#include "os/secret_reveal.h"
#include "unit/settings.h"
#include "unit/tap.h"

static char folder[] = "/tmp/test_keyring.XXXXXX";

/* A keyring that is filled, and what was told meanwhile. */
struct bench {
	struct arena *arena;
	struct settings *settings;
	struct params params;
	struct options options;
	struct trace *trace;
	struct str warnings;
	struct tables *tables;
	struct keyring keyring;
	struct dsn why;
};

static void
take(void *self, const struct event *event)
{
	struct str *warnings = self;

	str_addf(warnings, "%.*s\n", SPAN_ARG(event->text));
}

static void
bench_begin(struct bench *b, const char *lines)
{
	struct listener listener = { .take = take, .self = &b->warnings };

	*b = (struct bench){ .arena = arena_new() };
	b->settings = settings_new();
	b->why = DSN_IN(b->arena);
	settings_load(b->arena, PROTOCOL_SMTP, false, lines, &b->params);
	b->options.auth_password_fd = -1;
	b->options.auth_user = SPAN("bob");
	b->trace = trace_new();
	str_init(&b->warnings, 4096);
	trace_listen(b->trace, &listener);
	b->tables = tables_new((struct teller){ .trace = b->trace });
}

static int
bench_fill(struct bench *b)
{
	const struct keyring_setup setup = { .options = &b->options,
	    .params = &b->params, .settings = b->settings,
	    .tables = b->tables, .teller = { .trace = b->trace } };

	return keyring_fill(&b->keyring, &setup, &b->why);
}

static void
bench_end(struct bench *b)
{
	keyring_clear(&b->keyring);
	ok(b->keyring.password == NULL && b->keyring.logins.own.user.at ==
	    NULL, "nothing is left of it");
	trace_free(&b->trace);
	str_clear(&b->warnings);
	tables_free(&b->tables);
	settings_free(&b->settings);
	arena_free(&b->arena);
}

static const char *
file_with(struct bench *b, const char *name, const char *text, mode_t mode)
{
	const char *path = arena_text(b->arena, "%s/%s", folder, name).at;
	int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0600);
	size_t len = strlen(text);

	must(write(fd, text, len) == (ssize_t)len);
	must(fchmod(fd, mode) == 0);
	close(fd);
	return path;
}

static void
is_secret(const struct secret *secret, const char *want, const char *name)
{
	if (secret == NULL)
		ok(false, name);
	else
		is_text(secret_reveal(secret), want, name);
}

static void
test_file(void)
{
	struct bench b;

	bench_begin(&b, NULL);
	b.options.auth_password_file = file_with(&b, "a", "s3cret\n", 0600);
	is_number(bench_fill(&b), EX_OK, "a file");
	is_secret(b.keyring.logins.own.password, "s3cret", "what it holds");
	is_text(b.keyring.logins.own.user, "bob", "whose it is");
	ok(b.keyring.logins.own.required, "D5: the login is required");
	ok(b.keyring.logins.own.token == NULL &&
	    b.keyring.logins.netrc == NULL &&
	    b.keyring.logins.filter == NULL &&
	    b.keyring.logins.refused == NULL, "nothing else is there");
	is_text(str_span(&b.warnings), "", "and nobody is warned");
	bench_end(&b);
	bench_begin(&b, NULL);
	b.options.auth_password_file = file_with(&b, "b", "s3cret\n", 0644);
	is_number(bench_fill(&b), EX_OK, "one that everybody may read");
	ok(strstr(str_chars(&b.warnings), "/b: everybody can read") != NULL,
	    "is a warning");
	bench_end(&b);
	bench_begin(&b, NULL);
	b.options.auth_password_file = file_with(&b, "c", "s3cret\n", 0606);
	is_number(bench_fill(&b), EX_NOINPUT,
	    "one that everybody may write to is refused");
	ok(strstr(b.why.text.at, "s3cret") == NULL, "and not shown");
	bench_end(&b);
}

static void
test_required(void)
{
	const struct setting setting = { .name =
	    SPAN("mxput_sasl_auth_required"), .value = SPAN("no"),
	    .from = SETTING_OPTION, .file = SPAN("-o") };
	struct bench b;

	bench_begin(&b, NULL);
	settings_set(b.settings, &setting);
	b.options.auth_password_file = file_with(&b, "a", "s3cret\n", 0600);
	is_number(bench_fill(&b), EX_OK, "mxput_sasl_auth_required is set");
	ok(!b.keyring.logins.own.required, "D5: it has the word then");
	bench_end(&b);
}

static void
test_commands(void)
{
	struct bench b;

	bench_begin(&b, NULL);
	b.options.auth_password_command = "echo s3cret";
	b.options.auth_token_command = "echo t0k3n";
	is_number(bench_fill(&b), EX_OK, "commands");
	is_secret(b.keyring.logins.own.password, "s3cret", "for the password");
	is_secret(b.keyring.logins.own.token, "t0k3n", "for the token");
	bench_end(&b);
	bench_begin(&b, NULL);
	b.options.auth_token_command = "echo t0k3n";
	is_number(bench_fill(&b), EX_OK, "a token alone");
	ok(b.keyring.logins.own.password == NULL, "no password is asked for");
	bench_end(&b);
	bench_begin(&b, NULL);
	b.options.auth_token_command = "echo t0k3n; exit 1";
	is_number(bench_fill(&b), EX_CONFIG, "one that fails");
	ok(strstr(b.why.text.at, "t0k3n\n") == NULL, "its output is not shown");
	bench_end(&b);
}

static void
test_service(void)
{
	struct bench b;

	bench_begin(&b, NULL);
	setenv("CREDENTIALS_DIRECTORY", folder, 1);
	file_with(&b, "mxput.password", "s3cret\n", 0400);
	is_number(bench_fill(&b), EX_OK, "the service manager's");
	is_secret(b.keyring.logins.own.password, "s3cret", "is taken");
	unlink(arena_text(b.arena, "%s/mxput.password", folder).at);
	unsetenv("CREDENTIALS_DIRECTORY");
	bench_end(&b);
}

static void
test_filter(void)
{
	struct bench b;

	bench_begin(&b, "smtp_sasl_mechanism_filter = external, GSSAPI");
	is_number(bench_fill(&b), EX_OK, "mechanisms that take no password");
	ok(b.keyring.logins.own.password == NULL, "none is asked for");
	ok(b.keyring.logins.filter != NULL &&
	    match_list_has(b.keyring.logins.filter, SPAN("gssapi"),
	    (struct span){ 0 }) && !match_list_has(b.keyring.logins.filter,
	    SPAN("PLAIN"), (struct span){ 0 }), "the filter is read");
	bench_end(&b);
	bench_begin(&b, "smtp_sasl_mechanism_filter = /nonexistent/list");
	is_number(bench_fill(&b), EX_CONFIG, "a filter that cannot be read");
	ok(strstr(b.why.text.at, "smtp_sasl_mechanism_filter: ") != NULL,
	    "is named");
	bench_end(&b);
}

static void
test_netrc(void)
{
	struct bench b;

	setenv("HOME", folder, 1);
	bench_begin(&b, "mxput_netrc = yes");
	b.options.auth_user = (struct span){ 0 };
	is_number(bench_fill(&b), EX_OK, "no ~/.netrc");
	ok(b.keyring.logins.netrc == NULL, "is none");
	file_with(&b, ".netrc", "machine a login b password c\n", 0600);
	is_number(bench_fill(&b), EX_OK, "one that is there");
	is_secret(b.keyring.logins.netrc, "machine a login b password c\n",
	    "is read");
	bench_end(&b);
	bench_begin(&b, NULL);
	b.options.auth_user = (struct span){ 0 };
	is_number(bench_fill(&b), EX_OK, "but only with mxput_netrc");
	ok(b.keyring.logins.netrc == NULL, "else nobody looks");
	bench_end(&b);
	bench_begin(&b, "mxput_netrc = yes");
	file_with(&b, ".netrc", "", 0666);
	is_number(bench_fill(&b), EX_CONFIG, "one that others may write to");
	unlink(arena_text(b.arena, "%s/.netrc", folder).at);
	bench_end(&b);
}

/* test_refused - a store that cannot be had is a warning, no more */

static void
test_refused(void)
{
	struct bench b;

	bench_begin(&b, "smtp_sasl_auth_cache_name = "
	    "lmdb:/nonexistent/refused");
	b.options.auth_user = (struct span){ 0 };
	is_number(bench_fill(&b), EX_OK, "behaviour 164: nobody logs in");
	is_text(str_span(&b.warnings), "",
	    "behaviour 164: then nobody needs the store");
	bench_end(&b);
	bench_begin(&b, "smtp_sasl_auth_enable = yes\n"
	    "smtp_sasl_auth_cache_name = proxy:lmdb:/nonexistent/refused");
	b.options.auth_user = (struct span){ 0 };
	is_number(bench_fill(&b), EX_OK, "behaviour 164: no store");
	ok(b.keyring.logins.refused == NULL && strstr(str_chars(&b.warnings),
	    "are not remembered: ") != NULL, "behaviour 164: is a warning");
	bench_end(&b);
	bench_begin(&b, "smtp_sasl_auth_enable = yes\n"
	    "smtp_sasl_auth_cache_name = btree:/nonexistent/x");
	b.options.auth_user = (struct span){ 0 };
	is_number(bench_fill(&b), EX_OK, "behaviour 164: another type");
	is_text(str_span(&b.warnings), "", "behaviour 164: is no cache");
	bench_end(&b);
}

static void
raises(enum protocol protocol, const char *user, const char *set,
    const char *name, const char *want)
{
	struct setting setting = { .name = span_of(set), .value =
	    SPAN("may"), .from = SETTING_FILE, .file = SPAN("main.cf") };
	struct options options = { .protocol = protocol,
	    .auth_user = span_of(user) };
	struct settings *settings = settings_new();
	const struct setting *got;

	if (user == NULL)
		options.auth_user = (struct span){ 0 };
	if (set != NULL)
		settings_set(settings, &setting);
	keyring_raise_level(&options, settings);
	got = settings_get(settings, span_of(name));
	is_text(got == NULL ? SPAN("(none)") : got->value, want,
	    "D5: the level that --auth-user brings");
	settings_free(&settings);
}

int
main(void)
{
	must(mkdtemp(folder) != NULL);
	unsetenv("CREDENTIALS_DIRECTORY");
	test_file();
	test_required();
	test_commands();
	test_service();
	test_filter();
	test_netrc();
	test_refused();
	raises(PROTOCOL_SMTP, "bob", NULL, "smtp_tls_security_level",
	    "secure");
	raises(PROTOCOL_LMTP, "bob", NULL, "lmtp_tls_security_level",
	    "secure");
	raises(PROTOCOL_SMTP, "bob", "lmtp_tls_security_level",
	    "smtp_tls_security_level", "secure");
	raises(PROTOCOL_SMTP, "bob", "smtp_tls_security_level",
	    "smtp_tls_security_level", "may");
	raises(PROTOCOL_SMTP, "bob", "smtp_use_tls",
	    "smtp_tls_security_level", "(none)");
	raises(PROTOCOL_SMTP, "bob", "smtp_enforce_tls",
	    "smtp_tls_security_level", "(none)");
	raises(PROTOCOL_SMTP, NULL, NULL, "smtp_tls_security_level",
	    "(none)");
	for (const char *name = "a\0b\0c\0"; *name != '\0';
	    name += strlen(name) + 1) {
		char path[100];

		snprintf(path, sizeof(path), "%s/%s", folder, name);
		unlink(path);
	}
	rmdir(folder);
	return tap_done();
}
