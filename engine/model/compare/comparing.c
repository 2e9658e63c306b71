/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-model"

#include "config.h"

#include "engine/model/compare/comparing.h"
#include "engine/model/library-private.h"
#include "engine/search/compare/comparer.h"

#include <glib/gi18n-lib.h>

/* How much of a cold part of a photo is covered, and of a hot one with a warm tint. */
#define COLD .68
#define TINT .22
static const double warm[3] = { 255, 150, 40 };

/* The comparer, for one thread at a time: what is cancelled may still run. */
typedef struct
{
  gatomicrefcount n_references;
  GMutex mutex;
  SemComparer *comparer;
} Shared;

/* The input and the result of a task. */
typedef struct
{
  Shared *shared;
  char *paths[3];
  gboolean prove;
  SemComparison comparison;
  SemPixels *difference;
} Errand;

struct _SemComparing
{
  GObject parent_instance;

  SemLibrary *library;
  Shared *shared;
  char *paths[2];
  GCancellable *cancellable; /* while it compares */
  gboolean known;
  SemComparison comparison;
  char *problem;
  char *sentence;
  GBytes *heat[2];
  SemPixels *difference;
};

static guint changed_signal;

G_DEFINE_FINAL_TYPE (SemComparing, sem_comparing, G_TYPE_OBJECT)

/* Comparing ------------------------------------------------------------------------------------ */

static void
shared_unref (Shared *shared)
{
  if (!g_atomic_ref_count_dec (&shared->n_references))
    return;
  g_clear_pointer (&shared->comparer, sem_comparer_free);
  g_mutex_clear (&shared->mutex);
  g_free (shared);
}

static void
errand_free (gpointer data)
{
  Errand *errand = data;

  shared_unref (errand->shared);
  g_free (errand->paths[0]);
  g_free (errand->paths[1]);
  g_clear_pointer (&errand->difference, sem_pixels_free);
  g_free (errand);
}

static Errand *
errand_new (Shared *shared, char *const *paths, const SemComparison *comparison)
{
  Errand *errand = g_new0 (Errand, 1);

  g_atomic_ref_count_inc (&shared->n_references);
  errand->shared = shared;
  errand->paths[0] = g_strdup (paths[0]);
  errand->paths[1] = g_strdup (paths[1]);
  errand->prove = comparison != NULL;
  if (comparison)
    errand->comparison = *comparison;
  return errand;
}

static gboolean
draw_difference (Errand *errand, GError **error)
{
  SemComparePicture picture;

  if (!sem_comparer_draw (errand->shared->comparer, SEM_COMPARE_DIFFERENCE,
                          (const char *const *) errand->paths, &errand->comparison, &picture,
                          error))
    return FALSE;
  if (!picture.rgb)
    return TRUE;
  errand->difference = g_new0 (SemPixels, 1);
  *errand->difference = (SemPixels){
    .width = picture.width,
    .height = picture.height,
    .stride = (gsize) picture.width * 3,
    .bytes = picture.rgb,
  };
  return TRUE;
}

static gpointer
compare_worker (const char *path, gpointer data, GCancellable *cancellable, GError **error)
{
  const Errand *asked = data;
  Errand *errand =
    errand_new (asked->shared, asked->paths, asked->prove ? &asked->comparison : NULL);
  const char *const *paths = (const char *const *) errand->paths;
  gboolean ok;

  g_mutex_lock (&errand->shared->mutex);
  if (!errand->shared->comparer)
    errand->shared->comparer = sem_comparer_new (path);
  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    ok = FALSE;
  else if (!errand->prove)
    ok = sem_comparer_measure (errand->shared->comparer, paths, &errand->comparison, cancellable,
                               error);
  else
    ok =
      sem_comparer_prove (errand->shared->comparer, paths, &errand->comparison, cancellable, error)
      && draw_difference (errand, error);
  g_mutex_unlock (&errand->shared->mutex);
  if (!ok)
    g_clear_pointer (&errand, errand_free);
  return errand;
}

static guint8
mix (double colour, double share)
{
  return (guint8) (colour * share + .5);
}

/* (transfer full) */
static GBytes *
paint_heat (const SemHeat *heat)
{
  const guint side = SEM_COMPARING_HEAT_SIDE;
  guint8 *rgba = g_malloc ((gsize) side * side * 4);

  for (guint y = 0; y < side; y++)
    for (guint x = 0; x < side; x++)
      {
        const double at = (double) sem_heat_at (heat, (x + .5) / side, (y + .5) / side);
        guint8 *pixel = rgba + ((gsize) y * side + x) * 4;

        for (guint i = 0; i < 3; i++)
          pixel[i] = mix (warm[i], TINT * at);
        pixel[3] = mix (255, TINT * at + COLD * (1 - at));
      }
  return g_bytes_new_take (rgba, (gsize) side * side * 4);
}

static void
take (SemComparing *self, Errand *errand)
{
  self->comparison = errand->comparison;
  self->difference = g_steal_pointer (&errand->difference);
  if (self->known)
    return;
  self->known = TRUE;
  self->sentence = sem_comparison_dup_sentence (&self->comparison);
  for (guint i = 0; i < 2; i++)
    self->heat[i] = paint_heat (&self->comparison.heat[i]);
}

static void start (SemComparing *self, gboolean prove);

static void
compared_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (SemComparing) self = user_data;
  const gboolean proves = ((Errand *) g_task_get_task_data (G_TASK (result)))->prove;
  g_autoptr (GError) error = NULL;
  Errand *errand = g_task_propagate_pointer (G_TASK (result), &error);

  /* Another comparison was started meanwhile, or this one cancelled. */
  if (g_task_get_cancellable (G_TASK (result)) == self->cancellable)
    {
      g_clear_object (&self->cancellable);
      if (errand)
        take (self, errand);
      else
        self->problem = g_strdup (error->message);
      if (errand && !proves)
        start (self, TRUE);
      g_signal_emit (self, changed_signal, 0);
    }
  g_clear_pointer (&errand, errand_free);
}

static void
start (SemComparing *self, gboolean prove)
{
  g_autoptr (GTask) task = NULL;

  if (!self->library->engine)
    {
      self->problem = g_strdup (_("The library is closed."));
      return;
    }
  self->cancellable = g_cancellable_new ();
  task = g_task_new (self->library, self->cancellable, compared_cb, g_object_ref (self));
  g_task_set_source_tag (task, start);
  g_task_set_task_data (task,
                        errand_new (self->shared, self->paths, prove ? &self->comparison : NULL),
                        errand_free);
  sem_engine_work (self->library->engine, compare_worker, errand_free, task);
}

/* ---------------------------------------------------------------------------------------------- */

static void
forget (SemComparing *self)
{
  if (self->cancellable)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  self->known = FALSE;
  g_clear_pointer (&self->problem, g_free);
  g_clear_pointer (&self->sentence, g_free);
  g_clear_pointer (&self->difference, sem_pixels_free);
  for (guint i = 0; i < 2; i++)
    {
      g_clear_pointer (&self->heat[i], g_bytes_unref);
      g_clear_pointer (&self->paths[i], g_free);
    }
}

static void
sem_comparing_dispose (GObject *object)
{
  SemComparing *self = SEM_COMPARING (object);

  forget (self);
  g_clear_object (&self->library);
  g_clear_pointer (&self->shared, shared_unref);

  G_OBJECT_CLASS (sem_comparing_parent_class)->dispose (object);
}

static void
sem_comparing_class_init (SemComparingClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = sem_comparing_dispose;
  changed_signal = g_signal_new ("changed", SEM_TYPE_COMPARING, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                 NULL, G_TYPE_NONE, 0);
}

static void
sem_comparing_init (SemComparing *self)
{
  self->shared = g_new0 (Shared, 1);
  g_atomic_ref_count_init (&self->shared->n_references);
  g_mutex_init (&self->shared->mutex);
}

SemComparing *
sem_comparing_new (SemLibrary *library)
{
  SemComparing *self = g_object_new (SEM_TYPE_COMPARING, NULL);

  g_return_val_if_fail (SEM_IS_LIBRARY (library), self);

  self->library = g_object_ref (library);
  return self;
}

void
sem_comparing_ask (SemComparing *self, GFile *first, GFile *second)
{
  g_return_if_fail (SEM_IS_COMPARING (self));
  g_return_if_fail (g_file_peek_path (first) && g_file_peek_path (second));

  forget (self);
  self->paths[0] = g_strdup (g_file_peek_path (first));
  self->paths[1] = g_strdup (g_file_peek_path (second));
  start (self, FALSE);
  g_signal_emit (self, changed_signal, 0);
}

void
sem_comparing_clear (SemComparing *self)
{
  g_return_if_fail (SEM_IS_COMPARING (self));

  forget (self);
  g_signal_emit (self, changed_signal, 0);
}

gboolean
sem_comparing_get_running (SemComparing *self)
{
  g_return_val_if_fail (SEM_IS_COMPARING (self), FALSE);
  return self->cancellable != NULL;
}

const char *
sem_comparing_get_problem (SemComparing *self)
{
  g_return_val_if_fail (SEM_IS_COMPARING (self), NULL);
  return self->problem;
}

gboolean
sem_comparing_get_known (SemComparing *self)
{
  g_return_val_if_fail (SEM_IS_COMPARING (self), FALSE);
  return self->known;
}

double
sem_comparing_get_likeness (SemComparing *self)
{
  g_return_val_if_fail (SEM_IS_COMPARING (self), 0);
  return self->known ? self->comparison.likeness : 0;
}

guint
sem_comparing_get_distance (SemComparing *self, guint *n_bits)
{
  g_return_val_if_fail (SEM_IS_COMPARING (self), 0);

  *n_bits = self->known ? self->comparison.n_bits : 0;
  return self->known ? self->comparison.distance : 0;
}

const char *
sem_comparing_get_kind (SemComparing *self)
{
  g_return_val_if_fail (SEM_IS_COMPARING (self), NULL);

  if (!self->known || !self->comparison.proven || self->comparison.kind == SEM_COPY_ALIKE)
    return NULL;
  return sem_copy_kind_get_words (self->comparison.kind);
}

const char *
sem_comparing_get_sentence (SemComparing *self)
{
  g_return_val_if_fail (SEM_IS_COMPARING (self), NULL);
  return self->sentence;
}

GBytes *
sem_comparing_get_heat (SemComparing *self, guint which)
{
  g_return_val_if_fail (SEM_IS_COMPARING (self) && which < 2, NULL);
  return self->heat[which];
}

const SemPixels *
sem_comparing_get_difference (SemComparing *self)
{
  g_return_val_if_fail (SEM_IS_COMPARING (self), NULL);
  return self->difference;
}
