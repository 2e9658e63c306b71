/* describe.h - compute the missing features of a backbone
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/base/progress.h"
#include "engine/nn/backbone.h"
#include "engine/store/store.h"

G_BEGIN_DECLS

/**
 * SemLeftOut:
 * @n: visible photos that got no feature, since their files cannot be decoded now, or since a
 *   program that is the backbone refuses them
 * @refused: (nullable): a translated sentence about the first one of the latter
 */
typedef struct
{
  guint n;
  char *refused;
} SemLeftOut;

/* Leaves nothing in it. */
void sem_left_out_clear (SemLeftOut *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (SemLeftOut, sem_left_out_clear)

/**
 * sem_describe_photos:
 * @store: open for writing
 * @left_out: (out): clear it with sem_left_out_clear(), also after a failure
 * @progress: (nullable): reported on the calling thread
 *
 * Decodes the visible photos that have no feature of the backbone and stores their features, in
 * small transactions: if the process ends, only the last transaction is lost. The caller needs no
 * lock, and the library can be searched meanwhile. Returns quickly where no feature is missing.
 * Blocks.
 *
 * Returns: FALSE with SEM_ERROR_NO_DECODER, an error of the store, or G_IO_ERROR_CANCELLED
 */
gboolean sem_describe_photos (SemStore *store,
                              SemBackbone *backbone,
                              SemLeftOut *left_out,
                              const SemProgress *progress,
                              GError **error);

/* Returns: (transfer full): a translated sentence: the photo at @path is passed over, since a
 * program refuses it. @error: SEM_ERROR_REFUSED */
char *sem_describe_refusal (const char *path, const GError *error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
