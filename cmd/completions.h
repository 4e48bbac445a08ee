/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The made parts of the completions of shells (see pages.h): the options that
 * are built, what their arguments are, and the parameters that act.
 */
#ifndef CMD_COMPLETIONS_H
#define CMD_COMPLETIONS_H

#include "base/str.h"

/* options='...', and a case over $before, the option before the word. */
void completions_bash(struct str *to);

/* The specifications of _arguments. */
void completions_zsh(struct str *to);

/* One complete command an option. */
void completions_fish(struct str *to);

/* parameters='...', for bash and zsh. */
void completions_parameters(struct str *to);

/* A command that prints them, for fish. */
void completions_fish_parameters(struct str *to);

#endif
