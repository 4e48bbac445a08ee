/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A typed array that grows: VEC(struct x) declares { struct x *at; size_t
 * len, room; }. The zero value is the empty one.
 */
#ifndef BASE_VEC_H
#define BASE_VEC_H

#include "base/mem.h"

#define VEC(type)	struct { type *at; size_t len, room; }

/* Adds one element, unset, and gives its address. */
#define vec_add(v)							\
	((v)->len == (v)->room						\
	    ? ((v)->room = (v)->room == 0 ? 8 : (v)->room * 2,		\
		(v)->at = mem_grow((v)->at, (v)->room, sizeof(*(v)->at)), \
		&(v)->at[(v)->len++])					\
	    : &(v)->at[(v)->len++])

#define vec_clear(v)							\
	(mem_free(&(v)->at), (v)->len = (v)->room = 0)

#endif
