/* SPDX-License-Identifier: BSD-2-Clause */
#include "os/emit.h"

#include <errno.h>
#include <poll.h>
#include <unistd.h>

int
emit_all(int fd, struct span text)
{
	struct pollfd wait = { .fd = fd, .events = POLLOUT };
	ssize_t n;

	while (text.len > 0) {
		n = write(fd, text.at, text.len);
		if (n >= 0)
			text = span_from_octet(text, (size_t)n);
		else if (errno == EAGAIN || errno == EWOULDBLOCK)
			poll(&wait, 1, -1);
		else if (errno != EINTR)
			return errno;
	}
	return 0;
}
