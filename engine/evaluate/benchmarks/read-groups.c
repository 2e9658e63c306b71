/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "engine/evaluate/benchmarks/reading-private.h"

#include <string.h>

/* Holidays and UKBench: the number in a photo's name gives its group. */

#define HOLIDAYS_LIST "holidays_images.dat"
/* 100000.jpg: group 1000, photo 0, which is the query. */
#define HOLIDAYS_DIGITS 6
#define HOLIDAYS_GROUP 100
#define UKBENCH_PREFIX "ukbench"
#define UKBENCH_DIGITS 5
#define UKBENCH_GROUP 4

/* @number: (out). Returns: whether the name is @prefix, @digits digits and a suffix */
static gboolean
parse_number (const char *name, const char *prefix, guint digits, guint *number)
{
  g_autofree char *stem = sem_photo_finder_dup_stem (name);
  guint64 value;

  if (!g_str_has_prefix (stem, prefix) || strlen (stem) != strlen (prefix) + digits
      || !g_ascii_string_to_unsigned (stem + strlen (prefix), 10, 0, G_MAXUINT, &value, NULL))
    return FALSE;
  *number = (guint) value;
  return TRUE;
}

static void
add_photo (SemReading *self,
           const char *name,
           const SemFoundPhoto *found,
           guint number,
           guint of_group)
{
  SemTruth *truth = self->truth;
  const guint32 row = sem_reading_add (self, name, found, truth->database);

  sem_truth_get_row (truth, row)->group = number / of_group;
  if (self->source->protocol->split.all_are_queries || number % of_group == 0)
    g_array_append_val (truth->queries, row);
}

/* All photos below the folder that have such a name. */
static void
add_named (SemReading *self, const char *prefix, guint digits, guint of_group)
{
  SemPhotoFinder *finder = self->source->finder;

  for (guint i = 0; finder && i < sem_photo_finder_get_n (finder); i++)
    {
      const SemFoundPhoto *found = sem_photo_finder_get (finder, i);
      g_autofree char *name = g_path_get_basename (found->path);
      guint number;

      if (parse_number (name, prefix, digits, &number))
        add_photo (self, name, found, number, of_group);
    }
}

gboolean
sem_read_holidays (SemReading *self, GError **error)
{
  const char *path = sem_list_files_find (self->files, HOLIDAYS_LIST);
  g_auto (SemListText) text = { 0 };
  g_autoptr (GPtrArray) names = NULL;

  if (!path)
    {
      add_named (self, "", HOLIDAYS_DIGITS, HOLIDAYS_GROUP);
      return TRUE;
    }
  if (!sem_list_text_open (&text, path, error)
      || !(names = sem_list_parse_names (&text.lines, error)))
    return FALSE;
  sem_reading_note (self, names);
  for (guint i = 0; i < names->len; i++)
    {
      const char *name = g_ptr_array_index (names, i);
      const SemFoundPhoto *found;
      guint number;

      if (parse_number (name, "", HOLIDAYS_DIGITS, &number)
          && sem_reading_find (self, name, &found))
        add_photo (self, name, found, number, HOLIDAYS_GROUP);
    }
  return TRUE;
}

gboolean
sem_read_ukbench (SemReading *self, GError **error)
{
  add_named (self, UKBENCH_PREFIX, UKBENCH_DIGITS, UKBENCH_GROUP);
  return TRUE;
}
