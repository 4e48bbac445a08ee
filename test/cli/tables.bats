# SPDX-License-Identifier: BSD-2-Clause
#
# Tables that parameters name, as files and within the parameter.

load helpers
load scenes

LOCAL='local data error while talking to mx.example.test[127.0.0.2]'
AT_ONCE=$'S: 220 mx.example.test ESMTP\nC: QUIT'

# table NAME <LINES: a file of the test
table() { cat >"$T/$1"; }

# one_host: example.test has one mail server
one_host() { mx example.test mx.example.test=127.0.0.2; }

# refuses_ann: the server says 550 to ann
refuses_ann() {
	hello
	cat <<-END
		C: $ALICE
		S: 250 2.1.0 ok
		C: RCPT TO:<ann@example.test>
		S: 550 5.1.1 no ann here
	END
	leave
}

# without_dsn: a server whose DSN must be overlooked
without_dsn() {
	hello DSN
	mail ann@example.test
	content
	echo 'S: 250 2.0.0 stored'
}

# Each type --------------------------------------------------------------------

# overlooks TABLE: it says that dsn is discarded at the server
overlooks() {
	one_host
	play < <(without_dsn)
	run -0 deliver -v -N success ann@example.test \
	    -o "smtp_discard_ehlo_keyword_address_maps=$1"
	applause
	[[ "$(<"$CHAT")" == *'discarding EHLO keywords: DSN'* ]]
}

@test "a texthash: table has a key and a value a line" {
	table t <<-'END'
		# servers
		127.0.0.9	size
		127.0.0.2
		 	dsn
	END
	overlooks "texthash:$T/t"
}

@test "a cidr: table knows networks" {
	printf '%s\n' '!127.0.0.0/8 size' '127.0.0.2/31 dsn' | table t
	overlooks "cidr:$T/t"
}

@test "a regexp: table has patterns" {
	printf '%s\n' '/^127\.0\.0\.[3-9]$/ size' '/^127\.(0)\.0\.2$/ dsn' |
	    table t
	overlooks "regexp:$T/t"
}

@test "a pcre: table has patterns, of Perl's kind" {
	printf '%s\n' '/^127(?!\.0\.0\.2)/ size' '/^\d+\.0\.0\.2$/ dsn' |
	    table t
	overlooks "pcre:$T/t"
}

@test "a table may stand in the parameter" {
	overlooks 'inline:{ {127.0.0.2 = dsn} }'
}

@test "static: says the same about everything" {
	overlooks static:dsn
}

@test "proxy: before a type does not matter" {
	table t <<<'127.0.0.2 dsn'
	overlooks "proxy:texthash:$T/t"
}

@test "of several tables the first one that has the key counts" {
	table one <<<'127.0.0.9 size'
	table two <<<'127.0.0.2 dsn'
	table three <<<'127.0.0.2 size'
	overlooks "texthash:$T/one, texthash:$T/two texthash:$T/three"
}

# by_source TYPE: the text beside a database is read, which is said with -vv
by_source() {
	table t <<<'127.0.0.2 dsn'
	printf 'no text \0' >"$T/t.db"
	overlooks "$1:$T/t"
}

@test "hash: reads the text that the database is made from" {
	by_source hash
}

@test "and so does lmdb:" {
	by_source lmdb
}

@test "which is said under -vv" {
	table t <<<'127.0.0.2 dsn'
	one_host
	play < <(without_dsn)
	run -0 deliver -vv -N success ann@example.test \
	    -o "smtp_discard_ehlo_keyword_address_maps=hash:$T/t"
	applause
	grep -F "hash:$T/t" "$CHAT" | grep -v discard_ehlo
}

# Each parameter ---------------------------------------------------------------

@test "a reply filter makes a refusal a temporary one" {
	table t <<<'/^550 5\.1\.1 (.*)/ 450 4.1.1 $1 yet'
	one_host
	play < <(refuses_ann)
	run -75 deliver -o "smtp_reply_filter=pcre:$T/t" ann@example.test
	applause
	fate ann@example.test delayed 4.1.1
	says ann@example.test '450 4.1.1 no ann here yet'
}

@test "a reply filter of keys is asked in lower case" {
	one_host
	play < <(without_dsn)
	run -0 deliver -N success ann@example.test \
	    -o smtp_reply_filter='inline:{250-dsn=250-nothing}'
	applause
}

@test "a status filter makes a bounce of what is delayed" {
	table t <<<'/^4\.1\.1 (.*)/ 5.1.1 for good: $1'
	one_host
	play < <(refuses_ann | sed 's/550 5/450 4/')
	run -69 deliver -o "smtp_delivery_status_filter=regexp:$T/t" \
	    ann@example.test
	applause
	fate ann@example.test failed 5.1.1
	says ann@example.test 'for good: host mx.example.test[127.0.0.2]'
}

@test "and something to be tried again of a bounce" {
	one_host
	play < <(refuses_ann)
	run -75 deliver ann@example.test \
	    -o default_delivery_status_filter='static:{4.7.1 wait}'
	applause
	fate ann@example.test delayed 4.7.1
	fact ann@example.test .detail wait
}

@test "but no status filter makes a success of a failure" {
	one_host
	play < <(refuses_ann)
	run -69 deliver -o smtp_delivery_status_filter='static:{2.7.1 fine}' \
	    ann@example.test
	applause
	fate ann@example.test failed 5.1.1
	[[ "$(<"$CHAT")" == *'success and failure cannot be exchanged'* ]]
}

@test "with soft_bounce what a status filter makes permanent is not" {
	one_host
	play < <(refuses_ann)
	run -75 deliver -o soft_bounce=yes -o \
	    'smtp_delivery_status_filter=regexp:{{/^5\.1\.1/ 5.7.1 never}}' \
	    ann@example.test
	applause
	fate ann@example.test delayed 4.7.1
}

@test "a DNS filter keeps a server out" {
	mx example.test a.example.test=127.0.0.3 mx.example.test=127.0.0.2
	play < <(takes ann@example.test)
	bystander 127.0.0.3:25
	run -0 deliver ann@example.test \
	    -o 'smtp_dns_reply_filter=regexp:{ {/ MX 10 / IGNORE} }'
	hosts ann@example.test mx.example.test
	nobody_came
	applause
}

@test "a DNS filter that drops all is no reason to try the domain itself" {
	one_host
	zone <<<'example.test A 127.0.0.2'
	bystander 127.0.0.2:25
	run -75 deliver ann@example.test \
	    -o 'smtp_dns_reply_filter=regexp:{ {/ MX / IGNORE} }'
	fate ann@example.test delayed 4.7.0
	nobody_came
}

@test "a DNS filter with an action that is none is trouble" {
	one_host
	bystander 127.0.0.2:25
	run -75 deliver ann@example.test \
	    -o 'smtp_dns_reply_filter=regexp:{ {/ A / REJECT} }'
	fate ann@example.test delayed 4.4.3
	nobody_came
}

@test "workarounds for a PIX, by its address" {
	one_host
	play < <(takes ann@example.test | sed -e '/^S: 250-/d' \
	    -e 's/^S: 220 .*/S: 220 ****************/' -e 's/EHLO/HELO/')
	run -0 deliver -o smtp_pix_workarounds= ann@example.test -o \
	    'smtp_pix_workaround_maps=inline:{{127.0.0.2 = disable_esmtp}}'
	applause
}

# What is wrong ----------------------------------------------------------------

# warned: without -v there is nothing but a warning about the table
warned() { equal warnings "$(grep -c '^mxput: warning: look up ' "$CHAT")" \
    "$(wc -l <"$CHAT")"; }

@test "a table by address that is not there is a local error, and QUIT" {
	one_host
	play <<-END
		$(hello)
		C: QUIT
	END
	run -75 deliver ann@example.test -o \
	    "smtp_discard_ehlo_keyword_address_maps=texthash:$T/missing"
	applause
	fate ann@example.test delayed 4.3.0
	says ann@example.test "$LOCAL"
	warned
	[[ "$(<"$CHAT")" == *"open $T/missing: No such file or directory"* ]]
}

@test "a reply filter that is not there is one before anything is said" {
	one_host
	play <<<"$AT_ONCE"
	run -75 deliver ann@example.test -o \
	    "smtp_reply_filter=pcre:$T/missing"
	applause
	fate ann@example.test delayed 4.3.0
	says ann@example.test "$LOCAL"
	warned
}

@test "a table of generic addresses that is not there is a local error" {
	one_host
	play <<-END
		$(hello)
		C: QUIT
	END
	run -75 deliver ann@example.test -o "smtp_generic_maps=pcre:/nonexist"
	applause
	fate ann@example.test delayed 4.3.0
	says ann@example.test "$LOCAL"
	warned
	[[ "$(<"$CHAT")" == *"open /nonexist: No such file or directory"* ]]
}

@test "the next server is tried, in vain" {
	mx example.test mx.example.test=127.0.0.2 b.example.test=127.0.0.3
	play <<<"$AT_ONCE"
	play 127.0.0.3:25 <<<"$AT_ONCE"
	run -75 deliver ann@example.test -o smtp_reply_filter=fail:x
	applause
	hosts ann@example.test mx.example.test b.example.test
}

@test "tables that are not there do not matter to who does not ask them" {
	one_host
	play < <(takes ann@example.test)
	run -0 deliver ann@example.test \
	    -o "smtp_pix_workaround_maps=hash:$T/missing"
	applause
	fate ann@example.test relayed 2.0.0
}

@test "a hash: without the text that it is made from is trouble" {
	one_host
	printf 'no text' >"$T/t.db"
	play <<<"$AT_ONCE"
	run -75 deliver ann@example.test -o "smtp_reply_filter=hash:$T/t"
	applause
	fate ann@example.test delayed 4.3.0
	grep -F " $T/t, the text that the database was made from" "$CHAT"
}

# no_table PARAMETER VALUE TEXT: 78, and nothing is tried
no_table() {
	run -78 deliver ann@example.test -o "$1=$2"
	equal results "$(<"$RESULTS")" ""
	[[ "$(<"$CHAT")" == mxput:*" $1: "*"$3"* ]]
}

@test "a parameter that can be no table is refused, and nothing is tried" {
	one_host
	bystander 127.0.0.2:25
	no_table smtp_reply_filter mysql:/etc/x 'mysql:/etc/x'
	no_table smtp_dns_reply_filter /etc/postfix/filter 'type:name is wanted'
	no_table smtp_delivery_status_filter 'inline:{a=b' '"}" is missing'
	no_table smtp_pix_workaround_maps 'inline:{a=b}, sqlite:x' 'sqlite:x'
	no_table smtp_discard_ehlo_keyword_address_maps hash: \
	    'type:name is wanted'
	nobody_came
}
