/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-library"

#include "config.h"

#include "engine/search/copies/copies-private.h"
#include "engine/photos/content.h"

#include <unistd.h>

#include <glib/gi18n-lib.h>

/* A model that is replaced meanwhile takes its vectors along: as in a search, what was ranked is
 * ranked again. */
static GArray *
rank_by_current (SemSearcher *self,
                 SemCopyQuestion *question,
                 GCancellable *cancellable,
                 GError **error)
{
  g_autoptr (SemBackbone) backbone = sem_backbone_ref (self->backbone);
  g_autoptr (GArray) candidates = NULL;
  gboolean again;

  do
    {
      g_clear_pointer (&candidates, g_array_unref);
      if (self->backbone != backbone)
        {
          g_set_error_literal (error, SEM_ERROR, SEM_ERROR_BUSY,
                               _("The codes were changed while this was searched for. Search "
                                 "again."));
          return NULL;
        }
      sem_copy_question_encode (question, self);
      candidates = sem_copy_candidates_find (self, question, cancellable, error);
      if (candidates && !sem_copy_candidates_place (self, question, candidates, cancellable, error))
        return NULL;
      again = candidates && !sem_searcher_is_current (self);
      if (again
          && (!sem_searcher_refresh (self, error) || !sem_copy_candidates_refresh (self, error)))
        return NULL;
    }
  while (again);
  return g_steal_pointer (&candidates);
}

static void
fill_answer (SemSearchAnswer *answer, const GArray *candidates, const SemSearchOptions *options)
{
  answer->hits = g_array_new (FALSE, TRUE, sizeof (SemRankedHit));
  answer->copies = g_array_new (FALSE, TRUE, sizeof (SemCopyKind));
  for (guint i = 0; i < candidates->len && answer->hits->len < options->k; i++)
    {
      const SemCopyCandidate *candidate = &g_array_index (candidates, SemCopyCandidate, i);

      if (candidate->hit.distance > options->max_distance
          || candidate->hit.photo_id == options->exclude)
        continue;
      g_array_append_val (answer->hits, candidate->hit);
      g_array_append_val (answer->copies, candidate->kind);
    }
}

SemSearchAnswer *
sem_searcher_find_copies (SemSearcher *self,
                          int fd,
                          const char *name,
                          const SemDecodeView *view,
                          const SemSearchOptions *options,
                          GCancellable *cancellable,
                          GError **error)
{
  gint64 start = g_get_monotonic_time ();
  SemDecodeView trimmed = view ? *view : (SemDecodeView){ 0 };
  g_autoptr (SemCopyQuestion) question = NULL;
  g_autoptr (SemDecodedPhoto) plain = NULL, photo = NULL;
  g_autoptr (GArray) candidates = NULL;
  SemSearchAnswer *answer;

  trimmed.trim = 1;
  if (!sem_searcher_refresh (self, error) || !sem_copy_candidates_refresh (self, error))
    return NULL;
  plain = sem_decoder_decode_view (self->decoder, fd, name, view, cancellable, error);
  photo =
    plain ? sem_decoder_decode_view (self->decoder, fd, name, &trimmed, cancellable, error) : NULL;
  question = photo ? sem_copy_question_new (self, photo, plain, cancellable, error) : NULL;
  if (!question)
    return NULL;
  candidates = rank_by_current (self, question, cancellable, error);
  if (!candidates)
    return NULL;

  answer = g_new0 (SemSearchAnswer, 1);
  fill_answer (answer, candidates, options);
  answer->thumbnail = g_bytes_ref (plain->thumbnail);
  answer->width = plain->width;
  answer->height = plain->height;
  answer->n_bits = sem_hash_model_get_n_bits (self->model);
  answer->method = sem_hash_method_get_name (sem_hash_model_get_method (self->model));
  answer->seconds = (g_get_monotonic_time () - start) / (double) G_USEC_PER_SEC;
  return answer;
}

SemSearchAnswer *
sem_searcher_find_copies_of_file (SemSearcher *self,
                                  const char *path,
                                  const SemSearchOptions *options,
                                  GCancellable *cancellable,
                                  GError **error)
{
  g_autofree char *name = g_filename_display_name (path);
  SemSearchOptions chosen = *options;
  SemStoreFile row = { 0 };
  g_autoptr (GError) local = NULL;
  SemSearchAnswer *answer = NULL;
  SemFileIdentity identity;
  int fd = sem_content_open (path, &identity, error);

  if (fd < 0)
    return NULL;
  if (sem_searcher_refresh (self, error))
    {
      if (sem_store_find_file (self->store, path, &row, &local))
        chosen.exclude = row.photo;
      sem_store_file_clear (&row);
      if (local)
        g_propagate_error (error, g_steal_pointer (&local));
      else
        answer = sem_searcher_find_copies (self, fd, name, NULL, &chosen, cancellable, error);
    }
  close (fd);
  return answer;
}

SemSearchAnswer *
sem_searcher_find_copies_of_photo (SemSearcher *self,
                                   gint64 photo,
                                   const SemSearchOptions *options,
                                   GCancellable *cancellable,
                                   GError **error)
{
  SemSearchOptions chosen = *options;
  SemSearchAnswer *answer = NULL;
  SemStorePhoto row = { 0 };
  g_autofree char *name = NULL;
  SemFileIdentity identity;
  int fd;

  chosen.exclude = photo;
  if (!sem_searcher_refresh (self, error))
    return NULL;
  if (!sem_store_get_photo (self->store, photo, &row, error))
    {
      if (error && !*error)
        g_set_error (error, SEM_ERROR, SEM_ERROR_NOT_FOUND,
                     _("The library no longer has this photo. Update the library."));
      return NULL;
    }
  name = g_filename_display_name (row.path ? row.path : "");
  fd = row.path ? sem_content_open (row.path, &identity, NULL) : -1;
  if (fd < 0)
    fd = sem_copy_open_thumbnail (self, photo, error);
  if (fd >= 0)
    {
      answer = sem_searcher_find_copies (self, fd, name, NULL, &chosen, cancellable, error);
      close (fd);
    }
  else if (error && !*error)
    g_set_error (error, SEM_ERROR, SEM_ERROR_UNREADABLE,
                 _("Neither “%s” nor its thumbnail can be read. Update the library."), name);
  sem_store_photo_clear (&row);
  return answer;
}
