# SPDX-License-Identifier: BSD-2-Clause
#
# This machine is among the hosts of a destination: the mail would come back.

load helpers
load scenes

US=127.0.0.92
PROXY=(-o "proxy_interfaces=$US")

# exchangers: example.test, for which we are the second of three
exchangers() {
	mx example.test a.example.test=127.0.0.91 us.example.test=$US \
	    c.example.test=127.0.0.93
}

@test "behaviour 38: hosts that are no better than this one are not tried" {
	exchangers
	bystander $US:25
	run -75 deliver "${PROXY[@]}" ann@example.test
	nobody_came
	hosts ann@example.test a.example.test
}

@test "behaviour 38: nor are fallback relays, nor further destinations" {
	exchangers
	run -75 deliver "${PROXY[@]}" --fallback-relay='[127.0.0.94]' \
	    -d 'example.test, [127.0.0.95]' ann@example.test
	hosts ann@example.test a.example.test
}

@test "behaviour 38: only where the port is 25" {
	exchangers
	run -75 deliver "${PROXY[@]}" -d example.test:26 ann@example.test
	hosts ann@example.test a.example.test us.example.test c.example.test
}

@test "behaviour 39: this machine is the best: failed" {
	mx example.test us.example.test=$US c.example.test=127.0.0.93
	run -69 deliver "${PROXY[@]}" --fallback-relay='[127.0.0.94]' \
	    ann@example.test
	fate ann@example.test failed 5.4.6
	says ann@example.test 'mail for example.test loops back to myself'
	fact ann@example.test '"\(.stage) \(.attempts | length)"' 'dns 0'
}

@test "behaviour 39: the best one has no address: delayed" {
	zone <<-END
		example.test MX 10 gone.example.test.
		example.test MX 20 us.example.test.
		us.example.test A $US
	END
	run -75 deliver "${PROXY[@]}" ann@example.test
	fate ann@example.test delayed 4.4.4
	says ann@example.test 'unable to find primary relay for example.test'
}

@test "behaviour 40: best_mx_transport, which is not here: delayed" {
	mx example.test us.example.test=$US
	run -75 deliver "${PROXY[@]}" -o best_mx_transport=local \
	    ann@example.test
	fate ann@example.test delayed 4.3.5
	says ann@example.test 'best_mx_transport = local'
}

@test "behaviour 41: a host of which one address is ours" {
	zone <<-END
		host.example.test A 127.0.0.91
		host.example.test A $US
	END
	run -69 deliver "${PROXY[@]}" -d '[host.example.test]' ann@example.test
	fate ann@example.test failed 5.4.6
	says ann@example.test 'mail for host.example.test loops back to myself'
}

@test "behaviour 57: a relay of ours that leads back here: delayed" {
	mx example.test us.example.test=$US
	run -75 deliver "${PROXY[@]}" -d '[127.0.0.91]' \
	    --fallback-relay=example.test ann@example.test
	fate ann@example.test delayed 4.3.5
	run -75 deliver "${PROXY[@]}" -o relayhost=example.test \
	    ann@example.test
	fate ann@example.test delayed 4.3.5
	says ann@example.test 'mail for example.test loops back to myself'
}

@test "behaviour 38: inet_interfaces = all: the addresses of this machine" {
	bystander 127.0.0.1:25
	run -69 deliver -o inet_interfaces=all -d '[127.0.0.1]' ann@example.test
	nobody_came
	fate ann@example.test failed 5.4.6
}

@test "behaviour 38: which is the default in Postfix mode" {
	echo 'compatibility_level = 3.11' >"$T/main.cf"
	run -69 "$MXPUT" -C "$T/main.cf" -f alice@client.example \
	    -d '[127.0.0.1]' ann@example.test <"$MESSAGE"
	[[ $output == *'loops back to myself'* ]]
}

@test "and outside of it nothing is looked for" {
	play 127.0.0.1:25 < <(takes ann@example.test)
	run -0 deliver -d '[127.0.0.1]' ann@example.test
	applause
}

@test "behaviour 38: names of hosts, by /etc/hosts" {
	echo "$US me.example.test" >>/etc/hosts
	exchangers
	run -75 deliver -o inet_interfaces=me.example.test ann@example.test
	hosts ann@example.test a.example.test
}

@test "D24: a name that leads nowhere: nothing is tried" {
	exchangers
	run -78 deliver -o proxy_interfaces=nobody.example.test \
	    ann@example.test
	[[ $output == *'proxy_interfaces = nobody.example.test: '* ]]
	[ ! -s "$RESULTS" ]
}

@test "-vv says what is left out, and why" {
	exchangers
	run -75 deliver -vv "${PROXY[@]}" ann@example.test
	grep -x "=== us.example.test\[$US\]:25 is left out: it is this machine" \
	    "$CHAT"
	grep -x "=== c.example.test\[127.0.0.93\]:25 is left out: .*" "$CHAT"
}
