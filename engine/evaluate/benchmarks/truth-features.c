/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "engine/evaluate/benchmarks/truth-features.h"

#include "engine/decode/decoder.h"
#include "engine/decode/worker/resize.h"
#include "engine/kernels/f16.h"
#include "engine/nn/pooling/backbone-map.h"
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

/* Sizes that a query is described at, the stored one in the middle: Radenović, Tolias and Chum,
 * "Fine-tuning CNN image retrieval with no human annotation", TPAMI 2018, section 5.2, take half as
 * many pixels, and as many again, likewise. */
static const guint sides[] = { 160, SEM_BACKBONE_SIDE, 320 };

/* Of the picture that these are made from, so that its shorter side has enough. */
#define COLOUR_SIDE 640

/* What describes parts of photos.
 * @maps: (nullable): by sides, made when first needed */
typedef struct
{
  SemStore *store;
  SemBackbone *backbone;
  SemDecoder *decoder;
  SemBackboneWorkspace *workspace;
  GCancellable *cancellable;
  SemBackboneMap *maps[G_N_ELEMENTS (sides)];
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

static double
get_length (const float *feature)
{
  double sum = 0;

  for (guint i = 0; i < SEM_BACKBONE_DIM; i++)
    sum += (double) feature[i] * feature[i];
  return sqrt (sum);
}

/* The feature of the whole picture at a size. */
static void
describe_size (Tools *tools, const SemDecodedPhoto *photo, guint size, float *feature)
{
  const guint side = sides[size];
  const SemRgbImage picture = { g_bytes_get_data (photo->colour, NULL), photo->colour_width,
                                photo->colour_height, (gsize) photo->colour_width * 3 };
  g_autofree guint8 *input = g_malloc ((gsize) side * side * 3);

  if (!tools->maps[size])
    tools->maps[size] = sem_backbone_map_new (tools->backbone, side);
  sem_resize_rgb (SEM_RESIZE_SHARP, &picture, input, side, side);
  sem_backbone_map_forward (tools->maps[size], input);
  sem_backbone_map_pool (tools->maps[size], 0, 0, side / SEM_BACKBONE_CELL,
                         side / SEM_BACKBONE_CELL, feature);
}

/* @feature: (inout): at the stored size; then the mean of the directions at all sizes, of the same
 *   length */
static void
add_sizes (Tools *tools, const SemDecodedPhoto *photo, float *feature)
{
  const double length = get_length (feature);
  g_autofree float *other = g_new (float, SEM_BACKBONE_DIM);
  double all;

  for (guint s = 0; s < G_N_ELEMENTS (sides); s++)
    {
      double weight;

      if (sides[s] == SEM_BACKBONE_SIDE)
        continue;
      describe_size (tools, photo, s, other);
      weight = length / MAX (get_length (other), G_MINFLOAT);
      for (guint i = 0; i < SEM_BACKBONE_DIM; i++)
        feature[i] += (float) (weight * other[i]);
    }
  all = MAX (get_length (feature), G_MINFLOAT);
  for (guint i = 0; i < SEM_BACKBONE_DIM; i++)
    feature[i] = (float) (feature[i] * length / all);
}

static gboolean
describe (Tools *tools, int fd, const SemTruthRow *row, float *feature, GError **error)
{
  g_autofree char *name = g_filename_display_name (row->path);
  g_autoptr (SemDecodedPhoto) photo = NULL;
  guint16 half[SEM_BACKBONE_DIM];
  SemStorePhoto stored = { 0 };
  SemDecodeView view = { 0 };
  gboolean ok =
    sem_store_get_photo (tools->store, row->photo, &stored, error)
    && (!row->boxed
        || make_view (row, MAX (1, stored.width), MAX (1, stored.height), &view, error));

  sem_store_photo_clear (&stored);
  if (!ok)
    return FALSE;
  view.colour_side = row->scaled ? COLOUR_SIDE : 0;
  photo = sem_decoder_decode_view (tools->decoder, fd, name, &view, tools->cancellable, error);
  if (!photo
      || !sem_backbone_describe (tools->backbone, tools->workspace, photo->input, feature,
                                 tools->cancellable, error))
    return FALSE;
  if (row->scaled && photo->colour)
    add_sizes (tools, photo, feature);
  /* As the stored ones. */
  sem_k_f32_to_f16 (feature, SEM_BACKBONE_DIM, half);
  sem_k_f16_to_f32 (half, SEM_BACKBONE_DIM, feature);
  return TRUE;
}

static gboolean
describe_part (Tools *tools, const SemTruthRow *row, float *feature, GError **error)
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
load_row (Tools *tools, const SemTruthRow *row, float *feature, GError **error)
{
  gboolean found = TRUE;

  if (row->boxed || row->scaled)
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
load_all (Tools *tools,
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
  Tools tools = { store,   backbone, decoder, workspace, sem_progress_get_cancellable (progress),
                  { NULL } };
  gboolean ok;

  if (!features)
    {
      g_set_error (error, SEM_ERROR, SEM_ERROR_FAILED,
                   _("There is not enough memory to evaluate %u photos at once."),
                   truth->rows->len);
      return NULL;
    }
  ok = load_all (&tools, truth, progress, features, error);
  for (guint s = 0; s < G_N_ELEMENTS (sides); s++)
    g_clear_pointer (&tools.maps[s], sem_backbone_map_free);
  return ok ? g_steal_pointer (&features) : NULL;
}
