/* networks.h - the networks that can describe the photos, with their speed and quality
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/model/library.h"
#include "engine/model/networks/network.h"

G_BEGIN_DECLS

#define SEM_TYPE_NETWORKS (sem_networks_get_type ())

/**
 * SemNetworks:
 *
 * The list of networks of a library, which is read in the background: when that is asked for, and
 * from then on whenever another one is in use, or one was removed. The properties "running"
 * (whether a network is being measured), "progress" and "problem" (a sentence, or %NULL) are
 * notified.
 */
G_DECLARE_FINAL_TYPE (SemNetworks, sem_networks, SEM, NETWORKS, GObject)

/* Returns: (transfer full) */
SemNetworks *sem_networks_new (SemLibrary *library) G_GNUC_WARN_UNUSED_RESULT;
/**
 * sem_networks_get_list:
 *
 * Returns: (transfer none): #SemNetwork items; those that have not changed are the same objects
 */
GListModel *sem_networks_get_list (SemNetworks *self);
/* Reads the list again. */
void sem_networks_refresh (SemNetworks *self);
/* Measures how fast a network is and, where it has codes, how good; then the list is read again.
 * Does nothing while one is being measured. */
void sem_networks_measure (SemNetworks *self, SemNetwork *network);
void sem_networks_stop (SemNetworks *self);
/* Returns: (transfer none) (nullable): the name of the one that is being measured */
const char *sem_networks_get_measured (SemNetworks *self);
/* Returns: (transfer none) (nullable) */
const char *sem_networks_get_problem (SemNetworks *self);

G_END_DECLS
