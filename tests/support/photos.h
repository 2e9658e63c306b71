/* photos.h - pictures that tests make for themselves
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gdk-pixbuf/gdk-pixbuf.h>

G_BEGIN_DECLS

/**
 * test_photo_new:
 * @family: what it shows: shapes and colours of its own
 * @variant: how it was taken: crop, light, colour cast and noise; 0 is the plain one
 *
 * The same numbers give the same pixels everywhere.
 *
 * Returns: (transfer full): 288 × 216 pixels
 */
GdkPixbuf *test_photo_new (guint family, guint variant);

/* Writes one as the file's ending says: .jpg or .png. Folders are made. */
void test_photo_save (const char *path, guint family, guint variant);

G_END_DECLS
