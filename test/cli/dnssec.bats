# SPDX-License-Identifier: BSD-2-Clause
#
# Whether DNS answers are authentic: known by the AD bit of a resolver, or
# found out here. The signed zones are those of test/lab/zones; the resolver
# at 127.0.0.53 validates, that at 127.0.0.54 does not.

load helpers
load scenes

SINK=198.51.100.25
AWAY=192.0.2.77			# an address that is not one of loopback
HASTY='options timeout:1 attempts:1'

# here OPTION...: validates here, behind the resolver that does not
here() {
	requires dns
	"$MXPUT" --features | grep -qx 'DNSSEC validation: yes.*' ||
		skip 'built without libunbound'
	resolv 'nameserver 127.0.0.54'
	own=(-o mxput_dnssec=validate -o "mxput_trust_anchor=$(anchor)")
}

anchor() { echo "$LAB_ZONES/anchor.key"; }

# resolver ADDRESS <LINES: a name server there, the only one
resolver() {
	local n=$T/names.$1
	cat >"$n.zone"
	mkfifo "$n.ready"
	"$TEST_BUILD/test/tool/names" -l "$T/asked" -r "$n.ready" "$1" 53 \
	    "$n.zone" >"$n.out" 2>&1 3>&- &
	names_pid="$names_pid $!"
	wait_until_ready "$n.ready" "$n.out"
	resolv "nameserver $1" "$HASTY"
}

# domain: the zone of a domain whose resolver sets AD
domain() {
	cat <<-'END'
		example.test MX 10 mx.example.test.
		mx.example.test A 127.0.0.2
		example.test secure
		mx.example.test secure
	END
}

# arrives DOMAIN OPTION...: a message to there does, at SINK
arrives() {
	play $SINK:25 < <(takes "ann@$1")
	run -0 deliver -vv "${@:2}" "ann@$1"
	applause
}

# stays DOMAIN STATUS DETAIL [OPTION...]: it does not, for now, and why
stays() {
	bystander $SINK:25
	run -75 deliver -4 -vv "${@:4}" "ann@$1"
	nobody_came
	fate "ann@$1" delayed "$2"
	says "ann@$1" "$3"
}

# status NAME TYPE STATUS: what -vv says of an answer
status() {
	equal "$1 $2" "$(sed -n \
	    "s/^=== dns: $1 $2: .*(\([a-z]*\)) ([0-9]* ms)$/\1/p" "$CHAT")" \
	    "$3"
}

# source_is TEXT: where the status comes from, said once
source_is() {
	equal 'the source' "$(sed -n 's/^=== DNSSEC status: //p' "$CHAT")" "$1"
}

# The AD bit -------------------------------------------------------------------

@test "behaviour 33: a resolver on this host is trusted to validate" {
	requires dns
	resolv 'nameserver 127.0.0.53'
	arrives sinkd.nsec.test
	source_is 'AD of 127.0.0.53'
	status sinkd.nsec.test MX secure
	status sink.nsec.test A secure
}

@test "behaviour 33: what it does not vouch for is insecure" {
	requires dns
	resolv 'nameserver 127.0.0.53'
	arrives insecure.test
	status insecure.test MX insecure
}

@test "RFC 8914: why the resolver does not answer" {
	requires dns
	resolv 'nameserver 127.0.0.53'
	stays bogus.test 4.4.3 'Host not found, try again'
	grep -F 'asked for bogus.test MX: SERVFAIL (DNSSEC Bogus' "$CHAT" ||
		grep -F 'asked for bogus.test MX: SERVFAIL (DNSKEY Missing' \
		    "$CHAT"
}

@test "a resolver elsewhere is not trusted, which is said once" {
	resolver $AWAY < <(domain)
	play < <(takes ann@example.test)
	run -0 deliver -v ann@example.test
	applause
	source_is "none by $AWAY, which is not on this host; nor is it $(
	    )validated here: no level of DANE is asked for by name"
}

@test "its answers have no status" {
	resolver $AWAY < <(domain)
	play < <(takes ann@example.test)
	run -0 deliver -vv ann@example.test
	applause
	run -1 grep -F '(secure)' "$CHAT"
	run -1 grep -F '(insecure)' "$CHAT"
	run -1 asked . DNSKEY
}

@test "options trust-ad trusts it" {
	resolver $AWAY < <(domain)
	resolv "nameserver $AWAY" 'options trust-ad'
	play < <(takes ann@example.test)
	run -0 deliver -vv ann@example.test
	applause
	source_is "AD of $AWAY"
	status example.test MX secure
}

@test "mxput_dnssec=trust trusts it" {
	resolver $AWAY < <(domain)
	play < <(takes ann@example.test)
	run -0 deliver -vv -o mxput_dnssec=trust ann@example.test
	applause
	status example.test MX secure
}

@test "behaviour 33: Postfix mode trusts it" {
	resolver $AWAY < <(domain)
	printf '%s\n' 'compatibility_level = 3.6' \
	    'smtp_dns_support_level = dnssec' >"$T/main.cf"
	play < <(takes ann@example.test)
	"$MXPUT" -C "$T/main.cf" --helo=client.example -vv \
	    -f alice@client.example ann@example.test <"$MESSAGE" 2>"$CHAT"
	applause
	status example.test MX secure
}

@test "mxput_dnssec=no: nobody asks" {
	resolver 127.0.0.1 < <(domain)
	play < <(takes ann@example.test)
	run -0 deliver -vv -o mxput_dnssec=no ann@example.test
	applause
	source_is 'none is wanted, by mxput_dnssec'
	asked example.test MX 1
	run -1 grep -E ' (ad|do)( |$)' "$T/asked"
}

@test "behaviour 34: no probe unless a level of DANE is asked for by name" {
	resolver 127.0.0.1 < <(domain | grep -v secure)
	play < <(takes ann@example.test)
	run -0 deliver -vv ann@example.test
	applause
	status example.test MX insecure
	equal questions "$(wc -l <"$T/asked")" 3
}

@test "behaviour 34: a probe that is none" {
	bystander 127.0.0.2:25
	run -78 deliver -o dnssec_probe=dot ann@example.test
	nobody_came
	[[ $output == *'dnssec_probe = dot: '* ]]
}

# Validated here ---------------------------------------------------------------

@test "a signed zone is secure" {
	here
	arrives sinkd.nsec.test "${own[@]}"
	source_is "validated here with $(anchor)"
	status sinkd.nsec.test MX secure
	status sink.nsec.test A secure
	status sink.nsec.test AAAA secure
}

@test "a zone without signatures is insecure" {
	here
	arrives insecure.test "${own[@]}"
	status insecure.test MX insecure
}

@test "keys that do not fit: bogus, and why" {
	here
	stays bogus.test 4.4.3 'type=MX: DNSSEC validation failed: DS hash' \
	    "${own[@]}"
	status bogus.test MX bogus
}

@test "signatures that have expired: bogus, and why" {
	here
	stays expired.test 4.4.3 \
	    'type=MX: DNSSEC validation failed: signature expired' "${own[@]}"
}

@test "MX records whose signature does not hold" {
	here
	stays badmx.mixed.test 4.4.3 \
	    'type=MX: DNSSEC validation failed: ECDSA signature' "${own[@]}"
}

@test "an address whose signature does not hold" {
	here
	stays bada-d.mixed.test 4.4.3 \
	    'type=A: DNSSEC validation failed: ECDSA signature' "${own[@]}"
	status bada-d.mixed.test MX secure
	status bada.mixed.test A bogus
}

@test "behind a resolver that validates it is still said why" {
	here
	resolv 'nameserver 127.0.0.53'
	stays bogus.test 4.4.3 'DNSSEC validation failed: DS hash' "${own[@]}"
}

@test "no such name, and that is secure" {
	here
	run -69 deliver -vv "${own[@]}" ann@nobody.nsec3.test
	fate ann@nobody.nsec3.test failed 5.4.4
	status nobody.nsec3.test MX secure
}

@test "neither MX nor address, and that is secure" {
	here
	run -69 deliver -vv "${own[@]}" ann@nodata.nsec.test
	fate ann@nodata.nsec.test failed 5.4.4
	status nodata.nsec.test MX secure
}

@test "a null MX" {
	here
	run -69 deliver -vv "${own[@]}" ann@null.nsec.test
	fate ann@null.nsec.test failed 5.1.0
	status null.nsec.test MX secure
}

@test "a wildcard" {
	here
	arrives host.wild.nsec.test "${own[@]}"
	status host.wild.nsec.test MX secure
}

@test "behaviour 30: a chain of aliases" {
	here
	arrives chain1.nsec.test "${own[@]}"
	status chain1.nsec.test A secure
}

@test "aliases in a circle" {
	here
	stays loop1.nsec.test 4.4.3 'try again' "${own[@]}"
}

@test "an answer of six kilobytes, by TCP" {
	here
	arrives bigmx.nsec.test "${own[@]}"
	hosts ann@bigmx.nsec.test sink.nsec.test
}

@test "name servers that do not know their zone" {
	here
	stays servfail.test 4.4.3 'Host not found, try again' "${own[@]}"
}

@test "a resolver that says nothing" {
	here
	resolv "nameserver $BLACK_HOLE" "$HASTY"
	stays nsec.test 4.4.3 'Host not found, try again' "${own[@]}"
	grep -F 'nsec.test MX: validator: no answer in time' "$CHAT"
}

@test "the first of two says nothing" {
	here
	resolv "nameserver $BLACK_HOLE" 'nameserver 127.0.0.54'
	arrives sinkd.nsec.test "${own[@]}"
	status sinkd.nsec.test MX secure
}

@test "a resolver that strips signatures" {
	here
	resolver 127.0.0.1 < <(domain)
	bystander 127.0.0.2:25
	run -75 deliver "${own[@]}" ann@example.test
	nobody_came
	says ann@example.test "the name servers do not pass on the $(
	    )signatures of the root zone"
}

@test "several recipients, several domains" {
	here
	run -75 deliver -vv "${own[@]}" ann@bogus.test bob@nobody.nsec.test \
	    cat@expired.test dan@null.nsec.test
	fate ann@bogus.test delayed 4.4.3
	fate bob@nobody.nsec.test failed 5.4.4
	fate cat@expired.test delayed 4.4.3
	fate dan@null.nsec.test failed 5.1.0
	source_is "validated here with $(anchor)"
}

@test "without a root key nothing is tried" {
	here
	bystander $SINK:25
	run -78 deliver -o mxput_dnssec=validate \
	    -o "mxput_trust_anchor=$T/none" ann@sinkd.nsec.test
	nobody_came
	[[ $output == *"mxput_dnssec = validate: "*"$T/none"* ]]
}

@test "a root key that is none: nothing is tried" {
	here
	echo '; nothing' >"$T/key"
	run -78 deliver -o mxput_dnssec=validate \
	    -o "mxput_trust_anchor=$T/key" ann@sinkd.nsec.test
	[[ $output == *"$T/key: no key of the root zone is in it"* ]]
}

@test "a build that cannot validate does not try" {
	MXPUT=$TEST_BUILD/test/tool/bare
	bystander $SINK:25
	run -78 deliver -o mxput_dnssec=validate ann@sinkd.nsec.test
	nobody_came
	[[ $output == *'built without libunbound'* ]]
}

# Short names ------------------------------------------------------------------

@test "res_defnames: a host without a dot gets the domain" {
	resolver 127.0.0.1 <<-'END'
		example.test MX 10 mx.
		mx.corp.test A 127.0.0.2
	END
	resolv 'nameserver 127.0.0.1' 'search corp.test other.test'
	play < <(takes ann@example.test)
	run -0 deliver -o smtp_dns_resolver_options=res_defnames \
	    -o smtp_host_lookup=dns ann@example.test
	applause
	hosts ann@example.test mx
}

@test "res_dnsrch: each domain of the list" {
	resolver 127.0.0.1 <<-'END'
		example.test MX 10 mx.dmz.
		mx.dmz.other.test A 127.0.0.2
	END
	resolv 'nameserver 127.0.0.1' 'search corp.test other.test'
	play < <(takes ann@example.test)
	run -0 deliver -o smtp_dns_resolver_options=res_dnsrch \
	    -o smtp_host_lookup=dns ann@example.test
	applause
}

@test "they are not for MX records" {
	resolver 127.0.0.1 <<<'dmz.corp.test MX 10 mx.corp.test.'
	resolv 'nameserver 127.0.0.1' 'search corp.test'
	run -69 deliver ann@dmz -o smtp_host_lookup=dns \
	    -o smtp_dns_resolver_options=res_defnames,res_dnsrch
	asked dmz MX 1
	run -1 asked dmz.corp.test MX
	asked dmz.corp.test A
}

@test "without them a short name stays short" {
	resolver 127.0.0.1 <<-'END'
		example.test MX 10 mx.
		mx.corp.test A 127.0.0.2
	END
	resolv 'nameserver 127.0.0.1' 'search corp.test'
	run -69 deliver -o smtp_host_lookup=dns ann@example.test
	run -1 asked mx.corp.test A
}

@test "behaviour 245: resolver options mind case" {
	run -78 deliver -o smtp_dns_resolver_options=RES_DNSRCH \
	    ann@example.test
}
