/* SPDX-License-Identifier: BSD-2-Clause */
#include "os/exposure.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "os/slurp.h"

static enum exposure
by_mode(mode_t mode)
{
	if (!S_ISREG(mode))
		return EXPOSURE_NONE;
	if ((mode & S_IWOTH) != 0)
		return EXPOSURE_WRITE;
	return (mode & S_IROTH) != 0 ? EXPOSURE_READ : EXPOSURE_NONE;
}

bool
exposure_of(int fd, const char *path, enum exposure *exposure,
    struct dsn *why)
{
	struct stat st;

	if (fstat(fd, &st) != 0)
		return dsn_fail(why, "4.3.5", "stat %s: %s", path,
		    strerror(errno));
	*exposure = by_mode(st.st_mode);
	return true;
}

bool
exposure_refuse(const char *path, struct dsn *why)
{
	dsn_fail(why, "4.3.5", "%s: everybody may write to it: no secret is "
	    "taken from there", path);
	errno = EACCES;
	return false;
}

bool
exposure_slurp(const char *path, size_t max, struct str *to,
    enum exposure *exposure, struct dsn *why)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
	int error;
	bool good;

	if (fd < 0) {
		error = errno;
		dsn_fail(why, "4.3.0", "open %s: %s", path, strerror(error));
		errno = error;
		return false;
	}
	good = exposure_of(fd, path, exposure, why) &&
	    slurp_fd(fd, path, max, to, why);
	error = errno;
	close(fd);
	errno = error;
	return good;
}
