/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-doctor"

#include "config.h"

#include "engine/doctor/doctor-private.h"
#include "engine/nn/backbone.h"
#include "engine/photos/codes.h"
#include "engine/store/codes.h"
#include "engine/store/models.h"
#include "engine/store/photos.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include <glib/gi18n-lib.h>

/* Photos whose codes are computed again. */
#define SAMPLE 256
/* Another CPU may sum in another order: an output that is so small, compared with the others of its
 * photo, has no sign that could be relied on. */
#define UNSURE 1e-3f
/* Likewise for the 8 bits of a vector's numbers. */
#define VECTOR_TOLERANCE 1

typedef struct
{
  SemStore *store;
  SemHashModel *model;
  const char *backbone;
  gint64 model_id;
  guint words;
  gsize step;
  gsize n_seen;
  GArray *ids;    /* gint64: the sample */
  GArray *sample; /* guint64: shape (ids->len, words) */
} Sample;

static gboolean
take_codes (const gint64 *ids, const guint64 *codes, gsize n, gpointer user_data, GError **error)
{
  Sample *self = user_data;

  for (gsize i = 0; i < n; i++)
    if (self->n_seen++ % self->step == 0)
      {
        g_array_append_val (self->ids, ids[i]);
        g_array_append_vals (self->sample, codes + i * self->words, self->words);
      }
  return TRUE;
}

static gboolean
code_agrees (const Sample *self, const guint64 *code, const float *feature)
{
  guint n_bits = sem_hash_model_get_n_bits (self->model);
  g_autofree guint64 *right = g_new0 (guint64, self->words);
  g_autofree float *outputs = g_new0 (float, n_bits);
  float sum = 0;

  sem_hash_model_encode (self->model, feature, 1, right, outputs);
  for (guint i = 0; i < n_bits; i++)
    sum += fabsf (outputs[i]);
  for (guint i = 0; i < self->words * 64; i++)
    {
      gboolean differs = ((code[i / 64] ^ right[i / 64]) >> (i % 64)) & 1;

      if (differs && (i >= n_bits || fabsf (outputs[i]) > UNSURE * sum / n_bits))
        return FALSE;
    }
  return TRUE;
}

/* @agrees: (out) */
static gboolean
check_vector (const Sample *self, gint64 id, const float *feature, gboolean *agrees, GError **error)
{
  gint8 stored[SEM_VECTOR_DIM], right[SEM_VECTOR_DIM];

  if (!sem_store_get_vector (self->store, self->model_id, id, stored, SEM_VECTOR_DIM, agrees,
                             error))
    return FALSE;
  sem_hash_model_vectors (self->model, feature, 1, right);
  for (guint i = 0; *agrees && i < SEM_VECTOR_DIM; i++)
    *agrees = abs (stored[i] - right[i]) <= VECTOR_TOLERANCE;
  return TRUE;
}

/* @agrees: (out): TRUE also where the feature is missing, which is another finding */
static gboolean
check_photo (const Sample *self, guint i, gboolean *agrees, GError **error)
{
  gint64 id = g_array_index (self->ids, gint64, i);
  float feature[SEM_BACKBONE_DIM];
  SemStorePhoto photo = { 0 };
  gboolean found;

  *agrees = FALSE;
  if (!sem_store_get_photo (self->store, id, &photo, error))
    return FALSE;
  sem_store_photo_clear (&photo);
  /* A code of no photo. */
  if (photo.id == 0)
    return TRUE;
  if (!sem_codes_load_feature (self->store, id, self->backbone, feature, &found, error))
    return FALSE;
  *agrees = TRUE;
  if (!found)
    return TRUE;
  *agrees =
    code_agrees (self, (const guint64 *) (void *) self->sample->data + i * self->words, feature);
  return !*agrees || check_vector (self, id, feature, agrees, error);
}

/* @n_wrong: (out) */
static gboolean
check_sample (Sample *self, guint *n_wrong, const SemProgress *progress, GError **error)
{
  *n_wrong = 0;
  if (!sem_store_read_codes (self->store, self->model_id, self->words, 0, take_codes, self, error))
    return FALSE;
  for (guint i = 0; i < self->ids->len; i++)
    {
      gboolean agrees;

      if (g_cancellable_set_error_if_cancelled (sem_progress_get_cancellable (progress), error)
          || !check_photo (self, i, &agrees, error))
        return FALSE;
      *n_wrong += !agrees;
      sem_progress_report (progress, (i + 1.0) / self->ids->len);
    }
  return TRUE;
}

static void
tell (SemDoctor *self, const SemStoreModel *row, guint n_sampled, guint n_wrong)
{
  SemDoctorFinding *finding;

  if (n_wrong == 0)
    sem_doctor_add (self, "codes", _("Codes"), SEM_FINDING_GOOD,
                    g_strdup_printf (_("Codes match the features (model: %s, bits: %u, photos "
                                       "looked at: %u)."),
                                     row->method, row->bits, n_sampled));
  else
    {
      finding =
        sem_doctor_add (self, "codes", _("Codes"), SEM_FINDING_WRONG,
                        g_strdup_printf (_("%u of %u codes that were looked at are not those of "
                                           "their photos. Searches find the wrong photos."),
                                         n_wrong, n_sampled));
      finding->count = n_wrong;
      finding->repair = SEM_REPAIR_CODES;
    }
}

static gboolean
check_model (SemDoctor *self,
             const SemStoreModel *row,
             SemHashModel *model,
             const SemProgress *progress,
             GError **error)
{
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (GArray) sample = g_array_new (FALSE, FALSE, sizeof (guint64));
  Sample work = {
    .store = self->store,
    .model = model,
    .backbone = row->backbone,
    .model_id = row->id,
    .words = SEM_HASH_WORDS (sem_hash_model_get_n_bits (model)),
    .ids = ids,
    .sample = sample,
  };
  SemModelSize size;
  guint n_wrong;

  if (!sem_store_measure_model (self->store, row->id, &size, error))
    return FALSE;
  work.step = (gsize) MAX ((size.n_codes + SAMPLE - 1) / SAMPLE, 1);
  if (!check_sample (&work, &n_wrong, progress, error))
    return FALSE;
  tell (self, row, ids->len, n_wrong);
  return TRUE;
}

gboolean
sem_doctor_check_codes (SemDoctor *self, const SemProgress *progress, GError **error)
{
  g_autoptr (SemHashModel) model = NULL;
  g_autoptr (GError) local = NULL;
  SemStoreModel row = { 0 };
  gboolean ok = sem_codes_load_active (self->store, &row, &model, &local);

  if (ok && model)
    ok = check_model (self, &row, model, progress, error);
  else if (ok)
    sem_doctor_add (self, "codes", _("Codes"), SEM_FINDING_NOTE,
                    g_strdup (_("There are no codes yet. Index photos to be able to search.")));
  else
    {
      SemDoctorFinding *finding =
        sem_doctor_add (self, "codes", _("Codes"), SEM_FINDING_WRONG, g_strdup (local->message));

      if (g_error_matches (local, SEM_ERROR, SEM_ERROR_DAMAGED))
        finding->repair = SEM_REPAIR_CODES;
      ok = TRUE;
    }
  sem_store_model_clear (&row);
  return ok;
}
