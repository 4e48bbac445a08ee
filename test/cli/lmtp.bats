# SPDX-License-Identifier: BSD-2-Clause
#
# LMTP: an answer for each recipient, over TCP and to a socket.

load helpers
load scenes

LMTP=127.0.0.2:24

# lhlo [KEYWORD...]: greeting, LHLO, and what the server offers
lhlo() {
	hello "$@" | sed -e 's/EHLO/LHLO/' -e 's/ESMTP/LMTP/'
}

# hand ARGUMENT...: as deliver, but in LMTP
hand() { deliver -o lmtp_lhlo_name=client.example --lmtp "$@"; }

@test "behaviour 206: delivered, full and refused after one message" {
	play $LMTP <<-SCRIPT
		$(lhlo)
		$(mail ann@example.test bob@example.test cat@example.test)
		$(content)
		S: 250 2.0.0 ann has it
		S: 452 4.2.2 bob is full
		S: 550 5.7.1 not for cat
		C: QUIT
		S: 221 2.0.0 bye
	SCRIPT
	run -81 hand -d '[127.0.0.2]' ann@example.test bob@example.test \
	    cat@example.test
	applause
	fate ann@example.test relayed 2.0.0
	fate bob@example.test delayed 4.2.2
	fate cat@example.test failed 5.7.1
	fact ann@example.test .reply '250 2.0.0 ann has it'
	fact ann@example.test .protocol lmtp
	same_message <"$MESSAGE"
}

@test "behaviour 208: with PIPELINING, and recipients without a domain" {
	play $LMTP <<-SCRIPT
		$(lhlo PIPELINING)
		$(flight ann bob)
		S: 250 2.1.0 ok
		S: 550 5.1.1 no ann here
		S: 250 2.1.5 ok
		S: 354 go ahead
		C! data
		C: QUIT
		S: 250 2.0.0 stored
		S: 221 2.0.0 bye
	SCRIPT
	run -69 hand -d '[127.0.0.2]' ann bob
	applause
	fate ann failed 5.1.1
	fate bob relayed 2.0.0
}

@test "behaviour 207: lost after the first answer: the others are unknown" {
	play $LMTP <<-SCRIPT
		$(lhlo)
		$(mail ann@example.test bob@example.test)
		$(content)
		S: 250 2.0.0 stored
		S! close
	SCRIPT
	run -80 hand -d '[127.0.0.2]' ann@example.test bob@example.test
	applause
	fate ann@example.test relayed 2.0.0
	fact ann@example.test .unknown false
	fate bob@example.test delayed 4.4.2
	fact bob@example.test .unknown true
}

@test "behaviour 207: bob's turn comes again at the next address" {
	printf '%s\n' '127.0.0.2 two.test' '127.0.0.3 two.test' >>/etc/hosts
	play 127.0.0.2:24 <<-SCRIPT
		$(lhlo)
		$(mail ann@example.test bob@example.test)
		$(content)
		S: 250 2.0.0 stored
		S! close
	SCRIPT
	play 127.0.0.3:24 <<-SCRIPT
		$(lhlo)
		$(mail bob@example.test)
		$(content)
		S: 250 2.0.0 stored again
		C: QUIT
		S: 221 2.0.0 bye
	SCRIPT
	run -0 hand -d two.test -o lmtp_host_lookup=native \
	    -o lmtp_randomize_addresses=no ann@example.test bob@example.test
	applause
	fact ann@example.test .may_be_duplicate false
	fact bob@example.test .may_be_duplicate true
}

@test "D16: one answer too many: nobody is told somebody else's" {
	play $LMTP <<-SCRIPT
		$(lhlo PIPELINING)
		$(flight ann@example.test bob@example.test)
		S: 250 2.1.0 ok
		S: 250 2.1.5 ok
		S: 250 2.1.5 ok
		S: 354 go ahead
		C! data
		C: QUIT
		S: 250 2.0.0 stored
		S: 250 2.0.0 a word more
		S: 550 5.7.1 not for bob
		S: 221 2.0.0 bye
	SCRIPT
	run -80 hand -d '[127.0.0.2]' ann@example.test bob@example.test
	fact ann@example.test .unknown true
	fact bob@example.test .unknown true
	says bob@example.test 'more answers than there are recipients'
}

@test "D16: one too few: QUIT's answer is nobody's" {
	play $LMTP <<-SCRIPT
		$(lhlo PIPELINING)
		$(flight ann@example.test bob@example.test)
		S: 250 2.1.0 ok
		S: 250 2.1.5 ok
		S: 250 2.1.5 ok
		S: 354 go ahead
		C! data
		C: QUIT
		S: 250 2.0.0 stored
		S: 221 2.0.0 bye
	SCRIPT
	run -80 hand -d '[127.0.0.2]' ann@example.test bob@example.test
	applause
	fact ann@example.test .unknown true
	fact bob@example.test .unknown true
}

@test "behaviour 85: a server that does not know LHLO is no LMTP server" {
	play $LMTP <<-'SCRIPT'
		S: 220 mx.example.test ESMTP
		C: LHLO client.example
		S: 500 5.5.1 what?
	SCRIPT
	run -69 hand -d '[127.0.0.2]' ann@example.test
	applause
	fate ann@example.test failed 5.5.1
}

@test "behaviour 83: a server that answers LHLO, and SMTP is wanted" {
	play <<-'SCRIPT'
		S: 220 lmtp.example.test LMTP
		C: EHLO client.example
		S: 500 5.5.1 LHLO, please
		C: HELO client.example
		S: 500 5.5.1 LHLO, please
	SCRIPT
	run -69 deliver -d '[127.0.0.2]' ann@example.test
	applause
}

@test "behaviours 16, 18: a socket, which the result calls by our name" {
	play "unix:$T/sock" <<-SCRIPT
		$(lhlo)
		$(mail ann)
		$(content)
		S: 250 2.0.0 stored
		C: QUIT
		S: 221 2.0.0 bye
	SCRIPT
	run -0 hand -d "unix:$T/sock" ann
	applause
	fact ann .remote_mta.name client.example
	fact ann .remote_mta.address "$T/sock"
	fact ann .destination "unix:$T/sock"
}

@test "behaviour 17: nobody listens at the socket" {
	run -75 hand -d "unix:$T/nobody" ann
	fate ann delayed 4.4.1
	fact ann .remote_mta null
}

@test "lmtp:///path is such a socket, and LMTP needs no other option" {
	play "unix:$T/sock" <<-SCRIPT
		$(lhlo)
		$(mail ann)
		$(content)
		S: 250 2.0.0 stored
		C: QUIT
		S: 221 2.0.0 bye
	SCRIPT
	run -0 deliver -d "lmtp://$T/sock" ann
	applause
}

@test "lmtp://host:port" {
	play 127.0.0.2:2424 <<-SCRIPT
		$(lhlo)
		$(mail ann)
		$(content)
		S: 250 2.0.0 stored
		C: QUIT
		S: 221 2.0.0 bye
	SCRIPT
	run -0 deliver -d lmtp://127.0.0.2:2424 ann
	applause
}

@test "behaviour 211: delivered, where the server is said to be the last" {
	for setting in lmtp_assume_final=yes mxput_flags=X; do
		play $LMTP <<-SCRIPT
			$(lhlo)
			$(mail ann)
			$(content)
			S: 250 2.0.0 stored
			C: QUIT
			S: 221 2.0.0 bye
		SCRIPT
		run -0 hand -d '[127.0.0.2]' -o $setting ann
		applause
		actors=()
		rm -r "$T/play.0"
		fate ann delivered 2.0.0
	done
}

@test "behaviour 220: QUIT's answer is waited for, but not for long" {
	play $LMTP <<-SCRIPT
		$(lhlo)
		$(mail ann)
		$(content)
		S: 250 2.0.0 stored
		C: QUIT
		S! hang
	SCRIPT
	run -0 hand -d '[127.0.0.2]' -o lmtp_quit_timeout=1s ann
	applause
	fate ann relayed 2.0.0
}

@test "D8: nobody is accepted, yet 354 comes and then nothing" {
	play $LMTP <<-SCRIPT
		$(lhlo PIPELINING)
		$(flight ann)
		S: 250 2.1.0 ok
		S: 550 5.1.1 no ann here
		S: 354 go ahead
		C: .
		C: QUIT
		S! hang
	SCRIPT
	run -69 hand -d '[127.0.0.2]' -o lmtp_rset_timeout=1s ann
	applause
	fate ann failed 5.1.1
}

@test "--quit-after=rcpt" {
	play $LMTP <<-SCRIPT
		$(lhlo)
		C: $ALICE
		S: 250 2.1.0 ok
		C: RCPT TO:<ann>
		S: 250 2.1.5 ok
		$(leave)
	SCRIPT
	run -0 hand --quit-after=rcpt -d '[127.0.0.2]' ann
	applause
	fate ann deliverable 2.1.5
}

# The body of the one message in a mailbox of Dovecot.
in_dovecot() {
	local files=("$LAB/mail/lmtp/$1/new/"*)
	equal "messages for $1" ${#files[@]} 1
	sed '1,/^$/d' "${files[0]}"
	rm "${files[0]}"
}

@test "a real Dovecot: delivered, full and unknown" {
	requires dovecot
	message <<-'END'
		From: alice@client.example
		Subject: dots

		.
		..
		. a line
		the last one
	END
	run -69 deliver -d lmtp://198.51.100.24 bob full@x.test nobody carol
	fate bob relayed 2.0.0
	fate carol relayed 2.0.0
	fate full@x.test failed 5.2.2
	fact full@x.test .stage end-of-data
	fate nobody failed 5.1.1
	fact nobody .stage rcpt
	equal bob "$(in_dovecot bob)" "$(sed '1,/^$/d' "$MESSAGE")"
	equal carol "$(in_dovecot carol)" "$(sed '1,/^$/d' "$MESSAGE")"
}

@test "a real Dovecot at its socket, twice in one session" {
	requires dovecot
	run -69 deliver -v -d "lmtp://$LAB/run/dovecot/lmtp" \
	    -o lmtp_destination_recipient_limit=2 bob nobody full carol
	equal sessions "$(grep -c '=== connected to' "$CHAT")" 1
	equal MAIL "$(grep -c '^ -> MAIL' "$CHAT")" 2
	fate bob relayed 2.0.0
	fate full failed 5.2.2
	fate carol relayed 2.0.0
	equal bob "$(in_dovecot bob)" Hello.
	equal carol "$(in_dovecot carol)" Hello.
}

@test "smtp-sink as an LMTP server, over TCP and at its socket" {
	requires sinks dovecot
	for d in lmtp://198.51.100.28 "lmtp://$LAB/run/lmtp.sock"; do
		run -0 deliver -d "$d" ann bob cat
		fate ann relayed 2.2.0
		fate cat relayed 2.2.0
	done
}
