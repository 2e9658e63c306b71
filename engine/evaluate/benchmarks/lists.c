/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "engine/evaluate/benchmarks/lists.h"

#include <math.h>
#include <string.h>

#include <glib/gi18n-lib.h>

/* Of the files of Oxford5k. */
#define QUERY_PREFIX "oxc1_"
#define BLANKS " \t,"

GPtrArray *
sem_list_parse_names (SemLines *lines, GError **error)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);

  while (sem_lines_next (lines))
    {
      if (lines->line[0] == '\0')
        {
          sem_lines_fail (lines, _("The line is empty."), error);
          return NULL;
        }
      g_ptr_array_add (names, g_strdup (lines->line));
    }
  return g_steal_pointer (&names);
}

static gboolean
fail_count (const SemLines *lines, gsize n, GError **error)
{
  g_autofree char *what =
    g_strdup_printf (_("There must be %zu lines, as many as photos in the list."), n);

  sem_lines_fail (lines, what, error);
  return FALSE;
}

gboolean
sem_list_parse_flags (SemLines *lines, gsize n, guint8 *flags, GError **error)
{
  gsize i = 0;

  for (; sem_lines_next (lines); i++)
    {
      if (i == n)
        return fail_count (lines, n, error);
      if (!g_str_equal (lines->line, "0") && !g_str_equal (lines->line, "1"))
        {
          sem_lines_fail (lines, _("The value is neither 0 nor 1."), error);
          return FALSE;
        }
      flags[i] = lines->line[0] == '1';
    }
  return i == n || fail_count (lines, n, error);
}

GArray *
sem_list_parse_numbers (SemLines *lines, guint32 most, GError **error)
{
  g_autoptr (GArray) numbers = g_array_new (FALSE, FALSE, sizeof (guint32));

  while (sem_lines_next (lines))
    {
      guint64 value;
      guint32 number;

      if (!g_ascii_string_to_unsigned (lines->line, 10, 1, most, &value, NULL))
        {
          g_autofree char *what =
            g_strdup_printf (_("There must be a whole number from 1 to %u."), most);

          sem_lines_fail (lines, what, error);
          return NULL;
        }
      number = (guint32) value;
      g_array_append_val (numbers, number);
    }
  return g_steal_pointer (&numbers);
}

void
sem_label_table_free (SemLabelTable *self)
{
  if (!self)
    return;
  g_clear_pointer (&self->names, g_ptr_array_unref);
  g_byte_array_unref (self->flags);
  g_array_unref (self->classes);
  g_free (self);
}

static SemLabelTable *
table_new (gboolean named)
{
  SemLabelTable *self = g_new0 (SemLabelTable, 1);

  self->names = named ? g_ptr_array_new_with_free_func (g_free) : NULL;
  self->flags = g_byte_array_new ();
  self->classes = g_array_new (FALSE, FALSE, sizeof (guint32));
  return self;
}

/* @text: numbers with blanks between them; changed. @number: (out): the last of them. Adds a flag
 * for each. Returns: how many there are, or -1 where one is no number */
static int
take_numbers (char *text, GByteArray *flags, guint64 *number, gboolean *are_flags)
{
  char *rest = NULL;
  int n = 0;

  *are_flags = TRUE;
  for (char *word = strtok_r (text, BLANKS, &rest); word; word = strtok_r (NULL, BLANKS, &rest))
    {
      guint8 flag;

      if (n == SEM_LIST_MAX_LABELS
          || !g_ascii_string_to_unsigned (word, 10, 0, G_MAXUINT32 - 1, number, NULL))
        return -1;
      *are_flags &= *number <= 1;
      flag = *number == 1;
      g_byte_array_append (flags, &flag, 1);
      n++;
    }
  return n;
}

/* The first line decides how many numbers a line has. @single: whether one number is a class. */
static gboolean
add_labels (SemLabelTable *self, SemLines *lines, char *text, gboolean single, GError **error)
{
  guint64 number = 0;
  gboolean are_flags;
  const int n = take_numbers (text, self->flags, &number, &are_flags);
  const guint before = single && self->n_labels == 0 ? 1 : self->n_labels;

  if (n < 1 || (!are_flags && !(single && n == 1)))
    {
      sem_lines_fail (lines, _("There must be a 0 or 1 for each label."), error);
      return FALSE;
    }
  if (self->n > 0 && before != (guint) n)
    {
      sem_lines_fail (lines, _("There are more or fewer labels than in the lines before."), error);
      return FALSE;
    }
  self->n_labels = single && n == 1 ? 0 : (guint) n;
  if (self->n_labels == 0)
    {
      const guint32 class = (guint32) number;

      g_byte_array_set_size (self->flags, 0);
      g_array_append_val (self->classes, class);
    }
  self->n++;
  return TRUE;
}

SemLabelTable *
sem_list_parse_vectors (SemLines *lines, GError **error)
{
  g_autoptr (SemLabelTable) self = table_new (FALSE);

  while (sem_lines_next (lines))
    if (!add_labels (self, lines, lines->line, FALSE, error))
      return NULL;
  return g_steal_pointer (&self);
}

/* Where the numbers at the end of a line begin; its end where there are none. */
static char *
find_numbers (char *line)
{
  char *start = line + strlen (line);

  for (char *at = start; at > line;)
    {
      char *word = at;

      while (word > line && strchr (BLANKS, word[-1]))
        word--;
      at = word;
      while (at > line && g_ascii_isdigit (at[-1]))
        at--;
      if (at == word || at == line || !strchr (BLANKS, at[-1]))
        break;
      start = at;
    }
  return start;
}

SemLabelTable *
sem_list_parse_joined (SemLines *lines, GError **error)
{
  g_autoptr (SemLabelTable) self = table_new (TRUE);

  while (sem_lines_next (lines))
    {
      char *numbers = find_numbers (lines->line);
      g_autofree char *name = g_strchomp (g_strndup (lines->line, (gsize) (numbers - lines->line)));

      if (name[0] == '\0')
        {
          sem_lines_fail (lines, _("There must be a path, then its labels."), error);
          return NULL;
        }
      if (!add_labels (self, lines, numbers, TRUE, error))
        return NULL;
      g_ptr_array_add (self->names, g_steal_pointer (&name));
    }
  return g_steal_pointer (&self);
}

static gboolean
parse_box (char **words, SemQueryBox *box)
{
  double *values[] = { &box->x1, &box->y1, &box->x2, &box->y2 };

  for (guint i = 0; i < G_N_ELEMENTS (values); i++)
    {
      char *end;

      *values[i] = g_ascii_strtod (words[i], &end);
      if (end == words[i] || *end != '\0' || !isfinite (*values[i]))
        return FALSE;
    }
  return box->x1 < box->x2 && box->y1 < box->y2;
}

/* (transfer full): the words of a line, without the empty ones between two blanks. */
static GPtrArray *
split_words (const char *line)
{
  GPtrArray *words = g_ptr_array_new_with_free_func (g_free);
  g_auto (GStrv) all = g_strsplit_set (line, " \t", -1);

  for (guint i = 0; all[i]; i++)
    if (all[i][0] != '\0')
      g_ptr_array_add (words, g_strdup (all[i]));
  return words;
}

char *
sem_list_parse_query (SemLines *lines, SemQueryBox *box, GError **error)
{
  g_autoptr (GPtrArray) words = NULL;
  const char *name;

  if (sem_lines_next (lines))
    words = split_words (lines->line);
  if (!words || words->len != 5 || !parse_box ((char **) words->pdata + 1, box)
      || sem_lines_next (lines))
    {
      sem_lines_fail (lines, _("There must be one line with a photo and its box, x1 y1 x2 y2."),
                      error);
      return NULL;
    }
  name = g_ptr_array_index (words, 0);
  return g_strdup (g_str_has_prefix (name, QUERY_PREFIX) ? name + strlen (QUERY_PREFIX) : name);
}
