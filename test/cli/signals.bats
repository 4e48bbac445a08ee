# SPDX-License-Identifier: BSD-2-Clause
#
# SIGINT, SIGTERM, SIGHUP and the end of --timeout stop a run in order, at
# whatever it is waiting. Nothing here measures time: what a run waits for
# never comes, or comes only after the signal.

load helpers
load scenes

TO=(-d '[127.0.0.2], [127.0.0.3]')

# put_off STATUS STAGE [RECIPIENT]: delayed, in no doubt
put_off() {
	fact "${3:-ann@example.test}" \
	    '"\(.action) \(.status) \(.stage) \(.unknown)"' \
	    "delayed $1 $2 false"
}

INTERRUPTED=4.3.0 TIMEOUT=4.4.7

# silent STAGE: a server that says nothing any more there
silent() {
	case $1 in
	banner)
		echo 'S! hang' ;;
	hello)
		printf '%s\n' 'S: 220 mx' 'C: EHLO client.example' 'S! hang' ;;
	rcpt)
		hello
		printf '%s\n' "C: $ALICE" 'S: 250 2.1.0 ok' \
		    'C: RCPT TO:<ann@example.test>' 'S! hang' ;;
	message)
		hello
		mail ann@example.test
		printf '%s\n' 'C: DATA' 'S: 354 go ahead' 'C! data 5000' \
		    'S! hang' ;;
	end-of-data)
		hello
		mail ann@example.test
		content
		echo 'S! hang' ;;
	esac >"$T/silent"
	play <"$T/silent"
	bystander 127.0.0.3:25
}

# Signals ----------------------------------------------------------------------

@test "SIGTERM while a name server is waited for" {
	zone <<<'example.test MX !DROP'
	start ann@example.test
	await MX "$T/asked"
	signal
	ended 75
	put_off $INTERRUPTED dns
}

@test "SIGTERM while a connection is waited for: no other host is tried" {
	bystander 127.0.0.3:25
	start -d "[$BLACK_HOLE], [127.0.0.3]" ann@example.test
	await '^=== connecting to'
	signal
	ended 75
	nobody_came
	put_off $INTERRUPTED connect
	says ann@example.test 'interrupted by a signal'
}

@test "SIGINT while a connection is waited for" {
	start -d "[$BLACK_HOLE]" ann@example.test
	await '^=== connecting to'
	signal INT
	ended 75
	put_off $INTERRUPTED connect
}

@test "SIGHUP while a connection is waited for" {
	start -d "[$BLACK_HOLE]" ann@example.test
	await '^=== connecting to'
	signal HUP
	ended 75
	put_off $INTERRUPTED connect
}

@test "SIGTERM while a greeting is waited for: no other host is tried" {
	silent banner
	start "${TO[@]}" ann@example.test
	await '^=== connected to'
	signal
	ended 75
	nobody_came
	applause
	put_off $INTERRUPTED banner
}

@test "SIGTERM while a greeting is waited for: one that comes later is not heard" {
	play <<-'SCRIPT'
		S! sleep 1500
		S: 220 mx
		C! end
	SCRIPT
	start -d '[127.0.0.2]' ann@example.test
	await '^=== connected to'
	signal
	ended 75
	applause
	put_off $INTERRUPTED banner
}

@test "SIGTERM while the answer to EHLO is waited for" {
	silent hello
	start "${TO[@]}" ann@example.test
	await '^ -> EHLO'
	signal
	ended 75
	nobody_came
	applause
	put_off $INTERRUPTED hello
}

@test "SIGTERM while an answer to RCPT is waited for" {
	silent rcpt
	start "${TO[@]}" ann@example.test
	await '^ -> RCPT'
	signal
	ended 75
	nobody_came
	applause
	put_off $INTERRUPTED rcpt
}

@test "SIGTERM: who was refused before it stays so" {
	play <<-SCRIPT
		$(hello)
		C: $ALICE
		S: 250 2.1.0 ok
		C: RCPT TO:<bob@example.test>
		S: 550 5.1.1 unknown
		C: RCPT TO:<ann@example.test>
		S! hang
	SCRIPT
	start -d '[127.0.0.2]' bob@example.test ann@example.test
	await '^ -> RCPT TO:<ann'
	signal
	ended 75
	applause
	fate bob@example.test failed 5.1.1
	put_off $INTERRUPTED rcpt
}

@test "SIGTERM within the message: no dot, no doubt" {
	seq 2000000 | message
	silent message
	start "${TO[@]}" ann@example.test
	await 'DATA$'
	await '354 go ahead'
	signal
	ended 75
	put_off $INTERRUPTED message
	nobody_came
}

# late: a server that answers the dot, but not before it was told to
late() {
	mkfifo "$T/go"
	{
		hello
		mail ann@example.test
		content
		echo 'S! sleep 600'
		echo 'S: 250 2.0.0 stored'
	} >"$T/late"
	play <"$T/late"
}

@test "SIGTERM after the dot: the answer that comes soon is heard" {
	late
	start -d '[127.0.0.2]' ann@example.test
	await '^ -> \.$'
	signal
	ended 0
	applause
	fate ann@example.test relayed 2.0.0
}

@test "SIGTERM after the dot: other domains are not tried any more" {
	zone <<-'END'
		example.test A 127.0.0.2
		other.test A 127.0.0.3
	END
	late
	bystander 127.0.0.3:25
	start -o mxput_destination_parallelism=1 \
	    ann@example.test bob@other.test
	await '^ -> \.$'
	signal
	ended 81
	nobody_came
	applause
	fate ann@example.test relayed 2.0.0
	fact bob@other.test '"\(.action) \(.status)"' "delayed $INTERRUPTED"
}

@test "SIGTERM after the dot, and no answer: unknown" {
	silent end-of-data
	start "${TO[@]}" ann@example.test
	await '^ -> \.$'
	signal
	ended 80
	nobody_came
	applause
	fact ann@example.test '"\(.action) \(.status) \(.unknown)"' \
	    'delayed 4.4.2 true'
}

@test "SIGTERM: who is in doubt since an earlier host is unknown" {
	play <<-SCRIPT
		$(hello)
		$(mail ann@example.test)
		$(content)
		S! close
	SCRIPT
	play 127.0.0.3:25 <<<'S! hang'
	start "${TO[@]}" ann@example.test
	await '^=== connected to 127.0.0.3'
	signal
	ended 80
	applause
	fact ann@example.test '"\(.action) \(.status) \(.unknown)"' \
	    'delayed 4.4.2 true'
}

@test "a second signal ends the run at once" {
	silent end-of-data
	start "${TO[@]}" ann@example.test
	await '^ -> \.$'
	signal TERM
	signal INT
	ended '143|130'
	nobody_came
	applause
}

@test "a signal while the message is read: nothing was tried, no result" {
	mkfifo "$T/slow"
	exec 8<>"$T/slow"
	bystander 127.0.0.2:25
	env --default-signal=TERM "$MXPUT" --no-config -d '[127.0.0.2]' \
	    ann@example.test <"$T/slow" >"$RESULTS" 2>"$CHAT" 3>&- &
	pid=$!
	until [ "$(cat "/proc/$pid/comm")" = mxput ]; do
		sleep 0.01
	done
	signal
	ended 143
	equal output "$(cat "$RESULTS" "$CHAT")" ''
	nobody_came
}

# --timeout --------------------------------------------------------------------

@test "--timeout while a name server is waited for" {
	zone <<<'example.test MX !DROP'
	run -75 deliver --timeout=1s ann@example.test
	put_off $TIMEOUT dns
	says ann@example.test 'the time of this run is over'
}

@test "--timeout while a connection is waited for: no other host is tried" {
	bystander 127.0.0.3:25
	run -75 deliver --timeout=1s -d "[$BLACK_HOLE], [127.0.0.3]" \
	    ann@example.test
	nobody_came
	put_off $TIMEOUT connect
}

# times_out STAGE
times_out() {
	silent "$1"
	run -75 deliver --timeout=1s "${TO[@]}" ann@example.test
	nobody_came
	[ "$1" = message ] || applause
	put_off $TIMEOUT "$1"
}

@test "--timeout while a greeting is waited for" { times_out banner; }
@test "--timeout while an answer to EHLO is waited for" { times_out hello; }
@test "--timeout while an answer to RCPT is waited for" { times_out rcpt; }

@test "--timeout within the message: no dot, no doubt" {
	seq 2000000 | message
	times_out message
}

@test "--timeout after the dot: unknown" {
	silent end-of-data
	run -80 deliver --timeout=1s "${TO[@]}" ann@example.test
	nobody_came
	applause
	fact ann@example.test '"\(.action) \(.status) \(.unknown)"' \
	    'delayed 4.4.2 true'
}

@test "--timeout is of the whole run: what comes later is not tried" {
	zone <<-'END'
		example.test A 127.0.0.2
		other.test A 127.0.0.3
	END
	play <<<'S! hang'
	bystander 127.0.0.3:25
	run -75 deliver --timeout=1s -o mxput_destination_parallelism=1 \
	    ann@example.test bob@other.test
	nobody_came
	put_off $TIMEOUT banner
	fact bob@other.test '"\(.action) \(.status)"' "delayed $TIMEOUT"
}

@test "--timeout is no matter for who is done in time" {
	play < <(takes ann@example.test)
	run -0 deliver --timeout=1d -d '[127.0.0.2]' ann@example.test
	applause
}

# nohup(1) and a shell's background jobs ---------------------------------------

@test "a signal that was ignored before the run began stays ignored" {
	local pid rc=0 try
	play <<-SCRIPT
		S! sleep 800
		$(takes ann@example.test)
	SCRIPT
	(trap '' HUP && exec "$MXPUT" --no-config -v --helo=client.example \
	    -f alice@client.example -d '[127.0.0.2]' ann@example.test \
	    <"$MESSAGE" >"$RESULTS" 2>"$CHAT" 3>&-) &
	pid=$!
	for try in {1..500}; do
		! grep -q '=== connected' "$CHAT" || break
		sleep 0.02
	done
	kill -HUP "$pid"
	wait "$pid" || rc=$?
	cat "$RESULTS" "$CHAT"
	equal status "$rc" 0
	applause
}
