/* known.h - whether a file that is unchanged has to be read again
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/store/files.h"

G_BEGIN_DECLS

/* Whether no file of the row's photo was decoded by a decoder that sees what this one does. FALSE
 * also with an error of the library. */
gboolean sem_index_looks_different (SemStore *store,
                                    const SemStoreFile *row,
                                    const char *path,
                                    GError **error);

/* Whether the row of a file that is unchanged says all that can be known of it by this program with
 * the @backbone, which is an id. FALSE also with an error of the library. */
gboolean sem_index_is_known (SemStore *store,
                             const char *backbone,
                             const SemStoreFile *row,
                             const char *path,
                             GError **error);

G_END_DECLS
