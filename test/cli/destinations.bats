# SPDX-License-Identifier: BSD-2-Clause
#
# What a destination may look like, and what is done about one that is none.

load helpers
load scenes

# at ADDRESS DESTINATION...: mail for DESTINATION arrives there
at() {
	play "$1" < <(takes ann@example.test)
	run -0 deliver "${@:2}" ann@example.test
	applause
}

@test "behaviour 14: [host] is looked up as a host" {
	zone <<-'END'
		example.test MX 10 mx.example.test.
		mx.example.test A 127.0.0.3
		example.test A 127.0.0.2
	END
	at 127.0.0.2:25 -d '[example.test]'
	run -1 asked example.test MX
	fact ann@example.test .destination '[example.test]'
}

@test "behaviour 8: a domain has its MX hosts, also as a destination" {
	mx example.test mx.example.test=127.0.0.2
	at 127.0.0.2:25 -d example.test
	asked example.test MX 1
}

@test "behaviour 8: [host]:port" {
	at 127.0.0.2:2525 -d '[127.0.0.2]:2525'
	fact ann@example.test .remote_mta.port 2525
}

@test "behaviour 8: domain:port is a port of its MX hosts" {
	mx example.test mx.example.test=127.0.0.2
	at 127.0.0.2:2525 -d example.test:2525
}

@test "behaviour 16: a socket needs --lmtp, and goes with no other" {
	run -64 deliver -d "unix:$T/s" ann@example.test
	equal stderr "$(cat "$CHAT")" \
	    "mxput: -d: a socket needs --lmtp: unix:$T/s"
	run -64 deliver --lmtp -d "unix:$T/s" -d '[127.0.0.2]' ann@example.test
	equal stderr "$(cat "$CHAT")" 'mxput: -d: a socket is all of a'\
' destination: there can be no other'
}

@test "--fallback-relay=smtp://host:port is [host]:port" {
	play 127.0.0.2:2525 < <(takes ann@example.test)
	run -0 deliver -d "[$NOBODY]" \
	    --fallback-relay=smtp://127.0.0.2:2525 ann@example.test
	applause
	fact ann@example.test .remote_mta.port 2525
}

@test "behaviour 8: an empty port is the default one" {
	at 127.0.0.2:25 -d '[127.0.0.2]:'
}

@test "behaviour 8: the default port is smtp_tcp_port" {
	at 127.0.0.2:2525 -o smtp_tcp_port=2525 -d '[127.0.0.2]'
}

@test "behaviour 13: a port may be the name of a service" {
	at 127.0.0.2:587 -d '[127.0.0.2]:submission'
}

@test "behaviour 13: known_tcp_ports comes before services(5)" {
	at 127.0.0.2:2525 -o known_tcp_ports='a=b=2626, submission=smtp2=2525' \
	    -d '[127.0.0.2]:submission'
}

@test "behaviour 13: a port may begin with zeros" {
	at 127.0.0.2:25 -d '[127.0.0.2]:0025'
}

@test "behaviour 11: an address needs no brackets" {
	at 127.0.0.2:2525 -d 127.0.0.2:2525
}

@test "behaviour 10: [ipv6:address], the word in any case" {
	at '[2001:db8::2]:25' -d '[IPv6:2001:db8::2]'
	fact ann@example.test .remote_mta.address 2001:db8::2
}

@test "behaviour 10: [IPv6 address]:port" {
	at '[2001:db8::2]:2525' -d '[2001:db8::2]:2525'
}

@test "behaviour 7: a list, by commas and blanks, is tried in order" {
	at 127.0.0.2:25 \
	    -d $'[127.0.0.91],[127.0.0.92]:26\t[127.0.0.93] , [127.0.0.2]'
	hosts ann@example.test 127.0.0.91 127.0.0.92 127.0.0.93 127.0.0.2
	fact ann@example.test '[.attempts[].port] | join(" ")' '25 26 25 25'
}

@test "-d several times is a list" {
	at 127.0.0.2:25 -d '[127.0.0.91]' -d '[127.0.0.2]'
	hosts ann@example.test 127.0.0.91 127.0.0.2
}

@test "--server=HOST:PORT is [HOST]:PORT" {
	zone <<-'END'
		mx.test MX 10 elsewhere.test.
		mx.test A 127.0.0.2
	END
	at 127.0.0.2:2525 --server=mx.test:2525
	run -1 asked mx.test MX
}

@test "smtp://host:port is [host]:port" {
	zone <<-'END'
		mx.test MX 10 elsewhere.test.
		mx.test A 127.0.0.2
	END
	at 127.0.0.2:2525 -d smtp://mx.test:2525
	run -1 asked mx.test MX
}

@test "smtp://host has the default port" {
	at 127.0.0.2:25 -d smtp://127.0.0.2
}

@test "behaviour 19: a name in Unicode is looked up in A-labels" {
	mx xn--bcher-kva.test mx.example.test=127.0.0.2
	at 127.0.0.2:25 -d bücher.test
	asked xn--bcher-kva.test MX 1
}

@test "the relayhost takes everything" {
	play < <(takes ann@example.test bob@other.test)
	run -0 deliver -o relayhost='[127.0.0.2]' ann@example.test \
	    bob@other.test
	applause
}

@test "a destination on the command line beats the relayhost" {
	at 127.0.0.2:25 -o relayhost='[127.0.0.3]' -d '[127.0.0.2]'
}

# Malformed --------------------------------------------------------------------

# refused STATUS WORDS ARGUMENT...: one line that has these words, no result,
# and nobody is contacted or asked
refused() {
	zone <<<'example.test A 127.0.0.2'
	bystander 127.0.0.2:25
	run "-$1" deliver "${@:3}"
	equal results "$(cat "$RESULTS")" ''
	equal 'lines on stderr' "$(wc -l <"$CHAT")" 1
	[[ $(cat "$CHAT") == "mxput: "*"$2"* ]]
	[ ! -s "$T/asked" ]
	nobody_came
}

# malformed DESTINATION WORD: it is named, and WORD is in what is said of it
malformed() {
	refused 64 "malformed destination \"$1\": " -d "$1" ann@example.test
	[[ $(cat "$CHAT") == *": "*"$2"* ]]
}

@test "D24: ] is missing" { malformed '[127.0.0.2' "']' is missing"; }
@test "D24: more than a port behind ]" { malformed '[127.0.0.2]25' "':'"; }
@test "D24: an empty host" { malformed '[]' empty; }
@test "D24: only a port" { malformed ':25' empty; }
@test "D24: a host with a dot at its end" { malformed example.test. host; }
@test "D24: a host with two dots in a row" { malformed a..test host; }
@test "D24: a host that begins with a hyphen" { malformed -- host; }
@test "D24: a host of digits only" { malformed 12345 host; }
@test "D24: an address that is cut short" { malformed 127.0.1 host; }
@test "D24: an address beyond 255" { malformed 127.0.0.256 host; }
@test "D24: IPv6 without brackets" { malformed 2001:db8::1 host; }
@test "D24: ipv6: with something else" { malformed '[ipv6:x]' IPv6; }
@test "D24: a name with a slash" { malformed a/b host; }
@test "D24: port 0" { malformed '[127.0.0.2]:0' port; }
@test "D24: port 65536" { malformed '[127.0.0.2]:65536' port; }
@test "D24: a port that begins with a digit" { malformed '[127.0.0.2]:25x' port; }
@test "D24: a negative port" { malformed '[127.0.0.2]:-25' service; }
@test "D24: an unknown service" { malformed '[127.0.0.2]:bogus' service; }
@test "behaviour 13: services are in small letters" { malformed '[127.0.0.2]:SMTP' service; }
@test "behaviour 16: inet: says nothing in SMTP" { malformed inet:127.0.0.2 number; }

@test "D24: a list of nothing" {
	refused 64 'no destination in it' -d ' , ,' ann@example.test
}

@test "D24: an empty destination" {
	refused 64 destination -d '' ann@example.test
}

@test "a URL with a user in it" {
	refused 64 user -d smtp://alice@127.0.0.2 ann@example.test
}

@test "a URL with a password in it does not print it" {
	refused 64 user -d smtp://alice:geheim@127.0.0.2 ann@example.test
	[[ $output != *geheim* ]]
}

@test "D24: a malformed relayhost is the configuration's fault" {
	refused 78 '"[127.0.0.2"' -o 'relayhost=[127.0.0.2' ann@example.test
}

@test "D24: a recipient whose domain is no host name" {
	refused 65 example_.test- ann@example_.test-
}

@test "D24: one malformed destination among the recipients': nobody is contacted" {
	refused 65 '-x.test' ann@example.test bob@-x.test
}

@test "D24: a malformed member is found when it is reached" {
	play < <(takes ann@example.test)
	run -0 deliver -d '[127.0.0.2], [127.0.0.3' ann@example.test
	applause
	run -75 deliver -d "[$NOBODY], [127.0.0.3" ann@example.test
	fate ann@example.test delayed 4.3.5
	says ann@example.test '"[127.0.0.3"'
}
