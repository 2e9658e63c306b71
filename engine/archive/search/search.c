/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-archive"

#include "config.h"

#include "engine/archive/search/search.h"
#include "engine/archive/identity.h"
#include "engine/archive/mirror/mirror-private.h"
#include "engine/archive/search/found-places.h"
#include "engine/archive/search/gallery.h"
#include "engine/photos/backbones.h"
#include "engine/photos/content.h"
#include "engine/photos/library-reference.h"
#include "engine/search/search-elsewhere.h"
#include "engine/store/photos.h"

#include <string.h>
#include <unistd.h>

#include <glib/gi18n-lib.h>

/* How often a search is tried whose connection is lost, and how long is waited before the second
 * time, in milliseconds; before each further time twice as long. */
#define N_TRIES 6
#define FIRST_WAIT 250
/* Of a hit that is said to have the same bytes, so many files are read to see whether that is so.
 */
#define N_READ 8

static void
free_hit (gpointer data)
{
  g_ptr_array_unref (((SemArchiveHit *) data)->places);
  g_free (data);
}

void
sem_archive_answer_free (SemArchiveAnswer *self)
{
  if (!self)
    return;
  g_free (self->archive);
  g_clear_pointer (&self->hits, g_ptr_array_unref);
  g_free (self);
}

/* What a search needs
 * -----------------------------------------------------------------------------*/

/* (transfer full) (nullable) */
static SemStore *
open_library (const char *library)
{
  return library && g_file_test (library, G_FILE_TEST_EXISTS)
           ? sem_store_open (library, SEM_STORE_READ, NULL)
           : NULL;
}

/* The program's own, or one that was trained on the photos of the library. */
static SemBackbone *
load_backbone (SemStore *store, const SemArchive *archive, GError **error)
{
  g_autoptr (SemBackbone) backbone = sem_backbone_new (NULL, error);

  if (!backbone || g_strcmp0 (sem_backbone_get_id (backbone), archive->backbone) == 0)
    return g_steal_pointer (&backbone);
  g_clear_pointer (&backbone, sem_backbone_unref);
  backbone = store ? sem_backbones_load (store, archive->backbone, NULL) : NULL;
  if (backbone && g_strcmp0 (sem_backbone_get_id (backbone), archive->backbone) == 0)
    return g_steal_pointer (&backbone);
  g_set_error (error, SEM_ERROR, SEM_ERROR_NO_MODEL,
               _("The photos of the archive “%s” were described by a network that is not here. "
                 "Search it with the library that made it."),
               sem_link_get_name (archive->link));
  return NULL;
}

/* @likeness: (out) (nullable) */
static gboolean
load_likeness (SemStore *store,
               const char *backbone,
               SemHashModel *model,
               SemLikeness **likeness,
               GError **error)
{
  g_autoptr (SemReference) reference = NULL;

  *likeness = NULL;
  if (g_strcmp0 (sem_reference_get ()->backbone, backbone) == 0)
    reference = sem_reference_copy (sem_reference_get ());
  else if (store && !sem_library_load_reference (store, backbone, &reference, error))
    return FALSE;
  if (reference)
    *likeness = sem_likeness_new (reference, sem_hash_model_get_mean (model));
  return TRUE;
}

static SemSearcher *
make_searcher (const char *library,
               const SemArchive *archive,
               const SemSearchGallery *gallery,
               const char **method,
               GError **error)
{
  g_autoptr (SemStore) store = open_library (library);
  g_autoptr (SemBackbone) backbone = load_backbone (store, archive, error);
  SemHashModel *model = backbone ? sem_archive_load_model (archive, NULL, error) : NULL;
  SemLikeness *likeness;

  if (!model)
    return NULL;
  *method = sem_hash_method_get_name (sem_hash_model_get_method (model));
  if (load_likeness (store, archive->backbone, model, &likeness, error))
    return sem_searcher_new_for_gallery (backbone, model, likeness, gallery);
  sem_hash_model_free (model);
  return NULL;
}

/* Places ----------------------------------------------------------------------------------------*/

/* Whether @place is the file that any of the sources is. */
static gboolean
is_own (const SemArchivePlace *place, const SemSearchRequest *request)
{
  for (guint i = 0; i < request->sources->len; i++)
    if (sem_found_place_is_file (place, g_array_index (request->sources, SemSearchSource, i).path))
      return TRUE;
  return FALSE;
}

/* @size: (inout): -1 for any, and then set; a file of another size is not read */
static gboolean
hash_source (const SemSearchSource *source, gint64 *size, guint8 *hash)
{
  SemFileIdentity identity = { .size =
                                 source->bytes ? (gint64) g_bytes_get_size (source->bytes) : 0 };
  int fd = source->bytes ? sem_content_open_bytes (source->bytes, NULL)
                         : sem_content_open (source->path, &identity, NULL);
  gboolean ok =
    fd >= 0 && (*size < 0 || identity.size == *size) && sem_content_hash (fd, "", hash, NULL, NULL);

  *size = identity.size;
  if (fd >= 0)
    close (fd);
  return ok;
}

/* Whether one of the files is here and has the bytes of the source. */
static gboolean
is_identical (const SemArchiveHit *hit, const SemSearchRequest *request)
{
  guint8 asked[SEM_STORE_HASH_SIZE], hash[SEM_STORE_HASH_SIZE];
  gint64 size = -1;

  if (!hash_source (&g_array_index (request->sources, SemSearchSource, hit->hit.source), &size,
                    asked))
    return FALSE;
  for (guint i = 0; i < MIN (hit->places->len, N_READ); i++)
    {
      const SemArchivePlace *place = g_ptr_array_index (hit->places, i);
      const SemSearchSource file = { .path = place->path };

      gint64 as_asked = size;

      if (place->path && hash_source (&file, &as_asked, hash)
          && memcmp (asked, hash, sizeof hash) == 0)
        return TRUE;
    }
  return FALSE;
}

/* A photo that was removed since it was found has no place, and is no hit. */
static void
add_hit (SemArchiveAnswer *answer,
         const SemSearchHit *found,
         GPtrArray *places,
         const SemSearchRequest *request)
{
  SemArchiveHit *hit;

  for (guint i = places ? places->len : 0; i-- > 0;)
    if (is_own (g_ptr_array_index (places, i), request))
      g_ptr_array_remove_index (places, i);
  if (!places || places->len == 0)
    return;
  hit = g_new0 (SemArchiveHit, 1);
  hit->hit = *found;
  hit->places = g_ptr_array_ref (places);
  if (found->score == G_MAXFLOAT && is_identical (hit, request))
    hit->hit.kind = SEM_COPY_IDENTICAL;
  if (answer->n_above == answer->hits->len && found->above_chance)
    answer->n_above++;
  g_ptr_array_add (answer->hits, hit);
}

static gboolean
add_hits (SemArchiveAnswer *answer,
          const GArray *found,
          SemLink *link,
          const guint8 *identity,
          const SemSearchRequest *request,
          GError **error)
{
  g_autofree gint64 *photos = g_new (gint64, found->len + 1);
  g_autoptr (GHashTable) places = NULL;

  for (guint i = 0; i < found->len; i++)
    photos[i] = g_array_index (found, SemSearchHit, i).photo;
  places = sem_found_places_read (link, identity, photos, found->len, request->cancellable, error);
  if (!places)
    return FALSE;
  for (guint i = 0; i < found->len; i++)
    add_hit (answer, &g_array_index (found, SemSearchHit, i),
             g_hash_table_lookup (places, &photos[i]), request);
  return TRUE;
}

static void
describe (SemArchiveAnswer *answer, const SemParts *parts)
{
  answer->archive = g_strdup (sem_link_get_name (parts->archive->link));
  answer->n_bits = parts->archive->bits;
  answer->n_parts = MAX (parts->archive->n_shards, 1);
  answer->n_missing = parts->n_missing;
  for (guint i = 0; i < SEM_ARCHIVE_MAX_PARTITIONS; i++)
    answer->missing |= (guint64) !!parts->missing[i] << i;
}

static SemArchiveAnswer *
search_parts (SemParts *parts, const char *library, const SemSearchRequest *request, GError **error)
{
  g_autoptr (SemHammingIndex) mirror = NULL;
  g_autoptr (SemArchiveGallery) gallery = NULL;
  g_autoptr (SemSearcher) searcher = NULL;
  g_autoptr (SemArchiveAnswer) answer = g_new0 (SemArchiveAnswer, 1);
  g_autoptr (GArray) found = NULL;
  guint8 identity[SEM_ARCHIVE_IDENTITY_SIZE] = { 0 };

  answer->hits = g_ptr_array_new_with_free_func (free_hit);
  if (library)
    sem_archive_identify (library, identity);
  mirror = sem_mirror_open (parts->archive, &answer->mirror, request->cancellable);
  if (answer->mirror != SEM_MIRROR_NONE && !sem_parts_renew (parts, request->cancellable, error))
    return NULL;
  gallery = sem_archive_gallery_new (parts, identity, mirror, request->cancellable, error);
  searcher = gallery ? make_searcher (library, parts->archive, sem_archive_gallery_get (gallery),
                                      &answer->method, error)
                     : NULL;
  found = searcher ? sem_search_elsewhere (searcher, request, error) : NULL;
  if (!found || !add_hits (answer, found, parts->archive->link, identity, request, error))
    return NULL;
  describe (answer, parts);
  return g_steal_pointer (&answer);
}

/* @lost: (inout): whether the connection was there and is lost; stays where there is none again */
static SemArchiveAnswer *
search_once (const char *uri,
             const char *library,
             const SemSearchRequest *request,
             gboolean *lost,
             GError **error)
{
  const gint64 start = g_get_monotonic_time ();
  g_auto (SemParts) parts = { NULL };
  SemArchiveAnswer *answer;

  if (!sem_parts_open (&parts, uri, request->cancellable, error))
    return NULL;
  answer = search_parts (&parts, library, request, error);
  *lost = sem_link_is_lost (parts.archive->link);
  if (answer)
    answer->seconds = (g_get_monotonic_time () - start) / (double) G_USEC_PER_SEC;
  return answer;
}

/* Where the archive has just changed to another model, the tables of the one before are gone: then
 * the next try is by the new one. A server that was there may be starting again. */
static gboolean
can_try_again (const GError *error, guint try, gboolean lost)
{
  if (g_error_matches (error, SEM_ERROR, SEM_ERROR_UNREADABLE))
    return lost && try < N_TRIES;
  return try == 1
         && (g_error_matches (error, SEM_ERROR, SEM_ERROR_BUSY)
             || g_error_matches (error, SEM_ERROR, SEM_ERROR_NOT_FOUND));
}

SemArchiveAnswer *
sem_archive_search (const char *uri,
                    const char *library,
                    const SemSearchRequest *request,
                    GError **error)
{
  gboolean lost = FALSE;
  guint wait = FIRST_WAIT;

  for (guint try = 1;; try++)
    {
      g_autoptr (GError) local = NULL;
      SemArchiveAnswer *answer = search_once (uri, library, request, &lost, &local);

      if (answer)
        return answer;
      if (!can_try_again (local, try, lost))
        {
          g_propagate_error (error, g_steal_pointer (&local));
          return NULL;
        }
      sem_link_pause (request->cancellable, wait);
      wait *= 2;
    }
}
