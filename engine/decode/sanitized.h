/* sanitized.h - whether this is a build for finding faults
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

/* Sanitizers need terabytes of address space, and more system calls. */
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define SEM_SANITIZED 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define SEM_SANITIZED 1
#endif
#endif
#ifndef SEM_SANITIZED
#define SEM_SANITIZED 0
#endif
