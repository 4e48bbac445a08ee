# SPDX-License-Identifier: BSD-2-Clause
#
# How many recipients one transaction has; those that follow it in the same
# session.

load helpers
load scenes

# crowd N: u1@example.test to uN@example.test
crowd() { seq -f 'u%g@example.test' "${2:-1}" "$1"; }

# transactions N RECIPIENT...: all of them are taken, N at a time
transactions() {
	local n=$1
	shift
	while [ $# -gt 0 ]; do
		mail "${@:1:n}"
		content
		echo 'S: 250 2.0.0 stored'
		shift $(($# < n ? $# : n))
	done
}

# sessions: how many there were, in the chat
sessions() { grep -c '^=== connected to' "$CHAT"; }

# everybody RECIPIENT...: was relayed
everybody() {
	equal recipients "$(jq -r 'select(.action == "relayed") | .recipient' \
	    "$RESULTS" | tr '\n' ' ')" "$* "
}

@test "fifty recipients a transaction, in one session" {
	play < <(hello; transactions 50 $(crowd 120))
	run -0 deliver -d '[127.0.0.2]' $(crowd 120)
	applause
	everybody $(crowd 120)
	same_message 0 1 <"$MESSAGE"
	same_message 0 2 <"$MESSAGE"
	same_message 0 3 <"$MESSAGE"
}

@test "smtp_destination_recipient_limit says how many" {
	play < <(hello; transactions 2 $(crowd 5))
	run -0 deliver -o smtp_destination_recipient_limit=2 \
	    -d '[127.0.0.2]' $(crowd 5)
	applause
	everybody $(crowd 5)
}

@test "smtp_destination_recipient_limit = 1" {
	play < <(hello; transactions 1 $(crowd 3))
	run -0 deliver -o smtp_destination_recipient_limit=1 \
	    -d '[127.0.0.2]' $(crowd 3)
	applause
}

@test "a limit of 0 is none" {
	play < <(hello; transactions 60 $(crowd 60))
	run -0 deliver -o smtp_destination_recipient_limit=0 \
	    -d '[127.0.0.2]' $(crowd 60)
	applause
}

@test "default_destination_recipient_limit is its default" {
	play < <(hello; transactions 3 $(crowd 4))
	run -0 deliver -o default_destination_recipient_limit=3 \
	    -d '[127.0.0.2]' $(crowd 4)
	applause
}

@test "behaviour 180: with PIPELINING, QUIT stands behind the last dot only" {
	play <<-SCRIPT
		$(hello PIPELINING)
		$(flight u1@example.test)
		S: 250 2.1.0 ok
		S: 250 2.1.5 ok
		S: 354 go ahead
		C! data
		S: 250 2.0.0 stored
		$(flight u2@example.test)
		S: 250 2.1.0 ok
		S: 250 2.1.5 ok
		S: 354 go ahead
		C! data
		C: QUIT
		S: 250 2.0.0 stored
		S: 221 2.0.0 bye
	SCRIPT
	run -0 deliver -o smtp_destination_recipient_limit=1 \
	    -d '[127.0.0.2]' $(crowd 2)
	applause
}

@test "behaviours 181, 183, 184: RSET stands behind what was abandoned only" {
	play <<-SCRIPT
		$(hello)
		C: $ALICE
		S: 451 4.3.0 busy
		C: RSET
		S: 250 2.0.0 ok
		$(transactions 1 u2@example.test)
		C: $ALICE
		S: 250 2.1.0 ok
		C: RCPT TO:<u3@example.test>
		S: 550 5.1.1 unknown
		C: RSET
		S: 250 2.0.0 ok
		$(mail u4@example.test)
		C: DATA
		S: 554 5.5.1 no
		C: RSET
		S: 250 2.0.0 ok
		$(mail u5@example.test)
		$(content)
		S: 554 5.7.1 spam
		$(transactions 1 u6@example.test)
	SCRIPT
	run -81 deliver -o smtp_destination_recipient_limit=1 \
	    -d '[127.0.0.2]' $(crowd 6)
	applause
	fate u1@example.test delayed 4.3.0
	fate u2@example.test relayed 2.0.0
	fate u3@example.test failed 5.1.1
	fate u4@example.test failed 5.5.1
	fate u5@example.test failed 5.7.1
	fate u6@example.test relayed 2.0.0
}

@test "behaviour 213: lost in the second transaction: the rest goes on" {
	mx example.test one.test=127.0.0.2 two.test=127.0.0.3
	play <<-SCRIPT
		$(hello)
		$(transactions 2 u1@example.test u2@example.test)
		C: $ALICE
		S: 250 2.1.0 ok
		C: RCPT TO:<u3@example.test>
		S: 550 5.1.1 unknown
		C: RCPT TO:<u4@example.test>
		S! close
	SCRIPT
	play 127.0.0.3:25 < <(hello; transactions 2 $(crowd 7 4))
	run -69 deliver -o smtp_destination_recipient_limit=2 $(crowd 7)
	applause
	fate u3@example.test failed 5.1.1
	hosts u1@example.test one.test
	hosts u4@example.test one.test two.test
	hosts u7@example.test one.test two.test
	fact u7@example.test '.attempts[0] | "\(.status) \(.stage)"' \
	    '4.4.2 rcpt'
	fact u7@example.test .may_be_duplicate false
}

@test "D3: no answer to a dot: doubt stays with its transaction" {
	play <<-SCRIPT
		$(hello)
		$(transactions 1 u1@example.test)
		$(mail u2@example.test)
		$(content)
		S! close
	SCRIPT
	run -80 deliver -o smtp_destination_recipient_limit=1 \
	    -d '[127.0.0.2]' $(crowd 3)
	applause
	fate u1@example.test relayed 2.0.0
	fact u2@example.test .unknown true
	fact u3@example.test '"\(.action) \(.status) \(.unknown)"' \
	    'delayed 4.4.2 false'
	says u2@example.test 'may be sent more than once'
	never says u3@example.test 'may be sent more than once'
}

@test "421 ends the session: the rest goes to the next host" {
	mx example.test one.test=127.0.0.2 two.test=127.0.0.3
	play <<-SCRIPT
		$(hello)
		$(transactions 1 u1@example.test)
		C: $ALICE
		S: 421 4.7.0 enough for today
		C: RSET
		S: 250 2.0.0 ok
		C: QUIT
		S: 221 2.0.0 bye
	SCRIPT
	play 127.0.0.3:25 < <(hello; transactions 1 $(crowd 3 2))
	run -0 deliver -o smtp_destination_recipient_limit=1 $(crowd 3)
	applause
	hosts u3@example.test one.test two.test
	fact u3@example.test '.attempts[0].status' 4.7.0
}

@test "behaviour 52: a session with several transactions counts once" {
	mx example.test one.test=127.0.0.2 two.test=127.0.0.3
	play <<-SCRIPT
		$(hello)
		$(transactions 1 u1@example.test)
		C: $ALICE
		S: 250 2.1.0 ok
		C: RCPT TO:<u2@example.test>
		S: 450 4.2.1 later
		C: RSET
		S: 250 2.0.0 ok
		$(transactions 1 u3@example.test)
	SCRIPT
	play 127.0.0.3:25 < <(takes u2@example.test)
	run -0 deliver -o smtp_destination_recipient_limit=1 \
	    -o smtp_mx_session_limit=2 $(crowd 3)
	applause
	everybody $(crowd 3)
}

@test "behaviour 55: only who is open is counted at the next host" {
	mx example.test one.test=127.0.0.2 two.test=127.0.0.3
	play <<-SCRIPT
		$(hello)
		C: $ALICE
		S: 250 2.1.0 ok
		C: RCPT TO:<u1@example.test>
		S: 450 4.2.1 later
		C: RCPT TO:<u2@example.test>
		S: 550 5.1.1 unknown
		C: RSET
		S: 250 2.0.0 ok
		C: $ALICE
		S: 250 2.1.0 ok
		C: RCPT TO:<u3@example.test>
		S: 550 5.1.1 unknown
		C: RCPT TO:<u4@example.test>
		S: 450 4.2.1 later
		C: RSET
		S: 250 2.0.0 ok
	SCRIPT
	play 127.0.0.3:25 < <(takes u1@example.test u4@example.test)
	run -69 deliver -o smtp_destination_recipient_limit=2 $(crowd 4)
	applause
	everybody u1@example.test u4@example.test
}

@test "a real Postfix takes several transactions in one session" {
	requires dns postfix
	run -81 deliver -v -o smtp_destination_recipient_limit=2 \
	    -d '[198.51.100.21]' bob@nsec.test nobody@nsec.test \
	    no@nsec.test noone@nsec.test later@nsec.test carol@nsec.test \
	    dave@nsec.test
	equal sessions "$(sessions)" 1
	equal EHLO "$(grep -c '^ -> EHLO' "$CHAT")" 1
	equal MAIL "$(grep -c '^ ~> MAIL' "$CHAT")" 4
	equal RSET "$(grep -c '^ ~> RSET' "$CHAT")" 1
	everybody bob@nsec.test carol@nsec.test dave@nsec.test
	fate noone@nsec.test failed 5.1.1
	fate later@nsec.test delayed 4.2.1
	for who in bob carol dave; do
		equal "$who" "$(sed '1,/^$/d' "$(mailbox $who@nsec.test)")" \
		    Hello.
	done
}
