/* SPDX-License-Identifier: BSD-2-Clause */
#include "param/describe.h"

#include "base/mem.h"
#include "param/rows.h"
#include "unit/tap.h"

enum { TEXT_MAX = 1024 * 1024 };

/* config - what --show-config says about a file */

static struct str
config(enum protocol protocol, const char *file, bool set_only, bool origins)
{
	static const struct host_facts facts = {
		.hostname = SPAN_INIT("h.example") };
	struct arena *arena = arena_new();
	struct dsn why = DSN_IN(arena);
	struct settings *settings = settings_new();
	struct params_input input = { .settings = settings,
	    .facts = &facts, .protocol = protocol };
	const struct setting option = { .name = SPAN("relayhost"),
	    .value = SPAN("[r]"), .from = SETTING_OPTION,
	    .file = SPAN("-o") };
	struct str to;

	must(settings_read(settings, span_of(file), SPAN("main.cf"), &why));
	settings_set(settings, &option);
	str_init(&to, TEXT_MAX);
	describe_config(&input, set_only, origins, &to);
	settings_free(&settings);
	arena_free(&arena);
	return to;
}

/* has_line - one of the lines of a text is this one */

static bool
has_line(const struct str *text, const char *line)
{
	struct span rest = str_span(text);

	while (rest.len > 0)
		if (span_equal(span_cut(&rest, '\n'), span_of(line)))
			return true;
	return false;
}

static void
test_config(void)
{
	struct str all = config(PROTOCOL_SMTP, "smtp_quit_timeout = 2m\n",
	    false, false);
	struct str lmtp = config(PROTOCOL_LMTP, "lmtp_lhlo_name = x\n", false,
	    false);

	ok(has_line(&all, "relayhost = [r]"), "what is set");
	ok(has_line(&all, "smtp_quit_timeout = 120s"), "as it is understood");
	ok(has_line(&all, "smtp_helo_name = h.example"), "what is not set");
	ok(has_line(&all, "smtp_tls_security_level = dane"),
	    "what is not built");
	ok(has_line(&all, "inet_interfaces = "), "what is empty");
	ok(!has_line(&all, "lmtp_lhlo_name = h.example"),
	    "no parameters of the other protocol");
	ok(has_line(&lmtp, "lmtp_lhlo_name = x"), "LMTP by its names");
	ok(!has_line(&lmtp, "smtp_always_send_ehlo = yes"),
	    "and nothing that it lacks");
	str_clear(&all);
	str_clear(&lmtp);
}

static void
test_set_only(void)
{
	struct str set = config(PROTOCOL_SMTP, "\nsmtp_quit_timeout = soon\n"
	    "own = 1\nmydomain = $\n"
	    "smtp_sasl_password_maps = inline:{ a=u:hunter2 }\n"
	    "lmtp_lhlo_name = x\n", true, true);

	is_text(str_span(&set), "mydomain = $\t# main.cf:4\n"
	    "relayhost = [r]\t# -o\n"
	    "smtp_quit_timeout = soon\t# main.cf:2\n"
	    "smtp_sasl_password_maps = inline:{***}\t# main.cf:5\n",
	    "by name, with origin, no secret, what is wrong as it was set");
	str_clear(&set);
	set = config(PROTOCOL_SMTP, "", false, true);
	ok(has_line(&set, "smtp_mail_timeout = 300s\t# default"),
	    "the origin of what is not set");
	str_clear(&set);
}

static void
test_blanks(void)
{
	struct str set = config(PROTOCOL_SMTP, "mydestination = a,\n\tb,  c\n"
	    "smtp_generic_maps = inline:{\n\t{a =  b},  {c = }  }  d } ,\n"
	    "   e\x01 \xff\n", true, false);

	is_text(str_span(&set), "mydestination = a, b, c\n"
	    "relayhost = [r]\n"
	    "smtp_generic_maps = inline:{ {a =  b},  {c = }  } d } , e? ?\n",
	    "a value is one line; blanks in braces are not touched");
	str_clear(&set);
}

static const struct {
	const char *name, *text, *lines;
} texts[] = {
	{ "a sentence", "One two.", "One two.\n" },
	{ "each sentence begins a line", "One. Two.", "One.\nTwo.\n" },
	{ "a full stop or quote at the beginning is no request",
	    ".x 'y z.", "\\&.x 'y z.\n" },
	{ "a quote at the beginning", "'x' y.", "\\&'x' y.\n" },
	{ "backslashes stay what they are", "a\\b.", "a\\eb.\n" },
	{ "hyphens of options are no hyphens", "See --x-y and a-b.",
	    "See \\-\\-x\\-y and a-b.\n" },
	{ "long lines are broken",
	    "aaaaaaaaa bbbbbbbbb ccccccccc ddddddddd eeeeeeeee fffffffff "
	    "ggggggggg hhhhhhhhh.",
	    "aaaaaaaaa bbbbbbbbb ccccccccc ddddddddd eeeeeeeee fffffffff "
	    "ggggggggg\nhhhhhhhhh.\n" },
	{ "a full stop may come first on its line too", "One. .x.",
	    "One.\n\\&.x.\n" },
};

static void
test_text(void)
{
	struct str to;

	str_init(&to, TEXT_MAX);
	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		str_reset(&to);
		describe_text(span_of(texts[i].text), &to);
		is_text(str_span(&to), texts[i].lines, texts[i].name);
	}
	str_clear(&to);
}

/* contains - a text is somewhere in another */

static bool
contains(const struct str *text, const char *part)
{
	return strstr(str_chars(text), part) != NULL;
}

static void
test_manual(void)
{
	struct str acts, later, unused;

	str_init(&acts, TEXT_MAX);
	str_init(&later, TEXT_MAX);
	str_init(&unused, TEXT_MAX);
	describe_manual(DESCRIBED_ACTS, &acts);
	describe_manual(DESCRIBED_NOT_YET, &later);
	describe_manual(DESCRIBED_NO_USE, &unused);
	ok(contains(&acts, "\n.It Va smtp_helo_timeout , "
	    "lmtp_lhlo_timeout\nHow long"), "both names head an item");
	ok(contains(&acts, "\n.It Va relayhost\n"), "or one");
	ok(contains(&acts, "A time.\nDefault: 30s; for LMTP: 0s.\n"),
	    "what is wanted, and the defaults");
	ok(contains(&acts, "Default: dns, native; in Postfix mode: dns; for "
	    "LMTP: dns.\n"), "the default of each mode");
	ok(contains(&later, ".It Va mxput_mta_sts\n"),
	    "what is not built stands by itself");
	ok(contains(&later, "no.\nTo ask for it is an error until it is "
	    "built.\n"), "and it is said what is an error");
	ok(contains(&unused, ".It Va max_use\nHas no effect:"),
	    "so does what is of no use");
	ok(!contains(&acts, "max_use") && !contains(&later, "max_use"),
	    "each in one list only");
	str_clear(&acts);
	str_clear(&later);
	str_clear(&unused);
}

/* count - how often an item begins */

static size_t
count(const struct str *text)
{
	size_t n = 0;
	struct span rest = str_span(text);

	while (rest.len > 0)
		n += span_starts(span_cut(&rest, '\n'), SPAN(".It "));
	return n;
}

static void
test_complete(void)
{
	struct str to;

	str_init(&to, TEXT_MAX);
	describe_manual(DESCRIBED_ACTS, &to);
	describe_manual(DESCRIBED_NOT_YET, &to);
	describe_manual(DESCRIBED_NO_USE, &to);
	is_number(count(&to), param_rows_len,
	    "every parameter stands in the manual");
	ok(!to.full, "whole");
	str_reset(&to);
	describe_names(&to);
	ok(has_line(&to, "smtp_helo_timeout") &&
	    has_line(&to, "lmtp_lhlo_timeout"), "both names are completed");
	ok(!has_line(&to, "max_use") &&
	    !has_line(&to, "mxput_mta_sts"),
	    "what has no effect is not");
	str_clear(&to);
}

int
main(void)
{
	test_config();
	test_set_only();
	test_blanks();
	test_text();
	test_manual();
	test_complete();
	return tap_done();
}
