# SPDX-License-Identifier: BSD-2-Clause
#
# Where the results cannot go.

load helpers

server() {
	play <<-'SCRIPT'
		S: 220 mx.example.test ESMTP
		C: EHLO client.example
		S: 250 mx.example.test
		C: MAIL FROM:<alice@client.example>
		S: 250 ok
		C: RCPT TO:<ann@example.test>
		S: 250 ok
		C: RCPT TO:<bob@example.test>
		S: 550 5.1.1 no bob
		C: DATA
		S: 354 go ahead
		C! data
		S: 250 stored
	SCRIPT
}

# send: without a place for stdout; stderr is in $CHAT
send() {
	timeout 60 "$MXPUT" --no-config --helo=client.example \
	    -f alice@client.example -d '[127.0.0.2]' "$@" ann@example.test \
	    bob@example.test <"$MESSAGE" 2>"$CHAT"
}

status_of() {
	local rc=0
	"$@" || rc=$?
	equal 'exit status' "$rc" "$wanted"
}

nobody_came() {
	if applause >"$T/said"; then
		echo 'somebody has connected'
		return 1
	fi
	grep 'nobody has connected' "$T/said"
}

@test "a closed stdout: nothing is tried" {
	play <<<'S: 220 nobody comes'
	wanted=74 status_of send >&-
	grep -x 'mxput: standard output is closed.*' "$CHAT"
	nobody_came
}

@test "a stdout that is open for reading only: nothing is tried" {
	play <<<'S: 220 nobody comes'
	wanted=74 status_of send 1<"$MESSAGE"
	nobody_came
}

@test "a full device: one line on stderr, mail goes on" {
	server
	wanted=69 status_of send >/dev/full
	applause
	equal stderr "$(cat "$CHAT")" \
	    'mxput: write to standard output: No space left on device'
}

@test "a broken pipe: one line on stderr, mail goes on" {
	server
	exec 9> >(:)
	wait $!
	wanted=69 status_of send >&9
	exec 9>&-
	applause
	equal stderr "$(cat "$CHAT")" \
	    'mxput: write to standard output: Broken pipe'
}

@test "a broken pipe in JSON is the same" {
	server
	exec 9> >(:)
	wait $!
	wanted=69 status_of send --json >&9
	exec 9>&-
	applause
}

@test "a broken pipe for stderr does not stop the mail" {
	server
	exec 9> >(:)
	wait $!
	CHAT=/dev/fd/9 wanted=69 status_of send -v >"$RESULTS"
	exec 9>&-
	applause
	equal records "$(wc -l <"$RESULTS")" 2
}

@test "closed stdin and stderr do not harm the connections" {
	server
	run -69 bash -c '"$@" <&- 2>&-' bash "$MXPUT" --no-config -v \
	    --helo=client.example -f alice@client.example -d '[127.0.0.2]' \
	    -m "$MESSAGE" ann@example.test bob@example.test
	applause
	equal records "${#lines[@]}" 2
	same_message <<-'END'
		From: alice@client.example
		Subject: hello

		Hello.
	END
}

@test "a pipe that is full now and then loses nothing" {
	seq -f 'user%g@example.test' 3000 >"$T/list"
	# a reader that is late, and a descriptor that does not block
	timeout 60 "$MXPUT" --no-config --json -d "[$NOBODY]" \
	    --recipients-from="$T/list" <"$MESSAGE" 2>"$CHAT" |
	    perl -MFcntl -e '
		my $f = fcntl(STDIN, F_GETFL, 0);
		fcntl(STDIN, F_SETFL, $f | O_NONBLOCK);
		while (1) {
			my $n = sysread(STDIN, my $some, 4096);
			last if defined $n && $n == 0;
			print $some if $n;
		}' >"$RESULTS"
	jq -r .recipient "$RESULTS" | cmp - "$T/list"
}

@test "--help on a full device is 74" {
	wanted=74 status_of "$MXPUT" --help >/dev/full
}
