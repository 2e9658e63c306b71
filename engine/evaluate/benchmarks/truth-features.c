/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "engine/evaluate/benchmarks/truth-features.h"

#include "engine/decode/decoder.h"
#include "engine/kernels/f16.h"
#include "engine/photos/codes.h"
#include "engine/photos/content.h"
#include "engine/store/backbones.h"
#include "engine/store/photos.h"
#include "engine/store/scope.h"

#include <math.h>
#include <unistd.h>

#include <glib/gi18n-lib.h>

/* The whole side of a photo in a SemDecodeView. */
#define SHARE 65536

typedef struct
{
  SemPhotoFinder *finder;
  GHashTable *known; /* ids of photos with features */
} Finding;

static void
take_file (gint64 photo, const char *path, const SemStoreDate *date, gpointer user_data)
{
  const Finding *finding = user_data;

  if (g_hash_table_contains (finding->known, &photo))
    sem_photo_finder_add (finding->finder, path, photo);
}

SemPhotoFinder *
sem_photo_finder_load (SemStore *store, const char *backbone, const char *folder, GError **error)
{
  g_autoptr (GArray) ids = sem_store_list_training (store, backbone, error);
  g_autoptr (GHashTable) known = g_hash_table_new (g_int64_hash, g_int64_equal);
  g_autoptr (SemPhotoFinder) finder = sem_photo_finder_new ();
  Finding finding = { finder, known };

  if (!ids)
    return NULL;
  for (guint i = 0; i < ids->len; i++)
    g_hash_table_add (known, &g_array_index (ids, gint64, i));
  if (!sem_store_each_file (store, folder, NULL, take_file, &finding, NULL, error))
    return NULL;
  sem_photo_finder_sort (finder);
  return g_steal_pointer (&finder);
}

/* What describes parts of photos. */
typedef struct
{
  SemStore *store;
  SemBackbone *backbone;
  SemDecoder *decoder;
  SemBackboneWorkspace *workspace;
  GCancellable *cancellable;
} Tools;

/* The decoder rounds down to pixels. */
static guint32
share (long pixels, guint side)
{
  return (guint32) ceil ((double) pixels * SHARE / side);
}

/* @from, @to: whole pixels inside the photo, clamped from a box */
static gboolean
clamp_side (double low, double high, guint side, long *from, long *to)
{
  *from = lround (CLAMP (low, 0, side));
  *to = lround (CLAMP (high, 0, side));
  return *from < *to;
}

static gboolean
make_view (const SemTruthRow *row, guint width, guint height, SemDecodeView *view, GError **error)
{
  long x1, y1, x2, y2;

  if (clamp_side (row->box.x1, row->box.x2, width, &x1, &x2)
      && clamp_side (row->box.y1, row->box.y2, height, &y1, &y2))
    {
      *view = (SemDecodeView){
        .x = share (x1, width),
        .y = share (y1, height),
        .width = share (x2 - x1, width),
        .height = share (y2 - y1, height),
      };
      return TRUE;
    }
  g_set_error (error, SEM_ERROR, SEM_ERROR_DAMAGED,
               _("The box of the query “%s” is not inside the photo, which has %u × %u pixels."),
               row->name, width, height);
  return FALSE;
}

static gboolean
describe (const Tools *tools, int fd, const SemTruthRow *row, float *feature, GError **error)
{
  g_autofree char *name = g_filename_display_name (row->path);
  g_autoptr (SemDecodedPhoto) photo = NULL;
  guint16 half[SEM_BACKBONE_DIM];
  SemStorePhoto stored = { 0 };
  SemDecodeView view;
  gboolean ok = sem_store_get_photo (tools->store, row->photo, &stored, error)
                && make_view (row, MAX (1, stored.width), MAX (1, stored.height), &view, error);

  sem_store_photo_clear (&stored);
  if (!ok)
    return FALSE;
  photo = sem_decoder_decode_view (tools->decoder, fd, name, &view, tools->cancellable, error);
  if (!photo
      || !sem_backbone_describe (tools->backbone, tools->workspace, photo->input, feature,
                                 tools->cancellable, error))
    return FALSE;
  /* As the stored ones. */
  sem_k_f32_to_f16 (feature, SEM_BACKBONE_DIM, half);
  sem_k_f16_to_f32 (half, SEM_BACKBONE_DIM, feature);
  return TRUE;
}

static gboolean
describe_part (const Tools *tools, const SemTruthRow *row, float *feature, GError **error)
{
  SemFileIdentity identity;
  const int fd = sem_content_open (row->path, &identity, error);
  gboolean ok;

  if (fd < 0)
    return FALSE;
  ok = describe (tools, fd, row, feature, error);
  close (fd);
  return ok;
}

static gboolean
load_row (const Tools *tools, const SemTruthRow *row, float *feature, GError **error)
{
  gboolean found = TRUE;

  if (row->boxed)
    return describe_part (tools, row, feature, error);
  if (!sem_codes_load_feature (tools->store, row->photo, sem_backbone_get_id (tools->backbone),
                               feature, &found, error))
    return FALSE;
  if (!found)
    g_set_error (error, SEM_ERROR, SEM_ERROR_NOT_FOUND,
                 _("The photo “%s” changed meanwhile. Start again."), row->name);
  return found;
}

static gboolean
load_all (const Tools *tools,
          const SemTruth *truth,
          const SemProgress *progress,
          float *features,
          GError **error)
{
  for (guint i = 0; i < truth->rows->len; i++)
    {
      if (g_cancellable_set_error_if_cancelled (tools->cancellable, error)
          || !load_row (tools, sem_truth_get_row (truth, i),
                        features + (gsize) i * SEM_BACKBONE_DIM, error))
        return FALSE;
      sem_progress_report (progress, (double) (i + 1) / truth->rows->len);
    }
  return TRUE;
}

float *
sem_truth_load_features (const SemTruth *truth,
                         SemStore *store,
                         SemBackbone *backbone,
                         const SemProgress *progress,
                         GError **error)
{
  g_autofree float *features =
    g_try_new (float, MAX (1, (gsize) truth->rows->len) * SEM_BACKBONE_DIM);
  g_autoptr (SemDecoder) decoder = sem_decoder_new (NULL);
  g_autoptr (SemBackboneWorkspace) workspace = sem_backbone_workspace_new (backbone);
  const Tools tools = { store, backbone, decoder, workspace,
                        sem_progress_get_cancellable (progress) };

  if (!features)
    {
      g_set_error (error, SEM_ERROR, SEM_ERROR_FAILED,
                   _("There is not enough memory to evaluate %u photos at once."),
                   truth->rows->len);
      return NULL;
    }
  return load_all (&tools, truth, progress, features, error) ? g_steal_pointer (&features) : NULL;
}
