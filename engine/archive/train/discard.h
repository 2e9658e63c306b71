/* discard.h - removes the new model of an archive before it becomes active
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/base/progress.h"

G_BEGIN_DECLS

/**
 * sem_archive_discard:
 * @uri: as for sem_link_open(); the user must be one who may act as the archive's owner
 * @name: (out) (transfer full) (nullable): the display name of the archive, see sem_link_get_name()
 * @discarded: (out): whether there was a new model
 *
 * Removes the model that sem_archive_train() has made and that is not active yet, with its codes,
 * in one transaction. Blocks.
 *
 * Returns: %FALSE with %SEM_ERROR_BUSY where it has become active meanwhile, an error of
 *   sem_archive_open() or the link
 */
gboolean sem_archive_discard (const char *uri,
                              char **name,
                              gboolean *discarded,
                              const SemProgress *progress,
                              GError **error);

G_END_DECLS
