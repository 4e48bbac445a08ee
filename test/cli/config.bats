# SPDX-License-Identifier: BSD-2-Clause
#
# Configuration files: which one is read, and that whatever is wrong with a
# setting is told with its place.

load helpers

# wrong TEXT <LINES: the configuration is refused: "FILE:TEXT"
wrong() {
	cat >"$T/main.cf"
	run -78 --separate-stderr "$MXPUT" -C "$T/main.cf" ${options:-} \
	    -f alice@client.example ann@example.test <"$MESSAGE"
	equal results "$output" ''
	equal stderr "$stderr" "mxput: $T/main.cf:$1"
}

# says TEXT ARGUMENT...: the same of an option
says() {
	run -78 deliver "${@:2}" ann@example.test
	equal stderr "$(cat "$CHAT")" "mxput: $1"
}

teardown_file() {
	rm -rf /etc/mxput
}

@test "/etc/mxput/main.cf is read if the user has none; their own wins" {
	show() {
		env "$@" "$MXPUT" --show-config=set
	}
	mkdir -p /etc/mxput "$T/home" "$T/xdg"
	echo 'myorigin = etc.test' >/etc/mxput/main.cf
	run -0 show -u XDG_CONFIG_HOME HOME="$T/home"
	equal 'of the system' "$output" 'myorigin = etc.test'
	run -0 show XDG_CONFIG_HOME="$T/xdg" HOME="$T/home"
	equal 'of the system' "$output" 'myorigin = etc.test'
	mkdir -p "$T/home/.config/mxput"
	echo 'myhostname = own.test' >"$T/home/.config/mxput/main.cf"
	run -0 show -u XDG_CONFIG_HOME HOME="$T/home"
	equal 'their own' "$output" 'myhostname = own.test'
	run -0 "$MXPUT" --no-config --show-config=set
	equal 'none' "$output" ''
	rm -r /etc/mxput
	run -0 show XDG_CONFIG_HOME="$T/xdg" HOME="$T/home"
	equal 'neither' "$output" ''
}

@test "--no-config and -C exclude each other" {
	: >"$T/main.cf"
	run -64 "$MXPUT" --no-config -C "$T/main.cf" ann@example.test \
	    <"$MESSAGE"
	equal stderr "$output" 'mxput: --no-config and --config: only one of'\
' them is possible'
}

@test "behaviour 8: a default port that is none is told of its parameter" {
	wrong '2: smtp_tcp_port = bogus: a port, or the name of a service'\
' that is known here, is wanted' <<<$'#\nsmtp_tcp_port = bogus'
	wrong '1: smtp_tcp_port = 65536: a port, or the name of a service'\
' that is known here, is wanted' <<<'smtp_tcp_port = 65536'
	options='--lmtp -d [127.0.0.2]'
	wrong '1: lmtp_tcp_port = bogus: a port, or the name of a service'\
' that is known here, is wanted' <<<'lmtp_tcp_port = bogus'
	says '-o: smtp_tcp_port = bogus: a port, or the name of a service'\
' that is known here, is wanted' -d '[127.0.0.2]' -o smtp_tcp_port=bogus
}

@test "D24: a malformed relayhost is told with its place" {
	wrong '2: relayhost: malformed destination "[x": '"']' is missing" \
	    <<<$'#\nrelayhost = [x'
	says '-o: relayhost: malformed destination "[x": '"']' is missing" \
	    -o relayhost=[x
}

@test "what is wrong with a list is told with its place" {
	wrong '2: mxput_resolvers: no name server address: foo' \
	    <<<$'#\nmxput_resolvers = foo'
	says '-o: mxput_resolvers: no name server address: foo' \
	    -o mxput_resolvers=foo
	wrong '1: dnssec_probe = x: a type of DNS records and a name are'\
' wanted, as in ns:.' <<<'dnssec_probe = x'
	wrong '1: debug_peer_list: nothing stands behind a "!"' \
	    <<<'debug_peer_list = mx.test !'
	wrong '1: smtp_sasl_mechanism_filter: nothing stands behind a "!"' \
	    <<<'smtp_sasl_mechanism_filter = !'
	wrong '1: use_srv_lookup = a/b: only names of services can be listed' \
	    <<<'use_srv_lookup = a/b'
	wrong "1: myorigin: open $T/nowhere: No such file or directory" \
	    <<<"myorigin = $T/nowhere"
}

@test "what is wrong with a table is told with its place" {
	local type
	for type in smtp_header_checks smtp_tls_policy_maps; do
		run -78 deliver -o $type=ldap:/etc/x ann@example.test
		[[ $(cat "$CHAT") == "mxput: -o: $type: "*ldap* ]]
	done
}

@test "what is wrong with an address or an option of SASL is told so" {
	local name
	for name in inet_interfaces=a..b proxy_interfaces=a..b \
	    smtp_sasl_security_options=nonsense; do
		echo "$name" >"$T/main.cf"
		run -78 "$MXPUT" -C "$T/main.cf" ann@example.test <"$MESSAGE"
		[[ $output == "mxput: $T/main.cf:1: ${name%%=*}"* ]]
	done
}
