/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-library"

#include "config.h"

#include "engine/photos/photo-reader.h"
#include "engine/kernels/f16.h"

#define MAX_ATTEMPTS 2

struct _SemPhotoReader
{
  char *library;
  SemBackbone *backbone;
  SemBackboneWorkspace *workspace;
  SemDecoder *decoder;
  SemStore *store; /* NULL before the first use */
};

SemPhotoReader *
sem_photo_reader_new (const char *library, SemBackbone *backbone)
{
  SemPhotoReader *self = g_new0 (SemPhotoReader, 1);

  self->library = g_strdup (library);
  self->backbone = sem_backbone_ref (backbone);
  self->workspace = sem_backbone_workspace_new (backbone);
  self->decoder = sem_decoder_new (NULL);
  return self;
}

void
sem_photo_reader_free (SemPhotoReader *self)
{
  if (!self)
    return;
  sem_store_close (self->store);
  sem_decoder_free (self->decoder);
  sem_backbone_workspace_free (self->workspace);
  sem_backbone_unref (self->backbone);
  g_free (self->library);
  g_free (self);
}

SemBackbone *
sem_photo_reader_get_backbone (SemPhotoReader *self)
{
  return self->backbone;
}

SemBackboneWorkspace *
sem_photo_reader_get_workspace (SemPhotoReader *self)
{
  return self->workspace;
}

SemStore *
sem_photo_reader_open (SemPhotoReader *self, GError **error)
{
  if (!self->store)
    self->store = sem_store_open (self->library, SEM_STORE_READ, error);
  return self->store;
}

void
sem_photo_reader_limit (SemPhotoReader *self, guint64 size)
{
  sem_decoder_limit (self->decoder, size);
}

static gboolean
is_attempt (const GError *error)
{
  return g_error_matches (error, SEM_ERROR, SEM_ERROR_DECODER_DIED)
         || g_error_matches (error, SEM_ERROR, SEM_ERROR_DECODER_TIMED_OUT);
}

/* What to decode of a file. @metadata: (nullable); not %NULL with @quick; @failed: failed attempts
 * so far, after which the parts that may have ended the decoder are left out. */
typedef struct
{
  gboolean quick;
  SemMetadata *metadata;
  guint failed;
} Wish;

static SemDecodedPhoto *
attempt (SemPhotoReader *self,
         int fd,
         const char *name,
         const Wish *wish,
         GCancellable *cancellable,
         GError **error)
{
  if (!wish->metadata || wish->failed > 0)
    return sem_decoder_decode (self->decoder, fd, name, cancellable, error);
  if (wish->quick)
    return sem_decoder_decode_quick (self->decoder, fd, name, wish->metadata, cancellable, error);
  return sem_decoder_decode_all (self->decoder, fd, name, wish->metadata, cancellable, error);
}

static SemDecodedPhoto *
decode (SemPhotoReader *self,
        int fd,
        const char *name,
        Wish *wish,
        GCancellable *cancellable,
        GError **error)
{
  SemDecodedPhoto *photo = NULL;

  while (!photo)
    {
      g_autoptr (GError) local = NULL;

      photo = attempt (self, fd, name, wish, cancellable, &local);
      if (photo || (is_attempt (local) && ++wish->failed < MAX_ATTEMPTS))
        continue;
      g_propagate_error (error, g_steal_pointer (&local));
      break;
    }
  if (wish->metadata && (wish->failed > 0 || !photo))
    *wish->metadata = (SemMetadata){ 0 };
  return photo;
}

SemDecodedPhoto *
sem_photo_reader_decode (SemPhotoReader *self,
                         int fd,
                         const char *name,
                         SemMetadata *metadata,
                         guint *attempts,
                         GCancellable *cancellable,
                         GError **error)
{
  Wish wish = { .metadata = metadata };
  SemDecodedPhoto *photo = decode (self, fd, name, &wish, cancellable, error);

  if (attempts)
    *attempts = wish.failed;
  return photo;
}

SemDecodedPhoto *
sem_photo_reader_decode_quick (SemPhotoReader *self,
                               int fd,
                               const char *name,
                               SemMetadata *metadata,
                               guint *attempts,
                               GCancellable *cancellable,
                               GError **error)
{
  Wish wish = { TRUE, metadata, 0 };
  SemDecodedPhoto *photo = decode (self, fd, name, &wish, cancellable, error);

  *attempts = wish.failed;
  return photo;
}

gboolean
sem_photo_reader_read_metadata (SemPhotoReader *self,
                                int fd,
                                const char *name,
                                SemMetadata *metadata,
                                GCancellable *cancellable,
                                GError **error)
{
  for (guint failed = 0; failed < MAX_ATTEMPTS; failed++)
    {
      g_autoptr (GError) local = NULL;

      if (sem_decoder_read_metadata (self->decoder, fd, name, metadata, cancellable, &local))
        return TRUE;
      if (is_attempt (local))
        continue;
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }
  *metadata = (SemMetadata){ .state = SEM_METADATA_FAILED };
  return TRUE;
}

gboolean
sem_photo_reader_describe (SemPhotoReader *self,
                           const guint8 *rgb,
                           guint16 *feature,
                           GCancellable *cancellable,
                           GError **error)
{
  float values[SEM_BACKBONE_DIM];

  if (!sem_backbone_describe (self->backbone, self->workspace, rgb, values, cancellable, error))
    return FALSE;
  sem_k_f32_to_f16 (values, SEM_BACKBONE_DIM, feature);
  return TRUE;
}
