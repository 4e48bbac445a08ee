/* SPDX-License-Identifier: BSD-2-Clause */
#include "tls/subject_internal.h"

#include <gnutls/x509-ext.h>

#include "base/mem.h"

enum {
	CN_MAX = 8,		/* common names looked at */
	CN_SIZE = 512,		/* octets of one */
};

static void
take(struct arena *arena, struct subject *subject, unsigned type,
    struct span octets)
{
	if (type == GNUTLS_SAN_DNSNAME)
		*vec_add(&subject->names) = arena_copy(arena, octets);
	else if (type == GNUTLS_SAN_IPADDRESS)
		*vec_add(&subject->addresses) = arena_copy(arena, octets);
}

static void
take_alternatives(struct arena *arena, struct subject *subject,
    gnutls_subject_alt_names_t names)
{
	gnutls_datum_t name;
	unsigned type;

	for (unsigned i = 0; gnutls_subject_alt_names_get(names, i, &type,
	    &name, NULL) >= 0; i++)
		take(arena, subject, type,
		    span_from((char *)name.data, name.size));
}

/* read_alternatives - false: the extension is there and cannot be read */

static bool
read_alternatives(struct arena *arena, struct subject *subject,
    gnutls_x509_crt_t crt)
{
	gnutls_subject_alt_names_t names;
	gnutls_datum_t octets = { NULL, 0 };
	int rc = gnutls_x509_crt_get_extension_by_oid2(crt, "2.5.29.17", 0,
	    &octets, NULL);

	if (rc < 0)
		return rc == GNUTLS_E_REQUESTED_DATA_NOT_AVAILABLE;
	must(gnutls_subject_alt_names_init(&names) == 0);
	rc = gnutls_x509_ext_import_subject_alt_names(&octets, names, 0);
	if (rc >= 0)
		take_alternatives(arena, subject, names);
	gnutls_subject_alt_names_deinit(names);
	gnutls_free(octets.data);
	return rc >= 0;
}

static void
read_common_names(struct arena *arena, struct subject *subject,
    gnutls_x509_crt_t crt)
{
	for (unsigned i = 0; i < CN_MAX; i++) {
		char name[CN_SIZE];
		size_t len = sizeof(name);

		if (gnutls_x509_crt_get_dn_by_oid(crt,
		    GNUTLS_OID_X520_COMMON_NAME, i, 0, name, &len) < 0)
			return;
		take(arena, subject, GNUTLS_SAN_DNSNAME,
		    span_from(name, len));
	}
}

void
subject_read(struct arena *arena, gnutls_x509_crt_t crt,
    struct subject *subject)
{
	*subject = (struct subject){ .names.len = 0 };
	if (!read_alternatives(arena, subject, crt))
		subject_clear(subject);
	else if (subject->names.len == 0)
		read_common_names(arena, subject, crt);
}

void
subject_clear(struct subject *subject)
{
	vec_clear(&subject->names);
	vec_clear(&subject->addresses);
}

/* find - the name or address that the reference asks for; NULL: none */

static const struct span *
find(const struct subject *subject, const struct reference *reference)
{
	for (size_t i = 0; i < subject->names.len; i++)
		if (match_name(reference, subject->names.at[i]))
			return &subject->names.at[i];
	for (size_t i = 0; i < subject->addresses.len; i++)
		if (match_address(reference, subject->addresses.at[i]))
			return &subject->addresses.at[i];
	return NULL;
}

bool
subject_fits(struct arena *arena, const struct subject *subject,
    const struct references *references, struct span *by,
    struct notes *notes)
{
	bool asked[2] = { false }, found[2] = { false };

	for (size_t i = 0; i < references->len; i++) {
		const struct reference *r = &references->at[i];
		bool is_address = r->address.family != NET_NONE;
		const struct span *hit = find(subject, r);
		const char *dot = r->below ? "." : "";

		asked[is_address] = true;
		if (hit == NULL)
			notes_add(notes, "no name of the certificate fits "
			    "%s%.*s", dot, SPAN_ARG(r->name));
		else if (!found[is_address]) {
			found[is_address] = true;
			*by = is_address ? r->name : arena_copy(arena, *hit);
			notes_add(notes, "the name %.*s of the certificate "
			    "fits %s%.*s", SPAN_ARG(*by), dot,
			    SPAN_ARG(r->name));
		}
	}
	return references->len > 0 && found[0] == asked[0] &&
	    found[1] == asked[1];
}
