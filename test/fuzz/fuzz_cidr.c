/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * cidr: tables made of the input, asked for addresses made of it, and the
 * same worked out bit by bit. The input as the text of a table does no harm.
 */
#include <arpa/inet.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "base/str.h"
#include "fuzz/table_text.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { RULES = 16, RULE_OCTETS = 6, KEY_OCTETS = 5 };

enum kind { MATCH, IF, ENDIF };

struct made {
	enum kind kind;
	bool six, negated;
	unsigned bits;
	unsigned char octets[16];
};

/* Addresses that differ in few bits, so that some match. */
static void
make_octets(const uint8_t *from, bool six, unsigned char octets[16])
{
	memset(octets, 0, 16);
	octets[0] = from[0] & 0x81;
	octets[1] = from[1] & 0xc3;
	octets[six ? 15 : 3] = from[2] & 0x83;
	octets[2] = from[3] & 0x18;
}

static bool
bit(const unsigned char *octets, unsigned i)
{
	return (octets[i / 8] >> (7 - i % 8) & 1) != 0;
}

static struct made
make(const uint8_t *from)
{
	struct made m = { .six = (from[4] & 1) != 0,
	    .negated = (from[4] & 6) == 6, .kind = MATCH };
	unsigned all = m.six ? 128 : 32;

	if ((from[4] & 0x18) == 0x18)
		m.kind = (from[4] & 0x20) != 0 ? IF : ENDIF;
	m.bits = from[5] % (all + 1);
	make_octets(from, m.six, m.octets);
	for (unsigned i = m.bits; i < all; i++)
		m.octets[i / 8] &= (unsigned char)~(1u << (7 - i % 8));
	return m;
}

static void
write_rule(struct str *text, const struct made *m, unsigned number)
{
	char address[INET6_ADDRSTRLEN];

	if (m->kind == ENDIF) {
		str_addf(text, "endif\n");
		return;
	}
	hold(inet_ntop(m->six ? AF_INET6 : AF_INET, m->octets, address,
	    sizeof(address)) != NULL);
	str_addf(text, "%s%s%s/%u%s", m->kind == IF ? "if " : "",
	    m->negated ? "!" : "", address, m->bits,
	    m->kind == IF ? "\n" : "");
	if (m->kind == MATCH)
		str_addf(text, " %u\n", number);
}

static bool
holds(const struct made *m, bool six, const unsigned char *octets)
{
	bool same = true;

	for (unsigned i = 0; i < m->bits; i++)
		same = same && bit(m->octets, i) == bit(octets, i);
	return m->six == six && same != m->negated;
}

/* work_out - the number of the rule that counts, or -1; `dark` counts the ifs
 * around a rule from the first on that is not met */

static int
work_out(const struct made *rules, unsigned len, bool six,
    const unsigned char *octets)
{
	unsigned open = 0, dark = 0;

	for (unsigned i = 0; i < len; i++) {
		const struct made *m = &rules[i];

		if (m->kind == ENDIF && open > 0) {
			open--;
			dark -= dark > 0;
		} else if (m->kind == IF) {
			open++;
			dark += dark > 0 || !holds(m, six, octets);
		} else if (m->kind == MATCH && dark == 0 &&
		    holds(m, six, octets))
			return (int)i;
	}
	return -1;
}

static void
check_key(struct table_text *t, const struct made *rules, unsigned len,
    const uint8_t *from)
{
	bool six = (from[4] & 1) != 0;
	char address[INET6_ADDRSTRLEN], want[16] = "";
	unsigned char octets[16];
	struct span value;
	int number;

	make_octets(from, six, octets);
	hold(inet_ntop(six ? AF_INET6 : AF_INET, octets, address,
	    sizeof(address)) != NULL);
	number = work_out(rules, len, six, octets);
	if (number >= 0)
		snprintf(want, sizeof(want), "%d", number);
	hold(table_text_ask(t, span_of(address), &value));
	hold(span_equal(value, span_of(want)));
}

static void
check_made(const uint8_t *data, size_t size)
{
	struct made rules[RULES];
	struct table_text t;
	struct str text;
	unsigned len = 0;

	str_init(&text, TABLE_TEXT_MAX);
	for (; len < RULES && size >= RULE_OCTETS + KEY_OCTETS; len++) {
		rules[len] = make(data);
		write_rule(&text, &rules[len], len);
		data += RULE_OCTETS;
		size -= RULE_OCTETS;
	}
	table_text_open(&t, "cidr", str_span(&text), 0);
	for (; size >= KEY_OCTETS; size -= KEY_OCTETS) {
		check_key(&t, rules, len, data);
		data += KEY_OCTETS;
	}
	table_text_close(&t);
	str_clear(&text);
}

static void
check_text(struct span text)
{
	struct table_text t;
	struct span value, again;

	table_text_open(&t, "cidr", text, 0);
	hold(table_text_ask(&t, SPAN("192.0.2.1"), &value));
	hold(table_text_ask(&t, SPAN("192.0.2.1"), &again));
	hold(span_equal(value, again));
	hold(table_text_ask(&t, SPAN("2001:db8::1"), &value));
	hold(table_text_ask(&t, SPAN("none"), &value) && value.len == 0);
	hold(table_text_ask(&t, text, &value));
	table_text_close(&t);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	if (size > 2000)
		return 0;
	check_text(span_from((const char *)data, size));
	check_made(data, size);
	return 0;
}
