# SPDX-License-Identifier: BSD-2-Clause
#
# Dovecot's LMTP server on $LAB/run/dovecot/lmtp and 198.51.100.24, port 24,
# sourced by inside. bob, carol and full have mailboxes, in any domain or in
# none (maildirs $LAB/mail/lmtp/USER); that of full is full, which is found
# once it has the message. Everybody else is unknown. It offers CHUNKING, and
# STARTTLS where the service dns has made keys.
#
# Postfix asks it on port 587 who logs in: anybody, with the password
# "secret", or with a token (a JWT whose claim email is the user, signed with
# HS256 by the key "lab-key").

dovecot_conf() {
	local words='plain login cram-md5 digest-md5 scram-sha-1 scram-sha-256'
	cat <<-END
		base_dir = $dir/run/dovecot
		state_dir = $dir/run/dovecot
		log_path = $dir/log/dovecot.log
		protocols = lmtp
		hostname = lmtp.nsec.test
		default_internal_user = $1
		default_internal_group = $1
		default_login_user = $2
		auth_username_format = %Ln
		first_valid_uid = 1
		mail_uid = vmail
		mail_gid = vmail
		mail_home = $dir/mail/lmtp/%n
		mail_location = maildir:$dir/mail/lmtp/%n
		mail_plugins = quota
		auth_mechanisms = $words oauthbearer xoauth2
		disable_plaintext_auth = no
		auth_failure_delay = 0
		passdb {
		  driver = static
		  mechanisms = $words
		  args = password={PLAIN}secret
		}
		passdb {
		  driver = oauth2
		  mechanisms = oauthbearer xoauth2
		  args = $dir/run/dovecot.oauth2
		}
		service auth {
		  unix_listener auth-client {
		    mode = 0666
		  }
		}
		userdb {
		  driver = passwd-file
		  args = username_format=%n $dir/run/dovecot.users
		}
		plugin {
		  quota = maildir:Mailbox
		}
		service lmtp {
		  unix_listener lmtp {
		    mode = 0666
		  }
		  inet_listener lmtp {
		    address = 198.51.100.24
		    port = 24
		  }
		}
		service anvil {
		  chroot =
		  # who was wrong before need not wait longer and longer
		  unix_listener anvil-auth-penalty {
		    mode = 0
		  }
		}
		service stats {
		  chroot =
		}
	END
	if [ -e "$LAB_ZONES/mail.pem" ]; then
		echo ssl = yes
		echo "ssl_cert = <$LAB_ZONES/mail.pem"
		echo "ssl_key = <$LAB_ZONES/mail.pem"
	else
		echo ssl = no
	fi
}

service_dovecot() {
	local as=(env) who=(dovecot dovenull)
	needs dovecot
	user dovecot 64003
	user dovenull 64004
	user vmail 64005
	mkdir -p "$dir/run/dovecot" "$dir/mail/lmtp"
	if [ "$LAB_MODE" = user ]; then
		# the one uid that there is plays all three
		as=(unshare -U --map-user=64005 --map-group=64005)
		who=(vmail vmail)
	else
		chown vmail:vmail "$dir/mail/lmtp"
	fi
	printf '%s:::::::%s\n' bob '' carol '' \
	    full userdb_quota_rule=*:bytes=10 >"$dir/run/dovecot.users"
	printf '%s = %s\n' introspection_mode local \
	    username_attribute email local_validation_key_dict \
	    "fs:posix:prefix=$dir/run/keys/" >"$dir/run/dovecot.oauth2"
	mkdir -p "$dir/run/keys/default/HS256"
	printf lab-key | base64 -w0 >"$dir/run/keys/default/HS256/default"
	dovecot_conf "${who[@]}" >"$dir/run/dovecot.conf"
	(ulimit -n 4096 && exec "${as[@]}" dovecot -F \
	    -c "$dir/run/dovecot.conf") >>"$dir/log/dovecot.log" 2>&1 &
	wait_for 198.51.100.24 24
}
