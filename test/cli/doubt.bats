# SPDX-License-Identifier: BSD-2-Clause
#
# When nobody knows whether the message was taken. From the moment its last
# octet may have left until a well-formed answer came, a recipient is in
# doubt; what later hosts say can make it a duplicate, never a refusal.

load helpers
load scenes

ONE=(-d '[127.0.0.2]')
TWO=(-d '[127.0.0.2], [127.0.0.3]')

# doubtful LINE...: a server that takes the whole message, and then this
doubtful() {
	{
		hello
		mail ann@example.test
		content
		printf '%s\n' "$@"
	} >"$T/doubtful"
	play <"$T/doubtful"
}

# unknown [RECIPIENT]
unknown() {
	fact "${1:-ann@example.test}" \
	    '"\(.action) \(.status) \(.unknown) \(.may_be_duplicate)"' \
	    'delayed 4.4.2 true false'
}

# left_in_doubt LINE...: what the server does with the message says nothing
left_in_doubt() {
	doubtful "$@"
	run -80 deliver "${ONE[@]}" ann@example.test
	applause
	unknown
	fact ann@example.test .stage end-of-data
}

# What leaves doubt ------------------------------------------------------------

@test "D3: the connection is lost after the dot" {
	left_in_doubt 'S! close'
	says ann@example.test 'lost connection with 127.0.0.2[127.0.0.2] '$(
	    )'while sending end of data -- message may be sent more than once'
}

@test "D3: the connection is reset after the dot" {
	left_in_doubt 'S! reset'
}

@test "D3: no answer to the dot in time" {
	doubtful 'S! hang'
	run -80 deliver "${ONE[@]}" -o smtp_data_done_timeout=1s \
	    ann@example.test
	applause
	unknown
	says ann@example.test 'timed out while sending end of data'
}

@test "D3: the connection is lost within a line of the answer" {
	left_in_doubt 'S! raw 250 2.0.0 stor' 'S! close'
}

@test "D3: the connection is lost between two lines of the answer" {
	left_in_doubt 'S: 250-2.0.0 stored' 'S! close'
}

@test "D1: a line after the dot that is no reply" {
	left_in_doubt 'S: 2500 2.0.0 stored' 'S: 250 2.0.0 stored' 'C! end'
}

@test "D1: a line of an answer to the dot that is no reply" {
	left_in_doubt 'S: 250-2.0.0 stored' 'S: stored' 'S: 250 2.0.0 ok' \
	    'C! end'
}

@test "D16: 221 is no answer to a dot" {
	left_in_doubt 'S: 221 2.0.0 bye' 'S! close'
	fact ann@example.test .code null
}

@test "D16: 421 is no answer to a dot" {
	left_in_doubt 'S: 421 4.3.2 shutting down' 'S! close'
}

@test "D1, D16: no answer to the dot, but one to the QUIT behind it" {
	play <<-SCRIPT
		$(hello PIPELINING)
		$(flight ann@example.test)
		S: 250 2.1.0 ok
		S: 250 2.1.5 ok
		S: 354 go ahead
		C! data
		C: QUIT
		S: 221 2.0.0 bye
		S! close
	SCRIPT
	run -80 deliver "${ONE[@]}" ann@example.test
	applause
	unknown
}

@test "D1: garbage for the dot, and an answer to the QUIT behind it" {
	play <<-SCRIPT
		$(hello PIPELINING)
		$(flight ann@example.test)
		S: 250 2.1.0 ok
		S: 250 2.1.5 ok
		S: 354 go ahead
		C! data
		C: QUIT
		S: hello
		S: 221 2.0.0 bye
		S! close
	SCRIPT
	run -80 deliver "${ONE[@]}" ann@example.test
	applause
	unknown
}

# What leaves none -------------------------------------------------------------

@test "D3: a refusal after the dot is an answer" {
	doubtful 'S: 554 5.6.0 no'
	run -69 deliver "${ONE[@]}" ann@example.test
	applause
	fact ann@example.test .unknown false
}

@test "behaviour 72: 354 after the dot is an answer, and a no" {
	doubtful 'S: 354 go ahead'
	run -69 deliver "${ONE[@]}" ann@example.test
	applause
	fate ann@example.test failed 5.5.0
	fact ann@example.test .unknown false
}

@test "D3: who was refused before the message was sent is not in doubt" {
	play <<-SCRIPT
		$(hello)
		$(mail ann@example.test)
		C: RCPT TO:<bob@example.test>
		S: 550 5.1.1 unknown
		C: RCPT TO:<cat@example.test>
		S: 450 4.2.1 busy
		$(content)
		S! close
	SCRIPT
	run -80 deliver "${ONE[@]}" {ann,bob,cat}@example.test
	applause
	unknown
	fate bob@example.test failed 5.1.1
	fate cat@example.test delayed 4.2.1
	fact bob@example.test .unknown false
	fact cat@example.test .unknown false
}

@test "D3: everybody who was accepted is in doubt" {
	play <<-SCRIPT
		$(hello)
		$(mail ann@example.test bob@example.test)
		$(content)
		S! close
	SCRIPT
	run -80 deliver "${ONE[@]}" {ann,bob}@example.test
	applause
	unknown ann@example.test
	unknown bob@example.test
}

# early LINE...: a server that stops reading within the message
early() {
	seq 1000000 | message
	{
		hello
		mail ann@example.test
		printf '%s\n' 'C: DATA' 'S: 354 go ahead' 'C! data 20000' "$@"
	} >"$T/early"
	play <"$T/early"
}

@test "D2: 250 within the message is no acceptance, and leaves no doubt" {
	early 'S: 250 2.0.0 stored' 'S! close'
	run -75 deliver "${ONE[@]}" ann@example.test
	applause
	fate ann@example.test delayed 4.5.0
	fact ann@example.test .unknown false
	says ann@example.test 'protocol error'
}

@test "D2: 250 within the message: the next host is tried" {
	early 'S: 250 2.0.0 stored' 'S! close'
	play 127.0.0.3:25 < <(takes ann@example.test)
	run -0 deliver "${TWO[@]}" ann@example.test
	applause
	fact ann@example.test .may_be_duplicate false
}

@test "D2, D16: 250 while the message still comes: no acceptance, and no doubt" {
	seq 3000000 | message
	total=$(($(wc -c <"$MESSAGE") + $(wc -l <"$MESSAGE")))
	play <<-SCRIPT
		$(hello)
		$(mail ann@example.test)
		C: DATA
		S: 354 go ahead
		C! data 20000
		S: 250 2.0.0 stored
		C! data $((total - 220000))
		S! hang
	SCRIPT
	run -75 deliver "${ONE[@]}" ann@example.test
	applause
	fate ann@example.test delayed 4.5.0
	fact ann@example.test .unknown false
}

@test "behaviour 210: a refusal within the message counts" {
	early 'S: 552 5.3.4 too much' 'S! close'
	run -69 deliver "${ONE[@]}" ann@example.test
	applause
	fate ann@example.test failed 5.3.4
}

@test "behaviour 210: the connection is lost within the message: no doubt" {
	early 'S! reset'
	run -75 deliver "${ONE[@]}" ann@example.test
	applause
	fate ann@example.test delayed 4.4.2
	fact ann@example.test .unknown false
	says ann@example.test 'while sending message body'
}

# Other hosts ------------------------------------------------------------------

@test "D3: the next host takes it: delivered, perhaps twice" {
	doubtful 'S! close'
	play 127.0.0.3:25 < <(takes ann@example.test)
	run -0 deliver "${TWO[@]}" ann@example.test
	applause
	fate ann@example.test relayed 2.0.0
	fact ann@example.test '"\(.unknown) \(.may_be_duplicate)"' 'false true'
	hosts ann@example.test 127.0.0.2 127.0.0.3
}

# second LINE...: the next host answers RCPT with this
second() {
	{
		hello
		printf '%s\n' "C: $ALICE" 'S: 250 2.1.0 ok' \
		    'C: RCPT TO:<ann@example.test>' "$@"
		leave
	} >"$T/second"
	play 127.0.0.3:25 <"$T/second"
}

@test "D3: the next host refuses it for good: unknown" {
	doubtful 'S! close'
	second 'S: 550 5.1.1 unknown'
	run -80 deliver "${TWO[@]}" ann@example.test
	applause
	unknown
	hosts ann@example.test 127.0.0.2 127.0.0.3
	fact ann@example.test '.attempts[1].status' 5.1.1
}

@test "D3: the next host refuses it for now: unknown" {
	doubtful 'S! close'
	second 'S: 450 4.2.1 busy'
	run -80 deliver "${TWO[@]}" ann@example.test
	applause
	unknown
}

@test "D3: the next host is down: unknown" {
	doubtful 'S! close'
	run -80 deliver "${TWO[@]}" ann@example.test
	applause
	unknown
	hosts ann@example.test 127.0.0.2 127.0.0.3
}

@test "D3: the next host is lost after the dot as well: unknown" {
	doubtful 'S! close'
	play 127.0.0.3:25 <"$T/doubtful"
	run -80 deliver "${TWO[@]}" ann@example.test
	applause
	unknown
}

@test "D3: the next host refuses the message after the dot: unknown" {
	doubtful 'S! close'
	play 127.0.0.3:25 <<-SCRIPT
		$(hello)
		$(mail ann@example.test)
		$(content)
		S: 554 5.6.0 no
	SCRIPT
	run -80 deliver "${TWO[@]}" ann@example.test
	applause
	unknown
}

@test "D3: the next destination does not exist: unknown" {
	zone <<<'other.test A 127.0.0.4'
	doubtful 'S! close'
	run -80 deliver -d '[127.0.0.2], nowhere.test' ann@example.test
	applause
	unknown
}

@test "D3: the fallback relay takes it: delivered, perhaps twice" {
	doubtful 'S! close'
	play 127.0.0.3:25 < <(takes ann@example.test)
	run -0 deliver "${ONE[@]}" --fallback-relay='[127.0.0.3]' \
	    ann@example.test
	applause
	fact ann@example.test .may_be_duplicate true
}

@test "mxput_retry_in_doubt=no: nobody else gets it" {
	doubtful 'S! close'
	bystander 127.0.0.3:25
	run -80 deliver "${TWO[@]}" --fallback-relay='[127.0.0.3]' \
	    -o mxput_retry_in_doubt=no ann@example.test
	nobody_came
	applause
	unknown
	hosts ann@example.test 127.0.0.2
}

@test "mxput_retry_in_doubt=no: who is not in doubt goes on" {
	play <<-SCRIPT
		$(hello)
		$(mail ann@example.test)
		C: RCPT TO:<bob@example.test>
		S: 450 4.2.1 busy
		$(content)
		S! close
	SCRIPT
	play 127.0.0.3:25 < <(takes bob@example.test)
	run -80 deliver "${TWO[@]}" -o mxput_retry_in_doubt=no \
	    {ann,bob}@example.test
	applause
	unknown
	fate bob@example.test relayed 2.0.0
	fact bob@example.test .may_be_duplicate false
}

@test "D3: 80 comes before every other exit status" {
	play <<-SCRIPT
		$(hello)
		$(mail ann@example.test)
		$(content)
		S! close
	SCRIPT
	zone <<-'END'
		null.test MX 0 .
		soft.test MX !SERVFAIL
		good.test A 127.0.0.4
		example.test A 127.0.0.2
	END
	play 127.0.0.4:25 < <(takes dan@good.test)
	run -80 deliver bob@null.test cat@soft.test ann@example.test \
	    dan@good.test
	applause
	unknown
	fate bob@null.test failed 5.1.0
	fate cat@soft.test delayed 4.4.3
	fate dan@good.test relayed 2.0.0
}

@test "the text says unknown" {
	doubtful 'S! close'
	run -80 deliver --format=text "${ONE[@]}" ann@example.test
	[[ $(cat "$RESULTS") == 'ann@example.test: unknown 4.4.2 via'* ]]
}
