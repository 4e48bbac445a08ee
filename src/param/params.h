/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The parameters: every one is a row of param/def, and from the same rows
 * come the typed fields of struct params, the table, --show-config, the
 * manual page and the completions. Whether a field holds the smtp_ or the
 * lmtp_ value is decided once, in params_load; code reads p->helo_timeout.
 */
#ifndef PARAM_PARAMS_H
#define PARAM_PARAMS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/dsn.h"
#include "base/num.h"
#include "base/span.h"
#include "mail/lookup.h"
#include "param/settings.h"

enum protocol { PROTOCOL_SMTP, PROTOCOL_LMTP };

/* "smtp", "lmtp": in results, and where names of parameters begin with it. */
static inline const char *
protocol_name(enum protocol protocol)
{
	return protocol == PROTOCOL_LMTP ? "lmtp" : "smtp";
}

/* smtp_address_preference */
enum address_preference { PREFER_ANY, PREFER_IPV4, PREFER_IPV6 };

/* smtp_dns_support_level */
enum dns_support { DNS_DISABLED, DNS_ENABLED, DNS_DNSSEC };

/* inet_protocols, as bits */
enum { INET_IPV4 = 1, INET_IPV6 = 2 };

/* mxput_dnssec: where it is known from whether answers are authentic */
enum dnssec_source { DNSSEC_AUTO, DNSSEC_TRUST, DNSSEC_VALIDATE, DNSSEC_NO };

/* smtp_dns_resolver_options, as bits */
enum { RESOLVER_DEFNAMES = 1, RESOLVER_DNSRCH = 2 };

/* smtp_host_lookup, as bits */
enum { HOST_LOOKUP_DNS = 1, HOST_LOOKUP_NATIVE = 2 };

/* smtp_tls_security_level, from the least to the most that is insisted on;
 * UNSAID: smtp_use_tls and the like decide. HALF_DANE, what becomes of DANE
 * behind MX records that are not signed, cannot be asked for. */
enum tls_level {
	TLS_NONE,
	TLS_MAY,
	TLS_ENCRYPT,
	TLS_HALF_DANE,
	TLS_DANE,
	TLS_DANE_ONLY,
	TLS_FINGERPRINT,
	TLS_VERIFY,
	TLS_SECURE,
	TLS_UNSAID,
};

/* mxput_use_chunking */
enum chunking { CHUNKING_NO, CHUNKING_YES, CHUNKING_AUTO };

/* mxput_xforward_source */
enum xforward_source {
	XFORWARD_FROM_NOWHERE,
	XFORWARD_FROM_LOCAL,
	XFORWARD_FROM_REMOTE,
};

/* smtp_tls_dane_insecure_mx_policy */
enum insecure_mx { INSECURE_MX_MAY, INSECURE_MX_ENCRYPT, INSECURE_MX_DANE };

/* info_log_address_format */
enum address_format { ADDRESS_EXTERNAL, ADDRESS_INTERNAL };

/* smtp_pix_workarounds, as bits */
enum { PIX_DISABLE_ESMTP = 1, PIX_DELAY_DOTCRLF = 2 };

/* mxput_flags, as bits (behaviours 3 to 6) */
enum {
	FLAG_DELIVERED_TO = 1,
	FLAG_ORIGINAL_TO = 2,
	FLAG_RETURN_PATH = 4,
	FLAG_FINAL = 8,
};

/* C types of the kinds of value; kind.c reads and shows them. */
#define TYPE_OF_BOOL		bool
#define TYPE_OF_NUMBER		int64_t
#define TYPE_OF_TIME		msec_t
#define TYPE_OF_DAYS		msec_t
#define TYPE_OF_TEXT		struct span
#define TYPE_OF_PATH		struct span
#define TYPE_OF_PATHS		struct span
#define TYPE_OF_TABLE		struct span
#define TYPE_OF_TABLES		struct span
#define TYPE_OF_PASSWORDS	struct span
#define TYPE_OF_LEVEL		struct span
#define TYPE_OF_LIST		struct span
#define TYPE_OF_IPV4		struct span
#define TYPE_OF_IPV6		struct span
#define TYPE_OF_ADDRESS_PREFERENCE enum address_preference
#define TYPE_OF_ADDRESS_FORMAT	enum address_format
#define TYPE_OF_DNS_SUPPORT	enum dns_support
#define TYPE_OF_INET_PROTOCOLS	unsigned
#define TYPE_OF_HOST_LOOKUP	unsigned
#define TYPE_OF_DNSSEC		enum dnssec_source
#define TYPE_OF_RESOLVER_OPTIONS unsigned
#define TYPE_OF_PIX_WORKAROUNDS	unsigned
#define TYPE_OF_FLAGS		unsigned
#define TYPE_OF_CHUNKING	enum chunking
#define TYPE_OF_XFORWARD_SOURCE	enum xforward_source
#define TYPE_OF_TLS_LEVEL	enum tls_level
#define TYPE_OF_INSECURE_MX	enum insecure_mx

/*
 * What the tables that parameters name have to say. params_load leaves all
 * of them empty: whoever opens the tables fills them in.
 */
struct param_maps {
	struct mapping discard_ehlo_keywords;	/* by address (92) */
	struct mapping pix_workarounds;	/* by address (81) */
	struct mapping reply_filter;	/* by line (76) */
	struct mapping dns_reply_filter;	/* by record (32) */
	struct mapping delivery_status_filter;	/* by result (233) */
	struct mapping generic;	/* by address (202) */
	struct mapping header_checks;	/* these by field or line (198) */
	struct mapping mime_header_checks;
	struct mapping nested_header_checks;
	struct mapping body_checks;
	struct mapping tls_policy;	/* by next hop (101) */
	struct mapping tls_per_site;	/* by next hop and by host (104) */
	struct mapping sasl_passwords;	/* by sender, host, next hop (154) */
};

struct params {
	enum protocol protocol;
	struct param_maps maps;
	bool postfix_mode;	/* a file sets compatibility_level */
	bool dane_by_name;	/* somebody has set a level of DANE: it is not
				 * only a default */
#define PARAM(kind, field, ...)	TYPE_OF_##kind field;
#define LATER(...)
#include "param/def/all.def"
#undef PARAM
#undef LATER
};

/* What the machine says, for defaults; never a DNS query. */
struct host_facts {
	struct span hostname;	/* gethostname(), or the dotted name that
				 * /etc/hosts has for it; may be empty */
	struct span login;	/* of the user, for the default sender */
	struct span config_directory;	/* where the main.cf is that was read;
				 * empty: none was */
};

/* Something the user should know about a setting of theirs: one line, which
 * names it and says where it was set. */
typedef void params_warning(void *self, struct span text);

struct params_input {
	const struct settings *settings;
	const struct host_facts *facts;
	enum protocol protocol;
	bool only_shown;	/* nothing is sent: that something is not
				 * built yet is a warning in any case */
	params_warning *warn;	/* NULL: nobody listens */
	params_warning *ignored;	/* what is in a file but means nothing
				 * here; NULL: nobody listens */
	void *self;
};

/*
 * Settings to typed fields: precedence, defaults by mode and protocol,
 * $name expansion, limits. Texts live in the arena of *why. Warnings: a
 * parameter that is known but has no effect, or none in this protocol, unless
 * its value is the default; a name in a file that begins with smtp_, lmtp_ or
 * mxput_ and is none; a value that another one in the same file replaces.
 * Ignored: names that are no parameters here and that no parameter is made
 * of. False: a value that cannot be read or is out of limits, such a name in
 * an option, or a setting that demands protection or a credential and is not
 * built yet; *why (5.3.5) names parameter, origin and trouble.
 */
bool params_load(const struct params_input *input, struct params *params,
    struct dsn *why) MUST_USE;

#endif
