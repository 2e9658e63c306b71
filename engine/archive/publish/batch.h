/* batch.h - some photos of a library, written to an archive at once, for engine/archive only
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
 * @model: of the archive
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

/* Makes the tables of the session that rows are copied to first. Once for each connection. */
gboolean sem_batch_prepare (SemLink *link, GCancellable *cancellable, GError **error);

/**
 * sem_batch_write:
 * @files: (array length=n): of whole photos
 * @n_photos: (out): photos that the archive did not have
 * @n_places: (out): places that it did not have
 *
 * In one transaction: copies what places there are, asks which of their photos are missing, copies
 * those, and merges both. What is there already is left as it is, so that a batch may be written
 * any number of times. Codes and vectors are those of the archive's model, of stored features.
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
