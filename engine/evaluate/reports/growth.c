/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "engine/evaluate/reports/growth.h"

#include "engine/base/output.h"
#include "engine/evaluate/evaluate-private.h"
#include "engine/evaluate/reports/plot-files.h"
#include "engine/hash/mathematics/blas.h"
#include "engine/index/hamming-index.h"

#include <string.h>

#include <cblas.h>
#include <glib/gi18n-lib.h>

/* Parts of the photos, each half of the next. */
#define N_PARTS 5
#define LEAST_PHOTOS 10
/* Queries that are timed, how often, and hits of each. */
#define QUERIES 50
#define ROUNDS 3
#define HITS 10

typedef struct
{
  const float *features;
  gsize n;
  gsize d;
  gsize n_training;
  GCancellable *cancellable;
  GArray *points;
} Growth;

static double
get_seconds (gint64 since)
{
  return (double) (g_get_monotonic_time () - since) / G_USEC_PER_SEC;
}

/* Searching ------------------------------------------------------------------------------------ */

/* The places of the greatest numbers, which is what a search by them needs besides the numbers. */
static void
find_greatest (const float *cosines, gsize n, gsize greatest[HITS])
{
  gsize found = 0;

  for (gsize i = 0; i < n; i++)
    {
      gsize at;

      if (found == HITS && cosines[i] <= cosines[greatest[HITS - 1]])
        continue;
      at = found < HITS ? found++ : HITS - 1;
      for (; at > 0 && cosines[greatest[at - 1]] < cosines[i]; at--)
        greatest[at] = greatest[at - 1];
      greatest[at] = i;
    }
}

static double
time_float (const Growth *self, gsize n)
{
  g_autofree float *cosines = g_new (float, n);
  const gsize queries = MIN (n, QUERIES);
  double best = G_MAXDOUBLE;

  for (guint round = 0; round < ROUNDS; round++)
    {
      const gint64 start = g_get_monotonic_time ();
      gsize greatest[HITS];

      for (gsize q = 0; q < queries; q++)
        {
          cblas_sgemv (CblasRowMajor, CblasNoTrans, n, self->d, 1.0f, self->features, self->d,
                       self->features + q * self->d, 1, 0.0f, cosines, 1);
          find_greatest (cosines, n, greatest);
        }
      best = MIN (best, get_seconds (start) / (double) queries);
    }
  return best;
}

/* Negative where it was cancelled. */
static double
time_codes (const Growth *self, SemHashModel *model, gsize n)
{
  const guint n_bits = sem_hash_model_get_n_bits (model);
  const gsize words = SEM_HASH_WORDS (n_bits), queries = MIN (n, QUERIES);
  g_autofree guint64 *codes = g_new (guint64, n * words);
  g_autofree gint64 *ids = g_new (gint64, n);
  g_autoptr (SemHammingIndex) index = sem_hamming_index_new (n_bits);
  double best = G_MAXDOUBLE;

  sem_hash_model_encode (model, self->features, n, codes, NULL);
  for (gsize i = 0; i < n; i++)
    ids[i] = (gint64) i + 1;
  if (!sem_hamming_index_append (index, codes, ids, n, NULL))
    return -1;
  for (guint round = 0; round < ROUNDS; round++)
    {
      const gint64 start = g_get_monotonic_time ();

      for (gsize q = 0; q < queries; q++)
        {
          const SemHammingQuery query = { codes + q * words, 1, HITS, n_bits, NULL,
                                          self->cancellable };
          g_autoptr (GArray) hits = sem_hamming_index_search (index, &query, NULL);

          if (!hits)
            return -1;
        }
      best = MIN (best, get_seconds (start) / (double) queries);
    }
  return best;
}

/* Measuring ------------------------------------------------------------------------------------ */

/* Returns: FALSE where it was cancelled */
static gboolean
measure_method (const Growth *self, const SemHashOptions *hash, const char *name, gsize n)
{
  const SemProgress progress = { NULL, NULL, self->cancellable };
  SemGrowthPoint point = { name, hash->n_bits, n, MIN (n, self->n_training), 0, 0, 0 };
  const gint64 start = g_get_monotonic_time ();
  g_autoptr (SemHashModel) model =
    sem_hash_train (hash, self->features, point.n_trained, self->d, &progress, NULL);

  /* There may be too few photos for it. */
  if (!model)
    return !g_cancellable_is_cancelled (self->cancellable);
  point.training = get_seconds (start);
  point.searching = time_codes (self, model, n);
  point.bytes = n * (SEM_HASH_WORDS (hash->n_bits) * sizeof (guint64) + sizeof (gint64));
  if (point.searching < 0)
    return FALSE;
  g_array_append_val (self->points, point);
  return TRUE;
}

static void
measure_float (const Growth *self, gsize n)
{
  const SemGrowthPoint point = {
    "float", 0, n, 0, 0, time_float (self, n), n * self->d * sizeof (float)
  };

  g_array_append_val (self->points, point);
}

/* @hash: (nullable): NULL for the features. Returns: FALSE where it was cancelled */
static gboolean
measure_parts (const Growth *self, const SemHashOptions *hash, const char *name)
{
  for (guint part = N_PARTS; part > 0; part--)
    {
      const gsize n = self->n >> (part - 1);

      if (g_cancellable_is_cancelled (self->cancellable))
        return FALSE;
      if (n < LEAST_PHOTOS)
        continue;
      if (!hash)
        measure_float (self, n);
      else if (!measure_method (self, hash, name, n))
        return FALSE;
    }
  return TRUE;
}

GArray *
sem_growth_measure (const SemEvaluateOptions *options,
                    const SemEvaluation *evaluation,
                    const float *features,
                    gsize n,
                    gsize d,
                    GCancellable *cancellable,
                    GError **error)
{
  g_autoptr (GArray) points = g_array_new (FALSE, FALSE, sizeof (SemGrowthPoint));
  const Growth self = { features, n, d, evaluation->n_training, cancellable, points };
  gboolean ok;

  sem_blas_use_one_thread ();
  if (options->step_func)
    options->step_func (_("Time and memory against the number of photos"), options->step_data);
  ok = measure_parts (&self, NULL, NULL);
  for (guint m = 0; ok && m < options->n_methods; m++)
    for (guint b = 0; ok && b < options->n_bits && options->depths[m] == SEM_FINETUNE_NONE; b++)
      {
        SemHashOptions hash = options->hash;

        hash.method = options->methods[m];
        hash.n_bits = options->bits[b];
        hash.seed = options->first_seed;
        hash.epoch_func = NULL;
        ok = measure_parts (&self, &hash,
                            sem_evaluate_name_method (&hash, hash.method, SEM_FINETUNE_NONE));
      }
  if (ok)
    return g_steal_pointer (&points);
  g_cancellable_set_error_if_cancelled (cancellable, error);
  return NULL;
}

/* Writing -------------------------------------------------------------------------------------- */

typedef enum
{
  TRAINING,
  SEARCHING,
  MEMORY,
} What;

static double
get_value (const SemGrowthPoint *point, What what)
{
  switch (what)
    {
    case TRAINING:
      return point->training;
    case SEARCHING:
      return point->searching * 1e3;
    default:
      return (double) point->bytes / 1e6;
    }
}

/* The points from @first on that are of one line. */
static guint
count_line (const GArray *growth, guint first)
{
  const SemGrowthPoint *points = (const SemGrowthPoint *) (const void *) growth->data;
  guint n = 1;

  while (first + n < growth->len && g_str_equal (points[first + n].method, points[first].method)
         && points[first + n].n_bits == points[first].n_bits)
    n++;
  return n;
}

static void
add_line (SemPlot *plot, const SemGrowthPoint *points, guint n, What what)
{
  g_autofree char *name = points->n_bits > 0
                            ? g_strdup_printf ("%s-%u", points->method, points->n_bits)
                            : g_strdup (points->method);
  double x[N_PARTS], y[N_PARTS];
  const SemPlotSeries line = { name, SEM_PLOT_LINE, points->n_bits == 0, n, x, y, NULL };

  for (guint i = 0; i < n; i++)
    {
      x[i] = (double) (what == TRAINING ? points[i].n_trained : points[i].n);
      y[i] = get_value (&points[i], what);
    }
  /* More photos than may be trained on change nothing. */
  if (what != TRAINING || x[0] < x[n - 1] || n == 1)
    sem_plot_add (plot, &line);
}

static gboolean
write_plot (const GArray *growth, What what, const char *set, const char *folder, GError **error)
{
  static const struct
  {
    const char *name, *title, *y_label;
  } texts[] = {
    [TRAINING] = { "training-time", N_("Time of a training"), N_("seconds") },
    [SEARCHING] = { "search-time", N_("Time of a search on one thread"), N_("milliseconds") },
    [MEMORY] = { "memory", N_("Memory that a search needs"), N_("megabytes") },
  };
  const SemPlotAxis x = { .label = what == TRAINING ? _("photos to train on") : _("photos"),
                          .unit = SEM_PLOT_COUNT,
                          .logarithmic = TRUE };
  const SemPlotAxis y = { .label = _(texts[what].y_label), .unit = SEM_PLOT_NUMBER };
  g_autoptr (SemPlot) plot = sem_plot_new (_(texts[what].title), set);
  const SemGrowthPoint *points = (const SemGrowthPoint *) (const void *) growth->data;

  sem_plot_set_x_axis (plot, &x);
  sem_plot_set_y_axis (plot, &y);
  for (guint i = 0, n; i < growth->len; i += n)
    {
      n = count_line (growth, i);
      if (what != TRAINING || points[i].n_trained > 0)
        add_line (plot, points + i, n, what);
    }
  return sem_plot_get_n_series (plot) == 0
         || sem_plot_files_write (plot, folder, texts[what].name, error);
}

static gboolean
write_table (const GArray *growth, const char *folder, GError **error)
{
  g_autoptr (GString) latex =
    g_string_new ("\\begin{tabular}{lrrrrrr}\n\\hline\nmethod & bits & $N$ & trained on & training "
                  "(s) & search (ms) & memory (MB) \\\\\n\\hline\n");
  g_autofree char *path = g_build_filename (folder, "growth.tex", NULL);

  for (guint i = 0; i < growth->len; i++)
    {
      const SemGrowthPoint *point = &g_array_index (growth, SemGrowthPoint, i);
      char text[G_ASCII_DTOSTR_BUF_SIZE];

      g_string_append_printf (latex, "%s & %u & %zu & %zu", point->method, point->n_bits, point->n,
                              point->n_trained);
      for (What what = TRAINING; what <= MEMORY; what++)
        g_string_append_printf (latex, " & %s",
                                g_ascii_formatd (text, sizeof text, "%.4g",
                                                 get_value (point, what)));
      g_string_append (latex, " \\\\\n");
    }
  g_string_append (latex, "\\hline\n\\end{tabular}\n");
  return sem_output_write (path, latex->str, latex->len, error);
}

gboolean
sem_growth_write (const GArray *growth, const char *set, const char *folder, GError **error)
{
  return write_plot (growth, TRAINING, set, folder, error)
         && write_plot (growth, SEARCHING, set, folder, error)
         && write_plot (growth, MEMORY, set, folder, error) && write_table (growth, folder, error);
}
