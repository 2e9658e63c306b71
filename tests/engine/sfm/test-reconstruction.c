/* Parsing reconstructions of COLMAP: the contents of valid ones; damaged ones are rejected.
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "engine/sfm/reconstruction.h"
#include "tests/support/folder.h"
#include "tests/support/made-reconstruction.h"

#include <math.h>
#include <string.h>

#define NO_POINT G_MAXUINT64

/* Contents of the three files. */
typedef struct
{
  GByteArray *cameras;
  GByteArray *images;
  GByteArray *points;
} Files;

static void
files_clear (Files *files)
{
  g_clear_pointer (&files->cameras, g_byte_array_unref);
  g_clear_pointer (&files->images, g_byte_array_unref);
  g_clear_pointer (&files->points, g_byte_array_unref);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Files, files_clear)

/* Two cameras; three images: "b" observes the points 7, 9 and 4, "a" observes 9 twice and 4, from
 * twice the distance, "c" observes nothing valid. */
static void
files_init (Files *files)
{
  *files = (Files){ g_byte_array_new (), g_byte_array_new (), g_byte_array_new () };

  made_u64 (files->cameras, 2);
  made_camera (files->cameras, 5, 1200);
  made_camera (files->cameras, 3, 800);

  made_u64 (files->images, 3);
  made_image (files->images, 11, 5, "b.pgm", 0, 4);
  made_observation (files->images, 7);
  made_observation (files->images, NO_POINT);
  made_observation (files->images, 9);
  made_observation (files->images, 4);
  made_image (files->images, 2, 5, "a.pgm", 10, 3);
  made_observation (files->images, 9);
  made_observation (files->images, 9);
  made_observation (files->images, 4);
  made_image (files->images, 30, 3, "c.pgm", 0, 0);

  made_u64 (files->points, 3);
  made_point (files->points, 9, 10);
  made_point (files->points, 4, 10);
  made_point (files->points, 7, 20);
}

static SemReconstruction *
parse (const Files *files, GError **error)
{
  g_autoptr (GBytes) cameras = g_bytes_new (files->cameras->data, files->cameras->len);
  g_autoptr (GBytes) images = g_bytes_new (files->images->data, files->images->len);
  g_autoptr (GBytes) points = g_bytes_new (files->points->data, files->points->len);

  return sem_reconstruction_parse (cameras, images, points, "made", error);
}

static void
assert_damaged (const Files *files)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SemReconstruction) model = parse (files, &error);

  g_assert_null (model);
  g_assert_error (error, SEM_ERROR, SEM_ERROR_DAMAGED);
}

static void
test_sound (void)
{
  g_auto (Files) files = { 0 };
  g_autoptr (GError) error = NULL;
  g_autoptr (SemReconstruction) model = NULL;
  const SemSfmImage *a, *b, *c;

  files_init (&files);
  model = parse (&files, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (model->images->len, ==, 3);
  g_assert_cmpuint (model->points->len, ==, 3);
  a = model->images->pdata[0];
  b = model->images->pdata[1];
  c = model->images->pdata[2];
  g_assert_cmpstr (a->name, ==, "a.pgm");
  g_assert_cmpuint (a->id, ==, 2);
  g_assert_cmpfloat_with_epsilon (a->focal, 1.2, 1e-12);
  g_assert_cmpfloat_with_epsilon (c->focal, 0.8, 1e-12);
  g_assert_cmpfloat_with_epsilon (a->axis[2], 1, 1e-12);
  g_assert_cmpfloat_with_epsilon (a->offset, 10, 1e-12);
  /* Point 9 counts once; the indices are by the ids 4, 7, 9. */
  g_assert_cmpuint (a->points->len, ==, 2);
  g_assert_cmpuint (g_array_index (a->points, guint32, 0), ==, 0);
  g_assert_cmpuint (g_array_index (a->points, guint32, 1), ==, 2);
  g_assert_cmpuint (b->points->len, ==, 3);
  g_assert_cmpuint (c->points->len, ==, 0);
}

/* A camera at (3, 1, -2) that looks along x: a turn of a quarter about y, which points down. */
static void
test_pose (void)
{
  g_auto (Files) files = { 0 };
  g_autoptr (GError) error = NULL;
  g_autoptr (SemReconstruction) model = NULL;
  const double pose[] = { sqrt (.5), 0, -sqrt (.5), 0, -2, -1, -3 };
  const double centre[] = { 3, 1, -2 }, axis[] = { 1, 0, 0 }, up[] = { 0, -1, 0 };
  const SemSfmImage *image;

  files_init (&files);
  g_byte_array_set_size (files.images, 0);
  made_u64 (files.images, 1);
  made_u32 (files.images, 1);
  for (guint i = 0; i < G_N_ELEMENTS (pose); i++)
    made_double (files.images, pose[i]);
  made_u32 (files.images, 5);
  g_byte_array_append (files.images, (const guint8 *) "a.pgm", 6);
  made_u64 (files.images, 0);
  model = parse (&files, &error);
  g_assert_no_error (error);
  image = model->images->pdata[0];
  for (guint i = 0; i < 3; i++)
    {
      g_assert_cmpfloat_with_epsilon (image->axis[i], axis[i], 1e-12);
      g_assert_cmpfloat_with_epsilon (image->up[i], up[i], 1e-12);
      g_assert_cmpfloat_with_epsilon (image->centre[i], centre[i], 1e-12);
    }
  g_assert_cmpuint (g_array_index (model->points, SemSfmPoint, 0).colour[1], ==, 128);
}

/* 41 features in a fifth of the width and a tenth of the height of 1000 by 750 pixels, and as many
 * elsewhere without a 3D point. */
static void
test_spread (void)
{
  g_auto (Files) files = { 0 };
  g_autoptr (GError) error = NULL;
  g_autoptr (SemReconstruction) model = NULL;

  files_init (&files);
  g_byte_array_set_size (files.images, 0);
  made_u64 (files.images, 2);
  made_image (files.images, 1, 5, "a.pgm", 0, 82);
  for (guint i = 0; i <= 40; i++)
    {
      made_observation_at (files.images, 500 + 5 * i, 300 + 75. * ((7 * i) % 41) / 40, 7);
      made_observation_at (files.images, i, 740, NO_POINT);
    }
  made_image (files.images, 2, 5, "b.pgm", 0, 2);
  made_observation_at (files.images, -200, 0, 7);
  made_observation_at (files.images, 2000, 1500, 9);
  model = parse (&files, &error);
  g_assert_no_error (error);
  g_assert_cmpfloat_with_epsilon (((SemSfmImage *) model->images->pdata[0])->spread,
                                  .2 * .1 * .9 * .9, 1e-9);
  g_assert_cmpfloat (((SemSfmImage *) model->images->pdata[1])->spread, ==, 1);
}

static void
test_pairs (void)
{
  g_auto (Files) files = { 0 };
  g_autoptr (GError) error = NULL;
  g_autoptr (SemReconstruction) model = NULL;
  g_autoptr (GArray) pairs = NULL;
  const SemSfmPair *pair;

  files_init (&files);
  model = parse (&files, &error);
  g_assert_no_error (error);
  pairs = sem_reconstruction_compare (model, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (pairs->len, ==, 1);
  pair = &g_array_index (pairs, SemSfmPair, 0);
  g_assert_cmpuint (pair->a, ==, 0);
  g_assert_cmpuint (pair->b, ==, 1);
  g_assert_cmpuint (pair->shared, ==, 2);
  /* Depth 20 against 10, the same camera. */
  g_assert_cmpfloat_with_epsilon (pair->scale, 2.f, 1e-6f);
}

/* Rotated by 180 degrees about x, the camera looks back, and all points are behind it. */
static void
test_turned (void)
{
  g_auto (Files) files = { 0 };
  g_autoptr (GError) error = NULL;
  g_autoptr (SemReconstruction) model = NULL;
  g_autoptr (GArray) pairs = NULL;
  double q[] = { 0, 3, 0, 0 };

  files_init (&files);
  for (guint i = 0; i < 4; i++)
    {
      guint64 bits;

      memcpy (&bits, &q[i], sizeof bits);
      bits = GUINT64_TO_LE (bits);
      memcpy (files.images->data + 8 + 4 + 8 * i, &bits, sizeof bits);
    }
  model = parse (&files, &error);
  g_assert_no_error (error);
  g_assert_cmpfloat_with_epsilon (((SemSfmImage *) model->images->pdata[1])->axis[2], -1, 1e-12);
  pairs = sem_reconstruction_compare (model, NULL, &error);
  g_assert_cmpuint (pairs->len, ==, 1);
  g_assert_cmpfloat (g_array_index (pairs, SemSfmPair, 0).scale, ==, SEM_SFM_MAX_SCALE);
}

/* Each file truncated at every length, and with bytes after its end. */
static void
test_cut (void)
{
  for (guint which = 0; which < 3; which++)
    {
      g_auto (Files) files = { 0 };

      files_init (&files);

      GByteArray *all[] = { files.cameras, files.images, files.points };
      const guint size = all[which]->len;

      for (guint length = 0; length < size; length++)
        {
          all[which]->len = length;
          assert_damaged (&files);
        }
      all[which]->len = size;
      made_u8 (all[which], 0);
      assert_damaged (&files);
    }
}

static void
put_u64 (GByteArray *bytes, guint at, guint64 value)
{
  value = GUINT64_TO_LE (value);
  memcpy (bytes->data + at, &value, sizeof value);
}

static void
put_u32 (GByteArray *bytes, guint at, guint32 value)
{
  value = GUINT32_TO_LE (value);
  memcpy (bytes->data + at, &value, sizeof value);
}

/* Counts that exceed the data: nothing is allocated for them. */
static void
test_counts (void)
{
  static const guint64 counts[] = { 0, 4, 1000, G_MAXUINT32, G_MAXUINT64, G_MAXUINT64 / 24 + 1 };

  for (guint i = 0; i < G_N_ELEMENTS (counts); i++)
    for (guint which = 0; which < 4; which++)
      {
        g_auto (Files) files = { 0 };

        files_init (&files);
        if (which == 3)
          put_u64 (files.images, 8 + 4 + 7 * 8 + 4 + 6, counts[i]);
        else
          put_u64 (((GByteArray *[]){ files.cameras, files.images, files.points })[which], 0,
                   counts[i]);
        if (which != 3 || counts[i] != 4)
          assert_damaged (&files);
      }
}

typedef struct
{
  const char *name;
  guint which; /* 0 cameras, 1 images, 2 points */
  guint at;
  guint size; /* 4 or 8 */
  guint64 value;
} Damage;

#define NOT_A_NUMBER G_GUINT64_CONSTANT (0x7ff8000000000000)
#define INFINITE G_GUINT64_CONSTANT (0x7ff0000000000000)
#define CAMERA 8
#define IMAGE 8
#define POINT 8

static const Damage damages[] = {
  { "camera-model-unknown", 0, CAMERA + 4, 4, 11 },
  { "camera-model-negative", 0, CAMERA + 4, 4, G_MAXUINT32 },
  { "camera-no-width", 0, CAMERA + 8, 8, 0 },
  { "camera-wide", 0, CAMERA + 8, 8, G_MAXUINT64 },
  { "camera-focal-nan", 0, CAMERA + 24, 8, NOT_A_NUMBER },
  { "camera-focal-zero", 0, CAMERA + 24, 8, 0 },
  { "camera-twice", 0, CAMERA, 4, 3 },
  { "camera-missing", 0, CAMERA, 4, 6 },
  { "image-twice", 1, IMAGE, 4, 2 },
  { "image-no-rotation", 1, IMAGE + 4, 8, 0 },
  { "image-rotation-nan", 1, IMAGE + 4, 8, NOT_A_NUMBER },
  { "image-place-infinite", 1, IMAGE + 4 + 6 * 8, 8, INFINITE },
  { "image-camera-unknown", 1, IMAGE + 4 + 7 * 8, 4, 99 },
  { "image-name-empty", 1, IMAGE + 4 + 7 * 8 + 4, 4, 0 },
  { "image-name-slash", 1, IMAGE + 4 + 7 * 8 + 4, 4, 0x2f2e2e2f },
  { "image-point-unknown", 1, IMAGE + 4 + 7 * 8 + 4 + 6 + 8 + 16, 8, 8 },
  { "point-twice", 2, POINT, 8, 4 },
  { "point-nan", 2, POINT + 8, 8, NOT_A_NUMBER },
  { "point-track", 2, POINT + 8 + 24 + 3 + 8, 8, G_MAXUINT64 / 8 },
};

static void
test_damage (gconstpointer data)
{
  const Damage *damage = data;
  g_auto (Files) files = { 0 };
  GByteArray *bytes;

  files_init (&files);
  bytes = ((GByteArray *[]){ files.cameras, files.images, files.points })[damage->which];
  if (damage->size == 4)
    put_u32 (bytes, damage->at, (guint32) damage->value);
  else
    put_u64 (bytes, damage->at, damage->value);
  assert_damaged (&files);
}

/* Two images with the same name. */
static void
test_same_name (void)
{
  g_auto (Files) files = { 0 };

  files_init (&files);
  files.images->data[IMAGE + 4 + 7 * 8 + 4] = 'a';
  assert_damaged (&files);
}

static void
write_file (const char *folder, const char *name, const GByteArray *bytes)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  g_autoptr (GError) error = NULL;

  g_file_set_contents (path, (const char *) bytes->data, bytes->len, &error);
  g_assert_no_error (error);
}

static void
test_load (void)
{
  g_auto (Files) files = { 0 };
  char *folder = test_folder_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (GError) missing = NULL;
  g_autoptr (SemReconstruction) model = NULL;

  files_init (&files);
  write_file (folder, "cameras.bin", files.cameras);
  write_file (folder, "images.bin", files.images);
  g_assert_null (sem_reconstruction_load (folder, &missing));
  g_assert_error (missing, SEM_ERROR, SEM_ERROR_UNREADABLE);
  write_file (folder, "points3D.bin", files.points);
  model = sem_reconstruction_load (folder, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (model->images->len, ==, 3);
  test_folder_remove (folder);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/sfm/reconstruction/sound", test_sound);
  g_test_add_func ("/sfm/reconstruction/pose", test_pose);
  g_test_add_func ("/sfm/reconstruction/spread", test_spread);
  g_test_add_func ("/sfm/reconstruction/pairs", test_pairs);
  g_test_add_func ("/sfm/reconstruction/turned", test_turned);
  g_test_add_func ("/sfm/reconstruction/cut", test_cut);
  g_test_add_func ("/sfm/reconstruction/counts", test_counts);
  g_test_add_func ("/sfm/reconstruction/same-name", test_same_name);
  g_test_add_func ("/sfm/reconstruction/load", test_load);
  for (guint i = 0; i < G_N_ELEMENTS (damages); i++)
    {
      g_autofree char *path = g_strconcat ("/sfm/reconstruction/damage/", damages[i].name, NULL);

      g_test_add_data_func (path, &damages[i], test_damage);
    }
  return g_test_run ();
}
