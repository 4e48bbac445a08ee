/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The envelope from the command line and the files that it names. Whatever is
 * wrong with it is found here, before anything is tried.
 */
#ifndef CMD_INPUT_H
#define CMD_INPUT_H

#include "base/attr.h"
#include "base/dsn.h"
#include "cmd/options.h"
#include "mail/envelope.h"
#include "param/params.h"

struct input {
	const struct options *options;
	const struct params *params;
	const struct host_facts *facts;
	struct span addresses;	/* -t: the address fields of the message */
};

/*
 * Recipients: those of the command line, then those of --recipients-from,
 * then those of the message's header; nobody, where a run that ends before
 * RCPT needs none. Texts live in the arena of *why and in
 * the options. An exit status: 0, or, with *why, 64 (no recipient; standard
 * input is wanted twice), 65 (an address is malformed), 66 (a file cannot be
 * read) or 78 (myorigin names a file that cannot). *envelope need not be
 * initialised, and is to be cleared in any case.
 */
int input_envelope(const struct input *input, struct envelope *envelope,
    struct dsn *why) MUST_USE;

/* The path of the message; NULL: standard input. */
const char *input_message(const struct options *options);

#endif
