/* large-cache.h - larger thumbnails, kept in the user's cache folder; for engine/model only
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/model/photo.h"

G_BEGIN_DECLS

/* Longest side of a larger thumbnail, in pixels. */
#define SEM_LARGE_SIDE 512
/* Bytes that the cache holds at most, but for those that were added last. */
#define SEM_LARGE_CACHE_BYTES G_GUINT64_CONSTANT (268435456)

/* Files of a folder, named after the content of photos. What was not used for the longest time is
 * removed first. Nobody depends on it: what cannot be read or written is not there. All functions
 * block and may be called from any thread. @hash: (array fixed-size=32): SHA-256 of the file. */

/* Returns: (transfer full) (nullable): a JPEG, not checked; %NULL where it is not there. */
GBytes *sem_large_cache_read (const guint8 *hash);
void sem_large_cache_write (const guint8 *hash, const SemPixels *pixels);
/* Removes the oldest files until the rest have @most bytes. */
void sem_large_cache_trim (guint64 most);

G_END_DECLS
