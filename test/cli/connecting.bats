# SPDX-License-Identifier: BSD-2-Clause
#
# How addresses are connected to: side by side where they are equals, and from
# where.

load helpers
load scenes

IN_ORDER=(-o smtp_randomize_addresses=no)

# equals ADDRESS...: hosts of one preference, in this order
equals() {
	local address n=0
	for address; do
		n=$((n + 1))
		echo "example.test MX 10 mx$n.example.test."
		case $address in
		*:*) echo "mx$n.example.test AAAA $address" ;;
		*) echo "mx$n.example.test A $address" ;;
		esac
	done >"$T/equals"
	zone <"$T/equals"
}

# deliver_as MAIN.CF ARGUMENT...: as a Postfix with this configuration
deliver_as() {
	local rc=0
	timeout 60 "$MXPUT" -C "$1" --format=json --helo=client.example \
	    -f alice@client.example "${@:2}" <"$MESSAGE" >"$RESULTS" \
	    2>"$CHAT" || rc=$?
	cat "$RESULTS" "$CHAT"
	return $rc
}

@test "a host that does not answer is overtaken by its equal, and is no attempt" {
	equals "$BLACK_HOLE" 127.0.0.2
	play < <(takes ann@example.test)

	run -0 deliver "${IN_ORDER[@]}" -vv ann@example.test

	applause
	hosts ann@example.test mx2.example.test
	grep -F "mx1.example.test[$BLACK_HOLE]:25: overtaken by mx2." "$CHAT"
}

@test "an address that does not answer is overtaken by another one of its host" {
	zone <<-END
		example.test A $BLACK_HOLE
		example.test A 127.0.0.2
	END
	play < <(takes ann@example.test)

	run -0 deliver "${IN_ORDER[@]}" ann@example.test

	applause
	fact ann@example.test '[.attempts[].address] | join(" ")' 127.0.0.2
}

@test "behaviour 48: one that refuses is an attempt, one that is overtaken is not" {
	equals "$BLACK_HOLE" "$NOBODY" 127.0.0.2
	play < <(takes ann@example.test)

	run -0 deliver "${IN_ORDER[@]}" ann@example.test

	applause
	hosts ann@example.test mx2.example.test mx3.example.test
	fact ann@example.test '.attempts[0] | "\(.stage) \(.status)"' \
	    'connect 4.4.1'
}

@test "a worse host is not connected to while a better one may still answer" {
	mx example.test mx1.example.test=$BLACK_HOLE \
	    mx2.example.test=127.0.0.2
	bystander 127.0.0.2:25

	# that is eight times as long as an equal would have waited
	run -75 deliver -o smtp_connect_timeout=30s --timeout=2s \
	    ann@example.test

	nobody_came
	hosts ann@example.test mx1.example.test
	fate ann@example.test delayed 4.4.7
}

@test "smtp_connect_timeout: a worse host is next when the better one has not answered" {
	mx example.test mx1.example.test=$BLACK_HOLE \
	    mx2.example.test=127.0.0.2
	play < <(takes ann@example.test)

	run -0 deliver "${SHORT[@]}" ann@example.test

	applause
	hosts ann@example.test mx1.example.test mx2.example.test
	fact ann@example.test '.attempts[0].detail' \
	    "connect to mx1.example.test[$BLACK_HOLE]:25: Connection timed out"
}

@test "mxput_connection_attempt_delay=0: equals are tried strictly in turn" {
	equals "$BLACK_HOLE" 127.0.0.2
	play < <(takes ann@example.test)

	run -0 deliver "${IN_ORDER[@]}" "${SHORT[@]}" \
	    -o mxput_connection_attempt_delay=0 ann@example.test

	applause
	hosts ann@example.test mx1.example.test mx2.example.test
}

@test "Postfix mode tries strictly in turn" {
	equals "$BLACK_HOLE" 127.0.0.2
	play < <(takes ann@example.test)
	printf '%s\n' 'compatibility_level = 3.6' \
	    'smtp_tls_security_level = none' \
	    'smtp_randomize_addresses = no' 'smtp_connect_timeout = 1s' \
	    >"$T/main.cf"

	run -0 deliver_as "$T/main.cf" ann@example.test

	applause
	hosts ann@example.test mx1.example.test mx2.example.test
}

@test "one that was overtaken is tried for who is still open" {
	equals "$BLACK_HOLE" 127.0.0.2
	play <<-SCRIPT
		$(hello)
		C: $ALICE
		S: 250 2.1.0 ok
		C: RCPT TO:<ann@example.test>
		S: 450 4.2.1 busy
		$(leave)
	SCRIPT

	run -75 deliver "${IN_ORDER[@]}" "${SHORT[@]}" ann@example.test

	applause
	hosts ann@example.test mx2.example.test mx1.example.test
	fate ann@example.test delayed 4.4.1
}

@test "an IPv6 address that does not answer gives way to an IPv4 one" {
	zone <<-'END'
		example.test MX 10 mx.example.test.
		mx.example.test AAAA 64:ff9b::1
		mx.example.test A 127.0.0.2
	END
	ip -6 route add 64:ff9b::/96 dev hole0 2>/dev/null ||
		skip "no IPv6 route can be made here"
	play < <(takes ann@example.test)

	run -0 deliver -vv -o smtp_address_preference=ipv6 ann@example.test

	applause
	grep -F 'mx.example.test[64:ff9b::1]:25: overtaken by ' "$CHAT"
	fact ann@example.test '.remote_mta.address' 127.0.0.2
	fact ann@example.test '.attempts | length' 1
}

# From where --------------------------------------------------------------------

@test "behaviour 49: smtp_bind_address, and it can be used" {
	mx example.test mx.example.test=127.0.0.2
	play < <(takes ann@example.test)

	run -0 deliver -o smtp_bind_address=[127.0.0.77] \
	    -o smtp_bind_address_enforce=yes ann@example.test

	applause
	equal chat "$(cat "$CHAT")" ''
}

@test "behaviour 49: an address that is not ours is a warning" {
	mx example.test mx.example.test=127.0.0.2
	play < <(takes ann@example.test)

	run -0 deliver -o smtp_bind_address=9.9.9.9 ann@example.test

	applause
	grep 'warning: cannot use the bind address for mx.example.test' "$CHAT"
}

@test "behaviour 49: smtp_bind_address_enforce makes it a failure of that address" {
	mx example.test mx.example.test=127.0.0.2
	bystander 127.0.0.2:25

	run -75 deliver -o smtp_bind_address=9.9.9.9 \
	    -o smtp_bind_address_enforce=yes ann@example.test

	nobody_came
	fate ann@example.test delayed 4.4.0
	says ann@example.test 'server configuration error'
}

@test "behaviour 49: a malformed bind address is found before anything is tried (D24)" {
	mx example.test mx.example.test=127.0.0.2
	bystander 127.0.0.2:25
	printf '%s\n' '# where from' 'smtp_bind_address = 192.0.2' >"$T/main.cf"

	run -78 deliver_as "$T/main.cf" ann@example.test

	nobody_came
	grep -F 'main.cf:2: smtp_bind_address = 192.0.2: an IPv4 address is wanted' \
	    "$CHAT"
	run -78 deliver -o smtp_bind_address6='[::1' ann@example.test
}

@test "behaviour 50: the only address of inet_interfaces is where we come from" {
	mx example.test mx.example.test=127.0.0.2
	play < <(takes ann@example.test)

	run -0 deliver -o inet_interfaces=9.9.9.9 ann@example.test

	applause
	grep 'warning: cannot use the bind address for mx.example.test' "$CHAT"
}

@test "behaviour 50: one of several is not" {
	mx example.test mx.example.test=127.0.0.2
	play < <(takes ann@example.test)

	run -0 deliver -o inet_interfaces=9.9.9.9,9.9.9.10 ann@example.test

	applause
	run -1 grep 'cannot use the bind address' "$CHAT"
}
