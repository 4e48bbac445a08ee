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
 *   C: TEXT        the client says just this line
 *   C~ REGEX       the client says a line that matches as a whole
 *   C! data [N]    the client sends the message, up to the dot, or its first N
 *                  octets; it is kept in DIR/message.1, .2 and so on
 *   C! data N close (or reset)  the same, and then that
 *   C! end         the client closes the connection
 *   ---            what follows is for the next connection
 * When a part is over and the client still there, it may say QUIT and close.
 * After the last connection nobody listens any longer.
 */
#define _GNU_SOURCE
#include <ctype.h>
#include <errno.h>
#include <netdb.h>
#include <poll.h>
#include <regex.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

enum {
	LINES_MAX = 4096,
	LINE_MAX_LEN = 8192,
	IN_MAX = 1 << 16,
	OUT_MAX = 1 << 16,
	AHEAD_MS = 10,		/* how long somebody who is ahead may take */
};

struct octets {
	char *at;
	size_t len;
};

struct actor {
	const char *script, *dir;
	char *line[LINES_MAX];
	size_t len, at;
	int listener, fd;
	bool loose;		/* the message was cut: it may be ahead */
	unsigned messages;
	char in[IN_MAX], out[OUT_MAX];
	size_t in_len, out_len;
};

static struct actor actor = { .dir = ".", .listener = -1, .fd = -1 };
static volatile sig_atomic_t leaving;

/* Complaints --------------------------------------------------------------- */

static void
put_octets(const char *at, size_t len)
{
	putchar('"');
	for (size_t i = 0; i < len && i < 200; i++)
		if (at[i] == '\r' || at[i] == '\n')
			fputs(at[i] == '\r' ? "\\r" : "\\n", stdout);
		else if (isprint((unsigned char)at[i]))
			putchar(at[i]);
		else
			printf("\\x%02x", (unsigned char)at[i]);
	fputs(len > 200 ? "\"..." : "\"", stdout);
}

static _Noreturn void
complain(const char *what, const char *at, size_t len)
{
	const char *line = "the end";

	if (actor.at < actor.len)
		line = actor.line[actor.at];
	printf("%s:%zu: at \"%s\": %s", actor.script, actor.at + 1, line, what);
	if (at != NULL) {
		fputs(": ", stdout);
		put_octets(at, len);
	}
	putchar('\n');
	fflush(stdout);
	_exit(1);
}

static _Noreturn void
trouble(const char *what)
{
	complain(what, strerror(errno), strlen(strerror(errno)));
}

static void
too_long(int sig)
{
	(void)sig;
	complain("still here when the time was over",
	    actor.in_len > 0 ? actor.in : NULL, actor.in_len);
}

static void
nobody_comes(int sig)
{
	(void)sig;
	leaving = 1;
}

/* The wire ----------------------------------------------------------------- */

/* More from the client; false if it has closed the connection. */
static bool
fill(void)
{
	ssize_t n;

	if (actor.in_len == IN_MAX)
		complain("a line without end", actor.in, actor.in_len);
	n = read(actor.fd, actor.in + actor.in_len, IN_MAX - actor.in_len);
	if (n > 0)
		actor.in_len += (size_t)n;
	return n > 0;
}

static void
consume(size_t n)
{
	actor.in_len -= n;
	memmove(actor.in, actor.in + n, actor.in_len);
}

static void
flush_out(void)
{
	size_t done = 0;
	ssize_t n;

	while (done < actor.out_len) {
		n = send(actor.fd, actor.out + done, actor.out_len - done,
		    MSG_NOSIGNAL);
		if (n < 0)
			break;	/* gone; the next line of the client tells */
		done += (size_t)n;
	}
	actor.out_len = 0;
}

static void
hang_up(void)
{
	flush_out();
	close(actor.fd);
	actor.fd = -1;
	actor.in_len = 0;
}

static void
say_octets(const char *at, size_t len)
{
	struct pollfd p = { .fd = actor.fd, .events = POLLIN };

	if (actor.out_len == 0 && !actor.loose) {
		if (actor.in_len == 0 && poll(&p, 1, AHEAD_MS) > 0)
			fill();
		if (actor.in_len > 0)
			complain("the client is ahead", actor.in,
			    actor.in_len);
	}
	if (len > OUT_MAX - actor.out_len)
		flush_out();
	memcpy(actor.out + actor.out_len, at, len);
	actor.out_len += len;
}

/* One line without its CRLF, in place until consume(*size). */
static struct octets
hear_octets(size_t *size)
{
	struct octets line = { actor.in, 0 };
	char *end;

	while ((end = memchr(actor.in, '\n', actor.in_len)) == NULL)
		if (!fill())
			complain("the client has closed the connection",
			    actor.in_len > 0 ? actor.in : NULL, actor.in_len);
	line.len = (size_t)(end - actor.in);
	*size = line.len + 1;
	if (line.len == 0 || end[-1] != '\r')
		complain("a line that ends in a bare LF", line.at, line.len);
	line.len--;
	return line;
}

/* What a script can say ---------------------------------------------------- */

static void
act_say(const char *text)
{
	say_octets(text, strlen(text));
	say_octets("\r\n", 2);
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
	say_octets(out, len);
}

static void
act_sleep(const char *ms)
{
	flush_out();
	usleep((useconds_t)strtoul(ms, NULL, 10) * 1000);
}

static void
act_close(const char *rest)
{
	(void)rest;
	hang_up();
}

static void
act_reset(const char *rest)
{
	struct linger now = { 1, 0 };

	(void)rest;
	flush_out();
	setsockopt(actor.fd, SOL_SOCKET, SO_LINGER, &now, sizeof(now));
	hang_up();
}

static void
act_hang(const char *rest)
{
	struct pollfd p = { .fd = actor.fd, .events = POLLRDHUP };

	(void)rest;
	flush_out();
	while (poll(&p, 1, -1) < 0)
		;
	hang_up();
}

static void
act_hear(const char *text)
{
	struct octets line;
	size_t size;

	line = hear_octets(&size);
	actor.loose = false;
	if (line.len != strlen(text) || memcmp(line.at, text, line.len) != 0)
		complain("the client says", line.at, line.len);
	consume(size);
}

static void
act_hear_like(const char *regex)
{
	char pattern[LINE_MAX_LEN], text[IN_MAX];
	struct octets line;
	regex_t compiled;
	size_t size;

	snprintf(pattern, sizeof(pattern), "^(%s)$", regex);
	if (regcomp(&compiled, pattern, REG_EXTENDED | REG_NOSUB) != 0)
		complain("no regular expression", pattern, strlen(pattern));
	line = hear_octets(&size);
	actor.loose = false;
	memcpy(text, line.at, line.len);
	text[line.len] = '\0';
	if (memchr(text, '\0', line.len) != NULL ||
	    regexec(&compiled, text, 0, NULL, 0) != 0)
		complain("the client says", line.at, line.len);
	regfree(&compiled);
	consume(size);
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
		if (actor.in_len == 0 && !fill())
			complain("the client has closed the connection within "
			    "the message", NULL, 0);
		for (n = 0; n < actor.in_len && at != THE_END; n++)
			at = step(at, actor.in[n]);
		fwrite(actor.in, 1, n, out);
		consume(n);
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
		if (actor.in_len == 0 && !fill())
			complain("the client has closed the connection within "
			    "the message", NULL, 0);
		n = left < actor.in_len ? left : actor.in_len;
		fwrite(actor.in, 1, n, out);
		consume(n);
	}
	actor.loose = true;
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
	if (actor.in_len > 0 || fill())
		complain("the client goes on", actor.in, actor.in_len);
	hang_up();
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
		if (actor.fd < 0)
			complain("the connection is closed", NULL, 0);
		if (!cues[i].speaks)
			flush_out();
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

	flush_out();
	while (actor.in_len > 0 || fill()) {
		line = hear_octets(&size);
		if (line.len != 4 || memcmp(line.at, "QUIT", 4) != 0)
			complain("the client goes on", line.at, line.len);
		consume(size);
		say_octets("221 2.0.0 bye\r\n", 15);
		flush_out();
	}
	hang_up();
}

static void
wait_for_client(void)
{
	struct pollfd p = { .fd = actor.listener, .events = POLLIN };
	const struct timespec none = { 0, 0 };
	sigset_t all_let_in;

	sigemptyset(&all_let_in);
	while (ppoll(&p, 1, leaving ? &none : NULL, &all_let_in) <= 0)
		if (leaving && poll(&p, 1, 0) == 0)
			complain("nobody has connected", NULL, 0);
	actor.fd = accept(actor.listener, NULL, NULL);
	if (actor.fd < 0)
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

static void
play(void)
{
	for (;;) {
		wait_for_client();
		actor.loose = false;
		if (is_last_part())
			close(actor.listener);
		for (; !is_curtain(); actor.at++)
			play_line(actor.line[actor.at]);
		if (actor.fd >= 0)
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

	actor.script = strrchr(path, '/');
	actor.script = actor.script == NULL ? path : actor.script + 1;
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

static int
listen_unix(const char *path)
{
	struct sockaddr_un where = { .sun_family = AF_UNIX };
	int fd = socket(AF_UNIX, SOCK_STREAM, 0);

	snprintf(where.sun_path, sizeof(where.sun_path), "%s", path);
	unlink(path);
	if (fd < 0 || bind(fd, (void *)&where, sizeof(where)) < 0 ||
	    chmod(path, 0666) < 0)
		trouble(path);
	return fd;
}

static int
listen_inet(const char *address)
{
	const struct addrinfo hints = { .ai_socktype = SOCK_STREAM,
	    .ai_flags = AI_NUMERICHOST | AI_NUMERICSERV | AI_PASSIVE };
	const char *port = strrchr(address, ':');
	struct addrinfo *where;
	char host[128];
	int fd, yes = 1;

	if (port == NULL)
		complain("no port", address, strlen(address));
	snprintf(host, sizeof(host), "%.*s", (int)(port - address), address);
	if (host[0] == '[') {
		memmove(host, host + 1, strlen(host));
		host[strcspn(host, "]")] = '\0';
	}
	if (getaddrinfo(host, port + 1, &hints, &where) != 0)
		complain("no address", address, strlen(address));
	fd = socket(where->ai_family, SOCK_STREAM, 0);
	setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof(yes));
	if (fd < 0 || bind(fd, where->ai_addr, where->ai_addrlen) < 0)
		trouble(address);
	freeaddrinfo(where);
	return fd;
}

static void
take_the_stage(const char *address, const char *ready)
{
	FILE *out;

	if (strncmp(address, "unix:", 5) == 0)
		actor.listener = listen_unix(address + 5);
	else
		actor.listener = listen_inet(address);
	if (listen(actor.listener, 64) < 0)
		trouble("listen");
	if (ready == NULL)
		return;
	out = fopen(ready, "w");
	if (out == NULL || fputs("ready\n", out) < 0 || fclose(out) != 0)
		trouble(ready);
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
	take_the_stage(argv[optind], ready);
	play();
	return 0;
}
