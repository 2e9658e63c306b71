/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "tests/support/fake-private.h"

#include <gdk-pixbuf/gdk-pixbuf.h>
#include <math.h>

static int
hue_of_pixbuf (GdkPixbuf *pixbuf)
{
  g_autoptr (GdkPixbuf) dot = gdk_pixbuf_scale_simple (pixbuf, 1, 1, GDK_INTERP_BILINEAR);
  const guchar *rgb = gdk_pixbuf_read_pixels (dot);
  double hue = atan2 (sqrt (3) * (rgb[1] - rgb[2]), 2. * rgb[0] - rgb[1] - rgb[2]) * 180 / G_PI;

  return ((int) lround (hue) + 360) % 360;
}

static int
hue_of_source (const SemSearchSource *source, GError **error)
{
  g_autoptr (GdkPixbuf) pixbuf = NULL;

  if (source->kind == SEM_SEARCH_PHOTO)
    return (int) sem_fake_get_hue (source->photo);
  if (source->kind == SEM_SEARCH_FILE)
    pixbuf = gdk_pixbuf_new_from_file (source->path, error);
  else
    {
      g_autoptr (GInputStream) stream = g_memory_input_stream_new_from_bytes (source->bytes);

      pixbuf = gdk_pixbuf_new_from_stream (stream, NULL, error);
    }
  return pixbuf ? hue_of_pixbuf (pixbuf) : -1;
}

static int
hue_of_words (const char *words)
{
  return g_str_equal (words, "green") ? 120 : g_str_equal (words, "blue") ? 240 : 0;
}

GArray *
sem_fake_query_list_hues (SemQuery *self, GError **error)
{
  g_autoptr (GArray) hues = g_array_new (FALSE, FALSE, sizeof (int));
  g_autoptr (SemSearchRequest) request = sem_query_make_request (self, 1, NULL, error);

  for (guint i = 0; request && i < request->sources->len; i++)
    {
      int hue = hue_of_source (&g_array_index (request->sources, SemSearchSource, i), error);

      if (hue < 0)
        return NULL;
      g_array_append_val (hues, hue);
    }
  if (request && request->text)
    {
      const int hue = hue_of_words (request->text);

      g_array_append_val (hues, hue);
    }
  return request ? g_steal_pointer (&hues) : NULL;
}

gboolean
sem_fake_query_has_bytes (SemQuery *self)
{
  g_autoptr (SemSearchRequest) request = sem_query_make_request (self, 1, NULL, NULL);

  return request->sources->len > 0
         && g_array_index (request->sources, SemSearchSource, 0).kind == SEM_SEARCH_BYTES;
}
