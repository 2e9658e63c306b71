/* grey.h - grey pictures at several sizes
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * SemProofGrey:
 * @width, @height: in pixels, at least 1
 * @pixels: (array): shape (@height, @width), rows adjacent
 */
typedef struct
{
  guint width;
  guint height;
  guint8 pixels[];
} SemProofGrey;

/* The brightness of a colour. */
static inline guint8
sem_proof_grey_of (guint red, guint green, guint blue)
{
  return (guint8) ((299 * red + 587 * green + 114 * blue + 500) / 1000);
}

/* (transfer full): free with g_free(); the pixels are not written. */
SemProofGrey *sem_proof_grey_new (guint width, guint height) G_GNUC_WARN_UNUSED_RESULT;

/* @rgb: shape (@height, @width, 3), rows adjacent. (transfer full): its brightness. */
SemProofGrey *sem_proof_grey_new_from_rgb (const guint8 *rgb,
                                           guint width,
                                           guint height) G_GNUC_WARN_UNUSED_RESULT;

/**
 * sem_proof_grey_shrink:
 * @width: 1 to that of @self
 * @height: 1 to that of @self
 *
 * Each pixel is the mean of the area that it takes the place of.
 *
 * Returns: (transfer full): free with g_free()
 */
SemProofGrey *sem_proof_grey_shrink (const SemProofGrey *self,
                                     guint width,
                                     guint height) G_GNUC_WARN_UNUSED_RESULT;

/* How far the levels of @changed, a picture of the same pixels, are from the straight line over
 * those of @self that fits them best. Returns: the root mean square in grey levels, 0 to 128. */
double sem_proof_grey_measure_bend (const SemProofGrey *self, const SemProofGrey *changed);

G_END_DECLS
