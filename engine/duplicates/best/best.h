/* best.h - which of several files of one picture to keep, and why
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/store/details/sharpness.h"

G_BEGIN_DECLS

/**
 * SemDuplicateReason:
 * @SEM_DUPLICATE_RAW: it is a raw file
 * @SEM_DUPLICATE_SHARP: it has more detail: the other was blurred, or enlarged and has more pixels
 *   but no more detail
 * @SEM_DUPLICATE_PIXELS: it has more pixels
 * @SEM_DUPLICATE_DATED: it says when the photo was taken
 * @SEM_DUPLICATE_UNEDITED: no program that edits pictures has written it
 * @SEM_DUPLICATE_FINE: the other was compressed in coarser steps
 * @SEM_DUPLICATE_SAVED_ONCE: the other was compressed in the same steps, and takes more space: it
 *   was saved again in finer steps or without loss, which restores no detail
 * @SEM_DUPLICATE_FORMAT: its format loses less
 * @SEM_DUPLICATE_BYTES: it is by far the larger file, and so less compressed
 * @SEM_DUPLICATE_ORIGINAL: its name is not what programs call a copy, such as "a (1).jpg"
 * @SEM_DUPLICATE_OLDEST: it was changed last before the others were
 * @SEM_DUPLICATE_NAME: its path is shorter, as of what was not copied
 *
 * Why a file is better than another: the first of these in which they differ. Measures of the
 * pictures count only between files that were proven to be of one picture; see
 * engine/duplicates/best/weigh.h.
 */
typedef enum
{
  SEM_DUPLICATE_RAW,
  SEM_DUPLICATE_SHARP,
  SEM_DUPLICATE_PIXELS,
  SEM_DUPLICATE_DATED,
  SEM_DUPLICATE_UNEDITED,
  SEM_DUPLICATE_FINE,
  SEM_DUPLICATE_SAVED_ONCE,
  SEM_DUPLICATE_FORMAT,
  SEM_DUPLICATE_BYTES,
  SEM_DUPLICATE_ORIGINAL,
  SEM_DUPLICATE_OLDEST,
  SEM_DUPLICATE_NAME,
  SEM_DUPLICATE_N_REASONS
} SemDuplicateReason;

/**
 * SemDuplicateFile:
 * @path: (type filename): absolute
 * @size: in bytes
 * @mtime: nanoseconds since 1970
 * @width: of the upright photo, in pixels
 * @height: likewise
 * @is_taken: whether the metadata has the time at which the camera took the photo
 * @taken: as in SemMetadata; 0 unless @is_taken
 * @is_edited: whether a program that edits pictures has written it
 * @sharpness: all 0 where it was not measured
 * @is_soft: whether the file has less detail than one that it was compared with
 * @is_coarse: whether it was compressed in coarser steps than one that it was compared with
 * @is_resaved: whether it was saved again after one that it was compared with
 * @weight: bytes that it counts for where they differ from @size, since it or a smaller file that
 * it was compared with may have been made of the other; 0 otherwise
 * @likeness: to the first file of its group, 0 to 1; 1 for that one
 * @suggested: whether it is suggested to be kept, and the others of its group are not
 * @is_there: whether the file was found as it was indexed when its group was made
 */
typedef struct
{
  gint64 photo;
  char *path;
  gint64 size;
  gint64 mtime;
  guint width;
  guint height;
  gboolean is_taken;
  gint64 taken;
  gboolean is_edited;
  SemSharpness sharpness;
  gboolean is_soft;
  gboolean is_coarse;
  gboolean is_resaved;
  gint64 weight;
  double likeness;
  gboolean suggested;
  gboolean is_there;
} SemDuplicateFile;

/* Whether @software, as of SemMetadata, edits pictures, and is not that of a camera. */
gboolean sem_duplicate_software_edits (const char *software);

/* Returns: the bytes that the file counts for when sizes are compared */
gint64 sem_duplicate_file_get_weight (const SemDuplicateFile *self);

/**
 * sem_duplicate_file_compare:
 * @reason: (out) (optional): the reason that decides
 *
 * Returns: below 0 where @a is better, above 0 where @b is; 0 only where both have the same path
 */
int sem_duplicate_file_compare (const SemDuplicateFile *a,
                                const SemDuplicateFile *b,
                                SemDuplicateReason *reason);

/**
 * sem_duplicate_reason_holds:
 *
 * Returns: %FALSE where @reason cannot be shown for @best, since @other is better in that respect,
 *   so that another reason decided between the two
 */
gboolean sem_duplicate_reason_holds (SemDuplicateReason reason,
                                     const SemDuplicateFile *best,
                                     const SemDuplicateFile *other);

/* Returns: (transfer none): such as "pixels", the same in every language */
const char *sem_duplicate_reason_get_name (SemDuplicateReason reason);

/**
 * sem_duplicate_dup_reasons:
 * @reasons: bits 1 << SemDuplicateReason
 *
 * Returns: (transfer full): a few words, such as "most pixels, original date", at most two of the
 *   reasons, those that count most first; "" for none
 */
char *sem_duplicate_dup_reasons (guint reasons) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
