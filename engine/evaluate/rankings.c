/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "engine/evaluate/rankings.h"

#include "engine/base/output.h"
#include "engine/evaluate/trials/trial-private.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

struct _SemRankings
{
  SemOutput *output;
  const char *const *names;
  gboolean self_counts;
  GMutex mutex;        /* protects what follows, and @output */
  gsize next;          /* query to be written next */
  GHashTable *waiting; /* query + 1 → GArray of positions */
};

SemRankings *
sem_rankings_new (const char *path, const char *const *names, gboolean self_counts, GError **error)
{
  SemOutput *output = sem_output_new (path, FALSE, error);
  SemRankings *self;

  if (!output)
    return NULL;
  self = g_new (SemRankings, 1);
  *self = (SemRankings){
    .output = output,
    .names = names,
    .self_counts = self_counts,
    .waiting = g_hash_table_new_full (NULL, NULL, NULL, (GDestroyNotify) g_array_unref),
  };
  g_mutex_init (&self->mutex);
  return self;
}

void
sem_rankings_free (SemRankings *self)
{
  if (!self)
    return;
  sem_output_free (self->output);
  g_hash_table_unref (self->waiting);
  g_mutex_clear (&self->mutex);
  g_free (self);
}

/* (transfer full) */
static char *
escape (const char *name)
{
  GString *text = g_string_new (NULL);

  for (; *name; name++)
    switch (*name)
      {
      case '\t':
        g_string_append (text, "\\t");
        break;
      case '\n':
        g_string_append (text, "\\n");
        break;
      case '\\':
        g_string_append (text, "\\\\");
        break;
      default:
        g_string_append_c (text, *name);
      }
  return g_string_free (text, FALSE);
}

static const char *
name_mark (const SemRankings *self, guint8 mark, gboolean is_query)
{
  if (is_query && self->self_counts)
    return "relevant";
  return mark == SEM_TRIAL_IGNORED ? "junk" : mark ? "relevant" : "other";
}

static void
write_query (SemRankings *self, const SemTrial *trial, gsize query, const GArray *order)
{
  const SemSplit *split = trial->split;
  const guint32 asking = split->queries[query];
  FILE *file = sem_output_get_stream (self->output);
  g_autofree char *name = escape (self->names[asking]);
  g_autofree guint8 *marks = g_new0 (guint8, split->n_database + 1);

  sem_trial_find_relevant (trial, query, marks);
  for (guint i = 0; i < order->len && !sem_output_has_failed (self->output); i++)
    {
      const guint32 position = g_array_index (order, guint32, i);
      const guint32 row = split->database[position];
      g_autofree char *other = escape (self->names[row]);

      if (fprintf (file, "%s\t%u\t%s\t%s\n", name, i + 1, other,
                   name_mark (self, marks[position], row == asking))
          < 0)
        sem_output_fail (self->output, errno);
    }
}

void
sem_rankings_take (SemRankings *self, const SemTrial *trial, const SemRanking *ranking)
{
  GArray *order = g_array_sized_new (FALSE, FALSE, sizeof (guint32), (guint) ranking->n);

  g_array_append_vals (order, ranking->order, (guint) ranking->n);
  g_mutex_lock (&self->mutex);
  g_hash_table_insert (self->waiting, GSIZE_TO_POINTER (ranking->query + 1), order);
  while ((order = g_hash_table_lookup (self->waiting, GSIZE_TO_POINTER (self->next + 1))))
    {
      write_query (self, trial, self->next, order);
      g_hash_table_remove (self->waiting, GSIZE_TO_POINTER (self->next + 1));
      self->next++;
    }
  g_mutex_unlock (&self->mutex);
}

gboolean
sem_rankings_finish (SemRankings *self, GError **error)
{
  return sem_output_finish (self->output, error);
}
