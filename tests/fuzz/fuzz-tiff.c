/* fuzz-tiff.c - TIFF files, as the decoder's worker reads them
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "engine/decode/formats/tiff.h"

#define MOST_PIXELS 4096

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

static guint
choose_cb (guint width, guint height, gpointer user_data)
{
  return (guint64) width * height > MOST_PIXELS ? 0 : *(const guint *) user_data;
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  const guint factor = 1 + size % 3;
  SemTiff tiff;
  const SemDecodeStatus status = sem_tiff_decode (&tiff, data, size, choose_cb, (gpointer) &factor);

  g_assert_cmpuint (status, <, SEM_DECODE_N_STATUSES);
  g_assert_cmpuint (tiff.orientation, >=, 1);
  g_assert_cmpuint (tiff.orientation, <=, 8);
  if (status == SEM_DECODE_OK)
    {
      const gsize n = (gsize) tiff.width * tiff.height * (tiff.has_alpha ? 4 : 3);
      volatile guint8 last;

      g_assert_cmpuint (tiff.width, ==, (tiff.full_width + factor - 1) / factor);
      g_assert_cmpuint (tiff.height, ==, (tiff.full_height + factor - 1) / factor);
      last = tiff.pixels[n - 1];
      (void) last;
    }
  sem_tiff_clear (&tiff);
  return 0;
}
