# SPDX-License-Identifier: BSD-2-Clause
#
# The tools of the tests can say no: what a wrong client does is noticed.

load helpers

script='
S: 220 hello
C: EHLO here
S: 250 hello
C~ MAIL FROM:<a@b> SIZE=[0-9]+
S: 250 ok
'

# talk TEXT...: says each on the one connection, after the line before it was
# answered, and closes
talk() {
	local text line
	exec 9<>/dev/tcp/127.0.0.2/25
	for text in "$@"; do
		read -r -t 5 line <&9 || :
		printf "$text" >&9
	done
	read -r -t 5 line <&9 || :
	exec 9>&-
}

@test "actor: who follows the script gets applause" {
	play <<<"$script"
	talk 'EHLO here\r\n' 'MAIL FROM:<a@b> SIZE=12\r\n' 'QUIT\r\n'
	applause
}

@test "actor: who is ahead of the script does not" {
	play <<<"$script"
	talk 'EHLO here\r\nMAIL FROM:<a@b> SIZE=12\r\n'
	boo 'the client is ahead: "MAIL'
}

@test "actor: another line, a bare LF, more than the script" {
	for wrong in 'EHLO there\r\n' 'EHLO here\n' 'EHLO here \r\n'; do
		play <<<"$script"
		talk "$wrong"
		boo 'EHLO '
		actors=() && rm -r "$T/play.0"
	done
	play <<<'S: 220 hello'
	talk 'NOOP\r\n'
	boo 'the client goes on: "NOOP"'
}

@test "actor: who does not come is missed" {
	play <<<"$script"
	boo 'nobody has connected'
}

@test "actor: who leaves too early is missed" {
	play <<<"$script"
	talk 'EHLO here\r\n'
	boo 'the client has closed the connection'
}

@test "actor: the message is kept as it was on the wire" {
	play <<-'SCRIPT'
		S: 354 go
		C! data
		S: 250 ok
	SCRIPT
	talk 'a\r\n..\r\n\n.\r\nb\r\n.\r\n' 'QUIT\r\n'
	applause
	[ "$(od -An -c "$(received)" | tr -d ' \n')" = \
	    'a\r\n..\r\n\n.\r\nb\r\n' ]
}

@test "actor: raw octets and a second connection" {
	play <<-'SCRIPT'
		S! raw 2\x320 a\x00b\r\n
		C! end
		---
		S: 220 again
	SCRIPT
	exec 9<>/dev/tcp/127.0.0.2/25
	[ "$(head -c 9 <&9 | od -An -c | tr -d ' \n')" = '220a\0b\r\n' ]
	exec 9>&-
	talk 'QUIT\r\n'
	applause
	run -1 bash -c "exec 9<>/dev/tcp/127.0.0.2/25"
}

@test "names: a question is answered and remembered" {
	mx example.test mx.example.test=127.0.0.2
	drill example.test MX @127.0.0.1 | grep 'mx.example.test'
	asked example.test MX 1
	run -1 asked example.test A
	run -1 asked example.test MX 2
}

@test "mkzones: zones without keys are made anew once there can be keys" {
	requires dns
	local top=${BATS_TEST_DIRNAME%/test/cli}
	zones() {
		LAB_BUILD=$1 "$top/test/lab/mkzones" "$top/test/lab/zones" \
		    "$T/made/zones"
	}
	zones "$T/none"
	[ ! -e "$T/made/zones/mail.pem" ]
	zones "$TEST_BUILD"
	[ -e "$T/made/zones/mail.pem" ]
	touch "$T/made/zones/mark"
	zones "$TEST_BUILD"
	[ -e "$T/made/zones/mark" ]
}
