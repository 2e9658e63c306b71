/* hold.h - keeps some items at their positions in a new order
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * sem_hold_positions:
 * @ordered: (element-type GObject): the items in their new order; afterwards those that
 * are held are where they were, or at the end of a list that is too short, and the others keep
 * their order
 * @before: (element-type GObject): the items as they are shown
 * @held: (array length=n_held): positions in @before; others are ignored
 *
 * An item that is not in @ordered is not held. Both arrays have plain pointers, and @ordered owns
 * what it owned.
 */
void
sem_hold_positions (GPtrArray *ordered, const GPtrArray *before, const guint *held, guint n_held);

G_END_DECLS
