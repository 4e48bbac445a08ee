# SPDX-License-Identifier: BSD-2-Clause
#
# Messages that a server without 8BITMIME can take only as 7 bit.

load helpers
load scenes

# wire INPUT OUTPUT [ARGUMENT...]: both with the escapes of printf
wire() {
	printf "$1" | message
	play < <(takes ann@example.test)
	run -0 deliver -v -d '[127.0.0.2]' "${@:3}" ann@example.test
	applause
	printf "$2" >"$T/wanted"
	cmp "$T/wanted" "$(received)" || {
		od -c "$(received)" | head -n 40
		return 1
	}
}

EIGHT='Content-Transfer-Encoding: 8bit'
QP='Content-Transfer-Encoding: quoted-printable'

@test "behaviour 195: a text becomes quoted-printable, and the chat says so" {
	wire "$EIGHT\nSubject: x\n\nd\\303\\251j\\303\\240 vu = \n.\n" \
	    "Subject: x\r\n$QP\r\n\r\nd=C3=A9j=C3=A0 vu =3D=20\r\n..\r\n"
	grep 'converted to 7 bit' "$CHAT"
	never grep warning "$CHAT"
}

@test "behaviour 195: a tree of parts, each as it says itself" {
	wire "Content-Type: multipart/mixed; boundary=\"b b\"\n$EIGHT\n\n$(
	    )pre\\351\n--b b\n$EIGHT\n\n\\351\n--b b\n$(
	    )Content-Type: message/rfc822\n$EIGHT\n\nA: b\n$EIGHT\n\n\\351\n$(
	    )--b b--\npost\\351\n" \
	    "Content-Type: multipart/mixed; boundary=\"b b\"\r\n$(
	    )Content-Transfer-Encoding: 7bit\r\n\r\npre\\351\r\n--b b\r\n$(
	    )$QP\r\n\r\n=E9\r\n--b b\r\nContent-Type: message/rfc822\r\n$(
	    )Content-Transfer-Encoding: 7bit\r\n\r\nA: b\r\n$QP\r\n\r\n$(
	    )=E9\r\n--b b--\r\npost\\351\r\n"
}

@test "behaviour 194: what is not labelled stays, with a warning" {
	wire 'a: b\n\n\351\n' 'a: b\r\n\r\n\351\r\n'
	grep 'warning.*does not offer 8BITMIME' "$CHAT"
	never grep 'converted to' "$CHAT"
}

@test "D22: a delivery status is left as it is, label included" {
	wire "Content-Type: message/delivery-status\n$EIGHT\n\nA: \\351 =\n" \
	    "Content-Type: message/delivery-status\r\n$EIGHT\r\n\r\n$(
	    )A: \\351 =\r\n"
}

@test "behaviour 193: not with disable_mime_output_conversion" {
	wire "$EIGHT\n\n=\\351\n" "$EIGHT\r\n\r\n=\\351\r\n" \
	    -o disable_mime_output_conversion=yes
}

@test "behaviour 193: not where the server takes 8 bit" {
	printf '%s\n\n=\351\n' "$EIGHT" | message
	play <<-SCRIPT
		$(hello 8BITMIME)
		C: $ALICE BODY=8BITMIME
		S: 250 ok
		C: RCPT TO:<ann@example.test>
		S: 250 ok
		$(content)
		S: 250 2.0.0 stored
	SCRIPT
	run -0 deliver -d '[127.0.0.2]' ann@example.test
	applause
	printf '%s\n\n=\351\n' "$EIGHT" | same_message
}

@test "behaviours 89, 170: SIZE is not said of what may be converted" {
	printf 'a: b\n\nc\n' | message
	play <<-SCRIPT
		$(hello SIZE)
		$(mail ann@example.test)
		$(content)
		S: 250 2.0.0 stored
	SCRIPT
	run -0 deliver -d '[127.0.0.2]' ann@example.test
	applause
}

# nested N: multiparts in one another
nested() {
	local i
	for ((i = 0; i < $1; i++)); do
		printf 'Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n' \
		    $i $i
	done
	printf '%s\n\n\351\n' "$EIGHT"
}

@test "behaviour 197: nested deeper than mime_nesting_limit: failed at once" {
	nested 5 | message
	play <<-SCRIPT
		$(hello)
		$(mail ann@example.test)
		C: DATA
		S: 354 go ahead
		C! data close
	SCRIPT
	run -69 deliver -d '[127.0.0.2], [127.0.0.3]' -o mime_nesting_limit=2 \
	    ann@example.test
	fate ann@example.test failed 5.6.0
	says ann@example.test 'MIME nesting exceeds safety limit'
}

@test "behaviour 197: a tree of a hundred levels is converted" {
	nested 102 | message
	play < <(takes ann@example.test)
	run -0 deliver -d '[127.0.0.2]' ann@example.test
	applause
	grep -x $'=E9\r' "$(received)"
}

@test "a message of many windows is converted" {
	{ printf '%s\n\n' "$EIGHT"; seq 300000 | sed 's/$/\o351/'; } | message
	play < <(takes ann@example.test)
	run -0 deliver -d '[127.0.0.2]' ann@example.test
	applause
	[ "$(grep -c '=E9' "$(received)")" = 300000 ]
	never env LC_ALL=C grep -q $'[\200-\377]' "$(received)"
}
