/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-proof"

#include "config.h"

#include "engine/proof/points.h"

#include <math.h>
#include <string.h>

#include <vl/sift.h>

#define DIM SEM_PROOF_DESCRIPTOR_DIM
#define MIN_SIDE 16
/* Pictures below this side are searched from twice their size on, as Lowe does with all. */
#define SMALL_SIDE 400
#define LEVELS 3
/* Contrast of a point in grey levels, and ratio of its curvatures: lower ones are noise or edges.
 */
#define MIN_CONTRAST 1.2
#define MAX_EDGE 12
/* The share of the points that one octave may take. */
#define OCTAVE_SHARE 0.6

/* A descriptor has 4 by 4 cells of 8 directions, the directions adjacent. */
#define CELLS 4
#define DIRECTIONS 8

typedef struct
{
  VlSiftKeypoint key;
  float contrast;
} Found;

static int
compare_found (gconstpointer a, gconstpointer b)
{
  const Found *p = a, *q = b;

  if (p->contrast != q->contrast)
    return p->contrast > q->contrast ? -1 : 1;
  if (p->key.iy != q->key.iy)
    return p->key.iy < q->key.iy ? -1 : 1;
  if (p->key.ix != q->key.ix)
    return p->key.ix < q->key.ix ? -1 : 1;
  return (p->key.is > q->key.is) - (p->key.is < q->key.is);
}

/* The points of the filter's octave, those of the highest contrast first. */
static GArray *
find_in_octave (VlSiftFilt *filter)
{
  GArray *found = g_array_new (FALSE, FALSE, sizeof (Found));
  gsize row, plane;

  vl_sift_detect (filter);
  row = (gsize) vl_sift_get_octave_width (filter);
  plane = row * (gsize) vl_sift_get_octave_height (filter);
  for (int i = 0; i < vl_sift_get_nkeypoints (filter); i++)
    {
      Found one = { .key = vl_sift_get_keypoints (filter)[i] };

      one.contrast = fabsf (filter->dog[(gsize) (one.key.is - filter->s_min) * plane
                                        + (gsize) one.key.iy * row + (gsize) one.key.ix]);
      g_array_append_val (found, one);
    }
  g_array_sort (found, compare_found);
  return found;
}

/* Square roots of the shares: distances between those are Hellinger distances. */
static void
take_root (float *descriptor)
{
  float sum = 0;

  for (guint i = 0; i < DIM; i++)
    sum += descriptor[i];
  for (guint i = 0; i < DIM; i++)
    descriptor[i] = sum > 0 ? sqrtf (descriptor[i] / sum) : 0;
}

typedef struct
{
  GArray *points;
  GArray *descriptors;
  double scale; /* from the searched picture's pixels to those of the grey one */
} Collection;

static void
describe (Collection *self, VlSiftFilt *filter, const Found *found)
{
  double angles[4];
  const int n = vl_sift_calc_keypoint_orientations (filter, angles, &found->key);

  for (int i = 0; i < n; i++)
    {
      const SemProofPoint point = {
        .x = (float) ((found->key.x + 0.5) * self->scale - 0.5),
        .y = (float) ((found->key.y + 0.5) * self->scale - 0.5),
        .scale = (float) (found->key.sigma * self->scale),
        .angle = (float) angles[i],
      };
      float descriptor[DIM];

      vl_sift_calc_keypoint_descriptor (filter, descriptor, &found->key, angles[i]);
      take_root (descriptor);
      g_array_append_val (self->points, point);
      g_array_append_vals (self->descriptors, descriptor, DIM);
    }
}

static void
search (Collection *self, const SemProofGrey *grey, guint most)
{
  const gsize n = (gsize) grey->width * grey->height;
  g_autofree float *pixels = g_new (float, n);
  const int first = MAX (grey->width, grey->height) < SMALL_SIDE ? -1 : 0;
  VlSiftFilt *filter = vl_sift_new ((int) grey->width, (int) grey->height, -1, LEVELS, first);

  for (gsize i = 0; i < n; i++)
    pixels[i] = grey->pixels[i];
  vl_sift_set_peak_thresh (filter, MIN_CONTRAST);
  vl_sift_set_edge_thresh (filter, MAX_EDGE);
  for (int done = vl_sift_process_first_octave (filter, pixels); !done && self->points->len < most;
       done = vl_sift_process_next_octave (filter))
    {
      g_autoptr (GArray) found = find_in_octave (filter);
      const guint room = (guint) MAX (1, (most - self->points->len) * OCTAVE_SHARE);

      for (guint i = 0; i < MIN (found->len, room); i++)
        describe (self, filter, &g_array_index (found, Found, i));
    }
  vl_sift_delete (filter);
}

/* VLFeat fills its tables when the first filter is made. */
static void
prepare (void)
{
  static gsize ready = 0;

  if (g_once_init_enter (&ready))
    {
      vl_sift_delete (vl_sift_new (MIN_SIDE, MIN_SIDE, -1, LEVELS, 0));
      g_once_init_leave (&ready, 1);
    }
}

SemProofPoints *
sem_proof_points_new (const SemProofGrey *grey, guint side, guint most)
{
  SemProofPoints *self = g_new0 (SemProofPoints, 1);
  const guint longest = MAX (grey->width, grey->height);
  const double scale = longest > side ? (double) longest / side : 1;
  const guint width = (guint) MAX (1, lround (grey->width / scale));
  const guint height = (guint) MAX (1, lround (grey->height / scale));
  Collection found = { .scale = scale };

  found.points = g_array_new (FALSE, FALSE, sizeof (SemProofPoint));
  found.descriptors = g_array_new (FALSE, FALSE, sizeof (float));
  if (MIN (width, height) >= MIN_SIDE)
    {
      g_autofree SemProofGrey *small = sem_proof_grey_shrink (grey, width, height);

      prepare ();
      search (&found, small, most);
    }
  self->n = found.points->len;
  self->points = (SemProofPoint *) (void *) g_array_free (found.points, FALSE);
  self->descriptors = (float *) (void *) g_array_free (found.descriptors, FALSE);
  return self;
}

void
sem_proof_points_free (SemProofPoints *self)
{
  g_free (self->points);
  g_free (self->descriptors);
  g_free (self);
}

/* A descriptor's grid and directions are relative to the point's angle. Mirroring turns one axis of
 * the grid and the directions around. In a negative every gradient points the other way, and the
 * angle with them: the grid is upside down, the directions are the same. */
static void
permute (const float *from, SemProofVariant variant, float *to)
{
  for (guint y = 0; y < CELLS; y++)
    for (guint x = 0; x < CELLS; x++)
      for (guint t = 0; t < DIRECTIONS; t++)
        {
          const gboolean mirrored = (variant & SEM_PROOF_VARIANT_MIRRORED) != 0;
          const gboolean inverted = (variant & SEM_PROOF_VARIANT_INVERTED) != 0;
          const guint to_x = inverted ? CELLS - 1 - x : x;
          const guint to_y = mirrored != inverted ? CELLS - 1 - y : y;
          const guint to_t = mirrored ? (DIRECTIONS - t) % DIRECTIONS : t;

          to[(to_y * CELLS + to_x) * DIRECTIONS + to_t] = from[(y * CELLS + x) * DIRECTIONS + t];
        }
}

SemProofPoints *
sem_proof_points_vary (const SemProofPoints *self, SemProofVariant variant, guint width)
{
  SemProofPoints *varied = g_new (SemProofPoints, 1);

  varied->n = self->n;
  varied->points = g_memdup2 (self->points, self->n * sizeof *self->points);
  varied->descriptors = g_new (float, (gsize) self->n *DIM);
  for (guint i = 0; i < self->n; i++)
    {
      SemProofPoint *point = &varied->points[i];

      if (variant & SEM_PROOF_VARIANT_MIRRORED)
        {
          point->x = (float) width - 1 - point->x;
          point->angle = (float) G_PI - point->angle;
        }
      if (variant & SEM_PROOF_VARIANT_INVERTED)
        point->angle += (float) G_PI;
      permute (self->descriptors + (gsize) i * DIM, variant, varied->descriptors + (gsize) i * DIM);
    }
  return varied;
}
