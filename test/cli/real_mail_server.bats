# SPDX-License-Identifier: BSD-2-Clause
#
# A real Postfix, found through a real resolver.

load helpers

setup_file() {
	requires dns postfix
}

@test "one recipient is delivered, one fails, one is delayed" {
	run -81 deliver bob@example.net nobody@example.net later@example.net

	fate bob@example.net relayed 2.0.0
	fate nobody@example.net failed 5.1.1
	fate later@example.net delayed 4.2.1
	fact bob@example.net .remote_mta.name mx.example.net
	fact bob@example.net .remote_mta.port 25

	file=$(mailbox bob@example.net)
	grep '^Subject: hello$' "$file"
	equal body "$(sed '1,/^$/d' "$file")" Hello.
}

# The server offers 8BITMIME, and SMTPUTF8, which stands for it as well (94).
@test "what is converted to 7 bit arrives as it was meant" {
	printf '%s\n' 'Subject: parts' 'From: alice@client.example' \
	    'Message-Id: <1@client.example>' \
	    'Date: Thu, 26 Nov 2026 02:00:00 +0000' 'MIME-Version: 1.0' \
	    'Content-Type: multipart/mixed; boundary=x' \
	    'Content-Transfer-Encoding: 8bit' '' --x \
	    'Content-Type: text/plain; charset=utf-8' \
	    'Content-Transfer-Encoding: 8bit' '' 'déjà vu = ' . --x-- |
	    message
	run -0 deliver -o smtp_discard_ehlo_keywords=8bitmime,smtputf8 \
	    carol@example.net
	fate carol@example.net relayed 2.0.0
	cat >"$T/meant" <<-'END'
		Content-Type: multipart/mixed; boundary=x
		Content-Transfer-Encoding: 7bit

		--x
		Content-Type: text/plain; charset=utf-8
		Content-Transfer-Encoding: quoted-printable

		d=C3=A9j=C3=A0 vu =3D=20
		.
		--x--
	END
	sed '1,/^MIME-Version/d' "$(mailbox carol@example.net)" |
	    diff "$T/meant" -
}

@test "nothing in a message becomes a message of its own" {
	printf 'Subject: one\n\na\r\n.\r\nMAIL FROM:<evil@x.test>\r\n\n.\n%s' \
	    $'\r.\rRCPT TO:<dave@example.net>\r.\r\nDATA\r\n\n.\r\nx\n.\n' |
	    message
	run -0 deliver dave@example.net
	fate dave@example.net relayed 2.0.0
	file=$(mailbox dave@example.net)	# there is but one
	grep -c '^\.$' "$file"
	grep 'MAIL FROM:<evil@x.test>' "$file"
	equal last . "$(tail -n 1 "$file")"
}
