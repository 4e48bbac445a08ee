# SPDX-License-Identifier: BSD-2-Clause
#
# Postfix on 198.51.100.21 and 2001:db8:100::21, port 25, sourced by inside.
# For example.net, nsec.test and postfix.nsec.test it takes mail to bob,
# carol and dave into maildirs $LAB/mail/DOMAIN/USER; it refuses everybody
# else for good, and later@ for the time being. On port 587 of the first it
# wants a login (see dovecot.bash), on port 588 one that Cyrus SASL knows: bob,
# with the password "secret"; it has SCRAM-SHA-512 too. It offers STARTTLS
# where the service dns has made keys; those of postfix.nsec.test are in TLSA
# records.

postfix_main() {
	local d u boxes= later= tls=none
	[ ! -e "$LAB_ZONES/mail.pem" ] || tls=may
	for d in example.net nsec.test postfix.nsec.test; do
		for u in bob carol dave; do
			boxes="$boxes{$u@$d=$d/$u/},"
		done
		later="$later{later@$d=450 4.2.1 mailbox is busy},"
		boxes="$boxes{later@$d=$d/later/},"
	done
	cat <<-END
		compatibility_level = 3.6
		queue_directory = $1/queue
		data_directory = $1/data
		maillog_file = $dir/log/postfix.log
		maillog_file_prefixes = $dir/log
		myhostname = mx.example.net
		mydestination =
		mynetworks = 127.0.0.0/8
		# addresses stand in master.cf: here they must be on a device
		inet_interfaces = all
		alias_maps =
		local_recipient_maps =
		virtual_mailbox_domains = example.net, nsec.test,
		 postfix.nsec.test
		virtual_mailbox_base = $dir/mail
		virtual_mailbox_maps = inline:{$boxes}
		virtual_uid_maps = static:$(id -u postfix)
		virtual_gid_maps = static:$(id -g postfix)
		virtual_minimum_uid = 1
		virtual_mailbox_limit = 0
		message_size_limit = 0
		smtpd_relay_restrictions = reject_unauth_destination
		smtpd_recipient_restrictions =
		 check_recipient_access inline:{$later}
		smtpd_tls_security_level = $tls
		smtpd_tls_chain_files = $LAB_ZONES/mail.pem
		smtpd_tls_loglevel = 1
		smtpd_sasl_type = dovecot
		smtpd_sasl_path = $dir/run/dovecot/auth-client
		smtpd_peername_lookup = no
		smtputf8_enable = yes
		import_environment = MAIL_CONFIG MAIL_LOGTAG TZ LD_PRELOAD
		 UID_WRAPPER UID_WRAPPER_ROOT
	END
}

postfix_master() {
	cat <<-END
		198.51.100.21:25 inet n - n - - smtpd
		[2001:db8:100::21]:25 inet n - n - - smtpd
		198.51.100.21:587 inet n - n - - smtpd
		 -o smtpd_sasl_auth_enable=yes
		 -o { smtpd_recipient_restrictions =
		 permit_sasl_authenticated, reject }
		198.51.100.21:588 inet n - n - - smtpd
		 -o smtpd_sasl_auth_enable=yes
		 -o smtpd_sasl_type=cyrus
		 -o smtpd_sasl_path=smtpd
		 -o cyrus_sasl_config_path=$1/sasl
		 -o { smtpd_recipient_restrictions =
		 permit_sasl_authenticated, reject }
		cleanup unix n - n - 0 cleanup
		qmgr unix n - n 300 1 qmgr
		rewrite unix - - n - - trivial-rewrite
		bounce unix - - n - 0 bounce
		defer unix - - n - 0 bounce
		trace unix - - n - 0 bounce
		verify unix - - n - 1 verify
		proxymap unix - - n - - proxymap
		smtp unix - - n - - smtp
		error unix - - n - - error
		retry unix - - n - - error
		tlsmgr unix - - n 1000 1 tlsmgr
		virtual unix - n n - - virtual
		anvil unix - - n - 1 anvil
		postlog unix-dgram n - n - 1 postlogd
	END
}

# postfix_sasl DIR: what Cyrus SASL reads there, if it is here
postfix_sasl() {
	type saslpasswd2 || return 0
	mkdir -p "$1"
	cat >"$1/smtpd.conf" <<-END
		pwcheck_method: auxprop
		auxprop_plugin: sasldb
		sasldb_path: $1/db
		mech_list: SCRAM-SHA-1 SCRAM-SHA-256 SCRAM-SHA-512 PLAIN
	END
	printf secret | saslpasswd2 -p -c -f "$1/db" -u mx.example.net bob
	chmod 644 "$1/db"
}

service_postfix() {
	local p=$dir/postfix
	needs postconf
	feign_uids
	rm -rf "$p"
	mkdir -p "$p/data" "$p/queue/pid"
	(cd "$p/queue" && mkdir active bounce corrupt defer deferred flush \
	    hold incoming private public saved trace maildrop)
	postfix_main "$p" >"$p/main.cf"
	postfix_master "$p" >"$p/master.cf"
	postfix_sasl "$p/sasl" >>"$dir/log/postfix-sasl.log" 2>&1
	# Postfix waits until a file is two seconds old
	touch -d '-1 minute' "$p/main.cf" "$p/master.cf"
	[ "$LAB_MODE" = user ] || {
		chown postfix "$p/queue/"* "$p/data" "$dir/mail"
		chown root "$p/queue/pid"
	}
	# master first closes every possible descriptor
	(ulimit -n 1024 && MAIL_CONFIG=$p exec "${feign[@]}" \
	    /usr/lib/postfix/sbin/master -d -c "$p") \
	    >>"$dir/log/postfix-master.log" 2>&1 &
	wait_for 198.51.100.21 25
}
