/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-model"

#include "config.h"

#include "engine/model/map/colours.h"

#include <string.h>

#include <gdk-pixbuf/gdk-pixbuf.h>

#include "engine/store/companions.h"

/* Thumbnails that are in memory at once. */
#define BLOCK 256
/* The longest side of a thumbnail is 256. */
#define MOST_SIDE 1024
#define SHRINK 8
#define GREY 128

typedef struct
{
  GBytes *thumbnails[BLOCK];
  guint8 *colours; /* of the block */
} Block;

static void
size_cb (GdkPixbufLoader *loader, int width, int height, gpointer too_large)
{
  *(gboolean *) too_large = width > MOST_SIDE || height > MOST_SIDE;
  gdk_pixbuf_loader_set_size (loader, *(gboolean *) too_large ? 1 : MAX (1, width / SHRINK),
                              *(gboolean *) too_large ? 1 : MAX (1, height / SHRINK));
}

static void
average (const GdkPixbuf *pixbuf, guint8 *colour)
{
  const guint8 *pixels = gdk_pixbuf_read_pixels (pixbuf);
  const int width = gdk_pixbuf_get_width (pixbuf), height = gdk_pixbuf_get_height (pixbuf);
  const int stride = gdk_pixbuf_get_rowstride (pixbuf);
  guint64 sums[3] = { 0 };

  for (int y = 0; y < height; y++)
    for (int x = 0; x < width; x++)
      for (int c = 0; c < 3; c++)
        sums[c] += pixels[(gsize) y * (gsize) stride + (gsize) x * 3 + (gsize) c];
  for (int c = 0; c < 3; c++)
    colour[c] = (guint8) (sums[c] / ((guint64) width * (guint64) height));
}

static void
colour_task (gsize task, gpointer data)
{
  Block *block = data;
  g_autoptr (GdkPixbufLoader) loader = NULL;
  gboolean too_large = FALSE, ok;
  GdkPixbuf *pixbuf;

  if (!block->thumbnails[task])
    return;
  loader = gdk_pixbuf_loader_new_with_type ("jpeg", NULL);
  if (!loader)
    return;
  g_signal_connect (loader, "size-prepared", G_CALLBACK (size_cb), &too_large);
  ok = gdk_pixbuf_loader_write_bytes (loader, block->thumbnails[task], NULL);
  ok = gdk_pixbuf_loader_close (loader, NULL) && ok && !too_large;
  pixbuf = ok ? gdk_pixbuf_loader_get_pixbuf (loader) : NULL;
  if (pixbuf && gdk_pixbuf_get_n_channels (pixbuf) == 3)
    average (pixbuf, block->colours + task * 3);
}

static gboolean
read_block (SemStore *store, const gint64 *photos, guint n, Block *block, GError **error)
{
  for (guint i = 0; i < n; i++)
    if (!sem_store_get_thumbnail (store, photos[i], &block->thumbnails[i], error))
      return FALSE;
  return TRUE;
}

static void
clear_block (Block *block)
{
  for (guint i = 0; i < BLOCK; i++)
    g_clear_pointer (&block->thumbnails[i], g_bytes_unref);
}

guint8 *
sem_map_colours_new (SemStore *store, const gint64 *photos, guint n, SemWork *work, GError **error)
{
  g_autofree guint8 *colours = g_malloc (MAX ((gsize) n * 3, 1));
  Block block = { 0 };
  gboolean ok = TRUE;

  memset (colours, GREY, (gsize) n * 3);
  for (guint from = 0; ok && from < n; from += BLOCK)
    {
      const guint m = MIN (BLOCK, n - from);

      block.colours = colours + (gsize) from * 3;
      ok = read_block (store, photos + from, m, &block, error);
      if (ok
          && (!sem_work_tick (work, (double) from / n)
              || !sem_work_parallel (work, m, colour_task, &block)))
        {
          g_cancellable_set_error_if_cancelled (work->progress.cancellable, error);
          ok = FALSE;
        }
      clear_block (&block);
    }
  return ok ? g_steal_pointer (&colours) : NULL;
}
