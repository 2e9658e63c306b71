/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "engine/evaluate/likeness/likeness-evaluate.h"
#include "engine/evaluate/likeness/likeness-cases.h"
#include "engine/evaluate/likeness/likeness-trial.h"
#include "engine/search/likeness/likeness.h"

#include <math.h>

#include <glib/gi18n-lib.h>

/* The requirement for absent queries: a maximum number of hits, for a share of the queries; and no
 * hit, for another share.
 */
#define FEW_HITS 5
#define WITH_FEW 0.98
#define WITH_NONE 0.7
/* Draws of each size of the curve, and the hits whose precision it shows. */
#define N_DRAWS 20
#define DEPTH 10

static const guint sizes[SEM_LIKENESS_N_SIZES] = { 10, 20, 50, 100, 200 };

/* What a library said to one query: the likeness of its first hit and of the first that is one too
 * many, how many hits are above the divider and how many of these are of the query's kind, and
 * (element-type float) the likeness of all that are. */
typedef struct
{
  SemLikenessCase number;
  guint library;
  guint n_photos;
  float first;
  float excess;
  guint n_above;
  guint n_right;
  GArray *relevant;
} Answer;

/* Precision of the first ten by draw and order. */
typedef double Draws[N_DRAWS][SEM_LIKENESS_N_ORDERS];

typedef struct
{
  const SemLabelledSet *set;
  const SemReference *reference;
  guint64 seed;
  GArray *answers;
  SemLikenessResult *result;
  Draws *draws;
} Run;

static void
answer_clear (gpointer data)
{
  g_array_unref (((Answer *) data)->relevant);
}

static float
get_likeness (const GArray *hits, guint i)
{
  return i < hits->len ? g_array_index (hits, SemLikenessHit, i).likeness : 0;
}

static void
add_answer (Run *run, SemLikenessCase number, guint library, guint32 query, const GArray *hits)
{
  Answer answer = {
    .number = number,
    .library = library,
    .n_photos = hits->len,
    .first = get_likeness (hits, 0),
    .excess = get_likeness (hits, FEW_HITS),
    .relevant = g_array_new (FALSE, FALSE, sizeof (float)),
  };

  while (answer.n_above < hits->len
         && get_likeness (hits, answer.n_above)
              > sem_likeness_line (NULL, hits->len, answer.n_above + 1))
    answer.n_above++;
  for (guint i = 0; i < hits->len; i++)
    {
      const SemLikenessHit *hit = &g_array_index (hits, SemLikenessHit, i);

      if (sem_likeness_case_is_absent (number)
          || run->set->labels[hit->row] != run->set->labels[query])
        continue;
      answer.n_right += i < answer.n_above;
      g_array_append_val (answer.relevant, hit->likeness);
    }
  g_array_append_val (run->answers, answer);
}

static gboolean
ask_library (Run *run,
             const SemLikenessLibrary *library,
             guint number,
             const SemProgress *progress,
             GError **error)
{
  g_autoptr (SemLikenessTrial) trial =
    sem_likeness_trial_new (run->reference, run->set->features, library->gallery, progress, error);

  if (!trial)
    return FALSE;
  for (guint present = 0; present < 2; present++)
    for (guint i = 0; i < library->queries[present]->len; i++)
      {
        guint32 query = g_array_index (library->queries[present], guint32, i);
        g_autoptr (GArray) hits = NULL;

        if (g_cancellable_set_error_if_cancelled (sem_progress_get_cancellable (progress), error))
          return FALSE;
        hits = sem_likeness_trial_ask (trial, query);
        add_answer (run, library->cases[present], number, query, hits);
      }
  return TRUE;
}

/* Shares ---------------------------------------------------------------------------------------*/

/* Above one likeness for all libraries. */
static double
get_best_recall (const Answer *answer, double line)
{
  guint n = 0;

  for (guint i = 0; i < answer->relevant->len; i++)
    n += (double) g_array_index (answer->relevant, float, i) > line;
  return (double) n / MAX (answer->relevant->len, 1);
}

/* Whether a line that is the same in all libraries meets the requirement for absent queries. */
static gboolean
fulfils (const GArray *answers, double line)
{
  guint n = 0, few = 0, none = 0;

  for (guint i = 0; i < answers->len; i++)
    {
      const Answer *answer = &g_array_index (answers, Answer, i);

      if (!sem_likeness_case_is_absent (answer->number))
        continue;
      n++;
      few += (double) answer->excess <= line;
      none += (double) answer->first <= line;
    }
  return few >= WITH_FEW * n && none >= WITH_NONE * n;
}

static double
choose_threshold (const GArray *answers)
{
  guint line = 0;

  while (line < 1000 && !fulfils (answers, line / 1000.0))
    line++;
  return line / 1000.0;
}

static void
count_answer (SemLikenessRow *row, const Answer *answer, double threshold)
{
  row->least = row->n_queries ? MIN (row->least, answer->n_photos) : answer->n_photos;
  row->most = MAX (row->most, answer->n_photos);
  row->n_queries++;
  row->few += answer->n_above <= FEW_HITS;
  row->none += answer->n_above == 0;
  row->recall += (double) answer->n_right / MAX (answer->relevant->len, 1);
  row->precision += (double) answer->n_right / MAX (answer->n_above, 1);
  row->best_recall += get_best_recall (answer, threshold);
}

static void
add_row (Run *run, SemLikenessCase number)
{
  SemLikenessRow row = { .name = sem_likeness_case_get_name (number),
                         .absent = sem_likeness_case_is_absent (number) };
  guint last = G_MAXUINT;

  for (guint i = 0; i < run->answers->len; i++)
    {
      const Answer *answer = &g_array_index (run->answers, Answer, i);

      if (answer->number != number)
        continue;
      row.n_libraries += answer->library != last;
      last = answer->library;
      count_answer (&row, answer, run->result->threshold);
    }
  if (row.n_queries == 0)
    return;
  row.precision /= MAX (row.n_queries - row.none, 1);
  row.few /= row.n_queries;
  row.none /= row.n_queries;
  row.recall /= row.n_queries;
  row.best_recall /= row.n_queries;
  g_array_append_val (run->result->rows, row);
}

/* Curve ----------------------------------------------------------------------------------------*/

static double
get_precision (const Run *run, guint32 query, GArray *hits)
{
  guint n = MIN (hits->len, DEPTH), relevant = 0;

  for (guint i = 0; i < n; i++)
    relevant +=
      run->set->labels[g_array_index (hits, SemLikenessHit, i).row] == run->set->labels[query];
  g_array_unref (hits);
  return (double) relevant / MAX (n, 1);
}

static gboolean
ask_draw (Run *run, guint size, guint draw, const SemProgress *progress, GError **error)
{
  g_autoptr (SemLikenessLibrary) library =
    sem_likeness_library_draw (run->set, run->seed, size * N_DRAWS + draw, sizes[size]);
  g_autoptr (SemLikenessTrial) trial =
    sem_likeness_trial_new (run->reference, run->set->features, library->gallery, progress, error);
  const GArray *queries = library->queries[1];
  double *sums = run->draws[size][draw];

  if (!trial)
    return FALSE;
  for (guint i = 0; i < queries->len; i++)
    {
      guint32 query = g_array_index (queries, guint32, i);

      sums[SEM_LIKENESS_SEARCH] +=
        get_precision (run, query, sem_likeness_trial_ask (trial, query));
      sums[SEM_LIKENESS_PLAIN] +=
        get_precision (run, query, sem_likeness_trial_ask_cosine (trial, query, FALSE));
      sums[SEM_LIKENESS_CENTRED] +=
        get_precision (run, query, sem_likeness_trial_ask_cosine (trial, query, TRUE));
    }
  for (guint order = 0; order < SEM_LIKENESS_N_ORDERS; order++)
    sums[order] /= MAX (queries->len, 1);
  return TRUE;
}

/* The mean over the draws of one order, less that of another unless that is negative. */
static void
average (const Draws draws, guint plus, int minus, double *mean, double *error)
{
  double sum = 0, squares = 0;

  for (guint i = 0; i < N_DRAWS; i++)
    {
      double value = draws[i][plus] - (minus < 0 ? 0 : draws[i][minus]);

      sum += value;
      squares += value * value;
    }
  *mean = sum / N_DRAWS;
  *error = sqrt (MAX (squares / N_DRAWS - *mean * *mean, 0) / (N_DRAWS - 1));
}

static void
finish_curve (Run *run, guint size)
{
  SemLikenessCurve *curve = &run->result->curve[size];
  int better;

  curve->n_photos = sizes[size];
  curve->n_draws = N_DRAWS;
  for (guint order = 0; order < SEM_LIKENESS_N_ORDERS; order++)
    average (run->draws[size], order, -1, &curve->precision[order], &curve->error[order]);
  better = curve->precision[SEM_LIKENESS_PLAIN] > curve->precision[SEM_LIKENESS_CENTRED]
             ? SEM_LIKENESS_PLAIN
             : SEM_LIKENESS_CENTRED;
  average (run->draws[size], SEM_LIKENESS_SEARCH, better, &curve->ahead, &curve->ahead_error);
}

/* Evaluation -----------------------------------------------------------------------------------*/

static gboolean
run_all (Run *run, GArray *libraries, const SemProgress *progress, GError **error)
{
  guint n_draws = SEM_LIKENESS_N_SIZES * N_DRAWS, n = libraries->len + n_draws;

  for (guint i = 0; i < n; i++)
    {
      SemProgressPart part;
      gboolean ok;

      sem_progress_part_init (&part, progress, (double) i / n, (i + 1.0) / n);
      if (i < n_draws)
        ok = ask_draw (run, i / N_DRAWS, i % N_DRAWS, &part.progress, error);
      else
        ok = ask_library (run, &g_array_index (libraries, SemLikenessLibrary, i - n_draws), i,
                          &part.progress, error);
      if (!ok)
        return FALSE;
    }
  for (guint size = 0; size < SEM_LIKENESS_N_SIZES; size++)
    finish_curve (run, size);
  run->result->threshold = choose_threshold (run->answers);
  for (SemLikenessCase number = 0; number < SEM_LIKENESS_N_CASES; number++)
    add_row (run, number);
  return TRUE;
}

SemLikenessResult *
sem_likeness_evaluate (const SemLabelledSet *set,
                       const SemReference *reference,
                       guint64 seed,
                       const SemProgress *progress,
                       GError **error)
{
  g_autoptr (GArray) libraries = sem_likeness_libraries_new (set, seed);
  g_autoptr (GArray) answers = g_array_new (FALSE, FALSE, sizeof (Answer));
  g_autoptr (SemLikenessResult) result = g_new0 (SemLikenessResult, 1);
  g_autofree Draws *draws = g_new0 (Draws, SEM_LIKENESS_N_SIZES);
  Run run = { set, reference, seed, answers, result, draws };

  g_array_set_clear_func (answers, answer_clear);
  result->seed = seed;
  result->rows = g_array_new (FALSE, FALSE, sizeof (SemLikenessRow));
  if (libraries->len == 0)
    {
      g_set_error_literal (error, SEM_ERROR, SEM_ERROR_TOO_FEW,
                           _("No class has 20 photos. Choose a folder whose subfolders have more "
                             "photos."));
      return NULL;
    }
  return run_all (&run, libraries, progress, error) ? g_steal_pointer (&result) : NULL;
}

void
sem_likeness_result_free (SemLikenessResult *self)
{
  if (!self)
    return;
  g_array_unref (self->rows);
  g_free (self);
}
