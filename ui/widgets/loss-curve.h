/* loss-curve.h - charts of training progress
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include "engine/model/codes.h"

G_BEGIN_DECLS

#define SEM_TYPE_LOSS_CURVE (sem_loss_curve_get_type ())

/**
 * SemLossCurve:
 *
 * The course of a training, a panel for each of what was measured: the losses, the share of outputs
 * near ±1, and the quality on held-out photos. Each panel has an axis of its own that spans what
 * the values span, by their logarithm where they fall to a third or less. The epoch below the
 * pointer, or the one chosen with the arrow keys, is told in numbers. The accessible description is
 * the last epoch in words.
 */
G_DECLARE_FINAL_TYPE (SemLossCurve, sem_loss_curve, SEM, LOSS_CURVE, GtkWidget)

/* @epochs: (nullable): a list of #SemEpoch; the chart follows its changes. */
void sem_loss_curve_set_epochs (SemLossCurve *self, GListModel *epochs);

G_END_DECLS
