/* SPDX-License-Identifier: BSD-2-Clause */
#include "cmd/pages.h"

#include "base/ascii.h"
#include "cmd/completions.h"
#include "cmd/take.h"
#include "dns/resolver.h"
#include "param/describe.h"

/* The manual ---------------------------------------------------------------*/

/* mdoc_head - ".It Fl f Ar ADDR , Fl Fl from Ns = Ns Ar ADDR" */

static void
mdoc_head(const struct option_row *row, struct str *to)
{
	const char *open = row->arg_optional ? " Ns Op = Ns Ar " :
	    " Ns = Ns Ar ";

	str_add(to, SPAN(".It"));
	if (row->letter != 0) {
		str_addf(to, " Fl %c", row->letter);
		if (row->arg != NULL)
			str_addf(to, " Ar %s", row->arg);
	}
	if (row->letter != 0 && row->name != NULL)
		str_add(to, SPAN(" ,"));
	if (row->name != NULL) {
		str_addf(to, " Fl Fl %s", row->name);
		if (row->arg != NULL)
			str_addf(to, "%s%s", open, row->arg);
	}
	str_add_char(to, '\n');
}

static void
mdoc_options(struct str *to)
{
	for (int group = 0; group < OPTION_GROUPS; group++) {
		str_addf(to, ".Ss %s\n.Bl -tag -width Ds\n",
		    option_groups[group]);
		for (size_t i = 0; i < option_rows_len; i++) {
			const struct option_row *row = &option_rows[i];

			if ((int)row->group != group)
				continue;
			mdoc_head(row, to);
			if (row->built == BUILT_NOT_YET)
				str_add(to, SPAN("Not built yet.\n"));
			describe_text(span_of(row->doc), to);
		}
		str_add(to, SPAN(".El\n"));
	}
}

static void
mdoc_acting(struct str *to)
{
	describe_manual(DESCRIBED_ACTS, to);
}

static void
mdoc_later(struct str *to)
{
	describe_manual(DESCRIBED_NOT_YET, to);
}

static void
mdoc_unused(struct str *to)
{
	describe_manual(DESCRIBED_NO_USE, to);
}

/* Pages --------------------------------------------------------------------*/

static const struct part {
	const char *name;
	void (*make)(struct str *to);
} parts[] = {
	{ "options", mdoc_options },
	{ "parameters", mdoc_acting },
	{ "later parameters", mdoc_later },
	{ "unused parameters", mdoc_unused },
	{ "bash options", completions_bash },
	{ "bash parameters", completions_parameters },
	{ "zsh options", completions_zsh },
	{ "zsh parameters", completions_parameters },
	{ "fish options", completions_fish },
	{ "fish parameters", completions_fish_parameters },
};

static const struct part *
find_part(struct span name)
{
	for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++)
		if (span_equal(span_of(parts[i].name), name))
			return &parts[i];
	return NULL;
}

/* is_mark - a comment, in roff or a shell, that says "begin NAME" */

static bool
is_mark(struct span line, struct span verb, struct span *name)
{
	if (span_starts(line, SPAN(".\\\" ")))
		line = span_from_octet(line, 4);
	else if (span_starts(line, SPAN("# ")))
		line = span_from_octet(line, 2);
	else
		return false;
	if (!span_starts(line, verb))
		return false;
	*name = span_trim(span_from_octet(line, verb.len));
	return true;
}

/* skip_part - the old text, up to the line that ends it, which is kept */

static bool
skip_part(struct span *page, struct span name, struct str *to,
    struct dsn *why)
{
	struct span ended;

	while (page->len > 0) {
		struct span line = span_cut(page, '\n');

		if (!is_mark(line, SPAN("end "), &ended) ||
		    !span_equal(ended, name))
			continue;
		str_add(to, line);
		str_add_char(to, '\n');
		return true;
	}
	return dsn_fail(why, "5.3.5", "no line ends the part \"%.*s\"",
	    SPAN_ARG(name));
}

bool
pages_refresh(struct span page, struct str *to, struct dsn *why)
{
	while (page.len > 0) {
		struct span line = span_cut(&page, '\n'), name;
		const struct part *part;

		str_add(to, line);
		str_add_char(to, '\n');
		if (!is_mark(line, SPAN("begin "), &name))
			continue;
		part = find_part(name);
		if (part == NULL)
			return dsn_fail(why, "5.3.5", "there is no part "
			    "\"%.*s\"", SPAN_ARG(name));
		part->make(to);
		if (!skip_part(&page, name, to, why))
			return false;
	}
	return true;
}

/* --help -------------------------------------------------------------------*/

enum { COLUMN = 30, COLUMNS = 79 };

static void
add_blanks(size_t n, struct str *to)
{
	while (n-- > 0)
		str_add_char(to, ' ');
}

/* add_wrapped - words from COLUMN on; `at` is where the line stands */

static void
add_wrapped(struct span text, size_t at, struct str *to)
{
	struct span word;
	size_t column = at < COLUMN - 1 ? COLUMN : COLUMNS + 1;
	bool first = true;

	if (column == COLUMN)
		add_blanks(COLUMN - at, to);
	while (ascii_word(&text, " ", &word)) {
		if (column + !first + word.len > COLUMNS) {
			str_add_char(to, '\n');
			add_blanks(COLUMN, to);
			column = COLUMN;
		} else if (!first) {
			str_add_char(to, ' ');
			column++;
		}
		str_add(to, word);
		column += word.len;
		first = false;
	}
	str_add_char(to, '\n');
}

/* help_head - "  -f, --from=ADDR" */

static void
help_head(const struct option_row *row, struct str *to)
{
	const char *equals = row->name == NULL ? " " :
	    row->arg_optional ? "[=" : "=";

	if (row->letter != 0)
		str_addf(to, "  -%c%s", row->letter,
		    row->name != NULL ? ", " : "");
	else
		str_add(to, SPAN("      "));
	if (row->name != NULL)
		str_addf(to, "--%s", row->name);
	if (row->arg != NULL)
		str_addf(to, "%s%s%s", equals, row->arg,
		    row->arg_optional ? "]" : "");
}

static void
help_option(const struct option_row *row, struct str *to)
{
	size_t from = to->len;
	struct str text;

	help_head(row, to);
	str_init(&text, PAGES_MAX);
	if (row->built == BUILT_NOT_YET)
		str_add(&text, SPAN("(not built yet) "));
	str_add(&text, option_summary(row));
	add_wrapped(str_span(&text), to->len - from, to);
	str_clear(&text);
}

void
pages_help(struct str *to)
{
	str_add(to, SPAN("usage: mxput [OPTION]... RECIPIENT... < MESSAGE\n"
	    "Hands a message over to the next mail server for each "
	    "recipient.\n"));
	for (int group = 0; group < OPTION_GROUPS; group++) {
		str_addf(to, "\n%s:\n", option_groups[group]);
		for (size_t i = 0; i < option_rows_len; i++)
			if ((int)option_rows[i].group == group)
				help_option(&option_rows[i], to);
	}
}

void
pages_features(struct str *to)
{
	str_addf(to, "SMTP: yes\nLMTP: yes\nDNS: yes (ldns)\n"
	    "DNSSEC validation: %s\n",
	    resolver_can_validate() ? "yes (libunbound)" : "no");
	str_add(to, SPAN("internationalized mail: yes (libidn2)\n"
	    "TLS: yes (GnuTLS)\nAUTH: yes (GNU SASL)\n"
	    "tables: yes (texthash, cidr, regexp, pcre, inline, "
	    "static)\n"));
	for (size_t i = 0; i < option_rows_len; i++)
		if (option_rows[i].built == BUILT_NOT_YET)
			str_addf(to, "--%s: not yet\n",
			    option_rows[i].name);
}
