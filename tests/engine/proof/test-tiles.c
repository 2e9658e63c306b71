/* What only shares a part: a tile of a collage is called what it is, and what two pages have in
 * common is not.
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "engine/proof/proof.h"
#include "tests/engine/proof/made-pictures.h"

#include <math.h>

#define SIDE 360

/* Takes the picture. */
static SemProofPicture *
take (SemProofRole role, MadePicture *made)
{
  g_autoptr (GBytes) rgb = g_bytes_new (made->rgb, (gsize) made->width * made->height * 3);
  SemProofPicture *picture =
    sem_proof_picture_new (role, rgb, made->width, made->height, made->width, made->height);

  g_free (made);
  return picture;
}

static SemProof
compare (const SemProofPicture *query, const SemProofPicture *stored)
{
  SemProof proof;

  sem_proof_compare (query, stored, &proof);
  g_test_message ("kind %d, %u matches, %u blocks, %.3f agree, region %.2f %.2f %.2f %.2f",
                  proof.kind, proof.n_matches, proof.n_blocks, proof.agreement, proof.region.x,
                  proof.region.y, proof.region.width, proof.region.height);
  return proof;
}

/* Takes both pictures. */
static SemProof
prove (MadePicture *query, MadePicture *stored)
{
  g_autoptr (SemProofPicture) q = take (SEM_PROOF_QUERY, query);
  g_autoptr (SemProofPicture) s = take (SEM_PROOF_STORED, stored);

  return compare (q, s);
}

/* The middle squares of four scenes from @seed on, with a gutter. */
static MadePicture *
make_collage (guint64 seed, guint gutter)
{
  const guint step = SIDE + gutter;
  MadePicture *collage = made_plain (2 * SIDE + gutter, 2 * SIDE + gutter, 255, 255, 255);

  for (guint i = 0; i < 4; i++)
    {
      g_autofree MadePicture *scene = made_scene (seed + i, 800, 600);
      g_autofree MadePicture *square = made_crop (scene, 100, 0, 600, 600);
      g_autofree MadePicture *tile = made_resize (square, SIDE, SIDE);
      MadePicture *more = made_put (tile, collage, i % 2 * step, i / 2 * step);

      g_free (collage);
      collage = more;
    }
  return collage;
}

static gboolean
is_near (const SemProofArea *area, double x, double y, double width, double height)
{
  return fabs (area->x - x) <= 0.03 && fabs (area->y - y) <= 0.03
         && fabs (area->width - width) <= 0.05 && fabs (area->height - height) <= 0.05;
}

/* Tile @i of the collage: whether it is told, and whether the collage is for the whole of it. */
static void
check_tile (guint i,
            const SemProofPicture *query,
            const SemProofPicture *stored,
            guint *n_told,
            guint *n_back)
{
  g_autofree MadePicture *scene = made_scene (100 + i, 800, 600);
  g_autoptr (SemProofPicture) asking = take (SEM_PROOF_QUERY, made_copy (scene));
  g_autoptr (SemProofPicture) kept = take (SEM_PROOF_STORED, made_copy (scene));
  g_autoptr (SemProofPicture) other = take (SEM_PROOF_STORED, made_scene (200 + i, 800, 600));
  SemProof proof = compare (query, kept);

  *n_told += proof.kind == SEM_PROOF_ORIGINAL;
  g_assert_true (proof.kind == SEM_PROOF_NONE || proof.kind == SEM_PROOF_ORIGINAL);
  if (proof.kind)
    g_assert_true (is_near (&proof.region, i % 2 * 0.5, i / 2 * 0.5, 0.5, 0.5));
  proof = compare (asking, stored);
  *n_back += proof.kind == SEM_PROOF_CROPPED;
  g_assert_true (proof.kind == SEM_PROOF_NONE || proof.kind == SEM_PROOF_CROPPED);
  if (proof.kind)
    g_assert_true (is_near (&proof.region, 0.125, 0, 0.75, 1));
  proof = compare (query, other);
  g_assert_cmpint (proof.kind, ==, SEM_PROOF_NONE);
}

/* Most tiles are told, in both directions, and lie where they are said to lie; no edge may show
 * where two scenes are alike beside it. Of other scenes nothing is claimed. */
static void
test_collage (void)
{
  const guint n = 8;
  guint n_told = 0, n_back = 0;

  for (guint gutter = 0; gutter <= 8; gutter += 8)
    {
      g_autofree MadePicture *collage = make_collage (100, gutter);
      g_autoptr (SemProofPicture) query = take (SEM_PROOF_QUERY, made_copy (collage));
      g_autoptr (SemProofPicture) stored = take (SEM_PROOF_STORED, made_copy (collage));

      for (guint i = 0; i < 4; i++)
        check_tile (i, query, stored, &n_told, &n_back);
    }
  g_test_message ("%u and %u of %u tiles told", n_told, n_back, n);
  g_assert_cmpuint (n_told, >=, n - 1);
  g_assert_cmpuint (n_back, >=, n - 2);
}

/* One upper part over two others, as sheets and screens of one program have it: the edge between
 * them is in both. */
static void
test_sheets (void)
{
  g_autofree MadePicture *head = made_scene (300, 600, 480);

  for (guint64 seed = 0; seed < 3; seed++)
    {
      g_autofree MadePicture *a = made_scene (310 + seed, 600, 800);
      g_autofree MadePicture *b = made_scene (320 + seed, 600, 800);
      g_autofree MadePicture *letter = made_letter (330 + seed, 0);
      g_autofree MadePicture *other = made_letter (340 + seed, 0);
      SemProof proof = prove (made_put (head, a, 0, 0), made_put (head, b, 0, 0));

      g_assert_cmpint (proof.kind, ==, SEM_PROOF_NONE);
      proof = prove (made_put (head, letter, 0, 100), made_put (head, other, 0, 100));
      g_assert_cmpint (proof.kind, ==, SEM_PROOF_NONE);
    }
}

/* A print that lies a little askew is a part; one that is turned is turned. */
static void
test_askew (void)
{
  static const struct
  {
    double degrees;
    SemProofKind kind;
  } cases[] = { { 3.5, SEM_PROOF_CROPPED }, { -4, SEM_PROOF_CROPPED }, { 25, SEM_PROOF_TURNED } };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree MadePicture *scene = made_scene (400 + i, 480, 360);
      g_autofree MadePicture *table = made_scene (500 + i, 900, 800);
      g_autofree MadePicture *print = made_frame (scene, 60, 250);
      g_autofree MadePicture *askew = made_rotate (print, cases[i].degrees);
      const SemProof proof = prove (made_put (askew, table, 120, 100), made_copy (scene));

      g_assert_cmpint (proof.kind, ==, cases[i].kind);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/proof/tiles/collage", test_collage);
  g_test_add_func ("/proof/tiles/sheets", test_sheets);
  g_test_add_func ("/proof/tiles/askew", test_askew);
  return g_test_run ();
}
