/* SPDX-License-Identifier: BSD-2-Clause */
#include "os/ask.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/mem.h"
#include "os/secret_reveal.h"
#include "unit/tap.h"

static char folder[] = "/tmp/test_ask.XXXXXX";

static const char *
file_with(struct arena *arena, const char *name, struct span text,
    mode_t mode)
{
	const char *path = arena_text(arena, "%s/%s", folder, name).at;
	int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0600);

	must(write(fd, text.at, text.len) == (ssize_t)text.len);
	must(fchmod(fd, mode) == 0);
	close(fd);
	return path;
}

static const struct row {
	const char *name;
	struct span text;
	const char *secret;	/* NULL: refused */
	const char *why;	/* behind the name of the place */
} rows[] = {
	{ "a line", SPAN_INIT("secret\n"), "secret", NULL },
	{ "without its end", SPAN_INIT("secret"), "secret", NULL },
	{ "with CR LF", SPAN_INIT("secret\r\n"), "secret", NULL },
	{ "the first of several", SPAN_INIT("one\ntwo\n"), "one", NULL },
	{ "blanks are part of it", SPAN_INIT(" a b \n"), " a b ", NULL },
	{ "nothing", SPAN_INIT(""), NULL, ": the first line is empty" },
	{ "an empty line", SPAN_INIT("\nsecret\n"), NULL,
	    ": the first line is empty" },
	{ "nothing but its end", SPAN_INIT("\r\n"), NULL,
	    ": the first line is empty" },
	{ "a NUL", SPAN_INIT("hunter\0" "2\n"), NULL,
	    ": there is a NUL in it" },
};

/* is_answer - one place, one row */

static void
is_answer(bool good, const struct row *row, const char *place,
    struct secret **secret, struct dsn *why)
{
	ok(good == (row->secret != NULL), row->name);
	if (good)
		is_text(secret_reveal(*secret), row->secret, row->name);
	else
		is_span(why->text, arena_text(why->arena, "%s%s", place,
		    row->why), row->name);
	if (!good)
		is_text(span_of(why->status), "4.3.5", row->name);
	secret_free(secret);
}

static void
test_files(struct arena *arena)
{
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		const char *path = file_with(arena, "file", rows[i].text,
		    0600);
		struct secret *secret = NULL;
		struct dsn why = DSN_IN(arena);
		bool exposed = true;

		is_answer(ask_file(path, &secret, &exposed, &why), &rows[i],
		    path, &secret, &why);
		ok(!exposed, "only we can read it");
	}
}

static void
test_commands(struct arena *arena)
{
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		const char *path = file_with(arena, "file", rows[i].text,
		    0600);
		const char *command = arena_text(arena, "cat %s", path).at;
		struct secret *secret = NULL;
		struct dsn why = DSN_IN(arena);

		is_answer(ask_command(command, 30000, &secret, &why),
		    &rows[i], arena_text(arena, "output of \"%s\"",
		    command).at, &secret, &why);
	}
}

/* What stands behind the line belongs to somebody else. */

static void
test_descriptors(struct arena *arena)
{
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		int fd = open(file_with(arena, "file", rows[i].text, 0600),
		    O_RDONLY);
		struct secret *secret = NULL;
		struct dsn why = DSN_IN(arena);
		off_t end = (off_t)span_find(rows[i].text, '\n') + 1;

		is_answer(ask_descriptor(fd, &secret, &why), &rows[i],
		    arena_text(arena, "descriptor %d", fd).at, &secret, &why);
		if (end > (off_t)rows[i].text.len)
			end = (off_t)rows[i].text.len;
		is_number(lseek(fd, 0, SEEK_CUR), end,
		    "no octet behind the line is read");
		close(fd);
	}
}

static void
test_trouble(struct arena *arena)
{
	struct secret *secret = NULL;
	struct dsn why = DSN_IN(arena);
	bool exposed;
	const char *path;

	ok(!ask_file("/no/such/file", &secret, &exposed, &why), "no file");
	is_number(errno, ENOENT, "errno says so");
	is_text(why.text, "open /no/such/file: No such file or directory",
	    "and so do words");
	ok(!ask_file(folder, &secret, &exposed, &why), "a folder");
	ok(errno != ENOENT, "is there");
	path = file_with(arena, "file", SPAN("secret\n"), 0602);
	ok(!ask_file(path, &secret, &exposed, &why),
	    "a file that everybody may write to");
	is_span(why.text, arena_text(arena, "%s: everybody may write to it: "
	    "no secret is taken from there", path), "is refused");
	path = file_with(arena, "file", SPAN("secret\n"), 0604);
	ok(ask_file(path, &secret, &exposed, &why) && exposed,
	    "one that everybody may read is worth a warning");
	secret_free(&secret);
	ok(!ask_descriptor(999, &secret, &why), "a descriptor that is none");
	is_text(why.text, "read descriptor 999: Bad file descriptor",
	    "is trouble");
	ok(!ask_command("exit 1", 30000, &secret, &why), "a command too");
	ok(secret == NULL, "there is no secret then");
}

static void
test_long(struct arena *arena)
{
	char *text = arena_get(arena, SECRET_MAX + 3, 1);
	struct secret *secret = NULL;
	struct dsn why = DSN_IN(arena);
	const char *path;
	bool exposed;

	memset(text, 'x', SECRET_MAX + 2);
	text[SECRET_MAX] = '\n';
	path = file_with(arena, "file", span_from(text, SECRET_MAX + 1), 0600);
	ok(ask_file(path, &secret, &exposed, &why) &&
	    secret_len(secret) == SECRET_MAX, "as long as it may be");
	secret_free(&secret);
	ok(!ask_whole_file(path, &secret, &exposed, &why),
	    "too long as a whole");
	text[SECRET_MAX] = 'x';
	path = file_with(arena, "file", span_from(text, SECRET_MAX + 1), 0600);
	ok(!ask_file(path, &secret, &exposed, &why), "a line too long");
	is_span(why.text, arena_text(arena, "%s: more than 65536 octets",
	    path), "the text");
	path = file_with(arena, "file", SPAN("one\ntwo\n"), 0600);
	ok(ask_whole_file(path, &secret, &exposed, &why), "a whole file");
	is_text(secret_reveal(secret), "one\ntwo\n", "has its lines");
	secret_free(&secret);
	path = file_with(arena, "file", SPAN(""), 0600);
	ok(ask_whole_file(path, &secret, &exposed, &why) &&
	    secret_len(secret) == 0, "and may be empty");
	secret_free(&secret);
}

static void
test_service(struct arena *arena)
{
	struct secret *secret = NULL;
	struct dsn why = DSN_IN(arena);
	bool exposed = true;
	const char *path;

	unsetenv("CREDENTIALS_DIRECTORY");
	ok(ask_service("mxput.password", &secret, &exposed, &why) &&
	    secret == NULL && !exposed, "no service manager");
	setenv("CREDENTIALS_DIRECTORY", folder, 1);
	ok(ask_service("mxput.password", &secret, &exposed, &why) &&
	    secret == NULL,
	    "nothing from it for us");
	ok(why.status[0] == '\0', "is no trouble");
	file_with(arena, "mxput.password", SPAN("secret\n"), 0400);
	exposed = true;
	ok(ask_service("mxput.password", &secret, &exposed, &why) &&
	    secret != NULL && !exposed, "something");
	is_text(secret_reveal(secret), "secret", "a secret");
	secret_free(&secret);
	file_with(arena, "mxput.password", SPAN("\n"), 0600);
	ok(!ask_service("mxput.password", &secret, &exposed, &why) &&
	    secret == NULL,
	    "something that is none");
	path = file_with(arena, "mxput.password", SPAN("secret\n"), 0644);
	ok(ask_service("mxput.password", &secret, &exposed, &why) && exposed,
	    "one that everybody can read is exposed");
	secret_free(&secret);
	must(chmod(path, 0602) == 0);
	ok(!ask_service("mxput.password", &secret, &exposed, &why) &&
	    secret == NULL && !exposed,
	    "one that everybody can write to is none");
	setenv("CREDENTIALS_DIRECTORY", ".", 1);
	ok(ask_service("mxput.password", &secret, &exposed, &why) &&
	    secret == NULL,
	    "no folder of a service manager's");
}

int
main(void)
{
	struct arena *arena = arena_new();

	must(mkdtemp(folder) != NULL);
	test_files(arena);
	test_commands(arena);
	test_descriptors(arena);
	test_trouble(arena);
	test_long(arena);
	test_service(arena);
	unlink(arena_text(arena, "%s/file", folder).at);
	unlink(arena_text(arena, "%s/mxput.password", folder).at);
	rmdir(folder);
	arena_free(&arena);
	return tap_done();
}
