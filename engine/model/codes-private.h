/* codes-private.h - for engine/model only
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/model/codes.h"

G_BEGIN_DECLS

/* @near_one: share of outputs near 1, 0 to 1 */
SemEpoch *sem_epoch_new (guint number,
                         guint total,
                         double pair_loss,
                         double code_loss,
                         double near_one,
                         double quality);
/* What @row points to is copied. */
SemCodes *sem_codes_new (const SemCodesRow *row, GListModel *epochs);

G_END_DECLS
