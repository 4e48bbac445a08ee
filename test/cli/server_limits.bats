# SPDX-License-Identifier: BSD-2-Clause
#
# LIMITS (RFC 9422): what a server says it can take is kept to, and nobody is
# left out for it.

load helpers
load scenes

# one MAIL for all of these, which are taken
transaction() {
	mail "$@"
	content
	echo 'S: 250 2.0.0 stored'
}

# everybody N RECIPIENT...: was relayed, each after N attempts
everybody() {
	local who
	for who in "${@:2}"; do
		fate "$who" relayed 2.0.0
		fact "$who" '.attempts | length' "$1"
	done
}

@test "RCPTMAX: more transactions, in the same session" {
	play < <(hello 'LIMITS RCPTMAX=2'
	    transaction a@x.test b@x.test
	    transaction c@x.test d@x.test
	    transaction e@x.test)
	run -0 deliver -v -d '[127.0.0.2]' {a,b,c,d,e}@x.test
	applause
	everybody 1 {a,b,c,d,e}@x.test
}

@test "MAILMAX: more sessions with the same server" {
	play < <(hello 'LIMITS MAILMAX=1 RCPTMAX=2'
	    transaction a@x.test b@x.test
	    echo ---
	    hello 'LIMITS MAILMAX=1 RCPTMAX=2'
	    transaction c@x.test d@x.test
	    echo ---
	    hello
	    transaction e@x.test)
	run -0 deliver -v -d '[127.0.0.2]' {a,b,c,d,e}@x.test
	applause
	everybody 1 {a,b,c,d,e}@x.test
	equal sessions "$(grep -c '=== connected to' "$CHAT")" 3
}

@test "RCPTDOMAINMAX: so many domains a session, in any case" {
	play < <(hello 'LIMITS RCPTDOMAINMAX=1'
	    transaction a@x.test c@X.test
	    echo ---
	    hello 'LIMITS RCPTDOMAINMAX=1'
	    transaction b@y.test)
	run -0 deliver -d '[127.0.0.2]' a@x.test b@y.test c@X.test
	applause
	everybody 1 a@x.test b@y.test c@X.test
}

@test "our own limit counts where it is lower" {
	play < <(hello 'LIMITS RCPTMAX=2'
	    transaction a@x.test
	    transaction b@x.test)
	run -0 deliver -o smtp_destination_recipient_limit=1 \
	    -d '[127.0.0.2]' {a,b}@x.test
	applause
}

@test "behaviour 52: all these sessions count as one" {
	mx x.test one.test=127.0.0.2 two.test=127.0.0.3
	play < <(hello 'LIMITS MAILMAX=1 RCPTMAX=1'
	    printf 'C: %s\nS: 250 2.1.0 ok\n' "$ALICE"
	    printf '%s\n' 'C: RCPT TO:<a@x.test>' 'S: 450 4.2.1 later'
	    leave
	    echo ---
	    hello 'LIMITS MAILMAX=1 RCPTMAX=1'
	    transaction b@x.test)
	play 127.0.0.3:25 < <(hello; transaction a@x.test)
	run -0 deliver -o smtp_mx_session_limit=2 {a,b}@x.test
	applause
	hosts a@x.test one.test two.test
	hosts b@x.test one.test
}

@test "the server is gone when its turn comes again: the next host" {
	mx x.test one.test=127.0.0.2 two.test=127.0.0.3
	play < <(hello 'LIMITS MAILMAX=1 RCPTMAX=1'
	    transaction a@x.test)
	play 127.0.0.3:25 < <(hello; transaction b@x.test)
	run -0 deliver {a,b}@x.test
	applause
	hosts a@x.test one.test
	hosts b@x.test one.test two.test
	fact b@x.test '.attempts[0].status' 4.4.1
}

@test "behaviour 92: LIMITS is overlooked" {
	play < <(hello 'LIMITS RCPTMAX=1'; transaction a@x.test b@x.test)
	run -0 deliver -o smtp_discard_ehlo_keywords=limits \
	    -d '[127.0.0.2]' {a,b}@x.test
	applause
}

@test "--quit-after=rcpt asks for all of them" {
	play < <(hello 'LIMITS MAILMAX=1 RCPTMAX=1'
	    mail a@x.test
	    leave
	    echo ---
	    hello 'LIMITS MAILMAX=1 RCPTMAX=1'
	    mail b@x.test
	    leave)
	run -0 deliver --quit-after=rcpt -d '[127.0.0.2]' {a,b}@x.test
	applause
	fate a@x.test deliverable 2.1.5
	fate b@x.test deliverable 2.1.5
}
