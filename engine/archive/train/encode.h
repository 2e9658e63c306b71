/* encode.h - gives the photos of an archive the codes of its new model
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/base/progress.h"

G_BEGIN_DECLS

/**
 * SemArchiveEncoded:
 * @archive: the display name of the archive, see sem_link_get_name()
 * @photos: photos that got their codes by this call; pieces that the server had not confirmed when
 *   the connection was lost are not counted
 * @damaged: photos of these whose features are malformed, so that they have no codes of the new
 *   model
 * @switched: whether this call has made the new model the active one
 * @pending: whether there was a new model
 */
typedef struct
{
  char *archive;
  gint64 photos;
  gint64 damaged;
  gboolean switched;
  gboolean pending;
} SemArchiveEncoded;

void sem_archive_encoded_clear (SemArchiveEncoded *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (SemArchiveEncoded, sem_archive_encoded_clear)

/**
 * sem_archive_encode:
 * @uri: as for sem_link_open(); the user must be one who may act as the archive's owner
 * @encoded: (out): to be cleared, also on failure
 *
 * Encodes stored features in pieces of one transaction each. Any number of programs may do so at
 * once: a piece that another one has locked is skipped. It can be killed at any moment. When
 * nothing is left, one transaction switches to the new model, and the tables of the one before are
 * removed. Where the connection is lost or another session is in the way, a piece is tried again a
 * few times, after increasing delays. Blocks.
 *
 * Returns: %FALSE with an error of sem_archive_open() or the link
 */
gboolean sem_archive_encode (const char *uri,
                             SemArchiveEncoded *encoded,
                             const SemProgress *progress,
                             GError **error);

G_END_DECLS
