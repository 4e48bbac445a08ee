/* SPDX-License-Identifier: BSD-2-Clause */
#include "os/source.h"

#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/mem.h"
#include "base/str.h"
#include "unit/tap.h"

enum { SEEN_MAX = 1 << 21 };

static const size_t lengths[] = { 0, 1, SOURCE_WINDOW - 1, SOURCE_WINDOW,
    SOURCE_WINDOW + 1, SOURCE_IN_MEMORY - 1, SOURCE_IN_MEMORY,
    SOURCE_IN_MEMORY + 1, SOURCE_IN_MEMORY + SOURCE_WINDOW,
    SOURCE_IN_MEMORY + SOURCE_WINDOW + 1, 1000003 };

/* What a test works with. */
struct bench {
	char *folder;		/* made for this run */
	char *file;
	char *message;		/* SEEN_MAX octets, no two places alike */
	char *room;
	struct str seen;
	struct arena *arena;
	struct dsn why;
};

static void
see(void *self, struct span piece)
{
	struct str *seen = self;

	ok(piece.len > 0 && piece.len <= SOURCE_IN_MEMORY, "a piece");
	str_add(seen, piece);
}

static bool
read_path(struct bench *b, struct source **source)
{
	str_reset(&b->seen);
	return source_read(&(const struct source_input){
	    .path = b->file, .fd = -1, .reader = see,
	    .self = &b->seen }, source, &b->why);
}

static bool
read_fd(struct bench *b, int fd, struct source **source)
{
	str_reset(&b->seen);
	return source_read(&(const struct source_input){
	    .fd = fd, .reader = see, .self = &b->seen }, source, &b->why);
}

static void
write_file(struct bench *b, struct span text)
{
	int fd = open(b->file, O_WRONLY | O_CREAT | O_TRUNC, 0600);

	ok(fd >= 0 && write(fd, text.at, text.len) == (ssize_t)text.len,
	    "the file is written");
	close(fd);
}

/* writer - a process that writes the text to the descriptor that is given
 * back, in odd pieces */

static int
writer(struct span text, pid_t *pid)
{
	int ends[2];

	if (pipe(ends) < 0 || (*pid = fork()) < 0)
		return -1;
	if (*pid > 0) {
		close(ends[1]);
		return ends[0];
	}
	close(ends[0]);
	while (text.len > 0) {
		size_t n = text.len < 40009 ? text.len : 40009;
		ssize_t done = write(ends[1], text.at, n);

		if (done <= 0)
			_exit(1);
		text = span_from_octet(text, (size_t)done);
	}
	_exit(0);
}

/* whole - the windows, one after another, are the text */

static bool
whole(struct bench *b, const struct source *source, struct span text)
{
	struct span window;
	uint64_t at = 0;

	for (;;) {
		if (!source_window(source, at, b->room, &window, &b->why))
			return false;
		if (window.len == 0)
			break;
		if (at + window.len > text.len || window.len > SOURCE_WINDOW ||
		    memcmp(window.at, text.at + at, window.len) != 0)
			return false;
		at += window.len;
	}
	return at == text.len;
}

static void
check(struct bench *b, struct source **source, struct span text)
{
	struct span window;
	uint64_t middle = text.len / 2;
	size_t left = text.len - (size_t)middle;

	is_number(source_size(*source), text.len, "its size");
	ok(span_equal(str_span(&b->seen), text), "the reader saw all of it");
	ok(whole(b, *source, text), "the windows show all of it");
	ok(whole(b, *source, text), "and once more");
	ok(source_window(*source, middle, b->room, &window, &b->why) &&
	    span_equal(window, span_from(text.at + middle,
	    left < SOURCE_WINDOW ? left : SOURCE_WINDOW)),
	    "a window from the middle");
	ok(source_window(*source, text.len + 5, b->room, &window, &b->why) &&
	    window.len == 0, "nothing lies behind the end");
	ok(source_is_unchanged(*source, &b->why), "it is unchanged");
	source_free(source);
	ok(*source == NULL, "it is freed");
}

static void
files(struct bench *b)
{
	struct source *source = NULL;

	for (size_t i = 0; i < sizeof(lengths) / sizeof(lengths[0]); i++) {
		struct span text = span_from(b->message, lengths[i]);

		write_file(b, text);
		ok(read_path(b, &source), "a regular file");
		check(b, &source, text);
	}
}

static void
pipes(struct bench *b)
{
	struct source *source = NULL;
	pid_t pid;
	int status;

	for (size_t i = 0; i < sizeof(lengths) / sizeof(lengths[0]); i++) {
		struct span text = span_from(b->message, lengths[i]);
		int fd = writer(text, &pid);

		if (i % 2 == 0)
			fcntl(fd, F_SETFL, O_NONBLOCK);
		ok(read_fd(b, fd, &source), "a pipe");
		ok(fcntl(fd, F_GETFD) >= 0, "the descriptor is still open");
		close(fd);
		ok(waitpid(pid, &status, 0) == pid && status == 0,
		    "all was read");
		check(b, &source, text);
	}
}

static void
offsets(struct bench *b)
{
	struct source *source = NULL;
	struct span text = span_from(b->message, 200000);
	int fd;

	write_file(b, text);
	fd = open(b->file, O_RDONLY);
	ok(lseek(fd, 1000, SEEK_SET) == 1000 && read_fd(b, fd, &source),
	    "a file from its present offset on");
	is_number(lseek(fd, 0, SEEK_CUR), 1000, "the offset stays");
	close(fd);
	check(b, &source, span_from_octet(text, 1000));

	fd = open(b->file, O_RDONLY);
	ok(lseek(fd, 0, SEEK_END) > 0 && read_fd(b, fd, &source),
	    "a file at its end");
	check(b, &source, span_first(text, 0));
	ok(lseek(fd, 5, SEEK_END) > 0 && read_fd(b, fd, &source),
	    "a file behind its end");
	close(fd);
	check(b, &source, span_first(text, 0));
}

/* silent_file - one of /proc says that it is empty, and is not */

static void
silent_file(struct bench *b)
{
	struct source *source = NULL;
	struct stat st;

	if (stat("/proc/version", &st) < 0 || st.st_size != 0)
		return;
	str_reset(&b->seen);
	ok(source_read(&(const struct source_input){
	    .path = "/proc/version", .fd = -1, .reader = see,
	    .self = &b->seen }, &source, &b->why),
	    "a file that does not say how long it is");
	ok(b->seen.len > 0, "is read");
	is_number(source_size(source), b->seen.len, "its size");
	ok(whole(b, source, str_span(&b->seen)), "its windows");
	source_free(&source);
}

/* told - the reading failed, and the words of the reason */

static void
told(struct bench *b, bool failed, const char *status, const char *words)
{
	ok(failed, words);
	is_text(span_of(b->why.status), status, "its status");
	if (!ok(b->why.text.len > 0 &&
	    strstr(b->why.text.at, words) != NULL, "its words"))
		printf("# %.*s\n", SPAN_ARG(b->why.text));
}

static void
changes(struct bench *b)
{
	struct timespec times[2] = { { 1000000, 5 }, { 1000000, 5 } };
	struct source *source = NULL;
	struct span text = span_from(b->message, 100000), window;

	write_file(b, text);
	ok(utimensat(AT_FDCWD, b->file, times, 0) == 0 &&
	    read_path(b, &source), "a file");
	ok(source_is_unchanged(source, &b->why), "is unchanged at first");
	times[1].tv_nsec = 6;
	utimensat(AT_FDCWD, b->file, times, 0);
	told(b, !source_is_unchanged(source, &b->why), "4.3.0",
	    "has changed since it was opened");
	ok(strstr(b->why.text.at, b->file) != NULL, "which file is told");
	times[1] = (struct timespec){ 1000001, 5 };
	utimensat(AT_FDCWD, b->file, times, 0);
	told(b, !source_is_unchanged(source, &b->why), "4.3.0",
	    "has changed since it was opened");
	times[1] = times[0];
	utimensat(AT_FDCWD, b->file, times, 0);
	ok(source_is_unchanged(source, &b->why), "the old time is no change");
	ok(truncate(b->file, 99999) == 0 &&
	    utimensat(AT_FDCWD, b->file, times, 0) == 0, "it is cut");
	told(b, !source_is_unchanged(source, &b->why), "4.3.0",
	    "has changed since it was opened");
	told(b, !source_window(source, SOURCE_WINDOW, b->room, &window,
	    &b->why), "4.3.0", "it is shorter than it was");
	source_free(&source);

	write_file(b, text);
	ok(read_path(b, &source) && unlink(b->file) == 0 &&
	    whole(b, source, text) && source_is_unchanged(source, &b->why),
	    "a file whose name is gone can be sent");
	source_free(&source);
}

/* A reader that changes the file while it is read. */
static void
spoil(void *self, struct span piece)
{
	struct bench *b = self;
	int fd = open(b->file, O_WRONLY | O_APPEND);

	ok(piece.len > 0 && write(fd, "x", 1) == 1, "the file grows");
	close(fd);
}

static void
troubles(struct bench *b)
{
	struct source *source = NULL;

	b->file[strlen(b->file) - 1] ^= 1;
	told(b, !read_path(b, &source), "4.3.0", "No such file");
	ok(strstr(b->why.text.at, b->file) != NULL, "which file is told");
	b->file[strlen(b->file) - 1] ^= 1;
	told(b, !source_read(&(const struct source_input){
	    .path = b->folder, .fd = -1, .reader = see,
	    .self = &b->seen }, &source, &b->why),
	    "4.3.0", "Is a directory");
	told(b, !read_fd(b, 1000, &source), "4.3.0",
	    "read descriptor 1000: Bad file descriptor");
	write_file(b, SPAN("a: b\n\n"));
	told(b, !source_read(&(const struct source_input){
	    .path = b->file, .fd = -1, .reader = spoil,
	    .self = b }, &source, &b->why),
	    "4.3.0", "has changed since it was opened");
	ok(source == NULL, "there is no source after a failure");
}

/* no_room - what is too much for memory has no place to go */

static void
no_room(struct bench *b)
{
	struct rlimit was, small;
	struct source *source = NULL;
	int fd;
	pid_t pid;

	setenv("TMPDIR", "/nowhere", 1);
	fd = writer(span_from(b->message, SOURCE_IN_MEMORY + 1), &pid);
	told(b, !read_fd(b, fd, &source), "4.3.1",
	    "in /nowhere: No such file or directory");
	close(fd);
	waitpid(pid, NULL, 0);
	fd = writer(span_from(b->message, SOURCE_IN_MEMORY), &pid);
	ok(read_fd(b, fd, &source), "256 KiB need no place");
	close(fd);
	waitpid(pid, NULL, 0);
	source_free(&source);

	setenv("TMPDIR", b->folder, 1);
	signal(SIGXFSZ, SIG_IGN);
	getrlimit(RLIMIT_FSIZE, &was);
	small = (struct rlimit){ 400000, was.rlim_max };
	fd = writer(span_from(b->message, 1000003), &pid);
	setrlimit(RLIMIT_FSIZE, &small);
	told(b, !read_fd(b, fd, &source), "4.3.1", "File too large");
	setrlimit(RLIMIT_FSIZE, &was);
	close(fd);
	waitpid(pid, NULL, 0);
}

/* late - nobody ends the stream, and the time is over */

static void
late(struct bench *b)
{
	const struct deadline by = deadline_in(0);
	struct source *source = NULL;
	int ends[2];

	must(pipe(ends) == 0);
	must(write(ends[1], "Subject: x\n", 11) == 11);
	told(b, !source_read(&(const struct source_input){ .fd = ends[0],
	    .by = &by, .reader = see, .self = &b->seen }, &source, &b->why),
	    "4.4.7", "timed out");
	ok(source == NULL, "what came so far is no message");
	close(ends[0]);
	close(ends[1]);
}

int
main(void)
{
	struct bench b = { .message = mem_new(SEEN_MAX, 1),
	    .room = mem_new(SOURCE_WINDOW, 1), .arena = arena_new() };
	char folder[] = "/tmp/test_source.XXXXXX";
	struct str file;

	b.why = DSN_IN(b.arena);
	str_init(&b.seen, SEEN_MAX);
	str_init(&file, 100);
	b.folder = mkdtemp(folder);
	str_addf(&file, "%s/message", folder);
	b.file = file.at;
	for (size_t i = 0; i < SEEN_MAX; i++)
		b.message[i] = (char)(i * 2654435761u >> 13);
	setenv("TMPDIR", folder, 1);
	files(&b);
	pipes(&b);
	offsets(&b);
	silent_file(&b);
	changes(&b);
	troubles(&b);
	late(&b);
	no_room(&b);
	unlink(b.file);
	ok(rmdir(folder) == 0, "TMPDIR is empty: no name was left behind");
	str_clear(&file);
	str_clear(&b.seen);
	mem_free(&b.message);
	mem_free(&b.room);
	arena_free(&b.arena);
	return tap_done();
}
