# SPDX-License-Identifier: BSD-2-Clause
#
# Logins: where secrets come from, where they go, and where they do not.

load helpers
load scenes
load tls

PLAIN='AUTH PLAIN AGJvYgBzM2NyZXQ='	# bob, s3cret

eval "helpers_$(declare -f setup)"

# setup: what helpers does, and mx.example.test, whom an authority knows
setup() {
	helpers_setup
	world
	authority
	certificate mx -s "$T/ca.pem"
	secret=$T/secret
	(umask 077 && echo s3cret >"$secret")
}

# submits ARGUMENT...: to ann, by mx.example.test
submits() {
	deliver -d '[mx.example.test]' -o "smtp_tls_CAfile=$T/ca.pem.crt" \
	    "$@" ann@example.test
}

# as_bob ARGUMENT...: with his own login
as_bob() { submits --auth-user=bob --auth-password-file="$secret" "$@"; }

# offers LIST [LINE...]: AUTH in the clear, and what is said then
offers() {
	hello "AUTH $1"
	[ $# = 1 ] || printf '%s\n' "${@:2}"
}

# offers_inside LIST [LINE...]: the same inside TLS
offers_inside() {
	starts_tls
	again "AUTH $1"
	[ $# = 1 ] || printf '%s\n' "${@:2}"
}

# says_yes LINE: it takes the login, and the message
says_yes() {
	printf 'C: %s\nS: 235 2.7.0 ok\n' "$1"
	stores ann@example.test
}

quits() { printf 'C: QUIT\nS: 221 2.0.0 bye\n'; }

auth() { fact ann@example.test ".auth.$1" "$2"; }

# password FILE LINE...: a table of passwords
passwords() {
	(umask 077 && printf '%s\n' "$@" >"$T/passwords")
	maps=(-o smtp_sasl_auth_enable=yes
	    -o "smtp_sasl_password_maps=texthash:$T/passwords"
	    -o smtp_sasl_security_options=noanonymous)
}

@test "D6: PLAIN, to a server whose certificate is right" {
	play < <(offers_inside 'PLAIN LOGIN'; says_yes "$PLAIN")
	run -0 as_bob
	applause
	fate ann@example.test relayed 2.0.0
	tls level secure
	auth mechanism PLAIN
	auth user bob
}

@test "D6: but never to one that has proven nothing" {
	play < <(offers_inside 'PLAIN LOGIN'; quits)
	run -75 as_bob --tls=encrypt
	applause
	fate ann@example.test delayed 4.7.0
	fact ann@example.test .stage auth
	fact ann@example.test .auth null
	says ann@example.test 'PLAIN noplaintext rules it out'
}

@test "D5: the level is secure, if nobody has said another one" {
	rm "$T/mx.pem"
	play < <(turned_away)
	run -75 as_bob
	applause
	fate ann@example.test delayed 4.7.5
	tls level secure
}

@test "D5: a policy table has said another one" {
	echo '[mx.example.test] encrypt' >"$T/policy"
	rm "$T/mx.pem"
	play < <(offers_inside CRAM-MD5 'C: AUTH CRAM-MD5' 'S: 334 PDFAbXg+' \
	    'C: Ym9iIDAyNWZjYWUwMWFhYzQ3ZWY3ZDA0YmNhZWYwNDc3MWI4' 'S: 235 ok'
	    stores ann@example.test)
	run -0 as_bob -o "smtp_tls_policy_maps=texthash:$T/policy"
	applause
	tls level encrypt
	auth mechanism CRAM-MD5
}

@test "D5: a login is required: AUTH is not offered" {
	play < <(starts_tls; again; quits)
	run -75 as_bob
	applause
	fate ann@example.test delayed 4.7.0
	says ann@example.test 'a login is required at host mx.example.test[127.0.0.2]: it is not offered'
}

@test "D5: unless mxput_sasl_auth_required says no" {
	play < <(takes_inside ann@example.test)
	run -0 as_bob -o mxput_sasl_auth_required=no
	applause
	fact ann@example.test .auth null
}

@test "D5: the secret is for the destination, not for a fallback relay" {
	zone <<<'relay.example.test A 127.0.0.3'
	play < <(printf 'S: 421 4.3.2 not now\n')
	play 127.0.0.3:25 < <(offers PLAIN; stores ann@example.test)
	run -0 as_bob --tls=none -o smtp_sasl_security_options= \
	    --fallback-relay='[relay.example.test]'
	applause
	fact ann@example.test .remote_mta.name relay.example.test
	fact ann@example.test .auth null
}

@test "without -d there is nobody to give the secret to" {
	run -64 deliver --auth-user=bob ann@example.test
	[[ $output == *"--auth-user needs -d or --server"* ]]
}

@test "a password that a command prints" {
	play < <(offers_inside PLAIN; says_yes "$PLAIN")
	run -0 submits --auth-user=bob \
	    --auth-password-command='printf "s3cret\nmore\n"'
	applause
}

@test "a command that fails: 78, and nothing is tried" {
	bystander "$PEER"
	run -78 submits --auth-user=bob --auth-password-command='echo x; false'
	nobody_came
}

@test "a password from a descriptor, before the message" {
	play < <(offers_inside PLAIN; says_yes "$PLAIN")
	{ echo s3cret; cat "$MESSAGE"; } >"$T/both"
	MESSAGE=$T/both
	run -0 submits --auth-user=bob --auth-password-fd=0
	applause
	grep -x $'Subject: hello\r' "$(received)"
	run -1 grep s3cret "$(received)"
}

@test "a password from the service manager" {
	play < <(offers_inside PLAIN; says_yes "$PLAIN")
	mkdir -m 700 "$T/credentials"
	cp -p "$secret" "$T/credentials/mxput.password"
	CREDENTIALS_DIRECTORY=$T/credentials run -0 submits --auth-user=bob
	applause
	run -1 grep warning "$CHAT"
}

@test "a password from the service manager that everybody may read" {
	play < <(offers_inside PLAIN; says_yes "$PLAIN")
	mkdir -m 700 "$T/credentials"
	cp -p "$secret" "$T/credentials/mxput.password"
	chmod 644 "$T/credentials/mxput.password"
	CREDENTIALS_DIRECTORY=$T/credentials run -0 submits --auth-user=bob
	applause
	grep -F 'mxput: warning: $CREDENTIALS_DIRECTORY/mxput.password: everybody can read' "$CHAT"
}

@test "a password from the service manager that everybody may change: 78" {
	bystander "$PEER"
	mkdir -m 700 "$T/credentials"
	cp -p "$secret" "$T/credentials/mxput.password"
	chmod 606 "$T/credentials/mxput.password"
	CREDENTIALS_DIRECTORY=$T/credentials run -78 submits --auth-user=bob
	nobody_came
}

@test "no password and no terminal: 64" {
	bystander "$PEER"
	run -64 setsid -w "$MXPUT" --no-config -f alice@client.example \
	    -d '[mx.example.test]' --auth-user=bob ann@example.test
	nobody_came
}

@test "a file that everybody may read is a warning" {
	chmod 644 "$secret"
	play < <(offers_inside PLAIN; says_yes "$PLAIN")
	run -0 as_bob
	applause
	grep -F "mxput: warning: $secret: everybody can read" "$CHAT"
}

@test "one that everybody may write to is refused: 66" {
	chmod 666 "$secret"
	bystander "$PEER"
	run -66 as_bob
	nobody_came
}

@test "D15: a token, for whom no password is asked" {
	play < <(offers_inside 'PLAIN XOAUTH2'
	    says_yes 'AUTH XOAUTH2 dXNlcj1ib2IBYXV0aD1CZWFyZXIgdDBrM24BAQ==')
	run -0 submits --auth-user=bob --auth-token-command='echo t0k3n'
	applause
	auth mechanism XOAUTH2
}

@test "--auth-mechanisms: only these" {
	play < <(offers_inside 'PLAIN LOGIN' 'C: AUTH LOGIN' \
	    'S: 334 VXNlcm5hbWU6' 'C: Ym9i' 'S: 334 UGFzc3dvcmQ6' \
	    'C: czNjcmV0' 'S: 235 ok'
	    stores ann@example.test)
	run -0 as_bob --auth-mechanisms='!plain, login'
	applause
	auth mechanism LOGIN
}

@test "--quit-after=auth: the secret is good" {
	play < <(offers_inside PLAIN; printf 'C: %s\nS: 235 2.7.0 ok\n' \
	    "$PLAIN"; quits)
	run -0 as_bob --quit-after=auth
	applause
	fate ann@example.test deliverable 2.7.0
	auth user bob
}

@test "--quit-after=auth: it is not" {
	play < <(offers_inside PLAIN; printf 'C: %s\nS: 535 5.7.8 no\n' \
	    "$PLAIN"; quits)
	run -75 as_bob --quit-after=auth
	applause
	fate ann@example.test delayed 4.7.8
}

@test "--quit-after=tls asks for no password" {
	play < <(starts_tls; quits)
	run -0 submits --auth-user=bob --quit-after=tls \
	    --auth-password-command='echo asked >&2; echo x'
	applause
	run -1 grep asked "$CHAT"
}

@test "behaviour 154: a table, by server" {
	passwords 'mx.example.test bob:s3cret'
	play < <(offers PLAIN; says_yes "$PLAIN")
	run -0 submits --tls=none "${maps[@]}"
	applause
}

@test "behaviour 154: by sender, before that" {
	passwords 'mx.example.test tom:x' 'alice@client.example bob:s3cret'
	play < <(offers PLAIN; says_yes "$PLAIN")
	run -0 submits --tls=none "${maps[@]}" \
	    -o smtp_sender_dependent_authentication=yes
	applause
}

@test "behaviour 156: another delimiter" {
	passwords 'mx.example.test bob|s3cret'
	play < <(offers PLAIN; says_yes "$PLAIN")
	run -0 submits --tls=none "${maps[@]}" \
	    -o 'smtp_sasl_password_result_delimiter=|'
	applause
}

@test "behaviour 155: a table that cannot be read" {
	passwords
	rm "$T/passwords"
	play < <(offers PLAIN; quits)
	run -75 submits --tls=none "${maps[@]}"
	applause
	fate ann@example.test delayed 4.3.0
}

@test "a table of passwords that everybody may read is a warning" {
	passwords 'mx.example.test bob:s3cret'
	chmod 644 "$T/passwords"
	play < <(offers PLAIN; says_yes "$PLAIN")
	run -0 submits --tls=none "${maps[@]}"
	applause
	grep -F "mxput: warning: texthash:$T/passwords: everybody can read" \
	    "$CHAT"
}

@test "one that everybody may write to is trouble, and the reason is told" {
	passwords 'mx.example.test bob:s3cret'
	chmod 606 "$T/passwords"
	play < <(offers PLAIN; quits)
	run -75 submits --tls=none "${maps[@]}"
	applause
	fate ann@example.test delayed 4.3.0
	grep "^mxput: warning: .*$T/passwords: everybody may write to it" \
	    "$CHAT"
}

@test "but a warning in Postfix mode" {
	passwords 'mx.example.test bob:s3cret'
	chmod 606 "$T/passwords"
	play < <(offers PLAIN; says_yes "$PLAIN")
	echo 'compatibility_level = 3.6' >"$T/main.cf"
	run -0 timeout 60 "$MXPUT" -C "$T/main.cf" --helo=client.example \
	    -f alice@client.example -d '[mx.example.test]' --tls=none \
	    "${maps[@]}" ann@example.test <"$MESSAGE"
	applause
	grep -F "mxput: warning: texthash:$T/passwords: everybody can change" \
	    <<<"$output"
}

@test "NTLM is tried only where the filter names it, not where it passes" {
	play < <(offers_inside NTLM; quits)
	run -75 as_bob --auth-mechanisms='!cram-md5, static:all'
	applause
	says ann@example.test 'NTLM is used only if the mechanism filter names it'
}

@test "D24: no table at all: 78" {
	bystander "$PEER"
	run -78 submits -o smtp_sasl_auth_enable=yes
	nobody_came
	[[ $output == *smtp_sasl_password_maps* ]]
}

@test "D24: a security option that is none: 78" {
	bystander "$PEER"
	run -78 submits -o smtp_sasl_tls_security_options=noplain
	nobody_came
}

@test "behaviour 163: a refusal bounces only if that is asked for" {
	passwords 'mx.example.test bob:s3cret'
	play < <(offers PLAIN; printf 'C: %s\nS: 535 5.7.8 no\n' "$PLAIN"
	    quits)
	run -69 submits --tls=none "${maps[@]}" \
	    -o smtp_sasl_auth_soft_bounce=no
	applause
	fate ann@example.test failed 5.7.8
}

@test "behaviour 164: a refusal is remembered, and the secret not" {
	passwords 'mx.example.test bob:s3cret'
	cache=(-o "smtp_sasl_auth_cache_name=lmdb:$T/refused")
	play < <(offers PLAIN; printf 'C: %s\nS: 535 5.7.8 no\n' "$PLAIN"
	    quits; echo ---; offers PLAIN; quits)
	run -75 submits --tls=none "${maps[@]}" "${cache[@]}"
	fate ann@example.test delayed 4.7.8
	run -75 submits --tls=none "${maps[@]}" "${cache[@]}"
	applause
	fate ann@example.test delayed 4.7.8
	says ann@example.test 'SASL [CACHED] authentication failed; server mx.example.test[127.0.0.2] said: 535 5.7.8 no'
	equal mode "$(stat -c %a "$T/refused")" 600
	run -1 grep -a s3cret "$T/refused"
}

@test "behaviour 164: another password is tried" {
	passwords 'mx.example.test bob:other'
	cache=(-o "smtp_sasl_auth_cache_name=lmdb:$T/refused")
	play < <(offers PLAIN; printf 'C: AUTH PLAIN AGJvYgBvdGhlcg==\n'
	    printf 'S: 535 5.7.8 no\n'
	    quits; echo ---; offers PLAIN; says_yes "$PLAIN")
	run -75 submits --tls=none "${maps[@]}" "${cache[@]}"
	passwords 'mx.example.test bob:s3cret'
	run -0 submits --tls=none "${maps[@]}" "${cache[@]}"
	applause
}

@test "behaviour 164: a cache of another type is no cache" {
	passwords 'mx.example.test bob:s3cret'
	play < <(offers PLAIN; says_yes "$PLAIN")
	run -0 submits --tls=none -vv "${maps[@]}" \
	    -o "smtp_sasl_auth_cache_name=btree:$T/refused"
	applause
	grep -F 'btree:' "$CHAT"
	[ ! -e "$T/refused" ]
}

@test "behaviour 164: a build that remembers nothing says so" {
	MXPUT=$TEST_BUILD/test/tool/bare
	passwords 'mx.example.test bob:s3cret'
	play < <(offers PLAIN; says_yes "$PLAIN")
	run -0 submits --tls=none -vv "${maps[@]}" \
	    -o "smtp_sasl_auth_cache_name=lmdb:$T/refused"
	applause
	grep -F 'it has no LMDB' "$CHAT"
	[ ! -e "$T/refused" ]
}

@test "behaviour 174: AUTH=<> behind MAIL, after a login" {
	passwords 'mx.example.test bob:s3cret'
	play < <(offers PLAIN; printf 'C: %s\nS: 235 ok\n' "$PLAIN"
	    printf 'C: %s AUTH=<>\nS: 250 ok\n' "$ALICE"
	    printf 'C: RCPT TO:<ann@example.test>\nS: 250 ok\n'
	    content; echo 'S: 250 2.0.0 stored')
	run -0 submits --tls=none "${maps[@]}" \
	    -o smtp_send_dummy_mail_auth=yes
	applause
}

@test "mxput_netrc: ~/.netrc, by server" {
	(umask 077 && echo 'machine mx.example.test login bob password s3cret' \
	    >"$T/.netrc")
	play < <(offers_inside PLAIN; says_yes "$PLAIN")
	HOME=$T run -0 submits --tls=secure -o mxput_netrc=yes
	applause
	auth user bob
}

@test "mxput_netrc: one that is malformed: nothing goes there" {
	(umask 077 && echo 'machine mx.example.test login "bob' >"$T/.netrc")
	play < <(offers PLAIN; quits)
	HOME=$T run -75 submits --tls=none -o mxput_netrc=yes
	applause
	fate ann@example.test delayed 4.3.0
}

@test "mxput_netrc: one that everybody may write to: 78" {
	: >"$T/.netrc"
	chmod 666 "$T/.netrc"
	bystander "$PEER"
	HOME=$T run -78 submits -o mxput_netrc=yes
	nobody_came
}

@test "-vv: why this mechanism, and not another" {
	play < <(offers_inside 'GSSAPI EXTERNAL XOAUTH2 PLAIN NTLM FOO'
	    says_yes "$PLAIN")
	KRB5CCNAME='' run -0 as_bob -vv
	applause
	grep -x '=== AUTH PLAIN is the best that will do' "$CHAT"
	grep -x '=== AUTH EXTERNAL needs a certificate of ours that the server has seen' "$CHAT"
	grep -x '=== AUTH XOAUTH2 needs a token' "$CHAT"
	grep -x '=== AUTH FOO is not known here' "$CHAT"
}

@test "D15: a ticket that is none leads to the next mechanism" {
	play < <(offers_inside 'GSSAPI PLAIN'; says_yes "$PLAIN")
	# what leaks then leaks in Kerberos
	export KRB5CCNAME=FILE:$T/no-ticket ASAN_OPTIONS=detect_leaks=0
	run -0 as_bob -vv
	applause
	auth mechanism PLAIN
	grep 'GSSAPI' "$CHAT"
}

@test "D11: a login is starred out in the chat" {
	play < <(offers_inside PLAIN; says_yes "$PLAIN")
	run -0 as_bob -v
	applause
	grep -x ' ~> AUTH PLAIN \*' "$CHAT"
	grep -x '=== logged in at mx.example.test\[127.0.0.2\] as bob with PLAIN' "$CHAT"
}

@test "D11: unless --show-secrets is given" {
	play < <(offers_inside PLAIN; says_yes "$PLAIN")
	run -0 as_bob -v --show-secrets
	applause
	grep -x " ~> $PLAIN" "$CHAT"
}

@test "D14: a server that wants two thousand million iterations" {
	play < <(offers_inside SCRAM-SHA-256 'C~ AUTH SCRAM-SHA-256 [A-Za-z0-9+/=]*' \
	    "S: 334 $(printf 'r=x,s=c2FsdA==,i=2000000000' | base64 -w0)"
	    quits)
	run -75 as_bob
	applause
	fate ann@example.test delayed 4.7.0
}

@test "behaviour 162: a server that never stops asking" {
	play < <(offers_inside 'LOGIN' 'C: AUTH LOGIN'
	    for i in 1 2 3; do
		printf 'S: 334 VXNlcm5hbWU6\n'
		case $i in
		1) printf 'C: Ym9i\n' ;;
		2) printf 'C: czNjcmV0\n' ;;
		esac
	    done
	    quits)
	run -75 as_bob
	applause
	fate ann@example.test delayed 4.7.0
}

@test "a challenge of a megabyte" {
	play < <(offers CRAM-MD5 'C: AUTH CRAM-MD5'
	    printf 'S! raw 334 \n'
	    for ((i = 0; i < 256; i++)); do
		printf 'S! raw %04096d\n' 0
	    done)
	run -75 as_bob --tls=none
	fact ann@example.test .stage auth
	fact ann@example.test '.status | startswith("4.")' true
}

# binds MECHANISM VERSION [elsewhere]: a server that ties logins to sessions
binds() {
	play < <(starts_tls; again "AUTH $1"
	    echo "C! login $1 bob s3cret ${3:-}"
	    [ -n "${3:-}" ] && quits || stores ann@example.test)
	run as_bob -o "smtp_tls_mandatory_protocols=>=$2:<=$2"
	applause
	tls version "$2"
	rm -r "$T"/play.*
	actors=()
}

@test "SCRAM-PLUS is bound to the session, in TLS 1.2 and 1.3" {
	for mechanism in SCRAM-SHA-256-PLUS SCRAM-SHA-1-PLUS; do
		for version in TLSv1.2 TLSv1.3; do
			binds $mechanism $version
			[ "$status" = 0 ]
			auth mechanism $mechanism
		done
	done
}

@test "SCRAM-PLUS: somebody in the middle is found out" {
	for version in TLSv1.2 TLSv1.3; do
		binds SCRAM-SHA-256-PLUS $version elsewhere
		[ "$status" = 75 ]
		fate ann@example.test delayed 4.7.8
		fact ann@example.test .auth null
	done
}

@test "SCRAM-PLUS needs a session that it can be bound to" {
	play < <(offers SCRAM-SHA-256-PLUS; quits)
	run -75 as_bob --tls=none
	applause
	says ann@example.test \
	    'SCRAM-SHA-256-PLUS needs a TLS session that it can be bound to'
}

# external ARGUMENT...: EXTERNAL, at a server that asks for certificates
external() {
	play < <(hello STARTTLS
	    printf 'C: STARTTLS\nS: 220 go\nS! tls-ask %s\n' "$T/mx.pem"
	    again 'AUTH EXTERNAL'
	    printf '%s\n' "${script[@]}")
	run submits --auth-user=bob --auth-mechanisms=EXTERNAL "$@"
	applause
}

@test "EXTERNAL: our certificate, and no password is asked for" {
	certificate client
	mapfile -t script < <(echo 'C! login EXTERNAL bob x'
	    stores ann@example.test)
	external -o "smtp_tls_cert_file=$T/client.pem"
	[ "$status" = 0 ]
	auth mechanism EXTERNAL
}

@test "EXTERNAL: without a certificate it is not even tried" {
	mapfile -t script < <(quits)
	external
	[ "$status" = 75 ]
	says ann@example.test 'EXTERNAL needs a certificate of ours'
}

# kerberos: a KDC of EXAMPLE.TEST on 127.0.0.1, which knows bob and the server
kerberos() {
	export KRB5_CONFIG=$T/krb5.conf KRB5_KDC_PROFILE=$T/kdc.conf
	export KRB5_KTNAME=$T/keytab KRB5CCNAME=FILE:$T/ticket
	cat >"$KRB5_CONFIG" <<-'END'
		[libdefaults]
		default_realm = EXAMPLE.TEST
		dns_lookup_kdc = false
		dns_canonicalize_hostname = false
		[realms]
		EXAMPLE.TEST = {
		 kdc = 127.0.0.1:88
		}
	END
	cat >"$KRB5_KDC_PROFILE" <<-END
		[realms]
		EXAMPLE.TEST = {
		 database_name = $T/principals
		 key_stash_file = $T/stash
		 kdc_listen = 127.0.0.1:88
		 kdc_tcp_listen = 127.0.0.1:88
		}
		[logging]
		kdc = FILE:$T/kdc.log
	END
	kdb5_util create -s -P master
	kadmin.local addprinc -pw s3cret bob
	kadmin.local addprinc -randkey smtp/mx.example.test
	kadmin.local ktadd -k "$KRB5_KTNAME" smtp/mx.example.test
	krb5kdc -n -P "$T/kdc.pid" >"$T/kdc.out" 2>&1 3>&- &
	actors_kdc=$!
	for ((i = 0; i < 200; i++)); do
		! echo s3cret | kinit bob || return 0
		sleep 0.05
	done
	cat "$T/kdc.log"
	return 1
}

@test "GSSAPI: a ticket that the server cannot read" {
	command -v krb5kdc kinit kadmin.local >/dev/null ||
		skip 'no Kerberos here'
	# what leaks then leaks in Kerberos
	export ASAN_OPTIONS=detect_leaks=0
	kerberos
	# the server has its old key still
	kadmin.local cpw -randkey smtp/mx.example.test
	play < <(offers_inside GSSAPI; echo 'C! login GSSAPI bob x'; quits)
	run -75 submits --auth-user=bob --auth-mechanisms=GSSAPI
	stop "$actors_kdc"
	applause
	fate ann@example.test delayed 4.7.8
	fact ann@example.test '"\(.stage) \(.code) \(.auth)"' 'auth 535 null'
}

@test "GSSAPI: a ticket, and no password is asked for" {
	command -v krb5kdc kinit kadmin.local >/dev/null ||
		skip 'no Kerberos here'
	# what leaks then leaks in Kerberos
	export ASAN_OPTIONS=detect_leaks=0
	kerberos
	play < <(offers_inside GSSAPI; echo 'C! login GSSAPI bob x'
	    stores ann@example.test)
	run -0 submits --auth-user=bob --auth-mechanisms=GSSAPI
	stop "$actors_kdc"
	applause
	auth mechanism GSSAPI
}
