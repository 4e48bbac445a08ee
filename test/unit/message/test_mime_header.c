/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Labels of the encoding, in the header of a message that is converted.
 */
#include "unit/message/parts.h"

#define CTE		"Content-Transfer-Encoding: "
#define HQP		"H" CTE "quoted-printable\n"
#define TYPE(t)		"Content-Type: " t "\n"

static const struct {
	const char *name;
	struct span in, out;
} scenes[] = {
#define GOES(in_, out_)	.in = SPAN_INIT(in_), .out = SPAN_INIT(out_)
	{ "behaviour 194: binary is a label too", GOES(CTE "Binary\n\n\xe9\n",
	    HQP ".\n.=E9\n") },
	{ "behaviour 194: with comments, in any case", GOES("content-"
	    "transfer-ENCODING : (x) 8BIT (y)\n\n\xe9\n", HQP ".\n.=E9\n") },
	{ "behaviour 194: folded", GOES(CTE "\r\n 8bit\r\n\r\n\xe9\r\n",
	    HQP ".\n.=E9\n") },
	{ "behaviour 194: 7bit stays", GOES(CTE "7bit\n\n\xe9\n",
	    "M" CTE "7bit\n.\n.\xe9\n") },
	{ "behaviour 194: base64 stays", GOES(CTE "base64\n\n\xe9\n",
	    "M" CTE "base64\n.\n.\xe9\n") },
	{ "behaviour 194: an unknown one stays", GOES(CTE "x-8bit\n\n\xe9\n",
	    "M" CTE "x-8bit\n.\n.\xe9\n") },
	{ "behaviour 194: two labels, and both say it", GOES(CTE "8bit\n" CTE
	    "binary\n\n\xe9\n", HQP ".\n.=E9\n") },
	{ "7bit behind 8bit does not make it so", GOES(CTE "8bit\n" CTE
	    "7bit\n\n\xe9\n", HQP ".\n.=E9\n") },
	{ "labels that contradict each other stay, and the body too",
	    GOES(CTE "8bit\n" CTE "base64\nA: b\n\n\xe9\n", "M" CTE "8bit\n"
	    "M" CTE "base64\nHA: b\n.\n.\xe9\n") },
	{ "whichever comes first", GOES(CTE "base64\n" CTE "8bit\n\n\xe9\n",
	    "M" CTE "base64\nM" CTE "8bit\n.\n.\xe9\n") },

	{ "D22: message/partial stays as it is, label included",
	    GOES(TYPE("message/partial") CTE "8bit\n\n\xe9 = \n",
	    "M" TYPE("message/partial") "M" CTE "8bit\n.\n.\xe9 = \n") },
	{ "D22: message/external-body", GOES(CTE "8bit\n"
	    TYPE("message/external-body") "\nA: \xe9\n",
	    "M" TYPE("message/external-body") "M" CTE "8bit\n.\n.A: \xe9\n") },
	{ "D22: message/delivery-status", GOES(
	    TYPE("message/delivery-status") CTE "8bit\n\nA: \xe9\n",
	    "M" TYPE("message/delivery-status") "M" CTE "8bit\n.\n"
	    ".A: \xe9\n") },
	{ "a message in base64 is not gone into", GOES(
	    TYPE("message/rfc822") CTE "base64\n\n" CTE "8bit\n\n\xe9\n",
	    "M" TYPE("message/rfc822") "M" CTE "base64\n.\n." CTE "8bit\n"
	    ".\n.\xe9\n") },
	{ "a multipart without a boundary is 7bit, and has no parts",
	    GOES(TYPE("multipart/mixed") CTE "8bit\n\n--\n" CTE "8bit\n"
	    "\n\xe9\n", "M" TYPE("multipart/mixed") "H" CTE "7bit\n.\n.--\n."
	    CTE "8bit\n.\n.\xe9\n") },
	{ "the last type counts", GOES(TYPE("message/rfc822")
	    TYPE("text/plain") CTE "8bit\n\n\xe9\n", "M" TYPE("message/rfc822")
	    "M" TYPE("text/plain") HQP ".\n.=E9\n") },
	{ "behaviour 198 as observed: a new label is of the class of its "
	    "block", GOES(TYPE("multipart/x; boundary=x") "\n--x\n" CTE
	    "8bit\n\n--x\n" TYPE("message/rfc822") "\n" CTE "8bit\n\n",
	    "M" TYPE("multipart/x; boundary=x") ".\n.--x\nM" CTE
	    "quoted-printable\n.\n.--x\nM" TYPE("message/rfc822") ".\nN" CTE
	    "quoted-printable\n.\n") },
	{ "a label is of its own header only", GOES(TYPE("message/rfc822")
	    CTE "8bit\n\nA: b\n\n\xe9\n", "M" TYPE("message/rfc822") "H" CTE
	    "7bit\n.\nNA: b\n.\n.\xe9\n") },
	{ "a message without an empty line before its header", GOES(
	    TYPE("multipart/x; boundary=x") "\n--x\n" TYPE("message/rfc822")
	    "no field\n", "M" TYPE("multipart/x; boundary=x") ".\n.--x\nM"
	    TYPE("message/rfc822") ".no field\n") },
};

int
main(void)
{
	struct mime_setup setup;
	struct str out;

	str_init(&out, PARTS_MAX);
	setup = parts_setup(&out);
	setup.converts = true;
	for (size_t i = 0; i < sizeof(scenes) / sizeof(scenes[0]); i++)
		parts_are(&setup, scenes[i].in, scenes[i].out,
		    scenes[i].name);
	str_clear(&out);
	return tap_done();
}
