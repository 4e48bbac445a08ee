# SPDX-License-Identifier: BSD-2-Clause
#
# What a policy says about the handshake and the certificate, and that it is
# done. Which level a host gets, and why, is in tls_levels.bats.

load helpers
load scenes
load tls

STORE=/etc/ssl/certs/ca-certificates.crt	# in the lab it is our own

# policy TEXT: of example.test
policy() {
	table=(-o "smtp_tls_policy_maps=inline:{{example.test = $1}}")
}

to_ann() { deliver "${table[@]}" "$@" ann@example.test; }

# arrives OPTION...: at a server inside TLS
arrives() {
	world
	play < <(takes_inside ann@example.test)
	run -0 to_ann "$@"
	applause
}

# stays [OPTION...]: the server is not believed
stays() {
	world
	play < <(turned_away)
	run -75 to_ann "$@"
	applause
	fate ann@example.test delayed 4.7.5
}

# bytes DIGEST: with colons between them
bytes() { sed 's/../&:/g; s/:$//' "$1"; }

@test "behaviour 132: the fingerprint of the key" {
	certificate mx
	policy "fingerprint match=$(bytes "$T/mx.digest")"
	arrives
	tls level fingerprint
	tls match "$(bytes "$T/mx.digest")"
}

@test "behaviour 132: one of several" {
	certificate mx
	policy "fingerprint match=00:11|$(bytes "$T/mx.digest")"
	arrives
}

@test "behaviour 132: another one" {
	certificate mx
	certificate other
	policy "fingerprint match=$(bytes "$T/other.digest")"
	stays -vv
	grep -F "fingerprint of its key: $(bytes "$T/mx.digest")" "$CHAT"
}

@test "behaviour 131: names of the policy" {
	authority
	certificate mx -s "$T/ca.pem"
	policy 'secure match=hostname'
	arrives -o "smtp_tls_CAfile=$T/ca.pem.crt"
	tls match mx.example.test
}

@test "behaviour 131: an anchor of the policy, whoever else is trusted" {
	authority
	certificate mx -s "$T/ca.pem"
	certificate other
	policy "verify tafile=$T/ca.pem.crt"
	arrives -o "smtp_tls_CAfile=$T/other.pem.crt"
}

@test "behaviour 131: an anchor that did not vouch for it" {
	authority
	certificate mx -s "$T/ca.pem"
	certificate other
	policy "verify tafile=$T/other.pem.crt"
	stays -o "smtp_tls_CAfile=$T/ca.pem.crt"
}

@test "behaviour 131, D23: an anchor file without an anchor: nobody is visited" {
	world
	echo nothing >"$T/empty"
	policy "verify tafile=$T/empty"
	bystander 127.0.0.2:25
	run -75 to_ann
	nobody_came
	fate ann@example.test delayed 4.7.5
	says ann@example.test "client TLS configuration problem: "
}

@test "behaviour 109: protocols of the policy" {
	policy 'encrypt protocols=!TLSv1.3'
	arrives
	tls version TLSv1.2
}

@test "behaviour 110: a grade that there is not fails the handshake" {
	certificate mx
	world
	policy 'encrypt ciphers=null'
	play < <(hello STARTTLS
	    printf '%s\n' 'C: STARTTLS' 'S: 220 go' 'C! end')
	run -75 to_ann
	applause
	fate ann@example.test delayed 4.7.5
	says ann@example.test 'cannot start TLS: '
}

@test "behaviour 130: a level that trusts nobody loads no trust store" {
	certificate mx
	[ ! -e $STORE ] || cp $STORE "$T/store"
	mkdir -p "${STORE%/*}"
	echo nothing >$STORE
	world "_25._tcp.mx.example.test TLSA $(pin mx)"
	play < <(takes_inside ann@example.test)
	run -0 deliver ann@example.test
	applause
	tls level dane

	play < <(hello STARTTLS)
	run -75 deliver --tls=secure ann@example.test
	applause
	says ann@example.test 'our TLS engine is unavailable'

	[ ! -e "$T/store" ] || cp "$T/store" $STORE
}

@test "four destinations inside TLS at a time" {
	local n
	for n in 1 2 3 4; do
		certificate "mx$n"
		echo "d$n.test MX 10 mx$n.example.test."
		echo "mx$n.example.test A 127.0.0.1$n"
		printf '%s secure\n' d$n.test mx$n.example.test \
		    _25._tcp.mx$n.example.test
		echo "_25._tcp.mx$n.example.test TLSA $(pin mx$n)"
	done >"$T/four"
	zone <"$T/four"
	for n in 1 2 3 4; do
		play 127.0.0.1$n:25 < <(starts_tls mx$n; again
		    stores ann@d$n.test)
	done
	run -0 deliver ann@d{1,2,3,4}.test
	applause
	for n in 1 2 3 4; do
		fact ann@d$n.test .tls.peer verified
	done
}
