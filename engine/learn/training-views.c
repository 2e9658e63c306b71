/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-library"

#include "config.h"

#include "engine/learn/training-views.h"
#include "engine/photos/photo-pass.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>

typedef struct
{
  SemFinetuneDepth depth;
  guint n_views;
  guint64 seed;
  guint8 *rows;
  gsize row_size;
  guint8 *known;
} Making;

/* Reserves the space at once: writing to a mapped file on a full disk raises SIGBUS. */
static int
open_nameless (const char *folder, gsize size, GError **error)
{
  g_autofree char *path = g_build_filename (folder, "views-XXXXXX", NULL);
  g_autofree char *name = g_filename_display_name (folder);
  int fd = g_mkstemp_full (path, O_RDWR | O_CLOEXEC, 0600);
  int code = fd < 0 ? errno : 0;

  if (fd >= 0)
    {
      g_unlink (path);
      code = posix_fallocate (fd, 0, (off_t) size);
    }
  if (code == 0)
    return fd;
  if (fd >= 0)
    close (fd);
  if (code == ENOSPC || code == EFBIG)
    g_set_error (error, SEM_ERROR, SEM_ERROR_FULL,
                 _("There is no room in “%s” for the %u MB that training needs for a while. Make "
                   "room, or train the last stage alone."),
                 name, (guint) (size / 1000000 + 1));
  else
    g_set_error (
      error, SEM_ERROR, SEM_ERROR_FAILED,
      _("Training cannot write to “%s”: %s. Check that you have permission to write there."), name,
      g_strerror (code));
  return -1;
}

static guint8 *
map_nameless (const char *folder, gsize size, GError **error)
{
  int fd = open_nameless (folder, size, error);
  void *rows;

  if (fd < 0)
    return NULL;
  rows = mmap (NULL, size, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
  close (fd);
  if (rows != MAP_FAILED)
    return rows;
  g_set_error_literal (error, SEM_ERROR, SEM_ERROR_FAILED,
                       _("There is not enough memory to train. Close other programs and try "
                         "again."));
  return NULL;
}

static gboolean
make_rows (gsize index,
           const guint8 *rgb,
           SemPhotoReader *reader,
           gpointer user_data,
           GError **error)
{
  SemBackboneWorkspace *workspace = sem_photo_reader_get_workspace (reader);
  SemBackbone *backbone = sem_photo_reader_get_backbone (reader);
  const Making *making = user_data;

  for (guint view = 0; view < making->n_views; view++)
    sem_finetune_make_row (backbone, workspace, making->depth, rgb,
                           &(SemFinetuneView){ making->seed, index, view },
                           making->rows + (index * making->n_views + view) * making->row_size);
  making->known[index] = 1;
  return TRUE;
}

static void
close_gaps (SemTrainingViews *self, const guint8 *known, gsize n, gsize photo_size)
{
  for (gsize i = 0; i < n; i++)
    {
      if (!known[i])
        continue;
      if (self->n < i)
        memmove (self->rows + self->n * photo_size, self->rows + i * photo_size, photo_size);
      self->kept[self->n++] = (guint32) i;
    }
}

SemTrainingViews *
sem_training_views_new (const SemTrainingViewsRequest *request,
                        const gint64 *photos,
                        gsize n,
                        const SemProgress *progress,
                        GError **error)
{
  g_autoptr (SemTrainingViews) self = g_new0 (SemTrainingViews, 1);
  g_autoptr (SemPhotoPass) pass = NULL;
  g_autofree guint8 *known = g_new0 (guint8, n);
  Making making = { .depth = request->depth, .seed = request->seed, .known = known };
  gsize photo_size;

  making.n_views = sem_finetune_get_n_views (request->depth, request->augment);
  making.row_size = sem_finetune_get_row_size (request->depth);
  if (!g_size_checked_mul (&photo_size, making.n_views, making.row_size)
      || !g_size_checked_mul (&self->size, n, photo_size))
    g_return_val_if_reached (NULL);
  self->rows = map_nameless (request->folder, self->size, error);
  if (!self->rows)
    return NULL;
  making.rows = self->rows;
  self->kept = g_new (guint32, n);
  pass = sem_photo_pass_new (request->library, request->backbone);
  if (!sem_photo_pass_run (pass, photos, n, make_rows, &making, progress, error))
    return NULL;
  close_gaps (self, known, n, photo_size);
  return g_steal_pointer (&self);
}

void
sem_training_views_free (SemTrainingViews *self)
{
  if (!self)
    return;
  if (self->rows)
    munmap (self->rows, self->size);
  g_free (self->kept);
  g_free (self);
}
