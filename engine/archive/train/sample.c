/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-archive"

#include "config.h"

#include "engine/archive/train/sample.h"
#include "engine/kernels/f16.h"
#include "engine/nn/backbone.h"

/* Features that are fetched at once, 2.5 MB. */
#define AT_ONCE 1000
/* The share is passed as a whole number, in millionths. */
#define ALL 1000000
/* TABLESAMPLE gives about as many rows as requested: somewhat more are requested, and the surplus
 * is left out. */
#define SURPLUS 1.1
#define SURPLUS_OF_FEW 100

/* The photos lie in one table of this server, wherever their features are. Which of them are left
 * out depends on the seed as well. */
static const char draw[] =
  "SELECT s.id FROM (SELECT id, hash FROM semblance.photos"
  " TABLESAMPLE BERNOULLI (($1::float8 / 10000)::real) REPEATABLE ($2::float8)"
  " ORDER BY sha256 (hash || int8send ($2)) LIMIT $3) s ORDER BY s.hash";
static const char fetch[] = "SELECT photo, feature FROM semblance.features WHERE photo = ANY ($1)";

/* (transfer full) (element-type gint64) */
static GArray *
draw_photos (const SemArchive *archive,
             guint64 seed,
             guint most,
             gint64 n_photos,
             GCancellable *cancellable,
             GError **error)
{
  const double share = n_photos > 0 ? (SURPLUS * most + SURPLUS_OF_FEW) / (double) n_photos : 1;
  g_autoptr (SemValues) values = sem_values_new ();
  g_autoptr (SemRows) rows = NULL;
  g_autoptr (GArray) photos = g_array_new (FALSE, FALSE, sizeof (gint64));

  sem_values_add_int (values, n_photos <= most ? ALL : (gint64) (MIN (share, 1) * ALL + 1));
  /* As a double it has 53 bits. */
  sem_values_add_int (values, (gint64) (seed & ((G_GUINT64_CONSTANT (1) << 52) - 1)));
  sem_values_add_int (values, most);
  rows = sem_link_run (archive->link, draw, values, cancellable, error);
  if (!rows)
    return NULL;
  for (guint i = 0; i < sem_rows_get_n (rows); i++)
    {
      const SemCell cell = sem_rows_get (rows, i, 0);
      gint64 photo;

      if (!sem_cell_get_int (&cell, 1, G_MAXINT64, &photo))
        {
          sem_link_set_damaged (archive->link, error);
          return NULL;
        }
      g_array_append_val (photos, photo);
    }
  return g_steal_pointer (&photos);
}

/* Adds those of @ids to @features, in their order. */
static gboolean
fetch_features (const SemArchive *archive,
                const gint64 *ids,
                guint n,
                float *features,
                guint *n_read,
                GCancellable *cancellable,
                GError **error)
{
  g_autoptr (SemValues) values = sem_values_new ();
  g_autoptr (SemRows) rows = NULL;
  g_autoptr (GHashTable) where = g_hash_table_new (g_int64_hash, g_int64_equal);
  g_autofree gint64 *found = NULL;

  sem_values_add_ids (values, ids, n);
  rows = sem_link_run (archive->link, fetch, values, cancellable, error);
  if (!rows)
    return FALSE;
  found = g_new0 (gint64, sem_rows_get_n (rows) + 1);
  for (guint i = 0; i < sem_rows_get_n (rows); i++)
    {
      const SemCell cell = sem_rows_get (rows, i, 0);

      if (sem_cell_get_int (&cell, 1, G_MAXINT64, &found[i]))
        g_hash_table_insert (where, &found[i], GUINT_TO_POINTER (i + 1));
    }
  for (guint i = 0; i < n; i++)
    {
      const guint row = GPOINTER_TO_UINT (g_hash_table_lookup (where, &ids[i]));
      guint16 half[SEM_BACKBONE_DIM];
      SemCell cell;

      if (row == 0)
        continue;
      cell = sem_rows_get (rows, row - 1, 1);
      if (sem_cell_get_halves (&cell, SEM_BACKBONE_DIM, half))
        sem_k_f16_to_f32 (half, SEM_BACKBONE_DIM,
                          features + (gsize) (*n_read)++ * SEM_BACKBONE_DIM);
    }
  return TRUE;
}

float *
sem_sample_read (const SemArchive *archive,
                 guint64 seed,
                 guint most,
                 guint *n,
                 gint64 *n_photos,
                 const SemProgress *progress,
                 GError **error)
{
  GCancellable *cancellable = sem_progress_get_cancellable (progress);
  g_autoptr (GArray) photos = NULL;
  g_autofree float *features = NULL;

  *n = 0;
  *n_photos = sem_archive_count (archive, cancellable, error);
  if (*n_photos < 0)
    return NULL;
  photos = draw_photos (archive, seed, most, *n_photos, cancellable, error);
  if (!photos)
    return NULL;
  features = g_new (float, ((gsize) photos->len + 1) * SEM_BACKBONE_DIM);
  for (guint from = 0; from < photos->len; from += AT_ONCE)
    {
      const guint some = MIN (AT_ONCE, photos->len - from);

      if (!fetch_features (archive, &g_array_index (photos, gint64, from), some, features, n,
                           cancellable, error))
        return NULL;
      sem_progress_report (progress, (double) (from + some) / photos->len);
    }
  return g_steal_pointer (&features);
}
