# SPDX-License-Identifier: BSD-2-Clause
#
# Options that answer instead of delivering, and those that say how much is
# told.

load helpers

# server: takes one message, for ann but not for bob
server() {
	play <<-SCRIPT
		S: 220 mx.example.test ESMTP
		C: EHLO client.example
		S: 250 mx.example.test
		C: MAIL FROM:<alice@client.example>
		S: 250 ok
		C: RCPT TO:<ann@example.test>
		S: 250 ok
		C: RCPT TO:<bob@example.test>
		S: 550 5.1.1 no bob
		C: DATA
		S: 354 go ahead
		C! data
		S: 250 stored
	SCRIPT
}

send() {
	deliver -d '[127.0.0.2]' "$@" ann@example.test bob@example.test
}

stderr_is() { equal stderr "$(cat "$CHAT")" "$1"; }

@test "--help names every option, on lines of 80 columns" {
	run -0 --separate-stderr "$MXPUT" --help
	for option in --from --to --recipients-from --message --destination \
	    --timeout --format --quiet --help; do
		[[ $output == *"$option"* ]]
	done
	equal 'long lines' "$(grep -cE '.{81}' <<<"$output")" 0
	equal stderr "$stderr" ''
}

@test "--version says the name and a number" {
	run -0 --separate-stderr "$MXPUT" --version
	[[ $output =~ ^mxput\ [0-9]+\.[0-9.]+$ ]]
}

@test "--features says what is not built yet" {
	run -0 --separate-stderr "$MXPUT" --features
	grep -x 'SMTP: yes' <<<"$output"
	grep -xE 'DNSSEC validation: (yes \(libunbound\)|no)' <<<"$output"
	grep -x -- '--journal: not yet' <<<"$output"
}

@test "--show-config lists parameters with their values" {
	run -0 --separate-stderr "$MXPUT" --no-config --show-config \
	    -o smtp_helo_timeout=7s
	grep -x 'smtp_helo_timeout = 7s' <<<"$output"
	grep '^smtp_connect_timeout = ' <<<"$output"
}

@test "--show-config=set -v lists what is set, and where" {
	printf '# mine\nsmtp_helo_name = a.test\n' >"$T/main.cf"
	run -0 --separate-stderr "$MXPUT" -C "$T" --show-config=set -v \
	    -o smtp_quit_timeout=1m
	grep -x "smtp_helo_name = a.test.*$T/main.cf:2" <<<"$output"
	grep -x 'smtp_quit_timeout = 60s.*-o' <<<"$output"
	equal 'how many' "${#lines[@]}" 2
}

@test "--help and --version do not mind a broken configuration" {
	mkdir -p "$T/mxput"
	echo nonsense >"$T/mxput/main.cf"
	export XDG_CONFIG_HOME=$T
	run -0 "$MXPUT" --help
	run -0 "$MXPUT" --version
	run -78 "$MXPUT" --show-config
}

@test "what is not built yet is refused by its name" {
	for option in --requiretls --timing --journal="$T/j"; do
		run -64 deliver -d '[127.0.0.2]' "$option" ann@example.test
		[[ $output == "mxput: "*'not built yet'* ]]
	done
}

@test "a setting that demands protection is refused" {
	run -78 deliver -d '[127.0.0.2]' -o mxput_mta_sts=yes ann@example.test
	[[ $output == "mxput: "*mxput_mta_sts* ]]
}

@test "a parameter without effect is a warning, and mail goes on" {
	server
	run -69 send -o smtp_sender_dependent_authentication=no \
	    -o smtp_tls_loglevel=1
	applause
	[[ $(cat "$CHAT") == 'mxput: warning: '*smtp_tls_loglevel* ]]
}

@test "without -v nothing is said on stderr" {
	server
	run -69 send
	applause
	stderr_is ''
}

@test "text is the default form of the results" {
	server
	run -69 send --format=text
	applause
	equal results "$(cat "$RESULTS")" 'ann@example.test: relayed 2.0.0 via'\
' 127.0.0.2[127.0.0.2]:25: 250 stored
bob@example.test: failed 5.1.1 via 127.0.0.2[127.0.0.2]:25: host'\
' 127.0.0.2[127.0.0.2] said: 550 5.1.1 no bob (in reply to RCPT TO command)'
}

@test "--quiet leaves out who was served" {
	server
	run -69 send --quiet -o smtp_tls_loglevel=1
	applause
	equal recipients "$(jq -r .recipient "$RESULTS")" bob@example.test
	stderr_is ''
}

@test "-v shows the chat, in order, the message as a count" {
	server
	run -69 send -v
	applause
	grep -v '^===' "$CHAT" >"$T/chat.only"
	cat >"$T/wanted" <<-'END'
		<-  220 mx.example.test ESMTP
		 -> EHLO client.example
		<-  250 mx.example.test
		 -> MAIL FROM:<alice@client.example>
		<-  250 ok
		 -> RCPT TO:<ann@example.test>
		<-  250 ok
		 -> RCPT TO:<bob@example.test>
		<** 550 5.1.1 no bob
		 -> DATA
		<-  354 go ahead
		 -> [54 octets of message]
		 -> .
		<-  250 stored
		 -> QUIT
	END
	diff "$T/wanted" "$T/chat.only"
}

@test "the chat of a server with escapes and colours is harmless" {
	play <<-'SCRIPT'
		S! raw 554 \x1b[2J\x9b2J \xff no\r\n
	SCRIPT
	run -75 deliver -d '[127.0.0.2]' --format=text -v ann@example.test
	never grep -qP '[^\x20-\x7e]' "$CHAT"
	never grep -qP '[^\x20-\x7e]' "$RESULTS"
	grep -F '<** 554 ?[2J?2J ? no' "$CHAT"
}

@test "--chat-log holds the chat, and stderr does not" {
	server
	run -69 send --chat-log="$T/log"
	applause
	stderr_is ''
	grep -x ' -> RCPT TO:<bob@example.test>' "$T/log"
	equal mode "$(stat -c %a "$T/log")" 600
}

@test "--trace holds every event as JSON" {
	server
	run -69 send --trace="$T/events"
	applause
	stderr_is ''
	equal said "$(jq -r 'select(.event == "said") | .line' "$T/events" |
	    head -n 1)" 'EHLO client.example'
	equal codes "$(jq -r 'select(.event == "heard") | .code' "$T/events" |
	    tr '\n' ' ')" '220 250 250 250 550 354 250 '
}

@test "colour only where it was asked for" {
	server
	run -69 send -v
	never grep -q $'\033' "$CHAT"
	applause
}

@test "--color=always colours, whatever NO_COLOR says" {
	server
	export NO_COLOR=1
	run -69 send -v --color=always --chat-log="$T/log"
	applause
	grep -q $'^\033\[31m<\*\* 550 5.1.1 no bob\033\[0m$' "$CHAT"
	never grep -q $'\033' "$T/log"
}

@test "a chat on a terminal has colour, unless NO_COLOR is set" {
	command -v script >/dev/null || skip 'script(1) is not here'
	on_terminal() {
		env "$1" TERM=xterm script -qec "'$MXPUT' --no-config \
		    -d '[$NOBODY]' -v ann@example.test <'$MESSAGE'" /dev/null
	}
	run on_terminal X=
	[[ $output == *$'\033[31m*** '* ]]
	run on_terminal NO_COLOR=1
	[[ $output == *'*** '* && $output != *$'\033'* ]]
}

@test "options are parsed the GNU way" {
	server
	run -69 deliver --destination '[127.0.0.2]' --to ann@example.test \
	    -qv -- bob@example.test
	applause
}

@test "--timeout refuses what stands behind the unit" {
	run -64 deliver -d "[$NOBODY]" --timeout=1h30m ann@example.test
	equal stderr "$(cat "$CHAT")" 'mxput: --timeout: a time above 0 is'\
' wanted, not "1h30m"'
}

@test "--auth-user without a terminal: the ways out are named" {
	run -64 setsid -w "$MXPUT" --no-config -d "[$NOBODY]" \
	    --auth-user=ann ann@example.test <"$MESSAGE"
	[[ $output == 'mxput: --auth-user: ask on the terminal: '* ]]
	for option in file command fd; do
		[[ $output == *"--auth-password-$option"* ]]
	done
	equal 'lines of output' "${#lines[@]}" 1
}

@test "behind -- everything is a recipient" {
	run -75 deliver -d "[$NOBODY]" -- -v
	fate -v delayed 4.4.1
}

@test "D12: a program whose name begins with lmtp speaks LMTP" {
	ln -s "$MXPUT" "$T/lmtp-put"
	play 127.0.0.2:24 <<-'SCRIPT'
		S: 220 lmtp.example LMTP
		C~ LHLO .*
		S: 550 5.7.1 not today
	SCRIPT
	run -69 "$T/lmtp-put" -d '[127.0.0.2]' ann@example.test <"$MESSAGE"
	applause
}
