/* worker-metadata.h - read a photo's metadata, in the worker
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/base/metadata.h"
#include "engine/decode/format.h"

G_BEGIN_DECLS

/* Initialises the libraries. Call it once before sem_worker_metadata_read(), before other threads
 * start and the process is locked in. */
void sem_worker_metadata_preload (void);

/**
 * sem_worker_metadata_get_head:
 * @data: (array length=size): the first bytes of a file, not trusted
 *
 * Returns: how many of them hold all metadata of a JPEG; 0 where more of the file is needed
 */
gsize sem_worker_metadata_get_head (const guint8 *data, gsize size);

/**
 * sem_worker_metadata_read:
 * @data: (array length=size): a whole file, or what sem_worker_metadata_get_head() counts; not
 *   trusted
 * @metadata: (out): sound; its state is %SEM_METADATA_READ also where the file has none
 *
 * Reads EXIF and XMP with gexiv2. Not safe for hostile bytes: runs in a worker only.
 */
void
sem_worker_metadata_read (SemFormat format, const guint8 *data, gsize size, SemMetadata *metadata);

G_END_DECLS
