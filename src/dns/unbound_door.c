/* SPDX-License-Identifier: BSD-2-Clause */
#include "dns/unbound_door.h"

#include "base/mem.h"

#ifdef HAVE_UNBOUND

#include <dlfcn.h>
#include <string.h>
#include <unbound.h>

#include "base/str.h"

#define LIBRARY	"libunbound.so.8"

enum {
	NAME_TEXT_MAX = 1024,
	CLASS_IN = 1,
	REASON_MAX = 300,	/* octets shown of what libunbound says */
};

/* The functions of the library that are used here. */
struct calls {
	struct ub_ctx *(*create)(void);
	void (*delete)(struct ub_ctx *ctx);
	int (*set_option)(struct ub_ctx *ctx, const char *name,
	    const char *value);
	int (*set_fwd)(struct ub_ctx *ctx, const char *address);
	int (*add_ta)(struct ub_ctx *ctx, const char *record);
	int (*debugout)(struct ub_ctx *ctx, void *out);
	int (*async)(struct ub_ctx *ctx, int threads);
	int (*resolve_async)(struct ub_ctx *ctx, const char *name, int type,
	    int class, void *self, ub_callback_type heard, int *id);
	int (*cancel)(struct ub_ctx *ctx, int id);
	int (*fd)(struct ub_ctx *ctx);
	int (*process)(struct ub_ctx *ctx);
	void (*resolve_free)(struct ub_result *result);
	const char *(*strerror)(int error);
};

/* CALL(field, name): nothing but the assignment, which is never made, makes
 * the compiler compare the field with what the header declares. */
#define CALL(field, name) \
	{ #name, offsetof(struct calls, field) + \
	    0 * sizeof(((struct calls *)0)->field = (name)) }

static const struct {
	const char *name;
	size_t offset;
} symbols[] = {
	CALL(create, ub_ctx_create),
	CALL(delete, ub_ctx_delete),
	CALL(set_option, ub_ctx_set_option),
	CALL(set_fwd, ub_ctx_set_fwd),
	CALL(add_ta, ub_ctx_add_ta),
	CALL(debugout, ub_ctx_debugout),
	CALL(async, ub_ctx_async),
	CALL(resolve_async, ub_resolve_async),
	CALL(cancel, ub_cancel),
	CALL(fd, ub_fd),
	CALL(process, ub_process),
	CALL(resolve_free, ub_resolve_free),
	CALL(strerror, ub_strerror),
};

/* May be half-built: see unbound_free. The library itself stays loaded. */
struct unbound {
	struct calls calls;
	struct ub_ctx *ctx;
};

bool
unbound_is_built(void)
{
	return true;
}

/* load - ISO C has no way from a symbol to a function but through memory */

static bool
load(struct calls *calls, struct dsn *why)
{
	void *library = dlopen(LIBRARY, RTLD_NOW | RTLD_LOCAL);
	void *symbol;

	if (library == NULL)
		return dsn_fail(why, "4.3.5", "load the validator of DNS "
		    "answers: %s", dlerror());
	for (size_t i = 0; i < sizeof(symbols) / sizeof(symbols[0]); i++) {
		symbol = dlsym(library, symbols[i].name);
		if (symbol == NULL)
			return dsn_fail(why, "4.3.5", "load the validator of "
			    "DNS answers: %s has no %s", LIBRARY,
			    symbols[i].name);
		memcpy((char *)calls + symbols[i].offset, &symbol,
		    sizeof(symbol));
	}
	return true;
}

static bool
done(const struct unbound *u, int error, const char *what, struct dsn *why)
{
	return error == 0 || dsn_fail(why, "4.3.5", "libunbound, %s: %s",
	    what, u->calls.strerror(error));
}

static bool
set_options(struct unbound *u, const struct servers *servers,
    struct dsn *why)
{
	static const struct { const char *name, *value; } options[] = {
		/* the resolver may well be on this host */
		{ "do-not-query-localhost:", "no" },
		/* names that the library would answer by itself: what they
		 * mean is the resolver's business */
		{ "local-zone:", "test. transparent" },
		{ "local-zone:", "home.arpa. transparent" },
		/* no query but those that answers take */
		{ "trust-anchor-signaling:", "no" },
		{ "outgoing-range:", "128" },
		{ "outgoing-num-tcp:", "16" },
	};

	for (size_t i = 0; i < sizeof(options) / sizeof(options[0]); i++)
		if (!done(u, u->calls.set_option(u->ctx, options[i].name,
		    options[i].value), options[i].name, why))
			return false;
	return !servers_by_stream(servers) || done(u, u->calls.set_option(
	    u->ctx, "tcp-upstream:", "yes"), "tcp-upstream:", why);
}

static bool
add_servers(struct unbound *u, const struct servers *servers,
    struct dsn *why)
{
	for (size_t i = 0; i < servers_len(servers); i++) {
		const struct netaddr *addr = &servers_at(servers, i)->addr;
		struct span text = netaddr_text(why->arena, addr);

		text = arena_text(why->arena, "%.*s@%d", SPAN_ARG(text),
		    addr->port);
		if (!done(u, u->calls.set_fwd(u->ctx, text.at), text.at,
		    why))
			return false;
	}
	return true;
}

static bool
add_anchor(struct unbound *u, const struct anchor *anchor, struct dsn *why)
{
	must(anchor->len > 0);
	for (size_t i = 0; i < anchor->len; i++) {
		struct span record = arena_copy(why->arena, anchor->at[i]);

		if (!done(u, u->calls.add_ta(u->ctx, record.at),
		    "the root key", why))
			return false;
	}
	return true;
}

static bool
begin(struct unbound *u, struct dsn *why)
{
	u->ctx = u->calls.create();
	if (u->ctx == NULL)
		return dsn_fail(why, "4.3.5", "libunbound cannot begin");
	u->calls.debugout(u->ctx, NULL);
	return done(u, u->calls.async(u->ctx, 1), "threads", why);
}

bool
unbound_new(const struct servers *servers, const struct anchor *anchor,
    struct unbound **unbound, struct dsn *why)
{
	struct unbound *u = mem_new(1, sizeof(*u));

	if (load(&u->calls, why) && begin(u, why) &&
	    set_options(u, servers, why) && add_servers(u, servers, why) &&
	    add_anchor(u, anchor, why)) {
		*unbound = u;
		return true;
	}
	unbound_free(&u);
	return false;
}

void
unbound_free(struct unbound **unbound)
{
	if (*unbound == NULL)
		return;
	if ((*unbound)->ctx != NULL)
		(*unbound)->calls.delete((*unbound)->ctx);
	mem_free(unbound);
}

/* reason_of - why_bogus without "validation failure <NAME TYPE CLASS>: ", which
 * says nothing new, and where another question failed before, for the same
 * key, without what leads to the like of that */

static struct span
reason_of(const char *why_bogus)
{
	static const struct span mark = SPAN_INIT("validation failure <");
	struct span text = span_of(why_bogus);
	size_t at;

	if (text.len == 0)
		return SPAN("no reason is given");
	while ((at = span_find_text(text, mark)) < text.len) {
		struct span rest = span_from_octet(text, at);
		size_t end = span_find(rest, '>') + SPAN(">: ").len;

		if (end >= rest.len)
			break;
		text = span_from_octet(rest, end);
	}
	return span_up_to(text, REASON_MAX);
}

/* is_stripped - not even the root's own keys come with signatures: nothing
 * can be validated behind such servers */

static bool
is_stripped(struct span reason)
{
	static const struct span anchor = SPAN_INIT("for trust anchor .");

	return (span_starts(reason, SPAN("no DNSKEY rrset")) ||
	    span_starts(reason, SPAN("no signatures"))) &&
	    span_find_text(reason, anchor) < reason.len;
}

/* read_result - `bogus` comes first: such a result may have data, too */

static struct unbound_answer
read_result(const struct ub_result *result)
{
	struct unbound_answer answer = { .dnssec = result->secure ?
	    DNSSEC_SECURE : DNSSEC_INSECURE };

	if (result->bogus) {
		answer.dnssec = DNSSEC_BOGUS;
		answer.reason = reason_of(result->why_bogus);
		if (is_stripped(answer.reason))
			answer.reason = SPAN("the name servers do not pass "
			    "on the signatures of the root zone, so nothing "
			    "can be validated behind them");
	} else if (result->answer_packet == NULL || result->answer_len <= 0)
		return (struct unbound_answer){ .failed = true,
		    .reason = SPAN("no answer") };
	else
		answer.message = span_from(result->answer_packet,
		    (size_t)result->answer_len);
	return answer;
}

static void
hear(void *self, int error, struct ub_result *result)
{
	struct unbound_question *q = self;
	const struct calls *calls = &q->unbound->calls;
	struct unbound_answer answer = { .failed = true };

	if (error == 0 && result != NULL)
		answer = read_result(result);
	else
		answer.reason = span_of(calls->strerror(error));
	q->heard(q->self, &answer);	/* the question may be gone now */
	if (result != NULL)
		calls->resolve_free(result);
}

bool
unbound_ask(struct unbound *u, struct unbound_question *q)
{
	struct str name;
	bool good;

	q->unbound = u;
	str_init(&name, NAME_TEXT_MAX);
	str_addf(&name, "%.*s.", SPAN_ARG(q->name));
	good = !name.full && u->calls.resolve_async(u->ctx, str_chars(&name),
	    (int)q->type, CLASS_IN, q, hear, &q->id) == 0;
	str_clear(&name);
	return good;
}

bool
unbound_cancel(const struct unbound_question *q)
{
	return q->unbound->calls.cancel(q->unbound->ctx, q->id) == 0;
}

int
unbound_fd(const struct unbound *u)
{
	return u->calls.fd(u->ctx);
}

void
unbound_process(struct unbound *u)
{
	u->calls.process(u->ctx);
}

#else	/* what the header promises of a build without it */

bool
unbound_is_built(void)
{
	return false;
}

bool
unbound_new(const struct servers *servers, const struct anchor *anchor,
    struct unbound **unbound, struct dsn *why)
{
	(void)servers;
	(void)anchor;
	(void)unbound;
	return dsn_fail(why, "4.3.5", "validate DNS answers: this program "
	    "was built without libunbound");
}

void
unbound_free(struct unbound **unbound)
{
	must(*unbound == NULL);
}

bool
unbound_ask(struct unbound *unbound, struct unbound_question *q)
{
	q->unbound = unbound;
	return false;
}

bool
unbound_cancel(const struct unbound_question *q)
{
	return q->unbound == NULL;
}

int
unbound_fd(const struct unbound *unbound)
{
	must(unbound == NULL);
	return -1;
}

void
unbound_process(struct unbound *unbound)
{
	must(unbound == NULL);
}

#endif
