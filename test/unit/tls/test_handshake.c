/* SPDX-License-Identifier: BSD-2-Clause */
#include "tls/handshake.h"

#include <stdlib.h>

#include "unit/halted.h"
#include "unit/tap.h"
#include "unit/tls/folder.h"
#include "unit/tls/server.h"

static const char new_only[] = "NORMAL:-VERS-ALL:+VERS-TLS1.3";
static const char old_only[] = "NORMAL:-VERS-ALL:+VERS-TLS1.2";

/* The servers' certificates. */
static struct {
	struct arena *arena;
	struct minted *root, *inter, *ec, *rsa;
} them;

static struct handshake_setup
plain_setup(void)
{
	return (struct handshake_setup){ .priority = SPAN("NORMAL"),
	    .wait = { .by = deadline_in(20000) } };
}

/* try - one handshake; the session is freed */

static bool
try(struct server *server, const struct handshake_setup *setup,
    struct tls_facts *facts, struct dsn *why)
{
	struct transport *transport = server_begin(server);
	bool good = handshake(&transport, setup, facts, why);

	must(good == (transport != NULL));
	transport_free(&transport);
	server_end(server);
	return good;
}

static void
agreed(const char *priority, const char *version)
{
	struct server server = { .priority = priority,
	    .chain = { them.ec, them.inter } };
	struct handshake_setup setup = plain_setup();
	struct dsn why = DSN_IN(them.arena);
	struct tls_facts facts;

	setup.priority = SPAN("NORMAL:-GROUP-ALL:+GROUP-X25519");
	setup.server_name = SPAN("mx.example");
	if (!ok(try(&server, &setup, &facts, &why), "a handshake"))
		return;
	is_text(facts.version, version, "the version");
	ok(span_starts(facts.cipher, SPAN("TLS_")) && facts.bits == 256,
	    "the cipher");
	is_text(facts.key_exchange, "ECDHE", "the key exchange");
	is_text(facts.group, "X25519", "the group");
	ok(span_starts(facts.signature, SPAN("ECDSA-")), "the signature");
	if (is_number(facts.chain.len, 2, "all certificates are there"))
		ok(span_equal(facts.chain.der[0], them.ec->der) &&
		    span_equal(facts.chain.der[1], them.inter->der),
		    "the leaf first, then its issuer");
	ok(!facts.asked && !facts.answered,
	    "nobody asked who we are");
	is_text(span_of(server.name), "mx.example",
	    "behaviour 111: the server knows whom we want");
	is_number(server.rc, 0, "the server is content too");
	server_clear(&server);
}

static void
older(const char *priority, const char *version)
{
	struct server server = { .priority = priority,
	    .chain = { them.ec } };
	struct handshake_setup setup = plain_setup();
	struct dsn why = DSN_IN(them.arena);
	struct tls_facts facts;

	ok(try(&server, &setup, &facts, &why), "an older server");
	is_text(facts.version, version, "the version");
	server_clear(&server);
}

static void
no_name(void)
{
	struct server server = { .chain = { them.ec } };
	struct handshake_setup setup = plain_setup();
	struct dsn why = DSN_IN(them.arena);
	struct tls_facts facts;
	char name[300];

	ok(try(&server, &setup, &facts, &why), "no name is sent");
	is_text(span_of(server.name), "", "behaviour 111: none by default");
	server_clear(&server);
	memset(name, 'a', sizeof(name));
	setup.server_name = span_from(name, 256);
	ok(!try(&server, &setup, &facts, &why), "a name of 256 octets");
	is_text(span_of(why.status), "4.7.5",
	    "behaviour 111: is a failed handshake");
	server_clear(&server);
}

static void
rsa(void)
{
	struct server server = { .chain = { them.rsa },
	    .priority = "NORMAL:-VERS-ALL:+VERS-TLS1.2:-KX-ALL:+RSA" };
	struct handshake_setup setup = plain_setup();
	struct dsn why = DSN_IN(them.arena);
	struct tls_facts facts;

	ok(try(&server, &setup, &facts, &why), "a server with RSA only");
	is_text(facts.key_exchange, "RSA", "the key exchange without a group");
	is_text(facts.group, "", "none");
	is_text(facts.signature, "", "nothing is signed");
	server_clear(&server);
}

static void
anonymous(void)
{
	struct server server = { .anonymous = true,
	    .priority = "NORMAL:-VERS-ALL:+VERS-TLS1.2:-KX-ALL:+ANON-ECDH" };
	struct handshake_setup setup = plain_setup();
	struct dsn why = DSN_IN(them.arena);
	struct tls_facts facts;

	setup.priority = SPAN("NORMAL:+ANON-ECDH:+ANON-DH");
	if (!ok(try(&server, &setup, &facts, &why),
	    "behaviour 130: a server without a certificate"))
		printf("# %.*s\n", SPAN_ARG(why.text));
	is_number(facts.chain.len, 0, "has no chain");
	is_text(facts.key_exchange, "ANON-ECDH", "and its exchange says so");
	server_clear(&server);
	setup.priority = SPAN("NORMAL");
	ok(!try(&server, &setup, &facts, &why), "if we want one: none");
	server_clear(&server);
}

static void
weak_keys(void)
{
	struct minted *weak = ca_mint(them.arena, &(struct order){
	    .rsa = 768 });
	struct server server = { .chain = { weak }, .priority =
	    "NORMAL:%PROFILE_VERY_WEAK:-VERS-ALL:+VERS-TLS1.2" };
	struct handshake_setup setup = plain_setup();
	struct dsn why = DSN_IN(them.arena);
	struct tls_facts facts;

	setup.priority = SPAN("NORMAL:%PROFILE_VERY_WEAK");
	if (!ok(try(&server, &setup, &facts, &why),
	    "behaviour 141: a weak key will do where nobody looks"))
		printf("# %.*s\n", SPAN_ARG(why.text));
	server_clear(&server);
	ca_forget(weak, true);
}

/* Our own certificates: one on a curve, one with RSA. */
static struct identity *
identity(char *folder)
{
	struct minted *ec = ca_mint(them.arena, &(struct order){
	    .cn = "us-ec" });
	struct minted *key = ca_mint(them.arena, &(struct order){
	    .cn = "us-rsa", .rsa = 2048 });
	struct span path = ca_file(them.arena, folder, "us.pem", CA_TEXTS(
	    ca_key_pem(them.arena, ec), ca_pem(them.arena, ec),
	    ca_key_pem(them.arena, key), ca_pem(them.arena, key)));
	struct identity_setup setup = { .chain_files = &path,
	    .chain_files_len = 1 };
	struct dsn why = DSN_IN(them.arena);
	struct identity *us = NULL;

	must(identity_load(&setup, &us, &why));
	unlink(path.at);
	rmdir(folder);
	ca_forget(ec, true);
	ca_forget(key, true);
	return us;
}

static void
asked(const struct identity *us, const char *priority, const char *want)
{
	struct server server = { .chain = { them.ec }, .asks = true,
	    .priority = priority };
	struct handshake_setup setup = plain_setup();
	struct dsn why = DSN_IN(them.arena);
	struct tls_facts facts;
	struct transport *transport = server_begin(&server);

	setup.identity = us;
	if (!ok(handshake(&transport, &setup, &facts, &why),
	    "a server that asks"))
		printf("# %.*s\n", SPAN_ARG(why.text));
	server_end(&server);
	transport_free(&transport);
	ok(facts.asked, "we saw it");
	ok(facts.answered == (want != NULL), "we answered if we could");
	ok(want == NULL ? server.client.len == 0 :
	    holds(server.client, want), "with the right certificate");
	server_clear(&server);
}

/* A server that takes these signatures only. */
#define EC	":+SIGN-ECDSA-SECP256R1-SHA256:+SIGN-ECDSA-SHA256"
#define RSA	":+SIGN-RSA-PSS-RSAE-SHA256"
#define TAKES(signatures, version) \
	"NORMAL:-SIGN-ALL" signatures ":-VERS-ALL:+VERS-" version

static void
client_certificates(void)
{
	char folder[] = "/tmp/handshake.XXXXXX";
	struct identity *us;

	must(mkdtemp(folder) != NULL);
	us = identity(folder);
	asked(us, new_only, "us-ec");
	asked(us, old_only, "us-ec");
	asked(us, TAKES(EC RSA, "TLS1.3"), "us-ec");
	asked(us, TAKES(EC RSA, "TLS1.2"), "us-ec");
	asked(NULL, new_only, NULL);
	asked(NULL, old_only, NULL);
	identity_free(&us);
}

static void
say_nothing(int fd)
{
	char octet;

	while (read(fd, &octet, 1) > 0)
		continue;
}

static void
say_junk(int fd)
{
	static const char junk[] = "500 5.5.1 what is this?\r\n";

	must(write(fd, junk, sizeof(junk) - 1) > 0);
	say_nothing(fd);
}

static void
say_hang_up(int fd)
{
	char octets[64];

	must(read(fd, octets, sizeof(octets)) > 0);
}

/* an alert record: fatal, handshake failure */

static void
say_alert(int fd)
{
	static const char alert[] = { 21, 3, 3, 0, 2, 2, 40 };

	must(write(fd, alert, sizeof(alert)) > 0);
	say_nothing(fd);
}

/* a record that claims to be as long as can be, and is not */

static void
say_huge(int fd)
{
	static const char head[] = { 22, 3, 3, (char)0xff, (char)0xff };

	must(write(fd, head, sizeof(head)) > 0);
	say_nothing(fd);
}

/* warnings without end */

static void
say_warnings(int fd)
{
	static const char warning[] = { 21, 3, 3, 0, 2, 1, 112 };

	while (send(fd, warning, sizeof(warning), MSG_NOSIGNAL) > 0)
		continue;
}

static void
hostile(void (*instead)(int fd), const char *says, const char *name)
{
	struct server server = { .instead = instead };
	struct handshake_setup setup = plain_setup();
	struct dsn why = DSN_IN(them.arena);
	struct tls_facts facts;

	if (instead == say_nothing)
		setup.wait.by = deadline_in(50);
	if (instead == say_warnings)
		setup.priority = span_of(old_only);
	ok(!try(&server, &setup, &facts, &why), name);
	is_text(span_of(why.status), "4.7.5", "behaviour 128: is 4.7.5");
	if (!ok(says == NULL || holds(why.text, says), "and is named"))
		printf("# %.*s\n", SPAN_ARG(why.text));
	server_clear(&server);
}

static void
halted(void)
{
	struct server server = { .instead = say_nothing };
	struct handshake_setup setup = plain_setup();
	struct dsn why = DSN_IN(them.arena);
	struct tls_facts facts;
	struct halt *halt;

	must(halt_new(&halt, &why));
	halted_by(halt, SIGTERM);
	setup.wait.halt = halt;
	ok(!try(&server, &setup, &facts, &why), "a run that must stop");
	is_text(span_of(why.status), "4.3.0", "says that");
	server_clear(&server);
	halt_free(&halt);
}

static void
bad_priority(void)
{
	struct server server = { .instead = say_nothing };
	struct handshake_setup setup = plain_setup();
	struct dsn why = DSN_IN(them.arena);
	struct tls_facts facts;

	setup.priority = SPAN("NORMAL:+NONSENSE");
	ok(!try(&server, &setup, &facts, &why),
	    "behaviour 110: priorities that GnuTLS does not take");
	ok(holds(why.text, "from \"+NONSENSE\" on") ||
	    holds(why.text, "NONSENSE\""), "are quoted");
	server_clear(&server);
}

static void
old_server(void)
{
	struct server server = { .chain = { them.ec },
	    .priority = "NORMAL:-VERS-ALL:+VERS-TLS1.1" };
	struct handshake_setup setup = plain_setup();
	struct dsn why = DSN_IN(them.arena);
	struct tls_facts facts;

	setup.priority = span_of(new_only);
	ok(!try(&server, &setup, &facts, &why), "no version in common");
	is_text(span_of(why.status), "4.7.5", "is 4.7.5");
	server_clear(&server);
}

int
main(void)
{
	them.arena = arena_new();
	them.root = ca_authority(them.arena, "root", NULL);
	them.inter = ca_authority(them.arena, "inter", them.root);
	them.ec = ca_mint(them.arena, &(struct order){ .issuer = them.inter,
	    .dns = { SPAN_INIT("mx.example") } });
	them.rsa = ca_mint(them.arena, &(struct order){ .rsa = 2048 });
	agreed(new_only, "TLSv1.3");
	agreed(old_only, "TLSv1.2");
	older("NORMAL:-VERS-ALL:+VERS-TLS1.1", "TLSv1.1");
	older("NORMAL:-VERS-ALL:+VERS-TLS1.0", "TLSv1");
	no_name();
	rsa();
	anonymous();
	weak_keys();
	client_certificates();
	hostile(say_nothing, "took too long", "a server that says nothing");
	hostile(say_junk, NULL, "a server that says no TLS");
	hostile(say_hang_up, "closed the connection",
	    "a server that hangs up");
	hostile(say_alert, "the server says: ", "a server that refuses");
	hostile(say_huge, NULL, "a record longer than any");
	hostile(say_warnings, NULL, "warnings without end");
	halted();
	bad_priority();
	old_server();
	ca_forget(them.root, true);
	ca_forget(them.inter, true);
	ca_forget(them.ec, true);
	ca_forget(them.rsa, true);
	arena_free(&them.arena);
	return tap_done();
}
