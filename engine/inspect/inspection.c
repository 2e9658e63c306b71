/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "engine/inspect/inspection.h"

#include <math.h>
#include <string.h>

struct _SemInspection
{
  gatomicrefcount n_refs;
  GHashTable *arrays; /* GArray of double, by name */
};

SemInspection *
sem_inspection_new (void)
{
  SemInspection *self = g_new0 (SemInspection, 1);

  g_atomic_ref_count_init (&self->n_refs);
  self->arrays =
    g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_array_unref);
  return self;
}

SemInspection *
sem_inspection_ref (SemInspection *self)
{
  g_atomic_ref_count_inc (&self->n_refs);
  return self;
}

void
sem_inspection_unref (SemInspection *self)
{
  if (!g_atomic_ref_count_dec (&self->n_refs))
    return;
  g_hash_table_unref (self->arrays);
  g_free (self);
}

void
sem_inspection_set (SemInspection *self, const char *name, const double *values, gsize n)
{
  GArray *array = g_array_sized_new (FALSE, FALSE, sizeof *values, (guint) n);

  g_return_if_fail (self != NULL && name != NULL);

  g_array_append_vals (array, values, (guint) n);
  g_hash_table_replace (self->arrays, g_strdup (name), array);
}

void
sem_inspection_set_one (SemInspection *self, const char *name, double value)
{
  if (isfinite (value))
    sem_inspection_set (self, name, &value, 1);
  else
    g_hash_table_remove (self->arrays, name);
}

const double *
sem_inspection_get (const SemInspection *self, const char *name, gsize *n)
{
  const GArray *array = g_hash_table_lookup (self->arrays, name);

  if (n)
    *n = array ? array->len : 0;
  return array ? (const double *) (gpointer) array->data : NULL;
}

double
sem_inspection_get_one (const SemInspection *self, const char *name, double otherwise)
{
  gsize n;
  const double *values = sem_inspection_get (self, name, &n);

  return n > 0 ? values[0] : otherwise;
}

const double *
sem_inspection_get_exactly (const SemInspection *self, const char *name, gsize n)
{
  gsize there;
  const double *values = sem_inspection_get (self, name, &there);

  return there == n ? values : NULL;
}

static int
compare_names (gconstpointer a, gconstpointer b)
{
  return strcmp (a, b);
}

void
sem_inspection_foreach (const SemInspection *self, SemInspectionFunc func, gpointer user_data)
{
  g_autoptr (GList) names = g_list_sort (g_hash_table_get_keys (self->arrays), compare_names);

  for (GList *l = names; l; l = l->next)
    {
      gsize n;
      const double *values = sem_inspection_get (self, l->data, &n);

      func (l->data, values, n, user_data);
    }
}
