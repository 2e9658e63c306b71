/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-model"

#include "config.h"

#include "engine/model/quality/strips-private.h"

/* Queries -------------------------------------------------------------------------------------- */

/* @photos: by query, which may be a source of @results; NULL for a picture that is no photo
 * @before, @after: (nullable): the codes that are compared
 * @answers: (element-type SemStripsAnswer): by query; %NULL for those that were not compared
 * @asked: (element-type guint): the queries that are being compared */
struct _SemStrips
{
  GObject parent_instance;

  SemLibrary *library;
  GPtrArray *photos;
  SemResults *results;
  SemCodes *before;
  SemCodes *after;
  gboolean offered; /* whether these are offered in the place of those in use */
  GPtrArray *answers;
  guint position;
  GArray *asked;
  GCancellable *cancellable; /* while it compares */
  char *problem;
};

static guint changed_signal;

G_DEFINE_FINAL_TYPE (SemStrips, sem_strips, G_TYPE_OBJECT)

static SemStripsAnswer *
get_answer (SemStrips *self)
{
  return self->position < self->answers->len ? self->answers->pdata[self->position] : NULL;
}

static void measure (SemStrips *self);

/* The photos are chosen where they are compared. */
static void
take_photos (SemStrips *self, GPtrArray *answers)
{
  g_ptr_array_set_size (self->photos, 0);
  g_ptr_array_set_size (self->answers, 0);
  g_ptr_array_set_size (self->answers, (int) answers->len);
  for (guint i = 0; i < answers->len; i++)
    {
      SemStripsAnswer *answer = answers->pdata[i];

      g_ptr_array_add (self->photos, answer->photo ? g_object_ref (answer->photo) : NULL);
      g_array_append_val (self->asked, i);
    }
}

static void
take_answers (SemStrips *self, GPtrArray *answers)
{
  if (self->after)
    take_photos (self, answers);
  for (guint i = 0; i < MIN (answers->len, self->asked->len); i++)
    {
      gpointer *place = &self->answers->pdata[g_array_index (self->asked, guint, i)];

      g_clear_pointer (place, sem_strips_answer_free);
      *place = g_steal_pointer (&answers->pdata[i]);
    }
}

static void
measured_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (SemStrips) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) answers = sem_strips_measure_finish (SEM_LIBRARY (object), result, &error);

  /* Other queries were set meanwhile, or none. */
  if (g_task_get_cancellable (G_TASK (result)) != self->cancellable)
    return;
  g_clear_object (&self->cancellable);
  if (answers)
    {
      take_answers (self, answers);
      measure (self);
    }
  else if (!get_answer (self))
    self->problem = g_strdup (error->message);
  g_signal_emit (self, changed_signal, 0);
}

static void
ask (SemStrips *self, guint query, GArray *photos)
{
  g_array_append_val (self->asked, query);
  if (!self->results)
    {
      const gint64 id = sem_photo_get_id (self->photos->pdata[query]);

      g_array_append_val (photos, id);
    }
}

/* Compares the query that is shown, or else all that are left: one reading of all features does. */
static void
measure (SemStrips *self)
{
  g_autoptr (GArray) photos = g_array_new (FALSE, FALSE, sizeof (gint64));

  if (self->cancellable || self->problem)
    return;
  g_array_set_size (self->asked, 0);
  if (!self->results && !get_answer (self))
    ask (self, self->position, photos);
  else
    for (guint i = 0; i < self->answers->len; i++)
      if (!self->answers->pdata[i])
        ask (self, i, photos);
  if (self->asked->len == 0)
    return;
  self->cancellable = g_cancellable_new ();
  sem_strips_measure_async (self->library,
                            self->results ? sem_results_get_query (self->results) : NULL, photos,
                            self->cancellable, measured_cb, g_object_ref (self));
}

static void
forget (SemStrips *self)
{
  if (self->cancellable)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_ptr_array_set_size (self->photos, 0);
  g_clear_object (&self->results);
  g_clear_object (&self->before);
  g_clear_object (&self->after);
  g_clear_pointer (&self->problem, g_free);
  g_ptr_array_set_size (self->answers, 0);
  self->position = 0;
}

static void
sem_strips_dispose (GObject *object)
{
  SemStrips *self = SEM_STRIPS (object);

  forget (self);
  g_clear_object (&self->library);

  G_OBJECT_CLASS (sem_strips_parent_class)->dispose (object);
}

static void
sem_strips_finalize (GObject *object)
{
  SemStrips *self = SEM_STRIPS (object);

  g_ptr_array_unref (self->photos);
  g_ptr_array_unref (self->answers);
  g_array_unref (self->asked);

  G_OBJECT_CLASS (sem_strips_parent_class)->finalize (object);
}

static void
sem_strips_class_init (SemStripsClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = sem_strips_dispose;
  G_OBJECT_CLASS (klass)->finalize = sem_strips_finalize;
  changed_signal = g_signal_new ("changed", SEM_TYPE_STRIPS, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                 G_TYPE_NONE, 0);
}

static void
photo_unref (gpointer photo)
{
  g_clear_object (&photo);
}

static void
sem_strips_init (SemStrips *self)
{
  self->photos = g_ptr_array_new_with_free_func (photo_unref);
  self->answers = g_ptr_array_new_with_free_func (sem_strips_answer_free);
  self->asked = g_array_new (FALSE, FALSE, sizeof (guint));
}

SemStrips *
sem_strips_new (SemLibrary *library)
{
  SemStrips *self = g_object_new (SEM_TYPE_STRIPS, NULL);

  g_return_val_if_fail (SEM_IS_LIBRARY (library), self);

  self->library = g_object_ref (library);
  return self;
}

void
sem_strips_ask_photos (SemStrips *self, GListModel *photos, guint position)
{
  const guint n = g_list_model_get_n_items (photos);

  g_return_if_fail (SEM_IS_STRIPS (self));
  g_return_if_fail (position < n);

  forget (self);
  for (guint i = 0; i < n; i++)
    g_ptr_array_add (self->photos, g_list_model_get_item (photos, i));
  g_ptr_array_set_size (self->answers, (int) n);
  self->position = position;
  measure (self);
  g_signal_emit (self, changed_signal, 0);
}

/* (transfer full) (nullable): the photo of the library that a source is, all of it */
static SemPhoto *
dup_source (SemStrips *self, SemQuery *query, guint source)
{
  const gint64 id = sem_query_get_source_photo (query, source);
  g_autoptr (GFile) file = sem_query_dup_source_file (query, source);

  if (id < 0 || sem_query_get_source_region (query, source, NULL))
    return NULL;
  return sem_library_dup_photo (self->library, id, file ? g_file_peek_path (file) : NULL);
}

void
sem_strips_ask_results (SemStrips *self, SemResults *results)
{
  SemQuery *query;

  g_return_if_fail (SEM_IS_STRIPS (self));
  g_return_if_fail (SEM_IS_RESULTS (results));

  forget (self);
  query = sem_results_get_query (results);
  self->results = g_object_ref (results);
  for (guint i = 0; i < sem_query_get_n_sources (query); i++)
    g_ptr_array_add (self->photos, dup_source (self, query, i));
  g_ptr_array_set_size (self->answers, (int) sem_query_get_n_sources (query));
  measure (self);
  g_signal_emit (self, changed_signal, 0);
}

void
sem_strips_ask_models (SemStrips *self, SemCodes *before, SemCodes *after)
{
  g_return_if_fail (SEM_IS_STRIPS (self));
  g_return_if_fail (SEM_IS_CODES (before) && SEM_IS_CODES (after));

  forget (self);
  self->before = g_object_ref (before);
  self->after = g_object_ref (after);
  self->offered = after == sem_library_get_offer (self->library)
                  && before == sem_library_get_codes (self->library);
  g_array_set_size (self->asked, 0);
  self->cancellable = g_cancellable_new ();
  sem_strips_measure_models_async (self->library, sem_codes_get_id (before),
                                   sem_codes_get_id (after), self->cancellable, measured_cb,
                                   g_object_ref (self));
  g_signal_emit (self, changed_signal, 0);
}

SemStripsKind
sem_strips_get_kind (SemStrips *self)
{
  g_return_val_if_fail (SEM_IS_STRIPS (self), SEM_STRIPS_OF_ORDERS);

  return !self->after    ? SEM_STRIPS_OF_ORDERS
         : self->offered ? SEM_STRIPS_OF_OFFER
                         : SEM_STRIPS_OF_PAIR;
}

SemCodes *
sem_strips_get_codes (SemStrips *self, SemStrip strip)
{
  g_return_val_if_fail (SEM_IS_STRIPS (self), NULL);
  return strip == SEM_STRIP_CODES ? self->before : strip == SEM_STRIP_SEARCH ? self->after : NULL;
}

void
sem_strips_clear (SemStrips *self)
{
  g_return_if_fail (SEM_IS_STRIPS (self));

  forget (self);
  g_signal_emit (self, changed_signal, 0);
}

guint
sem_strips_get_n (SemStrips *self)
{
  g_return_val_if_fail (SEM_IS_STRIPS (self), 0);
  return self->answers->len;
}

guint
sem_strips_get_position (SemStrips *self)
{
  g_return_val_if_fail (SEM_IS_STRIPS (self), 0);
  return self->position;
}

void
sem_strips_set_position (SemStrips *self, guint position)
{
  g_return_if_fail (SEM_IS_STRIPS (self) && position < self->answers->len);

  self->position = position;
  g_clear_pointer (&self->problem, g_free);
  measure (self);
  g_signal_emit (self, changed_signal, 0);
}

SemPhoto *
sem_strips_get_photo (SemStrips *self)
{
  g_return_val_if_fail (SEM_IS_STRIPS (self), NULL);

  return self->position < self->photos->len ? self->photos->pdata[self->position] : NULL;
}

const SemPixels *
sem_strips_get_pixels (SemStrips *self)
{
  g_return_val_if_fail (SEM_IS_STRIPS (self), NULL);

  return self->results && self->position < self->answers->len
           ? sem_results_get_source_pixels (self->results, self->position)
           : NULL;
}

const char *
sem_strips_get_title (SemStrips *self)
{
  SemPhoto *photo = sem_strips_get_photo (self);

  if (self->results && self->position < self->answers->len)
    return sem_query_get_source_title (sem_results_get_query (self->results), self->position);
  return photo ? sem_photo_get_title (photo) : "";
}

gboolean
sem_strips_get_loading (SemStrips *self)
{
  g_return_val_if_fail (SEM_IS_STRIPS (self), FALSE);
  return self->cancellable && !get_answer (self);
}

const char *
sem_strips_get_problem (SemStrips *self)
{
  g_return_val_if_fail (SEM_IS_STRIPS (self), NULL);
  return self->problem;
}

GListModel *
sem_strips_get_hits (SemStrips *self, SemStrip strip)
{
  SemStripsAnswer *answer;

  g_return_val_if_fail (SEM_IS_STRIPS (self) && strip < SEM_N_STRIPS, NULL);

  answer = get_answer (self);
  return answer ? G_LIST_MODEL (answer->hits[strip]) : NULL;
}
