/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What this process gives up, and what it makes sure of, before it reads
 * anything. Call these from the main thread, before there is another one.
 */
#ifndef OS_JAIL_H
#define OS_JAIL_H

#include <stdbool.h>

#include "base/attr.h"

/* No core file, and no other process of this user may look into this one:
 * its memory will hold secrets. */
void jail_no_core(void);

/*
 * Descriptors 0 to 2 that are closed are taken by /dev/null, so that no file
 * or connection gets such a number and is written to by mistake. A closed
 * stdin stays unreadable. False: stdout was closed, or cannot be written.
 */
bool jail_low_descriptors(void);

/*
 * A write to a broken pipe is an errno, not the end: what became of the
 * message must still be seen to. The signal is blocked, not ignored, in this
 * thread and all later ones: programs that are run with a clean mask find it
 * as usual.
 */
void jail_no_pipe_signal(void);

/*
 * The end of the program: what stdio holds is written, and that is all. The
 * farewells of libraries, such as OpenSSL's behind ldns, would cost a short
 * run a tenth of its time; only a leak checker still wants them.
 */
NORETURN void jail_leave(int status);

#endif
