/* words.h - numbers, methods and folders as text for people
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/model/browse/absence.h"
#include "engine/model/browse/rule.h"
#include "engine/model/codes.h"
#include "engine/model/results.h"

G_BEGIN_DECLS

/* All functions return (transfer full) translated strings, unless they say otherwise. */

/* "12 bits" */
char *sem_words_for_distance (guint bits);
/* "87 %" for .87 */
char *sem_words_for_likeness (double likeness);
/* (transfer full): "87.5 %" for .875: of what was measured */
char *sem_words_for_share (double share) G_GNUC_WARN_UNUSED_RESULT;
/* "87 %", with @distance "12 bits"; of what is proved to be a copy, its kind alone: "Mirrored",
 * "Identical File" */
char *sem_words_for_match (SemMatch *match, gboolean distance);
/* "rose.jpg, 87 % similar": for a screen reader */
char *sem_words_for_match_label (SemMatch *match, const char *title);
/* "2 identical files:" and a line for each of the first ones, "" for a single file. @paths:
 * (nullable) (array zero-terminated) (element-type filename) */
char *sem_words_for_files (const char *const *paths);
/* "1,360 photos" */
char *sem_words_for_photos (guint n);
/* The number of hits: "66 photos", or of a search for copies "2 copies" or "No copies", and
 * "Comparing…" until they are proven. */
char *sem_words_for_found (SemResults *results);
/* "4000 × 3000", or "" where the size is unknown */
char *sem_words_for_size (guint width, guint height);
/* Returns: (transfer none): the method's name for people, "GS-ITQ" for "gs-itq"; valid as long as
 * the program runs */
const char *sem_words_for_method (const char *method);
/* "Flowers", the user's name for the model, or "GS-ITQ, 256 bits" */
char *sem_words_for_codes (SemCodes *codes);
/* "3: GS-ITQ, 256 bits": likewise with the model's number, by which the command line calls it */
char *sem_words_for_numbered_codes (SemCodes *codes);
/* Returns: (transfer none): a translated sentence that explains the method; "" for an unknown one
 */
const char *sem_words_explain_method (const char *method);
/* Returns: (transfer none): the name of a kind of files: "JPEG", "Others" */
const char *sem_words_for_kind (SemPhotoKind kind);
/* Returns: (transfer none): "Landscape" */
const char *sem_words_for_shape (SemPhotoShape shape);
/* "38 ms", "1.4 s" */
char *sem_words_for_milliseconds (double milliseconds);
/* "~/Pictures/2024" */
char *sem_words_for_folder (GFile *folder);
/* Returns: (transfer full): @path without its middle where it is long: both ends tell more. */
char *sem_words_shorten_path (const char *path) G_GNUC_WARN_UNUSED_RESULT;

/* Appends " · " where there is text before, at which a line breaks only after the dot, and @part,
 * whose direction does not mix with it. @part: (nullable): "" and %NULL append nothing */
void sem_words_add_part (GString *text, const char *part);

/* Returns: (transfer none): "offline"; "" for a photo that can be opened. */
const char *sem_words_for_absence (SemAbsenceReason reason);
/* Returns: (transfer none): the same as a sentence. */
const char *sem_words_explain_absence (SemAbsenceReason reason);

/* Texts that keep their own direction among others: "3 MB" and paths do not come out backwards
 * where text runs to the left. Returns: (transfer full): @text, or with marks around it in such a
 * window */
char *sem_words_isolate (const char *text);
/* Returns: (transfer full): @text, in which no line ends between a number and its unit, as in
 * "72 %" and "3.4 MB" */
char *sem_words_keep_units (const char *text) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
