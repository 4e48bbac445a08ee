# SPDX-License-Identifier: BSD-2-Clause
#
# --format=postfix: lines that programs for Postfix's logs can read.

load helpers
load scenes

# world: example.test takes ann and bob, puts cat off and refuses dan and eve;
# other.test takes ann; nowhere.test has no server that is there
world() {
	mx example.test mx.example.test=127.0.0.2
	mx other.test mx.other.test=127.0.0.3
	mx nowhere.test mx.nowhere.test=$NOBODY
	play <<-SCRIPT
		$(hello)
		$(mail ann@example.test bob@example.test)
		C: RCPT TO:<cat@example.test>
		S: 452 4.2.2 cat is full
		C: RCPT TO:<dan@example.test>
		S: 550 5.1.1 no dan
		C: RCPT TO:<eve@example.test>
		S: 550 5.1.1 no eve
		$(content)
		S: 250 2.0.0 Ok: queued as 4X
	SCRIPT
	play 127.0.0.3:25 <<-SCRIPT
		$(hello)
		$(mail ann@other.test)
		$(content)
		S: 250 2.0.0 stored
	SCRIPT
}

log() { deliver --format=postfix -o myhostname=here.test "$@"; }

# pflogsumm knows the lines of Postfix before 3.11
older=(-o smtp_log_tls_feature_status=no)

# everybody ARGUMENT...: delivers to them all
everybody() {
	log "$@" {ann,bob,cat,dan,eve}@example.test ann@other.test \
	    fay@nowhere.test gus@nowhere.test
}

# total WHAT: pflogsumm's number of these
total() {
	sed -n "s|^ *\([0-9]*\)  *$1\b.*|\1|p" "$T/report"
}

# of_domain DOMAIN: how often it was delivered to, and put off
of_domain() {
	awk -v domain="$1" '
		/^Host\/Domain Summary: Message Delivery/ { on = 1 }
		/^Host\/Domain Summary: Messages Received/ { on = 0 }
		on && $NF == domain { print $1, $3 }' "$T/report"
}

@test "a line a recipient, in the order given, with Postfix's fields" {
	world
	run -81 everybody
	applause
	equal 'on stderr' "$(cat "$CHAT")" ''
	head='^[A-Z][a-z]{2} [ 1-3][0-9] [0-9:]{8} here\.test postfix/smtp'
	head+='\[[0-9]+\]: [0-9A-F]{13,}: '
	times='delay=[0-9.]+, delays=[0-9.]+(/[0-9.]+){3}, '
	equal 'good heads' "$(grep -cE "${head}to=" "$RESULTS")" 8
	equal 'identifiers' "$(cut -d ' ' -f 5,6 "$RESULTS" | sort -u |
	    wc -l)" 1
	equal 'good times' "$(grep -cE ", $times" "$RESULTS")" 8
	sed -E "s|$head||; s|$times||" "$RESULTS" >"$T/fields"
	mx='host mx.example.test[127.0.0.2] said'
	cat >"$T/wanted" <<-END
		to=<ann@example.test>, relay=mx.example.test[127.0.0.2]:25, tls=may:none, dsn=2.0.0, status=sent (250 2.0.0 Ok: queued as 4X)
		to=<bob@example.test>, relay=mx.example.test[127.0.0.2]:25, tls=may:none, dsn=2.0.0, status=sent (250 2.0.0 Ok: queued as 4X)
		to=<cat@example.test>, relay=mx.example.test[127.0.0.2]:25, tls=may:none, dsn=4.2.2, status=deferred ($mx: 452 4.2.2 cat is full (in reply to RCPT TO command))
		to=<dan@example.test>, relay=mx.example.test[127.0.0.2]:25, tls=may:none, dsn=5.1.1, status=bounced ($mx: 550 5.1.1 no dan (in reply to RCPT TO command))
		to=<eve@example.test>, relay=mx.example.test[127.0.0.2]:25, tls=may:none, dsn=5.1.1, status=bounced ($mx: 550 5.1.1 no eve (in reply to RCPT TO command))
		to=<ann@other.test>, relay=mx.other.test[127.0.0.3]:25, tls=may:none, dsn=2.0.0, status=sent (250 2.0.0 stored)
		to=<fay@nowhere.test>, relay=none, tls=may?, dsn=4.4.1, status=deferred (connect to mx.nowhere.test[$NOBODY]:25: Connection refused)
		to=<gus@nowhere.test>, relay=none, tls=may?, dsn=4.4.1, status=deferred (connect to mx.nowhere.test[$NOBODY]:25: Connection refused)
	END
	diff "$T/wanted" "$T/fields"
}

@test "pflogsumm counts what was delivered, deferred and bounced" {
	PATH=$PATH:/usr/sbin
	command -v pflogsumm >/dev/null ||
		skip 'pflogsumm is not here: ./bootstrap check installs it'
	world
	run -81 everybody "${older[@]}"
	applause
	pflogsumm "$RESULTS" >"$T/report" 2>"$T/complaints"
	cat "$T/report"
	equal complaints "$(cat "$T/complaints")" ''

	equal delivered "$(total delivered)" 3
	equal bounced "$(total bounced)" 2
	equal 'deferred messages' "$(total deferred)" 1
	grep -E '^ +1 +deferred  \(3  deferrals\)' "$T/report"
	equal 'domains served' "$(total 'recipient hosts/domains')" 2
	equal example.test "$(of_domain example.test)" '2 1'
	equal other.test "$(of_domain other.test)" '1 0'
	equal nowhere.test "$(of_domain nowhere.test)" '0 2'
	grep -E '^ +1 +5\.1\.1 no dan ' "$T/report"
	grep -E '^ +1 +5\.1\.1 no eve ' "$T/report"
	grep -E '^ +1 +4\.2\.2 cat is full ' "$T/report"
	grep -E '^ +2 +mx\.nowhere\.test.*: Connection refused' "$T/report"
}

@test "pflogsumm finds its lines by syslog_name" {
	PATH=$PATH:/usr/sbin
	command -v pflogsumm >/dev/null ||
		skip 'pflogsumm is not here: ./bootstrap check installs it'
	run -75 log "${older[@]}" -d "[$NOBODY]" \
	    -o syslog_name=postfix-out ann@example.test
	grep ' here.test postfix-out/smtp\[' "$RESULTS"
	pflogsumm "$RESULTS" >"$T/report"
	equal 'under the name of postfix' "$(total deferred)" 0
	pflogsumm --syslog-name=postfix-out "$RESULTS" >"$T/report"
	equal 'under its own name' "$(total deferred)" 1
}

@test "behaviour 63: soft_bounce is logged as SOFTBOUNCE, with 4.x.x" {
	play <<-SCRIPT
		$(hello)
		C: $ALICE
		S: 250 ok
		C: RCPT TO:<ann@example.test>
		S: 550 5.1.1 no ann
		C: RCPT TO:<bob@example.test>
		S: 450 4.2.0 not now
		C: RSET
		S: 250 ok
	SCRIPT
	run -75 log -d '[127.0.0.2]' -o soft_bounce=yes ann@example.test \
	    bob@example.test
	applause
	grep 'to=<ann@.* dsn=4.1.1, status=SOFTBOUNCE (host ' "$RESULTS"
	grep 'to=<bob@.* dsn=4.2.0, status=deferred (host ' "$RESULTS"
}

@test "behaviour 63: also where no server was asked" {
	zone <<<'example.test MX 0 .'
	run -75 log -o soft_bounce=yes ann@example.test
	grep 'relay=none, .* dsn=4.1.0, status=SOFTBOUNCE (' "$RESULTS"
}

@test "behaviour 225: the original recipient, where it is another one" {
	printf '%s\n' 'ann@x.test ORCPT=rfc822;a+2Bb@old.test' \
	    'bob@x.test ORCPT=rfc822;BOB@X.test' '"c d"' >"$T/list"
	run -75 log -d "[$NOBODY]" --recipients-from="$T/list" \
	    -o info_log_address_format=internal
	grep ' to=<ann@x.test>, orig_to=<a+b@old.test>, relay=' "$RESULTS"
	grep ' to=<bob@x.test>, relay=' "$RESULTS"
	grep ' to=<c d@here.test>, relay=' "$RESULTS"
	run -75 log -d "[$NOBODY]" '"c d"'
	grep ' to=<"c d"@here.test>, relay=' "$RESULTS"
}

@test "behaviour 226: how long it has been on its way" {
	run -75 log -d "[$NOBODY]" --arrival=@0 ann@example.test
	grep -E ', delay=[0-9]{10}, delays=[0-9]{10}/' "$RESULTS"
}

@test "dates are those of the time zone" {
	run -75 log -d "[$NOBODY]" ann@example.test
	zone_of() {
		TZ=$1 log -d "[$NOBODY]" ann@example.test >/dev/null
		[ $? = 75 ] && cut -d ' ' -f 1-3 "$RESULTS" | cut -d : -f 1
	}
	[ "$(zone_of UTC0)" != "$(zone_of XXX-12)" ]
}

@test "--quiet leaves out who was served" {
	world
	run -81 everybody --quiet
	applause
	equal sent "$(grep -c status=sent "$RESULTS")" 0
	equal lines "$(wc -l <"$RESULTS")" 5
}

@test "a server cannot forge a line" {
	play <<-'SCRIPT'
		S! raw 554-no\n\rNov 25 21:04:05 h postfix/smtp[1]: X: to=<a>\r\n554 \x1b[2J\x85no\r\n
	SCRIPT
	run -75 log -d '[127.0.0.2]' ann@example.test
	equal lines "$(wc -l <"$RESULTS")" 1
	never grep -qP '[^\x20-\x7e]' "$RESULTS"
}
