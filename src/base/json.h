/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Writes one JSON text (RFC 8259) on one line into a string, commas by
 * itself. Nothing is checked on the way: when the string is full, the rest
 * is dropped, and the caller asks json_is_whole once, at the end. Calls in an
 * order that makes no JSON (a value without a key in an object) are a bug of
 * the caller.
 */
#ifndef BASE_JSON_H
#define BASE_JSON_H

#include <stdbool.h>
#include <stdint.h>

#include "base/span.h"
#include "base/str.h"

enum { JSON_DEPTH = 16 };	/* objects and arrays in one another */

struct json {
	struct str *to;		/* borrowed */
	unsigned depth;		/* how many are open */
	char open[JSON_DEPTH];	/* '{' or '[' each */
	bool has_some[JSON_DEPTH];	/* a comma comes before the next */
	bool has_key;		/* a key waits for its value */
	bool lost;		/* something did not fit */
	bool done;		/* the outermost value is complete */
};

/* The text is added behind what the string holds. */
void json_init(struct json *json, struct str *to);

void json_object(struct json *json);
void json_array(struct json *json);

/* Closes the innermost object or array. */
void json_end(struct json *json);

/* Before every value of an object. */
void json_key(struct json *json, const char *name);

/*
 * Any octets: what is no UTF-8 becomes U+FFFD, an octet each. Control
 * characters (C0, DEL, C1) and the line ends U+2028 and U+2029 are escaped.
 */
void json_string(struct json *json, struct span text);

/* A key and its string; null if there is no text at all (at is NULL). */
void json_text(struct json *json, const char *name, struct span text);

void json_number(struct json *json, int64_t number);

/* Thousandths, as a number with exactly three decimals: 1250 is 1.250. */
void json_decimal(struct json *json, int64_t thousandths);

void json_bool(struct json *json, bool value);
void json_null(struct json *json);

/* One complete value was written and nothing was dropped. */
bool json_is_whole(const struct json *json);

#endif
