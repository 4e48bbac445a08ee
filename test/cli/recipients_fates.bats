# SPDX-License-Identifier: BSD-2-Clause

load helpers

@test "each recipient has a fate of its own" {
	mx example.test mx.example.test=127.0.0.2
	play <<-'SCRIPT'
		S: 220 mx.example.test ESMTP
		C: EHLO client.example
		S: 250-mx.example.test
		S: 250-PIPELINING
		S: 250 ENHANCEDSTATUSCODES
		C: MAIL FROM:<alice@client.example>
		C: RCPT TO:<ann@example.test>
		C: RCPT TO:<bob@example.test>
		C: RCPT TO:<cat@example.test>
		C: DATA
		S: 250 2.1.0 ok
		S: 250 2.1.5 ok
		S: 550 5.1.1 no bob here
		S: 452 4.2.2 cat is full
		S: 354 go ahead
		C! data
		C: QUIT
		S: 250 2.0.0 stored
		S: 221 2.0.0 bye
	SCRIPT

	run -81 deliver ann@example.test bob@example.test cat@example.test

	applause
	fate ann@example.test relayed 2.0.0
	fate bob@example.test failed 5.1.1
	fate cat@example.test delayed 4.2.2
	fact bob@example.test .reply '550 5.1.1 no bob here'
	same_message <<-'END'
		From: alice@client.example
		Subject: hello

		Hello.
	END
}

@test "the next server is tried when the first refuses the connection" {
	mx example.test mx1.example.test=$NOBODY mx2.example.test=127.0.0.2
	play <<-'SCRIPT'
		S: 220 mx2.example.test ESMTP
		C: EHLO client.example
		S: 250 mx2.example.test
		C: MAIL FROM:<alice@client.example>
		S: 250 ok
		C: RCPT TO:<ann@example.test>
		S: 250 ok
		C: DATA
		S: 354 go ahead
		C! data
		S: 250 stored
	SCRIPT

	run -0 deliver ann@example.test

	applause
	fate ann@example.test relayed 2.0.0
	fact ann@example.test .remote_mta.name mx2.example.test
	fact ann@example.test '.attempts[0].name' mx1.example.test
	asked example.test MX 1
}

@test "a recipient cannot smuggle a second command" {
	run -65 deliver $'ann@example.test>\r\nRSET'
}
