# SPDX-License-Identifier: BSD-2-Clause
#
# Which TLS level a host gets, and why: what is told, and what a mistake in it
# does to the mail. What happens inside TLS is not in here.

load helpers
load scenes

RDATA='3 1 1 e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'

# one_host: example.test has one mail server
one_host() { mx example.test mx.example.test=127.0.0.2; }

# signed: the same, with DNSSEC
signed() {
	one_host
	zone <<-'END'
		example.test secure
		mx.example.test secure
		_25._tcp.mx.example.test secure
	END
}

# level TEXT: the decision that was told
level() {
	grep -F "mx.example.test[127.0.0.2]:25: TLS level $1" "$CHAT"
}

# plan ARGUMENT...: policy only
plan() { run deliver --plan -vv "$@" ann@example.test; }

# skipped ARGUMENT...: policy forbids the server, and nobody comes there
skipped() {
	bystander
	run -75 deliver "$@" ann@example.test
	nobody_came
	fate ann@example.test delayed "${status_wanted:-4.7.5}"
}

@test "behaviour 101: a policy table speaks for a domain and those below it" {
	one_host
	plan -o 'smtp_tls_policy_maps=inline:{{.test = encrypt}}'
	level 'encrypt (smtp_tls_policy_maps, .test)'
}

@test "behaviour 100: without an entry the general level holds" {
	one_host
	plan --tls=none -o 'smtp_tls_policy_maps=inline:{{other.test = may}}'
	level 'none (smtp_tls_security_level)'
}

@test "behaviour 103: a mistake in a policy table delays, and is named" {
	one_host
	skipped -o 'smtp_tls_policy_maps=inline:{{example.test = may foo}}'
	fact ann@example.test .detail 'client TLS configuration problem: smtp_tls_policy_maps, example.test: "foo" is not of the form name=value'
}

@test "behaviour 103: so does a policy table that cannot say" {
	one_host
	skipped -o "smtp_tls_policy_maps=texthash:$T/nosuch"
}

@test "behaviour 104: the older table cannot say: another status" {
	one_host
	status_wanted=4.3.0 skipped -o "smtp_tls_per_site=texthash:$T/nosuch"
}

@test "behaviour 104: the older table knows hosts" {
	one_host
	plan -o 'smtp_tls_per_site=inline:{{mx.example.test = MUST}}'
	level 'verify (smtp_tls_per_site)'
}

@test "behaviour 117: dane without TLSA records is may" {
	signed
	plan
	level 'may (smtp_tls_security_level: dane, but there are no TLSA records)'
}

@test "behaviour 115: dane with TLSA records" {
	signed
	zone <<<"_25._tcp.mx.example.test TLSA $RDATA"
	plan
	level 'dane (smtp_tls_security_level)'
}

@test "behaviour 114: dane-only in an unsigned zone" {
	one_host
	zone <<<"_25._tcp.mx.example.test TLSA $RDATA"
	skipped -o 'smtp_tls_policy_maps=inline:{{example.test = dane-only}}'
	fact ann@example.test .detail 'non DNSSEC destination'
}

@test "behaviour 116: TLSA records that cannot be looked up" {
	signed
	zone <<<"_25._tcp.mx.example.test TLSA !SERVFAIL"
	skipped
	fact ann@example.test .detail \
	    'TLSA lookup error for mx.example.test:25'
}

@test "behaviour 106: TLS-Required: no lowers the level" {
	one_host
	message <<-'END'
		Subject: hello
		TLS-Required: NO

		Hello.
	END
	play < <(takes ann@example.test)
	run -0 deliver -vv ann@example.test \
	    -o 'smtp_tls_policy_maps=inline:{{example.test = secure}}'
	applause
	level 'may (TLS-Required: no in the header)'
}

@test "behaviour 60: wrapper mode needs the level encrypt" {
	one_host
	status_wanted=4.3.0 skipped --tls=may -o smtp_tls_wrappermode=yes
}

@test "D23: a lowest version of TLS that nobody knows is refused" {
	run -78 deliver -d '[127.0.0.2]' ann@example.test \
	    -o 'smtp_tls_mandatory_protocols=>=0305'
	[[ $output == 'mxput: -o: smtp_tls_mandatory_protocols: '* ]]
}

@test "behaviours 59, 131: a plan has no candidate where an anchor cannot be read" {
	one_host
	run -75 deliver --plan --format=text --tls=secure \
	    -o "smtp_tls_trust_anchor_file=$T/none" ann@example.test
	[[ $output == *"left out: 4.7.5: "*"$T/none"* ]]
}

@test "behaviour 107: nor where TLS is required and cannot be had" {
	one_host
	run -75 deliver --plan --format=text --tls=secure \
	    -o "smtp_tls_CAfile=$T/none" ann@example.test
	[[ $output == *'left out: 4.7.5: TLS is required'*"$T/none"* ]]
	run -75 deliver --plan --format=text --tls=encrypt \
	    -o smtp_tls_fingerprint_digest=foo ann@example.test
	[[ $output == *'left out: 4.7.5: TLS is required'*'is no digest'* ]]
	run -0 deliver --plan --tls=may -o "smtp_tls_CAfile=$T/none" \
	    ann@example.test
}
