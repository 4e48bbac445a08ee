# SPDX-License-Identifier: BSD-2-Clause
#
# A real resolver, validating, and real zones behind it: see test/lab/zones.

load helpers
load scenes

SINK=198.51.100.25

setup_file() {
	requires dns
}

# arrives DOMAIN: a message to there does, at the host that takes everything
arrives() {
	play $SINK:25 < <(takes "ann@$1")
	run -0 deliver -vv "ann@$1"
	applause
}

@test "MX records of a signed zone" {
	arrives sinkd.nsec.test
	hosts ann@sinkd.nsec.test sink.nsec.test
	grep '^=== dns: sinkd.nsec.test MX: .*(secure)' "$CHAT"
}

@test "MX records of an unsigned zone" {
	arrives insecure.test
	grep '^=== dns: insecure.test MX: .*(insecure)' "$CHAT"
}

@test "an answer that does not fit into a datagram" {
	arrives bigmx.nsec.test
	hosts ann@bigmx.nsec.test sink.nsec.test
}

@test "a wildcard" {
	arrives host.wild.nsec.test
}

@test "a chain of aliases" {
	arrives chain1.nsec.test
}

@test "no MX records, an address" {
	arrives aonly.nsec.test
}

@test "a null MX" {
	run -69 deliver ann@null.nsec.test
	fate ann@null.nsec.test failed 5.1.0
}

@test "an MX record that leads nowhere" {
	run -69 deliver ann@danglingmx.nsec.test
	fate ann@danglingmx.nsec.test failed 5.4.4
}

@test "no such name" {
	run -69 deliver ann@nobody.nsec.test
	fate ann@nobody.nsec.test failed 5.4.4
}

@test "neither MX nor address" {
	run -69 deliver ann@nodata.nsec.test
	fate ann@nodata.nsec.test failed 5.4.4
}

@test "aliases in a circle" {
	run deliver ann@loop1.nsec.test
	# as the resolver sees it
	[ "$status" = 69 ] || [ "$status" = 75 ]
	fact ann@loop1.nsec.test '"\(.stage) \(.remote_mta)"' 'dns null'
}

@test "signatures that do not hold: delayed, nobody is contacted" {
	bystander $SINK:25
	run -75 deliver ann@bogus.test
	nobody_came
	fate ann@bogus.test delayed 4.4.3
}

@test "signatures that have expired: delayed" {
	run -75 deliver ann@expired.test
	fate ann@expired.test delayed 4.4.3
}

@test "a host whose signature does not hold: delayed" {
	bystander $SINK:25
	run -75 deliver -4 ann@bada-d.mixed.test
	nobody_came
	fate ann@bada-d.mixed.test delayed 4.4.3
}

@test "name servers that do not know their zone: delayed" {
	run -75 deliver ann@servfail.test
	fate ann@servfail.test delayed 4.4.3
}
