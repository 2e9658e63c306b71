/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-model"

#include "config.h"

#include "engine/model/results-private.h"

#include <errno.h>
#include <sys/mman.h>
#include <unistd.h>

#include <glib/gi18n-lib.h>

/* Query ---------------------------------------------------------------------------------------- */

struct _SemQuery
{
  GObject parent_instance;

  char *title;
  /* One of the three. */
  gint64 photo;
  GFile *file;
  GBytes *bytes;
  /* Set where copies are wanted. */
  SemQuery *original;
};

G_DEFINE_FINAL_TYPE (SemQuery, sem_query, G_TYPE_OBJECT)

static void
sem_query_finalize (GObject *object)
{
  SemQuery *self = SEM_QUERY (object);

  g_free (self->title);
  g_clear_object (&self->original);
  g_clear_object (&self->file);
  g_clear_pointer (&self->bytes, g_bytes_unref);
  G_OBJECT_CLASS (sem_query_parent_class)->finalize (object);
}

static void
sem_query_class_init (SemQueryClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = sem_query_finalize;
}

static void
sem_query_init (SemQuery *self)
{
}

SemQuery *
sem_query_new_for_photo (SemPhoto *photo)
{
  SemQuery *self = g_object_new (SEM_TYPE_QUERY, NULL);

  self->photo = sem_photo_get_id (photo);
  self->title = g_strdup (sem_photo_get_title (photo));
  return self;
}

SemQuery *
sem_query_new_for_file (GFile *file)
{
  SemQuery *self = g_object_new (SEM_TYPE_QUERY, NULL);
  g_autofree char *base = g_file_get_basename (file);

  self->file = g_object_ref (file);
  self->title = g_filename_display_name (base);
  return self;
}

SemQuery *
sem_query_new_for_bytes (GBytes *bytes, const char *title)
{
  SemQuery *self = g_object_new (SEM_TYPE_QUERY, NULL);

  self->bytes = g_bytes_ref (bytes);
  self->title = g_strdup (title);
  return self;
}

SemQuery *
sem_query_new_for_copies (SemQuery *query)
{
  SemQuery *self = g_object_new (SEM_TYPE_QUERY, NULL);

  self->title = g_strdup (query->title);
  self->photo = query->photo;
  g_set_object (&self->file, query->file);
  self->bytes = query->bytes ? g_bytes_ref (query->bytes) : NULL;
  self->original = g_object_ref (query);
  return self;
}

SemQuery *
sem_query_get_original (SemQuery *self)
{
  g_return_val_if_fail (SEM_IS_QUERY (self), NULL);
  return self->original;
}

const char *
sem_query_get_title (SemQuery *self)
{
  g_return_val_if_fail (SEM_IS_QUERY (self), NULL);
  return self->title;
}

/* A descriptor for the decoder, which takes no bytes. */
static int
bytes_to_fd (GBytes *bytes, GError **error)
{
  gsize size, offset = 0;
  const char *data = g_bytes_get_data (bytes, &size);
  int fd = memfd_create ("query", MFD_CLOEXEC);

  while (fd >= 0 && offset < size)
    {
      gssize n = write (fd, data + offset, size - offset);

      if (n < 0 && errno == EINTR)
        continue;
      if (n < 0)
        {
          close (fd);
          fd = -1;
        }
      else
        offset += n;
    }
  if (fd < 0)
    g_set_error (error, SEM_ERROR, SEM_ERROR_FAILED, _("There is no memory for the picture: %s."),
                 g_strerror (errno));
  return fd;
}

SemSearchAnswer *
sem_query_ask (SemQuery *self,
               SemSearcher *searcher,
               const SemSearchOptions *options,
               GCancellable *cancellable,
               GError **error)
{
  g_autoptr (GBytes) fetched = NULL;
  SemSearchAnswer *answer;
  int fd;

  if (self->photo)
    return (self->original
              ? sem_searcher_find_copies_of_photo
              : sem_searcher_search_photo) (searcher, self->photo, options, cancellable, error);
  if (self->file && g_file_peek_path (self->file))
    return (self->original ? sem_searcher_find_copies_of_file
                           : sem_searcher_search_file) (searcher, g_file_peek_path (self->file),
                                                        options, cancellable, error);
  if (self->file)
    {
      /* On a phone or a share, through GVfs. */
      fetched = g_file_load_bytes (self->file, cancellable, NULL, error);
      if (!fetched)
        return NULL;
    }
  fd = bytes_to_fd (fetched ? fetched : self->bytes, error);
  if (fd < 0)
    return NULL;
  answer =
    self->original
      ? sem_searcher_find_copies (searcher, fd, self->title, NULL, options, cancellable, error)
      : sem_searcher_search_fd (searcher, fd, self->title, options, cancellable, error);
  close (fd);
  return answer;
}

/* Match ---------------------------------------------------------------------------------------- */

struct _SemMatch
{
  GObject parent_instance;

  SemPhoto *photo;
  guint distance;
  double similarity;
  const char *kind;
};

G_DEFINE_FINAL_TYPE (SemMatch, sem_match, G_TYPE_OBJECT)

static void
sem_match_finalize (GObject *object)
{
  g_clear_object (&SEM_MATCH (object)->photo);
  G_OBJECT_CLASS (sem_match_parent_class)->finalize (object);
}

static void
sem_match_class_init (SemMatchClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = sem_match_finalize;
}

static void
sem_match_init (SemMatch *self)
{
}

SemPhoto *
sem_match_get_photo (SemMatch *self)
{
  g_return_val_if_fail (SEM_IS_MATCH (self), NULL);
  return self->photo;
}

guint
sem_match_get_distance (SemMatch *self)
{
  g_return_val_if_fail (SEM_IS_MATCH (self), 0);
  return self->distance;
}

double
sem_match_get_similarity (SemMatch *self)
{
  g_return_val_if_fail (SEM_IS_MATCH (self), 0);
  return self->similarity;
}

const char *
sem_match_get_kind (SemMatch *self)
{
  g_return_val_if_fail (SEM_IS_MATCH (self), NULL);
  return self->kind;
}

/* What is only alike has no name: the share says it. */
static const char *
describe_kind (SemCopyKind kind)
{
  return kind == SEM_COPY_ALIKE ? NULL : sem_copy_kind_get_words (kind);
}

/* Results -------------------------------------------------------------------------------------- */

struct _SemResults
{
  GObject parent_instance;

  SemQuery *query;
  SemPixels *pixels;
  GPtrArray *matches;
  guint n_bits;
  double milliseconds;
};

static void list_model_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (SemResults,
                               sem_results,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_init))

static GType
get_item_type (GListModel *model)
{
  return SEM_TYPE_MATCH;
}

static guint
get_n_items (GListModel *model)
{
  return SEM_RESULTS (model)->matches->len;
}

static gpointer
get_item (GListModel *model, guint position)
{
  SemResults *self = SEM_RESULTS (model);

  if (position >= self->matches->len)
    return NULL;
  return g_object_ref (g_ptr_array_index (self->matches, position));
}

static void
list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = get_item_type;
  iface->get_n_items = get_n_items;
  iface->get_item = get_item;
}

static void
sem_results_finalize (GObject *object)
{
  SemResults *self = SEM_RESULTS (object);

  g_clear_object (&self->query);
  g_clear_pointer (&self->pixels, sem_pixels_free);
  g_ptr_array_unref (self->matches);
  G_OBJECT_CLASS (sem_results_parent_class)->finalize (object);
}

static void
sem_results_class_init (SemResultsClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = sem_results_finalize;
}

static void
sem_results_init (SemResults *self)
{
  self->matches = g_ptr_array_new_with_free_func (g_object_unref);
}

SemResults *
sem_results_new (SemQuery *query,
                 const SemSearchAnswer *answer,
                 SemPixels *pixels,
                 SemPhotoList *photos)
{
  SemResults *self = g_object_new (SEM_TYPE_RESULTS, NULL);

  self->query = g_object_ref (query);
  self->pixels = pixels;
  self->n_bits = answer->n_bits;
  self->milliseconds = answer->seconds * 1000;
  for (guint i = 0; i < answer->hits->len; i++)
    {
      const SemRankedHit *hit = &g_array_index (answer->hits, SemRankedHit, i);
      SemMatch *match = g_object_new (SEM_TYPE_MATCH, NULL);

      match->photo = sem_photo_list_dup_photo (photos, hit->photo_id);
      match->distance = hit->distance;
      match->similarity = hit->similarity;
      if (answer->copies)
        match->kind = describe_kind (g_array_index (answer->copies, SemCopyKind, i));
      g_ptr_array_add (self->matches, match);
    }
  return self;
}

SemQuery *
sem_results_get_query (SemResults *self)
{
  g_return_val_if_fail (SEM_IS_RESULTS (self), NULL);
  return self->query;
}

const SemPixels *
sem_results_get_query_pixels (SemResults *self)
{
  g_return_val_if_fail (SEM_IS_RESULTS (self), NULL);
  return self->pixels;
}

guint
sem_results_get_n_bits (SemResults *self)
{
  g_return_val_if_fail (SEM_IS_RESULTS (self), 0);
  return self->n_bits;
}

double
sem_results_get_milliseconds (SemResults *self)
{
  g_return_val_if_fail (SEM_IS_RESULTS (self), 0);
  return self->milliseconds;
}
