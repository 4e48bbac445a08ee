/* SPDX-License-Identifier: BSD-2-Clause */
#include "cmd/completions.h"

#include <string.h>

#include "cmd/take.h"
#include "unit/tap.h"

enum { TEXT_MAX = 1024 * 1024 };

static bool
has(const struct str *text, const char *part)
{
	return strstr(str_chars(text), part) != NULL;
}

static void
test_bash(void)
{
	struct str to;

	str_init(&to, TEXT_MAX);
	completions_bash(&to);
	ok(has(&to, "\toptions='--from= "), "options with an argument");
	ok(has(&to, " --smtputf8\n") || has(&to, " --smtputf8 "),
	    "and without");
	ok(has(&to, "\t-m | --message) words=FILE ;;\n"), "files");
	ok(has(&to, "\t-o | --option) words=PARAMETER ;;\n"), "parameters");
	ok(has(&to, "\t--format) words='text json dsn postfix' ;;\n"),
	    "words");
	ok(has(&to, "\t-f | --from) words=NOTHING ;;\n"),
	    "what cannot be known");
	ok(!has(&to, "--quiet) words"), "no argument, no words");
	ok(!has(&to, "--journal"), "nothing that is not built");
	str_clear(&to);
}

static void
test_zsh(void)
{
	struct str to;

	str_init(&to, TEXT_MAX);
	completions_zsh(&to);
	ok(has(&to, "\t'*'{-f+,--from=}'[The envelope sender]:ADDR: '\n"),
	    "a letter and a name");
	ok(has(&to, "\t'*--smtputf8[Ask for"), "a name only");
	ok(has(&to, "\t'*-4[Use IPv4 only]'\n"), "a letter only");
	ok(has(&to, "recipients'\\'' own MX hosts]"), "a quote in quotes");
	ok(has(&to, "short for -d \\[HOST\\]\\:PORT]:HOST[\\:PORT]: '\n"),
	    "brackets and colons are the text's");
	ok(has(&to, "'*--show-config=-[") && has(&to, "]::WHICH:(all set)'"),
	    "an argument that can be left out");
	ok(!has(&to, "--journal"), "nothing that is not built");
	str_clear(&to);
}

static void
test_fish(void)
{
	struct str to;

	str_init(&to, TEXT_MAX);
	completions_fish(&to);
	ok(has(&to, "complete -c mxput -s f -l from -x -d 'The envelope "
	    "sender'\n"), "an argument");
	ok(has(&to, "complete -c mxput -s m -l message -r -F -d "), "a file");
	ok(has(&to, "complete -c mxput -l format -x -a 'text json dsn "
	    "postfix' "), "words");
	ok(has(&to, " -l show-config -a 'all set' -d "),
	    "an argument that can be left out");
	ok(has(&to, "complete -c mxput -s v -d "), "a letter only");
	ok(!has(&to, "--journal"), "nothing that is not built");
	str_clear(&to);
}

/* test_parameters - no line is too long, and no name is cut */

static void
test_parameters(void)
{
	struct str to;
	struct span rest;
	size_t longest = 0;

	str_init(&to, TEXT_MAX);
	completions_parameters(&to);
	ok(has(&to, "\tparameters='allow_srv_lookup_fallback "),
	    "the beginning");
	ok(has(&to, " use_srv_lookup'\n"), "and the end");
	rest = str_span(&to);
	while (rest.len > 0) {
		struct span line = span_cut(&rest, '\n');

		longest = line.len > longest ? line.len : longest;
	}
	ok(longest <= 79 - 7, "lines that fit behind a tab");
	str_reset(&to);
	completions_fish_parameters(&to);
	ok(has(&to, "\tprintf '%s=\\n' \\\n"
	    "\t    allow_srv_lookup_fallback \\\n"),
	    "the same for fish");
	str_clear(&to);
}

int
main(void)
{
	test_bash();
	test_zsh();
	test_fish();
	test_parameters();
	return tap_done();
}
