/* SPDX-License-Identifier: BSD-2-Clause */
#include "proto/command.h"

#include "base/mem.h"
#include "mail/xtext.h"
#include "unit/tap.h"

#define FROM		"MAIL FROM:<from@sender.test>"
#define ALL		~0u
#define SENDER		.local = "from", .domain = "sender.test"

struct mail_scene {
	const char *name;
	const char *want;
	const char *local, *domain;	/* the sender */
	struct span envid;
	enum ret ret;
	enum body_value body;
	bool smtputf8;
	unsigned caps;
	struct mail_facts facts;
};

static const struct mail_scene mail_scenes[] = {
	{ "behaviour 169: all parameters, in this order",
	    FROM " SIZE=322 BODY=8BITMIME ENVID=QQ123 RET=HDRS SMTPUTF8 "
	    "REQUIRETLS AUTH=<>", SENDER, .envid = SPAN_INIT("QQ123"),
	    .ret = RET_HDRS, .body = BODY_8BITMIME, .smtputf8 = true,
	    .caps = ALL, .facts = { .size = 322, .requiretls = true,
	    .dummy_auth = true, .quote = true } },
	{ "behaviour 169: nothing offered, nothing said", FROM, SENDER,
	    .envid = SPAN_INIT("QQ123"), .ret = RET_HDRS,
	    .body = BODY_8BITMIME, .smtputf8 = true,
	    .facts = { .size = 322 } },
	{ "behaviour 169: nothing asked for", FROM " SIZE=1", SENDER,
	    .caps = ALL, .facts = { .size = 1 } },
	{ "no SIZE where there is no message", FROM, SENDER, .caps = ALL },
	{ "behaviour 170: SIZE", FROM " SIZE=18446744073709551615", SENDER,
	    .caps = CAP_SIZE, .facts = { .size = UINT64_MAX } },
	{ "behaviour 89: no SIZE when the message may be converted", FROM,
	    SENDER, .caps = CAP_SIZE, .facts = { .size = 322,
	    .converts = true } },
	{ "behaviour 171: BODY=8BITMIME", FROM " BODY=8BITMIME", SENDER,
	    .body = BODY_8BITMIME, .caps = CAP_8BITMIME },
	{ "behaviour 171: BODY=7BIT", FROM " BODY=7BIT", SENDER,
	    .body = BODY_7BIT, .caps = CAP_8BITMIME },
	{ "behaviour 171: no BODY when nothing is declared", FROM, SENDER,
	    .caps = CAP_8BITMIME },
	{ "behaviour 171: no BODY without 8BITMIME", FROM, SENDER,
	    .body = BODY_7BIT, .caps = CAP_DSN },
	{ "behaviour 172: ENVID alone", FROM " ENVID=only+2B", SENDER,
	    .envid = SPAN_INIT("only+2B"), .caps = CAP_DSN },
	{ "behaviour 172: RET=FULL alone", FROM " RET=FULL", SENDER,
	    .ret = RET_FULL, .caps = CAP_DSN },
	{ "behaviour 172: no DSN", FROM, SENDER, .envid = SPAN_INIT("x"),
	    .ret = RET_FULL, .caps = CAP_8BITMIME },
	{ "behaviour 173: SMTPUTF8 when asked for and offered",
	    FROM " SMTPUTF8", SENDER, .smtputf8 = true,
	    .caps = CAP_SMTPUTF8 },
	{ "behaviour 173: SMTPUTF8 when not asked for", FROM, SENDER,
	    .caps = CAP_SMTPUTF8 },
	{ "behaviour 174: AUTH=<>", FROM " AUTH=<>", SENDER,
	    .facts = { .dummy_auth = true } },
	{ "REQUIRETLS is never dropped in silence", FROM " REQUIRETLS",
	    SENDER, .facts = { .requiretls = true } },
	{ "behaviour 176: the null sender", "MAIL FROM:<> RET=HDRS",
	    .local = "", .domain = "", .ret = RET_HDRS, .caps = CAP_DSN,
	    .facts = { .quote = true } },
	{ "behaviour 176: quoted", "MAIL FROM:<\"john doe\"@x>",
	    .local = "john doe", .domain = "x", .facts = { .quote = true } },
	{ "behaviour 176: not quoted", "MAIL FROM:<john doe@x>",
	    .local = "john doe", .domain = "x" },
};

struct rcpt_scene {
	const char *name;
	const char *want;
	const char *given;
	const char *local, *domain;
	struct span orcpt;
	unsigned notify;
	unsigned caps;
	bool raw;		/* not quoted */
};

#define U1		.given = "u1@d.test", .local = "u1", .domain = "d.test"
#define ORCPT(text)	.orcpt = SPAN_INIT(text)

static const struct rcpt_scene rcpt_scenes[] = {
	{ "behaviour 175: no DSN, no parameters", "RCPT TO:<u1@d.test>", U1,
	    ORCPT("rfc822;a@b"), .notify = NOTIFY_NEVER,
	    .caps = ALL & ~(unsigned)CAP_DSN },
	{ "behaviour 175: ORCPT is made up",
	    "RCPT TO:<u1@d.test> ORCPT=rfc822;u1@d.test", U1,
	    .caps = CAP_DSN },
	{ "behaviour 175: ORCPT as given",
	    "RCPT TO:<u1@d.test> ORCPT=RFC822;Mixed.Case+2B@O.Test", U1,
	    ORCPT("RFC822;Mixed.Case+2B@O.Test"), .caps = CAP_DSN },
	{ "behaviour 175: a utf-8 ORCPT as given",
	    "RCPT TO:<u1@d.test> ORCPT=utf-8;\\x{E9}a@x.test", U1,
	    ORCPT("utf-8;\\x{E9}a@x.test"), .caps = ALL },
	{ "behaviour 175: '+' and '=' are encoded",
	    "RCPT TO:<a'*+-/=?@x> ORCPT=rfc822;a'*+2B-/+3D?@x",
	    "a'*+-/=?@x", "a'*+-/=?", "x", .caps = CAP_DSN },
	{ "behaviour 175: UTF-8 stays rfc822 as observed",
	    "RCPT TO:<us\xc3\xa9r@x.test> ORCPT=rfc822;us+C3+A9r@x.test",
	    "us\xc3\xa9r@x.test", "us\xc3\xa9r", "x.test", .caps = ALL },
	{ "behaviour 175: quotes as typed, a blank encoded",
	    "RCPT TO:<\"a b\"@x> ORCPT=rfc822;\"a+20b\"@x",
	    "\"a b\"@x", "a b", "x", .caps = CAP_DSN },
	{ "behaviour 175: the same when RCPT is not quoted",
	    "RCPT TO:<a b@x> ORCPT=rfc822;\"a+20b\"@x",
	    "\"a b\"@x", "a b", "x", .caps = CAP_DSN, .raw = true },
	{ "behaviour 175: a quote in quotes",
	    "RCPT TO:<\"a\\\"b\"@x> ORCPT=rfc822;\"a\\\"b\"@x",
	    "\"a\\\"b\"@x", "a\"b", "x", .caps = CAP_DSN },
	{ "behaviour 175: needless quotes are typed too",
	    "RCPT TO:<joe@x> ORCPT=rfc822;\"joe\"@X",
	    "\"joe\"@X", "joe", "x", .caps = CAP_DSN },
	{ "behaviour 175: angle brackets are not typed",
	    "RCPT TO:<u1@d.test> ORCPT=rfc822;u1@D.test",
	    " <u1@D.test> ", "u1", "d.test", .caps = CAP_DSN },
	{ "behaviour 175: but in quotes they are",
	    "RCPT TO:<\"a<b>c\"@x> ORCPT=rfc822;\"a<b>c\"@x",
	    "\"a<b>c\"@x", "a<b>c", "x", .caps = CAP_DSN },
	{ "ORCPT gets the domain that was added",
	    "RCPT TO:<joe@d.test> ORCPT=rfc822;joe@d.test", "joe", "joe",
	    "d.test", .caps = CAP_DSN },
	{ "an @ in quotes is no domain",
	    "RCPT TO:<\"a@b\"@d.test> ORCPT=rfc822;\"a@b\"@d.test",
	    "\"a@b\"", "a@b", "d.test", .caps = CAP_DSN },
	{ "ORCPT without a domain, as for LMTP",
	    "RCPT TO:<joe> ORCPT=rfc822;joe", "joe", "joe", "",
	    .caps = CAP_DSN },
	{ "ORCPT when nothing was typed",
	    "RCPT TO:<u1@d.test> ORCPT=rfc822;u1@d.test", "", "u1", "d.test",
	    .caps = CAP_DSN },
	{ "ORCPT when nothing was typed, without a domain",
	    "RCPT TO:<joe> ORCPT=rfc822;joe", "", "joe", "",
	    .caps = CAP_DSN },
	{ "behaviour 175: no address, no ORCPT", "RCPT TO:<>", "", "", "",
	    .caps = CAP_DSN },

	{ "behaviour 175: NOTIFY in order, whatever was asked first",
	    "RCPT TO:<u1@d.test> ORCPT=rfc822;u1@d.test "
	    "NOTIFY=SUCCESS,FAILURE,DELAY", U1, .notify = NOTIFY_DELAY |
	    NOTIFY_FAILURE | NOTIFY_SUCCESS, .caps = CAP_DSN },
	{ "behaviour 175: NOTIFY of two",
	    "RCPT TO:<u1@d.test> ORCPT=rfc822;o3@o.test "
	    "NOTIFY=SUCCESS,DELAY", U1, ORCPT("rfc822;o3@o.test"),
	    .notify = NOTIFY_DELAY | NOTIFY_SUCCESS, .caps = CAP_DSN },
	{ "behaviour 175: NOTIFY of one",
	    "RCPT TO:<u1@d.test> ORCPT=rfc822;u1@d.test NOTIFY=FAILURE", U1,
	    .notify = NOTIFY_FAILURE, .caps = CAP_DSN },
	{ "behaviour 175: NOTIFY=NEVER",
	    "RCPT TO:<u1@d.test> ORCPT=rfc822;u1@d.test NOTIFY=NEVER", U1,
	    .notify = NOTIFY_NEVER, .caps = CAP_DSN },
};

static struct address
address(const char *local, const char *domain)
{
	return (struct address){ span_of(local), span_of(domain) };
}

static void
play_mail(struct str *line, const struct mail_scene *scene)
{
	struct envelope envelope = { .sender = address(scene->local,
	    scene->domain), .envid = scene->envid, .ret = scene->ret,
	    .body = scene->body, .smtputf8 = scene->smtputf8 };
	struct capabilities caps = { .offered = scene->caps };

	str_reset(line);
	command_mail(line, &envelope, &caps, &scene->facts);
	is_text(str_span(line), scene->want, scene->name);
}

static void
play_rcpt(struct str *line, const struct rcpt_scene *scene)
{
	struct recipient r = { .given = span_of(scene->given),
	    .address = address(scene->local, scene->domain),
	    .orcpt = scene->orcpt, .notify = scene->notify };
	struct capabilities caps = { .offered = scene->caps };

	str_reset(line);
	command_rcpt(line, &r, NULL, &caps, !scene->raw);
	is_text(str_span(line), scene->want, scene->name);
}

/* outside - addresses by the names that they have there; what tells of the
 * recipient stays */

static void
outside(struct str *line)
{
	const struct address there = { SPAN("a b"), SPAN("pub.test") };
	const struct recipient r = { .given = SPAN("u@x.test"),
	    .address = { SPAN("u"), SPAN("x.test") } };
	const struct envelope envelope = { .sender = r.address };
	const struct capabilities caps = { .offered = CAP_DSN };
	const struct mail_facts facts = { .sender = &there, .quote = true };

	str_reset(line);
	command_mail(line, &envelope, &caps, &facts);
	is_text(str_span(line), "MAIL FROM:<\"a b\"@pub.test>",
	    "behaviour 176: MAIL with the name outside");
	str_reset(line);
	command_rcpt(line, &r, &there, &caps, true);
	is_text(str_span(line), "RCPT TO:<\"a b\"@pub.test> "
	    "ORCPT=rfc822;u@x.test", "behaviour 176: RCPT likewise; ORCPT is "
	    "of the recipient");
}

/* longest - commands of the longest addresses and values that there are */

static void
longest(struct str *line)
{
	static char quotes[ADDRESS_MAX], given[ADDRESS_MAX], id[ORCPT_MAX];
	struct address a = { span_from(quotes, ADDRESS_MAX), { 0 } };
	struct recipient r = { .given = span_from(given, ADDRESS_MAX),
	    .address = a, .notify = NOTIFY_SUCCESS | NOTIFY_FAILURE |
	    NOTIFY_DELAY };
	struct envelope envelope = { .sender = a,
	    .envid = span_from(id, ENVID_MAX), .ret = RET_FULL,
	    .body = BODY_8BITMIME, .smtputf8 = true };
	struct capabilities caps = { .offered = ALL };
	struct mail_facts facts = { NULL, UINT64_MAX, false, true, true, true };

	memset(quotes, '"', sizeof(quotes));
	memset(given, '=', sizeof(given));
	memset(id, 'x', sizeof(id));
	str_reset(line);
	command_mail(line, &envelope, &caps, &facts);
	ok(!line->full, "the longest MAIL fits into COMMAND_MAX");
	str_reset(line);
	command_rcpt(line, &r, NULL, &caps, true);
	ok(!line->full, "the longest RCPT fits into COMMAND_MAX");
	str_add_char(line, '\0');
	ok(strstr(line->at, " ORCPT") == NULL,
	    "an ORCPT that is too long is not made up");
	r.orcpt = span_from(id, ORCPT_MAX);
	str_reset(line);
	command_rcpt(line, &r, NULL, &caps, true);
	ok(!line->full, "nor is a RCPT with the longest ORCPT too long");
}

int
main(void)
{
	struct str line;

	str_init(&line, COMMAND_MAX);
	for (size_t i = 0; i < sizeof(mail_scenes) / sizeof(mail_scenes[0]);
	    i++)
		play_mail(&line, &mail_scenes[i]);
	for (size_t i = 0; i < sizeof(rcpt_scenes) / sizeof(rcpt_scenes[0]);
	    i++)
		play_rcpt(&line, &rcpt_scenes[i]);
	outside(&line);
	longest(&line);
	str_clear(&line);
	return tap_done();
}
