/* known.h - whether a file that is unchanged has to be read again
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/store/files.h"

G_BEGIN_DECLS

/* Whether all files of the row's photo were decoded by decoders that may give other pixels than the
 * present one. FALSE also with an error of the library. */
gboolean sem_index_looks_different (SemStore *store,
                                    const SemStoreFile *row,
                                    const char *path,
                                    GError **error);

/* Whether the row of an unchanged file is complete, so that the file need not be read: the present
 * decoder and the backbone with the id @backbone would add nothing. FALSE also with an error of the
 * library. */
gboolean sem_index_is_known (SemStore *store,
                             const char *backbone,
                             const SemStoreFile *row,
                             const char *path,
                             GError **error);

G_END_DECLS
