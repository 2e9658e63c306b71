/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "engine/base/json.h"
#include "engine/nn/safetensors.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>

/* A tensor has three levels. */

typedef struct
{
  char *type;
  gsize shape[SEM_SAFETENSORS_MAX_DIMS];
  gsize n_dims;
  gsize offset;
  gsize size;
} Tensor;

struct _SemSafetensors
{
  GBytes *bytes;
  char *name;
  gsize data_offset;
  gsize data_size;
  GHashTable *tensors;
  GHashTable *notes;
  gboolean mapped;
};

static void
tensor_free (gpointer data)
{
  Tensor *tensor = data;

  g_free (tensor->type);
  g_free (tensor);
}

/* Sets the error for any fault of the contents, always with the same advice. */
static gboolean G_GNUC_PRINTF (3, 4)
  set_damaged (GError **error, const char *name, const char *format, ...)
{
  g_autofree char *reason = NULL;
  va_list args;

  va_start (args, format);
  reason = g_strdup_vprintf (format, args);
  va_end (args);
  g_set_error (error, SEM_ERROR, SEM_ERROR_DAMAGED,
               _("The weights file “%s” is damaged (%s). Remove it, and semblance-weights gets it "
                 "again."),
               name, reason);

  return FALSE;
}

/* Parses an array of non-negative integers. */
static gboolean
read_sizes (JsonObject *object, const char *member, gsize *sizes, gsize max, gsize *n)
{
  JsonNode *node = json_object_get_member (object, member);
  JsonArray *array;

  if (!node || !JSON_NODE_HOLDS_ARRAY (node))
    return FALSE;
  array = json_node_get_array (node);
  *n = json_array_get_length (array);
  if (*n > max)
    return FALSE;

  for (gsize i = 0; i < *n; i++)
    {
      JsonNode *element = json_array_get_element (array, i);
      gint64 value;

      if (!JSON_NODE_HOLDS_VALUE (element) || json_node_get_value_type (element) != G_TYPE_INT64)
        return FALSE;
      value = json_node_get_int (element);
      if (value < 0 || (guint64) value > G_MAXSIZE / 2)
        return FALSE;
      sizes[i] = value;
    }

  return TRUE;
}

/* Size of one value in bytes, 0 for an unknown type. */
static gsize
get_type_size (const char *type)
{
  static const struct
  {
    const char *name;
    gsize size;
  } types[] = { { "F64", 8 }, { "I64", 8 }, { "U64", 8 }, { "F32", 4 },  { "I32", 4 },
                { "U32", 4 }, { "F16", 2 }, { "I16", 2 }, { "BF16", 2 }, { "U16", 2 },
                { "I8", 1 },  { "U8", 1 },  { "BOOL", 1 } };

  for (gsize i = 0; i < G_N_ELEMENTS (types); i++)
    if (strcmp (types[i].name, type) == 0)
      return types[i].size;

  return 0;
}

/* Whether the tensor's data has the size that shape and type imply, is aligned and inside the file.
 */
static gboolean
tensor_fits (const Tensor *tensor, const gsize *offsets, gsize data_size)
{
  gsize unit = get_type_size (tensor->type);
  gsize size = unit;

  for (gsize i = 0; i < tensor->n_dims; i++)
    if (!g_size_checked_mul (&size, size, tensor->shape[i]))
      return FALSE;

  return unit > 0 && offsets[0] <= offsets[1] && offsets[1] <= data_size
         && offsets[1] - offsets[0] == size && offsets[0] % unit == 0;
}

static gboolean
add_tensor (SemSafetensors *self, const char *tensor_name, JsonNode *node, GError **error)
{
  JsonObject *object;
  JsonNode *type;
  Tensor *tensor;
  gsize offsets[2];
  gsize n;

  if (!JSON_NODE_HOLDS_OBJECT (node))
    return set_damaged (error, self->name, _("the entry of “%s” is not an object"), tensor_name);
  object = json_node_get_object (node);
  type = json_object_get_member (object, "dtype");
  if (!type || !JSON_NODE_HOLDS_VALUE (type) || json_node_get_value_type (type) != G_TYPE_STRING)
    return set_damaged (error, self->name, _("“%s” has no type"), tensor_name);

  tensor = g_new0 (Tensor, 1);
  tensor->type = json_node_dup_string (type);
  g_hash_table_insert (self->tensors, g_strdup (tensor_name), tensor);
  if (!read_sizes (object, "shape", tensor->shape, SEM_SAFETENSORS_MAX_DIMS, &tensor->n_dims))
    return set_damaged (error, self->name, _("“%s” has no shape"), tensor_name);
  if (!read_sizes (object, "data_offsets", offsets, 2, &n) || n != 2)
    return set_damaged (error, self->name, _("“%s” has no offsets"), tensor_name);
  if (!tensor_fits (tensor, offsets, self->data_size))
    return set_damaged (error, self->name, _("“%s” does not match its offsets"), tensor_name);
  tensor->offset = offsets[0];
  tensor->size = offsets[1] - offsets[0];

  return TRUE;
}

static void
read_notes (SemSafetensors *self, JsonNode *node)
{
  JsonObjectIter iter;
  const char *note;
  JsonNode *value;

  if (!JSON_NODE_HOLDS_OBJECT (node))
    return;
  json_object_iter_init (&iter, json_node_get_object (node));
  while (json_object_iter_next (&iter, &note, &value))
    if (JSON_NODE_HOLDS_VALUE (value) && json_node_get_value_type (value) == G_TYPE_STRING)
      g_hash_table_insert (self->notes, g_strdup (note), json_node_dup_string (value));
}

static gboolean
read_header (SemSafetensors *self, const char *text, gsize length, GError **error)
{
  g_autoptr (JsonNode) root = sem_json_parse (text, length, SEM_SAFETENSORS_MAX_DEPTH, NULL);
  JsonObjectIter iter;
  JsonNode *node;
  const char *member;

  if (!root)
    return set_damaged (error, self->name, _("its header cannot be read"));
  if (!JSON_NODE_HOLDS_OBJECT (root))
    return set_damaged (error, self->name, _("its header is not an object"));

  json_object_iter_init (&iter, json_node_get_object (root));
  while (json_object_iter_next (&iter, &member, &node))
    if (strcmp (member, SEM_SAFETENSORS_NOTES) == 0)
      read_notes (self, node);
    else if (!add_tensor (self, member, node, error))
      return FALSE;

  return TRUE;
}

SemSafetensors *
sem_safetensors_new (GBytes *bytes, const char *name, GError **error)
{
  g_autoptr (SemSafetensors) self = g_new0 (SemSafetensors, 1);
  const guint8 *data;
  guint64 header_length;
  gsize size;

  g_return_val_if_fail (bytes != NULL, NULL);
  g_return_val_if_fail (name != NULL, NULL);

  self->bytes = g_bytes_ref (bytes);
  self->name = g_strdup (name);
  self->tensors = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, tensor_free);
  self->notes = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);

  data = g_bytes_get_data (bytes, &size);
  if (size < sizeof header_length)
    {
      set_damaged (error, name, _("it is too short"));
      return NULL;
    }
  memcpy (&header_length, data, sizeof header_length);
  header_length = GUINT64_FROM_LE (header_length);
  if (header_length > SEM_SAFETENSORS_MAX_HEADER || header_length > size - sizeof header_length)
    {
      set_damaged (error, name, _("its header is too long"));
      return NULL;
    }
  self->data_offset = sizeof header_length + header_length;
  self->data_size = size - self->data_offset;
  if (!read_header (self, (const char *) data + sizeof header_length, header_length, error))
    return NULL;

  return g_steal_pointer (&self);
}

/* Opens only a regular file: opening or reading anything else may block for ever. */
static GBytes *
map_file (const char *path, const char *name, GError **error)
{
  g_autoptr (GMappedFile) mapped = NULL;
  g_autoptr (GError) local_error = NULL;
  struct stat status;
  int fd = open (path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);

  if (fd < 0 && (errno == ENOENT || errno == ENOTDIR))
    {
      g_set_error (error, SEM_ERROR, SEM_ERROR_NO_WEIGHTS,
                   _("The weights file “%s” is missing. The command semblance-weights gets it."),
                   name);
      return NULL;
    }
  if (fd >= 0 && fstat (fd, &status) == 0 && S_ISREG (status.st_mode))
    mapped = g_mapped_file_new_from_fd (fd, FALSE, &local_error);
  if (!mapped)
    g_set_error (error, SEM_ERROR, SEM_ERROR_UNREADABLE,
                 _("The weights file “%s” cannot be read. Check that it is a file and that you "
                   "may read it."),
                 name);
  if (fd >= 0)
    g_close (fd, NULL);

  return mapped != NULL ? g_mapped_file_get_bytes (mapped) : NULL;
}

SemSafetensors *
sem_safetensors_open (const char *path, GError **error)
{
  g_autofree char *name = NULL;
  g_autoptr (GBytes) bytes = NULL;
  SemSafetensors *self;

  g_return_val_if_fail (path != NULL, NULL);

  name = g_filename_display_name (path);
  bytes = map_file (path, name, error);
  self = bytes != NULL ? sem_safetensors_new (bytes, name, error) : NULL;
  if (self)
    self->mapped = TRUE;

  return self;
}

void
sem_safetensors_free (SemSafetensors *self)
{
  if (!self)
    return;

  g_clear_pointer (&self->tensors, g_hash_table_unref);
  g_clear_pointer (&self->notes, g_hash_table_unref);
  g_clear_pointer (&self->bytes, g_bytes_unref);
  g_free (self->name);
  g_free (self);
}

GBytes *
sem_safetensors_get_bytes (SemSafetensors *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->bytes;
}

void
sem_safetensors_release (SemSafetensors *self)
{
  g_return_if_fail (self != NULL);

  /* Only the pages of a mapping can be fetched again, and a mapping starts at a page. */
  if (self->mapped)
    madvise ((gpointer) g_bytes_get_data (self->bytes, NULL), g_bytes_get_size (self->bytes),
             MADV_DONTNEED);
}

const char *
sem_safetensors_get_note (SemSafetensors *self, const char *note)
{
  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (note != NULL, NULL);

  return g_hash_table_lookup (self->notes, note);
}

/* A float is infinite or NaN if all bits of its exponent are set. Checks sixteen at a time, so that
 * the compiler can vectorise the loop. */
static gboolean
values_are_finite (const float *values, gsize n)
{
  const guint32 exponent = 0x7f800000;
  guint32 found[16] = { 0 };
  guint32 bits[16];

  for (gsize i = 0; i < n; i += G_N_ELEMENTS (bits))
    {
      memset (bits, 0, sizeof bits);
      memcpy (bits, values + i, MIN (n - i, G_N_ELEMENTS (bits)) * sizeof *bits);
      for (gsize j = 0; j < G_N_ELEMENTS (bits); j++)
        found[j] |= (bits[j] & exponent) + (exponent & -exponent);
    }
  for (gsize j = 0; j < G_N_ELEMENTS (found); j++)
    if (found[j] > exponent)
      return FALSE;

  return TRUE;
}

const float *
sem_safetensors_get_f32 (SemSafetensors *self,
                         const char *tensor_name,
                         const gsize *shape,
                         gsize n_dims,
                         GError **error)
{
  const Tensor *tensor;
  const guint8 *address;

  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (tensor_name != NULL, NULL);
  g_return_val_if_fail (n_dims <= SEM_SAFETENSORS_MAX_DIMS, NULL);

  tensor = g_hash_table_lookup (self->tensors, tensor_name);
  if (!tensor)
    {
      set_damaged (error, self->name, _("it has no “%s”"), tensor_name);
      return NULL;
    }
  if (strcmp (tensor->type, "F32") != 0 || tensor->n_dims != n_dims
      || memcmp (tensor->shape, shape, n_dims * sizeof *shape) != 0)
    {
      set_damaged (error, self->name, _("“%s” has the wrong type or shape"), tensor_name);
      return NULL;
    }

  address =
    (const guint8 *) g_bytes_get_data (self->bytes, NULL) + self->data_offset + tensor->offset;
  if ((guintptr) address % sizeof (float) != 0)
    {
      set_damaged (error, self->name, _("“%s” is not aligned"), tensor_name);
      return NULL;
    }
  if (!values_are_finite ((const float *) (gconstpointer) address, tensor->size / sizeof (float)))
    {
      set_damaged (error, self->name, _("“%s” holds a number that is not finite"), tensor_name);
      return NULL;
    }

  return (const float *) (gconstpointer) address;
}
