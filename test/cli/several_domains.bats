# SPDX-License-Identifier: BSD-2-Clause
#
# Recipients of several domains: a delivery each.

load helpers
load scenes

# world: three domains, each with a host of its own
world() {
	zone <<-'END'
		a.test A 127.0.0.2
		b.test A 127.0.0.3
		c.test A 127.0.0.4
	END
}

@test "each domain gets its own recipients, in one transaction" {
	world
	play 127.0.0.2:25 < <(takes 1@a.test 2@a.test)
	play 127.0.0.3:25 < <(takes 1@b.test)
	play 127.0.0.4:25 < <(takes 1@c.test 2@c.test)

	run -0 deliver 1@a.test 1@c.test 1@b.test 2@a.test 2@c.test

	applause
	fact 1@a.test '"\(.destination) \(.remote_mta.address)"' \
	    'a.test 127.0.0.2'
	fact 1@b.test '"\(.destination) \(.remote_mta.address)"' \
	    'b.test 127.0.0.3'
	fact 2@c.test '"\(.destination) \(.remote_mta.address)"' \
	    'c.test 127.0.0.4'
}

@test "the results come in the order of the recipients" {
	world
	play 127.0.0.2:25 < <(takes 1@a.test 2@a.test)
	play 127.0.0.3:25 < <(takes 1@b.test)
	play 127.0.0.4:25 < <(takes 1@c.test 2@c.test)

	run -0 deliver 1@a.test 1@c.test 1@b.test 2@a.test 2@c.test

	equal order "$(jq -r .recipient "$RESULTS" | tr '\n' ' ')" \
	    '1@a.test 1@c.test 1@b.test 2@a.test 2@c.test '
}

@test "each domain gets the whole message" {
	world
	play 127.0.0.2:25 < <(takes 1@a.test)
	play 127.0.0.3:25 < <(takes 1@b.test)
	run -0 deliver 1@a.test 1@b.test
	applause
	same_message 0 <"$MESSAGE"
	same_message 1 <"$MESSAGE"
}

@test "a domain is the same in capitals" {
	world
	play 127.0.0.2:25 < <(takes 1@a.test 2@A.TEST)
	run -0 deliver 1@a.test 2@A.TEST
	applause
	fact 2@A.TEST .destination a.test
}

@test "what happens to one domain is nothing to the others" {
	world
	cat >>"$T/zone" <<-'END'
		null.test MX 0 .
		soft.test MX !SERVFAIL
	END
	zone </dev/null
	play 127.0.0.3:25 < <(takes 1@b.test)
	play 127.0.0.4:25 <<-SCRIPT
		$(hello)
		$(mail 1@c.test)
		$(content)
		S! close
	SCRIPT

	run -80 deliver 1@null.test 1@soft.test 1@a.test 1@c.test 1@b.test

	applause
	fate 1@null.test failed 5.1.0
	fate 1@soft.test delayed 4.4.3
	fate 1@a.test delayed 4.4.1
	fate 1@c.test delayed 4.4.2
	fate 1@b.test relayed 2.0.0
	fact 1@b.test .may_be_duplicate false
}

@test "with a destination all recipients go there, in one transaction" {
	world
	play 127.0.0.3:25 < <(takes 1@a.test 1@c.test 1@nowhere.test)
	run -0 deliver -d b.test 1@a.test 1@c.test 1@nowhere.test
	applause
}

@test "an address literal is the host itself" {
	play 127.0.0.2:25 < <(takes 'ann@[127.0.0.2]')
	run -0 deliver 'ann@[127.0.0.2]'
	applause
}

@test "an IPv6 address literal is the host itself" {
	play '[2001:db8::2]:25' < <(takes 'ann@[IPv6:2001:db8::2]')
	run -0 deliver 'ann@[IPv6:2001:db8::2]'
	applause
}

@test "a domain in Unicode is asked for in A-labels, and named as it was given" {
	zone <<<'xn--bcher-kva.test A 127.0.0.2'
	play <<-SCRIPT
		$(hello SMTPUTF8 8BITMIME)
		C: $ALICE SMTPUTF8
		S: 250 ok
		C: RCPT TO:<ann@bücher.test>
		S: 250 ok
		$(content)
		S: 250 2.0.0 stored
	SCRIPT
	run -0 deliver ann@bücher.test
	applause
	fate ann@bücher.test relayed 2.0.0
}
