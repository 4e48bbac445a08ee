/* SPDX-License-Identifier: BSD-2-Clause */
#include "deliver/deliveries_internal.h"

#include "unit/deliver/scene.h"

/* divided - who goes where: "hop: 0 2|other: 1|", recipients by number */

static void
divided(struct trial_setup setup, enum stage quit_after, const char *want,
    const char *name)
{
	struct deliveries *all;
	struct trial t;
	struct str text;

	trial_open(&t, &setup);
	t.run.quit_after = quit_after;
	str_init(&text, 10000);
	all = deliveries_new(&t.run);
	for (size_t i = 0; i < all->len; i++) {
		const struct batch *batch = &all->at[i].letter.batch;

		str_addf(&text, "%.*s:", SPAN_ARG(all->at[i].destination));
		for (size_t k = 0; k < batch->len; k++)
			str_addf(&text, " %zu", batch->at[k]->number);
		str_add_char(&text, '|');
	}
	is_text(str_span(&text), want, name);
	str_clear(&text);
	deliveries_free(&all);
	trial_close(&t);
}

#define FIVE	.recipients = "a@x.test b@Y.test c@x.test d@X.TEST e@y.test", \
	.rows = scene_world

int
main(void)
{
	divided((struct trial_setup){ FIVE }, STAGE_INPUT,
	    "x.test: 0 2 3|y.test: 1 4|",
	    "each domain is a next hop, in any case of letters, in order");
	divided((struct trial_setup){ FIVE, .settings =
	    "relayhost =  [r.test]:26 \n" }, STAGE_INPUT,
	    "[r.test]:26: 0 1 2 3 4|", "all go to the relayhost");
	divided((struct trial_setup){ FIVE, .destination = "a.test, b.test",
	    .settings = "relayhost = r.test\n" }, STAGE_INPUT,
	    "a.test, b.test: 0 1 2 3 4|",
	    "a destination that was given counts more, and stays a list");
	divided((struct trial_setup){ .recipients = "a@[127.0.0.1] b@x.test",
	    .rows = scene_world }, STAGE_INPUT, "[127.0.0.1]: 0|x.test: 1|",
	    "an address literal is a host (RFC 5321 section 4.1.3)");
	divided((struct trial_setup){ FIVE, .settings =
	    "smtp_destination_recipient_limit = 2\n" }, STAGE_RCPT,
	    "x.test: 0 2 3|y.test: 1 4|",
	    "transactions, not deliveries, have a limit of recipients");
	divided((struct trial_setup){ FIVE, .settings =
	    "smtp_destination_recipient_limit = 2\n" }, STAGE_DATA,
	    "x.test: 0 2|y.test: 1 4|x.test: 3|",
	    "behaviour 223: but where 354 costs the connection they do");
	return tap_done();
}
