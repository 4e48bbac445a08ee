/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * actor - an SMTP or LMTP server that plays a script, and insists on it.
 *
 *   actor [-d DIR] [-r FILE] [-t SECONDS] ADDRESS SCRIPT
 *
 * ADDRESS is 192.0.2.1:25, [2001:db8::1]:25 or unix:/path. Once it listens it
 * writes "ready" to FILE. What goes against the script is said on stdout, and
 * the exit status is then 1. SIGTERM: nobody else will come.
 *
 * The lines of a script; blank lines and those that begin with # are skipped:
 *   S: TEXT        says TEXT and CRLF; the client must not be ahead of it
 *   S! raw TEXT    says these octets: \r \n \t \\ and \xHH are escapes
 *   S! sleep MS    waits
 *   S! close       closes the connection; reset: with a TCP reset
 *   S! hang        says and reads nothing until the client goes
 *   S! tls FILE    makes a TLS handshake, with the key and certificates of FILE
 *   S! tls-ask FILE  the same, and the client is asked for a certificate
 *   C: TEXT        the client says just this line
 *   C~ REGEX       the client says a line that matches as a whole
 *   C! data [N]    the client sends the message, up to the dot, or its first N
 *                  octets; it is kept in DIR/message.1, .2 and so on
 *   C! data N close (or reset)  the same, and then that
 *   C! login HOW   the client logs in, as login.h describes it
 *   C! end         the client closes the connection
 *   ---            what follows is for the next connection
 * When a part is over and the client still there, it may say QUIT and close.
 * After the last connection nobody listens any longer.
 */
#define _GNU_SOURCE
#include <poll.h>
#include <regex.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "login.h"
#include "peer.h"

enum { LINES_MAX = 4096, LINE_MAX_LEN = 8192 };

static struct {
	const char *dir;
	char *line[LINES_MAX];
	size_t len, at;
	unsigned messages;
} actor = { .dir = "." };

static volatile sig_atomic_t leaving;

static void
too_long(int sig)
{
	(void)sig;
	complain("still here when the time was over",
	    peer.in_len > 0 ? peer.in : NULL, peer.in_len);
}

static void
nobody_comes(int sig)
{
	(void)sig;
	leaving = 1;
}

/* What a script can say ---------------------------------------------------- */

static void
act_say(const char *text)
{
	peer_say(text, strlen(text));
	peer_say("\r\n", 2);
}

static void
act_raw(const char *text)
{
	static const char escapes[] = "r\rn\nt\t\\\\";
	char out[LINE_MAX_LEN], hex[3] = "";
	const char *known;
	size_t len = 0;

	for (; *text != '\0'; text++) {
		out[len] = *text;
		if (text[0] == '\\' && text[1] == 'x' && text[2] != '\0') {
			memcpy(hex, text + 2, 2);
			out[len] = (char)strtoul(hex, NULL, 16);
			text += 3;
		} else if (text[0] == '\\' && text[1] != '\0' &&
		    (known = strchr(escapes, text[1])) != NULL) {
			out[len] = known[1];
			text++;
		}
		len++;
	}
	peer_say(out, len);
}

static void
act_sleep(const char *ms)
{
	peer_flush();
	usleep((useconds_t)strtoul(ms, NULL, 10) * 1000);
}

static void
act_close(const char *rest)
{
	(void)rest;
	peer_hang_up();
}

static void
act_reset(const char *rest)
{
	struct linger now = { 1, 0 };

	(void)rest;
	peer_flush();
	setsockopt(peer.fd, SOL_SOCKET, SO_LINGER, &now, sizeof(now));
	peer_hang_up();
}

static void
act_hang(const char *rest)
{
	struct pollfd p = { .fd = peer.fd, .events = POLLRDHUP };

	(void)rest;
	peer_flush();
	while (poll(&p, 1, -1) < 0)
		;
	peer_hang_up();
}

static void
act_hear(const char *text)
{
	struct octets line;
	size_t size;

	line = peer_line(&size);
	peer.loose = false;
	if (line.len != strlen(text) || memcmp(line.at, text, line.len) != 0)
		complain("the client says", line.at, line.len);
	peer_consume(size);
}

static void
act_hear_like(const char *regex)
{
	char pattern[LINE_MAX_LEN], text[PEER_IN_MAX];
	struct octets line;
	regex_t compiled;
	size_t size;

	snprintf(pattern, sizeof(pattern), "^(%s)$", regex);
	if (regcomp(&compiled, pattern, REG_EXTENDED | REG_NOSUB) != 0)
		complain("no regular expression", pattern, strlen(pattern));
	line = peer_line(&size);
	peer.loose = false;
	memcpy(text, line.at, line.len);
	text[line.len] = '\0';
	if (memchr(text, '\0', line.len) != NULL ||
	    regexec(&compiled, text, 0, NULL, 0) != 0)
		complain("the client says", line.at, line.len);
	regfree(&compiled);
	peer_consume(size);
}

enum where { LINE_START, AFTER_DOT, AFTER_DOT_CR, IN_LINE, AFTER_CR, THE_END };

/* The next octet of a message; only CRLF ends a line. */
static enum where
step(enum where at, char c)
{
	if (c == '\r')
		return at == AFTER_DOT ? AFTER_DOT_CR : AFTER_CR;
	if (c == '\n' && at == AFTER_DOT_CR)
		return THE_END;
	if (c == '\n' && at == AFTER_CR)
		return LINE_START;
	return c == '.' && at == LINE_START ? AFTER_DOT : IN_LINE;
}

static FILE *
open_message(void)
{
	char path[LINE_MAX_LEN];
	FILE *out;

	snprintf(path, sizeof(path), "%s/message.%u", actor.dir,
	    ++actor.messages);
	out = fopen(path, "wb");
	if (out == NULL)
		trouble(path);
	return out;
}

static void
take_all(FILE *out)
{
	enum where at = LINE_START;
	size_t n;

	while (at != THE_END) {
		if (peer.in_len == 0 && !peer_fill())
			complain("the client has closed the connection within "
			    "the message", NULL, 0);
		for (n = 0; n < peer.in_len && at != THE_END; n++)
			at = step(at, peer.in[n]);
		fwrite(peer.in, 1, n, out);
		peer_consume(n);
	}
	/* the dot's line is no part of the message */
	fflush(out);
	if (ftruncate(fileno(out), ftell(out) - 3) < 0)
		trouble("cannot cut the dot off");
}

static void
take_some(FILE *out, size_t left)
{
	size_t n;

	for (; left > 0; left -= n) {
		if (peer.in_len == 0 && !peer_fill())
			complain("the client has closed the connection within "
			    "the message", NULL, 0);
		n = left < peer.in_len ? left : peer.in_len;
		fwrite(peer.in, 1, n, out);
		peer_consume(n);
	}
	peer.loose = true;
}

static void
act_data(const char *rest)
{
	FILE *out = open_message();
	char *then;
	size_t n = strtoul(rest, &then, 10);

	if (then == rest)
		take_all(out);
	else
		take_some(out, n);
	fclose(out);
	if (strcmp(then, " close") == 0)
		act_close("");
	else if (strcmp(then, " reset") == 0)
		act_reset("");
	else if (*then != '\0')
		complain("no such thing to do with data", then, strlen(then));
}

static void
act_end(const char *rest)
{
	(void)rest;
	if (peer.in_len > 0 || peer_fill())
		complain("the client goes on", peer.in, peer.in_len);
	peer_hang_up();
}

/* The play ----------------------------------------------------------------- */

static const struct cue {
	const char *word;
	void (*act)(const char *rest);
	bool speaks;		/* what it says can wait for more */
} cues[] = {
	{ "S:", act_say, true },
	{ "S! raw", act_raw, true },
	{ "S! sleep", act_sleep, true },
	{ "S! close", act_close, true },
	{ "S! reset", act_reset, true },
	{ "S! hang", act_hang, true },
	{ "S! tls", peer_start_tls, false },
	{ "S! tls-ask", peer_start_tls_and_ask, false },
	{ "C! login", login_play, false },
	{ "C:", act_hear, false },
	{ "C~", act_hear_like, false },
	{ "C! data", act_data, false },
	{ "C! end", act_end, false },
};

static void
play_line(const char *line)
{
	const char *rest;
	size_t len;

	if (line[0] == '\0' || line[0] == '#')
		return;
	for (size_t i = 0; i < sizeof(cues) / sizeof(cues[0]); i++) {
		len = strlen(cues[i].word);
		rest = line + len;
		if (strncmp(line, cues[i].word, len) != 0 ||
		    (*rest != ' ' && *rest != '\0'))
			continue;
		if (peer.fd < 0)
			complain("the connection is closed", NULL, 0);
		if (!cues[i].speaks)
			peer_flush();
		cues[i].act(*rest == ' ' ? rest + 1 : rest);
		return;
	}
	complain("no such cue", NULL, 0);
}

static bool
is_curtain(void)
{
	return actor.at == actor.len ||
	    strcmp(actor.line[actor.at], "---") == 0;
}

/* bow - the part is over: the client may take its leave. */
static void
bow(void)
{
	struct octets line;
	size_t size;

	peer_flush();
	while (peer.in_len > 0 || peer_fill()) {
		line = peer_line(&size);
		if (line.len != 4 || memcmp(line.at, "QUIT", 4) != 0)
			complain("the client goes on", line.at, line.len);
		peer_consume(size);
		peer_say("221 2.0.0 bye\r\n", 15);
		peer_flush();
	}
	peer_hang_up();
}

static void
wait_for_client(void)
{
	struct pollfd p = { .fd = peer.listener, .events = POLLIN };
	const struct timespec none = { 0, 0 };
	sigset_t all_let_in;

	sigemptyset(&all_let_in);
	while (ppoll(&p, 1, leaving ? &none : NULL, &all_let_in) <= 0)
		if (leaving && poll(&p, 1, 0) == 0)
			complain("nobody has connected", NULL, 0);
	peer.fd = accept(peer.listener, NULL, NULL);
	if (peer.fd < 0)
		trouble("accept");
}

static bool
is_last_part(void)
{
	for (size_t i = actor.at; i < actor.len; i++)
		if (strcmp(actor.line[i], "---") == 0)
			return false;
	return true;
}

/* Complaints will say where we are. */
static void
find_place(void)
{
	peer.number = actor.at + 1;
	peer.line = actor.at < actor.len ? actor.line[actor.at] : "the end";
}

static void
play(void)
{
	for (;;) {
		find_place();
		wait_for_client();
		peer.loose = false;
		if (is_last_part())
			close(peer.listener);
		while (!is_curtain()) {
			play_line(actor.line[actor.at++]);
			find_place();
		}
		if (peer.fd >= 0)
			bow();
		if (actor.at++ >= actor.len)
			break;
	}
}

/* Before the play ---------------------------------------------------------- */

static void
read_script(const char *path)
{
	static char buffer[LINE_MAX_LEN];
	FILE *in = fopen(path, "r");

	peer.script = strrchr(path, '/');
	peer.script = peer.script == NULL ? path : peer.script + 1;
	if (in == NULL)
		trouble(path);
	while (fgets(buffer, sizeof(buffer), in) != NULL) {
		buffer[strcspn(buffer, "\n")] = '\0';
		if (actor.len == LINES_MAX)
			complain("too long a script", NULL, 0);
		actor.line[actor.len] = strdup(buffer);
		if (actor.line[actor.len++] == NULL)
			trouble("script");
	}
	fclose(in);
}

int
main(int argc, char **argv)
{
	const char *ready = NULL;
	unsigned seconds = 20;
	sigset_t term;
	int option;

	while ((option = getopt(argc, argv, "d:r:t:")) != -1)
		if (option == 'd')
			actor.dir = optarg;
		else if (option == 'r')
			ready = optarg;
		else if (option == 't')
			seconds = (unsigned)strtoul(optarg, NULL, 10);
	if (argc - optind != 2)
		return 64;
	sigemptyset(&term);
	sigaddset(&term, SIGTERM);
	sigprocmask(SIG_BLOCK, &term, NULL);
	signal(SIGTERM, nobody_comes);
	signal(SIGALRM, too_long);
	alarm(seconds);
	read_script(argv[optind + 1]);
	peer_listen(argv[optind], ready);
	play();
	return 0;
}
