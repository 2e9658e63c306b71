/* Scanning a folder: which files are found, in which order, and what is left out.
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "engine/photos/scan.h"
#include "tests/support/folder.h"

typedef struct
{
  char *root;
  GString *files;      /* paths below the root, a space after each */
  GString *notes;      /* the same of what was noted */
  GString *unreadable; /* the same of folders */
  guint stop_at;       /* files */
  guint n_files;
  GCancellable *cancellable;
  gboolean cancel;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->root = test_folder_new ();
  fixture->files = g_string_new (NULL);
  fixture->notes = g_string_new (NULL);
  fixture->unreadable = g_string_new (NULL);
  fixture->stop_at = G_MAXUINT;
  fixture->cancellable = g_cancellable_new ();
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  test_folder_remove (fixture->root);
  g_string_free (fixture->files, TRUE);
  g_string_free (fixture->notes, TRUE);
  g_string_free (fixture->unreadable, TRUE);
  g_object_unref (fixture->cancellable);
}

static void
make_file (Fixture *fixture, const char *name)
{
  g_autofree char *path = g_build_filename (fixture->root, name, NULL);
  g_autofree char *folder = g_path_get_dirname (path);

  g_assert_cmpint (g_mkdir_with_parents (folder, 0700), ==, 0);
  g_assert_true (g_file_set_contents (path, name, -1, NULL));
}

static void
make_link (Fixture *fixture, const char *target, const char *name)
{
  g_autofree char *path = g_build_filename (fixture->root, name, NULL);

  g_assert_cmpint (symlink (target, path), ==, 0);
}

static void
append (Fixture *fixture, GString *list, const char *path)
{
  g_assert_true (g_str_has_prefix (path, fixture->root));
  g_string_append_printf (list, "%s ", path + strlen (fixture->root) + 1);
}

static gboolean
file_cb (const char *path, const struct stat *st, gpointer user_data)
{
  Fixture *fixture = user_data;

  g_assert_true (S_ISREG (st->st_mode));
  append (fixture, fixture->files, path);
  if (fixture->cancel)
    g_cancellable_cancel (fixture->cancellable);
  return ++fixture->n_files < fixture->stop_at;
}

static void
note_cb (const char *path, const char *sentence, gpointer user_data)
{
  Fixture *fixture = user_data;
  g_autofree char *name = g_filename_display_name (path);

  g_assert_true (g_utf8_validate (sentence, -1, NULL));
  g_assert_nonnull (strstr (sentence, name));
  g_assert_true (g_str_has_suffix (sentence, "."));
  append (fixture, fixture->notes, path);
}

static gboolean
unreadable_cb (const char *path, int code, const char *sentence, gpointer user_data)
{
  Fixture *fixture = user_data;

  note_cb (path, sentence, fixture);
  append (fixture, fixture->unreadable, path);
  return TRUE;
}

static gboolean
count_cb (const char *folder, const struct stat *st, gpointer user_data)
{
  (*(guint *) user_data)++;
  return TRUE;
}

static gboolean
enter_cb (const char *path, gpointer user_data)
{
  return TRUE;
}

/* Counting finds what the scan has found. */
static void
assert_count (Fixture *fixture)
{
  static const SemScanHandlers counting = { .file = count_cb, .folder = enter_cb };
  guint n = 0;

  sem_scan_count (fixture->root, &counting, &n, NULL);
  g_assert_cmpuint (n, ==, fixture->n_files);
}

static gboolean
scan (Fixture *fixture, GError **error)
{
  static const SemScanHandlers handlers = { file_cb, note_cb, unreadable_cb };

  return sem_scan (fixture->root, &handlers, fixture, fixture->cancellable, error);
}

static void
scan_all (Fixture *fixture)
{
  g_autoptr (GError) error = NULL;

  scan (fixture, &error);
  g_assert_no_error (error);
  assert_count (fixture);
}

static void
left_out_cb (const char *path, const char *pattern, gpointer user_data)
{
  append (user_data, ((Fixture *) user_data)->notes, path);
}

/* What is left out is told once, with nothing of what is in it; the folder itself never is. */
static void
test_excludes (Fixture *fixture, gconstpointer data)
{
  static const char *const names[] = {
    ".nomedia",  "a.jpg",           "b.jpg~",       "@eaDir/a.jpg/1.jpg", "in/#recycle/1.jpg",
    "in/2.jpg",  "marked/.nomedia", "marked/3.jpg", "marked/in/4.jpg",    "z.photoslibrary/5.jpg",
    "mine/6.jpg"
  };
  g_autoptr (SemExcludes) excludes = sem_excludes_new ();
  const SemScanHandlers handlers = {
    .file = file_cb, .note = note_cb, .excludes = excludes, .left_out = left_out_cb
  };
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    make_file (fixture, names[i]);
  sem_excludes_add (excludes, fixture->root, "-mine/\n+in/#recycle/\n");
  sem_scan (fixture->root, &handlers, fixture, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (fixture->files->str, ==, "a.jpg in/#recycle/1.jpg in/2.jpg ");
  g_assert_cmpstr (fixture->notes->str, ==, "@eaDir b.jpg~ marked mine z.photoslibrary ");
}

static void
test_order (Fixture *fixture, gconstpointer data)
{
  static const char *const names[] = { "b.jpg", "a/2.jpg",   "a/10.jpg",    "a.jpg",
                                       "B.jpg", "c/d/e.jpg", "\xc3\xa9.jpg" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    make_file (fixture, names[i]);
  scan_all (fixture);
  g_assert_cmpstr (fixture->files->str, ==,
                   "B.jpg a/10.jpg a/2.jpg a.jpg b.jpg c/d/e.jpg \xc3\xa9.jpg ");
  g_assert_cmpstr (fixture->notes->str, ==, "");
}

static void
test_empty (Fixture *fixture, gconstpointer data)
{
  scan_all (fixture);
  g_assert_cmpstr (fixture->files->str, ==, "");
}

static void
test_hidden (Fixture *fixture, gconstpointer data)
{
  make_file (fixture, ".hidden.jpg");
  make_file (fixture, ".cache/1.jpg");
  make_file (fixture, "seen/.thumbnails/2.jpg");
  make_file (fixture, "seen/3.jpg");
  scan_all (fixture);
  g_assert_cmpstr (fixture->files->str, ==, "seen/3.jpg ");
  g_assert_cmpstr (fixture->notes->str, ==, "");
}

static void
test_links (Fixture *fixture, gconstpointer data)
{
  make_file (fixture, "folder/1.jpg");
  make_link (fixture, "folder", "link to folder");
  make_link (fixture, "folder/1.jpg", "2.jpg");
  make_link (fixture, "..", "folder/up");
  make_link (fixture, "nothing", "3.jpg");
  make_link (fixture, "5.jpg", "4.jpg");
  make_link (fixture, "4.jpg", "5.jpg");
  scan_all (fixture);
  g_assert_cmpstr (fixture->files->str, ==, "2.jpg folder/1.jpg ");
  g_assert_cmpstr (fixture->notes->str, ==, "3.jpg 4.jpg 5.jpg ");
  g_assert_cmpstr (fixture->unreadable->str, ==, "");
}

static void
test_special (Fixture *fixture, gconstpointer data)
{
  g_autofree char *fifo = g_build_filename (fixture->root, "fifo.jpg", NULL);

  g_assert_cmpint (mkfifo (fifo, 0600), ==, 0);
  make_link (fixture, "/dev/null", "device.jpg");
  make_file (fixture, "photo.jpg");
  scan_all (fixture);
  g_assert_cmpstr (fixture->files->str, ==, "photo.jpg ");
  g_assert_cmpstr (fixture->notes->str, ==, "device.jpg fifo.jpg ");
}

static void
test_names (Fixture *fixture, gconstpointer data)
{
  make_file (fixture, "caf\xe9/\xff\xfe.jpg");
  make_file (fixture, "line\nbreak.jpg");
  make_file (fixture, "-n.jpg");
  scan_all (fixture);
  g_assert_cmpstr (fixture->files->str, ==, "-n.jpg caf\xe9/\xff\xfe.jpg line\nbreak.jpg ");
}

static void
test_deep (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GString) name = g_string_new (NULL);

  for (guint i = 0; i < 100; i++)
    g_string_append (name, "d/");
  g_string_append (name, "in.jpg");
  make_file (fixture, name->str);
  g_string_truncate (name, name->len - strlen ("in.jpg"));
  g_string_append (name, "d/out.jpg");
  make_file (fixture, name->str);
  make_file (fixture, "z.jpg");
  scan_all (fixture);
  g_assert_nonnull (strstr (fixture->files->str, "/in.jpg z.jpg "));
  g_assert_null (strstr (fixture->files->str, "out.jpg"));
  g_assert_cmpuint (fixture->unreadable->len, ==, 2 * 101);
}

static void
test_root (Fixture *fixture, gconstpointer data)
{
  static const SemScanHandlers handlers = { file_cb, note_cb, unreadable_cb };
  g_autofree char *none = g_build_filename (fixture->root, "none", NULL);
  g_autofree char *file = g_build_filename (fixture->root, "file", NULL);
  g_autoptr (GError) error = NULL;

  make_file (fixture, "file");
  g_assert_false (sem_scan (none, &handlers, fixture, NULL, &error));
  g_assert_error (error, SEM_ERROR, SEM_ERROR_UNREADABLE);
  g_assert_nonnull (strstr (error->message, none));
  g_clear_error (&error);
  g_assert_false (sem_scan (file, &handlers, fixture, NULL, &error));
  g_assert_error (error, SEM_ERROR, SEM_ERROR_UNREADABLE);
}

static void
test_stop (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  make_file (fixture, "a/1.jpg");
  make_file (fixture, "a/2.jpg");
  make_file (fixture, "b/3.jpg");
  fixture->stop_at = 2;
  g_assert_true (scan (fixture, &error));
  g_assert_no_error (error);
  g_assert_cmpstr (fixture->files->str, ==, "a/1.jpg a/2.jpg ");

  fixture->stop_at = G_MAXUINT;
  fixture->cancel = TRUE;
  g_assert_false (scan (fixture, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpstr (fixture->files->str, ==, "a/1.jpg a/2.jpg a/1.jpg ");
}

#define CANNOT 77

/* Scans as a user without privileges, in a child; the lists come back through a file. Returns:
 * %FALSE where there is no such user, or none that may enter the folder above (a private TMPDIR) */
static gboolean
scan_unprivileged (Fixture *fixture, const char *report)
{
  pid_t child = fork ();
  int status;

  if (child == 0)
    {
      g_autofree char *text = NULL;
      gboolean ok;
      int fd = g_open (report, O_WRONLY | O_CREAT | O_CLOEXEC, 0666);

      if (geteuid () == 0
          && (setgid (65534) != 0 || setuid (65534) != 0 || access (fixture->root, R_OK) != 0))
        _exit (CANNOT);
      ok = scan (fixture, NULL);
      text = g_strconcat (fixture->files->str, "|", fixture->notes->str, "|",
                          fixture->unreadable->str, NULL);
      ok = ok && fd >= 0 && write (fd, text, strlen (text)) == (gssize) strlen (text);
      _exit (ok ? 0 : 1);
    }
  g_assert_cmpint (waitpid (child, &status, 0), ==, child);
  if (WIFEXITED (status) && WEXITSTATUS (status) == CANNOT)
    return FALSE;
  g_assert_cmpint (status, ==, 0);
  return TRUE;
}

/* What cannot be read, or not even examined, is not taken for missing. */
static void
test_unreadable (Fixture *fixture, gconstpointer data)
{
  g_autofree char *locked = g_build_filename (fixture->root, "locked", NULL);
  g_autofree char *list_only = g_build_filename (fixture->root, "list-only", NULL);
  g_autofree char *folder = test_folder_new ();
  g_autofree char *report = g_build_filename (folder, "report", NULL);
  g_autofree char *text = NULL;

  make_file (fixture, "1.jpg");
  make_file (fixture, "locked/2.jpg");
  make_file (fixture, "list-only/3.jpg");
  make_file (fixture, "z/4.jpg");
  if (geteuid () == 0)
    {
      g_autofree char *below = g_build_filename (fixture->root, "z", NULL);
      g_autofree char *four = g_build_filename (below, "4.jpg", NULL);

      g_assert_cmpint (chown (fixture->root, 65534, 65534), ==, 0);
      g_assert_cmpint (chown (below, 65534, 65534), ==, 0);
      g_assert_cmpint (chown (four, 65534, 65534), ==, 0);
      g_assert_cmpint (chown (list_only, 65534, 65534), ==, 0);
    }
  g_assert_cmpint (g_chmod (locked, 0), ==, 0);
  g_assert_cmpint (g_chmod (list_only, 0400), ==, 0);
  if (scan_unprivileged (fixture, report))
    {
      g_assert_true (g_file_get_contents (report, &text, NULL, NULL));
      g_assert_cmpstr (text, ==, "1.jpg z/4.jpg |list-only/3.jpg locked |list-only/3.jpg locked ");
    }
  else
    g_test_skip_printf ("another user may not enter %s", fixture->root);
  test_folder_remove (g_steal_pointer (&folder));
}

int
main (int argc, char **argv)
{
  static const struct
  {
    const char *name;
    void (*test) (Fixture *fixture, gconstpointer data);
  } tests[] = {
    { "order", test_order },       { "empty", test_empty },
    { "hidden", test_hidden },     { "links", test_links },
    { "special", test_special },   { "names", test_names },
    { "deep", test_deep },         { "root", test_root },
    { "stop", test_stop },         { "unreadable", test_unreadable },
    { "excludes", test_excludes },
  };

  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    {
      g_autofree char *path = g_strconcat ("/library/scan/", tests[i].name, NULL);
      g_test_add (path, Fixture, NULL, set_up, tests[i].test, tear_down);
    }
  return g_test_run ();
}
