/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The only file that knows PCRE2: patterns of pcre: tables (pcre_table(5)).
 * Declared in engine.h.
 *
 * PCRE2 counts its steps anew for each place of the key where a match may
 * begin, so that a pattern which is quadratic there takes minutes for a long
 * header without ever coming to a limit. A callout before each pattern is
 * called at each of these places, and looks at the clock.
 */
#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

#include "base/ascii.h"
#include "base/mem.h"
#include "base/str.h"
#include "os/clock.h"
#include "table/engine.h"

#define LOOK_AT_CLOCK "(?C)"

enum {
	PATTERN_MAX = 1 << 16,	/* octets */
	KEY_MAX = 1 << 20,
	STEP_MAX = 10000000,	/* from one place: about 0.2 s */
	HEAP_MAX = 64 << 10,	/* KiB */
	TIME_MAX = 5000,	/* ms, for all patterns and a key */
	MESSAGE_MAX = 256,
};

struct effort {
	pcre2_match_data *data;
	pcre2_match_context *context;
	struct deadline by;
	bool begun;		/* the clock runs */
};

/* Compiling ----------------------------------------------------------------*/

/* X had a meaning before PCRE2. */
static const struct {
	char letter;
	uint32_t option;
} letters[] = {
	{ 'i', PCRE2_CASELESS },
	{ 'm', PCRE2_MULTILINE },
	{ 's', PCRE2_DOTALL },
	{ 'x', PCRE2_EXTENDED },
	{ 'A', PCRE2_ANCHORED },
	{ 'E', PCRE2_DOLLAR_ENDONLY },
	{ 'U', PCRE2_UNGREEDY },
	{ 'X', 0 },
};

static bool
read_flags(struct span flags, uint32_t *options, struct dsn *why)
{
	const size_t count = sizeof(letters) / sizeof(letters[0]);

	*options = PCRE2_CASELESS | PCRE2_DOTALL;
	for (size_t i = 0; i < flags.len; i++) {
		size_t n = 0;

		while (n < count && letters[n].letter != flags.at[i])
			n++;
		if (n == count)
			return dsn_fail(why, "4.3.5", "the flag \"%c\" behind "
			    "the pattern is none of i, m, s, x, A, E and U",
			    flags.at[i]);
		*options ^= letters[n].option;
	}
	return true;
}

/* settings_end - (*UTF) and the like, which must stay at the beginning */

static size_t
settings_end(struct span text)
{
	size_t end = 0, i;

	while (end + 2 < text.len && text.at[end] == '(' &&
	    text.at[end + 1] == '*') {
		for (i = end + 2; i < text.len && (text.at[i] == '_' ||
		    text.at[i] == '=' || ascii_is_digit(text.at[i]) ||
		    (text.at[i] >= 'A' && text.at[i] <= 'Z'));)
			i++;
		if (i == text.len || text.at[i] != ')')
			break;
		end = i + 1;
	}
	return end;
}

static void
message(int error, char text[MESSAGE_MAX])
{
	text[0] = '\0';
	pcre2_get_error_message(error, (PCRE2_UCHAR *)text, MESSAGE_MAX);
}

static pcre2_code *
compile_text(struct span text, uint32_t options, struct dsn *why)
{
	size_t at, guard = settings_end(text);
	char wrong[MESSAGE_MAX];
	pcre2_code *code;
	struct str full;
	int error;

	str_init(&full, PATTERN_MAX + sizeof(LOOK_AT_CLOCK));
	str_add(&full, span_first(text, guard));
	str_add(&full, SPAN(LOOK_AT_CLOCK));
	str_add(&full, span_from_octet(text, guard));
	code = pcre2_compile((PCRE2_SPTR)full.at, full.len, options, &error,
	    &at, NULL);
	str_clear(&full);
	if (code != NULL)
		return code;
	if (at >= guard + sizeof(LOOK_AT_CLOCK) - 1)
		at -= sizeof(LOOK_AT_CLOCK) - 1;
	message(error, wrong);
	dsn_fail(why, "4.3.5", "the pattern is wrong at its octet %zu: %s",
	    at + 1, wrong);
	return NULL;
}

static bool
compile(const struct rule_pattern *pattern, unsigned groups, void **code,
    struct dsn *why)
{
	uint32_t options, count = 0;
	pcre2_code *made;

	if (!read_flags(pattern->flags, &options, why))
		return false;
	if (pattern->text.len > PATTERN_MAX)
		return dsn_fail(why, "4.3.5", "the pattern has more than %d "
		    "octets", PATTERN_MAX);
	made = compile_text(pattern->text, options, why);
	if (made == NULL)
		return false;
	pcre2_pattern_info(made, PCRE2_INFO_CAPTURECOUNT, &count);
	if (groups <= count) {
		*code = made;
		return true;
	}
	pcre2_code_free(made);
	return dsn_fail(why, "4.3.5", "the result names group %u, and the "
	    "pattern has %u", groups, (unsigned)count);
}

static void
drop(void *code)
{
	pcre2_code_free(code);
}

/* Matching -----------------------------------------------------------------*/

static int
look_at_clock(pcre2_callout_block *block, void *data)
{
	struct effort *effort = data;

	(void)block;
	if (!effort->begun) {
		effort->by = deadline_in(TIME_MAX);
		effort->begun = true;
	}
	return deadline_left(effort->by) > 0 ? 0 : PCRE2_ERROR_CALLOUT;
}

static void
begin(struct trial *trial)
{
	struct effort *effort = mem_new(1, sizeof(*effort));

	effort->data = pcre2_match_data_create(TEMPLATE_GROUPS, NULL);
	effort->context = pcre2_match_context_create(NULL);
	trial->own = effort;
	if (effort->context == NULL)
		return;
	pcre2_set_match_limit(effort->context, STEP_MAX);
	pcre2_set_heap_limit(effort->context, HEAP_MAX);
	pcre2_set_callout(effort->context, look_at_clock, effort);
}

static void
end(struct trial *trial)
{
	struct effort *effort = trial->own;

	pcre2_match_data_free(effort->data);
	pcre2_match_context_free(effort->context);
	mem_free(&effort);
}

static void
set_groups(struct trial *trial, int count)
{
	struct effort *effort = trial->own;
	const PCRE2_SIZE *at = pcre2_get_ovector_pointer(effort->data);

	for (unsigned i = 1; i <= trial->groups; i++) {
		bool set = (int)i < count && at[2 * i] != PCRE2_UNSET;

		trial->group[i] = set ? span_from(trial->key.at + at[2 * i],
		    at[2 * i + 1] - at[2 * i]) : (struct span){ 0 };
	}
}

/* trouble - what cannot be said, and why */

static bool
trouble(int error, struct dsn *why)
{
	char text[MESSAGE_MAX];

	if (error == PCRE2_ERROR_CALLOUT)
		return dsn_fail(why, "4.3.0", "it was not done after %d s",
		    TIME_MAX / 1000);
	message(error, text);
	return dsn_fail(why, "4.3.0", "%s", text);
}

static bool
match(const void *code, struct trial *trial, bool *matches, struct dsn *why)
{
	struct effort *effort = trial->own;
	int count = PCRE2_ERROR_NOMEMORY;

	if (effort->data != NULL && effort->context != NULL)
		count = pcre2_match(code, (PCRE2_SPTR)trial->key.at,
		    trial->key.len, 0, 0, effort->data, effort->context);
	if (count < 0 && count != PCRE2_ERROR_NOMATCH)
		return trouble(count, why);
	*matches = count >= 0;
	if (*matches && trial->groups > 0)
		set_groups(trial, count == 0 ? TEMPLATE_GROUPS : count);
	return true;
}

const struct engine ENGINE_PCRE = {
	.key_max = KEY_MAX,
	.compile = compile,
	.drop = drop,
	.begin = begin,
	.end = end,
	.match = match,
};
