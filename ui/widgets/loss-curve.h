/* loss-curve.h - a chart of training progress
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
 * The losses of a training over its epochs, each relative to its largest value, and the quality on
 * held-out photos, from 0 to 1. Lines differ in color and dashes. The accessible description is the
 * last epoch in words.
 */
G_DECLARE_FINAL_TYPE (SemLossCurve, sem_loss_curve, SEM, LOSS_CURVE, GtkWidget)

/* @epochs: (nullable): a list of #SemEpoch; the chart follows its changes. */
void sem_loss_curve_set_epochs (SemLossCurve *self, GListModel *epochs);

G_END_DECLS
