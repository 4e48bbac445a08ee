/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * feign.so: giving files away does nothing and succeeds, and a user has one
 * group. For servers that change their uid, in a user namespace that has one
 * uid only; libuid_wrapper feigns the rest (setuid and its kin).
 */
#define _GNU_SOURCE
#include <grp.h>
#include <sys/types.h>
#include <unistd.h>

int
chown(const char *path, uid_t uid, gid_t gid)
{
	(void)path;
	(void)uid;
	(void)gid;
	return 0;
}

int
lchown(const char *path, uid_t uid, gid_t gid)
{
	return chown(path, uid, gid);
}

int
fchown(int fd, uid_t uid, gid_t gid)
{
	(void)fd;
	return chown("", uid, gid);
}

int
fchownat(int dir, const char *path, uid_t uid, gid_t gid, int flags)
{
	(void)dir;
	(void)flags;
	return chown(path, uid, gid);
}

int
initgroups(const char *user, gid_t gid)
{
	(void)user;
	return setgroups(1, &gid);
}
