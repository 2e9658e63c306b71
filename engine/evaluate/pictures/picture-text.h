/* picture-text.h - words on pictures, in capitals of a font of 5 × 7 dots
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/base/random.h"
#include "engine/evaluate/pictures/picture.h"

G_BEGIN_DECLS

/* (transfer full): @n words without a meaning, with spaces between. */
char *sem_picture_make_words (SemRandom *random, guint n) G_GNUC_WARN_UNUSED_RESULT;

/* The width of a text in pixels; @size: height of a letter, in pixels. */
double sem_picture_measure_text (const char *text, double size);

/* Writes letters A to Z and spaces; @x, @y: their upper left corner. */
void sem_picture_write (SemPicture *self,
                        double x,
                        double y,
                        double size,
                        const char *text,
                        guint32 colour,
                        double opacity);

/* Fills a rectangle with lines of words, left-aligned. */
void sem_picture_write_lines (SemPicture *self,
                              const double *rectangle,
                              double size,
                              guint32 colour,
                              SemRandom *random);

G_END_DECLS
