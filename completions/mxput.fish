# Completion of mxput for fish. The parts between "begin" and "end" are made
# from the program's tables: see cmd/pages.h.

function __mxput_parameters
# begin fish parameters
	printf '%s=\n' \
	    compatibility_level \
	    config_directory \
	    data_directory \
	    default_delivery_status_filter \
	    delay_logging_resolution_limit \
	    disable_dns_lookups \
	    disable_mime_output_conversion \
	    fallback_relay \
	    ignore_mx_lookup_error \
	    inet_protocols \
	    info_log_address_format \
	    known_tcp_ports \
	    line_length_limit \
	    mail_name \
	    mxput_resolvers \
	    mxput_retry_in_doubt \
	    mydomain \
	    myhostname \
	    myorigin \
	    process_name \
	    queue_directory \
	    relayhost \
	    service_name \
	    smtp_address_preference \
	    lmtp_address_preference \
	    smtp_always_send_ehlo \
	    smtp_bind_address \
	    lmtp_bind_address \
	    smtp_bind_address6 \
	    lmtp_bind_address6 \
	    smtp_bind_address_enforce \
	    lmtp_bind_address_enforce \
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
	    smtp_discard_ehlo_keyword_address_maps \
	    lmtp_discard_lhlo_keyword_address_maps \
	    smtp_discard_ehlo_keywords \
	    lmtp_discard_lhlo_keywords \
	    smtp_dns_reply_filter \
	    lmtp_dns_reply_filter \
	    smtp_dns_support_level \
	    lmtp_dns_support_level \
	    smtp_fallback_relay \
	    lmtp_fallback_relay \
	    smtp_helo_name \
	    lmtp_lhlo_name \
	    smtp_helo_timeout \
	    lmtp_lhlo_timeout \
	    smtp_host_lookup \
	    lmtp_host_lookup \
	    smtp_line_length_limit \
	    lmtp_line_length_limit \
	    smtp_mail_timeout \
	    lmtp_mail_timeout \
	    smtp_mx_address_limit \
	    lmtp_mx_address_limit \
	    smtp_mx_session_limit \
	    lmtp_mx_session_limit \
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
	    smtp_skip_5xx_greeting \
	    lmtp_skip_5xx_greeting \
	    smtp_skip_quit_response \
	    lmtp_skip_quit_response \
	    smtp_tcp_port \
	    lmtp_tcp_port \
	    smtputf8_enable \
	    soft_bounce \
	    syslog_name \
	    tcp_windowsize
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
complete -c mxput -s N -l dsn-notify -x -a 'never success failure delay' -d 'When to report to the sender: never, or a comma list of success, failure and delay'
complete -c mxput -s R -l dsn-return -x -a 'full hdrs' -d 'How much of the message a report returns: full or hdrs'
complete -c mxput -s V -l dsn-envid -x -d 'The envelope identifier for reports, in the xtext form of RFC 3461'
complete -c mxput -l body -x -a '7bit 8bitmime' -d 'Declare the content as 7bit or 8bitmime'
complete -c mxput -l smtputf8 -d 'Ask for SMTPUTF8, internationalized mail'
complete -c mxput -l arrival -x -d 'When the message was first handed over'
complete -c mxput -s o -l option -x -a '(__mxput_parameters)' -d 'Set a parameter'
complete -c mxput -s C -l config -r -F -d 'Read this configuration file, and not the usual ones'
complete -c mxput -l no-config -d 'Read no configuration file'
complete -c mxput -l tls -x -a 'none may' -d 'How much to insist on TLS: smtp_tls_security_level'
complete -c mxput -l fallback-relay -x -d 'Where to send when the destination fails for the time being: smtp_fallback_relay'
complete -c mxput -l helo -x -d 'The name to give with EHLO or HELO: smtp_helo_name'
complete -c mxput -s 4 -d 'Use IPv4 only'
complete -c mxput -s 6 -d 'Use IPv6 only'
complete -c mxput -l timeout -x -d 'A bound on the whole run: a number with s, m, h, d or w'
complete -c mxput -l format -x -a 'text json postfix' -d 'The form of the results: text, json, dsn or postfix'
complete -c mxput -l json -d 'The same as --format=json'
complete -c mxput -s v -d 'Show the chat on standard error'
complete -c mxput -l chat-log -r -F -d 'Write the chat to a file'
complete -c mxput -l trace -r -F -d 'Write every event to a file, as JSON Lines'
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
