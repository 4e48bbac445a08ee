# SPDX-License-Identifier: BSD-2-Clause
#
# What is said to a server, and when. The script that a server plays insists
# on both: a client that is ahead of it, or behind, has failed the test.

load helpers
load scenes

TO=(-d '[127.0.0.2]')

# send [STATUS [ARGUMENT...]]: delivers to ann, and the server is content
send() {
	run "-${1:-0}" deliver "${TO[@]}" "${@:2}" ann@example.test
	applause
}

# Hello ------------------------------------------------------------------------

@test "behaviour 84: EHLO refused: HELO, and no extension" {
	play <<-SCRIPT
		S: 220 mx.example.test ESMTP
		C: EHLO client.example
		S: 502 5.5.1 what?
		C: HELO client.example
		S: 250-mx.example.test
		S: 250-PIPELINING
		S: 250 SIZE 1
		$(mail ann@example.test)
		$(content)
		S: 250 2.0.0 stored
	SCRIPT
	send
	fact ann@example.test .protocol smtp
}

@test "behaviour 84: EHLO put off: HELO" {
	play <<-SCRIPT
		S: 220 mx.example.test ESMTP
		C: EHLO client.example
		S: 450 4.3.0 later
		C: HELO client.example
		S: 250 mx.example.test
		$(mail ann@example.test)
		$(content)
		S: 250 2.0.0 stored
	SCRIPT
	send
}

@test "behaviour 83: EHLO, whatever the greeting says" {
	play <<-SCRIPT
		S: 220 hello
		C: EHLO client.example
		S: 250 mx.example.test
		$(mail ann@example.test)
		$(content)
		S: 250 2.0.0 stored
	SCRIPT
	send
	fact ann@example.test .protocol esmtp
}

@test "behaviour 83: smtp_always_send_ehlo=no, and no ESMTP in the greeting: HELO" {
	play <<-SCRIPT
		S: 220 mx.example.test SMTP
		C: HELO client.example
		S: 250 mx.example.test
		$(mail ann@example.test)
		$(content)
		S: 250 2.0.0 stored
	SCRIPT
	send 0 -o smtp_always_send_ehlo=no
}

@test "behaviour 83: smtp_always_send_ehlo=no, and ESMTP in the greeting: EHLO" {
	play < <(takes ann@example.test)
	send 0 -o smtp_always_send_ehlo=no
}

@test "smtp_never_send_ehlo=yes: HELO" {
	play <<-SCRIPT
		S: 220 mx.example.test ESMTP
		C: HELO client.example
		S: 250 mx.example.test
		$(mail ann@example.test)
		$(content)
		S: 250 2.0.0 stored
	SCRIPT
	send 0 -o smtp_never_send_ehlo=yes
}

@test "behaviour 80: a greeting of stars: no EHLO" {
	play <<-SCRIPT
		S: 220 **2******0*****
		C: HELO client.example
		S: 250 mx.example.test
		$(mail ann@example.test)
		$(content)
		S: 250 2.0.0 stored
	SCRIPT
	send 0 -v
	grep '^=== enabling PIX workarounds: disable_esmtp delay_dotcrlf' \
	    "$CHAT"
}

@test "behaviour 64: replies may end in a bare LF" {
	play <<-'SCRIPT'
		S! raw 220-mx.example.test\n220 ESMTP\n
		C: EHLO client.example
		S! raw 250-mx.example.test\n250-PIPELINING\r\r\n250 HELP\n
		C: MAIL FROM:<alice@client.example>
		C: RCPT TO:<ann@example.test>
		C: DATA
		S! raw 250 ok\n250 ok\n354 go ahead\n
		C! data
		C: QUIT
		S! raw 250 2.0.0 stored\n221 bye\n
	SCRIPT
	send
	fact ann@example.test .reply '250 2.0.0 stored'
}

@test "behaviour 87: a server on port 25 that goes by our own name is ourselves" {
	play <<-SCRIPT
		$(hello)
		C: QUIT
	SCRIPT
	send 69 -o myhostname=MX.example.test
	fate ann@example.test failed 5.4.6
	says ann@example.test 'loops back to myself'
}

@test "behaviour 87: on another port it may have our name" {
	play 127.0.0.2:2525 < <(takes ann@example.test)
	TO=(-d '[127.0.0.2]:2525')
	send 0 -o myhostname=mx.example.test
}

@test "behaviour 92: keywords that are to be discarded are not there" {
	play <<-SCRIPT
		$(hello PIPELINING 8BITMIME 'SIZE 10000')
		$(mail ann@example.test)
		$(content)
		S: 250 2.0.0 stored
	SCRIPT
	send 0 -v -o smtp_discard_ehlo_keywords='pipelining, size'
	grep -x '=== discarding EHLO keywords: PIPELINING SIZE' "$CHAT"
}

# Pipelining -------------------------------------------------------------------

@test "behaviour 178: without PIPELINING one command, one reply" {
	play <<-'SCRIPT'
		S: 220 mx.example.test ESMTP
		C: EHLO client.example
		S: 250-mx.example.test
		S: 250 8BITMIME
		C: MAIL FROM:<alice@client.example>
		S: 250 2.1.0 ok
		C: RCPT TO:<ann@example.test>
		S: 250 2.1.5 ok
		C: RCPT TO:<bob@example.test>
		S: 250 2.1.5 ok
		C: DATA
		S: 354 go ahead
		C! data
		S: 250 2.0.0 stored
		C: QUIT
		S: 221 bye
	SCRIPT
	run -0 deliver "${TO[@]}" ann@example.test bob@example.test
	applause
}

@test "behaviour 179: with PIPELINING the envelope and DATA come at once" {
	play <<-SCRIPT
		$(hello pipelining)
		$(flight ann@example.test bob@example.test)
		S: 250 2.1.0 ok
		S: 250 2.1.5 ok
		S: 250 2.1.5 ok
		S: 354 go ahead
		C! data
		C: QUIT
		S: 250 2.0.0 stored
		S: 221 bye
	SCRIPT
	run -0 deliver "${TO[@]}" ann@example.test bob@example.test
	applause
}

@test "behaviour 180: with PIPELINING each flight is one write" {
	play <<-SCRIPT
		$(hello PIPELINING)
		$(flight ann@example.test)
		S: 250 2.1.0 ok
		S: 250 2.1.5 ok
		S: 354 go ahead
		C! data
		C: QUIT
		S: 250 2.0.0 stored
		S: 221 bye
	SCRIPT
	send 0 -vvv
	# EHLO; MAIL, RCPT, DATA; the message, the dot and QUIT
	equal 'octets of each write' \
	    "$(sed -n 's/^=== \([0-9]*\) octets sent$/\1/p' "$CHAT" |
	    tr '\n' ' ')" "21 $((34 + 28 + 6)) $((
	    $(wc -lc <"$MESSAGE" | tr -s ' ' '+') + 3 + 6)) "
}

@test "behaviour 179: a flight has 4096 octets at most" {
	# 34 for MAIL, 26 for each RCPT: 156 fit, and not one more
	recipients=()
	for ((n = 100; n < 300; n++)); do
		recipients+=("r$n@t.example")
	done
	{
		hello PIPELINING
		echo "C: $ALICE"
		printf 'C: RCPT TO:<%s>\n' "${recipients[@]:0:156}"
		echo 'S: 250 2.1.0 ok'
		for ((n = 0; n < 156; n++)); do
			echo 'S: 250 2.1.5 ok'
		done
		printf 'C: RCPT TO:<%s>\n' "${recipients[@]:156}"
		echo 'C: DATA'
		for ((n = 156; n < 200; n++)); do
			echo 'S: 250 2.1.5 ok'
		done
		printf '%s\n' 'S: 354 go ahead' 'C! data' 'C: QUIT' \
		    'S: 250 2.0.0 stored' 'S: 221 bye'
	} >"$T/flights"
	play <"$T/flights"
	run -0 deliver -o smtp_destination_recipient_limit=0 "${TO[@]}" \
	    "${recipients[@]}"
	applause
	equal delivered "$(jq -r .action "$RESULTS" | grep -c relayed)" 200
}

@test "behaviour 177: recipients are named in the order given" {
	play < <(takes zoe@example.test ann@example.test mia@example.test)
	run -0 deliver "${TO[@]}" zoe@example.test ann@example.test \
	    mia@example.test
	applause
}

# After a refusal --------------------------------------------------------------

@test "behaviour 181: MAIL refused: RSET and QUIT" {
	play <<-SCRIPT
		$(hello)
		C: $ALICE
		S: 550 5.7.1 no
		$(leave)
	SCRIPT
	send 69
	fate ann@example.test failed 5.7.1
}

@test "behaviour 181: MAIL refused in a flight: the answers to RCPT say nothing" {
	play <<-SCRIPT
		$(hello PIPELINING)
		$(flight ann@example.test)
		S: 450 4.7.1 not now
		S: 550 5.5.1 MAIL first
		S: 503 5.5.1 MAIL first
		C: RSET
		C: QUIT
		S: 250 ok
		S: 221 bye
	SCRIPT
	send 75
	fate ann@example.test delayed 4.7.1
}

@test "behaviour 181: MAIL refused in a flight, DATA granted: a lone dot" {
	play <<-SCRIPT
		$(hello PIPELINING)
		$(flight ann@example.test)
		S: 450 4.7.1 not now
		S: 450 4.7.1 not now
		S: 354 go ahead
		C: .
		C: QUIT
		S: 554 no recipients
		S: 221 bye
	SCRIPT
	send 75
	fate ann@example.test delayed 4.7.1
}

@test "behaviour 183: all recipients refused: no DATA, RSET and QUIT" {
	play <<-SCRIPT
		$(hello)
		C: $ALICE
		S: 250 2.1.0 ok
		C: RCPT TO:<ann@example.test>
		S: 550 5.1.1 unknown
		$(leave)
	SCRIPT
	send 69
}

@test "behaviour 183: all recipients refused in a flight: RSET and QUIT at once" {
	play <<-SCRIPT
		$(hello PIPELINING)
		$(flight ann@example.test)
		S: 250 2.1.0 ok
		S: 550 5.1.1 unknown
		S: 554 5.5.1 no recipients
		C: RSET
		C: QUIT
		S: 250 ok
		S: 221 bye
	SCRIPT
	send 69
	fate ann@example.test failed 5.1.1
}

@test "behaviour 183: all recipients refused, DATA granted: a lone dot, whose answer says nothing" {
	play <<-SCRIPT
		$(hello PIPELINING)
		$(flight ann@example.test)
		S: 250 2.1.0 ok
		S: 450 4.2.1 busy
		S: 354 go ahead
		C: .
		C: QUIT
		S: 250 2.0.0 stored
		S: 221 bye
	SCRIPT
	send 75
	fate ann@example.test delayed 4.2.1
	fact ann@example.test .unknown false
}

@test "behaviour 186: a server that is gone after the refusal changes nothing" {
	play <<-SCRIPT
		$(hello)
		C: $ALICE
		S: 250 2.1.0 ok
		C: RCPT TO:<ann@example.test>
		S: 550 5.1.1 unknown
		S! close
	SCRIPT
	send 69
	fate ann@example.test failed 5.1.1
}

@test "behaviour 186: a server that does not answer QUIT changes nothing" {
	play <<-SCRIPT
		$(takes ann@example.test)
		C: QUIT
		S! hang
	SCRIPT
	send 0 -o smtp_skip_quit_response=no -o smtp_quit_timeout=1s
	fate ann@example.test relayed 2.0.0
}

@test "behaviour 220: the answer to QUIT is not waited for" {
	play <<-SCRIPT
		$(takes ann@example.test)
		C: QUIT
		S! hang
	SCRIPT
	send 0 -o smtp_quit_timeout=300s
}

# SIZE -------------------------------------------------------------------------

@test "behaviour 170: SIZE= is the octets on the wire before dots are doubled" {
	printf 'a: b\n\n.\nno line end' | message
	play <<-'SCRIPT'
		S: 220 mx.example.test ESMTP
		C: EHLO client.example
		S: 250-mx.example.test
		S: 250-8BITMIME
		S: 250 SIZE
		C: MAIL FROM:<alice@client.example> SIZE=24
		S: 250 ok
		C: RCPT TO:<ann@example.test>
		S: 250 ok
		C: DATA
		S: 354 go ahead
		C! data
		S: 250 stored
	SCRIPT
	send
}

@test "behaviour 89: no SIZE= where the message might have to be converted" {
	play <<-SCRIPT
		$(hello SIZE)
		$(mail ann@example.test)
		$(content)
		S: 250 2.0.0 stored
	SCRIPT
	send
}

@test "behaviour 98: larger than the server takes: fails, closed without QUIT, no other host" {
	mx example.test mx1.example.test=127.0.0.2 mx2.example.test=127.0.0.3
	play <<-SCRIPT
		$(hello 8BITMIME "SIZE 50")
		C! end
	SCRIPT
	bystander 127.0.0.3:25
	run -69 deliver ann@example.test
	nobody_came
	applause
	fate ann@example.test failed 5.3.4
	says ann@example.test 'message size 54 exceeds size limit 50 of '$(
	    )'server mx1.example.test[127.0.0.2]'
}

@test "behaviour 98: as large as the server takes" {
	play <<-SCRIPT
		$(hello 8BITMIME "SIZE 54")
		C: $ALICE SIZE=54
		S: 250 ok
		C: RCPT TO:<ann@example.test>
		S: 250 ok
		$(content)
		S: 250 2.0.0 stored
	SCRIPT
	send
}

@test "behaviour 89: SIZE 0 is no limit" {
	play <<-SCRIPT
		$(hello 8BITMIME "SIZE 0")
		C: $ALICE SIZE=54
		S: 250 ok
		C: RCPT TO:<ann@example.test>
		S: 250 ok
		$(content)
		S: 250 2.0.0 stored
	SCRIPT
	send
}

# DSN, 8BITMIME, SMTPUTF8 ------------------------------------------------------

@test "behaviour 172, 175: DSN parameters, where the server offers DSN" {
	play <<-SCRIPT
		$(hello DSN)
		C: $ALICE ENVID=a+2Bb RET=HDRS
		S: 250 ok
		C: RCPT TO:<ann@example.test> ORCPT=rfc822;ann@example.test $(
		    )NOTIFY=SUCCESS,FAILURE,DELAY
		S: 250 ok
		$(content)
		S: 250 2.0.0 stored
	SCRIPT
	send 0 -V a+2Bb -R hdrs -N delay,failure,success
}

@test "behaviour 172: no DSN parameters, where it does not" {
	play < <(takes ann@example.test)
	send 0 -V a+2Bb -R hdrs -N never
}

@test "behaviour 169: the parameters of MAIL have an order" {
	printf 'a: b\n\n\303\274\n' | message
	play <<-SCRIPT
		$(hello DSN SMTPUTF8 8BITMIME SIZE)
		C: $ALICE SIZE=12 BODY=8BITMIME ENVID=x RET=FULL SMTPUTF8
		S: 250 ok
		C: RCPT TO:<ann@example.test> ORCPT=rfc822;ann@example.test
		S: 250 ok
		$(content)
		S: 250 2.0.0 stored
	SCRIPT
	send 0 --smtputf8 --dsn-return=full -V x
}

@test "behaviour 171: --body=7bit is declared" {
	play <<-SCRIPT
		$(hello 8BITMIME)
		C: $ALICE BODY=7BIT
		S: 250 ok
		C: RCPT TO:<ann@example.test>
		S: 250 ok
		$(content)
		S: 250 2.0.0 stored
	SCRIPT
	send 0 --body=7bit
}

@test "8-bit content for a server without 8BITMIME: as it is, under -v with a warning" {
	printf 'a: b\n\n\303\274\n' | message
	play < <(takes ann@example.test)
	send 0 -v
	grep '^mxput: warning: .*8BITMIME' "$CHAT"
	same_message <<<$'a: b\n\n\303\274'
}

@test "behaviour 93: a recipient in UTF-8, where the server offers SMTPUTF8" {
	play <<-SCRIPT
		$(hello SMTPUTF8 8BITMIME)
		C: $ALICE SMTPUTF8
		S: 250 ok
		C: RCPT TO:<ännchen@example.test>
		S: 250 ok
		$(content)
		S: 250 2.0.0 stored
	SCRIPT
	run -0 deliver "${TO[@]}" ännchen@example.test
	applause
	fate ännchen@example.test relayed 2.0.0
}

@test "behaviour 93: a recipient in UTF-8, and the server does not offer SMTPUTF8" {
	play <<-SCRIPT
		$(hello 8BITMIME)
		C: QUIT
	SCRIPT
	run -69 deliver "${TO[@]}" ännchen@example.test
	applause
	fate ännchen@example.test failed 5.6.7
	says ännchen@example.test 'message requires SMTPUTF8'
}

@test "behaviour 93: a header in UTF-8 needs SMTPUTF8" {
	printf 'Subject: \303\274\n\nx\n' | message
	play <<-SCRIPT
		$(hello 8BITMIME)
		C: QUIT
	SCRIPT
	send 69
	fate ann@example.test failed 5.6.7
}

@test "behaviour 93: the next host may offer SMTPUTF8" {
	play <<-SCRIPT
		$(hello 8BITMIME)
		C: QUIT
	SCRIPT
	play 127.0.0.3:25 <<-SCRIPT
		$(hello SMTPUTF8 8BITMIME)
		C: $ALICE SMTPUTF8
		S: 250 ok
		C: RCPT TO:<ännchen@example.test>
		S: 250 ok
		$(content)
		S: 250 2.0.0 stored
	SCRIPT
	run -0 deliver -d '[127.0.0.2], [127.0.0.3]' ännchen@example.test
	applause
}

@test "behaviour 93: a recipient in UTF-8 is no harm to those of another domain" {
	zone <<-'END'
		a.test A 127.0.0.2
		b.test A 127.0.0.3
	END
	play < <(takes ann@a.test)
	play 127.0.0.3:25 <<-SCRIPT
		$(hello 8BITMIME)
		C: QUIT
	SCRIPT
	run -69 deliver ann@a.test ännchen@b.test
	applause
	fate ann@a.test relayed 2.0.0
	fate ännchen@b.test failed 5.6.7
}

@test "behaviour 93: nor, once he is settled, to others at the next host" {
	play <<-SCRIPT
		$(hello SMTPUTF8 8BITMIME)
		C: $ALICE SMTPUTF8
		S: 250 ok
		C: RCPT TO:<ännchen@example.test>
		S: 550 5.1.1 who?
		C: RCPT TO:<ann@example.test>
		S: 450 4.2.1 later
		$(leave)
	SCRIPT
	play 127.0.0.3:25 < <(takes ann@example.test)
	run -69 deliver -d '[127.0.0.2], [127.0.0.3]' \
	    ännchen@example.test ann@example.test
	applause
	fate ännchen@example.test failed 5.1.1
	fate ann@example.test relayed 2.0.0
}

@test "D21: one host does not offer SMTPUTF8, the other was down: delayed" {
	play <<-SCRIPT
		$(hello 8BITMIME)
		C: QUIT
	SCRIPT
	run -75 deliver -d "[$NOBODY], [127.0.0.2]" ännchen@example.test
	applause
	fact ännchen@example.test '"\(.action) \(.status[0:1])"' 'delayed 4'
}

@test "--smtputf8 is asked for, not insisted on, where nothing needs it" {
	play < <(takes ann@example.test)
	send 0 --smtputf8
}
