/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-model"

#include "config.h"

#include "engine/model/asking/query-private.h"
#include "engine/search/request/search-period.h"

G_STATIC_ASSERT ((int) SEM_ORIENTATION_LANDSCAPE == (int) SEM_SEARCH_LANDSCAPE);
G_STATIC_ASSERT ((int) SEM_ORIENTATION_PORTRAIT == (int) SEM_SEARCH_PORTRAIT);
G_STATIC_ASSERT ((int) SEM_ORIENTATION_SQUARE == (int) SEM_SEARCH_SQUARE);

SemScope *
sem_scope_new (void)
{
  return g_new0 (SemScope, 1);
}

SemScope *
sem_scope_copy (const SemScope *self)
{
  SemScope *copy = g_memdup2 (self, sizeof *self);

  copy->folders = g_strdupv (self->folders);
  copy->types = g_strdupv (self->types);
  copy->since = g_strdup (self->since);
  copy->until = g_strdup (self->until);
  return copy;
}

void
sem_scope_free (SemScope *self)
{
  if (!self)
    return;
  g_strfreev (self->folders);
  g_strfreev (self->types);
  g_free (self->since);
  g_free (self->until);
  g_free (self);
}

gboolean
sem_scope_is_everywhere (const SemScope *self)
{
  return !self->folders && !self->types && !self->since && !self->until
         && self->orientation == SEM_ORIENTATION_ANY && !self->not_own_folder;
}

static gboolean
equal_strings (char **one, char **other)
{
  if (!one || !other)
    return one == other;
  return g_strv_equal ((const char *const *) one, (const char *const *) other);
}

gboolean
sem_scope_equal (const SemScope *self, const SemScope *other)
{
  return equal_strings (self->folders, other->folders) && equal_strings (self->types, other->types)
         && g_strcmp0 (self->since, other->since) == 0 && g_strcmp0 (self->until, other->until) == 0
         && self->orientation == other->orientation
         && !self->not_own_folder == !other->not_own_folder;
}

/* An empty list would be nowhere. */
static void
replace (char ***strings, const char *const *by)
{
  char **copy = by && by[0] ? g_strdupv ((char **) by) : NULL;

  g_strfreev (*strings);
  *strings = copy;
}

void
sem_scope_set_folders (SemScope *self, const char *const *folders)
{
  replace (&self->folders, folders);
}

void
sem_scope_set_types (SemScope *self, const char *const *types)
{
  replace (&self->types, types);
}

void
sem_scope_set_dates (SemScope *self, const char *since, const char *until)
{
  char *first = g_strdup (since), *last = g_strdup (until);

  g_free (self->since);
  g_free (self->until);
  self->since = first;
  self->until = last;
}

gboolean
sem_scope_check_date (const char *text)
{
  gint64 start, end;

  return sem_search_parse_period (text, &start, &end);
}

static void
read_dates (const char *since, const char *until, gint64 *from, gint64 *to)
{
  gint64 other;

  if (!since || !sem_search_parse_period (since, from, &other))
    *from = G_MININT64;
  if (!until || !sem_search_parse_period (until, &other, to))
    *to = G_MAXINT64;
}

gboolean
sem_scope_check_dates (const char *since, const char *until)
{
  gint64 from, to;

  read_dates (since, until, &from, &to);
  return from < to;
}

void
sem_scope_apply (const SemScope *self, SemSearchScope *scope)
{
  scope->folders = g_strdupv (self->folders);
  scope->types = g_strdupv (self->types);
  read_dates (self->since, self->until, &scope->from, &scope->until);
  scope->orientation = (SemSearchOrientation) self->orientation;
  scope->not_own_folder = self->not_own_folder;
}
