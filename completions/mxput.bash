# Completion of mxput for bash. The parts between "begin" and "end" are made
# from the program's tables: see cmd/pages.h.

_mxput()
{
	local word=${COMP_WORDS[COMP_CWORD]}
	local before=${COMP_WORDS[COMP_CWORD-1]}
	local options parameters words i

	COMPREPLY=()
	for ((i = 1; i < COMP_CWORD; i++)); do
		[[ ${COMP_WORDS[i]} != -- ]] || return
	done

	# The shell has cut --name=value into three words.
	if [[ $word == = ]]; then
		word=
	elif [[ $before == = ]]; then
		before=${COMP_WORDS[COMP_CWORD-2]}
	fi

# begin bash options
	options='--from= --to= --read-recipients --recipients-from= --message=
	--destination= --server= --lmtp --dsn-notify= --dsn-return=
	--dsn-envid= --body= --smtputf8 --arrival= --option= --config=
	--no-config --tls= --auth-user= --auth-password-file=
	--auth-password-command= --auth-password-fd= --auth-token-command=
	--auth-mechanisms= --fallback-relay= --helo= -4 -6 --timeout= --plan
	--quit-after= --all-hosts --format= --json -v --chat-log= --trace=
	--show-secrets --dsn-message= --quiet --color= --show-config
	--version --features --help -i -b -F -B'
	case $before in
	-f | --from) words=NOTHING ;;
	--to) words=NOTHING ;;
	--recipients-from) words=FILE ;;
	-m | --message) words=FILE ;;
	-d | --destination) words=NOTHING ;;
	--server) words=NOTHING ;;
	-N | --dsn-notify) words='never success failure delay' ;;
	-R | --dsn-return) words='full hdrs' ;;
	-V | --dsn-envid) words=NOTHING ;;
	--body) words='7bit 8bitmime' ;;
	--arrival) words=NOTHING ;;
	-o | --option) words=PARAMETER ;;
	-C | --config) words=FILE ;;
	--tls) words='none may encrypt dane dane-only fingerprint verify secure' ;;
	--auth-user) words=NOTHING ;;
	--auth-password-file) words=FILE ;;
	--auth-password-command) words=NOTHING ;;
	--auth-password-fd) words=NOTHING ;;
	--auth-token-command) words=NOTHING ;;
	--auth-mechanisms) words=NOTHING ;;
	--fallback-relay) words=NOTHING ;;
	--helo) words=NOTHING ;;
	--timeout) words=NOTHING ;;
	--quit-after) words='connect banner hello tls auth mail rcpt data' ;;
	--format) words='text json dsn postfix' ;;
	--chat-log) words=FILE ;;
	--trace) words=FILE ;;
	--dsn-message) words=FILE ;;
	--color) words='auto always never' ;;
	--show-config) words='all set' ;;
	-b) words=NOTHING ;;
	-F) words=NOTHING ;;
	-B) words='7bit 8bitmime' ;;
	esac
# end bash options
# begin bash parameters
	parameters='allow_srv_lookup_fallback best_mx_transport
	compatibility_level config_directory data_directory debug_peer_level
	debug_peer_list default_delivery_status_filter
	default_destination_recipient_limit delay_logging_resolution_limit
	disable_dns_lookups disable_mime_output_conversion dnssec_probe
	fallback_relay header_address_token_limit header_size_limit
	ignore_mx_lookup_error ignore_srv_lookup_error inet_interfaces
	inet_protocols info_log_address_format known_tcp_ports
	line_length_limit lmtp_assume_final mail_name
	mime_boundary_length_limit mime_nesting_limit minimal_backoff_time
	mxput_connection_attempt_delay mxput_destination_parallelism
	mxput_dnssec mxput_flags mxput_netrc mxput_resolvers
	mxput_retry_in_doubt mxput_sasl_auth_required mxput_trust_anchor
	mxput_use_chunking mxput_xforward_addr mxput_xforward_helo
	mxput_xforward_ident mxput_xforward_name mxput_xforward_port
	mxput_xforward_proto mxput_xforward_source mydestination mydomain
	myhostname myorigin parent_domain_matches_subdomains process_name
	propagate_unmatched_extensions proxy_interfaces queue_directory
	recipient_delimiter relayhost requiretls_enable
	requiretls_esmtp_header send_cyrus_sasl_authzid service_name
	smtp_address_preference lmtp_address_preference smtp_always_send_ehlo
	smtp_balance_inet_protocols lmtp_balance_inet_protocols
	smtp_bind_address lmtp_bind_address smtp_bind_address6
	lmtp_bind_address6 smtp_bind_address_enforce
	lmtp_bind_address_enforce smtp_body_checks lmtp_body_checks
	smtp_cname_overrides_servername lmtp_cname_overrides_servername
	smtp_connect_timeout lmtp_connect_timeout smtp_data_done_timeout
	lmtp_data_done_timeout smtp_data_init_timeout lmtp_data_init_timeout
	smtp_data_xfer_timeout lmtp_data_xfer_timeout
	smtp_defer_if_no_mx_address_found lmtp_defer_if_no_mx_address_found
	smtp_delivery_status_filter lmtp_delivery_status_filter
	smtp_destination_recipient_limit lmtp_destination_recipient_limit
	smtp_discard_ehlo_keyword_address_maps
	lmtp_discard_lhlo_keyword_address_maps smtp_discard_ehlo_keywords
	lmtp_discard_lhlo_keywords smtp_dns_reply_filter
	lmtp_dns_reply_filter smtp_dns_resolver_options
	lmtp_dns_resolver_options smtp_dns_support_level
	lmtp_dns_support_level smtp_enforce_tls lmtp_enforce_tls
	smtp_fallback_relay lmtp_fallback_relay smtp_generic_maps
	lmtp_generic_maps smtp_header_checks lmtp_header_checks
	smtp_helo_name lmtp_lhlo_name smtp_helo_timeout lmtp_lhlo_timeout
	smtp_host_lookup lmtp_host_lookup smtp_line_length_limit
	lmtp_line_length_limit smtp_log_tls_feature_status
	lmtp_log_tls_feature_status smtp_mail_timeout lmtp_mail_timeout
	smtp_mime_header_checks lmtp_mime_header_checks smtp_min_data_rate
	lmtp_min_data_rate smtp_mx_address_limit lmtp_mx_address_limit
	smtp_mx_session_limit lmtp_mx_session_limit smtp_nested_header_checks
	lmtp_nested_header_checks smtp_never_send_ehlo
	smtp_per_record_deadline lmtp_per_record_deadline
	smtp_per_request_deadline lmtp_per_request_deadline
	smtp_pix_workaround_delay_time lmtp_pix_workaround_delay_time
	smtp_pix_workaround_maps lmtp_pix_workaround_maps
	smtp_pix_workaround_threshold_time lmtp_pix_workaround_threshold_time
	smtp_pix_workarounds lmtp_pix_workarounds smtp_quit_timeout
	lmtp_quit_timeout smtp_quote_rfc821_envelope
	lmtp_quote_rfc821_envelope smtp_randomize_addresses
	lmtp_randomize_addresses smtp_rcpt_timeout lmtp_rcpt_timeout
	smtp_reply_filter lmtp_reply_filter smtp_rset_timeout
	lmtp_rset_timeout smtp_sasl_auth_cache_name lmtp_sasl_auth_cache_name
	smtp_sasl_auth_cache_time lmtp_sasl_auth_cache_time
	smtp_sasl_auth_enable lmtp_sasl_auth_enable
	smtp_sasl_auth_soft_bounce lmtp_sasl_auth_soft_bounce
	smtp_sasl_mechanism_filter lmtp_sasl_mechanism_filter
	smtp_sasl_password_maps lmtp_sasl_password_maps
	smtp_sasl_password_result_delimiter
	lmtp_sasl_password_result_delimiter smtp_sasl_security_options
	lmtp_sasl_security_options smtp_sasl_tls_security_options
	lmtp_sasl_tls_security_options
	smtp_sasl_tls_verified_security_options
	lmtp_sasl_tls_verified_security_options smtp_send_dummy_mail_auth
	lmtp_send_dummy_mail_auth smtp_send_xforward_command
	lmtp_send_xforward_command smtp_sender_dependent_authentication
	lmtp_sender_dependent_authentication smtp_skip_5xx_greeting
	lmtp_skip_5xx_greeting smtp_skip_quit_response
	lmtp_skip_quit_response smtp_starttls_timeout lmtp_starttls_timeout
	smtp_tcp_port lmtp_tcp_port smtp_tls_CAfile lmtp_tls_CAfile
	smtp_tls_CApath lmtp_tls_CApath smtp_tls_block_early_mail_reply
	lmtp_tls_block_early_mail_reply smtp_tls_cert_file lmtp_tls_cert_file
	smtp_tls_chain_files lmtp_tls_chain_files smtp_tls_ciphers
	lmtp_tls_ciphers smtp_tls_dane_insecure_mx_policy
	smtp_tls_eccert_file lmtp_tls_eccert_file smtp_tls_eckey_file
	lmtp_tls_eckey_file smtp_tls_enforce_peername
	lmtp_tls_enforce_peername smtp_tls_enforce_sts_mx_patterns
	lmtp_tls_enforce_sts_mx_patterns smtp_tls_exclude_ciphers
	lmtp_tls_exclude_ciphers smtp_tls_fingerprint_cert_match
	lmtp_tls_fingerprint_cert_match smtp_tls_fingerprint_digest
	lmtp_tls_fingerprint_digest smtp_tls_force_insecure_host_tlsa_lookup
	lmtp_tls_force_insecure_host_tlsa_lookup smtp_tls_key_file
	lmtp_tls_key_file smtp_tls_mandatory_ciphers
	lmtp_tls_mandatory_ciphers smtp_tls_mandatory_exclude_ciphers
	lmtp_tls_mandatory_exclude_ciphers smtp_tls_mandatory_protocols
	lmtp_tls_mandatory_protocols smtp_tls_note_starttls_offer
	lmtp_tls_note_starttls_offer smtp_tls_per_site lmtp_tls_per_site
	smtp_tls_policy_maps lmtp_tls_policy_maps smtp_tls_protocols
	lmtp_tls_protocols smtp_tls_scert_verifydepth
	lmtp_tls_scert_verifydepth smtp_tls_secure_cert_match
	lmtp_tls_secure_cert_match smtp_tls_security_level
	lmtp_tls_security_level smtp_tls_servername lmtp_tls_servername
	smtp_tls_trust_anchor_file lmtp_tls_trust_anchor_file
	smtp_tls_verify_cert_match lmtp_tls_verify_cert_match
	smtp_tls_wrappermode lmtp_tls_wrappermode smtp_use_tls lmtp_use_tls
	smtp_xforward_timeout lmtp_xforward_timeout smtputf8_enable
	soft_bounce syslog_name tcp_windowsize tls_append_default_CA
	tls_dane_digests tls_eecdh_auto_curves tls_fast_shutdown_enable
	tls_ffdhe_auto_groups tls_required_enable use_srv_lookup'
# end bash parameters

	case $words in
	FILE)
		compopt -o filenames 2> /dev/null
		mapfile -t COMPREPLY < <(compgen -f -- "$word")
		return ;;
	PARAMETER)
		compopt -o nospace 2> /dev/null
		mapfile -t COMPREPLY < <(compgen -S = -W "$parameters" \
		    -- "$word")
		return ;;
	NOTHING)
		return ;;
	?*)
		mapfile -t COMPREPLY < <(compgen -W "$words" -- "$word")
		return ;;
	esac

	if [[ $word == -* ]]; then
		mapfile -t COMPREPLY < <(compgen -W "$options" -- "$word")
		[[ ${COMPREPLY[0]} == *= ]] && compopt -o nospace 2> /dev/null
	fi
}

complete -F _mxput mxput
