/* tiff-pages.h - TIFF files of every layout, for tests
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>
#include <tiffio.h>

G_BEGIN_DECLS

/**
 * SemTiffPage:
 * @bits: of a sample, 8 or 16
 * @compression: COMPRESSION_…
 * @planes: PLANARCONFIG_…
 * @rows: of a strip; 0 for tiles
 * @kind: FILETYPE_…
 * @extra: EXTRASAMPLE_…, the kind of @alpha, which every pixel has; 0 for none
 * @mask: whether @alpha is a sample of which the file does not say what it is
 * @plain: grey, of one level, 128; otherwise the picture of sem_fixture_quarters()
 */
typedef struct
{
  guint width;
  guint height;
  guint bits;
  guint compression;
  guint planes;
  guint rows;
  guint orientation;
  guint kind;
  guint extra;
  guint8 alpha;
  gboolean mask;
  gboolean plain; /* grey, of one level */
} SemTiffPage;

#define SEM_TIFF_PAGE_USUAL                                                                        \
  .width = 96, .height = 64, .bits = 8, .compression = COMPRESSION_NONE, .rows = 16,               \
  .planes = PLANARCONFIG_CONTIG, .orientation = 1

/* Sets the tags of the next directory. */
void sem_tiff_page_set_tags (TIFF *tiff, const SemTiffPage *page);

/**
 * sem_tiff_pages_save:
 * @n_below: how many of the last pages are written below the first one, and not behind it; at most
 * 8
 * @mode: of TIFFOpen(), such as "wb" for the big-endian order
 *
 * Returns: (transfer full): the file
 */
GBytes *sem_tiff_pages_save (const SemTiffPage *pages, guint n, guint n_below, const char *mode);

G_END_DECLS
