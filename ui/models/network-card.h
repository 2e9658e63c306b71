/* network-card.h - one network in the list of networks
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include "engine/model/networks/network.h"

G_BEGIN_DECLS

#define SEM_TYPE_NETWORK_CARD (sem_network_card_get_type ())

/**
 * SemNetworkCard:
 *
 * What the network is, its speed and its quality beside each other, what has been done with it, and
 * what can be.
 *
 * Signals "use", "measure", "stop" and "remove".
 */
G_DECLARE_FINAL_TYPE (SemNetworkCard, sem_network_card, SEM, NETWORK_CARD, GtkListBoxRow)

/* @sizes: (array fixed-size=2): have speed and quality of all rows stand below each other */
GtkWidget *sem_network_card_new (SemNetwork *network, GtkSizeGroup *const *sizes);
/* Returns: (transfer none): what it shows */
SemNetwork *sem_network_card_get_network (SemNetworkCard *self);
/* @coming, @measured: (nullable): names of the network that photos are being described by, and of
 * the one that is being measured; @n_photos: of the library */
void sem_network_card_update (SemNetworkCard *self,
                              const char *coming,
                              const char *measured,
                              guint n_photos);

G_END_DECLS
