/* codes-private.h - for engine/model only
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/model/codes.h"

G_BEGIN_DECLS

SemEpoch *
sem_epoch_new (guint number, guint total, double pair_loss, double code_loss, double quality);
/* @comparison: (nullable) */
SemCodes *sem_codes_new (gint64 id,
                         const char *method,
                         guint n_bits,
                         guint64 seed,
                         const char *comparison,
                         GListModel *epochs);

G_END_DECLS
