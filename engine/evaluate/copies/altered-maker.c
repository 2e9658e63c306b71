/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-evaluate"

#include "config.h"

#include "engine/evaluate/copies/altered-maker.h"
#include "engine/evaluate/pictures/picture-jpeg.h"
#include "engine/photos/content.h"

#include <unistd.h>

#define MAX_SIDE 1600
#define QUALITY 90

struct _SemAlteredMaker
{
  GAsyncQueue *decoders; /* idle ones */
};

SemAlteredMaker *
sem_altered_maker_new (void)
{
  SemAlteredMaker *self = g_new (SemAlteredMaker, 1);

  self->decoders = g_async_queue_new_full ((GDestroyNotify) sem_decoder_free);
  return self;
}

void
sem_altered_maker_free (SemAlteredMaker *self)
{
  g_async_queue_unref (self->decoders);
  g_free (self);
}

/* (transfer full) (nullable) */
static SemPicture *
read_picture (SemDecoder *decoder,
              const char *path,
              const SemDecodeView *view,
              GCancellable *cancellable,
              GError **error)
{
  SemDecodeView wanted = view ? *view : (SemDecodeView){ 0 };
  g_autofree char *name = g_filename_display_basename (path);
  g_autoptr (SemDecodedPhoto) photo = NULL;
  SemFileIdentity identity;
  const int fd = sem_content_open (path, &identity, error);

  if (fd < 0)
    return NULL;
  wanted.colour_side = MAX_SIDE;
  photo = sem_decoder_decode_view (decoder, fd, name, &wanted, cancellable, error);
  close (fd);
  return photo ? sem_picture_new_from (g_bytes_get_data (photo->colour, NULL), photo->colour_width,
                                       photo->colour_height)
               : NULL;
}

GBytes *
sem_altered_maker_make (SemAlteredMaker *self,
                        const SemAlteration *alteration,
                        const char *const *paths,
                        const SemDecodeView *view,
                        SemRandom *random,
                        GCancellable *cancellable,
                        GError **error)
{
  SemDecoder *decoder = g_async_queue_try_pop (self->decoders);
  SemPicture *photos[SEM_ALTERATION_MAX_PHOTOS] = { NULL };
  g_autoptr (SemPicture) altered = NULL;
  gboolean ok = TRUE;

  if (!decoder)
    decoder = sem_decoder_new (NULL);
  for (guint i = 0; ok && i < alteration->n_photos; i++)
    {
      photos[i] = read_picture (decoder, paths[i], view, cancellable, error);
      ok = photos[i] != NULL;
    }
  g_async_queue_push (self->decoders, decoder);
  if (ok && alteration->alter)
    altered = alteration->alter (photos, random);
  else if (ok)
    altered = g_steal_pointer (&photos[0]);
  for (guint i = 0; i < G_N_ELEMENTS (photos); i++)
    g_clear_pointer (&photos[i], sem_picture_free);
  return altered ? sem_picture_to_jpeg (altered, QUALITY) : NULL;
}
