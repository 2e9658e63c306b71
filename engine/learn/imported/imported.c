/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "engine/learn/imported/imported.h"

#include "engine/base/npz/npz-reader.h"
#include "engine/hash/models/hash-model.h"
#include "engine/kernels/f16.h"
#include "engine/store/backbones.h"
#include "engine/store/companions.h"
#include "engine/store/models.h"
#include "engine/store/photos.h"
#include "engine/store/sweep.h"

#include <math.h>
#include <string.h>

#include <glib/gi18n-lib.h>

#define PREFIX "imported-"
#define MAX_NAME 40
/* Rows of a transaction. */
#define BATCH 512
/* What half precision holds: its greatest number, and features whose greatest number is below the
 * other one would lose digits. */
#define GREATEST 65504.0f
#define LEAST 1e-3f

void
sem_imported_free (SemImported *self)
{
  if (!self)
    return;
  g_free (self->name);
  g_free (self->backbone);
  g_free (self);
}

gboolean
sem_imported_name_is_valid (const char *name)
{
  const gsize length = strlen (name);

  if (length < 1 || length > MAX_NAME || !g_ascii_isalnum (name[0]))
    return FALSE;
  for (gsize i = 0; i < length; i++)
    if (!g_ascii_isalnum (name[i]) && !strchr ("-_.", name[i]))
      return FALSE;
  return TRUE;
}

gboolean
sem_imported_is_backbone (const char *backbone)
{
  return g_str_has_prefix (backbone, PREFIX);
}

/* Returns: (transfer full) (nullable): %NULL for another id, which a damaged library may have */
static SemImported *
parse (const char *backbone)
{
  SemImported *self;
  char *end;
  guint64 d;

  if (!sem_imported_is_backbone (backbone))
    return NULL;
  d = g_ascii_strtoull (backbone + strlen (PREFIX), &end, 10);
  if (d < 1 || d > SEM_HASH_MAX_FEATURES || *end != '-' || !sem_imported_name_is_valid (end + 1))
    return NULL;
  self = g_new0 (SemImported, 1);
  self->name = g_strdup (end + 1);
  self->backbone = g_strdup (backbone);
  self->d = (guint) d;
  return self;
}

GPtrArray *
sem_imported_list (SemStore *store, GError **error)
{
  g_autoptr (GPtrArray) names = sem_store_list_backbones (store, PREFIX, error);
  GPtrArray *all;

  if (!names)
    return NULL;
  all = g_ptr_array_new_with_free_func ((GDestroyNotify) sem_imported_free);
  for (guint i = 0; i < names->len; i++)
    {
      SemImported *imported = parse (g_ptr_array_index (names, i));

      if (imported)
        g_ptr_array_add (all, imported);
    }
  return all;
}

/* Returns: (nullable): the place among @all */
static SemImported *
look_for (const GPtrArray *all, const char *name, guint *place)
{
  for (*place = 0; *place < all->len; (*place)++)
    {
      SemImported *imported = g_ptr_array_index ((GPtrArray *) all, *place);

      if (g_str_equal (imported->name, name))
        return imported;
    }
  return NULL;
}

SemImported *
sem_imported_find (SemStore *store, const char *name, GError **error)
{
  g_autoptr (GPtrArray) all = sem_imported_list (store, error);
  g_autoptr (GString) names = g_string_new (NULL);
  guint place;

  if (!all)
    return NULL;
  if (look_for (all, name, &place))
    return g_ptr_array_steal_index (all, place);
  for (guint i = 0; i < all->len; i++)
    g_string_append_printf (names, "%s%s", i > 0 ? ", " : "",
                            ((SemImported *) g_ptr_array_index (all, i))->name);
  if (all->len > 0)
    g_set_error (error, SEM_ERROR, SEM_ERROR_NOT_FOUND,
                 _("The library has no features “%s”. It has: %s."), name, names->str);
  else
    g_set_error (error, SEM_ERROR, SEM_ERROR_NOT_FOUND,
                 _("The library has no features “%s”. Import them first."), name);
  return NULL;
}

/* Importing ------------------------------------------------------------------------------------ */

typedef struct
{
  SemStore *store;
  SemNpzArray *features;
  SemNpzArray *hashes;
  char *backbone;
  SemImportSummary *summary;
} Import;

static void
import_clear (Import *self)
{
  g_clear_pointer (&self->features, sem_npz_array_free);
  g_clear_pointer (&self->hashes, sem_npz_array_free);
  g_clear_pointer (&self->backbone, g_free);
  g_clear_pointer (&self->store, sem_store_close);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Import, import_clear)

static gboolean
refuse (const SemNpzArray *array, const char *what, GError **error)
{
  g_autofree char *file = g_filename_display_name (array->file);

  g_set_error (error, SEM_ERROR, SEM_ERROR_FAILED, _("The array “%s” of “%s” cannot be used: %s"),
               array->name, file, what);
  return FALSE;
}

static gboolean
check_arrays (const Import *self, GError **error)
{
  const SemNpzArray *features = self->features, *hashes = self->hashes;

  if (features->n_dims != 2 || features->columns == 0)
    return refuse (features, _("a feature is a row of it, so it needs two dimensions."), error);
  if (features->rows == 0)
    return refuse (features, _("it has no rows."), error);
  if (features->columns > SEM_HASH_MAX_FEATURES)
    return refuse (features, _("its features are longer than 8,192 numbers."), error);
  if (hashes->n_dims != 2 || hashes->columns != SEM_STORE_HASH_SIZE || hashes->kind != 'u'
      || hashes->item_size != 1)
    return refuse (hashes, _("it needs 32 bytes for each feature, the SHA-256 of the photo."),
                   error);
  if (hashes->rows != features->rows)
    return refuse (hashes, _("it needs a row for each feature."), error);
  return TRUE;
}

/* All rows are looked at before any is stored. */
static gboolean
check_numbers (const Import *self, const SemProgress *progress, GError **error)
{
  g_autofree float *row = g_new (float, self->features->columns);
  float greatest = 0;

  for (gsize i = 0; i < self->features->rows; i++)
    {
      if (g_cancellable_set_error_if_cancelled (sem_progress_get_cancellable (progress), error)
          || !sem_npz_array_get_floats (self->features, i, row, error))
        return FALSE;
      for (gsize j = 0; j < self->features->columns; j++)
        greatest = MAX (greatest, fabsf (row[j]));
    }
  if (greatest > GREATEST)
    return refuse (self->features,
                   _("its numbers are too large for half precision. Divide all of them by one "
                     "number."),
                   error);
  if (greatest < LEAST)
    return refuse (self->features,
                   _("its numbers are too small for half precision. Multiply all of them by one "
                     "number."),
                   error);
  return TRUE;
}

/* Models of features that are replaced or removed. */
static gboolean
drop_models (SemStore *store, const char *backbone, guint *n_dropped, GError **error)
{
  g_autoptr (GPtrArray) models = sem_store_list_models (store, error);

  for (guint i = 0; models && i < models->len; i++)
    {
      const SemStoreModel *model = g_ptr_array_index (models, i);

      if (g_strcmp0 (model->backbone, backbone) != 0)
        continue;
      if (!sem_store_drop_model (store, model->id, error))
        return FALSE;
      *n_dropped += 1;
    }
  return models != NULL;
}

/* A name means features of one length. */
static gboolean
choose_backbone (Import *self, const char *name, GError **error)
{
  g_autoptr (GPtrArray) all = sem_imported_list (self->store, error);
  guint place;
  const SemImported *known = all ? look_for (all, name, &place) : NULL;

  if (!all)
    return FALSE;
  if (known && known->d != self->features->columns)
    {
      g_set_error (error, SEM_ERROR, SEM_ERROR_FAILED,
                   _(
                     "The features “%s” of the library have %u numbers, and those of the file %zu. "
                     "Choose another name, or remove them first."),
                   name, known->d, self->features->columns);
      return FALSE;
    }
  self->backbone = g_strdup_printf (PREFIX "%zu-%s", self->features->columns, name);
  self->summary->d = (guint) self->features->columns;
  self->summary->n_rows = self->features->rows;
  return TRUE;
}

static gboolean
begin (Import *self, GError **error)
{
  return sem_store_begin (self->store, error)
         && drop_models (self->store, self->backbone, &self->summary->n_models, error)
         && sem_store_commit (self->store, error);
}

/* @hash: (out). Returns: the photo of a row, 0 for none, -1 with @error */
static gint64
find_photo (const Import *self, gsize row, guint8 hash[SEM_STORE_HASH_SIZE], GError **error)
{
  for (guint i = 0; i < SEM_STORE_HASH_SIZE; i++)
    hash[i] = (guint8) sem_npz_array_get_int (self->hashes, row, i);
  return sem_store_find_contents (self->store, hash, error);
}

/* A file without a photo of this library removes nothing from the library. */
static gboolean
check_photos (const Import *self, const SemProgress *progress, GError **error)
{
  guint8 hash[SEM_STORE_HASH_SIZE];

  for (gsize row = 0; row < self->hashes->rows; row++)
    {
      gint64 photo;

      if (g_cancellable_set_error_if_cancelled (sem_progress_get_cancellable (progress), error))
        return FALSE;
      photo = find_photo (self, row, hash, error);
      if (photo != 0)
        return photo > 0;
    }
  g_set_error (error, SEM_ERROR, SEM_ERROR_NOT_FOUND,
               _("No photo of the library is in the file: the contents of none has one of its "
                 "“hashes”. Index the photos first, and take “hashes” from “semblance-cli export "
                 "features”."));
  return FALSE;
}

/* Two networks are never as alike as this, and one on another computer is more so. */
#define SAME_COSINE 0.98
#define SAME_LENGTH 0.8

static gboolean
is_same_feature (const float *a, const float *b, gsize d)
{
  double product = 0, square_a = 0, square_b = 0;

  for (gsize i = 0; i < d; i++)
    {
      product += (double) a[i] * (double) b[i];
      square_a += (double) a[i] * (double) a[i];
      square_b += (double) b[i] * (double) b[i];
    }
  if (square_a == 0 || square_b == 0)
    return square_a == square_b;
  return product >= SAME_COSINE * sqrt (square_a * square_b)
         && MIN (square_a, square_b) >= SAME_LENGTH * SAME_LENGTH * MAX (square_a, square_b);
}

typedef struct
{
  gsize n_shared;
  gint64 other; /* a photo whose features differ, 0 for none */
} Shared;

/* Compares the row with what the library has under the name. */
static gboolean
compare_row (const Import *self, gsize row, float *values, Shared *shared, GError **error)
{
  const gsize d = self->features->columns;
  guint8 hash[SEM_STORE_HASH_SIZE];
  const gint64 photo = find_photo (self, row, hash, error);
  g_autofree guint16 *half = g_new (guint16, d);
  gboolean found = FALSE;

  if (photo <= 0)
    return photo == 0;
  if (!sem_store_get_feature (self->store, photo, self->backbone, half, (guint) d, &found, error))
    return FALSE;
  if (!found)
    return TRUE;
  shared->n_shared++;
  if (!sem_npz_array_get_floats (self->features, row, values, error))
    return FALSE;
  sem_k_f16_to_f32 (half, d, values + d);
  if (!is_same_feature (values, values + d, d))
    shared->other = photo;
  return TRUE;
}

/* Features of another network replace all that are there, or none: one name never has some of
 * each. */
static gboolean
check_same (const Import *self, const char *name, const SemProgress *progress, GError **error)
{
  g_autofree float *values = g_new (float, 2 * self->features->columns);
  g_autoptr (GArray) known = sem_store_list_training (self->store, self->backbone, error);
  g_autofree char *path = NULL, *shown = NULL;
  SemStorePhoto photo = { 0 };
  Shared shared = { 0 };

  if (!known)
    return FALSE;
  for (gsize row = 0; known->len > 0 && row < self->hashes->rows; row++)
    if (g_cancellable_set_error_if_cancelled (sem_progress_get_cancellable (progress), error)
        || !compare_row (self, row, values, &shared, error))
      return FALSE;
  if (shared.other == 0 || shared.n_shared >= known->len)
    return TRUE;
  if (!sem_store_get_photo (self->store, shared.other, &photo, error))
    return FALSE;
  path = g_strdup (photo.path);
  sem_store_photo_clear (&photo);
  shown = g_filename_display_name (path ? path : "?");
  g_set_error (
    error, SEM_ERROR, SEM_ERROR_FAILED,
    _("The features “%s” of the library seem to be of another network: those of “%s” are "
      "not the ones in the file, which has not all photos that have some. Choose another "
      "name, or import all photos at once."),
    name, shown);
  return FALSE;
}

static gboolean
store_row (Import *self, gsize row, float *values, guint16 *half, GError **error)
{
  const gsize d = self->features->columns;
  guint8 hash[SEM_STORE_HASH_SIZE];
  const gint64 photo = find_photo (self, row, hash, error);

  if (photo <= 0)
    return photo == 0;
  if (!sem_npz_array_get_floats (self->features, row, values, error))
    return FALSE;
  sem_k_f32_to_f16 (values, d, half);
  self->summary->n_photos++;
  return sem_store_put_feature (self->store, hash, self->backbone, half, (guint) d, error)
         && sem_store_note_feature (self->store, photo, self->backbone, error);
}

static gboolean
store_rows (Import *self, const SemProgress *progress, GError **error)
{
  const gsize n = self->features->rows;
  g_autofree float *values = g_new (float, self->features->columns);
  g_autofree guint16 *half = g_new (guint16, self->features->columns);

  for (gsize row = 0; row < n;)
    {
      const gsize end = MIN (row + BATCH, n);

      if (g_cancellable_set_error_if_cancelled (sem_progress_get_cancellable (progress), error)
          || !sem_store_begin (self->store, error))
        return FALSE;
      for (; row < end; row++)
        if (!store_row (self, row, values, half, error))
          {
            sem_store_rollback (self->store);
            return FALSE;
          }
      if (!sem_store_commit (self->store, error))
        return FALSE;
      sem_progress_report (progress, (double) row / (double) n);
    }
  return TRUE;
}

gboolean
sem_imported_read (const char *path,
                   const char *file,
                   const char *name,
                   SemImportSummary *summary,
                   const SemProgress *progress,
                   GError **error)
{
  g_auto (Import) self = { .summary = summary };
  g_autoptr (SemNpzReader) reader = sem_npz_reader_new (file, error);

  g_return_val_if_fail (sem_imported_name_is_valid (name), FALSE);

  *summary = (SemImportSummary){ 0 };
  if (!reader || !(self.features = sem_npz_reader_read (reader, "features", error))
      || !(self.hashes = sem_npz_reader_read (reader, "hashes", error))
      || !check_arrays (&self, error) || !check_numbers (&self, progress, error)
      || !(self.store = sem_store_open (path, SEM_STORE_WRITE, error)))
    return FALSE;
  return check_photos (&self, progress, error) && choose_backbone (&self, name, error)
         && check_same (&self, name, progress, error) && begin (&self, error)
         && store_rows (&self, progress, error) && sem_store_sweep (self.store, error);
}

gboolean
sem_imported_remove (const char *path, const char *name, GError **error)
{
  g_autoptr (SemStore) store = sem_store_open (path, SEM_STORE_WRITE, error);
  g_autoptr (SemImported) imported = store ? sem_imported_find (store, name, error) : NULL;
  guint n_dropped = 0;

  if (!imported || !sem_store_begin (store, error))
    return FALSE;
  if (drop_models (store, imported->backbone, &n_dropped, error)
      && sem_store_drop_backbone (store, imported->backbone, error)
      && sem_store_commit (store, error))
    return sem_store_sweep (store, error);
  sem_store_rollback (store);
  return FALSE;
}
