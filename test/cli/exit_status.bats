# SPDX-License-Identifier: BSD-2-Clause
#
# CLI.md, Exit status: each row, by servers that make it true.

load helpers

# server ANN BOB DOT: what it answers to two RCPT commands and to the end of
# data; "drop" closes the connection instead
server() {
	{
		cat <<-SCRIPT
			S: 220 mx.example.test ESMTP
			C: EHLO client.example
			S: 250 mx.example.test
			C: MAIL FROM:<alice@client.example>
			S: 250 ok
			C: RCPT TO:<ann@example.test>
			S: $1
			C: RCPT TO:<bob@example.test>
			S: $2
		SCRIPT
		[ "$3" = none ] || cat <<-SCRIPT
			C: DATA
			S: 354 go ahead
			C! data
		SCRIPT
		case $3 in
		none) printf 'C: RSET\nS: 250 ok\n' ;;
		drop) echo 'S! close' ;;
		*) echo "S: $3" ;;
		esac
	} >"$T/script"
	play "${4:-$PEER}" <"$T/script"
}

send() {
	deliver -d '[127.0.0.2]' "$@" ann@example.test bob@example.test
}

@test "0: every recipient is delivered" {
	server '250 ok' '250 ok' '250 stored'
	run -0 send
	applause
	fate ann@example.test relayed 2.0.0
	fate bob@example.test relayed 2.0.0
}

@test "69: one has failed, one is delivered" {
	server '250 ok' '550 5.1.1 no bob' '250 stored'
	run -69 send
	applause
	fate bob@example.test failed 5.1.1
}

@test "69: all have failed" {
	server '550 5.1.1 no ann' '550 5.1.1 no bob' none
	run -69 send
	applause
}

@test "75: one is delayed, one has failed, none is delivered" {
	server '450 4.2.1 later' '550 5.1.1 no bob' none
	run -75 send
	applause
	fate ann@example.test delayed 4.2.1
	fate bob@example.test failed 5.1.1
}

@test "75: the message is delayed for all" {
	server '250 ok' '250 ok' '451 4.3.0 disk full'
	run -75 send
	applause
	fate ann@example.test delayed 4.3.0
	fate bob@example.test delayed 4.3.0
}

@test "75: nobody listens" {
	run -75 deliver -d "[$NOBODY]" ann@example.test
	fate ann@example.test delayed 4.4.1
	fact ann@example.test .remote_mta null
	fact ann@example.test .stage connect
}

@test "81: one is delivered, one is delayed" {
	server '250 ok' '450 4.2.1 later' '250 stored'
	run -81 send
	applause
	fate ann@example.test relayed 2.0.0
	fate bob@example.test delayed 4.2.1
}

@test "D3: 80: the connection is lost after the end of data" {
	server '250 ok' '550 5.1.1 no bob' drop
	run -80 send
	applause
	fate ann@example.test delayed 4.4.2
	fact ann@example.test .unknown true
	fact bob@example.test .unknown false
	fate bob@example.test failed 5.1.1
}

@test "D3: text says unknown" {
	server '250 ok' '250 ok' drop
	run -80 send --format=text
	applause
	[[ ${lines[0]} == 'ann@example.test: unknown 4.4.2 via '* ]]
	[[ ${lines[1]} == 'bob@example.test: unknown 4.4.2 via '* ]]
}

@test "D3: 0: a later host delivers what was in doubt, perhaps twice" {
	server '250 ok' '250 ok' drop
	server '250 ok' '250 ok' '250 stored' 127.0.0.3:25
	run -0 send -d '[127.0.0.3]'
	applause
	fate ann@example.test relayed 2.0.0
	fact ann@example.test .unknown false
	fact ann@example.test .may_be_duplicate true
	fact bob@example.test .may_be_duplicate true
}

@test "D3: 80: whatever a later host says, but for yes" {
	server '250 ok' '250 ok' drop
	server '550 5.1.1 no ann' '450 4.2.1 later' none 127.0.0.3:25
	run -80 send -d '[127.0.0.3]'
	applause
	fate ann@example.test delayed 4.4.2
	fact ann@example.test .unknown true
	fact bob@example.test .unknown true
}

@test "mxput_retry_in_doubt=no: no other host may have it" {
	server '250 ok' '250 ok' drop
	play 127.0.0.3:25 <<<'S: 220 nobody comes'
	run -80 send -d '[127.0.0.3]' -o mxput_retry_in_doubt=no
	fact ann@example.test .unknown true
	fact ann@example.test '.attempts | length' 1
}

@test "results come in the order given, whatever domain is settled first" {
	mx b.test mx.b.test=127.0.0.2
	play <<-'SCRIPT'
		S: 220 mx.b.test ESMTP
		C: EHLO client.example
		S: 250 mx.b.test
		C: MAIL FROM:<alice@client.example>
		S: 250 ok
		C: RCPT TO:<bob@b.test>
		S: 250 ok
		C: RCPT TO:<eve@b.test>
		S: 550 no eve
		C: DATA
		S: 354 go ahead
		C! data
		S: 250 stored
	SCRIPT
	run -69 deliver bob@b.test ann@a.test eve@b.test dan@a.test
	applause
	equal order "$(jq -r .recipient "$RESULTS" | tr '\n' ' ')" \
	    'bob@b.test ann@a.test eve@b.test dan@a.test '
}

@test "a signal: what is open is delayed, 75" {
	play <<-'SCRIPT'
		S: 220 mx.example.test ESMTP
		C: EHLO client.example
		S! hang
	SCRIPT
	"$MXPUT" --no-config --json --helo=client.example -v \
	    -d '[127.0.0.2]' ann@example.test <"$MESSAGE" >"$RESULTS" \
	    2>"$CHAT" 3>&- &
	pid=$!
	for ((i = 0; i < 500; i++)); do
		! grep -q ' -> EHLO' "$CHAT" || break
		sleep 0.02
	done
	kill -TERM $pid
	rc=0
	wait $pid || rc=$?
	equal 'exit status' $rc 75
	fate ann@example.test delayed 4.3.0
}

@test "the end of --timeout: what is open is delayed, 75" {
	play <<-'SCRIPT'
		S: 220 mx.example.test ESMTP
		C: EHLO client.example
		S! hang
	SCRIPT
	run -75 deliver -d '[127.0.0.2]' --timeout=1s ann@example.test
	fate ann@example.test delayed 4.4.7
}
