# SPDX-License-Identifier: BSD-2-Clause
#
# smtp_fallback_relay, also as --fallback-relay: where mail goes when its
# destination fails.

load helpers
load scenes

RELAY='[127.0.0.3]'

# relay RECIPIENT...: the fallback relay, which takes the message
relay() { play 127.0.0.3:25 < <(takes "$@"); }

# busy ADDRESS: a host that puts ann off
busy() {
	play "$1:25" <<-SCRIPT
		$(hello)
		C: $ALICE
		S: 250 2.1.0 ok
		C: RCPT TO:<ann@example.test>
		S: 450 4.2.1 busy
		$(leave)
	SCRIPT
}

@test "behaviour 58: a domain that does not exist goes to the fallback relay" {
	zone <<<'other.test A 127.0.0.2'
	relay ann@example.test
	run -0 deliver --fallback-relay="$RELAY" ann@example.test
	applause
	fact ann@example.test .remote_mta.address 127.0.0.3
	fact ann@example.test .destination example.test
}

@test "behaviour 58: a lookup that fails for now goes to the fallback relay" {
	zone <<<'example.test MX !SERVFAIL'
	relay ann@example.test
	run -0 deliver --fallback-relay="$RELAY" ann@example.test
	applause
}

@test "behaviour 58: hosts that are down lead to the fallback relay" {
	mx example.test mx.example.test=$NOBODY
	relay ann@example.test
	run -0 deliver -o smtp_fallback_relay="$RELAY" ann@example.test
	applause
	hosts ann@example.test mx.example.test 127.0.0.3
}

@test "behaviour 58: who is put off everywhere goes to the fallback relay" {
	mx example.test mx.example.test=127.0.0.2
	busy 127.0.0.2
	relay ann@example.test
	run -0 deliver --fallback-relay="$RELAY" ann@example.test
	applause
}

@test "behaviour 58: who is refused does not go to the fallback relay" {
	mx example.test mx.example.test=127.0.0.2
	play <<-SCRIPT
		$(hello)
		C: $ALICE
		S: 250 2.1.0 ok
		C: RCPT TO:<ann@example.test>
		S: 550 5.1.1 unknown
		$(leave)
	SCRIPT
	bystander 127.0.0.3:25
	run -69 deliver --fallback-relay="$RELAY" ann@example.test
	nobody_came
	applause
	fate ann@example.test failed 5.1.1
}

@test "the fallback relay is not asked when all is well" {
	mx example.test mx.example.test=127.0.0.2
	play < <(takes ann@example.test)
	bystander 127.0.0.3:25
	run -0 deliver --fallback-relay="$RELAY" ann@example.test
	nobody_came
	applause
}

@test "behaviour 7: fallback relays are a list, tried in order" {
	mx example.test mx.example.test=$NOBODY
	relay ann@example.test
	run -0 deliver -d "[$NOBODY]" \
	    --fallback-relay="[127.0.0.98], relay.test $RELAY" \
	    ann@example.test
	applause
	hosts ann@example.test $NOBODY 127.0.0.98 127.0.0.3
}

@test "behaviour 58: only who is still open goes to the fallback relay" {
	mx example.test mx.example.test=127.0.0.2
	play <<-SCRIPT
		$(hello PIPELINING)
		$(flight ann@example.test bob@example.test cat@example.test)
		S: 250 2.1.0 ok
		S: 250 2.1.5 ok
		S: 550 5.1.1 unknown
		S: 450 4.2.1 busy
		S: 354 go ahead
		C! data
		C: QUIT
		S: 250 2.0.0 stored
		S: 221 2.0.0 bye
	SCRIPT
	relay cat@example.test

	run -69 deliver --fallback-relay="$RELAY" {ann,bob,cat}@example.test

	applause
	fate ann@example.test relayed 2.0.0
	fate bob@example.test failed 5.1.1
	fate cat@example.test relayed 2.0.0
}

@test "behaviour 57: a fallback relay that cannot be found is our own trouble" {
	zone <<<'example.test MX !SERVFAIL'
	run -75 deliver --fallback-relay=relay.test ann@example.test
	fate ann@example.test delayed 4.3.5
	says ann@example.test relay.test
}

@test "behaviour 57: a fallback relay that refuses a recipient is believed" {
	mx example.test mx.example.test=$NOBODY
	play 127.0.0.3:25 <<-SCRIPT
		$(hello)
		C: $ALICE
		S: 250 2.1.0 ok
		C: RCPT TO:<ann@example.test>
		S: 550 5.7.1 no relaying
		$(leave)
	SCRIPT
	run -69 deliver --fallback-relay="$RELAY" ann@example.test
	applause
	fate ann@example.test failed 5.7.1
}

@test "behaviour 57: the relayhost that cannot be found is our own trouble" {
	zone <<<'example.test A 127.0.0.2'
	run -75 deliver -o relayhost=relay.test ann@example.test
	fate ann@example.test delayed 4.3.5
	fact ann@example.test .destination relay.test
}

@test "D24: a malformed fallback relay is our own trouble, once it is needed" {
	mx example.test mx.example.test=127.0.0.2
	play < <(takes ann@example.test)
	run -0 deliver --fallback-relay='[127.0.0.3' ann@example.test
	applause
	run -75 deliver -d "[$NOBODY]" --fallback-relay='[127.0.0.3' \
	    ann@example.test
	fate ann@example.test delayed 4.3.5
}
