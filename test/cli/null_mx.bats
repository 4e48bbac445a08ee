# SPDX-License-Identifier: BSD-2-Clause
#
# Domains that take no mail (RFC 7505).

load helpers
load scenes

null_mx() {
	zone <<-'END'
		null.test MX 0 .
		null.test A 127.0.0.2
	END
}

@test "behaviour 23: a null MX fails, and the domain's address is not tried" {
	null_mx
	bystander 127.0.0.2:25

	run -69 deliver ann@null.test

	nobody_came
	fate ann@null.test failed 5.1.0
	fact ann@null.test .detail \
	    'Domain null.test does not accept mail (nullMX)'
	fact ann@null.test '"\(.stage) \(.code) \(.reply) \(.remote_mta)"' \
	    'dns null null null'
	run -1 asked null.test A
}

@test "behaviour 23: one null MX among other records is enough" {
	zone <<-'END'
		null.test MX 10 mx.null.test.
		null.test MX 20 .
		mx.null.test A 127.0.0.2
	END
	bystander 127.0.0.2:25

	run -69 deliver ann@null.test

	nobody_came
	fate ann@null.test failed 5.1.0
}

@test "behaviour 58: a null MX does not keep a fallback relay from being tried" {
	null_mx
	play < <(takes ann@null.test)

	run -0 deliver --fallback-relay='[127.0.0.2]' ann@null.test

	applause
	fate ann@null.test relayed 2.0.0
}

@test "behaviour 21: behind a null MX the next destination is tried" {
	null_mx
	play < <(takes ann@example.test)

	run -0 deliver -d 'null.test, [127.0.0.2]' ann@example.test

	applause
}

@test "behaviour 57: a null MX for the relayhost is our own trouble" {
	null_mx
	run -75 deliver -o relayhost=null.test ann@example.test
	fate ann@example.test delayed 4.3.5
	says ann@example.test nullMX
}

@test "behaviour 23: [host] is not asked for MX records" {
	null_mx
	play < <(takes ann@null.test)

	run -0 deliver -d '[null.test]' ann@null.test

	applause
	run -1 asked null.test MX
}

@test "D17: a null MX behind a host that was down does not fail" {
	null_mx
	run -75 deliver -d "[$NOBODY], null.test" ann@example.test
	fact ann@example.test '"\(.action) \(.status[0:1])"' 'delayed 4'
}

@test "D17: a null MX behind a refusal for the time being does not fail" {
	null_mx
	play <<-SCRIPT
		$(hello)
		C: $ALICE
		S: 250 2.1.0 ok
		C: RCPT TO:<ann@example.test>
		S: 450 4.2.1 busy
		$(leave)
	SCRIPT

	run -75 deliver -d "[127.0.0.2], null.test" ann@example.test

	applause
	fact ann@example.test '"\(.action) \(.status[0:1])"' 'delayed 4'
}
