/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-inspect"

#include "config.h"

#include "engine/inspect/altered.h"

#include "engine/evaluate/pictures/alteration.h"
#include "engine/inspect/metrics.h"
#include "engine/kernels/f16.h"
#include "engine/photos/content.h"
#include "engine/store/details/inspected.h"
#include "engine/store/photos.h"

#include <math.h>
#include <string.h>
#include <unistd.h>

/* The photo as it is, and its alterations. */
#define N_VIEWS (1 + SEM_INSPECT_N_ALTERATIONS)
#define SEED 1
/* Photos at least as alike as this are the same picture, saved twice. */
#define TWIN_COSINE 0.98
/* A photo that is decoded again differs by rounding at most. */
#define SAME_COSINE 0.98

/* What one thread needs. */
typedef struct
{
  SemDecoder *decoder;
  SemBackboneWorkspace *workspace;
} Tools;

/* One photo: its features as far as they are known. */
typedef struct
{
  SemStorePhoto photo;
  int fd;
  char *name;
  SemDecodeView views[N_VIEWS];
  guint16 features[N_VIEWS][SEM_BACKBONE_DIM];
  gboolean known[N_VIEWS];
  GError *errors[N_VIEWS];
} Altered;

typedef struct
{
  SemInspectSubject *subject;
  SemBackbone *backbone;
  GAsyncQueue *tools;
  const SemAlteration *alterations[SEM_INSPECT_N_ALTERATIONS];
  GArray *photos;    /* double: shape (M) */
  GArray *ranks;     /* double: shape (M, A) */
  GArray *distances; /* double: shape (M, A) */
  GArray *cosines;   /* double: shape (M) */
  Altered *now;
  GCancellable *cancellable;
} Run;

static void
tools_free (gpointer data)
{
  Tools *tools = data;

  sem_decoder_free (tools->decoder);
  sem_backbone_workspace_free (tools->workspace);
  g_free (tools);
}

static void
altered_clear (Altered *self)
{
  sem_store_photo_clear (&self->photo);
  if (self->fd >= 0)
    close (self->fd);
  g_free (self->name);
  for (guint v = 0; v < N_VIEWS; v++)
    g_clear_error (&self->errors[v]);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Altered, altered_clear)

static const char *
get_view_name (guint view)
{
  return view == 0 ? "" : sem_inspect_alterations[view - 1];
}

static void
find_alterations (Run *run)
{
  guint n;
  const SemAlteration *all = sem_alteration_list (&n);

  for (guint a = 0; a < SEM_INSPECT_N_ALTERATIONS; a++)
    for (guint i = 0; i < n; i++)
      if (g_str_equal (all[i].id, sem_inspect_alterations[a]))
        run->alterations[a] = &all[i];
}

/* Decodes and describes one view of the present photo. */
static void
view_task (gsize view, gpointer data)
{
  Run *run = data;
  Altered *now = run->now;
  Tools *tools;
  g_autoptr (SemDecodedPhoto) decoded = NULL;
  float feature[SEM_BACKBONE_DIM];

  if (now->known[view])
    return;
  tools = g_async_queue_try_pop (run->tools);
  if (!tools)
    {
      tools = g_new (Tools, 1);
      tools->decoder = sem_decoder_new (NULL);
      tools->workspace = sem_backbone_workspace_new (run->backbone);
    }
  decoded = sem_decoder_decode_view (tools->decoder, now->fd, now->name,
                                     view > 0 ? &now->views[view] : NULL, run->cancellable,
                                     &now->errors[view]);
  if (decoded
      && sem_backbone_describe (run->backbone, tools->workspace, decoded->input, feature,
                                run->cancellable, &now->errors[view]))
    {
      sem_k_f32_to_f16 (feature, SEM_BACKBONE_DIM, now->features[view]);
      now->known[view] = TRUE;
    }
  g_async_queue_push (run->tools, tools);
}

static gboolean
load_known (Run *run, Altered *now, GError **error)
{
  for (guint v = 0; v < N_VIEWS; v++)
    if (!sem_store_get_altered (run->subject->store, now->photo.hash, run->subject->row.backbone,
                                get_view_name (v), now->features[v], SEM_BACKBONE_DIM,
                                &now->known[v], error))
      return FALSE;
  return TRUE;
}

/* Opens the photo's file, if it still has the photo's contents. */
static gboolean
open_file (Run *run, Altered *now)
{
  SemFileIdentity identity;
  guint8 hash[SEM_STORE_HASH_SIZE];

  if (!now->photo.path)
    return FALSE;
  now->name = g_filename_display_basename (now->photo.path);
  now->fd = sem_content_open (now->photo.path, &identity, NULL);
  return now->fd >= 0 && sem_content_hash (now->fd, now->name, hash, run->cancellable, NULL)
         && memcmp (hash, now->photo.hash, sizeof hash) == 0;
}

static gboolean
store_views (Run *run, Altered *now, GError **error)
{
  SemStore *store = run->subject->store;
  gboolean ok = sem_store_begin (store, error);

  for (guint v = 0; ok && v < N_VIEWS; v++)
    ok = !now->known[v]
         || sem_store_put_altered (store, now->photo.hash, run->subject->row.backbone,
                                   get_view_name (v), now->features[v], SEM_BACKBONE_DIM, error);
  if (ok && sem_store_commit (store, error))
    return TRUE;
  sem_store_rollback (store);
  return FALSE;
}

static gboolean
is_complete (const Altered *now)
{
  for (guint v = 0; v < N_VIEWS; v++)
    if (!now->known[v])
      return FALSE;
  return TRUE;
}

/* Makes the views that are not known. A photo that cannot be decoded stays incomplete; without a
 * decoder or network none can be. */
static gboolean
make_views (Run *run, guint query, Altered *now, GError **error)
{
  SemWork work;
  SemRandom random;
  const SemProgress progress = { NULL, NULL, run->cancellable };

  if (!open_file (run, now))
    return !g_cancellable_set_error_if_cancelled (run->cancellable, error);
  sem_random_init_part (&random, SEED, SEM_RANDOM_VIEWS, (guint64) run->subject->queries[query]);
  for (guint a = 0; a < SEM_INSPECT_N_ALTERATIONS; a++)
    now->views[1 + a] = sem_alteration_make_view (run->alterations[a], &random);
  run->now = now;
  sem_work_init (&work, 0, &progress);
  if (!sem_work_parallel (&work, N_VIEWS, view_task, run)
      || g_cancellable_is_cancelled (run->cancellable))
    {
      g_cancellable_set_error_if_cancelled (run->cancellable, error);
      return FALSE;
    }
  for (guint v = 0; v < N_VIEWS; v++)
    if (g_error_matches (now->errors[v], SEM_ERROR, SEM_ERROR_NO_DECODER)
        || g_error_matches (now->errors[v], SEM_ERROR, SEM_ERROR_NO_PROGRAM))
      {
        g_propagate_error (error, g_steal_pointer (&now->errors[v]));
        return FALSE;
      }
  return store_views (run, now, error);
}

static double
get_vector_cosine (const gint8 *a, const gint8 *b)
{
  gint64 product = 0, squares_a = 0, squares_b = 0;

  for (guint i = 0; i < SEM_VECTOR_DIM; i++)
    {
      product += a[i] * b[i];
      squares_a += a[i] * a[i];
      squares_b += b[i] * b[i];
    }
  return squares_a > 0 && squares_b > 0
           ? (double) product / sqrt ((double) squares_a * (double) squares_b)
           : 0;
}

/* The rank of the source among the hits, not counting those that are the same picture. */
static gboolean
find_rank (Run *run, gint64 source, const GArray *ranked, double *rank, GError **error)
{
  const gint8 *own, *other;
  guint before = 0;

  *rank = 0;
  if (!sem_inspect_subject_get_vector (run->subject, source, &own, error))
    return FALSE;
  for (guint i = 0; i < ranked->len; i++)
    {
      gint64 photo = g_array_index (ranked, SemRankedHit, i).photo_id;

      if (photo == source)
        {
          *rank = before + 1;
          return TRUE;
        }
      if (!sem_inspect_subject_get_vector (run->subject, photo, &other, error))
        return FALSE;
      before += !own || !other || get_vector_cosine (own, other) < TWIN_COSINE;
    }
  return TRUE;
}

static gboolean
ask (Run *run, guint query, const guint16 *half, GError **error)
{
  SemInspectSubject *subject = run->subject;
  gint64 source = subject->queries[query];
  float feature[SEM_BACKBONE_DIM];
  SemInspectView view;
  g_autoptr (GArray) hamming = NULL, ranked = NULL;
  double rank, distance;

  sem_k_f16_to_f32 (half, SEM_BACKBONE_DIM, feature);
  sem_inspect_subject_view (subject, feature, &view);
  if (!sem_inspect_subject_search (subject, &view, 0, &hamming, &ranked, error)
      || !find_rank (run, source, ranked, &rank, error))
    return FALSE;
  distance = sem_inspect_distance (
    subject, view.code,
    sem_inspect_subject_get_code (subject, (gsize) sem_inspect_subject_find (subject, source)));
  g_array_append_val (run->ranks, rank);
  g_array_append_val (run->distances, distance);
  return TRUE;
}

static double
get_cosine (const float *a, const float *b)
{
  double product = 0, squares_a = 0, squares_b = 0;

  for (guint i = 0; i < SEM_BACKBONE_DIM; i++)
    {
      product += (double) a[i] * b[i];
      squares_a += (double) a[i] * a[i];
      squares_b += (double) b[i] * b[i];
    }
  return squares_a > 0 && squares_b > 0 ? product / sqrt (squares_a * squares_b) : 0;
}

static gboolean
measure (Run *run, guint query, const Altered *now, GError **error)
{
  double photo = (double) run->subject->queries[query], cosine;
  float feature[SEM_BACKBONE_DIM];

  sem_k_f16_to_f32 (now->features[0], SEM_BACKBONE_DIM, feature);
  cosine = get_cosine (feature, run->subject->features + (gsize) query * SEM_BACKBONE_DIM);
  g_array_append_val (run->photos, photo);
  g_array_append_val (run->cosines, cosine);
  for (guint a = 0; a < SEM_INSPECT_N_ALTERATIONS; a++)
    if (!ask (run, query, now->features[1 + a], error))
      return FALSE;
  return TRUE;
}

static gboolean
look_at (Run *run, guint query, GError **error)
{
  g_auto (Altered) now = { .fd = -1 };

  if (!sem_store_get_photo (run->subject->store, run->subject->queries[query], &now.photo, error)
      || !load_known (run, &now, error))
    return FALSE;
  if (!is_complete (&now) && !make_views (run, query, &now, error))
    return FALSE;
  return !is_complete (&now) || measure (run, query, &now, error);
}

static void
describe (Run *run, SemInspection *inspection)
{
  const GArray *ranks = run->ranks;
  guint n = run->photos->len, same = 0;
  const double *cosines = (const double *) (gpointer) run->cosines->data;

  sem_inspection_set (inspection, "altered.photos", (const double *) (gpointer) run->photos->data,
                      n);
  sem_inspection_set (inspection, "altered.cosines", cosines, n);
  sem_inspection_set (inspection, "altered.ranks", (const double *) (gpointer) ranks->data,
                      ranks->len);
  sem_inspection_set (inspection, "altered.distances",
                      (const double *) (gpointer) run->distances->data, run->distances->len);
  for (guint a = 0; a < SEM_INSPECT_N_ALTERATIONS; a++)
    {
      guint first = 0, tenth = 0;

      for (guint i = 0; i < n; i++)
        {
          double rank = g_array_index (ranks, double, i *SEM_INSPECT_N_ALTERATIONS + a);

          first += rank == 1;
          tenth += rank >= 1 && rank <= 10;
        }
      sem_inspection_set_one (inspection, sem_inspect_metric_get_key (SEM_INSPECT_FIRST + a),
                              (double) first / n);
      sem_inspection_set_one (inspection, sem_inspect_metric_get_key (SEM_INSPECT_TENTH + a),
                              (double) tenth / n);
    }
  for (guint i = 0; i < n; i++)
    same += cosines[i] >= SAME_COSINE;
  sem_inspection_set_one (inspection, sem_inspect_metric_get_key (SEM_INSPECT_FEATURES),
                          (double) same / n);
}

gboolean
sem_inspect_altered (SemInspectSubject *subject,
                     SemBackbone *backbone,
                     SemInspection *inspection,
                     const SemProgress *progress,
                     GError **error)
{
  Run run = { .subject = subject,
              .backbone = backbone,
              .tools = g_async_queue_new_full (tools_free),
              .photos = g_array_new (FALSE, FALSE, sizeof (double)),
              .ranks = g_array_new (FALSE, FALSE, sizeof (double)),
              .distances = g_array_new (FALSE, FALSE, sizeof (double)),
              .cosines = g_array_new (FALSE, FALSE, sizeof (double)),
              .cancellable = sem_progress_get_cancellable (progress) };
  guint n = MIN (subject->n_queries, SEM_INSPECT_ALTERED);
  gboolean ok = TRUE;

  find_alterations (&run);
  for (guint q = 0; ok && q < n; q++)
    {
      ok =
        !g_cancellable_set_error_if_cancelled (run.cancellable, error) && look_at (&run, q, error);
      sem_progress_report (progress, (q + 1.0) / n);
    }
  if (ok)
    describe (&run, inspection);
  g_async_queue_unref (run.tools);
  g_array_unref (run.photos);
  g_array_unref (run.ranks);
  g_array_unref (run.distances);
  g_array_unref (run.cosines);
  return ok;
}
