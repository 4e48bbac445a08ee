# SPDX-License-Identifier: BSD-2-Clause
#
# debug_peer_list: more is shown of the sessions with some servers.

load helpers
load scenes

# two: mx1 refuses, mx2 takes it
two() {
	mx example.test mx1.example.test=$NOBODY mx2.example.test=127.0.0.2
	play < <(takes ann@example.test)
}

@test "behaviour 235: debug_peer_list shows the chat with a host, and with no other" {
	two
	run -0 deliver -o debug_peer_list=mx2.example.test \
	    -o debug_peer_level=1 ann@example.test
	applause
	grep -F ' -> RCPT TO:<ann@example.test>' "$CHAT"
	run -1 grep -F mx1.example.test "$CHAT"
}

# watched PEER: the chat with the second host is shown
watched() {
	two
	run -0 deliver -o "debug_peer_list=$1" ann@example.test
	applause
	grep -F '<-  250 2.1.5 ok' "$CHAT"
}

@test "debug_peer_list knows addresses" {
	watched 127.0.0.2
	run -1 grep -F mx1.example.test "$CHAT"
}

@test "debug_peer_list knows networks" {
	watched 127.0.0.0/30
	run -1 grep -F mx1.example.test "$CHAT"
}

@test "debug_peer_list knows destinations" {
	watched example.test
	grep -F mx1.example.test "$CHAT"
}

@test "debug_peer_list knows files and tables" {
	printf '%s\n' '# who' 'inline:{mx2.example.test=x}' >"$T/peers"
	watched "$T/peers"
}

@test "debug_peer_list: nobody who is not in it is shown" {
	two
	run -0 deliver -o 'debug_peer_list=!mx2.example.test, 192.0.2.0/24' \
	    ann@example.test
	applause
	equal chat "$(cat "$CHAT")" ''
}

@test "debug_peer_list is not silenced by -q" {
	two
	run -0 deliver -q -o debug_peer_list=mx2.example.test ann@example.test
	applause
	grep -F ' -> DATA' "$CHAT"
}

@test "parent_domain_matches_subdomains says whether a domain means those below it" {
	two
	run -0 deliver -o debug_peer_list=test ann@example.test
	applause
	grep -F ' -> DATA' "$CHAT"
	play < <(takes ann@example.test)
	run -0 deliver -o debug_peer_list=test \
	    -o parent_domain_matches_subdomains= ann@example.test
	equal chat "$(cat "$CHAT")" ''
}

@test "debug_peer_level below 1 is refused" {
	two
	run -78 deliver -o debug_peer_level=0 ann@example.test
	grep -F 'debug_peer_level = 0: a number of at least 1 is wanted' "$CHAT"
}

@test "debug_peer_list with something in it that is no pattern is refused" {
	run -78 deliver -o debug_peer_list=192.0.2.1/24 ann@example.test
	grep -F 'perhaps 192.0.2.0/24 is meant' "$CHAT"
}
