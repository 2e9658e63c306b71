/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-library"

#include "config.h"

#include "engine/photos/excludes.h"
#include "engine/store/details/patterns.h"
#include "engine/store/folders.h"

#include <fnmatch.h>
#include <string.h>

#include <glib/gi18n-lib.h>

#define MOST_BYTES 1024

/* Names as their makers write them. Those of network storage devices, of Windows, of ext4, of photo
 * programs on macOS and of Lightroom, and the copies that editors keep of what they change. */
static const char *const built_in[] = {
  SEM_EXCLUDES_MARK,
  "@eaDir/",
  "@Recycle/",
  "@Recently-Snapshot/",
  "#recycle/",
  "#snapshot/",
  "$RECYCLE.BIN/",
  "System Volume Information/",
  "lost+found/",
  "*.photoslibrary/",
  "*.aplibrary/",
  "*.migratedphotolibrary/",
  "*.lrdata/",
  "*~",
  NULL,
};

typedef enum
{
  MATCH_NAME,   /* it is the name */
  MATCH_ENDING, /* "*" and how the name ends: what most patterns are, and fast */
  MATCH_SHELL,  /* of the name */
  MATCH_PATH,   /* of the path below the folder */
  MATCH_MARK,   /* of a folder that is marked */
} Match;

typedef struct
{
  char *folder; /* (nullable): whose it is; NULL for all */
  char *pattern;
  char *text; /* what is compared: without the slash at the end, or only the ending */
  Match match;
  gboolean folders_only;
  gboolean leave_out;
} Rule;

struct _SemExcludes
{
  GPtrArray *rules; /* the last that matches decides */
};

static void
free_rule (gpointer data)
{
  Rule *rule = data;

  g_free (rule->folder);
  g_free (rule->pattern);
  g_free (rule->text);
  g_free (rule);
}

static void
add_rule (SemExcludes *self, const char *folder, const char *pattern, gboolean leave_out)
{
  Rule *rule = g_new0 (Rule, 1);
  gsize n = strlen (pattern);

  rule->folder = g_strdup (folder);
  rule->pattern = g_strdup (pattern);
  rule->leave_out = leave_out;
  rule->folders_only = n > 1 && pattern[n - 1] == '/';
  rule->text = g_strndup (pattern, n - rule->folders_only);
  if (g_str_equal (pattern, SEM_EXCLUDES_MARK))
    rule->match = MATCH_MARK;
  else if (strchr (rule->text, '/'))
    rule->match = MATCH_PATH;
  else if (!strpbrk (rule->text, "*?[\\"))
    rule->match = MATCH_NAME;
  else if (rule->text[0] == '*' && !strpbrk (rule->text + 1, "*?[\\"))
    {
      rule->match = MATCH_ENDING;
      memmove (rule->text, rule->text + 1, strlen (rule->text));
    }
  else
    rule->match = MATCH_SHELL;
  g_ptr_array_add (self->rules, rule);
}

SemExcludes *
sem_excludes_new (void)
{
  SemExcludes *self = g_new0 (SemExcludes, 1);

  self->rules = g_ptr_array_new_with_free_func (free_rule);
  for (const char *const *pattern = built_in; *pattern; pattern++)
    add_rule (self, NULL, *pattern, TRUE);
  return self;
}

SemExcludes *
sem_excludes_read (SemStore *store, GError **error)
{
  g_autoptr (SemExcludes) self = sem_excludes_new ();
  g_autoptr (GPtrArray) list = sem_store_list_patterns (store, error);

  for (guint i = 0; list && i < list->len; i++)
    {
      const SemStorePatterns *patterns = g_ptr_array_index (list, i);

      sem_excludes_add (self, patterns->path, patterns->text);
    }
  return list ? g_steal_pointer (&self) : NULL;
}

void
sem_excludes_free (SemExcludes *self)
{
  g_ptr_array_unref (self->rules);
  g_free (self);
}

static gboolean
is_pattern (const char *text)
{
  gsize n = strlen (text);

  return n > 0 && n <= MOST_BYTES && g_utf8_validate (text, (gssize) n, NULL)
         && !strpbrk (text, "\r\n") && !g_str_equal (text, "/");
}

/* Whether it is a line of a folder's text. */
static gboolean
is_line (const char *line)
{
  return (line[0] == '-' || line[0] == '+') && is_pattern (line + 1);
}

void
sem_excludes_add (SemExcludes *self, const char *folder, const char *text)
{
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);

  for (char **line = lines; *line; line++)
    if (is_line (*line))
      add_rule (self, folder, *line + 1, (*line)[0] == '-');
}

/* @below: the path below the rule's folder */
static gboolean
matches (const Rule *rule, const char *name, const char *below, gboolean is_marked)
{
  switch (rule->match)
    {
    case MATCH_NAME:
      return g_str_equal (rule->text, name);
    case MATCH_ENDING:
      return g_str_has_suffix (name, rule->text);
    case MATCH_SHELL:
      return fnmatch (rule->text, name, 0) == 0;
    case MATCH_PATH:
      return fnmatch (rule->text[0] == '/' ? rule->text + 1 : rule->text, below, FNM_PATHNAME) == 0;
    case MATCH_MARK:
    default:
      return is_marked;
    }
}

const char *
sem_excludes_find (const SemExcludes *self,
                   const char *path,
                   gboolean is_folder,
                   gboolean is_marked)
{
  const char *slash = strrchr (path, '/');
  const char *name = slash ? slash + 1 : path;

  for (guint i = self->rules->len; i > 0; i--)
    {
      const Rule *rule = g_ptr_array_index (self->rules, i - 1);
      const gsize n = rule->folder && !g_str_equal (rule->folder, "/") ? strlen (rule->folder) : 0;

      if (rule->folders_only && !is_folder)
        continue;
      /* What a folder's patterns say is of what is in it, not of the folder itself. */
      if (rule->folder && (!sem_path_covers (rule->folder, path) || !path[n]))
        continue;
      if (matches (rule, name, path + n + 1, is_marked))
        return rule->leave_out ? rule->pattern : NULL;
    }
  return NULL;
}

const char *const *
sem_excludes_list_built_in (void)
{
  return built_in;
}

char *
sem_excludes_drop (const char *text, const char *pattern)
{
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  GString *kept = g_string_new (NULL);

  for (char **line = lines; *line; line++)
    if (is_line (*line) && !g_str_equal (*line + 1, pattern))
      g_string_append_printf (kept, "%s\n", *line);
  return g_string_free (kept, FALSE);
}

char *
sem_excludes_edit (const char *text, const char *pattern, gboolean leave_out, GError **error)
{
  if (!is_pattern (pattern))
    {
      g_autofree char *shown = g_utf8_make_valid (pattern, -1);

      g_set_error (
        error, SEM_ERROR, SEM_ERROR_FAILED,
        _("“%s” is not a pattern. Give a name such as “Previews” or “*.gif”, in UTF-8 and "
          "in one line."),
        shown);
      return NULL;
    }

  g_autofree char *kept = sem_excludes_drop (text, pattern);

  return g_strdup_printf ("%s%c%s\n", kept, leave_out ? '-' : '+', pattern);
}
