/* SPDX-License-Identifier: BSD-2-Clause */
#include "proto/command.h"

#include <inttypes.h>

#include "base/mem.h"
#include "mail/xtext.h"

static void
add_body(struct str *to, enum body_value body)
{
	switch (body) {
	case BODY_NONE:
		return;
	case BODY_7BIT:
		str_add(to, SPAN(" BODY=7BIT"));
		return;
	case BODY_8BITMIME:
		str_add(to, SPAN(" BODY=8BITMIME"));
		return;
	}
}

static void
add_ret(struct str *to, enum ret ret)
{
	switch (ret) {
	case RET_NONE:
		return;
	case RET_FULL:
		str_add(to, SPAN(" RET=FULL"));
		return;
	case RET_HDRS:
		str_add(to, SPAN(" RET=HDRS"));
		return;
	}
}

void
command_mail(struct str *to, const struct envelope *envelope,
    const struct capabilities *caps, const struct mail_facts *facts)
{
	str_add(to, SPAN("MAIL FROM:<"));
	address_add(to, facts->sender != NULL ? facts->sender :
	    &envelope->sender, facts->quote);
	str_add_char(to, '>');
	if (capabilities_has(caps, CAP_SIZE) && facts->size > 0 &&
	    !facts->converts)
		str_addf(to, " SIZE=%" PRIu64, facts->size);
	if (capabilities_has(caps, CAP_8BITMIME))
		add_body(to, envelope->body);
	if (capabilities_has(caps, CAP_DSN)) {
		if (envelope->envid.len > 0)
			str_addf(to, " ENVID=%.*s", SPAN_ARG(envelope->envid));
		add_ret(to, envelope->ret);
	}
	if (capabilities_has(caps, CAP_SMTPUTF8) && envelope->smtputf8)
		str_add(to, SPAN(" SMTPUTF8"));
	if (facts->requiretls)
		str_add(to, SPAN(" REQUIRETLS"));
	if (facts->dummy_auth)
		str_add(to, SPAN(" AUTH=<>"));
}

/* typed - what the user wrote, without angle brackets */

static struct span
typed(const struct recipient *recipient)
{
	struct span s = span_trim(recipient->given);

	if (s.len >= 2 && s.at[0] == '<' && s.at[s.len - 1] == '>')
		s = span_from(s.at + 1, s.len - 2);
	return s;
}

/* is_whole - it has a domain; one that ends in a quote is a local part */

static bool
is_whole(struct span address)
{
	return span_find_last(address, '@') < address.len &&
	    address.at[address.len - 1] != '"';
}

/*
 * add_made_orcpt - where none was given: the address as it was typed, so that
 * a report can name it, whatever becomes of it on its way. A value longer
 * than RFC 3461 section 4.2 allows is not sent.
 */

static void
add_made_orcpt(struct str *to, const struct recipient *recipient)
{
	struct span address = typed(recipient);
	struct str whole, orcpt;

	str_init(&whole, ADDRESS_QUOTED_MAX);
	str_init(&orcpt, ORCPT_MAX);
	if (!is_whole(address)) {
		address_add(&whole, &recipient->address, true);
		address = str_span(&whole);
	}
	str_add(&orcpt, SPAN("rfc822;"));
	xtext_add(&orcpt, address);
	if (address.len > 0 && !orcpt.full)
		str_addf(to, " ORCPT=%.*s", SPAN_ARG(str_span(&orcpt)));
	str_clear(&orcpt);
	str_clear(&whole);
}

static void
add_notify(struct str *to, unsigned notify)
{
	static const struct {
		const char *name;
		unsigned bit;
	} words[] = {
		{ "SUCCESS", NOTIFY_SUCCESS },
		{ "FAILURE", NOTIFY_FAILURE },
		{ "DELAY", NOTIFY_DELAY },
	};
	const char *before = " NOTIFY=";

	if ((notify & NOTIFY_NEVER) != 0) {
		str_add(to, SPAN(" NOTIFY=NEVER"));
		return;
	}
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if ((notify & words[i].bit) != 0) {
			str_addf(to, "%s%s", before, words[i].name);
			before = ",";
		}
}

void
command_rcpt(struct str *to, const struct recipient *recipient,
    const struct address *outside, const struct capabilities *caps,
    bool quote)
{
	must(!recipient->nobody);
	str_add(to, SPAN("RCPT TO:<"));
	address_add(to, outside != NULL ? outside : &recipient->address,
	    quote);
	str_add_char(to, '>');
	if (!capabilities_has(caps, CAP_DSN))
		return;
	if (recipient->orcpt.len > 0)
		str_addf(to, " ORCPT=%.*s", SPAN_ARG(recipient->orcpt));
	else
		add_made_orcpt(to, recipient);
	add_notify(to, recipient->notify);
}
