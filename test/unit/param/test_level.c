/* SPDX-License-Identifier: BSD-2-Clause */
#include "param/level.h"

#include "unit/tap.h"

enum answer { NO, YES, NONSENSE };

static const struct scene {
	const char *a, *op, *b;
	enum answer answer;
} scenes[] = {
	{ "a", "==", "a", YES },
	{ "a", "==", "A", NO },
	{ "a", "!=", "b", YES },
	{ "", "==", "", YES },
	{ "", "<", "a", YES },
	{ "a", "<", "ab", YES },
	{ "ab", "<=", "b", YES },
	{ "b", ">", "ab", YES },
	{ "a", ">=", "a", YES },

	{ "10", ">", "9", YES },	/* as numbers */
	{ "010", "==", "10", YES },
	{ "10", ">", "9x", NO },	/* as texts */
	{ "9223372036854775807", ">", "9223372036854775806", YES },
	{ "9223372036854775808", ">", "x", NO },	/* as texts */
	{ " 9", "==", "9", NO },	/* as texts */
	{ "", "<", "0", YES },		/* as texts */
	{ "-1", "<", "0", YES },	/* as texts: "-" is below "0" */

	{ "3.9", "<level", "3.11", YES },
	{ "3.9", "<", "3.11", NO },	/* as texts */
	{ "3.11", "<level", "3.11", NO },
	{ "3.11", "<=level", "3.11", YES },
	{ "3", "==level", "3.0.0", YES },
	{ "3.6.1", ">level", "3.6", YES },
	{ "2", "!=level", "2.0", NO },
	{ "4", ">=level", "3.99", YES },

	{ " 3. 6", "==level", "3.6", YES },
	{ "3.1023.1023", "<level", "3.1023.1023", NO },

	{ "3.x", "<level", "3.11", NONSENSE },
	{ "3.1024", ">level", "3", NONSENSE },
	{ "3.0.1024", ">level", "3", NONSENSE },
	{ "9223372036854775807", ">level", "3", NONSENSE },
	{ "3 ", "==level", "3", NONSENSE },
	{ "+3", "==level", "3", NONSENSE },
	{ "9223372036854775808", ">", "1", NONSENSE },
	{ "1", ">", "9223372036854775808", NONSENSE },
	{ "3", "<level", "", NONSENSE },
	{ "3.", "<level", "3", NONSENSE },
	{ "3..1", "<level", "3", NONSENSE },
	{ "1.2.3.4", "<level", "3", NONSENSE },
	{ "1.2.3.", "<level", "3", NONSENSE },
	{ "a", "=", "a", NONSENSE },
	{ "a", "", "a", NONSENSE },
	{ "1", "level", "1", NONSENSE },
	{ "1", "=level", "1", NONSENSE },
	{ "1", "<Level", "1", NONSENSE },
};

int
main(void)
{
	char name[100];

	for (size_t i = 0; i < sizeof(scenes) / sizeof(scenes[0]); i++) {
		const struct scene *s = &scenes[i];
		bool holds = false;
		bool sense = level_compare(span_of(s->a), span_of(s->op),
		    span_of(s->b), &holds);

		snprintf(name, sizeof(name), "\"%s\" %s \"%s\"", s->a, s->op,
		    s->b);
		is_number(!sense ? NONSENSE : holds ? YES : NO, s->answer,
		    name);
	}
	ok(level_is_good(span_of("3")) && level_is_good(span_of("3.11.0")),
	    "levels");
	ok(level_is_operator(span_of("==")) &&
	    level_is_operator(span_of(">=level")), "operators");
	ok(!level_is_operator(span_of("level")) &&
	    !level_is_operator(span_of("=")) &&
	    !level_is_operator(span_of("")), "no operators");
	ok(!level_is_good(span_of("")) && !level_is_good(span_of("3.")) &&
	    !level_is_good(span_of("v3")) && !level_is_good(span_of("1.2.3.4")),
	    "no levels");
	return tap_done();
}
