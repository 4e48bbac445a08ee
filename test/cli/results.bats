# SPDX-License-Identifier: BSD-2-Clause
#
# The results on stdout, as JSON and as text.

load helpers
load scenes

# well_formed N: N objects, one a line, each with every key of CLI.md and the
# right sort of value
well_formed() {
	equal lines "$(wc -l <"$RESULTS")" "$1"
	jq -es --argjson n "$1" '
		def text: type == "string";
		def number: type == "number";
		def yes_no: type == "boolean";
		def maybe(f): . == null or f;
		def status: test("^[245]\\.[0-9]{1,3}\\.[0-9]{1,3}$");
		def stage: IN("input", "dns", "policy", "connect", "banner",
		    "hello", "starttls", "tls", "auth", "xforward", "mail",
		    "rcpt", "data", "message", "end-of-data", "quit");
		def server: (.name | text) and (.address | text) and
		    (.port | number);
		def line: text and (contains("\n") | not) and length > 0;
		def decimal: number and . >= 0;
		length == $n and all(.[];
		    (.recipient | text) and
		    (.original_recipient | maybe(text)) and
		    (.action | IN("delivered", "relayed", "expanded",
			"delayed", "failed")) and
		    (.unknown | yes_no) and
		    (.may_be_duplicate | yes_no) and
		    (.status | status) and
		    (.code | maybe(number and . >= 200 and . < 600)) and
		    has("reply") and (.reply | maybe(text)) and
		    ((.reply == null) == (.code == null)) and
		    (.stage | stage) and
		    (.detail | line) and
		    has("remote_mta") and (.remote_mta | maybe(server)) and
		    (.destination | text) and
		    (.protocol | IN("smtp", "esmtp", "lmtp")) and
		    has("tls") and (.tls | maybe(
			(.level | text) and (.peer | text) and
			has("version") and has("cipher") and
			has("match"))) and
		    has("auth") and .auth == null and
		    (.attempts | type == "array" and all(.[]; server and
			(.stage | stage) and (.status | status) and
			(.detail | line))) and
		    (.delay | decimal) and
		    (.delays | (.before | decimal) and (.setup | decimal) and
			(.connect | decimal) and (.transmit | decimal)) and
		    (.time | test("^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:]{8}" +
			"(\\.[0-9]+)?Z$"))) or ("malformed: \(.)" | error)' \
	    "$RESULTS" >/dev/null
}

# JSON -------------------------------------------------------------------------

@test "JSON: delivered, failed and delayed by a server" {
	mx example.test mx.example.test=127.0.0.2
	play <<-SCRIPT
		$(hello)
		$(mail ann@example.test)
		C: RCPT TO:<bob@example.test>
		S: 550 5.1.1 no bob here
		C: RCPT TO:<cat@example.test>
		S: 452 4.2.2 cat is full
		$(content)
		S: 250 2.0.0 stored as "a\b"
	SCRIPT

	run -81 deliver {ann,bob,cat}@example.test

	applause
	well_formed 3
	diff - <(jq -c 'del(.delay, .delays, .time, .attempts)' "$RESULTS") \
	    <<-'END'
		{"recipient":"ann@example.test","original_recipient":null,"action":"relayed","unknown":false,"may_be_duplicate":false,"status":"2.0.0","code":250,"reply":"250 2.0.0 stored as \"a\\b\"","stage":"end-of-data","detail":"250 2.0.0 stored as \"a\\b\"","remote_mta":{"name":"mx.example.test","address":"127.0.0.2","port":25},"destination":"example.test","protocol":"esmtp","tls":{"level":"none","version":null,"cipher":null,"peer":"none","match":null},"auth":null}
		{"recipient":"bob@example.test","original_recipient":null,"action":"failed","unknown":false,"may_be_duplicate":false,"status":"5.1.1","code":550,"reply":"550 5.1.1 no bob here","stage":"rcpt","detail":"host mx.example.test[127.0.0.2] said: 550 5.1.1 no bob here (in reply to RCPT TO command)","remote_mta":{"name":"mx.example.test","address":"127.0.0.2","port":25},"destination":"example.test","protocol":"esmtp","tls":{"level":"none","version":null,"cipher":null,"peer":"none","match":null},"auth":null}
		{"recipient":"cat@example.test","original_recipient":null,"action":"delayed","unknown":false,"may_be_duplicate":false,"status":"4.2.2","code":452,"reply":"452 4.2.2 cat is full","stage":"rcpt","detail":"host mx.example.test[127.0.0.2] said: 452 4.2.2 cat is full (in reply to RCPT TO command)","remote_mta":{"name":"mx.example.test","address":"127.0.0.2","port":25},"destination":"example.test","protocol":"esmtp","tls":{"level":"none","version":null,"cipher":null,"peer":"none","match":null},"auth":null}
	END
	fact ann@example.test '.attempts | length' 1
}

@test "JSON: failed by the DNS" {
	zone <<<'null.test MX 0 .'
	run -69 deliver ann@null.test
	well_formed 1
	fact ann@null.test '"\(.code) \(.reply) \(.remote_mta) \(.attempts)"' \
	    'null null null []'
}

@test "JSON: nobody could be reached" {
	run -75 deliver -d "[$NOBODY], [127.0.0.98]" ann@example.test
	well_formed 1
	fact ann@example.test '"\(.code) \(.reply) \(.remote_mta)"' \
	    'null null null'
	fact ann@example.test '[.attempts[] | "\(.address) \(.port) "
	    + .stage] | join(", ")' "$NOBODY 25 connect, 127.0.0.98 25 connect"
}

@test "JSON: timed out, unknown, and perhaps delivered twice" {
	play <<-SCRIPT
		$(hello)
		$(mail ann@example.test)
		$(content)
		S! hang
	SCRIPT
	run -80 deliver -o smtp_data_done_timeout=1s -d '[127.0.0.2]' \
	    ann@example.test
	applause
	well_formed 1
	fact ann@example.test '"\(.code) \(.reply) \(.unknown)"' \
	    'null null true'
	fact ann@example.test .remote_mta.address 127.0.0.2

	play <"$T/play.0/script"
	play 127.0.0.3:25 < <(takes ann@example.test)
	unset 'actors[0]'
	run -0 deliver -o smtp_data_done_timeout=1s \
	    -d '[127.0.0.2], [127.0.0.3]' ann@example.test
	applause
	well_formed 1
	fact ann@example.test .may_be_duplicate true
}

@test "JSON: a reply of several lines is joined by line feeds, the detail by blanks" {
	play <<-SCRIPT
		$(hello)
		C: $ALICE
		S: 250 2.1.0 ok
		C: RCPT TO:<ann@example.test>
		S: 550-5.1.1 one
		S: 550-5.1.1 two
		S: 550 5.1.1 three
		$(leave)
	SCRIPT
	run -69 deliver -d '[127.0.0.2]' ann@example.test
	well_formed 1
	fact ann@example.test .reply \
	    $'550-5.1.1 one\n550-5.1.1 two\n550 5.1.1 three'
	says ann@example.test \
	    'said: 550-5.1.1 one 550-5.1.1 two 550 5.1.1 three (in reply'
}

@test "JSON: the original recipient is that of ORCPT" {
	echo 'ann@example.test ORCPT=rfc822;Ann+2BSmith@old.test' >"$T/list"
	run -75 deliver -d "[$NOBODY]" --recipients-from="$T/list"
	well_formed 1
	fact ann@example.test .original_recipient Ann+Smith@old.test
}

@test "JSON: the recipient stands as it was given" {
	run -75 deliver -d "[$NOBODY]" '<"Ann \"x\""@EXAMPLE.test>'
	well_formed 1
	equal recipient "$(jq -r .recipient "$RESULTS")" \
	    '"Ann \"x\""@EXAMPLE.test'
}

@test "JSON: the time is that of the verdict, in UTC" {
	before=$(date -u +%s)
	TZ=Asia/Tokyo run -75 deliver -d "[$NOBODY]" ann@example.test
	time=$(jq -r '.time | sub("\\.[0-9]+"; "") | fromdate' "$RESULTS")
	[ "$time" -ge "$before" ]
	[ "$time" -le "$(date -u +%s)" ]
}

@test "JSON: the delay is the sum of the delays" {
	run -75 deliver -d "[$NOBODY]" ann@example.test
	jq -e '(.delays | .before + .setup + .connect + .transmit) - .delay |
	    fabs < 0.0005' "$RESULTS"
}

@test "JSON: --arrival is when the delay began" {
	run -75 deliver --arrival=@$(($(date +%s) - 1000)) -d "[$NOBODY]" \
	    ann@example.test
	jq -e '.delays.before >= 999 and .delays.before < 1100' "$RESULTS"
}

@test "--json is --format=json" {
	run -75 deliver --format=text --json -d "[$NOBODY]" ann@example.test
	well_formed 1
}

# When -------------------------------------------------------------------------

@test "a result is told as soon as all before it are settled, and no sooner" {
	zone <<-'END'
		a.test A 127.0.0.2
		b.test A 127.0.0.3
	END
	play 127.0.0.2:25 < <(takes 1@a.test 2@a.test 3@a.test)
	play 127.0.0.3:25 <<<'S! hang'
	"$MXPUT" --no-config --format=json --helo=client.example -v \
	    -f alice@client.example 1@a.test 2@a.test 1@b.test 3@a.test \
	    <"$MESSAGE" >"$RESULTS" 2>"$CHAT" 3>&- &
	actors[9]=$!
	for _ in {1..1000}; do
		! grep -q '=== connected to b.test' "$CHAT" ||
		    ! grep -q '=== connection to a.test.* closed' "$CHAT" ||
			break
		sleep 0.01
	done

	# a.test is done, b.test is not: the third result waits for it
	equal 'told meanwhile' "$(jq -r .recipient "$RESULTS" | tr '\n' ' ')" \
	    '1@a.test 2@a.test '

	kill "${actors[9]}"
	wait "${actors[9]}" || [ $? = 81 ]
	unset 'actors[9]'
	equal 'told in the end' "$(jq -r .recipient "$RESULTS" | tr '\n' ' ')" \
	    '1@a.test 2@a.test 1@b.test 3@a.test '
	applause
}

# Text -------------------------------------------------------------------------

# text LINE: the one result
text() { equal result "$(cat "$RESULTS")" "$1"; }

@test "text is the default" {
	run -75 "$MXPUT" --no-config -d "[$NOBODY]" ann@example.test \
	    <"$MESSAGE"
	equal result "$output" "ann@example.test: delayed 4.4.1: connect to $(
	    )$NOBODY[$NOBODY]:25: Connection refused"
}

@test "text: delivered" {
	mx example.test mx.example.test=127.0.0.2
	play 127.0.0.2:2525 < <(takes ann@example.test)
	run -0 deliver --format=text -d example.test:2525 ann@example.test
	text "ann@example.test: relayed 2.0.0 via mx.example.test[$(
	    )127.0.0.2]:2525: 250 2.0.0 stored"
}

@test "text: failed by a server" {
	play <<-SCRIPT
		$(hello)
		C: $ALICE
		S: 250 2.1.0 ok
		C: RCPT TO:<ann@example.test>
		S: 550-5.1.1 no
		S: 550 5.1.1 ann here
		$(leave)
	SCRIPT
	run -69 deliver --format=text -d '[127.0.0.2]' ann@example.test
	text "ann@example.test: failed 5.1.1 via 127.0.0.2[127.0.0.2]:25: $(
	    )host 127.0.0.2[127.0.0.2] said: 550-5.1.1 no 550 5.1.1 ann here $(
	    )(in reply to RCPT TO command)"
}

@test "text: failed without a session: no via" {
	zone <<<'null.test MX 0 .'
	run -69 deliver --format=text ann@null.test
	text "ann@null.test: failed 5.1.0: Domain null.test does not accept $(
	    )mail (nullMX)"
}

@test "text: an IPv6 server" {
	play '[2001:db8::2]:25' < <(takes ann@example.test)
	run -0 deliver --format=text -d '[ipv6:2001:db8::2]' ann@example.test
	text "ann@example.test: relayed 2.0.0 via 2001:db8::2[$(
	    )2001:db8::2]:25: 250 2.0.0 stored"
}

@test "text: a recipient in UTF-8" {
	run -75 deliver --format=text -d "[$NOBODY]" ännchen@example.test
	[[ $(cat "$RESULTS") == 'ännchen@example.test: delayed 4.4.1: '* ]]
}

@test "text: one line a recipient, in order" {
	run -75 deliver --format=text -d "[$NOBODY]" {z,a,m}@example.test
	equal recipients "$(cut -d: -f1 "$RESULTS" | tr '\n' ' ')" \
	    'z@example.test a@example.test m@example.test '
}
