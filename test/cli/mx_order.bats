# SPDX-License-Identifier: BSD-2-Clause
#
# Which hosts are tried for a domain, and in which order. Nobody listens at
# any of these addresses: what is tried is what there is to see.

load helpers
load scenes

@test "behaviour 35: the lowest preference comes first, whatever the order of the answer" {
	zone <<-'END'
		example.test MX 20 mx20.example.test.
		example.test MX 5 mx5.example.test.
		example.test MX 100 mx100.example.test.
		example.test MX 10 mx10.example.test.
		mx5.example.test A 127.0.0.95
		mx10.example.test A 127.0.0.96
		mx20.example.test A 127.0.0.97
		mx100.example.test A 127.0.0.98
	END

	run -75 deliver -o smtp_mx_address_limit=0 ann@example.test

	hosts ann@example.test mx5.example.test mx10.example.test \
	    mx20.example.test mx100.example.test
	fact ann@example.test '[.attempts[].address] | join(" ")' \
	    '127.0.0.95 127.0.0.96 127.0.0.97 127.0.0.98'
}

@test "behaviour 35: all addresses of a better host come before those of the next" {
	zone <<-'END'
		example.test MX 10 mx10.example.test.
		example.test MX 20 mx20.example.test.
		mx20.example.test A 127.0.0.91
		mx10.example.test A 127.0.0.92
		mx10.example.test A 127.0.0.93
	END

	run -75 deliver ann@example.test

	hosts ann@example.test mx10.example.test mx10.example.test \
	    mx20.example.test
}

# equals: three hosts of one preference
equals() {
	zone <<-'END'
		example.test MX 10 c.example.test.
		example.test MX 10 a.example.test.
		example.test MX 10 b.example.test.
		a.example.test A 127.0.0.91
		b.example.test A 127.0.0.92
		c.example.test A 127.0.0.93
	END
}

@test "behaviour 35: hosts of one preference are shuffled" {
	equals
	# each order turns up sooner or later; that a stays away from the first
	# place 60 times happens once in 10^10 runs
	for _ in {1..60}; do
		run -75 deliver ann@example.test
		jq -r '.attempts[0].name[0:1]' "$RESULTS" >>"$T/first"
		[ "$(sort -u "$T/first" | tr -d '\n')" != abc ] || break
	done
	equal 'hosts in front' "$(sort -u "$T/first" | tr -d '\n')" abc
}

@test "behaviour 35: smtp_randomize_addresses=no keeps the order of the answer" {
	equals
	for _ in {1..8}; do
		run -75 deliver -o smtp_randomize_addresses=no ann@example.test
		hosts ann@example.test c.example.test a.example.test \
		    b.example.test
	done
}

# both_families: two hosts of one preference, each with both
both_families() {
	zone <<-'END'
		example.test MX 10 a.example.test.
		example.test MX 10 b.example.test.
		a.example.test A 127.0.0.91
		a.example.test AAAA 2001:db8::91
		b.example.test A 127.0.0.92
		b.example.test AAAA 2001:db8::92
	END
}

# addresses ARGUMENT...: the addresses that are tried, in order
addresses() {
	run -75 deliver -o smtp_randomize_addresses=no "$@" ann@example.test
	jq -r '[.attempts[].address] | join(" ")' "$RESULTS"
}

@test "behaviour 35: smtp_address_preference puts one family first" {
	local in_turn=(-o mxput_connection_attempt_delay=0)
	both_families
	equal ipv6 "$(addresses "${in_turn[@]}" \
	    -o smtp_address_preference=ipv6)" \
	    '2001:db8::91 2001:db8::92 127.0.0.91 127.0.0.92'
	equal ipv4 "$(addresses "${in_turn[@]}" \
	    -o smtp_address_preference=ipv4)" \
	    '127.0.0.91 127.0.0.92 2001:db8::91 2001:db8::92'
	equal any "$(addresses "${in_turn[@]}" \
	    -o smtp_address_preference=any)" \
	    '127.0.0.91 2001:db8::91 127.0.0.92 2001:db8::92'
}

@test "RFC 8305: outside Postfix mode families take turns" {
	both_families
	equal ipv6 "$(addresses -o smtp_address_preference=ipv6)" \
	    '2001:db8::91 127.0.0.91 2001:db8::92 127.0.0.92'
	equal ipv4 "$(addresses -o smtp_address_preference=ipv4)" \
	    '127.0.0.91 2001:db8::91 127.0.0.92 2001:db8::92'
}

@test "behaviour 37: the limit leaves addresses of both families" {
	both_families
	equal balanced "$(addresses -o smtp_address_preference=ipv6 \
	    -o smtp_mx_address_limit=2)" '2001:db8::91 127.0.0.91'
	equal unbalanced "$(addresses -o smtp_address_preference=ipv6 \
	    -o smtp_mx_address_limit=2 -o mxput_connection_attempt_delay=0 \
	    -o smtp_balance_inet_protocols=no)" '2001:db8::91 2001:db8::92'
}

@test "-4 uses no IPv6 address and asks for none" {
	both_families
	equal addresses "$(addresses -4)" '127.0.0.91 127.0.0.92'
	run -1 asked a.example.test AAAA
}

@test "-6 uses no IPv4 address and asks for none" {
	both_families
	equal addresses "$(addresses -6)" '2001:db8::91 2001:db8::92'
	run -1 asked a.example.test A
}

@test "behaviour 21: a domain without MX records takes mail itself" {
	zone <<<'example.test A 127.0.0.2'
	play < <(takes ann@example.test)

	run -0 deliver ann@example.test

	applause
	fact ann@example.test .remote_mta.name example.test
	asked example.test MX 1
}

@test "behaviour 21: the domain's own address is not for who has MX records" {
	zone <<-END
		example.test MX 10 mx.example.test.
		example.test A 127.0.0.2
		mx.example.test A $NOBODY
	END
	bystander 127.0.0.2:25

	run -75 deliver ann@example.test

	hosts ann@example.test mx.example.test
	nobody_came
	run -1 asked example.test A
}

@test "behaviour 24: an MX record that names no host is passed over" {
	zone <<-'END'
		example.test MX 10 -mx.example.test.
		example.test MX 20 mx20.example.test.
		-mx.example.test A 127.0.0.3
		mx20.example.test A 127.0.0.2
	END
	play < <(takes ann@example.test)
	bystander 127.0.0.3:25

	run -0 deliver ann@example.test

	nobody_came
	applause
	hosts ann@example.test mx20.example.test
}

@test "behaviour 21: only MX records that name no host" {
	zone <<-'END'
		example.test MX 10 -mx.example.test.
		example.test A 127.0.0.2
	END
	bystander 127.0.0.2:25

	run -69 deliver ann@example.test

	nobody_came
	fate ann@example.test failed 5.4.4
	says ann@example.test 'name=example.test type=MX: '
	fact ann@example.test '"\(.stage) \(.remote_mta) \(.attempts)"' \
	    'dns null []'
}

@test "behaviour 24: an MX record that names an address leads there" {
	zone <<<'example.test MX 10 127.0.0.2.'
	play < <(takes ann@example.test)

	run -0 deliver ann@example.test

	applause
	fact ann@example.test .remote_mta.address 127.0.0.2
}

@test "behaviour 25: MX hosts without an address" {
	zone <<-'END'
		example.test MX 10 mx.example.test.
		example.test A 127.0.0.2
	END
	bystander 127.0.0.2:25

	run -69 deliver ann@example.test
	fate ann@example.test failed 5.4.4
	run -75 deliver -o smtp_defer_if_no_mx_address_found=yes \
	    ann@example.test
	fate ann@example.test delayed 4.4.4

	nobody_came
}

@test "behaviour 26: a host that has no address does no harm to the others" {
	zone <<-'END'
		example.test MX 10 gone.example.test.
		example.test MX 20 mx20.example.test.
		mx20.example.test A 127.0.0.2
	END
	play < <(takes ann@example.test)

	run -0 deliver ann@example.test

	applause
	hosts ann@example.test mx20.example.test
}

@test "behaviour 26: one lookup that fails for now outweighs those that fail for good" {
	zone <<-'END'
		example.test MX 10 a.example.test.
		example.test MX 20 b.example.test.
		example.test MX 30 c.example.test.
		b.example.test * !SERVFAIL
	END

	run -75 deliver ann@example.test

	fate ann@example.test delayed 4.4.4
	fact ann@example.test .stage dns
}

@test "behaviour 47: a host that is an alias goes by the name of its MX record" {
	zone <<-'END'
		example.test MX 10 mx.example.test.
		mx.example.test CNAME mx.elsewhere.test.
		mx.elsewhere.test A 127.0.0.99
	END

	run -75 deliver ann@example.test
	hosts ann@example.test mx.example.test
	run -75 deliver -o smtp_cname_overrides_servername=yes ann@example.test
	hosts ann@example.test mx.elsewhere.test
}
