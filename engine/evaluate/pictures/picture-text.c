/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "engine/evaluate/pictures/picture-text.h"

#include <math.h>
#include <string.h>

#define COLUMNS 5
#define ROWS 7
/* From one letter to the next, in dots. */
#define ADVANCE 6
/* From one line to the next, in heights of a letter. */
#define LINE 1.7
/* Places along each side of a pixel where it is decided whether it is inked. */
#define SAMPLES 3

/* A row of dots each, the leftmost in bit 4. */
static const guint8 letters[26][ROWS] = {
  { 0x0e, 0x11, 0x11, 0x1f, 0x11, 0x11, 0x11 }, { 0x1e, 0x11, 0x11, 0x1e, 0x11, 0x11, 0x1e },
  { 0x0e, 0x11, 0x10, 0x10, 0x10, 0x11, 0x0e }, { 0x1e, 0x11, 0x11, 0x11, 0x11, 0x11, 0x1e },
  { 0x1f, 0x10, 0x10, 0x1e, 0x10, 0x10, 0x1f }, { 0x1f, 0x10, 0x10, 0x1e, 0x10, 0x10, 0x10 },
  { 0x0e, 0x11, 0x10, 0x17, 0x11, 0x11, 0x0e }, { 0x11, 0x11, 0x11, 0x1f, 0x11, 0x11, 0x11 },
  { 0x0e, 0x04, 0x04, 0x04, 0x04, 0x04, 0x0e }, { 0x07, 0x02, 0x02, 0x02, 0x02, 0x12, 0x0c },
  { 0x11, 0x12, 0x14, 0x18, 0x14, 0x12, 0x11 }, { 0x10, 0x10, 0x10, 0x10, 0x10, 0x10, 0x1f },
  { 0x11, 0x1b, 0x15, 0x15, 0x11, 0x11, 0x11 }, { 0x11, 0x19, 0x15, 0x13, 0x11, 0x11, 0x11 },
  { 0x0e, 0x11, 0x11, 0x11, 0x11, 0x11, 0x0e }, { 0x1e, 0x11, 0x11, 0x1e, 0x10, 0x10, 0x10 },
  { 0x0e, 0x11, 0x11, 0x11, 0x15, 0x12, 0x0d }, { 0x1e, 0x11, 0x11, 0x1e, 0x14, 0x12, 0x11 },
  { 0x0f, 0x10, 0x10, 0x0e, 0x01, 0x01, 0x1e }, { 0x1f, 0x04, 0x04, 0x04, 0x04, 0x04, 0x04 },
  { 0x11, 0x11, 0x11, 0x11, 0x11, 0x11, 0x0e }, { 0x11, 0x11, 0x11, 0x11, 0x11, 0x0a, 0x04 },
  { 0x11, 0x11, 0x11, 0x15, 0x15, 0x1b, 0x11 }, { 0x11, 0x11, 0x0a, 0x04, 0x0a, 0x11, 0x11 },
  { 0x11, 0x11, 0x0a, 0x04, 0x04, 0x04, 0x04 }, { 0x1f, 0x01, 0x02, 0x04, 0x08, 0x10, 0x1f },
};

char *
sem_picture_make_words (SemRandom *random, guint n)
{
  static const char vowels[] = "AEIOU", consonants[] = "BCDFGHKLMNPRSTVWZ";
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < n; i++)
    {
      const guint64 length = 2 + sem_random_below (random, 7);

      if (i > 0)
        g_string_append_c (text, ' ');
      for (guint64 k = 0; k < length; k++)
        g_string_append_c (text, k % 2 ? vowels[sem_random_below (random, 5)]
                                       : consonants[sem_random_below (random, 17)]);
    }
  return g_string_free (text, FALSE);
}

double
sem_picture_measure_text (const char *text, double size)
{
  return strlen (text) * ADVANCE * size / ROWS;
}

/* The share of a pixel that a letter inks; @x, @y: the pixel's corner, from that of the letter. */
static double
ink (const guint8 *letter, double x, double y, double dot)
{
  guint n = 0;

  for (guint i = 0; i < SAMPLES; i++)
    for (guint j = 0; j < SAMPLES; j++)
      {
        const int column = (int) floor ((x + (i + .5) / SAMPLES) / dot);
        const int row = (int) floor ((y + (j + .5) / SAMPLES) / dot);

        n += column >= 0 && row >= 0 && column < COLUMNS && row < ROWS
             && letter[row] >> (COLUMNS - 1 - column) & 1;
      }
  return (double) n / (SAMPLES * SAMPLES);
}

void
sem_picture_write (SemPicture *self,
                   double x,
                   double y,
                   double size,
                   const char *text,
                   guint32 colour,
                   double opacity)
{
  const double dot = size / ROWS;

  for (guint i = 0; text[i]; i++)
    {
      const double left = x + i * ADVANCE * dot;

      if (text[i] < 'A' || text[i] > 'Z')
        continue;
      for (int row = (int) floor (y); row <= (int) (y + size); row++)
        for (int column = (int) floor (left); column <= (int) (left + COLUMNS * dot); column++)
          sem_picture_blend (self, column, row, colour,
                             opacity * ink (letters[text[i] - 'A'], column - left, row - y, dot));
    }
}

void
sem_picture_write_lines (SemPicture *self,
                         const double *rectangle,
                         double size,
                         guint32 colour,
                         SemRandom *random)
{
  const double right = rectangle[0] + rectangle[2], bottom = rectangle[1] + rectangle[3];

  for (double y = rectangle[1]; y + size <= bottom; y += size * LINE)
    {
      double x = rectangle[0];

      for (;;)
        {
          g_autofree char *word = sem_picture_make_words (random, 1);
          const double width = sem_picture_measure_text (word, size);

          if (x + width > right)
            break;
          sem_picture_write (self, x, y, size, word, colour, 1);
          x += width + size * .7;
        }
    }
}
