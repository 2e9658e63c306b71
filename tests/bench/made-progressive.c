/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "tests/bench/made-progressive.h"

#include <stdio.h>

#include <jpeglib.h>

guint8 *
made_progressive_encode (const char *data, gsize size, gsize *new_size)
{
  struct jpeg_decompress_struct from;
  struct jpeg_compress_struct to;
  struct jpeg_error_mgr errors;
  unsigned char *progressive = NULL;
  unsigned long n = 0;
  jvirt_barray_ptr *coefficients;

  from.err = to.err = jpeg_std_error (&errors);
  jpeg_create_decompress (&from);
  jpeg_mem_src (&from, (const unsigned char *) data, size);
  jpeg_read_header (&from, TRUE);
  coefficients = jpeg_read_coefficients (&from);
  jpeg_create_compress (&to);
  jpeg_mem_dest (&to, &progressive, &n);
  jpeg_copy_critical_parameters (&from, &to);
  jpeg_simple_progression (&to);
  jpeg_write_coefficients (&to, coefficients);
  jpeg_finish_compress (&to);
  jpeg_destroy_compress (&to);
  jpeg_destroy_decompress (&from);
  *new_size = n;
  return progressive;
}
