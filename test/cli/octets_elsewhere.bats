# SPDX-License-Identifier: BSD-2-Clause
#
# The same through Exim, in TLS, and through Dovecot's LMTP: what arrives in
# the mailbox is octet for octet what was meant.

load helpers

# bodies: messages with lines that could be taken for something else
bodies() {
	printf '.\n..\n.x\nx.\n\n\n \n\t\nFrom here\n>From there\n'
	printf -- '--boundary\n=3D=\n\n.\nQUIT\n.\n\n'
	head -c 900 /dev/zero | tr '\0' y
	printf '\n'
	for _ in {1..3000}; do
		printf '.\n..\n...\n.a\na.\n. .\n\n.\n'
	done
	printf 'the last line\n'
}

write_message() {
	{
		printf 'X-First: 1\nFrom: alice@client.example\n'
		printf 'Date: Wed, 25 Nov 2026 12:00:00 +0000\n'
		printf 'Message-Id: <1@client.example>\n\n'
		bodies
	} | message
}

# arrived FOLDER: the one message in a maildir, behind its header
arrived() {
	local i files
	for ((i = 0; i < 500; i++)); do
		files=("$1/new/"*)
		[ ! -e "${files[0]}" ] || break
		sleep 0.02
	done
	equal "messages in $1" ${#files[@]} 1
	sed '1,/^$/d' "${files[0]}" >"$T/got"
	rm "${files[0]}"
	bodies >"$T/wanted"
	cmp "$T/wanted" "$T/got"
}

@test "a real Exim" {
	requires dns exim
	rm -f "$LAB/mail/exim/new/"*
	write_message
	run -0 deliver ann@exim.nsec.test
	fate ann@exim.nsec.test relayed 2.0.0
	fact ann@exim.nsec.test .tls.peer verified
	arrived "$LAB/mail/exim"
}

@test "a real Exim, in chunks" {
	requires dns exim
	rm -f "$LAB/mail/exim/new/"*
	write_message
	run -0 deliver -v -o mxput_use_chunking=yes ann@exim.nsec.test
	grep '^ ~> BDAT .* LAST' "$CHAT"
	arrived "$LAB/mail/exim"
}

@test "a real Dovecot over LMTP" {
	requires dovecot
	write_message
	run -0 deliver -d lmtp://198.51.100.24 bob
	fate bob relayed 2.0.0
	arrived "$LAB/mail/lmtp/bob"
}
