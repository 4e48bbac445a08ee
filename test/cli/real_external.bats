# SPDX-License-Identifier: BSD-2-Clause
#
# Logins by a certificate at a real Exim.

load helpers

eval "helpers_$(declare -f setup)"

setup() {
	requires dns exim
	[ -e "$LAB_ZONES/ca.pem" ] || skip "the lab has no keys"
	helpers_setup
	resolv 'nameserver 127.0.0.53' 'options trust-ad'
	authority=$LAB_ZONES/ca.pem
}

# as_bob NAME VERSION: as far as the login, with a certificate for this name
as_bob() {
	"$TEST_BUILD/test/tool/mint" -s "$authority" -n "$1.example.test" \
	    "$T/$1.pem"
	chmod 600 "$T/$1.pem"
	deliver -4 -d '[exim.nsec.test]' --auth-user=bob --quit-after=auth \
	    --auth-mechanisms=EXTERNAL -o "smtp_tls_cert_file=$T/$1.pem" \
	    -o "smtp_tls_CAfile=$LAB_ZONES/ca.pem.crt" \
	    -o "smtp_tls_mandatory_protocols=>=$2:<=$2" bob@exim.nsec.test
}

# tries VERSION: in this version of TLS
tries() {
	run -0 as_bob bob "$1"
	fate bob@exim.nsec.test deliverable 2.0.0
	fact bob@exim.nsec.test .auth.mechanism EXTERNAL
	fact bob@exim.nsec.test .auth.user bob
	fact bob@exim.nsec.test .tls.version "$1"
	run -75 as_bob tom "$1"
	fate bob@exim.nsec.test delayed 4.0.0
	fact bob@exim.nsec.test '"\(.stage) \(.code) \(.auth)"' 'auth 535 null'
	fact bob@exim.nsec.test .tls.version "$1"
}

@test "EXTERNAL in TLS 1.2: the right certificate, and somebody else's" {
	tries TLSv1.2
}

@test "EXTERNAL in TLS 1.3: the right certificate, and somebody else's" {
	tries TLSv1.3
}

@test "EXTERNAL: a certificate by nobody whom the server knows" {
	authority=$T/own.pem
	"$TEST_BUILD/test/tool/mint" -a "$authority"
	run -75 as_bob bob TLSv1.3
	fate bob@exim.nsec.test delayed 4.7.0
	fact bob@exim.nsec.test '.detail | endswith("it is not offered")' true
}
