/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "engine/decode/worker/worker-load.h"

#include "engine/decode/worker/orientation.h"

#include <string.h>

#define LARGE 64000000

static guint
choose_denominator (guint width, guint height)
{
  for (guint denominator = 8; denominator > 1; denominator /= 2)
    {
      const guint w = sem_render_get_scaled (width, denominator),
                  h = sem_render_get_scaled (height, denominator);

      if (MIN (w, h) >= SEM_DECODE_SIDE && MAX (w, h) >= SEM_THUMBNAIL_SIDE)
        return denominator;
    }
  return 1;
}

/* A region needs a higher resolution than the whole photo. */
static guint
choose_view_denominator (const SemLoad *load)
{
  const SemDecodeView *view = load->view;
  const guint longest = MAX (load->width, load->height);
  guint denominator = MAX (1, load->denominator / 2);

  if (view->width || view->side_percent)
    return 1;
  while (denominator > 1
         && sem_render_get_scaled (longest, denominator)
              < MAX (sem_decode_get_grey_side (view), sem_decode_get_colour_side (view)))
    denominator /= 2;
  return denominator;
}

guint
sem_load_choose_scale (guint width, guint height, gpointer user_data)
{
  SemLoad *load = user_data;

  load->width = width;
  load->height = height;
  if ((guint64) width * height > SEM_DECODE_MAX_PIXELS)
    return 0;
  load->plain_denominator = choose_denominator (width, height);
  load->denominator = load->plain_denominator;
  if (load->view)
    load->denominator = choose_view_denominator (load);
  return load->denominator;
}

guint
sem_load_choose_large_scale (guint width, guint height, gpointer user_data)
{
  SemLoad *load = user_data;

  if ((guint64) width * height > LARGE)
    return sem_load_choose_scale (width, height, user_data);
  load->width = width;
  load->height = height;
  load->plain_denominator = load->denominator = 1;
  return 1;
}

/* Whether the picture itself is to be changed, and not only given in other sizes. */
static gboolean
alters (const SemDecodeView *view)
{
  static const SemDecodeView nothing = { 0 };
  SemDecodeView rest = *view;

  rest.grey_side = rest.colour_side = 0;
  return memcmp (&rest, &nothing, sizeof rest) != 0;
}

SemDecodeStatus
sem_load_render (const SemLoad *load,
                 const SemWorkerPicture *picture,
                 guint8 *memory,
                 SemDecodeReply *reply)
{
  if (load->view && alters (load->view))
    return sem_render_view (picture, load->view, memory, reply);
  if (sem_orientation_swaps_sides (picture->orientation))
    {
      reply->width = load->height;
      reply->height = load->width;
    }
  if (load->view)
    return sem_render_with_pictures (picture, load->view,
                                     load->plain_denominator / load->denominator, memory,
                                     &reply->thumbnail_size);
  return sem_render_plain (picture, memory, &reply->thumbnail_size);
}
