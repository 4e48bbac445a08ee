/* SPDX-License-Identifier: BSD-2-Clause */
#include "base/vec.h"

#include "unit/tap.h"

struct pair {
	int a, b;
};

int
main(void)
{
	VEC(struct pair) v = { 0 };
	bool good = true;

	for (int i = 0; i < 1000; i++)
		*vec_add(&v) = (struct pair){ i, -i };
	is_number(v.len, 1000, "a thousand were added");
	ok(v.room >= v.len, "there is room for all of them");
	for (int i = 0; i < 1000; i++)
		good = good && v.at[i].a == i && v.at[i].b == -i;
	ok(good, "each stands where it was added, whatever moved");
	vec_clear(&v);
	ok(v.at == NULL && v.len == 0 && v.room == 0,
	    "cleared is the zero value");
	*vec_add(&v) = (struct pair){ 7, 8 };
	ok(v.len == 1 && v.at[0].b == 8, "and can be filled again");
	vec_clear(&v);
	return tap_done();
}
