# SPDX-License-Identifier: BSD-2-Clause
#
# Exim on 198.51.100.23 and 2001:db8:100::23, port 25, with TLS by GnuTLS,
# sourced by inside. It takes mail to anybody in exim.nsec.test into the
# maildir $LAB/mail/exim; reject@ it refuses, defer@ for the time being. A
# client with a certificate of the lab's authority may log in with EXTERNAL, if
# the certificate is bob's: bob.example.test.

exim_conf() {
	cat <<-END
		exim_user = Debian-exim
		exim_group = Debian-exim
		spool_directory = $dir/exim
		log_file_path = $dir/exim/%slog
		keep_environment = LD_PRELOAD : ^UID_WRAPPER
		pid_file_path = $dir/exim/pid
		primary_hostname = exim.nsec.test
		local_interfaces = <; 198.51.100.23 ; 2001:db8:100::23
		daemon_smtp_ports = 25
		tls_advertise_hosts = *
		tls_certificate = $dir/exim/mail.pem
		tls_verify_certificates = $dir/exim/ca.pem.crt
		tls_try_verify_hosts = *
		rfc1413_query_timeout = 0s
		host_lookup =
		acl_smtp_rcpt = rcpt
		# all deliveries as exim itself: there may be one uid only
		deliver_drop_privilege = true
		begin acl
		rcpt:
		 defer local_parts = defer
		  message = 4.2.1 try later
		 deny local_parts = reject
		  message = 5.1.1 no such user
		 accept
		begin routers
		local:
		 driver = accept
		 transport = box
		begin transports
		box:
		 driver = appendfile
		 directory = $dir/mail/exim
		 maildir_format
		 create_directory
		begin authenticators
		external:
		 driver = external
		 public_name = EXTERNAL
		 server_advertise_condition = \$tls_in_certificate_verified
		 server_param2 = \\
		  \${certextract{subj_altname,dns}{\$tls_in_peercert}}
		 server_condition = \${if eq{\$auth2}{bob.example.test}}
		 server_set_id = bob
	END
}

service_exim() {
	local e=$dir/exim
	needs exim4
	[ -e "$LAB_ZONES/mail.pem" ] || give_up "exim needs the keys of dns"
	feign_uids
	user Debian-exim 64004
	rm -rf "$e"
	mkdir -p "$e" "$dir/mail/exim" /etc/exim4
	cp "$LAB_ZONES/mail.pem" "$LAB_ZONES/ca.pem.crt" "$e"
	chmod 644 "$e/mail.pem" "$e/ca.pem.crt"
	# only in its default place does exim believe that root wrote it
	exim_conf >/etc/exim4/exim4.conf
	[ "$LAB_MODE" = user ] || chown Debian-exim "$e" "$dir/mail/exim"
	(ulimit -n 1024 && exec "${feign[@]}" exim4 -bdf) \
	    >>"$dir/log/exim.log" 2>&1 &
	wait_for 198.51.100.23 25
}
