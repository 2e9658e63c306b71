/* colour.h - colours of a profile as those of sRGB, in the worker
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * SemColour:
 *
 * How the colours of one ICC profile are made those of sRGB, which is what all pictures that leave
 * the worker are in.
 */
typedef struct _SemColour SemColour;

/**
 * sem_colour_get:
 * @profile: (array length=size): an ICC profile (ICC.1:2022), not trusted
 *
 * Returns: (transfer none) (nullable): %NULL where nothing is to be done: the profile is damaged,
 * is neither of RGB nor of grey, or is that of sRGB within a level. Valid until the next call,
 * which is fast for the same profile
 */
const SemColour *sem_colour_get (const guint8 *profile, gsize size);

/**
 * sem_colour_get_lab:
 *
 * Returns: (transfer none) (nullable): for pixels of L*a*b*, of the white of D50: L from 0 to 255,
 *   a and b around 128
 */
const SemColour *sem_colour_get_lab (void);

/**
 * sem_colour_build_profile:
 * @chromaticities: (array fixed-size=8): x and y of white, red, green and blue (CIE 1931)
 * @gamma: the exponent that makes stored values linear; 0 for the curve of sRGB
 *
 * Returns: (transfer full) (nullable): an ICC profile for sem_colour_get(); %NULL where there is no
 *   space with such colours
 */
GBytes *sem_colour_build_profile (const double *chromaticities,
                                  double gamma) G_GNUC_WARN_UNUSED_RESULT;

/**
 * sem_colour_apply:
 * @pixels: shape (@n, 3), R G B, in place
 */
void sem_colour_apply (const SemColour *self, guint8 *pixels, gsize n);

G_END_DECLS
