/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-map"

#include "config.h"

#include "engine/map/map-source.h"

#include <math.h>
#include <string.h>

#include <glib/gi18n-lib.h>

#include "engine/hash/mathematics/linear.h"
#include "engine/map/sorting.h"
#include "engine/photos/codes.h"
#include "engine/store/backbones.h"
#include "engine/store/codes.h"

/* Components of the codes that are sorted by. */
#define COMPONENTS 32
/* Codes whose components are found. */
#define SAMPLE 8192
/* Codes that are projected at once. */
#define BLOCK 4096
/* Share of the time after which the components are found. */
#define PREPARED 0.1
#define SEED 1
#define BITS_MOST 512

/* Where codes go while they are read. */
typedef struct
{
  SemMapSource *source;
  GHashTable *positions; /* of ids, + 1 */
  guint8 *found;
} Reading;

static gboolean
take_codes (const gint64 *ids, const guint64 *codes, gsize n, gpointer user_data, GError **error)
{
  const Reading *reading = user_data;
  const guint words = reading->source->words;

  for (gsize i = 0; i < n; i++)
    {
      const guint at = GPOINTER_TO_UINT (g_hash_table_lookup (reading->positions, &ids[i]));

      if (at == 0)
        continue;
      memcpy (reading->source->codes + (gsize) (at - 1) * words, codes + i * words,
              words * sizeof (guint64));
      reading->found[at - 1] = 1;
    }
  return TRUE;
}

/* Photos that have no code yet are not on the map. */
static void
drop_missing (SemMapSource *self, const guint8 *found)
{
  const guint words = self->words;
  guint n = 0;

  for (guint i = 0; i < self->photos->len; i++)
    {
      if (!found[i])
        continue;
      g_array_index (self->photos, gint64, n) = g_array_index (self->photos, gint64, i);
      memmove (self->codes + (gsize) n * words, self->codes + (gsize) i * words,
               words * sizeof (guint64));
      n++;
    }
  g_array_set_size (self->photos, n);
}

static gboolean
read_codes (SemMapSource *self, SemStore *store, const SemStoreModel *model, GError **error)
{
  g_autoptr (GHashTable) positions = g_hash_table_new (g_int64_hash, g_int64_equal);
  g_autofree guint8 *found = NULL;
  Reading reading = { self, positions, NULL };

  self->bits = model->bits;
  self->words = (model->bits + 63) / 64;
  self->photos = sem_store_list_training (store, model->backbone, error);
  if (!self->photos)
    return FALSE;
  self->codes = g_new (guint64, MAX (1, (gsize) self->photos->len * self->words));
  reading.found = found = g_new0 (guint8, MAX (1, self->photos->len));
  for (guint i = 0; i < self->photos->len; i++)
    g_hash_table_insert (positions, &g_array_index (self->photos, gint64, i),
                         GUINT_TO_POINTER (i + 1));
  if (!sem_store_read_codes (store, model->id, self->words, 0, take_codes, &reading, error))
    return FALSE;
  drop_missing (self, found);
  return TRUE;
}

/* Of the model, and of the photos in their order with their codes. */
static void
find_key (SemMapSource *self, gint64 model)
{
  g_autoptr (GChecksum) sum = g_checksum_new (G_CHECKSUM_SHA256);
  gsize size = SEM_MAP_KEY_SIZE;

  g_checksum_update (sum, (const guchar *) &model, sizeof model);
  g_checksum_update (sum, (const guchar *) self->photos->data,
                     (gssize) (self->photos->len * sizeof (gint64)));
  g_checksum_update (sum, (const guchar *) self->codes,
                     (gssize) (self->photos->len * self->words * sizeof (guint64)));
  g_checksum_get_digest (sum, self->key, &size);
}

static gboolean
get_model (SemStore *store, SemStoreModel *model, GError **error)
{
  const gint64 id = sem_store_get_active_model (store, error);

  if (id < 0 || (id > 0 && !sem_store_get_model (store, id, model, error)))
    return FALSE;
  if (id == 0)
    sem_codes_set_none (store, error);
  else if (!sem_hash_bits_valid (model->bits))
    g_set_error (error, SEM_ERROR, SEM_ERROR_DAMAGED,
                 _("A model in the library is damaged. Train a new one with “semblance-cli "
                   "train”."));
  else
    return TRUE;
  return FALSE;
}

SemMapSource *
sem_map_source_read (SemStore *store, GError **error)
{
  g_autoptr (SemMapSource) self = g_new0 (SemMapSource, 1);
  SemStoreModel model = { 0 };
  gboolean ok = get_model (store, &model, error) && read_codes (self, store, &model, error);

  if (ok && self->photos->len == 0)
    {
      sem_codes_set_none (store, error);
      ok = FALSE;
    }
  if (ok)
    find_key (self, model.id);
  sem_store_model_clear (&model);
  return ok ? g_steal_pointer (&self) : NULL;
}

void
sem_map_source_free (SemMapSource *self)
{
  g_clear_pointer (&self->photos, g_array_unref);
  g_free (self->codes);
  g_free (self);
}

/* Components ----------------------------------------------------------------------------------- */

/* Each bit as -1 or 1. */
static void
expand (const SemMapSource *self, guint from, guint step, guint n, float *rows)
{
  for (guint i = 0; i < n; i++)
    {
      const guint64 *code = self->codes + (gsize) (from + i * step) * self->words;

      for (guint b = 0; b < self->bits; b++)
        rows[(gsize) i * self->bits + b] = code[b / 64] >> (b % 64) & 1 ? 1 : -1;
    }
}

/* @mean: (out): shape (bits). Returns: (transfer full) (nullable): the covariance of a sample */
static double *
find_covariance (const SemMapSource *self, float *mean, SemWork *work)
{
  const guint d = self->bits, all = self->photos->len;
  const guint step = (all + SAMPLE - 1) / SAMPLE, n = (all + step - 1) / step;
  g_autofree float *rows = g_new (float, (gsize) n *d);
  g_autofree double *gram = g_new (double, (gsize) d *d);

  expand (self, 0, step, n, rows);
  if (!sem_linear_gram (work, rows, n, d, gram))
    return NULL;
  for (guint j = 0; j < d; j++)
    {
      int sum = 0;

      for (guint i = 0; i < n; i++)
        sum += rows[(gsize) i * d + j] > 0 ? 1 : -1;
      mean[j] = (float) sum / (float) n;
    }
  for (guint i = 0; i < d; i++)
    for (guint j = 0; j < d; j++)
      gram[(gsize) i * d + j] = gram[(gsize) i * d + j] / n - (double) mean[i] * (double) mean[j];
  return g_steal_pointer (&gram);
}

/* @v: (out): shape (bits, k); @offset: (out): shape (k). Returns: %FALSE when cancelled */
static gboolean
find_components (const SemMapSource *self, guint k, float *v, float *offset, SemWork *work)
{
  const guint d = self->bits;
  float mean[BITS_MOST];
  double *covariance = find_covariance (self, mean, work);
  SemEigen *eigen = covariance ? sem_eigen_new (covariance, NULL, d, k) : NULL;

  if (!eigen)
    return FALSE;
  sem_eigen_solve (eigen, NULL);
  for (guint j = 0; j < k; j++)
    {
      double sum = 0;

      /* Where LAPACK fails, bits are as good as any directions. */
      for (guint i = 0; i < d; i++)
        {
          v[(gsize) i * k + j] =
            eigen->info == 0 ? (float) eigen->vectors[(gsize) i * k + j] : (float) (i == j);
          sum += (double) v[(gsize) i * k + j] * (double) mean[i];
        }
      offset[j] = (float) sum;
    }
  sem_eigen_free (eigen);
  return TRUE;
}

/* Returns: (transfer full) (nullable): shape (photos, k); %NULL when cancelled */
static float *
project (const SemMapSource *self, guint k, SemWork *work)
{
  const guint d = self->bits, n = self->photos->len;
  g_autofree float *v = g_new (float, (gsize) d *k);
  float offset[COMPONENTS];
  const SemLinearMap map = { d, k, v, offset };
  g_autofree float *rows = g_new (float, (gsize) BLOCK *d);
  g_autofree float *vectors = g_new (float, (gsize) n *k);

  if (!find_components (self, k, v, offset, work))
    return NULL;
  for (guint from = 0; from < n; from += BLOCK)
    {
      const guint m = MIN (BLOCK, n - from);

      expand (self, from, 1, m, rows);
      if (!sem_linear_project (work, rows, m, &map, vectors + (gsize) from * k))
        return NULL;
    }
  return g_steal_pointer (&vectors);
}

guint32 *
sem_map_source_sort (const SemMapSource *self, guint *columns, SemWork *work)
{
  const guint n = self->photos->len, k = MIN (COMPONENTS, self->bits);
  const double from = work->from, to = work->to;
  g_autofree float *vectors = NULL;
  SemSortingItems items = { NULL, n, k, CLAMP ((guint) ceil (sqrt (n * 4 / 3.0)), 1, n) };

  sem_work_stage (work, from, from + PREPARED * (to - from));
  vectors = project (self, k, work);
  if (!vectors)
    return NULL;
  items.vectors = vectors;
  *columns = items.columns;
  sem_work_stage (work, from + PREPARED * (to - from), to);
  return sem_sorting_new (&items, SEED, work);
}
