/* copies-library.h - a large library to search for copies in
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/nn/backbone.h"

G_BEGIN_DECLS

/* Photos with files, which are to come first. */
#define COPIES_N_REAL 10

/**
 * copies_library_make:
 * @folder: (type filename): exists
 * @n_photos: those that are made up: random codes, vectors, hashes and sketches
 * @library: (out) (transfer full): path of the library
 * @query: (out) (transfer full): path of a photo of 12 megapixels, of which the library has ten
 *   versions of as many
 *
 * Takes a minute for half a million. A library that is there already is taken as it is.
 */
gboolean copies_library_make (const char *folder,
                              guint n_photos,
                              SemBackbone *backbone,
                              char **library,
                              char **query,
                              GError **error);

/* Gives photos a thumbnail, so that they can be looked at closely. @ids: (element-type gint64) */
gboolean copies_library_add_thumbnails (const char *library, const GArray *ids, GError **error);

G_END_DECLS
