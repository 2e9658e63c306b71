/* fuzz-desktop.c - the reader of what a thumbnail of the desktop says of its file
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <string.h>

#include "engine/model/thumbnails/desktop.h"

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

/* What is taken for the thumbnail of a file has its name and time in it. */
int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  /* Of its own, so that a byte too many is noticed. */
  g_autofree guint8 *copy = g_memdup2 (data, size);

  if (sem_desktop_thumbnail_is_of (copy, size, "file:///a.jpg", 17))
    {
      g_assert_nonnull (memmem (copy, size, "Thumb::URI\0file:///a.jpg", 24));
      g_assert_nonnull (memmem (copy, size, "Thumb::MTime\00017", 15));
    }
  return 0;
}
