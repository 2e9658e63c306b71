/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-model"

#include "config.h"

#include "engine/model/thumbnails/desktop.h"

#include <string.h>
#include <unistd.h>

#include "engine/photos/content.h"

/* Length, type and check sum of a chunk. */
#define CHUNK_OVERHEAD 12

static const guint8 signature[] = { 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n' };

/* The folders, by the longest side of what is in them. Those below are smaller than the library's
 * own thumbnails. */
static const struct
{
  const char *name;
  guint side;
} sizes[] = { { "x-large", 512 }, { "xx-large", 1024 } };

static guint32
read_number (const guint8 *bytes)
{
  return (guint32) bytes[0] << 24 | (guint32) bytes[1] << 16 | (guint32) bytes[2] << 8 | bytes[3];
}

/* Returns: whether the text @data, a keyword, a null byte and a value, is @keyword and @value */
static gboolean
has_text (const guint8 *data, gsize size, const char *keyword, const char *value)
{
  const gsize before = strlen (keyword) + 1, after = strlen (value);

  return size == before + after && memcmp (data, keyword, before) == 0
         && memcmp (data + before, value, after) == 0;
}

gboolean
sem_desktop_thumbnail_is_of (const guint8 *head, gsize size, const char *uri, gint64 mtime)
{
  g_autofree char *time = g_strdup_printf ("%" G_GINT64_FORMAT, mtime);
  gboolean same_file = FALSE, same_time = FALSE;
  gsize at = sizeof signature;

  if (size < at || memcmp (head, signature, sizeof signature) != 0)
    return FALSE;
  while (!(same_file && same_time) && size - at >= CHUNK_OVERHEAD)
    {
      const guint32 length = read_number (head + at);
      const guint8 *type = head + at + 4, *data = type + 4;

      if (length > size - at - CHUNK_OVERHEAD || memcmp (type, "IDAT", 4) == 0)
        break;
      if (memcmp (type, "tEXt", 4) == 0)
        {
          same_file = same_file || has_text (data, length, "Thumb::URI", uri);
          same_time = same_time || has_text (data, length, "Thumb::MTime", time);
        }
      at += CHUNK_OVERHEAD + length;
    }
  return same_file && same_time;
}

static gboolean
read_head (int fd, const char *uri, gint64 mtime)
{
  g_autofree guint8 *head = g_malloc (SEM_DESKTOP_HEAD_BYTES);
  const gssize size = pread (fd, head, SEM_DESKTOP_HEAD_BYTES, 0);

  return size > 0 && sem_desktop_thumbnail_is_of (head, (gsize) size, uri, mtime);
}

int
sem_desktop_thumbnail_open (const char *path, gint64 mtime, guint side)
{
  g_autofree char *uri = g_filename_to_uri (path, NULL, NULL);
  g_autofree char *sum = uri ? g_compute_checksum_for_string (G_CHECKSUM_MD5, uri, -1) : NULL;
  g_autofree char *name = g_strconcat (sum, ".png", NULL);

  for (guint i = 0; sum && i < G_N_ELEMENTS (sizes); i++)
    {
      g_autofree char *file =
        g_build_filename (g_get_user_cache_dir (), "thumbnails", sizes[i].name, name, NULL);
      SemFileIdentity identity;
      const int fd = sizes[i].side < side ? -1 : sem_content_open (file, &identity, NULL);

      if (fd >= 0 && read_head (fd, uri, mtime))
        return fd;
      if (fd >= 0)
        close (fd);
    }
  return -1;
}
