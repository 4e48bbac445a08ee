/* SPDX-License-Identifier: BSD-2-Clause */
#include "param/settings.h"

#include "base/ascii.h"
#include "base/map.h"
#include "base/mem.h"
#include "base/str.h"
#include "base/vec.h"

/* A name, and what a file and an option say about it. */
struct entry {
	struct setting in_file, by_option;
	bool has_file, has_option;
};

struct settings {
	struct arena *texts;
	VEC(struct entry) entries;
	struct map places;	/* of names in entries */
};

struct settings *
settings_new(void)
{
	struct settings *settings = mem_new(1, sizeof(*settings));

	settings->texts = arena_new();
	return settings;
}

void
settings_free(struct settings **settings)
{
	struct settings *s = *settings;

	if (s == NULL)
		return;
	map_clear(&s->places);
	vec_clear(&s->entries);
	arena_free(&s->texts);
	mem_free(settings);
}

static const struct setting *
in_force(const struct entry *e)
{
	return e->has_option ? &e->by_option : &e->in_file;
}

/* entry_of - the entry of a name, made if there is none */

static struct entry *
entry_of(struct settings *settings, struct span name)
{
	struct entry *e;
	size_t place;

	if (map_get(&settings->places, name, &place))
		return &settings->entries.at[place];
	map_put(&settings->places, arena_copy(settings->texts, name),
	    settings->entries.len);
	e = vec_add(&settings->entries);
	*e = (struct entry){ 0 };
	return e;
}

/* trim - Postfix also takes a form feed for a blank */

static struct span
trim(struct span s)
{
	while (s.len > 0 && ascii_is_space(s.at[0]))
		s = span_from_octet(s, 1);
	while (s.len > 0 && ascii_is_space(s.at[s.len - 1]))
		s.len--;
	return s;
}

/* earlier - the line of another value in the same file */

static unsigned
earlier(const struct entry *e, const struct setting *setting)
{
	const struct setting *first = &e->in_file;

	if (!e->has_file || !span_equal(first->file, setting->file) ||
	    span_equal(first->value, setting->value))
		return 0;
	return first->line;
}

void
settings_set(struct settings *settings, const struct setting *setting)
{
	struct setting copy = *setting;
	struct entry *e;

	copy.name = arena_copy(settings->texts, trim(setting->name));
	copy.value = arena_copy(settings->texts, trim(setting->value));
	copy.file = arena_copy(settings->texts, setting->file);
	e = entry_of(settings, copy.name);
	if (copy.from == SETTING_OPTION) {
		e->by_option = copy;
		e->has_option = true;
	} else {
		copy.over = earlier(e, &copy);
		e->in_file = copy;
		e->has_file = true;
	}
}

const struct setting *
settings_get(const struct settings *settings, struct span name)
{
	size_t place;

	if (!map_get(&settings->places, name, &place))
		return NULL;
	return in_force(&settings->entries.at[place]);
}

bool
settings_in_file(const struct settings *settings, struct span name)
{
	size_t place;

	return map_get(&settings->places, name, &place) &&
	    settings->entries.at[place].has_file;
}

const struct setting *
settings_at(const struct settings *settings, size_t i)
{
	if (i >= settings->entries.len)
		return NULL;
	return in_force(&settings->entries.at[i]);
}

struct span
setting_origin(struct arena *arena, const struct setting *s)
{
	if (s->from == SETTING_OPTION)
		return arena_copy(arena, s->file);
	return arena_text(arena, "%.*s:%u", SPAN_ARG(s->file), s->line);
}

/* A file on its way through settings_read. */
struct reader {
	struct settings *settings;
	struct span rest;	/* what was not read yet */
	struct span file;
	unsigned line;		/* of what was read last */
	struct str text;	/* the logical line, as far as it was read */
	unsigned first;		/* where that began */
};

/* is_nothing - an empty line or a comment, which may stand anywhere */

static bool
is_nothing(struct span line)
{
	line = trim(line);
	return line.len == 0 || line.at[0] == '#';
}

static bool
trouble(const struct reader *r, const char *what, struct dsn *why)
{
	return dsn_fail(why, "5.3.5", "%.*s:%u: %s", SPAN_ARG(r->file),
	    r->line, what);
}

/* no_setting - a line that sets nothing */

static bool
no_setting(const struct reader *r, const char *what, struct dsn *why)
{
	enum { SHOWN = 60 };
	struct span text = trim(str_span(&r->text));

	if (text.len > SHOWN)
		text.len = SHOWN;
	return dsn_fail(why, "5.3.5", "%.*s:%u: \"name = value\" is wanted, "
	    "but %s \"%.*s\"", SPAN_ARG(r->file), r->first, what,
	    SPAN_ARG(text));
}

/* is_one_word - no blank stands in it */

static bool
is_one_word(struct span s)
{
	for (size_t i = 0; i < s.len; i++)
		if (ascii_is_space(s.at[i]))
			return false;
	return true;
}

/* finish - the logical line is complete: it sets something, or is wrong */

static bool
finish(struct reader *r, struct dsn *why)
{
	struct setting setting = { .from = SETTING_FILE, .file = r->file,
	    .line = r->first };
	struct span rest = str_span(&r->text);

	if (rest.len == 0)
		return true;
	if (span_find(rest, '=') == rest.len)
		return no_setting(r, "there is no \"=\" in", why);
	setting.name = trim(span_cut(&rest, '='));
	setting.value = rest;
	if (setting.name.len == 0)
		return no_setting(r, "there is no name in", why);
	if (!is_one_word(setting.name))
		return no_setting(r, "more than a name stands before the "
		    "\"=\" of", why);
	settings_set(r->settings, &setting);
	str_reset(&r->text);
	return true;
}

/* take - one line as it stands in the file */

static bool
take(struct reader *r, struct span line, struct dsn *why)
{
	if (span_find(line, '\0') < line.len)
		return trouble(r, "there is a NUL in the line", why);
	if (is_nothing(line))
		return true;
	if (ascii_is_space(line.at[0]) && r->text.len == 0)
		return trouble(r, "the line begins with a blank, but there "
		    "is none before it to go on with", why);
	if (!ascii_is_space(line.at[0])) {
		if (!finish(r, why))
			return false;
		r->first = r->line;
	}
	while (line.len > 0 && line.at[line.len - 1] == '\r')
		line.len--;
	str_add(&r->text, line);
	return true;
}

bool
settings_read(struct settings *settings, struct span text, struct span file,
    struct dsn *why)
{
	struct reader r = { .settings = settings, .rest = text,
	    .file = file };
	bool good = true;

	str_init(&r.text, text.len + 1);
	if (span_starts(text, SPAN("\xef\xbb\xbf")))
		r.rest = span_from_octet(text, 3);
	while (good && r.rest.len > 0) {
		r.line++;
		good = take(&r, span_cut(&r.rest, '\n'), why);
	}
	good = good && finish(&r, why);
	str_clear(&r.text);
	return good;
}
