/* SPDX-License-Identifier: BSD-2-Clause */
#include "unit/listing.h"
#include "unit/session/scene.h"

#define EHLO	"C: EHLO me.example"
#define HELO	"C: HELO me.example"
#define QUIT	"C: QUIT"
#define LOCAL	"local data error while talking to mx.example[192.0.2.1]"
#define UNTOLD	{ FATE_OPEN, NULL, 0, NULL, 0, false }
#define REFUSED	HOST " refused to talk to me: "

static void
no_skip(struct bench *b)
{
	b->params.skip_5xx_greeting = false;
}

static void
soft_bounce(struct bench *b)
{
	b->params.skip_5xx_greeting = false;
	b->params.soft_bounce = true;
}

static void
not_always_ehlo(struct bench *b)
{
	b->params.always_send_ehlo = false;
}

static void
never_ehlo(struct bench *b)
{
	b->params.never_send_ehlo = true;
}

static void
wait_for_quit(struct bench *b)
{
	b->params.skip_quit_response = false;
}

static void
one_deadline(struct bench *b)
{
	b->params.per_request_deadline = true;
}

static void
pix(struct bench *b)
{
	b->policy.pix = PIX_DISABLE_ESMTP | PIX_DELAY_DOTCRLF;
}

static void
pix_delay_only(struct bench *b)
{
	b->policy.pix = PIX_DELAY_DOTCRLF;
}

static void
named_as_it(struct bench *b)
{
	b->params.myhostname = SPAN("MX.Example");
}

static void
named_as_it_worse(struct bench *b)
{
	named_as_it(b);
	b->candidate.best = false;
}

static void
named_as_it_elsewhere(struct bench *b)
{
	named_as_it(b);
	b->remote.port = 587;
}

static void
discard(struct bench *b)
{
	b->policy.discard = CAP_PIPELINING | CAP_DSN | CAP_CHUNKING;
}

static void
discard_trouble(struct bench *b)
{
	b->policy.trouble = DSN_IN(b->arena);
	dsn_fail(&b->policy.trouble, "4.3.0", "the table is gone");
}

static const struct listing no_table[] = { { "*", NULL }, { NULL, NULL } };

static void
filter_trouble(struct bench *b)
{
	b->params.maps.reply_filter = listing_of(no_table);
}

static const struct listing hello_lost[] = { { "250 DSN", NULL },
    { NULL, NULL } };

static void
filter_trouble_later(struct bench *b)
{
	b->params.maps.reply_filter = listing_of(hello_lost);
}

static void
needs_utf8(struct bench *b)
{
	b->envelope.smtputf8 = b->envelope.utf8_header = true;
}

static void
sender_in_utf8(struct bench *b)
{
	b->envelope.smtputf8 = true;
	b->envelope.sender.local = SPAN("\303\244");
}

static void
second_in_utf8(struct bench *b)
{
	b->envelope.smtputf8 = b->envelope.needs_smtputf8 = true;
	b->at[1]->address.local = SPAN("\303\244");
}

static void
second_is_settled(struct bench *b)
{
	second_in_utf8(b);
	b->at[1]->fate = FATE_BOUNCED;
	b->settled[1] = 1;
}

static void
second_is_elsewhere(struct bench *b)
{
	second_in_utf8(b);
	b->letter.batch.len = 1;
}

static void
asks_for_utf8(struct bench *b)
{
	b->envelope.smtputf8 = true;
}

static void
discard_utf8(struct bench *b)
{
	needs_utf8(b);
	b->policy.discard = CAP_SMTPUTF8;
}

static void
helo_name(struct bench *b)
{
	b->params.helo_name = SPAN("[192.0.2.7]");
}

static void
endless_name(struct bench *b)
{
	static char name[5000];

	memset(name, 'n', sizeof(name));
	b->params.helo_name = span_from(name, sizeof(name));
}

static void
evil_name(struct bench *b)
{
	b->params.helo_name = SPAN("me\r\nMAIL FROM:<>");
}

/* The server is of use. */

static const struct scene welcome[] = {
	{ "behaviour 77: 2xx greets, EHLO is answered",
	    .script = SCRIPT("S: 220 mx.example ESMTP", EHLO,
		"S: 250 mx.example", QUIT), .protocol = "esmtp" },

	{ "behaviour 77: any 2xx, several lines, in several segments",
	    .script = SCRIPT("S: 299-mx.example", "--", "S: 299-", "--",
		"R: 29", "--", "S: 9 there", EHLO, "S: 250-mx.example", "--",
		"S: 250-DSN", "--", "S: 250 SIZE", QUIT),
	    .protocol = "esmtp" },

	{ "the name of smtp_helo_name is said",
	    .script = SCRIPT("S: 220 mx", "C: EHLO [192.0.2.7]",
		"S: 502 what?", "C: HELO [192.0.2.7]", "S: 250 mx", QUIT),
	    .arrange = helo_name, .protocol = "smtp" },

	{ "behaviour 84: EHLO is refused with 5xx: HELO",
	    .script = SCRIPT("S: 220 mx ESMTP", EHLO, "S: 502 5.5.1 what?",
		HELO, "S: 250 mx", QUIT), .protocol = "smtp" },

	{ "behaviour 84: with 4xx too",
	    .script = SCRIPT("S: 220 mx ESMTP", EHLO, "S: 451 4.3.0 no",
		HELO, "S: 250 mx", QUIT), .protocol = "smtp" },

	{ "behaviour 84: and with 354",
	    .script = SCRIPT("S: 220 mx ESMTP", EHLO, "S: 354 go", HELO,
		"S: 250 mx", QUIT), .protocol = "smtp" },

	{ "smtp_never_send_ehlo",
	    .script = SCRIPT("S: 220 mx ESMTP", HELO, "S: 250 mx", QUIT),
	    .arrange = never_ehlo, .protocol = "smtp" },

	{ "smtp_always_send_ehlo, whatever the greeting says",
	    .script = SCRIPT("S: 220 mx SMTP", EHLO, "S: 250 mx", QUIT),
	    .protocol = "esmtp" },

	{ "behaviour 83: no: ESMTP is a word of the greeting",
	    .script = SCRIPT("S: 220 mx esmtp x", EHLO, "S: 250 mx", QUIT),
	    .arrange = not_always_ehlo, .protocol = "esmtp" },

	{ "behaviour 83: no: SMTP is",
	    .script = SCRIPT("S: 220 mx SMTP", HELO, "S: 250 mx", QUIT),
	    .arrange = not_always_ehlo, .protocol = "smtp" },

	{ "behaviour 83: ESMTP as a part of words, or with a comma",
	    .script = SCRIPT("S: 220 mx ESMTPA ESMTP, x-ESMTP", HELO,
		"S: 250 mx", QUIT),
	    .arrange = not_always_ehlo, .protocol = "smtp" },

	{ "behaviour 83: as the first word of the last line",
	    .script = SCRIPT("S: 220-mx", "S: 220 ESMTP", EHLO, "S: 250 mx",
		QUIT), .arrange = not_always_ehlo, .protocol = "esmtp" },

	{ "behaviour 83: as the first word of a line that goes on: no",
	    .script = SCRIPT("S: 220-ESMTP mx", "S: 220 hello", HELO,
		"S: 250 mx", QUIT),
	    .arrange = not_always_ehlo, .protocol = "smtp" },

	{ "behaviour 83: as a later word of a line that goes on",
	    .script = SCRIPT("S: 220-mx ESMTP", "S: 220 hello", EHLO,
		"S: 250 mx", QUIT),
	    .arrange = not_always_ehlo, .protocol = "esmtp" },

	{ "behaviours 80, 81: the greeting of a PIX: HELO",
	    .script = SCRIPT("S: 220 **** 2* 0 **", HELO, "S: 250 mx", QUIT),
	    .arrange = pix, .protocol = "smtp", .told = "note 0 enabling PIX "
		"workarounds: disable_esmtp delay_dotcrlf for "
		"mx.example[192.0.2.1]:25\n" },

	{ "behaviour 80: a bare 220 is one too",
	    .script = SCRIPT("S: 220", HELO, "S: 250 mx", QUIT),
	    .arrange = pix, .protocol = "smtp" },

	{ "behaviour 80: several lines never are",
	    .script = SCRIPT("S: 220-****", "S: 220 ****", EHLO, "S: 250 mx",
		QUIT), .arrange = pix, .protocol = "esmtp" },

	{ "behaviour 80: another character, none",
	    .script = SCRIPT("S: 220 ****1", EHLO, "S: 250 mx", QUIT),
	    .arrange = pix, .protocol = "esmtp" },

	{ "behaviour 81: without disable_esmtp: EHLO",
	    .script = SCRIPT("S: 220 ****", EHLO, "S: 250 mx", QUIT),
	    .arrange = pix_delay_only, .protocol = "esmtp",
	    .told = "note 0 enabling PIX workarounds: delay_dotcrlf for" },

	{ "smtp_pix_workarounds is empty",
	    .script = SCRIPT("S: 220 ****", EHLO, "S: 250 mx", QUIT),
	    .protocol = "esmtp" },

	{ "behaviour 82: greeted with our own name: told, no more",
	    .script = SCRIPT("S: 220 mx.EXAMPLE ESMTP", EHLO, "S: 250 other",
		QUIT), .arrange = named_as_it, .protocol = "esmtp",
	    .told = "note 0 host mx.example[192.0.2.1] greeted me with my "
		"own name\n" },

	{ "behaviour 87: HELO's answer is not looked at for it",
	    .script = SCRIPT("S: 220 x", EHLO, "S: 502 no", HELO,
		"S: 250 mx.example", QUIT),
	    .arrange = named_as_it, .protocol = "smtp" },

	{ "behaviour 87: nor on another port than 25",
	    .script = SCRIPT("S: 220 mx.example", EHLO, "S: 250 mx.example",
		QUIT), .arrange = named_as_it_elsewhere, .protocol = "esmtp" },

	{ "behaviour 92: discarded keywords are named",
	    .script = SCRIPT("S: 220 mx", EHLO, "S: 250-mx",
		"S: 250-PIPELINING", "S: 250-SIZE 5", "S: 250 DSN", QUIT),
	    .arrange = discard, .protocol = "esmtp",
	    .told = "note 0 discarding EHLO keywords: PIPELINING DSN\n" },

	{ "behaviour 92: after HELO there is nothing to discard",
	    .script = SCRIPT("S: 220 mx", EHLO, "S: 502 no", HELO,
		"S: 250 mx", QUIT), .arrange = discard_trouble,
	    .protocol = "smtp", .untold = "the table" },

	{ "behaviour 93: needed and offered",
	    .script = SCRIPT("S: 220 mx", EHLO, "S: 250-mx",
		"S: 250 SMTPUTF8", QUIT),
	    .arrange = needs_utf8, .protocol = "esmtp" },

	{ "behaviour 93: asked for, not needed, not offered",
	    .script = SCRIPT("S: 220 mx", EHLO, "S: 250 mx", QUIT),
	    .arrange = asks_for_utf8, .protocol = "esmtp" },

	{ "behaviour 93: by a recipient who was settled before",
	    .script = SCRIPT("S: 220 mx", EHLO, "S: 250 mx", QUIT),
	    .recipients = 2, .arrange = second_is_settled,
	    .protocol = "esmtp", .want = { { .fate = FATE_OPEN },
		{ .fate = FATE_BOUNCED } } },

	{ "behaviour 93: by a recipient at another server",
	    .script = SCRIPT("S: 220 mx", EHLO, "S: 250 mx", QUIT),
	    .recipients = 2, .arrange = second_is_elsewhere,
	    .protocol = "esmtp" },

	{ "behaviour 220: QUIT's answer is waited for if that is set",
	    .script = SCRIPT("S: 220 mx", EHLO, "S: 250 mx", QUIT,
		"S: 221 bye"), .arrange = wait_for_quit,
	    .protocol = "esmtp" },
};

/* It is not. */

static const struct scene turned_away[] = {
	{ "behaviour 77: 4xx: QUIT, next host",
	    .script = SCRIPT("S: 421-4.3.2 busy", "S: 421 4.3.2 bye", QUIT),
	    .want = { { FATE_OPEN, "4.3.2", STAGE_BANNER, REFUSED
		"421-4.3.2 busy 421 4.3.2 bye", 421, false } } },

	{ "behaviour 78: 5xx counts as temporary",
	    .script = SCRIPT("S: 554 5.7.1 no", QUIT), .recipients = 2,
	    .want = { { FATE_OPEN, "4.7.1", STAGE_BANNER, REFUSED
		"554 5.7.1 no", 554, false },
		{ FATE_OPEN, "4.7.1", STAGE_BANNER, NULL, 554, false } } },

	{ "behaviour 78: smtp_skip_5xx_greeting = no: hard",
	    .script = SCRIPT("S: 554 5.7.1 no", QUIT), .arrange = no_skip,
	    .recipients = 2,
	    .want = { { FATE_BOUNCED, "5.7.1", STAGE_BANNER, REFUSED
		"554 5.7.1 no", 554, false },
		{ FATE_BOUNCED, "5.7.1", STAGE_BANNER, NULL, 554, false } } },

	{ "behaviours 63, 78: but not with soft_bounce",
	    .script = SCRIPT("S: 554 5.7.1 no", QUIT), .arrange = soft_bounce,
	    .want = { { FATE_OPEN, "4.7.1", STAGE_BANNER, NULL, 554,
		false } } },

	{ "behaviour 79: 1xx is hard",
	    .script = SCRIPT("S: 199 what", QUIT),
	    .want = { { FATE_BOUNCED, "5.5.0", STAGE_BANNER, REFUSED
		"199 what", 199, false } } },

	{ "behaviour 79: 3xx is hard",
	    .script = SCRIPT("S: 354 go", QUIT),
	    .want = { { FATE_BOUNCED, "5.5.0", STAGE_BANNER, REFUSED
		"354 go", 354, false } } },

	{ "behaviours 213, 214: lost at the greeting",
	    .script = SCRIPT("hangup"),
	    .want = { { FATE_OPEN, "4.4.2", STAGE_BANNER, "lost connection "
		WITH " while receiving the initial server greeting", 0,
		false } } },

	{ "behaviours 213, 215: no greeting in time",
	    .script = SCRIPT("stall 11"),
	    .want = { { FATE_OPEN, "4.4.2", STAGE_BANNER, "conversation "
		WITH " timed out while receiving the initial server "
		"greeting", 0, false } } },

	{ "behaviour 216: no greeting in time, by one deadline",
	    .script = SCRIPT("S: 220-mx", "stall 11"),
	    .arrange = one_deadline,
	    .want = { { FATE_OPEN, "4.4.2", STAGE_BANNER, NULL, 0,
		false } } },

	{ "interrupted while waiting for the greeting",
	    .script = SCRIPT("halt"),
	    .want = { { FATE_OPEN, "4.3.0", STAGE_BANNER,
		"interrupted by a signal", 0, false } } },

	{ "D1: not a greeting",
	    .script = SCRIPT("S: SSH-2.0-x"),
	    .want = { { FATE_OPEN, "4.5.0", STAGE_BANNER, "protocol error: "
		HOST " answered with \"SSH-2.0-x\" while receiving the "
		"initial server greeting", 0, false } } },

	{ "D16: two greetings",
	    .script = SCRIPT("S: 220 mx", "S: 220 mx"),
	    .want = { { FATE_OPEN, "4.5.0", STAGE_HELLO, "protocol error: "
		HOST " answered before it was asked, while performing the "
		"EHLO handshake: 220 mx", 0, false } } },

	{ "D16: 421 right behind the greeting",
	    .script = SCRIPT("S: 220 mx", "--", "S: 421 4.7.0 too many"),
	    .want = { { FATE_OPEN, "4.7.0", STAGE_HELLO, HOST " said: 421 "
		"4.7.0 too many (before performing the EHLO handshake)", 421,
		false } } },

	{ "behaviour 84: 421 to EHLO: QUIT, next host",
	    .script = SCRIPT("S: 220 mx", EHLO, "S: 421 4.3.2 busy", QUIT),
	    .want = { { FATE_OPEN, "4.3.2", STAGE_HELLO, REFUSED
		"421 4.3.2 busy", 421, false } }, .protocol = "esmtp" },

	{ "behaviour 85: 4xx to HELO",
	    .script = SCRIPT("S: 220 mx", EHLO, "S: 502 no", HELO,
		"S: 450 4.7.1 no", QUIT),
	    .want = { { FATE_OPEN, "4.7.1", STAGE_HELLO, REFUSED
		"450 4.7.1 no", 450, false } }, .protocol = "smtp" },

	{ "behaviour 85: 5xx to HELO is hard, smtp_skip_5xx_greeting or not",
	    .script = SCRIPT("S: 220 mx", EHLO, "S: 502 no", HELO,
		"S: 550 5.7.1 no", QUIT),
	    .want = { { FATE_BOUNCED, "5.7.1", STAGE_HELLO, REFUSED
		"550 5.7.1 no", 550, false } }, .protocol = "smtp" },

	{ "behaviour 72: 354 to HELO is hard",
	    .script = SCRIPT("S: 220 mx", EHLO, "S: 502 no", HELO,
		"S: 354 go", QUIT),
	    .want = { { FATE_BOUNCED, "5.5.0", STAGE_HELLO, REFUSED
		"354 go", 354, false } } },

	{ "behaviours 213, 214: lost at EHLO",
	    .script = SCRIPT("S: 220 mx", EHLO, "S: 250-mx", "hangup"),
	    .want = { { FATE_OPEN, "4.4.2", STAGE_HELLO, "lost connection "
		WITH " while performing the EHLO handshake", 0, false } } },

	{ "behaviours 213, 215: no answer to EHLO in time",
	    .script = SCRIPT("S: 220 mx", EHLO, "stall 11"),
	    .want = { { FATE_OPEN, "4.4.2", STAGE_HELLO, "conversation "
		WITH " timed out while performing the EHLO handshake", 0,
		false } } },

	{ "behaviours 213, 215: no answer to HELO in time",
	    .script = SCRIPT("S: 220 mx", EHLO, "S: 502 no", HELO,
		"stall 11"),
	    .want = { { FATE_OPEN, "4.4.2", STAGE_HELLO, "conversation "
		WITH " timed out while performing the HELO handshake", 0,
		false } }, .protocol = "smtp" },

	{ "behaviour 214: lost at HELO",
	    .script = SCRIPT("S: 220 mx", HELO, "hangup"),
	    .arrange = never_ehlo,
	    .want = { { FATE_OPEN, "4.4.2", STAGE_HELLO, "lost connection "
		WITH " while performing the HELO handshake", 0, false } } },

	{ "D1: garbage in the answer to EHLO: no HELO",
	    .script = SCRIPT("S: 220 mx", EHLO, "S: 250-mx", "S: 25 DSN",
		"S: 250 SIZE"),
	    .want = { { FATE_OPEN, "4.5.0", STAGE_HELLO, NULL, 0, false } } },

	{ "behaviour 87: EHLO is answered with our own name: a loop",
	    .script = SCRIPT("S: 220 x", EHLO, "S: 250-mx.example hi",
		"S: 250 DSN", QUIT), .arrange = named_as_it, .recipients = 2,
	    .want = { { FATE_BOUNCED, "5.4.6", STAGE_HELLO, NULL, 0, false },
		{ FATE_BOUNCED, "5.4.6", STAGE_HELLO, NULL, 0, false } } },

	{ "behaviour 87: by a host that is not the best: soft",
	    .script = SCRIPT("S: 220 x", EHLO, "S: 250 mx.example", QUIT),
	    .arrange = named_as_it_worse,
	    .want = { { FATE_OPEN, "4.4.6", STAGE_HELLO, NULL, 0, false } } },

	{ "behaviour 93: SMTPUTF8 is needed and not offered",
	    .script = SCRIPT("S: 220 mx", EHLO, "S: 250 mx", QUIT),
	    .arrange = needs_utf8,
	    .want = { { FATE_OPEN, "5.6.7", STAGE_HELLO, "message requires "
		"SMTPUTF8, but no server was found that supports SMTPUTF8. "
		"The last attempted server was mx.example[192.0.2.1]", 0,
		false } } },

	{ "behaviour 93: for the sender",
	    .script = SCRIPT("S: 220 mx", EHLO, "S: 250 mx", QUIT),
	    .arrange = sender_in_utf8,
	    .want = { { FATE_OPEN, "5.6.7", STAGE_HELLO, NULL, 0, false } } },

	{ "behaviour 93: for one of the recipients",
	    .script = SCRIPT("S: 220 mx", EHLO, "S: 250 mx", QUIT),
	    .recipients = 2, .arrange = second_in_utf8,
	    .want = { { FATE_OPEN, "5.6.7", STAGE_HELLO, NULL, 0, false },
		{ FATE_OPEN, "5.6.7", STAGE_HELLO, NULL, 0, false } } },

	{ "behaviour 93: nor by one that knows HELO only",
	    .script = SCRIPT("S: 220 mx", EHLO, "S: 502 no", HELO,
		"S: 250 mx", QUIT), .arrange = needs_utf8,
	    .want = { { FATE_OPEN, "5.6.7", STAGE_HELLO, NULL, 0, false } } },

	{ "behaviours 92, 219: nobody can say what to discard",
	    .script = SCRIPT("S: 220 mx", EHLO, "S: 250-mx", "S: 250 DSN",
		QUIT), .arrange = discard_trouble, .protocol = "esmtp",
	    .told = "warning 0 the table is gone\n",
	    .want = { { FATE_OPEN, "4.3.0", STAGE_HELLO, LOCAL, 0, false } } },

	{ "behaviour 92: which matters where EHLO was refused no more",
	    .script = SCRIPT("S: 220 mx", EHLO, "S: 421 4.3.2 busy", QUIT),
	    .arrange = discard_trouble, .untold = "the table",
	    .want = { { FATE_OPEN, "4.3.2", STAGE_HELLO, NULL, 421,
		false } } },

	{ "behaviours 76, 219: a filter that cannot say, and QUIT",
	    .script = SCRIPT("S: 220 mx", QUIT), .arrange = filter_trouble,
	    .told = "warning 0 look up \"220 mx\": no table\n",
	    .want = { { FATE_OPEN, "4.3.0", STAGE_BANNER, LOCAL, 0,
		false } } },

	{ "behaviours 76, 219: or in the answer to EHLO",
	    .script = SCRIPT("S: 220 mx", EHLO, "S: 250-mx", "S: 250 DSN",
		QUIT), .arrange = filter_trouble_later,
	    .want = { { FATE_OPEN, "4.3.0", STAGE_HELLO, LOCAL, 0, false } } },

	{ "behaviours 92, 93: offered, but discarded",
	    .script = SCRIPT("S: 220 mx", EHLO, "S: 250-mx",
		"S: 250 SMTPUTF8", QUIT), .arrange = discard_utf8,
	    .want = { { FATE_OPEN, "5.6.7", STAGE_HELLO, NULL, 0, false } } },

	{ "a name of ours that fits into no command",
	    .script = SCRIPT("S: 220 mx", QUIT), .arrange = endless_name,
	    .want = { { FATE_OPEN, "5.5.2", STAGE_HELLO, NULL, 0, false } } },

	{ "a name of ours with a line end in it",
	    .script = SCRIPT("S: 220 mx"), .arrange = evil_name,
	    .want = { { FATE_OPEN, "5.5.2", STAGE_HELLO, NULL, 0, false } } },
};

/* What is known after EHLO. */

static void
after(const char *const *script, void (*arrange)(struct bench *),
    unsigned offered, const char *name)
{
	const struct scene scene = { .name = name, .script = script,
	    .arrange = arrange, .want = { UNTOLD }, .no_mail = true };
	struct bench b;
	bool pipelining = (offered & CAP_PIPELINING) != 0;

	bench_set(&b, &scene);
	bench_open(&b);
	if (!session_open(b.session) ||
	    b.session->caps.offered != offered ||
	    b.session->talk.pipelining != pipelining)
		str_add(&b.script.complaint, SPAN("offered?"));
	session_free(&b.session);
	scene_judge(&b, &scene);
	bench_clear(&b);
}

static void
silently(struct bench *b)
{
	discard(b);
	b->policy.discard_silently = true;
}

/* quietly - discarded, and not a word about it */

static void
quietly(void)
{
	const struct scene scene = { .name = "behaviour 92: silent-discard",
	    .script = SCRIPT("S: 220 mx", EHLO, "S: 250-mx", "S: 250 DSN",
		QUIT), .arrange = silently, .no_mail = true };
	struct bench b;

	bench_set(&b, &scene);
	bench_open(&b);
	if (!session_open(b.session) || was_told(&b, "discarding"))
		str_add(&b.script.complaint, SPAN("told"));
	session_free(&b.session);
	scene_judge(&b, &scene);
	bench_clear(&b);
}

static void
play_all(const struct scene *scenes, size_t n, bool opens)
{
	for (size_t i = 0; i < n; i++) {
		struct scene scene = scenes[i];

		scene.no_mail = true;
		scene_greet(&scene, opens);
	}
}

#define PLAY_ALL(scenes, opens) \
	play_all(scenes, sizeof(scenes) / sizeof((scenes)[0]), opens)

int
main(void)
{
	PLAY_ALL(welcome, true);
	PLAY_ALL(turned_away, false);
	after(SCRIPT("S: 220 mx", EHLO, "S: 250-mx", "S: 250-PIPELINING",
	    "S: 250-size 10", "S: 250-X", "S: 250 DSN", QUIT), NULL,
	    CAP_PIPELINING | CAP_SIZE | CAP_DSN, "behaviour 86: keywords");
	after(SCRIPT("S: 220 mx", EHLO, "S: 250-mx", "S: 250-PIPELINING",
	    "S: 250-SIZE", "S: 250 DSN", QUIT), discard, CAP_SIZE,
	    "behaviour 92: what is discarded is not offered");
	after(SCRIPT("S: 220 mx", EHLO, "S: 250-mx", "S: 250 SMTPUTF8", QUIT),
	    NULL, CAP_SMTPUTF8 | CAP_8BITMIME,
	    "behaviour 94: SMTPUTF8 brings 8BITMIME");
	after(SCRIPT("S: 220 mx", EHLO, "S: 502-PIPELINING", "S: 502 DSN",
	    HELO, "S: 250-mx", "S: 250 PIPELINING", QUIT), NULL, 0,
	    "behaviour 84: no extensions after HELO");
	quietly();
	return tap_done();
}
