/* batch.h - writes a batch of photos to an archive, for engine/archive only
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/archive/archive.h"
#include "engine/archive/publish/outgoing.h"

G_BEGIN_DECLS

/**
 * SemBatch:
 * @archive: opened
 * @model: the archive's model
 * @next: (nullable): its later model, where it has one: photos get the codes of both
 * @store: the library
 * @owner: number of the owner
 * @thumbnails: whether thumbnails are published
 * @paths: whether paths are published
 * @cancellable: (nullable)
 */
typedef struct
{
  const SemArchive *archive;
  SemHashModel *model;
  SemHashModel *next;
  SemStore *store;
  gint64 owner;
  gboolean thumbnails;
  gboolean paths;
  GCancellable *cancellable;
} SemBatch;

/* Makes the temporary tables that rows are copied to first. Call it once for each connection. */
gboolean sem_batch_prepare (SemLink *link, GCancellable *cancellable, GError **error);

/**
 * sem_batch_write:
 * @files: (array length=n): all files of the photos of the batch
 * @n_photos: (out): photos that were added to the archive
 * @n_places: (out): places that were added to the archive
 *
 * In one transaction: copies the places, queries which of their photos the archive lacks, copies
 * those, and merges both. Existing rows are not changed, but for thumbnails that are published and
 * were not there, so that a batch may be written any number of times. Codes and vectors are
 * computed by the archive's model from stored features.
 *
 * Returns: %FALSE with %SEM_ERROR_BUSY where it has to be written again since another session was
 *   in the way or the archive has another model now, with nothing written; an error of the store or
 *   the link
 */
gboolean sem_batch_write (const SemBatch *self,
                          const SemOutgoing *files,
                          guint n,
                          gint64 *n_photos,
                          gint64 *n_places,
                          GError **error);

G_END_DECLS
