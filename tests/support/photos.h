/* photos.h - generate photos for tests
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
 * The pixels depend on @family and @variant alone.
 *
 * Returns: (transfer full): 288 × 216 pixels
 */
GdkPixbuf *test_photo_new (guint family, guint variant);

/* Writes a generated photo in the format of the file's extension, .jpg or .png. Creates missing
 * folders. */
void test_photo_save (const char *path, guint family, guint variant);

G_END_DECLS
