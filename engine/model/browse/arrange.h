/* arrange.h - choosing and ordering photos by their facts; for engine/model only
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/model/browse/facts.h"
#include "engine/model/browse/rule.h"

G_BEGIN_DECLS

/**
 * SemBrowseSection:
 * @start: position of its first photo; it ends where the next one starts
 * @key: what its photos have in common: by date see sem_browse_month_of(), by name the letter, by
 *   folder its position in the list of folders
 */
typedef struct
{
  guint start;
  guint32 key;
} SemBrowseSection;

/**
 * SemArranged:
 * @facts: (not nullable): the facts that were arranged
 * @order: the order that the sections belong to
 * @rows: (element-type guint32): rows of @facts in their order, one for each photo
 * @photos: (element-type guint32): the ids of their photos, in an array of their own, since the
 *   main thread reads all of them
 * @sections: (element-type SemBrowseSection): none for an order without sections
 *
 * Immutable.
 */
typedef struct
{
  SemFacts *facts;
  SemBrowseOrder order;
  GArray *rows;
  GArray *photos;
  GArray *sections;
} SemArranged;

void sem_arranged_free (SemArranged *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SemArranged, sem_arranged_free)

/**
 * sem_arrange:
 * @hidden: (nullable) (element-type filename gpointer): paths of files to leave out
 * @walk: (nullable) (element-type guint32): ids of photos such that neighbours look alike; photos
 *   that it does not have come last
 *
 * Takes about 100 ms for half a million files by date, and half a second the first time by name.
 * Any thread. The same arguments give the same answer.
 *
 * Returns: (transfer full): %NULL where it is cancelled
 */
SemArranged *sem_arrange (SemFacts *facts,
                          const SemBrowseRule *rule,
                          GHashTable *hidden,
                          GArray *walk,
                          GCancellable *cancellable) G_GNUC_WARN_UNUSED_RESULT;

/* Returns: (transfer full) (nullable): @self without the file at @path, (type filename); %NULL
 * where it does not have it, or where another file may stand for its photo. Any thread, but fast
 * enough for the main one. */
SemArranged *sem_arranged_without (const SemArranged *self, const char *path);

/**
 * sem_arrange_list_hidden:
 * @hidden: (element-type filename gpointer): a set of paths
 *
 * Any thread.
 *
 * Returns: (transfer full) (element-type guint32): the rows of @facts that these files have,
 *   ascending
 */
GArray *sem_arrange_list_hidden (SemFacts *facts, GHashTable *hidden);

/**
 * sem_arrange_find_shown:
 * @hidden: (element-type filename gpointer): a set of paths
 *
 * Blocks.
 *
 * Returns: (transfer full) (element-type filename): those that @facts does not have, or that are on
 *   the disk
 */
GPtrArray *sem_arrange_find_shown (SemFacts *facts, GHashTable *hidden);

G_END_DECLS
