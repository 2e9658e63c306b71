/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "app/cli/hash-options.h"

#include <math.h>

#include <glib/gi18n.h>

/* Far above any useful value: the papers use 20, 30 and 100. */
#define MOST 10000

void
cli_hash_words_clear (CliHashWords *words)
{
  g_clear_pointer (&words->preset, g_free);
  g_clear_pointer (&words->start, g_free);
  g_clear_pointer (&words->lambda, g_free);
  g_clear_pointer (&words->distance, g_free);
}

static gboolean
take_lambda (const CliCommand *command, const char *text, SemHashOptions *options)
{
  char *end;

  if (!text)
    return TRUE;
  options->lambda = g_ascii_strtod (text, &end);
  if (end != text && *end == '\0' && isfinite (options->lambda) && options->lambda >= 0.0)
    return TRUE;
  cli_usage (command, _("--lambda takes a number, 0 or more."));
  return FALSE;
}

static gboolean
take_count (const CliCommand *command, const char *name, int value, guint *out)
{
  if (value == CLI_NO_NUMBER)
    return TRUE;
  *out = (guint) value;
  if (value >= 1 && value <= MOST)
    return TRUE;
  cli_usage (command, _("--%s takes a number from 1 to %d."), name, MOST);
  return FALSE;
}

static gboolean
take_names (const CliCommand *command, const CliHashWords *words, SemHashOptions *options)
{
  /* A preset resets all options that are not given. */
  if (words->preset)
    sem_hash_options_open (options);
  if (g_strcmp0 (words->preset, "paper") == 0)
    options->preset = SEM_HASH_PRESET_PAPER;
  else if (words->preset && !g_str_equal (words->preset, "default"))
    {
      cli_usage (command, _("--preset takes default or paper."));
      return FALSE;
    }
  if (g_strcmp0 (words->start, "random") == 0)
    options->start = SEM_HASH_START_RANDOM;
  else if (g_strcmp0 (words->start, "itq") == 0)
    options->start = SEM_HASH_START_ITQ;
  else if (words->start)
    {
      cli_usage (command, _("--start takes random or itq."));
      return FALSE;
    }
  if (words->stops)
    options->early_stop = SEM_HASH_ON;
  if (g_strcmp0 (words->distance, "codes") == 0)
    options->pair_distance = SEM_PAIR_DISTANCE_CODES;
  else if (g_strcmp0 (words->distance, "outputs") == 0)
    options->pair_distance = SEM_PAIR_DISTANCE_OUTPUTS;
  else if (words->distance)
    {
      cli_usage (command, _("--pair-distance takes outputs or codes."));
      return FALSE;
    }
  return TRUE;
}

gboolean
cli_hash_words_given (const CliHashWords *words)
{
  return words->start || words->lambda || words->k1 != CLI_NO_NUMBER || words->k2 != CLI_NO_NUMBER
         || words->stops;
}

gboolean
cli_hash_words_apply (const CliCommand *command, const CliHashWords *words, SemHashOptions *options)
{
  return take_names (command, words, options) && take_lambda (command, words->lambda, options)
         && take_count (command, "k1", words->k1, &options->k1)
         && take_count (command, "k2", words->k2, &options->k2)
         && take_count (command, "epochs", words->epochs, &options->epochs);
}
