/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "engine/base/told.h"

#include "engine/base/error-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* Between the parts of a record, and before the number of an error or a signal. */
#define SEPARATOR "\x1f"
#define NUMBERED '\x1e'
#define N_PARTS_MAX 8

/* What % introduces: a letter, the digit after a point, and which part it is, from 1; 0 for the
 * next. */
typedef struct
{
  char letter;
  guint precision;
  guint part;
  gsize length;
} Place;

/* FALSE where the text after % is none that a sentence may have. */
static gboolean
read_place (const char *at, Place *place)
{
  const char *start = at++;

  *place = (Place){ .precision = 0 };
  if (g_ascii_isdigit (at[0]) && at[1] == '$')
    {
      place->part = (guint) g_ascii_digit_value (at[0]);
      at += 2;
    }
  if (at[0] == '.' && g_ascii_isdigit (at[1]))
    {
      place->precision = (guint) g_ascii_digit_value (at[1]);
      at += 2;
    }
  place->letter = at[0];
  place->length = (gsize) (at + 1 - start);
  return at[0] && strchr ("suf%", at[0]);
}

static void
add_text (GString *record, const char *text)
{
  for (; *text; text++)
    g_string_append_c (record, *text == *SEPARATOR ? ' ' : *text);
}

static char *
make_record (const char *sentence, va_list arguments)
{
  GString *record = g_string_new (sentence);
  char number[G_ASCII_DTOSTR_BUF_SIZE];
  Place place;

  for (const char *at = strchr (sentence, '%'); at; at = strchr (at + place.length, '%'))
    {
      const gboolean known = read_place (at, &place);

      g_assert (known && place.part == 0);
      if (place.letter == '%')
        continue;
      g_string_append (record, SEPARATOR);
      if (place.letter == 's')
        add_text (record, va_arg (arguments, const char *));
      else if (place.letter == 'u')
        g_string_append_printf (record, "%u", va_arg (arguments, guint));
      else
        g_string_append (record,
                         g_ascii_dtostr (number, sizeof number, va_arg (arguments, double)));
    }
  return g_string_free (record, FALSE);
}

char *
sem_told_new (const char *sentence, ...)
{
  va_list arguments;
  char *record;

  va_start (arguments, sentence);
  record = make_record (sentence, arguments);
  va_end (arguments);
  return record;
}

void
sem_told_set_error (GError **error, int code, const char *sentence, ...)
{
  g_autofree char *record = NULL, *message = NULL;
  va_list arguments;

  if (!error)
    return;
  va_start (arguments, sentence);
  record = make_record (sentence, arguments);
  va_end (arguments);
  message = sem_told_dup_sentence (record);
  g_set_error_literal (error, SEM_ERROR, code, message);
  sem_error_set_record (*error, record);
}

const char *
sem_told_get_record (const GError *error)
{
  const char *record = sem_error_get_record (error);

  return record ? record : error->message;
}

static const char *
intern_number (char kind, int number)
{
  g_autofree char *text = g_strdup_printf ("%c%c%d", NUMBERED, kind, number);

  return g_intern_string (text);
}

const char *
sem_told_errno (int code)
{
  return intern_number ('e', code);
}

const char *
sem_told_signal (int number)
{
  return intern_number ('s', number);
}

static void
put_text (GString *sentence, const char *part)
{
  gint64 number;

  if (part[0] != NUMBERED || (part[1] != 'e' && part[1] != 's'))
    g_string_append (sentence, part);
  else if (g_ascii_string_to_signed (part + 2, 10, 0, G_MAXINT16, &number, NULL))
    g_string_append (sentence,
                     part[1] == 'e' ? g_strerror ((int) number) : g_strsignal ((int) number));
}

/* Numbers were written by this program, or by whoever made the file. */
static void
put_part (GString *sentence, const Place *place, const char *part)
{
  if (place->letter == 's')
    put_text (sentence, part);
  else if (place->letter == 'u')
    g_string_append_printf (sentence, "%" G_GUINT64_FORMAT, g_ascii_strtoull (part, NULL, 10));
  else
    /* As the locale does: for people. */
    g_string_append_printf (sentence, "%.*f", (int) place->precision, g_ascii_strtod (part, NULL));
}

char *
sem_told_dup_sentence (const char *record)
{
  g_auto (GStrv) parts = NULL;
  g_autoptr (GString) sentence = NULL;
  const char *at, *mark;
  guint n, next = 1;
  Place place;

  if (!record)
    return NULL;
  if (!strstr (record, SEPARATOR))
    return g_strdup (*record ? _(record) : record);
  parts = g_strsplit (record, SEPARATOR, N_PARTS_MAX + 1);
  n = g_strv_length (parts);
  sentence = g_string_new (NULL);
  for (at = *parts[0] ? _(parts[0]) : parts[0]; (mark = strchr (at, '%'));
       at = mark + place.length)
    {
      g_string_append_len (sentence, at, mark - at);
      if (!read_place (mark, &place))
        return g_strdup (parts[0]);
      if (place.letter == '%')
        {
          g_string_append_c (sentence, '%');
          continue;
        }
      place.part = place.part > 0 ? place.part : next++;
      if (place.part >= n)
        return g_strdup (parts[0]);
      put_part (sentence, &place, parts[place.part]);
    }
  g_string_append (sentence, at);
  return g_string_free (g_steal_pointer (&sentence), FALSE);
}
