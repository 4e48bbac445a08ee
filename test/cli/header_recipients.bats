# SPDX-License-Identifier: BSD-2-Clause
#
# -t: the header of the message names the recipients, and Bcc stays secret.

load helpers
load scenes

D=(-d '[127.0.0.2]')

# takes SENDER-LINE RECIPIENT...: a server that offers all that MAIL can ask
# for, and takes a message for these
takes() {
	{
		hello SIZE 8BITMIME SMTPUTF8
		printf 'C: %s\nS: 250 ok\n' "$1"
		printf 'C: RCPT TO:<%s>\nS: 250 ok\n' "${@:2}"
		content
		echo 'S: 250 2.0.0 stored'
	} >"$T/script"
	play <"$T/script"
}

# sent <LINES: what is to be on the wire; its size, as MAIL says it, is $SIZE
sent() {
	cat >"$T/sent"
	SIZE="SIZE=$(sed 's/$/\r/' "$T/sent" | wc -c)"
}

@test "To, Cc and Bcc are recipients, behind those of the command line" {
	message <<-'END'
		From: alice@client.example
		Cc: "Dan, D." <dan@example.test>, <BOB@example.test>
		To: Bob <bob@example.test>, ann@EXAMPLE.test (again)
		Bcc: eve@example.test
		Subject: hello

		To: nobody@example.test
	END
	sent <<-'END'
		From: alice@client.example
		Cc: "Dan, D." <dan@example.test>, <BOB@example.test>
		To: Bob <bob@example.test>, ann@EXAMPLE.test (again)
		Subject: hello

		To: nobody@example.test
	END
	takes "$ALICE $SIZE" ann@example.test cat@example.test \
	    dan@example.test BOB@example.test bob@example.test \
	    eve@example.test
	echo cat@example.test >"$T/list"

	run -0 deliver "${D[@]}" -t ann@example.test \
	    --recipients-from="$T/list"

	applause
	same_message <"$T/sent"
	equal records "$(wc -l <"$RESULTS")" 6
	fate eve@example.test relayed 2.0.0
}

@test "no recipient on the command line is needed" {
	printf 'To: (x)\n "a b" @ example.test;\n\nhi\n' | message
	sent <"$MESSAGE"
	takes "$ALICE $SIZE" '"a b"@example.test'
	run -0 deliver "${D[@]}" --read-recipients
	applause
	fate '"a b"@example.test' relayed 2.0.0
}

@test "Resent- fields win, and neither Bcc is sent" {
	message <<-'END'
		Resent-To: Friends: ann@example.test, bob@example.test;
		Resent-Bcc: cat@example.test,
		 dan@example.test
		To: eve@example.test
		bcc : fay@example.test
		Subject: hello

		Hello.
	END
	sent <<-'END'
		Resent-To: Friends: ann@example.test, bob@example.test;
		To: eve@example.test
		Subject: hello

		Hello.
	END
	takes "$ALICE $SIZE" ann@example.test bob@example.test \
	    cat@example.test dan@example.test
	run -0 deliver "${D[@]}" -t
	applause
	same_message <"$T/sent"
}

@test "what is 8-bit in Bcc only is not declared, for it is not sent" {
	message <<-'END'
		To: ann@example.test
		Bcc: Eve Müller <eve@example.test>

		Hello.
	END
	sent < <(printf 'To: ann@example.test\n\nHello.\n')
	takes "$ALICE $SIZE" ann@example.test eve@example.test
	run -0 deliver "${D[@]}" -t
	applause
}

@test "a display name beyond ASCII in To is sent, and declared" {
	printf 'To: Müller <ann@example.test>\n\nhi\n' | message
	sent <"$MESSAGE"
	takes "$ALICE $SIZE BODY=8BITMIME SMTPUTF8" ann@example.test
	run -0 deliver "${D[@]}" -t
	applause
}

@test "a header of 3 MiB, with Bcc in it and a body behind it" {
	filler() { seq -f "X-Filler: %0500g$1" 2500; }
	{
		filler a
		printf 'Bcc: bob@example.test,\n user@example.test\n'
		filler b
		printf 'To: ann@example.test\n\n'
		seq 100000
	} >"$T/mail"
	sent < <(
		filler a
		filler b
		printf 'To: ann@example.test\n\n'
		seq 100000
	)
	takes "$ALICE $SIZE" bob@example.test user@example.test \
	    ann@example.test

	run -0 bash -c 'cat "$1" | "${@:2}"' bash "$T/mail" "$MXPUT" \
	    --no-config --helo=client.example -f alice@client.example \
	    "${D[@]}" -t

	applause
	cmp <(sed 's/$/\r/' "$T/sent") "$(received)"
}

@test "a line that is no field does not lay Bcc open" {
	message <<-'END'
		From alice Wed Nov 25 21:04:05 2026
		Subject: hello
		and the rest of it
		Bcc: eve@example.test
		To: ann@example.test

		Bcc: this is text
	END
	sent <<-'END'
		From alice Wed Nov 25 21:04:05 2026
		Subject: hello
		and the rest of it
		To: ann@example.test

		Bcc: this is text
	END
	takes "$ALICE $SIZE" eve@example.test ann@example.test
	run -0 deliver "${D[@]}" -t
	applause
	same_message <"$T/sent"
}

@test "-t with -m: standard input is free for a list" {
	printf 'Bcc: bob@example.test\nX: y\n\nhi\n' >"$T/mail"
	sent < <(printf 'X: y\n\nhi\n')
	echo ann@example.test | message
	takes "$ALICE $SIZE" ann@example.test bob@example.test
	run -0 deliver "${D[@]}" -tm "$T/mail" --recipients-from=-
	applause
}

@test "each option of sendmail's callers hides Bcc" {
	printf 'To: ann@example.test\nBcc: bob@example.test\n\nhi\n' | message
	sent < <(printf 'To: ann@example.test\n\nhi\n')
	for option in -i -oi -ti '-t -oi'; do
		if [[ $option == -*t* ]]; then
			takes "$ALICE $SIZE" cat@example.test \
			    ann@example.test bob@example.test
		else
			takes "$ALICE $SIZE" cat@example.test
		fi
		run -0 deliver "${D[@]}" $option cat@example.test
		applause
		same_message $((${#actors[@]} - 1)) <"$T/sent"
	done
}

@test "without them the header is sent as it is, and names nobody" {
	printf 'To: ann@example.test\nBcc: bob@example.test\n\nhi\n' | message
	sent <"$MESSAGE"
	takes "$ALICE $SIZE" cat@example.test
	run -0 deliver "${D[@]}" cat@example.test
	applause
	same_message <"$MESSAGE"
}

@test "no recipient anywhere: 64" {
	run -64 deliver "${D[@]}" -t
	[[ $output == 'mxput: no recipient is given'* ]]
	printf 'To: Undisclosed recipients:;\nCc: <>\n\nhi\n' | message
	run -64 deliver "${D[@]}" -t
}

@test "what is no address list is an error, and nobody is contacted" {
	play <<<'S: 220 nobody comes'
	while read -r list; do
		printf 'To: ann@example.test\nCc: %s\n\nhi\n' "$list" | message
		run -65 deliver "${D[@]}" -t
		[[ $output == 'mxput: Cc: malformed address '* ]]
		equal 'lines of output' "${#lines[@]}" 1
	done <<-'END'
		Ann Smith
		Smith (Ann
		Ann Smith ann@example.test
		Ann <ann@example.test
		"Ann <ann@example.test>
		ann@@example.test
		ann@example..test
		ann@example.test bob@example.test
		=?utf-8?q?Smith,_Ann?= <ann@example.test>
	END
	never applause
}

@test "a message of nothing but Bcc is empty" {
	printf 'Bcc: ann@example.test\n' | message
	run -65 deliver "${D[@]}" -t
	[[ $output == *empty* ]]
}

@test "a recipient's domain is looked up as ever" {
	mx example.test mx.example.test=127.0.0.2
	printf 'To: ann@example.test\n\nhi\n' | message
	sent <"$MESSAGE"
	takes "$ALICE $SIZE" ann@example.test
	run -0 deliver -t
	applause
	asked example.test MX 1
}
