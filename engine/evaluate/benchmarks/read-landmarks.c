/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "engine/evaluate/benchmarks/reading-private.h"
#include "engine/evaluate/benchmarks/revisited.h"

#include <string.h>

#include <glib/gi18n-lib.h>

/* Oxford5k and Paris6k: four files for each query. All photos below the folder are the gallery. */

#define QUERY_ENDING "_query.txt"

/* Rows + 1 of the gallery, by the address of what the finder found. */
typedef GHashTable Rows;

static Rows *
add_gallery (SemReading *self)
{
  SemPhotoFinder *finder = self->source->finder;
  Rows *rows = g_hash_table_new (NULL, NULL);

  for (guint i = 0; finder && i < sem_photo_finder_get_n (finder); i++)
    {
      const SemFoundPhoto *found = sem_photo_finder_get (finder, i);
      g_autofree char *name = sem_photo_finder_dup_stem (found->path);
      const guint32 row = sem_reading_add (self, name, found, self->truth->database);

      g_hash_table_insert (rows, (gpointer) found, GUINT_TO_POINTER (row + 1));
    }
  return rows;
}

static void
add_entry (GArray *list, guint32 row, SemTruthGrade grade)
{
  const SemTruthEntry entry = { row, grade };

  g_array_append_val (list, entry);
}

/* The list of one grade of a query. @stem: path of the query's files up to the last part. */
static gboolean
read_grade (SemReading *self,
            const char *stem,
            SemTruthGrade grade,
            Rows *rows,
            GArray *list,
            GError **error)
{
  static const char *const endings[] = { "_good.txt", "_ok.txt", "_junk.txt" };
  g_autofree char *path = g_strconcat (stem, endings[grade], NULL);
  g_autofree char *name = g_path_get_basename (path);
  g_auto (SemListText) text = { 0 };
  g_autoptr (GPtrArray) names = NULL;

  if (!g_file_test (path, G_FILE_TEST_EXISTS))
    return sem_reading_lacks (self, name, error);
  if (!sem_list_text_open (&text, path, error)
      || !(names = sem_list_parse_names (&text.lines, error)))
    return FALSE;
  for (guint i = 0; i < names->len; i++)
    {
      const SemFoundPhoto *found;

      if (sem_reading_find (self, g_ptr_array_index (names, i), &found) && found)
        add_entry (list, GPOINTER_TO_UINT (g_hash_table_lookup (rows, found)) - 1, grade);
    }
  return TRUE;
}

static void
add_query (SemReading *self,
           const char *name,
           const SemFoundPhoto *found,
           const SemQueryBox *box,
           GArray *list)
{
  SemTruth *truth = self->truth;
  const guint32 row = sem_reading_add (self, name, found, truth->queries);
  SemTruthRow *query = sem_truth_get_row (truth, row);

  query->boxed = !self->source->whole_queries;
  query->box = *box;
  g_ptr_array_add (truth->lists, g_array_ref (list));
}

static gboolean
read_query (SemReading *self, const char *path, Rows *rows, GError **error)
{
  g_autofree char *stem = g_strndup (path, strlen (path) - strlen (QUERY_ENDING));
  g_autoptr (GArray) list = g_array_new (FALSE, FALSE, sizeof (SemTruthEntry));
  g_auto (SemListText) text = { 0 };
  g_autofree char *name = NULL;
  const SemFoundPhoto *found;
  SemQueryBox box;

  if (!sem_list_text_open (&text, path, error)
      || !(name = sem_list_parse_query (&text.lines, &box, error)))
    return FALSE;
  for (SemTruthGrade grade = SEM_TRUTH_EASY; grade <= SEM_TRUTH_JUNK; grade++)
    if (!read_grade (self, stem, grade, rows, list, error))
      return FALSE;
  if (sem_reading_find (self, name, &found))
    add_query (self, name, found, &box, list);
  return TRUE;
}

/* Both sets below one folder would be mixed up. */
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
                   _("There are query files in “%s” and in “%s”: name a folder with one set."),
                   shown, other_shown);
      return FALSE;
    }
  return TRUE;
}

gboolean
sem_read_landmarks (SemReading *self, GError **error)
{
  g_autoptr (GPtrArray) paths = sem_list_files_match (self->files, "", QUERY_ENDING);
  g_autoptr (GHashTable) rows = NULL;

  if (paths->len == 0)
    return sem_reading_lacks (self, "all_souls_1_query.txt", error);
  if (!check_one_folder (paths, error))
    return FALSE;
  rows = add_gallery (self);
  for (guint i = 0; i < paths->len; i++)
    if (!read_query (self, g_ptr_array_index (paths, i), rows, error))
      return FALSE;
  return TRUE;
}

/* The places of a grade, in the list of photos, as entries of rows. */
static void
add_places (const GArray *places, const GArray *row_of, SemTruthGrade grade, GArray *list)
{
  for (guint i = 0; i < places->len; i++)
    {
      const guint32 row = g_array_index (row_of, guint32, g_array_index (places, guint32, i));

      if (row > 0)
        add_entry (list, row - 1, grade);
    }
}

/* (transfer full): rows + 1 of the gallery by place in the list of photos; 0 for missing ones. */
static GArray *
add_listed (SemReading *self, const GPtrArray *names)
{
  GArray *row_of = g_array_new (FALSE, TRUE, sizeof (guint32));

  g_array_set_size (row_of, names->len);
  for (guint i = 0; i < names->len; i++)
    {
      const char *name = g_ptr_array_index ((GPtrArray *) names, i);
      const SemFoundPhoto *found;

      if (sem_reading_find (self, name, &found))
        g_array_index (row_of, guint32, i) =
          sem_reading_add (self, name, found, self->truth->database) + 1;
    }
  return row_of;
}

static void
add_revisited (SemReading *self, const SemRevisited *set)
{
  g_autoptr (GArray) row_of = NULL;

  sem_reading_note (self, set->photos);
  sem_reading_note (self, set->query_names);
  row_of = add_listed (self, set->photos);
  for (guint q = 0; q < set->query_names->len; q++)
    {
      const SemRevisitedQuery *query = &g_array_index (set->queries, SemRevisitedQuery, q);
      g_autoptr (GArray) list = g_array_new (FALSE, FALSE, sizeof (SemTruthEntry));
      const char *name = g_ptr_array_index (set->query_names, q);
      const SemFoundPhoto *found;

      for (SemTruthGrade grade = SEM_TRUTH_EASY; grade <= SEM_TRUTH_JUNK; grade++)
        add_places (query->places[grade], row_of, grade, list);
      if (sem_reading_find (self, name, &found))
        add_query (self, name, found, &query->box, list);
    }
}

gboolean
sem_read_revisited (SemReading *self, GError **error)
{
  g_autofree char *wanted = g_strdup_printf ("gnd_%s.json", self->source->protocol->file);
  const char *path = sem_list_files_find (self->files, wanted);
  g_auto (SemListText) text = { 0 };
  g_autoptr (SemRevisited) set = NULL;

  if (!path)
    return sem_reading_lacks (self, wanted, error);
  if (!sem_list_text_open (&text, path, error)
      || !(set = sem_revisited_parse (text.name, text.text, text.size, error)))
    return FALSE;
  add_revisited (self, set);
  return TRUE;
}
