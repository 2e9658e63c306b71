/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-search"

#include "config.h"

#include "engine/kernels/f16.h"
#include "engine/photos/content.h"
#include "engine/search/compare/comparer-private.h"

#include <string.h>
#include <unistd.h>

static void
look_clear (SemComparerLook *look)
{
  g_clear_pointer (&look->path, g_free);
  g_clear_pointer (&look->photo, sem_decoded_photo_free);
  g_clear_pointer (&look->parts, g_free);
  look->used = 0;
}

void
sem_comparer_looks_init (SemComparerLooks *self)
{
  self->decoder = sem_decoder_new (NULL);
}

void
sem_comparer_looks_clear (SemComparerLooks *self)
{
  for (guint i = 0; i < SEM_COMPARER_N_LOOKS; i++)
    look_clear (&self->looks[i]);
  g_clear_pointer (&self->map, sem_backbone_map_free);
  g_clear_pointer (&self->backbone, sem_backbone_unref);
  g_clear_pointer (&self->decoder, sem_decoder_free);
}

void
sem_comparer_looks_set_backbone (SemComparerLooks *self, SemBackbone *backbone)
{
  if (self->backbone
      && g_str_equal (sem_backbone_get_id (self->backbone), sem_backbone_get_id (backbone)))
    return;
  for (guint i = 0; i < SEM_COMPARER_N_LOOKS; i++)
    look_clear (&self->looks[i]);
  g_clear_pointer (&self->map, sem_backbone_map_free);
  g_clear_pointer (&self->backbone, sem_backbone_unref);
  self->backbone = sem_backbone_ref (backbone);
  self->map = sem_backbone_map_new (backbone, SEM_BACKBONE_SIDE);
}

/* The slot that has the photo in its present state, or else the least recently used slot. */
static SemComparerLook *
find (SemComparerLooks *self, const char *path, const SemFileIdentity *identity)
{
  SemComparerLook *oldest = &self->looks[0];

  for (guint i = 0; i < SEM_COMPARER_N_LOOKS; i++)
    {
      SemComparerLook *look = &self->looks[i];

      if (g_strcmp0 (look->path, path) == 0 && look->identity.device == identity->device
          && look->identity.inode == identity->inode && look->identity.size == identity->size
          && look->identity.mtime == identity->mtime)
        return look;
      if (look->used < oldest->used)
        oldest = look;
    }
  look_clear (oldest);
  return oldest;
}

/* Twice where the decoder dies: another photo may have brought it down. */
static SemDecodedPhoto *
decode (SemComparerLooks *self, int fd, const char *name, GCancellable *cancellable, GError **error)
{
  const SemDecodeView view = { .colour_side = SEM_PROOF_SIDE };
  g_autoptr (GError) local = NULL;
  SemDecodedPhoto *photo =
    sem_decoder_decode_view (self->decoder, fd, name, &view, cancellable, &local);

  if (!photo
      && (g_error_matches (local, SEM_ERROR, SEM_ERROR_DECODER_DIED)
          || g_error_matches (local, SEM_ERROR, SEM_ERROR_DECODER_TIMED_OUT)))
    {
      g_clear_error (&local);
      photo = sem_decoder_decode_view (self->decoder, fd, name, &view, cancellable, &local);
    }
  if (!photo)
    g_propagate_error (error, g_steal_pointer (&local));
  return photo;
}

static void
describe (SemComparerLooks *self, SemComparerLook *look)
{
  guint16 halves[SEM_BACKBONE_DIM];

  look->parts = g_new (float, (gsize) SEM_HEAT_CELLS *SEM_BACKBONE_DIM);
  sem_backbone_map_forward (self->map, look->photo->input);
  sem_backbone_map_split (self->map, look->feature, look->parts);
  sem_k_f32_to_f16 (look->feature, SEM_BACKBONE_DIM, halves);
  sem_k_f16_to_f32 (halves, SEM_BACKBONE_DIM, look->feature);
}

static gboolean
fill (SemComparerLooks *self,
      SemComparerLook *look,
      int fd,
      const char *name,
      GCancellable *cancellable,
      GError **error)
{
  if (!sem_content_hash (fd, name, look->hash, cancellable, error))
    return FALSE;
  look->photo = decode (self, fd, name, cancellable, error);
  if (look->photo)
    describe (self, look);
  return look->photo != NULL;
}

const SemComparerLook *
sem_comparer_looks_get (SemComparerLooks *self,
                        const char *path,
                        GCancellable *cancellable,
                        GError **error)
{
  g_autofree char *name = g_filename_display_name (path);
  SemFileIdentity identity;
  SemComparerLook *look;
  const int fd = sem_content_open (path, &identity, error);
  gboolean filled;

  if (fd < 0)
    return NULL;
  look = find (self, path, &identity);
  filled = look->path || fill (self, look, fd, name, cancellable, error);
  close (fd);
  if (!filled)
    return NULL;
  if (!look->path)
    look->path = g_strdup (path);
  look->identity = identity;
  look->used = ++self->clock;
  return look;
}
