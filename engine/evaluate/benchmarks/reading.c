/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "engine/evaluate/benchmarks/reading-private.h"

#include <glib/gi18n-lib.h>

static gboolean
read_by (SemReading *self, GError **error)
{
  switch (self->source->protocol->lists)
    {
    case SEM_LISTS_NUS_WIDE:
      return sem_read_nus_wide (self, error);
    case SEM_LISTS_MIRFLICKR:
      return sem_read_mirflickr (self, error);
    case SEM_LISTS_HOLIDAYS:
      return sem_read_holidays (self, error);
    case SEM_LISTS_UKBENCH:
      return sem_read_ukbench (self, error);
    case SEM_LISTS_LANDMARKS:
      return sem_read_landmarks (self, error);
    case SEM_LISTS_REVISITED:
      return sem_read_revisited (self, error);
    case SEM_LISTS_JOINED:
    default:
      return sem_read_list (self, error);
    }
}

static SemTruthKind
get_kind (const SemProtocol *protocol)
{
  if (protocol->lists == SEM_LISTS_HOLIDAYS || protocol->lists == SEM_LISTS_UKBENCH)
    return SEM_TRUTH_BY_GROUPS;
  if (protocol->lists == SEM_LISTS_LANDMARKS || protocol->lists == SEM_LISTS_REVISITED)
    return SEM_TRUTH_BY_LISTS;
  return SEM_TRUTH_BY_LABELS;
}

/* By the hashing literature, a query to which nothing is relevant counts as 0; elsewhere it has no
 * average precision. */
static gboolean
finish (SemReading *self, GError **error)
{
  SemTruth *truth = self->truth;
  const gboolean drawn = truth->queries->len == 0 && truth->kind == SEM_TRUTH_BY_LABELS;

  if (truth->kind == SEM_TRUTH_BY_LISTS
      || (truth->kind == SEM_TRUTH_BY_GROUPS && self->source->protocol->lists != SEM_LISTS_JOINED))
    sem_truth_drop_empty (truth);
  if (!self->source->finder
      || (drawn ? truth->rows->len > 1 : truth->queries->len > 0 && truth->database->len > 0))
    return TRUE;
  g_set_error (error, SEM_ERROR, SEM_ERROR_TOO_FEW,
               _("There is nothing to evaluate by %s: no query has a relevant photo. %u photos of "
                 "the lists are missing; check the folder."),
               self->source->protocol->name, truth->missing->len);
  return FALSE;
}

SemTruth *
sem_truth_read (const SemTruthSource *source, GError **error)
{
  g_autoptr (SemTruth) truth = sem_truth_new (get_kind (source->protocol));
  gboolean ok;
  SemReading reading = {
    .source = source,
    .files = sem_list_files_new (source->folder),
    .listed = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free),
    .missed = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL),
    .truth = truth,
  };

  truth->whole_queries = source->whole_queries && sem_protocol_has_boxes (source->protocol);
  ok = read_by (&reading, error) && finish (&reading, error);
  if (ok && source->scaled_queries)
    sem_truth_scale_queries (truth);
  sem_list_files_free (reading.files);
  g_hash_table_unref (reading.listed);
  g_hash_table_unref (reading.missed);
  return ok ? g_steal_pointer (&truth) : NULL;
}
