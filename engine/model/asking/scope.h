/* scope.h - where a query searches
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Of an upright photo; a square's sides differ by at most 2 %. */
typedef enum
{
  SEM_ORIENTATION_ANY,
  SEM_ORIENTATION_LANDSCAPE,
  SEM_ORIENTATION_PORTRAIT,
  SEM_ORIENTATION_SQUARE,
} SemOrientation;

/**
 * SemScope:
 * @folders: (nullable) (array zero-terminated) (element-type filename): absolute paths: photos in
 *   them or below; %NULL for everywhere
 * @types: (nullable) (array zero-terminated): endings of file names, such as "jpg"; %NULL for all
 * @since: (nullable): the earliest day, month or year, as sem_scope_check_date() takes it
 * @until: (nullable): the last one
 * @orientation: of the upright photo
 * @not_own_folder: leave out photos that lie in the folder of one that is searched for
 *
 * A photo has to meet all conditions. A plain value with one owner.
 */
typedef struct
{
  char **folders;
  char **types;
  char *since;
  char *until;
  SemOrientation orientation;
  gboolean not_own_folder;
} SemScope;

/* Returns: (transfer full): everywhere. */
SemScope *sem_scope_new (void) G_GNUC_WARN_UNUSED_RESULT;
SemScope *sem_scope_copy (const SemScope *self) G_GNUC_WARN_UNUSED_RESULT;
void sem_scope_free (SemScope *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SemScope, sem_scope_free)

/* Whether every photo is within it. */
gboolean sem_scope_is_everywhere (const SemScope *self);
gboolean sem_scope_equal (const SemScope *self, const SemScope *other);

/* Each replaces one part. */
void sem_scope_set_folders (SemScope *self, const char *const *folders);
void sem_scope_set_types (SemScope *self, const char *const *types);
/* @since, @until: (nullable) */
void sem_scope_set_dates (SemScope *self, const char *since, const char *until);

/* Whether @text is a day, month or year: "2026-07-01", "2026-07" or "2026". */
gboolean sem_scope_check_date (const char *text);
/* Whether any day is from @since on and not after @until. Both are dates, or %NULL. */
gboolean sem_scope_check_dates (const char *since, const char *until);

G_END_DECLS
