# SPDX-License-Identifier: BSD-2-Clause
#
# A DNS from the root down, sourced by inside.
#   192.0.2.1  nsd: the root and test.
#   192.0.2.3  nsd: all other zones; 192.0.2.4 knows none (lame)
#   127.0.0.53 unbound: validates; 127.0.0.54: recurses only, never sets AD

# nsd_conf NAME "ADDR..." "ZONE=FILE..."
nsd_conf() {
	local a z
	echo "server:"
	for a in $2; do
		echo " ip-address: $a@53"
	done
	cat <<-END
		 username: ""
		 chroot: ""
		 zonesdir: "$LAB_ZONES"
		 pidfile: ""
		 logfile: "$dir/log/$1.log"
		 database: ""
		 xfrdir: "$dir/run"
		 zonelistfile: "$dir/run/$1.zonelist"
		 xfrdfile: "$dir/run/$1.xfrd"
		 server-count: 1
		 rrl-ratelimit: 0
		 refuse-any: no
		remote-control:
		 control-enable: no
	END
	for z in $3; do
		printf 'zone:\n name: "%s"\n zonefile: "%s"\n' "${z%%=*}" \
		    "${z#*=}"
	done
}

# unbound_conf ADDR "MODULES"
unbound_conf() {
	cat <<-END
		server:
		 interface: $1@53
		 outgoing-interface: $client_ip
		 do-ip6: no
		 username: ""
		 chroot: ""
		 directory: "$dir/run"
		 pidfile: ""
		 use-syslog: no
		 logfile: "$dir/log/unbound-$1.log"
		 val-log-level: 2
		 ede: yes
		 module-config: "$2"
		 trust-anchor-file: "$LAB_ZONES/anchor.key"
		 root-hints: "$LAB_ZONES/hints"
		 local-zone: "test." nodefault
		 local-zone: "100.51.198.in-addr.arpa." nodefault
		 access-control: 0.0.0.0/0 allow
		 num-threads: 1
		 unknown-server-time-limit: 400
		remote-control:
		 control-enable: no
	END
}

service_dns() {
	local zones z
	needs nsd unbound
	"$here/mkzones" "$here/zones" "$LAB_ZONES" \
	    >"$dir/log/mkzones.log" 2>&1 ||
		give_up "mkzones: $(tail -n 1 "$dir/log/mkzones.log")"
	zones=$(cd "$LAB_ZONES" && for z in *.served; do
		z=${z%.served}
		case $z in
		root|test) ;;
		*) echo "$z.=$z.served" ;;
		esac
	done)
	nsd_conf nsd1 192.0.2.1 ".=root.served test.=test.served" \
	    >"$dir/run/nsd1.conf"
	nsd_conf nsd2 "192.0.2.3 192.0.2.4" "$zones" >"$dir/run/nsd2.conf"
	unbound_conf 127.0.0.53 "validator iterator" >"$dir/run/unbound53.conf"
	unbound_conf 127.0.0.54 iterator >"$dir/run/unbound54.conf"
	for z in nsd1 nsd2; do
		nsd -d -c "$dir/run/$z.conf" >>"$dir/log/$z.log" 2>&1 &
	done
	for z in unbound53 unbound54; do
		"${far[@]:-env}" unbound -d -c "$dir/run/$z.conf" \
		    >>"$dir/log/$z.log" 2>&1 &
	done
	wait_for 192.0.2.1 53
	wait_for 192.0.2.3 53
	"${far[@]:-env}" bash -c "$(declare -f wait_for); dir=$dir
	    wait_for 127.0.0.53 53 && wait_for 127.0.0.54 53"
}
