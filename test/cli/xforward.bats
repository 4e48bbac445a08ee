# SPDX-License-Identifier: BSD-2-Clause
#
# XFORWARD: where a message came from, for a server that filters it say.

load helpers
load scenes

KNOWN=(-o smtp_send_xforward_command=yes -o mxput_xforward_name=spike.test
    -o mxput_xforward_addr=192.0.2.9 -o mxput_xforward_port=4711
    -o mxput_xforward_proto=ESMTP -o 'mxput_xforward_helo=spike + 1'
    -o mxput_xforward_ident=4F2B -o mxput_xforward_source=remote)

@test "behaviour 168: all that is known and offered" {
	play <<-SCRIPT
		$(hello 'XFORWARD NAME ADDR PORT PROTO HELO IDENT SOURCE')
		C: XFORWARD NAME=spike.test ADDR=192.0.2.9 PORT=4711
		S: 250 2.0.0 ok
		C: XFORWARD PROTO=ESMTP HELO=spike+20+2B+201 IDENT=4F2B SOURCE=REMOTE
		S: 250 2.0.0 ok
		$(mail ann@example.test)
		$(content)
		S: 250 2.0.0 stored
	SCRIPT
	run -0 deliver "${KNOWN[@]}" -d '[127.0.0.2]' ann@example.test
	applause
}

@test "behaviours 91, 168: not what is not offered" {
	play <<-SCRIPT
		$(hello 'XFORWARD HELO')
		C: XFORWARD HELO=spike+20+2B+201
		S: 550 5.7.0 not from you
		$(mail ann@example.test)
		$(content)
		S: 250 2.0.0 stored
	SCRIPT
	run -0 deliver "${KNOWN[@]}" -d '[127.0.0.2]' ann@example.test
	applause
	grep 'warning: .*does not take XFORWARD' "$CHAT"
}

@test "without smtp_send_xforward_command nothing of it is said" {
	play < <(hello 'XFORWARD NAME'; mail ann@example.test; content
	    echo 'S: 250 2.0.0 stored')
	run -0 deliver -o mxput_xforward_name=spike.test -d '[127.0.0.2]' \
	    ann@example.test
	applause
}

@test "behaviour 214: lost there, and the next host has no XFORWARD" {
	mx example.test one.test=127.0.0.2 two.test=127.0.0.3
	play <<-SCRIPT
		$(hello 'XFORWARD NAME')
		C: XFORWARD NAME=spike.test
		S! close
	SCRIPT
	play 127.0.0.3:25 < <(takes ann@example.test)
	run -0 deliver "${KNOWN[@]}" ann@example.test
	applause
	hosts ann@example.test one.test two.test
	fact ann@example.test '.attempts[0] | "\(.status) \(.stage)"' \
	    '4.4.2 xforward'
}

@test "a source is LOCAL or REMOTE" {
	run -78 deliver -o mxput_xforward_source=somewhere \
	    -d '[127.0.0.2]' ann@example.test
	[[ $output == *'LOCAL'*'REMOTE'* ]]
}

@test "a real Postfix takes it from those it trusts" {
	requires dns postfix
	run -0 deliver -v -o smtp_send_xforward_command=yes \
	    -o mxput_xforward_addr=IPv6:2001:db8::1 bob@example.net
	never grep -q ' -> XFORWARD' "$CHAT"	# it trusts nobody
	fate bob@example.net relayed 2.0.0
}
