/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "engine/plot/svg-text.h"

#include <string.h>

/* What cairo writes before an id, where it defines one and where it refers to one. */
static const char *const before_ids[] = { " id=\"", "=\"#", "url(#" };

/* Returns: the place after the declarations and the opening tag; the end where there is none */
static const char *
skip_root (const char *svg)
{
  const char *root = strstr (svg, "<svg");
  const char *end = root ? strchr (root, '>') : NULL;

  return end ? end + 1 : svg + strlen (svg);
}

/* (transfer full) (nullable): the value of an attribute of the root element */
static char *
dup_attribute (const char *svg, const char *name)
{
  g_autofree char *start = g_strdup_printf (" %s=\"", name);
  const char *root = strstr (svg, "<svg");
  const char *value = root ? g_strstr_len (root, skip_root (svg) - root, start) : NULL;

  if (!value)
    return NULL;
  value += strlen (start);
  return g_strndup (value, strcspn (value, "\""));
}

char *
sem_plot_svg_describe (const char *svg, const char *title, const char *description)
{
  const char *content = skip_root (svg);
  g_autofree char *head = g_strndup (svg, (gsize) (content - svg));
  g_autofree char *words =
    g_markup_printf_escaped ("\n<title>%s</title>\n<desc>%s</desc>", title, description);

  return g_strconcat (head, words, content, NULL);
}

/* Returns: (transfer full): an id in its place: those of the text are numbered as they appear */
static char *
rename_id (GHashTable *ids, const char *id, gsize length, const char *prefix)
{
  g_autofree char *name = g_strndup (id, length);
  gpointer number = g_hash_table_lookup (ids, name);

  if (!number)
    {
      number = GUINT_TO_POINTER (g_hash_table_size (ids) + 1);
      g_hash_table_insert (ids, g_steal_pointer (&name), number);
    }
  return g_strdup_printf ("%s%u", prefix, GPOINTER_TO_UINT (number));
}

/* The next place after @text where an id follows; the end where there is none. */
static const char *
find_id (const char *text)
{
  const char *end = text + strlen (text), *first = end;

  for (guint i = 0; i < G_N_ELEMENTS (before_ids); i++)
    {
      const char *found = g_strstr_len (text, first - text, before_ids[i]);

      if (found)
        first = found + strlen (before_ids[i]);
    }
  return first;
}

char *
sem_plot_svg_rename (const char *svg, const char *prefix)
{
  g_autoptr (GHashTable) ids = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  GString *text = g_string_new (NULL);
  const char *at = svg;

  while (*at)
    {
      const char *id = find_id (at);
      gsize length = strcspn (id, "\")");
      g_autofree char *name = NULL;

      g_string_append_len (text, at, id - at);
      if (!*id)
        break;
      name = rename_id (ids, id, length, prefix);
      g_string_append (text, name);
      at = id + length;
    }
  return g_string_free (text, FALSE);
}

char *
sem_plot_svg_embed (const char *svg)
{
  g_autofree char *view = dup_attribute (svg, "viewBox");

  return g_strdup_printf ("<svg viewBox=\"%s\" role=\"img\">%s", view ? view : "", skip_root (svg));
}
