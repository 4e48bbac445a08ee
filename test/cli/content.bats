# SPDX-License-Identifier: BSD-2-Clause
#
# The octets of the message on the wire, where they need not be converted.

load helpers
load scenes

AS_IT_IS=-odisable_mime_output_conversion=yes

# wire INPUT OUTPUT [ARGUMENT...]: both with the escapes of printf
wire() {
	printf "$1" | message
	play < <(takes ann@example.test)
	run -0 deliver -d '[127.0.0.2]' "$AS_IT_IS" "${@:3}" ann@example.test
	applause
	printf "$2" >"$T/wanted"
	cmp "$T/wanted" "$(received)" || {
		od -c "$(received)" | head -n 40
		return 1
	}
}

# letters N [LETTER]: so many of them
letters() { head -c "$1" /dev/zero | tr '\0' "${2:-x}"; }

@test "behaviour 189: lines end in CRLF" {
	wire 'a: b\n\nx\n\ny\n' 'a: b\r\n\r\nx\r\n\r\ny\r\n'
}

@test "behaviour 189: a message whose lines end in CRLF is not changed" {
	wire 'a: b\r\n\r\nx\r\n\r\n' 'a: b\r\n\r\nx\r\n\r\n'
}

@test "behaviour 189: line ends of both sorts in one message" {
	wire 'a: b\r\n\nx\n\r\ny\r\n' 'a: b\r\n\r\nx\r\n\r\ny\r\n'
}

@test "behaviour 189: the last line gets its line end" {
	wire 'a: b\n\nx' 'a: b\r\n\r\nx\r\n'
}

@test "behaviour 189: a dot at the beginning of a line is doubled, and nowhere else" {
	wire '.a: b\n\n.\n..\n.x\nx.\n x\n.' \
	    '..a: b\r\n\r\n..\r\n...\r\n..x\r\nx.\r\n x\r\n..\r\n'
}

@test "a message without an empty line" {
	wire 'a: b\n' 'a: b\r\n'
}

@test "a message of one octet" {
	wire x 'x\r\n'
}

@test "a message of one dot" {
	wire . '..\r\n'
}

@test "a message of empty lines" {
	wire '\n\n\n' '\r\n\r\n\r\n'
}

@test "every octet but CR and LF passes as it is" {
	local n all=
	for ((n = 0; n < 256; n++)); do
		[ $n = 10 ] || [ $n = 13 ] || all+=$(printf '\\x%02x' $n)
	done
	wire "a: b\\n\\n$all\\n" "a: b\\r\\n\\r\\n$all\\r\\n"
}

@test "behaviour 191: the header passes as it is, Bcc included" {
	wire 'Bcc: x@y.test\nsubject :x\n\tfolded\nnonsense\n\nx\n' \
	    'Bcc: x@y.test\r\nsubject :x\r\n\tfolded\r\nnonsense\r\n\r\nx\r\n'
}

@test "a message longer than any buffer" {
	seq 200000 | message
	play < <(takes ann@example.test)
	run -0 deliver -d '[127.0.0.2]' "$AS_IT_IS" ann@example.test
	applause
	seq 200000 | same_message
}

# Bare CR ----------------------------------------------------------------------

@test "D26: a bare CR becomes a blank" {
	wire 'a: b\n\nx\ry\n' 'a: b\r\n\r\nx y\r\n'
}

@test "D26: a bare CR at the end of the message becomes a blank" {
	wire 'a: b\n\nx\r' 'a: b\r\n\r\nx \r\n'
}

@test "D26: of several CRs before LF one belongs to the line end" {
	wire 'a: b\n\nx\r\r\n' 'a: b\r\n\r\nx \r\n'
}

@test "D26: nothing in a message can end it early" {
	local end='MAIL FROM:<evil@x.test>'
	local in="1\r.\r$end\n2\n.\r$end\n3\r.\n$end\n" out
	in+="4\n.\n$end\n5\r\n.\r\n$end\n6\r\n.\r$end\n"
	out="1 . $end\r\n2\r\n.. $end\r\n3 .\r\n$end\r\n"
	out+="4\r\n..\r\n$end\r\n5\r\n..\r\n$end\r\n6\r\n.. $end\r\n"
	wire "a: b\n\n$in" "a: b\r\n\r\n$out"
}

@test "D26: in Postfix mode a bare CR is kept" {
	printf 'compatibility_level = 3.6\nmyhostname = client.example\n' \
	    >"$T/main.cf"
	printf 'a: b\n\nx\ry\n' | message
	play < <(takes ann@example.test)
	run -0 "$MXPUT" -C "$T" -f alice@client.example -d '[127.0.0.2]' \
	    ann@example.test <"$MESSAGE"
	applause
	printf 'a: b\r\n\r\nx\ry\r\n' | cmp - "$(received)"
}

# Long lines -------------------------------------------------------------------

@test "behaviour 190: a line of 998 octets is not folded" {
	wire "a: b\n\n$(letters 998)\n" "a: b\r\n\r\n$(letters 998)\r\n"
}

@test "behaviour 190: a line of 999 octets is" {
	wire "a: b\n\n$(letters 999)\n" \
	    "a: b\r\n\r\n$(letters 998)\r\n x\r\n"
}

@test "behaviour 190: the blank counts: 3000 octets are 998, 997, 997 and 8" {
	wire "a: b\n\n$(letters 3000)\n" "a: b\r\n\r\n$(letters 998)\r\n $(
	    letters 997)\r\n $(letters 997)\r\n $(letters 8)\r\n"
}

@test "behaviour 190: a dot behind a fold is not doubled" {
	wire "a: b\n\n$(letters 998).y\n" \
	    "a: b\r\n\r\n$(letters 998)\r\n .y\r\n"
}

@test "behaviour 190: the dot that is doubled does not count" {
	wire "a: b\n\n.$(letters 997)\n" "a: b\r\n\r\n..$(letters 997)\r\n"
}

@test "behaviour 190: a long header line is folded too" {
	wire "a: $(letters 1000)\n\nx\n" \
	    "a: $(letters 995)\r\n $(letters 5)\r\n\r\nx\r\n"
}

@test "behaviour 190: smtp_line_length_limit says where" {
	wire 'a: b\n\n1234567890123\n' 'a: b\r\n\r\n123456789012\r\n 3\r\n' \
	    -o smtp_line_length_limit=12
}

@test "behaviour 190: smtp_line_length_limit=0: nowhere" {
	wire "a: b\n\n$(letters 5000)\n" "a: b\r\n\r\n$(letters 5000)\r\n" \
	    -o smtp_line_length_limit=0
}

@test "D25: smtp_line_length_limit from 1 to 11 is refused" {
	for limit in 1 2 11; do
		run -78 deliver -d "[$NOBODY]" \
		    -o smtp_line_length_limit=$limit ann@example.test
		equal results "$(cat "$RESULTS")" ''
	done
}
