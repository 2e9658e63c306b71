/* cifar.h - unpacks CIFAR-10 from its published files
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/base/progress.h"

G_BEGIN_DECLS

/* (transfer full) (nullable): the folder of the binary batches: @folder, or cifar-10-batches-bin in
 * it. */
char *sem_cifar_find (const char *folder) G_GNUC_WARN_UNUSED_RESULT;

/**
 * sem_cifar_unpack:
 * @folder: (type filename): of sem_cifar_find()
 * @photos: (type filename): a folder to make; nothing is done where it exists
 * @progress: (nullable)
 * @error: return location; SEM_ERROR_DAMAGED where a batch is not made of labels below 10 and
 *   pictures, SEM_ERROR_UNREADABLE or _FAILED where a file cannot be read or written,
 *   G_IO_ERROR_CANCELLED
 *
 * Writes each picture of data_batch_1.bin to data_batch_5.bin and test_batch.bin without loss, as
 * CLASS/BATCH-NUMBER.bmp. A record is a byte with the label, then 32 × 32 bytes each of red, green
 * and blue. The folder appears when it is complete. Blocks.
 */
gboolean sem_cifar_unpack (const char *folder,
                           const char *photos,
                           const SemProgress *progress,
                           GError **error);

G_END_DECLS
