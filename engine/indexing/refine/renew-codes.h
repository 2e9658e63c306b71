/* renew-codes.h - codes of photos whose features have changed, of all models
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
 * @backbone: id of what the features are of
 *
 * A model that is damaged is left out: nothing can be searched with it.
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
 * @jobs: (element-type SemIndexJob): photos of the library with the features that they have now
 *
 * Replaces their codes where they have some, and has all that is in memory of them be read again.
 *
 * Returns: FALSE with an error of the store
 */
gboolean
sem_renew_codes_run (SemRenewCodes *self, SemStore *store, GPtrArray *jobs, GError **error);

G_END_DECLS
