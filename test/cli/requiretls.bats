# SPDX-License-Identifier: BSD-2-Clause
#
# REQUIRETLS, which is not built yet: nothing that asks for it is sent as if
# it did not.

load helpers
load scenes

@test "behaviour 144: Require-TLS-ESMTP: yes ends the run, nothing is tried" {
	play <<<'S: 220 nobody comes'
	printf 'Require-TLS-ESMTP: yes\nFrom: a@b\n\nx\n' | message
	run -78 deliver -d '[127.0.0.2]' ann@example.test
	equal results "$(cat "$RESULTS")" ''
	equal stderr "$(cat "$CHAT")" 'mxput: the message wants REQUIRETLS'\
' (Require-TLS-ESMTP), which is not built yet'
	boo 'nobody has connected'
}

@test "behaviour 144: requiretls_enable = no: the header means nothing" {
	printf 'Require-TLS-ESMTP: yes\nFrom: a@b\n\nx\n' | message
	for parameter in requiretls_enable requiretls_esmtp_header; do
		play < <(takes ann@example.test)
		run -0 deliver -d '[127.0.0.2]' -o $parameter=no \
		    ann@example.test
		equal stderr "$(cat "$CHAT")" ''
		applause
		actors=()
		rm -r "$T"/play.0
	done
}

@test "behaviour 144: in the body it means nothing" {
	printf 'From: a@b\n\nRequire-TLS-ESMTP: yes\n' | message
	play < <(takes ann@example.test)
	run -0 deliver -d '[127.0.0.2]' ann@example.test
	applause
}
