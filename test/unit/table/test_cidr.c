/* SPDX-License-Identifier: BSD-2-Clause */
#include "unit/table/scenes.h"

#define SKIPPED "; it is skipped\n"

static const struct table_scene scenes[] = {
	{ "an address", "cidr", "192.0.2.1 one\n192.0.2.0/24 net\n"
	    "2001:db8::1 six\n2001:db8::/32 net six\n", "192.0.2.1", "one",
	    NULL, false },
	{ "a network", "cidr", NULL, "192.0.2.255", "net", NULL, false },
	{ "the one before it", "cidr", NULL, "192.0.1.255", "-", NULL,
	    false },
	{ "the one behind it", "cidr", NULL, "192.0.3.0", "-", NULL, false },
	{ "an IPv6 address", "cidr", NULL, "2001:DB8:0::0:1", "six", NULL,
	    false },
	{ "an IPv6 network", "cidr", NULL, "2001:db8:ffff::", "net six",
	    NULL, false },
	{ "another one", "cidr", NULL, "2001:db9::", "-", NULL, false },
	{ "a name is in no network", "cidr", NULL, "mx.example.org", "-",
	    NULL, false },
	{ "nor is an address in brackets", "cidr", NULL, "[192.0.2.1]", "-",
	    NULL, false },
	{ "nor the path of a socket", "cidr", NULL, "/run/lmtp", "-", NULL,
	    false },
	{ "nor an address with a scope", "cidr", "::/0 all\n",
	    "fe80::1%1", "-", NULL, false },
	{ "the first that matches counts", "cidr",
	    "192.0.2.0/24 net\n192.0.2.1 one\n", "192.0.2.1", "net", NULL,
	    false },
	{ "lengths between octets", "cidr", "192.0.2.64/26 a\n"
	    "192.0.2.32/27 b\n192.0.2.0/31 c\n192.0.2.3/32 d\n", "192.0.2.127",
	    "a", NULL, false },
	{ "its end", "cidr", NULL, "192.0.2.128", "-", NULL, false },
	{ "27 bits", "cidr", NULL, "192.0.2.32", "b", NULL, false },
	{ "31 bits", "cidr", NULL, "192.0.2.1", "c", NULL, false },
	{ "and not the next", "cidr", NULL, "192.0.2.2", "-", NULL, false },
	{ "32 bits", "cidr", NULL, "192.0.2.3", "d", NULL, false },
	{ "no bits are every IPv4 address", "cidr", "0.0.0.0/0 four\n",
	    "255.1.2.3", "four", NULL, false },
	{ "and no other", "cidr", NULL, "::1", "-", NULL, false },
	{ "128 bits", "cidr", "::1/128 one\n::/127 two\n", "::1", "one",
	    NULL, false },
	{ "127 bits", "cidr", NULL, "::", "two", NULL, false },
	{ "not an IPv4 address", "cidr", NULL, "0.0.0.1", "-", NULL, false },
	{ "an IPv4 address in IPv6 is IPv6", "cidr", "192.0.2.1 four\n"
	    "::ffff:192.0.2.1 six\n", "::ffff:192.0.2.1", "six", NULL,
	    false },
	{ "brackets around the address", "cidr", "[192.0.2.0]/24 a\n"
	    "[198.51.100.0/24] b\n[::1] c\n", "192.0.2.9", "a", NULL,
	    false },
	{ "brackets around both", "cidr", NULL, "198.51.100.9", "b", NULL,
	    false },
	{ "brackets around IPv6", "cidr", NULL, "::1", "c", NULL, false },
	{ "all but a network", "cidr", "!192.0.2.0/24 other\n", "192.0.3.1",
	    "other", NULL, false },
	{ "not the network", "cidr", NULL, "192.0.2.1", "-", NULL, false },
	{ "and nothing of the other family", "cidr", NULL, "::1", "-", NULL,
	    false },
	{ "not not", "cidr", "!!192.0.2.0/24 net\n! 10.0.0.0/8 other\n",
	    "192.0.2.1", "net", NULL, false },
	{ "a blank behind the !", "cidr", NULL, "192.0.3.1", "other", NULL,
	    false },
	{ "behaviour 244: results are not folded", "cidr",
	    "192.0.2.1 A  B \n", "192.0.2.1", "A  B", NULL, false },
	{ "dollars mean nothing", "cidr", "192.0.2.1 $1$$\n", "192.0.2.1",
	    "$1$$", NULL, false },
	{ "if", "cidr", "if 192.0.2.0/24\n192.0.2.1 one\n0.0.0.0/0 in\n"
	    "endif\n0.0.0.0/0 out\n", "192.0.2.1", "one", NULL, false },
	{ "in it", "cidr", NULL, "192.0.2.2", "in", NULL, false },
	{ "not in it", "cidr", NULL, "192.0.3.1", "out", NULL, false },
	{ "if in if, in any case", "cidr", "IF 10.0.0.0/8\n"
	    "If !10.1.0.0/16\n10.0.0.0/8 a\nEndIf\n10.1.1.0/24 b\nENDIF\n"
	    "0.0.0.0/0 c\n::/0 d\n", "10.2.0.1", "a", NULL, false },
	{ "the inner one is not met", "cidr", NULL, "10.1.1.1", "b", NULL,
	    false },
	{ "nothing inside matches", "cidr", NULL, "10.1.2.1", "c", NULL,
	    false },
	{ "the outer one is not met", "cidr", NULL, "11.0.0.1", "c", NULL,
	    false },
	{ "an if is not met by the other family", "cidr", NULL, "::1", "d",
	    NULL, false },
	{ "an if without endif goes on to the end", "cidr",
	    "if 10.0.0.0/8\n0.0.0.0/0 a\n", "11.0.0.1", "-",
	    "line 1: no endif belongs to this if\n", false },
	{ "and holds there", "cidr", NULL, "10.0.0.1", "a",
	    "line 1: no endif belongs to this if\n", false },
	{ "an endif without if", "cidr", "endif\n10.0.0.1 a\n", "10.0.0.1",
	    "a", "line 1: no if belongs to this endif" SKIPPED, false },
	{ "something behind an endif: the if goes on", "cidr",
	    "if 10.0.0.0/8\nendif x\n0.0.0.0/0 a\nendif\n0.0.0.0/0 b\n",
	    "11.0.0.1", "b", "line 2: something stands behind the endif, "
	    "which closes nothing" SKIPPED, false },
	{ "an if that is none: what it should guard holds", "cidr",
	    "if 10.0.0.0/33\n0.0.0.0/0 a\nendif\n", "11.0.0.1", "a",
	    "line 1: \"10.0.0.0/33\" is no address and no address/length"
	    SKIPPED "line 3: no if belongs to this endif" SKIPPED, false },
	{ "something behind the network of an if", "cidr",
	    "if 10.0.0.0/8 x\n0.0.0.0/0 a\nendif\n", "11.0.0.1", "a",
	    "line 1: \"10.0.0.0/8 x\" is no address and no address/length"
	    SKIPPED "line 3: no if belongs to this endif" SKIPPED, false },
	{ "bits behind the length", "cidr", "192.0.2.1/24 a\n"
	    "0.0.0.0/0 b\n", "192.0.2.1", "b", "line 1: \"192.0.2.1/24\" has "
	    "bits behind its length; perhaps 192.0.2.0/24 is meant" SKIPPED,
	    false },
	{ "the same for IPv6", "cidr", "2001:db8:1::/33 a\n::/0 b\n",
	    "2001:db8:1::", "b", "line 1: \"2001:db8:1::/33\" has bits "
	    "behind its length; perhaps 2001:db8::/33 is meant" SKIPPED,
	    false },
	{ "no result", "cidr", "192.0.2.1\n192.0.2.0/24 b\n", "192.0.2.1",
	    "b", "line 1: no result stands behind the address" SKIPPED,
	    false },
	{ "no address", "cidr", "! \nif\n192.0.2.0/24 b\n", "192.0.2.1",
	    "b", "line 1: there is no address" SKIPPED
	    "line 2: there is no address" SKIPPED, false },
	{ "what is no address", "cidr", "192.0.2 a\n01.2.3.4 a\n1.2.3.4/ a\n"
	    "1.2.3.4/33 a\n::1/129 a\n1.2.3.4/-1 a\n1.2.3.4/8/8 a\nifx a\n"
	    "example.org a\n[::1 a\n[::1]x a\nfe80::1%1 a\n1.2.3.4 b\n",
	    "1.2.3.4", "b", "line 1: \"192.0.2\" is no address and no "
	    "address/length" SKIPPED "line 2: \"01.2.3.4\" is no address and "
	    "no address/length" SKIPPED "line 3: \"1.2.3.4/\" is no address "
	    "and no address/length" SKIPPED "line 4: \"1.2.3.4/33\" is no "
	    "address and no address/length" SKIPPED "line 5: \"::1/129\" is "
	    "no address and no address/length" SKIPPED "line 6: "
	    "\"1.2.3.4/-1\" is no address and no address/length" SKIPPED
	    "line 7: \"1.2.3.4/8/8\" is no address and no address/length"
	    SKIPPED "line 8: \"ifx\" is no address and no address/length"
	    SKIPPED "line 9: \"example.org\" is no address and no "
	    "address/length" SKIPPED "line 10: the \"]\" of \"[::1\" is "
	    "missing" SKIPPED "%: 2 more warnings like these\n", false },
	{ "what stands behind brackets", "cidr", "[::1]x a\n", "::1", "-",
	    "line 1: something stands behind the \"]\" of \"[::1]x\""
	    SKIPPED, false },
	{ "a length with zeros before it", "cidr", "1.2.3.0/024 a\n",
	    "1.2.3.4", "a", NULL, false },
	{ "a line that goes on", "cidr", "1.2.3.4\n  a\n  b\n", "1.2.3.4",
	    "a  b", NULL, false },
};

static void
test_braces(void)
{
	struct ears ears;

	ears_open(&ears);
	is_text(tables_ask(&ears, "cidr:{{1.2.3.0/24 a}, { 1.2.4.0/24  b }}",
	    0, SPAN("1.2.4.9")), "b", "rules in braces");
	is_text(tables_ask(&ears, "cidr:{{if 1.0.0.0/8} {::/0 a} {endif},"
	    "{# no} {} {::1 b}}", 0, SPAN("::1")), "b",
	    "if, comments and nothing in braces");
	is_number(ears.count, 0, "no warning");
	is_text(tables_ask(&ears, "cidr:{{1.2.3.4 a} {1.2.3 b}}", 0,
	    SPAN("1.2.3.4")), "a", "a wrong one");
	is_text(str_span(&ears.warnings), "cidr:{...}, rule 2: \"1.2.3\" is "
	    "no address and no address/length; it is skipped\n",
	    "is named by its number");
	is_text(tables_ask(&ears, "cidr:{1.2.3.4 a}", 0, SPAN("1.2.3.4")),
	    "! look up \"1.2.3.4\" in cidr:{...}: each of its rules stands "
	    "in braces, {{rule}, {rule}}", "rules without braces");
	is_text(tables_ask(&ears, "cidr:/nonexistent/x", 0, SPAN("::1")),
	    "! look up \"::1\" in cidr:/nonexistent/x: open /nonexistent/x: "
	    "No such file or directory", "a file that is not there");
	ears_close(&ears);
}

int
main(void)
{
	table_scenes_play(scenes, sizeof(scenes) / sizeof(scenes[0]));
	test_braces();
	return tap_done();
}
