/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "engine/base/json.h"
#include "engine/nn/safetensors-writer.h"
#include "engine/nn/safetensors.h"

#include <string.h>

#define ALIGNMENT 64
/* The size of a GByteArray is a guint. */
#define MAX_DATA ((gsize) G_MAXUINT - ALIGNMENT)

struct _SemSafetensorsWriter
{
  JsonObject *header;
  GByteArray *data;
};

SemSafetensorsWriter *
sem_safetensors_writer_new (void)
{
  SemSafetensorsWriter *self = g_new0 (SemSafetensorsWriter, 1);

  self->header = json_object_new ();
  self->data = g_byte_array_new ();

  return self;
}

void
sem_safetensors_writer_free (SemSafetensorsWriter *self)
{
  if (!self)
    return;

  json_object_unref (self->header);
  g_byte_array_unref (self->data);
  g_free (self);
}

static void
set_note (JsonObject *header, const char *note, const char *text)
{
  JsonNode *node = json_object_get_member (header, SEM_SAFETENSORS_NOTES);

  if (!node || !JSON_NODE_HOLDS_OBJECT (node))
    json_object_set_object_member (header, SEM_SAFETENSORS_NOTES, json_object_new ());
  json_object_set_string_member (json_object_get_object_member (header, SEM_SAFETENSORS_NOTES),
                                 note, text);
}

void
sem_safetensors_writer_add_note (SemSafetensorsWriter *self, const char *note, const char *text)
{
  g_return_if_fail (self != NULL);

  set_note (self->header, note, text);
}

/* @shape: (transfer full) */
static void
add_tensor (SemSafetensorsWriter *self,
            const char *tensor,
            const float *values,
            gsize n,
            JsonArray *shape)
{
  JsonObject *entry = json_object_new ();
  JsonArray *place = json_array_new ();
  guint first = (self->data->len + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;

  if (first > self->data->len)
    {
      guint end = self->data->len;

      g_byte_array_set_size (self->data, first);
      memset (self->data->data + end, 0, first - end);
    }
  g_byte_array_append (self->data, (const guint8 *) values, (guint) (n * sizeof *values));
  json_array_add_int_element (place, first);
  json_array_add_int_element (place, self->data->len);
  json_object_set_string_member (entry, "dtype", "F32");
  json_object_set_array_member (entry, "shape", shape);
  json_object_set_array_member (entry, "data_offsets", place);
  json_object_set_object_member (self->header, tensor, entry);
}

/* Whether @n more values keep the data below its limit. */
static gboolean
fits (const SemSafetensorsWriter *self, gsize n)
{
  return n <= (MAX_DATA - MIN (MAX_DATA, self->data->len)) / sizeof (float);
}

void
sem_safetensors_writer_add_f32 (SemSafetensorsWriter *self,
                                const char *tensor,
                                const float *values,
                                gsize n)
{
  JsonArray *shape;

  g_return_if_fail (self != NULL);
  g_return_if_fail (values != NULL || n == 0);
  g_return_if_fail (fits (self, n));

  shape = json_array_new ();
  json_array_add_int_element (shape, (gint64) n);
  add_tensor (self, tensor, values, n, shape);
}

void
sem_safetensors_writer_add_f32_rows (SemSafetensorsWriter *self,
                                     const char *tensor,
                                     const float *values,
                                     gsize rows,
                                     gsize columns)
{
  JsonArray *shape;
  gsize n;

  g_return_if_fail (self != NULL && values != NULL);
  g_return_if_fail (g_size_checked_mul (&n, rows, columns) && fits (self, n));

  shape = json_array_new ();
  json_array_add_int_element (shape, (gint64) rows);
  json_array_add_int_element (shape, (gint64) columns);
  add_tensor (self, tensor, values, n, shape);
}

/* Pads the header with spaces, so that the data stays aligned. */
static GBytes *
join (JsonObject *header, const guint8 *data, gsize size)
{
  g_autoptr (JsonNode) root = json_node_new (JSON_NODE_OBJECT);
  g_autoptr (GString) text = NULL;
  g_autofree char *json = NULL;
  guint64 length;
  gsize before, whole;
  guint8 *file;

  json_node_set_object (root, header);
  json = json_to_string (root, FALSE);
  text = g_string_new (json);
  while ((text->len + sizeof length) % ALIGNMENT != 0)
    g_string_append_c (text, ' ');
  length = GUINT64_TO_LE (text->len);
  if (!g_size_checked_add (&before, sizeof length, text->len)
      || !g_size_checked_add (&whole, before, size))
    g_return_val_if_reached (NULL);
  file = g_malloc (whole);
  memcpy (file, &length, sizeof length);
  memcpy (file + sizeof length, text->str, text->len);
  if (size > 0)
    memcpy (file + before, data, size);

  return g_bytes_new_take (file, whole);
}

GBytes *
sem_safetensors_writer_finish (SemSafetensorsWriter *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return join (self->header, self->data->data, self->data->len);
}

GBytes *
sem_safetensors_set_note (GBytes *bytes, const char *note, const char *text)
{
  g_autoptr (JsonNode) root = NULL;
  gsize size;
  const guint8 *data = g_bytes_get_data (bytes, &size);
  guint64 length;
  JsonObject *header;

  g_return_val_if_fail (size >= sizeof length, NULL);

  memcpy (&length, data, sizeof length);
  length = GUINT64_FROM_LE (length);
  g_return_val_if_fail (length <= size - sizeof length, NULL);
  root =
    sem_json_parse ((const char *) data + sizeof length, length, SEM_SAFETENSORS_MAX_DEPTH, NULL);
  g_return_val_if_fail (root && JSON_NODE_HOLDS_OBJECT (root), NULL);
  header = json_node_get_object (root);
  set_note (header, note, text);

  return join (header, data + sizeof length + length, size - sizeof length - length);
}
