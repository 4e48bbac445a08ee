# SPDX-License-Identifier: BSD-2-Clause
#
# The exit status of a run: the first of CLI.md's table that holds. For 80
# see doubt.bats, for what is wrong before anything is tried input.bats.

load helpers
load scenes

# answers REPLY...: a server that gives these to RCPT TO:<1@example.test>, 2
# and so on; one of them is 250
answers() {
	local n=0 reply
	{
		hello
		printf '%s\n' "C: $ALICE" 'S: 250 2.1.0 ok'
		for reply; do
			n=$((n + 1))
			printf '%s\n' "C: RCPT TO:<$n@example.test>" \
			    "S: $reply"
		done
		content
		echo 'S: 250 2.0.0 stored'
	} >"$T/answers"
	play <"$T/answers"
}

# ends STATUS REPLY...
ends() {
	answers "${@:2}"
	run "-$1" deliver -d '[127.0.0.2]' \
	    $(seq -f '%g@example.test' $(($# - 1)))
	applause
	equal records "$(wc -l <"$RESULTS")" $(($# - 1))
}

YES='250 2.1.5 ok' NO='550 5.1.1 no' LATER='450 4.2.1 busy'

@test "0: everybody has it" { ends 0 "$YES" "$YES"; }
@test "69: somebody was refused, the others have it" { ends 69 "$YES" "$NO"; }
@test "81: somebody has it, somebody else does not yet" { ends 81 "$LATER" "$YES"; }
@test "81: one has it, one does not yet, one was refused" { ends 81 "$NO" "$YES" "$LATER"; }

@test "69: everybody was refused" {
	zone <<<'null.test MX 0 .'
	run -69 deliver ann@null.test bob@null.test
}

@test "75: nobody has it yet" {
	run -75 deliver -d "[$NOBODY]" ann@example.test bob@example.test
}

@test "75: one does not have it yet, one was refused" {
	zone <<-'END'
		null.test MX 0 .
		soft.test MX !SERVFAIL
	END
	run -75 deliver ann@null.test bob@soft.test
	fate ann@null.test failed 5.1.0
	fate bob@soft.test delayed 4.4.3
}
