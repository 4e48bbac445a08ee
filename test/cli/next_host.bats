# SPDX-License-Identifier: BSD-2-Clause
#
# When the next host of a domain is tried, and when not.

load helpers
load scenes

# pair: a domain with two hosts
pair() {
	mx example.test mx1.example.test=127.0.0.2 mx2.example.test=127.0.0.3
}

# second: the next host, which takes the message for ann
second() { play 127.0.0.3:25 < <(takes ann@example.test); }

# went_on STAGE STATUS: the first host said no for now, the second took it
went_on() {
	applause
	fate ann@example.test relayed 2.0.0
	hosts ann@example.test mx1.example.test mx2.example.test
	fact ann@example.test \
	    '.attempts[0] | "\(.stage) \(.status)"' "$1 $2"
	fact ann@example.test .remote_mta.address 127.0.0.3
}

# ended STAGE STATUS: the first host said no for good, the second saw nobody
ended() {
	nobody_came
	applause
	fate ann@example.test failed "$2"
	fact ann@example.test .stage "$1"
	hosts ann@example.test mx1.example.test
}

# Connecting -------------------------------------------------------------------

@test "behaviour 48: a refused connection leads to the next host" {
	pair
	second
	run -0 deliver ann@example.test
	went_on connect 4.4.1
	fact ann@example.test '.attempts[0].detail' \
	    'connect to mx1.example.test[127.0.0.2]:25: Connection refused'
}

@test "behaviour 48: a host where packets vanish leads to the next host" {
	mx hole.test mx1.hole.test=$BLACK_HOLE mx2.hole.test=127.0.0.3
	play 127.0.0.3:25 < <(takes ann@hole.test)

	run -0 deliver -o smtp_connect_timeout=1s ann@hole.test

	applause
	fact ann@hole.test '.attempts[0] | "\(.stage) \(.status) \(.detail)"' \
	    "connect 4.4.1 connect to mx1.hole.test[$BLACK_HOLE]:25:$(
		) Connection timed out"
}

@test "behaviour 48: an address that leads nowhere leads to the next host" {
	mx far.test mx1.far.test=240.0.0.1 mx2.far.test=127.0.0.3
	play 127.0.0.3:25 < <(takes ann@far.test)

	run -0 deliver ann@far.test

	applause
	fact ann@far.test '.attempts[0] | "\(.stage) \(.status)"' \
	    'connect 4.4.1'
}

@test "behaviour 48: nobody can be reached: the last reason is told, via nobody" {
	pair
	run -75 deliver ann@example.test
	fate ann@example.test delayed 4.4.1
	hosts ann@example.test mx1.example.test mx2.example.test
	fact ann@example.test .remote_mta null
	fact ann@example.test .detail \
	    'connect to mx2.example.test[127.0.0.3]:25: Connection refused'
}

@test "behaviour 228: 450 at the first host, the next refuses the connection" {
	pair
	play <<-SCRIPT
		$(hello)
		C: $ALICE
		S: 250 2.1.0 ok
		C: RCPT TO:<ann@example.test>
		S: 450 4.2.1 busy
		$(leave)
	SCRIPT

	run -75 deliver ann@example.test

	applause
	fate ann@example.test delayed 4.4.1
	fact ann@example.test .remote_mta null
	fact ann@example.test '.attempts[0] | "\(.stage) \(.status)"' \
	    'rcpt 4.2.1'
}

# Greeting ---------------------------------------------------------------------

@test "behaviour 77: a greeting of 4xx leads to the next host, after QUIT" {
	pair
	play <<-'SCRIPT'
		S: 451 4.3.2 come back
		C: QUIT
		S: 221 bye
	SCRIPT
	second
	run -0 deliver ann@example.test
	went_on banner 4.3.2
	fact ann@example.test '.attempts[0].detail' "host mx1.example.test[$(
	    )127.0.0.2] refused to talk to me: 451 4.3.2 come back"
}

@test "behaviour 77: a greeting of 421 leads to the next host, after QUIT" {
	pair
	play <<-'SCRIPT'
		S: 421 too busy
		C: QUIT
	SCRIPT
	second
	run -0 deliver ann@example.test
	went_on banner 4.0.0
}

@test "behaviour 78: a greeting of 5xx leads to the next host, as a 4xx" {
	pair
	play <<-'SCRIPT'
		S: 554 5.7.1 no service for you
		C: QUIT
	SCRIPT
	second
	run -0 deliver ann@example.test
	went_on banner 4.7.1
}

@test "behaviour 78: a greeting of 5xx fails with smtp_skip_5xx_greeting=no" {
	pair
	play <<-'SCRIPT'
		S: 554 5.7.1 no service for you
		C: QUIT
	SCRIPT
	bystander 127.0.0.3:25
	run -69 deliver -o smtp_skip_5xx_greeting=no ann@example.test
	ended banner 5.7.1
}

@test "behaviour 78: every host greets with 5xx: delayed, not failed" {
	pair
	for address in 127.0.0.2 127.0.0.3; do
		play $address:25 <<-'SCRIPT'
			S: 554 5.7.1 no service for you
			C: QUIT
		SCRIPT
	done
	run -75 deliver ann@example.test
	applause
	fate ann@example.test delayed 4.7.1
	fact ann@example.test .code 554
}

@test "behaviour 79: a greeting that is neither yes nor no fails" {
	pair
	play <<-'SCRIPT'
		S: 354 what?
		C: QUIT
	SCRIPT
	bystander 127.0.0.3:25
	run -69 deliver ann@example.test
	ended banner 5.5.0
}

@test "behaviour 84: EHLO answered with 421 leads to the next host, after QUIT" {
	pair
	play <<-'SCRIPT'
		S: 220 mx1.example.test ESMTP
		C: EHLO client.example
		S: 421 4.3.2 not now
		C: QUIT
	SCRIPT
	second
	run -0 deliver ann@example.test
	went_on hello 4.3.2
}

@test "behaviour 85: HELO answered with 4xx leads to the next host, after QUIT" {
	pair
	play <<-'SCRIPT'
		S: 220 mx1.example.test
		C: EHLO client.example
		S: 502 what?
		C: HELO client.example
		S: 450 4.3.2 not now
		C: QUIT
	SCRIPT
	second
	run -0 deliver ann@example.test
	went_on hello 4.3.2
}

@test "behaviour 85: HELO answered with 5xx fails" {
	pair
	play <<-'SCRIPT'
		S: 220 mx1.example.test
		C: EHLO client.example
		S: 502 what?
		C: HELO client.example
		S: 550 5.7.1 go away
		C: QUIT
	SCRIPT
	bystander 127.0.0.3:25
	run -69 deliver ann@example.test
	ended hello 5.7.1
}

# Envelope and message ---------------------------------------------------------

# first REPLY: the first host takes the envelope up to where it says REPLY,
# which is to the command named by $1
first() {
	{
		hello
		echo "C: $ALICE"
		[ "$1" != MAIL ] || echo "S: $2"
		[ "$1" = MAIL ] || printf '%s\n' 'S: 250 2.1.0 ok' \
		    'C: RCPT TO:<ann@example.test>'
		[ "$1" != RCPT ] || echo "S: $2"
		[ "$1" = MAIL ] || [ "$1" = RCPT ] ||
			printf '%s\n' 'S: 250 2.1.5 ok' 'C: DATA'
		[ "$1" != DATA ] || echo "S: $2"
		[ "$1" != dot ] || printf '%s\n' 'S: 354 go ahead' 'C! data' \
		    "S: $2" 'C: QUIT'
		[ "$1" = dot ] || leave
	} >"$T/first"
	play <"$T/first"
}

@test "behaviour 181: MAIL answered with 4xx leads to the next host" {
	pair
	first MAIL '451 4.3.0 no'
	second
	run -0 deliver ann@example.test
	went_on mail 4.3.0
}

@test "behaviour 181: MAIL answered with 5xx fails" {
	pair
	first MAIL '550 5.7.1 no'
	bystander 127.0.0.3:25
	run -69 deliver ann@example.test
	ended mail 5.7.1
}

@test "behaviour 54: RCPT answered with 4xx leads to the next host" {
	pair
	first RCPT '450 4.2.1 no'
	second
	run -0 deliver ann@example.test
	went_on rcpt 4.2.1
}

@test "behaviour 54: RCPT answered with 5xx fails" {
	pair
	first RCPT '550 5.1.1 no'
	bystander 127.0.0.3:25
	run -69 deliver ann@example.test
	ended rcpt 5.1.1
}

@test "behaviour 54: RCPT answered with 4xx everywhere: the last reply is told" {
	pair
	first RCPT '450 4.2.1 first'
	play 127.0.0.3:25 <<-SCRIPT
		$(hello)
		C: $ALICE
		S: 250 2.1.0 ok
		C: RCPT TO:<ann@example.test>
		S: 452 4.2.2 second
		$(leave)
	SCRIPT

	run -75 deliver ann@example.test

	applause
	fate ann@example.test delayed 4.2.2
	fact ann@example.test .reply '452 4.2.2 second'
	fact ann@example.test .remote_mta.name mx2.example.test
}

@test "behaviour 184: DATA answered with 4xx leads to the next host" {
	pair
	first DATA '451 4.3.0 no'
	second
	run -0 deliver ann@example.test
	went_on data 4.3.0
}

@test "behaviour 184: DATA answered with 5xx fails" {
	pair
	first DATA '554 5.3.0 no'
	bystander 127.0.0.3:25
	run -69 deliver ann@example.test
	ended data 5.3.0
}

@test "behaviour 205: the dot answered with 4xx leads to the next host" {
	pair
	first dot '452 4.3.1 disk full'
	second
	run -0 deliver ann@example.test
	went_on end-of-data 4.3.1
	fact ann@example.test .may_be_duplicate false
}

@test "behaviour 205: the dot answered with 5xx fails" {
	pair
	first dot '554 5.6.0 no'
	bystander 127.0.0.3:25
	run -69 deliver ann@example.test
	ended end-of-data 5.6.0
}

@test "behaviour 188: MAIL answered with 421 is a 4xx like any other" {
	pair
	first MAIL '421 4.3.2 shutting down'
	second
	run -0 deliver ann@example.test
	went_on mail 4.3.2
}

@test "behaviour 72: RCPT answered with 3xx fails" {
	pair
	first RCPT '354 go ahead'
	bystander 127.0.0.3:25
	run -69 deliver ann@example.test
	ended rcpt 5.5.0
}

@test "behaviour 73: DATA answered with 250 fails" {
	pair
	first DATA '250 2.0.0 ok'
	bystander 127.0.0.3:25
	run -69 deliver ann@example.test
	ended data 5.5.0
	says ann@example.test 'Protocol error: host mx1.example.test[127.0.0.2]'
}

@test "D10: RCPT answered with 552 5.5.3, too many recipients, leads to the next host" {
	pair
	first RCPT '552 5.5.3 too many'
	second
	run -0 deliver ann@example.test
	went_on rcpt 4.5.3
}

@test "D10: RCPT answered with any other 552 fails" {
	pair
	first RCPT '552 5.2.2 mailbox full'
	bystander 127.0.0.3:25
	run -69 deliver ann@example.test
	ended rcpt 5.2.2
}

@test "behaviour 63: soft_bounce makes a refusal a delay, and the next host is tried" {
	pair
	first RCPT '550 5.1.1 no'
	second
	run -0 deliver -o soft_bounce=yes ann@example.test
	went_on rcpt 4.1.1
}

# Several recipients -----------------------------------------------------------

@test "behaviour 55: only who was put off is offered to the next host" {
	pair
	play <<-SCRIPT
		$(hello PIPELINING)
		$(flight ann@example.test bob@example.test cat@example.test \
		    dan@example.test)
		S: 250 2.1.0 ok
		S: 250 2.1.5 ok
		S: 450 4.2.1 busy
		S: 550 5.1.1 unknown
		S: 451 4.3.0 trouble
		S: 354 go ahead
		C! data
		C: QUIT
		S: 250 2.0.0 stored
		S: 221 2.0.0 bye
	SCRIPT
	play 127.0.0.3:25 < <(takes bob@example.test dan@example.test)

	run -69 deliver {ann,bob,cat,dan}@example.test

	applause
	fate ann@example.test relayed 2.0.0
	fate bob@example.test relayed 2.0.0
	fate cat@example.test failed 5.1.1
	fate dan@example.test relayed 2.0.0
	hosts ann@example.test mx1.example.test
	hosts bob@example.test mx1.example.test mx2.example.test
	hosts cat@example.test mx1.example.test
	hosts dan@example.test mx1.example.test mx2.example.test
	fact bob@example.test '.attempts[0] | "\(.stage) \(.status)"' \
	    'rcpt 4.2.1'
}

@test "behaviour 187: who is decided stays so when the connection is lost, the rest goes on" {
	pair
	play <<-SCRIPT
		$(hello)
		C: $ALICE
		S: 250 2.1.0 ok
		C: RCPT TO:<ann@example.test>
		S: 550 5.1.1 unknown
		C: RCPT TO:<bob@example.test>
		S! close
	SCRIPT
	play 127.0.0.3:25 < <(takes bob@example.test cat@example.test)

	run -69 deliver {ann,bob,cat}@example.test

	applause
	fate ann@example.test failed 5.1.1
	fate bob@example.test relayed 2.0.0
	fate cat@example.test relayed 2.0.0
	fact cat@example.test '.attempts[0] | "\(.stage) \(.status)"' \
	    'rcpt 4.4.2'
}
