# SPDX-License-Identifier: BSD-2-Clause
#
# mxput_use_chunking: BDAT in the place of DATA (RFC 3030).

load helpers
load scenes

AUTO=(-o mxput_use_chunking=auto)
YES=(-o mxput_use_chunking=yes)

# chunk: the message of setup, in one
chunk() {
	cat <<-'END'
		C: BDAT 54 LAST
		C: From: alice@client.example
		C: Subject: hello
		C: 
		C: Hello.
	END
}

@test "yes: once somebody is accepted" {
	play <<-SCRIPT
		$(hello CHUNKING)
		$(mail ann@example.test)
		$(chunk)
		S: 250 2.0.0 stored
	SCRIPT
	run -0 deliver "${YES[@]}" -d '[127.0.0.2]' ann@example.test
	applause
	fate ann@example.test relayed 2.0.0
}

# flight: to ann and bob, all that is said behind EHLO
flight() {
	hello PIPELINING CHUNKING
	printf '%s\n' "C: $ALICE" 'C: RCPT TO:<ann@example.test>' \
	    'C: RCPT TO:<bob@example.test>'
	chunk
	echo 'C: QUIT'
}

@test "auto: with MAIL and RCPT, and QUIT behind it, in one flight" {
	play <<-SCRIPT
		$(flight)
		S: 250 2.1.0 ok
		S: 250 2.1.5 ok
		S: 550 5.1.1 no bob here
		S: 250 2.0.0 stored
		S: 221 2.0.0 bye
	SCRIPT
	run -69 deliver "${AUTO[@]}" -d '[127.0.0.2]' ann@example.test \
	    bob@example.test
	applause
	fate ann@example.test relayed 2.0.0
	fate bob@example.test failed 5.1.1
}

@test "D3: lost in such a flight: nobody knows about anybody" {
	play <<-SCRIPT
		$(flight)
		S: 250 2.1.0 ok
		S: 550 5.1.1 no ann here
		S! close
	SCRIPT
	run -80 deliver "${AUTO[@]}" -d '[127.0.0.2]' ann@example.test \
	    bob@example.test
	applause
	fate ann@example.test failed 5.1.1
	fact bob@example.test .unknown true
	says bob@example.test 'while sending RCPT TO -- message may be sent'
}

@test "no, or CHUNKING is not offered: DATA" {
	play < <(hello CHUNKING; mail ann@example.test; content
	    echo 'S: 250 2.0.0 stored')
	run -0 deliver -d '[127.0.0.2]' ann@example.test
	applause
	play 127.0.0.3:25 < <(takes ann@example.test)
	run -0 deliver "${AUTO[@]}" -d '[127.0.0.3]' ann@example.test
	applause
}

@test "behaviour 92: CHUNKING is overlooked: DATA" {
	play < <(hello CHUNKING; mail ann@example.test; content
	    echo 'S: 250 2.0.0 stored')
	run -0 deliver "${YES[@]}" -o smtp_discard_ehlo_keywords=chunking \
	    -d '[127.0.0.2]' ann@example.test
	applause
}

# body_of MAILBOX: its one message, behind the header
body_of() { sed '1,/^$/d' "$(mailbox "$1")"; }

@test "a real Postfix: short and long messages, what arrives is the same" {
	requires dns postfix
	message < <(printf 'Subject: dots\n\n.\n..\n. a\n'; seq 9)
	run -0 deliver -v "${AUTO[@]}" bob@example.net
	grep '^ [-~]> BDAT [0-9]* LAST' "$CHAT"
	body_of bob@example.net | cmp - <(sed '1,/^$/d' "$MESSAGE")

	message < <(printf 'Subject: long\n\n'; seq 200000)
	run -0 deliver -v "${AUTO[@]}" carol@example.net
	equal chunks "$(grep -c '^ [-~]> BDAT' "$CHAT")" 6
	body_of carol@example.net | cmp - <(sed '1,/^$/d' "$MESSAGE")
}

@test "a real Postfix refuses a recipient of such a flight" {
	requires dns postfix
	run -81 deliver -v "${AUTO[@]}" dave@example.net nobody@example.net \
	    later@example.net
	fate dave@example.net relayed 2.0.0
	fate nobody@example.net failed 5.1.1
	fate later@example.net delayed 4.2.1
	run -69 deliver "${AUTO[@]}" nobody@example.net
	fate nobody@example.net failed 5.1.1
}
