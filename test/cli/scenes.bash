# SPDX-License-Identifier: BSD-2-Clause
#
# Parts of scripts that many tests share, loaded after helpers. They print
# what a server hears and says; a test puts them together, with lines of its
# own where it is about just these:
#
#	play <<-SCRIPT
#		$(hello PIPELINING)
#		$(mail ann@example.test)
#		S: 452 4.3.1 not now
#	SCRIPT

ALICE='MAIL FROM:<alice@client.example>'
SHORT=(-o smtp_connect_timeout=1s)	# for who waits in vain

# hello [KEYWORD...]: greeting, EHLO, and what the server offers
hello() {
	cat <<-'END'
		S: 220 mx.example.test ESMTP
		C: EHLO client.example
		S: 250-mx.example.test
	END
	[ $# = 0 ] || printf 'S: 250-%s\n' "$@"
	echo 'S: 250 HELP'
}

# mail RECIPIENT...: all of them are accepted, step by step
mail() {
	printf 'C: %s\nS: 250 2.1.0 ok\n' "$ALICE"
	printf 'C: RCPT TO:<%s>\nS: 250 2.1.5 ok\n' "$@"
}

# content: the message is asked for, and comes
content() {
	cat <<-'END'
		C: DATA
		S: 354 go ahead
		C! data
	END
}

# takes RECIPIENT...: a server that takes the message for them
takes() {
	hello
	mail "$@"
	content
	echo 'S: 250 2.0.0 stored'
}

# flight RECIPIENT...: what a client says at once where it may
flight() {
	printf 'C: %s\n' "$ALICE"
	printf 'C: RCPT TO:<%s>\n' "$@"
	echo 'C: DATA'
}

# leave: the client gives up in good order
leave() {
	cat <<-'END'
		C: RSET
		S: 250 2.0.0 ok
		C: QUIT
		S: 221 2.0.0 bye
	END
}

# bystander ADDRESS: a server that nobody may go to; after the last play
bystander() {
	bystanders+=("${#actors[@]}")
	play "$1" <<<'S: 220 who is there'
}

# nobody_came: to any of them
nobody_came() {
	local i
	[ "${#bystanders[@]}" -gt 0 ]
	for i in "${bystanders[@]}"; do
		kill -TERM "${actors[i]}"
		! wait "${actors[i]}" &&
		    grep -q 'nobody has connected' "$T/play.$i/complaints" || {
			echo 'somebody came:'
			cat "$T/play.$i/complaints"
			return 1
		}
		unset "actors[i]"
	done
}

# hosts RECIPIENT NAME...: those that were tried for somebody, in order
hosts() {
	fact "$1" '[.attempts[].name] | join(" ")' "${*:2}"
}

# says RECIPIENT TEXT: the detail has it
says() {
	local detail
	detail=$(jq -r --arg r "$1" 'select(.recipient == $r) | .detail' \
	    "$RESULTS")
	[[ $detail == *"$2"* ]] || {
		printf 'detail of %s: %s\nwithout: %s\n' "$1" "$detail" "$2"
		return 1
	}
}

# In the background ------------------------------------------------------------

# start ARGUMENT...: delivers in the background
start() {
	env --default-signal=INT,HUP "$MXPUT" --no-config --format=json -v \
	    --helo=client.example -f alice@client.example "$@" <"$MESSAGE" \
	    >"$RESULTS" 2>"$CHAT" 3>&- &
	pid=$!
	actors[99]=$pid		# for teardown
}

# await REGEX [FILE]: until a line of the chat, or of another file, is like it
await() {
	for _ in {1..1000}; do
		! grep -q -- "$1" "${2:-$CHAT}" 2>/dev/null || return 0
		sleep 0.01
	done
	echo "it never came: $1"
	cat "${2:-$CHAT}"
	return 1
}

# signal [NAME]
signal() { kill -"${1:-TERM}" "$pid"; }

# ended STATUS[|STATUS]: the run, within half a minute
ended() {
	local rc=0
	for _ in {1..1500}; do
		kill -0 "$pid" 2>/dev/null || break
		sleep 0.02
	done
	kill -KILL "$pid" 2>/dev/null || :
	wait "$pid" || rc=$?
	unset 'actors[99]'
	cat "$RESULTS" "$CHAT"
	[[ "|$1|" == *"|$rc|"* ]] || equal 'exit status' "$rc" "$1"
}
