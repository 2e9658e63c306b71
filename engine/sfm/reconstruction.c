/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-sfm"

#include "config.h"

#include "engine/sfm/reconstruction-private.h"

#include <math.h>
#include <string.h>

#include <glib/gi18n-lib.h>

/* The smallest size of an entry of each file, in bytes. */
#define CAMERA_SIZE (4 + 4 + 8 + 8 + 3 * 8)
#define IMAGE_SIZE (4 + 7 * 8 + 4 + 1 + 8)
#define OBSERVATION_SIZE (8 + 8 + 8)
#define POINT_SIZE (8 + 3 * 8 + 3 + 8 + 8)
#define TRACK_SIZE (4 + 4)

#define MAX_NAME 255
/* COLMAP writes this for a feature that belongs to no 3D point. */
#define NO_POINT G_MAXUINT64

typedef struct
{
  const guint8 *data;
  gsize left;
  gboolean bad;
} Reader;

typedef struct
{
  guint32 id;
  double focal;
  double width, height;
} Camera;

static void
reader_init (Reader *reader, GBytes *bytes)
{
  reader->data = g_bytes_get_data (bytes, &reader->left);
  reader->bad = FALSE;
}

/* Past the end of the bytes it fills @to with zeros and sets @bad. */
static void
take (Reader *reader, void *to, gsize size)
{
  if (reader->bad || size > reader->left)
    {
      reader->bad = TRUE;
      memset (to, 0, size);
      return;
    }
  memcpy (to, reader->data, size);
  reader->data += size;
  reader->left -= size;
}

static guint32
take_u32 (Reader *reader)
{
  guint32 value;

  take (reader, &value, sizeof value);
  return GUINT32_FROM_LE (value);
}

static guint64
take_u64 (Reader *reader)
{
  guint64 value;

  take (reader, &value, sizeof value);
  return GUINT64_FROM_LE (value);
}

/* A value that is not finite sets @bad. */
static double
take_double (Reader *reader)
{
  guint64 bits = take_u64 (reader);
  double value;

  memcpy (&value, &bits, sizeof value);
  if (!isfinite (value))
    reader->bad = TRUE;
  return reader->bad ? 0 : value;
}

/* A count of entries of at least @size bytes each; one that cannot fit the rest sets @bad. */
static guint64
take_count (Reader *reader, gsize size)
{
  guint64 n = take_u64 (reader);

  if (n > reader->left / size)
    reader->bad = TRUE;
  return reader->bad ? 0 : n;
}

static gboolean
at_good_end (const Reader *reader)
{
  return !reader->bad && reader->left == 0;
}

/* COLMAP's camera models by number: how many parameters each has, and whether the second one is a
 * focal length too. */
static const struct
{
  guint n_params;
  gboolean two_focals;
} camera_models[] = {
  { 3, FALSE }, { 4, TRUE }, { 4, FALSE }, { 5, FALSE }, { 8, TRUE },  { 8, TRUE },
  { 12, TRUE }, { 5, TRUE }, { 4, FALSE }, { 5, FALSE }, { 12, TRUE },
};

static void
read_camera (Reader *reader, Camera *camera)
{
  double params[12] = { 0 }, focal;
  guint32 model;
  guint64 width, height;

  camera->id = take_u32 (reader);
  model = take_u32 (reader);
  width = take_u64 (reader);
  height = take_u64 (reader);
  if (model >= G_N_ELEMENTS (camera_models) || width == 0 || height == 0 || width > G_MAXINT32
      || height > G_MAXINT32)
    {
      reader->bad = TRUE;
      return;
    }
  for (guint i = 0; i < camera_models[model].n_params; i++)
    params[i] = take_double (reader);
  focal = camera_models[model].two_focals ? sqrt (params[0]) * sqrt (params[1]) : params[0];
  camera->focal = focal / (double) MAX (width, height);
  camera->width = (double) width;
  camera->height = (double) height;
  if (!isfinite (camera->focal) || !(camera->focal > 0))
    reader->bad = TRUE;
}

static int
compare_cameras (gconstpointer a, gconstpointer b)
{
  const Camera *x = a, *y = b;

  return (x->id > y->id) - (x->id < y->id);
}

static GArray *
read_cameras (GBytes *bytes)
{
  g_autoptr (GArray) cameras = g_array_new (FALSE, TRUE, sizeof (Camera));
  Reader reader;
  guint64 n;

  reader_init (&reader, bytes);
  n = take_count (&reader, CAMERA_SIZE);
  for (guint64 i = 0; i < n && !reader.bad; i++)
    {
      Camera camera = { 0 };

      read_camera (&reader, &camera);
      g_array_append_val (cameras, camera);
    }
  g_array_sort (cameras, compare_cameras);
  for (guint i = 1; i < cameras->len; i++)
    if (g_array_index (cameras, Camera, i).id == g_array_index (cameras, Camera, i - 1).id)
      reader.bad = TRUE;
  return at_good_end (&reader) ? g_steal_pointer (&cameras) : NULL;
}

static int
compare_points (gconstpointer a, gconstpointer b)
{
  const SemSfmPoint *x = a, *y = b;

  return (x->id > y->id) - (x->id < y->id);
}

/* Tracks repeat what images.bin says and are skipped. */
static GArray *
read_points (GBytes *bytes)
{
  g_autoptr (GArray) points = NULL;
  Reader reader;
  guint64 n;

  reader_init (&reader, bytes);
  n = take_count (&reader, POINT_SIZE);
  points = g_array_sized_new (FALSE, TRUE, sizeof (SemSfmPoint), (guint) n);
  for (guint64 i = 0; i < n && !reader.bad; i++)
    {
      SemSfmPoint point = { .id = take_u64 (&reader) };
      guint64 length;

      for (guint c = 0; c < 3; c++)
        point.xyz[c] = take_double (&reader);
      take (&reader, point.colour, sizeof point.colour);
      take_double (&reader);
      length = take_count (&reader, TRACK_SIZE);
      for (guint64 j = 0; j < length; j++)
        take_u64 (&reader);
      g_array_append_val (points, point);
    }
  g_array_sort (points, compare_points);
  for (guint i = 1; i < points->len; i++)
    if (g_array_index (points, SemSfmPoint, i).id == g_array_index (points, SemSfmPoint, i - 1).id)
      reader.bad = TRUE;
  return at_good_end (&reader) ? g_steal_pointer (&points) : NULL;
}

static void
image_free (gpointer data)
{
  SemSfmImage *image = data;

  g_free (image->name);
  g_array_unref (image->points);
  g_free (image);
}

/* The rotation R and translation t of a camera, which sees a point X at R X + t with y downwards: R
 * from a quaternion that need not be normalised. Its place is -Rᵀ t. */
static void
read_pose (Reader *reader, SemSfmImage *image)
{
  double q[4], t[3], right[3], length = 0;

  for (guint i = 0; i < 4; i++)
    {
      q[i] = take_double (reader);
      length = hypot (length, q[i]);
    }
  if (!isfinite (length) || !(length > 0))
    reader->bad = TRUE;
  for (guint i = 0; i < 4; i++)
    q[i] /= reader->bad ? 1 : length;
  image->axis[0] = 2 * (q[1] * q[3] - q[0] * q[2]);
  image->axis[1] = 2 * (q[2] * q[3] + q[0] * q[1]);
  image->axis[2] = 1 - 2 * (q[1] * q[1] + q[2] * q[2]);
  right[0] = 1 - 2 * (q[2] * q[2] + q[3] * q[3]);
  right[1] = 2 * (q[1] * q[2] - q[0] * q[3]);
  right[2] = 2 * (q[1] * q[3] + q[0] * q[2]);
  image->up[0] = -2 * (q[1] * q[2] + q[0] * q[3]);
  image->up[1] = -1 + 2 * (q[1] * q[1] + q[3] * q[3]);
  image->up[2] = -2 * (q[2] * q[3] - q[0] * q[1]);
  for (guint i = 0; i < 3; i++)
    t[i] = take_double (reader);
  image->offset = t[2];
  for (guint i = 0; i < 3; i++)
    image->centre[i] = -right[i] * t[0] + image->up[i] * t[1] - image->axis[i] * t[2];
}

static char *
take_name (Reader *reader)
{
  gsize limit = MIN (reader->left, MAX_NAME + 1);
  const guint8 *end = reader->bad || limit == 0 ? NULL : memchr (reader->data, '\0', limit);
  char *name;

  if (!end || end == reader->data || memchr (reader->data, '/', (gsize) (end - reader->data)))
    {
      reader->bad = TRUE;
      return NULL;
    }
  name = g_strdup ((const char *) reader->data);
  reader->left -= (gsize) (end + 1 - reader->data);
  reader->data = end + 1;
  return name;
}

static int
compare_rows (gconstpointer a, gconstpointer b)
{
  guint32 x = *(const guint32 *) a, y = *(const guint32 *) b;

  return (x > y) - (x < y);
}

/* Sorts and removes duplicates: two features of an image may belong to one point. */
static void
sort_rows (GArray *rows)
{
  guint kept = 0;

  g_array_sort (rows, compare_rows);
  for (guint i = 0; i < rows->len; i++)
    {
      guint32 row = g_array_index (rows, guint32, i);

      if (i == 0 || row != g_array_index (rows, guint32, kept - 1))
        g_array_index (rows, guint32, kept++) = row;
    }
  g_array_set_size (rows, kept);
}

static int
compare_doubles (gconstpointer a, gconstpointer b)
{
  double x = *(const double *) a, y = *(const double *) b;

  return (x > y) - (x < y);
}

void
sem_sfm_sort_doubles (GArray *values)
{
  g_array_sort (values, compare_doubles);
}

/* The range of the middle nine tenths of @places, as a share of @side. */
static double
extent (GArray *places, double side)
{
  guint out = places->len / 20;

  if (places->len == 0)
    return 0;
  sem_sfm_sort_doubles (places);
  return CLAMP ((g_array_index (places, double, places->len - 1 - out)
                 - g_array_index (places, double, out))
                  / side,
                0, 1);
}

static void
read_observations (Reader *reader,
                   const SemReconstruction *self,
                   const Camera *camera,
                   SemSfmImage *image)
{
  guint64 n = take_count (reader, OBSERVATION_SIZE);
  g_autoptr (GArray) across = g_array_new (FALSE, FALSE, sizeof (double));
  g_autoptr (GArray) down = g_array_new (FALSE, FALSE, sizeof (double));

  for (guint64 i = 0; i < n && !reader->bad; i++)
    {
      double x = take_double (reader), y = take_double (reader);
      SemSfmPoint wanted = { 0 };
      guint at;
      guint32 row;

      wanted.id = take_u64 (reader);
      if (wanted.id == NO_POINT)
        continue;
      if (!g_array_binary_search (self->points, &wanted, compare_points, &at))
        {
          reader->bad = TRUE;
          break;
        }
      row = at;
      g_array_append_val (image->points, row);
      g_array_append_val (across, x);
      g_array_append_val (down, y);
    }
  sort_rows (image->points);
  image->spread = extent (across, camera->width) * extent (down, camera->height);
}

static void
read_image (Reader *reader, const SemReconstruction *self, GArray *cameras)
{
  SemSfmImage *image = g_new0 (SemSfmImage, 1);
  Camera camera = { .width = 1, .height = 1 };
  guint at;

  image->points = g_array_new (FALSE, FALSE, sizeof (guint32));
  g_ptr_array_add (self->images, image);
  image->id = take_u32 (reader);
  read_pose (reader, image);
  camera.id = take_u32 (reader);
  image->name = take_name (reader);
  if (g_array_binary_search (cameras, &camera, compare_cameras, &at))
    camera = g_array_index (cameras, Camera, at);
  else
    reader->bad = TRUE;
  image->focal = camera.focal;
  read_observations (reader, self, &camera, image);
}

static int
compare_names (gconstpointer a, gconstpointer b)
{
  const SemSfmImage *x = *(SemSfmImage *const *) a, *y = *(SemSfmImage *const *) b;

  return strcmp (x->name, y->name);
}

/* Whether no two images share a name or an id. */
static gboolean
images_are_distinct (const GPtrArray *images)
{
  g_autoptr (GHashTable) ids = g_hash_table_new (NULL, NULL);

  for (guint i = 0; i < images->len; i++)
    {
      const SemSfmImage *image = images->pdata[i];

      if (!g_hash_table_add (ids, GUINT_TO_POINTER (image->id))
          || (i > 0 && compare_names (&images->pdata[i - 1], &images->pdata[i]) == 0))
        return FALSE;
    }
  return TRUE;
}

static gboolean
read_images (GBytes *bytes, GArray *cameras, SemReconstruction *self)
{
  Reader reader;
  guint64 n;

  reader_init (&reader, bytes);
  n = take_count (&reader, IMAGE_SIZE);
  if (n > SEM_SFM_MAX_IMAGES)
    return FALSE;
  for (guint64 i = 0; i < n && !reader.bad; i++)
    read_image (&reader, self, cameras);
  if (!at_good_end (&reader))
    return FALSE;
  g_ptr_array_sort (self->images, compare_names);
  return images_are_distinct (self->images);
}

void
sem_reconstruction_free (SemReconstruction *self)
{
  if (!self)
    return;
  g_clear_pointer (&self->images, g_ptr_array_unref);
  g_clear_pointer (&self->points, g_array_unref);
  g_free (self);
}

SemReconstruction *
sem_reconstruction_parse (GBytes *cameras,
                          GBytes *images,
                          GBytes *points,
                          const char *name,
                          GError **error)
{
  g_autoptr (SemReconstruction) self = g_new0 (SemReconstruction, 1);
  g_autoptr (GArray) parsed = read_cameras (cameras);

  self->images = g_ptr_array_new_with_free_func (image_free);
  self->points = parsed ? read_points (points) : NULL;
  if (self->points && read_images (images, parsed, self))
    return g_steal_pointer (&self);
  g_set_error (error, SEM_ERROR, SEM_ERROR_DAMAGED,
               _("The reconstruction “%s” is damaged. Find scenes again to rebuild it."), name);
  return NULL;
}
