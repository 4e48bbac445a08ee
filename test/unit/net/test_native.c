/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * In a child whose /etc/hosts, nsswitch.conf and resolv.conf are the test's,
 * and which has no network.
 */
#define _GNU_SOURCE	/* unshare */
#include "net/native.h"

#include <fcntl.h>
#include <pthread.h>
#include <sched.h>
#include <stdlib.h>
#include <sys/mount.h>

#include "base/mem.h"
#include "unit/child.h"
#include "unit/tap.h"

static const char hosts[] =
    "192.0.2.1 four.test\n"
    "192.0.2.2 four.test\n"
    "2001:db8::6 six.test\n"
    "192.0.2.9 both.test alias.test\n"
    "2001:db8::9 both.test\n";

struct world {
	const char *nsswitch;
	const char *host;
	enum net_family family;
};

/* cover - the test's text in the place of a file of the system */

static void
cover(const char *path, const char *text)
{
	char name[] = "/tmp/test_native.XXXXXX";
	int fd = mkstemp(name);

	if (fd < 0 || write(fd, text, strlen(text)) != (ssize_t)strlen(text) ||
	    close(fd) != 0 || mount(name, path, NULL, MS_BIND, NULL) != 0) {
		fprintf(stderr, "cannot cover %s", path);
		unlink(name);
		_exit(77);
	}
	unlink(name);
}

static void
enter(const struct world *world)
{
	int flags = CLONE_NEWNS | CLONE_NEWNET;

	if (geteuid() != 0)
		flags |= CLONE_NEWUSER;
	if (unshare(flags) != 0 ||
	    mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL) != 0) {
		fprintf(stderr, "no namespaces here");
		_exit(77);
	}
	cover("/etc/hosts", hosts);
	cover("/etc/nsswitch.conf", world->nsswitch);
	cover("/etc/resolv.conf", "nameserver 127.0.0.1\n"
	    "options timeout:1 attempts:1\n");
}

/* Says the addresses, or the status and the text of the failure. */

static void
look_up(void *arg)
{
	const struct world *world = arg;
	struct arena *arena = arena_new();
	struct dsn why = DSN_IN(arena);
	struct native_addresses found;

	enter(world);
	if (!native_look_up(span_of(world->host), world->family, &found, &why))
		fprintf(stderr, "%s %.*s", why.status, SPAN_ARG(why.text));
	else
		for (size_t i = 0; i < found.len; i++)
			fprintf(stderr, "%s%.*s", i == 0 ? "" : " ",
			    SPAN_ARG(netaddr_text(arena, &found.at[i])));
	arena_free(&arena);
}

static const struct scene {
	const char *name;
	struct world world;
	const char *said, *or;	/* either of the two */
} scenes[] = {
	{ "behaviour 28: all addresses of a host",
	    { "hosts: files\n", "four.test", NET_NONE },
	    "192.0.2.1 192.0.2.2", NULL },
	{ "behaviour 28: an IPv6 address",
	    { "hosts: files\n", "six.test", NET_NONE }, "2001:db8::6", NULL },
	{ "behaviour 28: both families, as the system likes them",
	    { "hosts: files\n", "both.test", NET_NONE },
	    "192.0.2.9 2001:db8::9", "2001:db8::9 192.0.2.9" },
	{ "behaviour 28: only IPv4 if that is asked for",
	    { "hosts: files\n", "both.test", NET_INET }, "192.0.2.9", NULL },
	{ "behaviour 28: only IPv6 if that is asked for",
	    { "hosts: files\n", "both.test", NET_INET6 }, "2001:db8::9",
	    NULL },
	{ "behaviour 28: by an alias, in any case",
	    { "hosts: files\n", "ALIAS.test", NET_INET }, "192.0.2.9", NULL },
	{ "behaviour 28: no such host",
	    { "hosts: files\n", "gone.test", NET_NONE },
	    "5.4.4 unable to look up host gone.test: Name or service not "
	    "known", NULL },
	{ "behaviour 28: no address of this family",
	    { "hosts: files\n", "six.test", NET_INET },
	    "5.4.4 unable to look up host six.test: Name or service not "
	    "known", "5.4.4 unable to look up host six.test: No address "
	    "associated with hostname" },
	{ "behaviour 28: a name service that does not answer",
	    { "hosts: dns\n", "four.test", NET_NONE },
	    "4.4.4 unable to look up host four.test: Temporary failure in "
	    "name resolution", NULL },
	{ "behaviour 28: an empty name",
	    { "hosts: files\n", "", NET_NONE },
	    "5.4.4 unable to look up host : Name or service not known",
	    NULL },
};

static void
play(const struct scene *scene)
{
	struct world world = scene->world;
	struct child child = child_run(look_up, &world);
	char name[200];

	if (child.status == 77) {
		snprintf(name, sizeof(name), "%s # SKIP %.80s", scene->name,
		    child.said);
		ok(true, name);
		return;
	}
	if (!ok(child.status == 0 && (strcmp(child.said, scene->said) == 0 ||
	    (scene->or != NULL && strcmp(child.said, scene->or) == 0)),
	    scene->name))
		printf("# said: %s\n", child.said);
}

/* What the C library would take for the end of the name. */

static void
hostile_names(void)
{
	struct arena *arena = arena_new();
	struct dsn why = DSN_IN(arena);
	struct native_addresses found;
	char name[2000];

	ok(!native_look_up(SPAN("localhost\0.test"), NET_NONE, &found, &why) &&
	    found.len == 0, "no name holds a NUL");
	memset(name, 'a', sizeof(name));
	ok(!native_look_up(span_from(name, sizeof(name)), NET_NONE, &found,
	    &why), "nor is it longer than the system allows");
	ok(strcmp(why.status, "5.4.4") == 0, "which nobody mends");
	arena_free(&arena);
}

/* Several at a time ---------------------------------------------------------*/

enum { TOGETHER = 3, MANY = 40 };

static pthread_barrier_t door;

/* meet - gives an answer only when others are asked as well */

static bool
meet(struct span host, enum net_family family,
    struct native_addresses *found, struct dsn *why)
{
	(void)family;
	pthread_barrier_wait(&door);
	found->len = netaddr_parse(host, &found->at[0]);
	return found->len > 0 || dsn_fail(why, "5.4.4", "no %.*s",
	    SPAN_ARG(host));
}

static bool
give(struct span host, enum net_family family,
    struct native_addresses *found, struct dsn *why)
{
	(void)host;
	(void)why;
	found->len = family == NET_INET6 ? 6 : 4;
	return true;
}

static void
several(void)
{
	struct arena *arena = arena_new();
	struct native_question *q = mem_new(MANY, sizeof(*q));
	bool good = true;

	q[0].host = SPAN("192.0.2.1");
	q[1].host = SPAN("gone.test");
	q[2].host = SPAN("::1");
	alarm(20);		/* alone each would wait for ever */
	must(pthread_barrier_init(&door, NULL, TOGETHER) == 0);
	native_look_up_all(meet, q, TOGETHER, arena);
	pthread_barrier_destroy(&door);
	alarm(0);
	ok(q[0].good && q[0].found.at[0].family == NET_INET && q[2].good &&
	    q[2].found.at[0].family == NET_INET6,
	    "several lookups wait at a time, each for its own answer");
	ok(!q[1].good, "one that fails among them");
	is_text(q[1].why.text, "no gone.test", "says why");
	for (size_t i = 0; i < MANY; i++)
		q[i].family = i % 2 == 0 ? NET_INET6 : NET_INET;
	native_look_up_all(give, q, MANY, arena);
	for (size_t i = 0; i < MANY; i++)
		good &= q[i].good && q[i].found.len == (i % 2 == 0 ? 6 : 4);
	ok(good, "more than wait at a time");
	native_look_up_all(give, q, 0, arena);
	mem_free(&q);
	arena_free(&arena);
}

int
main(void)
{
	for (size_t i = 0; i < sizeof(scenes) / sizeof(scenes[0]); i++)
		play(&scenes[i]);
	hostile_names();
	several();
	return tap_done();
}
