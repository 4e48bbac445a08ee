# SPDX-License-Identifier: BSD-2-Clause
#
# D1: a line that is no reply ends the session. D16: so does an answer that
# is there before the command that it would answer was sent. Who is still
# open goes to the next host.

load helpers
load scenes

TO=(-d '[127.0.0.2], [127.0.0.3]')

# stage STAGE LINE...: the first host's script, up to the answer at STAGE,
# then these lines; the next host takes the message
stage() {
	{
		[ "$1" = banner ] || printf '%s\n' 'S: 220 mx.example.test' \
		    'C: EHLO client.example'
		case $1 in banner|hello) ;; *)
			printf '%s\n' 'S: 250 mx.example.test' "C: $ALICE" ;;
		esac
		case $1 in banner|hello|mail) ;; *)
			printf '%s\n' 'S: 250 2.1.0 ok' \
			    'C: RCPT TO:<ann@example.test>' ;;
		esac
		case $1 in data|message)
			printf '%s\n' 'S: 250 2.1.5 ok' 'C: DATA' ;;
		esac
		printf '%s\n' "${@:2}" 'C! end'
	} >"$T/first"
	play <"$T/first"
	play 127.0.0.3:25 < <(takes ann@example.test)
}

# broken_off STAGE [STATUS]: there, and the next host took the message
broken_off() {
	run -0 deliver "${TO[@]}" ann@example.test
	applause
	fate ann@example.test relayed 2.0.0
	hosts ann@example.test 127.0.0.2 127.0.0.3
	fact ann@example.test '.attempts[0] | "\(.stage) \(.status)"' \
	    "$1 ${2:-4.5.0}"
	fact ann@example.test '"\(.unknown) \(.may_be_duplicate)"' \
	    'false false'
}

# garbage STAGE LINE...
garbage() {
	stage "$@"
	broken_off "$1"
}

# What is no reply -------------------------------------------------------------

@test "D1: garbage for a greeting" { garbage banner 'S: hello'; }
@test "D1: garbage for an answer to EHLO" { garbage hello 'S: hello'; }
@test "D1: garbage for an answer to MAIL" { garbage mail 'S: hello'; }
@test "D1: garbage for an answer to RCPT" { garbage rcpt 'S: hello'; }
@test "D1: garbage for an answer to DATA" { garbage data 'S: hello'; }

@test "D1: garbage within the answer to EHLO" {
	garbage hello 'S: 250-mx.example.test' 'S: PIPELINING' 'S: 250 HELP'
}

@test "D1: garbage for an answer to HELO" {
	garbage hello 'S: 502 what?' 'C: HELO client.example' 'S: hello'
}

@test "D1: a code of two digits" { garbage rcpt 'S: 25 2.1.5 ok'; }
@test "D1: a code of four digits" { garbage rcpt 'S: 2500 2.1.5 ok'; }
@test "D1: a code with a letter behind it" { garbage rcpt 'S: 250x ok'; }
@test "D1: a code with a tab behind it" { garbage rcpt $'S: 250\tok'; }
@test "D1: a code with a blank before it" { garbage rcpt 'S:  250 ok'; }
@test "D1: an empty line" { garbage rcpt 'S! raw \r\n'; }
@test "D1: digits that are none of ASCII" { garbage rcpt 'S: ２５０ ok'; }

@test "behaviour 68: a bare code is a reply" {
	play <<-SCRIPT
		S: 220
		C: HELO client.example
		S: 250
		C: $ALICE
		S: 250
		C: RCPT TO:<ann@example.test>
		S: 250
		C: DATA
		S: 354
		C! data
		S: 250
	SCRIPT
	run -0 deliver -d '[127.0.0.2]' -o smtp_never_send_ehlo=yes \
	    ann@example.test
	applause
	fact ann@example.test .reply 250
}

@test "behaviour 70: the last line's code counts" {
	play <<-SCRIPT
		$(hello)
		C: $ALICE
		S: 550-5.7.1 no
		S: 250 2.1.0 yes
		C: RCPT TO:<ann@example.test>
		S: 250-2.1.5 yes
		S: 550 5.1.1 no
		$(leave)
	SCRIPT
	run -69 deliver -d '[127.0.0.2]' ann@example.test
	applause
	fate ann@example.test failed 5.1.1
	fact ann@example.test .reply $'250-2.1.5 yes\n550 5.1.1 no'
}

@test "behaviour 71: an enhanced code of another class does not count" {
	play <<-SCRIPT
		$(hello)
		C: $ALICE
		S: 250 2.1.0 yes
		C: RCPT TO:<ann@example.test>
		S: 550 4.1.1 no
		$(leave)
	SCRIPT
	run -69 deliver -d '[127.0.0.2]' ann@example.test
	applause
	fate ann@example.test failed 5.0.0
}

# What was not asked for -------------------------------------------------------

@test "D16: two greetings" {
	stage banner 'S: 220 mx.example.test' 'S: 220 mx.example.test'
	broken_off hello
}

@test "D16: two answers to EHLO" {
	stage hello 'S: 250 mx.example.test' 'S: 250 mx.example.test'
	broken_off mail
}

@test "D16: two answers to MAIL" {
	stage mail 'S: 250 2.1.0 ok' 'S: 250 2.1.0 ok'
	broken_off rcpt
}

@test "D16: two answers to RCPT" {
	stage rcpt 'S: 250 2.1.5 ok' 'S: 250 2.1.5 ok'
	broken_off data
}

@test "D16: an answer to the dot behind the 354, before the message" {
	stage data 'S: 354 go ahead' 'S: 250 2.0.0 stored'
	broken_off message
}

@test "D16: a refusal behind the 354, before the message" {
	stage data 'S: 354 go ahead' 'S: 554 5.6.0 no'
	broken_off message
}

@test "D16: an unasked 421 ends the session with its own code" {
	stage mail 'S: 250 2.1.0 ok' 'S: 421 4.3.2 shutting down'
	broken_off rcpt 4.3.2
}

@test "D16: one answer too many in a flight" {
	play <<-SCRIPT
		$(hello PIPELINING)
		$(flight ann@example.test)
		S: 250 2.1.0 ok
		S: 250 2.1.5 ok
		S: 354 go ahead
		S: 250 2.0.0 stored
		C! end
	SCRIPT
	play 127.0.0.3:25 < <(takes ann@example.test)
	broken_off message
}

@test "D16: garbage in a flight: who was refused before it stays so" {
	play <<-SCRIPT
		$(hello PIPELINING)
		$(flight bob@example.test ann@example.test)
		S: 250 2.1.0 ok
		S: 550 5.1.1 unknown
		S: hello
		S: 354 go ahead
		C! end
	SCRIPT
	play 127.0.0.3:25 < <(takes ann@example.test)
	run -69 deliver "${TO[@]}" {bob,ann}@example.test
	applause
	fate bob@example.test failed 5.1.1
	fate ann@example.test relayed 2.0.0
}

@test "D16: the answers of one session are never those of the next" {
	stage mail 'S: 250 2.1.0 ok' 'S: 550 5.1.1 no' 'S: 550 5.1.1 no'
	broken_off rcpt
}

@test "D1: a protocol error everywhere: delayed, not failed" {
	play <<<'S: hello'
	play 127.0.0.3:25 <<<'S: 2500 hello'
	run -75 deliver "${TO[@]}" ann@example.test
	fate ann@example.test delayed 4.5.0
	says ann@example.test '"2500 hello"'
	fact ann@example.test .code null
}
