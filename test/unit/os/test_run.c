/* SPDX-License-Identifier: BSD-2-Clause */
#include "os/run.h"

#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/mem.h"
#include "os/secret_reveal.h"
#include "unit/child.h"
#include "unit/tap.h"

enum { LONG = 30000 };		/* milliseconds: no command here needs them */

static const struct row {
	const char *name, *command, *output;
} good[] = {
	{ "the output, whole", "printf 'one\\ntwo\\n'", "one\ntwo\n" },
	{ "none", "true", "" },
	{ "a shell's words", "a=b; echo $a | tr b c", "c\n" },
	{ "an empty stdin", "cat; echo end", "end\n" },
	{ "output that was closed before the end",
	    "echo x; exec >&-; sleep 0.05", "x\n" },
	{ "in pieces", "echo a; sleep 0.05; echo b", "a\nb\n" },
};

static const struct row wrong[] = {
	{ "it fails", "echo hunter2; exit 3",
	    "run \"echo hunter2; exit 3\": it ended with status 3" },
	{ "it is not there", "exec 2>/dev/null; /no/such/program",
	    "run \"exec 2>/dev/null; /no/such/program\": it ended with "
	    "status 127" },
	{ "it is killed", "kill -9 $$",
	    "run \"kill -9 $$\": it was ended by signal 9" },
	{ "it says too much", "exec yes hunter2",
	    "run \"exec yes hunter2\": it prints more than 65536 octets" },
};

static void
test_good(struct arena *arena)
{
	for (size_t i = 0; i < sizeof(good) / sizeof(good[0]); i++) {
		struct secret *output = NULL;
		struct dsn why = DSN_IN(arena);

		if (ok(run_command(good[i].command, LONG, &output, &why),
		    good[i].name))
			is_text(secret_reveal(output), good[i].output,
			    good[i].name);
		secret_free(&output);
	}
}

static void
test_wrong(struct arena *arena)
{
	for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
		struct secret *output = NULL;
		struct dsn why = DSN_IN(arena);

		ok(!run_command(wrong[i].command, LONG, &output, &why),
		    wrong[i].name);
		is_text(why.text, wrong[i].output, wrong[i].name);
		is_text(span_of(why.status), "4.3.5", "the status");
		ok(output == NULL, "and nothing comes of it");
	}
}

/* A deadline: at once, so that nobody waits for it. */

static void
test_slow(struct arena *arena)
{
	static const char *const slow[] = { "exec sleep 600",
	    "exec >&-; exec sleep 600" };

	for (size_t i = 0; i < 2; i++) {
		struct secret *output = NULL;
		struct dsn why = DSN_IN(arena);

		ok(!run_command(slow[i], 100, &output, &why), slow[i]);
		ok(span_find(why.text, ':') < why.text.len && strstr(
		    why.text.at, "it takes too long") != NULL,
		    "it takes too long");
		is_number(waitpid(-1, NULL, WNOHANG), -1,
		    "and is not left behind");
	}
}

/* As much as it may print, to the octet. */

static void
test_much(struct arena *arena)
{
	struct secret *output = NULL;
	struct dsn why = DSN_IN(arena);

	ok(run_command("head -c 65536 /dev/zero", LONG, &output, &why),
	    "as much as it may print");
	is_number(output == NULL ? 0 : secret_len(output), SECRET_MAX,
	    "is there");
	secret_free(&output);
	ok(!run_command("head -c 65537 /dev/zero", LONG, &output, &why),
	    "and one octet more");
}

int
main(void)
{
	struct arena *arena = arena_new();

	test_good(arena);
	test_wrong(arena);
	test_slow(arena);
	test_much(arena);
	arena_free(&arena);
	return tap_done();
}
