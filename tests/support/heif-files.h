/* heif-files.h - HEIF files with reduced pictures, for tests and benchmarks
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gdk-pixbuf/gdk-pixbuf.h>

G_BEGIN_DECLS

/**
 * TestHeif:
 * @picture: R G B, or R G B A where the file is to have transparency
 * @reduced: (nullable): the reduced picture in the file
 * @profile, @reduced_profile: (nullable): their ICC profiles
 * @turn, @reduced_turn: how the file says that they are to be turned, as an EXIF orientation; 0 for
 *   not at all
 */
typedef struct
{
  GdkPixbuf *picture;
  GdkPixbuf *reduced;
  GBytes *profile;
  GBytes *reduced_profile;
  guint turn;
  guint reduced_turn;
} TestHeif;

/* (transfer full) (nullable): the file; %NULL after g_test_skip() where the library cannot write.
 */
GBytes *test_heif_write (const TestHeif *heif);
/* (transfer full): @picture with a reduced picture of @width times @height made of it. */
GBytes *test_heif_write_reduced (GdkPixbuf *picture, int width, int height);

/* (transfer full): @file with other numbers, of 32 bits, from the @skip-th byte on in the
 * @number-th box, from 0, of the type that @box names. */
GBytes *test_heif_patch (GBytes *file,
                         const char *box,
                         guint number,
                         guint skip,
                         const guint32 *numbers,
                         guint n);

G_END_DECLS
