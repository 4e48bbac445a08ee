# SPDX-License-Identifier: BSD-2-Clause
#
# Name servers that fail, lie, are slow, or are not there.

load helpers
load scenes

NOT_FOUND='Host or domain name not found. Name service error for'
HASTY='options trust-ad timeout:1 attempts:1'

# name_server ADDRESS PORT <LINES: one more, after the zone
name_server() {
	local n=$T/names.$1
	cat >"$n.zone"
	mkfifo "$n.ready"
	"$TEST_BUILD/test/tool/names" -l "$n.asked" -r "$n.ready" "$1" "$2" \
	    "$n.zone" >"$n.out" 2>&1 3>&- &
	names_pid="$names_pid $!"
	wait_until_ready "$n.ready" "$n.out"
}

# world [LINE]: a domain and its host, with this fault
world() {
	zone <<-END
		example.test MX 10 mx.example.test.
		mx.example.test A 127.0.0.2
		example.test A 127.0.0.3
		$*
	END
}

# arrives: the message does, in spite of everything
arrives() {
	play < <(takes ann@example.test)
	run -0 deliver "$@" ann@example.test
	applause
}

# undone STATUS CODE TEXT: nobody is contacted, and this is what is said
undone() {
	bystander 127.0.0.2:25
	bystander 127.0.0.3:25
	run "-$1" deliver -o smtp_host_lookup=dns ann@example.test
	nobody_came
	fact ann@example.test '"\(.status) \(.detail)"' "$2 $3"
	fact ann@example.test '"\(.stage) \(.remote_mta) \(.attempts)"' \
	    'dns null []'
}

# The MX lookup ----------------------------------------------------------------

@test "behaviour 21: SERVFAIL to the MX query" {
	world 'example.test MX !SERVFAIL'
	undone 75 4.4.3 \
	    "$NOT_FOUND name=example.test type=MX: Host not found, try again"
}

@test "behaviour 21: REFUSED to the MX query" {
	world 'example.test MX !REFUSED'
	undone 75 4.4.3 \
	    "$NOT_FOUND name=example.test type=MX: Host not found, try again"
}

@test "behaviour 21: NOTIMP to the MX query" {
	world 'example.test MX !NOTIMP'
	undone 75 4.4.3 \
	    "$NOT_FOUND name=example.test type=MX: Host not found, try again"
}

@test "D9: FORMERR to the MX query" {
	world 'example.test MX !FORMERR'
	undone 75 4.4.3 \
	    "$NOT_FOUND name=example.test type=MX: Non-recoverable error"
}

@test "behaviour 21: a malformed answer to the MX query" {
	world 'example.test MX !MALFORMED'
	undone 75 4.4.3 "Name service error for name=example.test type=MX: $(
	    )Malformed or unexpected name server reply"
}

@test "behaviour 21: no answer to the MX query" {
	world 'example.test MX !DROP'
	resolv 'nameserver 127.0.0.1' "$HASTY"
	undone 75 4.4.3 \
	    "$NOT_FOUND name=example.test type=MX: Host not found, try again"
}

@test "behaviour 21: no such domain" {
	zone <<<'other.test A 127.0.0.2'
	undone 69 5.4.4 \
	    "$NOT_FOUND name=example.test type=AAAA: Host not found"
}

@test "behaviour 21: a domain with neither MX nor address" {
	zone <<<'example.test TXT hello'
	undone 69 5.4.4 "$NOT_FOUND name=example.test type=AAAA: $(
	    )Host found but no data record of requested type"
}

@test "behaviour 46: ignore_mx_lookup_error=yes makes do with the address" {
	world 'example.test MX !SERVFAIL'
	play 127.0.0.3:25 < <(takes ann@example.test)
	run -0 deliver -o ignore_mx_lookup_error=yes ann@example.test
	applause
}

@test "one recipient's domain fails, the other's does not" {
	world 'other.test MX !SERVFAIL'
	play < <(takes ann@example.test)
	run -81 deliver bob@other.test ann@example.test
	applause
	fate bob@other.test delayed 4.4.3
	fate ann@example.test relayed 2.0.0
}

# Address lookups --------------------------------------------------------------

@test "behaviour 26: SERVFAIL to the address queries" {
	world 'mx.example.test * !SERVFAIL'
	undone 75 4.4.3 "$NOT_FOUND name=mx.example.test type=AAAA: $(
	    )Host not found, try again"
}

@test "D9: FORMERR to the address queries" {
	world 'mx.example.test * !FORMERR'
	undone 75 4.4.3 "$NOT_FOUND name=mx.example.test type=AAAA: $(
	    )Non-recoverable error"
}

@test "behaviour 27: one family is there, the other's lookup fails" {
	world 'mx.example.test AAAA !SERVFAIL'
	arrives
}

@test "behaviour 27: no IPv4 address, and the lookup for IPv6 fails for now" {
	zone <<-'END'
		example.test MX 10 mx.example.test.
		mx.example.test TXT hello
		mx.example.test AAAA !SERVFAIL
	END
	undone 75 4.4.3 "$NOT_FOUND name=mx.example.test type=AAAA: $(
	    )Host not found, try again"
}

@test "behaviour 27: no IPv6 address, and the lookup for IPv4 fails for now" {
	world 'mx.example.test A !SERVFAIL'
	undone 75 4.4.3 "$NOT_FOUND name=mx.example.test type=A: $(
	    )Host not found, try again"
}

# The system's own lookup ------------------------------------------------------

@test "behaviour 28: a host that only /etc/hosts knows" {
	zone <<<'example.test MX 10 mx.local.'
	echo '127.0.0.2 mx.local' >>/etc/hosts
	arrives
	hosts ann@example.test mx.local
}

@test "behaviour 28: smtp_host_lookup=dns does not look there" {
	zone <<<'example.test MX 10 mx.local.'
	echo '127.0.0.2 mx.local' >>/etc/hosts
	run -69 deliver -o smtp_host_lookup=dns ann@example.test
	fate ann@example.test failed 5.4.4
}

@test "behaviour 28: /etc/hosts is no way around a lookup that failed for now" {
	world 'mx.example.test * !SERVFAIL'
	echo '127.0.0.2 mx.example.test' >>/etc/hosts
	bystander 127.0.0.2:25
	run -75 deliver ann@example.test
	nobody_came
	fate ann@example.test delayed 4.4.3
}

@test "behaviour 28: nobody knows the host" {
	zone <<<'other.test A 127.0.0.2'
	run -69 deliver ann@example.test
	fate ann@example.test failed 5.4.4
	says ann@example.test 'unable to look up host example.test: '
}

@test "the search list of resolv.conf is not for domains that do not exist" {
	zone <<<'example.test.corp.test A 127.0.0.2'
	resolv 'nameserver 127.0.0.1' 'search corp.test'
	bystander 127.0.0.2:25
	run -69 deliver ann@example.test
	nobody_came
	fate ann@example.test failed 5.4.4
}

# Servers ----------------------------------------------------------------------

@test "a name server that is not there: the next one is asked" {
	world
	resolv 'nameserver 127.0.0.77' 'nameserver 127.0.0.1' "$HASTY"
	arrives
}

@test "a name server that says nothing: the next one is asked" {
	world
	resolv "nameserver $BLACK_HOLE" 'nameserver 127.0.0.1' "$HASTY"
	arrives
}

@test "a name server that said nothing is not asked again" {
	world
	resolv "nameserver $BLACK_HOLE" 'nameserver 127.0.0.1' "$HASTY"
	arrives -vv
	equal 'questions for the dead server' \
	    "$(grep -c "^=== dns: .* of $BLACK_HOLE?" "$CHAT")" 1
	[ "$(grep -c "^=== dns: .* of 127.0.0.1?" "$CHAT")" -ge 3 ]
}

@test "a name server that fails: the next one is asked" {
	world 'example.test MX !SERVFAIL' 'mx.example.test * !REFUSED'
	name_server 127.0.0.4 53 <<-'END'
		example.test MX 10 mx.example.test.
		mx.example.test A 127.0.0.2
	END
	resolv 'nameserver 127.0.0.1' 'nameserver 127.0.0.4' "$HASTY"
	arrives
}

@test "a name server that does not answer the first time is asked again" {
	world 'example.test MX !DROP once'
	resolv 'nameserver 127.0.0.1' 'options timeout:1 attempts:2'
	arrives
	asked example.test MX 2
}

@test "no name server at all" {
	resolv 'nameserver 127.0.0.77' "$HASTY"
	undone 75 4.4.3 \
	    "$NOT_FOUND name=example.test type=MX: Host not found, try again"
}

@test "without resolv.conf the name server is 127.0.0.1" {
	world
	rm /etc/resolv.conf
	arrives
}

@test "mxput_resolvers stands in for resolv.conf" {
	names_pid=
	name_server 127.0.0.4 5353 <<-'END'
		example.test MX 10 mx.example.test.
		mx.example.test A 127.0.0.2
	END
	resolv 'nameserver 127.0.0.77'
	arrives -o mxput_resolvers=127.0.0.4:5353
}

# Answers that do not fit ------------------------------------------------------

@test "a truncated answer is asked for by TCP" {
	world 'example.test MX !TRUNCATE'
	arrives
	grep '^udp .* example.test. MX' "$T/asked"
	grep '^tcp .* example.test. MX' "$T/asked"
}

@test "a truncated answer that cannot be had by TCP" {
	world 'example.test MX !TCPCLOSE'
	undone 75 4.4.3 \
	    "$NOT_FOUND name=example.test type=MX: Host not found, try again"
}

@test "an answer of six kilobytes: the best of its hosts is found" {
	for ((n = 10; n < 100; n++)); do
		echo "example.test MX $n host-with-quite-a-long-name-so-that$(
		    )-the-answer-grows-$n.example.test."
	done >"$T/many"
	zone <<-END
		$(cat "$T/many")
		example.test MX 5 mx.example.test.
		mx.example.test A 127.0.0.2
	END
	arrives
	grep '^tcp .* example.test. MX' "$T/asked"
	hosts ann@example.test mx.example.test
}

# Aliases ----------------------------------------------------------------------

@test "behaviour 30: a domain that is an alias has the MX hosts of its target" {
	zone <<-'END'
		example.test CNAME target.test.
		target.test MX 10 mx.target.test.
		mx.target.test A 127.0.0.2
	END
	arrives
	hosts ann@example.test mx.target.test
}

@test "behaviour 30: a chain of aliases leads to the address" {
	zone <<-'END'
		example.test MX 10 a1.test.
		a1.test CNAME a2.test.
		a2.test CNAME a3.test.
		a3.test CNAME a4.test.
		a4.test CNAME a5.test.
		a5.test A 127.0.0.2
	END
	arrives
	hosts ann@example.test a1.test
}

@test "behaviour 30: an alias without its target is followed by a query" {
	zone <<-'END'
		example.test MX 10 mx.test.
		mx.test CNAME target.test.
		mx.test * !CNAMEONLY
		target.test A 127.0.0.2
	END
	arrives
	asked target.test A 1
}

@test "behaviour 30: aliases in a circle are no host" {
	zone <<-'END'
		example.test MX 10 a.test.
		a.test CNAME b.test.
		a.test * !CNAMEONLY
		b.test CNAME a.test.
		b.test * !CNAMEONLY
	END
	undone 69 5.4.4 'Name server loop for a.test'
	[ "$(grep -c ' A ' "$T/asked")" -le 10 ]
}

@test "behaviour 30: an alias for nothing" {
	zone <<-'END'
		example.test MX 10 a.test.
		a.test CNAME nowhere.test.
	END
	undone 69 5.4.4 \
	    "$NOT_FOUND name=a.test type=AAAA: Host not found"
}

# Lies -------------------------------------------------------------------------

# lied_to LIE: both lookups are answered by a liar first, who says that it
# was validated
lied_to() {
	world "example.test MX !$1
		mx.example.test A !$1
		liar.test A 127.0.0.66"
	play < <(takes ann@example.test)
	bystander 127.0.0.66:25
	run -0 deliver -vv ann@example.test
	nobody_came
	applause
	hosts ann@example.test mx.example.test
	run -1 grep -F '(secure)' "$CHAT"
	run -1 asked liar.test A
}

@test "an answer with another ID is not taken" { lied_to WRONGID; }
@test "an answer to another question is not taken" { lied_to WRONGNAME; }
@test "an answer from another port is not taken" { lied_to WRONGPORT; }
@test "an answer from another address is not taken" { lied_to WRONGADDR; }
@test "an answer from another host and port is not taken" { lied_to ELSEWHERE; }

@test "every question has a port and an ID of its own" {
	both=
	for n in {1..4}; do
		both+="example.test MX $n mx$n.test."$'\n'
		both+="mx$n.test A $NOBODY"$'\n'
	done
	zone <<<"$both"
	run -75 deliver ann@example.test
	equal questions "$(wc -l <"$T/asked")" 9
	# chance may make two equal, hardly two pairs
	[ "$(awk '{ print $3 }' "$T/asked" | sort -u | wc -l)" -ge 8 ]
	[ "$(awk '{ print $4 }' "$T/asked" | sort -u | wc -l)" -ge 8 ]
}

# Flights ----------------------------------------------------------------------

@test "all hosts of a domain are asked for in one flight" {
	world 'example.test MX 20 mx2.example.test.
		mx2.example.test A 127.0.0.4
		mx.example.test A !HOLD mx2.example.test'
	resolv 'nameserver 127.0.0.1' "$HASTY"
	arrives
	asked mx.example.test A 1
}

@test "the same question is asked once in a run" {
	zone <<-END
		example.test MX 10 mx.test.
		other.test MX 10 mx.test.
		mx.test A $NOBODY
	END
	run -75 deliver ann@example.test bob@other.test cat@example.test
	asked example.test MX 1
	asked other.test MX 1
	asked mx.test A 1
	asked mx.test AAAA 1
}

# AD ---------------------------------------------------------------------------

# said_about NAME TYPE: what -vv says of the DNSSEC status of an answer
said_about() {
	sed -n "s/^=== dns: $1 $2: .*(\([a-z]*\)) ([0-9]* ms)$/\1/p" "$CHAT"
}

@test "behaviour 33: the AD bit makes an answer secure" {
	world 'example.test secure
		mx.example.test secure'
	arrives -vv
	equal MX "$(said_about example.test MX)" secure
	equal A "$(said_about mx.example.test A)" secure
	grep 'example.test. MX .*do' "$T/asked"
}

@test "behaviour 33: without the AD bit it is insecure" {
	world 'mx.example.test secure'
	arrives -vv
	equal MX "$(said_about example.test MX)" insecure
}

# strangers OPTIONS: the same from a name server that is not of this machine
strangers() {
	names_pid=
	name_server 192.0.2.7 53 <<-'END'
		example.test secure
		example.test MX 10 mx.example.test.
		mx.example.test A 127.0.0.2
	END
	resolv 'nameserver 192.0.2.7' "$@"
	arrives -vv
}

@test "the AD bit of a name server elsewhere says nothing" {
	strangers
	[ "$(said_about example.test MX)" != secure ]
}

@test "options trust-ad: the AD bit of a name server elsewhere counts" {
	strangers 'options trust-ad'
	equal MX "$(said_about example.test MX)" secure
}
