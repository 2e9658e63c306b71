/* sharpness.h - measures of photos' pictures, by which the best of several files is chosen
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/store/store.h"

G_BEGIN_DECLS

/**
 * SemSharpness:
 * @fill: the share of the frequencies that the pixels could hold which has detail, 0 to 1; 0 where
 *   it is unknown, as of a file that could not be decoded
 * @step: the coarsest quantisation step of JPEG that is found in it, relative to the table of the
 *   standard, 0 to 100; 0 for none (duplicates/best/sharpness.h)
 * @contrast: the standard deviation of its brightness, 0 to 255
 */
typedef struct
{
  double fill;
  double step;
  double contrast;
} SemSharpness;

/* Called in a transaction. A photo that is not there any more is ignored. */
gboolean sem_store_put_sharpness (SemStore *self,
                                  gint64 photo,
                                  const SemSharpness *sharpness,
                                  GError **error);
/* @sharpness: (out): all 0 where nothing is stored, or the stored values are out of range
 * @found: (out) (optional) */
gboolean sem_store_get_sharpness (SemStore *self,
                                  gint64 photo,
                                  SemSharpness *sharpness,
                                  gboolean *found,
                                  GError **error);
/* Returns: (transfer full) (element-type gint64): visible photos that are proven copies and were
 * never measured; ascending */
GArray *sem_store_list_unmeasured (SemStore *self, GError **error);

G_END_DECLS
