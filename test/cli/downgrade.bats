# SPDX-License-Identifier: BSD-2-Clause
#
# Somebody in the middle who wants the mail in the clear, or for himself:
# whatever he does, it is not sent where the level forbids it.

load helpers
load scenes
load tls

# held ARGUMENT...: the mail is not sent, and why it is delayed
held() {
	run -75 deliver "${@:2}" ann@example.test
	applause
	fate ann@example.test delayed "$1"
}

# pinned: example.test publishes the key of $T/mx.pem
pinned() {
	certificate mx
	world "_25._tcp.mx.example.test TLSA $(pin mx)"
}

# stripped: the server offers everything but STARTTLS
stripped() {
	hello PIPELINING 'SIZE 10000000' XSTARTTLSX
}

@test "STARTTLS is stripped: not at encrypt" {
	world
	play < <(stripped)
	held 4.7.4 --tls=encrypt
}

@test "STARTTLS is stripped: not where TLSA records are" {
	pinned
	play < <(stripped)
	held 4.7.4
}

@test "STARTTLS is stripped, and the message is old: not at secure either" {
	world
	play < <(stripped)
	held 4.7.4 --tls=secure --arrival=@0
}

@test "EHLO is refused, so that there is no STARTTLS: not at encrypt" {
	world
	play <<-'END'
		S: 220 mx.example.test SMTP
		C: EHLO client.example
		S: 502 5.5.1 what?
		C: HELO client.example
		S: 250 mx.example.test
	END
	held 4.7.4 --tls=encrypt
}

@test "STARTTLS is refused: not where TLSA records are" {
	pinned
	play < <(hello STARTTLS; printf 'C: STARTTLS\nS: 454 4.7.0 no\n')
	held 4.7.0
}

@test "the handshake is spoiled: not where TLSA records are" {
	pinned
	play < <(hello STARTTLS
	    printf '%s\n' 'C: STARTTLS' 'S: 220 go' 'S: spoiled' 'S! close')
	held 4.7.5 --arrival=@0
}

@test "behaviour 127: a reply is injected behind the 220: nobody hears it" {
	pinned
	play <<-SCRIPT
		$(hello STARTTLS)
		C: STARTTLS
		S! raw 220 go\r\n250-mx.example.test\r\n250 AUTH PLAIN\r\n
		S! tls $T/mx.pem
		$(again)
		$(stores ann@example.test)
	SCRIPT
	run -0 deliver -v ann@example.test
	applause
	grep -F 'had already sent 37 octets that are not encrypted; they are thrown away' \
	    "$CHAT"
}

@test "D4: what the EHLO in the clear offered is forgotten" {
	pinned
	message <<-'END'
		Subject: hello

		Hello.
	END
	play <<-SCRIPT
		$(starts_tls mx PIPELINING 'SIZE 10' DSN SMTPUTF8 8BITMIME)
		$(again)
		$(stores ann@example.test)
	SCRIPT
	run -0 deliver -N success --dsn-envid=x ann@example.test
	applause
}

@test "D4: the name in the EHLO in the clear decides nothing" {
	pinned
	play <<-SCRIPT
		S: 220 mx.example.test ESMTP
		C: EHLO client.example
		S: 250-client.example
		S: 250 STARTTLS
		C: STARTTLS
		S: 220 go
		S! tls $T/mx.pem
		$(again)
		$(stores ann@example.test)
	SCRIPT
	run -0 deliver -o myhostname=client.example ann@example.test
	applause
}

@test "another certificate: not where TLSA records are" {
	pinned
	certificate other
	play < <(turned_away other)
	held 4.7.5
	says ann@example.test 'Server certificate not verified: '
}

@test "another certificate, and the message is old: neither then" {
	pinned
	certificate other
	play < <(turned_away other)
	held 4.7.5 --arrival=@0
}

@test "behaviour 116: TLSA records are withheld (SERVFAIL): nobody is visited" {
	world '_25._tcp.mx.example.test TLSA !SERVFAIL'
	bystander 127.0.0.2:25
	run -75 deliver ann@example.test
	nobody_came
	fate ann@example.test delayed 4.7.5
	says ann@example.test 'TLSA lookup error for mx.example.test:25'
}

@test "behaviour 114: MX records are forged: dane-only goes nowhere" {
	zone <<-'END'
		example.test MX 10 evil.example.test.
		evil.example.test A 127.0.0.2
	END
	bystander 127.0.0.2:25
	run -75 deliver --tls=dane-only ann@example.test
	nobody_came
	says ann@example.test 'non DNSSEC destination'
}

@test "behaviour 131: MX records are forged: secure wants a name of the destination" {
	authority
	certificate evil -s "$T/ca.pem"
	zone <<-'END'
		example.test MX 10 evil.other.test.
		evil.other.test A 127.0.0.2
	END
	"$TEST_BUILD/test/tool/mint" -s "$T/ca.pem" -n evil.other.test \
	    "$T/evil.pem"
	play < <(turned_away evil)
	held 4.7.5 --tls=secure -o "smtp_tls_CAfile=$T/ca.pem.crt"
}

@test "the whole of TLS is stripped: smtps:// does not speak in the clear" {
	play 127.0.0.2:465 <<-'SCRIPT'
		S: 220 mx.example.test ESMTP
		S! close
	SCRIPT
	run -75 deliver -d smtps://127.0.0.2 ann@example.test
	fate ann@example.test delayed 4.7.5
}

@test "behaviour 138: TLS is cut off within the message: nothing was taken" {
	pinned
	play < <(starts_tls; again; mail ann@example.test
	    printf '%s\n' 'C: DATA' 'S: 354 go' 'C! data' 'S! close')
	run -80 deliver --arrival=@0 ann@example.test
	applause
	fact ann@example.test .unknown true
}
