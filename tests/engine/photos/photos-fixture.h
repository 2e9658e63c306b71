/* photos-fixture.h - a library with a backbone of random weights, and files to show
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/nn/backbone.h"
#include "engine/store/store.h"

G_BEGIN_DECLS

/* The backbone's name where a test needs no weights. */
#define BACKBONE "made-up"

/**
 * PhotosFixture:
 * @folder: everything lies in it
 * @library: the library's path in it; the library is created empty
 */
typedef struct
{
  char *folder;
  char *library;
} PhotosFixture;

void photos_set_up (PhotosFixture *fixture, gconstpointer data);
void photos_tear_down (PhotosFixture *fixture, gconstpointer data);

/* (transfer full): opened for writing. */
SemStore *photos_open (PhotosFixture *fixture);

/* Adds a photo with a hash made of @number, whose feature is that of photos_fill_feature().
 * Returns: its id */
gint64 photos_add_described (SemStore *store, guint number);
/* Writes a generated photo to @name in the folder and adds it, with its file, to the library.
 * Returns: its id */
gint64 photos_add_file (PhotosFixture *fixture, SemStore *store, const char *name, guint family);

/* @feature: (out): SEM_BACKBONE_DIM numbers that half precision holds exactly. */
void photos_fill_feature (float *feature, guint number);

/* (transfer full): a path in the folder. */
char *photos_path (PhotosFixture *fixture, const char *name);
/* (transfer full): writes random weights to @name in the folder; the backbone that they are. */
SemBackbone *photos_write_weights (PhotosFixture *fixture, const char *name, guint32 seed);

G_END_DECLS
