/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "app/cli/search/search-scope.h"
#include "engine/search/request/search-period.h"

#include <glib/gi18n.h>

/* Letters of an ending. */
#define MAX_TYPE 16

void
cli_scope_words_clear (CliScopeWords *self)
{
  g_free (self->since);
  g_free (self->until);
  g_free (self->orientation);
  g_strfreev (self->types);
}

static gboolean
read_dates (const CliScopeWords *self, const CliCommand *command, SemSearchScope *scope)
{
  gint64 start, end;

  scope->from = G_MININT64;
  scope->until = G_MAXINT64;
  if (self->since && !sem_search_parse_period (self->since, &scope->from, &end))
    return cli_usage (command, _("--since takes a day, month or year, such as 2026-07-01, 2026-07 "
                                 "or 2026."))
           == CLI_DONE;
  if (self->until && !sem_search_parse_period (self->until, &start, &scope->until))
    return cli_usage (command, _("--until takes a day, month or year, such as 2026-07-01, 2026-07 "
                                 "or 2026."))
           == CLI_DONE;
  if (scope->from >= scope->until)
    return cli_usage (command, _("there is no time since %s and until %s."), self->since,
                      self->until)
           == CLI_DONE;
  return TRUE;
}

static gboolean
read_orientation (const CliScopeWords *self, const CliCommand *command, SemSearchScope *scope)
{
  static const char *const names[] = {
    [SEM_SEARCH_LANDSCAPE] = "landscape",
    [SEM_SEARCH_PORTRAIT] = "portrait",
    [SEM_SEARCH_SQUARE] = "square",
  };

  if (!self->orientation)
    return TRUE;
  for (guint i = SEM_SEARCH_LANDSCAPE; i < G_N_ELEMENTS (names); i++)
    if (g_str_equal (self->orientation, names[i]))
      {
        scope->orientation = i;
        return TRUE;
      }
  cli_usage (command, _("--orientation takes landscape, portrait or square."));
  return FALSE;
}

static gboolean
is_type (const char *type)
{
  gsize n = 0;

  while (g_ascii_isalnum (type[n]) || type[n] == '_' || type[n] == '-')
    n++;
  return n > 0 && n <= MAX_TYPE && type[n] == '\0';
}

/* Each may have several, with commas between them, and a dot before each. */
static gboolean
read_types (const CliScopeWords *self, const CliCommand *command, SemSearchScope *scope)
{
  g_autoptr (GPtrArray) types = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; self->types && self->types[i]; i++)
    {
      g_auto (GStrv) parts = g_strsplit (self->types[i], ",", -1);

      for (guint j = 0; j == 0 || parts[j]; j++)
        {
          const char *part = parts[j] ? parts[j] : "";

          if (*part == '.')
            part++;
          if (!is_type (part))
            {
              cli_usage (command,
                         _("--type takes the ending of a file name, such as jpg or png."));
              return FALSE;
            }
          g_ptr_array_add (types, g_strdup (part));
        }
    }
  if (types->len == 0)
    return TRUE;
  g_ptr_array_add (types, NULL);
  scope->types = g_strdupv ((char **) types->pdata);
  return TRUE;
}

gboolean
cli_scope_words_parse (const CliScopeWords *self, const CliCommand *command, SemSearchScope *scope)
{
  return read_dates (self, command, scope) && read_orientation (self, command, scope)
         && read_types (self, command, scope);
}
