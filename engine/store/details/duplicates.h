/* duplicates.h - pairs of photos that may be duplicates, and pairs that the user marked as
 * different
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/store/store.h"

G_BEGIN_DECLS

/**
 * SemDuplicateRelation:
 * @SEM_DUPLICATE_COPY: the same picture, altered or not
 * @SEM_DUPLICATE_BURST: taken right after the other, and alike
 * @SEM_DUPLICATE_PAIR: a raw file and the picture that the camera made of it
 *
 * Stored by number: never change them.
 */
typedef enum
{
  SEM_DUPLICATE_COPY = 1,
  SEM_DUPLICATE_BURST = 2,
  SEM_DUPLICATE_PAIR = 3,
} SemDuplicateRelation;

/**
 * SemDuplicateState:
 * @SEM_DUPLICATE_OPEN: a candidate whose pictures were not compared yet
 * @SEM_DUPLICATE_PROVEN: the pictures were compared, and the relation holds
 * @SEM_DUPLICATE_REFUTED: the pictures were compared, and the relation does not hold; stored so
 *   that they are not compared again
 *
 * Stored by number: never change them.
 */
typedef enum
{
  SEM_DUPLICATE_OPEN = 0,
  SEM_DUPLICATE_PROVEN = 1,
  SEM_DUPLICATE_REFUTED = 2,
} SemDuplicateState;

/**
 * SemStoreDuplicate:
 * @a, @b: photos, @a below @b
 * @likeness: 0 to 1
 */
typedef struct
{
  gint64 a, b;
  SemDuplicateRelation relation;
  SemDuplicateState state;
  double likeness;
} SemStoreDuplicate;

/**
 * SemStoreCompared:
 * @hashes: the last photo that was compared by date, name and perceptual hash; 0 or less for none
 * @codes: the last one that was compared by its code
 *
 * How far the library was searched for duplicates. Ids of photos grow, so that photos with higher
 * ids are new. sem_store_end_quick() and sem_store_use_model() lower both where photos have to be
 * compared again, also while the library is searched; they always lower them, if necessary below 0,
 * so that a search that has only just begun notices the change as well.
 */
typedef struct
{
  gint64 hashes;
  gint64 codes;
} SemStoreCompared;

/* The functions that write are called in a transaction. */

/* Adds a pair. One that is there already stays as it is, and so does one with a photo that is not
 * there any more. */
gboolean
sem_store_put_duplicate (SemStore *self, const SemStoreDuplicate *duplicate, GError **error);
/* Changes the state of a pair. @a below @b; a pair that is not there is ignored. */
gboolean sem_store_settle_duplicate (SemStore *self,
                                     gint64 a,
                                     gint64 b,
                                     SemDuplicateState state,
                                     GError **error);
/* Returns: (transfer full) (element-type SemStoreDuplicate): pairs of visible photos that are
 * neither refuted nor marked as different; by @a, then @b */
GArray *sem_store_list_duplicates (SemStore *self, GError **error);
/* Returns: (transfer full) (element-type gint64): photos with at least two files that are not
 * missing, except those all of whose files the user keeps; ascending */
GArray *sem_store_list_identical (SemStore *self, GError **error);

gboolean sem_store_get_compared (SemStore *self, SemStoreCompared *compared, GError **error);
gboolean sem_store_put_compared (SemStore *self, const SemStoreCompared *compared, GError **error);

/**
 * SemStoreMoment:
 * @photo: a photo's id
 * @path: (type filename): of its first file; valid during the call only
 * @has_hash: whether it has a perceptual hash
 * @hash: the perceptual hash
 * @is_taken: whether the metadata has the time at which the camera took the photo
 * @taken: as in SemMetadata; 0 unless @is_taken
 * @nanoseconds: of @taken; 0 where only the second is known
 * @width: of the upright photo, in pixels
 * @height: likewise
 */
typedef struct
{
  gint64 photo;
  const char *path;
  gboolean has_hash;
  guint64 hash;
  gboolean is_taken;
  gint64 taken;
  guint nanoseconds;
  guint width;
  guint height;
} SemStoreMoment;

typedef void (*SemStoreMomentFunc) (const SemStoreMoment *moment, gpointer user_data);

/**
 * sem_store_each_moment:
 * @func: (scope call): called for each photo, hidden ones too, by ascending id. It must not use
 *   @self
 * @cancellable: (nullable): checked every thousand rows
 *
 * Reads the rows of all photos: half a million take one or two seconds.
 */
gboolean sem_store_each_moment (SemStore *self,
                                SemStoreMomentFunc func,
                                gpointer user_data,
                                GCancellable *cancellable,
                                GError **error);

/**
 * sem_store_set_different:
 * @a, @b: photos; where they are equal, all files of the photo are kept
 * @different: whether the user marks them as different, or takes that back
 *
 * Stored by the hashes of the contents, in the file of decisions as well. Unknown photos are
 * ignored.
 */
gboolean
sem_store_set_different (SemStore *self, gint64 a, gint64 b, gboolean different, GError **error);
/* Returns: (transfer full) (element-type gint64): the photos that the user marked as different from
 * @photo, without @photo itself */
GArray *sem_store_list_different (SemStore *self, gint64 photo, GError **error);

/* The pairs marked as different, by hashes of contents, for the file of decisions. A pair is two
 * hashes of 32 bytes, the lower one first.
 * Returns: (transfer full) (element-type GBytes): 64 bytes each */
GPtrArray *sem_store_list_different_contents (SemStore *self, GError **error);
/* @pair: (array fixed-size=64). */
gboolean sem_store_put_different_contents (SemStore *self, const guint8 *pair, GError **error);

G_END_DECLS
