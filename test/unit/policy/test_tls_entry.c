/* SPDX-License-Identifier: BSD-2-Clause */
#include "policy/tls_entry.h"

#include "unit/tap.h"

static const struct scene {
	const char *name, *text;
	const char *shown;	/* NULL: it cannot be read */
	const char *trouble;
} scenes[] = {
	{ "behaviour 102: a level", "encrypt", "encrypt", NULL },
	{ "behaviour 102: in any case, blanks around it", " , Dane-Only\t",
	    "dane-only", NULL },
	{ "behaviour 102: every level", "may", "may", NULL },
	{ "behaviour 102: half-dane is for output only", "half-dane", NULL,
	    "\"half-dane\" is no TLS level" },
	{ "behaviour 102: so is what Postfix calls it", "halfdane", NULL,
	    "\"halfdane\" is no TLS level" },
	{ "behaviour 102: no level", "much ciphers=high", NULL,
	    "\"much\" is no TLS level" },
	{ "behaviour 102: the level comes first", "ciphers=high encrypt", NULL,
	    "\"ciphers=high\" is no TLS level" },
	{ "behaviour 102: not in braces", "{ encrypt }", NULL,
	    "\"{\" is no TLS level" },
	{ "behaviour 102: nothing", "", NULL, "the policy is empty" },
	{ "behaviour 102: separators only", " , ,\t", NULL,
	    "the policy is empty" },
	{ "behaviour 102: attributes, with commas or blanks between",
	    "encrypt ciphers=high,protocols=TLSv1.2 , exclude=MD5",
	    "encrypt ciphers=high protocols=TLSv1.2 exclude=MD5", NULL },
	{ "behaviour 102: their names in any case", "encrypt CIPHERS=high",
	    "encrypt ciphers=high", NULL },
	{ "behaviour 102: in braces, with blanks in the value",
	    "encrypt { exclude = MD5, DES } {ciphers=high}",
	    "encrypt ciphers=high { exclude = MD5, DES }", NULL },
	{ "behaviour 102: nothing between level and braces", "may{exclude=A}",
	    NULL, "\"may{exclude=A}\" is no TLS level" },
	{ "behaviour 102: braces in braces", "encrypt { exclude = {a b} c }",
	    "encrypt { exclude = {a b} c }", NULL },
	{ "behaviour 102: braces in a value", "encrypt exclude={a b}",
	    "encrypt exclude={a b}", NULL },
	{ "behaviour 102: a brace that is not closed", "encrypt { exclude=a",
	    NULL, "the braces do not match in \"{ exclude=a\"" },
	{ "behaviour 102: a brace that is not opened", "encrypt exclude=a}",
	    NULL, "the braces do not match in \"exclude=a\"" },
	{ "behaviour 102: something behind the braces",
	    "encrypt {exclude=a}b", NULL,
	    "\"{exclude=a}b\" is not of the form name=value" },
	{ "behaviour 102: empty braces", "encrypt {}", NULL,
	    "\"{}\" is not of the form name=value" },
	{ "behaviour 102: no name=value", "encrypt foo", NULL,
	    "\"foo\" is not of the form name=value" },
	{ "behaviour 102: blanks around = without braces",
	    "encrypt ciphers = high", NULL,
	    "\"ciphers\" is not of the form name=value" },
	{ "behaviour 102: no such attribute", "encrypt cipher=high", NULL,
	    "\"cipher\" is no attribute" },
	{ "behaviour 102: no name", "encrypt =high", NULL,
	    "\"\" is no attribute" },
	{ "behaviour 102: a second = belongs to the value",
	    "encrypt exclude=a=b", "encrypt exclude=a=b", NULL },

	{ "behaviour 102: ciphers is not empty", "may ciphers=", NULL,
	    "ciphers= has no value" },
	{ "behaviour 102: ciphers once", "may ciphers=high ciphers=low", NULL,
	    "attribute \"ciphers\" is there twice" },
	{ "behaviour 102: protocols and exclude may be empty",
	    "may protocols= exclude=", "may protocols= exclude=", NULL },
	{ "behaviour 102: but are there once", "may protocols= protocols=",
	    NULL, "attribute \"protocols\" is there twice" },
	{ "behaviour 102: exclude once", "may exclude=a exclude=b", NULL,
	    "attribute \"exclude\" is there twice" },
	{ "behaviour 102: servername", "may servername=Hostname",
	    "may servername=Hostname", NULL },
	{ "behaviour 102: an empty servername", "may servername=", NULL,
	    "servername= is no host name" },
	{ "behaviour 102: an address as servername",
	    "may servername=192.0.2.1", NULL,
	    "servername=192.0.2.1 is no host name" },
	{ "behaviour 102: servername once", "may servername=a servername=b",
	    NULL, "attribute \"servername\" is there twice" },
	{ "behaviour 111: a servername in UTF-8",
	    "may servername=m\xc3\xbc.test",
	    "may servername=m\xc3\xbc.test", NULL },

	{ "behaviour 102: match at verify, several times",
	    "verify match=a:b match=.c", "verify match=a:b match=.c", NULL },
	{ "behaviour 102: match at secure", "secure match=.",
	    "secure match=.", NULL },
	{ "behaviour 102: match at fingerprint", "fingerprint match=aa|bb",
	    "fingerprint match=aa|bb", NULL },
	{ "behaviour 102: match is not empty", "secure match=", NULL,
	    "match= has no value" },
	{ "behaviour 102: no match at encrypt", "encrypt match=a", NULL,
	    "the level encrypt has no attribute \"match\"" },
	{ "behaviour 102: no match at dane", "dane match=a", NULL,
	    "the level dane has no attribute \"match\"" },
	{ "behaviour 102: no match at may", "may match=a", NULL,
	    "the level may has no attribute \"match\"" },
	{ "behaviour 102: tafile, several times",
	    "secure tafile=/a { tafile = /b c }",
	    "secure tafile=/a { tafile = /b c }", NULL },
	{ "behaviour 102: no tafile at fingerprint", "fingerprint tafile=/a",
	    NULL, "the level fingerprint has no attribute \"tafile\"" },
	{ "behaviour 102: no tafile at encrypt", "encrypt tafile=/a", NULL,
	    "the level encrypt has no attribute \"tafile\"" },
	{ "behaviour 102: the last connection_reuse wins",
	    "may connection_reuse=yes connection_reuse=NO",
	    "may connection_reuse=NO", NULL },
	{ "behaviour 102: it is yes or no", "may connection_reuse=maybe",
	    NULL, "connection_reuse=maybe is neither yes nor no" },
	{ "behaviour 102: enable_rpk too", "may enable_rpk=1", NULL,
	    "enable_rpk=1 is neither yes nor no" },

	{ "behaviour 102: what stands behind none is ignored",
	    "none ciphers=high bogus {", "none", NULL },
	{ "behaviour 122: a policy of MTA-STS",
	    "secure policy_type=STS policy_domain=a.test policy_ttl=86400 "
	    "{ policy_string = version: STSv1 } policy_string=x "
	    "mx_host_pattern=*.a.test mx_host_pattern=",
	    "secure policy_type=STS policy_ttl=86400 policy_domain=a.test "
	    "{ policy_string = version: STSv1 } policy_string=x "
	    "mx_host_pattern=*.a.test mx_host_pattern=", NULL },
	{ "behaviour 122: another type", "may policy_type=tlsa", NULL,
	    "policy_type=tlsa is neither sts nor no-policy-found" },
	{ "behaviour 122: the type once",
	    "may policy_type=sts policy_type=sts", NULL,
	    "attribute \"policy_type\" is there twice" },
	{ "behaviour 102: policy_failure needs a type",
	    "may policy_failure=validation-failure", NULL,
	    "attribute \"policy_failure\" without \"policy_type\"" },
	{ "behaviour 102: mx_host_pattern needs a type",
	    "may mx_host_pattern=a", NULL,
	    "attribute \"mx_host_pattern\" without \"policy_type\"" },
	{ "behaviour 102: policy_string needs a type", "may policy_string=",
	    NULL, "attribute \"policy_string\" without \"policy_type\"" },
	{ "behaviour 102: the type may come behind them",
	    "may policy_ttl=1 policy_type=no-policy-found",
	    "may policy_type=no-policy-found policy_ttl=1", NULL },
	{ "behaviour 102: a ttl that is none",
	    "may policy_type=sts policy_ttl=4294967296", NULL,
	    "policy_ttl=4294967296 is no number of seconds" },
	{ "behaviour 102: a domain that is none",
	    "may policy_type=sts policy_domain=-bad-", NULL,
	    "policy_domain=-bad- is no host name" },
	{ "behaviour 122: a failure that is none",
	    "may policy_type=sts policy_failure=starttls-not-supported", NULL,
	    "policy_failure=starttls-not-supported is no failure of a policy "
	    "of MTA-STS" },
	{ "behaviour 122: a failure",
	    "secure policy_type=sts policy_failure=sts-webpki-invalid",
	    "secure policy_type=sts policy_failure=sts-webpki-invalid", NULL },
};

static void
play(const struct scene *scene, struct arena *arena)
{
	struct dsn why = DSN_IN(arena);
	struct tls_entry entry = { 0 };
	struct str shown;
	bool good = tls_entry_read(span_of(scene->text), &entry, &why);

	str_init(&shown, 4096);
	if (good)
		tls_entry_show(&entry, &shown);
	ok(good == (scene->shown != NULL), scene->name);
	is_text(str_span(&shown), scene->shown, scene->name);
	is_text(why.text, scene->trouble, scene->name);
	is_text(span_of(why.status), good ? "" : "4.7.5", scene->name);
	str_clear(&shown);
}

static void
check_fields(struct arena *arena)
{
	struct dsn why = DSN_IN(arena);
	struct tls_entry entry;

	ok(tls_entry_read(SPAN("secure match=a match=b match=c exclude= "
	    "policy_type=Sts"), &entry, &why), "behaviour 102: an entry");
	ok(entry.level == TLS_SECURE && entry.match.len == 3,
	    "every match is kept");
	is_text(entry.match.at[2], "c", "in order");
	ok(entry.exclude.at != NULL && entry.ciphers.at == NULL,
	    "behaviour 108: an empty list is not the same as none");
	ok(tls_entry_is_sts(&entry), "behaviour 122: sts in any case");
	ok(tls_entry_read(SPAN("none a=b"), &entry, &why) &&
	    !tls_entry_is_sts(&entry), "and what has no type is not");
	is_text(entry.ignored, "a=b",
	    "behaviour 102: what none makes no use of is remembered");
	ok(!tls_entry_read(SPAN("may\0"), &entry, &why),
	    "a policy with a NUL is none");
}

int
main(void)
{
	struct arena *arena = arena_new();

	for (size_t i = 0; i < sizeof(scenes) / sizeof(scenes[0]); i++)
		play(&scenes[i], arena);
	check_fields(arena);
	arena_free(&arena);
	return tap_done();
}
