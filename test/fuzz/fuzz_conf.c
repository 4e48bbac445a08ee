/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Configuration files of any content. What loads is whole: every value is
 * within the limits that the program relies on, texts are text, and what
 * --show-config prints of it sets the same values when it is read again.
 */
#include <stdint.h>
#include <stdlib.h>

#include "param/describe.h"

enum { SHOWN_MAX = 1024 * 1024 * 16 };

static const struct host_facts facts = {
	.hostname = SPAN_INIT("h.example"), .login = SPAN_INIT("me") };

static bool
load(const struct settings *settings, struct params *params, struct dsn *why)
{
	struct params_input input = { .settings = settings,
	    .facts = &facts };

	return params_load(&input, params, why);
}

static void
insist(bool holds)
{
	if (!holds)
		abort();
}

static void
check_text(struct span text)
{
	for (size_t i = 0; i < text.len; i++)
		insist(text.at[i] != '\r' && text.at[i] != '\n' &&
		    text.at[i] != '\0');
}

static void
check(const struct params *p)
{
	check_text(p->helo_name);
	check_text(p->myhostname);
	check_text(p->tcp_port);
	check_text(p->bind_address);
	insist(p->helo_name.len > 0 && p->tcp_port.len > 0);
	insist(p->helo_timeout > 0 && p->data_done_timeout > 0);
	insist(p->connect_timeout >= 0 && p->mx_address_limit >= 0);
	insist(p->line_length_limit >= 512);
	insist(p->fold_limit == 0 || p->fold_limit >= 12);
	insist(p->dns_support_level <= DNS_DNSSEC);
	insist(p->address_preference <= PREFER_IPV6);
	insist((p->inet_protocols & ~(unsigned)(INET_IPV4 | INET_IPV6)) == 0);
}

static bool
same(const struct params *a, const struct params *b)
{
	return a->helo_timeout == b->helo_timeout &&
	    a->connect_timeout == b->connect_timeout &&
	    a->fold_limit == b->fold_limit &&
	    a->mx_session_limit == b->mx_session_limit &&
	    a->soft_bounce == b->soft_bounce &&
	    a->per_request_deadline == b->per_request_deadline &&
	    a->smtputf8_enable == b->smtputf8_enable &&
	    a->inet_protocols == b->inet_protocols &&
	    a->pix_workarounds == b->pix_workarounds &&
	    a->address_preference == b->address_preference &&
	    a->dns_support_level == b->dns_support_level;
}

/* is_plain - no value could be taken for a macro */

static bool
is_plain(struct span shown)
{
	return span_find(shown, '$') == shown.len;
}

/* show - as --show-config=set does */

static struct str
show(const struct settings *settings)
{
	struct params_input input = { .settings = settings,
	    .facts = &facts };
	struct str shown;

	str_init(&shown, SHOWN_MAX);
	describe_config(&input, true, false, &shown);
	return shown;
}

static void
read_again(const struct str *shown, const struct params *params,
    struct arena *arena)
{
	struct settings *settings = settings_new();
	struct dsn why = DSN_IN(arena);
	struct params again;

	insist(settings_read(settings, str_span(shown), SPAN("shown"),
	    &why) && load(settings, &again, &why));
	insist(same(params, &again));
	settings_free(&settings);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *arena = arena_new();
	struct dsn why = DSN_IN(arena);
	struct settings *settings = settings_new();
	struct params params;

	if (!settings_read(settings, span_from((const char *)data, size),
	    SPAN("fuzz"), &why)) {
		insist(why.text.len > 0);
	} else if (!load(settings, &params, &why)) {
		insist(why.text.len > 0);
	} else {
		struct str shown = show(settings);

		check(&params);
		if (!shown.full && is_plain(str_span(&shown)))
			read_again(&shown, &params, arena);
		str_clear(&shown);
	}
	settings_free(&settings);
	arena_free(&arena);
	return 0;
}
