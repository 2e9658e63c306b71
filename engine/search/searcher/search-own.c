/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-search"

#include "config.h"

#include "engine/search/searcher/search-own.h"
#include "engine/photos/content.h"
#include "engine/store/details/duplicates.h"
#include "engine/store/files.h"
#include "engine/store/photos.h"
#include "engine/store/scope.h"

#include <stdlib.h>
#include <string.h>

#define WHOLE 65536

gboolean
sem_search_own_is_whole (const SemSearchSource *source)
{
  static const SemDecodeView nothing = { 0 };
  SemDecodeView view = source->region ? *source->region : nothing;

  if (view.x == 0 && view.y == 0 && view.width >= WHOLE && view.height >= WHOLE)
    view.width = view.height = 0;
  return memcmp (&view, &nothing, sizeof view) == 0;
}

/* Own files -----------------------------------------------------------------------------------*/

/* The photo that the library has at @path, 0 where it has none, -1 with @error set. */
static gint64
find_at (SemSearcher *searcher, const char *path, gboolean *known, GError **error)
{
  SemStoreFile row = { 0 };
  gint64 photo = -1;

  if (sem_store_find_file (searcher->store, path, &row, error))
    photo = row.photo;
  *known = row.id != 0;
  sem_store_file_clear (&row);
  return photo;
}

/* (transfer full): without links in the path, @last: nor as its last part. */
static char *
resolve (const char *path, gboolean last)
{
  g_autofree char *base = g_path_get_basename (path), *folder = g_path_get_dirname (path);
  char *resolved = realpath (last ? path : folder, NULL);
  char *spelling = NULL;

  if (resolved)
    spelling = last ? g_strdup (resolved) : g_build_filename (resolved, base, NULL);
  free (resolved);
  return spelling;
}

/* The library knows a folder by the path without links, and a link to a file by its own name. */
static gboolean
take_own_file (SemSearchLook *look, SemSearcher *searcher, GError **error)
{
  char *spellings[] = { g_canonicalize_filename (look->source->path, NULL), NULL, NULL };
  gboolean known = FALSE;

  for (guint i = 0; i < G_N_ELEMENTS (spellings) && !known && look->own_stored >= 0; i++)
    {
      if (i > 0)
        spellings[i] = resolve (spellings[0], i == 2);
      if (spellings[i])
        look->own_stored = find_at (searcher, spellings[i], &known, error);
      if (known || i == 0)
        {
          g_free (look->own_path);
          look->own_path = g_strdup (spellings[i]);
        }
    }
  for (guint i = 0; i < G_N_ELEMENTS (spellings); i++)
    g_free (spellings[i]);
  return look->own_stored >= 0;
}

static gboolean
take_shown_file (SemSearchLook *look, SemSearcher *searcher, GError **error)
{
  SemStorePhoto row = { 0 };

  look->own_path = g_strdup (look->source->path);
  if (look->own_path)
    return TRUE;
  if (!sem_store_get_photo (searcher->store, look->source->photo, &row, error))
    return FALSE;
  look->own_path = g_steal_pointer (&row.path);
  sem_store_photo_clear (&row);
  return TRUE;
}

static gint64
find_content (SemSearchLook *look,
              SemSearcher *searcher,
              const SemSearchRequest *request,
              GError **error)
{
  guint8 hash[SEM_STORE_HASH_SIZE];

  if (!sem_content_hash (look->fd, look->name, hash, request->cancellable, error))
    return -1;
  return sem_store_find_photo (searcher->store, hash, sem_backbone_get_id (searcher->backbone),
                               error);
}

static gboolean
identify (SemSearchLook *look,
          SemSearcher *searcher,
          const SemSearchRequest *request,
          GError **error)
{
  const SemSearchSource *source = look->source;

  if (source->kind == SEM_SEARCH_PHOTO)
    {
      look->subject.photo = source->photo;
      return request->keep_own || take_shown_file (look, searcher, error);
    }
  /* A part of a picture need not be identified where own photos stay among the hits. */
  if (request->keep_own && source->region)
    return TRUE;
  look->subject.photo = find_content (look, searcher, request, error);
  if (look->subject.photo < 0)
    return FALSE;
  return request->keep_own || source->kind != SEM_SEARCH_FILE
         || take_own_file (look, searcher, error);
}

gboolean
sem_search_own_identify (SemSearcher *searcher,
                         const SemSearchRequest *request,
                         GArray *looks,
                         GError **error)
{
  for (guint i = 0; i < looks->len; i++)
    if (!identify (&g_array_index (looks, SemSearchLook, i), searcher, request, error))
      return FALSE;
  return TRUE;
}

gboolean
sem_search_own_is_own_file (const GArray *looks, const char *path)
{
  for (guint i = 0; i < looks->len; i++)
    if (g_strcmp0 (g_array_index (looks, SemSearchLook, i).own_path, path) == 0)
      return TRUE;
  return FALSE;
}

/* Hits ----------------------------------------------------------------------------------------*/

typedef struct
{
  SemSearcher *searcher;
  const SemSearchRequest *request;
  const SemSearchFilter *filter;
  GArray *looks;
  GArray *hits;
} Listing;

static gboolean
has_other_file (const Listing *self, gint64 photo, gboolean *found, GError **error)
{
  g_autoptr (GArray) files = sem_store_list_photo_files (self->searcher->store, photo, error);

  *found = FALSE;
  for (guint i = 0; files && i < files->len && !*found; i++)
    {
      const SemStorePhotoFile *file = &g_array_index (files, SemStorePhotoFile, i);

      *found = !file->missing
               && sem_search_filter_allows_file (self->filter, file->path, &file->date)
               && !sem_search_own_is_own_file (self->looks, file->path);
    }
  return files != NULL;
}

static gboolean
allows_size (const Listing *self, gint64 photo, gboolean *allows, GError **error)
{
  SemStorePhoto row = { 0 };

  if (!sem_store_get_photo (self->searcher->store, photo, &row, error))
    return FALSE;
  *allows = row.id != 0 && sem_search_filter_allows_size (self->filter, row.width, row.height);
  sem_store_photo_clear (&row);
  return TRUE;
}

static gboolean
is_listed (const Listing *self, gint64 photo)
{
  for (guint i = 0; i < self->hits->len; i++)
    if (g_array_index (self->hits, SemSearchHit, i).photo == photo)
      return TRUE;
  return FALSE;
}

static gboolean
add_identical (Listing *self, gint64 photo, guint source, GError **error)
{
  const SemSearchHit hit = {
    .photo = photo,
    .cosine = 1,
    .likeness = 1,
    .above_chance = TRUE,
    .score = G_MAXFLOAT,
    .kind = SEM_COPY_IDENTICAL,
    .source = source,
  };
  gboolean allows;

  if (is_listed (self, photo) || self->request->max_likeness < 1)
    return TRUE;
  if (!allows_size (self, photo, &allows, error))
    return FALSE;
  if (allows)
    g_array_append_val (self->hits, hit);
  return TRUE;
}

/* What the photo of a source is to the hits. */
static gboolean
decide (Listing *self, guint i, GError **error)
{
  SemSearchLook *look = &g_array_index (self->looks, SemSearchLook, i);
  const gint64 photo = look->subject.photo;
  const gboolean positive = look->source->weight > 0;
  const gboolean claims = positive && sem_search_own_is_whole (look->source);
  gboolean other;

  if (!photo)
    return TRUE;
  if (!has_other_file (self, photo, &other, error))
    return FALSE;
  if (claims && other && !add_identical (self, photo, i, error))
    return FALSE;
  if (claims || !other || look->source->weight < 0)
    look->own[0] = photo;
  return TRUE;
}

/* A file that was changed after it was indexed stands for an older picture. */
static gboolean
decide_stored (Listing *self, SemSearchLook *look, GError **error)
{
  gboolean other;

  if (!look->own_stored || look->own_stored == look->subject.photo)
    return TRUE;
  if (!has_other_file (self, look->own_stored, &other, error))
    return FALSE;
  if (!other)
    look->own[1] = look->own_stored;
  return TRUE;
}

GArray *
sem_search_own_list_identical (SemSearcher *searcher,
                               const SemSearchRequest *request,
                               const SemSearchFilter *filter,
                               GArray *looks,
                               GError **error)
{
  g_autoptr (GArray) hits = sem_search_hits_new ();
  Listing self = { searcher, request, filter, looks, hits };

  for (guint i = 0; i < looks->len && !request->keep_own; i++)
    if (!decide (&self, i, error)
        || !decide_stored (&self, &g_array_index (looks, SemSearchLook, i), error))
      return NULL;
  return g_steal_pointer (&hits);
}

static gboolean
contains (const GArray *ids, gint64 id)
{
  for (guint i = 0; i < ids->len; i++)
    if (g_array_index (ids, gint64, i) == id)
      return TRUE;
  return FALSE;
}

gboolean
sem_search_own_drop_different (SemSearcher *self, const GArray *looks, GArray *hits, GError **error)
{
  for (guint i = 0; i < looks->len; i++)
    {
      const SemSearchLook *look = &g_array_index (looks, SemSearchLook, i);
      g_autoptr (GArray) different = NULL;

      if (look->subject.photo == 0 || look->source->region)
        continue;
      different = sem_store_list_different (self->store, look->subject.photo, error);
      if (!different)
        return FALSE;
      for (guint k = hits->len; different->len > 0 && k-- > 0;)
        if (g_array_index (hits, SemSearchHit, k).source == i
            && contains (different, g_array_index (hits, SemSearchHit, k).photo))
          g_array_remove_index (hits, k);
    }
  return TRUE;
}
