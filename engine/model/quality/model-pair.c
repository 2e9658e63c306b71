/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-model"

#include "config.h"

#include "engine/model/quality/model-pair.h"

#include "engine/learn/models.h"
#include "engine/model/background.h"
#include "engine/model/codes-private.h"
#include "engine/model/library-private.h"

#include <glib/gi18n-lib.h>

struct _SemModelPair
{
  GObject parent_instance;

  SemLibrary *library;
  SemBackground background;
  SemCodeComparison *comparison; /* (nullable) */
  gboolean again;                /* whether it starts when what is being stopped has ended */
};

static GParamSpec *properties[SEM_BACKGROUND_N_PROPS];

G_DEFINE_FINAL_TYPE (SemModelPair, sem_model_pair, G_TYPE_OBJECT)

static gpointer
pair_worker (const char *path, gpointer data, GCancellable *cancellable, GError **error)
{
  const SemProgress progress = sem_background_get_progress (data, cancellable);
  const guint64 wanted = sem_background_get_wanted (data);
  g_autofree SemCodeComparison *comparison = g_new0 (SemCodeComparison, 1);

  return sem_models_compare (path, (gint64) (wanted >> 32), (gint64) (wanted & G_MAXUINT32),
                             &progress, comparison, error)
           ? g_steal_pointer (&comparison)
           : NULL;
}

static void begin (SemModelPair *self);

static void
done_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  SemModelPair *self = SEM_MODEL_PAIR (object);
  g_autofree SemCodeComparison *comparison = sem_background_finish (&self->background, result);

  if (self->again && self->library)
    {
      begin (self);
      return;
    }
  self->comparison = g_steal_pointer (&comparison);
  g_object_notify_by_pspec (object, properties[SEM_BACKGROUND_RUNNING]);
}

static void
begin (SemModelPair *self)
{
  static const SemBackgroundWork two = { pair_worker, g_free, done_cb, NULL,
                                         N_("Comparing two models") };
  static const SemBackgroundWork one = { pair_worker, g_free, done_cb, NULL,
                                         N_("Measuring a model") };
  const guint64 wanted = self->background.wanted;

  self->again = FALSE;
  g_clear_pointer (&self->comparison, g_free);
  sem_background_start (&self->background, G_OBJECT (self), self->library,
                        wanted >> 32 == (wanted & G_MAXUINT32) ? &one : &two);
}

static void
sem_model_pair_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  if (!sem_background_read_property (&SEM_MODEL_PAIR (object)->background, id, value))
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
sem_model_pair_dispose (GObject *object)
{
  SemModelPair *self = SEM_MODEL_PAIR (object);

  sem_background_clear (&self->background);
  g_clear_object (&self->library);
  g_clear_pointer (&self->comparison, g_free);

  G_OBJECT_CLASS (sem_model_pair_parent_class)->dispose (object);
}

static void
sem_model_pair_class_init (SemModelPairClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = sem_model_pair_dispose;
  object_class->get_property = sem_model_pair_get_property;
  sem_background_add_properties (properties);
  g_object_class_install_properties (object_class, SEM_BACKGROUND_N_PROPS, properties);
}

static void
sem_model_pair_init (SemModelPair *self)
{
}

SemModelPair *
sem_model_pair_new (SemLibrary *library)
{
  SemModelPair *self = g_object_new (SEM_TYPE_MODEL_PAIR, NULL);

  g_return_val_if_fail (SEM_IS_LIBRARY (library), self);

  self->library = g_object_ref (library);
  return self;
}

/* The rows of models are far fewer than 2^32. */
void
sem_model_pair_start (SemModelPair *self, SemCodes *before, SemCodes *after)
{
  g_return_if_fail (SEM_IS_MODEL_PAIR (self));
  g_return_if_fail (SEM_IS_CODES (before) && SEM_IS_CODES (after));
  g_return_if_fail (sem_codes_get_id (before) <= G_MAXUINT32);
  g_return_if_fail (sem_codes_get_id (after) <= G_MAXUINT32);

  self->background.wanted =
    (guint64) sem_codes_get_id (before) << 32 | (guint64) sem_codes_get_id (after);
  if (self->background.cancellable)
    {
      self->again = TRUE;
      sem_background_stop (&self->background);
    }
  else if (self->library)
    begin (self);
}

void
sem_model_pair_stop (SemModelPair *self)
{
  g_return_if_fail (SEM_IS_MODEL_PAIR (self));

  self->again = FALSE;
  sem_background_stop (&self->background);
}

gboolean
sem_model_pair_get_running (SemModelPair *self)
{
  g_return_val_if_fail (SEM_IS_MODEL_PAIR (self), FALSE);
  return self->background.cancellable != NULL;
}

const char *
sem_model_pair_get_problem (SemModelPair *self)
{
  g_return_val_if_fail (SEM_IS_MODEL_PAIR (self), NULL);
  return self->background.problem;
}

static SemMeasures
make_measures (const SemCodeQuality *quality)
{
  return (SemMeasures){
    .reach = quality->reach,
    .lift = quality->lift,
    .correlation = quality->correlation,
    .imbalance = quality->imbalance,
    .unique = quality->unique,
  };
}

gboolean
sem_model_pair_get_measures (SemModelPair *self,
                             SemMeasures *before,
                             SemMeasures *after,
                             double *overlap)
{
  g_return_val_if_fail (SEM_IS_MODEL_PAIR (self), FALSE);

  if (!self->comparison)
    return FALSE;
  *before = make_measures (&self->comparison->before);
  *after = make_measures (&self->comparison->after);
  if (overlap)
    *overlap = self->comparison->overlap;
  return TRUE;
}
