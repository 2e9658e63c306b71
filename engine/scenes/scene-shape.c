/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "engine/scenes/scene-shape.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define VERSION 1
#define HEAD_SIZE 12
#define CAMERA_SIZE (8 + 9 * 2)
#define POINT_SIZE (3 * 2 + 3)
#define STEP 16384.0f
/* Share of the points and of the cameras that decide how large the scene is. */
#define WITHIN 0.95
/* Points farther out than this are errors of the reconstruction, or sky. */
#define FARTHEST 1.5

typedef struct
{
  double middle[3];
  double rows[3][3]; /* of the rotation into the frame */
  double scale;
} Frame;

typedef struct
{
  guint32 row;
  guint n_images;
  guint32 order; /* of points that equally many photos observe: those of all photos in turn */
} Candidate;

void
sem_scene_shape_free (SemSceneShape *self)
{
  if (!self)
    return;
  g_array_unref (self->points);
  g_array_unref (self->cameras);
  g_free (self);
}

static SemSceneShape *
shape_new (void)
{
  SemSceneShape *self = g_new (SemSceneShape, 1);

  self->points = g_array_new (FALSE, FALSE, sizeof (SemShapePoint));
  self->cameras = g_array_new (FALSE, FALSE, sizeof (SemShapeCamera));
  return self;
}

static double
dot (const double *a, const double *b)
{
  return a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
}

/* Makes @v a unit vector at right angles to @to (nullable). Returns: whether it can be one. */
static gboolean
straighten (double *v, const double *to)
{
  const double along = to ? dot (v, to) : 0;
  double length;

  for (guint i = 0; i < 3; i++)
    v[i] -= to ? along * to[i] : 0;
  length = sqrt (dot (v, v));
  if (!isfinite (length) || length < 1e-6)
    return FALSE;
  for (guint i = 0; i < 3; i++)
    v[i] /= length;
  return TRUE;
}

/* A unit vector at right angles to @to, if @v has no direction of its own. */
static void
straighten_any (double *v, const double *to)
{
  for (guint i = 0; !straighten (v, to) && i < 3; i++)
    for (guint j = 0; j < 3; j++)
      v[j] = i == j;
}

static gboolean
is_placed (const SemSfmImage *image)
{
  return isfinite (image->centre[0]) && isfinite (image->centre[1]) && isfinite (image->centre[2]);
}

/* The axes of the frame: up is upwards in the photos, and the cameras look away from the viewer. */
static void
turn (Frame *frame, const SemReconstruction *reconstruction)
{
  double *right = frame->rows[0], *up = frame->rows[1], *back = frame->rows[2];

  memset (frame->rows, 0, sizeof frame->rows);
  for (guint i = 0; i < reconstruction->images->len; i++)
    {
      const SemSfmImage *image = reconstruction->images->pdata[i];

      for (guint j = 0; j < 3; j++)
        {
          up[j] += image->up[j];
          back[j] -= image->axis[j];
        }
    }
  straighten_any (up, NULL);
  straighten_any (back, up);
  for (guint i = 0; i < 3; i++)
    right[i] = up[(i + 1) % 3] * back[(i + 2) % 3] - up[(i + 2) % 3] * back[(i + 1) % 3];
}

static int
compare_doubles (gconstpointer a, gconstpointer b)
{
  const double x = *(const double *) a, y = *(const double *) b;

  return (x > y) - (x < y);
}

/* The value below which @share of the values lie; 0 without values. */
static double
get_quantile (GArray *values, double share)
{
  if (values->len == 0)
    return 0;
  g_array_sort (values, compare_doubles);
  return g_array_index (values, double, (guint) (share * (values->len - 1)));
}

static double
measure (const Frame *frame, const double *place)
{
  const double from[3] = { place[0] - frame->middle[0], place[1] - frame->middle[1],
                           place[2] - frame->middle[2] };

  return sqrt (dot (from, from));
}

/* Between the middle of the points and that of the cameras, so that both are seen. */
static void
find_middle (Frame *frame, const SemReconstruction *reconstruction)
{
  for (guint axis = 0; axis < 3; axis++)
    {
      g_autoptr (GArray) points = g_array_new (FALSE, FALSE, sizeof (double));
      g_autoptr (GArray) cameras = g_array_new (FALSE, FALSE, sizeof (double));
      double middle;

      for (guint i = 0; i < reconstruction->points->len; i++)
        g_array_append_val (points,
                            g_array_index (reconstruction->points, SemSfmPoint, i).xyz[axis]);
      for (guint i = 0; i < reconstruction->images->len; i++)
        {
          const SemSfmImage *image = reconstruction->images->pdata[i];

          if (is_placed (image))
            g_array_append_val (cameras, image->centre[axis]);
        }
      middle = get_quantile (points, 0.5);
      frame->middle[axis] = cameras->len > 0 ? (middle + get_quantile (cameras, 0.5)) / 2 : middle;
    }
}

static void
find_scale (Frame *frame, const SemReconstruction *reconstruction)
{
  g_autoptr (GArray) points = g_array_new (FALSE, FALSE, sizeof (double));
  g_autoptr (GArray) cameras = g_array_new (FALSE, FALSE, sizeof (double));
  double radius;

  for (guint i = 0; i < reconstruction->points->len; i++)
    {
      const double value =
        measure (frame, g_array_index (reconstruction->points, SemSfmPoint, i).xyz);

      g_array_append_val (points, value);
    }
  for (guint i = 0; i < reconstruction->images->len; i++)
    {
      const SemSfmImage *image = reconstruction->images->pdata[i];
      const double value = is_placed (image) ? measure (frame, image->centre) : 0;

      g_array_append_val (cameras, value);
    }
  radius = MAX (get_quantile (points, WITHIN), get_quantile (cameras, WITHIN));
  frame->scale = isfinite (radius) && radius > 0 && isfinite (1 / radius) ? 1 / radius : 0;
}

static void
rotate (const Frame *frame, const double *from, float *to)
{
  for (guint i = 0; i < 3; i++)
    {
      const double value = dot (frame->rows[i], from);

      to[i] =
        isfinite (value) ? CLAMP ((float) value, -SEM_SCENE_SHAPE_REACH, SEM_SCENE_SHAPE_REACH) : 0;
    }
}

static void
put (const Frame *frame, const double *place, float *to)
{
  double from[3];

  for (guint i = 0; i < 3; i++)
    from[i] = (place[i] - frame->middle[i]) * frame->scale;
  rotate (frame, from, to);
}

static int
compare_candidates (gconstpointer a, gconstpointer b)
{
  const Candidate *x = a, *y = b;

  if (x->n_images != y->n_images)
    return x->n_images > y->n_images ? -1 : 1;
  if (x->order != y->order)
    return x->order < y->order ? -1 : 1;
  return (x->row > y->row) - (x->row < y->row);
}

static void
add_points (SemSceneShape *self, const Frame *frame, const SemReconstruction *reconstruction)
{
  const guint n = reconstruction->points->len;
  g_autofree Candidate *candidates = g_new0 (Candidate, MAX (n, 1));

  for (guint i = 0; i < n; i++)
    candidates[i] = (Candidate){ .row = i, .order = i * 2654435761u };
  for (guint i = 0; i < reconstruction->images->len; i++)
    {
      const SemSfmImage *image = reconstruction->images->pdata[i];

      for (guint j = 0; j < image->points->len; j++)
        candidates[g_array_index (image->points, guint32, j)].n_images++;
    }
  if (n > 0)
    qsort (candidates, n, sizeof *candidates, compare_candidates);
  for (guint i = 0; i < n && self->points->len < SEM_SCENE_SHAPE_POINTS; i++)
    {
      const SemSfmPoint *point =
        &g_array_index (reconstruction->points, SemSfmPoint, candidates[i].row);
      SemShapePoint own;

      if (!(measure (frame, point->xyz) * frame->scale <= FARTHEST))
        continue;
      put (frame, point->xyz, own.place);
      memcpy (own.colour, point->colour, sizeof own.colour);
      g_array_append_val (self->points, own);
    }
}

SemSceneShape *
sem_scene_shape_new (const SemReconstruction *reconstruction, const gint64 *photos)
{
  SemSceneShape *self = shape_new ();
  Frame frame = { 0 };

  turn (&frame, reconstruction);
  find_middle (&frame, reconstruction);
  find_scale (&frame, reconstruction);
  add_points (self, &frame, reconstruction);
  for (guint i = 0; i < reconstruction->images->len; i++)
    {
      const SemSfmImage *image = reconstruction->images->pdata[i];
      SemShapeCamera camera = { .photo = photos[i] };

      if (photos[i] == 0 || !is_placed (image))
        continue;
      put (&frame, image->centre, camera.place);
      rotate (&frame, image->axis, camera.axis);
      rotate (&frame, image->up, camera.up);
      g_array_append_val (self->cameras, camera);
    }
  return self;
}

static void
append (GByteArray *bytes, gconstpointer value, guint size)
{
  g_byte_array_append (bytes, value, size);
}

static void
append_number (GByteArray *bytes, guint32 value)
{
  value = GUINT32_TO_LE (value);
  append (bytes, &value, sizeof value);
}

static void
append_vector (GByteArray *bytes, const float *vector)
{
  for (guint i = 0; i < 3; i++)
    {
      const float scaled = CLAMP (vector[i] * STEP, -32768.f, 32767.f);
      const guint16 value = GUINT16_TO_LE ((guint16) (gint16) lrintf (scaled));

      append (bytes, &value, sizeof value);
    }
}

GBytes *
sem_scene_shape_write (const SemSceneShape *self)
{
  GByteArray *bytes = g_byte_array_new ();

  append_number (bytes, VERSION);
  append_number (bytes, self->cameras->len);
  append_number (bytes, self->points->len);
  for (guint i = 0; i < self->cameras->len; i++)
    {
      const SemShapeCamera *camera = &g_array_index (self->cameras, SemShapeCamera, i);
      const guint64 photo = GUINT64_TO_LE ((guint64) camera->photo);

      append (bytes, &photo, sizeof photo);
      append_vector (bytes, camera->place);
      append_vector (bytes, camera->axis);
      append_vector (bytes, camera->up);
    }
  for (guint i = 0; i < self->points->len; i++)
    {
      const SemShapePoint *point = &g_array_index (self->points, SemShapePoint, i);

      append_vector (bytes, point->place);
      append (bytes, point->colour, sizeof point->colour);
    }
  return g_byte_array_free_to_bytes (bytes);
}

static guint32
read_number (const guint8 *data)
{
  guint32 value;

  memcpy (&value, data, sizeof value);
  return GUINT32_FROM_LE (value);
}

static const guint8 *
read_vector (const guint8 *data, float *vector)
{
  for (guint i = 0; i < 3; i++)
    {
      guint16 value;

      memcpy (&value, data + 2 * i, sizeof value);
      vector[i] = (float) (gint16) GUINT16_FROM_LE (value) / STEP;
    }
  return data + 6;
}

SemSceneShape *
sem_scene_shape_parse (GBytes *bytes)
{
  gsize size;
  const guint8 *data = g_bytes_get_data (bytes, &size);
  SemSceneShape *self;
  guint32 n_cameras, n_points;

  if (size < HEAD_SIZE || read_number (data) != VERSION)
    return NULL;
  n_cameras = read_number (data + 4);
  n_points = read_number (data + 8);
  if (n_cameras > SEM_SFM_MAX_IMAGES || n_points > SEM_SCENE_SHAPE_POINTS
      || size != HEAD_SIZE + (gsize) n_cameras * CAMERA_SIZE + (gsize) n_points * POINT_SIZE)
    return NULL;
  self = shape_new ();
  data += HEAD_SIZE;
  for (guint i = 0; i < n_cameras; i++)
    {
      SemShapeCamera camera;
      guint64 photo;

      memcpy (&photo, data, sizeof photo);
      camera.photo = (gint64) GUINT64_FROM_LE (photo);
      data = read_vector (data + sizeof photo, camera.place);
      data = read_vector (data, camera.axis);
      data = read_vector (data, camera.up);
      g_array_append_val (self->cameras, camera);
    }
  for (guint i = 0; i < n_points; i++)
    {
      SemShapePoint point;

      data = read_vector (data, point.place);
      memcpy (point.colour, data, sizeof point.colour);
      data += sizeof point.colour;
      g_array_append_val (self->points, point);
    }
  return self;
}
