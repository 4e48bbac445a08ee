/* SPDX-License-Identifier: BSD-2-Clause */
#include "tls/authorities.h"

#include "unit/tap.h"
#include "unit/tls/folder.h"

static struct folder f;

static void
loads(struct authorities_setup setup, unsigned size, const char *name)
{
	struct dsn why = DSN_IN(f.arena);
	struct authorities *store = NULL;

	if (!ok(authorities_load(&setup, &store, &why), name)) {
		printf("# %.*s\n", SPAN_ARG(why.text));
		return;
	}
	is_number(authorities_count(store), size, name);
	ok(authorities_probe(&setup, &why), "and a look says so");
	authorities_free(&store);
	ok(store == NULL, "freed");
}

/* probed: the quick look finds it too. */
static void
refuses(struct authorities_setup setup, const char *says, bool probed,
    const char *name)
{
	struct dsn why = DSN_IN(f.arena);
	struct authorities *store = NULL;

	ok(!authorities_load(&setup, &store, &why) && store == NULL, name);
	is_text(span_of(why.status), "4.7.5", "behaviour 107: is 4.7.5");
	if (!ok(holds(why.text, says), "says why"))
		printf("# %.*s\n", SPAN_ARG(why.text));
	ok(authorities_probe(&setup, &why) == !probed, "what a look finds");
}

/* of_system - there are some, or there is a reason */

static void
of_system(void)
{
	struct authorities_setup setup = { .system = true };
	struct authorities *all = NULL;
	struct dsn why = DSN_IN(f.arena);

	if (authorities_load(&setup, &all, &why))
		ok(authorities_count(all) > 0, "this system trusts somebody");
	else
		ok(holds(why.text, "that this system trusts: "),
		    "or says why it does not");
	authorities_free(&all);
}

int
main(void)
{
	struct minted *a, *b;
	struct span one, two, none, junk, cut;

	folder_begin(&f);
	a = ca_authority(f.arena, "a", NULL);
	b = ca_authority(f.arena, "b", NULL);
	one = ca_file(f.arena, f.path, "one.pem", CA_TEXTS(SPAN("words\n"),
	    ca_key_pem(f.arena, a), ca_pem(f.arena, a)));
	two = ca_file(f.arena, f.path, "two.pem", CA_TEXTS(
	    ca_pem(f.arena, a), ca_pem(f.arena, b)));
	none = ca_file(f.arena, f.path, "none.pem", CA_TEXTS(
	    SPAN("no certificate\n"), ca_key_pem(f.arena, a)));
	junk = ca_file(f.arena, f.path, "junk.pem", CA_TEXTS(
	    SPAN("-----BEGIN CERTIFICATE-----\nAAAA\n"
	    "-----END CERTIFICATE-----\n")));
	cut = ca_file(f.arena, f.path, "cut.pem", CA_TEXTS(
	    ca_pem(f.arena, a), SPAN("-----BEGIN CERTIFICATE-----\nAAAA\n"
	    "-----END CERTIFICATE-----\n")));
	ok(authorities_are_none(&(struct authorities_setup){ .system = false }),
	    "nothing is named");
	ok(!authorities_are_none(&(struct authorities_setup){ .system = true }),
	    "the system is something");
	loads((struct authorities_setup){ .system = false }, 0, "nobody");
	loads((struct authorities_setup){ .file = one }, 1, "a file with one");
	loads((struct authorities_setup){ .file = two }, 2, "a file with two");
	loads((struct authorities_setup){ .folder = span_of(f.path) }, 3,
	    "a folder, but for those files that cannot be read");
	loads((struct authorities_setup){ .file = one,
	    .folder = span_of(f.path) }, 4, "both");
	refuses((struct authorities_setup){ .file = none },
	    "there is no certificate in ", true, "a file without any");
	refuses((struct authorities_setup){ .file = junk },
	    "cannot read a certificate in ", true, "a certificate of junk");
	refuses((struct authorities_setup){ .file = cut },
	    "cannot read a certificate in ", false, "the second of junk");
	refuses((struct authorities_setup){ .file = SPAN("/nowhere/ca.pem") },
	    "cannot open /nowhere/ca.pem: No such file", true, "no file");
	refuses((struct authorities_setup){ .folder = SPAN("/nowhere") },
	    "cannot open the folder /nowhere: No such file", false,
	    "no folder");
	of_system();
	ca_forget(a, true);
	ca_forget(b, true);
	folder_end(&f);
	return tap_done();
}
