# SPDX-License-Identifier: BSD-2-Clause
#
# What has grown large: files over 400 lines, functions over 60, more than
# three levels of nesting. A report to read, not a gate.

FNR == 1 && last != "" { file_ends() }
FNR == 1 { last = FILENAME; deep = 0; opened = 0 }
{ lines = FNR }

/^[a-z_].*\(/ { function_name = $0; sub(/\(.*/, "", function_name) }
/^{/ { opened = FNR; deep = 0 }
opened && /^\t+[^\t ]/ {
	match($0, /^\t+/)
	if (RLENGTH > deep && $0 !~ /^\t+[&|"?:.]/)
		deep = RLENGTH
}
/^}/ && opened {
	if (FNR - opened - 1 > 60)
		print FILENAME ":" opened ": " function_name " has " \
		    FNR - opened - 1 " lines"
	if (deep > 4)
		print FILENAME ":" opened ": " function_name " nests " \
		    deep - 1 " deep"
	opened = 0
}

END { if (last != "") file_ends() }

function file_ends() {
	if (lines > 400)
		print last ": " lines " lines"
}
