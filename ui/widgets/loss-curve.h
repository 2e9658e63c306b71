/* loss-curve.h - how learning goes, drawn
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
 * The losses of a training over its passes, each as a share of its largest value, and the quality
 * where it was measured, as a share of 1. Terms differ in colour and in dashes. A screen reader is
 * told the last pass in words.
 */
G_DECLARE_FINAL_TYPE (SemLossCurve, sem_loss_curve, SEM, LOSS_CURVE, GtkWidget)

/* @epochs: (nullable): a list of #SemEpoch; changes are drawn. */
void sem_loss_curve_set_epochs (SemLossCurve *self, GListModel *epochs);

G_END_DECLS
