# SPDX-License-Identifier: BSD-2-Clause
#
# --quit-after: as far as was asked for, and no further.

load helpers
load scenes

# probe STAGE ARGUMENT...: no message is there to be read
probe() {
	deliver -m /nonexistent --quit-after="$1" "${@:2}" </dev/null
}

# reached WHO STAGE STATUS DETAIL
reached() {
	fate "$1" deliverable "$3"
	fact "$1" '"\(.stage): \(.detail)"' "$2: $4"
}

# told FILTER VALUE: what jq finds in the one record about nobody
told() {
	equal "$1" "$(jq -r "select(.recipient == null) | $1" "$RESULTS")" "$2"
}

# Stages -------------------------------------------------------------------------

@test "connect: the connection is closed again, without a word" {
	play <<-'SCRIPT'
		C! end
	SCRIPT
	run -0 probe connect -d '[127.0.0.2]' ann@example.test
	applause
	reached ann@example.test connect 2.0.0 \
	    'connected to 127.0.0.2[127.0.0.2]:25'
	fact ann@example.test '.code, .reply | tostring' $'null\nnull'
	fact ann@example.test .remote_mta.address 127.0.0.2
}

@test "banner: the greeting, and QUIT" {
	play <<-'SCRIPT'
		S: 220-mx.example.test
		S: 220 at your service
		C: QUIT
		C! end
	SCRIPT
	run -0 probe banner -d '[127.0.0.2]' ann@example.test
	applause
	reached ann@example.test banner 2.0.0 \
	    '220-mx.example.test 220 at your service'
	fact ann@example.test .code 220
}

@test "hello: what EHLO was answered, and QUIT" {
	play <<-SCRIPT
		$(hello PIPELINING)
		C: QUIT
		C! end
	SCRIPT
	run -0 probe hello -d '[127.0.0.2]' ann@example.test
	applause
	reached ann@example.test hello 2.0.0 \
	    '250-mx.example.test 250-PIPELINING 250 HELP'
	fact ann@example.test .protocol esmtp
}

@test "mail: no recipient is named; RSET and QUIT" {
	play <<-SCRIPT
		$(hello 'SIZE 1000' 8BITMIME)
		C: $ALICE
		S: 250 2.1.0 welcome
		$(leave)
		C! end
	SCRIPT
	run -0 probe mail -d '[127.0.0.2]' ann@example.test bob@example.test
	applause
	reached ann@example.test mail 2.1.0 '250 2.1.0 welcome'
	reached bob@example.test mail 2.1.0 '250 2.1.0 welcome'
}

@test "behaviour 222: rcpt: each recipient's own answer; RSET and QUIT" {
	play <<-SCRIPT
		$(hello SIZE)
		$(mail ann@example.test)
		C: RCPT TO:<bob@example.test>
		S: 550 5.1.1 no bob here
		C: RCPT TO:<cat@example.test>
		S: 450 4.2.0 greylisted
		$(leave)
		C! end
	SCRIPT
	run -75 probe rcpt -d '[127.0.0.2]' {ann,bob,cat}@example.test
	applause
	reached ann@example.test rcpt 2.1.5 '250 2.1.5 ok'
	fate bob@example.test failed 5.1.1
	fate cat@example.test delayed 4.2.0
}

@test "behaviour 222: rcpt, pipelined" {
	play <<-SCRIPT
		$(hello PIPELINING)
		C: $ALICE
		C: RCPT TO:<ann@example.test>
		C: RCPT TO:<bob@example.test>
		S: 250 2.1.0 ok
		S: 250 2.1.5 ok
		S: 550 5.1.1 no bob here
		C: RSET
		C: QUIT
		S: 250 2.0.0 ok
		S: 221 2.0.0 bye
		C! end
	SCRIPT
	run -69 probe rcpt -d '[127.0.0.2]' {ann,bob}@example.test
	applause
	reached ann@example.test rcpt 2.1.5 '250 2.1.5 ok'
	fate bob@example.test failed 5.1.1
}

@test "behaviour 223: data: at 354 the line is dropped" {
	play <<-SCRIPT
		$(hello 'SIZE 1000' 8BITMIME)
		C~ MAIL FROM:<alice@client.example> SIZE=[0-9]+
		S: 250 2.1.0 ok
		C: RCPT TO:<ann@example.test>
		S: 250 2.1.5 ok
		C: DATA
		S: 354 end with a dot
		C! end
	SCRIPT
	run -0 deliver --quit-after=data -d '[127.0.0.2]' ann@example.test
	applause
	reached ann@example.test data 2.0.0 '354 end with a dot'
	fact ann@example.test .code 354
}

@test "behaviour 223: data: a refused DATA makes them undeliverable" {
	play <<-SCRIPT
		$(hello)
		$(mail ann@example.test)
		C: DATA
		S: 554 5.7.1 no
		$(leave)
		C! end
	SCRIPT
	run -69 deliver --quit-after=data -d '[127.0.0.2]' ann@example.test
	applause
	fate ann@example.test failed 5.7.1
}

# Hosts --------------------------------------------------------------------------

@test "hosts are tried in turn until one comes as far as that" {
	mx example.test mx1.example.test=$NOBODY mx2.example.test=127.0.0.2 \
	    mx3.example.test=127.0.0.3 mx4.example.test=127.0.0.4
	play <<-SCRIPT
		$(hello)
		C: $ALICE
		S: 250 2.1.0 ok
		C: RCPT TO:<ann@example.test>
		S: 450 4.2.0 greylisted
		$(leave)
		C! end
	SCRIPT
	play 127.0.0.3:25 <<-SCRIPT
		$(hello)
		$(mail ann@example.test)
		$(leave)
		C! end
	SCRIPT
	bystander 127.0.0.4:25
	run -0 probe rcpt ann@example.test
	nobody_came
	applause
	hosts ann@example.test mx{1,2,3}.example.test
	reached ann@example.test rcpt 2.1.5 '250 2.1.5 ok'
	fact ann@example.test .remote_mta.name mx3.example.test
}

@test "behaviour 224: a greeting with 554 is undeliverable, for now" {
	mx example.test mx1.example.test=127.0.0.2 mx2.example.test=$NOBODY
	play <<-'SCRIPT'
		S: 554 5.7.1 go away
		C: QUIT
		C! end
	SCRIPT
	run -75 probe banner -o smtp_mx_address_limit=1 ann@example.test
	applause
	fate ann@example.test delayed 4.7.1
}

@test "--all-hosts: a dead, a refusing and a good one" {
	mx example.test mx1.example.test=$NOBODY mx2.example.test=127.0.0.2 \
	    mx3.example.test=127.0.0.3
	play <<-SCRIPT
		$(hello)
		C: $ALICE
		S: 250 2.1.0 ok
		C: RCPT TO:<ann@example.test>
		S: 550 5.1.1 no ann here
		$(leave)
		C! end
	SCRIPT
	play 127.0.0.3:25 <<-SCRIPT
		$(hello)
		$(mail ann@example.test)
		$(leave)
		C! end
	SCRIPT
	run -0 probe rcpt --all-hosts -v ann@example.test
	applause
	reached ann@example.test rcpt 2.1.5 '250 2.1.5 ok'
	hosts ann@example.test mx{1,2,3}.example.test
	fact ann@example.test '[.attempts[] | "\(.stage) \(.status)"] |
	    join(", ")' 'connect 4.4.1, rcpt 5.1.1, rcpt 2.1.5'
	said='ann@example.test at mx'
	grep -F "${said}1.example.test[$NOBODY]: connect, 4.4.1: " "$CHAT"
	grep -F "${said}2.example.test[127.0.0.2]: rcpt, 5.1.1: " "$CHAT"
	grep -F "${said}3.example.test[127.0.0.3]: rcpt, 2.1.5: 250 " "$CHAT"
}

@test "--all-hosts: a good one does not keep the others from being visited" {
	play <<-'SCRIPT'
		S: 220 one
		C: QUIT
		C! end
	SCRIPT
	play 127.0.0.3:25 <<-'SCRIPT'
		S: 220 two
		C: QUIT
		C! end
	SCRIPT
	run -0 probe banner --all-hosts \
	    -d "[127.0.0.2], [$NOBODY], [127.0.0.3]"
	applause
	told .detail '220 one'
	told '[.attempts[].status] | join(" ")' '2.0.0 4.4.1 2.0.0'
	equal 'on stderr' "$(cat "$CHAT")" ''
}

@test "--all-hosts: one that was overtaken in the race is visited, too" {
	zone <<-END
		example.test MX 10 mx.example.test.
		mx.example.test A $BLACK_HOLE
		mx.example.test A 127.0.0.2
	END
	play <<-'SCRIPT'
		S: 220 hello
		C: QUIT
		C! end
	SCRIPT
	run -0 probe banner --all-hosts "${SHORT[@]}" ann@example.test
	applause
	reached ann@example.test banner 2.0.0 '220 hello'
	fact ann@example.test '[.attempts[] | "\(.address) \(.status)"] |
	    sort | join(", ")' "127.0.0.2 2.0.0, $BLACK_HOLE 4.4.1"
}

# Recipients and message ---------------------------------------------------------

@test "before rcpt a destination needs no recipient" {
	mx example.test mx.example.test=127.0.0.2
	play <<-SCRIPT
		$(hello)
		C: QUIT
		C! end
		---
		$(hello)
		C: $ALICE
		S: 250 2.1.0 ok
		$(leave)
		C! end
		---
		S: 220 hello
	SCRIPT
	run -0 probe hello -d example.test
	told .action deliverable
	told .destination example.test
	told .remote_mta.name mx.example.test
	run -0 probe mail --server=127.0.0.2
	told '.stage, .destination' $'mail\n[127.0.0.2]'
	run -0 probe banner -d example.test --format=text
	[ "$output" = "example.test: deliverable 2.0.0 via $(
	    )mx.example.test[127.0.0.2]:25: 220 hello" ]
	applause
	run -75 probe connect -d "[$NOBODY]"
	told '"\(.action) \(.status) \(.stage)"' 'delayed 4.4.1 connect'
	run -69 probe connect -d '[nowhere.test]'
	told '"\(.action) \(.status) \(.stage)"' 'failed 5.4.4 dns'
}

@test "without a destination, and for rcpt and data, it needs one" {
	bystander 127.0.0.2:25
	run -64 probe mail
	[ "$output" = 'mxput: no recipient is given' ]
	run -64 probe rcpt -d '[127.0.0.2]'
	[ "$output" = 'mxput: no recipient is given' ]
	run -64 deliver --quit-after=data -d '[127.0.0.2]'
	[ "$output" = 'mxput: no recipient is given' ]
	nobody_came
}

@test "standard input is left alone, but for data" {
	play <<-'SCRIPT'
		S: 220 hello
		---
		S: 220 hello
	SCRIPT
	run -0 bash -c '"$1" --no-config --quit-after=banner -d "[127.0.0.2]"
	    cat' bash "$MXPUT" <<<'still there'
	[ "${lines[1]}" = 'still there' ]
	message <<<'ann@example.test'
	run -0 deliver --quit-after=banner -d '[127.0.0.2]' --recipients-from=-
	applause
	fate ann@example.test deliverable 2.0.0
	run -66 deliver --quit-after=data -m /nonexistent ann@example.test
}

@test "what the options say against each other is an error" {
	bystander 127.0.0.2:25
	to=(-d '[127.0.0.2]' ann@example.test)
	run -64 deliver --all-hosts "${to[@]}"
	[[ $output == *'--all-hosts needs --quit-after'* ]]
	run -64 deliver --plan --quit-after=rcpt "${to[@]}"
	[[ $output == *'--plan connects nowhere'* ]]
	run -64 deliver -t --quit-after=rcpt "${to[@]}"
	[[ $output == *'no message is read'* ]]
	nobody_came
}

@test "behaviour 224: as Postfix logs the verification of addresses" {
	play <<-SCRIPT
		$(hello)
		$(mail ann@example.test)
		C: RCPT TO:<bob@example.test>
		S: 550 5.1.1 no bob here
		$(leave)
	SCRIPT
	run -69 probe rcpt --format=postfix -d '[127.0.0.2]' \
	    {ann,bob}@example.test
	applause
	[[ ${lines[0]} == *'to=<ann@example.test>'*'status=deliverable (250'* ]]
	[[ ${lines[1]} == *'to=<bob@example.test>'*'status=undeliverable '* ]]
}

@test "quiet: nothing is said of who is deliverable" {
	play <<-SCRIPT
		$(hello)
		$(mail ann@example.test)
		C: RCPT TO:<bob@example.test>
		S: 450 4.2.0 greylisted
		$(leave)
	SCRIPT
	run -75 probe rcpt --format=text -q -d '[127.0.0.2]' \
	    {ann,bob}@example.test
	applause
	[ "${#lines[@]}" = 1 ]
	[[ ${lines[0]} == 'bob@example.test: delayed 4.2.0 via '* ]]
}

# A real mail server -------------------------------------------------------------

@test "a real Postfix: every stage, and no mail" {
	requires dns postfix
	for stage in connect banner hello mail rcpt; do
		run -0 probe $stage dave@example.net
		fate dave@example.net deliverable \
		    "$(jq -r .status "$RESULTS")"
		fact dave@example.net .stage $stage
	done
	run -0 deliver --quit-after=data dave@example.net
	fact dave@example.net '"\(.stage) \(.code)"' 'data 354'
	run -75 probe rcpt {dave,nobody,later}@example.net
	fate nobody@example.net failed 5.1.1
	fate later@example.net delayed 4.2.1

	# The mailbox holds what is sent at last, and nothing else.
	run -0 deliver dave@example.net
	mailbox dave@example.net
}
