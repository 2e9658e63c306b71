/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "app/cli/model-report.h"
#include "engine/base/columns.h"

#include <glib/gi18n.h>

/* Most rows of a table of epochs. */
#define MOST_ROWS 20
/* Characters of the longest name of a measure. */
#define COMPARISON_WIDTH 32

void
cli_json_add_model (JsonBuilder *builder, const SemStoreModel *model)
{
  cli_json_add_string (builder, "method", model->method);
  cli_json_add_int (builder, "bits", model->bits);
  cli_json_add_int (builder, "seed", (gint64) model->seed);
  cli_json_add_int (builder, "trained_on", model->trained_on);
  cli_json_add_string (builder, "backbone", model->backbone);
  cli_json_add_boolean (builder, "provisional", model->provisional);
}

static void
add_quality (JsonBuilder *builder, const char *name, const SemCodeQuality *quality)
{
  json_builder_set_member_name (builder, name);
  json_builder_begin_object (builder);
  cli_json_add_double (builder, "reach", quality->reach);
  cli_json_add_double (builder, "lift", quality->lift);
  cli_json_add_double (builder, "imbalance", quality->imbalance);
  cli_json_add_double (builder, "correlation", quality->correlation);
  cli_json_add_double (builder, "unique", quality->unique);
  cli_json_add_int (builder, "dead_bits", quality->n_dead);
  json_builder_end_object (builder);
}

static void
add_places (JsonBuilder *builder, const char *name, const SemPlaceQuality *quality)
{
  json_builder_set_member_name (builder, name);
  json_builder_begin_object (builder);
  cli_json_add_double (builder, "map_overlap", quality->map);
  cli_json_add_double (builder, "rank_correlation", quality->correlation);
  json_builder_end_object (builder);
}

void
cli_json_add_comparison (JsonBuilder *builder, const SemCodeComparison *comparison)
{
  json_builder_set_member_name (builder, "comparison");
  if (!comparison)
    {
      json_builder_add_null_value (builder);
      return;
    }
  json_builder_begin_object (builder);
  add_quality (builder, "before", &comparison->before);
  add_quality (builder, "after", &comparison->after);
  cli_json_add_double (builder, "overlap", comparison->overlap);
  cli_json_add_int (builder, "depth", comparison->depth);
  cli_json_add_int (builder, "photos", comparison->n_photos);
  cli_json_add_boolean (builder, "worse", sem_code_comparison_is_worse (comparison));
  if (comparison->n_places > 0)
    {
      cli_json_add_int (builder, "places", comparison->n_places);
      add_places (builder, "places_before", &comparison->places_before);
      add_places (builder, "places_after", &comparison->places_after);
    }
  json_builder_end_object (builder);
}

static void
add_epoch (JsonBuilder *builder, const SemHashEpoch *epoch)
{
  json_builder_begin_object (builder);
  cli_json_add_int (builder, "epoch", epoch->epoch);
  cli_json_add_int (builder, "of", epoch->n_epochs);
  cli_json_add_double (builder, "rate", epoch->rate);
  cli_json_add_double (builder, "pair_loss", epoch->pair_loss);
  cli_json_add_double (builder, "code_loss", epoch->code_loss);
  cli_json_add_double (builder, "near_one", epoch->near_one);
  if (epoch->quality >= 0)
    cli_json_add_double (builder, "quality", epoch->quality);
  json_builder_end_object (builder);
}

static void
add_options (JsonBuilder *builder, SemTrainingLog *log)
{
  static const char *const starts[] = { NULL, "random", "itq" };
  SemHashOptions options;

  sem_training_log_get_options (log, &options);
  json_builder_set_member_name (builder, "options");
  json_builder_begin_object (builder);
  cli_json_add_string (builder, "preset",
                       options.preset == SEM_HASH_PRESET_PAPER ? "paper" : "default");
  if (options.lambda >= 0.0)
    cli_json_add_double (builder, "lambda", options.lambda);
  if (options.k1 > 0)
    cli_json_add_int (builder, "k1", options.k1);
  if (options.k2 > 0)
    cli_json_add_int (builder, "k2", options.k2);
  if (options.epochs > 0)
    cli_json_add_int (builder, "epochs", options.epochs);
  if (options.start != SEM_HASH_START_PRESET)
    cli_json_add_string (builder, "start", starts[options.start]);
  if (options.pair_distance != SEM_PAIR_DISTANCE_CODES)
    cli_json_add_string (builder, "pair_distance", "outputs");
  if (options.early_stop != SEM_HASH_BY_PRESET)
    cli_json_add_boolean (builder, "early_stop", options.early_stop == SEM_HASH_ON);
  json_builder_end_object (builder);
}

void
cli_json_add_log (JsonBuilder *builder, SemTrainingLog *log)
{
  guint n = log ? sem_training_log_get_n_epochs (log) : 0;

  cli_json_add_comparison (builder, log ? sem_training_log_get_comparison (log) : NULL);
  if (log)
    add_options (builder, log);
  json_builder_set_member_name (builder, "epochs");
  json_builder_begin_array (builder);
  for (guint i = 0; i < n; i++)
    add_epoch (builder, sem_training_log_get_epoch (log, i));
  json_builder_end_array (builder);
}

SemTrainingLog *
cli_read_log (const SemStoreModel *model)
{
  return model->log ? sem_training_log_new_from_bytes (model->log, NULL) : NULL;
}

static void
print_epoch (const SemHashEpoch *epoch)
{
  /* For people, as the other columns. */
  g_autofree char *quality =
    epoch->quality >= 0 ? g_strdup_printf ("%7.3f", epoch->quality) : g_strdup ("      –");

  g_print ("  %5u  %10.4f  %10.4f  %9.3f  %s\n", epoch->epoch, epoch->pair_loss, epoch->code_loss,
           epoch->near_one, quality);
}

/* Prints the options of a training other than method, code length and seed, as on the command
 * line. */
static void
print_options (SemTrainingLog *log)
{
  g_autoptr (GString) words = g_string_new (NULL);
  char lambda[G_ASCII_DTOSTR_BUF_SIZE];
  SemHashOptions o;

  sem_training_log_get_options (log, &o);
  if (o.preset == SEM_HASH_PRESET_PAPER)
    g_string_append (words, " --preset paper");
  if (o.start != SEM_HASH_START_PRESET)
    g_string_append_printf (words, " --start %s", o.start == SEM_HASH_START_ITQ ? "itq" : "random");
  if (o.lambda >= 0.0)
    g_string_append_printf (words, " --lambda %s",
                            g_ascii_formatd (lambda, sizeof lambda, "%g", o.lambda));
  if (o.k1 > 0)
    g_string_append_printf (words, " --k1 %u", o.k1);
  if (o.k2 > 0)
    g_string_append_printf (words, " --k2 %u", o.k2);
  if (o.epochs > 0)
    g_string_append_printf (words, " --epochs %u", o.epochs);
  if (o.early_stop == SEM_HASH_ON)
    g_string_append (words, " --early-stop");
  if (o.pair_distance == SEM_PAIR_DISTANCE_OUTPUTS)
    g_string_append (words, " --pair-distance outputs");
  if (words->len > 0)
    /* Translators: options as on the command line, with a space before each. */
    g_print (_("  Trained with:%s\n"), words->str);
}

static void
print_measure (const char *what, double before, double after)
{
  g_autofree char *padded = sem_columns_pad (what, COMPARISON_WIDTH);

  g_print ("  %s  %7.3f  %7.3f\n", padded, before, after);
}

void
cli_print_comparison (const SemCodeComparison *c)
{
  print_measure (_("closest matches found"), c->before.reach, c->after.reach);
  print_measure (_("likeness of the first ten kept"), c->before.lift, c->after.lift);
  print_measure (_("correlation of two bits"), c->before.correlation, c->after.correlation);
  print_measure (_("imbalance of a bit"), c->before.imbalance, c->after.imbalance);
  print_measure (_("different codes"), c->before.unique, c->after.unique);
  if (c->n_places > 0)
    {
      print_measure (_("other views of places found"), c->places_before.map, c->places_after.map);
      print_measure (_("order of these views"), c->places_before.correlation,
                     c->places_after.correlation);
    }
  g_print (_("On %u photos; the first model is on the left. Their first hits agree by %.0f %%.\n"),
           c->n_photos, c->overlap * 100);
}

void
cli_print_log (SemTrainingLog *log)
{
  const SemCodeComparison *comparison = sem_training_log_get_comparison (log);
  guint n = sem_training_log_get_n_epochs (log), rows = MIN (n, MOST_ROWS);

  print_options (log);
  if (comparison)
    {
      g_autofree char *sentence = sem_code_comparison_describe (comparison);

      g_print ("  %s\n", sentence);
    }
  if (n == 0)
    return;
  /* Translators: column heads, each above numbers that are right-aligned below its end. */
  g_print (_("  epoch   pair loss   code loss  near ±1   quality\n"));
  for (guint i = 0; i < rows; i++)
    print_epoch (sem_training_log_get_epoch (log, rows > 1 ? i * (n - 1) / (rows - 1) : 0));
}
