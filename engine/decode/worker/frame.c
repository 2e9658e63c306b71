/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "engine/decode/worker/frame.h"

#include "engine/decode/formats/apng.h"
#include "engine/decode/worker/worker-view.h"

#include <math.h>

#define WHITE 255
#define BLACK 0
#define GREY 128
/* Levels by which a pixel stands out from the backdrop. */
#define STANDS_OUT 48
/* What part of a picture is transparent at least, for its backdrop to be chosen. */
#define LEAST_CLEAR 16
/* Standard deviation of a frame that shows something, in levels. */
#define SHOWS_SOMETHING 24.
/* Frames without a duration take this long, in milliseconds. */
#define SHORTEST 10
/* About so many pixels of a frame are looked at. */
#define SAMPLES 250000

/* Backdrops ------------------------------------------------------------------------------------ */

/* Adds up the alpha of visible pixels by their brightness. Returns: that of all pixels. */
static guint64
weigh (const guint8 *pixels, guint width, guint height, gsize stride, guint64 *by_luma)
{
  guint64 total = 0;

  for (guint y = 0; y < height; y++)
    {
      const guint8 *pixel = pixels + y * stride;

      for (guint x = 0; x < width; x++, pixel += 4)
        by_luma[sem_view_luma (pixel)] += pixel[3];
    }
  for (guint level = 0; level < 256; level++)
    total += by_luma[level];
  return total;
}

static guint64
count_visible (const guint64 *by_luma, int backdrop)
{
  guint64 visible = 0;

  for (int level = 0; level < 256; level++)
    if (ABS (level - backdrop) >= STANDS_OUT)
      visible += by_luma[level];
  return visible;
}

guint8
sem_frame_get_backdrop (const guint8 *pixels, guint width, guint height, gsize stride)
{
  static const guint8 others[] = { BLACK, GREY };
  const guint64 most = (guint64) width * height * 255;
  guint64 by_luma[256] = { 0 }, best;
  const guint64 total = weigh (pixels, width, height, stride, by_luma);
  guint8 backdrop = WHITE;

  best = count_visible (by_luma, WHITE);
  if (most - total < most / LEAST_CLEAR || best >= total - total / 4)
    return WHITE;
  for (gsize i = 0; i < G_N_ELEMENTS (others); i++)
    {
      const guint64 visible = count_visible (by_luma, others[i]);

      if (visible > best)
        {
          best = visible;
          backdrop = others[i];
        }
    }
  return backdrop;
}

void
sem_frame_flatten (guint8 *pixels, guint width, guint height, gsize stride)
{
  const guint backdrop = sem_frame_get_backdrop (pixels, width, height, stride);

  for (guint y = 0; y < height; y++)
    {
      const guint8 *from = pixels + y * stride;
      guint8 *to = pixels + y * stride;

      for (guint x = 0; x < width; x++, from += 4, to += 3)
        {
          const guint alpha = from[3];

          for (guint c = 0; c < 3; c++)
            to[c] = (guint8) ((from[c] * alpha + backdrop * (255 - alpha) + 127) / 255);
        }
    }
}

/* Frames --------------------------------------------------------------------------------------- */

/* The standard deviation of the brightness over mid-grey, in levels: of a picture without visible
 * parts it is 0. */
static double
measure_variation (const GdkPixbuf *frame)
{
  const guint8 *pixels = gdk_pixbuf_read_pixels (frame);
  const guint width = (guint) gdk_pixbuf_get_width (frame);
  const guint height = (guint) gdk_pixbuf_get_height (frame);
  const gsize stride = (gsize) gdk_pixbuf_get_rowstride (frame);
  const guint n_channels = (guint) gdk_pixbuf_get_n_channels (frame);
  const guint step = (guint) MAX (1, (guint64) width * height / SAMPLES);
  guint64 n = 0;
  double sum = 0, squares = 0;

  for (guint y = 0; y < height; y++)
    for (guint x = y % step; x < width; x += step, n++)
      {
        const guint8 *pixel = pixels + y * stride + (gsize) x * n_channels;
        const double alpha = n_channels == 4 ? pixel[3] / 255. : 1;
        const double level = sem_view_luma (pixel) * alpha + GREY * (1 - alpha);

        sum += level;
        squares += level * level;
      }
  return n ? sqrt (MAX (0, squares / (double) n - sum / (double) n * sum / (double) n)) : 0;
}

static gboolean
is_plain (const GdkPixbuf *frame)
{
  return gdk_pixbuf_get_bits_per_sample (frame) == 8
         && (gdk_pixbuf_get_n_channels (frame) == 3 || gdk_pixbuf_get_n_channels (frame) == 4);
}

static guint
count_frames (const GdkPixbuf *first)
{
  const guint64 pixels =
    (guint64) gdk_pixbuf_get_width (first) * (guint64) gdk_pixbuf_get_height (first);

  return (guint) CLAMP (SEM_FRAME_MAX_PIXELS / MAX (pixels, 1), 1, SEM_FRAME_MAX_FRAMES);
}

/* GdkPixbuf's clock for animations is of a type that GLib would like to forget. */
G_GNUC_BEGIN_IGNORE_DEPRECATIONS

/* Advances to the next frame. FALSE at the end. */
static gboolean
advance (GdkPixbufAnimationIter *iter, GTimeVal *now)
{
  const int delay = gdk_pixbuf_animation_iter_get_delay_time (iter);

  if (delay < 0)
    return FALSE;
  g_time_val_add (now, (glong) CLAMP (delay, SHORTEST, 1000000) * 1000);
  gdk_pixbuf_animation_iter_advance (iter, now);
  return TRUE;
}

/* (transfer full) (nullable): NULL for the first frame. */
static GdkPixbuf *
find_frame (GdkPixbufAnimation *animation, const GdkPixbuf *first)
{
  double most = measure_variation (first);
  const guint n = most < SHOWS_SOMETHING ? count_frames (first) : 1;
  GTimeVal now = { 0, 0 };
  g_autoptr (GdkPixbufAnimationIter) iter =
    n > 1 ? gdk_pixbuf_animation_get_iter (animation, &now) : NULL;
  g_autoptr (GdkPixbuf) best = NULL;

  for (guint i = 1; iter && i < n && most < SHOWS_SOMETHING && advance (iter, &now); i++)
    {
      GdkPixbuf *frame = gdk_pixbuf_animation_iter_get_pixbuf (iter);
      const double variation = frame && is_plain (frame) ? measure_variation (frame) : 0;

      if (variation <= most)
        continue;
      most = variation;
      g_clear_object (&best);
      best = gdk_pixbuf_copy (frame);
    }
  return g_steal_pointer (&best);
}

G_GNUC_END_IGNORE_DEPRECATIONS

/* Animated PNG --------------------------------------------------------------------------------- */

/* (transfer full) (nullable): a frame by itself, with alpha. */
static GdkPixbuf *
decode_frame (const SemApngFrame *frame)
{
  g_autoptr (GdkPixbufLoader) loader = gdk_pixbuf_loader_new_with_type ("png", NULL);
  GdkPixbuf *pixbuf = NULL;

  if (!loader)
    return NULL;
  if (gdk_pixbuf_loader_write_bytes (loader, frame->png, NULL)
      && gdk_pixbuf_loader_close (loader, NULL))
    pixbuf = gdk_pixbuf_loader_get_pixbuf (loader);
  else
    gdk_pixbuf_loader_close (loader, NULL);
  if (!pixbuf || !is_plain (pixbuf) || gdk_pixbuf_get_width (pixbuf) != (int) frame->width
      || gdk_pixbuf_get_height (pixbuf) != (int) frame->height)
    return NULL;
  return gdk_pixbuf_add_alpha (pixbuf, FALSE, 0, 0, 0);
}

static void
draw_frame (const SemApngFrame *frame, const GdkPixbuf *pixbuf, GdkPixbuf *canvas)
{
  const int x = (int) frame->x, y = (int) frame->y;
  const int width = (int) frame->width, height = (int) frame->height;

  if (frame->over)
    gdk_pixbuf_composite (pixbuf, canvas, x, y, width, height, x, y, 1, 1, GDK_INTERP_NEAREST, 255);
  else
    gdk_pixbuf_copy_area (pixbuf, 0, 0, width, height, canvas, x, y);
}

/* Has the canvas be what the next frame is drawn on. @before: what it was */
static void
dispose_frame (const SemApngFrame *frame, GdkPixbuf *canvas, const GdkPixbuf *before)
{
  const int x = (int) frame->x, y = (int) frame->y;
  const int width = (int) frame->width, height = (int) frame->height;
  g_autoptr (GdkPixbuf) covered = NULL;

  if (frame->clear)
    {
      covered = gdk_pixbuf_new_subpixbuf (canvas, x, y, width, height);
      gdk_pixbuf_fill (covered, 0);
    }
  else if (frame->restore && before)
    gdk_pixbuf_copy_area (before, x, y, width, height, canvas, x, y);
}

/* Draws the next frame. FALSE at the end. */
static gboolean
draw_next (SemApng *apng, GdkPixbuf *canvas, SemApngFrame *frame, GdkPixbuf **before)
{
  g_autoptr (GdkPixbuf) pixbuf = NULL;

  if (!sem_apng_next (apng, frame))
    return FALSE;
  pixbuf = decode_frame (frame);
  g_bytes_unref (frame->png);
  if (!pixbuf)
    return FALSE;
  g_clear_object (before);
  if (frame->restore)
    *before = gdk_pixbuf_copy (canvas);
  draw_frame (frame, pixbuf, canvas);
  return TRUE;
}

/* (transfer full) (nullable): NULL for the default picture. */
static GdkPixbuf *
find_apng_frame (SemApng *apng, const GdkPixbuf *first)
{
  double most = measure_variation (first);
  const guint n = most < SHOWS_SOMETHING ? count_frames (first) : 1;
  g_autoptr (GdkPixbuf) canvas = NULL, best = NULL, before = NULL;
  SemApngFrame frame;

  if (n < 2 || gdk_pixbuf_get_width (first) != (int) apng->width
      || gdk_pixbuf_get_height (first) != (int) apng->height)
    return NULL;
  canvas = gdk_pixbuf_new (GDK_COLORSPACE_RGB, TRUE, 8, (int) apng->width, (int) apng->height);
  if (!canvas)
    return NULL;
  gdk_pixbuf_fill (canvas, 0);
  for (guint i = 0; i < n && most < SHOWS_SOMETHING && draw_next (apng, canvas, &frame, &before);
       i++)
    {
      const double variation = measure_variation (canvas);

      if (variation > most)
        {
          most = variation;
          g_clear_object (&best);
          best = gdk_pixbuf_copy (canvas);
        }
      dispose_frame (&frame, canvas, before);
    }
  return g_steal_pointer (&best);
}

GdkPixbuf *
sem_frame_choose (GdkPixbufLoader *loader, const guint8 *data, gsize size)
{
  SemApng apng;
  GdkPixbufAnimation *animation = gdk_pixbuf_loader_get_animation (loader);
  GdkPixbuf *first = gdk_pixbuf_loader_get_pixbuf (loader), *frame = NULL;

  if (!first)
    return NULL;
  if (animation && !gdk_pixbuf_animation_is_static_image (animation) && is_plain (first))
    frame = find_frame (animation, first);
  else if (is_plain (first) && sem_apng_init (&apng, data, size))
    {
      frame = find_apng_frame (&apng, first);
      sem_apng_clear (&apng);
    }
  return frame ? frame : g_object_ref (first);
}
