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
	--destination= --server= --dsn-notify= --dsn-return= --dsn-envid=
	--body= --smtputf8 --arrival= --option= --config= --no-config --tls=
	--fallback-relay= --helo= -4 -6 --timeout= --format= --json -v
	--chat-log= --trace= --quiet --color= --show-config --version
	--features --help -i -b -F -B'
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
	--tls) words='none may' ;;
	--fallback-relay) words=NOTHING ;;
	--helo) words=NOTHING ;;
	--timeout) words=NOTHING ;;
	--format) words='text json postfix' ;;
	--chat-log) words=FILE ;;
	--trace) words=FILE ;;
	--color) words='auto always never' ;;
	--show-config) words='all set' ;;
	-b) words=NOTHING ;;
	-F) words=NOTHING ;;
	-B) words='7bit 8bitmime' ;;
	esac
# end bash options
# begin bash parameters
	parameters='compatibility_level config_directory data_directory
	default_delivery_status_filter delay_logging_resolution_limit
	disable_dns_lookups disable_mime_output_conversion fallback_relay
	ignore_mx_lookup_error inet_protocols info_log_address_format
	known_tcp_ports line_length_limit mail_name mxput_resolvers
	mxput_retry_in_doubt mydomain myhostname myorigin process_name
	queue_directory relayhost service_name smtp_address_preference
	lmtp_address_preference smtp_always_send_ehlo smtp_bind_address
	lmtp_bind_address smtp_bind_address6 lmtp_bind_address6
	smtp_bind_address_enforce lmtp_bind_address_enforce
	smtp_cname_overrides_servername lmtp_cname_overrides_servername
	smtp_connect_timeout lmtp_connect_timeout smtp_data_done_timeout
	lmtp_data_done_timeout smtp_data_init_timeout lmtp_data_init_timeout
	smtp_data_xfer_timeout lmtp_data_xfer_timeout
	smtp_defer_if_no_mx_address_found lmtp_defer_if_no_mx_address_found
	smtp_delivery_status_filter lmtp_delivery_status_filter
	smtp_discard_ehlo_keyword_address_maps
	lmtp_discard_lhlo_keyword_address_maps smtp_discard_ehlo_keywords
	lmtp_discard_lhlo_keywords smtp_dns_reply_filter
	lmtp_dns_reply_filter smtp_dns_support_level lmtp_dns_support_level
	smtp_fallback_relay lmtp_fallback_relay smtp_helo_name lmtp_lhlo_name
	smtp_helo_timeout lmtp_lhlo_timeout smtp_host_lookup lmtp_host_lookup
	smtp_line_length_limit lmtp_line_length_limit smtp_mail_timeout
	lmtp_mail_timeout smtp_mx_address_limit lmtp_mx_address_limit
	smtp_mx_session_limit lmtp_mx_session_limit smtp_never_send_ehlo
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
	lmtp_rset_timeout smtp_skip_5xx_greeting lmtp_skip_5xx_greeting
	smtp_skip_quit_response lmtp_skip_quit_response smtp_tcp_port
	lmtp_tcp_port smtputf8_enable soft_bounce syslog_name tcp_windowsize'
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
