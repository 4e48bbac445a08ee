# SPDX-License-Identifier: BSD-2-Clause
#
# The house rules that a line shows by itself; prints `rule TAB file:line:
# what`. Rules: columns, licence, banned (functions that are too easy to use
# wrongly), memory, output, clock (each has its own place), plain (words and
# habits that are not ours), vain (lines of tests that cannot fail). root is
# what stands before every file's name.

BEGIN {
	banned = "strcpy strcat sprintf vsprintf strtok atoi atol atoll gets " \
	    "scanf sscanf fscanf alloca setjmp longjmp system popen strncpy " \
	    "strncat strtok_r tmpnam mktemp"
	memory = "malloc calloc realloc reallocarray free strdup strndup " \
	    "asprintf"
	output = "printf fprintf vfprintf vprintf puts fputs putchar putc " \
	    "fputc fwrite perror dprintf"
	clock = "time gettimeofday clock_gettime sleep usleep nanosleep " \
	    "clock_nanosleep alarm"
	count(banned, is_banned)
	count(memory, is_memory)
	count(output, is_output)
	count(clock, is_clock)
}

FNR == 1 {
	name = substr(FILENAME, length(root) + 1)
	house = sub(/^src\//, "", name) || name ~ /^cmd\//
	code = FILENAME ~ /\.[ch]$/
	in_comment = 0
	if (code && $0 != "/* SPDX-License-Identifier: BSD-2-Clause */")
		wrong("licence", "the licence line is missing")
	if (house && FILENAME ~ /\.h$/)
		want = guard(name)
	else
		want = ""
}

# The lines of a protocol are as long as they are.
columns($0) > 80 && FILENAME !~ /\.bats$/ {
	wrong("columns", columns($0) " columns")
}

/[ \t]$/ && FILENAME !~ /\.(bats|md)$/ { wrong("plain", "blanks at the end") }

/\r/ { wrong("plain", "a carriage return") }

# A shell does not end for a command behind "!".
/^\t+! / && FILENAME ~ /\.bats$/ && !/(&&|\|\|)/ {
	wrong("vain", "\"!\" cannot fail here: never, or run -1")
}

want != "" && /^#/ {
	if ($0 != "#ifndef " want)
		wrong("plain", "the guard is not " want)
	want = ""
}

code {
	line = bare($0)
	if (line ~ /(^|[^a-z_])goto[ \t]/)
		wrong("plain", "goto")
	if (line ~ /typedef[ \t]+(struct|union|enum)/ || line ~ /typedef.*\*;/)
		wrong("plain", "a typedef that hides a struct or a pointer")
	if (house)
		calls(line)
}

function wrong(rule, what) {
	printf "%s\t%s:%d: %s\n", rule, FILENAME, FNR, what
}

function count(words, set,	w, i, n) {
	n = split(words, w, " ")
	for (i = 1; i <= n; i++)
		set[w[i]] = 1
}

function guard(header) {
	header = toupper(header)
	gsub(/[^A-Z0-9]/, "_", header)
	return header
}

function columns(s,	n, i, at, piece, tab) {
	at = 0
	if (length(s) <= 10 && s !~ /\t/)
		return length(s)
	# mawk counts octets: take continuation octets of UTF-8 out
	gsub(/[\200-\277]/, "", s)
	n = split(s, piece, "\t")
	for (i = 1; i < n; i++)
		at = int((at + length(piece[i])) / 8) * 8 + 8
	return at + length(piece[n])
}

# The line without what stands in comments, strings and character constants.
function bare(s,	out, c, i) {
	if (in_comment) {
		i = index(s, "*/")
		if (i == 0)
			return ""
		s = substr(s, i + 2)
		in_comment = 0
	}
	gsub(/\\\\/, "", s)
	gsub(/\\"/, "", s)
	gsub(/\\'/, "", s)
	gsub(/'"'/, "''", s)
	gsub(/"[^"]*"/, "\"\"", s)
	while ((i = index(s, "/*")) > 0) {
		out = substr(s, i + 2)
		s = substr(s, 1, i - 1)
		i = index(out, "*/")
		if (i == 0) {
			in_comment = 1
			return s
		}
		s = s " " substr(out, i + 2)
	}
	if (s ~ /\/\//)
		wrong("plain", "a // comment")
	return s
}

function calls(line,	word, before) {
	while (match(line, /[A-Za-z_][A-Za-z_0-9]*\(/)) {
		word = substr(line, RSTART, RLENGTH - 1)
		before = substr(line, 1, RSTART - 1)
		line = substr(line, RSTART + RLENGTH)
		if (before ~ /(->|\.)$/)
			continue	# an operation of an object
		if (word in is_banned)
			wrong("banned", word)
		if (word in is_memory && name != "base/mem.c")
			wrong("memory", word " outside base/mem.c")
		if (word in is_output && name !~ /^(cmd|report)\//)
			wrong("output", word " outside cmd and report")
		if (word in is_clock && name !~ /^os\//)
			wrong("clock", word " outside os")
	}
}
