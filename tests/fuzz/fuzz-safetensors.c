/* fuzz-safetensors.c - the parser of weights files
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "engine/nn/safetensors.h"

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

/* A returned tensor lies inside the file, is aligned and has the requested shape: a sanitizer sees
 * if reading all of it leaves the file. */
static void
read_tensor (SemSafetensors *file, const char *name, const gsize *shape, gsize n_dims)
{
  const float *values = sem_safetensors_get_f32 (file, name, shape, n_dims, NULL);
  gsize n = 1;

  for (gsize i = 0; i < n_dims; i++)
    n *= shape[i];
  for (gsize i = 0; values != NULL && i < n; i++)
    g_assert_cmpfloat (ABS (values[i]), <=, G_MAXFLOAT);
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  static const gsize shapes[][3] = { { 2, 3 }, { 4 }, { 1, 1, 6 } };
  g_autoptr (GBytes) bytes = g_bytes_new (data, size);
  g_autoptr (GError) error = NULL;
  g_autoptr (SemSafetensors) file = sem_safetensors_new (bytes, "fuzz", &error);

  g_assert_true ((!file) == (error != NULL));
  if (!file)
    return 0;

  read_tensor (file, "a", shapes[0], 2);
  read_tensor (file, "b", shapes[1], 1);
  read_tensor (file, "c", shapes[2], 3);
  read_tensor (file, "", shapes[0], 0);

  return 0;
}
