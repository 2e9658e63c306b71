/* fixtures.h - pictures and files for the decoding tests
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/decode/decoder.h"

#include <gdk-pixbuf/gdk-pixbuf.h>

G_BEGIN_DECLS

/* A picture whose quarters are, row by row, red, green, blue and white. */
GdkPixbuf *sem_fixture_quarters (int width, int height);

/* The colour of a quarter (0 to 3) of sem_fixture_quarters() in an upright network input. */
void sem_fixture_assert_quarters (const guint8 *input);

/* The file that GdkPixbuf writes; %NULL if it cannot write the type. */
GBytes *sem_fixture_save (GdkPixbuf *pixbuf, const char *type);

/* An EXIF directory with only an orientation. */
GBytes *sem_fixture_exif (guint orientation, gboolean big_endian);

/* @jpeg with @exif in an APP1 segment; @png with it in an eXIf chunk. */
GBytes *sem_fixture_jpeg_with_exif (GBytes *jpeg, GBytes *exif);
GBytes *sem_fixture_png_with_exif (GBytes *png, GBytes *exif);

/* @png with a chunk of this name, of four letters, behind its first one. */
GBytes *sem_fixture_png_with_chunk (GBytes *png, const char *name, GBytes *body);

/* The CRC at the end of a PNG chunk. */
guint32 sem_fixture_crc32 (const guint8 *data, gsize size);

/* A file descriptor of a memfd with these bytes. */
int sem_fixture_open (GBytes *bytes);

/* sem_decoder_decode() of @bytes. */
SemDecodedPhoto *sem_fixture_decode (SemDecoder *decoder, GBytes *bytes, GError **error);

/* A folder of the test data, unpacked if it is an archive, or %NULL after g_test_skip(). */
char *sem_fixture_find_data (const char *name);

/* (transfer full): path of a worker that does what fake-decoder.c knows by this name, to be removed
 * by sem_fixture_unlink_fakes(). A worker has no environment that could tell it. */
char *sem_fixture_link_fake (const char *lie);
void sem_fixture_unlink_fakes (void);

G_END_DECLS
