/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "engine/evaluate/benchmarks/cifar.h"

#include "engine/base/error.h"

#include <errno.h>
#include <string.h>

#include <gio/gio.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>

#define SIDE 32
#define PLANE (SIDE * SIDE)
#define RECORD (1 + 3 * PLANE)
#define CLASSES 10
#define MODE 0700
/* Of a BMP file: its head and that of the picture. */
#define HEAD 54
#define FOLDER "cifar-10-batches-bin"
#define CLASS_NAMES "batches.meta.txt"

static const char *const batches[] = { "data_batch_1", "data_batch_2", "data_batch_3",
                                       "data_batch_4", "data_batch_5", "test_batch" };

static gboolean
has_batch (const char *folder)
{
  g_autofree char *path = g_build_filename (folder, "data_batch_1.bin", NULL);

  return g_file_test (path, G_FILE_TEST_IS_REGULAR);
}

char *
sem_cifar_find (const char *folder)
{
  g_autofree char *below = g_build_filename (folder, FOLDER, NULL);

  if (has_batch (folder))
    return g_strdup (folder);
  return has_batch (below) ? g_steal_pointer (&below) : NULL;
}

static void
put (guint8 *at, guint32 value)
{
  value = GUINT32_TO_LE (value);
  memcpy (at, &value, sizeof value);
}

/* Rows from below, blue, green, red. @file: (out): shape (HEAD + 3 * PLANE) */
static void
make_bmp (const guint8 *planes, guint8 *file)
{
  memset (file, 0, HEAD);
  memcpy (file, "BM", 2);
  put (file + 2, HEAD + 3 * PLANE);
  put (file + 10, HEAD);
  put (file + 14, HEAD - 14);
  put (file + 18, SIDE);
  put (file + 22, SIDE);
  file[26] = 1;
  file[28] = 24;
  for (guint y = 0; y < SIDE; y++)
    for (guint x = 0; x < SIDE; x++)
      for (guint c = 0; c < 3; c++)
        file[HEAD + ((SIDE - 1 - y) * SIDE + x) * 3 + 2 - c] = planes[c * PLANE + y * SIDE + x];
}

/* (transfer full): CLASSES names, those of the file where it has as many that can be folders. */
static GPtrArray *
list_names (const char *folder)
{
  g_autofree char *path = g_build_filename (folder, CLASS_NAMES, NULL);
  GPtrArray *names = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;

  if (g_file_get_contents (path, &text, NULL, NULL))
    lines = g_strsplit (text, "\n", -1);
  for (guint i = 0; lines && lines[i] && names->len < CLASSES; i++)
    if (g_strstrip (lines[i])[0] != '\0' && lines[i][0] != '.' && !strchr (lines[i], '/'))
      g_ptr_array_add (names, g_strdup (lines[i]));
  if (names->len < CLASSES)
    g_ptr_array_set_size (names, 0);
  for (guint i = names->len; i < CLASSES; i++)
    g_ptr_array_add (names, g_strdup_printf ("%u", i));
  return names;
}

static gboolean
set_error (const char *path, int code, GError **error)
{
  g_autofree char *name = g_filename_display_name (path);

  g_set_error (error, SEM_ERROR, SEM_ERROR_FAILED,
               _("“%s” cannot be written: %s. Choose another folder."), name, g_strerror (code));
  return FALSE;
}

static gboolean
write_picture (const char *folder,
               const char *batch,
               gsize number,
               const guint8 *planes,
               GError **error)
{
  g_autofree char *name = g_strdup_printf ("%s-%05zu.bmp", batch, number);
  g_autofree char *path = g_build_filename (folder, name, NULL);
  guint8 file[HEAD + 3 * PLANE];

  make_bmp (planes, file);
  if (g_mkdir_with_parents (folder, MODE) != 0
      || !g_file_set_contents_full (path, (const char *) file, sizeof file,
                                    G_FILE_SET_CONTENTS_NONE, 0600, NULL))
    return set_error (path, errno, error);
  return TRUE;
}

static gboolean
fail_batch (const char *path, gsize record, GError **error)
{
  g_autofree char *name = g_filename_display_name (path);

  g_set_error (
    error, SEM_ERROR, SEM_ERROR_DAMAGED,
    _("“%s” is not a batch of CIFAR-10: record %zu is not a label below 10 and a picture of "
      "32 × 32 pixels. Get it again."),
    name, record);
  return FALSE;
}

static gboolean
unpack_batch (const char *folder,
              guint number,
              const GPtrArray *names,
              const char *photos,
              const SemProgress *progress,
              GError **error)
{
  g_autofree char *file = g_strconcat (batches[number], ".bin", NULL);
  g_autofree char *path = g_build_filename (folder, file, NULL);
  g_autoptr (GMappedFile) mapped = g_mapped_file_new (path, FALSE, error);
  const guint8 *bytes = mapped ? (const guint8 *) g_mapped_file_get_contents (mapped) : NULL;
  const gsize size = mapped ? g_mapped_file_get_length (mapped) : 0;

  if (!mapped)
    return FALSE;
  if (size == 0 || size % RECORD != 0)
    return fail_batch (path, size / RECORD, error);
  for (gsize i = 0; i < size / RECORD; i++)
    {
      const guint8 *record = bytes + i * RECORD;
      g_autofree char *class = NULL;

      if (record[0] >= CLASSES)
        return fail_batch (path, i, error);
      if (g_cancellable_set_error_if_cancelled (sem_progress_get_cancellable (progress), error))
        return FALSE;
      class = g_build_filename (photos, g_ptr_array_index ((GPtrArray *) names, record[0]), NULL);
      if (!write_picture (class, batches[number], i, record + 1, error))
        return FALSE;
      sem_progress_report (progress, (number + (double) (i + 1) / (double) (size / RECORD))
                                       / G_N_ELEMENTS (batches));
    }
  return TRUE;
}

gboolean
sem_cifar_unpack (const char *folder,
                  const char *photos,
                  const SemProgress *progress,
                  GError **error)
{
  g_autoptr (GPtrArray) names = list_names (folder);
  g_autofree char *part = g_strconcat (photos, ".part", NULL);

  if (g_file_test (photos, G_FILE_TEST_IS_DIR))
    return TRUE;
  for (guint b = 0; b < G_N_ELEMENTS (batches); b++)
    if (!unpack_batch (folder, b, names, part, progress, error))
      return FALSE;
  return g_rename (part, photos) == 0 || set_error (photos, errno, error);
}
