/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "engine/inspect/verdict.h"

#include "engine/inspect/metrics.h"
#include "engine/inspect/ranks.h"

#include <math.h>

#include <glib/gi18n-lib.h>

#define BIT(fault) (1u << SEM_INSPECT_FAULT_##fault)
/* Random pairs of a collapsed model differ in less than this share of the bits, or its bits are
 * correlated more than this. */
#define COLLAPSED_SPREAD 0.15
#define COLLAPSED_CORRELATION 0.6

static double
get (const SemInspection *inspection, SemInspectMetric metric)
{
  return sem_inspect_metric_get (inspection, metric);
}

static gboolean
is_outside (const SemInspection *inspection, SemInspectMetric metric)
{
  return !sem_inspect_metric_is_healthy (inspection, metric);
}

guint
sem_inspect_find_faults (const SemInspection *inspection)
{
  guint faults = 0;

  if (is_outside (inspection, SEM_INSPECT_CODES))
    return sem_inspection_get_one (inspection, "codes.elsewhere", 0) > 0.5 ? BIT (SHUFFLED)
                                                                           : BIT (CODES);
  if (is_outside (inspection, SEM_INSPECT_FEATURES))
    return BIT (SHUFFLED);
  if (get (inspection, SEM_INSPECT_SPREAD) < COLLAPSED_SPREAD
      || get (inspection, SEM_INSPECT_CORRELATION) > COLLAPSED_CORRELATION)
    return BIT (COLLAPSED);
  if (is_outside (inspection, SEM_INSPECT_DEAD))
    faults |= BIT (DEAD);
  if (is_outside (inspection, SEM_INSPECT_DOUBLED))
    faults |= BIT (DOUBLED);
  if (is_outside (inspection, SEM_INSPECT_HUBNESS))
    faults |= BIT (HUB);
  if (is_outside (inspection, SEM_INSPECT_REACH) && faults == 0)
    faults |= BIT (REACH);
  return faults;
}

const char *
sem_inspect_fault_get_key (SemInspectFault fault)
{
  static const char *const keys[SEM_INSPECT_N_FAULTS] = {
    "codes-of-another-model",
    "shuffled-features",
    "collapsed-model",
    "dead-bits",
    "duplicated-bits",
    "hub",
    "low-reach",
  };

  return keys[fault];
}

static char *
percent (double share)
{
  return g_strdup_printf (_("%.0f %%"), share * 100);
}

static char *
describe_bits (const SemInspection *inspection, SemInspectMetric metric)
{
  const double *library = sem_inspection_get_exactly (inspection, "library", 4);
  guint n = (guint) get (inspection, metric), n_bits = library ? (guint) library[3] : 0;

  if (metric == SEM_INSPECT_DEAD)
    return g_strdup_printf (
      g_dngettext (GETTEXT_PACKAGE,
                   "%u of %u bits is the same in all codes and carries nothing: train a new model.",
                   "%u of %u bits are the same in all codes and carry nothing: train a new model.",
                   n),
      n, n_bits);
  return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE,
                                       "%u of %u bits only repeats another one: train a new model.",
                                       "%u of %u bits only repeat others: train a new model.", n),
                          n, n_bits);
}

static char *
describe_reach (const SemInspection *inspection)
{
  g_autofree char *reach = sem_inspect_metric_dup_number (inspection, SEM_INSPECT_REACH, 0.01);

  return g_strdup_printf (_("The first %u results by codes have only %s of each photo’s ten true "
                            "nearest neighbors: train "
                            "a model with more bits or by another method."),
                          sem_inspect_get_first_results (inspection), reach);
}

static char *
describe_fault (const SemInspection *inspection, SemInspectFault fault)
{
  switch (fault)
    {
    case SEM_INSPECT_FAULT_CODES:
      return g_strdup (_("The codes are those of another model: train a new model."));
    case SEM_INSPECT_FAULT_SHUFFLED:
      return g_strdup (_("Features are shuffled: they belong to other photos than they are stored "
                         "for. Index the library again."));
    case SEM_INSPECT_FAULT_COLLAPSED:
      return g_strdup (_("The model has collapsed: nearly all photos have nearly the same code. "
                         "Train a new model."));
    case SEM_INSPECT_FAULT_DEAD:
      return describe_bits (inspection, SEM_INSPECT_DEAD);
    case SEM_INSPECT_FAULT_DOUBLED:
      return describe_bits (inspection, SEM_INSPECT_DOUBLED);
    case SEM_INSPECT_FAULT_HUB:
      return g_strdup_printf (_(
                                "One photo is a hub: it is among the nearest of %.0f times as many "
                                "photos as others are."),
                              get (inspection, SEM_INSPECT_HUBNESS));
    case SEM_INSPECT_FAULT_REACH:
    case SEM_INSPECT_N_FAULTS:
    default:
      return describe_reach (inspection);
    }
}

/* The mean over the alterations that keep a picture upright. */
static double
get_copies (const SemInspection *inspection)
{
  double sum = 0;

  for (guint a = 0; a < SEM_INSPECT_N_ALTERATIONS - 1; a++)
    sum += get (inspection, SEM_INSPECT_FIRST + a);
  return sum / (SEM_INSPECT_N_ALTERATIONS - 1);
}

/* What was not measured, as in an inspection that an earlier version stored, is not spoken of. */
static char *
describe_health (const SemInspection *inspection)
{
  double copies = get_copies (inspection);
  double ranked = get (inspection, SEM_INSPECT_RANKED), reach = get (inspection, SEM_INSPECT_REACH);
  g_autofree char *share = percent (isnan (ranked) ? reach : ranked);
  g_autofree char *found = isnan (copies) ? NULL : percent (copies);
  guint first = sem_inspect_get_first_results (inspection);

  if (isnan (ranked) && isnan (reach))
    return g_strdup (_("No fault was found."));
  if (isnan (ranked))
    return g_strdup_printf (_("The first %u results by codes have %s of each photo’s ten true "
                              "nearest neighbors; no fault was found."),
                            first, share);
  if (!found)
    return g_strdup_printf (_("The first %u results have %s of each photo’s ten true nearest "
                              "neighbors; no fault was found."),
                            first, share);
  return g_strdup_printf (_("The first %u results have %s of each photo’s ten true nearest "
                            "neighbors; copies are found first in %s of trials; no fault was "
                            "found."),
                          first, share, found);
}

char *
sem_inspect_dup_verdict (const SemInspection *inspection)
{
  guint faults = sem_inspect_find_faults (inspection);
  g_autoptr (GString) text = g_string_new (NULL);

  g_return_val_if_fail (inspection != NULL, NULL);

  if (faults == 0)
    return describe_health (inspection);
  for (guint fault = 0; fault < SEM_INSPECT_N_FAULTS; fault++)
    if (faults & (1u << fault))
      {
        g_autofree char *sentence = describe_fault (inspection, fault);

        if (text->len > 0)
          g_string_append_c (text, ' ');
        g_string_append (text, sentence);
      }
  return g_string_free (g_steal_pointer (&text), FALSE);
}
