# SPDX-License-Identifier: BSD-2-Clause
#
# Servers that mean ill: floods, drips, and what a terminal would obey.

load helpers
load scenes

# delivered: at the second of two hosts, and this was said of the first
delivered() {
	fate ann@example.test relayed 2.0.0
	hosts ann@example.test 127.0.0.2 127.0.0.3
	fact ann@example.test '.attempts[0] | "\(.stage) \(.status)"' "$1"
}

TO=(-d '[127.0.0.2], [127.0.0.3]')

# Floods -----------------------------------------------------------------------

# measured ARGUMENT...: delivers, and says what it took
measured() {
	"$TEST_BUILD/test/bench/usage" timeout 60 "$MXPUT" --no-config \
	    --helo=client.example -f alice@client.example -d '[127.0.0.2]' \
	    "$@" ann@example.test <"$MESSAGE"
}

# many LINE COUNT: the server says it three hundred times as often
many() {
	yes "S! raw $(printf "$1\\\\r\\\\n%.0s" {1..300})" | head -n "$2"
}

# small: at no time did it have much memory
small() {
	peak=$(sed -n 's/^wall .* peak \([0-9]*\)$/\1/p' <<<"$output")
	echo "peak: $peak KiB"
	[ "$peak" -gt 0 ]
	grep -q __asan_init "$MXPUT" || [ "$peak" -le $((12 * 1024)) ]
}

@test "behaviour 67: a reply of eight megabytes, and not all of it is kept" {
	line=$(head -c 2000 /dev/zero | tr '\0' x)
	{
		echo 'S: 220 mx.example.test'
		echo 'C: EHLO client.example'
		yes "S: 250-$line" | head -n 4000
		echo 'S: 250 HELP'
		mail ann@example.test
		content
		echo 'S: 250 2.0.0 stored'
	} >"$T/flood"
	play <"$T/flood"

	run -0 measured

	applause
	small
}

@test "behaviours 67, 76: nor of one that goes through a filter" {
	{
		echo 'S: 220 mx.example.test'
		echo 'C: EHLO client.example'
		many 250-xxxxxxxxxxxxxxx 700
		echo 'S: 250 HELP'
		mail ann@example.test
		content
		echo 'S: 250 2.0.0 stored'
	} >"$T/flood"
	play <"$T/flood"

	run -0 measured -o 'smtp_reply_filter=inline:{{250-xxxxxxxxxxxxxxx = 250-yyyyyyyyyyyyyyyy}}'

	applause
	small
}

@test "behaviour 67, D11: nor of a challenge of a login" {
	(umask 077 && echo s3cret >"$T/secret")
	{
		echo 'S: 220 mx.example.test'
		echo 'C: EHLO client.example'
		printf '%s\n' 'S: 250-mx.example.test' 'S: 250 AUTH PLAIN'
		echo 'C~ AUTH PLAIN .*'
		many 334- 2400
		echo 'S: 535 5.7.8 no'
		echo 'C: QUIT'
		echo 'S: 221 bye'
	} >"$T/flood"
	play <"$T/flood"

	run -75 measured --tls=none --auth-user=ann \
	    --auth-password-file="$T/secret" \
	    -o smtp_sasl_security_options=noanonymous

	applause
	small
}

# Both servers would take the message in the end: it must not come to that.

@test "D13: a reply that goes on and on is cut off by the time limit" {
	{
		echo 'S: 220 mx.example.test'
		echo 'C: EHLO client.example'
		for ((n = 0; n < 40; n++)); do
			printf '%s\n' 'S: 250-again' 'S! sleep 50'
		done
		takes ann@example.test | tail -n +4
	} >"$T/endless"
	play <"$T/endless"
	play 127.0.0.3:25 < <(takes ann@example.test)

	run -0 deliver "${TO[@]}" -o smtp_helo_timeout=1s ann@example.test

	delivered 'hello 4.4.2'
}

@test "D13: one octet at a time is cut off by the time limit" {
	{
		for octet in 2 2 0 - {a..z} '\r' '\n'; do
			printf '%s\n' "S! raw $octet" 'S! sleep 50'
		done
		takes ann@example.test
	} >"$T/drip"
	play <"$T/drip"
	play 127.0.0.3:25 < <(takes ann@example.test)

	run -0 deliver "${TO[@]}" -o smtp_helo_timeout=1s ann@example.test

	delivered 'banner 4.4.2'
}

@test "behaviour 216: with smtp_per_request_deadline=no each octet has the whole time" {
	{
		for octet in 2 2 0 ' ' h i; do
			printf '%s\n' "S! raw $octet" 'S! sleep 400'
		done
		echo 'S! raw \r\n'
		takes ann@example.test | tail -n +2
	} >"$T/drip"
	play <"$T/drip"

	run -0 deliver -d '[127.0.0.2]' -o smtp_helo_timeout=1s \
	    -o smtp_per_request_deadline=no ann@example.test

	applause
}

@test "a reply that comes one octet at a time, in time" {
	{
		for octet in 2 2 0 - a '\r' '\n' 2 2 0 ' ' h i '\r' '\n'; do
			printf '%s\n' "S! raw $octet" 'S! sleep 10'
		done
		takes ann@example.test | tail -n +2
	} >"$T/drip"
	play <"$T/drip"
	run -0 deliver -d '[127.0.0.2]' ann@example.test
	applause
}

@test "behaviour 66: a line of four thousand octets is cut, and counts" {
	line=$(head -c 4000 /dev/zero | tr '\0' x)
	play <<-SCRIPT
		$(hello)
		C: $ALICE
		S: 250 2.1.0 ok
		C: RCPT TO:<ann@example.test>
		S: 550 5.1.1 $line
		$(leave)
	SCRIPT
	run -69 deliver -d '[127.0.0.2]' ann@example.test
	applause
	fate ann@example.test failed 5.1.1
	fact ann@example.test '.reply | length' 2048
}

@test "behaviour 66: a line without end is the end of the session" {
	line=$(head -c 8000 /dev/zero | tr '\0' x)
	{
		printf 'S! raw 220 '
		yes "S! raw $line" | head -n 1000 | sed '1s/^S! raw //'
		echo 'S! raw \r\n'
		takes ann@example.test | tail -n +2
	} >"$T/line"
	play <"$T/line"
	play 127.0.0.3:25 < <(takes ann@example.test)

	run -0 deliver "${TO[@]}" ann@example.test

	delivered 'hello 4.4.2'
}

@test "behaviour 71: a long enhanced code is none" {
	play <<-SCRIPT
		$(hello)
		C: $ALICE
		S: 250 2.1.0 ok
		C: RCPT TO:<ann@example.test>
		S: 550 5.1.1234567890 no
		$(leave)
	SCRIPT
	run -69 deliver -d '[127.0.0.2]' ann@example.test
	applause
	fate ann@example.test failed 5.0.0
}

@test "a server that says everything before it is asked" {
	play <<-'SCRIPT'
		S! raw 220\r\n250\r\n250\r\n250\r\n354\r\n250 a\r\n221 b\r\n
		C! end
	SCRIPT
	play 127.0.0.3:25 < <(takes ann@example.test)
	run -0 deliver "${TO[@]}" ann@example.test
	applause
	delivered 'hello 4.5.0'
}

# What a terminal would obey ---------------------------------------------------

# printable FILE...: well-formed UTF-8, and no control but line ends
printable() {
	cat "$@" | iconv -f UTF-8 -t UTF-8 >/dev/null
	if LC_ALL=C grep -naP '[\x00-\x09\x0b-\x1f\x7f]|\xc2[\x80-\x9f]' \
	    "$@" >"$T/unprintable"; then
		od -c "$T/unprintable" | head -n 20
		return 1
	fi
}

# evil [ARGUMENT...]: a server whose every word is full of controls
evil() {
	local bad='\x1b[2J\x07\x00\x08\x9b31m\x7f\xff\xc2\x9bx\r\x1b]0;x\x07'
	play <<-SCRIPT
		S! raw 220 $bad\r\n
		C: EHLO client.example
		S! raw 250-$bad\r\n250-SIZE $bad\r\n250 $bad\r\n
		C: $ALICE
		S! raw 250 $bad\r\n
		C: RCPT TO:<ann@example.test>
		S! raw 550-5.1.1 $bad\r\n550 5.1.1 $bad\r\n
		C: RCPT TO:<bob@example.test>
		S! raw 250 2.1.5 $bad\r\n
		C: DATA
		S! raw 354 $bad\r\n
		C! data
		S! raw 250 2.0.0 $bad\r\n
	SCRIPT
	run -69 deliver -d '[127.0.0.2]' "$@" {ann,bob}@example.test
	applause
	# they were there
	[ "$(grep -c '\[2J' "$RESULTS")" -ge 1 ]
}

@test "behaviour 65: controls in replies: text and chat" {
	evil --format=text -vvv
	grep '\[2J' "$CHAT"
	printable "$RESULTS" "$CHAT"
	equal records "$(wc -l <"$RESULTS")" 2
}

@test "behaviour 65: controls in replies: JSON" {
	evil --format=json
	printable "$RESULTS"
	equal records "$(jq -c . "$RESULTS" | wc -l)" 2
}

@test "behaviour 65: controls in replies: chat log and trace" {
	evil --chat-log="$T/log" --trace="$T/trace"
	grep '\[2J' "$T/log"
	printable "$T/log" "$T/trace"
	jq -c . "$T/trace" >/dev/null
}

@test "behaviour 65: NUL ends a line of a reply" {
	play <<-SCRIPT
		$(hello)
		C: $ALICE
		S: 250 2.1.0 ok
		C: RCPT TO:<ann@example.test>
		S! raw 550 5.1.1 a\x00b\r\n
		$(leave)
	SCRIPT
	run -69 deliver -d '[127.0.0.2]' ann@example.test
	applause
	fact ann@example.test .reply '550 5.1.1 a'
}

@test "behaviour 65: UTF-8 in a reply is shown" {
	play <<-SCRIPT
		$(hello)
		C: $ALICE
		S: 250 2.1.0 ok
		C: RCPT TO:<ann@example.test>
		S: 550 5.1.1 überlaufen
		$(leave)
	SCRIPT
	run -69 deliver -d '[127.0.0.2]' ann@example.test
	applause
	fact ann@example.test .reply '550 5.1.1 überlaufen'
}

@test "a greeting that is not there: garbage is quoted in short, and printable" {
	line=$(head -c 1000 /dev/zero | tr '\0' x)
	play <<<"S! raw \x1b[2J$line\r\n"
	run -75 deliver --format=text -v -d '[127.0.0.2]' ann@example.test
	printable "$RESULTS"
	[ "$(wc -c <"$RESULTS")" -lt 400 ]
}

@test "controls in names of the DNS" {
	zone <<-'END'
		example.test MX 10 a\027[2J\007b.test.
		example.test MX 20 c.test.
		c.test CNAME d\027[31m.test.
		d\027[31m.test A 127.0.0.99
	END
	run -69 deliver --format=text -vvv ann@example.test
	printable "$RESULTS" "$CHAT"
}
