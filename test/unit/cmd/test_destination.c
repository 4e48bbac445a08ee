/* SPDX-License-Identifier: BSD-2-Clause */
#include "cmd/destination.h"

#include <sysexits.h>

#include "unit/cmd/command_line.h"
#include "unit/tap.h"

static const struct {
	const char *line, *destination;
} good[] = {
	{ "mxput a@b -d c", "c" },
	{ "mxput a@b -d c -d smtp://d:26 --server=e", "c, [d]:26, [e]" },
	{ "mxput a@b -d c,d", "c, d" },
	{ "mxput a@b --lmtp -d unix:/run/x", "unix:/run/x" },
	{ "mxput a@b -d lmtp:///run/x", "unix:/run/x" },
	{ "lmtp a@b -d unix:/run/x", "unix:/run/x" },
	{ "mxput a@b -d unix:/run/x --lmtp", "unix:/run/x" },
	{ "lmtp a@b -d unix:/run/x,~[y]", "unix:/run/x, [y]" },
};

#define ONLY	": a socket is all of a destination: there can be no other"

static const struct {
	const char *line, *why;
} bad[] = {
	{ "mxput a@b -d unix:/run/x",
	    "-d: a socket needs --lmtp: unix:/run/x" },
	{ "mxput a@b --lmtp -d unix:/x -d unix:/y", "-d" ONLY },
	{ "mxput a@b -d lmtp:///run/x -d y", "-d" ONLY },
	{ "mxput a@b -d y --destination=lmtp:///run/x",
	    "--destination" ONLY },
	{ "mxput a@b --lmtp -d unix:/x --server=y", "--server" ONLY },
	{ "mxput a@b --fallback-relay=smtp://u:hunter2@mx",
	    "--fallback-relay: a URL with a user in it is no destination" },
	{ "mxput a@b --fallback-relay=imap://mx",
	    "--fallback-relay: imap:// is no URL of a mail server" },
	{ "mxput a@b --fallback-relay=,",
	    "--fallback-relay: there is no destination in it" },
	{ "mxput a@b --fallback-relay=lmtp://mx",
	    "--fallback-relay: an lmtp:// URL needs --lmtp: lmtp://mx" },
	{ "mxput a@b --fallback-relay=lmtp:///run/x", "--fallback-relay: "
	    "a socket can be no fallback relay: lmtp:///run/x" },
	{ "lmtp a@b --fallback-relay=unix:/run/x", "--fallback-relay: "
	    "a socket can be no fallback relay: unix:/run/x" },
};

int
main(void)
{
	struct command_line c;

	for (size_t i = 0; i < sizeof(good) / sizeof(good[0]); i++) {
		command_line_read(&c, good[i].line);
		ok(c.good, good[i].line);
		is_text(c.options.destination, good[i].destination,
		    good[i].line);
		command_line_clear(&c);
	}
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		command_line_read(&c, bad[i].line);
		ok(!c.good, bad[i].line);
		is_text(c.why.text, bad[i].why, bad[i].line);
		is_number(c.options.status, EX_USAGE, bad[i].line);
		command_line_clear(&c);
	}
	return tap_done();
}
