/* SPDX-License-Identifier: BSD-2-Clause */
#include "deliver/preview.h"

#include "unit/deliver/scene.h"

/* look - what would be tried, as "text=address,address|text=!status|…" and
 * the verdict */

static void
look(const char *destination, const char *settings, const char *want,
    const char *name)
{
	struct trial_setup setup = { .destination = destination,
	    .settings = settings, .recipients = "u1@x.test",
	    .rows = scene_world };
	struct previews *previews;
	const struct preview *p;
	struct trial t;
	struct str text;
	size_t len;

	trial_open(&t, &setup);
	deliver_preview(&t.run, &previews);
	p = previews_all(previews, &len);
	str_init(&text, 10000);
	for (size_t i = 0; i < p->len; i++) {
		const struct preview_member *m = &p->members[i];

		str_addf(&text, "%s%.*s=", m->is_fallback ? "+" : "",
		    SPAN_ARG(m->text));
		if (dsn_class(&m->why) != '\0')
			str_addf(&text, "!%s", m->why.status);
		for (size_t k = 0; k < m->route.len; k++)
			str_addf(&text, "%s%.*s%s", k > 0 ? "," : "",
			    SPAN_ARG(m->candidates[k].candidate->address),
			    m->candidates[k].beyond ? "-" : "");
		str_add_char(&text, '|');
	}
	str_add(&text, span_of(p->why.status));
	is_number(len, 1, name);
	is_text(str_span(&text), want, name);
	str_clear(&text);
	previews_free(&previews);
	trial_close(&t);
}

int
main(void)
{
	look("two.test", NULL, "two.test=127.0.0.1,127.0.0.2|",
	    "the hosts of a destination in the order of trial");
	look("two.test, [c.test]", "smtp_fallback_relay = [d.test]\n",
	    "two.test=127.0.0.1,127.0.0.2|[c.test]=127.0.0.3|"
	    "+[d.test]=127.0.0.4|",
	    "behaviour 7: members in turn, then the fallback relay");
	look("three.test", "smtp_mx_address_limit = 1\n",
	    "three.test=127.0.0.1,127.0.0.2-,127.0.0.3-|",
	    "behaviour 51: what lies beyond the address limit is marked");
	look("gone.test", NULL, "gone.test=!5.4.4|5.4.4",
	    "a destination that leads nowhere");
	look("gone.test, a.test", NULL, "gone.test=!5.4.4|a.test=127.0.0.1|",
	    "one member with a candidate is enough");
	look("slow.test, gone.test", NULL,
	    "slow.test=!4.4.3|gone.test=!5.4.4|4.4.3",
	    "D17: a temporary failure at any member counts");
	look("gone.test, slow.test", NULL,
	    "gone.test=!5.4.4|slow.test=!4.4.3|4.4.3",
	    "D17: wherever it stands");
	look("gone.test", "smtp_fallback_relay = gone.test\n",
	    "gone.test=!5.4.4|+gone.test=!4.3.5|4.3.5",
	    "behaviour 57: a fallback relay that is not there is our trouble");
	look("gone.test", "relayhost = gone.test\n", "gone.test=!4.3.5|4.3.5",
	    "behaviour 57: so is the relayhost");
	look("[a", NULL, "[a=!4.3.5|4.3.5",
	    "D24: a malformed member is found when it is reached");
	return tap_done();
}
