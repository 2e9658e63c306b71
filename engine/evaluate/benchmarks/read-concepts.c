/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "engine/evaluate/benchmarks/reading-private.h"

#include <glib/gi18n-lib.h>

/* NUS-WIDE: a file of 0 and 1 for each concept, with a line for each line of the list of photos.
 * MIRFlickr: a file of photo numbers for each concept. */

#define IMAGE_LIST "Imagelist.txt"
#define MIRFLICKR_PHOTOS 25000
/* Files of MIRFlickr with a strict reading of a concept, which another file has. */
#define STRICT "_r1.txt"

typedef struct
{
  GPtrArray *names;
  guint n_concepts;
  guint8 *flags; /* shape (n_concepts, names) */
} Concepts;

static void
concepts_clear (Concepts *self)
{
  g_clear_pointer (&self->names, g_ptr_array_unref);
  g_clear_pointer (&self->flags, g_free);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Concepts, concepts_clear)

static gsize
count (const Concepts *self, guint concept)
{
  const guint8 *flags = self->flags + (gsize) concept * self->names->len;
  gsize n = 0;

  for (guint i = 0; i < self->names->len; i++)
    n += flags[i];
  return n;
}

/* @kept: (out): shape (n_concepts): the @n concepts with most photos, of equal ones the first */
static void
choose (const Concepts *self, guint n, gboolean *kept)
{
  g_autofree gsize *sizes = g_new (gsize, self->n_concepts + 1);

  for (guint c = 0; c < self->n_concepts; c++)
    sizes[c] = count (self, c);
  for (guint taken = 0; taken < MIN (n, self->n_concepts); taken++)
    {
      guint best = G_MAXUINT;

      for (guint c = 0; c < self->n_concepts; c++)
        if (!kept[c] && (best == G_MAXUINT || sizes[c] > sizes[best]))
          best = c;
      kept[best] = TRUE;
    }
}

static gboolean
has_any (const Concepts *self, const gboolean *kept, guint photo)
{
  for (guint c = 0; c < self->n_concepts; c++)
    if (kept[c] && self->flags[(gsize) c * self->names->len + photo])
      return TRUE;
  return FALSE;
}

/* Photos without a label of those that are kept are left out: nothing could be relevant to them. */
static void
fill (SemReading *self, const Concepts *concepts, guint n_kept)
{
  g_autofree gboolean *kept = g_new0 (gboolean, concepts->n_concepts + 1);

  choose (concepts, n_kept, kept);
  sem_truth_set_n_labels (self->truth, concepts->n_concepts);
  sem_reading_note (self, concepts->names);
  for (guint i = 0; i < concepts->names->len; i++)
    {
      const char *name = g_ptr_array_index (concepts->names, i);
      const SemFoundPhoto *found;
      guint row;

      if (!has_any (concepts, kept, i) || !sem_reading_find (self, name, &found))
        continue;
      row = sem_truth_add (self->truth, name, found);
      for (guint c = 0; c < concepts->n_concepts; c++)
        if (kept[c] && concepts->flags[(gsize) c * concepts->names->len + i])
          sem_truth_set_label (self->truth, row, c);
    }
}

/* Labels_lake_Train.txt and its like have other lines. */
static GPtrArray *
list_concepts (const SemReading *self)
{
  g_autoptr (GPtrArray) all = sem_list_files_match (self->files, "Labels_", ".txt");
  GPtrArray *found = g_ptr_array_new ();

  for (guint i = 0; i < all->len; i++)
    {
      char *path = g_ptr_array_index (all, i);

      if (!g_str_has_suffix (path, "_Train.txt") && !g_str_has_suffix (path, "_Test.txt"))
        g_ptr_array_add (found, path);
    }
  return found;
}

/* Several copies of a set below one folder would be mixed up. */
static gboolean
check_one_folder (const GPtrArray *paths, GError **error)
{
  for (guint i = 1; i < paths->len; i++)
    {
      g_autofree char *first = g_path_get_dirname (g_ptr_array_index ((GPtrArray *) paths, 0));
      g_autofree char *other = g_path_get_dirname (g_ptr_array_index ((GPtrArray *) paths, i));
      g_autofree char *shown = g_filename_display_name (first);
      g_autofree char *other_shown = g_filename_display_name (other);

      if (g_str_equal (first, other))
        continue;
      g_set_error (error, SEM_ERROR, SEM_ERROR_DAMAGED,
                   _("There are label files in “%s” and in “%s”: name a folder with one set."),
                   shown, other_shown);
      return FALSE;
    }
  return TRUE;
}

static gboolean
read_flags (Concepts *concepts, const GPtrArray *paths, GError **error)
{
  const gsize n = concepts->names->len;

  concepts->n_concepts = paths->len;
  concepts->flags = g_try_malloc0 (paths->len * n + 1);
  if (!concepts->flags)
    {
      g_set_error_literal (error, SEM_ERROR, SEM_ERROR_FAILED,
                           _("There is not enough memory for the labels."));
      return FALSE;
    }
  for (guint c = 0; c < paths->len; c++)
    {
      g_auto (SemListText) text = { 0 };

      if (!sem_list_text_open (&text, g_ptr_array_index ((GPtrArray *) paths, c), error)
          || !sem_list_parse_flags (&text.lines, n, concepts->flags + c * n, error))
        return FALSE;
    }
  return TRUE;
}

gboolean
sem_read_nus_wide (SemReading *self, GError **error)
{
  const char *list = sem_list_files_find (self->files, IMAGE_LIST);
  g_auto (SemListText) text = { 0 };
  g_auto (Concepts) concepts = { 0 };
  g_autoptr (GPtrArray) paths = NULL;

  /* The copies of the hashing literature have made the choice. */
  if (!list)
    return sem_read_list (self, error);
  paths = list_concepts (self);
  if (paths->len == 0)
    return sem_reading_lacks (self, "Labels_airport.txt", error);
  if (!check_one_folder (paths, error))
    return FALSE;
  if (!sem_list_text_open (&text, list, error)
      || !(concepts.names = sem_list_parse_names (&text.lines, error))
      || !read_flags (&concepts, paths, error))
    return FALSE;
  fill (self, &concepts, self->source->protocol->n_labels);
  return TRUE;
}

/* @strict: whether the strict readings count as labels of their own */
static GPtrArray *
list_annotations (const SemReading *self, gboolean strict)
{
  const char *one = sem_list_files_find (self->files, "animals.txt");
  g_autofree char *folder = one ? g_path_get_dirname (one) : NULL;
  g_autoptr (GPtrArray) all = sem_list_files_match (self->files, "", ".txt");
  GPtrArray *found = g_ptr_array_new ();

  for (guint i = 0; folder && i < all->len; i++)
    {
      char *path = g_ptr_array_index (all, i);
      g_autofree char *parent = g_path_get_dirname (path);
      g_autofree char *name = g_path_get_basename (path);

      if (g_str_equal (parent, folder) && !g_str_has_prefix (name, "README")
          && (strict || !g_str_has_suffix (name, STRICT)))
        g_ptr_array_add (found, path);
    }
  return found;
}

static gboolean
read_numbers (Concepts *concepts, const GPtrArray *paths, GError **error)
{
  concepts->n_concepts = paths->len;
  concepts->flags = g_new0 (guint8, (gsize) paths->len * MIRFLICKR_PHOTOS + 1);
  for (guint c = 0; c < paths->len; c++)
    {
      g_auto (SemListText) text = { 0 };
      g_autoptr (GArray) numbers = NULL;

      if (!sem_list_text_open (&text, g_ptr_array_index ((GPtrArray *) paths, c), error)
          || !(numbers = sem_list_parse_numbers (&text.lines, MIRFLICKR_PHOTOS, error)))
        return FALSE;
      for (guint i = 0; i < numbers->len; i++)
        concepts->flags[(gsize) c * MIRFLICKR_PHOTOS + g_array_index (numbers, guint32, i) - 1] = 1;
    }
  return TRUE;
}

gboolean
sem_read_mirflickr (SemReading *self, GError **error)
{
  g_autoptr (GPtrArray) paths = list_annotations (self, self->source->protocol->n_labels > 24);
  g_auto (Concepts) concepts = { 0 };

  if (paths->len == 0)
    return sem_reading_lacks (self, "animals.txt", error);
  concepts.names = g_ptr_array_new_with_free_func (g_free);
  for (guint i = 1; i <= MIRFLICKR_PHOTOS; i++)
    g_ptr_array_add (concepts.names, g_strdup_printf ("im%u.jpg", i));
  if (!read_numbers (&concepts, paths, error))
    return FALSE;
  fill (self, &concepts, G_MAXUINT);
  return TRUE;
}
