/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "engine/evaluate/likeness/likeness-cases.h"
#include "engine/evaluate/protocols/split.h"

#include <string.h>

#define N_CLASSES 5
#define A_CLASS 250
#define N_OTHERS 60
#define N (N_CLASSES * A_CLASS + N_OTHERS)

static SemLabelledSet *
make_set (gboolean others)
{
  SemLabelledSet *set = g_new0 (SemLabelledSet, 1);

  set->n = others ? N : N - N_OTHERS;
  set->labels = g_new (guint32, N);
  set->classes = g_ptr_array_new_with_free_func (g_free);
  for (guint i = 0; i < N; i++)
    set->labels[i] = i < N - N_OTHERS ? i % N_CLASSES : SEM_NO_CLASS;
  for (guint i = 0; i < N_CLASSES; i++)
    g_ptr_array_add (set->classes, g_strdup_printf ("%u", i));
  return set;
}

static gboolean
has (const GArray *rows, guint32 row)
{
  for (guint i = 0; i < rows->len; i++)
    if (g_array_index (rows, guint32, i) == row)
      return TRUE;
  return FALSE;
}

static gboolean
has_class (const SemLabelledSet *set, const GArray *rows, guint32 label)
{
  for (guint i = 0; i < rows->len; i++)
    if (set->labels[g_array_index (rows, guint32, i)] == label)
      return TRUE;
  return FALSE;
}

/* No query is in the library that it is asked of; absent ones have nothing of their kind there, and
 * present ones have. */
static void
check (const SemLabelledSet *set, const SemLikenessLibrary *library)
{
  for (guint present = 0; present < 2; present++)
    for (guint i = 0; i < library->queries[present]->len; i++)
      {
        guint32 query = g_array_index (library->queries[present], guint32, i);

        g_assert_cmpuint (query, <, set->n);
        g_assert_false (has (library->gallery, query));
        g_assert_cmpint (has_class (set, library->gallery, set->labels[query]), ==, present);
        g_assert_cmpint (sem_likeness_case_is_absent (library->cases[present]), ==, !present);
      }
}

/* Whether a library of the case has more photos than the set. */
static gboolean
is_larger (SemLikenessCase number)
{
  return number == SEM_LIKENESS_OTHERS_IN_10000 || number == SEM_LIKENESS_CLASS_IN_10000;
}

static void
test_cases (gconstpointer data)
{
  gboolean others = GPOINTER_TO_INT (data);
  g_autoptr (SemLabelledSet) set = make_set (others);
  gboolean seen[SEM_LIKENESS_N_CASES] = { FALSE };
  g_autoptr (GArray) libraries = sem_likeness_libraries_new (set, 1);
  g_autoptr (GArray) again = sem_likeness_libraries_new (set, 1);

  g_assert_cmpuint (libraries->len, ==, again->len);
  for (guint i = 0; i < libraries->len; i++)
    {
      const SemLikenessLibrary *library = &g_array_index (libraries, SemLikenessLibrary, i);
      const SemLikenessLibrary *other = &g_array_index (again, SemLikenessLibrary, i);

      check (set, library);
      g_assert_cmpmem (library->gallery->data, library->gallery->len * sizeof (guint32),
                       other->gallery->data, other->gallery->len * sizeof (guint32));
      for (guint present = 0; present < 2; present++)
        if (library->queries[present]->len > 0)
          seen[library->cases[present]] = TRUE;
    }
  for (SemLikenessCase number = 0; number < SEM_LIKENESS_N_CASES; number++)
    g_assert_cmpint (seen[number], ==,
                     !is_larger (number)
                       && (others
                           || (!sem_likeness_case_is_absent (number)
                               && number != SEM_LIKENESS_CLASS_IN_ALL)));
}

static void
test_draws (void)
{
  g_autoptr (SemLabelledSet) set = make_set (TRUE);

  for (guint size = 10; size <= 50; size += 20)
    {
      g_autoptr (SemLikenessLibrary) one = sem_likeness_library_draw (set, 1, 0, size);
      g_autoptr (SemLikenessLibrary) other = sem_likeness_library_draw (set, 1, 1, size);

      g_assert_cmpuint (one->gallery->len, ==, size);
      g_assert_false (has_class (set, one->gallery, SEM_NO_CLASS));
      for (guint i = 0; i < one->queries[1]->len; i++)
        g_assert_false (has (one->gallery, g_array_index (one->queries[1], guint32, i)));
      g_assert_cmpint (memcmp (one->gallery->data, other->gallery->data, size * sizeof (guint32)),
                       !=, 0);
    }
}

/* Classes that are too small are not asked for. */
static void
test_small (void)
{
  g_autoptr (SemLabelledSet) set = make_set (TRUE);
  g_autoptr (GArray) libraries = NULL;

  set->n = 10 * N_CLASSES;
  libraries = sem_likeness_libraries_new (set, 1);
  g_assert_cmpuint (libraries->len, ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_data_func ("/likeness/cases", GINT_TO_POINTER (TRUE), test_cases);
  g_test_add_data_func ("/likeness/cases-without-others", GINT_TO_POINTER (FALSE), test_cases);
  g_test_add_func ("/likeness/draws", test_draws);
  g_test_add_func ("/likeness/small", test_small);
  return g_test_run ();
}
