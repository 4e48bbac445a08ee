# SPDX-License-Identifier: BSD-2-Clause
#
# Postfix' smtp-sink in several roles, sourced by inside.
#   198.51.100.25:25, [2001:db8:100::18]:25  takes everything
#   198.51.100.26:25  4xx after RCPT         198.51.100.27:25  5xx after DATA
#   198.51.100.28:24  LMTP                   $LAB/run/lmtp.sock  LMTP

# sink ADDR OPTION...
sink() {
	(cd "$dir/run" && exec $LAB_ASUSER smtp-sink "${@:2}" "$1" 64) \
	    >>"$dir/log/sink.log" 2>&1 &
}

service_sinks() {
	needs smtp-sink
	sink 198.51.100.25:25 -h sink.nsec.test
	sink '[2001:db8:100::18]:25' -h v6only.nsec.test
	sink 198.51.100.26:25 -h soft.nsec.test -r rcpt
	sink 198.51.100.27:25 -h hard.nsec.test -f data
	sink 198.51.100.28:24 -L -h lmtp.nsec.test
	sink "unix:$dir/run/lmtp.sock" -L -h lmtp.nsec.test
	wait_for 198.51.100.25 25
	wait_for 198.51.100.28 24
}
