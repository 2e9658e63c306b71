/* What is proven of true copies, and that nothing is claimed of what only looks like one.
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "engine/proof/proof.h"
#include "tests/engine/proof/made-pictures.h"

#include <math.h>
#include <string.h>

/* Of each kind; what a sanitizer finds, it finds in one. */
#ifdef __SANITIZE_ADDRESS__
#define SCENES 1
#else
#define SCENES 2
#endif

static const char *const names[] = { "none",     "same",     "resized", "cropped",
                                     "original", "mirrored", "turned",  "recoloured" };

/* Takes the picture; one that is too large is shrunk, as the decoder does. */
static SemProofPicture *
take (SemProofRole role, MadePicture *made)
{
  const guint width = made->width, height = made->height, longest = MAX (width, height);
  g_autofree MadePicture *small = NULL;
  g_autoptr (GBytes) rgb = NULL;

  if (longest > SEM_PROOF_SIDE)
    small = made_resize (made, MAX (1, width * SEM_PROOF_SIDE / longest),
                         MAX (1, height * SEM_PROOF_SIDE / longest));
  else
    small = made_copy (made);
  g_free (made);
  rgb = g_bytes_new (small->rgb, (gsize) small->width * small->height * 3);
  return sem_proof_picture_new (role, rgb, small->width, small->height, width, height);
}

static SemProof
compare (const SemProofPicture *query, const SemProofPicture *stored)
{
  SemProof proof;

  sem_proof_compare (query, stored, &proof);
  g_assert_cmpint (proof.kind, <, (int) G_N_ELEMENTS (names));
  g_assert_cmpfloat (proof.agreement, >=, 0);
  g_assert_cmpfloat (proof.agreement, <=, 1);
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

static void
assert_kind (const char *what, guint64 seed, const SemProof *proof, SemProofKind kind)
{
  if (proof->kind != kind)
    g_test_message ("%s of %" G_GUINT64_FORMAT ": %s instead of %s; %u matches, %u blocks, %.3f "
                    "of them agree",
                    what, seed, names[proof->kind], names[kind], proof->n_matches, proof->n_blocks,
                    proof->agreement);
  g_assert_cmpstr (names[proof->kind], ==, names[kind]);
}

/* True copies -----------------------------------------------------------------------------------*/

static MadePicture *
alter (const char *how, const MadePicture *p)
{
  const guint w = p->width, h = p->height;

  if (g_str_equal (how, "same"))
    return made_copy (p);
  if (g_str_equal (how, "q30"))
    return made_jpeg (p, 30);
  if (g_str_equal (how, "noisy"))
    return made_noise (p, 4, 3);
  if (g_str_equal (how, "half size"))
    return made_resize (p, w / 2, h / 2);
  if (g_str_equal (how, "quarter size"))
    return made_resize (p, w / 4, h / 4);
  if (g_str_equal (how, "twice the size"))
    return made_resize (p, 2 * w, 2 * h);
  if (g_str_equal (how, "squeezed"))
    return made_resize (p, w, h * 4 / 5);
  if (g_str_equal (how, "80 % crop"))
    return made_crop (p, w / 20, h / 15, w * 9 / 10, h * 9 / 10);
  if (g_str_equal (how, "quarter crop"))
    return made_crop (p, w / 3, h / 4, w / 2, h / 2);
  if (g_str_equal (how, "mirrored"))
    return made_mirror (p);
  if (g_str_equal (how, "turned"))
    return made_turn (p, 1);
  if (g_str_equal (how, "upside down"))
    return made_turn (p, 2);
  if (g_str_equal (how, "rotated"))
    return made_rotate (p, 7);
  if (g_str_equal (how, "grey"))
    return made_grey (p);
  if (g_str_equal (how, "tinted"))
    return made_tint (p, 130, 80, 50);
  if (g_str_equal (how, "negative"))
    return made_negative (p);
  if (g_str_equal (how, "darker"))
    return made_tint (p, 60, 60, 60);
  if (g_str_equal (how, "lighter"))
    return made_tint (p, 125, 125, 125);
  if (g_str_equal (how, "posterised"))
    return made_posterise (p, 4);
  if (g_str_equal (how, "sepia"))
    {
      g_autofree MadePicture *grey = made_grey (p);

      return made_tint (grey, 110, 90, 65);
    }
  if (g_str_equal (how, "framed"))
    return made_frame (p, 60, 24);
  g_assert_not_reached ();
}

/* Few levels a channel are other colours as well. */
static const struct
{
  const char *how;
  SemProofKind kind;
  SemProofKind other;
} copies[] = {
  { "same", SEM_PROOF_SAME },
  { "q30", SEM_PROOF_SAME },
  { "noisy", SEM_PROOF_SAME },
  { "half size", SEM_PROOF_RESIZED },
  { "quarter size", SEM_PROOF_RESIZED },
  { "twice the size", SEM_PROOF_RESIZED },
  { "squeezed", SEM_PROOF_RESIZED },
  { "80 % crop", SEM_PROOF_ORIGINAL },
  { "quarter crop", SEM_PROOF_ORIGINAL },
  { "mirrored", SEM_PROOF_MIRRORED },
  { "turned", SEM_PROOF_TURNED },
  { "upside down", SEM_PROOF_TURNED },
  { "rotated", SEM_PROOF_TURNED },
  { "grey", SEM_PROOF_RECOLOURED },
  { "tinted", SEM_PROOF_RECOLOURED },
  { "negative", SEM_PROOF_RECOLOURED },
  { "darker", SEM_PROOF_SAME },
  { "lighter", SEM_PROOF_SAME },
  { "posterised", SEM_PROOF_SAME, SEM_PROOF_RECOLOURED },
  { "sepia", SEM_PROOF_RECOLOURED },
  { "framed", SEM_PROOF_SAME },
};

/* The altered picture asks for the stored one; the other way round, what is a crop is the original,
 * and the rest has the same name. */
static void
assert_copy (gsize i, guint64 seed, SemProof proof, SemProofKind kind)
{
  if (copies[i].other && proof.kind == copies[i].other)
    proof.kind = copies[i].kind;
  assert_kind (copies[i].how, seed, &proof, kind);
}

static void
test_copies (void)
{
  for (guint64 seed = 0; seed < SCENES; seed++)
    {
      g_autofree MadePicture *scene = made_scene (100 + seed, 560, 420);
      g_autoptr (SemProofPicture) query = take (SEM_PROOF_QUERY, made_copy (scene));
      g_autoptr (SemProofPicture) stored = take (SEM_PROOF_STORED, made_copy (scene));

      for (gsize i = 0; i < G_N_ELEMENTS (copies); i++)
        {
          const SemProofKind kind = copies[i].kind;
          g_autoptr (SemProofPicture) altered =
            take (SEM_PROOF_QUERY, alter (copies[i].how, scene));
          g_autoptr (SemProofPicture) kept = NULL;

          assert_copy (i, seed, compare (altered, stored), kind);
          if (seed != i % SCENES)
            continue;
          kept = take (SEM_PROOF_STORED, alter (copies[i].how, scene));
          assert_copy (i, seed, compare (query, kept),
                       kind == SEM_PROOF_ORIGINAL ? SEM_PROOF_CROPPED : kind);
        }
    }
}

/* A sheet of text is proven as well as a photo. */
static void
test_sheets (void)
{
  static const char *const sheets[] = { "same",     "q30",  "half size", "turned",
                                        "mirrored", "grey", "80 % crop" };
  static const SemProofKind kinds[] = { SEM_PROOF_SAME,    SEM_PROOF_SAME,     SEM_PROOF_RESIZED,
                                        SEM_PROOF_TURNED,  SEM_PROOF_MIRRORED, SEM_PROOF_RECOLOURED,
                                        SEM_PROOF_ORIGINAL };

  for (guint64 seed = 0; seed < 2; seed++)
    {
      g_autofree MadePicture *sheet = seed ? made_page (seed) : made_letter (3, 0);
      g_autoptr (SemProofPicture) stored = take (SEM_PROOF_STORED, made_copy (sheet));

      for (gsize i = 0; i < G_N_ELEMENTS (sheets); i++)
        {
          g_autoptr (SemProofPicture) altered = take (SEM_PROOF_QUERY, alter (sheets[i], sheet));
          const SemProof proof = compare (altered, stored);

          /* The letter has hardly any colours to lose. */
          if (kinds[i] != SEM_PROOF_RECOLOURED || seed)
            assert_kind (sheets[i], seed, &proof, kinds[i]);
        }
    }
}

static void
assert_area (const SemProofArea *area, double x, double y, double width, double height)
{
  g_assert_cmpfloat_with_epsilon (area->x, x, 0.01);
  g_assert_cmpfloat_with_epsilon (area->y, y, 0.01);
  g_assert_cmpfloat_with_epsilon (area->width, width, 0.01);
  g_assert_cmpfloat_with_epsilon (area->height, height, 0.01);
}

/* Where the one lies in the other. */
static void
test_areas (void)
{
  g_autofree MadePicture *scene = made_scene (7, 800, 600);
  g_autofree MadePicture *ground = made_scene (8, 1000, 900);
  SemProof proof = prove (made_crop (scene, 200, 150, 400, 300), made_copy (scene));

  assert_kind ("crop", 7, &proof, SEM_PROOF_ORIGINAL);
  assert_area (&proof.region, 0, 0, 1, 1);
  assert_area (&proof.part, 0.25, 0.25, 0.5, 0.5);

  proof = prove (made_put (scene, ground, 100, 225), made_copy (scene));
  assert_kind ("on another picture", 7, &proof, SEM_PROOF_CROPPED);
  assert_area (&proof.region, 0.1, 0.25, 0.8, 0.667);
  assert_area (&proof.part, 0, 0, 1, 1);

  proof = prove (made_frame (scene, 100, 24), made_copy (scene));
  assert_kind ("framed", 7, &proof, SEM_PROOF_SAME);
  assert_area (&proof.region, 0.1, 0.125, 0.8, 0.75);
}

static SemProof
prove_turned (const MadePicture *picture, guint quarters, const SemProofPicture *stored)
{
  g_autoptr (SemProofPicture) query = take (SEM_PROOF_QUERY, made_turn (picture, quarters));

  return compare (query, stored);
}

static void
test_turns (void)
{
  static const double turns[] = { 0, 90, 180, -90 };
  g_autofree MadePicture *scene = made_scene (9, 640, 480);
  g_autofree MadePicture *mirrored = made_mirror (scene);
  g_autoptr (SemProofPicture) stored = take (SEM_PROOF_STORED, made_copy (scene));

  for (guint quarters = 0; quarters < 4; quarters++)
    {
      SemProof proof = prove_turned (scene, quarters, stored);

      g_assert_cmpfloat_with_epsilon (remainder (proof.turn - turns[quarters], 360), 0, 0.2);
      proof = prove_turned (mirrored, quarters, stored);
      assert_kind ("mirrored and turned", quarters, &proof, SEM_PROOF_MIRRORED);
      g_assert_cmpfloat_with_epsilon (remainder (proof.turn - turns[quarters], 360), 0, 0.2);
    }
}

/* No copies -------------------------------------------------------------------------------------*/

static MadePicture *
draw_grain (guint8 level, guint strength, guint64 seed)
{
  g_autofree MadePicture *plain = made_plain (640, 480, level, level, level);

  return made_noise (plain, strength, seed);
}

static MadePicture *
draw (const char *what, guint64 seed)
{
  if (g_str_equal (what, "scene"))
    return made_scene (seed, 560, 420);
  if (g_str_equal (what, "letter"))
    return made_letter (seed, 0);
  if (g_str_equal (what, "chat"))
    return made_chat (seed);
  if (g_str_equal (what, "page"))
    return made_page (seed);
  if (g_str_equal (what, "sky"))
    return made_sky (seed, 560, 420);
  if (g_str_equal (what, "black"))
    return draw_grain (2, 1, seed);
  if (g_str_equal (what, "white"))
    return made_plain (640, 480, 255, 255, 255);
  return draw_grain (128, 30, seed);
}

/* Others of one kind: the same layout with another content, or nothing that could differ. */
static void
test_look_alikes (void)
{
  static const char *const kinds[] = { "scene", "letter", "chat",  "page",
                                       "sky",   "black",  "white", "noise" };

  for (gsize i = 0; i < G_N_ELEMENTS (kinds); i++)
    for (guint64 a = 0; a < SCENES; a++)
      {
        const SemProof proof = prove (draw (kinds[i], 20 + a), draw (kinds[i], 30 + a));

        assert_kind (kinds[i], a, &proof, SEM_PROOF_NONE);
      }
}

/* Two letters whose texts are equal but for nine signs in one line; one with a line more. */
static void
test_one_line (void)
{
  for (guint64 seed = 0; seed < SCENES; seed++)
    {
      g_autofree MadePicture *letter = made_letter (40 + seed, 0), *more = made_copy (letter);
      SemProof proof = prove (made_copy (letter), made_letter (40 + seed, 50 + seed));

      assert_kind ("another line", seed, &proof, SEM_PROOF_NONE);
      g_assert_cmpfloat (proof.agreement, >, 0.9);
      made_write (more, 60 + seed, 8, 420, 890, 2);
      proof = prove (made_copy (letter), made_copy (more));
      assert_kind ("a line more", seed, &proof, SEM_PROOF_NONE);
      proof = prove (made_copy (more), made_jpeg (letter, 60));
      assert_kind ("a line less", seed, &proof, SEM_PROOF_NONE);
      /* The same, if saved again. */
      proof = prove (made_jpeg (more, 60), made_copy (more));
      assert_kind ("saved again", seed, &proof, SEM_PROOF_SAME);
    }
}

/* Something has moved in front of a scene that stays. */
static void
test_moved (void)
{
  for (guint64 seed = 0; seed < SCENES; seed++)
    {
      g_autofree MadePicture *scene = made_scene (70 + seed, 800, 600);
      g_autofree MadePicture *thing = made_scene (80 + seed, 60, 90);
      SemProof proof = prove (made_put (thing, scene, 300, 240), made_put (thing, scene, 345, 250));

      assert_kind ("moved", seed, &proof, SEM_PROOF_NONE);
    }
}

/* Hostile ---------------------------------------------------------------------------------------*/

static MadePicture *
make_odd (guint which)
{
  static const guint sides[][2] = { { 1, 1 },     { 1, 1024 }, { 1024, 1 },  { 2, 700 },
                                    { 15, 15 },   { 16, 16 },  { 17, 1024 }, { 1024, 33 },
                                    { 1024, 16 }, { 24, 24 },  { 100, 100 } };
  const guint shape = which / 4, width = sides[shape][0], height = sides[shape][1];
  MadePicture *self = made_plain (width, height, 128, 0, 255);

  for (guint i = 0; i < width * height; i++)
    {
      const guint x = i % width, y = i / width;

      if (which % 4 == 1)
        memset (self->rgb + 3 * (gsize) i, (x + y) % 2 ? 255 : 0, 3);
      else if (which % 4 == 2)
        memset (self->rgb + 3 * (gsize) i, x % 8 < 4 ? 255 : 0, 3);
      else if (which % 4 == 3)
        memset (self->rgb + 3 * (gsize) i, (int) (i * 2654435761u >> 24), 3);
    }
  return self;
}

/* Pictures too small, too narrow, of one colour, of stripes, of noise: anything may be said of a
 * picture and itself but a wrong kind; nothing of two others. */
static void
test_hostile (void)
{
  SemProofPicture *queries[44], *stored[44];

  for (guint i = 0; i < 44; i++)
    {
      queries[i] = take (SEM_PROOF_QUERY, make_odd (i));
      stored[i] = take (SEM_PROOF_STORED, make_odd (i));
    }
  for (guint i = 0; i < 44; i++)
    for (guint j = 0; j < 44; j++)
      {
        SemProof proof;

        sem_proof_compare (queries[i], stored[j], &proof);
        g_assert_true (isfinite (proof.agreement) && isfinite (proof.turn));
        /* Of one colour. */
        if (i % 4 == 0 || j % 4 == 0)
          g_assert_cmpint (proof.kind, ==, SEM_PROOF_NONE);
        /* Noise of other shapes; stripes and checks can be parts of each other. */
        if (i / 4 != j / 4 && (i % 4 == 3) != (j % 4 == 3))
          g_assert_cmpint (proof.kind, ==, SEM_PROOF_NONE);
      }
  for (guint i = 0; i < 44; i++)
    {
      sem_proof_picture_unref (queries[i]);
      sem_proof_picture_unref (stored[i]);
    }
}

/* Threads
 * -----------------------------------------------------------------------------------------*/

typedef struct
{
  const SemProofPicture *query;
  const SemProofPicture *stored;
  SemProof proof;
} Errand;

static gpointer
prove_worker (gpointer data)
{
  Errand *errand = data;

  sem_proof_compare (errand->query, errand->stored, &errand->proof);
  return NULL;
}

/* Pictures are shared by threads, and each of them finds the same. */
static void
test_threads (void)
{
  g_autofree MadePicture *scene = made_scene (90, 640, 480);
  g_autoptr (SemProofPicture) query = take (SEM_PROOF_QUERY, made_jpeg (scene, 50));
  g_autoptr (SemProofPicture) stored = take (SEM_PROOF_STORED, made_copy (scene));
  Errand errands[4];
  GThread *threads[4];

  for (guint i = 0; i < 4; i++)
    {
      errands[i] = (Errand){ query, stored, { 0 } };
      threads[i] = g_thread_new ("prove", prove_worker, &errands[i]);
    }
  for (guint i = 0; i < 4; i++)
    g_thread_join (threads[i]);
  for (guint i = 0; i < 4; i++)
    {
      g_assert_cmpint (errands[i].proof.kind, ==, SEM_PROOF_SAME);
      g_assert_cmpuint (errands[i].proof.n_matches, ==, errands[0].proof.n_matches);
      g_assert_true (errands[i].proof.agreement == errands[0].proof.agreement);
      g_assert_true (errands[i].proof.turn == errands[0].proof.turn);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/proof/copies", test_copies);
  g_test_add_func ("/proof/sheets", test_sheets);
  g_test_add_func ("/proof/areas", test_areas);
  g_test_add_func ("/proof/turns", test_turns);
  g_test_add_func ("/proof/look-alikes", test_look_alikes);
  g_test_add_func ("/proof/one-line", test_one_line);
  g_test_add_func ("/proof/moved", test_moved);
  g_test_add_func ("/proof/hostile", test_hostile);
  g_test_add_func ("/proof/threads", test_threads);
  return g_test_run ();
}
