/* strips.h - the first hits of one query in three orders, side by side, as the window sees it
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/model/library.h"

G_BEGIN_DECLS

/**
 * SemStrip:
 * @SEM_STRIP_FEATURES: the exact order, by all numbers of the features
 * @SEM_STRIP_CODES: by the bits that differ
 * @SEM_STRIP_SEARCH: as a search orders them: the nearest codes, re-ranked
 */
typedef enum
{
  SEM_STRIP_FEATURES,
  SEM_STRIP_CODES,
  SEM_STRIP_SEARCH,
  SEM_N_STRIPS,
} SemStrip;

/**
 * SemStripsKind:
 * @SEM_STRIPS_OF_ORDERS: three orders by the codes in use
 * @SEM_STRIPS_OF_OFFER: the codes in use, and those that are offered
 * @SEM_STRIPS_OF_PAIR: any two models
 */
typedef enum
{
  SEM_STRIPS_OF_ORDERS,
  SEM_STRIPS_OF_OFFER,
  SEM_STRIPS_OF_PAIR,
} SemStripsKind;

/* Queries by which two models are compared. */
#define SEM_STRIPS_OF_MODELS 10
/* The most photos of a strip. */
#define SEM_STRIP_LENGTH 10

#define SEM_TYPE_STRIP_HIT (sem_strip_hit_get_type ())

/**
 * SemStripHit:
 *
 * A photo of a strip, and where the other strips have it. Immutable.
 */
G_DECLARE_FINAL_TYPE (SemStripHit, sem_strip_hit, SEM, STRIP_HIT, GObject)

/**
 * sem_strip_hit_new:
 * @ranks: (array fixed-size=3): its rank in each order, from 1; 0 where a search does not reach it
 * @likeness: from 0 to 1, as of #SemMatch
 */
SemStripHit *
sem_strip_hit_new (SemPhoto *photo, const guint *ranks, double likeness) G_GNUC_WARN_UNUSED_RESULT;
/* Returns: (transfer none) */
SemPhoto *sem_strip_hit_get_photo (SemStripHit *self);
/* From 1; 0 where that order does not have it. */
guint sem_strip_hit_get_rank (SemStripHit *self, SemStrip strip);
/* Whether the strip of that order shows it: its rank is at most %SEM_STRIP_LENGTH. */
gboolean sem_strip_hit_is_in (SemStripHit *self, SemStrip strip);
double sem_strip_hit_get_likeness (SemStripHit *self);

#define SEM_TYPE_STRIPS (sem_strips_get_type ())

/**
 * SemStrips:
 *
 * Some queries, one of which is shown: the first photos for it in three orders of all photos. It is
 * compared with all photos on a thread of the engine; the other queries follow once that is done.
 * For the main thread; every function returns at once.
 *
 * Signal "changed": another query is shown, or its hits are known.
 */
G_DECLARE_FINAL_TYPE (SemStrips, sem_strips, SEM, STRIPS, GObject)

SemStrips *sem_strips_new (SemLibrary *library) G_GNUC_WARN_UNUSED_RESULT;
/* @photos: #SemPhoto items, at least one; each is a query. @position: the one to show */
void sem_strips_ask_photos (SemStrips *self, GListModel *photos, guint position);
/* Each source of the query of @results becomes one, wherever that searches, and whether or not the
 * library has it. */
void sem_strips_ask_results (SemStrips *self, SemResults *results);
/**
 * sem_strips_ask_models:
 * @before, @after: codes of the library
 *
 * Some photos of the library become queries, the same ones each time. In the place of the strip by
 * codes is what a search by the codes @before finds, and the search is that by the codes @after.
 */
void sem_strips_ask_models (SemStrips *self, SemCodes *before, SemCodes *after);
/* Stops comparing, and drops all queries. */
void sem_strips_clear (SemStrips *self);

/* The number of queries, and the one that is shown. */
guint sem_strips_get_n (SemStrips *self);
guint sem_strips_get_position (SemStrips *self);
/* @position: less than their number. */
void sem_strips_set_position (SemStrips *self, guint position);

/* What is compared. */
SemStripsKind sem_strips_get_kind (SemStrips *self);
/* Returns: (transfer none) (nullable): the codes by which a strip was searched; %NULL where no
 * models are compared, and for the exact order */
SemCodes *sem_strips_get_codes (SemStrips *self, SemStrip strip);

/* What is shown -------------------------------------------------------------------------------- */

/* Returns: (transfer none) (nullable): the query photo; %NULL for a region and for a picture that
 * is not in the library */
SemPhoto *sem_strips_get_photo (SemStrips *self);
/* Returns: (transfer none) (nullable): a small picture of it where there is no photo */
const SemPixels *sem_strips_get_pixels (SemStrips *self);
/* Returns: (transfer none): its name; "" for a photo that is not loaded yet */
const char *sem_strips_get_title (SemStrips *self);
/* Whether it is being compared. */
gboolean sem_strips_get_loading (SemStrips *self);
/* Returns: (transfer none) (nullable): why it could not be compared, a translated sentence */
const char *sem_strips_get_problem (SemStrips *self);
/**
 * sem_strips_get_hits:
 *
 * Returns: (transfer none) (nullable): #SemStripHit items, the first of that order first; %NULL
 *   until they are known
 */
GListModel *sem_strips_get_hits (SemStrips *self, SemStrip strip);

G_END_DECLS
