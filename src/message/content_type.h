/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What the Content-Type and Content-Transfer-Encoding fields of an entity say
 * (RFC 2045 sections 5 and 6), as far as it matters to where its parts are
 * and how its body is to be recoded. Comments and folds are read over. Pure.
 */
#ifndef MESSAGE_CONTENT_TYPE_H
#define MESSAGE_CONTENT_TYPE_H

#include <stdbool.h>

#include "base/span.h"
#include "base/str.h"

enum media {
	MEDIA_LEAF,		/* the zero value: text, or anything else */
	MEDIA_MULTIPART,
	MEDIA_MESSAGE,		/* message/rfc822 */
	MEDIA_GLOBAL,		/* message/global (RFC 6532) */
	MEDIA_MESSAGE_PART,	/* every other message/... */
};

struct content_type {
	enum media media;
	bool is_digest;		/* multipart/digest: its parts are messages
				 * unless they say otherwise */
};

/*
 * Of the body of a Content-Type field. The boundary, unquoted, is added to an
 * empty str, and stays empty where there is none; what is beyond its maximum
 * does not count. An unquoted boundary may hold what ought to be quoted: all
 * but blanks, ";" and "(".
 */
struct content_type content_type_read(struct span body, struct str *boundary);

enum encoding {
	ENCODING_UNSAID,	/* the zero value */
	ENCODING_7BIT,
	ENCODING_8BIT,		/* or binary */
	ENCODING_OTHER,		/* base64, quoted-printable, or unknown */
};

/* Of the body of a Content-Transfer-Encoding field. */
enum encoding encoding_read(struct span body);

#endif
