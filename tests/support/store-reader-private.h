/* store-reader-private.h - what the library that is filled holds, and the reader looks for
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/store/files.h"
#include "tests/support/store-reader.h"

#define BACKBONE STORE_READER_BACKBONE
#define DIM STORE_READER_DIM
#define N_PHOTOS STORE_READER_PHOTOS
#define FOLDER "/photos"
#define SCENE_KEY "key"
#define SKETCH_SIZE 16

/* Of file number @i. */
SemFileIdentity store_reader_make_identity (guint i);
/* @hash: (out) (array fixed-size=32): of photo number @i. */
void store_reader_make_hash (guint8 *hash, guint i);
