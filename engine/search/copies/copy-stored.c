/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-search"

#include "config.h"

#include "engine/search/copies/copies-private.h"
#include "engine/store/codes.h"
#include "engine/store/companions.h"
#include "engine/store/photos.h"

/* Only of a photo whose hash is near that of a view. */
static gboolean
wants_sketch (const SemCopyQuery *query, guint64 dct)
{
  for (guint i = 0; i < query->n_views; i++)
    if (query->views[i].has_dct
        && __builtin_popcountll (dct ^ query->views[i].dct) <= SEM_COPY_DCT_REACH)
      return TRUE;
  return FALSE;
}

static gboolean
load_sketch (SemSearcher *self,
             const SemCopyQuery *query,
             gint64 id,
             SemCopyStored *stored,
             GError **error)
{
  SemStorePhoto photo = { 0 };
  gboolean ok;

  if (!stored->has_dct || !wants_sketch (query, stored->dct))
    return TRUE;
  ok = sem_store_get_photo (self->store, id, &photo, error)
       && sem_store_get_sketch (self->store, &photo, stored->sketch, sizeof stored->sketch,
                                &stored->has_sketch, error);
  sem_store_photo_clear (&photo);
  return ok;
}

static gboolean
load_from_gallery (SemSearcher *self,
                   const SemCopyQuery *query,
                   gint64 id,
                   SemCopyStored *stored,
                   GError **error)
{
  const SemSearchGallery *gallery = self->gallery;
  SemSearchPicture picture;

  gallery->load_picture (gallery->data, id, &picture);
  stored->has_dct = picture.has_dct;
  stored->dct = picture.dct;
  if (stored->has_dct && wants_sketch (query, stored->dct))
    stored->has_sketch = gallery->load_sketch (gallery->data, id, stored->sketch);
  return gallery->load_vector (gallery->data, id, stored->vector, &stored->has_vector, error);
}

gboolean
sem_copy_stored_expect (SemSearcher *self,
                        const SemCopyQuery *query,
                        const GArray *photos,
                        GError **error)
{
  const SemSearchGallery *gallery = self->gallery;
  const gint64 *all = (const gint64 *) (const void *) photos->data;
  g_autoptr (GArray) wanted = g_array_new (FALSE, FALSE, sizeof (gint64));

  if (!gallery)
    return TRUE;
  if (!gallery->expect_pictures (gallery->data, all, photos->len, error))
    return FALSE;
  for (guint i = 0; i < photos->len; i++)
    {
      SemSearchPicture picture;

      gallery->load_picture (gallery->data, all[i], &picture);
      if (picture.has_dct && wants_sketch (query, picture.dct))
        g_array_append_val (wanted, all[i]);
    }
  return gallery->expect_looks (gallery->data, (const gint64 *) (const void *) wanted->data,
                                wanted->len, FALSE, error);
}

gboolean
sem_copy_stored_load (SemSearcher *self,
                      const SemCopyQuery *query,
                      gint64 id,
                      SemCopyStored *stored,
                      gboolean *known,
                      GError **error)
{
  guint32 position;

  *stored = (SemCopyStored){ 0 };
  if (self->gallery)
    {
      *known = self->gallery->find_code (self->gallery->data, id, stored->code);
      return !*known || load_from_gallery (self, query, id, stored, error);
    }
  *known = sem_hamming_index_lookup (self->index, id, &position);
  if (!*known)
    return TRUE;
  sem_hamming_index_get_code (self->index, position, stored->code);
  if (!sem_store_get_vector (self->store, self->model_id, id, stored->vector, SEM_VECTOR_DIM,
                             &stored->has_vector, error))
    return FALSE;
  stored->has_dct = sem_hamming_index_lookup (self->dct, id, &position);
  if (stored->has_dct)
    sem_hamming_index_get_code (self->dct, position, &stored->dct);
  return load_sketch (self, query, id, stored, error);
}
