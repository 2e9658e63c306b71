/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "engine/evaluate/benchmarks/lines.h"

#include <string.h>

#include <glib/gi18n-lib.h>

/* What some editors put before the first line. */
#define MARK "\xef\xbb\xbf"

static guint
count_lines (const char *from, const char *to)
{
  guint n = 1;

  for (; from < to; from++)
    n += *from == '\n';
  return n;
}

gboolean
sem_lines_init (SemLines *self, const char *name, const char *text, gsize size, GError **error)
{
  const char *null = size > 0 ? memchr (text, '\0', size) : NULL;

  *self = (SemLines){ .name = name, .next = text, .end = text + size };
  if (null)
    {
      self->number = count_lines (text, null);
      sem_lines_fail (self, _("It is not a text file."), error);
      return FALSE;
    }
  if (size >= strlen (MARK) && memcmp (text, MARK, strlen (MARK)) == 0)
    self->next += strlen (MARK);
  while (self->end > self->next && g_ascii_isspace (self->end[-1]))
    self->end--;
  return TRUE;
}

void
sem_lines_clear (SemLines *self)
{
  g_clear_pointer (&self->line, g_free);
}

gboolean
sem_lines_next (SemLines *self)
{
  const char *stop;

  if (self->next >= self->end)
    return FALSE;
  stop = memchr (self->next, '\n', (gsize) (self->end - self->next));
  if (!stop)
    stop = self->end;
  g_free (self->line);
  self->line = g_strstrip (g_strndup (self->next, (gsize) (stop - self->next)));
  g_strdelimit (self->line, "\\", '/');
  self->next = stop + 1;
  self->number++;
  return TRUE;
}

void
sem_lines_fail (const SemLines *self, const char *what, GError **error)
{
  g_set_error (error, SEM_ERROR, SEM_ERROR_DAMAGED, _("“%s”, line %u: %s"), self->name,
               self->number, what);
}
