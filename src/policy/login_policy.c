/* SPDX-License-Identifier: BSD-2-Clause */
#include "policy/login_policy.h"

#include "message/generic.h"
#include "policy/policy.h"
#include "policy/tls_map.h"

/* read_list - one of the parameters, by its name */

static bool
read_list(const struct params *p, const char *name, struct span list,
    unsigned *options, struct dsn *why)
{
	struct dsn trouble = DSN_IN(why->arena);

	return security_read(list, options, &trouble) ||
	    dsn_fail(why, "5.3.5", "%s_sasl_%ssecurity_options: %.*s",
	    protocol_name(p->protocol), name, SPAN_ARG(trouble.text));
}

static bool
read_lists(const struct params *p, struct security_lists *lists,
    struct dsn *why)
{
	return read_list(p, "", p->sasl_security_options, &lists->plain,
	    why) && read_list(p, "tls_", p->sasl_tls_security_options,
	    &lists->tls, why) && read_list(p, "tls_verified_",
	    p->sasl_tls_verified_security_options, &lists->matched, why);
}

bool
login_policy_check(const struct params *p, bool has_own, struct dsn *why)
{
	struct security_lists lists;

	if (p->sasl_auth_enable && p->sasl_password_maps.len == 0 &&
	    !p->netrc && !has_own)
		return dsn_fail(why, "5.3.5", "smtp_sasl_auth_enable is yes, "
		    "but smtp_sasl_password_maps is empty");
	return read_lists(p, &lists, why);
}

static bool
passes(const void *self, struct span name)
{
	return match_list_has(self, name, (struct span){ 0 });
}

static bool
names(const void *self, struct span name)
{
	return match_list_names(self, name);
}

/* sender_of - whose password it is, if that is up to him (behaviour 154) */

static const struct address *
sender_of(const struct policy_setup *setup)
{
	const struct params *p = setup->params;
	bool counts = p->protocol == PROTOCOL_SMTP &&
	    p->sender_dependent_authentication && setup->sender != NULL &&
	    setup->sender->local.len > 0;

	return counts ? setup->sender : NULL;
}

static bool
is_local(const struct params *p, const struct address *sender)
{
	const struct generic generic = { .origin = p->myorigin,
	    .local = p->mydestination };

	return sender != NULL && generic_is_local(&generic, sender->domain);
}

static struct credential_wish
wish_of(const struct policy_setup *setup)
{
	const struct params *p = setup->params;
	const struct address *sender = sender_of(setup);

	return (struct credential_wish){
		.passwords = p->sasl_auth_enable ? p->maps.sasl_passwords :
		    (struct mapping){ .find = NULL },
		.sender = sender,
		.way = { .delimiters = p->recipient_delimiter,
		    .local = is_local(p, sender) },
		.host = setup->candidate->host,
		.nexthop = tls_map_key(setup->nexthop),
		.delimiter = p->sasl_password_result_delimiter,
		.netrc = setup->logins->netrc,
	};
}

bool
login_policy_for(const struct policy_setup *setup, struct login_policy *login,
    struct dsn *why)
{
	static const struct logins none = { .own = { .user = { 0 } } };
	const struct params *p = setup->params;
	const struct logins *logins = setup->logins;
	struct policy_setup known = *setup;

	if (logins == NULL)
		known.logins = logins = &none;
	*login = (struct login_policy){ .required = p->sasl_auth_required,
	    .refused = logins->refused };
	if (setup->is_named && logins->own.user.at != NULL) {
		login->own = &logins->own;
		login->required |= logins->own.required;
	}
	login->wanted = login->own != NULL || p->sasl_auth_enable ||
	    logins->netrc != NULL;
	login->wish = wish_of(&known);
	if (logins->filter != NULL)
		login->filter = (struct mechanism_filter){ passes,
		    names, logins->filter };
	return read_lists(p, &login->options, why);
}

bool
login_policy_has_credential(const struct login_policy *login)
{
	struct credential credential = { .password = NULL };
	struct arena *scratch;
	struct dsn trouble;
	bool has;

	if (!login->wanted || login->own != NULL)
		return login->own != NULL;
	scratch = arena_new();
	trouble = DSN_IN(scratch);
	has = !credential_find(&login->wish, &credential, &trouble) ||
	    credential.password != NULL;
	credential_clear(&credential);
	arena_wipe(&scratch);
	return has;
}
