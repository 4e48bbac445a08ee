/* SPDX-License-Identifier: BSD-2-Clause */
/* A walk through the table of the parameters. */
#include "param/rows.h"

#include <stdio.h>

#include "base/arena.h"
#include "base/ascii.h"
#include "base/map.h"
#include "base/mem.h"
#include "param/values.h"
#include "unit/tap.h"

/* A check of one row; false and a line of complaint if it is not as it
 * should be. */
typedef bool row_check(const struct param_row *row);

static bool
complain(const struct param_row *row, const char *what)
{
	struct span name = param_name(row, PROTOCOL_SMTP);

	if (name.len == 0)
		name = param_name(row, PROTOCOL_LMTP);
	printf("# %.*s: %s\n", SPAN_ARG(name), what);
	return false;
}

static void
walk(row_check *check, const char *name)
{
	bool good = true;

	for (size_t i = 0; i < param_rows_len; i++)
		good = check(&param_rows[i]) && good;
	ok(good, name);
}

static bool
has_name(const struct param_row *row)
{
	return param_name(row, PROTOCOL_SMTP).len > 0 ||
	    param_name(row, PROTOCOL_LMTP).len > 0 ||
	    complain(row, "no name");
}

/* has_twin - an smtp_ name has an lmtp_ name or none, a name without such a
 * beginning is that of both */

static bool
has_twin(const struct param_row *row)
{
	struct span smtp = param_name(row, PROTOCOL_SMTP);
	struct span lmtp = param_name(row, PROTOCOL_LMTP);

	if (span_starts(smtp, SPAN("lmtp_")) ||
	    span_starts(lmtp, SPAN("smtp_")))
		return complain(row, "the names are in the wrong order");
	if (smtp.len == 0 || span_starts(smtp, SPAN("smtp_")))
		return lmtp.len == 0 || span_starts(lmtp, SPAN("lmtp_")) ||
		    complain(row, "the LMTP name is that of SMTP");
	return span_equal(smtp, lmtp) || lmtp.len == 0 ||
	    complain(row, "a name of both protocols differs");
}

/* is_sentence - a capital, a digit or -- first, a full stop last, and no
 * blank twice */

static bool
is_sentence(const struct param_row *row)
{
	struct span doc = span_of(row->doc);

	if (doc.len < 10 || doc.at[doc.len - 1] != '.' ||
	    ascii_is_space(doc.at[0]) || ascii_upper(doc.at[0]) != doc.at[0])
		return complain(row, "the doc is no sentence");
	for (size_t i = 1; i < doc.len; i++)
		if (doc.at[i] == '\n' || doc.at[i] == '\t' ||
		    (doc.at[i] == ' ' && doc.at[i - 1] == ' '))
			return complain(row, "blanks in the doc");
	return true;
}

static bool
says_why(const struct param_row *row)
{
	return span_starts(span_of(row->doc), SPAN("Has no effect: ")) ==
	    (row->built == BUILT_NO_USE) ||
	    complain(row, "the doc does not say why it has no effect");
}

/* is_consistent - what acts has a field; words say themselves how far they
 * are built */

static bool
is_consistent(const struct param_row *row)
{
	if (row->has_field && row->built != BUILT_ACTS)
		return complain(row, "it has a field but does not act");
	if (!row->has_field && row->built == BUILT_ACTS &&
	    row->kind->words_len == 0)
		return complain(row, "it acts but has no field");
	if (row->built == BUILT_PROTECTS && row->kind->words_len > 0)
		return complain(row, "its words should say so");
	return row->built != BUILT_PROTECTS ||
	    row->kind->shape == SHAPE_BOOL || row->kind->shape == SHAPE_TEXT ||
	    complain(row, "nobody can say when it is off");
}

static void
test_unique(void)
{
	struct map seen = { 0 };
	bool good = true;
	size_t row;

	for (size_t i = 0; i < param_rows_len; i++)
		for (int p = PROTOCOL_SMTP; p <= PROTOCOL_LMTP; p++) {
			struct span name = param_name(&param_rows[i],
			    (enum protocol)p);

			if (name.len == 0)
				continue;
			if (map_get(&seen, name, &row) && row != i)
				good = complain(&param_rows[i], "twice");
			map_put(&seen, name, i);
		}
	ok(good, "no name stands in two rows");
	map_clear(&seen);
}

/* default_is_good - it can be expanded, read, and is within its limits */

static bool
default_is_good(struct values *values, const struct param_row *row)
{
	struct dsn why = DSN_IN(values->arena);
	struct span text;
	union value value;

	if (!values_default(values, row, &text, &why))
		return complain(row, arena_copy(values->arena,
		    why.text).at);
	if (row->kind->read(row->kind, text, &row->limits, &value))
		return true;
	return complain(row, "the default cannot be read");
}

static void
test_defaults(enum protocol protocol, const char *config, const char *name)
{
	static const struct host_facts facts = {
		.hostname = SPAN_INIT("host.example") };
	struct arena *arena = arena_new();
	struct dsn why = DSN_IN(arena);
	struct settings *settings = settings_new();
	struct params_input input = { .settings = settings, .facts = &facts,
	    .protocol = protocol };
	struct values values;
	bool good = settings_read(settings, span_of(config), SPAN("conf"),
	    &why);

	values_init(&values, &input, arena);
	for (size_t i = 0; i < param_rows_len; i++)
		good = default_is_good(&values, &param_rows[i]) && good;
	ok(good, name);
	values_clear(&values);
	settings_free(&settings);
	arena_free(&arena);
}

static const struct {
	const char *name;
	const char *postfix, *own, *lmtp;
} defaults[] = {
	/* CLI.md: where our own mode differs; lmtp_ names do not. */
	{ "smtp_tls_security_level",
	    "${{$compatibility_level} <level {3.11} ? {} : {may}}", "dane",
	    "" },
	{ "tls_append_default_CA", "no", "yes", "yes" },
	{ "smtp_sasl_tls_verified_security_options",
	    "$smtp_sasl_tls_security_options", "noanonymous",
	    "$lmtp_sasl_tls_security_options" },
	{ "smtp_host_lookup", "dns", "dns, native", "dns" },
	{ "inet_interfaces", "all", "", "" },
	{ "smtp_per_request_deadline",
	    "${smtp_per_record_deadline?{$smtp_per_record_deadline}:{no}}",
	    "yes",
	    "${lmtp_per_record_deadline?{$lmtp_per_record_deadline}:{no}}" },
	{ "mxput_dnssec", "trust", "auto", "auto" },
	{ "mxput_connection_attempt_delay", "0", "250ms", "250ms" },
	{ "mxput_use_chunking", "no", "no", "no" },
	{ "mxput_destination_parallelism", "20", "20", "20" },
	/* Twins that differ. */
	{ "smtp_connect_timeout", "30s", "30s", "0s" },
	{ "smtp_tcp_port", "smtp", "smtp", "24" },
	{ "smtp_skip_quit_response", "yes", "yes", "no" },
	{ "smtp_fallback_relay", "$fallback_relay", "$fallback_relay", "" },
	{ "smtp_tls_secure_cert_match", "nexthop, dot-nexthop",
	    "nexthop, dot-nexthop", "nexthop" },
};

static void
test_modes(void)
{
	for (size_t i = 0; i < sizeof(defaults) / sizeof(defaults[0]); i++) {
		const char *name = defaults[i].name;
		enum protocol p;
		const struct param_row *row = param_find(span_of(name), &p);

		must(row != NULL);
		is_text(param_default(row, PROTOCOL_SMTP, true),
		    defaults[i].postfix, name);
		is_text(param_default(row, PROTOCOL_SMTP, false),
		    defaults[i].own, name);
		is_text(param_default(row, PROTOCOL_LMTP, false),
		    defaults[i].lmtp, name);
	}
}

static void
test_find(void)
{
	enum protocol p = PROTOCOL_LMTP;
	const struct param_row *row;

	row = param_find(SPAN("smtp_helo_timeout"), &p);
	ok(row != NULL && p == PROTOCOL_SMTP, "found by its SMTP name");
	ok(param_find(SPAN("lmtp_lhlo_timeout"), &p) == row &&
	    p == PROTOCOL_LMTP, "the same by its LMTP name");
	ok(param_find(SPAN("relayhost"), &p) != NULL && p == PROTOCOL_SMTP,
	    "a name of both protocols counts as SMTP's");
	ok(param_find(SPAN("lmtp_assume_final"), &p) != NULL &&
	    p == PROTOCOL_LMTP, "one that only LMTP has");
	ok(param_find(SPAN("smtp_no_such"), &p) == NULL, "one that is none");
	ok(param_find(SPAN(""), &p) == NULL, "the empty name is none");
	ok(param_is_reserved(SPAN("smtp_x")) &&
	    param_is_reserved(SPAN("lmtp_x")) &&
	    param_is_reserved(SPAN("mxput_x")), "reserved beginnings");
	ok(!param_is_reserved(SPAN("smtpd_x")) &&
	    !param_is_reserved(SPAN("my_smtp_x")), "others are the user's");
}

int
main(void)
{
	walk(has_name, "every row has a name");
	walk(has_twin, "names are in their places");
	walk(is_sentence, "every doc is a sentence");
	walk(says_why, "what has no use says why");
	walk(is_consistent, "what acts has a field");
	test_unique();
	test_defaults(PROTOCOL_SMTP, "", "defaults of SMTP");
	test_defaults(PROTOCOL_LMTP, "", "defaults of LMTP");
	test_defaults(PROTOCOL_SMTP, "compatibility_level = 0\n",
	    "defaults of SMTP in Postfix mode, oldest level");
	test_defaults(PROTOCOL_LMTP, "compatibility_level = 0\n",
	    "defaults of LMTP in Postfix mode, oldest level");
	test_defaults(PROTOCOL_SMTP, "compatibility_level = 3.12\n",
	    "defaults of SMTP in Postfix mode, newest level");
	test_modes();
	test_find();
	return tap_done();
}
