/* SPDX-License-Identifier: BSD-2-Clause */
/* An entry is "SALT DIGEST REPLY", and its key "login HOST USER". */
#include "policy/failures.h"

#include "auth/gsasl_door.h"
#include "base/ascii.h"
#include "os/random.h"

enum { SALT_OCTETS = 12 };

/* make_key - false: it is too long to be one */

static bool
make_key(const struct login *login, struct str *key)
{
	str_init(key, STORE_KEY_MAX);
	str_add(key, SPAN("login "));
	for (size_t i = 0; i < login->host.len; i++)
		str_add_char(key, ascii_lower(login->host.at[i]));
	str_add_char(key, ' ');
	str_add(key, login->user);
	return !key->full;
}

/* is_same - the digest is that of the password */

static bool
is_same(const struct secret *password, struct span salt, struct span digest)
{
	struct str now;
	bool same;

	str_init(&now, DIGEST_LEN);
	same = secret_digest(password, salt, &now) &&
	    span_equal(str_span(&now), digest);
	str_clear(&now);
	return same;
}

static bool
is_refusal(struct span reply)
{
	return span_starts(reply, SPAN("535")) && reply.len <= DSN_TEXT_MAX &&
	    (reply.len == 3 || reply.at[3] == ' ' || reply.at[3] == '-');
}

static bool
find(struct store *store, const struct login *login, struct span key,
    msec_t now, struct span *reply, struct dsn *why)
{
	struct span rest, salt, digest;

	*reply = (struct span){ 0 };
	if (!store_get(store, key, now, &rest, why))
		return false;
	/* Perhaps its time is over; then it goes, and its like. */
	if (rest.at == NULL)
		return store_expire(store, now, why);
	salt = span_cut(&rest, ' ');
	digest = span_cut(&rest, ' ');
	if (!is_refusal(rest) || !is_same(login->password, salt, digest))
		return store_remove(store, key, why);
	*reply = rest;
	return true;
}

bool
failures_find(struct store *store, const struct login *login, msec_t now,
    struct span *reply, struct dsn *why)
{
	struct span found = { 0 };
	struct str key;
	bool good = !make_key(login, &key) ||
	    find(store, login, str_span(&key), now, &found, why);

	str_clear(&key);
	if (good)
		*reply = found;
	return good;
}

/* add_entry - false: there is no digest of such a password */

static bool
add_entry(const struct login *login, struct span reply, struct str *entry)
{
	char octets[SALT_OCTETS];
	struct str salt;
	bool good;

	str_init(&salt, sizeof(octets) * 2);
	random_fill(octets, sizeof(octets));
	base64_encode(span_from(octets, sizeof(octets)), &salt);
	str_add(entry, str_span(&salt));
	str_add_char(entry, ' ');
	good = secret_digest(login->password, str_span(&salt), entry);
	str_add_char(entry, ' ');
	str_add(entry, reply);
	str_clear(&salt);
	return good && !entry->full;
}

bool
failures_put(struct store *store, const struct login *login,
    struct span reply, msec_t until, struct dsn *why)
{
	struct str key, entry;
	bool good = true;

	if (!is_refusal(reply))
		return true;
	str_init(&entry, STORE_VALUE_MAX);
	if (make_key(login, &key) && add_entry(login, reply, &entry))
		good = store_put(store, str_span(&key), str_span(&entry),
		    until, why);
	str_clear(&key);
	str_clear(&entry);
	return good;
}
