/* SPDX-License-Identifier: BSD-2-Clause */
#include "base/json.h"

#include "base/mem.h"
#include "unit/child.h"
#include "unit/tap.h"

static void
structure(void)
{
	struct json j;
	struct str s;

	str_init(&s, 1000);
	json_init(&j, &s);
	ok(!json_is_whole(&j), "nothing is not a JSON text");
	json_object(&j);
	json_key(&j, "a");
	json_number(&j, 1);
	json_key(&j, "b");
	json_array(&j);
	json_string(&j, SPAN("x"));
	json_null(&j);
	json_object(&j);
	json_end(&j);
	json_array(&j);
	json_end(&j);
	json_bool(&j, true);
	json_end(&j);
	json_key(&j, "c");
	json_object(&j);
	json_key(&j, "d");
	json_bool(&j, false);
	ok(!json_is_whole(&j), "an open object is not whole");
	json_end(&j);
	json_key(&j, "e");
	json_string(&j, (struct span){ 0 });
	json_end(&j);
	ok(json_is_whole(&j), "the closed one is");
	is_text(str_span(&s), "{\"a\":1,\"b\":[\"x\",null,{},[],true],"
	    "\"c\":{\"d\":false},\"e\":\"\"}",
	    "commas stand between values, and only there");
	str_reset(&s);
	json_init(&j, &s);
	json_string(&j, SPAN("alone"));
	ok(json_is_whole(&j), "a value alone is a JSON text (RFC 8259)");
	is_text(str_span(&s), "\"alone\"", "without ado");
	str_clear(&s);
}

static const struct {
	const char *name;
	struct span text;
	const char *json;
} strings[] = {
	{ "plain", SPAN_INIT("a /~"), "\"a /~\"" },
	{ "quote and backslash", SPAN_INIT("\"\\"), "\"\\\"\\\\\"" },
	{ "the short escapes", SPAN_INIT("\n\r\t\b\f"),
	    "\"\\n\\r\\t\\b\\f\"" },
	{ "other controls", SPAN_INIT("\x01\x1f\033"),
	    "\"\\u0001\\u001f\\u001b\"" },
	{ "NUL", SPAN_INIT("a\0b"), "\"a\\u0000b\"" },
	{ "DEL and C1, which terminals obey", SPAN_INIT("\x7f\xc2\x80\xc2\x9f"),
	    "\"\\u007f\\u0080\\u009f\"" },
	{ "what stands behind C1 is text", SPAN_INIT("\xc2\xa0"),
	    "\"\xc2\xa0\"" },
	{ "the other line ends", SPAN_INIT("\xe2\x80\xa8\xe2\x80\xa9"),
	    "\"\\u2028\\u2029\"" },
	{ "their neighbours are text", SPAN_INIT("\xe2\x80\xa7\xe2\x80\xaa"),
	    "\"\xe2\x80\xa7\xe2\x80\xaa\"" },
	{ "UTF-8 stays as it is", SPAN_INIT("us\xc3\xa9r \xf0\x9f\x93\xa7"),
	    "\"us\xc3\xa9r \xf0\x9f\x93\xa7\"" },
	{ "no UTF-8: U+FFFD for each octet", SPAN_INIT("a\xe9\xff" "b"),
	    "\"a\xef\xbf\xbd\xef\xbf\xbd" "b\"" },
	{ "cut UTF-8 at the end", SPAN_INIT("\xe2\x82"),
	    "\"\xef\xbf\xbd\xef\xbf\xbd\"" },
	{ "a surrogate is none", SPAN_INIT("\xed\xa0\x80"),
	    "\"\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\"" },
};

static void
escaping(void)
{
	struct json j;
	struct str s;

	str_init(&s, 1000);
	for (size_t i = 0; i < sizeof(strings) / sizeof(*strings); i++) {
		str_reset(&s);
		json_init(&j, &s);
		json_string(&j, strings[i].text);
		is_text(str_span(&s), strings[i].json, strings[i].name);
	}
	str_reset(&s);
	json_init(&j, &s);
	json_object(&j);
	json_key(&j, "a\"\n");
	json_null(&j);
	json_end(&j);
	is_text(str_span(&s), "{\"a\\\"\\n\":null}", "a key is escaped too");
	str_clear(&s);
}

static const struct {
	int64_t value;
	const char *number, *decimal;
} numbers[] = {
	{ 0, "0", "0.000" },
	{ 1, "1", "0.001" },
	{ -1, "-1", "-0.001" },
	{ 20, "20", "0.020" },
	{ 1250, "1250", "1.250" },
	{ -1250, "-1250", "-1.250" },
	{ 300007, "300007", "300.007" },
	{ INT64_MAX, "9223372036854775807", "9223372036854775.807" },
	{ INT64_MIN, "-9223372036854775808", "-9223372036854775.808" },
};

static void
counting(void)
{
	struct json j;
	struct str s;

	str_init(&s, 1000);
	for (size_t i = 0; i < sizeof(numbers) / sizeof(*numbers); i++) {
		str_reset(&s);
		json_init(&j, &s);
		json_number(&j, numbers[i].value);
		is_text(str_span(&s), numbers[i].number, "a whole number");
		str_reset(&s);
		json_init(&j, &s);
		json_decimal(&j, numbers[i].value);
		is_text(str_span(&s), numbers[i].decimal,
		    "and as thousandths");
	}
	str_clear(&s);
}

/* overflow - a string of every size that is too small for the text */

static void
overflow(void)
{
	static const char whole[] = "{\"a\":[1,\"x\\n\xc3\xa9\"],\"b\":2.500}";
	bool told = true, prefix = true;
	struct json j;
	struct str s;

	for (size_t max = 1; max <= sizeof(whole) - 1; max++) {
		str_init(&s, max);
		json_init(&j, &s);
		json_object(&j);
		json_key(&j, "a");
		json_array(&j);
		json_number(&j, 1);
		json_string(&j, SPAN("x\n\xc3\xa9"));
		json_end(&j);
		json_key(&j, "b");
		json_decimal(&j, 2500);
		json_end(&j);
		told = told && json_is_whole(&j) == (max == sizeof(whole) - 1);
		prefix = prefix && span_starts(SPAN(whole), str_span(&s));
		str_clear(&s);
	}
	ok(told, "too little room is told at the end, for every size");
	ok(prefix, "and nothing is added behind what was lost");
}

static void
behind(void)
{
	struct json j;
	struct str s;

	str_init(&s, 100);
	str_add(&s, SPAN("{}\n"));
	json_init(&j, &s);
	json_null(&j);
	is_text(str_span(&s), "{}\nnull", "it adds to what is there");
	str_clear(&s);
}

/* What makes no JSON; each must end the program. */

static void
start(struct json *j, struct str *s)
{
	str_init(s, 1000);
	json_init(j, s);
}

static void
value_without_key(void *arg)
{
	struct json j;

	start(&j, arg);
	json_object(&j);
	json_null(&j);
}

static void
key_in_array(void *arg)
{
	struct json j;

	start(&j, arg);
	json_array(&j);
	json_key(&j, "a");
}

static void
key_without_value(void *arg)
{
	struct json j;

	start(&j, arg);
	json_object(&j);
	json_key(&j, "a");
	json_end(&j);
}

static void
two_keys(void *arg)
{
	struct json j;

	start(&j, arg);
	json_object(&j);
	json_key(&j, "a");
	json_key(&j, "b");
}

static void
two_texts(void *arg)
{
	struct json j;

	start(&j, arg);
	json_null(&j);
	json_null(&j);
}

static void
end_of_nothing(void *arg)
{
	struct json j;

	start(&j, arg);
	json_end(&j);
}

static void
too_deep(void *arg)
{
	struct json j;

	start(&j, arg);
	for (int i = 0; i <= JSON_DEPTH; i++)
		json_array(&j);
}

static void
deep_enough(void *arg)
{
	struct json j;

	start(&j, arg);
	for (int i = 0; i < JSON_DEPTH; i++)
		json_array(&j);
	for (int i = 0; i < JSON_DEPTH; i++)
		json_end(&j);
	must(json_is_whole(&j));
	str_clear(arg);
}

static void
bugs(void)
{
	struct str s;

	is_number(child_run(value_without_key, &s).status, 70,
	    "a value without a key in an object is a bug");
	is_number(child_run(key_in_array, &s).status, 70,
	    "a key in an array is one");
	is_number(child_run(key_without_value, &s).status, 70,
	    "a key without a value is one");
	is_number(child_run(two_keys, &s).status, 70, "two keys are one");
	is_number(child_run(two_texts, &s).status, 70,
	    "a second text is one");
	is_number(child_run(end_of_nothing, &s).status, 70,
	    "closing nothing is one");
	is_number(child_run(too_deep, &s).status, 70, "too deep is one");
	is_number(child_run(deep_enough, &s).status, 0,
	    "as deep as promised is none");
}

int
main(void)
{
	structure();
	escaping();
	counting();
	overflow();
	behind();
	bugs();
	return tap_done();
}
