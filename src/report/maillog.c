/* SPDX-License-Identifier: BSD-2-Clause */
#include "report/maillog.h"

#include "base/ascii.h"
#include "base/mem.h"
#include "mail/address.h"
#include "mail/xtext.h"
#include "os/clock.h"
#include "policy/tls_policy.h"
#include "report/printable.h"
#include "report/record.h"

enum {
	SECOND = 1000000,	/* microseconds: the most that is asked for */
	DECIMALS = 6,
};

/* power - of ten */

static int64_t
power(int n)
{
	int64_t p = 1;

	while (n-- > 0)
		p *= 10;
	return p;
}

/* unit_of - what a time is a multiple of when it is shown */

static int64_t
unit_of(int64_t time, int decimals)
{
	int64_t unit = power(DECIMALS - decimals);

	if (unit == SECOND || time >= 10 * SECOND)
		return SECOND;
	if (time >= SECOND)
		return SECOND / 10;
	while (time >= 100 * unit)
		unit *= 10;
	return unit;
}

void
maillog_add_seconds(struct str *to, msec_t msec, int decimals)
{
	const msec_t most = INT64_MAX / 2 / 1000;
	int64_t time = 1000 * (msec < 0 ? 0 : msec > most ? most : msec);
	int64_t unit, fraction;
	int width = DECIMALS;

	must(decimals >= 0 && decimals <= DECIMALS);
	unit = unit_of(time, decimals);
	time = (time + unit / 2) / unit * unit;
	str_addf(to, "%lld", (long long)(time / SECOND));
	fraction = time % SECOND;
	if (fraction == 0)
		return;
	for (; fraction % 10 == 0; fraction /= 10)
		width--;
	str_addf(to, ".%0*lld", width, (long long)fraction);
}

/* add_times - "delay=1.4, delays=0.1/0/0.9/0.36" */

static void
add_times(struct str *to, const struct outcome *o, int decimals)
{
	const msec_t parts[] = { o->delays.before, o->delays.setup,
	    o->delays.connect, o->delays.transmit };

	str_add(to, SPAN(", delay="));
	maillog_add_seconds(to, o->delay, decimals);
	str_add(to, SPAN(", delays="));
	for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++) {
		if (i > 0)
			str_add_char(to, '/');
		maillog_add_seconds(to, parts[i], decimals);
	}
}

/* add_field - one word, whatever it is made of: a blank in it would end it
 * for who reads the line */

static void
add_field(struct str *to, struct span text)
{
	size_t from = to->len;

	printable_add(to, text);
	for (size_t i = from; i < to->len; i++)
		if (to->at[i] == ' ')
			to->at[i] = '_';
}

/* add_head - what syslog and Postfix write before everything else; the
 * identifier looks as those of Postfix do */

static void
add_head(struct str *to, const struct maillog *m, msec_t time)
{
	clock_add_syslog(to, time);
	str_add_char(to, ' ');
	add_field(to, m->host);
	str_add_char(to, ' ');
	add_field(to, m->program);
	str_addf(to, "/%s[%ld]: %08lX%05lX: ", m->service, m->process,
	    (unsigned long)(m->started / 1000) & 0xffffffffUL,
	    (unsigned long)m->process);
}

/* add_recipients - the original one only if it is another one */

static void
add_recipients(struct str *to, const struct maillog *m,
    const struct recipient *r)
{
	char room[ADDRESS_QUOTED_MAX + ADDRESS_MAX + 1];
	char original_room[ORCPT_MAX + 1];
	struct str address = { .at = room, .max = sizeof(room) - 1,
	    .room = sizeof(room) };
	struct str original = { .at = original_room,
	    .max = sizeof(original_room) - 1, .room = sizeof(original_room) };

	address_add(&address, &r->address, m->quote);
	str_add(to, SPAN("to=<"));
	printable_add(to, str_span(&address));
	str_add_char(to, '>');
	if (!orcpt_decode(&original, r->orcpt) ||
	    ascii_equal(str_span(&original), str_span(&address)))
		return;
	str_add(to, SPAN(", orig_to=<"));
	printable_add(to, str_span(&original));
	str_add_char(to, '>');
}

static void
add_relay(struct str *to, const struct remote *server)
{
	str_add(to, SPAN(", relay="));
	if (server != NULL)
		record_add_server(to, server);
	else
		str_add(to, SPAN("none"));
}

/* level_word - half-dane has no hyphen there */

static const char *
level_word(enum tls_level level)
{
	return level == TLS_HALF_DANE ? "halfdane" : tls_level_name(level);
}

/* add_security - behaviour 229: what was asked for, and what became of it;
 * nothing if no host was looked at */

static void
add_security(struct str *to, const struct security *security)
{
	if (security == NULL)
		return;
	str_add(to, SPAN(", tls="));
	switch (security->state) {
	case SECURITY_UNKNOWN:
		str_add(to, SPAN("unknown?"));
		return;
	case SECURITY_VIOLATED:
		str_addf(to, "!%s", level_word(security->asked));
		return;
	case SECURITY_UNDECIDED:
		str_addf(to, "%s?", level_word(security->asked));
		return;
	case SECURITY_KEPT:
		break;
	}
	str_addf(to, "%s", level_word(security->asked));
	if (security->level != security->asked)
		str_addf(to, ":%s", level_word(security->level));
}

/* word_of - what is logged of soft_bounce is behaviour 63; of an address that
 * is only verified, 224 */

static const char *
word_of(const struct maillog *m, const struct recipient *r)
{
	if (m->verifies)
		return recipient_is_good(r) ? "deliverable" : "undeliverable";
	switch (r->fate) {
	case FATE_SENT:
	case FATE_DELIVERABLE:
		return "sent";
	case FATE_BOUNCED:
		return "bounced";
	case FATE_DEFERRED:
	case FATE_OPEN:
		break;
	}
	return r->dsn.softened && !recipient_is_unknown(r) ? "SOFTBOUNCE" :
	    "deferred";
}

void
maillog_add(struct str *to, const struct maillog *m, const struct outcome *o)
{
	const struct recipient *r = o->recipient;

	add_head(to, m, o->time);
	add_recipients(to, m, r);
	add_relay(to, record_server(o));
	add_times(to, o, m->decimals);
	if (m->with_tls)
		add_security(to, o->security);
	str_addf(to, ", dsn=%s, status=%s (", r->dsn.status, word_of(m, r));
	printable_add(to, r->dsn.text);
	str_add_char(to, ')');
}
