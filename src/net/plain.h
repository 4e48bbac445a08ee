/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A transport over a descriptor of a connected stream socket.
 */
#ifndef NET_PLAIN_H
#define NET_PLAIN_H

#include "net/transport.h"

/* Owns fd, which must not block. */
struct transport *plain_new(int fd);

/*
 * Waits until fd is ready for events (POLLIN, POLLOUT). IO_DONE: it is, or
 * has an error to tell.
 */
enum io plain_wait(int fd, short events, const struct wait *wait);

#endif
