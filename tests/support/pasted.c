/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "tests/support/pasted.h"
#include "tests/support/photos.h"

#include "engine/base/random.h"
#include "engine/decode/decoder.h"
#include "engine/decode/worker/resize.h"
#include "engine/hash/methods/hash-trainer.h"
#include "engine/photos/content.h"
#include "engine/photos/reference.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* A picture before it is made as small as the network's. */
#define SIDE (2 * SEM_BACKBONE_SIDE)
/* Generated photos: kinds, and photos of each. */
#define FAMILIES 40
#define VARIANTS 4

/* @flowers: (element-type GPtrArray): file names of each kind; empty for generated ones
 * @others: (element-type filename): backgrounds, sorted */
struct _Pasted
{
  GPtrArray *flowers;
  GPtrArray *others;
  SemDecoder *decoder;
  SemBackbone *backbone;
  SemBackboneMap *map;
  SemLikeness *likeness;
};

/* Photos -------------------------------------------------------------------------------------- */

static int
compare_names (gconstpointer a, gconstpointer b)
{
  return strcmp (*(char *const *) a, *(char *const *) b);
}

static GPtrArray *
list_photos (const char *folder)
{
  GPtrArray *photos = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir && (name = g_dir_read_name (dir)))
    if (g_str_has_suffix (name, ".jpg"))
      g_ptr_array_add (photos, g_build_filename (folder, name, NULL));
  g_ptr_array_sort (photos, compare_names);
  return photos;
}

static void
find_photos (Pasted *self)
{
  const char *data = g_getenv ("SEMBLANCE_TEST_DATA");
  g_autofree char *varied = data ? g_build_filename (data, "varied", NULL) : NULL;

  if (!varied)
    return;
  self->others = list_photos (varied);
  for (guint kind = 0; kind < 17; kind++)
    {
      g_autofree char *folder = g_strdup_printf ("%s/17flowers/jpg/%u", data, kind);
      g_autoptr (GPtrArray) photos = list_photos (folder);

      if (photos->len > 1)
        g_ptr_array_add (self->flowers, g_steal_pointer (&photos));
    }
  if (self->others->len < 100)
    g_ptr_array_set_size (self->flowers, 0);
}

static guint8 *
resize (const guint8 *rgb, guint width, guint height, guint side)
{
  const SemRgbImage image = { rgb, width, height, (gsize) width * 3 };
  guint8 *square = g_malloc ((gsize) side * side * 3);

  sem_resize_rgb (SEM_RESIZE_SHARP, &image, square, side, side);
  return square;
}

static guint8 *
load (Pasted *self, const char *path, guint side)
{
  const SemDecodeView view = { .colour_side = 1024 };
  g_autoptr (GError) error = NULL;
  g_autoptr (SemDecodedPhoto) photo = NULL;
  SemFileIdentity identity;
  int fd = sem_content_open (path, &identity, &error);

  g_assert_no_error (error);
  photo = sem_decoder_decode_view (self->decoder, fd, path, &view, NULL, &error);
  g_assert_no_error (error);
  close (fd);
  return resize (g_bytes_get_data (photo->colour, NULL), photo->colour_width, photo->colour_height,
                 side);
}

static guint8 *
draw (guint family, guint variant, guint side)
{
  g_autoptr (GdkPixbuf) photo = test_photo_new (family, variant);
  const guint width = (guint) gdk_pixbuf_get_width (photo);
  const guint height = (guint) gdk_pixbuf_get_height (photo);
  g_autofree guint8 *rgb = g_malloc ((gsize) width * height * 3);

  for (guint y = 0; y < height; y++)
    memcpy (rgb + (gsize) y * width * 3,
            gdk_pixbuf_read_pixels (photo) + y * (guint) gdk_pixbuf_get_rowstride (photo),
            (gsize) width * 3);
  return resize (rgb, width, height, side);
}

static guint8 *
get_flower (Pasted *self, guint kind, guint number, guint side)
{
  const GPtrArray *photos;

  if (self->flowers->len == 0)
    return draw (kind % FAMILIES, number % VARIANTS, side);
  photos = self->flowers->pdata[kind % self->flowers->len];
  return load (self, photos->pdata[number % photos->len], side);
}

static guint8 *
get_other (Pasted *self, guint number)
{
  if (self->flowers->len == 0)
    return draw (FAMILIES + number, 0, SIDE);
  return load (self, self->others->pdata[number % self->others->len], SIDE);
}

/* Trials -------------------------------------------------------------------------------------- */

typedef struct
{
  guint x, y, side;
} Place;

static guint8 *
paste (guint8 *picture, const guint8 *flower, const Place *place)
{
  for (guint y = 0; y < place->side; y++)
    memcpy (picture + ((gsize) (place->y + y) * SIDE + place->x) * 3,
            flower + (gsize) y * place->side * 3, (gsize) place->side * 3);
  return resize (picture, SIDE, SIDE, SEM_BACKBONE_SIDE);
}

static void
look (Pasted *self, const guint8 *rgb, float *feature, float *parts)
{
  sem_backbone_map_forward (self->map, rgb);
  sem_backbone_map_split (self->map, feature, parts);
}

/* By the pixels of the heat as it is drawn. */
static void
score (const SemHeat *heat, const Place *place, PastedScore *total)
{
  double inside = 0, all = 0, n_inside = 0;

  for (guint y = 0; y < SIDE; y += 4)
    for (guint x = 0; x < SIDE; x += 4)
      {
        const double at = (double) sem_heat_at (heat, (x + .5) / SIDE, (y + .5) / SIDE);
        const gboolean is_inside = x >= place->x && x < place->x + place->side && y >= place->y
                                   && y < place->y + place->side;

        all += at;
        inside += is_inside ? at : 0;
        n_inside += is_inside;
      }
  total->n++;
  total->mass += all > 0 ? inside / all : 0;
  total->above += inside / n_inside > (all - inside) / (SIDE / 4 * SIDE / 4 - n_inside);
}

static void
try (Pasted *self, SemHashModel *model, gboolean same, guint number, PastedScore *total)
{
  g_autofree float *parts = g_new (float, (gsize) 2 * SEM_HEAT_CELLS * SEM_BACKBONE_DIM);
  float features[2][SEM_BACKBONE_DIM];
  Place places[2];
  SemRandom random;
  guint kind, flower, other;

  sem_random_init_part (&random, 1, SEM_RANDOM_VIEWS, number);
  kind = (guint) sem_random_below (&random, 680);
  flower = (guint) sem_random_below (&random, 40);
  other = (guint) sem_random_below (&random, 1000);
  for (guint i = 0; i < 2; i++)
    {
      Place *place = &places[i];
      g_autofree guint8 *picture = get_other (self, other + i * 397);
      g_autofree guint8 *pasted = NULL, *rgb = NULL;

      place->side = (guint) (SIDE * (.4 + .2 * sem_random_uniform (&random)));
      place->x = (guint) sem_random_below (&random, SIDE - place->side + 1);
      place->y = (guint) sem_random_below (&random, SIDE - place->side + 1);
      pasted = get_flower (self, kind, same ? flower : flower + i, place->side);
      rgb = paste (picture, pasted, place);
      look (self, rgb, features[i], parts + (gsize) i * SEM_HEAT_CELLS * SEM_BACKBONE_DIM);
    }
  for (guint i = 0; i < 2; i++)
    {
      SemHeat heat;

      sem_heat_measure (self->likeness, model,
                        parts + (gsize) i * SEM_HEAT_CELLS * SEM_BACKBONE_DIM, features[!i], &heat);
      score (&heat, &places[i], total);
    }
}

PastedScore
pasted_try (Pasted *self, SemHashModel *model, gboolean same, guint first, guint n)
{
  PastedScore total = { 0 };

  for (guint i = first; i < first + n; i++)
    try (self, model, same, i, &total);
  total.mass /= MAX (total.n, 1);
  total.above /= MAX (total.n, 1);
  return total;
}

SemHashModel *
pasted_train (Pasted *self, guint n)
{
  g_autofree float *features = g_new (float, (gsize) n *SEM_BACKBONE_DIM);
  g_autofree float *parts = g_new (float, (gsize) SEM_HEAT_CELLS *SEM_BACKBONE_DIM);
  const SemReference *reference = sem_reference_get ();
  g_autoptr (GError) error = NULL;
  SemHashOptions options;
  SemHashModel *model;

  for (guint i = 0; i < n; i++)
    {
      g_autofree guint8 *big =
        i % 2 ? get_other (self, i * 7) : get_flower (self, i / 2, i / 34, SIDE);
      g_autofree guint8 *rgb = resize (big, SIDE, SIDE, SEM_BACKBONE_SIDE);

      look (self, rgb, features + (gsize) i * SEM_BACKBONE_DIM, parts);
    }
  sem_hash_options_init (&options);
  if (g_str_equal (sem_backbone_get_id (self->backbone), reference->backbone))
    sem_reference_lend (reference, &options);
  model = sem_hash_train (&options, features, n, SEM_BACKBONE_DIM, NULL, &error);
  g_assert_no_error (error);
  return model;
}

/* ---------------------------------------------------------------------------------------------- */

static SemLikeness *
new_likeness (SemBackbone *backbone)
{
  const SemReference *reference = sem_reference_get ();
  g_autofree float *none = g_new0 (float, SEM_BACKBONE_DIM);
  const SemReference plain = { .mean = none };

  if (g_str_equal (sem_backbone_get_id (backbone), reference->backbone))
    return sem_likeness_new (reference, reference->mean);
  return sem_likeness_new (&plain, none);
}

Pasted *
pasted_new (SemBackbone *backbone)
{
  Pasted *self = g_new0 (Pasted, 1);

  self->flowers = g_ptr_array_new_with_free_func ((GDestroyNotify) g_ptr_array_unref);
  find_photos (self);
  self->decoder = sem_decoder_new (NULL);
  self->backbone = sem_backbone_ref (backbone);
  self->map = sem_backbone_map_new (backbone, SEM_BACKBONE_SIDE);
  self->likeness = new_likeness (backbone);
  return self;
}

void
pasted_free (Pasted *self)
{
  g_clear_pointer (&self->flowers, g_ptr_array_unref);
  g_clear_pointer (&self->others, g_ptr_array_unref);
  sem_decoder_free (self->decoder);
  sem_backbone_map_free (self->map);
  sem_backbone_unref (self->backbone);
  sem_likeness_free (self->likeness);
  g_free (self);
}

gboolean
pasted_is_real (const Pasted *self)
{
  return self->flowers->len > 0;
}
