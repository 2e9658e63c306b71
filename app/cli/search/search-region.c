/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "app/cli/search/search-region.h"
#include "engine/photos/content.h"

#include <math.h>
#include <string.h>
#include <unistd.h>

#include <glib/gi18n.h>

/* How the decoder counts shares of a side. */
#define SHARE 65536

/* Percentages may have decimals; pixels are whole. No signs, exponents or names of numbers. */
static gboolean
parse_number (const char *text, gboolean percent, double *number)
{
  const gsize length = strlen (text) - (percent ? 1 : 0);
  const gsize digits = strspn (text, percent ? "0123456789." : "0123456789");
  char *end;

  if (length == 0 || digits != length || length > 12)
    return FALSE;
  *number = g_ascii_strtod (text, &end);
  return end == text + length;
}

gboolean
cli_region_parse (const char *text, CliRegion *region, char **sentence)
{
  g_auto (GStrv) parts = g_strsplit (text, ",", -1);
  double numbers[4];
  gboolean good = g_strv_length (parts) == G_N_ELEMENTS (numbers);

  region->percent = good && g_str_has_suffix (parts[0], "%");
  for (guint i = 0; good && i < G_N_ELEMENTS (numbers); i++)
    good = g_str_has_suffix (parts[i], "%") == region->percent
           && parse_number (parts[i], region->percent, &numbers[i]);
  if (!good)
    {
      *sentence =
        g_strdup (_("--region takes X,Y,W,H in whole pixels, such as 120,80,640,480, or in "
                    "percent, such as 10%,10%,50%,50%."));
      return FALSE;
    }
  region->x = numbers[0];
  region->y = numbers[1];
  region->width = numbers[2];
  region->height = numbers[3];
  if (region->width <= 0 || region->height <= 0)
    *sentence = g_strdup_printf (_("the region %s is empty."), text);
  else if (region->percent && (region->x + region->width > 100 || region->y + region->height > 100))
    *sentence = g_strdup_printf (_("the region %s is not inside the picture."), text);
  else
    return TRUE;
  return FALSE;
}

static gboolean
read_size (const char *path, guint *width, guint *height, GError **error)
{
  g_autofree char *name = g_filename_display_name (path);
  g_autoptr (SemDecoder) decoder = NULL;
  g_autoptr (SemDecodedPhoto) photo = NULL;
  SemFileIdentity identity;
  int fd = sem_content_open (path, &identity, error);

  if (fd < 0)
    return FALSE;
  decoder = sem_decoder_new (NULL);
  photo = sem_decoder_decode (decoder, fd, name, NULL, error);
  close (fd);
  if (!photo)
    return FALSE;
  *width = photo->width;
  *height = photo->height;
  return TRUE;
}

/* The decoder rounds down to pixels. */
static guint32
share_pixels (double pixels, guint side)
{
  return (guint32) ceil (pixels * SHARE / side);
}

static void
share_percent (double from, double length, guint32 *share_from, guint32 *share_length)
{
  *share_from = (guint32) MIN (floor (from * SHARE / 100), SHARE - 1);
  *share_length = (guint32) CLAMP (ceil (length * SHARE / 100), 1, SHARE - *share_from);
}

gboolean
cli_region_resolve (const CliRegion *self,
                    const char *text,
                    const char *path,
                    SemDecodeView *view,
                    char **sentence,
                    GError **error)
{
  g_autofree char *name = g_filename_display_name (path);
  guint width, height;

  *sentence = NULL;
  if (self->percent)
    {
      share_percent (self->x, self->width, &view->x, &view->width);
      share_percent (self->y, self->height, &view->y, &view->height);
      return TRUE;
    }
  if (!read_size (path, &width, &height, error))
    return FALSE;
  if (self->x + self->width > width || self->y + self->height > height)
    {
      *sentence =
        g_strdup_printf (_("the region %s is not inside “%s”, which has %u × %u pixels."), text,
                         name, width, height);
      return FALSE;
    }
  view->x = share_pixels (self->x, width);
  view->y = share_pixels (self->y, height);
  view->width = share_pixels (self->width, width);
  view->height = share_pixels (self->height, height);
  return TRUE;
}
