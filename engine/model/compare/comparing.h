/* comparing.h - two photos compared with each other, as the window sees it
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/model/library.h"

G_BEGIN_DECLS

/* Sides of the picture of sem_comparing_get_heat(), in pixels. */
#define SEM_COMPARING_HEAT_SIDE 112

#define SEM_TYPE_COMPARING (sem_comparing_get_type ())

/**
 * SemComparing:
 *
 * Compares two files on the engine's threads: first their likeness and heat, then the kind of copy.
 * Holds the last photos in memory. For the main thread; every function returns at once.
 *
 * Signal "changed": more is known, or other files are being compared.
 */
G_DECLARE_FINAL_TYPE (SemComparing, sem_comparing, SEM, COMPARING, GObject)

SemComparing *sem_comparing_new (SemLibrary *library) G_GNUC_WARN_UNUSED_RESULT;
/* Starts comparing two files, and drops the results for earlier ones. */
void sem_comparing_ask (SemComparing *self, GFile *first, GFile *second);
/* Stops comparing, and drops all results. */
void sem_comparing_clear (SemComparing *self);

/* Whether the comparison is running. */
gboolean sem_comparing_get_running (SemComparing *self);
/* Returns: (transfer none) (nullable): why the two could not be compared, a translated sentence */
const char *sem_comparing_get_problem (SemComparing *self);
/* Whether likeness, sentence and heat are known. */
gboolean sem_comparing_get_known (SemComparing *self);
/* From 0 to 1. */
double sem_comparing_get_likeness (SemComparing *self);
/* @n_bits: (out): bits of the codes; 0 where there are none. Returns: how many of them differ */
guint sem_comparing_get_distance (SemComparing *self, guint *n_bits);
/* Returns: (nullable): what the second is to the first, such as "Crop", translated; %NULL until it
 * is known, and where the two are only alike */
const char *sem_comparing_get_kind (SemComparing *self);
/* Returns: (transfer none) (nullable): what the heat shows, one translated sentence */
const char *sem_comparing_get_sentence (SemComparing *self);
/**
 * sem_comparing_get_heat:
 * @which: 0 or 1
 *
 * Returns: (transfer none) (nullable): shape (%SEM_COMPARING_HEAT_SIDE, %SEM_COMPARING_HEAT_SIDE,
 *   4), R G B A, premultiplied: to be drawn over the whole photo, which it darkens where that does
 *   not resemble the other one
 */
GBytes *sem_comparing_get_heat (SemComparing *self, guint which);
/* Returns: (transfer none) (nullable): the difference of a copy, black where nothing has changed;
 * %NULL until it is known, and where the two are no copies */
const SemPixels *sem_comparing_get_difference (SemComparing *self);

G_END_DECLS
