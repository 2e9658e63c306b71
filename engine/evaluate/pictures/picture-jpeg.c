/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Names and tables are those of ITU-T T.81.
 */

#include "config.h"

#include "engine/evaluate/pictures/picture-jpeg.h"

#include <math.h>
#include <string.h>

#define SIDE 8
#define BLOCK (SIDE * SIDE)

/* Codes of a length each, from 1 to 16, and the symbols by length: tables K.3 to K.6. */
typedef struct
{
  guint8 counts[16];
  guint8 n_symbols;
  const guint8 *symbols;
} Huffman;

typedef struct
{
  guint16 code[256];
  guint8 length[256];
} Codes;

typedef struct
{
  GByteArray *out;
  guint32 bits;
  guint n_bits;
  double cosines[SIDE][SIDE];
  guint8 steps[2][BLOCK]; /* of luma and of colours, in zigzag order */
  Codes dc[2];
  Codes ac[2];
  int last[3];
} Writer;

static const guint8 zigzag[BLOCK] = {
  0,  1,  8,  16, 9,  2,  3,  10, 17, 24, 32, 25, 18, 11, 4,  5,  12, 19, 26, 33, 40, 48,
  41, 34, 27, 20, 13, 6,  7,  14, 21, 28, 35, 42, 49, 56, 57, 50, 43, 36, 29, 22, 15, 23,
  30, 37, 44, 51, 58, 59, 52, 45, 38, 31, 39, 46, 53, 60, 61, 54, 47, 55, 62, 63,
};

/* Tables K.1 and K.2, by rows. */
static const guint8 base_steps[2][BLOCK] = {
  { 16, 11, 10, 16, 24,  40,  51,  61,  12, 12, 14, 19, 26,  58,  60,  55,
    14, 13, 16, 24, 40,  57,  69,  56,  14, 17, 22, 29, 51,  87,  80,  62,
    18, 22, 37, 56, 68,  109, 103, 77,  24, 35, 55, 64, 81,  104, 113, 92,
    49, 64, 78, 87, 103, 121, 120, 101, 72, 92, 95, 98, 112, 100, 103, 99 },
  { 17, 18, 24, 47, 99, 99, 99, 99, 18, 21, 26, 66, 99, 99, 99, 99, 24, 26, 56, 99, 99, 99,
    99, 99, 47, 66, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99,
    99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99 },
};

static const guint8 dc_symbols[] = { 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11 };

static const Huffman dc_table = { { 0, 1, 5, 1, 1, 1, 1, 1, 1 }, 12, dc_symbols };

/* The number of codes of each length in table K.5. Our symbols are in another order: by run, then
 * by size, which are as valid, since the file names them, and need no list of 162. */
static const guint8 ac_counts[16] = { 0, 2, 1, 3, 3, 2, 4, 3, 5, 5, 4, 4, 0, 0, 1, 125 };

/* Frequent symbols first: short runs of small numbers. */
static void
list_ac_symbols (guint8 *symbols)
{
  guint n = 0;

  symbols[n++] = 0x01;
  symbols[n++] = 0x00;
  symbols[n++] = 0x02;
  symbols[n++] = 0x11;
  symbols[n++] = 0x03;
  symbols[n++] = 0xf0;
  for (guint cost = 2; cost <= 25; cost++)
    for (guint size = 1; size <= 10; size++)
      {
        const guint run = cost - size;
        const guint8 symbol = (guint8) (run << 4 | size);

        if (size < cost + 1 && run <= 15 && !memchr (symbols, symbol, n))
          symbols[n++] = symbol;
      }
}

static void
assign (Codes *codes, const guint8 *counts, const guint8 *symbols)
{
  guint code = 0, n = 0;

  for (guint length = 1; length <= 16; length++, code <<= 1)
    for (guint i = 0; i < counts[length - 1]; i++)
      {
        codes->code[symbols[n]] = (guint16) code++;
        codes->length[symbols[n++]] = (guint8) length;
      }
}

static void
put_byte (Writer *self, guint byte)
{
  const guint8 value = (guint8) byte;

  g_byte_array_append (self->out, &value, 1);
}

static void
put_short (Writer *self, guint value)
{
  put_byte (self, value >> 8);
  put_byte (self, value & 255);
}

/* A byte of ones is followed by one of zeros, so that it is no marker. */
static void
put_bits (Writer *self, guint value, guint n)
{
  self->bits = self->bits << n | (value & ((1u << n) - 1));
  self->n_bits += n;
  while (self->n_bits >= 8)
    {
      const guint byte = self->bits >> (self->n_bits - 8) & 255;

      put_byte (self, byte);
      if (byte == 255)
        put_byte (self, 0);
      self->n_bits -= 8;
    }
}

static guint
count_bits (int value)
{
  guint n = 0;

  for (guint rest = (guint) ABS (value); rest; rest >>= 1)
    n++;
  return n;
}

/* A negative number is written as its value minus one. */
static void
put_number (Writer *self, const Codes *codes, guint run, int value)
{
  const guint size = count_bits (value), symbol = run << 4 | size;

  put_bits (self, codes->code[symbol], codes->length[symbol]);
  if (size)
    put_bits (self, (guint) (value < 0 ? value - 1 : value), size);
}

/* The transform of a block, quantised, in zigzag order. */
static void
transform (const Writer *self, const double *block, const guint8 *steps, int *numbers)
{
  double rows[BLOCK], both[BLOCK];

  for (guint y = 0; y < SIDE; y++)
    for (guint u = 0; u < SIDE; u++)
      {
        double sum = 0;

        for (guint x = 0; x < SIDE; x++)
          sum += self->cosines[u][x] * block[y * SIDE + x];
        rows[y * SIDE + u] = sum;
      }
  for (guint v = 0; v < SIDE; v++)
    for (guint u = 0; u < SIDE; u++)
      {
        double sum = 0;

        for (guint y = 0; y < SIDE; y++)
          sum += self->cosines[v][y] * rows[y * SIDE + u];
        both[v * SIDE + u] = sum;
      }
  for (guint i = 0; i < BLOCK; i++)
    numbers[i] = (int) lround (both[zigzag[i]] / steps[i]);
}

static void
put_block (Writer *self, const double *block, guint component)
{
  const guint kind = component > 0;
  int numbers[BLOCK], difference;
  guint run = 0;

  transform (self, block, self->steps[kind], numbers);
  difference = numbers[0] - self->last[component];
  self->last[component] = numbers[0];
  put_number (self, &self->dc[kind], 0, difference);
  for (guint i = 1; i < BLOCK; i++)
    {
      if (numbers[i] == 0)
        {
          run++;
          continue;
        }
      for (; run > 15; run -= 16)
        put_bits (self, self->ac[kind].code[0xf0], self->ac[kind].length[0xf0]);
      put_number (self, &self->ac[kind], run, numbers[i]);
      run = 0;
    }
  if (run)
    put_bits (self, self->ac[kind].code[0], self->ac[kind].length[0]);
}

/* Luma and colour differences of a block, its edge repeated beyond the picture. */
static void
read_block (const SemPicture *picture, guint x, guint y, double blocks[3][BLOCK])
{
  for (guint i = 0; i < BLOCK; i++)
    {
      const guint8 *pixel = sem_picture_at (picture, MIN (x + i % SIDE, picture->width - 1),
                                            MIN (y + i / SIDE, picture->height - 1));
      const double r = pixel[0], g = pixel[1], b = pixel[2];

      blocks[0][i] = .299 * r + .587 * g + .114 * b - 128;
      blocks[1][i] = -.168736 * r - .331264 * g + .5 * b;
      blocks[2][i] = .5 * r - .418688 * g - .081312 * b;
    }
}

static void
put_table (Writer *self, guint class, const guint8 *counts, const guint8 *symbols, guint n)
{
  put_short (self, 0xffc4);
  put_short (self, 19 + n);
  put_byte (self, class);
  g_byte_array_append (self->out, counts, 16);
  g_byte_array_append (self->out, symbols, n);
}

static void
put_head (Writer *self, const SemPicture *picture, const guint8 *ac_symbols)
{
  put_short (self, 0xffd8);
  for (guint i = 0; i < 2; i++)
    {
      put_short (self, 0xffdb);
      put_short (self, 3 + BLOCK);
      put_byte (self, i);
      g_byte_array_append (self->out, self->steps[i], BLOCK);
    }
  put_short (self, 0xffc0);
  put_short (self, 17);
  put_byte (self, 8);
  put_short (self, picture->height);
  put_short (self, picture->width);
  put_byte (self, 3);
  for (guint i = 0; i < 3; i++)
    {
      put_byte (self, i + 1);
      put_byte (self, 0x11);
      put_byte (self, i > 0);
    }
  put_table (self, 0x00, dc_table.counts, dc_table.symbols, dc_table.n_symbols);
  put_table (self, 0x10, ac_counts, ac_symbols, 162);
  put_short (self, 0xffda);
  put_short (self, 12);
  put_byte (self, 3);
  for (guint i = 0; i < 3; i++)
    put_short (self, (i + 1) << 8);
  put_byte (self, 0);
  put_byte (self, 63);
  put_byte (self, 0);
}

static void
prepare (Writer *self, guint quality, guint8 *ac_symbols)
{
  const guint scale = quality < 50 ? 5000 / MAX (quality, 1) : 200 - 2 * MIN (quality, 100);

  for (guint kind = 0; kind < 2; kind++)
    for (guint i = 0; i < BLOCK; i++)
      self->steps[kind][i] =
        (guint8) CLAMP ((base_steps[kind][zigzag[i]] * scale + 50) / 100, 1, 255);
  for (guint u = 0; u < SIDE; u++)
    for (guint x = 0; x < SIDE; x++)
      self->cosines[u][x] =
        (u == 0 ? sqrt (.5) : 1) / 2 * cos ((2 * x + 1) * u * G_PI / (2 * SIDE));
  list_ac_symbols (ac_symbols);
  for (guint kind = 0; kind < 2; kind++)
    {
      assign (&self->dc[kind], dc_table.counts, dc_table.symbols);
      assign (&self->ac[kind], ac_counts, ac_symbols);
    }
}

GBytes *
sem_picture_to_jpeg (const SemPicture *self, guint quality)
{
  Writer writer = { .out = g_byte_array_new () };
  guint8 ac_symbols[256] = { 0 };
  double blocks[3][BLOCK];

  prepare (&writer, quality, ac_symbols);
  put_head (&writer, self, ac_symbols);
  for (guint y = 0; y < self->height; y += SIDE)
    for (guint x = 0; x < self->width; x += SIDE)
      {
        read_block (self, x, y, blocks);
        for (guint component = 0; component < 3; component++)
          put_block (&writer, blocks[component], component);
      }
  put_bits (&writer, 0x7f, 7);
  put_short (&writer, 0xffd9);
  return g_byte_array_free_to_bytes (writer.out);
}
