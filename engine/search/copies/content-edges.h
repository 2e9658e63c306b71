/* content-edges.h - how much a picture changes across its rows and columns
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Longest side of the picture. */
#define SEM_CONTENT_EDGES_SIDE 448
/* Two pixels differ where a channel does by this many levels. */
#define SEM_CONTENT_EDGES_LEVELS 14

/* Sums of one axis' lines up to each of their pixels: those of any part of a line are a
 * subtraction, however many boxes it is part of. */
typedef struct
{
  guint16 *differences; /* between the lines on both sides, at most 64 each */
  guint16 *different;   /* how many pixels differ */
  gsize line, pixel;    /* steps */
} SemContentLines;

typedef struct
{
  SemContentLines lines[2]; /* by axis: columns, rows */
} SemContentEdges;

/**
 * sem_content_edges_init:
 * @self: (out caller-allocates): to be cleared; then used from one thread at a time
 * @pixels: RGB, 8 bits a channel, without gaps
 * @sides: width and height, from 1 to %SEM_CONTENT_EDGES_SIDE
 */
void sem_content_edges_init (SemContentEdges *self, const guint8 *pixels, const guint sides[2]);
void sem_content_edges_clear (SemContentEdges *self);

/**
 * sem_content_edges_measure:
 * @axis: 0 for columns, 1 for rows
 * @line: number of a line that is neither the first nor the last
 * @from: first pixel of the part of it that is measured
 * @to: the one after the last, more than @from
 * @mean: (out): the mean difference between the lines on both sides, from 0 to 64: the largest of
 *   the three channels' differences at each pixel
 * @share: (out): the share of pixels that differ, from 0 to 1
 */
void sem_content_edges_measure (const SemContentEdges *self,
                                guint axis,
                                guint line,
                                guint from,
                                guint to,
                                float *mean,
                                float *share);

G_END_DECLS
