/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Promises to the compiler. The only place that knows compiler extensions.
 */
#ifndef BASE_ATTR_H
#define BASE_ATTR_H

#if defined(__GNUC__)
#define MUST_USE		__attribute__((warn_unused_result))
#define NORETURN		__attribute__((noreturn))
#define PRINTF_LIKE(fmt, first)	__attribute__((format(printf, fmt, first)))
#else
#define MUST_USE
#define NORETURN
#define PRINTF_LIKE(fmt, first)
#endif

#endif
