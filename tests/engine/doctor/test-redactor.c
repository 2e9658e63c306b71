/* What a report may not tell.
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <string.h>

#include "engine/doctor/redactor.h"

static void
test_sentences (void)
{
  static const struct
  {
    const char *text;
    const char *expected;
  } cases[] = {
    { "“/media/anna/Pictures/ben.jpg” is damaged.", "“file 1 (.jpg)” is damaged." },
    { "„/media/anna/Pictures/ben.jpg“ ist beschädigt.", "„file 1 (.jpg)“ ist beschädigt." },
    { "ben.jpg ends too early.", "file 1 (.jpg) ends too early." },
    { "/media/anna/Pictures (photos kept: 3)", "folder 1 (photos kept: 3)" },
    { "/media/anna/Pictures/2024/xmas: gone", "folder 1/…: gone" },
    { "“/media/Anna's disk/a b.png”: gone", "“…”: gone" },
    { "at /srv/photos/x and /tmp/y.", "at … and …" },
    { "reading/writing 1/2 of it, 50 MB/s", "reading/writing 1/2 of it, 50 MB/s" },
    { "Pictures: 3, “Pictures” is there; “xPictures” and “Picturesque” too.",
      "Pictures: 3, “folder 1” is there; “xPictures” and “Picturesque” too." },
    { "'Pictures' and \"Pictures\"", "'folder 1' and \"folder 1\"" },
    { "", "" },
  };
  g_autoptr (SemRedactor) self = sem_redactor_new (FALSE);
  g_autoptr (SemRedactor) keeper = sem_redactor_new (TRUE);

  sem_redactor_add (self, "/media/anna/Pictures", "folder 1");
  sem_redactor_add (self, "/media/anna/Pictures/ben.jpg", "file 1 (.jpg)");
  sem_redactor_add (keeper, "/media/anna/Pictures", "folder 1");
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *text = sem_redactor_apply (self, cases[i].text);
      g_autofree char *kept = sem_redactor_apply (keeper, cases[i].text);

      g_assert_cmpstr (text, ==, cases[i].expected);
      g_assert_cmpstr (kept, ==, cases[i].text);
    }
}

/* Whatever a name is made of, and however it is quoted, it is gone. */
static void
test_names (void)
{
  static const char *const names[] = { "a b.jpg",   "ünder cover.png", "x.y.z.tif",
                                       "(1).jpg",   "-.jpg",           "“q”.jpg",
                                       "100%s.gif", "日本語.jpg",      "\xff\xfe" };
  static const char *const sentences[] = { "“%s” is damaged.", "%s: gone", "(%s)", "see %s", "%s" };

  for (gsize i = 0; i < G_N_ELEMENTS (names) * G_N_ELEMENTS (sentences); i++)
    {
      const char *name = names[i % G_N_ELEMENTS (names)];
      g_autofree char *path = g_strconcat ("/photos of anna/", name, NULL);
      g_autofree char *shown = g_filename_display_name (path);
      g_autofree char *base = g_filename_display_name (name);
      g_auto (GStrv) parts = g_strsplit (sentences[i / G_N_ELEMENTS (names)], "%s", 2);
      g_autofree char *whole = g_strconcat (parts[0], shown, parts[1], NULL);
      g_autofree char *expected = g_strconcat (parts[0], "file 7", parts[1], NULL);
      g_autoptr (SemRedactor) self = sem_redactor_new (FALSE);
      g_autofree char *text = NULL;

      sem_redactor_add (self, path, "file 7");
      text = sem_redactor_apply (self, whole);
      g_assert_cmpstr (text, ==, expected);
      g_assert_null (strstr (text, base));
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/doctor/redactor/sentences", test_sentences);
  g_test_add_func ("/doctor/redactor/names", test_names);
  return g_test_run ();
}
