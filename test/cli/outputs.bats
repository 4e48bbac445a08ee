# SPDX-License-Identifier: BSD-2-Clause
#
# The files of --chat-log, --trace and --dsn-message: what they held before is
# lost when the run begins, and not earlier.

load helpers

# older: each of the three files holds something
older() {
	local file
	for file in log events report; do
		echo "an older $file" >"$T/$file"
	done
	files=(--chat-log="$T/log" --trace="$T/events"
	    --dsn-message="$T/report")
}

# untouched: and does so still
untouched() {
	local file
	for file in log events report; do
		equal "$file" "$(cat "$T/$file")" "an older $file"
	done
}

# refused STATUS ARGUMENT...: nothing is tried
refused() {
	run "-$1" deliver -d "[$NOBODY]" "${files[@]}" "${@:2}"
	equal results "$(cat "$RESULTS")" ''
	untouched
}

# same FIRST SECOND ARGUMENT...: these two options name one file, which stays
# as it is
same() {
	local before
	before=$(cat "$MESSAGE" "$T/a" 2>/dev/null)
	run -64 deliver -d "[$NOBODY]" "${@:3}"
	equal stderr "$(cat "$CHAT")" \
	    "mxput: $1 and $2 are the same file: $file"
	equal file "$(cat "$MESSAGE" "$T/a" 2>/dev/null)" "$before"
}

@test "nothing was tried: older files stay as they are" {
	older
	refused 64
	refused 65 ann@@example.test
	refused 66 -m "$T/nowhere" ann@example.test
	refused 78 -o smtp_helo_timeout=soon ann@example.test
	refused 78 -o mxput_resolvers=foo ann@example.test
	: >"$MESSAGE"
	refused 65 ann@example.test
}

@test "a run that begins empties them, and only then writes" {
	older
	printf '%8000s\n' x >>"$T/report"
	run -75 deliver -d "[$NOBODY]" "${files[@]}" ann@example.test
	run -1 grep older "$T/log" "$T/events" "$T/report"
	grep -q "$NOBODY" "$T/log"
	jq -e .event "$T/events"
	grep -q '^Action: delayed' "$T/report"
}

@test "a warning of before the run is in the files too, in its place" {
	older
	run -75 deliver -d "[$NOBODY]" -o smtp_tls_loglevel=1 "${files[@]}" \
	    ann@example.test
	equal 'first of the log' "$(head -n 1 "$T/log" |
	    grep -c 'warning: .*smtp_tls_loglevel')" 1
	equal 'first event' "$(head -n 1 "$T/events" | jq -r .event)" warning
	equal warnings "$(grep -c smtp_tls_loglevel "$CHAT")" 1
}

@test "a report that has nothing to tell empties the file" {
	older
	run -75 deliver -f '' -d "[$NOBODY]" "${files[@]}" ann@example.test
	equal report "$(cat "$T/report")" ''
}

@test "an output may be no file that is read" {
	cp "$MESSAGE" "$T/a"
	ln "$T/a" "$T/b"
	ln -s a "$T/c"
	for file in "$T/a" "$T/b" "$T/c"; do
		same --dsn-message --message --dsn-message="$file" -m "$T/a" \
		    ann@example.test
	done
	file=$MESSAGE
	same --chat-log 'standard input' --chat-log="$file" ann@example.test
	echo ann@example.test >"$T/a"
	file=$T/a
	same --trace --recipients-from --trace="$file" \
	    --recipients-from="$file"
	same --trace --auth-password-file --trace="$file" --auth-user=ann \
	    --auth-password-file="$file" ann@example.test
}

@test "an output may not be the configuration" {
	printf 'myorigin = a.test\n' >"$T/main.cf"
	cp "$T/main.cf" "$T/copy"
	for name in "$T/main.cf" "$T"; do
		run -64 "$MXPUT" -C "$name" --trace="$T/main.cf" \
		    ann@example.test <"$MESSAGE"
		equal stderr "$output" "mxput: --trace and --config are the"\
" same file: $T/main.cf"
		cmp "$T/copy" "$T/main.cf"
	done
}

@test "two outputs may not be the same file" {
	echo old >"$T/a"
	file=$T/a
	same --chat-log --dsn-message --dsn-message="$T/a" \
	    --chat-log="$T/a" ann@example.test
	same --trace --dsn-message --dsn-message="$T/a" \
	    --trace="$T/a" ann@example.test
	equal file "$(cat "$T/a")" old
}

@test "outputs may share what is no regular file" {
	run -75 deliver -d "[$NOBODY]" --chat-log=/dev/null \
	    --trace=/dev/null -m "$MESSAGE" ann@example.test
	fate ann@example.test delayed 4.4.1
}
