/* query-chip.h - one part of a query
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/model/results.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define SEM_TYPE_QUERY_CHIP (sem_query_chip_get_type ())

/**
 * SemQueryChip:
 *
 * A source with its thumbnail, or a part of the scope, with a button that removes it. It uses the
 * actions of the #SemQueryBar around it; Delete removes it, too.
 */
G_DECLARE_FINAL_TYPE (SemQueryChip, sem_query_chip, SEM, QUERY_CHIP, GtkWidget)

/**
 * SemScopePart:
 *
 * Parts of a scope that have a chip; each folder has one of its own, with the number
 * SEM_SCOPE_FOLDER and more.
 */
typedef enum
{
  SEM_SCOPE_DATES,
  SEM_SCOPE_ORIENTATION,
  SEM_SCOPE_TYPES,
  SEM_SCOPE_OWN_FOLDER,
  SEM_SCOPE_FOLDER,
} SemScopePart;

/* A question of more photos than this has no words beside them, neither their names, which are in
 * their tooltips then, nor those of the switch: two shall stand side by side at 360 px. */
#define SEM_QUERY_CHIP_MAX_NAMED 6

GtkWidget *sem_query_chip_new_for_source (SemResults *results, guint source);
/* @text: the text of the chip. */
GtkWidget *sem_query_chip_new_for_scope (const char *text, guint part);
/* Whether the chip of a source shows its name, which is in its tooltip as well. */
void sem_query_chip_set_named (SemQueryChip *self, gboolean named);
/* Sets a tooltip, for text that the chip has no room for. */
void sem_query_chip_set_tooltip (SemQueryChip *self, const char *text);

G_END_DECLS
