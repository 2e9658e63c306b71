/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-model"

#include "config.h"

#include "engine/model/browse/facts.h"
#include "engine/store/details/facts.h"

#include <time.h>

#define NANOSECONDS G_GINT64_CONSTANT (1000000000)

/* On the clock of this place, as the camera's would have been. */
static gint64
to_local_clock (gint64 nanoseconds)
{
  const time_t seconds = (time_t) (nanoseconds / NANOSECONDS);
  struct tm local;

  return seconds + (localtime_r (&seconds, &local) ? local.tm_gmtoff : 0);
}

static void
take (const SemStoreFact *row, gpointer builder)
{
  const SemFact fact = {
    .photo = (guint32) row->photo,
    .size = (guint32) MIN (row->size, (gint64) G_MAXUINT32),
    .date = row->is_dated ? row->taken : to_local_clock (row->mtime),
    .away = row->is_away,
  };

  sem_facts_builder_add (builder, &fact, row->path, row->width, row->height);
}

SemFacts *
sem_facts_read (SemStore *store, GCancellable *cancellable, GError **error)
{
  g_autoptr (SemFactsBuilder) builder = sem_facts_builder_new ();

  if (!sem_store_each_fact (store, take, builder, cancellable, error))
    return NULL;
  return sem_facts_builder_end (g_steal_pointer (&builder));
}
