/* large-library.h - a library of photos that were never files, for benchmarks of the window
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define LARGE_LIBRARY_BITS 256

/**
 * large_library_make:
 * @path: (type filename): where nothing is yet
 * @backbone: id of the backbone that the features are said to come from
 * @n: photos
 *
 * Photos of 12 megapixels with thumbnails, features, codes and vectors, in a folder that is
 * offline: the program keeps them and looks for none. Features lie around some hundred centres, so
 * that some photos are alike.
 */
gboolean large_library_make (const char *path, const char *backbone, guint n, GError **error);

G_END_DECLS
