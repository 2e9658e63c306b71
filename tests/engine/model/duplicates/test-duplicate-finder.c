/* Duplicates of a real library.
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "engine/model/duplicates/companions.h"
#include "engine/model/duplicates/duplicate-finder.h"
#include "engine/model/duplicates/removal.h"
#include "tests/engine/model/model-test.h"
#include "tests/support/photos.h"

#include <glib/gstdio.h>
#include <string.h>

static char *
copy_photo (ModelTest *fixture, const char *from, const char *to)
{
  g_autofree char *source = library_test_path (&fixture->base, from);
  char *target = library_test_path (&fixture->base, to);
  g_autofree char *contents = NULL;
  gsize size;

  g_assert_true (g_file_get_contents (source, &contents, &size, NULL));
  g_assert_true (g_file_set_contents (target, contents, (gssize) size, NULL));
  return target;
}

/* Four different photos, a copy of the first's file, and the second in another quality. */
static void
make_photos (ModelTest *fixture)
{
  g_autofree char *same = NULL, *small = NULL;
  g_autoptr (GdkPixbuf) pixbuf = test_photo_new (1, 0);

  library_test_photos (&fixture->base, 4, 1);
  same = copy_photo (fixture, "000/000.jpg", "000/a much longer name.jpg");
  small = library_test_path (&fixture->base, "small.jpg");
  g_assert_true (gdk_pixbuf_save (pixbuf, small, "jpeg", NULL, "quality", "60", NULL));
}

static SemDuplicateFinder *
find (ModelTest *fixture)
{
  SemDuplicateFinder *finder = sem_duplicate_finder_new (fixture->library);

  sem_duplicate_finder_start (finder);
  g_assert_true (sem_duplicate_finder_get_running (finder));
  wait_until (!sem_duplicate_finder_get_running (finder));
  g_assert_null (sem_duplicate_finder_get_problem (finder));
  g_assert_true (sem_duplicate_finder_get_done (finder));
  return finder;
}

/* (transfer full) (nullable): the first of a kind. */
static SemDuplicateSet *
find_set (SemDuplicateFinder *finder, SemDuplicateSetKind kind)
{
  GListModel *list = G_LIST_MODEL (sem_duplicate_finder_get_list (finder));

  for (guint i = 0; i < g_list_model_get_n_items (list); i++)
    {
      g_autoptr (SemDuplicateSet) set = g_list_model_get_item (list, i);

      if (sem_duplicate_set_get_kind (set) == kind)
        return g_steal_pointer (&set);
    }
  return NULL;
}

/* Both kinds are found and suggested; what a person says stays said for the next one who looks. */
static void
test_finder (ModelTest *fixture, gconstpointer data)
{
  g_autoptr (SemDuplicateFinder) finder = NULL, later = NULL;
  g_autoptr (SemDuplicateSet) same = NULL, copies = NULL, gone = NULL, back = NULL;
  g_autoptr (SemPhoto) photo = NULL;
  SemDuplicateList *list;

  make_photos (fixture);
  model_test_add_and_index (fixture);
  finder = find (fixture);
  list = sem_duplicate_finder_get_list (finder);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (list)), ==, 2);
  same = find_set (finder, SEM_DUPLICATE_SET_IDENTICAL);
  copies = find_set (finder, SEM_DUPLICATE_SET_COPIES);
  g_assert_nonnull (same);
  g_assert_nonnull (copies);
  g_assert_true (sem_duplicate_set_get_suggests (same) && sem_duplicate_set_get_suggests (copies));
  photo = g_list_model_get_item (sem_duplicate_set_get_photos (same), 0);
  g_assert_cmpstr (sem_photo_get_title (photo), ==, "000.jpg");
  sem_duplicate_finder_set_different (finder, copies, TRUE);
  sem_duplicate_finder_set_different (finder, same, TRUE);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (list)), ==, 0);
  /* It is written by the time that the next work is done, which asks the store. */
  model_test_index (fixture);
  later = find (fixture);
  list = sem_duplicate_finder_get_list (later);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (list)), ==, 0);
  sem_duplicate_finder_set_different (later, copies, FALSE);
  wait_until (sem_duplicate_finder_get_running (later));
  wait_until (!sem_duplicate_finder_get_running (later));
  back = find_set (later, SEM_DUPLICATE_SET_COPIES);
  gone = find_set (later, SEM_DUPLICATE_SET_IDENTICAL);
  g_assert_nonnull (back);
  g_assert_null (gone);
}

/* (transfer full): the ids of what looks like @photo or is a copy of it, as they are found. */
static GArray *
search (ModelTest *fixture, SemPhoto *photo, gboolean copies)
{
  g_autoptr (SemQuery) alike = sem_query_new_for_photo (photo);
  g_autoptr (SemQuery) query = copies ? sem_query_new_for_copies (alike) : g_object_ref (alike);
  GArray *ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  ModelTestFound found = { 0 };

  sem_library_search_async (fixture->library, query, 50, NULL, model_test_found_cb, &found);
  wait_until (found.done);
  g_assert_no_error (found.error);
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (found.results)); i++)
    {
      g_autoptr (SemMatch) match = g_list_model_get_item (G_LIST_MODEL (found.results), i);
      const gint64 id = sem_photo_get_id (sem_match_get_photo (match));

      g_array_append_val (ids, id);
    }
  model_test_found_clear (&found);
  return ids;
}

static gboolean
contains (GArray *ids, gint64 id)
{
  for (guint i = 0; i < ids->len; i++)
    if (g_array_index (ids, gint64, i) == id)
      return TRUE;
  return FALSE;
}

static gboolean
equal (GArray *a, GArray *b)
{
  return a->len == b->len && memcmp (a->data, b->data, a->len * sizeof (gint64)) == 0;
}

/* Among the copies of a photo is no other that a person said is not the same; nothing else is left
 * out, and what is similar stays so. */
static void
test_search (ModelTest *fixture, gconstpointer data)
{
  g_autoptr (SemDuplicateFinder) finder = NULL;
  g_autoptr (SemDuplicateSet) set = NULL;
  g_autoptr (SemPhoto) photo = NULL, other = NULL;
  g_autoptr (GArray) similar = NULL, copies = NULL, still = NULL, now = NULL, again = NULL;

  make_photos (fixture);
  model_test_add_and_index (fixture);
  finder = find (fixture);
  set = find_set (finder, SEM_DUPLICATE_SET_COPIES);
  g_assert_nonnull (set);
  photo = g_list_model_get_item (sem_duplicate_set_get_photos (set), 0);
  other = g_list_model_get_item (sem_duplicate_set_get_photos (set), 1);
  similar = search (fixture, photo, FALSE);
  copies = search (fixture, photo, TRUE);
  g_assert_true (contains (similar, sem_photo_get_id (other)));
  g_assert_true (contains (copies, sem_photo_get_id (other)));
  sem_duplicate_finder_set_different (finder, set, TRUE);
  /* It is written a moment later. */
  do
    {
      g_clear_pointer (&now, g_array_unref);
      now = search (fixture, photo, TRUE);
    }
  while (contains (now, sem_photo_get_id (other)));
  g_assert_cmpuint (now->len, ==, copies->len - 1);
  for (guint i = 0; i < copies->len; i++)
    g_assert_true (g_array_index (copies, gint64, i) == sem_photo_get_id (other)
                   || contains (now, g_array_index (copies, gint64, i)));
  still = search (fixture, photo, FALSE);
  g_assert_true (equal (still, similar));
  sem_duplicate_finder_set_different (finder, set, FALSE);
  wait_until (sem_duplicate_finder_get_running (finder));
  wait_until (!sem_duplicate_finder_get_running (finder));
  again = search (fixture, photo, TRUE);
  g_assert_true (equal (again, copies));
}

/* Removing ------------------------------------------------------------------------------------- */

static void
prepared_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  *(GAsyncResult **) user_data = g_object_ref (result);
}

/* (transfer full): the names of what is moved, with spaces between, or the message. */
static char *
prepare (SemDuplicateSet *set, guint only)
{
  g_autoptr (SemRemoval) removal = sem_removal_new (set, only);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GPtrArray) files = NULL;
  g_autoptr (GError) error = NULL;
  GString *text = g_string_new (NULL);

  sem_removal_prepare_async (removal, prepared_cb, &result);
  wait_until (result != NULL);
  files = sem_removal_prepare_finish (result, &error);
  if (!files)
    g_string_append (text, error->message);
  for (guint i = 0; files && i < files->len; i++)
    {
      const SemRemovalFile *file = files->pdata[i];
      g_autofree char *name = g_file_get_basename (file->file);

      g_string_append_printf (text, "%s%s%s", i ? " " : "", file->is_companion ? "+" : "", name);
    }
  return g_string_free (text, FALSE);
}

static void
write_file (ModelTest *fixture, const char *name, const char *contents)
{
  g_autofree char *path = library_test_path (&fixture->base, name);

  g_assert_true (g_file_set_contents (path, contents, -1, NULL));
}

/* The small copy goes with what belongs to it; not where the other is gone, or it has changed. */
static void
test_removal (ModelTest *fixture, gconstpointer data)
{
  g_autoptr (SemDuplicateFinder) finder = NULL;
  g_autoptr (SemDuplicateSet) copies = NULL;
  g_autofree char *all = NULL, *other = NULL, *film = NULL, *missing = NULL, *changed = NULL;
  g_autofree char *kept = library_test_path (&fixture->base, "001/000.jpg");
  g_autofree char *aside = g_strconcat (kept, ".aside", NULL);

  make_photos (fixture);
  write_file (fixture, "small.jpg.xmp", "1");
  write_file (fixture, "small.XMP", "2");
  write_file (fixture, "small.MOV", "3");
  write_file (fixture, "001/000.mov", "4");
  model_test_add_and_index (fixture);
  finder = find (fixture);
  copies = find_set (finder, SEM_DUPLICATE_SET_COPIES);
  g_assert_nonnull (copies);
  all = prepare (copies, G_MAXUINT);
  g_assert_cmpstr (all, ==, "small.jpg +small.jpg.xmp +small.XMP");
  other = prepare (copies, 0);
  g_assert_cmpstr (other, ==, "000.jpg");
  /* The film that stays is the same by now. */
  write_file (fixture, "small.MOV", "4");
  film = prepare (copies, G_MAXUINT);
  g_assert_cmpstr (film, ==, "small.jpg +small.jpg.xmp +small.XMP +small.MOV");
  g_assert_cmpint (g_rename (kept, aside), ==, 0);
  missing = prepare (copies, G_MAXUINT);
  g_assert_nonnull (strstr (missing, "none is there"));
  g_assert_cmpint (g_rename (aside, kept), ==, 0);
  write_file (fixture, "small.jpg", "something else");
  changed = prepare (copies, G_MAXUINT);
  g_assert_nonnull (strstr (changed, "“small.jpg” is not what it was"));
}

/* The files of @folder, with spaces between; what is in it is the part of a name after "=", or x.
 */
static void
fill_folder (const char *folder, const char *names)
{
  g_auto (GStrv) there = g_strsplit (names, " ", 0);

  g_assert_cmpint (g_mkdir_with_parents (folder, 0700), ==, 0);
  for (guint i = 0; there[i]; i++)
    {
      g_auto (GStrv) parts = g_strsplit (there[i], "=", 2);
      g_autofree char *file = g_build_filename (folder, parts[0], NULL);

      g_assert_true (g_file_set_contents (file, parts[1] ? parts[1] : "x", -1, NULL));
    }
}

/* Each file of a folder, what goes of it, what is beside the photo b.jpg that stays, and what goes
 * along with the first of those that go. */
static void
test_companions (ModelTest *fixture, gconstpointer data)
{
  static const struct
  {
    const char *there, *going, *stays, *expected;
  } cases[] = {
    { "a.jpg b.xmp", "a.jpg", "b.jpg", "" },
    { "a.jpg a.jpg.xmp a.xmp", "a.jpg", "b.jpg", "a.jpg.xmp a.xmp" },
    { "a.jpg A.XMP a.XMP", "a.jpg", "b.jpg", "a.XMP" },
    { "a.jpg a.CR2 a.xmp a.jpg.xmp", "a.jpg", "b.jpg", "a.jpg.xmp" },
    { "a.jpg a.CR2 a.xmp", "a.jpg a.CR2", "b.jpg", "a.xmp" },
    /* Whatever the ending of the photo that stays. */
    { "a.jpg a.PEF a.xmp", "a.jpg", "b.jpg", "" },
    { "a.jpg a.Cr2 a.xmp a.aae", "a.jpg", "b.jpg", "" },
    { "a.jpg A.srw a.xmp", "a.jpg", "b.jpg", "" },
    { "a.jpg a.rwl a.xmp a.jpg.xmp", "a.jpg", "b.jpg", "a.jpg.xmp" },
    { "a.jpg a.heic a.mov", "a.jpg", "b.jpg b.mov", "" },
    /* A film goes where the photo that stays has the same. */
    { "a.jpg a.MOV a.aae", "a.jpg", "b.jpg b.mov", "a.aae a.MOV" },
    { "a.jpg a.mp4", "a.jpg", "b.jpg b.Mov", "a.mp4" },
    { "a.jpg a.mov", "a.jpg", "b.jpg", "" },
    { "a.jpg a.mov", "a.jpg", "b.jpg c.mov", "" },
    { "a.jpg a.mov=1 a.mp4=2", "a.jpg", "b.jpg b.mov=2", "a.mp4" },
    { "a.jpg a.mov=12 a.xmp", "a.jpg", "b.jpg b.mov=1", "a.xmp" },
    { "a.jpg a.jpg.jpg a.txt", "a.jpg", "b.jpg", "" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *folder = g_strdup_printf ("%s/%u", fixture->base.folder, i);
      g_autofree char *other = g_strdup_printf ("%s/other", folder);
      g_autofree char *stays = g_build_filename (other, "b.jpg", NULL);
      g_autoptr (GHashTable) going = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
      g_autoptr (GPtrArray) staying = g_ptr_array_new ();
      g_autoptr (SemCompanions) finder = sem_companions_new (going, staying);
      g_auto (GStrv) go = g_strsplit (cases[i].going, " ", 0);
      g_autofree char *path = g_build_filename (folder, "a.jpg", NULL);
      g_autoptr (GString) found = g_string_new (NULL);
      g_autoptr (GPtrArray) paths = NULL;

      fill_folder (folder, cases[i].there);
      fill_folder (other, cases[i].stays);
      g_ptr_array_add (staying, stays);
      for (guint k = 0; go[k]; k++)
        g_hash_table_add (going, g_build_filename (folder, go[k], NULL));
      paths = sem_companions_list (finder, path);
      for (guint k = 0; k < paths->len; k++)
        g_string_append_printf (found, "%s%s", k ? " " : "", strrchr (paths->pdata[k], '/') + 1);
      g_assert_cmpstr (found->str, ==, cases[i].expected);
    }
}

int
main (int argc, char **argv)
{
  static const ModelTestCase cases[] = {
    { "/model/duplicates/finder", test_finder },
    { "/model/duplicates/search", test_search },
    { "/model/duplicates/removal", test_removal },
    { "/model/duplicates/companions", test_companions },
  };

  return model_test_run (argc, argv, cases, G_N_ELEMENTS (cases));
}
