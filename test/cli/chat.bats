# SPDX-License-Identifier: BSD-2-Clause
#
# The chat on stderr (-v, -vv, -vvv), --chat-log, --trace and colour.

load helpers
load scenes

# talk [ARGUMENT...]: a short delivery, one refused and one accepted
talk() {
	mx example.test mx.example.test=127.0.0.2
	play <<-SCRIPT
		$(hello PIPELINING)
		$(flight ann@example.test bob@example.test)
		S: 250 2.1.0 ok
		S: 250 2.1.5 ok
		S: 550-5.1.1 no bob
		S: 550 5.1.1 here
		S: 354 go ahead
		C! data
		C: QUIT
		S: 250 2.0.0 stored
		S: 221 2.0.0 bye
	SCRIPT
	run -69 deliver "$@" ann@example.test bob@example.test
	applause
}

# what -v shows of it
chat() {
	cat <<-'END'
		=== connecting to mx.example.test[127.0.0.2]:25
		=== connected to mx.example.test[127.0.0.2]:25
		<-  220 mx.example.test ESMTP
		 -> EHLO client.example
		<-  250-mx.example.test
		<-  250-PIPELINING
		<-  250 HELP
		 -> MAIL FROM:<alice@client.example>
		 -> RCPT TO:<ann@example.test>
		 -> RCPT TO:<bob@example.test>
		 -> DATA
		<-  250 2.1.0 ok
		<-  250 2.1.5 ok
		<** 550-5.1.1 no bob
		<** 550 5.1.1 here
		<-  354 go ahead
		 -> [54 octets of message]
		 -> .
		 -> QUIT
		<-  250 2.0.0 stored
		=== connection to mx.example.test[127.0.0.2] closed
	END
}

@test "without -v stderr is empty" {
	talk
	equal stderr "$(cat "$CHAT")" ''
}

@test "-v: the chat, in the order of the wire, the message as a count" {
	talk -v
	diff <(chat) "$CHAT"
}

@test "-v: without PIPELINING one command, one reply" {
	play < <(takes ann@example.test)
	run -0 deliver -v -d '[127.0.0.2]' ann@example.test
	diff - "$CHAT" <<-'END'
		=== connecting to 127.0.0.2[127.0.0.2]:25
		=== connected to 127.0.0.2[127.0.0.2]:25
		<-  220 mx.example.test ESMTP
		 -> EHLO client.example
		<-  250-mx.example.test
		<-  250 HELP
		 -> MAIL FROM:<alice@client.example>
		<-  250 2.1.0 ok
		 -> RCPT TO:<ann@example.test>
		<-  250 2.1.5 ok
		 -> DATA
		<-  354 go ahead
		 -> [54 octets of message]
		 -> .
		<-  250 2.0.0 stored
		 -> QUIT
		=== connection to 127.0.0.2[127.0.0.2] closed
	END
}

@test "-v says nothing on stdout" {
	talk -vvv --format=text
	diff - "$RESULTS" <<-'END'
		ann@example.test: relayed 2.0.0 via mx.example.test[127.0.0.2]:25: 250 2.0.0 stored
		bob@example.test: failed 5.1.1 via mx.example.test[127.0.0.2]:25: host mx.example.test[127.0.0.2] said: 550-5.1.1 no bob 550 5.1.1 here (in reply to RCPT TO command)
	END
}

@test "-vvv does not show the message" {
	talk -vvv
	run -1 grep -F 'Hello.' "$CHAT"
	run -1 grep -F 'Subject' "$CHAT"
}

@test "-v: a connection that is refused, and one that is lost" {
	play 127.0.0.3:25 <<-'SCRIPT'
		S: 220 mx.example.test
		C: EHLO client.example
		S! close
	SCRIPT
	run -75 deliver -v -d "[$NOBODY], [127.0.0.3]" ann@example.test
	grep -xF "*** connect to $NOBODY[$NOBODY]:25: Connection refused" \
	    "$CHAT"
	grep -xF '*** lost connection with 127.0.0.3[127.0.0.3] while '$(
	    )'performing the EHLO handshake' "$CHAT"
}

@test "-v: a destination that is passed over, and why" {
	zone <<<'null.test MX 0 .'
	run -75 deliver -v -d "null.test, [$NOBODY]" ann@example.test
	grep -xF '=== destination null.test: Domain null.test does not '$(
	    )'accept mail (nullMX)' "$CHAT"
}

@test "-v shows no decisions, no DNS, no octets" {
	talk -v
	run -1 grep -E 'candidate|dns:|octets (sent|read)|timer' "$CHAT"
}

# -vv --------------------------------------------------------------------------

@test "-vv: which hosts, in which order" {
	zone <<-'END'
		example.test MX 20 b.example.test.
		example.test MX 10 a.example.test.
		a.example.test A 127.0.0.91
		b.example.test A 127.0.0.92
	END
	run -75 deliver -vv ann@example.test
	diff - <(grep ': candidate' "$CHAT") <<-'END'
		=== example.test: candidate 1 is a.example.test[127.0.0.91]:25, preference 10
		=== example.test: candidate 2 is b.example.test[127.0.0.92]:25, preference 20
	END
}

@test "-vv: questions and answers of the DNS" {
	mx example.test mx.example.test=$NOBODY
	run -75 deliver -vv ann@example.test
	grep -x '=== dns: example.test MX of 127.0.0.1?' "$CHAT"
	grep -x '=== dns: example.test MX: 10 mx.example.test. (insecure) '$(
	    )'([0-9]* ms)' "$CHAT"
	grep -x "=== dns: mx.example.test A: $NOBODY (.*" "$CHAT"
	grep -x '=== dns: mx.example.test AAAA: .*' "$CHAT"
}

@test "-vv: a host that is left out, and why" {
	zone <<-'END'
		example.test MX 10 gone.example.test.
		example.test MX 20 mx.example.test.
		mx.example.test A 127.0.0.99
	END
	run -75 deliver -vv ann@example.test
	grep '^=== host gone.example.test is left out: ' "$CHAT"
}

@test "-vv: hosts that are not tried, and why" {
	mx example.test a.example.test=127.0.0.91 b.example.test=127.0.0.92
	run -75 deliver -vv -o smtp_mx_address_limit=1 ann@example.test
	grep -x '=== the limit of 1 addresses is reached' "$CHAT"
	run -1 grep 'connecting to b.example.test' "$CHAT"
}

# -vvv -------------------------------------------------------------------------

@test "-vvv: octets of each read and write, and timers" {
	talk -vvv -o smtp_helo_timeout=17s
	grep -x '=== 21 octets sent' "$CHAT"
	grep -x '=== 27 octets read' "$CHAT"
	grep '^=== timer: receiving the initial server greeting (1[67]... ms)' \
	    "$CHAT"
}

# Files ------------------------------------------------------------------------

@test "--chat-log writes what -v shows, and stderr stays empty" {
	talk --chat-log="$T/log"
	diff <(chat) "$T/log"
	equal stderr "$(cat "$CHAT")" ''
}

@test "--chat-log and -v at the same time" {
	talk -v --chat-log="$T/log"
	diff <(chat) "$T/log"
	diff <(chat) "$CHAT"
}

@test "--chat-log is for its owner only" {
	umask 0
	talk --chat-log="$T/log" --trace="$T/trace"
	equal mode "$(stat -c %a "$T/log" "$T/trace" | tr '\n' ' ')" '600 600 '
}

@test "--trace: every event is a JSON object on a line of its own" {
	talk --trace="$T/trace"
	equal lines "$(jq -c . "$T/trace" | wc -l)" "$(wc -l <"$T/trace")"
	jq -se 'all(.[]; (.event | type) == "string" and
	    (.at | type) == "number" and (.session | type) == "number" and
	    (.secured | type) == "boolean")' "$T/trace"
	equal stderr "$(cat "$CHAT")" ''
}

@test "--trace: the dialogue is in it, in order, with the codes" {
	talk --trace="$T/trace"
	diff - <(jq -r 'select(.event | IN("said", "heard", "content")) |
	    "\(.event) \(.line // .octets) \(.code // "")"' "$T/trace" |
	    sed 's/ *$//') <<-'END'
		heard 220 mx.example.test ESMTP 220
		said EHLO client.example
		heard 250-mx.example.test 250
		heard 250-PIPELINING 250
		heard 250 HELP 250
		said MAIL FROM:<alice@client.example>
		said RCPT TO:<ann@example.test>
		said RCPT TO:<bob@example.test>
		said DATA
		heard 250 2.1.0 ok 250
		heard 250 2.1.5 ok 250
		heard 550-5.1.1 no bob 550
		heard 550 5.1.1 here 550
		heard 354 go ahead 354
		content 54
		said .
		said QUIT
		heard 250 2.0.0 stored 250
	END
}

@test "--trace: DNS, decisions, octets and timers are in it, whatever -v says" {
	talk --trace="$T/trace"
	for event in dns-asked dns-answered decision connecting connected \
	    octets-sent octets-read timer closed; do
		jq -se --arg e $event 'any(.[]; .event == $e)' "$T/trace"
	done
}

# Colour -----------------------------------------------------------------------

ESC=$'\033'

# on_terminal [NAME=VALUE...]: -v with stderr on a terminal
on_terminal() {
	type script >/dev/null || skip "no script(1) here"
	env "$@" script -qec "$MXPUT --no-config -v $color \
	    -d '[$NOBODY]' ann@example.test <$MESSAGE" /dev/null \
	    </dev/null >"$T/screen" || :
	grep 'connecting to' "$T/screen"
}

@test "no colour where stderr is no terminal" {
	talk -v
	run -1 grep "$ESC" "$CHAT"
}

@test "--color=always: colour everywhere, and the text is the same" {
	NO_COLOR=1 talk -v --color=always
	grep "$ESC" "$CHAT"
	diff <(chat) <(sed "s/$ESC\[[0-9]*m//g" "$CHAT")
}

@test "colour on a terminal" {
	color= on_terminal -u NO_COLOR TERM=xterm
	grep "$ESC" "$T/screen"
}

@test "NO_COLOR: no colour on a terminal" {
	color= on_terminal NO_COLOR=1 TERM=xterm
	run -1 grep "$ESC" "$T/screen"
}

@test "an empty NO_COLOR says nothing" {
	color= on_terminal NO_COLOR= TERM=xterm
	grep "$ESC" "$T/screen"
}

@test "--color=never: no colour on a terminal" {
	color=--color=never on_terminal -u NO_COLOR TERM=xterm
	run -1 grep "$ESC" "$T/screen"
}

@test "--chat-log has no colour" {
	talk --color=always --chat-log="$T/log"
	run -1 grep "$ESC" "$T/log"
}
