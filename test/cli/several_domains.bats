# SPDX-License-Identifier: BSD-2-Clause
#
# Recipients of several domains: a delivery each.

load helpers
load scenes

# world: three domains, each with a host of its own
world() {
	zone <<-'END'
		a.test A 127.0.0.2
		b.test A 127.0.0.3
		c.test A 127.0.0.4
	END
}

@test "each domain gets its own recipients, in one transaction" {
	world
	play 127.0.0.2:25 < <(takes 1@a.test 2@a.test)
	play 127.0.0.3:25 < <(takes 1@b.test)
	play 127.0.0.4:25 < <(takes 1@c.test 2@c.test)

	run -0 deliver 1@a.test 1@c.test 1@b.test 2@a.test 2@c.test

	applause
	fact 1@a.test '"\(.destination) \(.remote_mta.address)"' \
	    'a.test 127.0.0.2'
	fact 1@b.test '"\(.destination) \(.remote_mta.address)"' \
	    'b.test 127.0.0.3'
	fact 2@c.test '"\(.destination) \(.remote_mta.address)"' \
	    'c.test 127.0.0.4'
}

@test "the results come in the order of the recipients" {
	world
	play 127.0.0.2:25 < <(takes 1@a.test 2@a.test)
	play 127.0.0.3:25 < <(takes 1@b.test)
	play 127.0.0.4:25 < <(takes 1@c.test 2@c.test)

	run -0 deliver 1@a.test 1@c.test 1@b.test 2@a.test 2@c.test

	equal order "$(jq -r .recipient "$RESULTS" | tr '\n' ' ')" \
	    '1@a.test 1@c.test 1@b.test 2@a.test 2@c.test '
}

@test "each domain gets the whole message" {
	world
	play 127.0.0.2:25 < <(takes 1@a.test)
	play 127.0.0.3:25 < <(takes 1@b.test)
	run -0 deliver 1@a.test 1@b.test
	applause
	same_message 0 <"$MESSAGE"
	same_message 1 <"$MESSAGE"
}

@test "a domain is the same in capitals" {
	world
	play 127.0.0.2:25 < <(takes 1@a.test 2@A.TEST)
	run -0 deliver 1@a.test 2@A.TEST
	applause
	fact 2@A.TEST .destination a.test
}

@test "what happens to one domain is nothing to the others" {
	world
	cat >>"$T/zone" <<-'END'
		null.test MX 0 .
		soft.test MX !SERVFAIL
	END
	zone </dev/null
	play 127.0.0.3:25 < <(takes 1@b.test)
	play 127.0.0.4:25 <<-SCRIPT
		$(hello)
		$(mail 1@c.test)
		$(content)
		S! close
	SCRIPT

	run -80 deliver 1@null.test 1@soft.test 1@a.test 1@c.test 1@b.test

	applause
	fate 1@null.test failed 5.1.0
	fate 1@soft.test delayed 4.4.3
	fate 1@a.test delayed 4.4.1
	fate 1@c.test delayed 4.4.2
	fate 1@b.test relayed 2.0.0
	fact 1@b.test .may_be_duplicate false
}

@test "with a destination all recipients go there, in one transaction" {
	world
	play 127.0.0.3:25 < <(takes 1@a.test 1@c.test 1@nowhere.test)
	run -0 deliver -d b.test 1@a.test 1@c.test 1@nowhere.test
	applause
}

@test "an address literal is the host itself" {
	play 127.0.0.2:25 < <(takes 'ann@[127.0.0.2]')
	run -0 deliver 'ann@[127.0.0.2]'
	applause
}

@test "an IPv6 address literal is the host itself" {
	play '[2001:db8::2]:25' < <(takes 'ann@[IPv6:2001:db8::2]')
	run -0 deliver 'ann@[IPv6:2001:db8::2]'
	applause
}

@test "a domain in Unicode is asked for in A-labels, and named as it was given" {
	zone <<<'xn--bcher-kva.test A 127.0.0.2'
	play <<-SCRIPT
		$(hello SMTPUTF8 8BITMIME)
		C: $ALICE SMTPUTF8
		S: 250 ok
		C: RCPT TO:<ann@bücher.test>
		S: 250 ok
		$(content)
		S: 250 2.0.0 stored
	SCRIPT
	run -0 deliver ann@bücher.test
	applause
	fate ann@bücher.test relayed 2.0.0
}

# Side by side ----------------------------------------------------------------

# silent STAGE RECIPIENT: a server that says nothing any more there
silent() {
	hello
	case $1 in
	rcpt)
		printf '%s\n' "C: $ALICE" 'S: 250 2.1.0 ok' \
		    "C: RCPT TO:<$2>" ;;
	end-of-data)
		mail "$2"
		content ;;
	esac
	echo 'S! hang'
}

# start ARGUMENT...: delivers in the background, its chat in a file
start() {
	"$MXPUT" --no-config --format=json -v --helo=client.example \
	    -f alice@client.example "$@" <"$MESSAGE" >"$RESULTS" 2>"$CHAT" \
	    3>&- &
	pid=$!
	actors[99]=$pid		# for teardown
}

# await REGEX: until a line of the chat is like it
await() {
	for _ in {1..1000}; do
		! grep -q -- "$1" "$CHAT" 2>/dev/null || return 0
		sleep 0.01
	done
	echo "it never came: $1"
	cat "$CHAT"
	return 1
}

# ended STATUS: the run that was started
ended() {
	local rc=0
	wait "$pid" || rc=$?
	unset 'actors[99]'
	cat "$RESULTS" "$CHAT"
	equal 'exit status' "$rc" "$1"
}

# session HOST: the chat of the session with it, without its number
session() {
	local n
	n=$(sed -n "s/^\([0-9]*\): === connecting to $1\[.*/\1/p" "$CHAT")
	sed -n "s/^$n: //p" "$CHAT"
}

# clinging: a.test is answered only once b.test was asked for
clinging() {
	zone <<-'END'
		a.test MX !HOLD b.test
		a.test A 127.0.0.2
		b.test A 127.0.0.3
	END
}

@test "the next domain is begun while the first waits for its answer" {
	clinging
	play 127.0.0.2:25 < <(takes 1@a.test)
	play 127.0.0.3:25 < <(takes 1@b.test)
	run -0 deliver 1@a.test 1@b.test
	applause
}

@test "mxput_destination_parallelism = 1: one domain after the other" {
	clinging
	resolv 'nameserver 127.0.0.1' 'options trust-ad timeout:1 attempts:1'
	play 127.0.0.3:25 < <(takes 1@b.test)
	run -81 deliver -o mxput_destination_parallelism=1 1@a.test 1@b.test
	applause
	fate 1@a.test delayed 4.4.3
	fate 1@b.test relayed 2.0.0
}

@test "with -v on a terminal: one domain after the other, without numbers" {
	command -v script >/dev/null || skip 'no script(1) here'
	clinging
	resolv 'nameserver 127.0.0.1' 'options trust-ad timeout:1 attempts:1'
	play 127.0.0.3:25 < <(takes 1@b.test)
	run -81 script -qec "$MXPUT --no-config --format=json --color=never \
	    -v --helo=client.example -f alice@client.example \
	    1@a.test 1@b.test <$MESSAGE >$RESULTS" "$CHAT"
	applause
	fate 1@a.test delayed 4.4.3
	fate 1@b.test relayed 2.0.0
	grep '^=== connected to b.test' "$CHAT"
	never grep '^[0-9]' "$CHAT"
}

@test "a domain that hangs holds up its own recipients, and the results" {
	world
	play 127.0.0.2:25 < <(silent rcpt 1@a.test)
	play 127.0.0.3:25 < <(takes 1@b.test)
	play 127.0.0.4:25 < <(takes 1@c.test)
	start 1@b.test 1@a.test 1@c.test
	await '^[0-9]*: === connection to b.test.* closed'
	await '^[0-9]*: === connection to c.test.* closed'
	await 'RCPT TO:<1@a.test>'
	equal 'told so far' "$(jq -r .recipient "$RESULTS")" 1@b.test
	kill "$pid"
	ended 81
	applause
	equal order "$(jq -r .recipient "$RESULTS" | tr '\n' ' ')" \
	    '1@b.test 1@a.test 1@c.test '
	fate 1@a.test delayed 4.3.0
	fate 1@c.test relayed 2.0.0
}

@test "a signal while several are in flight: each has what it deserves" {
	world
	zone <<<'d.test A 127.0.0.5'
	play 127.0.0.2:25 < <(silent end-of-data 1@a.test)
	play 127.0.0.3:25 < <(silent rcpt 1@b.test)
	play 127.0.0.4:25 < <(silent end-of-data 1@c.test)
	play 127.0.0.5:25 < <(takes 1@d.test)
	start 1@a.test 1@b.test 1@c.test 1@d.test
	await '^[0-9]*: === connection to d.test.* closed'
	await 'RCPT TO:<1@b.test>'
	for _ in {1..1000}; do
		[ "$(grep -c ' -> \.$' "$CHAT")" -lt 3 ] || break
		sleep 0.01
	done
	kill "$pid"
	ended 80
	applause
	fact 1@a.test '"\(.action) \(.status) \(.unknown)"' \
	    'delayed 4.4.2 true'
	fact 1@b.test '"\(.action) \(.status) \(.unknown)"' \
	    'delayed 4.3.0 false'
	fact 1@c.test '"\(.action) \(.status) \(.unknown)"' \
	    'delayed 4.4.2 true'
	fate 1@d.test relayed 2.0.0
}

@test "more domains than may be served at once: all have their turn" {
	local n recipients=()
	for n in {1..9}; do
		echo "d$n.test A 127.0.0.1$n"
	done >"$T/nine"
	zone <"$T/nine"
	for n in {1..9}; do
		play "127.0.0.1$n:25" < <(takes "u@d$n.test")
		recipients+=("u@d$n.test")
	done
	run -0 deliver -o mxput_destination_parallelism=2 "${recipients[@]}"
	applause
	equal order "$(jq -r .recipient "$RESULTS" | tr '\n' ' ')" \
	    "${recipients[*]} "
}

@test "-v on a pipe: each line begins with the number of its session" {
	world
	play 127.0.0.2:25 < <(takes 1@a.test)
	play 127.0.0.3:25 < <(takes 1@b.test)
	run -0 deliver -v 1@a.test 1@b.test
	applause
	never grep -v '^[12]: ' "$CHAT"
	for domain in a b; do
		session $domain.test >"$T/session"
		equal "session with $domain.test" "$(sed -n \
		    's/^ -> //p' "$T/session" | tr '\n' '|')" \
		    "EHLO client.example|$ALICE|RCPT TO:<1@$domain.test>|$(
		    )DATA|[54 octets of message]|.|QUIT|"
	done
}

@test "--trace names the session of each event" {
	world
	play 127.0.0.2:25 < <(takes 1@a.test)
	play 127.0.0.3:25 < <(takes 1@b.test)
	run -0 deliver --trace="$T/trace" 1@a.test 1@b.test
	applause
	for domain in a b; do
		n=$(jq "select(.event == \"connected\" and
		    (.server | startswith(\"$domain.test\"))) | .session" \
		    "$T/trace")
		equal "RCPT of $domain.test" "$(jq -r "select(.session == $n
		    and .event == \"said\") | .line | select(startswith(
		    \"RCPT\"))" "$T/trace")" "RCPT TO:<1@$domain.test>"
	done
}
