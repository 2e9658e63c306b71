/* large-cache.h - larger thumbnails, kept in the user's cache folder; for engine/model only
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/model/photo.h"

G_BEGIN_DECLS

/* Smallest, step and largest of the longest sides of larger thumbnails, in pixels: the largest is
 * enough for the largest tile on a display of scale 2. */
#define SEM_LARGE_LEAST_SIDE 512
#define SEM_LARGE_SIDE_STEP 512
#define SEM_LARGE_MOST_SIDE 1536
/* Default maximum size of the cache, in bytes; the files added last may exceed it. */
#define SEM_LARGE_CACHE_BYTES G_GUINT64_CONSTANT (268435456)

/* Files of a folder, named after the content of photos. The least recently used files are removed
 * first. Failures to read or write are ignored. All functions block and may be called from any
 * thread. @hash: (array fixed-size=32): SHA-256 of the file. */

/* The smallest of these sides that a photo of @width × @height pixels needs for a square of @square
 * pixels. */
guint sem_large_cache_choose_side (guint width, guint height, guint square);
/* @side: of sem_large_cache_choose_side().
 * Returns: (transfer full) (nullable): a JPEG, not checked; %NULL where the cache does not have
 *   it. */
GBytes *sem_large_cache_read (const guint8 *hash, guint side);
void sem_large_cache_write (const guint8 *hash, guint side, const SemPixels *pixels);
/* Sets the maximum size of the cache. @most: in bytes; the cache is trimmed when the next file is
 * added. */
void sem_large_cache_set_most (guint64 most);
/* Removes the oldest files until the rest have @most bytes. */
void sem_large_cache_trim (guint64 most);

G_END_DECLS
