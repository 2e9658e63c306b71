/* fuzz-benchmark-lists.c - the lists of published sets
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The first byte of an input says which list the rest is.
 */

#include "engine/evaluate/benchmarks/lists.h"
#include "engine/evaluate/benchmarks/revisited.h"

#include <math.h>
#include <string.h>

#define N_FLAGS 4
#define MOST 25000

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

/* Whatever is refused is refused in a sentence with the name of the file. */
static void
assert_sentence (gboolean accepted, GError *error)
{
  g_assert_true (accepted == !error);
  if (error)
    g_assert_nonnull (strstr (error->message, "FILE"));
}

static gboolean
read_names (SemLines *lines, GError **error)
{
  g_autoptr (GPtrArray) names = sem_list_parse_names (lines, error);

  for (guint i = 0; names && i < names->len; i++)
    {
      const char *name = g_ptr_array_index (names, i);

      g_assert_true (name[0] != '\0' && !strpbrk (name, "\n\\"));
    }
  return names != NULL;
}

static gboolean
read_flags (SemLines *lines, GError **error)
{
  guint8 *flags = g_malloc (N_FLAGS);
  const gboolean ok = sem_list_parse_flags (lines, N_FLAGS, flags, error);

  for (guint i = 0; ok && i < N_FLAGS; i++)
    g_assert_cmpuint (flags[i], <=, 1);
  g_free (flags);
  return ok;
}

static gboolean
read_numbers (SemLines *lines, GError **error)
{
  g_autoptr (GArray) numbers = sem_list_parse_numbers (lines, MOST, error);

  for (guint i = 0; numbers && i < numbers->len; i++)
    g_assert_cmpuint (g_array_index (numbers, guint32, i) - 1, <, MOST);
  return numbers != NULL;
}

static gboolean
check_table (SemLabelTable *table)
{
  if (!table)
    return FALSE;
  g_assert_cmpuint (table->flags->len, ==, table->n * table->n_labels);
  g_assert_cmpuint (table->classes->len, ==, table->n_labels == 0 ? table->n : 0);
  g_assert_true (!table->names || table->names->len == table->n);
  for (guint i = 0; i < table->flags->len; i++)
    g_assert_cmpuint (table->flags->data[i], <=, 1);
  sem_label_table_free (table);
  return TRUE;
}

static gboolean
read_query (SemLines *lines, GError **error)
{
  SemQueryBox box;
  g_autofree char *name = sem_list_parse_query (lines, &box, error);

  if (name)
    g_assert_true (isfinite (box.x1 + box.y2) && box.x1 < box.x2 && box.y1 < box.y2);
  return name != NULL;
}

static gboolean
read_revisited (const char *text, gsize size, GError **error)
{
  g_autoptr (SemRevisited) set = sem_revisited_parse ("FILE", text, size, error);

  for (guint q = 0; set && q < set->queries->len; q++)
    for (guint k = 0; k < 3; k++)
      {
        const GArray *places = g_array_index (set->queries, SemRevisitedQuery, q).places[k];

        for (guint i = 0; i < places->len; i++)
          g_assert_cmpuint (g_array_index (places, guint32, i), <, set->photos->len);
      }
  g_assert_true (!set || set->queries->len == set->query_names->len);
  return set != NULL;
}

static gboolean
read_list (guint8 kind, SemLines *lines, GError **error)
{
  switch (kind % 7)
    {
    case 0:
      return read_names (lines, error);
    case 1:
      return read_flags (lines, error);
    case 2:
      return read_numbers (lines, error);
    case 3:
      return check_table (sem_list_parse_vectors (lines, error));
    case 4:
      return check_table (sem_list_parse_joined (lines, error));
    default:
      return read_query (lines, error);
    }
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autoptr (GError) error = NULL;
  g_auto (SemLines) lines = { 0 };
  const char *text = (const char *) data + 1;
  gboolean accepted;

  if (size == 0)
    return 0;
  accepted = (data[0] - '0') % 7 == 6 ? read_revisited (text, size - 1, &error)
                                      : sem_lines_init (&lines, "FILE", text, size - 1, &error)
                                          && read_list ((guint8) (data[0] - '0'), &lines, &error);
  assert_sentence (accepted, error);
  return 0;
}
