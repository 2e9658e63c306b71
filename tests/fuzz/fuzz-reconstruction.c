/* fuzz-reconstruction.c - the parser of COLMAP's reconstructions
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The input is the sizes of cameras.bin and images.bin, 32 bits each, followed by the three files.
 */

#include "engine/sfm/reconstruction.h"

#include <string.h>

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

static GBytes *
take (const guint8 **data, gsize *size, gsize wanted)
{
  const gsize n = MIN (wanted, *size);
  GBytes *bytes = g_bytes_new (*data, n);

  *data += n;
  *size -= n;
  return bytes;
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autoptr (GBytes) cameras = NULL;
  g_autoptr (GBytes) images = NULL;
  g_autoptr (GBytes) points = NULL;
  g_autoptr (SemReconstruction) model = NULL;
  g_autoptr (GArray) pairs = NULL;
  g_autoptr (GError) error = NULL;
  guint32 sizes[2];

  if (size < sizeof sizes)
    return 0;
  memcpy (sizes, data, sizeof sizes);
  data += sizeof sizes;
  size -= sizeof sizes;
  cameras = take (&data, &size, GUINT32_FROM_LE (sizes[0]));
  images = take (&data, &size, GUINT32_FROM_LE (sizes[1]));
  points = take (&data, &size, size);
  model = sem_reconstruction_parse (cameras, images, points, "fuzz", &error);
  g_assert_true ((!model) == (error != NULL));
  if (!model)
    return 0;
  pairs = sem_reconstruction_compare (model, NULL, NULL);
  for (guint i = 0; i < pairs->len; i++)
    {
      const SemSfmPair *pair = &g_array_index (pairs, SemSfmPair, i);

      g_assert_cmpuint (pair->a, <, pair->b);
      g_assert_cmpuint (pair->b, <, model->images->len);
      g_assert_cmpuint (pair->shared, >=, 1);
      g_assert_true (pair->scale >= 1 && pair->scale <= SEM_SFM_MAX_SCALE);
    }
  return 0;
}
