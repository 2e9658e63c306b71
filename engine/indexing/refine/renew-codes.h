/* renew-codes.h - encodes photos again whose features have changed, with all models
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/indexing/index-job.h"

G_BEGIN_DECLS

/**
 * SemRenewCodes:
 *
 * The library's models of one backbone, in memory. For one thread at a time, and as long as no
 * model is added.
 */
typedef struct _SemRenewCodes SemRenewCodes;

/**
 * sem_renew_codes_new:
 * @store: the library
 * @backbone: id of the backbone of the features
 *
 * Damaged models are skipped, since they cannot be used for searching.
 *
 * Returns: (transfer full): %NULL with an error of the store
 */
SemRenewCodes *sem_renew_codes_new (SemStore *store,
                                    const char *backbone,
                                    GError **error) G_GNUC_WARN_UNUSED_RESULT;
void sem_renew_codes_free (SemRenewCodes *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SemRenewCodes, sem_renew_codes_free)

/**
 * sem_renew_codes_run:
 * @store: open for writing, in a transaction
 * @jobs: (element-type SemIndexJob): photos of the library with their new features
 *
 * Replaces the codes that they have, and makes searchers reload them.
 *
 * Returns: FALSE with an error of the store
 */
gboolean
sem_renew_codes_run (SemRenewCodes *self, SemStore *store, GPtrArray *jobs, GError **error);

G_END_DECLS
