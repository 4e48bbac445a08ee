/* SPDX-License-Identifier: BSD-2-Clause */
#include "tls/text.h"

#include "unit/tap.h"
#include "unit/tls/folder.h"

int
main(void)
{
	struct folder f;
	struct dsn why;
	struct str text;
	struct span path;

	folder_begin(&f);
	why = DSN_IN(f.arena);
	path = ca_file(f.arena, f.path, "key.pem", CA_TEXTS(SPAN("a key")));
	ok(text_read(path, &text, &why), "a file");
	is_span(str_span(&text), SPAN("a key"), "is read whole");
	str_wipe(&text);
	ok(text.at == NULL && text.len == 0, "and goes");
	str_wipe(&text);
	ok(!text_read(SPAN("/nowhere/key.pem"), &text, &why),
	    "one that is not there");
	is_text(span_of(why.status), "4.7.5", "is 4.7.5");
	is_text(why.text, "cannot open /nowhere/key.pem: No such file or "
	    "directory", "says why");
	ok(!text_read(span_of(f.path), &text, &why), "a folder is no file");
	folder_end(&f);
	return tap_done();
}
