/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "tests/support/store-reader-private.h"
#include "engine/store/backbones.h"
#include "engine/store/details/duplicates.h"
#include "engine/store/details/facts.h"
#include "engine/store/details/inner.h"
#include "engine/store/details/inspected.h"
#include "engine/store/details/patterns.h"
#include "engine/store/details/sharpness.h"
#include "engine/store/models.h"
#include "engine/store/photos.h"
#include "engine/store/quick/quick.h"
#include "engine/store/repair/decisions.h"
#include "engine/store/repair/orphans.h"
#include "engine/store/scenes.h"
#include "engine/store/scope.h"

#include <math.h>

#define ALTERATION "half size"

/* Filling -------------------------------------------------------------------------------------- */

void
store_reader_fill_details (SemStore *store, gint64 model)
{
  static const guint8 inner[] = { 1, 2, 3, 4 };
  static const double values[] = { 0.5, 1.5 };
  static const guint16 feature[DIM] = { 0 };
  const SemStoreDuplicate pair = { 1, 2, SEM_DUPLICATE_COPY, SEM_DUPLICATE_OPEN, 0.9 };
  const SemStoreCompared compared = { 2, 2 };
  const SemSharpness sharpness = { .8, 2, 20 };
  g_autoptr (GBytes) shape = g_bytes_new_static ("shape", 5);
  guint8 hash[SEM_STORE_HASH_SIZE];

  store_reader_make_hash (hash, 1);
  g_assert_true (sem_store_put_inner (store, 1, inner, sizeof inner, NULL));
  g_assert_true (sem_store_put_inspected (store, model, "sample", values, 2, NULL));
  g_assert_true (sem_store_put_altered (store, hash, BACKBONE, ALTERATION, feature, DIM, NULL));
  g_assert_true (sem_store_put_duplicate (store, &pair, NULL));
  g_assert_true (sem_store_put_compared (store, &compared, NULL));
  g_assert_true (sem_store_put_sharpness (store, 1, &sharpness, NULL));
  g_assert_true (sem_store_set_different (store, 3, 4, TRUE, NULL));
  g_assert_true (sem_store_set_patterns (store, FOLDER, "-*.gif", NULL));
  g_assert_true (sem_store_put_quick (store, 2, BACKBONE, NULL));
  g_assert_true (sem_store_put_scene_shape (store, 1, shape, NULL));
}

/* Reading -------------------------------------------------------------------------------------- */

static void
read_inner (gint64 photo, const guint8 *inner, gsize size, gpointer user_data)
{
  store_reader_check_id (photo);
  g_assert_nonnull (inner);
  g_assert_cmpuint (size, <=, SEM_STORE_MAX_INNER);
}

static void
read_numbers (const char *name, const double *values, gsize n, gpointer user_data)
{
  g_assert_nonnull (name);
  g_assert_cmpuint (n, <=, SEM_STORE_MAX_INSPECTED);
  for (gsize i = 0; i < n; i++)
    g_assert_true (isfinite (values[i]));
}

static void
read_fact (const SemStoreFact *fact, gpointer user_data)
{
  store_reader_check_id (fact->photo);
  g_assert_nonnull (fact->path);
  g_assert_cmpuint (MAX (fact->width, fact->height), <=, G_MAXINT32);
}

static void
read_moment (const SemStoreMoment *moment, gpointer user_data)
{
  store_reader_check_id (moment->photo);
  g_assert_nonnull (moment->path);
  g_assert_cmpuint (moment->nanoseconds, <, 1000000000);
  g_assert_cmpuint (MAX (moment->width, moment->height), <=, G_MAXINT32);
}

static gboolean
read_path (const char *path, const SemFileIdentity *identity, gpointer user_data)
{
  g_assert_nonnull (path);
  return TRUE;
}

static void
read_decisions (SemStore *store)
{
  GError *error = NULL;
  SemDecisions *decisions = sem_store_collect_decisions (store, &error);

  store_reader_check (decisions != NULL, &error);
  g_clear_pointer (&decisions, sem_decisions_free);
  sem_store_has_decisions (store);
}

/* Takes the list. */
static void
check_list (GPtrArray *list, GError **error)
{
  store_reader_check (list != NULL, error);
  g_clear_pointer (&list, g_ptr_array_unref);
}

static void
read_duplicates (SemStore *store)
{
  GError *error = NULL;
  GArray *pairs = sem_store_list_duplicates (store, &error);
  SemStoreCompared compared;

  store_reader_check (pairs != NULL, &error);
  for (guint i = 0; pairs && i < pairs->len; i++)
    {
      const SemStoreDuplicate *pair = &g_array_index (pairs, SemStoreDuplicate, i);

      store_reader_check_id (pair->a);
      store_reader_check_id (pair->b);
      g_assert_true (pair->likeness >= 0 && pair->likeness <= 1);
    }
  g_clear_pointer (&pairs, g_array_unref);
  STORE_READER_ASK (store_reader_check_ids, sem_store_list_identical (store, &asked));
  STORE_READER_ASK (store_reader_check, sem_store_get_compared (store, &compared, &asked));
  STORE_READER_ASK (store_reader_check,
                    sem_store_each_moment (store, read_moment, NULL, NULL, &asked));
  STORE_READER_ASK (store_reader_check_ids, sem_store_list_unmeasured (store, &asked));
  STORE_READER_ASK (store_reader_check_ids, sem_store_list_different (store, 3, &asked));
  STORE_READER_ASK (check_list, sem_store_list_different_contents (store, &asked));
}

static void
read_model (SemStore *store, gint64 id)
{
  GError *error = NULL;
  SemStoreModel model = { 0 };
  SemModelSize size;

  if (store_reader_check (sem_store_get_model (store, id, &model, &error), &error) && model.id)
    g_assert_cmpint (model.id, ==, id);
  sem_store_model_clear (&model);
  if (store_reader_check (sem_store_measure_model (store, id, &size, &error), &error))
    g_assert_cmpint (MIN (size.model, MIN (size.codes, size.n_codes)), >=, 0);
  STORE_READER_ASK (store_reader_check,
                    sem_store_read_inspected (store, id, read_numbers, NULL, &asked));
}

static void
read_photo (SemStore *store, gint64 id)
{
  GError *error = NULL;
  char *reason = NULL, *decoder = NULL;
  SemSharpness sharpness;
  gboolean found;

  if (store_reader_check (sem_store_get_sharpness (store, id, &sharpness, &found, &error), &error))
    g_assert_true (sharpness.fill >= 0 && sharpness.fill <= 1 && sharpness.step >= 0
                   && sharpness.contrast >= 0);
  STORE_READER_ASK (store_reader_check,
                    sem_store_is_decoded_by (store, id, "decoder", &found, &asked));
  if (store_reader_check (sem_store_dup_notes (store, id, &reason, &decoder, &error), &error))
    g_assert_true ((!reason || g_utf8_validate (reason, -1, NULL))
                   && (!decoder || g_utf8_validate (decoder, -1, NULL)));
  g_free (reason);
  g_free (decoder);
}

void
store_reader_read_details (SemStore *store)
{
  guint orphans[SEM_ORPHAN_N_KINDS];
  guint8 hash[SEM_STORE_HASH_SIZE];
  guint16 feature[DIM];
  gint64 last = 0;
  gboolean found;

  store_reader_make_hash (hash, 1);
  STORE_READER_ASK (store_reader_check,
                    sem_store_read_inner (store, &last, read_inner, NULL, &asked));
  STORE_READER_ASK (store_reader_check_ids, sem_store_list_without_inner (store, &asked));
  STORE_READER_ASK (store_reader_check, sem_store_get_altered (store, hash, BACKBONE, ALTERATION,
                                                               feature, DIM, &found, &asked));
  STORE_READER_ASK (store_reader_check, sem_store_each_fact (store, read_fact, NULL, NULL, &asked));
  STORE_READER_ASK (check_list, sem_store_list_patterns (store, &asked));
  STORE_READER_ASK (check_list, sem_store_list_backbones (store, "", &asked));
  STORE_READER_ASK (check_list, sem_store_list_skipped (store, &asked));
  STORE_READER_ASK (check_list, sem_store_list_noted (store, &asked));
  STORE_READER_ASK (store_reader_check_ids, sem_store_list_quick (store, &asked));
  STORE_READER_ASK (store_reader_check_number, sem_store_count_quick (store, &asked));
  STORE_READER_ASK (store_reader_check_number, sem_store_count_shapeless (store, 1, &asked));
  STORE_READER_ASK (store_reader_check_number, sem_store_get_most_photos (store, &asked));
  STORE_READER_ASK (store_reader_check_number, sem_store_has_photos (store, &asked));
  STORE_READER_ASK (store_reader_check_number, sem_store_find_contents (store, hash, &asked));
  STORE_READER_ASK (store_reader_check, sem_store_has_photos_below (store, FOLDER, &found, &asked));
  STORE_READER_ASK (store_reader_check,
                    sem_store_read_indexed (store, FOLDER, read_path, NULL, &asked));
  STORE_READER_ASK (store_reader_check, sem_store_count_orphans (store, orphans, NULL, &asked));
  read_decisions (store);
  read_duplicates (store);
  for (gint64 id = 0; id <= N_PHOTOS; id++)
    {
      read_photo (store, id);
      read_model (store, id);
    }
}

/* Writing -------------------------------------------------------------------------------------- */

gboolean
store_reader_change_details (SemStore *store, GError **error)
{
  const SemStoreFile outcome = { .reason = (char *) "It is broken.",
                                 .decoder = (char *) "1",
                                 .attempts = 1 };

  return sem_store_end_quick (store, 2, "tuned", error)
         && sem_store_fail_photo (store, 3, &outcome, error)
         && sem_store_settle_duplicate (store, 1, 2, SEM_DUPLICATE_PROVEN, error)
         && sem_store_set_different (store, 3, 4, FALSE, error)
         && sem_store_set_patterns (store, FOLDER, "", error)
         && sem_store_retry_failed (store, error) && sem_store_forget_scene_failures (store, error)
         && sem_store_withdraw_offers (store, error);
}
