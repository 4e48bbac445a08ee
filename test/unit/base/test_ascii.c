/* SPDX-License-Identifier: BSD-2-Clause */
#include "base/ascii.h"

#include <locale.h>

#include "unit/tap.h"

/* The classes, written out: the test of a range by its members. */
static const char digits[] = "0123456789";
static const char alphas[] =
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
static const char spaces[] = " \t\n\v\f\r";

static bool
in(const char *set, int c)
{
	return c != 0 && strchr(set, c) != NULL;
}

static void
classes(void)
{
	bool digit = true, alpha = true, alnum = true, blank = true;
	bool space = true, print = true;

	for (int i = -128; i < 128; i++) {
		char c = (char)i;

		digit = digit && ascii_is_digit(c) == in(digits, i);
		alpha = alpha && ascii_is_alpha(c) == in(alphas, i);
		alnum = alnum && ascii_is_alnum(c) ==
		    (in(digits, i) || in(alphas, i));
		blank = blank && ascii_is_blank(c) == in(" \t", i);
		space = space && ascii_is_space(c) == in(spaces, i);
		print = print && ascii_is_print(c) == (i >= 32 && i < 127);
	}
	ok(digit, "digits, of all octets");
	ok(alpha, "letters, of all octets");
	ok(alnum, "letters and digits, of all octets");
	ok(blank, "blank and tab, of all octets");
	ok(space, "white space, of all octets");
	ok(print, "printable ASCII, of all octets");
}

static void
folding(void)
{
	bool lower = true, upper = true;

	for (int i = 0; i < 26; i++) {
		lower = lower && ascii_lower(alphas[26 + i]) == alphas[i] &&
		    ascii_lower(alphas[i]) == alphas[i];
		upper = upper && ascii_upper(alphas[i]) == alphas[26 + i] &&
		    ascii_upper(alphas[26 + i]) == alphas[26 + i];
	}
	ok(lower, "A to Z and a to z in lower case");
	ok(upper, "and in upper case");
	ok(ascii_lower('@') == '@' && ascii_lower('[') == '[' &&
	    ascii_upper('`') == '`' && ascii_upper('{') == '{',
	    "the neighbours of the letters have no case");
	ok(ascii_lower('\xc4') == '\xc4' && ascii_upper('\xe4') == '\xe4',
	    "nor have octets above 127");
}

static void
hex(void)
{
	int good = 0;

	for (int c = 0; c < 256; c++)
		good += ascii_hex((char)c) >= 0;
	is_number(good, 22, "digits, and six letters in either case");
	is_number(ascii_hex('0'), 0, "0");
	is_number(ascii_hex('9'), 9, "9");
	is_number(ascii_hex('a'), 10, "a");
	is_number(ascii_hex('F'), 15, "F");
}

static void
comparing(void)
{
	ok(ascii_equal(SPAN("SmtpUTF8"), SPAN("SMTPutf8")), "any case");
	ok(!ascii_equal(SPAN("a"), SPAN("ab")), "lengths count");
	ok(!ascii_equal(SPAN("ab"), SPAN("a")), "either way");
	ok(!ascii_equal(SPAN("a\0b"), SPAN("a\0c")),
	    "a NUL does not end the text");
	ok(!ascii_equal(SPAN("["), SPAN("{")),
	    "[ and { are not cases of one character");
	ok(ascii_equal((struct span){ 0 }, SPAN("")), "nothing and nothing");
	ok(ascii_starts(SPAN("IPv6:x"), SPAN("ipV6:")), "begins, any case");
	ok(!ascii_starts(SPAN("IPv"), SPAN("ipv6:")), "too short to begin so");
	ok(ascii_is_all(SPAN("\x7f")) && !ascii_is_all(SPAN("a\x80")),
	    "US-ASCII ends at 127");
}

static void
words(void)
{
	struct span rest = SPAN(", a,b\t\tc d\r\n,"), word = SPAN("kept");

	ok(ascii_word(&rest, ", \t\r\n", &word), "a first word");
	is_text(word, "a", "behind what stands before it");
	ascii_word(&rest, ", \t\r\n", &word);
	is_text(word, "b", "the second");
	ascii_word(&rest, ", \t\r\n", &word);
	is_text(word, "c", "the third");
	is_text(rest, " d\r\n,", "the rest begins behind it");
	ascii_word(&rest, ", \t\r\n", &word);
	ok(!ascii_word(&rest, ", \t\r\n", &word), "separators are no word");
	is_text(word, "d", "and leave the word alone");
	rest = SPAN("a\0b c");
	ascii_word(&rest, " ", &word);
	is_span(word, SPAN("a\0b"), "a NUL is no separator");
}

int
main(void)
{
	setlocale(LC_ALL, "");
	classes();
	folding();
	hex();
	comparing();
	words();
	return tap_done();
}
