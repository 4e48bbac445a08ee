# SPDX-License-Identifier: BSD-2-Clause
#
# Servers inside TLS, loaded after helpers and scenes: certificates, and the
# parts of a script that lead into TLS.

# certificate NAME ARGUMENT...: $T/NAME.pem, for a server of that name in
# example.test; see test/tool/mint.c
certificate() {
	"$TEST_BUILD/test/tool/mint" "${@:2}" -n "$1.example.test" \
	    "$T/$1.pem" >"$T/$1.digest"
}

# authority: $T/ca.pem, which may vouch for others
authority() {
	"$TEST_BUILD/test/tool/mint" -a "$T/ca.pem" >"$T/ca.digest"
}

# pin NAME: the TLSA record of its key
pin() { echo "3 1 1 $(cat "$T/$1.digest")"; }

# world [LINE...]: example.test has the server mx.example.test at $PEER, all
# of it signed
world() {
	zone <<-END
		example.test MX 10 mx.example.test.
		mx.example.test A 127.0.0.2
		example.test secure
		mx.example.test secure
		_25._tcp.mx.example.test secure
		$(printf '%s\n' "$@")
	END
}

# starts_tls [NAME [KEYWORD...]]: up to the end of the handshake, with the
# certificate of that name, default mx; without one it gets any
starts_tls() {
	[ -e "$T/${1:-mx}.pem" ] || certificate "${1:-mx}"
	hello STARTTLS "${@:2}"
	cat <<-END
		C: STARTTLS
		S: 220 2.0.0 go
		S! tls $T/${1:-mx}.pem
	END
}

# again [KEYWORD...]: EHLO inside TLS
again() {
	cat <<-'END'
		C: EHLO client.example
		S: 250-mx.example.test
	END
	[ $# = 0 ] || printf 'S: 250-%s\n' "$@"
	echo 'S: 250 HELP'
}

# stores RECIPIENT...: takes the message for them, after EHLO
stores() {
	mail "$@"
	content
	echo 'S: 250 2.0.0 stored'
}

# takes_inside RECIPIENT...: a server that does so inside TLS
takes_inside() {
	starts_tls
	again
	stores "$@"
}

# turned_away [NAME]: it makes the handshake, and hears QUIT
turned_away() {
	starts_tls "$@"
	cat <<-'END'
		C: QUIT
		S: 221 2.0.0 bye
	END
}

# tls FILTER VALUE: of the result about ann@example.test
tls() { fact ann@example.test ".tls.$1" "$2"; }
