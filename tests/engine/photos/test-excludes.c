/* What patterns leave out, which of several decides, and what is no pattern.
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <string.h>

#include "engine/photos/excludes.h"

static void
assert_found (const SemExcludes *excludes,
              const char *path,
              gboolean is_folder,
              const char *pattern)
{
  g_assert_cmpstr (sem_excludes_find (excludes, path, is_folder, FALSE), ==, pattern);
}

static void
test_built_in (void)
{
  g_autoptr (SemExcludes) excludes = sem_excludes_new ();

  assert_found (excludes, "/photos/@eaDir", TRUE, "@eaDir/");
  assert_found (excludes, "/photos/a/#recycle", TRUE, "#recycle/");
  assert_found (excludes, "/photos/My.photoslibrary", TRUE, "*.photoslibrary/");
  assert_found (excludes, "/photos/Catalog Previews.lrdata", TRUE, "*.lrdata/");
  assert_found (excludes, "/photos/a.jpg~", FALSE, "*~");
  /* Names that only resemble them, and files called as folders are. */
  assert_found (excludes, "/photos/@eaDir", FALSE, NULL);
  assert_found (excludes, "/photos/eaDir", TRUE, NULL);
  assert_found (excludes, "/@eaDir/photos", TRUE, NULL);
  assert_found (excludes, "/photos/photoslibrary", TRUE, NULL);
  assert_found (excludes, "/photos/~a.jpg", FALSE, NULL);
  g_assert_cmpstr (sem_excludes_find (excludes, "/photos/a", TRUE, TRUE), ==, SEM_EXCLUDES_MARK);
  g_assert_null (sem_excludes_find (excludes, "/photos/a", TRUE, FALSE));
}

/* Each kind of pattern, within its folder alone. */
static void
test_kinds (void)
{
  g_autoptr (SemExcludes) excludes = sem_excludes_new ();

  sem_excludes_add (excludes, "/p",
                    "-exact.jpg\n-*.gif\n-IMG_[0-9]?.*\n-old/*.png\n-/top.jpg\n-raw/");
  assert_found (excludes, "/p/deep/exact.jpg", FALSE, "exact.jpg");
  assert_found (excludes, "/p/deep/exact.jpg.jpg", FALSE, NULL);
  assert_found (excludes, "/p/a.gif", FALSE, "*.gif");
  assert_found (excludes, "/p/a.gif/b.jpg", FALSE, NULL);
  assert_found (excludes, "/p/IMG_42.jpg", FALSE, "IMG_[0-9]?.*");
  assert_found (excludes, "/p/IMG_4.jpg", FALSE, NULL);
  assert_found (excludes, "/p/old/a.png", FALSE, "old/*.png");
  assert_found (excludes, "/p/old/deep/a.png", FALSE, NULL);
  assert_found (excludes, "/p/deep/old/a.png", FALSE, NULL);
  assert_found (excludes, "/p/top.jpg", FALSE, "/top.jpg");
  assert_found (excludes, "/p/deep/top.jpg", FALSE, NULL);
  assert_found (excludes, "/p/raw", TRUE, "raw/");
  assert_found (excludes, "/p/raw", FALSE, NULL);
  /* Another folder, one whose name only begins alike, and the folder itself. */
  assert_found (excludes, "/q/a.gif", FALSE, NULL);
  assert_found (excludes, "/p.gif", TRUE, NULL);
  assert_found (excludes, "/pp/a.gif", FALSE, NULL);
}

/* What is said last, of the innermost folder, holds. */
static void
test_last (void)
{
  g_autoptr (SemExcludes) excludes = sem_excludes_new ();
  g_autoptr (SemExcludes) root = sem_excludes_new ();

  sem_excludes_add (excludes, "/p", "-*.gif\n+best.gif\n+@eaDir/\n+" SEM_EXCLUDES_MARK "\n");
  sem_excludes_add (excludes, "/p/in", "+*.gif\n-best.gif\n-@eaDir/\n");
  assert_found (excludes, "/p/a.gif", FALSE, "*.gif");
  assert_found (excludes, "/p/best.gif", FALSE, NULL);
  assert_found (excludes, "/p/in/a.gif", FALSE, NULL);
  assert_found (excludes, "/p/in/best.gif", FALSE, "best.gif");
  assert_found (excludes, "/p/@eaDir", TRUE, NULL);
  assert_found (excludes, "/p/in/@eaDir", TRUE, "@eaDir/");
  assert_found (excludes, "/q/@eaDir", TRUE, "@eaDir/");
  g_assert_null (sem_excludes_find (excludes, "/p/a", TRUE, TRUE));
  g_assert_nonnull (sem_excludes_find (excludes, "/q/a", TRUE, TRUE));
  sem_excludes_add (root, "/", "-a/b.jpg\n");
  assert_found (root, "/a/b.jpg", FALSE, "a/b.jpg");
  assert_found (root, "/c/a/b.jpg", FALSE, NULL);
}

static void
assert_edited (const char *text, const char *pattern, gboolean leave_out, const char *expected)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *edited = sem_excludes_edit (text, pattern, leave_out, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (edited, ==, expected);
}

static void
test_edit (void)
{
  g_autofree char *most = g_strnfill (1024, 'a');
  g_autofree char *too_long = g_strnfill (1025, 'a');
  const char *const bad[] = { "", "/", "a\nb", "a\rb", "caf\xe9", too_long };
  g_autofree char *line = g_strconcat ("-", most, "\n", NULL);

  assert_edited ("", "*.gif", TRUE, "-*.gif\n");
  assert_edited ("-*.gif\n-b\n", "*.gif", FALSE, "-b\n+*.gif\n");
  assert_edited ("-*.gif\n", "*.gif", TRUE, "-*.gif\n");
  assert_edited ("", most, TRUE, line);
  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (sem_excludes_edit ("", bad[i], TRUE, &error));
      g_assert_error (error, SEM_ERROR, SEM_ERROR_FAILED);
      g_assert_true (g_utf8_validate (error->message, -1, NULL));
    }
}

/* A damaged library's text does no harm, and its good lines hold. */
static void
test_hostile (void)
{
  g_autoptr (SemExcludes) excludes = sem_excludes_new ();

  sem_excludes_add (excludes, "/p", "\n-\n+\n*.png\n?x\n-/\n-[\n-*.gif\n-\\\n-[!\n- \n");
  assert_found (excludes, "/p/a.png", FALSE, NULL);
  assert_found (excludes, "/p/a.gif", FALSE, "*.gif");
  assert_found (excludes, "/p/x", FALSE, NULL);
  assert_found (excludes, "/p/ ", FALSE, " ");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/photos/excludes/built-in", test_built_in);
  g_test_add_func ("/photos/excludes/kinds", test_kinds);
  g_test_add_func ("/photos/excludes/last", test_last);
  g_test_add_func ("/photos/excludes/edit", test_edit);
  g_test_add_func ("/photos/excludes/hostile", test_hostile);
  return g_test_run ();
}
