/* cnn-onednn.h - the backbone in oneDNN, to compare with
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/nn/lite0.h"

typedef struct _CnnOnednn CnnOnednn;

/* Builds the network for one thread, with the layouts that oneDNN prefers. @image: shape (224, 224,
 * 3), scaled. NULL, with a message printed, if oneDNN fails. */
CnnOnednn *cnn_onednn_new (const SemLite0 *network, const float *image);
void cnn_onednn_free (CnnOnednn *self);
/* Runs the network once; returns whether oneDNN succeeded. */
gboolean cnn_onednn_run (CnnOnednn *self);
/* Copies the feature of the last run. */
void cnn_onednn_get_feature (CnnOnednn *self, float *feature);
