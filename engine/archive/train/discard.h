/* discard.h - a new model of an archive, given up
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
 * @name: (out) (transfer full) (nullable): what the archive is called, without user and password
 * @discarded: (out): whether there was a new model
 *
 * Removes the model that sem_archive_train() has made and that the archive is not searched by yet,
 * with the codes that photos have of it, in one transaction. Blocks.
 *
 * Returns: %FALSE with %SEM_ERROR_BUSY where the archive is searched by it by now, an error of
 *   sem_archive_open() or the link
 */
gboolean sem_archive_discard (const char *uri,
                              char **name,
                              gboolean *discarded,
                              const SemProgress *progress,
                              GError **error);

G_END_DECLS
