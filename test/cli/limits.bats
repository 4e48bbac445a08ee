# SPDX-License-Identifier: BSD-2-Clause
#
# How many addresses and sessions of a destination are tried.

load helpers
load scenes

# crowd: a domain with seven hosts where nobody listens
crowd() {
	for n in {1..7}; do
		echo "example.test MX ${n}0 mx$n.example.test."
		echo "mx$n.example.test A 127.0.0.9$n"
	done >"$T/crowd"
	zone <"$T/crowd"
}

# tried N: so many hosts, the first ones
tried() {
	hosts ann@example.test "$(seq -s ' ' -f 'mx%g.example.test' "$1")"
}

# busy ADDRESS: a host that puts ann off, after a whole session
busy() {
	play "$1:25" <<-SCRIPT
		$(hello)
		C: $ALICE
		S: 250 2.1.0 ok
		C: RCPT TO:<ann@example.test>
		S: 450 4.2.1 busy
		$(leave)
	SCRIPT
}

@test "behaviour 51: five addresses are tried" {
	crowd
	run -75 deliver ann@example.test
	tried 5
}

@test "behaviour 51: smtp_mx_address_limit says how many" {
	crowd
	run -75 deliver -o smtp_mx_address_limit=2 ann@example.test
	tried 2
}

@test "behaviour 51: an address limit of 0 is none" {
	crowd
	run -75 deliver -o smtp_mx_address_limit=0 ann@example.test
	tried 7
}

@test "behaviour 51: one host's addresses count one by one" {
	zone <<-'END'
		example.test A 127.0.0.91
		example.test A 127.0.0.92
		example.test A 127.0.0.93
	END
	run -75 deliver -o smtp_mx_address_limit=2 ann@example.test
	fact ann@example.test '.attempts | length' 2
}

@test "behaviour 52: two sessions are tried" {
	mx example.test mx1.example.test=127.0.0.2 \
	    mx2.example.test=127.0.0.3 mx3.example.test=127.0.0.4
	busy 127.0.0.2
	busy 127.0.0.3
	bystander 127.0.0.4:25
	run -75 deliver ann@example.test
	nobody_came
	applause
	fate ann@example.test delayed 4.2.1
	tried 2
}

@test "behaviour 52: smtp_mx_session_limit says how many" {
	mx example.test mx1.example.test=127.0.0.2 mx2.example.test=127.0.0.3
	busy 127.0.0.2
	bystander 127.0.0.3:25
	run -75 deliver -o smtp_mx_session_limit=1 ann@example.test
	nobody_came
	applause
}

@test "behaviour 52: a session limit of 0 is none" {
	mx example.test mx1.example.test=127.0.0.2 \
	    mx2.example.test=127.0.0.3 mx3.example.test=127.0.0.4
	busy 127.0.0.2
	busy 127.0.0.3
	play 127.0.0.4:25 < <(takes ann@example.test)
	run -0 deliver -o smtp_mx_session_limit=0 ann@example.test
	applause
}

@test "behaviour 52: what does not come as far as EHLO is no session" {
	mx example.test mx1.example.test=127.0.0.2 \
	    mx2.example.test=127.0.0.3 mx3.example.test=127.0.0.4 \
	    mx4.example.test=127.0.0.5
	play 127.0.0.2:25 <<-'SCRIPT'
		S: 421 no
		C: QUIT
	SCRIPT
	play 127.0.0.3:25 <<-'SCRIPT'
		S: 220 mx2.example.test
		C: EHLO client.example
		S! close
	SCRIPT
	busy 127.0.0.4
	play 127.0.0.5:25 < <(takes ann@example.test)
	run -0 deliver ann@example.test
	applause
	tried 4
}

@test "behaviour 7: each destination of a list has limits of its own" {
	crowd
	run -75 deliver -o smtp_mx_address_limit=2 \
	    -d 'example.test, [127.0.0.81], [127.0.0.82]' ann@example.test
	hosts ann@example.test mx1.example.test mx2.example.test 127.0.0.81 \
	    127.0.0.82
}

@test "behaviour 52: behind the session limit comes the fallback relay" {
	mx example.test mx1.example.test=127.0.0.2 mx2.example.test=127.0.0.3
	busy 127.0.0.2
	play 127.0.0.4:25 < <(takes ann@example.test)
	bystander 127.0.0.3:25
	run -0 deliver -o smtp_mx_session_limit=1 \
	    --fallback-relay='[127.0.0.4]' ann@example.test
	nobody_came
	applause
}
