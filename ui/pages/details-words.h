/* details-words.h - the details of a photo as text for people
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/model/viewer/details.h"

G_BEGIN_DECLS

/* All return (transfer full) translated strings. */

/* "1/125 s · f/2.8 · ISO 80 · 35 mm"; "" where nothing is known */
char *sem_words_for_exposure (const SemPhotoDetails *details);
/* "30 May 2021, 14:03" */
char *sem_words_for_date (GDateTime *date);
/* "33.8588° S, 151.2000° E" */
char *sem_words_for_position (double latitude, double longitude);
/* "4000 × 3000 · 12 megapixels · 3.4 MB" */
char *sem_words_for_extent (const SemPhotoDetails *details);
/* "37 %" for .37 */
char *sem_words_for_zoom (double zoom);

G_END_DECLS
