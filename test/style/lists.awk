# SPDX-License-Identifier: BSD-2-Clause
#
# Nothing is forgotten: reads src/FLOORS, Makefile.am and then all C and bats
# files; prints `rule TAB file: what`. Rules: listed (each file is named in
# Makefile.am), mirror (each source file of a room has its unit test, unless
# it is a door: one that includes a header which only some rooms may).
# root is what stands before every file's name.

FNR == 1 { nfile++ }

nfile == 1 {
	# threads do not make a file untestable
	if ($1 == "door" && $2 != "pthread.h")
		door[$2] = 1
	next
}

nfile == 2 {
	for (i = 1; i <= NF; i++)
		named[$i] = 1
	next
}

FNR == 1 {
	name = substr(FILENAME, length(root) + 1)
	bare = name
	sub(/\.c$/, "", bare)
	if (!(name in named) && !(bare in named))
		print "listed\t" name ": not on a list of Makefile.am"
	present[name] = 1
}

/^#[ \t]*include[ \t]*["<]/ {
	split($0, piece, /["<>]/)
	for (d in door)
		if (piece[2] == d || (d ~ /\/$/ && index(piece[2], d) == 1))
			is_door[name] = 1
}

END {
	for (name in present) {
		if (name !~ /^src\/[a-z]+\/[a-z_0-9]+\.c$/ || is_door[name])
			continue
		test = name
		sub(/^src\//, "test/unit/", test)
		sub(/[a-z_0-9]+\.c$/, "test_&", test)
		if (!(test in present))
			print "mirror\t" name ": its test " test " is missing"
	}
}
