/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "tests/engine/nn/made-weights.h"

#include <math.h>
#include <string.h>

#define ALIGNMENT 64

/* repeats, kernel, expansion, output channels of each stage */
static const gsize stages[7][4] = {
  { 1, 3, 1, 16 },  { 2, 3, 6, 24 },  { 2, 5, 6, 40 },  { 3, 3, 6, 80 },
  { 3, 5, 6, 112 }, { 4, 5, 6, 192 }, { 1, 3, 6, 320 },
};

typedef struct
{
  GString *header;
  GByteArray *data;
  GRand *rand;
} Writer;

/* @shape: ends with a 0 */
static void
write_tensor (Writer *writer, const char *name, const gsize *shape, double spread, double shift)
{
  gsize first = writer->data->len;
  gsize n = 1;
  GString *text = g_string_new (NULL);

  for (; *shape > 0; shape++)
    {
      g_string_append_printf (text, "%s%" G_GSIZE_FORMAT, text->len > 0 ? "," : "", *shape);
      n *= *shape;
    }
  for (gsize i = 0; i < n; i++)
    {
      float value = (float) (shift + g_rand_double_range (writer->rand, -spread, spread));

      g_byte_array_append (writer->data, (const guint8 *) &value, sizeof value);
    }
  g_string_append_printf (writer->header,
                          "%s\"%s\":{\"dtype\":\"F32\",\"shape\":[%s],"
                          "\"data_offsets\":[%" G_GSIZE_FORMAT ",%u]}",
                          writer->header->len > 1 ? "," : "", name, text->str, first,
                          writer->data->len);
  g_string_free (text, TRUE);
}

/* Uniform weights up to sqrt (3 gain / n), for n inputs, keep the size of activations if gain is 1.
 */
static void
write_layer (Writer *writer, const char *name, gsize kernel, gsize in, gsize out, double gain)
{
  g_autofree char *weight = g_strconcat (name, ".weight", NULL);
  g_autofree char *bias = g_strconcat (name, ".bias", NULL);
  gsize shape[5] = { 0 };
  gsize n = 0;

  if (kernel > 1)
    shape[0] = shape[1] = kernel, n = 2;
  if (in > 0)
    shape[n++] = in;
  shape[n] = out;
  write_tensor (writer, weight, shape, sqrt (3 * gain / (double) (kernel * kernel * MAX (in, 1))),
                0);
  write_tensor (writer, bias, (const gsize[]){ out, 0 }, 0.3, 0.3);
}

static void
write_block (Writer *writer, guint index, const gsize *stage, gsize in)
{
  g_autofree char *expand = g_strdup_printf ("blocks.%u.expand", index);
  g_autofree char *depthwise = g_strdup_printf ("blocks.%u.depthwise", index);
  g_autofree char *project = g_strdup_printf ("blocks.%u.project", index);
  gsize middle = in * stage[2];

  if (middle > in)
    write_layer (writer, expand, 1, in, middle, 2);
  write_layer (writer, depthwise, stage[1], 0, middle, 2);
  write_layer (writer, project, 1, middle, stage[3], 0.6);
}

static void
write_network (Writer *writer)
{
  gsize channels = 32;
  guint index = 0;

  write_layer (writer, "stem", 3, 3, channels, 4);
  for (guint i = 0; i < 7; i++)
    for (gsize j = 0; j < stages[i][0]; j++)
      {
        write_block (writer, index++, stages[i], channels);
        channels = stages[i][3];
      }
  write_layer (writer, "head", 1, channels, 1280, 2);
  write_layer (writer, "classifier", 1, 1280, 1000, 1);
}

void
write_made_weights (const char *path, guint32 seed)
{
  Writer writer = { g_string_new ("{"), g_byte_array_new (), g_rand_new_with_seed (seed) };
  g_autoptr (GError) error = NULL;
  guint64 length;

  write_network (&writer);
  g_string_append_c (writer.header, '}');
  while ((writer.header->len + sizeof length) % ALIGNMENT != 0)
    g_string_append_c (writer.header, ' ');
  length = GUINT64_TO_LE (writer.header->len);
  g_byte_array_prepend (writer.data, (const guint8 *) writer.header->str, writer.header->len);
  g_byte_array_prepend (writer.data, (const guint8 *) &length, sizeof length);
  g_file_set_contents (path, (const char *) writer.data->data, writer.data->len, &error);
  g_assert_no_error (error);

  g_string_free (writer.header, TRUE);
  g_byte_array_unref (writer.data);
  g_rand_free (writer.rand);
}
