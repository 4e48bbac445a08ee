/* SPDX-License-Identifier: BSD-2-Clause */
#include "os/slurp.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/mem.h"
#include "unit/tap.h"

static char folder[] = "/tmp/test_slurp.XXXXXX";

/* in_folder - the path of a file of this test */

static const char *
in_folder(struct arena *arena, const char *name)
{
	return arena_text(arena, "%s/%s", folder, name).at;
}

static const char *
file_with(struct arena *arena, const char *name, struct span text)
{
	const char *path = in_folder(arena, name);
	int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0600);

	must(write(fd, text.at, text.len) == (ssize_t)text.len);
	close(fd);
	return path;
}

static void
test_file(struct arena *arena)
{
	struct dsn why = DSN_IN(arena);
	struct str to;
	const char *path = file_with(arena, "small", SPAN("a\0b\n"));

	ok(slurp_file(path, 100, &to, &why), "a small file");
	is_span(str_span(&to), SPAN("a\0b\n"), "whole, NUL included");
	str_clear(&to);
	ok(slurp_file(path, 4, &to, &why), "as long as it may be");
	is_number(to.len, 4, "is there");
	str_clear(&to);
	ok(slurp_file(file_with(arena, "empty", SPAN("")), 4, &to, &why),
	    "an empty file");
	is_number(to.len, 0, "is empty");
	str_clear(&to);
	ok(why.status[0] == '\0', "no word about what is well");
}

static void
test_trouble(struct arena *arena)
{
	struct dsn why = DSN_IN(arena);
	struct str to = { .max = 77 };
	const char *path = file_with(arena, "small", SPAN("12345"));
	const char *none = in_folder(arena, "none");

	ok(!slurp_file(path, 4, &to, &why), "one octet too many");
	is_number(errno, EFBIG, "errno says so");
	is_span(why.text, arena_text(arena, "read %s: more than 4 octets",
	    path), "and so do words");
	is_text(span_of(why.status), "4.3.0", "and a status");
	ok(!slurp_file(none, 4, &to, &why), "no file");
	is_number(errno, ENOENT, "errno says so");
	is_span(why.text, arena_text(arena,
	    "open %s: No such file or directory", none), "with its name");
	ok(!slurp_file(folder, 4, &to, &why), "a folder");
	is_number(errno, EISDIR, "errno says so");
	is_number(to.max, 77, "the text is untouched");
}

/* A file of more than one read. */

static void
test_large(struct arena *arena)
{
	enum { SIZE = 100001 };
	struct dsn why = DSN_IN(arena);
	char *octets = arena_get(arena, SIZE, 1);
	struct str to;
	const char *path;

	for (size_t i = 0; i < SIZE; i++)
		octets[i] = (char)(i % 251);
	path = file_with(arena, "large", span_from(octets, SIZE));
	ok(slurp_file(path, SIZE, &to, &why), "a large file");
	ok(span_equal(str_span(&to), span_from(octets, SIZE)), "in order");
	str_clear(&to);
	ok(!slurp_file(path, SIZE - 1, &to, &why), "and its limit");
}

static void *
say_slowly(void *self)
{
	int fd = *(int *)self;

	for (int i = 0; i < 100; i++)
		must(write(fd, "0123456789", 10) == 10);
	close(fd);
	return NULL;
}

static void
test_pipe(struct arena *arena)
{
	struct dsn why = DSN_IN(arena);
	pthread_t thread;
	struct str to;
	int fds[2];

	must(pipe(fds) == 0);
	must(fcntl(fds[0], F_SETFL, O_NONBLOCK) == 0);
	must(pthread_create(&thread, NULL, say_slowly, &fds[1]) == 0);
	ok(slurp_fd(fds[0], "a pipe", 2000, &to, &why),
	    "a pipe that does not block is waited for");
	is_number(to.len, 1000, "to its end");
	str_clear(&to);
	pthread_join(thread, NULL);
	ok(fcntl(fds[0], F_GETFD) >= 0, "it stays open");
	close(fds[0]);
	ok(!slurp_fd(fds[0], "a pipe", 2000, &to, &why), "a closed one");
	is_number(errno, EBADF, "errno says so");
	is_text(why.text, "read a pipe: Bad file descriptor", "by its name");
}

int
main(void)
{
	struct arena *arena = arena_new();

	must(mkdtemp(folder) != NULL);
	test_file(arena);
	test_trouble(arena);
	test_large(arena);
	test_pipe(arena);
	unlink(in_folder(arena, "small"));
	unlink(in_folder(arena, "empty"));
	unlink(in_folder(arena, "large"));
	rmdir(folder);
	arena_free(&arena);
	return tap_done();
}
