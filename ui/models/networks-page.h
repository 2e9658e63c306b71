/* networks-page.h - the networks that can describe the photos: choose, measure and remove them
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include "engine/model/networks/networks.h"

G_BEGIN_DECLS

#define SEM_TYPE_NETWORKS_PAGE (sem_networks_page_get_type ())

/**
 * SemNetworksPage:
 *
 * The network that is built in and the user's own programs, with speed and quality below each
 * other. One that is removed disappears at once, and is gone when the notification with “Undo” is.
 */
G_DECLARE_FINAL_TYPE (SemNetworksPage, sem_networks_page, SEM, NETWORKS_PAGE, GtkWidget)

/* Called once. */
void sem_networks_page_set_library (SemNetworksPage *self, SemLibrary *library);
/* Carries out what can be undone still. */
void sem_networks_page_commit (SemNetworksPage *self);

G_END_DECLS
