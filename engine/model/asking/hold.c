/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-model"

#include "config.h"

#include "engine/model/asking/hold.h"

typedef struct
{
  guint position;
  gpointer item;
} Held;

static int
compare_held (gconstpointer a, gconstpointer b)
{
  guint x = ((const Held *) a)->position, y = ((const Held *) b)->position;

  return (x > y) - (x < y);
}

void
sem_hold_positions (GPtrArray *ordered, const GPtrArray *before, const guint *held, guint n_held)
{
  g_autoptr (GArray) kept = g_array_new (FALSE, FALSE, sizeof (Held));

  for (guint i = 0; i < n_held; i++)
    {
      Held one = { .position = held[i] };
      guint now;

      if (held[i] >= before->len || !g_ptr_array_find (ordered, before->pdata[held[i]], &now))
        continue;
      one.item = g_ptr_array_steal_index (ordered, now);
      g_array_append_val (kept, one);
    }
  g_array_sort (kept, compare_held);
  for (guint i = 0; i < kept->len; i++)
    {
      const Held *one = &g_array_index (kept, Held, i);

      g_ptr_array_insert (ordered, (int) MIN (one->position, ordered->len), one->item);
    }
}
