# SPDX-License-Identifier: BSD-2-Clause
#
# What is changed in the message and its envelope on the way out.

load helpers
load scenes

# letter [FIELD...]: the message, with these fields before its own
letter() {
	printf '%s\n' "$@" 'From: Alice <alice@client.example>' \
	    'To: ann@example.test' 'Subject: hello' '' 'secret' 'body' |
	    message
}

# send STATUS [ARGUMENT...]: the letter
send() {
	letter
	run "-$1" deliver -v -d '[127.0.0.2]' "${@:2}" ann@example.test
	applause
}

# as WANTED: the message that came, lines of LF
as() { printf '%s\n' "$@" | same_message; }

HEADER=('From: Alice <alice@client.example>' 'To: ann@example.test')

# Checks -----------------------------------------------------------------------

@test "behaviour 199: header checks replace, put in and take out" {
	play < <(takes ann@example.test)
	send 0 -o 'smtp_header_checks=regexp:{
		{/^Subject: (.*)/ REPLACE X-Subject: $$1 ($$1)}
		{/^To:/ PREPEND X-Before: to} {/^From:/ IGNORE} }'
	as 'X-Before: to' 'To: ann@example.test' \
	    'X-Subject: hello (hello)' '' secret body
	grep 'REPLACE: header Subject: hello: X-Subject' "$CHAT"
}

@test "behaviour 199: body checks too, and STRIP is told" {
	play < <(takes ann@example.test)
	send 0 -o 'smtp_body_checks=pcre:{ {/^secret$$/ STRIP not yours} }'
	as "${HEADER[@]}" 'Subject: hello' '' body
	grep 'STRIP: body secret: not yours' "$CHAT"
}

@test "behaviour 199: REJECT is no command here: a warning, and it is sent" {
	play < <(takes ann@example.test)
	send 0 -o 'smtp_header_checks=regexp:{ {/^Subject/ REJECT} }'
	as "${HEADER[@]}" 'Subject: hello' '' secret body
	grep 'warning: smtp_header_checks says what is no command' "$CHAT"
}

@test "D26: no check can end the message early" {
	play < <(takes ann@example.test)
	send 0 -o 'smtp_body_checks=regexp:{ {/^secret/ REPLACE .} }'
	as "${HEADER[@]}" 'Subject: hello' '' .. body
}

@test "behaviour 200: a table of checks that is not there: delayed, no dot" {
	play <<-SCRIPT
		$(hello)
		$(mail ann@example.test)
		C: DATA
		S: 354 go ahead
		C! end
	SCRIPT
	run -75 deliver -v -d '[127.0.0.2]' ann@example.test \
	    -o "smtp_header_checks=pcre:$T/missing"
	fate ann@example.test delayed 4.3.0
	says ann@example.test 'local data error while talking to'
	grep "open $T/missing" "$CHAT"
}

# Generic maps -----------------------------------------------------------------

OUTSIDE=(-o 'smtp_generic_maps=inline:{ {alice@client.example =
	a.smith@example.org}, {@example.test = @outside.test} }')

@test "behaviours 201, 202: generic maps, in the envelope and in the header" {
	play <<-SCRIPT
		$(hello)
		C: MAIL FROM:<a.smith@example.org>
		S: 250 ok
		C: RCPT TO:<ann@outside.test>
		S: 250 ok
		$(content)
		S: 250 2.0.0 stored
	SCRIPT
	send 0 "${OUTSIDE[@]}"
	as 'From: Alice <a.smith@example.org>' 'To: ann@outside.test' \
	    'Subject: hello' '' secret body
	fate ann@example.test relayed 2.0.0
}

@test "behaviour 202: an extension comes back where it is propagated" {
	play <<-SCRIPT
		$(hello)
		C: MAIL FROM:<a.smith+x@example.org>
		S: 250 ok
		C: RCPT TO:<ann@outside.test>
		S: 550 5.1.1 no
		$(leave)
	SCRIPT
	send 69 "${OUTSIDE[@]}" -f alice+x@client.example \
	    -o recipient_delimiter=+ -o propagate_unmatched_extensions=generic
}

@test "behaviour 219: generic maps that are not there: QUIT, and delayed" {
	play <<-SCRIPT
		$(hello)
		C: QUIT
	SCRIPT
	send 75 -o "smtp_generic_maps=hash:$T/missing"
	fate ann@example.test delayed 4.3.0
	says ann@example.test 'local data error while talking to'
}

# Flags ------------------------------------------------------------------------

@test "behaviour 3: Return-Path, X-Original-To and Delivered-To" {
	play < <(takes ann@example.test)
	send 0 -o mxput_flags=DOR
	as 'Return-Path: <alice@client.example>' \
	    'X-Original-To: ann@example.test' \
	    'Delivered-To: ann@example.test' "${HEADER[@]}" 'Subject: hello' \
	    '' secret body
}

@test "behaviour 3: any other letter is refused" {
	run -78 deliver -d '[127.0.0.2]' -o mxput_flags=DF ann@example.test
}

@test "behaviour 4: D with two recipients is wrong, and nothing is tried" {
	bystander 127.0.0.2:25
	run -75 deliver -d '[127.0.0.2]' -o mxput_flags=D ann@example.test \
	    bob@example.test
	nobody_came
	fate ann@example.test delayed 4.3.5
	fate bob@example.test delayed 4.3.5
	says ann@example.test 'mail system configuration error'
}

@test "behaviour 4: unless each has a transaction" {
	play <<-SCRIPT
		$(hello)
		$(mail ann@example.test)
		$(content)
		S: 250 2.0.0 stored
		$(mail bob@example.test)
		$(content)
		S: 250 2.0.0 stored
	SCRIPT
	run -0 deliver -d '[127.0.0.2]' -o mxput_flags=D \
	    -o smtp_destination_recipient_limit=1 ann@example.test \
	    bob@example.test
	applause
}

@test "behaviour 5: a message that was delivered to its recipient before" {
	letter 'Delivered-To: ANN@example.test'
	bystander 127.0.0.2:25
	run -69 deliver -d '[127.0.0.2]' -o mxput_flags=D ann@example.test
	nobody_came
	fate ann@example.test failed 5.4.6
	says ann@example.test 'mail forwarding loop for ann@example.test'
}
