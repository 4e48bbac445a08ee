# SPDX-License-Identifier: BSD-2-Clause
#
# STARTTLS and TLS from the first octet: what is said, what is shown, whom we
# trust.

load helpers
load scenes
load tls

# to_ann ARGUMENT...: delivers to her, at $PEER by name
to_ann() { deliver "$@" ann@example.test; }

# old: the message was handed over an hour ago
old=(--arrival="@$(($(date +%s) - 3600))")

@test "behaviours 123, 133: STARTTLS where it is offered, and EHLO again" {
	world
	play < <(takes_inside ann@example.test)
	run -0 to_ann
	applause
	tls level may
	tls peer untrusted
	tls match null
	fact ann@example.test '.tls.version | test("^TLSv1.[23]$")' true
	fact ann@example.test '.tls.cipher | length > 0' true
	fact ann@example.test .detail '250 2.0.0 stored'
}

@test "the text form says version, level and peer" {
	world
	play < <(takes_inside ann@example.test)
	run -0 to_ann --format=text
	applause
	grep -E '^ann@example.test: relayed 2.0.0 via mx.example.test\[127.0.0.2\]:25 \(TLSv1\.[23], may untrusted\): 250 2.0.0 stored$' \
	    "$RESULTS"
}

@test "behaviour 229: so does the log of Postfix" {
	world
	play < <(takes_inside ann@example.test)
	run -0 to_ann --format=postfix --tls=encrypt
	applause
	grep -F ', tls=encrypt, dsn=2.0.0, status=sent (' "$RESULTS"
}

@test "behaviour 140: the chat has one line about TLS, and other prefixes inside" {
	world
	play < <(takes_inside ann@example.test)
	run -0 to_ann -v
	applause
	grep -x ' -> STARTTLS' "$CHAT"
	grep -x ' ~> EHLO client.example' "$CHAT"
	grep -x '<~  250 2.0.0 stored' "$CHAT"
	equal lines "$(grep -c '^=== TLSv1\.[23], .* bits), .*, peer untrusted: the level may asks for no proof$' \
	    "$CHAT")" 1
	run -1 grep -F 'certificate 0' "$CHAT"
}

@test "-vv: the chain of certificates" {
	world
	play < <(takes_inside ann@example.test)
	run -0 to_ann -vv
	applause
	grep -F '=== certificate 0: subject ' "$CHAT"
	run -1 grep -F 'certificate 1' "$CHAT"
}

@test "behaviour 131: secure: a name, and somebody who vouches for it" {
	world
	authority
	certificate mx -s "$T/ca.pem" -n example.test
	play < <(takes_inside ann@example.test)
	run -0 to_ann -v --tls=secure -o "smtp_tls_CAfile=$T/ca.pem.crt" \
	    -o tls_append_default_CA=no
	applause
	tls level secure
	tls peer verified
	tls match example.test
	grep -F ', peer verified by example.test' "$CHAT"
}

# trusting_nobody: the program runs where the system's certificates are gone
trusting_nobody() {
	local store=/etc/ssl/certs/ca-certificates.crt
	: >"$T/empty"
	cat >"$T/mxput" <<-END
		#!/bin/sh
		exec unshare -m sh -c '[ ! -e $store ] ||
		    mount --bind $T/empty $store
		exec $MXPUT "\$@"' mxput "\$@"
	END
	chmod +x "$T/mxput"
	MXPUT=$T/mxput
}

@test "behaviour 131: smtp_tls_CAfile is enough where the system trusts nobody" {
	world
	authority
	certificate mx -s "$T/ca.pem" -n example.test
	trusting_nobody
	play < <(takes_inside ann@example.test)
	run -0 to_ann --tls=secure -o "smtp_tls_CAfile=$T/ca.pem.crt"
	applause
	tls peer verified
}

@test "behaviour 131: nobody at all cannot vouch for anybody" {
	world
	trusting_nobody
	play < <(hello STARTTLS; echo 'C: QUIT')
	run -75 to_ann --tls=secure
	applause
	says ann@example.test 'that this system trusts: '
}

@test "behaviour 129: nobody vouches for it: QUIT inside TLS" {
	world
	play < <(turned_away)
	run -75 to_ann --tls=secure
	applause
	fate ann@example.test delayed 4.7.5
	says ann@example.test 'Server certificate not verified: '
	tls peer untrusted
	fact ann@example.test .stage tls
}

@test "behaviour 131: the certificate is for another name" {
	world
	authority
	certificate mx -s "$T/ca.pem"
	play < <(turned_away)
	run -75 to_ann -vv --tls=secure -o "smtp_tls_CAfile=$T/ca.pem.crt" \
	    -o smtp_tls_secure_cert_match=nexthop
	applause
	tls peer trusted
	says ann@example.test 'the certificate is for other names'
	grep -Fx '=== no name of the certificate fits example.test' "$CHAT"
}

@test "behaviour 131: it has expired" {
	world
	authority
	certificate mx -s "$T/ca.pem" -n example.test -d -20:-10
	play < <(turned_away)
	run -75 to_ann --tls=secure -o "smtp_tls_CAfile=$T/ca.pem.crt"
	applause
	says ann@example.test expired
}

@test "behaviour 126: required and not offered" {
	world
	play < <(hello)
	run -75 to_ann --tls=encrypt
	applause
	fate ann@example.test delayed 4.7.4
	tls version null
}

@test "behaviour 124: refused at may: in the clear" {
	world
	play < <(hello STARTTLS
	    printf 'C: STARTTLS\nS: 454 4.7.0 no\n'
	    stores ann@example.test)
	run -0 to_ann
	applause
	tls level none
	tls version null
}

@test "behaviour 107: a certificate of ours that cannot be read" {
	world
	play < <(hello STARTTLS)
	run -75 to_ann --tls=encrypt -o "smtp_tls_cert_file=$T/none"
	applause
	fate ann@example.test delayed 4.7.5
	says ann@example.test "$T/none"
}

@test "behaviour 107: at may it is the end of TLS, not of mail" {
	world
	play < <(hello STARTTLS; stores ann@example.test)
	run -0 to_ann -o "smtp_tls_cert_file=$T/none" -vv
	applause
	grep -F "$T/none" "$CHAT"
}

@test "behaviour 137: smtps:// is TLS from the first octet, at port 465" {
	certificate mx
	play 127.0.0.2:465 <<-SCRIPT
		S! tls $T/mx.pem
		S: 220 mx.example.test ESMTP
		$(again STARTTLS)
		$(stores ann@example.test)
	SCRIPT
	run -0 to_ann -d smtps://127.0.0.2
	applause
	tls level encrypt
}

@test "behaviour 137: at any port, and for this destination only" {
	certificate mx
	play <<<'S! close'
	play 127.0.0.3:2465 <<-SCRIPT
		S! tls $T/mx.pem
		S: 220 mx.example.test ESMTP
		$(again)
		$(stores ann@example.test)
	SCRIPT
	run -0 to_ann -d '[127.0.0.2], smtps://127.0.0.3:2465'
	applause
}

@test "behaviour 137: port 465 means it outside Postfix mode" {
	certificate mx
	play 127.0.0.2:465 <<-SCRIPT
		S! tls $T/mx.pem
		S: 220 mx.example.test ESMTP
		$(again)
		$(stores ann@example.test)
	SCRIPT
	run -0 to_ann -d '[127.0.0.2]:465'
	applause
}

@test "behaviour 137: no TLS there, no mail" {
	play 127.0.0.2:465 <<-'SCRIPT'
		S: 220 mx.example.test ESMTP
		C~ .*
	SCRIPT
	run -75 to_ann -d smtps://127.0.0.2
	fate ann@example.test delayed 4.7.5
}

@test "behaviour 215: smtp_starttls_timeout bounds the handshake" {
	world
	play < <(hello STARTTLS
	    printf '%s\n' 'C: STARTTLS' 'S: 220 go' 'S! hang')
	run -75 to_ann -o smtp_starttls_timeout=1s
	applause
	fate ann@example.test delayed 4.7.5
	says ann@example.test 'the handshake took too long'
}

@test "a signal ends the handshake" {
	world
	play < <(hello STARTTLS
	    printf '%s\n' 'C: STARTTLS' 'S: 220 go' 'S! hang')
	start "${old[@]}" ann@example.test
	await '^<-  220 go'
	signal
	ended 75
	applause
	fate ann@example.test delayed 4.3.0
}

@test "behaviour 134: an old message goes on in the clear after a handshake that failed" {
	world
	play <<-SCRIPT
		$(hello STARTTLS)
		C: STARTTLS
		S: 220 go
		S: this is no TLS
		S! close
		---
		$(hello STARTTLS)
		$(stores ann@example.test)
	SCRIPT
	run -0 to_ann "${old[@]}" -v
	applause
	tls level none
	hosts ann@example.test mx.example.test mx.example.test
	grep -F 'once more, without TLS' "$CHAT"
}

@test "behaviour 134: a young one waits" {
	world
	play < <(hello STARTTLS
	    printf '%s\n' 'C: STARTTLS' 'S: 220 go' 'S: no TLS' 'S! close')
	run -75 to_ann
	applause
	fate ann@example.test delayed 4.7.5
}

@test "behaviour 61: the second try counts as the first" {
	mx example.test mx.example.test=127.0.0.2 mx2.example.test=127.0.0.3
	play <<-SCRIPT
		$(hello STARTTLS)
		C: STARTTLS
		S: 220 go
		S: this is no TLS
		S! close
		---
		$(hello)
		$(mail ann@example.test)
		C: DATA
		S: 451 4.3.0 not now
		$(leave)
	SCRIPT
	play 127.0.0.3:25 < <(takes ann@example.test)
	run -0 to_ann "${old[@]}" -o smtp_mx_address_limit=2 \
	    -o smtp_mx_session_limit=2
	applause
}

@test "behaviour 135: so it does when the connection is lost inside" {
	world
	play <<-SCRIPT
		$(starts_tls)
		$(again)
		C: $ALICE
		S! close
		---
		$(hello STARTTLS)
		$(stores ann@example.test)
	SCRIPT
	run -0 to_ann "${old[@]}"
	applause
}

@test "behaviour 136: never above may" {
	world
	play < <(starts_tls; again; printf 'C: %s\nS! close\n' "$ALICE")
	run -75 to_ann "${old[@]}" --tls=encrypt
	applause
	fate ann@example.test delayed 4.4.2
}

@test "D18: nor while the message may have been delivered" {
	world
	play < <(starts_tls; again; mail ann@example.test; content
	    echo 'S! close')
	run -80 to_ann "${old[@]}"
	applause
	fact ann@example.test .unknown true
}

@test "--quit-after=tls: how far TLS comes, and no message" {
	world
	play < <(turned_away)
	run -0 to_ann --quit-after=tls
	applause
	fate ann@example.test deliverable 2.0.0
	fact ann@example.test .stage tls
}

@test "--quit-after=tls where it is not offered" {
	world
	play < <(hello)
	run -75 to_ann --quit-after=tls
	applause
	fate ann@example.test delayed 4.7.4
}

@test "behaviour 230: --plan shows the level of each host, and why" {
	world
	run -0 to_ann --plan
	equal level "$(jq -r '.destinations[0].members[0].candidates[0].tls |
	    "\(.level): \(.why)"' "$RESULTS")" "may: $(
		)smtp_tls_security_level: dane, but there are no TLSA records"
}
