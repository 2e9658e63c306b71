/* details-pane.h - the details of a photo, beside its picture
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include "engine/model/viewer/details.h"

G_BEGIN_DECLS

#define SEM_TYPE_DETAILS_PANE (sem_details_pane_get_type ())

/**
 * SemDetailsPane:
 *
 * Rows of a caption and a selectable text; unknown details have no row.
 */
G_DECLARE_FINAL_TYPE (SemDetailsPane, sem_details_pane, SEM, DETAILS_PANE, GtkWidget)

/* @photo: (nullable): %NULL for nothing. The rows appear when they are loaded. */
void sem_details_pane_set_photo (SemDetailsPane *self, SemPhoto *photo);

G_END_DECLS
