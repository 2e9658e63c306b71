/* find.h - find pairs of photos that may be duplicates, in the whole library
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/base/progress.h"
#include "engine/store/details/duplicates.h"

G_BEGIN_DECLS

/**
 * SemDuplicatesEarlyFunc:
 *
 * Called after pairs were stored, in the thread of sem_duplicates_find(). It may use the store.
 *
 * Returns: %FALSE with @error set to end the call
 */
typedef gboolean (*SemDuplicatesEarlyFunc) (gpointer user_data, GError **error);

/**
 * sem_duplicates_find:
 * @store: open for writing; not in a transaction
 * @early: (nullable) (scope call)
 *
 * Compares each photo that is new since the last call with all others, and stores the pairs that it
 * finds: raw files with what the camera made of them, by name and time; neighbours of a burst, by
 * time, size and likeness; and candidates for copies. Those are photos whose perceptual hashes are
 * near in one of eight orientations and whose sketches agree there, and those with near codes of
 * which one lies inside the other, by their sketches. Two exposures, according to their metadata,
 * are no candidates. Files with the same bytes need no pair: they are one photo.
 *
 * A call without new photos only reads the rows of all photos; results are stored in parts, so that
 * the next call resumes one that was cancelled or killed. Photos without a code are compared by
 * codes when they have one. Uses several threads. Equal libraries give equal pairs, whatever the
 * number of threads.
 *
 * Returns: %FALSE with an error of the store, or %G_IO_ERROR_CANCELLED
 */
gboolean sem_duplicates_find (SemStore *store,
                              SemDuplicatesEarlyFunc early,
                              gpointer user_data,
                              const SemProgress *progress,
                              GError **error);

G_END_DECLS
