/* SPDX-License-Identifier: BSD-2-Clause */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "zone.h"

enum { ENTRIES_MAX = 4096, TTL = 60 };

static const char *const fault_words[] = {
	"NONE", "SERVFAIL", "REFUSED", "FORMERR", "NOTIMP", "NXDOMAIN",
	"NODATA", "DROP", "MALFORMED", "CNAMEONLY", "TRUNCATE", "TCPCLOSE",
	"WRONGID", "WRONGNAME", "WRONGPORT", "WRONGADDR", "ELSEWHERE",
	"HOLD",
};

static struct {
	struct entry entry[ENTRIES_MAX];
	size_t len;
} zone;

_Noreturn void
give_up(const char *what, const char *which)
{
	fprintf(stderr, "names: %s: %s\n", what, which);
	exit(1);
}

static char *
absolute(const char *name)
{
	size_t len = strlen(name);
	char *copy = malloc(len + 2);

	if (copy == NULL)
		give_up("no memory", name);
	memcpy(copy, name, len + 1);
	if (len == 0 || name[len - 1] != '.')
		memcpy(copy + len, ".", 2);
	return copy;
}

static void
parse_fault(struct entry *e, const char *text)
{
	char word[32] = "", rest[256] = "";

	sscanf(text, "%31s %255s", word, rest);
	for (int i = 1; i <= HOLD; i++)
		if (strcmp(word, fault_words[i]) == 0)
			e->fault = (enum fault)i;
	if (e->fault == NONE)
		give_up("no such fault", text);
	if (e->fault == HOLD)
		e->other = absolute(rest);
	e->once = strcmp(rest, "once") == 0;
}

static void
parse_line(const char *line)
{
	char name[256] = "", type[32] = "", record[2048];
	struct entry *e = &zone.entry[zone.len];
	int at = 0;

	if (sscanf(line, "%255s %31s %n", name, type, &at) < 2 ||
	    name[0] == '#')
		return;
	if (zone.len == ENTRIES_MAX)
		give_up("too many names", line);
	e->name = absolute(name);
	e->secure = strcmp(type, "secure") == 0;
	e->type = strcmp(type, "*") == 0 ? -1 :
	    (int)ldns_get_rr_type_by_name(type);
	if (line[at] == '!') {
		parse_fault(e, line + at + 1);
	} else if (!e->secure) {
		snprintf(record, sizeof(record), "%s %d IN %s %s", e->name,
		    TTL, type, line + at);
		if (ldns_rr_new_frm_str(&e->rr, record, TTL, NULL, NULL) !=
		    LDNS_STATUS_OK)
			give_up("no record", record);
	}
	zone.len++;
}

void
zone_read(const char *path)
{
	FILE *in = fopen(path, "r");
	char line[2048];

	if (in == NULL)
		give_up("cannot read", path);
	while (fgets(line, sizeof(line), in) != NULL) {
		line[strcspn(line, "\n")] = '\0';
		parse_line(line);
	}
	fclose(in);
}

struct entry *
zone_fault(const char *name, int type, bool holds)
{
	for (size_t i = 0; i < zone.len; i++) {
		struct entry *e = &zone.entry[i];

		if (e->fault != NONE && !e->spent &&
		    (e->fault == HOLD) == holds &&
		    (e->type == type || e->type == -1) &&
		    strcasecmp(e->name, name) == 0)
			return e;
	}
	return NULL;
}

bool
zone_is_secure(const char *name)
{
	for (size_t i = 0; i < zone.len; i++)
		if (zone.entry[i].secure &&
		    strcasecmp(zone.entry[i].name, name) == 0)
			return true;
	return false;
}

bool
zone_has(const char *name)
{
	size_t len = strlen(name), n;

	for (size_t i = 0; i < zone.len; i++) {
		n = strlen(zone.entry[i].name);
		if (n >= len && strcasecmp(zone.entry[i].name + n - len,
		    name) == 0 && (n == len ||
		    zone.entry[i].name[n - len - 1] == '.'))
			return true;
	}
	return false;
}

size_t
zone_answer(ldns_pkt *answer, const char *name, int type)
{
	size_t n = 0;

	for (size_t i = 0; i < zone.len; i++) {
		struct entry *e = &zone.entry[i];

		if (e->rr == NULL || e->type != type ||
		    strcasecmp(e->name, name) != 0)
			continue;
		ldns_pkt_push_rr(answer, LDNS_SECTION_ANSWER,
		    ldns_rr_clone(e->rr));
		n++;
	}
	return n;
}

enum fault
zone_spend(struct entry *e)
{
	if (e == NULL)
		return NONE;
	e->spent = e->once;
	return e->fault;
}
