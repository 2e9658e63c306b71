/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Sentences that are stored and told again.
 */

#include "config.h"

#include <errno.h>
#include <locale.h>
#include <signal.h>

#include "engine/base/told.h"

static void
assert_told (const char *record, const char *expected)
{
  g_autofree char *sentence = sem_told_dup_sentence (record);

  g_assert_cmpstr (sentence, ==, expected);
}

/* The C library's words for an error are those of the moment when it is told. */
static void
test_parts (void)
{
  g_autofree char *plain = sem_told_new ("It is empty.");
  g_autofree char *record = sem_told_new ("“%s” is %u %% of %.1f; %s, %s.", "a\x1f%s.jpg", 7u, 2.25,
                                          sem_told_errno (ENOENT), sem_told_signal (SIGSEGV));
  g_autofree char *expected = g_strdup_printf ("“a %%s.jpg” is 7 %% of %.1f; %s, %s.", 2.25,
                                               g_strerror (ENOENT), g_strsignal (SIGSEGV));

  assert_told (plain, "It is empty.");
  assert_told (record, expected);
  g_assert_null (strstr (record, g_strerror (ENOENT)));
  assert_told (NULL, NULL);
}

static void
test_error (void)
{
  g_autoptr (GError) error = NULL, copy = NULL, other = NULL;

  sem_told_set_error (&error, SEM_ERROR_DAMAGED, "“%s” has %u parts.", "x", 3u);
  g_assert_error (error, SEM_ERROR, SEM_ERROR_DAMAGED);
  g_assert_cmpstr (error->message, ==, "“x” has 3 parts.");
  copy = g_error_copy (error);
  g_assert_cmpstr (sem_told_get_record (copy), ==,
                   "“%s” has %u parts.\x1fx\x1f"
                   "3");
  g_set_error_literal (&other, G_IO_ERROR, G_IO_ERROR_FAILED, "It failed.");
  g_assert_cmpstr (sem_told_get_record (other), ==, "It failed.");
  g_clear_error (&other);
  g_set_error_literal (&other, SEM_ERROR, SEM_ERROR_FAILED, "It failed.");
  g_assert_cmpstr (sem_told_get_record (other), ==, "It failed.");
  sem_told_set_error (NULL, SEM_ERROR_DAMAGED, "“%s” is lost.", "x");
}

/* Sentences of older libraries are as they were stored, and no record can do harm. */
static void
test_hostile (void)
{
  static const char *const hostile[] = { "%s%n%n\x1fx", "%9$s\x1fx", "%0$s\x1fx", "%",   "%\x1f",
                                         "%.",          "%.999f",    "%*d\x1fx",  "\x1f" };

  assert_told ("100 % of “%s”", "100 % of “%s”");
  assert_told ("“%s” ends.\x1f", "“” ends.");
  assert_told ("%u, %.1f\x1fx\x1fnan", "0, nan");
  assert_told ("%s\x1f\x1e"
               "e999999999999",
               "");
  assert_told ("%2$s %1$s\x1f"
               "b\x1f"
               "a",
               "a b");
  for (guint i = 0; i < G_N_ELEMENTS (hostile); i++)
    {
      g_autofree char *sentence = sem_told_dup_sentence (hostile[i]);

      g_assert_nonnull (sentence);
    }
}

int
main (int argc, char **argv)
{
  setlocale (LC_ALL, "");
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/told/parts", test_parts);
  g_test_add_func ("/told/error", test_error);
  g_test_add_func ("/told/hostile", test_hostile);
  return g_test_run ();
}
