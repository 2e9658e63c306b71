/* rule.h - which photos of a library to show, and in which order
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * SemBrowseOrder:
 * @SEM_BROWSE_BY_DATE: the newest first; a section for each month
 * @SEM_BROWSE_BY_NAME: by file name; a section for each letter
 * @SEM_BROWSE_BY_FOLDER: by folder, then by name; a section for each folder
 * @SEM_BROWSE_BY_LIKENESS: such that neighbours look alike; no sections
 */
typedef enum
{
  SEM_BROWSE_BY_DATE,
  SEM_BROWSE_BY_NAME,
  SEM_BROWSE_BY_FOLDER,
  SEM_BROWSE_BY_LIKENESS,
} SemBrowseOrder;

#define SEM_BROWSE_N_ORDERS 4

/**
 * SemPhotoKind:
 *
 * The type of an image file, by the end of its name.
 */
typedef enum
{
  SEM_PHOTO_JPEG,
  SEM_PHOTO_PNG,
  SEM_PHOTO_GIF,
  SEM_PHOTO_WEBP,
  SEM_PHOTO_HEIF,
  SEM_PHOTO_TIFF,
  SEM_PHOTO_OTHER_KIND,
} SemPhotoKind;

#define SEM_PHOTO_N_KINDS 7

/* Returns: (transfer none) (array zero-terminated): the endings of its files' names, in lower case
 * and without the dot; none of other kinds */
const char *const *sem_photo_kind_get_endings (SemPhotoKind kind);
/* @name: (type filename) */
SemPhotoKind sem_photo_kind_of_name (const char *name);

/**
 * SemPhotoShape:
 * @SEM_PHOTO_LANDSCAPE: wider than high
 * @SEM_PHOTO_PORTRAIT: higher than wide
 * @SEM_PHOTO_SQUARE: sides that differ by a fiftieth at most
 */
typedef enum
{
  SEM_PHOTO_LANDSCAPE,
  SEM_PHOTO_PORTRAIT,
  SEM_PHOTO_SQUARE,
} SemPhotoShape;

#define SEM_PHOTO_N_SHAPES 3

SemPhotoShape sem_photo_shape_of_size (guint width, guint height);

/**
 * SemBrowseRule:
 * @reversed: whether the order is turned around
 * @folder: (nullable) (type filename): only photos in it and below it; absolute, without a trailing
 *   slash
 * @kinds: only files of these types: a bit, 1 << #SemPhotoKind, for each; 0 for all
 * @shapes: only photos of these shapes, likewise
 * @since: only photos taken from this second on, on the clock of the place, as in SemMetadata;
 *   %G_MININT64 for no bound
 * @until: only photos taken before this second; %G_MAXINT64 for no bound
 * @text: (nullable): only files whose path contains each of these words, without regard to case
 */
typedef struct
{
  SemBrowseOrder order;
  gboolean reversed;
  char *folder;
  guint kinds;
  guint shapes;
  gint64 since;
  gint64 until;
  char *text;
} SemBrowseRule;

/* All photos, the newest first. */
SemBrowseRule *sem_browse_rule_new (void) G_GNUC_WARN_UNUSED_RESULT;
SemBrowseRule *sem_browse_rule_copy (const SemBrowseRule *self) G_GNUC_WARN_UNUSED_RESULT;
void sem_browse_rule_free (SemBrowseRule *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SemBrowseRule, sem_browse_rule_free)
gboolean sem_browse_rule_equal (const SemBrowseRule *a, const SemBrowseRule *b);
/* Whether it leaves photos out, besides those of other folders. */
gboolean sem_browse_rule_is_filtered (const SemBrowseRule *self);
/* @self: (inout): takes all photos of its folder again. */
void sem_browse_rule_clear_filter (SemBrowseRule *self);

/**
 * sem_browse_parse_date:
 * @text: a year, a month or a day, such as "2024", "2024-03" or "2024-03-31"
 * @from: (out): its first second, on any clock
 * @until: (out): the second after it
 *
 * Returns: whether @text is one
 */
gboolean sem_browse_parse_date (const char *text, gint64 *from, gint64 *until);

/* Returns: 12 times the year plus the month, 0 to 11, of a second on the clock of a place. */
int sem_browse_month_of (gint64 seconds);

G_END_DECLS
