# SPDX-License-Identifier: BSD-2-Clause
#
# A main.cf means what it means to Postfix: its own postconf is asked, where
# there is one. What it said once is in test/data/postconf, and so are those
# differences that are meant.

load helpers
load scenes

DATA=$TEST_TOP/test/data

# a folder for postconf and mxput, with the services whose limits postconf
# shows beside the others
start() {
	command -v postconf >/dev/null || skip "no postconf here: $TEST_WHY"
	mkdir "$T/etc"
	printf '%s - - n - - %s\n' 'smtp unix' smtp 'lmtp unix' lmtp \
	    >"$T/etc/master.cf"
}

# cool FOLDER: postconf waits while somebody may be writing the file
cool() { touch -d '1 minute ago' "$1/main.cf"; }

# theirs NAME...: "NAME = VALUE", without blanks at the end
theirs() {
	cool "$T/etc"
	postconf -c "$T/etc" -x "$@" 2>"$T/complaints" | sed 's/ *$//'
}

# ours OPTION...: the same by mxput; blanks are one, as postconf shows them
ours() {
	"$MXPUT" -C "$T/etc" -q "$@" | tr -s ' ' | sed 's/ *$//'
}

# same WHAT THEIRS OURS: files
same() {
	diff "$2" "$3" >"$T/diff" || {
		echo "$1 (<: Postfix, >: mxput):"
		cat "$T/diff"
		return 1
	}
}

# Expressions ------------------------------------------------------------------

# Parameters that hold any text, and that none of the expressions names.
HOLDERS=(smtp_fallback_relay smtp_discard_ehlo_keywords known_tcp_ports
	smtp_generic_maps smtp_header_checks smtp_mime_header_checks
	smtp_nested_header_checks smtp_body_checks proxy_interfaces
	smtp_dns_reply_filter smtp_tls_policy_maps smtp_tls_per_site
	smtp_tls_verify_cert_match smtp_tls_secure_cert_match
	smtp_tls_fingerprint_cert_match smtp_tls_exclude_ciphers
	smtp_tls_mandatory_exclude_ciphers smtp_tls_trust_anchor_file
	smtp_sasl_mechanism_filter smtp_delivery_status_filter
	lmtp_fallback_relay lmtp_generic_maps lmtp_header_checks
	lmtp_body_checks)

# ask: all that was put into main.cf
ask() {
	theirs "${!held[@]}" | sort >"$T/theirs.all"
	for name in "${!held[@]}"; do
		echo "$name = ${held[$name]}" | sed 's/ *$//'
	done | sort >"$T/wanted"
	same "what postconf said once, and says now" "$T/wanted" \
	    "$T/theirs.all"
	held=()
	cp "$DATA/postconf/macros.cf" "$T/etc/main.cf"
}

# put EXPRESSION VALUE: into main.cf, and asks when it is full
put() {
	local name=relayhost
	[[ "$1" == *relayhost* ]] || name=${HOLDERS[${#held[@]}]}
	printf '%s = %b\n' "$name" "$1" >>"$T/etc/main.cf"
	held[$name]=$2
	[ $name != relayhost ] &&
	    [ ${#held[@]} -lt ${#HOLDERS[@]} ] || ask
}

# every WHICH COMMAND: for each row, WHICH is "!" or values; counts in n
every() {
	local expression value
	n=0
	while IFS= read -r line; do
		[[ "$line" == *$'\t'* ]] || continue
		IFS=$'\x1f' read -r expression value _ <<<"${line//$'\t'/$'\x1f'}"
		[ "$1" = '!' ] && [ "$value" != '!' ] && continue
		[ "$1" != '!' ] && [ "$value" = '!' ] && continue
		"$2" "$expression" "$value"
		n=$((n + 1))
	done <"$DATA/postconf/values"
}

# refuse EXPRESSION: asked in the background, for postconf waits a second
# before it dies
refuse() {
	local dir=$T/refuse.$n
	mkdir "$dir"
	touch "$dir/master.cf"
	echo "$1" >"$dir/expression"
	{
		cat "$DATA/postconf/macros.cf"
		printf 'relayhost = %b\n' "$1"
	} >"$dir/main.cf"
	cool "$dir"
	postconf -c "$dir" -x relayhost >"$dir/stdout" 2>"$dir/stderr" 3>&- &
	asked+=($!)
}

# all_refused: whatever was asked so far
all_refused() {
	local dir
	wait "${asked[@]}" || :
	for dir in "$T"/refuse.*; do
		[ ! -s "$dir/stdout" ] && grep -q fatal "$dir/stderr" || {
			echo "postconf has nothing against this:"
			cat "$dir/expression" "$dir/stdout"
			return 1
		}
	done
}

@test "expressions still have the values that postconf gave them" {
	declare -A held=()
	start
	cp "$DATA/postconf/macros.cf" "$T/etc/main.cf"
	every values put
	[ ${#held[@]} = 0 ] || ask
	[ "$n" -gt 200 ]
	echo "# $n expressions have the value that postconf gives them" >&3
}

@test "postconf still refuses the expressions that it refused" {
	local asked=()
	start
	every '!' refuse
	all_refused
	[ "$n" -gt 50 ]
	echo "# $n expressions are refused by postconf" >&3
}

@test "an expression is shown as it is meant" {
	mkdir "$T/etc"
	cp "$DATA/postconf/macros.cf" "$T/etc/main.cf"
	echo 'relayhost = [mx.${mydomain}]:${one?{$ten}:{$nine}}' \
	    >>"$T/etc/main.cf"
	run -0 "$MXPUT" -C "$T/etc" --show-config=set
	[[ "$output" == *'relayhost = [mx.example.org]:10'* ]]
}

# Every parameter --------------------------------------------------------------

# names <LINES: of "name = value"
names() { sed 's/ =.*//' | sort -u; }

# listed: parameters that are meant to differ
listed() { sed -n 's/\t.*//p' "$DATA/postconf/differences" | sort; }

# only FILE: the lines of those in FILE, lists in one form
only() {
	awk 'NR == FNR { wanted[$1]; next } $1 in wanted' "$1" - |
	    sed 's/, */,/g' | sort
}

# compare WHAT: every parameter that both know; sets both and differ
compare() {
	theirs >"$T/theirs.all"
	# what is the same for both protocols is shown twice
	{
		ours --show-config=all
		ours --lmtp --show-config=all
	} | sort -u -t ' ' -k 1,1 >"$T/ours.all"
	comm -12 <(names <"$T/theirs.all") <(names <"$T/ours.all") >"$T/both"
	both=$(wc -l <"$T/both")
	differ=$(comm -12 "$T/both" <(listed) | wc -l)
	comm -23 "$T/both" <(listed) >"$T/compared"
	only "$T/compared" <"$T/theirs.all" >"$T/theirs"
	only "$T/compared" <"$T/ours.all" >"$T/ours"
	same "$1" "$T/theirs" "$T/ours"
	[ "$both" -gt 300 ]
}

# defaults LEVEL
defaults() {
	start
	printf 'compatibility_level = %s\nmyhostname = mail.example.org\n' \
	    "$1" >"$T/etc/main.cf"
	compare "defaults at level $1"
	echo "# level $1: $((both - differ)) of $both defaults that both" \
	    "know are the same, $differ are listed with a reason" >&3
}

@test "defaults are those of Postfix at compatibility level 0" {
	defaults 0
}

@test "defaults are those of Postfix at compatibility level 1" {
	defaults 1
}

@test "defaults are those of Postfix at compatibility level 2" {
	defaults 2
}

@test "defaults are those of Postfix at compatibility level 3.6" {
	defaults 3.6
}

@test "each difference is one: nothing is listed for good measure" {
	start
	printf 'compatibility_level = 3.6\nmyhostname = mail.example.org\n' \
	    >"$T/etc/main.cf"
	compare defaults
	only <(listed) <"$T/theirs.all" >"$T/theirs"
	only <(listed) <"$T/ours.all" >"$T/ours"
	comm -12 "$T/theirs" "$T/ours" >"$T/alike"
	equal "listed, but the same" "$(<"$T/alike")" ""
}

# stock FILE: what Postfix makes of a main.cf is what mxput makes of it
stock() {
	start
	cp "$1" "$T/etc/main.cf"
	compare "values by $1"
	echo "# ${1##*/}: $((both - differ)) of $both values are the same" >&3
}

@test "Debian's main.cf means what it means to Postfix" {
	stock "$DATA/main.cf/debian.cf"
}

@test "Fedora's main.cf means what it means to Postfix" {
	stock "$DATA/main.cf/fedora.cf"
}

@test "FreeBSD's main.cf means what it means to Postfix" {
	stock "$DATA/main.cf/freebsd.cf"
}

@test "the main.cf of a large relay means what it means to Postfix" {
	stock "$DATA/main.cf/relay.cf"
}

@test "the main.cf of the Postfix that is here, with all its comments" {
	local dist=/usr/share/postfix/main.cf.dist
	[ -e $dist ] || skip "no $dist here: $TEST_WHY"
	stock $dist
}

# Stock files ------------------------------------------------------------------

# reads FILE: every line that sets a parameter of ours is shown with its line
reads() {
	local file=$DATA/main.cf/$1 name line
	run -0 --separate-stderr "$MXPUT" -C "$file" --show-config=set -v
	[ "${#lines[@]}" -ge "$2" ]
	while IFS=$'\t' read -r name line; do
		name=${name%% *} line=${line##*:}
		sed -n "${line}p" "$file" | grep -q "^$name *=" || {
			echo "$name is not set in line $line"
			return 1
		}
	done <<<"$output"
}

@test "Debian's main.cf is read" {
	reads debian.cf 8
}

@test "Fedora's main.cf is read" {
	reads fedora.cf 10
}

@test "FreeBSD's main.cf is read" {
	reads freebsd.cf 6
}

@test "the main.cf of a large relay is read" {
	reads relay.cf 140
}

# by_stock FILE: a delivery by it
by_stock() {
	mx example.test mx.example.test=127.0.0.2
	play < <(takes ann@example.test |
	    sed 's/client.example$/mail.example.org/')
	run -0 "$MXPUT" -C "$DATA/main.cf/$1" -f alice@client.example \
	    ann@example.test <"$MESSAGE"
	applause
}

@test "Debian's main.cf delivers" {
	by_stock debian.cf
}

@test "Fedora's main.cf delivers" {
	by_stock fedora.cf
}

@test "FreeBSD's main.cf delivers" {
	by_stock freebsd.cf
}

@test "what a large relay demands is built" {
	run -0 --separate-stderr "$MXPUT" -C "$DATA/main.cf/relay.cf" \
	    --show-config=set
	[[ "$output" == *'smtp_tls_security_level = dane'* ]]
	[[ "$output" == *'smtp_sasl_auth_enable = yes'* ]]
	[[ "$stderr" != *'is not built yet'* ]]
}

@test "what is demanded and not built is shown, and refused" {
	"$MXPUT" --features | grep -q 'not yet' || skip "all of it is built"
	mkdir "$T/etc"
	echo 'mxput_mta_sts = yes' >"$T/etc/main.cf"
	run -0 --separate-stderr "$MXPUT" -C "$T/etc" --show-config=set
	[[ "$output" == 'mxput_mta_sts = yes' ]]
	[[ "$stderr" == *main.cf:1:*'is not built yet'* ]]

	run -78 "$MXPUT" -C "$T/etc" ann@example.test <"$MESSAGE"
	[[ "$output" == *main.cf:1:*'is not built yet, and nothing is sent'* ]]
}

@test "a password map is shown as no more than its type" {
	mkdir "$T/etc"
	echo 'smtp_sasl_password_maps = inline:{ {[a]:587 = u:hunter2} }' \
	    >"$T/etc/main.cf"
	run -0 "$MXPUT" -C "$T/etc" --show-config=all -vvv
	[[ "$output" == *'smtp_sasl_password_maps = inline:{***}'* ]]
	[[ "$output" != *hunter2* ]]
}

@test "what is wrong with a main.cf is said with file, line and parameter" {
	mkdir "$T/etc"
	printf '%s\n' 'compatibility_level = 3.6' '# a circle' \
	    'a = $b' 'b = x $a' 'smtp_helo_name = $a' >"$T/etc/main.cf"
	run -78 "$MXPUT" -C "$T/etc" ann@example.test <"$MESSAGE"
	equal complaint "$output" "mxput: $T/etc/main.cf:5: smtp_helo_name:$(
	) \$a leads to itself: a -> b -> a"
	run -78 "$MXPUT" -C "$T/etc" --show-config=set
	[[ "$output" == *'smtp_helo_name = $a'* ]]
	[[ "$output" == *'leads to itself'* ]]
}

@test "other programs' parameters are named under -vv, and only there" {
	mkdir "$T/etc"
	printf '%s\n' 'smtpd_banner = hello' 'own = 1' 'used = h.example' \
	    'myhostname = $used' >"$T/etc/main.cf"
	run -0 --separate-stderr "$MXPUT" -C "$T/etc" --show-config -v
	equal "stderr with -v" "$stderr" ""
	run -0 --separate-stderr "$MXPUT" -C "$T/etc" --show-config -vv
	equal "how many" "${#stderr_lines[@]}" 2
	[[ "${stderr_lines[0]}" == *main.cf:1:\ smtpd_banner\ is\ ignored* ]]
	[[ "${stderr_lines[1]}" == *main.cf:2:\ own\ is\ ignored* ]]
}

@test "options beat the file, and say where each value is from" {
	mkdir "$T/etc"
	printf '%s\n' 'relayhost = [a.example]' \
	    'smtp_mx_session_limit = 3' >"$T/etc/main.cf"
	run -0 "$MXPUT" -C "$T/etc" --show-config -v -q \
	    -o relayhost='[b.example]' -6
	[[ "$output" == *$'relayhost = [b.example]\t# -o'* ]]
	[[ "$output" == *$'inet_protocols = ipv6\t# -6'* ]]
	[[ "$output" == *$'smtp_mx_session_limit = 3\t# '*main.cf:2* ]]
	[[ "$output" == *$'smtp_mx_address_limit = 5\t# default'* ]]
}
