/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "tests/engine/decode/formats/tiff-pages.h"

#include "tests/engine/decode/fixtures.h"

#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

static guint
get_n_samples (const SemTiffPage *page)
{
  return page->plain ? 1 : page->extra || page->mask ? 4 : 3;
}

void
sem_tiff_page_set_tags (TIFF *tiff, const SemTiffPage *page)
{
  const guint16 extra = (guint16) page->extra;
  const gboolean jpeg = page->compression == COMPRESSION_JPEG;

  TIFFSetField (tiff, TIFFTAG_IMAGEWIDTH, page->width);
  TIFFSetField (tiff, TIFFTAG_IMAGELENGTH, page->height);
  TIFFSetField (tiff, TIFFTAG_BITSPERSAMPLE, page->bits);
  TIFFSetField (tiff, TIFFTAG_SAMPLESPERPIXEL, get_n_samples (page));
  TIFFSetField (tiff, TIFFTAG_COMPRESSION, page->compression);
  TIFFSetField (tiff, TIFFTAG_PLANARCONFIG, page->planes);
  TIFFSetField (tiff, TIFFTAG_ORIENTATION, page->orientation);
  TIFFSetField (tiff, TIFFTAG_PHOTOMETRIC,
                page->plain ? PHOTOMETRIC_MINISBLACK
                : jpeg      ? PHOTOMETRIC_YCBCR
                            : PHOTOMETRIC_RGB);
  if (jpeg)
    TIFFSetField (tiff, TIFFTAG_JPEGCOLORMODE, JPEGCOLORMODE_RGB);
  if (page->kind)
    TIFFSetField (tiff, TIFFTAG_SUBFILETYPE, page->kind);
  if (page->extra || page->mask)
    TIFFSetField (tiff, TIFFTAG_EXTRASAMPLES, 1, &extra);
  if (page->rows)
    TIFFSetField (tiff, TIFFTAG_ROWSPERSTRIP, page->rows);
  else
    {
      TIFFSetField (tiff, TIFFTAG_TILEWIDTH, 32);
      TIFFSetField (tiff, TIFFTAG_TILELENGTH, 16);
    }
}

/* One sample of the quarters, as the file has it; @c: 3 for alpha. */
static guint8
get_sample (const SemTiffPage *page, const GdkPixbuf *pixbuf, guint x, guint y, guint c)
{
  const guint8 *pixels = gdk_pixbuf_read_pixels (pixbuf);
  guint8 value;

  if (c == 3)
    return page->alpha;
  x = MIN (x, page->width - 1);
  y = MIN (y, page->height - 1);
  value = pixels[y * (guint) gdk_pixbuf_get_rowstride (pixbuf) + x * 3 + c];
  return page->extra == EXTRASAMPLE_ASSOCALPHA ? (guint8) ((value * page->alpha + 127) / 255)
                                               : value;
}

/* @n: pixels of a row that start at @x, of all samples or of @plane alone */
static void
fill_row (const SemTiffPage *page,
          const GdkPixbuf *pixbuf,
          guint x,
          guint y,
          guint n,
          guint plane,
          guint8 *row)
{
  const guint n_samples = get_n_samples (page);
  const gboolean apart = page->planes == PLANARCONFIG_SEPARATE;

  if (page->plain)
    {
      memset (row, 128, n);
      return;
    }
  for (guint i = 0; i < n; i++)
    for (guint c = apart ? plane : 0; c < (apart ? plane + 1 : n_samples); c++)
      for (guint byte = 0; byte < page->bits / 8; byte++)
        *row++ = get_sample (page, pixbuf, x + i, y, c);
}

static void
write_page (TIFF *tiff, const SemTiffPage *page)
{
  g_autoptr (GdkPixbuf) pixbuf =
    page->plain ? NULL : sem_fixture_quarters ((int) page->width, (int) page->height);
  const guint n_planes = page->planes == PLANARCONFIG_SEPARATE ? 3 : 1;
  g_autofree guint8 *row = g_malloc (page->width * 8 + 32 * 16 * 8);

  sem_tiff_page_set_tags (tiff, page);
  for (guint plane = 0; plane < n_planes; plane++)
    if (page->rows)
      for (guint y = 0; y < page->height; y++)
        {
          fill_row (page, pixbuf, 0, y, page->width, plane, row);
          g_assert_cmpint (TIFFWriteScanline (tiff, row, y, (guint16) plane), ==, 1);
        }
    else
      for (guint y = 0; y < page->height; y += 16)
        for (guint x = 0; x < page->width; x += 32)
          {
            const gsize size = (gsize) TIFFTileRowSize (tiff);

            for (guint j = 0; j < 16; j++)
              fill_row (page, pixbuf, x, y + j, 32, plane, row + j * size);
            g_assert_cmpint ((int) TIFFWriteTile (tiff, row, x, y, 0, (guint16) plane), >, 0);
          }
}

GBytes *
sem_tiff_pages_save (const SemTiffPage *pages, guint n, guint n_below, const char *mode)
{
  const int fd = memfd_create ("tiff", MFD_CLOEXEC);
  TIFF *tiff = TIFFFdOpen (dup (fd), "photo", mode);
  toff_t offsets[8] = { 0 };
  guint8 *data;
  off_t size;

  for (guint i = 0; i < n; i++)
    {
      write_page (tiff, &pages[i]);
      if (i == 0 && n_below > 0)
        TIFFSetField (tiff, TIFFTAG_SUBIFD, (guint16) n_below, offsets);
      g_assert_cmpint (TIFFWriteDirectory (tiff), ==, 1);
    }
  TIFFClose (tiff);
  size = lseek (fd, 0, SEEK_END);
  data = g_malloc ((gsize) size);
  g_assert_cmpint (pread (fd, data, (gsize) size, 0), ==, size);
  close (fd);
  return g_bytes_new_take (data, (gsize) size);
}
