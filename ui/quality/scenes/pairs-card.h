/* pairs-card.h - the pairs of photos of a scene, with what they have in common
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include "engine/model/quality/overlap.h"

G_BEGIN_DECLS

#define SEM_TYPE_PAIRS_CARD (sem_pairs_card_get_type ())

/**
 * SemPairsCard:
 *
 * A list of pairs, each with both photos and a sentence.
 *
 * Signal "opened" (#SemOverlap): the user opened a pair.
 */
G_DECLARE_FINAL_TYPE (SemPairsCard, sem_pairs_card, SEM, PAIRS_CARD, GtkWidget)

GtkWidget *sem_pairs_card_new (void);
/* @pairs: (nullable): #SemOverlap items */
void sem_pairs_card_set_pairs (SemPairsCard *self, GListModel *pairs);

G_END_DECLS
