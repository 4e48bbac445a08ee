/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The server's side of a login, by the library's own server.
 */
#ifndef TEST_TOOL_LOGIN_H
#define TEST_TOOL_LOGIN_H

/*
 * "MECHANISM USER PASSWORD [elsewhere]": the client must begin it, and is told
 * 235 or 535. With `elsewhere` we are somebody in the middle, whose client is
 * bound to another session than the one that the login is for.
 */
void login_play(const char *how);

#endif
