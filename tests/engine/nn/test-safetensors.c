/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "engine/nn/backbone.h"
#include "engine/nn/safetensors-writer.h"
#include "engine/nn/safetensors.h"

#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>

/* The data starts at a multiple of eight bytes, plus @shift. */
static GBytes *
make_shifted_file (const char *header, gsize shift, const void *data, gsize size)
{
  g_autofree char *padding = g_strnfill ((8 - strlen (header) % 8) % 8 + shift, ' ');
  guint64 length = GUINT64_TO_LE ((guint64) strlen (header) + strlen (padding));
  GByteArray *file = g_byte_array_new ();

  g_byte_array_append (file, (const guint8 *) &length, sizeof length);
  g_byte_array_append (file, (const guint8 *) header, strlen (header));
  g_byte_array_append (file, (const guint8 *) padding, strlen (padding));
  g_byte_array_append (file, data, size);

  return g_byte_array_free_to_bytes (file);
}

static GBytes *
make_file (const char *header, const void *data, gsize size)
{
  return make_shifted_file (header, 0, data, size);
}

static void
assert_sentence (const GError *error, int code)
{
  g_assert_error (error, SEM_ERROR, code);
  g_assert_nonnull (strstr (error->message, "some weights"));
  g_assert_true (g_str_has_suffix (error->message, "."));
}

static void
test_reads (void)
{
  const float values[6] = { 1, -2, 3.5f, 0, 1e-3f, 6 };
  const gsize shape[2] = { 2, 3 };
  const gsize wrong_shape[2] = { 3, 2 };
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes =
    make_file ("{\"__metadata__\":{\"a\":\"b\"},"
               "\"w\":{\"dtype\":\"F32\",\"shape\":[2,3],\"data_offsets\":[0,24]}}",
               values, sizeof values);
  g_autoptr (SemSafetensors) file = sem_safetensors_new (bytes, "some weights", &error);
  const float *found;

  g_assert_no_error (error);
  found = sem_safetensors_get_f32 (file, "w", shape, 2, &error);
  g_assert_no_error (error);
  g_assert_cmpmem (found, sizeof values, values, sizeof values);

  g_assert_null (sem_safetensors_get_f32 (file, "w", wrong_shape, 2, &error));
  assert_sentence (error, SEM_ERROR_DAMAGED);
  g_clear_error (&error);
  g_assert_null (sem_safetensors_get_f32 (file, "w", shape, 1, &error));
  assert_sentence (error, SEM_ERROR_DAMAGED);
  g_clear_error (&error);
  g_assert_null (sem_safetensors_get_f32 (file, "__metadata__", shape, 2, &error));
  assert_sentence (error, SEM_ERROR_DAMAGED);
}

static void
test_not_aligned (void)
{
  const gsize shape[1] = { 2 };

  for (gsize shift = 0; shift < 8; shift++)
    {
      const float values[2] = { 1, 2 };
      g_autoptr (GError) error = NULL;
      g_autoptr (GBytes) bytes =
        make_shifted_file ("{\"w\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]}}",
                           shift, values, sizeof values);
      g_autoptr (SemSafetensors) file = sem_safetensors_new (bytes, "some weights", &error);

      g_assert_no_error (error);
      if (shift % 4 == 0)
        g_assert_nonnull (sem_safetensors_get_f32 (file, "w", shape, 1, NULL));
      else
        {
          g_assert_null (sem_safetensors_get_f32 (file, "w", shape, 1, &error));
          assert_sentence (error, SEM_ERROR_DAMAGED);
        }
    }
}

static void
test_not_finite (void)
{
  const guint32 patterns[] = { 0x7f800000, 0xff800000, 0x7fc00000, 0x7f800001 };
  const gsize shape[1] = { 2 };

  for (gsize i = 0; i < G_N_ELEMENTS (patterns); i++)
    {
      const guint32 values[2] = { 0, patterns[i] };
      g_autoptr (GError) error = NULL;
      g_autoptr (GBytes) bytes =
        make_file ("{\"w\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]}}", values,
                   sizeof values);
      g_autoptr (SemSafetensors) file = sem_safetensors_new (bytes, "some weights", &error);

      g_assert_no_error (error);
      g_assert_null (sem_safetensors_get_f32 (file, "w", shape, 1, &error));
      assert_sentence (error, SEM_ERROR_DAMAGED);
    }
}

/* Headers that do not fit eight bytes of data. */
static void
test_damaged_headers (void)
{
  const char *headers[] = {
    "",
    "[]",
    "{",
    "null",
    "\xff\xfe",
    "{\"w\":7}",
    "{\"w\":{}}",
    "{\"w\":{\"dtype\":7,\"shape\":[2],\"data_offsets\":[0,8]}}",
    "{\"w\":{\"dtype\":\"F33\",\"shape\":[2],\"data_offsets\":[0,8]}}",
    "{\"w\":{\"dtype\":\"F32\",\"shape\":[2]}}",
    "{\"w\":{\"dtype\":\"F32\",\"data_offsets\":[0,8]}}",
    "{\"w\":{\"dtype\":\"F32\",\"shape\":[3],\"data_offsets\":[0,8]}}",
    "{\"w\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[8,0]}}",
    "{\"w\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[4,12]}}",
    "{\"w\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[2,6]}}",
    "{\"w\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0]}}",
    "{\"w\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8,8]}}",
    "{\"w\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[-8,0]}}",
    "{\"w\":{\"dtype\":\"F32\",\"shape\":[-2],\"data_offsets\":[0,8]}}",
    "{\"w\":{\"dtype\":\"F32\",\"shape\":[2.0],\"data_offsets\":[0,8]}}",
    "{\"w\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[NaN,NaN]}}",
    "{\"w\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[null,8]}}",
    "{\"w\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,\"8\"]}}",
    "{\"w\":{\"dtype\":\"F32\",\"shape\":[[2]],\"data_offsets\":[0,8]}}",
    "{\"w\":{\"dtype\":\"F32\",\"shape\":[4611686018427387904,4],\"data_offsets\":[0,0]}}",
    "{\"w\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,99999999999999999999999]}}",
    "{\"w\":{\"dtype\":\"F32\",\"shape\":[1,1,1,1,1,1,1,1,2],\"data_offsets\":[0,8]}}",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (headers); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (GBytes) bytes = make_file (headers[i], "12345678", 8);
      g_autoptr (SemSafetensors) file = sem_safetensors_new (bytes, "some weights", &error);

      if (g_utf8_validate (headers[i], -1, NULL))
        g_test_message ("%s", headers[i]);
      g_assert_null (file);
      assert_sentence (error, SEM_ERROR_DAMAGED);
    }
}

static void
test_deep_nesting (void)
{
  g_autofree char *header = g_strnfill (SEM_SAFETENSORS_MAX_HEADER, '[');
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = make_file (header, NULL, 0);
  g_autoptr (SemSafetensors) file = sem_safetensors_new (bytes, "some weights", &error);

  g_assert_null (file);
  assert_sentence (error, SEM_ERROR_DAMAGED);
}

static void
test_short_files (void)
{
  const guint8 start[9] = { 2, 0, 0, 0, 0, 0, 0, 0, '{' };
  const guint8 endless[9] = { 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, '{' };

  for (gsize size = 0; size <= sizeof start; size++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (GBytes) bytes = g_bytes_new (start, size);

      g_assert_null (sem_safetensors_new (bytes, "some weights", &error));
      assert_sentence (error, SEM_ERROR_DAMAGED);
    }
  for (gsize size = 8; size <= sizeof endless; size++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (GBytes) bytes = g_bytes_new (endless, size);

      g_assert_null (sem_safetensors_new (bytes, "some weights", &error));
      assert_sentence (error, SEM_ERROR_DAMAGED);
    }
}

/* Paths that are not weights files: none may block or crash. */
static void
test_places (void)
{
  g_autofree char *folder = g_dir_make_tmp ("semblance-some weights-XXXXXX", NULL);
  g_autofree char *missing = g_build_filename (folder, "missing", NULL);
  g_autofree char *fifo = g_build_filename (folder, "fifo", NULL);
  g_autofree char *empty = g_build_filename (folder, "empty", NULL);
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (mkfifo (fifo, 0600), ==, 0);
  g_assert_true (g_file_set_contents (empty, "", 0, NULL));

  g_assert_null (sem_backbone_new (missing, &error));
  assert_sentence (error, SEM_ERROR_NO_WEIGHTS);
  g_clear_error (&error);
  g_assert_null (sem_backbone_new (fifo, &error));
  assert_sentence (error, SEM_ERROR_UNREADABLE);
  g_clear_error (&error);
  g_assert_null (sem_backbone_new (folder, &error));
  assert_sentence (error, SEM_ERROR_UNREADABLE);
  g_clear_error (&error);
  g_assert_null (sem_backbone_new (empty, &error));
  assert_sentence (error, SEM_ERROR_DAMAGED);

  g_assert_cmpint (g_unlink (fifo), ==, 0);
  g_assert_cmpint (g_unlink (empty), ==, 0);
  g_assert_cmpint (g_rmdir (folder), ==, 0);
}

/* Replaces the first occurrence of @from by @to, which has the same length. */
static GBytes *
replace (GBytes *bytes, const char *from, const char *to)
{
  gsize size;
  char *copy = g_memdup2 (g_bytes_get_data (bytes, &size), g_bytes_get_size (bytes));
  char *place = memmem (copy, size, from, strlen (from));

  g_assert_nonnull (place);
  g_assert_cmpuint (strlen (from), ==, strlen (to));
  memcpy (place, to, strlen (to));

  return g_bytes_new_take (copy, size);
}

static void
assert_backbone_damaged (GBytes *bytes)
{
  g_autofree char *folder = g_dir_make_tmp ("semblance-some weights-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "weights", NULL);
  g_autoptr (GError) error = NULL;
  gsize size;
  const char *data = g_bytes_get_data (bytes, &size);

  g_assert_true (g_file_set_contents (path, data, size, NULL));
  g_assert_null (sem_backbone_new (path, &error));
  assert_sentence (error, SEM_ERROR_DAMAGED);
  g_test_message ("%s", error->message);
  g_assert_cmpint (g_unlink (path), ==, 0);
  g_assert_cmpint (g_rmdir (folder), ==, 0);
}

/* The real weights, with one damage at a time. */
static void
test_damaged_weights (void)
{
  const char *changes[][2] = {
    { "\"stem.bias\"", "\"stem.bios\"" },
    { "[3,3,3,32]", "[3,3,32,3]" },
    { "[3,3,3,32]", "[3,3,3,31]" },
    { "\"dtype\":\"F32\"", "\"dtype\":\"U32\"" },
    { "\"data_offsets\":[0,3456]", "\"data_offsets\":[NaN,34]" },
    { "\"data_offsets\":[0,3456]", "\"data_offsets\":[4,3456]" },
    { "\"blocks.15.expand.weight\"", "\"blocks.16.expand.weight\"" },
    { "\"classifier.bias\"", "\"classifier.mass\"" },
  };
  g_autoptr (GMappedFile) file = NULL;
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GBytes) truncated = NULL;
  const char *path = g_getenv ("SEMBLANCE_WEIGHTS");

  file = path != NULL ? g_mapped_file_new (path, FALSE, NULL) : NULL;
  if (!file)
    {
      g_test_skip ("the weights are not there");
      return;
    }

  bytes = g_mapped_file_get_bytes (file);
  for (gsize i = 0; i < G_N_ELEMENTS (changes); i++)
    {
      g_autoptr (GBytes) damaged = replace (bytes, changes[i][0], changes[i][1]);

      assert_backbone_damaged (damaged);
    }
  truncated = g_bytes_new_from_bytes (bytes, 0, g_bytes_get_size (bytes) - 1);
  assert_backbone_damaged (truncated);
}

/* More data than the writer's limit is rejected, not truncated. */
static void
test_too_much (void)
{
  const float one = 1;

  for (guint power = 30; power < 64; power += 11)
    {
      g_autoptr (SemSafetensorsWriter) writer = sem_safetensors_writer_new ();
      g_autoptr (SemSafetensors) file = NULL;
      g_autoptr (GBytes) bytes = NULL;

      g_test_expect_message (NULL, G_LOG_LEVEL_CRITICAL, "*fits*");
      sem_safetensors_writer_add_f32 (writer, "w", &one, ((gsize) 1 << power) + 1);
      g_test_assert_expected_messages ();
      sem_safetensors_writer_add_f32 (writer, "w", &one, 1);
      bytes = sem_safetensors_writer_finish (writer);
      file = sem_safetensors_new (bytes, "some weights", NULL);
      g_assert_nonnull (file);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/nn/safetensors/reads", test_reads);
  g_test_add_func ("/nn/safetensors/not-aligned", test_not_aligned);
  g_test_add_func ("/nn/safetensors/not-finite", test_not_finite);
  g_test_add_func ("/nn/safetensors/damaged-headers", test_damaged_headers);
  g_test_add_func ("/nn/safetensors/deep-nesting", test_deep_nesting);
  g_test_add_func ("/nn/safetensors/short-files", test_short_files);
  g_test_add_func ("/nn/safetensors/too-much", test_too_much);
  g_test_add_func ("/nn/safetensors/places", test_places);
  g_test_add_func ("/nn/safetensors/damaged-weights", test_damaged_weights);

  return g_test_run ();
}
