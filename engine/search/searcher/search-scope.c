/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-search"

#include "config.h"

#include "engine/search/searcher/search-scope.h"
#include "engine/store/scope.h"

#include <string.h>
#include <time.h>

#define NANOSECONDS G_GINT64_CONSTANT (1000000000)

/* @folders, @types: NULL for all. @own: folders whose direct files are left out. */
struct _SemSearchFilter
{
  GPtrArray *folders;
  GPtrArray *types;
  GPtrArray *own;
  SemStorePeriod period;
  SemSearchOrientation orientation;
  GCancellable *cancellable;
};

/* Endings ---------------------------------------------------------------------------------------*/

/* (transfer full): in lower case, and one of those that mean the same. */
static char *
normalise_type (const char *type)
{
  static const char *const same[][2] = {
    { "jpeg", "jpg" },
    { "tiff", "tif" },
    { "heif", "heic" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (same); i++)
    if (g_ascii_strcasecmp (type, same[i][0]) == 0)
      return g_strdup (same[i][1]);
  return g_ascii_strdown (type, -1);
}

static gboolean
allows_type (const SemSearchFilter *self, const char *path)
{
  const char *slash = strrchr (path, '/');
  const char *dot = strrchr (slash ? slash : path, '.');
  g_autofree char *type = NULL;

  if (!self->types)
    return TRUE;
  if (!dot)
    return FALSE;
  type = normalise_type (dot + 1);
  return g_ptr_array_find_with_equal_func (self->types, type, g_str_equal, NULL);
}

/* Folders ---------------------------------------------------------------------------------------*/

/* (transfer full): without slashes at its end; "" is the root. */
static char *
normalise_folder (const char *path)
{
  char *folder = g_canonicalize_filename (path, "/");

  if (strcmp (folder, "/") == 0)
    *folder = '\0';
  return folder;
}

static gboolean
allows_folder (const SemSearchFilter *self, const char *path)
{
  if (!self->folders)
    return TRUE;
  for (guint i = 0; i < self->folders->len; i++)
    {
      const char *folder = self->folders->pdata[i];
      gsize n = strlen (folder);

      if (strncmp (path, folder, n) == 0 && path[n] == '/')
        return TRUE;
    }
  return FALSE;
}

static gboolean
is_own_folder (const SemSearchFilter *self, const char *path)
{
  const char *slash = strrchr (path, '/');
  gsize n = slash ? (gsize) (slash - path) : 0;

  for (guint i = 0; i < self->own->len; i++)
    {
      const char *folder = self->own->pdata[i];

      if (strlen (folder) == n && strncmp (path, folder, n) == 0)
        return TRUE;
    }
  return FALSE;
}

static void
add_own_folder (SemSearchFilter *self, const char *path)
{
  g_autofree char *folder = g_path_get_dirname (path);

  g_ptr_array_add (self->own, normalise_folder (folder));
}

static gboolean
add_own_folders (SemSearchFilter *self,
                 SemSearcher *searcher,
                 const SemSearchLook *look,
                 GError **error)
{
  g_autoptr (GArray) files = NULL;

  if (look->source->kind == SEM_SEARCH_FILE)
    {
      g_autofree char *path = g_canonicalize_filename (look->source->path, NULL);
      add_own_folder (self, path);
    }
  if (!look->subject.photo)
    return TRUE;
  files = sem_store_list_photo_files (searcher->store, look->subject.photo, error);
  for (guint i = 0; files && i < files->len; i++)
    add_own_folder (self, g_array_index (files, SemStorePhotoFile, i).path);
  return files != NULL;
}

/* Filters ---------------------------------------------------------------------------------------*/

static GPtrArray *
normalise (char **strings, char *(*func) (const char *) )
{
  GPtrArray *normal = strings ? g_ptr_array_new_with_free_func (g_free) : NULL;

  for (gsize i = 0; strings && strings[i]; i++)
    g_ptr_array_add (normal, func (strings[i]));
  return normal;
}

/* The time at which this computer's clock showed @wall, seconds since 1970; @wall where there is no
 * such time. */
static gint64
to_instant (gint64 wall)
{
  const time_t seconds = (time_t) wall;
  struct tm parts;
  time_t instant;

  if (wall == G_MININT64 || wall == G_MAXINT64 || !gmtime_r (&seconds, &parts))
    return wall;
  parts.tm_isdst = -1;
  instant = mktime (&parts);
  return instant == -1 ? wall : (gint64) instant;
}

SemSearchFilter *
sem_search_filter_new (SemSearcher *searcher,
                       const SemSearchRequest *request,
                       const GArray *looks,
                       GError **error)
{
  const SemSearchScope *scope = &request->scope;
  g_autoptr (SemSearchFilter) self = g_new0 (SemSearchFilter, 1);

  self->folders = normalise (scope->folders, normalise_folder);
  self->types = normalise (scope->types, normalise_type);
  self->own = g_ptr_array_new_with_free_func (g_free);
  self->period = (SemStorePeriod){
    .taken_from = scope->from,
    .taken_until = scope->until,
    .file_from = to_instant (scope->from),
    .file_until = to_instant (scope->until),
  };
  self->orientation = scope->orientation;
  self->cancellable = request->cancellable;
  for (guint i = 0; scope->not_own_folder && i < looks->len; i++)
    {
      const SemSearchLook *look = &g_array_index (looks, SemSearchLook, i);

      if (look->source->weight > 0 && !add_own_folders (self, searcher, look, error))
        return NULL;
    }
  return g_steal_pointer (&self);
}

void
sem_search_filter_free (SemSearchFilter *self)
{
  g_clear_pointer (&self->folders, g_ptr_array_unref);
  g_clear_pointer (&self->types, g_ptr_array_unref);
  g_clear_pointer (&self->own, g_ptr_array_unref);
  g_free (self);
}

/* Rounds down, so that a time before 1970 counts as the second that it lies in. */
static gint64
to_seconds (gint64 nanoseconds)
{
  return nanoseconds / NANOSECONDS - (nanoseconds % NANOSECONDS < 0);
}

static gboolean
restricts_dates (const SemSearchFilter *self)
{
  return self->period.taken_from != G_MININT64 || self->period.taken_until != G_MAXINT64;
}

static gboolean
allows_date (const SemSearchFilter *self, const SemStoreDate *date)
{
  const SemStorePeriod *period = &self->period;
  const gint64 seconds = to_seconds (date->mtime);

  if (!restricts_dates (self))
    return TRUE;
  if (date->is_dated)
    return date->taken >= period->taken_from && date->taken < period->taken_until;
  return seconds >= period->file_from
         && (seconds < period->file_until || period->file_until == G_MAXINT64);
}

gboolean
sem_search_filter_allows_file (const SemSearchFilter *self,
                               const char *path,
                               const SemStoreDate *date)
{
  return allows_date (self, date) && allows_folder (self, path) && !is_own_folder (self, path)
         && allows_type (self, path);
}

static gboolean
restricts_files (const SemSearchFilter *self)
{
  return self->folders || self->types || self->own->len || restricts_dates (self);
}

gboolean
sem_search_filter_allows_size (const SemSearchFilter *self, guint width, guint height)
{
  guint longer = MAX (width, height), shorter = MIN (width, height);
  gboolean square = (guint64) (longer - shorter) * 50 <= longer;

  switch (self->orientation)
    {
    case SEM_SEARCH_LANDSCAPE:
      return !square && width > height;
    case SEM_SEARCH_PORTRAIT:
      return !square && height > width;
    case SEM_SEARCH_SQUARE:
      return square;
    case SEM_SEARCH_ANY_ORIENTATION:
    default:
      return TRUE;
    }
}

/* Photos ----------------------------------------------------------------------------------------*/

/* @ids: (element-type gint64): photos that are allowed so far */
typedef struct
{
  const SemSearchFilter *filter;
  GArray *ids;
  gboolean ascending;
} Listing;

static void
list_file (gint64 photo, const char *path, const SemStoreDate *date, gpointer user_data)
{
  Listing *listing = user_data;
  GArray *ids = listing->ids;

  if (!sem_search_filter_allows_file (listing->filter, path, date))
    return;
  if (ids->len && photo < g_array_index (ids, gint64, ids->len - 1))
    listing->ascending = FALSE;
  g_array_append_val (ids, photo);
}

static void
list_size (gint64 photo, guint width, guint height, gpointer user_data)
{
  Listing *listing = user_data;

  if (sem_search_filter_allows_size (listing->filter, width, height))
    g_array_append_val (listing->ids, photo);
}

static int
compare_ids (gconstpointer a, gconstpointer b)
{
  gint64 x = *(const gint64 *) a, y = *(const gint64 *) b;

  return (x > y) - (x < y);
}

/* Keeps those of @ids, ascending, that are also in @others, ascending. */
static void
intersect (GArray *ids, const GArray *others)
{
  guint n = 0;

  for (guint i = 0, j = 0; i < ids->len; i++)
    {
      gint64 id = g_array_index (ids, gint64, i);

      while (j < others->len && g_array_index (others, gint64, j) < id)
        j++;
      if (j < others->len && g_array_index (others, gint64, j) == id)
        g_array_index (ids, gint64, n++) = id;
    }
  g_array_set_size (ids, n);
}

static gboolean
list_files (const SemSearchFilter *self, SemSearcher *searcher, Listing *listing, GError **error)
{
  const SemStorePeriod *period = restricts_dates (self) ? &self->period : NULL;

  if (!self->folders)
    return sem_store_each_file (searcher->store, "", period, list_file, listing, self->cancellable,
                                error);
  for (guint i = 0; i < self->folders->len; i++)
    if (!sem_store_each_file (searcher->store, self->folders->pdata[i], period, list_file, listing,
                              self->cancellable, error))
      return FALSE;
  return TRUE;
}

/* (transfer full) (element-type gint64): ascending. */
static GArray *
list_photos (const SemSearchFilter *self, SemSearcher *searcher, GError **error)
{
  g_autoptr (GArray) by_file = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (GArray) by_size = g_array_new (FALSE, FALSE, sizeof (gint64));
  Listing files = { self, by_file, TRUE }, sizes = { self, by_size, TRUE };

  if (restricts_files (self) && !list_files (self, searcher, &files, error))
    return NULL;
  if (self->orientation != SEM_SEARCH_ANY_ORIENTATION
      && !sem_store_each_size (searcher->store, list_size, &sizes, self->cancellable, error))
    return NULL;
  if (!restricts_files (self))
    return g_steal_pointer (&by_size);
  if (!files.ascending)
    g_array_sort (by_file, compare_ids);
  if (self->orientation != SEM_SEARCH_ANY_ORIENTATION)
    intersect (by_file, by_size);
  return g_steal_pointer (&by_file);
}

static void
add_strings (GString *key, const GPtrArray *strings)
{
  g_string_append_printf (key, "%d;", strings ? (int) strings->len : -1);
  for (guint i = 0; strings && i < strings->len; i++)
    {
      const char *string = strings->pdata[i];
      g_string_append_printf (key, "%" G_GSIZE_FORMAT ":%s", strlen (string), string);
    }
}

/* (transfer full): equal for filters that allow the same. */
static char *
make_key (const SemSearchFilter *self)
{
  GString *key = g_string_new (NULL);

  g_string_append_printf (key, "%" G_GINT64_FORMAT ";%" G_GINT64_FORMAT ";%d;",
                          self->period.taken_from, self->period.taken_until, self->orientation);
  add_strings (key, self->folders);
  add_strings (key, self->types);
  add_strings (key, self->own);
  return g_string_free (key, FALSE);
}

/* Has searcher->scope_ids be those of the filter. */
static gboolean
refresh_photos (const SemSearchFilter *self, SemSearcher *searcher, GError **error)
{
  g_autofree char *key = make_key (self);
  /* Before the rows are read: what is committed meanwhile has a later version. */
  gint64 version = sem_store_get_data_version (searcher->store, error);

  if (version < 0)
    return FALSE;
  if (searcher->scope_ids && version == searcher->scope_version
      && strcmp (key, searcher->scope_key) == 0)
    return TRUE;
  g_clear_pointer (&searcher->scope_ids, g_array_unref);
  g_clear_pointer (&searcher->scope_key, g_free);
  searcher->scope_ids = list_photos (self, searcher, error);
  if (!searcher->scope_ids)
    return FALSE;
  searcher->scope_key = g_steal_pointer (&key);
  searcher->scope_version = version;
  return TRUE;
}

gboolean
sem_search_filter_make_scope (const SemSearchFilter *self,
                              SemSearcher *searcher,
                              SemHammingIndex *index,
                              SemHammingScope **scope,
                              GError **error)
{
  *scope = NULL;
  if (!restricts_files (self) && self->orientation == SEM_SEARCH_ANY_ORIENTATION)
    return TRUE;
  if (!refresh_photos (self, searcher, error))
    return FALSE;
  *scope = sem_hamming_index_make_scope (index, (const gint64 *) (void *) searcher->scope_ids->data,
                                         searcher->scope_ids->len);
  return TRUE;
}
