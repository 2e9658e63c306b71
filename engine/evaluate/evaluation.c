/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "engine/evaluate/evaluate-private.h"

#include "engine/measure/metrics.h"

void
sem_evaluation_free (SemEvaluation *self)
{
  if (!self)
    return;
  g_free (self->set);
  g_free (self->samples);
  g_clear_pointer (&self->missing, g_ptr_array_unref);
  g_array_unref (self->rows);
  g_ptr_array_unref (self->outcomes);
  g_ptr_array_unref (self->epochs);
  g_free (self);
}

const char *
sem_evaluate_name_method (const SemHashOptions *hash, SemHashMethod method, SemFinetuneDepth depth)
{
  gboolean paper =
    (method == SEM_HASH_DDH || method == SEM_HASH_BCDH) && hash->preset == SEM_HASH_PRESET_PAPER;
  g_autofree char *name =
    g_strconcat (sem_hash_method_get_name (method), paper ? "-paper" : "",
                 depth != SEM_FINETUNE_NONE ? "-" : "",
                 depth != SEM_FINETUNE_NONE ? sem_finetune_depth_get_name (depth) : "", NULL);

  return g_intern_string (name);
}

static void
add_row (SemEvaluation *self, const char *method, guint n_bits, SemEvaluationOrder order)
{
  SemEvaluationRow row = { .evaluation = self, .method = method, .n_bits = n_bits, .order = order };

  g_array_append_val (self->rows, row);
}

static gpointer
copy_name (gconstpointer name, gpointer user_data)
{
  return g_strdup (name);
}

static void
clear_epochs (gpointer epochs)
{
  g_clear_pointer (&epochs, g_array_unref);
}

SemEvaluation *
sem_evaluation_new (const SemEvaluateOptions *options)
{
  SemEvaluation *self = g_new0 (SemEvaluation, 1);

  self->set = g_strdup (options->set);
  self->first_seed = options->first_seed;
  self->n_seeds = options->n_seeds;
  self->rows = g_array_new (FALSE, TRUE, sizeof (SemEvaluationRow));
  self->protocol = options->protocol;
  if (options->truth)
    {
      self->missing = g_ptr_array_copy (options->truth->missing, copy_name, NULL);
      self->n_without = options->truth->n_without;
      self->whole_queries = options->truth->whole_queries;
      self->scaled_queries = options->truth->scaled_queries;
    }
  self->queries_per_class = options->queries_per_class;
  if (options->with_float)
    {
      add_row (self, "float", 0, SEM_EVALUATION_SCORE);
      add_row (self, "float-centred", 0, SEM_EVALUATION_SCORE);
    }
  for (guint b = 0; b < options->n_bits; b++)
    for (guint m = 0; m < options->n_methods; m++)
      {
        const char *name =
          sem_evaluate_name_method (&options->hash, options->methods[m], options->depths[m]);

        add_row (self, name, options->bits[b], SEM_EVALUATION_HAMMING);
        add_row (self, name, options->bits[b], SEM_EVALUATION_SCORE);
      }
  for (guint i = 0; i < options->n_models; i++)
    {
      const SemEvaluateModel *model = &options->models[i];
      const char *name = g_intern_string (model->name);
      guint n_bits = sem_hash_model_get_n_bits (model->model);

      add_row (self, name, n_bits, SEM_EVALUATION_HAMMING);
      add_row (self, name, n_bits, SEM_EVALUATION_SCORE);
    }
  self->outcomes = g_ptr_array_new_with_free_func ((GDestroyNotify) sem_outcome_free);
  self->epochs = g_ptr_array_new_with_free_func (clear_epochs);
  g_ptr_array_set_size (self->epochs, (int) self->rows->len);
  self->samples = g_new0 (SemRecord, self->rows->len * options->n_seeds);
  return self;
}

static char *
dup_row_name (const SemEvaluationRow *row)
{
  const char *score = row->order == SEM_EVALUATION_SCORE ? "-score" : "";

  return row->n_bits == 0 ? g_strdup (row->method)
                          : g_strdup_printf ("%s-%u%s", row->method, row->n_bits, score);
}

gboolean
sem_evaluation_find_row (const SemEvaluateOptions *options, const char *name, guint *row)
{
  g_autoptr (SemEvaluation) self = sem_evaluation_new (options);

  if (!name)
    {
      *row = options->with_float && self->rows->len > 2 ? 2 : 0;
      return self->rows->len > 0;
    }
  for (*row = 0; *row < self->rows->len; (*row)++)
    {
      g_autofree char *known = dup_row_name (&g_array_index (self->rows, SemEvaluationRow, *row));

      if (g_str_equal (known, name))
        return TRUE;
    }
  return FALSE;
}

guint
sem_evaluation_get_n_rows (const SemEvaluation *self)
{
  return self->rows->len;
}

const SemEvaluationRow *
sem_evaluation_get_row (const SemEvaluation *self, guint row)
{
  g_return_val_if_fail (row < self->rows->len, NULL);

  return &g_array_index (self->rows, SemEvaluationRow, row);
}

const SemOutcome *
sem_evaluation_get_outcome (const SemEvaluation *self, guint row)
{
  return row < self->outcomes->len ? g_ptr_array_index (self->outcomes, row) : NULL;
}

void
sem_evaluation_summarise (SemEvaluation *self)
{
  g_autofree double *values = g_new (double, self->n_seeds);

  for (guint r = 0; r < self->rows->len; r++)
    for (gsize f = 0; f < SEM_RECORD_N_VALUES; f++)
      {
        SemEvaluationRow *row = &g_array_index (self->rows, SemEvaluationRow, r);

        for (guint s = 0; s < self->n_seeds; s++)
          values[s] = ((const double *) &self->samples[r * self->n_seeds + s])[f];
        sem_metrics_summarise (values, self->n_seeds, (double *) &row->mean + f,
                               (double *) &row->sd + f);
      }
}
