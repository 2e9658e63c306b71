/* fake-private.h - shared by the source files of the fake model
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/model/asking/query-private.h"
#include "engine/model/browse/hidden.h"
#include "tests/support/fake-model.h"

G_BEGIN_DECLS

#define SEM_FAKE_N_BITS 256

struct _SemLibrary
{
  GObject parent_instance;

  SemLibraryState state;
  double progress;
  char *status;
  GListStore *photos;
  GListStore *folders;
  GListStore *problems;
  GListStore *models;
  GListStore *epochs;
  GListStore *jobs;
  SemCodes *codes;
  SemCodes *offer;
  gboolean training;
  char *coming_network;

  GString *calls;
  guint n_looks;
  guint64 cache;
  char *search_error;
  GPtrArray *held;
  gboolean hold;
  gboolean finds_nothing;
  gboolean hold_proofs;
};

struct _SemMatch
{
  GObject parent_instance;

  SemPhoto *photo;
  guint distance;
  gboolean above_chance;
  gboolean is_apart;
  const char *kind;
  char *paths[4];
};

void sem_fake_note_call (SemLibrary *self, const char *name, GFile *file);

SemFolder *sem_fake_folder_new (GFile *file, guint n_photos, SemFolderPresence presence);
void sem_fake_folder_move (SemFolder *self, const char *place);
SemProblem *sem_fake_problem_new (const char *path, const char *reason);

SemPhoto *sem_fake_photo_new (gint64 id);
/* A photo by a file of its own. */
SemPhoto *sem_fake_photo_new_at (gint64 id, const char *path);
/* Returns: (transfer full): where the file of a photo is. */
char *sem_fake_photo_dup_path (gint64 id);
SemPixels *sem_fake_make_pixels (guint hue);

/* Returns: (transfer full) (element-type int): the hues of the sources of @query; NULL with @error
 * set. */
GArray *sem_fake_query_list_hues (SemQuery *query, GError **error);
/* Whether its first source is a picture without a file. */
gboolean sem_fake_query_has_bytes (SemQuery *query);

/* @hues: (transfer full): those of @query; @photos: a list of #SemPhoto. */
SemResults *sem_fake_results_new (SemQuery *query, GArray *hues, GListModel *photos, guint k);
/* Of the library. */
void sem_fake_results_set_files (SemResults *self, SemHiddenFiles *files);
/* Leaves out hits that are not within @bounds. */
void sem_fake_results_bound (SemResults *self, const SemBounds *bounds);
void sem_fake_results_prove (SemResults *self, guint held);

/* Makes the hits again; those at the positions @held keep them. */
void sem_fake_results_refine (SemResults *self,
                              GListModel *photos,
                              guint k,
                              const guint *held,
                              guint n_held);

G_END_DECLS
