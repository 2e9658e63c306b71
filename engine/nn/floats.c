/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "engine/nn/floats.h"

#include <sys/mman.h>

#define HUGE_PAGE (2 * 1024 * 1024)

float *
sem_floats_new (gsize n, gsize size)
{
  float *memory;
  gsize bytes;

  if (!g_size_checked_mul (&bytes, n, size) || !g_size_checked_mul (&bytes, bytes, sizeof (float))
      || !g_size_checked_add (&bytes, bytes, HUGE_PAGE - 1))
    g_error ("%" G_GSIZE_FORMAT " rows of %" G_GSIZE_FORMAT " numbers are no array", n, size);
  bytes = MAX (bytes / HUGE_PAGE, 1) * HUGE_PAGE;
  memory = g_aligned_alloc (1, bytes, HUGE_PAGE);
  madvise (memory, bytes, MADV_HUGEPAGE);
  return memory;
}
