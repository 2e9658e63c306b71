/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-duplicates"

#include "config.h"

#include "engine/duplicates/groups.h"

SemDuplicates *
sem_duplicates_ref (SemDuplicates *self)
{
  g_atomic_ref_count_inc (&self->n_refs);
  return self;
}

void
sem_duplicates_unref (SemDuplicates *self)
{
  if (!g_atomic_ref_count_dec (&self->n_refs))
    return;
  g_ptr_array_unref (self->groups);
  g_array_unref (self->open);
  g_free (self);
}

const char *
sem_duplicate_group_get_name (const SemDuplicateGroup *self)
{
  static const char *const names[] = {
    [SEM_DUPLICATES_IDENTICAL] = "identical",
    [SEM_DUPLICATES_COPIES] = "copy",
    [SEM_DUPLICATES_BURST] = "burst",
    [SEM_DUPLICATES_PAIR] = "pair",
  };

  return names[self->kind];
}

static gboolean
is_suggested (const SemDuplicateGroup *self)
{
  return g_array_index (self->files, SemDuplicateFile, 0).suggested;
}

gint64
sem_duplicate_group_get_excess (const SemDuplicateGroup *self)
{
  gint64 bytes = 0;

  for (guint i = 1; is_suggested (self) && i < self->files->len; i++)
    bytes += g_array_index (self->files, SemDuplicateFile, i).size;
  return bytes;
}
