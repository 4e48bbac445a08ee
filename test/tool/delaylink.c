/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * delaylink - a link with a constant delay, for kernels without netem.
 *
 *   delaylink -d MS INTERFACE INTERFACE
 *
 * Carries Ethernet frames between the two, each MS late, so a round trip
 * takes twice that. They are the far ends of two veth pairs and must neither
 * have addresses nor answer ARP. Needs CAP_NET_RAW only, so it works in a
 * user namespace. Prints "ready" when it carries.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <linux/if_packet.h>
#include <linux/virtio_net.h>
#include <net/ethernet.h>
#include <net/if.h>
#include <poll.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { FRAMES_MAX = 20000, FRAME_MAX = 70000, BURST = 256 };

#define SECOND	INT64_C(1000000000)

struct frame {
	struct frame *next;
	int64_t due;		/* nanoseconds */
	size_t len;
	unsigned char data[];
};

struct way {
	int in, out;
	struct frame *head, **tail;
	size_t waiting;
};

static int64_t
now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * SECOND + t.tv_nsec;
}

static _Noreturn void
give_up(const char *what)
{
	fprintf(stderr, "delaylink: %s: %s\n", what, strerror(errno));
	exit(1);
}

/* With the virtio header, unfinished checksums and frames larger than the
 * wire pass unharmed. */
static int
open_interface(const char *name)
{
	struct sockaddr_ll where = { .sll_family = AF_PACKET,
	    .sll_protocol = htons(ETH_P_ALL) };
	struct packet_mreq all = { .mr_type = PACKET_MR_PROMISC };
	int fd = socket(AF_PACKET, SOCK_RAW | SOCK_NONBLOCK, 0), yes = 1;

	where.sll_ifindex = (int)if_nametoindex(name);
	all.mr_ifindex = where.sll_ifindex;
	if (fd < 0 || where.sll_ifindex == 0 ||
	    setsockopt(fd, SOL_PACKET, PACKET_VNET_HDR, &yes,
	    sizeof(yes)) < 0 ||
	    setsockopt(fd, SOL_PACKET, PACKET_IGNORE_OUTGOING, &yes,
	    sizeof(yes)) < 0 ||
	    setsockopt(fd, SOL_PACKET, PACKET_ADD_MEMBERSHIP, &all,
	    sizeof(all)) < 0 ||
	    bind(fd, (void *)&where, sizeof(where)) < 0)
		give_up(name);
	return fd;
}

static void
pick_up(struct way *way, int64_t delay)
{
	static unsigned char buffer[FRAME_MAX];
	struct frame *frame;
	ssize_t n;

	for (int i = 0; i < BURST; i++) {
		n = read(way->in, buffer, sizeof(buffer));
		if (n <= 0)
			return;
		if (way->waiting == FRAMES_MAX)
			continue;
		frame = malloc(sizeof(*frame) + (size_t)n);
		if (frame == NULL)
			give_up("a frame");
		memcpy(frame->data, buffer, (size_t)n);
		frame->len = (size_t)n;
		frame->next = NULL;
		frame->due = now() + delay;
		*way->tail = frame;
		way->tail = &frame->next;
		way->waiting++;
	}
}

/* What is due leaves; when the next one is. */
static int64_t
hand_over(struct way *way)
{
	struct frame *frame;

	while ((frame = way->head) != NULL && frame->due <= now()) {
		way->head = frame->next;
		if (way->head == NULL)
			way->tail = &way->head;
		way->waiting--;
		/* what a link cannot take it loses */
		(void)!write(way->out, frame->data, frame->len);
		free(frame);
	}
	return frame == NULL ? INT64_MAX : frame->due;
}

static void
carry(struct way *way, int64_t delay)
{
	struct pollfd p[2] = { { way[0].in, POLLIN, 0 },
	    { way[1].in, POLLIN, 0 } };
	struct timespec wait;
	int64_t first, second, left;

	for (;;) {
		first = hand_over(&way[0]);
		second = hand_over(&way[1]);
		first = second < first ? second : first;
		left = first - now();
		left = left < 0 ? 0 : left;
		wait.tv_sec = (time_t)(left / SECOND);
		wait.tv_nsec = (long)(left % SECOND);
		ppoll(p, 2, first == INT64_MAX ? NULL : &wait, NULL);
		pick_up(&way[0], delay);
		pick_up(&way[1], delay);
	}
}

int
main(int argc, char **argv)
{
	struct way way[2] = { { .waiting = 0 }, { .waiting = 0 } };

	if (argc != 5 || strcmp(argv[1], "-d") != 0)
		return 64;
	way[0].in = way[1].out = open_interface(argv[3]);
	way[1].in = way[0].out = open_interface(argv[4]);
	way[0].tail = &way[0].head;
	way[1].tail = &way[1].head;
	puts("ready");
	fflush(stdout);
	carry(way, (int64_t)(strtod(argv[2], NULL) * 1e6));
	return 0;
}
