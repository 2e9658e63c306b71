/* browse-private.h - the parts of a list of photos; for engine/model/browse only
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/model/browse/arrange.h"
#include "engine/model/browse/browse.h"
#include "engine/model/browse/folder-tree.h"
#include "engine/model/browse/hidden.h"
#include "engine/model/browse/source.h"

G_BEGIN_DECLS

/* browse-feed.c: loads the facts of the library, again whenever they change. */
typedef struct _SemBrowseFeed SemBrowseFeed;

/* @func: called in the main thread when there is something new. */
SemBrowseFeed *
sem_browse_feed_new (SemLibrary *library, void (*func) (gpointer data), gpointer data);
void sem_browse_feed_free (SemBrowseFeed *self);
/* Returns: (transfer none) (nullable) */
SemFacts *sem_browse_feed_get_facts (SemBrowseFeed *self);
gboolean sem_browse_feed_is_loading (SemBrowseFeed *self);
/* Makes the feed load the walk as well. Returns: whether it is loaded already */
gboolean sem_browse_feed_want_walk (SemBrowseFeed *self);
/* Returns: (transfer full) (nullable) */
GArray *sem_browse_feed_dup_walk (SemBrowseFeed *self);

struct _SemBrowse
{
  GObject parent_instance;

  SemLibrary *library;
  SemBrowseFeed *feed;
  SemBrowseRule *rule;
  SemArranged *arranged;   /* (nullable) */
  GCancellable *arranging; /* (nullable): of the arrangement that is made */
  GListStore *folders;
  guint n_photos;
};

/* browse-words.c */
char *sem_arranged_dup_title (const SemArranged *self, guint section);
char *sem_arranged_dup_mark (const SemArranged *self, guint section);

G_END_DECLS
