# SPDX-License-Identifier: BSD-2-Clause
#
# The manual is well formed, and what it and the README show works as it
# stands there.

load helpers
load scenes

PAGE=$TEST_TOP/man1/mxput.1

# visits N: what a server hears and says that takes N messages from anybody
visits() {
	local i
	for ((i = 0; i < $1; i++)); do
		cat <<-'END'
			---
			S: 220 mx.example.net ESMTP
			C~ EHLO .*
			S: 250 mx.example.net
			C~ MAIL FROM:<(alice@example\.org|.*@client\.example|)>
			S: 250 2.1.0 ok
			C~ RCPT TO:<(bob@example\.net|carol@example\.com)>
			S: 250 2.1.5 ok
			C: DATA
			S: 354 go ahead
			C! data
			S: 250 2.0.0 stored
		END
	done | tail -n +2
}

# looks: the same of who only wants to know, up to RCPT and up to EHLO
looks() {
	cat <<-'END'
		---
		S: 220 mx.example.net ESMTP
		C~ EHLO .*
		S: 250 mx.example.net
		C: MAIL FROM:<alice@example.org>
		S: 250 2.1.0 ok
		C: RCPT TO:<bob@example.net>
		S: 250 2.1.5 ok
		C: RSET
		S: 250 2.0.0 ok
		C: QUIT
		---
		S: 220 mx.example.net ESMTP
		C~ EHLO .*
		S: 250 mx.example.net
		C: QUIT
		---
	END
}

# boxes: an LMTP server that has mailboxes for bob and carol
boxes() {
	cat <<-'END'
		S: 220 relay.example.org LMTP
		C~ LHLO .*
		S: 250 relay.example.org
		C~ MAIL FROM:.*
		S: 250 2.1.0 ok
		C: RCPT TO:<bob>
		S: 250 2.1.5 ok
		C: RCPT TO:<carol>
		S: 250 2.1.5 ok
		C: DATA
		S: 354 go ahead
		C! data
		S: 250 2.0.0 bob has it
		S: 250 2.0.0 carol has it
		C: QUIT
		S: 221 2.0.0 bye
	END
}

# world: the hosts that the examples name, and the files
world() {
	mx example.net mx.example.net=127.0.0.2
	mx example.com mx.example.com=127.0.0.3
	zone <<<'relay.example.org A 127.0.0.2'
	mkdir "$T/bin" "$T/home"
	ln -s "$MXPUT" "$T/bin/mxput"
	export PATH=$T/bin:$PATH HOME=$T/home XDG_CONFIG_HOME=
	message <<-'END'
		From: alice@example.org
		To: bob@example.net
		Subject: hello

		Hello.
	END
	cp "$MESSAGE" "$T/msg.eml"	# and message.eml, which is $MESSAGE
	echo bob@example.net >"$T/list.txt"
}

# messages: how many the servers have taken
messages() {
	find "$T" -path '*/play.*/message.*' | wc -l
}

# try COMMAND MESSAGES: a script, and how many messages it sends
try() {
	local before
	before=$(messages)
	echo "$ $1"
	(cd "$T" && timeout 20 bash -euc "$1" 3>&-)
	equal "messages sent by: $1" $(($(messages) - before)) "$2"
}

# sends COMMAND: how many it should: one for each domain that it names
sends() {
	case $1 in
	*--show-config* | *--plan* | *--version* | *--quit-after*) echo 0 ;;
	*carol@example.com*) echo 2 ;;
	*) echo 1 ;;
	esac
}

# blocks: the displays of the section EXAMPLES, with a NUL behind each
blocks() {
	awk '/^\.Sh / { inside = $2 == "EXAMPLES" }
	inside && /^\.Bd / { shown = 1; next }
	inside && /^\.Ed/ { shown = 0; printf "%c", 0 }
	shown' "$PAGE" | sed 's/\\e/\\/g; s/\\-/-/g; s/\\&//g'
}

@test "the manual has no fault that mandoc knows" {
	command -v mandoc >/dev/null || skip "no mandoc here"
	# whether other programs' manuals are here is not its fault
	equal "faults" "$(mandoc -T lint "$PAGE" |
	    grep -v 'referenced manual not found')" ""
	[ "$(mandoc -T utf8 "$PAGE" | wc -l)" -gt 500 ]
}

@test "the examples of the manual work" {
	local command n=0
	world
	play 127.0.0.2:25 < <(visits 2; looks; visits 18)
	play 127.0.0.3:25 < <(visits 20)
	play 127.0.0.2:24 < <(boxes)
	while IFS= read -r -d '' command; do
		try "$command" "$(sends "$command")"
		n=$((n + 1))
	done < <(blocks)
	[ "$n" -ge 6 ]
	[ -s "$T/mail.log" ]
	echo "# $n examples" >&3
}

@test "the recipes of the README work" {
	local command n=0
	world
	play 127.0.0.2:25 < <(visits 20)
	play 127.0.0.3:25 < <(visits 20)
	play 127.0.0.2:587 < <(visits 20)
	while IFS= read -r command; do
		try "$command" "$(sends "$command")"
		n=$((n + 1))
	done < <(sed -n '/^## .*recipes/,/^## Exit/s/^    \(mxput .*\)/\1/p' \
	    "$TEST_TOP/README.md")
	[ "$n" -ge 4 ]
	echo "# $n recipes" >&3
}

@test "every option of the manual is one, and every option is there" {
	"$MXPUT" --help | sed -nE 's/^ {2}(-.,|   ) (--[a-z0-9-]+).*/\2/p' |
	    sort >"$T/help"
	sed -nE 's/^\.It Fl.* Fl Fl ([a-z0-9-]+).*/--\1/p;
	    s/^\.It Fl Fl ([a-z0-9-]+).*/--\1/p' "$PAGE" | sort -u >"$T/page"
	[ "$(wc -l <"$T/help")" -gt 40 ]
	diff "$T/help" "$T/page"
}

@test "every parameter of --show-config is in the manual" {
	{
		"$MXPUT" --no-config --show-config=all
		"$MXPUT" --no-config --lmtp --show-config=all
	} | sed 's/ = .*//' | sort -u >"$T/known"
	sed -n 's/^\.It Va //p' "$PAGE" | sed 's/ , /\n/g' | sort -u >"$T/page"
	equal "parameters without a word" \
	    "$(comm -23 "$T/known" "$T/page")" ""
}
