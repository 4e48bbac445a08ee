/* SPDX-License-Identifier: BSD-2-Clause */
#include "message/content_type.h"

#include "unit/tap.h"

static const struct {
	const char *text;
	enum media media;
	const char *boundary;
} types[] = {
	{ "", MEDIA_LEAF, "" },
	{ " text/plain; boundary=x", MEDIA_LEAF, "" },
	{ " message/rfc822", MEDIA_MESSAGE, "" },
	{ "MESSAGE / RFC822; x=y", MEDIA_MESSAGE, "" },
	{ "message/global", MEDIA_GLOBAL, "" },
	{ "message/partial; id=x", MEDIA_MESSAGE_PART, "" },
	{ "message", MEDIA_MESSAGE_PART, "" },
	{ "message/rfc822x", MEDIA_MESSAGE_PART, "" },
	{ "messages/rfc822", MEDIA_LEAF, "" },
	{ " multipart/mixed", MEDIA_MULTIPART, "" },
	{ " multipart/mixed; boundary=abc", MEDIA_MULTIPART, "abc" },
	{ "Multipart/Alternative;\n\tCharset=x;\n BOUNDARY = \"a b\"",
	    MEDIA_MULTIPART, "a b" },
	{ "multipart/x;boundary=a;boundary=b", MEDIA_MULTIPART, "a" },
	{ "multipart/x;boundary=a(comment)", MEDIA_MULTIPART, "a" },
	{ "multipart/x;boundary=(comment)a", MEDIA_MULTIPART, "a" },
	{ "(c) multipart (c) / (c) x (c) ; (c) boundary (c) = (c) a (c)",
	    MEDIA_MULTIPART, "a" },
	{ "multipart/x; boundary=\"a\\\"\\b\"", MEDIA_MULTIPART, "a\"b" },
	{ "multipart/x; boundary=\"a\n b", MEDIA_MULTIPART, "a b" },
	{ "multipart/x; boundary=----=_Part:1/2?", MEDIA_MULTIPART,
	    "----=_Part:1/2?" },
	{ "multipart/x; a=\"; boundary=b\"; boundary=c", MEDIA_MULTIPART,
	    "c" },
	{ "multipart/x; a=(; boundary=b); boundary=c", MEDIA_MULTIPART, "c" },
	{ "multipart/x; xboundary=b", MEDIA_MULTIPART, "" },
	{ "multipart/x; boundary", MEDIA_MULTIPART, "" },
	{ "multipart/x; boundary=", MEDIA_MULTIPART, "" },
	{ "multipart/x boundary=a", MEDIA_MULTIPART, "" },
	{ "multipart/x; ; boundary=a", MEDIA_MULTIPART, "a" },
	{ "multipart; boundary=a", MEDIA_MULTIPART, "a" },
	{ "multipart/digest; boundary=a", MEDIA_MULTIPART, "a" },
	{ "multipart/x; boundary=12345678901234567890", MEDIA_MULTIPART,
	    "1234567890123456" },
	{ "\"multipart\"/x; boundary=a", MEDIA_LEAF, "" },
};

static const struct {
	const char *text;
	enum encoding encoding;
} encodings[] = {
	{ " 8bit", ENCODING_8BIT },
	{ "BINARY", ENCODING_8BIT },
	{ "(odd) 8Bit (really)", ENCODING_8BIT },
	{ "\n 8bit", ENCODING_8BIT },
	{ "8bit;", ENCODING_8BIT },
	{ "7bit", ENCODING_7BIT },
	{ "base64", ENCODING_OTHER },
	{ "quoted-printable", ENCODING_OTHER },
	{ "\"8bit\"", ENCODING_OTHER },
	{ "8bitx", ENCODING_OTHER },
	{ "", ENCODING_OTHER },
};

/* named - a text as the name of a test, on one line */

static const char *
named(struct str *name, const char *text)
{
	str_reset(name);
	for (; *text != '\0'; text++)
		str_add_char(name, *text == '\n' ? '|' : *text);
	return str_chars(name);
}

int
main(void)
{
	struct str boundary, name;

	str_init(&boundary, 16);
	str_init(&name, 1000);
	for (size_t i = 0; i < sizeof(types) / sizeof(types[0]); i++) {
		struct content_type type;

		str_reset(&boundary);
		type = content_type_read(span_of(types[i].text), &boundary);
		ok(type.media == types[i].media && type.is_digest ==
		    (strstr(types[i].text, "digest") != NULL),
		    named(&name, types[i].text));
		is_text(str_span(&boundary), types[i].boundary,
		    str_chars(&name));
	}
	for (size_t i = 0; i < sizeof(encodings) / sizeof(encodings[0]); i++)
		ok(encoding_read(span_of(encodings[i].text)) ==
		    encodings[i].encoding,
		    named(&name, encodings[i].text));
	str_clear(&name);
	str_clear(&boundary);
	return tap_done();
}
