/* SPDX-License-Identifier: BSD-2-Clause */
#include "os/exposure.h"

#include <errno.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/mem.h"
#include "unit/tap.h"

static const struct {
	mode_t mode;
	enum exposure exposure;
	const char *name;
} rows[] = {
	{ 0600, EXPOSURE_NONE, "its owner's" },
	{ 0660, EXPOSURE_NONE, "its group's" },
	{ 0604, EXPOSURE_READ, "everybody may read it" },
	{ 0602, EXPOSURE_WRITE, "everybody may write to it" },
	{ 0606, EXPOSURE_WRITE, "and read it" },
};

int
main(void)
{
	char path[] = "/tmp/test_exposure.XXXXXX";
	struct arena *arena = arena_new();
	struct dsn why = DSN_IN(arena);
	enum exposure exposure = EXPOSURE_NONE;
	struct str text;
	int fd = mkstemp(path);

	must(fd >= 0 && write(fd, "s3cret", 6) == 6);
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		must(fchmod(fd, rows[i].mode) == 0);
		ok(exposure_of(fd, path, &exposure, &why), rows[i].name);
		is_number(exposure, rows[i].exposure, rows[i].name);
	}
	exposure = EXPOSURE_NONE;
	ok(exposure_slurp(path, 6, &text, &exposure, &why), "it can be read");
	is_text(str_span(&text), "s3cret", "whole");
	is_number(exposure, EXPOSURE_WRITE, "and is exposed");
	str_wipe(&text);
	close(fd);
	ok(!exposure_of(fd, path, &exposure, &why), "nobody can say");
	is_text(span_of(why.status), "4.3.5", "the status");
	ok(!exposure_slurp(path, 5, &text, &exposure, &why) &&
	    errno == EFBIG, "an octet too many");
	unlink(path);
	ok(!exposure_slurp(path, 6, &text, &exposure, &why) &&
	    errno == ENOENT, "no such file");
	ok(exposure_slurp("/dev/null", 6, &text, &exposure, &why) &&
	    exposure == EXPOSURE_NONE, "what is no file is not looked at");
	str_clear(&text);
	arena_free(&arena);
	return tap_done();
}
