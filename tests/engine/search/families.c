/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "tests/engine/search/families.h"

void
families_set_up (Families *self, guint families, guint variants)
{
  g_autofree char *summary = g_strdup_printf ("%u 0 0 0 0 0", families * variants);

  library_test_set_up (&self->base, NULL);
  library_test_photos (&self->base, families, variants);
  library_test_add_folder (&self->base, NULL);
  library_test_index (&self->base, summary);
  self->searcher = sem_searcher_new (self->base.library, library_test_get_backbone ());
}

void
families_tear_down (Families *self, gconstpointer data)
{
  sem_searcher_free (self->searcher);
  library_test_tear_down (&self->base, NULL);
}
