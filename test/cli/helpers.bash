# SPDX-License-Identifier: BSD-2-Clause
#
# What the tests are written in; see test/README.md. A test says what the
# world is (play, zone, mx, resolv, message), delivers, and says what must have
# become of it (applause, fate, fact, same_message, asked).

bats_require_minimum_version 1.5.0

MXPUT=${MXPUT:-$TEST_BUILD/mxput}
PEER=127.0.0.2:25
NOBODY=127.0.0.99		# nothing listens here: connections are refused
BLACK_HOLE=203.0.113.1		# packets vanish here

setup() {
	actors=() names_pid=
	T=$BATS_TEST_TMPDIR
	RESULTS=$T/results CHAT=$T/chat MESSAGE=$T/message.eml
	resolv 'nameserver 127.0.0.53' 'options trust-ad timeout:2 attempts:2'
	printf '127.0.0.1 localhost\n::1 localhost\n' >/etc/hosts
	message <<-'END'
		From: alice@client.example
		Subject: hello

		Hello.
	END
}

teardown() {
	local pid
	# bats shows this when the test has failed
	[ -n "$BATS_TEST_COMPLETED" ] ||
		cat "$T"/play.*/complaints 2>/dev/null || :
	for pid in "${actors[@]}" $names_pid; do
		stop "$pid"
	done
}

# never COMMAND...: it must not succeed; behind a "!" it would not end a test
never() {
	! "$@" || {
		echo "this came true: $*"
		return 1
	}
}

# stop PID: without a word from the shell
stop() {
	kill -KILL "$1" 2>/dev/null || :
	wait "$1" 2>/dev/null || :
}

# The world --------------------------------------------------------------------

# message: stdin is the message
message() { cat >"$MESSAGE"; }

# resolv LINE...: the lines of /etc/resolv.conf
resolv() { printf '%s\n' "$@" >/etc/resolv.conf; }

# wait_until_ready FIFO COMPLAINTS: somebody writes into the fifo when ready
wait_until_ready() {
	local fd word
	exec {fd}<>"$1"
	read -r -t 10 -u "$fd" word || { cat "$2"; return 1; }
	exec {fd}>&-
}

# play [ADDRESS] <SCRIPT: a server (default: $PEER) that follows the script,
# which test/tool/actor.c describes
play() {
	local dir=$T/play.${#actors[@]}
	mkdir "$dir"
	mkfifo "$dir/ready"
	cat >"$dir/script"
	"$TEST_BUILD/test/tool/actor" -d "$dir" -r "$dir/ready" \
	    "${1:-$PEER}" "$dir/script" >"$dir/complaints" 2>&1 3>&- &
	actors+=($!)
	wait_until_ready "$dir/ready" "$dir/complaints"
}

# zone <LINES: adds to what a name server on 127.0.0.1 knows, as described in
# test/tool/names.c, and makes it the one that is asked
zone() {
	cat >>"$T/zone"
	[ -z "$names_pid" ] || stop "$names_pid"
	[ -p "$T/names.ready" ] || mkfifo "$T/names.ready"
	"$TEST_BUILD/test/tool/names" -l "$T/asked" -r "$T/names.ready" \
	    127.0.0.1 53 "$T/zone" >"$T/names.out" 2>&1 3>&- &
	names_pid=$!
	resolv 'nameserver 127.0.0.1' 'options trust-ad timeout:2 attempts:2'
	wait_until_ready "$T/names.ready" "$T/names.out"
}

# mx DOMAIN HOST=ADDRESS...: the mail servers of a domain, the best first
mx() {
	local domain=$1 host preference=0
	for host in "${@:2}"; do
		preference=$((preference + 10))
		echo "$domain MX $preference ${host%%=*}."
		case ${host#*=} in
		*:*) echo "${host%%=*} AAAA ${host#*=}" ;;
		*) echo "${host%%=*} A ${host#*=}" ;;
		esac
	done >"$T/mx"
	zone <"$T/mx"
}

# requires SERVICE...: skips where the lab could not start one
requires() {
	local service
	for service in "$@"; do
		[[ " $LAB_SERVICES " == *" $service "* ]] ||
			skip "no $service here: $TEST_WHY"
	done
}

# The deed ---------------------------------------------------------------------

# deliver ARGUMENT...: mxput with the message on stdin; shows both outputs
deliver() {
	local rc=0
	timeout 60 "$MXPUT" --no-config --format=json --helo=client.example \
	    -f alice@client.example "$@" <"$MESSAGE" >"$RESULTS" 2>"$CHAT" ||
		rc=$?
	cat "$RESULTS" "$CHAT"
	return $rc
}

# What became of it ------------------------------------------------------------

# applause: all servers that play are done, and it went as written
applause() {
	local i rc=0
	for i in "${!actors[@]}"; do
		kill -TERM "${actors[i]}" 2>/dev/null || :
		wait "${actors[i]}" || {
			rc=1
			cat "$T/play.$i/complaints"
		}
	done
	return $rc
}

# boo TEXT: it did not go as written, and a server has said so. (run would
# not do: only this shell can wait for the servers.)
boo() {
	if applause >"$T/complaints"; then
		echo "nobody complains"
		return 1
	fi
	grep -F -e "$1" "$T/complaints" || {
		cat "$T/complaints"
		return 1
	}
}

# equal WHAT GOT WANTED
equal() {
	[ "$2" = "$3" ] || {
		printf '%s:\n got: %s\nwant: %s\n' "$1" "$2" "$3"
		return 1
	}
}

# fact RECIPIENT FILTER VALUE: what jq finds in the one result about somebody
fact() {
	equal "$1 $2" "$(jq -r --arg r "$1" "select(.recipient == \$r) | $2" \
	    "$RESULTS")" "$3"
}

# fate RECIPIENT ACTION STATUS
fate() { fact "$1" '"\(.action) \(.status)"' "$2 $3"; }

# received [PLAY [NUMBER]]: the file of a message that an actor took, as it
# was on the wire (default: the first of the first)
received() { echo "$T/play.${1:-0}/message.${2:-1}"; }

# same_message [PLAY [NUMBER]] <LINES: these, each with CRLF, were on the wire
same_message() {
	sed 's/$/\r/' >"$T/wanted"
	cmp "$T/wanted" "$(received "$@")" || {
		od -c "$(received "$@")" | head -n 40
		return 1
	}
}

# asked NAME TYPE [TIMES]: the name server of zone got the question
asked() {
	local n
	n=$(grep -c " $1\.\? $2\( \|\$\)" "$T/asked") || :
	if [ -n "${3:-}" ]; then
		equal "questions for $1 $2" "$n" "$3"
	elif [ "$n" = 0 ]; then
		echo "nobody asked for $1 $2:"
		cat "$T/asked"
		return 1
	fi
}

# mailbox USER@DOMAIN: the file of the one message that Postfix delivered
mailbox() {
	local i files
	for ((i = 0; i < 500; i++)); do
		files=("$LAB/mail/${1#*@}/${1%@*}/new/"*)
		[ ! -e "${files[0]}" ] || break
		sleep 0.02
	done
	equal "messages for $1" "${#files[@]}" 1 >&2 || return 1
	echo "${files[0]}"
}
