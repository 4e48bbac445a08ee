/* SPDX-License-Identifier: BSD-2-Clause */
#include "base/mem.h"

#include <pthread.h>
#include <signal.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/resource.h>

#include "unit/child.h"
#include "unit/tap.h"

static void
memory(void)
{
	unsigned char *p = mem_new(1000, 3);
	bool zero = true, kept = true;
	char *s;

	for (size_t i = 0; i < 3000; i++)
		zero = zero && p[i] == 0;
	ok(zero, "new memory is zeroed");
	memset(p, 7, 3000);
	p = mem_grow(p, 100000, 1);
	for (size_t i = 0; i < 3000; i++)
		kept = kept && p[i] == 7;
	ok(kept, "growing keeps what was there");
	mem_wipe(p, 3000);
	for (size_t i = 0; i < 3000; i++)
		zero = zero && p[i] == 0;
	ok(zero, "wiping leaves nothing");
	mem_free(&p);
	ok(p == NULL, "freeing forgets the address");
	mem_free(&p);
	ok(p == NULL, "freeing nothing is nothing");
	p = mem_new(0, 8);
	ok(p != NULL, "no elements still have an address");
	mem_free(&p);
	s = mem_string(span_from("abcdef", 3));
	is_text(span_of(s), "abc", "a string of a span ends with a NUL");
	mem_free(&s);
}

/* speak - last words that show what they were told */

static void
speak(void *self, int status)
{
	char text[] = "words 00\n";

	text[6] = (char)('0' + status / 10);
	text[7] = (char)('0' + status % 10);
	if (write(STDERR_FILENO, self, strlen(self)) < 0 ||
	    write(STDERR_FILENO, text, strlen(text)) < 0)
		_exit(1);
}

static void
assert_with_words(void *arg)
{
	last_words_set(speak, arg);
	must(arg == NULL);
}

static void
assert_true(void *arg)
{
	last_words_set(speak, arg);
	must(arg != NULL);
}

static void
assert_without_words(void *arg)
{
	last_words_set(NULL, NULL);
	must(arg == NULL);
}

static void
speak_and_fail(void *self, int status)
{
	speak(self, status);
	must(self == NULL);
}

static void
assert_in_words(void *arg)
{
	last_words_set(speak_and_fail, arg);
	must(arg == NULL);
}

static void
want_too_much(void *arg)
{
	last_words_set(speak, arg);
	mem_grow(NULL, SIZE_MAX / 4 + 2, 4);	/* 4 octets, modulo */
}

/* limited - calloc fails for real, where no sanitizer minds the limit */

static void
limited(void *arg)
{
	struct rlimit limit = { 1 << 28, 1 << 28 };

	last_words_set(speak, arg);
	setrlimit(RLIMIT_AS, &limit);
	mem_new(1 << 20, 1 << 10);
}

static void
ends(void)
{
	char self[] = "last ";
	struct child c = child_run(assert_with_words, self);

	is_number(c.status, 70, "a bug of ours exits 70");
	ok(strstr(c.said, "this is a bug") != NULL &&
	    strstr(c.said, "arg == NULL does not hold") != NULL,
	    "and says what does not hold");
	ok(strstr(c.said, "last words 70\n") != NULL,
	    "then its last words, which know the status");
	c = child_run(assert_true, self);
	ok(c.status == 0 && c.said[0] == '\0', "what holds says nothing");
	c = child_run(assert_without_words, self);
	is_number(c.status, 70, "without last words the status is the same");
	c = child_run(assert_in_words, self);
	ok(c.status == 70 && strstr(strstr(c.said, "last words") + 4,
	    "last words") == NULL,
	    "last words that fail themselves are not said again");
	c = child_run(want_too_much, self);
	ok(c.status == 71 && strstr(c.said, "out of memory") != NULL &&
	    strstr(c.said, "last words 71\n") != NULL,
	    "more than there can be exits 71, with last words");
}

static void
no_memory_left(void)
{
	char self[] = "last ";
	struct child c = child_run(limited, self);

	/* a sanitizer's allocator ends the program in its own way, with a
	 * line of ====: then only the other build shows this */
	if (c.said[0] == '=')
		return;
	ok(c.status == 71 && strstr(c.said, "last words 71\n") != NULL,
	    "no memory exits 71, with last words");
}

/* Two threads in trouble: the second must not end the program while the
 * first still speaks. */

static void *
second(void *arg)
{
	must(arg == NULL);
	return NULL;
}

static void
speak_slowly(void *self, int status)
{
	struct timespec pause = { 0, 50000000 };
	pthread_t thread;

	pthread_create(&thread, NULL, second, self);
	nanosleep(&pause, NULL);
	speak(self, status);
}

static void
assert_twice(void *arg)
{
	last_words_set(speak_slowly, arg);
	must(arg == NULL);
}

static void
two_threads(void)
{
	char self[] = "last ";
	struct child c = child_run(assert_twice, self);

	ok(c.status == 70 && strstr(c.said, "last words 70\n") != NULL,
	    "another thread in trouble lets the first one finish");
}

int
main(void)
{
	memory();
	ends();
	no_memory_left();
	two_threads();
	return tap_done();
}
