/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The last words are the one piece of file-scope state besides os/clock.c
 * and os/halt.c: a program that is out of memory has no other way to reach
 * them.
 */
#include "base/mem.h"

#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>
#include <unistd.h>

static struct {
	void (*say)(void *self, int status);
	void *self;
} last_words;

static atomic_flag said = ATOMIC_FLAG_INIT;
static _Thread_local bool speaking;

void
last_words_set(void (*say)(void *self, int status), void *self)
{
	last_words.say = say;
	last_words.self = self;
}

/*
 * farewell - one line on stderr, the last words, and the end. Another thread
 * in trouble waits for that end; trouble with the words themselves is it.
 */

NORETURN static void
farewell(int status, const char *line, size_t len)
{
	if (write(STDERR_FILENO, line, len) < 0)
		len = 0;	/* nobody listens; the status says it too */
	while (!speaking && atomic_flag_test_and_set(&said))
		pause();
	if (!speaking && last_words.say != NULL) {
		speaking = true;
		last_words.say(last_words.self, status);
	}
	_exit(status);
}

NORETURN void
must_fail(const char *what, const char *file, int line)
{
	char text[512];
	int len = snprintf(text, sizeof(text),
	    "mxput: this is a bug: %s:%d: %s does not hold\n", file, line,
	    what);
	size_t most = sizeof(text) - 1;

	farewell(EX_SOFTWARE, text,
	    len < 0 ? 0 : (size_t)len < most ? (size_t)len : most);
}

NORETURN void
mem_none(void)
{
	static const char text[] = "mxput: out of memory\n";

	farewell(EX_OSERR, text, sizeof(text) - 1);
}

void *
mem_new(size_t n, size_t size)
{
	void *p = calloc(n == 0 ? 1 : n, size);

	if (p == NULL)
		mem_none();
	return p;
}

void *
mem_grow(void *p, size_t n, size_t size)
{
	if (size != 0 && n > SIZE_MAX / size)
		mem_none();
	p = realloc(p, n * size == 0 ? 1 : n * size);
	if (p == NULL)
		mem_none();
	return p;
}

char *
mem_string(struct span s)
{
	char *copy = mem_new(s.len + 1, 1);

	if (s.len > 0)
		memcpy(copy, s.at, s.len);
	return copy;
}

void
mem_free(void *slot)
{
	void *p;

	memcpy(&p, slot, sizeof(p));
	free(p);
	p = NULL;
	memcpy(slot, &p, sizeof(p));
}

void
mem_wipe(void *at, size_t len)
{
	volatile unsigned char *p = at;

	while (len-- > 0)
		*p++ = 0;
}
