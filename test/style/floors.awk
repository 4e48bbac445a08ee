# SPDX-License-Identifier: BSD-2-Clause
#
# Holds the code against the picture of the house: reads src/FLOORS first,
# then source files, and prints `rule TAB file:line: what` for each wrong step.
# Rules: floors (includes go to the own room or downwards), doors (foreign
# headers come in by their door only), private (room_internal.h stays in the
# room), state (variables that outlive a call). root is what stands before
# every file's name.

FNR == 1 { nfile++ }

nfile == 1 {
	sub(/#.*/, "")
	if ($1 == "floor")
		for (i = 3; i <= NF; i++)
			floor[$i] = $2 + 0
	else if ($1 == "door")
		for (i = 3; i <= NF; i++) {
			door[$2] = 1
			may[$2, $i] = 1
		}
	else if ($1 == "state")
		for (i = 2; i <= NF; i++)
			stateful[$i] = 1
	else if (NF > 0)
		wrong("floors", "no such word in this picture: " $1)
	next
}

FNR == 1 {
	name = substr(FILENAME, length(root) + 1)
	sub(/^src\//, "", name)
	room = name
	sub(/\/.*/, "", room)
	if (!(room in floor))
		wrong("floors", "src/FLOORS does not know the room " room)
}

/^[ \t]*#[ \t]*include[ \t]*["<]/ {
	split($0, piece, /["<>]/)
	header = piece[2]
	if ($0 ~ /include[ \t]*"/)
		ours(header)
	through_door(header)
	next
}

# KNF puts what has file scope in column one.
/^[a-z_]/ || /^\t+static[ \t]/ {
	if (!(name in stateful) && is_variable($0) && !is_constant($0))
		wrong("state", "a variable that outlives the call: " $0)
}

function wrong(rule, what) {
	printf "%s\t%s:%d: %s\n", rule, FILENAME, FNR, what
}

function ours(header,	to) {
	to = header
	if (!sub(/\/.*/, "", to) || !(to in floor)) {
		wrong("floors", "\"" header "\" names no room")
		return
	}
	if (to != room && floor[to] >= floor[room])
		wrong("floors", room " (floor " floor[room] ") includes " \
		    header " (floor " floor[to] ")")
	if (to != room && header ~ /_internal\.h$/)
		wrong("private", header " is for the room " to " only")
}

function through_door(header,	d, best) {
	for (d in door)
		if ((header == d || (d ~ /\/$/ && index(header, d) == 1)) &&
		    length(d) > length(best))
			best = d
	if (best != "" && !((best, room) in may))
		wrong("doors", "the room " room " has no door to " header)
}

function declared(line) {
	sub(/\/\*.*/, "", line)
	sub(/[=;[{].*/, "", line)
	return line
}

function is_variable(line,	d) {
	if (line ~ /^(typedef|return|case|default|extern|_Static_assert|else)/)
		return 0
	if (line ~ /^[a-z_]+:/)
		return 0
	d = declared(line)
	if (match(d, /\(/) && substr(d, RSTART, 2) != "(*")
		return 0		# a function
	if (line ~ /^(struct|union|enum)[ \t]*[a-z_0-9]*[ \t]*[{;]?$/)
		return 0		# a type
	if (line ~ /^(static )?inline/)
		return 0
	return line ~ /[=;]/ || line ~ /(struct|union) \{$/
}

function is_constant(line,	d) {
	d = declared(line)
	if (d ~ /\*/)
		return d ~ /\*[ ]*const[ )]/ || d ~ /\(\*const/
	return d ~ /(^|[ \t])const[ \t]/ || d ~ /^(static )?enum/
}
