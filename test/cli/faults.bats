# SPDX-License-Identifier: BSD-2-Clause
#
# A connection that is closed, reset or silent, at every stage before the end
# of the message; behind it see doubt.bats.

load helpers
load scenes

HASTE=()
for limit in helo mail rcpt data_init data_xfer data_done; do
	HASTE+=(-o "smtp_${limit}_timeout=1s")
done

# until_stage STAGE: what is said before it
until_stage() {
	case $1 in
	banner)
		;;
	greeting)	# a reset at once may come before the connection is known
		printf '%s\n' 'S! raw 220-' 'S! sleep 200' ;;
	hello)
		printf '%s\n' 'S: 220 mx' 'C: EHLO client.example' ;;
	helo)
		until_stage hello
		printf '%s\n' 'S: 502 what?' 'C: HELO client.example' ;;
	mail)
		until_stage hello
		printf '%s\n' 'S: 250 mx' "C: $ALICE" ;;
	rcpt)
		until_stage mail
		printf '%s\n' 'S: 250 ok' 'C: RCPT TO:<ann@example.test>' ;;
	data)
		until_stage rcpt
		printf '%s\n' 'S: 250 ok' 'C: DATA' ;;
	message)
		until_stage data
		printf '%s\n' 'S: 354 go ahead' 'C! data 5000' ;;
	esac
}

# fault WHICH STAGE DOING: the delivery goes on at the next host, and the
# text names what was being done
fault() {
	local stage=$2 text="lost connection with"
	stage=${stage/helo/hello} stage=${stage/greeting/banner}
	[ "$1" != hang ] || text='conversation with'
	text+=' 127.0.0.2[127.0.0.2] '
	[ "$1" != hang ] || text+='timed out '
	# more than all buffers between here and there hold
	[ "$2" != message ] || seq 2000000 | message
	{
		until_stage "$2"
		echo "S! $1"
	} >"$T/first"
	play <"$T/first"
	play 127.0.0.3:25 < <(takes ann@example.test)

	run -0 deliver "${HASTE[@]}" -d '[127.0.0.2], [127.0.0.3]' \
	    ann@example.test

	# its own buffers are full: it cannot hear that the client has gone
	[ "$1 $2" != 'hang message' ] || {
		stop "${actors[0]}"
		unset 'actors[0]'
	}
	applause
	fate ann@example.test relayed 2.0.0
	fact ann@example.test \
	    '.attempts[0] | "\(.stage) \(.status) \(.detail)"' \
	    "$stage 4.4.2 ${text}while $3"
	fact ann@example.test .may_be_duplicate false
}

BANNER='receiving the initial server greeting'
EHLO='performing the EHLO handshake'
HELO='performing the HELO handshake'
MAIL='sending MAIL FROM'
RCPT='sending RCPT TO'
DATA='sending DATA command'
BODY='sending message body'

@test "behaviour 213: closed instead of a greeting" { fault close banner "$BANNER"; }
@test "behaviour 213: closed instead of an answer to EHLO" { fault close hello "$EHLO"; }
@test "behaviour 213: closed instead of an answer to HELO" { fault close helo "$HELO"; }
@test "behaviour 213: closed instead of an answer to MAIL" { fault close mail "$MAIL"; }
@test "behaviour 213: closed instead of an answer to RCPT" { fault close rcpt "$RCPT"; }
@test "behaviour 213: closed instead of an answer to DATA" { fault close data "$DATA"; }
@test "behaviour 213: closed within the message" { fault close message "$BODY"; }

@test "behaviour 213: reset within the greeting" { fault reset greeting "$BANNER"; }
@test "behaviour 213: reset instead of an answer to EHLO" { fault reset hello "$EHLO"; }
@test "behaviour 213: reset instead of an answer to HELO" { fault reset helo "$HELO"; }
@test "behaviour 213: reset instead of an answer to MAIL" { fault reset mail "$MAIL"; }
@test "behaviour 213: reset instead of an answer to RCPT" { fault reset rcpt "$RCPT"; }
@test "behaviour 213: reset instead of an answer to DATA" { fault reset data "$DATA"; }
@test "behaviour 213: reset within the message" { fault reset message "$BODY"; }

@test "behaviour 215: no greeting within smtp_helo_timeout" { fault hang banner "$BANNER"; }
@test "behaviour 215: no answer to EHLO within smtp_helo_timeout" { fault hang hello "$EHLO"; }
@test "behaviour 215: no answer to HELO within smtp_helo_timeout" { fault hang helo "$HELO"; }
@test "behaviour 215: no answer to MAIL within smtp_mail_timeout" { fault hang mail "$MAIL"; }
@test "behaviour 215: no answer to RCPT within smtp_rcpt_timeout" { fault hang rcpt "$RCPT"; }
@test "behaviour 215: no answer to DATA within smtp_data_init_timeout" { fault hang data "$DATA"; }
@test "behaviour 215: the message is not read for smtp_data_xfer_timeout" { fault hang message "$BODY"; }

@test "behaviour 214: in a flight the stage is that of the reply that is missing" {
	play <<-SCRIPT
		$(hello PIPELINING)
		$(flight ann@example.test)
		S: 250 2.1.0 ok
		S! close
	SCRIPT
	run -75 deliver -d '[127.0.0.2]' ann@example.test
	applause
	fate ann@example.test delayed 4.4.2
	says ann@example.test "while $RCPT"
	fact ann@example.test .stage rcpt
}
