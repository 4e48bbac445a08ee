# SPDX-License-Identifier: BSD-2-Clause
#
# A real Postfix, found through a real resolver.

load helpers

setup_file() {
	requires dns postfix
}

@test "one recipient is delivered, one fails, one is delayed" {
	run -81 deliver bob@example.net nobody@example.net later@example.net

	fate bob@example.net relayed 2.0.0
	fate nobody@example.net failed 5.1.1
	fate later@example.net delayed 4.2.1
	fact bob@example.net .remote_mta.name mx.example.net
	fact bob@example.net .remote_mta.port 25

	file=$(mailbox bob@example.net)
	grep '^Subject: hello$' "$file"
	equal body "$(sed '1,/^$/d' "$file")" Hello.
}
