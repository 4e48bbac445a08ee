# SPDX-License-Identifier: BSD-2-Clause
#
# Logins at a real Postfix, which asks a real Dovecot, or Cyrus SASL.

load helpers

eval "helpers_$(declare -f setup)"

setup() {
	requires dns postfix dovecot
	[ -e "$LAB_ZONES/mail.pem" ] || skip "the lab has no keys"
	helpers_setup
	resolv 'nameserver 127.0.0.53' 'options trust-ad'
	printf secret >"$T/right"
	printf Secret >"$T/wrong"
	chmod 600 "$T/right" "$T/wrong"
}

# at_postfix ARGUMENT...: as far as the login
at_postfix() {
	deliver -4 -d "[postfix.nsec.test]:${port:-587}" --auth-user=bob \
	    --quit-after=auth -o "smtp_tls_CAfile=$LAB_ZONES/ca.pem.crt" \
	    "$@" bob@nsec.test
}

# with SECRET MECHANISM ARGUMENT...
with() {
	at_postfix --auth-password-file="$T/$1" --auth-mechanisms="$2" \
	    "${@:3}"
}

# tries MECHANISM: right and wrong, in TLS 1.2 and 1.3
tries() {
	local version
	for version in TLSv1.2 TLSv1.3; do
		run -0 with right "$1" \
		    -o "smtp_tls_mandatory_protocols=>=$version:<=$version"
		fate bob@nsec.test deliverable 2.7.0
		fact bob@nsec.test .auth.mechanism "$1"
		fact bob@nsec.test .tls.version "$version"
		run -75 with wrong "$1" \
		    -o "smtp_tls_mandatory_protocols=>=$version:<=$version"
		fate bob@nsec.test delayed 4.7.8
		fact bob@nsec.test .auth null
	done
}

# token EMAIL KEY: a JWT
token() {
	local head claims
	head=$(printf '{"alg":"HS256","typ":"JWT"}' | url64)
	claims=$(printf '{"sub":"x","email":"%s","exp":4000000000}' "$1" |
	    url64)
	printf '%s.%s.%s\n' "$head" "$claims" "$(printf '%s.%s' "$head" \
	    "$claims" | openssl dgst -sha256 -hmac "$2" -binary | url64)"
}

url64() { base64 -w0 | tr '+/' '-_' | tr -d =; }

# tries_token MECHANISM
tries_token() {
	token bob lab-key >"$T/token"
	run -0 at_postfix --auth-token-command="cat $T/token" \
	    --auth-mechanisms="$1"
	fact bob@nsec.test .auth.mechanism "$1"
	token bob another-key >"$T/token"
	run -75 at_postfix --auth-token-command="cat $T/token" \
	    --auth-mechanisms="$1"
	fact bob@nsec.test .stage auth
}

@test "PLAIN" { tries PLAIN; }
@test "LOGIN" { tries LOGIN; }
@test "CRAM-MD5" { tries CRAM-MD5; }
@test "DIGEST-MD5" { tries DIGEST-MD5; }
@test "SCRAM-SHA-1" { tries SCRAM-SHA-1; }
@test "SCRAM-SHA-256" { tries SCRAM-SHA-256; }
@test "SCRAM-SHA-512, at a Postfix that asks Cyrus SASL" {
	type saslpasswd2 || skip 'no Cyrus SASL here'
	port=588
	tries SCRAM-SHA-512
}

@test "OAUTHBEARER" { tries_token OAUTHBEARER; }
@test "XOAUTH2" { tries_token XOAUTH2; }

@test "the best of them, and a message" {
	run -0 deliver -4 -d '[postfix.nsec.test]:587' --auth-user=bob \
	    -o "smtp_tls_CAfile=$LAB_ZONES/ca.pem.crt" \
	    --auth-password-file="$T/right" bob@nsec.test
	fate bob@nsec.test relayed 2.0.0
	fact bob@nsec.test .auth.mechanism SCRAM-SHA-256
	grep '^Subject: hello$' "$(mailbox bob@nsec.test)"
}
