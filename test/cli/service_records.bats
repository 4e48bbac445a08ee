# SPDX-License-Identifier: BSD-2-Clause
#
# Destinations by SRV records (use_srv_lookup).

load helpers
load scenes

SRV=(-o use_srv_lookup=submission)

# services: SRV records of example.test, and an MX record beside them
services() {
	zone <<-'END'
		_submission._tcp.example.test SRV 20 0 2526 b.example.test.
		_submission._tcp.example.test SRV 10 0 2525 a.example.test.
		example.test MX 10 mx.example.test.
		a.example.test A 127.0.0.91
		b.example.test A 127.0.0.92
		mx.example.test A 127.0.0.93
	END
}

@test "behaviours 42, 44: the server that an SRV record names, at its port" {
	services
	play 127.0.0.91:2525 < <(takes ann@example.test)

	run -0 deliver "${SRV[@]}" -d example.test:submission ann@example.test

	applause
	asked example.test MX 0
	fact ann@example.test '.remote_mta | "\(.name) \(.address) \(.port)"' \
	    'a.example.test 127.0.0.91 2525'
}

@test "behaviour 43: in the order of their priority" {
	services
	play 127.0.0.92:2526 < <(takes ann@example.test)

	run -0 deliver "${SRV[@]}" -d example.test:submission ann@example.test

	applause
	fact ann@example.test '[.attempts[] | "\(.name) \(.port)"] | join(" ")' \
	    'a.example.test 2525 b.example.test 2526'
}

@test "behaviour 43: by weight, a host of next to none comes last" {
	zone <<-'END'
		_submission._tcp.example.test SRV 10 1 2525 a.example.test.
		_submission._tcp.example.test SRV 10 65000 2525 b.example.test.
		a.example.test A 127.0.0.91
		b.example.test A 127.0.0.92
	END
	# that a comes first 4 times of 10 happens once in 10^15 runs
	for _ in {1..10}; do
		run -75 deliver "${SRV[@]}" -d example.test:submission \
		    ann@example.test
		jq -r '.attempts[0].name' "$RESULTS" >>"$T/first"
	done
	[ "$(grep -cx b.example.test "$T/first")" -gt 6 ]
}

@test "behaviour 42: only for services that are listed, and no host in brackets" {
	services
	run -75 deliver "${SRV[@]}" -d example.test:587 ann@example.test
	hosts ann@example.test mx.example.test
	run -75 deliver "${SRV[@]}" -d '[a.example.test]:submission' \
	    ann@example.test
	fact ann@example.test '.attempts[0].port' 587
	asked _submission._tcp.example.test SRV 0
}

@test "behaviour 42: the service of a destination without one is smtp" {
	zone <<-'END'
		_smtp._tcp.example.test SRV 0 0 2525 a.example.test.
		a.example.test A 127.0.0.91
	END
	run -75 deliver -o use_srv_lookup=smtp ann@example.test
	fact ann@example.test '.attempts[0].port' 2525
}

# other: example.test has an MX record, and the SRV record that is given
other() {
	zone <<-END
		_submission._tcp.example.test SRV $1
		example.test MX 10 mx.example.test.
		mx.example.test A 127.0.0.93
	END
}

@test "behaviour 45: no SRV records: failed, or MX records" {
	other '!NXDOMAIN'
	run -69 deliver "${SRV[@]}" -d example.test:submission ann@example.test
	fate ann@example.test failed 5.4.4
	run -69 deliver "${SRV[@]}" -o ignore_srv_lookup_error=yes \
	    -d example.test:submission ann@example.test
	run -75 deliver "${SRV[@]}" -o allow_srv_lookup_fallback=yes \
	    -d example.test:submission ann@example.test
	fact ann@example.test '.attempts[0] | "\(.name) \(.port)"' \
	    'mx.example.test 587'
}

@test "behaviour 45: no answer about SRV records: delayed, or MX records" {
	other '!SERVFAIL'
	run -75 deliver "${SRV[@]}" -d example.test:submission ann@example.test
	fate ann@example.test delayed 4.4.3
	fact ann@example.test '.attempts | length' 0
	run -75 deliver "${SRV[@]}" -o ignore_srv_lookup_error=yes \
	    -d example.test:submission ann@example.test
	hosts ann@example.test mx.example.test
}

@test "behaviour 45: a service that is not offered" {
	other '0 0 0 .'
	run -69 deliver "${SRV[@]}" -d example.test:submission ann@example.test
	fate ann@example.test failed 5.1.0
	says ann@example.test 'Domain _submission._tcp.example.test does not'
}

@test "a real resolver, and a signed SRV record" {
	requires dns
	play 198.51.100.25:2525 < <(takes ann@srv.nsec.test)
	run -0 deliver -vv "${SRV[@]}" -d srv.nsec.test:submission \
	    ann@srv.nsec.test
	applause
	hosts ann@srv.nsec.test sink.nsec.test
	grep '^=== dns: _submission._tcp.srv.nsec.test SRV: .*(secure)' "$CHAT"
}

@test "D24: use_srv_lookup names a table: nothing is tried" {
	services
	run -78 deliver -o use_srv_lookup=texthash:/x ann@example.test
	[[ $output == *'use_srv_lookup = texthash:/x: '* ]]
	[ ! -s "$RESULTS" ]
}
