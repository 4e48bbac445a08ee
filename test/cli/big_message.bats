# SPDX-License-Identifier: BSD-2-Clause
#
# Large messages, and messages that change or vanish while they are sent.

load helpers
load scenes

MEGABYTES=100

# big: so much of text, the same every time, with dots and long lines
big() {
	[ -e "$BATS_FILE_TMPDIR/big" ] || {
		{
			printf 'Subject: big\n\n.\n..dots\n'
			head -c 900 /dev/zero | tr '\0' x
			printf '\n'
			seq 100000
		} >"$BATS_FILE_TMPDIR/part"
		size=$(stat -c %s "$BATS_FILE_TMPDIR/part")
		for ((n = MEGABYTES * 1000000 / size; n >= 0; n--)); do
			cat "$BATS_FILE_TMPDIR/part"
		done >"$BATS_FILE_TMPDIR/big"
	}
	MESSAGE=$BATS_FILE_TMPDIR/big
	[ "$(stat -c %s "$MESSAGE")" -ge $((MEGABYTES * 1000000)) ]
}

# on_the_wire: the checksum of the message with CRLF and its dots doubled
on_the_wire() {
	local sum=$BATS_FILE_TMPDIR/sum
	[ -e "$sum" ] ||
		sed 's/^\./../; s/$/\r/' "$MESSAGE" | sha256sum >"$sum"
	cat "$sum"
}

# arrives ARGUMENT...: what came is what was meant, and memory stayed small
arrives() {
	play < <(takes ann@example.test)
	run -0 "$TEST_BUILD/test/bench/usage" timeout 120 "$MXPUT" --no-config \
	    --helo=client.example -f alice@client.example -d '[127.0.0.2]' \
	    "$@" ann@example.test
	applause
	equal checksum "$(sha256sum <"$(received)")" "$(on_the_wire)"
	rm "$(received)"
	peak=$(sed -n 's/^wall .* peak \([0-9]*\)$/\1/p' <<<"$output")
	echo "peak: $peak KiB"
	[ "$peak" -gt 0 ]
	grep -q __asan_init "$MXPUT" || [ "$peak" -le $((12 * 1024)) ]
}

@test "100 MB from a file, with -m" {
	big
	arrives -m "$MESSAGE"
}

@test "100 MB from a file on standard input" {
	big
	arrives <"$MESSAGE"
}

@test "100 MB from a pipe" {
	big
	mkfifo "$T/pipe"
	cat "$MESSAGE" >"$T/pipe" 3>&- &
	arrives <"$T/pipe"
}

@test "a file on standard input is read from where it stands" {
	printf 'skipped\nSubject: x\n\nHello.\n' >"$T/file"
	play < <(takes ann@example.test)
	exec 8<"$T/file"
	read -r -u 8 line
	run -0 "$MXPUT" --no-config --helo=client.example \
	    -f alice@client.example -d '[127.0.0.2]' ann@example.test <&8
	applause
	same_message <<-'END'
		Subject: x

		Hello.
	END
}

# Changes ----------------------------------------------------------------------

# gate: a domain whose MX records are not told before the test asks for
# gate.test; by then the message has been read
gate() {
	zone <<-END
		example.test MX 10 mx.example.test.
		example.test MX !HOLD gate.test
		mx.example.test A 127.0.0.2
		gate.test A 127.0.0.1
	END
	"$MXPUT" --no-config --format=json --helo=client.example \
	    -f alice@client.example -m "$MESSAGE" ann@example.test \
	    >"$RESULTS" 2>"$CHAT" 3>&- &
	actors[99]=$!
	for _ in {1..1000}; do
		! grep -q 'example.test. MX' "$T/asked" || break
		sleep 0.01
	done
}

# open_gate STATUS: the delivery goes on, and ends so
open_gate() {
	local rc=0
	drill gate.test A @127.0.0.1 >/dev/null
	wait "${actors[99]}" || rc=$?
	unset 'actors[99]'
	cat "$RESULTS" "$CHAT"
	equal 'exit status' "$rc" "$1"
}

# no_dot: a server that asks for the message; the client must go without a
# word
no_dot() {
	play <<-SCRIPT
		$(hello)
		$(mail ann@example.test)
		C: DATA
		S: 354 go ahead
		C! end
	SCRIPT
}

# spoilt: nobody knows more than that it was not sent
spoilt() {
	applause
	fate ann@example.test delayed 4.3.0
	fact ann@example.test '"\(.stage) \(.unknown)"' 'message false'
	says ann@example.test "$MESSAGE"
}

@test "the message was only read, not changed: it is sent" {
	play < <(takes ann@example.test)
	gate
	touch -a "$MESSAGE"
	open_gate 0
	applause
}

@test "the message grows after it was read: no dot" {
	no_dot
	gate
	echo more >>"$MESSAGE"
	open_gate 75
	spoilt
}

@test "the message is written anew, in the same size: no dot" {
	no_dot
	sed 's/hello/HELLO/' "$MESSAGE" >"$T/other"
	gate
	cat "$T/other" 1<>"$MESSAGE"
	open_gate 75
	spoilt
}

@test "the file is replaced by another: the message that was read is sent" {
	play < <(takes ann@example.test)
	cp "$MESSAGE" "$T/old"
	sed 's/hello/HELLO/' "$MESSAGE" >"$T/other"
	gate
	mv "$T/other" "$MESSAGE"
	open_gate 0
	applause
	same_message <"$T/old"
}

@test "the message is cut short after it was read: no dot" {
	no_dot
	gate
	truncate -s 10 "$MESSAGE"
	open_gate 75
	spoilt
}

@test "the message is cut short while it is sent: no dot" {
	seq 3000000 | message
	play <<-SCRIPT
		$(hello)
		$(mail ann@example.test)
		C: DATA
		S: 354 go ahead
		C! data 5000
		S! sleep 1500
		C! data
	SCRIPT
	"$MXPUT" --no-config --format=json --helo=client.example -v \
	    -f alice@client.example -m "$MESSAGE" -d '[127.0.0.2]' \
	    ann@example.test >"$RESULTS" 2>"$CHAT" 3>&- &
	actors[99]=$!
	for _ in {1..1000}; do
		! grep -q '354 go ahead' "$CHAT" || break
		sleep 0.01
	done
	truncate -s 1000000 "$MESSAGE"
	rc=0
	wait "${actors[99]}" || rc=$?
	unset 'actors[99]'
	equal 'exit status' $rc 75
	fate ann@example.test delayed 4.3.0
	boo 'has closed the connection within the message'
	run -1 grep '^ -> \.$' "$CHAT"
}
