/* made-library.h - a library of photos that were never files, to search within scopes
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/search/search.h"
#include "tests/support/library-test.h"

G_BEGIN_DECLS

/* The first MADE_ALIKE look alike; the others are of nine kinds. Codes have 16 bits: there are ties
 * at every distance. */
#define MADE_N 1500
#define MADE_ALIKE 700

/**
 * MadeFile:
 * @type: what its name's ending counts as, NULL for none
 * @seconds: its time, rounded down
 */
typedef struct
{
  char *path;
  const char *type;
  gint64 seconds;
  gboolean missing;
} MadeFile;

typedef struct
{
  gint64 id;
  guint width;
  guint height;
  MadeFile files[2];
  guint n_files;
} MadePhoto;

typedef struct
{
  LibraryTest base;
  SemSearcher *searcher;
  MadePhoto photos[MADE_N];
  float *centred;
} MadeLibrary;

MadeLibrary *made_library_new (void);
void made_library_free (MadeLibrary *self);

/* NULL where there is none with that id. */
const MadePhoto *made_library_get (const MadeLibrary *self, gint64 id);

/* How alike photo @number and the photo of that id are, before the hits are made monotone. */
float made_library_measure (MadeLibrary *self, guint number, gint64 photo);
/* The score of photos that have nothing to do with each other. */
#define MADE_UNRELATED .35
/* How much more alike than the best of unrelated photos; negative for less. */
double made_library_excess (MadeLibrary *self, float likeness);
/* Makes them so. */
void made_library_fit (GArray *hits);

G_END_DECLS
