# SPDX-License-Identifier: BSD-2-Clause
#
# What the command line and its files say, and what is wrong with them.

load helpers

# refused STATUS WORDS ARGUMENT...: one line on stderr has these words, there
# is no result, and nobody is contacted
refused() {
	play <<<'S: 220 nobody comes'
	run "-$1" deliver -d '[127.0.0.2]' "${@:3}"
	equal results "$(cat "$RESULTS")" ''
	equal 'lines on stderr' "$(wc -l <"$CHAT")" 1
	[[ $(cat "$CHAT") == "mxput: "*"$2"* ]] || {
		echo "not in it: $2"
		return 1
	}
	if applause >"$T/said"; then
		echo 'somebody has connected'
		return 1
	fi
	grep 'nobody has connected' "$T/said"
}

# takes LINE... : a server that takes these MAIL and RCPT lines
takes() {
	{
		echo 'S: 220 mx.example.test ESMTP'
		echo 'C: EHLO client.example'
		printf 'S: 250-%s\n' mx.example.test ${offers:-HELP}
		echo 'S: 250 HELP'
		printf 'C: %s\nS: 250 ok\n' "$@"
		cat <<-'END'
			C: DATA
			S: 354 go ahead
			C! data
			S: 250 2.0.0 stored
		END
	} >"$T/script"
	play <"$T/script"
}

# Bad input --------------------------------------------------------------------

@test "no recipient" {
	refused 64 'no recipient'
}

@test "an unknown option" {
	refused 64 --bogus --bogus ann@example.test
}

@test "a malformed recipient" {
	refused 65 ann@@example.test ann@@example.test
}

@test "one malformed recipient among good ones" {
	refused 65 'bob@' ann@example.test bob@ cat@example.test
}

@test "a display name" {
	refused 65 'Ann <ann@example.test>' 'Ann <ann@example.test>'
}

@test "an empty recipient" {
	refused 65 recipient ''
}

@test "the null address as a recipient" {
	refused 65 recipient '<>'
}

@test "a recipient with a line feed" {
	refused 65 recipient $'ann@example.test\nbob@example.test'
}

@test "a recipient with a carriage return" {
	refused 65 recipient $'ann\r@example.test'
}

@test "a recipient with a NUL" {
	printf 'ann@example.test\nbob\0@example.test\n' >"$T/list"
	refused 65 "$T/list:2: " --recipients-from="$T/list"
}

@test "a recipient longer than any address" {
	refused 65 recipient "$(printf '%02000d' 0)@example.test"
}

@test "a malformed sender" {
	refused 65 'sender: malformed' -f 'a b@example.test' ann@example.test
}

@test "a sender with a command behind it" {
	refused 65 'sender: malformed' -f $'a@x>\r\nRSET' ann@example.test
}

@test "a malformed destination" {
	run -64 deliver -d '[mx.example.test' ann@example.test
	[[ $output == "mxput: "*'[mx.example.test'* ]]
	equal 'lines of output' "${#lines[@]}" 1
}

@test "D24: a malformed relayhost" {
	run -78 deliver -o 'relayhost=[mx.example.test' ann@example.test
	[[ $output == "mxput: "*'[mx.example.test'* ]]
	equal 'lines of output' "${#lines[@]}" 1
}

@test "an unknown keyword in a list of recipients" {
	printf 'ann@example.test FOO=bar\n' >"$T/list"
	refused 65 "$T/list:1: " --recipients-from="$T/list"
}

@test "an ill-formed NOTIFY in a list of recipients" {
	printf '#\n\nann@example.test NOTIFY=NEVER,SUCCESS\n' >"$T/list"
	refused 65 "$T/list:3: " --recipients-from="$T/list"
}

@test "an ill-formed ORCPT in a list of recipients" {
	printf 'ann@example.test ORCPT=a=b\n' >"$T/list"
	refused 65 "$T/list:1: " --recipients-from="$T/list"
}

@test "an ill-formed ENVID" {
	refused 65 a+b -V a+b ann@example.test
}

@test "a list of recipients that is not there" {
	refused 66 "$T/list: No such file" --recipients-from="$T/list"
}

@test "an empty list of recipients" {
	refused 64 'no recipient' --recipients-from=/dev/null
}

@test "standard input for both message and recipients" {
	refused 64 'standard input' --recipients-from=-
}

@test "an empty message" {
	: >"$MESSAGE"
	refused 65 empty ann@example.test
}

@test "an empty message file" {
	: >"$T/empty"
	refused 65 "$T/empty" -m "$T/empty" ann@example.test
}

@test "a message file that is not there" {
	refused 66 "$T/nowhere: No such file" -m "$T/nowhere" ann@example.test
}

@test "a directory for a message" {
	refused 66 "$T" -m "$T" ann@example.test
}

@test "a message on a closed standard input" {
	run -66 bash -c '"$@" <&-' bash "$MXPUT" --no-config -d '[127.0.0.2]' \
	    ann@example.test
	equal output "$output" \
	    'mxput: read standard input: Bad file descriptor'
}

@test "8-bit content with --body=7bit" {
	printf 'Subject: x\n\n\351\n' | message
	refused 65 8-bit --body=7bit ann@example.test
}

@test "a header that declares 8bit with --body=7bit" {
	printf 'Content-Transfer-Encoding: 8bit\n\nx\n' | message
	refused 65 8bit --body=7bit ann@example.test
}

@test "a configuration file that is not there" {
	run -66 "$MXPUT" -C "$T/main.cf" ann@example.test <"$MESSAGE"
	[[ $output == "mxput: open $T/main.cf: No such file"* ]]
}

@test "a malformed line in a configuration file" {
	printf '# fine\nmyorigin = example.test\nnonsense\n' >"$T/main.cf"
	run -78 "$MXPUT" -C "$T" ann@example.test <"$MESSAGE"
	[[ $output == "mxput: $T/main.cf:3"* ]]
	equal 'lines of output' "${#lines[@]}" 1
}

@test "a parameter that cannot be read" {
	refused 78 smtp_helo_timeout -o smtp_helo_timeout=soon ann@example.test
}

@test "an unknown smtp_ parameter in an option" {
	refused 64 smtp_bogus -o smtp_bogus=1 ann@example.test
}

@test "a chat log that cannot be opened" {
	refused 74 "$T/no/log for writing: No such file" \
	    --chat-log="$T/no/log" ann@example.test
}

@test "a trace file that cannot be opened" {
	refused 74 "$T for writing: Is a directory" --trace="$T" \
	    ann@example.test
}

# Good input -------------------------------------------------------------------

@test "recipients come from arguments, --to and a file, in this order" {
	printf '# a comment\ncat@example.test\n\ndan@example.test\r\n' \
	    >"$T/list"
	takes 'MAIL FROM:<alice@client.example>' \
	    'RCPT TO:<ann@example.test>' 'RCPT TO:<bob@example.test>' \
	    'RCPT TO:<"a,b"@example.test>' 'RCPT TO:<eve@example.test>' \
	    'RCPT TO:<cat@example.test>' 'RCPT TO:<dan@example.test>'

	run -0 deliver -d '[127.0.0.2]' 'ann@example.test, <bob@example.test>' \
	    --to='"a,b"@example.test' --recipients-from="$T/list" \
	    eve@example.test

	applause
	equal order "$(jq -r .recipient "$RESULTS" | tr '\n' ' ')" \
	    'ann@example.test bob@example.test "a,b"@example.test'\
' eve@example.test cat@example.test dan@example.test '
}

@test "recipients come from standard input when -m names the message" {
	takes 'MAIL FROM:<alice@client.example>' 'RCPT TO:<ann@example.test>'
	cp "$MESSAGE" "$T/mail"
	echo ann@example.test | message

	run -0 deliver -d '[127.0.0.2]' -m "$T/mail" --recipients-from=-

	applause
	cmp <(sed 's/$/\r/' "$T/mail") "$(received)"
}

@test "a recipient that occurs twice is delivered to once" {
	takes 'MAIL FROM:<alice@client.example>' 'RCPT TO:<ann@example.test>' \
	    'RCPT TO:<Ann@example.test>'

	run -0 deliver -d '[127.0.0.2]' ann@example.test ann@EXAMPLE.test \
	    Ann@example.test

	applause
	equal records "$(wc -l <"$RESULTS")" 2
}

@test "NOTIFY and ORCPT of a list reach the server" {
	offers=DSN
	takes 'MAIL FROM:<alice@client.example>' \
	    'RCPT TO:<ann@x.test> ORCPT=rfc822;a+2Bb@old.test NOTIFY=NEVER' \
	    'RCPT TO:<bob@x.test> ORCPT=rfc822;bob@x.test NOTIFY=DELAY'
	printf '%s\n' \
	    'ann@x.test notify=never ORCPT=rfc822;a+2Bb@old.test' \
	    'bob@x.test' >"$T/list"

	run -0 deliver -d '[127.0.0.2]' -N delay --recipients-from="$T/list"

	applause
	fact ann@x.test .original_recipient a+b@old.test
	fact bob@x.test .original_recipient null
}

@test "a recipient without a domain gets that of myorigin" {
	takes 'MAIL FROM:<alice@client.example>' 'RCPT TO:<ann@here.test>'
	run -0 deliver -d '[127.0.0.2]' -o myorigin=here.test ann
	applause
	fate ann relayed 2.0.0
}

@test "myorigin may name a file" {
	takes 'MAIL FROM:<alice@client.example>' 'RCPT TO:<ann@mail.test>'
	printf 'mail.test\nother.test\n' >"$T/mailname"
	run -0 deliver -d '[127.0.0.2]' -o "myorigin=$T/mailname" ann
	applause
}

@test "the sender is the login name at myorigin" {
	takes "MAIL FROM:<$(id -un)@client.example>" \
	    'RCPT TO:<ann@example.test>'
	run -0 "$MXPUT" --no-config --helo=client.example -d '[127.0.0.2]' \
	    ann@example.test <"$MESSAGE"
	applause
}

@test "an empty sender is the null sender" {
	takes 'MAIL FROM:<>' 'RCPT TO:<ann@example.test>'
	run -0 deliver -f '' -d '[127.0.0.2]' ann@example.test
	applause
}

@test "8-bit content is declared" {
	offers=8BITMIME
	printf 'Subject: x\n\n\351\n' | message
	takes 'MAIL FROM:<alice@client.example> BODY=8BITMIME' \
	    'RCPT TO:<ann@example.test>'
	run -0 deliver -d '[127.0.0.2]' ann@example.test
	applause
}

@test "behaviour 171: a header that declares 8bit is believed" {
	offers=8BITMIME
	printf 'Content-Transfer-Encoding: 8bit\n\nx\n' | message
	takes 'MAIL FROM:<alice@client.example> BODY=8BITMIME' \
	    'RCPT TO:<ann@example.test>'
	run -0 deliver -d '[127.0.0.2]' ann@example.test
	applause
}

@test "a message of 7-bit octets declares nothing" {
	offers=8BITMIME
	takes 'MAIL FROM:<alice@client.example>' 'RCPT TO:<ann@example.test>'
	run -0 deliver -d '[127.0.0.2]' ann@example.test
	applause
}

@test "ten thousand recipients, each with its record, in order" {
	seq -f 'user%g@example.test' 10000 >"$T/list"
	run -75 deliver -d "[$NOBODY]" --recipients-from="$T/list"
	jq -r .recipient "$RESULTS" | cmp - "$T/list"
	equal actions "$(jq -r .action "$RESULTS" | sort -u)" delayed
}

@test "the first configuration file that exists is read" {
	mkdir -p "$T/xdg/mxput" "$T/home/.config/mxput"
	echo 'myorigin = home.test' >"$T/home/.config/mxput/main.cf"
	show() {
		XDG_CONFIG_HOME=$1 HOME=$T/home "$MXPUT" --show-config=set
	}
	run -0 show "$T/xdg"
	equal 'no file' "$output" ''
	run -0 show ''
	equal '~/.config' "$output" 'myorigin = home.test'
	echo 'myorigin = xdg.test' >"$T/xdg/mxput/main.cf"
	run -0 show "$T/xdg"
	equal 'XDG_CONFIG_HOME' "$output" 'myorigin = xdg.test'
}

@test "--timeout while the message is read: nobody is tried, all are told" {
	local slow
	mkfifo "$T/slow"
	exec {slow}<>"$T/slow"
	echo 'Subject: the rest never comes' >&"$slow"
	MESSAGE=$T/slow
	run -75 deliver --timeout=1s -d "[$NOBODY]" ann@example.test \
	    bob@example.test
	exec {slow}>&-
	fate ann@example.test delayed 4.4.7
	fate bob@example.test delayed 4.4.7
	equal attempts "$(jq -c .attempts "$RESULTS" | sort -u)" '[]'
}
