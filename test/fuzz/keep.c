/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Part of each fuzzer that libFuzzer drives: it keeps the input with which a
 * program crashes, but not the one with which it ends itself. So what ends
 * itself (must() that does not hold) crashes here.
 */
#include <stdlib.h>

#include "base/mem.h"

int LLVMFuzzerInitialize(int *argc, char ***argv);

static void
crash(void *self, int status)
{
	(void)self;
	(void)status;
	abort();
}

int
LLVMFuzzerInitialize(int *argc, char ***argv)
{
	(void)argc;
	(void)argv;
	last_words_set(crash, NULL);
	return 0;
}
