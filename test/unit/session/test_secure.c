/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Sessions inside TLS, with a server of GnuTLS: who it must be, what is
 * forgotten of what came before, and what a failure means.
 */
#include "unit/session/scene.h"
#define params	gnutls_params	/* GnuTLS has a tag of this name */
#include "unit/tls/server.h"
#undef params

#define EHLO	"EHLO me.example\n"
#define MAIL_ON	"MAIL FROM:<a@x.example>\nRCPT TO:<r0@y.example>\n" \
		"DATA\n.\nQUIT\n"
#define MAIL_ALONE	"\noctets-sent 25 \n"	/* not pipelined */
#define UNVERIFIED	"Server certificate not verified: "

/* A server for one scene. In the clear it offers, besides STARTTLS, to
 * pipeline, and takes no message of more than one octet. */
struct play {
	const char *name;
	void (*arrange)(struct bench *bench);
	const char *behind;	/* said in the clear behind the 220 */
	const char *ehlo;	/* inside; NULL: "250 mx" */
	const char *drop_at;	/* closes when it hears this verb inside */
	bool garbage;		/* no handshake is made */
	bool expired;		/* so is its certificate */
	enum stage quit_after;

	struct want want;	/* the text is only its beginning */
	const char *heard;	/* inside */
	const char *told;
	struct security security;	/* state, level, on, matched, peer */
	bool failed_in_tls;
};

static struct {
	const struct play *play;
	struct server server;
	struct str heard;
	struct minted *good, *expired;
	struct arena *arena;
	struct fingerprints fingerprints;
	struct references names;
	struct tlsa tlsa;
	struct dane_demand dane;
} set;

/* The server ---------------------------------------------------------------*/

static void
answer(struct server *s, struct span verb)
{
	if (span_equal(verb, SPAN("EHLO")))
		server_say(s, span_of(set.play->ehlo != NULL ?
		    set.play->ehlo : "250 mx\r\n"));
	else if (span_equal(verb, SPAN("DATA")))
		server_say(s, SPAN("354 go\r\n"));
	else
		server_say(s, SPAN("250 2.0.0 ok\r\n"));
}

/* hear_line - false: the client is gone */

static bool
hear_line(struct server *s, char *line, size_t size)
{
	size_t len = 0;

	while (len + 1 < size) {
		if (gnutls_record_recv(s->session, line + len, 1) != 1)
			return false;
		if (line[len++] == '\n')
			break;
	}
	line[len] = '\0';
	return true;
}

static void
serve(struct server *s)
{
	char line[1000];
	bool message = false;

	while (hear_line(s, line, sizeof(line))) {
		struct span said = span_trim(span_of(line)), verb = said;

		if (message && !span_equal(said, SPAN(".")))
			continue;
		str_addf(&set.heard, "%.*s\n", SPAN_ARG(said));
		verb = span_first(said, span_find(said, ' '));
		if (set.play->drop_at != NULL &&
		    span_equal(verb, span_of(set.play->drop_at)))
			return;
		message = span_equal(verb, SPAN("DATA"));
		answer(s, verb);
	}
}

static void
say_plain(int fd, const char *text)
{
	must(write(fd, text, strlen(text)) == (ssize_t)strlen(text));
}

static void
hear_plain(int fd)
{
	char octet = '\0';

	while (octet != '\n' && read(fd, &octet, 1) == 1)
		continue;
}

/* from_the_clear - a dialogue in the clear, and then in TLS */

static void
from_the_clear(int fd)
{
	struct server *s = &set.server;
	char text[200];

	say_plain(fd, "220 mx\r\n");
	hear_plain(fd);
	say_plain(fd, "250-mx\r\n250-PIPELINING\r\n250-SIZE 1\r\n"
	    "250 STARTTLS\r\n");
	hear_plain(fd);
	snprintf(text, sizeof(text), "220 go\r\n%s",
	    set.play->behind != NULL ? set.play->behind : "");
	say_plain(fd, text);
	if (set.play->garbage) {
		say_plain(fd, "this is no TLS\r\n");
		hear_plain(fd);
		return;
	}
	server_prepare(s);
	s->rc = gnutls_handshake(s->session);
	if (s->rc >= 0)
		serve(s);
	gnutls_deinit(s->session);
	gnutls_certificate_free_credentials(s->certificate);
	gnutls_anon_free_server_credentials(s->anon);
}

static void
serve_wrapped(struct server *s)
{
	server_say(s, SPAN("220 mx\r\n"));
	serve(s);
}

/* The client ---------------------------------------------------------------*/

static void
level(struct bench *b, enum tls_level level, enum tls_proof proof)
{
	static const struct engine_setup nothing;

	b->policy.tls.level = level;
	b->policy.tls.proof = proof;
	b->policy.tls.priority = SPAN("NORMAL");
	b->engine = engine_new(&nothing);
}

static void
may(struct bench *b)
{
	level(b, TLS_MAY, TLS_PROOF_NONE);
}

static void
encrypt(struct bench *b)
{
	level(b, TLS_ENCRYPT, TLS_PROOF_NONE);
}

static void
wrapped(struct bench *b)
{
	encrypt(b);
	b->policy.tls.wrapper = true;
}

static void
secure_level(struct bench *b)
{
	level(b, TLS_SECURE, TLS_PROOF_NAME);
	b->policy.tls.names = &set.names;
}

static void
wrapped_secure(struct bench *b)
{
	secure_level(b);
	b->policy.tls.wrapper = true;
}

static void
forced(struct bench *b)
{
	level(b, TLS_FINGERPRINT, TLS_PROOF_FINGERPRINT);
	b->policy.tls.fingerprints = &set.fingerprints;
	b->policy.tls.failure = SPAN("sts-webpki-invalid");
}

static void
fingerprint(struct bench *b)
{
	level(b, TLS_FINGERPRINT, TLS_PROOF_FINGERPRINT);
	b->policy.tls.fingerprints = &set.fingerprints;
}

static void
dane_with(struct bench *b, enum tls_level wanted, unsigned type)
{
	level(b, wanted, TLS_PROOF_DANE);
	set.tlsa = (struct tlsa){ TLSA_END_ENTITY, TLSA_KEY, type,
	    set.good->spki };
	set.dane = (struct dane_demand){ .tlsa = &set.tlsa, .len = 1,
	    .names = &set.names };
	b->policy.tls.dane = &set.dane;
}

static void
dane(struct bench *b)
{
	dane_with(b, TLS_DANE, TLSA_FULL);
}

static void
half_dane(struct bench *b)
{
	dane_with(b, TLS_HALF_DANE, TLSA_FULL);
}

static void
dane_unusable(struct bench *b)
{
	dane_with(b, TLS_DANE, 9);
}

static void
dane_only_unusable(struct bench *b)
{
	dane_with(b, TLS_DANE_ONLY, 9);
}

static void
no_priority(struct bench *b)
{
	encrypt(b);
	b->policy.tls.priority = (struct span){ 0 };
	b->policy.tls.no_priority = DSN_IN(b->arena);
	dsn_fail(&b->policy.tls.no_priority, "4.7.5", "no such grade");
}

static void
block_early(struct bench *b)
{
	encrypt(b);
	b->params.tls_block_early_mail_reply = true;
}

#define KEPT(l, p)	{ .state = SECURITY_KEPT, .level = (l), .on = true, \
			.peer = STANDING_##p }
#define PROVED(l, p)	{ .state = SECURITY_KEPT, .level = (l), .on = true, \
			.peer = STANDING_##p, .matched = true }
#define VIOLATED(l)	{ .state = SECURITY_VIOLATED, .level = (l), \
			.on = true, .peer = STANDING_UNTRUSTED }
#define SENT		{ FATE_SENT, "2.0.0", STAGE_END_OF_DATA, "250 2.0.0", \
			250, false }
#define LATER(s, g, t)	{ FATE_OPEN, s, g, t, 0, false }

static const struct play plays[] = {
	{ "behaviours 96, 133, D4: only the EHLO reply inside counts",
	    .arrange = encrypt, .want = SENT, .heard = EHLO MAIL_ON,
	    .told = MAIL_ALONE, .security = KEPT(TLS_ENCRYPT, UNTRUSTED) },
	{ "behaviour 127: what stands behind the 220 is thrown away, and told",
	    .arrange = encrypt, .behind = "250 2.1.0 injected\r\n",
	    .want = SENT, .heard = EHLO MAIL_ON, .told = "host mx.example"
	    "[192.0.2.1] had already sent 20 octets",
	    .security = KEPT(TLS_ENCRYPT, UNTRUSTED) },
	{ "behaviour 97: EHLO is refused inside: HELO", .arrange = encrypt,
	    .ehlo = "502 5.5.1 what?\r\n", .want = SENT,
	    .heard = EHLO "HELO me.example\n" MAIL_ON,
	    .told = MAIL_ALONE,
	    .security = KEPT(TLS_ENCRYPT, UNTRUSTED) },
	{ "behaviour 130: at may and encrypt no certificate is bad",
	    .arrange = may, .expired = true, .want = SENT,
	    .heard = EHLO MAIL_ON, .security = KEPT(TLS_MAY, UNTRUSTED) },
	{ "behaviour 129: nobody vouches for it: QUIT inside TLS",
	    .arrange = secure_level, .want = LATER("4.7.5", STAGE_TLS,
	    UNVERIFIED "nobody is trusted"), .heard = "QUIT\n",
	    .security = VIOLATED(TLS_SECURE) },
	{ "behaviour 132: a fingerprint, whatever the dates",
	    .arrange = fingerprint, .expired = true, .want = SENT,
	    .heard = EHLO MAIL_ON, .told = ", peer verified by ",
	    .security = PROVED(TLS_FINGERPRINT, VERIFIED) },
	{ "behaviour 132: another one", .arrange = fingerprint,
	    .want = LATER("4.7.5", STAGE_TLS, UNVERIFIED "neither"),
	    .heard = "QUIT\n", .security = VIOLATED(TLS_FINGERPRINT) },
	{ "behaviour 122: a policy that failed fails everybody",
	    .arrange = forced, .expired = true, .want = LATER("4.7.5",
	    STAGE_TLS, UNVERIFIED "sts-webpki-invalid"), .heard = "QUIT\n",
	    .security = VIOLATED(TLS_FINGERPRINT) },
	{ "behaviour 120: a TLSA record", .arrange = dane, .want = SENT,
	    .heard = EHLO MAIL_ON,
	    .security = PROVED(TLS_DANE, VERIFIED) },
	{ "behaviour 120: none of its", .arrange = dane, .expired = true,
	    .want = LATER("4.7.5", STAGE_TLS, UNVERIFIED), .heard = "QUIT\n",
	    .security = VIOLATED(TLS_DANE) },
	{ "behaviour 119: half of DANE trusts, and is matched",
	    .arrange = half_dane, .want = SENT, .heard = EHLO MAIL_ON,
	    .security = PROVED(TLS_HALF_DANE, TRUSTED) },
	{ "behaviour 119: but it must be matched", .arrange = half_dane,
	    .expired = true, .want = LATER("4.7.5", STAGE_TLS, UNVERIFIED),
	    .heard = "QUIT\n", .security = VIOLATED(TLS_HALF_DANE) },
	{ "behaviour 118: no TLSA record can be used: encrypt",
	    .arrange = dane_unusable, .want = SENT, .heard = EHLO MAIL_ON,
	    .security = KEPT(TLS_ENCRYPT, UNTRUSTED) },
	{ "behaviour 118: unless dane-only says that it must be one",
	    .arrange = dane_only_unusable, .want = LATER("4.7.5", STAGE_TLS,
	    UNVERIFIED), .heard = "QUIT\n",
	    .security = VIOLATED(TLS_DANE_ONLY) },
	{ "behaviour 128: no handshake, and no QUIT", .arrange = encrypt,
	    .garbage = true, .want = LATER("4.7.5", STAGE_TLS,
	    "cannot start TLS: "), .heard = "", .failed_in_tls = true,
	    .security = { .state = SECURITY_UNDECIDED,
	    .level = TLS_ENCRYPT } },
	{ "behaviour 110: a grade that there is not fails the handshake",
	    .arrange = no_priority, .want = LATER("4.7.5", STAGE_TLS,
	    "cannot start TLS: no such grade"), .heard = "",
	    .failed_in_tls = true, .security = { .state =
	    SECURITY_UNDECIDED, .level = TLS_ENCRYPT } },
	{ "behaviour 135: the connection is lost inside", .arrange = may,
	    .drop_at = "MAIL", .want = LATER("4.4.2", STAGE_MAIL,
	    "lost connection " WITH " while sending MAIL FROM"),
	    .heard = EHLO "MAIL FROM:<a@x.example>\n", .failed_in_tls = true,
	    .security = KEPT(TLS_MAY, UNTRUSTED) },
	{ "behaviour 135: at EHLO", .arrange = may, .drop_at = "EHLO",
	    .want = LATER("4.4.2", STAGE_HELLO, "lost connection"),
	    .heard = EHLO, .failed_in_tls = true,
	    .security = KEPT(TLS_MAY, UNTRUSTED) },
	{ "behaviour 186: at QUIT it is no failure", .arrange = may,
	    .drop_at = "QUIT", .want = SENT, .heard = EHLO MAIL_ON,
	    .security = KEPT(TLS_MAY, UNTRUSTED) },
	{ "behaviour 139, D27: an answer before MAIL, and it is forbidden",
	    .arrange = block_early, .ehlo = "250 mx\r\n250 early\r\n",
	    .want = LATER("4.7.0", STAGE_MAIL, "unexpected server message"),
	    .heard = EHLO "QUIT\n",
	    .security = KEPT(TLS_ENCRYPT, UNTRUSTED) },
	{ "D16: it is a protocol error in any case", .arrange = encrypt,
	    .ehlo = "250 mx\r\n250 early\r\n", .want = LATER("4.5.0",
	    STAGE_MAIL, "protocol error: "), .heard = EHLO,
	    .security = KEPT(TLS_ENCRYPT, UNTRUSTED) },
	{ "behaviour 137: TLS before the greeting, and no STARTTLS in it",
	    .arrange = wrapped, .ehlo = "250-mx\r\n250 STARTTLS\r\n",
	    .want = SENT, .heard = EHLO MAIL_ON,
	    .security = KEPT(TLS_ENCRYPT, UNTRUSTED) },
	{ "behaviours 129, 137: QUIT, once the greeting was heard",
	    .arrange = wrapped_secure, .want = LATER("4.7.5", STAGE_TLS,
	    UNVERIFIED), .heard = "QUIT\n", .told = "heard 220 220 mx",
	    .security = VIOLATED(TLS_SECURE) },
	{ "--quit-after=tls: the server has proved who it is",
	    .arrange = dane, .quit_after = STAGE_TLS, .want = {
	    FATE_DELIVERABLE, "2.0.0", STAGE_TLS, "TLSv1.3, TLS_", 0, false },
	    .heard = "QUIT\n", .security = PROVED(TLS_DANE, VERIFIED) },
	{ "--quit-after=tls: it has not", .arrange = secure_level,
	    .quit_after = STAGE_TLS, .want = LATER("4.7.5", STAGE_TLS,
	    UNVERIFIED), .heard = "QUIT\n",
	    .security = VIOLATED(TLS_SECURE) },
	{ "--quit-after=tls before the greeting", .arrange = wrapped,
	    .quit_after = STAGE_TLS, .want = { FATE_DELIVERABLE, "2.0.0",
	    STAGE_TLS, "TLSv1.3, TLS_", 0, false }, .heard = EHLO "QUIT\n",
	    .security = KEPT(TLS_ENCRYPT, UNTRUSTED) },
};

/* The play -----------------------------------------------------------------*/

static void
compare_security(struct str *wrong, const struct security *got,
    const struct security *want)
{
	if (got->state != want->state)
		differs(wrong, "state", 0, got->version);
	if (got->level != want->level)
		differs(wrong, "level", 0,
		    span_of(tls_level_name(got->level)));
	if (got->on != want->on || (got->version.len > 0) != want->on)
		differs(wrong, "on", 0, got->version);
	if (got->matched != want->matched ||
	    (got->match.len > 0) != want->matched)
		differs(wrong, "match", 0, got->match);
	if (got->peer != want->peer)
		differs(wrong, "peer", 0,
		    span_of(standing_name(got->peer)));
}

static void
compare(struct str *wrong, const struct bench *b, const struct play *play,
    bool failed_in_tls)
{
	struct want want = play->want;
	struct span text = b->at[0]->word.text;

	if (!span_starts(text, span_of(want.text)))
		differs(wrong, "text", 0, text);
	want.text = NULL;
	compare_recipient(wrong, b, 0, &want);
	compare_security(wrong, &b->facts.security, &play->security);
	if (!span_equal(str_span(&set.heard), span_of(play->heard)))
		differs(wrong, "heard", 0, str_span(&set.heard));
	if (play->told != NULL && !was_told(b, play->told))
		differs(wrong, "told", 0, str_span(&b->told));
	if (failed_in_tls != play->failed_in_tls)
		differs(wrong, "failed in TLS", 0, text);
}

static void
begin(const struct play *play, struct bench *b)
{
	const struct scene scene = { .arrange = play->arrange,
	    .script = SCRIPT("hangup"), .quit_after = play->quit_after };

	bench_set(b, &scene);
	set.play = play;
	set.server = (struct server){ .chain = { play->expired ?
	    set.expired : set.good } };
	if (b->policy.tls.wrapper)
		set.server.act = serve_wrapped;
	else
		set.server.instead = from_the_clear;
	str_reset(&set.heard);
	b->transport = server_begin(&set.server);
	bench_open(b);
}

static void
test_play(const struct play *play)
{
	struct bench b;
	struct str wrong;
	bool failed_in_tls;

	begin(play, &b);
	if (session_open(b.session))
		bench_deliver(&b, 0);
	failed_in_tls = session_failed_in_tls(b.session);
	session_free(&b.session);
	server_end(&set.server);
	str_init(&wrong, BENCH_TEXTS);
	compare(&wrong, &b, play, failed_in_tls);
	ok(wrong.len == 0, play->name);
	printf("%s", str_chars(&wrong));
	str_clear(&wrong);
	server_clear(&set.server);
	bench_clear(&b);
}

static void
set_up(void)
{
	struct order order = { .cn = "mx.example" };
	struct span none, list;
	unsigned digest = 0;

	set.arena = arena_new();
	str_init(&set.heard, BENCH_TEXTS);
	set.good = ca_mint(set.arena, &order);
	order.from = -20;
	order.to = -10;
	set.expired = ca_mint(set.arena, &order);
	must(fingerprint_digest(SPAN("sha256"), &digest));
	set.fingerprints.digest = digest;
	list = fingerprint_text(set.arena, digest, set.expired->der);
	fingerprints_read(set.arena, list, &set.fingerprints, &none);
}

int
main(void)
{
	set_up();
	for (size_t i = 0; i < sizeof(plays) / sizeof(plays[0]); i++)
		test_play(&plays[i]);
	ca_forget(set.good, true);
	ca_forget(set.expired, true);
	str_clear(&set.heard);
	arena_free(&set.arena);
	return tap_done();
}
