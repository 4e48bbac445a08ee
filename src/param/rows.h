/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The table of the parameters, made from param/def. Internal to the room but
 * for what describes parameters to users.
 */
#ifndef PARAM_ROWS_H
#define PARAM_ROWS_H

#include "param/kind.h"
#include "param/params.h"
#include "param/words.h"

/* In the place of an LMTP name or default, and of a name. */
#define SAME	NULL
#define NONE	""

/* Defaults that no text can give: the name of this host, what stands behind
 * the first dot of $myhostname, and where the main.cf is that was read. */
#define FROM_HOST	"(the name of this host)"
#define FROM_MYHOSTNAME	"(the domain in $myhostname)"
#define FROM_FILE	"(the directory of the configuration file)"

struct param_row {
	const char *names[2];	/* by protocol; SAME, NONE */
	const char *defaults[2];	/* by protocol; SAME */
	const struct kind *kind;
	struct limits limits;
	enum built built;
	size_t offset;		/* in struct params; LATER rows: 0 */
	bool has_field;
	const char *doc;	/* one or more sentences */
};

extern const struct param_row param_rows[];
extern const size_t param_rows_len;

/* Its name in the protocol, or the empty text. */
struct span param_name(const struct param_row *row, enum protocol protocol);

/* Its default before expansion. */
struct span param_default(const struct param_row *row, enum protocol protocol,
    bool postfix_mode);

/* The row that a name belongs to, and the protocol it has that name in (SMTP
 * for a name of both); NULL if there is none. */
const struct param_row *param_find(struct span name,
    enum protocol *protocol);

/* smtp_, lmtp_ and mxput_: no name that begins so can be a user's own. */
bool param_is_reserved(struct span name);

#endif
