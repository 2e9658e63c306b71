/* fake-private.h - shared by the source files of the fake model
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

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
  GListStore *epochs;
  SemCodes *codes;
  SemCodes *offer;
  gboolean training;

  GString *calls;
  char *search_error;
  GPtrArray *held;
  gboolean hold;
  gboolean hold_proofs;
};

struct _SemQuery
{
  GObject parent_instance;

  SemPhoto *photo;
  GFile *file;
  GBytes *bytes;
  char *title;
  SemQuery *original;
  guint n_unlike;
  GPtrArray *parts; /* (nullable): of SemQuery, where several pictures are searched for */
};

void sem_fake_note_call (SemLibrary *self, const char *name, GFile *file);

SemFolder *sem_fake_folder_new (GFile *file, guint n_photos, SemFolderPresence presence);
SemProblem *sem_fake_problem_new (const char *path, const char *reason);

SemPhoto *sem_fake_photo_new (gint64 id);
/* Returns: (transfer full): where the file of a photo is. */
char *sem_fake_photo_dup_path (gint64 id);
SemPixels *sem_fake_make_pixels (guint hue);

/* Returns: the hue that @query looks for, or -1 with @error set. */
int sem_fake_query_get_hue (SemQuery *query, GError **error);

/* @photos: a list of #SemPhoto. */
SemResults *sem_fake_results_new (SemQuery *query, guint hue, GListModel *photos, guint k);
/* Leaves out hits that are not within @bounds. */
void sem_fake_results_bound (SemResults *self, const SemBounds *bounds);
void sem_fake_results_prove (SemResults *self, guint held);

G_END_DECLS
