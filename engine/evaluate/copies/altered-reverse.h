/* altered-reverse.h - how well originals find their altered copies
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/evaluate/copies/altered.h"

G_BEGIN_DECLS

/**
 * SemAlteredPlaces:
 * @library: (type filename): with the gallery, and with the pictures that sem_altered_write() made
 * of it with the same options
 * @gallery: (array zero-terminated) (element-type filename): absolute: the gallery's folders
 * @pictures: (type filename): absolute: the folder of the pictures
 */
typedef struct
{
  const char *library;
  const char *const *gallery;
  const char *pictures;
} SemAlteredPlaces;

/**
 * sem_altered_evaluate_reverse:
 * @error: return location; SEM_ERROR_TOO_FEW, or an error of sem_search()
 *
 * The other direction of sem_altered_evaluate(): each photo that was altered is a query, and the
 * gallery has the pictures of one alteration as well. What has to be found is the picture, or for
 * pictures of several photos any that shows it. Other photos of the same picture in the gallery are
 * skipped. The rows have figures by %SEM_ALTERED_SCORE and %SEM_ALTERED_COPIES only. Blocks.
 *
 * Returns: (transfer full) (element-type SemAlteredRow): a row per alteration; %NULL with @error
 * set
 */
GArray *sem_altered_evaluate_reverse (const SemAlteredPlaces *places,
                                      SemBackbone *backbone,
                                      const SemAlteredOptions *options,
                                      guint *n_asked,
                                      const SemProgress *progress,
                                      GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
