/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Where a setting stands, for what is found wrong with it once the parameters
 * are loaded. Pure.
 */
#ifndef CMD_PLACE_H
#define CMD_PLACE_H

#include "base/dsn.h"
#include "param/settings.h"

/*
 * If the text of *why begins with the name of something that was set ("NAME:
 * ...", "NAME = ..."), where that was is put before it, as params_load does:
 * "main.cf:7: NAME: ...".
 */
void place_add(const struct settings *settings, struct dsn *why);

#endif
