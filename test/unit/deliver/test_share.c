/* SPDX-License-Identifier: BSD-2-Clause */
#include "deliver/share.h"

#include "base/mem.h"
#include "base/str.h"
#include "unit/tap.h"

enum { MANY = 8, TEXT_MAX = 100 };

/* Recipients are letters: their domains; a capital is the same domain, '-' has
 * none, '.' is settled already. */
struct scene {
	const char *name;
	struct server_limits server;
	int64_t own;
	const char *recipients;
	const char *now, *later;
};

static const struct scene scenes[] = {
	{ "no limits: all that are open", .recipients = "ab.c",
	    .now = "abc", .later = "" },
	{ "one transaction of two", { .mails = 1, .rcpts = 2 },
	    .recipients = "abcd", .now = "ab", .later = "cd" },
	{ "two of two", { .mails = 2, .rcpts = 2 }, .recipients = "abcde",
	    .now = "abcd", .later = "e" },
	{ "who is settled does not count", { .mails = 1, .rcpts = 2 },
	    .recipients = "a.bc", .now = "ab", .later = "c" },
	{ "our own limit, where it is lower", { .mails = 1, .rcpts = 3 }, 2,
	    "abcd", "ab", "cd" },
	{ "the server's, where that is", { .mails = 1, .rcpts = 2 }, 50,
	    "abcd", "ab", "cd" },
	{ "our own, where the server says nothing of it", { .mails = 2 }, 1,
	    "abcd", "ab", "cd" },
	{ "transactions are limited and recipients are not: one will do",
	    { .mails = 1 }, 0, "abcd", "abcd", "" },
	{ "recipients are limited and transactions are not: all",
	    { .rcpts = 1 }, 0, "abcd", "abcd", "" },
	{ "one domain", { .rcpt_domains = 1 }, 0, "abac", "aa", "bc" },
	{ "two domains, order kept", { .rcpt_domains = 2 }, 0, "abcabd",
	    "abab", "cd" },
	{ "domains in any case", { .rcpt_domains = 1 }, 0, "aAbB", "aA",
	    "bB" },
	{ "no domain is one as well", { .rcpt_domains = 1 }, 0, "-a-", "--",
	    "a" },
	{ "domains and recipients", { 1, 2, 2 }, 0, "abab", "ab", "ab" },
	{ "who waits takes no domain", { 1, 1, 1 }, 0, "ab", "a", "b" },
	{ "limits whose product is beyond all numbers",
	    { .mails = UINT64_MAX, .rcpts = UINT64_MAX }, 0, "ab", "ab",
	    "" },
};

static size_t
gather(const char *letters, struct recipient *all, struct recipient **at)
{
	size_t n = strlen(letters);

	must(n <= MANY);
	for (size_t i = 0; i < n; i++) {
		all[i] = (struct recipient){ .number = i,
		    .given = span_from(letters + i, 1),
		    .fate = letters[i] == '.' ? FATE_SENT : FATE_OPEN,
		    .address.domain = span_from(letters + i,
			letters[i] == '-' ? 0 : 1) };
		at[i] = &all[i];
	}
	return n;
}

static void
compare(const struct batch *batch, const char *want, const char *name)
{
	struct str text;

	str_init(&text, TEXT_MAX);
	for (size_t i = 0; i < batch->len; i++)
		str_add(&text, batch->at[i]->given);
	is_text(str_span(&text), want, name);
	str_clear(&text);
}

static void
play(const struct scene *scene)
{
	struct recipient all[MANY], *at[MANY];
	const struct share_limits limits = share_limits_of(&scene->server,
	    scene->own, false);
	struct batch batch = { at, gather(scene->recipients, all, at) };
	struct batch later;

	share_out(&limits, &batch, &later);
	compare(&batch, scene->now, scene->name);
	compare(&later, scene->later, "and who must wait");
}

static void
limits(void)
{
	const struct server_limits none = { 0 }, some = { 3, 20, 4 };
	struct share_limits l = share_limits_of(&none, 0, false);

	ok(!share_has_limits(&l), "no limits");
	l = share_limits_of(&none, 50, false);
	ok(!share_has_limits(&l) && l.recipients == 50,
	    "our own limit parts transactions, not sessions");
	l = share_limits_of(&some, 50, true);
	ok(share_has_limits(&l) && l.transactions == 1 &&
	    l.recipients == 20 && l.domains == 4,
	    "one transaction only, whatever the server says");
}

int
main(void)
{
	for (size_t i = 0; i < sizeof(scenes) / sizeof(scenes[0]); i++)
		play(&scenes[i]);
	limits();
	return tap_done();
}
