/* SPDX-License-Identifier: BSD-2-Clause */
#include "cmd/parse.h"

#include "base/mem.h"
#include "base/str.h"
#include "unit/tap.h"

enum { ARGS_MAX = 12, TEXT_MAX = 4096 };

/* Each is parsed and written down as "spelling=arg", a blank between. */
static const struct scene {
	const char *name;
	const char *argv[ARGS_MAX];	/* behind the program's name */
	const char *parsed, *why;
} scenes[] = {
	{ "nothing", { NULL }, "", NULL },
	{ "operands", { "a@b", "c@d" }, "recipient=a@b recipient=c@d",
	    NULL },
	{ "options behind operands", { "a", "-q", "b" },
	    "recipient=a -q recipient=b", NULL },
	{ "-- ends the options", { "-q", "--", "-q", "--" },
	    "-q recipient=-q recipient=--", NULL },
	{ "a hyphen by itself is an operand", { "-" }, "recipient=-", NULL },
	{ "an empty operand", { "" }, "recipient=", NULL },
	{ "--name=value", { "--from=a" }, "--from=a", NULL },
	{ "--name value", { "--from", "a", "b" }, "--from=a recipient=b",
	    NULL },
	{ "an argument may look like an option", { "--from", "-q" },
	    "--from=-q", NULL },
	{ "and be --", { "-f", "--", "-q" }, "-f=-- -q", NULL },
	{ "an empty argument", { "--from=" }, "--from=", NULL },
	{ "an equals sign in the argument", { "--option=a=b" },
	    "--option=a=b", NULL },
	{ "the beginning of a name", { "--fr=a", "--quie" }, "--from=a "
	    "--quiet", NULL },
	{ "a name that others begin with", { "--trace=x", "--to=y" },
	    "--trace=x --to=y", NULL },
	{ "letters", { "-q", "-v" }, "-q -v", NULL },
	{ "letters in a bundle", { "-qvv4" }, "-q -v -v -4", NULL },
	{ "an argument behind a letter", { "-fa" }, "-f=a", NULL },
	{ "an argument behind a bundle", { "-qvfa", "b" },
	    "-q -v -f=a recipient=b", NULL },
	{ "the next argument", { "-qf", "a" }, "-q -f=a", NULL },
	{ "an equals sign behind a letter is the argument's", { "-f=a" },
	    "-f==a", NULL },
	{ "sendmail's forms", { "-i", "-oi", "-oem", "-bm", "-F", "me" },
	    "-i -o=i -o=em -b=m -F=me", NULL },
	{ "an argument that can be left out", { "--show-config", "set" },
	    "--show-config recipient=set", NULL },
	{ "or be given", { "--show-config=set" }, "--show-config=set",
	    NULL },

	{ "an unknown name", { "--frobnicate" }, NULL,
	    "--frobnicate is no option" },
	{ "an unknown name with a value", { "--frobnicate=1" }, NULL,
	    "--frobnicate is no option" },
	{ "names are not cut short in their middle", { "--rom=a" }, NULL,
	    "--rom is no option" },
	{ "the beginning of several names", { "--no", "--s" }, NULL,
	    "--s can mean --server, --smtputf8, --show-secrets, "
	    "--show-config" },
	{ "an unknown letter", { "-qz" }, NULL, "-z is no option" },
	{ "an argument that is missing", { "--from" }, NULL,
	    "--from wants an argument: ADDR" },
	{ "an argument that a letter misses", { "-f" }, NULL,
	    "-f wants an argument: ADDR" },
	{ "an argument that nobody wants", { "--quiet=yes" }, NULL,
	    "--quiet takes no argument" },
	{ "a name that is empty", { "--=x" }, NULL, NULL },
};

static void
write_down(const struct parsed *parsed, struct str *to)
{
	for (size_t i = 0; i < parsed->given.len; i++) {
		const struct given *given = &parsed->given.at[i];

		str_addf(to, "%s%.*s", i == 0 ? "" : " ",
		    SPAN_ARG(given->spelling));
		if (given->arg != NULL)
			str_addf(to, "=%s", given->arg);
	}
}

static void
test_scene(const struct scene *scene)
{
	struct arena *arena = arena_new();
	struct dsn why = DSN_IN(arena);
	struct parsed parsed = { 0 };
	char *argv[ARGS_MAX + 1] = { mem_string(SPAN("mxput")) };
	int argc = 1;
	struct str to;
	bool good;

	for (; argc < ARGS_MAX && scene->argv[argc - 1] != NULL; argc++)
		argv[argc] = mem_string(span_of(scene->argv[argc - 1]));
	good = parse(argc, argv, &parsed, &why);
	is_number(good, scene->parsed != NULL, scene->name);
	str_init(&to, TEXT_MAX);
	write_down(&parsed, &to);
	if (scene->parsed != NULL)
		is_text(str_span(&to), scene->parsed, scene->name);
	else if (scene->why != NULL)
		is_text(why.text, scene->why, scene->name);
	str_clear(&to);
	parse_clear(&parsed);
	for (int i = 0; i < argc; i++)
		mem_free(&argv[i]);
	arena_free(&arena);
}

static void
test_no_name(void)
{
	struct arena *arena = arena_new();
	struct dsn why = DSN_IN(arena);
	struct parsed parsed = { 0 };
	char *argv[] = { NULL };

	ok(parse(0, argv, &parsed, &why), "not even the program has a name");
	is_number(parsed.given.len, 0, "then there is nothing");
	arena_free(&arena);
}

int
main(void)
{
	for (size_t i = 0; i < sizeof(scenes) / sizeof(scenes[0]); i++)
		test_scene(&scenes[i]);
	test_no_name();
	return tap_done();
}
