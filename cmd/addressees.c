/* SPDX-License-Identifier: BSD-2-Clause */
#include "cmd/addressees.h"

#include "base/ascii.h"
#include "base/names.h"
#include "mail/domain.h"
#include "mail/header_address.h"
#include "mail/xtext.h"
#include "message/header.h"

static const struct name notify_rows[] = {
	{ "never", NOTIFY_NEVER },
	{ "success", NOTIFY_SUCCESS },
	{ "failure", NOTIFY_FAILURE },
	{ "delay", NOTIFY_DELAY },
	{ NULL, 0 },
};

static const struct names notify_names = { notify_rows, false };

bool
addressees_notify(struct span value, unsigned *notify)
{
	struct span unknown;
	unsigned mask;

	if (!names_mask(&notify_names, value, &mask, &unknown) || mask == 0 ||
	    ((mask & NOTIFY_NEVER) != 0 && mask != NOTIFY_NEVER))
		return false;
	*notify = mask;
	return true;
}

/* complain - *why with its place before what is wrong */

static bool
complain(struct dsn *why, struct span where, struct span what)
{
	return dsn_fail(why, "5.1.3", "%.*s: %.*s", SPAN_ARG(where),
	    SPAN_ARG(what));
}

/* complete - gives an address the domain that it lacks */

static bool
complete(struct address *address, const struct span *origin,
    struct span where, struct dsn *why)
{
	if (origin == NULL || address->domain.len > 0 ||
	    address_is_null(address))
		return true;
	if (!domain_is_good(*origin))
		return dsn_fail(why, "5.1.3", "%.*s: \"%.*s\" has no domain, "
		    "and myorigin (\"%.*s\") is none", SPAN_ARG(where),
		    SPAN_ARG(address->local), SPAN_ARG(*origin));
	address->domain = *origin;
	return true;
}

bool
addressees_read(struct span text, const struct span *origin,
    struct span where, struct address *address, struct dsn *why)
{
	struct dsn inner = DSN_IN(why->arena);
	struct address read;

	if (!address_parse(text, &read, &inner))
		return complain(why, where, inner.text);
	if (!complete(&read, origin, where, why))
		return false;
	*address = read;
	return true;
}

/* bare - as results show it */

static struct span
bare(struct span text)
{
	text = span_trim(text);
	if (text.len >= 2 && text.at[0] == '<')
		text = span_trim(span_from(text.at + 1, text.len - 2));
	return text;
}

/* read_recipient - everything but NOTIFY and ORCPT */

static bool
read_recipient(const struct addressees *addressees, struct span text,
    struct span where, struct recipient *r, struct dsn *why)
{
	*r = (struct recipient){ .notify = addressees->notify };
	if (!addressees_read(text, addressees->origin, where, &r->address,
	    why))
		return false;
	if (address_is_null(&r->address))
		return complain(why, where, SPAN("an empty address is no "
		    "recipient"));
	r->given = arena_copy(why->arena, bare(text));
	return true;
}

bool
addressees_add_list(const struct addressees *addressees, struct span list,
    struct span where, struct dsn *why)
{
	struct recipient r;
	struct span word;
	bool some = false;

	while (address_word(&list, ",", &word)) {
		if (!read_recipient(addressees, word, where, &r, why))
			return false;
		envelope_add(addressees->envelope, &r);
		some = true;
	}
	return some || complain(why, where, SPAN("no address is given"));
}

/* value_of - what stands behind KEYWORD=, in any case */

static bool
value_of(struct span word, struct span keyword, struct span *value)
{
	if (!ascii_starts(word, keyword))
		return false;
	*value = span_from_octet(word, keyword.len);
	return true;
}

/* take_parameter - one word behind the address; seen: the keywords so far */

static bool
take_parameter(struct recipient *r, struct span word, unsigned *seen,
    struct dsn *why)
{
	enum { NOTIFY = 1, ORCPT = 2 };
	struct span value;
	unsigned which = 0;
	bool good = false;

	if (value_of(word, SPAN("NOTIFY="), &value)) {
		which = NOTIFY;
		good = addressees_notify(value, &r->notify);
	} else if (value_of(word, SPAN("ORCPT="), &value)) {
		which = ORCPT;
		good = orcpt_is_good(value);
		r->orcpt = value;
	}
	if (which == 0)
		return dsn_fail(why, "5.1.3", "\"%.*s\" is neither NOTIFY= "
		    "nor ORCPT=", SPAN_ARG(word));
	if (!good)
		return dsn_fail(why, "5.1.3", "ill-formed \"%.*s\"",
		    SPAN_ARG(word));
	if ((*seen & which) != 0)
		return dsn_fail(why, "5.1.3", "\"%.*s\" is said twice",
		    SPAN_ARG(word));
	*seen |= which;
	return true;
}

static bool
take_line(const struct addressees *addressees, struct span line,
    struct span where, struct dsn *why)
{
	struct dsn inner = DSN_IN(why->arena);
	struct recipient r;
	struct span word;
	unsigned seen = 0;

	if (!address_word(&line, " \t", &word))
		return true;
	if (!read_recipient(addressees, word, where, &r, why))
		return false;
	while (ascii_word(&line, " \t", &word))
		if (!take_parameter(&r, word, &seen, &inner))
			return complain(why, where, inner.text);
	r.orcpt = arena_copy(why->arena, r.orcpt);
	envelope_add(addressees->envelope, &r);
	return true;
}

bool
addressees_add_file(const struct addressees *addressees, struct span text,
    struct span file, struct dsn *why)
{
	for (unsigned number = 1; text.len > 0; number++) {
		struct span line = span_cut(&text, '\n');
		struct span where;

		if (line.len > 0 && line.at[0] == '#')
			continue;
		if (line.len > 0 && line.at[line.len - 1] == '\r')
			line.len--;
		where = arena_text(why->arena, "%.*s:%u", SPAN_ARG(file),
		    number);
		if (!take_line(addressees, line, where, why))
			return false;
	}
	return true;
}

static bool
is_resent(const struct header_field *field)
{
	return ascii_starts(field->name, SPAN("Resent-"));
}

static bool
has_resent(struct span fields)
{
	struct header_field field;

	while (header_next(&fields, &field))
		if (is_resent(&field))
			return true;
	return false;
}

static bool
take_field(const struct addressees *addressees,
    const struct header_field *field, struct dsn *why)
{
	struct dsn inner = DSN_IN(why->arena);
	struct span rest = field->body, text;
	struct recipient r;

	for (;;) {
		if (!header_address_next(&rest, &text, &inner))
			return complain(why, field->name, inner.text);
		if (text.len == 0)
			return true;
		if (!read_recipient(addressees, text, field->name, &r, why))
			return false;
		envelope_add(addressees->envelope, &r);
	}
}

bool
addressees_add_header(const struct addressees *addressees,
    struct span fields, struct dsn *why)
{
	bool resent = has_resent(fields);
	struct header_field field;

	while (header_next(&fields, &field))
		if (is_resent(&field) == resent &&
		    !take_field(addressees, &field, why))
			return false;
	return fields.len == 0 || dsn_fail(why, "5.6.0",
	    "a header field of the message is malformed");
}
