/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "engine/base/error.h"
#include "engine/base/json.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define DEEPEST 64

/* What JSON has outside strings: numbers, true, false, null, and what separates them. */
static gboolean
is_json (char c)
{
  return g_ascii_isspace (c) || g_ascii_isdigit (c) || g_ascii_islower (c)
         || strchr ("[]{}:,+-.E", c) != NULL;
}

/* Since nothing but JSON's own characters may stand outside strings, where strings begin and end is
 * what the parser will find, too. */
static gboolean
is_shallow (const char *text, gsize size, guint max_depth)
{
  gboolean quoted = FALSE;
  guint depth = 0;

  for (gsize i = 0; i < size; i++)
    if (quoted && text[i] == '\\')
      i++;
    else if (text[i] == '"')
      quoted = !quoted;
    else if (!quoted && !is_json (text[i]))
      return FALSE;
    else if (!quoted && (text[i] == '[' || text[i] == '{') && ++depth > max_depth)
      return FALSE;
    else if (!quoted && (text[i] == ']' || text[i] == '}') && depth > 0)
      depth--;
  return TRUE;
}

JsonNode *
sem_json_parse (const char *text, gsize size, guint max_depth, GError **error)
{
  g_autoptr (JsonParser) parser = json_parser_new ();
  JsonNode *root;

  g_return_val_if_fail (text != NULL || size == 0, NULL);
  g_return_val_if_fail (max_depth > 0 && max_depth <= DEEPEST, NULL);

  /* A zero byte is not valid either. */
  if (size > G_MAXSSIZE || !g_utf8_validate (text, (gssize) size, NULL)
      || !is_shallow (text, size, max_depth))
    {
      g_set_error (error, SEM_ERROR, SEM_ERROR_DAMAGED,
                   _("It is not JSON, or nests more than %u deep."), max_depth);
      return NULL;
    }
  if (!json_parser_load_from_data (parser, text, (gssize) size, error))
    return NULL;
  root = json_parser_steal_root (parser);
  if (!root)
    g_set_error (error, SEM_ERROR, SEM_ERROR_DAMAGED, _("It is empty."));
  return root;
}
