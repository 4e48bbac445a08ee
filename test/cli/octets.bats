# SPDX-License-Identifier: BSD-2-Clause
#
# Through a real Postfix into a maildir: what arrives is octet for octet what
# was meant. The server puts lines of its own before it; the messages begin
# with a header that tells where they end.

load helpers
load scenes

setup_file() {
	requires dns postfix
}

# The header of all messages: complete, or Postfix would add to it.
HEADER='X-First: 1
From: alice@client.example
Date: Wed, 25 Nov 2026 12:00:00 +0000
Message-Id: <1@client.example>
'

# empty USER@DOMAIN: the maildir
empty() { rm -f "$LAB/mail/${1#*@}/${1%@*}/new/"*; }

# arrived USER@DOMAIN <WANTED: the one message in the maildir, from its header
# X-First on, with the line ends of this machine
arrived() {
	cat >"$T/wanted"
	sed -n '/^X-First: /,$p' "$(mailbox "$1")" >"$T/got"
	cmp "$T/wanted" "$T/got" || {
		od -c "$T/got" | head -n 40
		return 1
	}
}

# through USER@DOMAIN [ARGUMENT...]: delivers the message
through() {
	empty "$1"
	run -0 deliver "${@:2}" "$1"
	fate "$1" relayed 2.0.0
}

@test "a message of every sort of line" {
	{
		printf '%sSubject: a\n\tfolded header\n\n' "$HEADER"
		printf '.\n..\n.x\nx.\n\n\n \n\t\nFrom here\n>From there\n'
		head -c 998 /dev/zero | tr '\0' y
		printf '\n--boundary\n--boundary--\n=3D=\ncaf=E9 \n'
		printf '\n\n'
	} | message
	through carol@example.net
	arrived carol@example.net <"$MESSAGE"
}

@test "thousands of lines with dots in all places" {
	{
		printf '%s\n' "$HEADER"
		for _ in {1..400}; do
			printf '.\n..\n...\n.a\na.\n. .\n\n.\n'
		done
	} | message
	through carol@example.net
	arrived carol@example.net <"$MESSAGE"
}

@test "a megabyte of random text" {
	{
		printf '%s\n' "$HEADER"
		head -c 1000000 /dev/urandom | base64 -w 998
	} | message
	through carol@example.net
	arrived carol@example.net <"$MESSAGE"
}

@test "8-bit octets that are no text at all" {
	{
		printf '%sContent-Transfer-Encoding: 8bit\n\n' "$HEADER"
		LC_ALL=C tr -d '\0\r' </dev/urandom | head -c 20000 |
		    LC_ALL=C fold -b -w 900
		printf '\n'
	} | message
	through carol@example.net
	arrived carol@example.net <"$MESSAGE"
}

@test "line ends that are CRLF arrive as line ends" {
	printf '%s\n.\nx\n\n' "$HEADER" >"$T/meant"
	sed 's/$/\r/' "$T/meant" | message
	through carol@example.net
	arrived carol@example.net <"$T/meant"
}

@test "a last line without a line end gets one" {
	printf '%s\n.' "$HEADER" | message
	through carol@example.net
	printf '%s\n.\n' "$HEADER" | arrived carol@example.net
}

@test "behaviour 190: a long line arrives in pieces" {
	line=$(head -c 998 /dev/zero | tr '\0' z)
	printf '%s\n%s%s\n' "$HEADER" "$line" tail | message
	through carol@example.net
	printf '%s\n%s\n tail\n' "$HEADER" "$line" | arrived carol@example.net
}

@test "D26: one message arrives, whatever is in it" {
	evil=$'\r\nMAIL FROM:<evil@x.test>\r\nRCPT TO:<dave@example.net>'
	evil+=$'\r\nDATA\r\nX-First: evil\r\n\r\nevil\r\n.\r\n'
	empty dave@example.net
	printf '%s\na\n.\r%s\nb\r.\r%s\nc\r.\n%s\nd\r\n.\r\n%s\ne\n.\n%s\n' \
	    "$HEADER" "$evil" "$evil" "$evil" "$evil" "$evil" | message
	through carol@example.net
	file=$(mailbox carol@example.net)
	equal 'evil parts' "$(grep -c '^X-First: evil' "$file")" 5
	never compgen -G "$LAB/mail/example.net/dave/new/*"
}

@test "several recipients: each has the whole message" {
	printf '%s\n.\nx\n' "$HEADER" | message
	empty bob@nsec.test
	empty carol@nsec.test
	empty dave@nsec.test
	run -0 deliver {bob,carol,dave}@nsec.test
	for user in bob carol dave; do
		arrived $user@nsec.test <"$MESSAGE"
	done
}

@test "two domains: each has the whole message" {
	printf '%s\n.\nx\n' "$HEADER" | message
	empty dave@nsec.test
	empty dave@postfix.nsec.test
	run -0 deliver dave@nsec.test dave@postfix.nsec.test
	arrived dave@nsec.test <"$MESSAGE"
	arrived dave@postfix.nsec.test <"$MESSAGE"
}

@test "over IPv6" {
	printf '%s\nx\n' "$HEADER" | message
	through carol@nsec.test -6
	arrived carol@nsec.test <"$MESSAGE"
	fact carol@nsec.test .remote_mta.address 2001:db8:100::21
}

@test "from the null sender" {
	printf '%s\nx\n' "$HEADER" | message
	through carol@nsec.test -f ''
	arrived carol@nsec.test <"$MESSAGE"
	grep -x 'Return-Path: <>' "$(mailbox carol@nsec.test)"
}

@test "a header in UTF-8, with SMTPUTF8" {
	printf '%sSubject: \303\274\n\n\303\266\n' "$HEADER" | message
	through carol@nsec.test
	arrived carol@nsec.test <"$MESSAGE"
	grep 'UTF8SMTP' "$(mailbox carol@nsec.test)"
}

@test "a large message" {
	{
		printf '%s\n' "$HEADER"
		seq 3000000
	} | message
	through carol@nsec.test
	arrived carol@nsec.test <"$MESSAGE"
	empty carol@nsec.test
}
