# SPDX-License-Identifier: BSD-2-Clause
#
# --format=dsn, and the report of --dsn-message.

load helpers
load scenes

# fields: the dates are taken out of what was printed
fields() { sed -E 's/^(.*-Date): .*[0-9]{4} [0-9:]{8} \+0000$/\1: then/'; }

# report ARGUMENT...: delivers with --dsn-message
report() {
	deliver -o myhostname=here.test --dsn-message="$T/report" "$@"
}

# parts: takes the report to pieces as RFC 2046 says, by its own boundary:
# into $T/part.0, the header, $T/part.1 and so on, each with its header; the
# line end before a boundary is the boundary's. Says how many there are; there
# must be nothing behind the last boundary.
parts() {
	awk -v into="$T/part." '
		BEGIN { n = 0 }
		function close_part() { printf "%s", line >into n; held = 0 }
		n == 0 && match($0, /boundary="[^"]+"/) {
			mark = "--" substr($0, RSTART + 10, RLENGTH - 11)
		}
		mark == "" { print >into n; next }
		$0 == mark "--" { close_part(); ended = 1; next }
		$0 == mark { close_part(); n++; next }
		ended { ended = 0; exit }
		{
			if (held)
				print line >into n
			line = $0
			held = 1
		}
		END { if (!ended) exit 1; print n }
	' "$T/report"
}

# type PART: what it says it is
type() { sed -n 's/^Content-Type: //p;/^$/q' "$T/part.$1"; }

# body PART: what is behind its header
body() { sed '1,/^$/d' "$T/part.$1"; }

# mixed: ann is taken, bob is refused in words that look like fields, cat is
# put off
mixed() {
	mx example.test mx.example.test=127.0.0.2
	play <<-SCRIPT
		$(hello "$@")
		$(mail ann@example.test)
		C: RCPT TO:<bob@example.test>
		S: 550-5.1.1 no bob
		S: 550-5.1.1 Action: delivered
		S: 550 5.1.1 at all
		C: RCPT TO:<cat@example.test>
		S: 452 4.2.2 cat is full
		$(content)
		S: 250 2.0.0 stored
	SCRIPT
}

@test "RFC 3464 section 2: --format=dsn, a group of fields each" {
	mixed
	run -81 deliver --format=dsn -o myhostname=here.test -V 'a+2Bb' \
	    {ann,bob,cat}@example.test
	applause
	diff - <(fields <"$RESULTS") <<-'END'
		Reporting-MTA: dns; here.test
		Original-Envelope-Id: a+b
		Arrival-Date: then

		Final-Recipient: rfc822; ann@example.test
		Action: relayed
		Status: 2.0.0
		Remote-MTA: dns; mx.example.test
		Diagnostic-Code: smtp; 250 2.0.0 stored
		Last-Attempt-Date: then

		Final-Recipient: rfc822; bob@example.test
		Action: failed
		Status: 5.1.1
		Remote-MTA: dns; mx.example.test
		Diagnostic-Code: smtp; 550-5.1.1 no bob 550-5.1.1 Action: delivered 550 5.1.1
		 at all
		Last-Attempt-Date: then

		Final-Recipient: rfc822; cat@example.test
		Action: delayed
		Status: 4.2.2
		Remote-MTA: dns; mx.example.test
		Diagnostic-Code: smtp; 452 4.2.2 cat is full
		Last-Attempt-Date: then

	END
}

@test "behaviour 231: --format=dsn where no server was reached" {
	run -75 deliver --format=dsn -d "[$NOBODY]" ann@example.test
	grep -x "Diagnostic-Code: x-mxput; connect to 127.0.0.99\[.*" "$RESULTS"
	never grep Remote-MTA "$RESULTS"
}

@test "--format=dsn -q: only what went wrong" {
	mixed
	run -81 deliver --format=dsn -q {ann,bob,cat}@example.test
	applause
	equal recipients "$(sed -n 's/^Final-Recipient: //p' "$RESULTS")" \
	    "rfc822; bob@example.test
rfc822; cat@example.test"
	[[ $(head -n 1 "$RESULTS") == 'Reporting-MTA: dns; '* ]]
}

@test "RFC 6522: a report of what failed and is delayed, with the header" {
	mixed
	run -81 report {ann,bob,cat}@example.test
	applause
	equal parts "$(parts)" 3
	grep -x 'From: Mail Delivery <MAILER-DAEMON@here.test>' "$T/part.0"
	grep -x 'To: <alice@client.example>' "$T/part.0"
	grep -x 'Subject: Your message could not be delivered' "$T/part.0"
	grep -x 'Auto-Submitted: auto-replied' "$T/part.0"
	equal type "$(type 1)" 'text/plain; charset=us-ascii'
	body 1 | grep -x '  bob@example.test'
	body 1 | grep -x '  cat@example.test'
	never grep ann@ "$T/part.1"
	equal type "$(type 2)" message/delivery-status
	diff - <(body 2 | fields | grep -v ^Diag | grep -v '^ at all') <<-'END'
		Reporting-MTA: dns; here.test
		Arrival-Date: then

		Final-Recipient: rfc822; bob@example.test
		Action: failed
		Status: 5.1.1
		Remote-MTA: dns; mx.example.test
		Last-Attempt-Date: then

		Final-Recipient: rfc822; cat@example.test
		Action: delayed
		Status: 4.2.2
		Remote-MTA: dns; mx.example.test
		Last-Attempt-Date: then
	END
	equal type "$(type 3)" text/rfc822-headers
	diff <(sed '/^$/q' "$MESSAGE") <(body 3)
}

@test "RFC 3461 section 4.3: -R full brings all of the message back" {
	{ printf 'Subject: long\nBcc: dan@example.test\n\n'
	    seq 1 200000; printf -- '--=_0\n\n.\nend'; } >"$MESSAGE"
	mixed
	run -81 report -i -R full {ann,bob,cat}@example.test
	applause
	equal parts "$(parts)" 3
	equal type "$(type 3)" message/rfc822
	grep -v ^Bcc: "$MESSAGE" | head -c -1 >"$T/sent"
	cmp "$T/sent" <(body 3)
	equal mode "$(stat -c %a "$T/report")" 600
}

@test "RFC 3461 section 4.1: NOTIFY decides who is told of" {
	mixed
	run -81 report -N never {ann,bob,cat}@example.test
	applause
	[ -e "$T/report" ] && [ ! -s "$T/report" ]
}

@test "behaviour 212: success, where the server does not report" {
	play < <(takes ann@example.test)
	run -0 report -N success -d '[127.0.0.2]' ann@example.test
	applause
	equal parts "$(parts)" 3
	body 2 | grep -x 'Action: relayed'
	grep -x 'Subject: Your message was passed on' "$T/part.0"
}

@test "behaviour 212: no success, where it does" {
	play <<-SCRIPT
		$(hello DSN)
		C: $ALICE
		S: 250 2.1.0 ok
		C: RCPT TO:<ann@example.test> ORCPT=rfc822;ann@example.test $(:
		    )NOTIFY=SUCCESS
		S: 250 2.1.5 ok
		$(content)
		S: 250 2.0.0 stored
	SCRIPT
	run -0 report -N success -d '[127.0.0.2]' ann@example.test
	applause
	[ -e "$T/report" ] && [ ! -s "$T/report" ]
}

@test "RFC 3464 section 2: no report for the null sender" {
	run -75 report -f '' -d "[$NOBODY]" ann@example.test
	[ -e "$T/report" ] && [ ! -s "$T/report" ]
}

@test "behaviour 224: no report where nothing was to be sent" {
	run -75 report --quit-after=rcpt -d "[$NOBODY]" ann@example.test
	[ -e "$T/report" ] && [ ! -s "$T/report" ]
}

@test "RFC 6533: a report about internationalized mail" {
	message <<<$'Subject: gr\u00fc\u00dfe\n\nHello.'
	run -75 report -d "[$NOBODY]" $'j\u00f6rg@example.test'
	equal parts "$(parts)" 3
	grep -q 'report-type=global-delivery-status;' "$T/part.0"
	equal types "$(type 1), $(type 2), $(type 3)" \
	    "text/plain; charset=utf-8, message/global-delivery-status, $(:
	    )message/global-headers"
	body 2 | grep -x $'Final-Recipient: utf-8; j\u00f6rg@example.test'
	body 3 | grep -x $'Subject: gr\u00fc\u00dfe'
}

@test "a report for which there is no place: 74, and nothing is tried" {
	play < <(hello)
	run -74 deliver --dsn-message="$T/none/report" -d '[127.0.0.2]' \
	    ann@example.test
	[[ $output == "mxput: open $T/none/report for writing: "* ]]
	equal connections "$(find "$T/play.0" -name 'message*' | wc -l)" 0
}

@test "a report that could not be written is told" {
	run -75 deliver --dsn-message=/dev/full -d "[$NOBODY]" \
	    ann@example.test
	grep -x 'mxput: --dsn-message: some of it could not be written' \
	    "$CHAT"
}
