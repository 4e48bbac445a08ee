/* SPDX-License-Identifier: BSD-2-Clause */
#include "report/outlet.h"

#include <pthread.h>
#include <stdbool.h>
#include <stdint.h>

#include "base/mem.h"
#include "base/str.h"

enum { MUCH = 1 << 18 };	/* octets waiting: from here on nobody adds
				 * more before some are gone */

struct outlet {
	FILE *out;
	pthread_mutex_t lock;	/* of all below; never held over I/O */
	pthread_cond_t progress;	/* some of it is gone */
	struct str waiting;
	struct str leaving;	/* of the thread that is busy, without it */
	bool busy;		/* somebody writes */
};

struct outlet *
outlet_new(FILE *out)
{
	struct outlet *o = mem_new(1, sizeof(*o));

	must(pthread_mutex_init(&o->lock, NULL) == 0);
	must(pthread_cond_init(&o->progress, NULL) == 0);
	str_init(&o->waiting, SIZE_MAX / 2);
	str_init(&o->leaving, SIZE_MAX / 2);
	o->out = out;
	return o;
}

void
outlet_add(struct outlet *o, struct span line)
{
	pthread_mutex_lock(&o->lock);
	str_add(&o->waiting, line);
	pthread_mutex_unlock(&o->lock);
}

/* drain - under the lock, which is given back for the writing. What becomes
 * of that is no matter to a delivery. */

static void
drain(struct outlet *o)
{
	while (o->waiting.len > 0) {
		struct str empty = o->leaving;

		o->leaving = o->waiting;
		o->waiting = empty;
		pthread_mutex_unlock(&o->lock);
		fwrite(o->leaving.at, 1, o->leaving.len, o->out);
		fflush(o->out);
		str_reset(&o->leaving);
		pthread_mutex_lock(&o->lock);
		pthread_cond_broadcast(&o->progress);
	}
}

void
outlet_flush(struct outlet *o)
{
	pthread_mutex_lock(&o->lock);
	while (o->busy && o->waiting.len > MUCH)
		pthread_cond_wait(&o->progress, &o->lock);
	if (!o->busy) {
		o->busy = true;
		drain(o);
		o->busy = false;
		pthread_cond_broadcast(&o->progress);
	}
	pthread_mutex_unlock(&o->lock);
}

void
outlet_free(struct outlet **outlet)
{
	struct outlet *o = *outlet;

	if (o == NULL)
		return;
	outlet_flush(o);
	str_clear(&o->waiting);
	str_clear(&o->leaving);
	pthread_cond_destroy(&o->progress);
	pthread_mutex_destroy(&o->lock);
	mem_free(outlet);
}
