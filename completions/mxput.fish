# Completion of mxput for fish. The parts between "begin" and "end" are made
# from the program's tables: see cmd/pages.h.

function __mxput_parameters
# begin fish parameters
	printf '%s=\n' \
	    allow_srv_lookup_fallback \
	    best_mx_transport \
	    compatibility_level \
	    config_directory \
	    data_directory \
	    debug_peer_level \
	    debug_peer_list \
	    default_delivery_status_filter \
	    default_destination_recipient_limit \
	    delay_logging_resolution_limit \
	    disable_dns_lookups \
	    disable_mime_output_conversion \
	    dnssec_probe \
	    fallback_relay \
	    header_address_token_limit \
	    header_size_limit \
	    ignore_mx_lookup_error \
	    ignore_srv_lookup_error \
	    inet_interfaces \
	    inet_protocols \
	    info_log_address_format \
	    known_tcp_ports \
	    line_length_limit \
	    lmtp_assume_final \
	    mail_name \
	    mime_boundary_length_limit \
	    mime_nesting_limit \
	    minimal_backoff_time \
	    mxput_connection_attempt_delay \
	    mxput_destination_parallelism \
	    mxput_dnssec \
	    mxput_flags \
	    mxput_netrc \
	    mxput_resolvers \
	    mxput_retry_in_doubt \
	    mxput_sasl_auth_required \
	    mxput_trust_anchor \
	    mxput_use_chunking \
	    mxput_xforward_addr \
	    mxput_xforward_helo \
	    mxput_xforward_ident \
	    mxput_xforward_name \
	    mxput_xforward_port \
	    mxput_xforward_proto \
	    mxput_xforward_source \
	    mydestination \
	    mydomain \
	    myhostname \
	    myorigin \
	    parent_domain_matches_subdomains \
	    process_name \
	    propagate_unmatched_extensions \
	    proxy_interfaces \
	    queue_directory \
	    recipient_delimiter \
	    relayhost \
	    requiretls_enable \
	    requiretls_esmtp_header \
	    send_cyrus_sasl_authzid \
	    service_name \
	    smtp_address_preference \
	    lmtp_address_preference \
	    smtp_always_send_ehlo \
	    smtp_balance_inet_protocols \
	    lmtp_balance_inet_protocols \
	    smtp_bind_address \
	    lmtp_bind_address \
	    smtp_bind_address6 \
	    lmtp_bind_address6 \
	    smtp_bind_address_enforce \
	    lmtp_bind_address_enforce \
	    smtp_body_checks \
	    lmtp_body_checks \
	    smtp_cname_overrides_servername \
	    lmtp_cname_overrides_servername \
	    smtp_connect_timeout \
	    lmtp_connect_timeout \
	    smtp_data_done_timeout \
	    lmtp_data_done_timeout \
	    smtp_data_init_timeout \
	    lmtp_data_init_timeout \
	    smtp_data_xfer_timeout \
	    lmtp_data_xfer_timeout \
	    smtp_defer_if_no_mx_address_found \
	    lmtp_defer_if_no_mx_address_found \
	    smtp_delivery_status_filter \
	    lmtp_delivery_status_filter \
	    smtp_destination_recipient_limit \
	    lmtp_destination_recipient_limit \
	    smtp_discard_ehlo_keyword_address_maps \
	    lmtp_discard_lhlo_keyword_address_maps \
	    smtp_discard_ehlo_keywords \
	    lmtp_discard_lhlo_keywords \
	    smtp_dns_reply_filter \
	    lmtp_dns_reply_filter \
	    smtp_dns_resolver_options \
	    lmtp_dns_resolver_options \
	    smtp_dns_support_level \
	    lmtp_dns_support_level \
	    smtp_enforce_tls \
	    lmtp_enforce_tls \
	    smtp_fallback_relay \
	    lmtp_fallback_relay \
	    smtp_generic_maps \
	    lmtp_generic_maps \
	    smtp_header_checks \
	    lmtp_header_checks \
	    smtp_helo_name \
	    lmtp_lhlo_name \
	    smtp_helo_timeout \
	    lmtp_lhlo_timeout \
	    smtp_host_lookup \
	    lmtp_host_lookup \
	    smtp_line_length_limit \
	    lmtp_line_length_limit \
	    smtp_log_tls_feature_status \
	    lmtp_log_tls_feature_status \
	    smtp_mail_timeout \
	    lmtp_mail_timeout \
	    smtp_mime_header_checks \
	    lmtp_mime_header_checks \
	    smtp_min_data_rate \
	    lmtp_min_data_rate \
	    smtp_mx_address_limit \
	    lmtp_mx_address_limit \
	    smtp_mx_session_limit \
	    lmtp_mx_session_limit \
	    smtp_nested_header_checks \
	    lmtp_nested_header_checks \
	    smtp_never_send_ehlo \
	    smtp_per_record_deadline \
	    lmtp_per_record_deadline \
	    smtp_per_request_deadline \
	    lmtp_per_request_deadline \
	    smtp_pix_workaround_delay_time \
	    lmtp_pix_workaround_delay_time \
	    smtp_pix_workaround_maps \
	    lmtp_pix_workaround_maps \
	    smtp_pix_workaround_threshold_time \
	    lmtp_pix_workaround_threshold_time \
	    smtp_pix_workarounds \
	    lmtp_pix_workarounds \
	    smtp_quit_timeout \
	    lmtp_quit_timeout \
	    smtp_quote_rfc821_envelope \
	    lmtp_quote_rfc821_envelope \
	    smtp_randomize_addresses \
	    lmtp_randomize_addresses \
	    smtp_rcpt_timeout \
	    lmtp_rcpt_timeout \
	    smtp_reply_filter \
	    lmtp_reply_filter \
	    smtp_rset_timeout \
	    lmtp_rset_timeout \
	    smtp_sasl_auth_cache_name \
	    lmtp_sasl_auth_cache_name \
	    smtp_sasl_auth_cache_time \
	    lmtp_sasl_auth_cache_time \
	    smtp_sasl_auth_enable \
	    lmtp_sasl_auth_enable \
	    smtp_sasl_auth_soft_bounce \
	    lmtp_sasl_auth_soft_bounce \
	    smtp_sasl_mechanism_filter \
	    lmtp_sasl_mechanism_filter \
	    smtp_sasl_password_maps \
	    lmtp_sasl_password_maps \
	    smtp_sasl_password_result_delimiter \
	    lmtp_sasl_password_result_delimiter \
	    smtp_sasl_security_options \
	    lmtp_sasl_security_options \
	    smtp_sasl_tls_security_options \
	    lmtp_sasl_tls_security_options \
	    smtp_sasl_tls_verified_security_options \
	    lmtp_sasl_tls_verified_security_options \
	    smtp_send_dummy_mail_auth \
	    lmtp_send_dummy_mail_auth \
	    smtp_send_xforward_command \
	    lmtp_send_xforward_command \
	    smtp_sender_dependent_authentication \
	    lmtp_sender_dependent_authentication \
	    smtp_skip_5xx_greeting \
	    lmtp_skip_5xx_greeting \
	    smtp_skip_quit_response \
	    lmtp_skip_quit_response \
	    smtp_starttls_timeout \
	    lmtp_starttls_timeout \
	    smtp_tcp_port \
	    lmtp_tcp_port \
	    smtp_tls_CAfile \
	    lmtp_tls_CAfile \
	    smtp_tls_CApath \
	    lmtp_tls_CApath \
	    smtp_tls_block_early_mail_reply \
	    lmtp_tls_block_early_mail_reply \
	    smtp_tls_cert_file \
	    lmtp_tls_cert_file \
	    smtp_tls_chain_files \
	    lmtp_tls_chain_files \
	    smtp_tls_ciphers \
	    lmtp_tls_ciphers \
	    smtp_tls_dane_insecure_mx_policy \
	    smtp_tls_eccert_file \
	    lmtp_tls_eccert_file \
	    smtp_tls_eckey_file \
	    lmtp_tls_eckey_file \
	    smtp_tls_enforce_peername \
	    lmtp_tls_enforce_peername \
	    smtp_tls_enforce_sts_mx_patterns \
	    lmtp_tls_enforce_sts_mx_patterns \
	    smtp_tls_exclude_ciphers \
	    lmtp_tls_exclude_ciphers \
	    smtp_tls_fingerprint_cert_match \
	    lmtp_tls_fingerprint_cert_match \
	    smtp_tls_fingerprint_digest \
	    lmtp_tls_fingerprint_digest \
	    smtp_tls_force_insecure_host_tlsa_lookup \
	    lmtp_tls_force_insecure_host_tlsa_lookup \
	    smtp_tls_key_file \
	    lmtp_tls_key_file \
	    smtp_tls_mandatory_ciphers \
	    lmtp_tls_mandatory_ciphers \
	    smtp_tls_mandatory_exclude_ciphers \
	    lmtp_tls_mandatory_exclude_ciphers \
	    smtp_tls_mandatory_protocols \
	    lmtp_tls_mandatory_protocols \
	    smtp_tls_note_starttls_offer \
	    lmtp_tls_note_starttls_offer \
	    smtp_tls_per_site \
	    lmtp_tls_per_site \
	    smtp_tls_policy_maps \
	    lmtp_tls_policy_maps \
	    smtp_tls_protocols \
	    lmtp_tls_protocols \
	    smtp_tls_scert_verifydepth \
	    lmtp_tls_scert_verifydepth \
	    smtp_tls_secure_cert_match \
	    lmtp_tls_secure_cert_match \
	    smtp_tls_security_level \
	    lmtp_tls_security_level \
	    smtp_tls_servername \
	    lmtp_tls_servername \
	    smtp_tls_trust_anchor_file \
	    lmtp_tls_trust_anchor_file \
	    smtp_tls_verify_cert_match \
	    lmtp_tls_verify_cert_match \
	    smtp_tls_wrappermode \
	    lmtp_tls_wrappermode \
	    smtp_use_tls \
	    lmtp_use_tls \
	    smtp_xforward_timeout \
	    lmtp_xforward_timeout \
	    smtputf8_enable \
	    soft_bounce \
	    syslog_name \
	    tcp_windowsize \
	    tls_append_default_CA \
	    tls_dane_digests \
	    tls_eecdh_auto_curves \
	    tls_fast_shutdown_enable \
	    tls_ffdhe_auto_groups \
	    tls_required_enable \
	    use_srv_lookup
# end fish parameters
end

complete -c mxput -f
# begin fish options
complete -c mxput -s f -l from -x -d 'The envelope sender'
complete -c mxput -l to -x -d 'A recipient, as if it were an argument'
complete -c mxput -s t -l read-recipients -d 'Also take the recipients from To:, Cc: and Bcc: of the header'
complete -c mxput -l recipients-from -r -F -d 'Also take the recipients from a file, one a line'
complete -c mxput -s m -l message -r -F -d 'The message'
complete -c mxput -s d -l destination -x -d 'Where to send, in the place of the recipients'\'' own MX hosts'
complete -c mxput -l server -x -d 'Where to send: short for -d [HOST]:PORT'
complete -c mxput -l lmtp -d 'Speak LMTP instead of SMTP'
complete -c mxput -s N -l dsn-notify -x -a 'never success failure delay' -d 'When to report to the sender: never, or a comma list of success, failure and delay'
complete -c mxput -s R -l dsn-return -x -a 'full hdrs' -d 'How much of the message a report returns: full or hdrs'
complete -c mxput -s V -l dsn-envid -x -d 'The envelope identifier for reports, in the xtext form of RFC 3461'
complete -c mxput -l body -x -a '7bit 8bitmime' -d 'Declare the content as 7bit or 8bitmime'
complete -c mxput -l smtputf8 -d 'Ask for SMTPUTF8, internationalized mail'
complete -c mxput -l arrival -x -d 'When the message was first handed over'
complete -c mxput -s o -l option -x -a '(__mxput_parameters)' -d 'Set a parameter'
complete -c mxput -s C -l config -r -F -d 'Read this configuration file, and not the usual ones'
complete -c mxput -l no-config -d 'Read no configuration file'
complete -c mxput -l tls -x -a 'none may encrypt dane dane-only fingerprint verify secure' -d 'How much to insist on TLS: smtp_tls_security_level'
complete -c mxput -l auth-user -x -d 'Log in as this user; needs -d or --server'
complete -c mxput -l auth-password-file -r -F -d 'The password is the first line of this file'
complete -c mxput -l auth-password-command -x -d 'The password is the first line that this command prints'
complete -c mxput -l auth-password-fd -x -d 'The password is the first line that this descriptor gives'
complete -c mxput -l auth-token-command -x -d 'A token for OAUTHBEARER or XOAUTH2 is what this command prints'
complete -c mxput -l auth-mechanisms -x -d 'The mechanisms that may be used: smtp_sasl_mechanism_filter'
complete -c mxput -l fallback-relay -x -d 'Where to send when the destination fails for the time being: smtp_fallback_relay'
complete -c mxput -l helo -x -d 'The name to give with EHLO or HELO: smtp_helo_name'
complete -c mxput -s 4 -d 'Use IPv4 only'
complete -c mxput -s 6 -d 'Use IPv6 only'
complete -c mxput -l timeout -x -d 'A bound on the whole run: a number with s, m, h, d or w'
complete -c mxput -l plan -d 'Only show where the message would go, and why'
complete -c mxput -l quit-after -x -a 'connect banner hello tls auth mail rcpt data' -d 'Go as far as connect, banner, hello, tls, auth, mail, rcpt or data, and send no message'
complete -c mxput -l all-hosts -d 'With --quit-after: visit every host, and do not stop at the first that comes far enough'
complete -c mxput -l format -x -a 'text json dsn postfix' -d 'The form of the results: text, json, dsn or postfix'
complete -c mxput -l json -d 'The same as --format=json'
complete -c mxput -s v -d 'Show the chat on standard error'
complete -c mxput -l chat-log -r -F -d 'Write the chat to a file'
complete -c mxput -l trace -r -F -d 'Write every event to a file, as JSON Lines'
complete -c mxput -l show-secrets -d 'Do not star out what is said in a login, nor where a server repeats it'
complete -c mxput -l dsn-message -r -F -d 'Write a report to the sender, a message as in RFC 3464, to a file'
complete -c mxput -s q -l quiet -d 'Print only what went wrong'
complete -c mxput -l color -x -a 'auto always never' -d 'Colour the chat: auto, always or never'
complete -c mxput -l show-config -a 'all set' -d 'Print the parameters as name = value and do nothing else'
complete -c mxput -l version -d 'Print the version and do nothing else'
complete -c mxput -l features -d 'Print what is built in and what is not, and do nothing else'
complete -c mxput -l help -d 'Print the options and do nothing else'
complete -c mxput -s i -d 'Do not send Bcc: and Resent-Bcc: of the header, with or without -t'
complete -c mxput -s b -x -d 'Ignored; no other mode than -bm is accepted'
complete -c mxput -s F -x -d 'Ignored'
complete -c mxput -s B -x -a '7bit 8bitmime' -d 'The same as --body'
# end fish options
