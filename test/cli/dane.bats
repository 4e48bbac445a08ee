# SPDX-License-Identifier: BSD-2-Clause
#
# DANE for mail (RFC 7672): which certificate will do, and that it does, also
# with a real Postfix and real signatures.

load helpers
load scenes
load tls

# published RDATA...: these are the TLSA records of the server, which is that
# of $T/mx.pem
published() {
	world "${@/#/_25._tcp.mx.example.test TLSA }"
	server=mx
}

arrives() {
	play < <(starts_tls "$server"; again; stores ann@example.test)
	run -0 deliver -vv "$@" ann@example.test
	applause
}

stays() {
	play < <(turned_away "$server")
	run -75 deliver -vv "$@" ann@example.test
	applause
	fate ann@example.test delayed 4.7.5
}

none=$(printf '00%.0s' {1..32})		# the digest of nobody's key

@test "behaviour 120: usage 3: the key, whatever names and dates say" {
	certificate mx -d -20:-10
	published "$(pin mx)"
	arrives
	tls level dane
	tls peer verified
	fact ann@example.test '.tls.match | startswith("3 1 1 ")' true
}

@test "behaviour 120: usage 3: another key" {
	certificate mx
	published "3 1 1 $none"
	stays
	grep -F '=== TLSA 3 1 1 00000000' "$CHAT"
}

@test "one of two records will do, and each says why or why not" {
	certificate mx
	published "3 1 1 $none" "$(pin mx)"
	arrives
	grep -x '=== TLSA 3 1 1 0*\.\.\. does not match: .*' "$CHAT"
	grep -x '=== TLSA 3 1 1 .* matches' "$CHAT"
}

@test "behaviour 120: usage 2: an anchor that was sent, and a name" {
	authority
	certificate mx -s "$T/ca.pem"
	published "2 1 1 $(cat "$T/ca.digest")"
	arrives
	tls peer verified
}

@test "behaviour 120: usage 2: no name fits" {
	authority
	"$TEST_BUILD/test/tool/mint" -s "$T/ca.pem" -n other.test "$T/mx.pem"
	published "2 1 1 $(cat "$T/ca.digest")"
	stays
}

@test "behaviour 120: usage 2: it has expired" {
	authority
	certificate mx -s "$T/ca.pem" -d -20:-10
	published "2 1 1 $(cat "$T/ca.digest")"
	stays
}

@test "a forged chain with the genuine anchor behind it" {
	authority
	certificate mx
	cat "$T/ca.pem.crt" >>"$T/mx.pem"
	published "2 1 1 $(cat "$T/ca.digest")"
	stays
}

@test "behaviour 118: only records that are of no use: encrypt" {
	certificate mx
	published "1 1 1 $none"
	arrives
	tls level encrypt
}

@test "behaviour 118: of no use at the handshake: encrypt" {
	certificate mx
	published "3 1 9 $none"
	arrives --tls=dane
	tls level encrypt
	tls peer untrusted
}

@test "behaviour 118: not enough for dane-only" {
	certificate mx
	published "3 1 9 $none"
	stays --tls=dane-only
}

@test "behaviour 119: MX records without a signature: half of DANE" {
	certificate mx
	zone <<-END
		example.test MX 10 mx.example.test.
		mx.example.test A 127.0.0.2
		mx.example.test secure
		_25._tcp.mx.example.test secure
		_25._tcp.mx.example.test TLSA $(pin mx)
	END
	server=mx
	arrives -o smtp_tls_dane_insecure_mx_policy=dane
	tls level half-dane
	tls peer trusted
}

@test "behaviour 115: the records of the port that is used" {
	certificate mx
	world "_2525._tcp.mx.example.test TLSA $(pin mx)" \
	    '_2525._tcp.mx.example.test secure'
	play 127.0.0.2:2525 < <(takes_inside ann@example.test)
	run -0 deliver -d '[mx.example.test]:2525' ann@example.test
	applause
	tls level dane
}

# real SERVICE RECIPIENT OPTION...: to a real server, with real signatures
real() {
	requires dns "$1"
	[ -e "$LAB_ZONES/mail.pem" ] || skip 'this lab has no keys'
	run -0 deliver -v "${@:3}" "$2"
	fact "$2" .tls.level dane
	fact "$2" .tls.peer verified
	fact "$2" .action relayed
}

@test "a real Postfix over IPv4" {
	real postfix bob@nsec.test -4
	fact bob@nsec.test .remote_mta.address 198.51.100.21
}

@test "a real Postfix over IPv6" {
	real postfix bob@nsec.test -6
	fact bob@nsec.test .remote_mta.address 2001:db8:100::21
}

@test "a real Exim over IPv4" {
	requires exim
	real exim ann@exim.nsec.test -4
	fact ann@exim.nsec.test .remote_mta.address 198.51.100.23
}

@test "a real Exim over IPv6" {
	real exim ann@exim.nsec.test -6
	fact ann@exim.nsec.test .remote_mta.address 2001:db8:100::23
}

@test "a real Postfix, and everything is validated here" {
	requires dns postfix
	"$MXPUT" --features | grep -qx 'DNSSEC validation: yes.*' ||
		skip 'built without libunbound'
	resolv 'nameserver 127.0.0.54'
	real postfix bob@nsec.test -4 -o mxput_dnssec=validate \
	    -o "mxput_trust_anchor=$LAB_ZONES/anchor.key"
}

@test "behaviour 131: real servers, verified by name" {
	requires dns postfix exim
	run -0 deliver --tls=verify bob@nsec.test ann@exim.nsec.test \
	    -o "smtp_tls_CAfile=$LAB_ZONES/ca.pem.crt"
	fact bob@nsec.test .tls.match postfix.nsec.test
	fact ann@exim.nsec.test .tls.match exim.nsec.test
}
