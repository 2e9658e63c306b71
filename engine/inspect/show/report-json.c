/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "engine/inspect/show/report.h"

#include "engine/inspect/metrics.h"
#include "engine/inspect/ranks.h"
#include "engine/inspect/verdict.h"
#include "engine/measure/quality.h"

#include <math.h>

#define DEPTHS SEM_QUALITY_N_DEPTHS

static void
add_int (JsonBuilder *builder, const char *name, double value)
{
  json_builder_set_member_name (builder, name);
  json_builder_add_int_value (builder, (gint64) value);
}

static void
add_metric (JsonBuilder *builder,
            const SemInspection *inspection,
            SemInspectMetric metric,
            double value)
{
  double low, high;

  sem_inspect_metric_get_healthy (inspection, metric, &low, &high);
  json_builder_set_member_name (builder, sem_inspect_metric_get_key (metric));
  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "value");
  json_builder_add_double_value (builder, value);
  json_builder_set_member_name (builder, "healthy");
  json_builder_begin_array (builder);
  json_builder_add_double_value (builder, low);
  json_builder_add_double_value (builder, high);
  json_builder_end_array (builder);
  json_builder_end_object (builder);
}

static void
add_metrics (JsonBuilder *builder, const SemInspection *inspection)
{
  json_builder_set_member_name (builder, "metrics");
  json_builder_begin_object (builder);
  for (guint m = 0; m < SEM_INSPECT_N_METRICS; m++)
    {
      double value = sem_inspect_metric_get (inspection, m);

      if (!isnan (value))
        add_metric (builder, inspection, m, value);
    }
  json_builder_end_object (builder);
}

static void
add_faults (JsonBuilder *builder, const SemInspection *inspection)
{
  guint faults = sem_inspect_find_faults (inspection);

  json_builder_set_member_name (builder, "faults");
  json_builder_begin_array (builder);
  for (guint fault = 0; fault < SEM_INSPECT_N_FAULTS; fault++)
    if (faults & (1u << fault))
      json_builder_add_string_value (builder, sem_inspect_fault_get_key (fault));
  json_builder_end_array (builder);
}

/* The means over the queries. */
static void
add_curve (JsonBuilder *builder,
           const char *member,
           const SemInspection *inspection,
           const char *name)
{
  double curve[DEPTHS];

  json_builder_set_member_name (builder, member);
  json_builder_begin_array (builder);
  if (sem_inspect_get_curve (inspection, name, curve))
    for (guint d = 0; d < DEPTHS; d++)
      json_builder_add_double_value (builder, curve[d]);
  json_builder_end_array (builder);
}

void
sem_inspect_add_json (JsonBuilder *builder, const SemInspection *inspection)
{
  static const double none[4] = { 0 };
  const double *library = sem_inspection_get_exactly (inspection, "library", 4);
  g_autofree char *verdict = sem_inspect_dup_verdict (inspection);
  gsize n_queries;

  library = library ? library : none;
  sem_inspection_get (inspection, "queries", &n_queries);
  add_int (builder, "photos", library[0]);
  add_int (builder, "bits", library[3]);
  add_int (builder, "queries", (double) n_queries);
  json_builder_set_member_name (builder, "verdict");
  json_builder_add_string_value (builder, verdict);
  add_faults (builder, inspection);
  add_metrics (builder, inspection);
  json_builder_set_member_name (builder, "depths");
  json_builder_begin_array (builder);
  for (guint d = 0; d < DEPTHS; d++)
    json_builder_add_int_value (builder, sem_quality_depths[d]);
  json_builder_end_array (builder);
  add_int (builder, "reach_depth", sem_quality_depths[sem_inspect_get_depth (library[0])]);
  add_curve (builder, "nn10", inspection, "queries.reach");
  add_curve (builder, "nn10_ranked", inspection, "queries.ranked");
}
