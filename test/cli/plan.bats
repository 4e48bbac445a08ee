# SPDX-License-Identifier: BSD-2-Clause
#
# --plan: where a message would go, and why. Nothing is connected to, no
# message is read.

load helpers

# plan ARGUMENT...: stdin would block whoever reads it
plan() {
	local rc=0
	mkfifo -m 600 "$T/stdin" 2>/dev/null || :
	timeout 20 "$MXPUT" --no-config -o smtp_host_lookup=dns --plan -f alice@client.example "$@" \
	    <>"$T/stdin" >"$RESULTS" 2>"$CHAT" || rc=$?
	cat "$RESULTS" "$CHAT"
	return $rc
}

# sees FILTER VALUE: in the JSON document
sees() { equal "$1" "$(jq -r "$1" "$RESULTS")" "$2"; }

# world: two MX hosts, one of which has no address
world() {
	zone <<-'END'
		example.test MX 10 mx1.example.test.
		example.test MX 20 mx2.example.test.
		example.test MX 30 gone.example.test.
		mx1.example.test A 127.0.0.81
		mx1.example.test AAAA ::1
		mx2.example.test A 127.0.0.82
	END
}

@test "--plan shows MX hosts in order, their addresses, and who is left out and why" {
	world

	run -0 plan -o smtp_address_preference=ipv4 ann@example.test \
	    bob@example.test

	may='may: smtp_tls_security_level: dane, but the address of the '
	may+='host is not signed'
	cat >"$T/wanted" <<-END
		example.test for ann@example.test, bob@example.test
		  example.test: MX example.test (insecure)
		    10 mx1.example.test (insecure)
		      1. [127.0.0.81]:25, TLS $may
		      2. [::1]:25, TLS $may
		    20 mx2.example.test (insecure)
		      3. [127.0.0.82]:25, TLS $may
		    30 gone.example.test
		      left out: Host or domain name not found. Name service error for name=gone.example.test type=AAAA: Host not found
	END
	diff "$T/wanted" "$RESULTS"
}

@test "--plan connects nowhere: the servers hear nothing" {
	zone <<-'END'
		example.test MX 10 mx.example.test.
		mx.example.test A 127.0.0.2
	END
	play <<-'END'
		S: 220 never
	END

	run -0 plan ann@example.test

	boo 'nobody has connected'
}

@test "--plan --format=json is one document with the same" {
	world

	run -0 plan --json ann@example.test carol@nowhere.test \
	    -o smtp_address_preference=ipv4 || true

	sees '.destinations | length' 2
	sees '.destinations[0].members[0].hosts | map(.name) | join(" ")' \
	    'mx1.example.test mx2.example.test gone.example.test'
	sees '.destinations[0].members[0].candidates | map(.address) | join(" ")' \
	    '127.0.0.81 ::1 127.0.0.82'
	sees '.destinations[0].members[0].hosts[2].left_out != null' true
	sees '.destinations[0].status' null
	sees '.destinations[1].status' 5.4.4
}

@test "--plan: 69 where a destination does not exist, 75 where that cannot be found out" {
	zone <<-'END'
		broken.test MX !SERVFAIL
	END

	run -69 plan ann@nowhere.test
	run -75 plan ann@nowhere.test bob@broken.test
}

@test "--plan reads no message: standard input may be the recipients" {
	world
	printf 'ann@example.test\nbob@example.test\n' >"$T/list"
	"$MXPUT" --no-config -o smtp_host_lookup=dns --plan --format=json \
	    -f alice@client.example --recipients-from=- <"$T/list" >"$RESULTS"
	sees '[.destinations[].recipients[]] | join(" ")' \
	    'ann@example.test bob@example.test'
	printf 'To: ann@example.test\n\nHello\n' >"$T/mail"
	run -64 "$MXPUT" --no-config --plan -t --recipients-from=- <"$T/mail"
	[[ $output == *'standard input is the message already'* ]]
}

@test "--plan shows each member of a list, and the fallback relay" {
	zone <<-'END'
		relay.test A 127.0.0.83
	END

	run -0 plan -d 'nowhere.test, [127.0.0.84]:2525' \
	    --fallback-relay='[relay.test]:587' ann@example.test

	grep -F '  nowhere.test: MX nowhere.test' "$RESULTS"
	grep -F '    no server: 5.4.4: Host or domain name not found' "$RESULTS"
	grep -F '    1. [127.0.0.84]:2525' "$RESULTS"
	grep -F '  fallback relay [relay.test]:587' "$RESULTS"
	grep -F '      1. [127.0.0.83]:587' "$RESULTS"
}

@test "--plan needs no recipient where a destination is given" {
	run -0 plan -d '[127.0.0.84]'

	equal first "$(head -n 1 "$RESULTS")" '[127.0.0.84]'
	run -0 plan --json -d '[127.0.0.84]'
	sees '.destinations[0].recipients | length' 0
}

@test "--plan marks what lies beyond smtp_mx_address_limit" {
	world

	run -0 plan -o smtp_mx_address_limit=2 \
	    -o smtp_balance_inet_protocols=no ann@example.test

	grep -F '3. [127.0.0.82]:25 left out: beyond smtp_mx_address_limit' \
	    "$RESULTS"
}

@test "--plan -vv tells the decisions as they are made" {
	world

	run -0 plan -vv ann@example.test

	grep -F 'example.test MX: 10 mx1.example.test.' "$CHAT"
}

@test "--plan with a message still reads none, and a null MX is no way" {
	zone <<-'END'
		null.test MX 0 .
	END

	run -69 plan -m "$T/not-there" ann@null.test

	grep -F '5.1.0: Domain null.test does not accept mail (nullMX)' \
	    "$RESULTS"
}
