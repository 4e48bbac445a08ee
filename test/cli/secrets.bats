# SPDX-License-Identifier: BSD-2-Clause
#
# A marked secret goes every way that one can go, and is found nowhere but at
# the server (deviations D11, D19).

load helpers
load scenes
load tls

MARK=M4rk-of-the-secret
USER_NAME=bob

eval "helpers_$(declare -f setup)"

setup() {
	helpers_setup
	world
	OUT=$T/out
	mkdir "$OUT"
	(umask 077 && echo "$MARK" >"$T/secret")
	forms >"$T/forms"
}

base64_of() { printf "$1" | base64 -w0; }

# forms: what the mark looks like in what may be said: as it is, in base64
# from each of three places, in hex
forms() {
	local hex
	echo "$MARK"
	base64_of "$MARK" | cut -c 1-23
	base64_of "x$MARK" | cut -c 3-23
	base64_of "xx$MARK" | cut -c 4-23
	hex=$(printf %s "$MARK" | od -An -tx1 | tr -d ' \n')
	printf '%s\n%s\n' "$hex" "${hex^^}"
}

# loud ARGUMENT...: delivers and shows all there is to show, into $OUT
loud() {
	local rc=0
	RESULTS=$OUT/results CHAT=$OUT/chat
	deliver -vvv --chat-log="$OUT/log" --trace="$OUT/trace" \
	    -d '[mx.example.test]' --tls=none \
	    -o smtp_sasl_security_options=noanonymous "$@" \
	    ann@example.test || rc=$?
	return $rc
}

# nowhere: no form of the mark is in what was shown, and AUTH was
nowhere() {
	grep -q AUTH "$OUT/chat"
	never grep -raF -f "$T/forms" "$OUT"
}

# asks LIST [LINE...]: AUTH is offered, and what is said then
asks() { hello "AUTH $1"; [ $# = 1 ] || printf '%s\n' "${@:2}"; }

plain() { base64_of "\\0$USER_NAME\\0$MARK"; }

by_file=(--auth-user="$USER_NAME")

from_file() { by_file+=(--auth-password-file="$T/secret"); }

# next_act: after applause, for the same server again
next_act() {
	rm -r "$T"/play.*
	actors=()
}

quits() { printf 'C: QUIT\nS: 221 2.0.0 bye\n'; }

@test "the test finds a secret that is shown" {
	from_file
	play < <(asks PLAIN "C: AUTH PLAIN $(plain)" 'S: 535 no'; quits)
	run -75 loud "${by_file[@]}" --show-secrets
	applause
	run -1 nowhere
	for file in chat log trace; do
		grep -aF "$(plain)" "$OUT/$file"
	done
}

@test "D11: PLAIN, right and wrong" {
	from_file
	for code in 235 535; do
		play < <(asks PLAIN "C: AUTH PLAIN $(plain)" "S: $code well"
		    [ $code = 235 ] && stores ann@example.test || quits)
		run loud "${by_file[@]}"
		applause
		nowhere
		next_act
	done
}

@test "D11: LOGIN, right and wrong" {
	from_file
	for code in 235 535; do
		play < <(asks LOGIN 'C: AUTH LOGIN' 'S: 334 VXNlcm5hbWU6' \
		    "C: $(base64_of $USER_NAME)" 'S: 334 UGFzc3dvcmQ6' \
		    "C: $(base64_of "$MARK")" "S: $code well"
		    [ $code = 235 ] && stores ann@example.test || quits)
		run loud "${by_file[@]}"
		applause
		nowhere
		next_act
	done
}

@test "D11: mechanisms that do not say the password" {
	from_file
	for mechanism in CRAM-MD5 DIGEST-MD5 SCRAM-SHA-{1,256,512}; do
		play < <(asks $mechanism "C~ AUTH $mechanism.*" 'S: 334 PDFAbXg+'
		    [ $mechanism != CRAM-MD5 ] ||
			printf '%s\n' 'C~ .*' 'S: 535 no'
		    quits)
		run -75 loud "${by_file[@]}"
		applause
		nowhere
		next_act
	done
}

@test "D11: NTLM" {
	from_file
	play < <(asks NTLM 'C~ AUTH NTLM.*' 'S: 334 TlRMTVNTUAACAAAA'; quits)
	run -75 loud "${by_file[@]}" --auth-mechanisms=NTLM
	applause
	nowhere
}

@test "D11: a token" {
	for mechanism in OAUTHBEARER XOAUTH2; do
		play < <(asks $mechanism "C~ AUTH $mechanism .*" \
		    'S: 334 eyJzdGF0dXMiOiI0MDAifQ==' 'C~ .*' 'S: 535 no'
		    quits)
		run -75 loud "${by_file[@]}" \
		    --auth-token-command="cat '$T/secret'"
		applause
		nowhere
		next_act
	done
}

@test "D19: a long password that is held back, and a challenge" {
	long=$(printf "$MARK%.0s" {1..40})
	(umask 077 && echo "$long" >"$T/secret")
	from_file
	play < <(asks PLAIN 'C: AUTH PLAIN' 'S: 334 d2hhdD8='; quits)
	run -75 loud "${by_file[@]}"
	applause
	nowhere
}

@test "D11: a server that repeats what it heard" {
	from_file
	play < <(asks PLAIN "C: AUTH PLAIN $(plain)" \
	    "S: 535-5.7.8 you said $(plain)" "S: 535 5.7.8 $(plain)"; quits)
	run -75 loud "${by_file[@]}"
	applause
	nowhere
}

# hides: nothing of the mark is there, but a star in its place
hides() {
	applause
	nowhere
	grep -F "$1" "$OUT/results"
}

@test "D11: a server that says the password itself" {
	from_file
	play < <(asks PLAIN "C: AUTH PLAIN $(plain)" \
	    "S: 535-5.7.8 $MARK" "S: 535 5.7.8 bad password $MARK"; quits)
	run -75 loud "${by_file[@]}"
	hides 'bad password *'
}

@test "D11: a server that repeats a secret in a later reply" {
	from_file
	play <<-SCRIPT
		$(asks PLAIN "C: AUTH PLAIN $(plain)" "S: 235 $MARK")
		C: $ALICE
		S: 250 $(plain)
		C: RCPT TO:<ann@example.test>
		S: 550 you said $(plain), $MARK
		C: RSET
		S: 250 $MARK
		C: QUIT
		S: 221 $(plain)
	SCRIPT
	run -69 loud "${by_file[@]}" -o smtp_skip_quit_response=no
	hides 'you said *, *'
}

@test "D11: a secret that a filter sees and changes" {
	from_file
	echo '/^535 bad (.*)/ 535 not $1' >"$T/filter"
	play < <(asks PLAIN "C: AUTH PLAIN $(plain)" "S: 535 bad $MARK"; quits)
	run -75 loud "${by_file[@]}" -o "smtp_reply_filter=pcre:$T/filter"
	hides '535 not *'
}

@test "D11: a refusal is remembered without the secret in it" {
	local maps=(-o smtp_sasl_auth_enable=yes
	    -o "smtp_sasl_password_maps=texthash:$T/passwords"
	    -o "smtp_sasl_auth_cache_name=lmdb:$OUT/refused")
	(umask 077 && echo "mx.example.test $USER_NAME:$MARK" >"$T/passwords")
	play < <(asks PLAIN "C: AUTH PLAIN $(plain)" "S: 535 bad $MARK"; quits)
	run -75 loud "${maps[@]}"
	hides '535 bad *'
	next_act
	play < <(asks PLAIN; quits)
	run -75 loud "${maps[@]}"
	applause
	never grep -raF -f "$T/forms" "$OUT"
	grep -F '[CACHED] authentication failed' "$OUT/results"
	grep -F '535 bad *' "$OUT/results"
}

@test "D11: nor where secrets are shown" {
	(umask 077 && echo "mx.example.test $USER_NAME:$MARK" >"$T/passwords")
	play < <(asks PLAIN "C: AUTH PLAIN $(plain)" "S: 535 bad $MARK"; quits)
	run -75 loud --show-secrets -o smtp_sasl_auth_enable=yes \
	    -o "smtp_sasl_password_maps=texthash:$T/passwords" \
	    -o "smtp_sasl_auth_cache_name=lmdb:$T/refused"
	applause
	grep -F "535 bad $MARK" "$OUT/chat"
	grep -aF '535 bad *' "$T/refused"
	never grep -aF -f "$T/forms" "$T/refused"
}

@test "D11: a report, and the other forms of results" {
	from_file
	for form in text dsn postfix json; do
		play < <(asks PLAIN "C: AUTH PLAIN $(plain)" "S: 235 ok"
		    printf '%s\n' "C: $ALICE" "S: 250 ok" \
			'C: RCPT TO:<ann@example.test>' \
			"S: 550 5.1.1 you said $(plain), $MARK" 'C: RSET' \
			'S: 250 ok'; quits)
		run -69 loud "${by_file[@]}" --format=$form \
		    --dsn-message="$OUT/report"
		applause
		nowhere
		grep -F 'you said *, *' "$OUT/report"
		[ $form = json ] || grep -F 'you said *, *' "$OUT/results"
		rm "$OUT/report"
		next_act
	done
}

@test "D11: each place where a secret can come from" {
	export CREDENTIALS_DIRECTORY=$T/credentials HOME=$T
	mkdir -m 700 "$T/credentials"
	cp -p "$T/secret" "$T/credentials/mxput.password"
	(umask 077
	 echo "machine mx.example.test login $USER_NAME password $MARK" \
	     >"$T/.netrc"
	 echo "mx.example.test $USER_NAME:$MARK" >"$T/passwords")
	maps=(-o smtp_sasl_auth_enable=yes -o "smtp_sasl_password_maps=texthash:$T/passwords")
	while read -r way; do
		play < <(asks PLAIN "C: AUTH PLAIN $(plain)" 'S: 535 no'; quits)
		case $way in
		command) run -75 loud "${by_file[@]}" \
		    --auth-password-command="cat '$T/secret'" ;;
		descriptor) run -75 loud "${by_file[@]}" \
		    --auth-password-fd=7 7<"$T/secret" ;;
		service) run -75 loud "${by_file[@]}" ;;
		netrc) run -75 loud -o mxput_netrc=yes ;;
		table) run -75 loud "${maps[@]}" ;;
		cache) run -75 loud "${maps[@]}" \
		    -o "smtp_sasl_auth_cache_name=lmdb:$OUT/refused" ;;
		esac
		applause
		nowhere
		next_act
	done <<-'END'
		command
		descriptor
		service
		netrc
		table
		cache
	END
}

# in_config LINE...: a main.cf with passwords in it
in_config() {
	printf '%s\n' smtp_sasl_auth_enable=yes "$@" >"$T/main.cf"
	loud_with=(-C "$T/main.cf")
}

# loud_config ARGUMENT...: loud, but with the main.cf
loud_config() {
	timeout 60 "$MXPUT" -C "$T/main.cf" --format=json \
	    --helo=client.example -f alice@client.example -vvv \
	    --chat-log="$OUT/log" --trace="$OUT/trace" \
	    -d '[mx.example.test]' --tls=none \
	    -o smtp_sasl_security_options=noanonymous "$@" \
	    ann@example.test <"$MESSAGE" >"$OUT/results" 2>"$OUT/chat"
}

@test "D11: passwords in a configuration file" {
	in_config "smtp_sasl_password_maps = inline:{ {mx.example.test = $USER_NAME:$MARK} }"
	play < <(asks PLAIN "C: AUTH PLAIN $(plain)" 'S: 535 no'; quits)
	run -75 loud_config
	applause
	nowhere
	"$MXPUT" -C "$T/main.cf" -v --show-config >"$OUT/config" 2>&1
	"$MXPUT" -C "$T/main.cf" --plan -vvv -d '[mx.example.test]' \
	    ann@example.test >"$OUT/plan" 2>&1 || :
	nowhere
}

@test "D11: errors in passwords of a configuration file" {
	while read -r value; do
		in_config "smtp_sasl_password_maps = $value"
		run loud_config --quit-after=hello
		[ "$status" != 0 ]
		never grep -raF -f "$T/forms" "$OUT"
	done <<-END
		inline:{ {mx.example.test = $USER_NAME:$MARK }
		inline:{ {mx.example.test} {$MARK} }
		inline:{ mx.example.test $USER_NAME:$MARK }
		inline:$MARK
		static:{$MARK
		$MARK
		hash:$MARK:
		no-such-type:$USER_NAME:$MARK
	END
}

@test "D11: a table whose file has the mark and a mistake" {
	(umask 077 && printf '%s\n' "$USER_NAME:$MARK" \
	    "mx.example.test" "$MARK" >"$T/passwords")
	play < <(asks PLAIN; stores ann@example.test)
	run -0 loud -o smtp_sasl_auth_enable=yes \
	    -o "smtp_sasl_password_maps=texthash:$T/passwords"
	applause
	nowhere
}

@test "passwords on the command line are refused, and not repeated" {
	run -64 loud -o "smtp_sasl_password_maps=inline:{x=$MARK}"
	never grep -raF -f "$T/forms" "$OUT"
}

@test "D11: nothing of a ~/.netrc with a mistake" {
	(umask 077 && echo "machine a login $USER_NAME password \"$MARK" \
	    >"$T/.netrc")
	play < <(asks PLAIN; quits)
	HOME=$T run -75 loud -o mxput_netrc=yes
	applause
	nowhere
}

@test "D11: nothing of a command that fails" {
	run -78 loud "${by_file[@]}" \
	    --auth-password-command="cat '$T/secret'; exit 3"
	never grep -raF -f "$T/forms" "$OUT"
	run -78 loud "${by_file[@]}" \
	    --auth-password-command="printf '$MARK\\0$MARK'" || :
	never grep -raF "$(base64_of "$MARK")" "$OUT"
}

# hangs: the server takes the login and says nothing
hangs() { asks PLAIN "C: AUTH PLAIN $(plain)" 'S! hang'; }

# waits_for_answer: until the program has said AUTH
waits_for_answer() {
	until grep -q 'AUTH PLAIN' "$OUT/chat" 2>/dev/null; do
		sleep 0.02
	done
}

@test "a crash leaves no core, and /proc shows nothing" {
	from_file
	play < <(hangs)
	cd "$OUT"
	ulimit -c unlimited
	"$MXPUT" --no-config -vvv --helo=client.example \
	    -f alice@client.example -d '[mx.example.test]' --tls=none \
	    -o smtp_sasl_security_options=noanonymous --trace="$OUT/trace" \
	    --format=json "${by_file[@]}" ann@example.test <"$MESSAGE" \
	    >"$OUT/results" 2>"$OUT/chat" &
	pid=$!
	waits_for_answer
	tr '\0' '\n' <"/proc/$pid/cmdline" >"$OUT/cmdline"
	tr '\0' '\n' <"/proc/$pid/environ" >"$OUT/environ"
	kill -ABRT "$pid"
	wait "$pid" 2>"$OUT/shell" && return 1
	nowhere
	[ -z "$(find "$OUT" -name 'core*')" ]
	never grep -i 'core dumped' "$OUT/shell"
}

@test "a run that is interrupted shows nothing" {
	from_file
	play < <(hangs)
	run -75 loud "${by_file[@]}" --timeout=1s
	nowhere
}
