/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "engine/indexing/reading/places.h"
#include "engine/indexing/reading/disk.h"

void
sem_places_clear (SemPlaces *self)
{
  g_clear_pointer (&self->folder, g_free);
}

/* The order of inodes is about that of the bytes. */
void
sem_places_set (SemPlaces *self, SemIndexJob *job)
{
  const SemFileIdentity *identity = &job->file.identity;
  g_autofree char *folder = g_path_get_dirname (job->file.path);

  if (!self->folder || !g_str_equal (folder, self->folder))
    {
      g_free (self->folder);
      self->folder = g_steal_pointer (&folder);
      self->run++;
    }
  if (identity->device != self->device)
    {
      self->device = identity->device;
      self->rotates = sem_disk_rotates (SEM_DISK_BLOCKS, identity->device);
    }
  job->run = self->run;
  job->rotates = self->rotates;
  job->position = job->rotates ? identity->inode : self->n_placed++;
}
