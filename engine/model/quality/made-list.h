/* made-list.h - a list whose items are created on demand
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define SEM_TYPE_MADE_LIST (sem_made_list_get_type ())

/* Returns: (transfer full): the item at @position */
typedef gpointer (*SemMadeListFunc) (gpointer data, guint position);

/**
 * SemMadeList:
 *
 * A #GListModel of a fixed number of items, of which it holds none: getting one twice may give two
 * equal items. It never changes.
 */
G_DECLARE_FINAL_TYPE (SemMadeList, sem_made_list, SEM, MADE_LIST, GObject)

/**
 * sem_made_list_new:
 * @type: of the items
 * @data: (transfer full): for @make
 * @destroy: frees @data
 */
SemMadeList *sem_made_list_new (GType type,
                                guint n,
                                SemMadeListFunc make,
                                gpointer data,
                                GDestroyNotify destroy) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
