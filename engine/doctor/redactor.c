/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-doctor"

#include "config.h"

#include "engine/doctor/redactor.h"

#include <string.h>

typedef struct
{
  char *name;
  char *instead;
  gboolean part;  /* a name without folder: only whole words, and */
  gboolean plain; /* where it could be a word of a sentence, only in quotation marks */
} Secret;

struct _SemRedactor
{
  gboolean keep;
  GPtrArray *secrets;
};

static void
free_secret (gpointer data)
{
  Secret *secret = data;

  g_free (secret->name);
  g_free (secret->instead);
  g_free (secret);
}

SemRedactor *
sem_redactor_new (gboolean keep)
{
  SemRedactor *self = g_new0 (SemRedactor, 1);

  self->keep = keep;
  self->secrets = g_ptr_array_new_with_free_func (free_secret);
  return self;
}

void
sem_redactor_free (SemRedactor *self)
{
  g_ptr_array_unref (self->secrets);
  g_free (self);
}

/* Whether it has letters and digits only, as words have: "photos". */
static gboolean
is_plain (const char *name)
{
  for (const char *at = name; *at; at = g_utf8_next_char (at))
    if (!g_unichar_isalnum (g_utf8_get_char (at)))
      return FALSE;
  return TRUE;
}

static void
add_secret (SemRedactor *self, char *name, const char *instead, gboolean part)
{
  Secret *secret = g_new0 (Secret, 1);

  secret->name = name;
  secret->instead = g_strdup (instead);
  secret->part = part;
  secret->plain = part && is_plain (name);
  g_ptr_array_add (self->secrets, secret);
}

void
sem_redactor_add (SemRedactor *self, const char *path, const char *instead)
{
  if (self->keep || path[0] == '\0')
    return;
  add_secret (self, g_filename_display_name (path), instead, FALSE);
  add_secret (self, g_filename_display_basename (path), instead, TRUE);
}

/* What ends a path that begins after @c; 0 where that quotes nothing, and a space does. */
static gunichar
find_end (gunichar c)
{
  static const gunichar quotes[][2] = {
    { 0x201c, 0x201d }, { 0x201e, 0x201c }, { 0x2018, 0x2019 }, { 0xab, 0xbb },
    { '"', '"' },       { '\'', '\'' },     { '(', ')' },       { '[', ']' },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (quotes); i++)
    if (quotes[i][0] == c)
      return quotes[i][1];
  return 0;
}

static gboolean
is_word (gunichar c)
{
  return g_unichar_isalnum (c) || c == '_';
}

/* Whether the @size bytes at @at are not a part of a longer word. */
static gboolean
stands_alone (const char *text, const char *at, gsize size)
{
  const char *before = at > text ? g_utf8_find_prev_char (text, at) : NULL;
  const char *last = g_utf8_find_prev_char (at, at + size);

  if (before && is_word (g_utf8_get_char (before)) && is_word (g_utf8_get_char (at)))
    return FALSE;
  return !at[size] || !is_word (g_utf8_get_char (at + size)) || !last
         || !is_word (g_utf8_get_char (last));
}

/* Whether the @size bytes at @at are all that stands between two quotation marks. */
static gboolean
is_quoted (const char *text, const char *at, gsize size)
{
  const char *before = at > text ? g_utf8_find_prev_char (text, at) : NULL;
  const gunichar end = before ? find_end (g_utf8_get_char (before)) : 0;

  return end && g_utf8_get_char (at + size) == end;
}

/* Whether the name at @at is meant, and not a word that is the same. */
static gboolean
is_meant (const Secret *secret, const char *text, const char *at, gsize size)
{
  if (secret->plain)
    return is_quoted (text, at, size);
  return !secret->part || stands_alone (text, at, size);
}

/* What follows a folder in the name of something in it. A path with spaces is longer than that;
 * paths that were added have been replaced as a whole before. */
static const char *
skip_rest (const char *at)
{
  while (*at && !g_unichar_isspace (g_utf8_get_char (at)) && !strchr (":\"'", *at)
         && !(g_unichar_ispunct (g_utf8_get_char (at)) && !g_ascii_isprint (*at)))
    at = g_utf8_next_char (at);
  return at;
}

static char *
replace (char *text, const Secret *secret)
{
  GString *result = g_string_new (NULL);
  const gsize size = strlen (secret->name);
  const char *from = text, *at;

  while (size && (at = strstr (from, secret->name)))
    {
      g_string_append_len (result, from, at - from);
      from = at + size;
      if (!is_meant (secret, text, at, size))
        g_string_append_len (result, at, (gssize) size);
      else
        g_string_append (result, secret->instead);
      if (secret->part || *from != '/')
        continue;
      g_string_append (result, "/…");
      from = skip_rest (from);
    }
  g_string_append (result, from);
  g_free (text);
  return g_string_free (result, FALSE);
}

/* Longer ones first, so that a folder does not take the beginning of what lies in it. */
static int
compare_secrets (gconstpointer a, gconstpointer b)
{
  const Secret *one = *(Secret *const *) a, *other = *(Secret *const *) b;
  gsize length = strlen (one->name), other_length = strlen (other->name);

  return length < other_length ? 1 : length > other_length ? -1 : strcmp (one->name, other->name);
}

/* Where a path begins at @at: the bytes that belong to it, else 0. */
static gsize
measure_path (const char *text, const char *at)
{
  const char *before = at > text ? g_utf8_find_prev_char (text, at) : NULL;
  gunichar c = before ? g_utf8_get_char (before) : ' ', close = find_end (c);
  const char *end = at;

  if (*at != '/' || (!close && !g_unichar_isspace (c))
      || !g_unichar_isprint (g_utf8_get_char (at + 1)) || at[1] == '/' || at[1] == ' ')
    return 0;
  while (*end && *end != '\n'
         && (close ? g_utf8_get_char (end) != close : !g_unichar_isspace (g_utf8_get_char (end))))
    end = g_utf8_next_char (end);
  return (gsize) (end - at);
}

static char *
remove_paths (char *text)
{
  GString *result = g_string_new (NULL);
  const char *at = text;

  while (*at)
    {
      gsize size = measure_path (text, at);
      const char *next = g_utf8_next_char (at);

      if (size)
        g_string_append (result, "…");
      else
        g_string_append_len (result, at, next - at);
      at = size ? at + size : next;
    }
  g_free (text);
  return g_string_free (result, FALSE);
}

char *
sem_redactor_apply (SemRedactor *self, const char *text)
{
  char *result = g_utf8_make_valid (text, -1);

  if (self->keep)
    return result;
  g_ptr_array_sort (self->secrets, compare_secrets);
  for (guint i = 0; i < self->secrets->len; i++)
    result = replace (result, self->secrets->pdata[i]);
  return remove_paths (result);
}
