/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "engine/inspect/labels/labels.h"

#include "engine/learn/models.h"
#include "engine/nn/backbone.h"
#include "engine/photos/codes.h"

#include <string.h>

#include <glib/gi18n-lib.h>

/* Loading the photos takes this share of the time. */
#define LOADED 0.1

/* A model that is to be ranked by. */
typedef struct
{
  SemStoreModel row;
  char *name;
  SemHashModel *model;
  float *features; /* NULL where they are those of the set */
} Ranked;

typedef struct
{
  SemStore *store;
  SemStoreModel active;
  GPtrArray *models; /* Ranked */
  SemLabels *labels;
} Measuring;

static void
ranked_free (gpointer data)
{
  Ranked *ranked = data;

  sem_store_model_clear (&ranked->row);
  g_clear_pointer (&ranked->model, sem_hash_model_free);
  g_free (ranked->features);
  g_free (ranked->name);
  g_free (ranked);
}

static void
clear (gpointer data)
{
  SemLabels *self = data;

  g_clear_pointer (&self->set, sem_labelled_set_free);
  g_clear_pointer (&self->evaluation, sem_evaluation_free);
  g_strfreev (self->names);
  g_ptr_array_unref (self->titles);
}

SemLabels *
sem_labels_ref (SemLabels *self)
{
  return g_atomic_rc_box_acquire (self);
}

void
sem_labels_unref (SemLabels *self)
{
  g_atomic_rc_box_release_full (self, clear);
}

/* The folder's name, with as many of its parent folders as make it unique. */
static char *
name_class (const GPtrArray *classes, guint which)
{
  const char *path = g_ptr_array_index (classes, which);
  const char *start = path + strlen (path);
  gboolean unique = FALSE;

  while (!unique && start > path)
    {
      unique = TRUE;
      while (start > path && *--start != '/')
        ;
      for (guint i = 0; i < classes->len && unique; i++)
        unique = i == which || !g_str_has_suffix (g_ptr_array_index (classes, i), start);
    }
  return g_filename_display_name (*start == '/' && start[1] ? start + 1 : start);
}

static GStrv
name_classes (const GPtrArray *classes)
{
  GStrv names = g_new0 (char *, classes->len + 1);

  for (guint i = 0; i < classes->len; i++)
    names[i] = name_class (classes, i);
  return names;
}

/* @features: (out) (nullable): NULL where a photo has none of that network. */
static gboolean
load_features (const Measuring *measuring, const char *backbone, float **features, GError **error)
{
  const SemLabelledSet *set = measuring->labels->set;
  g_autofree float *loaded = g_try_new (float, MAX (set->n, 1) * SEM_BACKBONE_DIM);
  gboolean found = loaded != NULL;

  *features = NULL;
  for (gsize i = 0; i < set->n && found; i++)
    if (!sem_codes_load_feature (measuring->store, set->ids[i], backbone,
                                 loaded + i * SEM_BACKBONE_DIM, &found, error))
      return FALSE;
  if (found)
    *features = g_steal_pointer (&loaded);
  return TRUE;
}

static gboolean
add_model (Measuring *measuring, gint64 id, GError **error)
{
  Ranked *ranked = g_new0 (Ranked, 1);
  gboolean ok = sem_models_find (measuring->store, id, &ranked->row, error)
                && (ranked->model = sem_models_read (&ranked->row, error)) != NULL;
  gboolean own = ok && g_strcmp0 (ranked->row.backbone, measuring->active.backbone) != 0;

  ok = ok && (!own || load_features (measuring, ranked->row.backbone, &ranked->features, error));
  if (ok && (!own || ranked->features))
    {
      ranked->name = g_strdup_printf ("model-%" G_GINT64_FORMAT, id);
      g_ptr_array_add (measuring->models, ranked);
    }
  else
    ranked_free (ranked);
  return ok;
}

/* The newest first, if they are too many. */
static gboolean
add_models (Measuring *measuring, GError **error)
{
  g_autoptr (GPtrArray) rows = sem_store_list_models (measuring->store, error);

  if (!rows || !add_model (measuring, measuring->active.id, error))
    return FALSE;
  for (guint i = rows->len; i > 0 && measuring->models->len < SEM_EVALUATE_MAX_ROWS; i--)
    {
      const SemStoreModel *row = g_ptr_array_index (rows, i - 1);

      if (row->stage != SEM_MODEL_UNFINISHED && row->id != measuring->active.id
          && !add_model (measuring, row->id, error))
        return FALSE;
    }
  return TRUE;
}

/* Short, for below a bar. */
static char *
name_model (const SemStoreModel *row)
{
  g_autofree char *number = g_strdup_printf ("%" G_GINT64_FORMAT, row->id);

  if (row->name && *row->name)
    /* Translators: a model's name and its number */
    return g_strdup_printf (_("%s (%s)"), row->name, number);
  /* Translators: a method, the length of its codes, and the number of the model */
  return g_strdup_printf (_("%s, %u bits (%s)"), row->method, row->bits, number);
}

static void
name_rows (const Measuring *measuring)
{
  SemLabels *labels = measuring->labels;
  /* The active model comes first, by distance and then by score. */
  const Ranked *first = g_ptr_array_index (measuring->models, 0);
  const char *active = first->name;

  for (guint r = 0; r < sem_evaluation_get_n_rows (labels->evaluation); r++)
    {
      const SemEvaluationRow *row = sem_evaluation_get_row (labels->evaluation, r);
      char *title = NULL;

      for (guint i = 0; i < measuring->models->len; i++)
        {
          const Ranked *ranked = g_ptr_array_index (measuring->models, i);

          if (g_str_equal (ranked->name, row->method))
            title = name_model (&ranked->row);
        }
      if (!title && row->n_bits > 0)
        /* Translators: name of a method, and length of its codes */
        title = g_strdup_printf (_("%s, %u bits"), row->method, row->n_bits);
      else if (!title)
        title = g_strdup (r == 0 ? _("Features") : _("Features, centered"));
      g_ptr_array_add (labels->titles, title);
      if (g_strcmp0 (row->method, active) == 0)
        labels->main_row = r;
    }
}

static gboolean
evaluate (Measuring *measuring, SemLabelsOf of, const SemProgress *progress, GError **error)
{
  SemLabels *labels = measuring->labels;
  const SemLabelledSet *set = labels->set;
  SemEvaluateModel models[SEM_EVALUATE_MAX_ROWS];
  SemEvaluateOptions options;

  sem_evaluate_options_init (&options);
  options.n_seeds = 1;
  options.n_bits = 1;
  options.bits[0] = measuring->active.bits;
  options.with_outcomes = TRUE;
  options.models = models;
  if (of == SEM_LABELS_OF_MODELS)
    options.n_methods = 0;
  for (; options.n_models < measuring->models->len; options.n_models++)
    {
      const Ranked *ranked = g_ptr_array_index (measuring->models, options.n_models);

      models[options.n_models] =
        (SemEvaluateModel){ ranked->name, ranked->model, ranked->features };
    }
  labels->evaluation =
    sem_evaluate (&options, set->features, set->labels, set->n, SEM_BACKBONE_DIM, progress, error);
  if (!labels->evaluation)
    return FALSE;
  name_rows (measuring);
  return TRUE;
}

static gboolean
load (Measuring *measuring, guint level, GError **error)
{
  const SemLabelling labelling = { SEM_CLASS_FOLDER, level, SEM_LABELS_MOST };
  SemLabels *labels = measuring->labels;

  labels->level = level;
  labels->set =
    sem_labelled_set_load (measuring->store, measuring->active.backbone, &labelling, error);
  if (!labels->set)
    return FALSE;
  labels->sampled = labels->set->n_left_out > 0;
  labels->names = name_classes (labels->set->classes);
  return TRUE;
}

static gboolean
measure (Measuring *measuring,
         SemLabelsOf of,
         guint level,
         const SemProgress *progress,
         GError **error)
{
  SemProgressPart ranking;

  if (!sem_store_get_active_row (measuring->store, &measuring->active, error))
    return FALSE;
  if (measuring->active.id == 0)
    {
      g_set_error_literal (
        error, SEM_ERROR, SEM_ERROR_NO_MODEL,
        _("There are no codes to search yet. Index a folder with photos first."));
      return FALSE;
    }
  return load (measuring, level, error) && add_models (measuring, error)
         && evaluate (measuring, of, sem_progress_part_init (&ranking, progress, LOADED, 1), error);
}

SemLabels *
sem_labels_measure (const char *path,
                    SemLabelsOf of,
                    guint level,
                    const SemProgress *progress,
                    GError **error)
{
  g_autoptr (SemStore) store = NULL;
  g_autoptr (GPtrArray) models = g_ptr_array_new_with_free_func (ranked_free);
  g_autoptr (SemLabels) labels = g_atomic_rc_box_new0 (SemLabels);
  Measuring measuring = { .models = models, .labels = labels };
  gboolean ok;

  g_return_val_if_fail (path != NULL, NULL);

  labels->titles = g_ptr_array_new_with_free_func (g_free);
  measuring.store = store = sem_store_open (path, SEM_STORE_READ, error);
  ok = store && measure (&measuring, of, level, progress, error);
  sem_store_model_clear (&measuring.active);
  if (!ok)
    return NULL;
  /* They take most of the memory. */
  g_clear_pointer (&labels->set->features, g_free);
  return g_steal_pointer (&labels);
}

SemLabelsClass *
sem_labels_list_classes (const SemLabels *self, guint row)
{
  const SemOutcome *outcome = sem_evaluation_get_outcome (self->evaluation, row);
  SemLabelsClass *classes = g_new0 (SemLabelsClass, self->set->classes->len);

  for (gsize q = 0; q < outcome->n; q++)
    {
      SemLabelsClass *class = &classes[self->set->labels[outcome->queries[q]]];

      class->n_queries++;
      for (guint f = 0; f < SEM_EVALUATION_N_FIGURES; f++)
        class->figures[f] += outcome->figures[q * SEM_EVALUATION_N_FIGURES + f];
    }
  for (guint c = 0; c < self->set->classes->len; c++)
    for (guint f = 0; f < SEM_EVALUATION_N_FIGURES && classes[c].n_queries > 0; f++)
      classes[c].figures[f] /= classes[c].n_queries;
  return classes;
}

/* (transfer full): for each class its place among @classes; @n where it is not there. */
static guint *
find_places (const SemLabels *self, const guint *classes, guint n)
{
  guint *places = g_new (guint, self->set->classes->len + 1);

  for (guint c = 0; c < self->set->classes->len; c++)
    places[c] = n;
  for (guint i = 0; i < n; i++)
    places[classes[i]] = i;
  return places;
}

guint *
sem_labels_list_possible (const SemLabels *self, const SemOutcome *outcome)
{
  const guint n = self->set->classes->len;
  const guint32 *labels = self->set->labels;
  guint *counts = g_new0 (guint, n + 1);
  g_autofree guint *queries = g_new0 (guint, n + 1);

  for (gsize i = 0; i < self->set->n; i++)
    if (labels[i] < n)
      counts[labels[i]]++;
  for (gsize q = 0; q < outcome->n; q++)
    queries[labels[outcome->queries[q]]]++;
  for (guint c = 0; c < n; c++)
    {
      const guint others = counts[c] > queries[c] ? counts[c] - queries[c] : MAX (counts[c], 1) - 1;

      counts[c] = CLAMP (others, 1, SEM_OUTCOME_HEAD);
    }
  return counts;
}

double *
sem_labels_list_confusion (const SemLabels *self, guint row, const guint *classes, guint n)
{
  const SemOutcome *outcome = sem_evaluation_get_outcome (self->evaluation, row);
  const guint32 *labels = self->set->labels;
  g_autofree guint *places = NULL, *sums = NULL, *possible = NULL;
  double *shares;

  g_return_val_if_fail (n <= SEM_LABELS_MOST_CONFUSED, NULL);

  places = find_places (self, classes, n);
  sums = g_new0 (guint, n + 1);
  possible = sem_labels_list_possible (self, outcome);
  shares = g_new0 (double, (gsize) n *n + 1);
  for (gsize q = 0; q < outcome->n; q++)
    for (guint i = 0; i < possible[labels[outcome->queries[q]]]; i++)
      {
        const guint32 hit = outcome->head[q * SEM_OUTCOME_HEAD + i];
        const guint asked = places[labels[outcome->queries[q]]];
        const guint found = hit == G_MAXUINT32 ? n : places[labels[hit]];

        sums[asked] += hit != G_MAXUINT32;
        if (asked < n && found < n)
          shares[(gsize) asked * n + found]++;
      }
  for (gsize c = 0; c < n; c++)
    for (gsize i = 0; i < n && sums[c] > 0; i++)
      shares[c * n + i] /= sums[c];
  return shares;
}
